"""Marks and characters: what staff read is set with full-width punctuation, as documents of the state are.

The texts of the rule base hold half-width marks, as received. A quotation in a letter differs from them in nothing
but the width of marks and in white space; `bare` removes both, and every comparison is made between bare texts.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from policy_dsl.numerals import period_words

_WIDE: Final = {",": "\uff0c", ";": "\uff1b", ":": "\uff1a", "!": "\uff01", "?": "\uff1f", "(": "\uff08", ")": "\uff09"}
_WIDTH: Final = str.maketrans(_WIDE)
_NARROW: Final = re.compile("[,;:!?()]")
_BRACKET: Final = re.compile("[()]")
_CHARACTERS: Final = r"\u2e80-\u303f\u3105-\u312f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff“”‘’…—"
_CHINESE: Final = re.compile(f"[{_CHARACTERS}]")
_CHINESE_OR_BRACE: Final = re.compile(f"[{_CHARACTERS}{{}}]")
_BY_CHINESE: Final = re.compile(f"(?<=[{_CHARACTERS}])[,;:!?]+|[,;:!?](?=[{_CHARACTERS}])")
_BY_BRACES: Final = re.compile(f"(?<=[{_CHARACTERS}{{}}])[,;:!?]+|[,;:!?](?=[{_CHARACTERS}{{}}])")
"""Marks beside Chinese; what stands behind a mark that is set is set as well."""
_BARE: Final = str.maketrans(
    {wide: narrow for narrow, wide in _WIDE.items()} | {"\uff05": "%", "\u00ad": None, "\u200b": None, "\ufeff": None}
)
# What no file may hold: control characters, halves of surrogate pairs, and marks that turn the direction of text.
_UNWRITABLE: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]")


def typeset(text: str, *, braces: bool = False) -> str:
    """Text with full-width marks wherever Chinese stands beside them; numbers, codes and dates keep theirs.

    Brackets are set as a pair, by what they hold or what stands beside them. braces: in a phrase to be filled, {names}
    count as Chinese.
    """
    if _NARROW.search(text) is None:
        return text
    beside = _BY_BRACES if braces else _BY_CHINESE
    if "(" in text:
        text = _with_wide_brackets(text, _CHINESE_OR_BRACE if braces else _CHINESE)
    return beside.sub(_widened, text)


def _widened(match: re.Match[str]) -> str:
    return match[0].translate(_WIDTH)


def _with_wide_brackets(text: str, chinese: re.Pattern[str]) -> str:
    opened: list[int] = []
    marks: list[str] | None = None
    for match in _BRACKET.finditer(text):
        index = match.start()
        if match[0] == "(":
            opened.append(index)
        elif opened:
            start = opened.pop()
            if chinese.search(text, max(0, start - 1), index + 2) is not None:
                marks = marks or list(text)
                marks[start], marks[index] = _WIDE["("], _WIDE[")"]
    return text if marks is None else "".join(marks)


def writable(text: str) -> str:
    """Text that every format can hold, in one line."""
    return _UNWRITABLE.sub("\ufffd", " ".join(text.split()))


def bare(text: str) -> str:
    """Text without white space and without the width of marks: what two texts are compared by."""
    return "".join(text.translate(_BARE).split())


_KEPT: Final = re.compile(
    r"[^\s「」“”《》:：,，;；、()（）]{0,80}(?:\([^\s()]{0,40}\)[^\s「」“”《》:：,，;；、()（）]{0,40}){0,3}"
    r"\.(?:csv|docx|dotx|html|jsonld|jsonl|json|md|nt|pdf|tiao|toml|ttl|txt|xlsx|xlsm|xls|yaml|yml)(?![A-Za-z0-9])"
    r"|\{[^{}\n]{0,200}\"[^{}\n]{0,200}\}"
)
"""What is to be written or opened as it stands: names of files, and samples of JSON."""
_QUOTED: Final = re.compile("「[^「」]*」")
_DAY: Final = re.compile(r"(?<![0-9A-Za-z./_-])\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?![0-9A-Za-z./_-])")
_OPEN: Final = {"“": "”", "「": "」", "『": "』", "‘": "’"}
_CLOSE: Final = frozenset(_OPEN.values())
_LONE_BRACKET: Final = re.compile(f"(?<=[{_CHARACTERS}])[()]|[()](?=[{_CHARACTERS}])")
"""A bracket beside Chinese whose pair stands where a quotation was cut off."""
_MARK: Final = re.compile("[“”‘’「」『』《》〈〉]|(?<=》)、(?=《)")
_OUR_TITLE: Final = re.compile("《([^《》]*[(（][^《》()（）]*)[,，]收到的文本未载题名([)）])》")
"""What we call a text that came without a title is no title, and stands in no 《 》."""
_HELD: Final = 0xE000
"""Characters from here on stand for what is kept; no text that was read holds them (`writable`, private use)."""


@lru_cache(maxsize=8192)
def on_screen(text: str) -> str:
    """Text as staff read it: full-width marks, “ ” with ‘ ’ inside, 〈 〉 inside 《 》, 2024年5月1日 beside Chinese.

    Names of files and samples of JSON stay as they are. What was set so already does not change.
    """
    return "\n".join(map(_line_on_screen, text.split("\n")))


def fault_on_screen(text: str) -> str:
    """A sentence on a fault, as `on_screen`; what it quotes in 「 」 was found or is to be written, and stays as it is."""
    kept_texts: list[str] = []
    outside = _QUOTED.sub(lambda m: _hold(f"“{m[0][1:-1]}”", kept_texts), text)
    return _released(on_screen(outside), kept_texts)


def _line_on_screen(line: str) -> str:
    if line.isascii():
        return line
    kept_texts: list[str] = []
    free = _KEPT.sub(lambda m: _hold(m[0], kept_texts), line) if "." in line or "{" in line else line
    marked = _LONE_BRACKET.sub(_widened, typeset(_nested(_OUR_TITLE.sub(r"\1，收到的文本未载题名\2", free))))
    if "-" in marked:
        marked = _DAY.sub(lambda m: _day(m, marked), marked)
    return _released(marked, kept_texts)


def _hold(text: str, kept_texts: list[str]) -> str:
    kept_texts.append(text)
    return chr(_HELD + len(kept_texts) - 1)


def _released(text: str, kept_texts: list[str]) -> str:
    for index, kept in enumerate(kept_texts):
        text = text.replace(chr(_HELD + index), kept)
    return text


def _nested(line: str) -> str:
    """A line with its quotation marks and marks of titles chosen by how deep they stand."""
    awaited: list[str] = []
    titles = 0

    def chosen(match: re.Match[str]) -> str:
        nonlocal titles
        mark = match[0]
        if mark == "、":  # between titles of a list of ours; what is quoted keeps it
            return mark if awaited else ""
        if mark in _OPEN:
            awaited.append(_OPEN[mark])
            return "‘" if mark == "‘" or len(awaited) % 2 == 0 else "“"
        if mark in _CLOSE:
            depth = len(awaited)
            if awaited and mark == awaited[-1]:
                awaited.pop()
            elif not awaited:  # it closes what an earlier line opened
                depth = 0 if mark in "’』" else 1
            return "’" if mark == "’" or depth % 2 == 0 else "”"
        if mark in "《〈":
            titles += 1
            return "〈" if titles > 1 else mark
        titles = max(0, titles - 1)
        return "〉" if titles else mark

    return _MARK.sub(chosen, line)


def _day(match: re.Match[str], text: str) -> str:
    """A day in words where Chinese stands beside it; alone it is a cell, a name, or what one is to write."""
    before, behind = text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 1]
    return period_words(match[0]) if _CHINESE.match(before) or "\u4e00" <= behind <= "\u9fff" else match[0]
