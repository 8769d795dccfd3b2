"""The lines that frame a text: 题名, 文号, 主送, 落款, 成文日期, 附注, told from the body by form and order.

A second title after a dated signature starts another text: the plan that a notice issues, or an annex.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from policy_dsl.texts.line_breaks import Block

BODY: Final = "body"


@dataclass(frozen=True, slots=True)
class Role:
    """What a line is: a frame part (title, number, to, sig, date, note) or body, in the text number `of`."""

    name: str
    of: int


_META_ROW = re.compile(r"[-·]\s*[^:。]{2,14}:\s*\S")
_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,14}[〔\[(][0-9]{4}[〕\])][0-9]{1,4}号")
_DATE = re.compile(
    r"(?:[0-9]{4}|[〇○零一二三四五六七八九]{4})年[0-9一二三四五六七八九十]{1,2}月[0-9一二三四五六七八九十]{1,3}日"
)
_NOTE = re.compile(r"\((?:此件|联系|信息公开)[^()]*\)|(?:抄送|附件|信息公开选项):.*", re.DOTALL)
_MARKED = re.compile(
    r"[一二三四五六七八九十]{1,3}(?:、|是)|\([一二三四五六七八九十0-9]{1,3}\)|[0-9]{1,2}(?:[.、])(?![0-9])"
)
_SIGN_OFF, _LONGEST_TITLE, _LONGEST_SIGNATURE = 3, 120, 40


def roles(text: str, lines: Sequence[Block]) -> tuple[Role, ...]:
    """The role of each line, in order."""
    parts: list[Role] = []
    of, state, headings = 0, "head", set[str]()
    for i, line in enumerate(lines):
        words = text[line.start : line.end]
        bare = not line.heading and not _MARKED.match(words) and not re.search("[。;:!?]", words)
        name = BODY
        if state == "tail" and bare and 6 <= len(words) <= _LONGEST_TITLE and not _is_frame(words):
            of, state, headings, name = of + 1, "head", set(), "title"
        elif line.heading:
            pass
        elif re.fullmatch(rf"(?:\S{{2,20}}\s+)?{_DATE.pattern}(?:印发)?", words):
            name = "date"
        elif _NOTE.fullmatch(words):
            name = "note"
        elif state == "head":
            name = _head_role(words, bare, headings)
        elif bare and len(words) <= _LONGEST_SIGNATURE and _signs(text, lines[i + 1 : i + 1 + _SIGN_OFF]):
            name = "sig"
        if name == BODY:
            state = "body"
        elif name == "date" and state == "body":
            state = "tail"
        headings.add(name)
        parts.append(Role(name, of))
    return tuple(parts)


def _is_frame(words: str) -> bool:
    return bool(_DATE.match(words) or _NOTE.fullmatch(words))


def _head_role(words: str, bare: bool, roles_so_far: set[str]) -> str:
    if _META_ROW.match(words) and "title" not in roles_so_far:
        return "number" if "文号" in words.partition(":")[0] else "note"
    if _NUMBER.fullmatch(words):
        return "number"
    if (
        words.endswith(":")
        and "to" not in roles_so_far
        and not re.search("。|如下|以下", words)
        and not _MARKED.match(words)
    ):
        return "to"
    return "title" if bare and "to" not in roles_so_far and len(words) <= _LONGEST_TITLE else BODY


def _signs(text: str, following: Sequence[Block]) -> bool:
    """Whether a date comes next, after other signatures at most."""
    for line in following:
        words = text[line.start : line.end]
        if _DATE.match(words) and len(words) <= 20:
            return True
        if len(words) > _LONGEST_SIGNATURE or re.search("[。;:]", words):
            return False
    return False
