"""字段说明: what an office may place in its own templates, as a page beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from reasoner.render.docx.template_check import FILTERS
from reasoner.render.html import pages
from reasoner.render.html.letter_page_model import FieldReference, KindFields, TemplateName

NAME: Final = "字段说明.html"

COMMON: Final = {
    "标题": "文书标题", "文号": "发文字号一行,签发时填写", "草稿": "草稿字样;不是草稿时为空", "主送": "主送机关,带统一社会信用代码和冒号", "开头": "开头各段(段)",
    "联系": "联系人和电话一行", "署名": "经办机构(印章)", "日期": "成文日期,留空待填", "提示": "经办提示各段(段);发出前删去",
    "编号": "申请编号", "事项": "申请事项", "机构": "机构名称", "类型": "机构类型", "所在地": "机构所在地",
    "统一社会信用代码": "机构的代码,没有的为空", "收到日期": "收到申请的日期", "基准日": "按哪一天的规定审查", "结论": "研判结论",
    "经办机构": "设置中的经办机构", "联系人": "设置中的联系人", "联系电话": "设置中的联系电话",
    "规则校验码": "所收录文件和词汇的 SHA-256", "事实校验码": "事实的 SHA-256",
    "条款": "各条依据;每条有 序、出处、文件、文号、位置、原文", "正文": "全部部分,每部分有 序、题、段、表",
}  # fmt: skip
"""Fields of every letter and what they hold."""

_FORMS: Final = (
    ("{{ 机构 }}", "填入一个字段"),
    ("{%p for 段 in 理由.段 %} … {{ 段.文 }} … {%p endfor %}", "逐段重复;{%p … %} 单独占一段,生成时该段消失"),
    ("{%tr for 行 in 材料.表 %} … {%tr endfor %}", "逐行重复表格;{%tr … %} 单独占一行"),
    (
        "{%p if 段.式 == '引文' %} … {%p else %} … {%p endif %}",
        "按条件出现;段.式 为 正文、条目、引文、待填、手填、待核、提示",
    ),
)

Parts = Mapping[str, Sequence[tuple[str, str, Sequence[tuple[str, int]]]]]
"""The parts of each kind of letter: field, heading, columns of its table."""


def sheet(parts: Parts) -> str:
    """The page for some kinds of letters, in the order of `parts`."""
    reference = FieldReference(
        forms=tuple(TemplateName(text, what) for text, what in _FORMS),
        filters=FILTERS,
        common=tuple(TemplateName(name, what) for name, what in COMMON.items()),
        kinds=tuple(KindFields(kind, tuple(_fields(of))) for kind, of in parts.items()),
    )
    return pages.field_reference_page(reference)


def _fields(parts: Sequence[tuple[str, str, Sequence[tuple[str, int]]]]) -> Iterator[TemplateName]:
    for name, heading, columns in parts:
        table = f";表的各列:{'、'.join(c for c, _ in columns)}" if columns else ""
        yield TemplateName(f"{name}.段" + (f"、{name}.表" if columns else ""), heading + table)
