"""What somebody typed into a form that was not taken, to be shown again: the browser may not keep it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from django.http import HttpRequest

_MOST: Final = 2**20
"""Bytes of a form of which the fields are shown."""
_FORM: Final = "application/x-www-form-urlencoded"
_NOT_TYPED: Final = frozenset({
    "csrfmiddlewaretoken", "key", "digest", "next", "version", "base", "turn", "form", "form_shape", "form_clause", "shape", "draft",
    "first", "last", "id", "path", "then", "table", "masks", "action", "deed", "kind", "choice", "section", "case", "number", "page",
    "earlier", "clause", "document", "deputation", "on", "code",
})  # fmt: skip
"""Fields that a page fills in, or that are chosen again in a moment."""
_SECRET: Final = ("password", "again", "new")
"""How the names of fields end that hold a password."""
_WORDS: Final[Mapping[str, str]] = {
    "answer": "回答", "apart": "必须分开的角色", "as_at": "时点", "as_of": "适用日期", "by": "经办人", "clauses": "条款", "days": "有效天数",
    "district": "地区", "ends": "至", "evidence": "依据", "file": "文件", "from": "自", "login": "登录名", "matter": "事项", "month": "月份",
    "name": "名称", "organ": "机关", "origin": "来源类型", "outcome": "结论", "person": "办理人", "question": "所问的事", "reading": "条文理解",
    "reason": "理由", "region": "地区", "remark": "备注", "role": "角色", "since": "自", "source": "来源", "starts": "自", "state": "状态",
    "step": "步骤", "text": "填写的文字", "to": "交给", "unknown": "不详", "until": "至", "value": "数值", "who": "办理人", "words": "文字",
}  # fmt: skip
"""Fields whose names are no words of the field, as a page calls them."""
_PREFIX: Final = re.compile(r"^(?:p:|w-|n:|\d+-)+")
_CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")


def field_words(name: str) -> str:
    """What a page calls a field of a form: its words, never a name of the program."""
    plain = _PREFIX.sub("", name)
    return plain if _CHINESE.search(plain) else _WORDS.get(plain, "填写的内容")


def typed_fields(request: HttpRequest) -> tuple[tuple[str, str], ...]:
    """The fields of a form with what was written into them, in words, without passwords; none for a file, or where it is very large."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if request.method != "POST" or request.content_type != _FORM or not length.isdecimal() or int(length) > _MOST:
        return ()
    return tuple(
        (field_words(name), value)
        for name, values in request.POST.lists()
        for value in values
        if value.strip() and name not in _NOT_TYPED and not name.endswith(_SECRET)
    )
