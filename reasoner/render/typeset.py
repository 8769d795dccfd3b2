"""Marks and characters: what staff read is set with full-width punctuation, as documents of the state are.

The texts of the rule base hold half-width marks, as received. A quotation in a letter differs from them in nothing
but the width of marks and in white space; `bare` removes both, and every comparison is made between bare texts.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from policy_dsl.numerals import period_words

_WIDE: Final = {",": "\uff0c", ";": "\uff1b", ":": "\uff1a", "!": "\uff01", "?": "\uff1f", "(": "\uff08", ")": "\uff09"}
_WIDTH: Final = str.maketrans(_WIDE)
_NARROW: Final = re.compile("[,;:!?()]")
_BRACKET: Final = re.compile("[()]")
_MARKS: Final = re.compile("(?!![A-Z]{1,3}[0-9])[,;:!?]+")
"""Marks of a sentence; that of a cell (申请!A25) is none."""
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
    counts = _chinese_or_brace if braces else _chinese
    if "(" in text:
        text = _with_wide_brackets(text, counts)

    def beside(match: re.Match[str]) -> str:  # what stands behind a mark that is set is set as well
        marks, before, behind = (
            match[0],
            text[max(0, match.start() - 1) : match.start()],
            text[match.end() : match.end() + 1],
        )
        if before and counts(before):
            return marks.translate(_WIDTH)
        return marks[:-1] + marks[-1].translate(_WIDTH) if behind and counts(behind) else marks

    return _MARKS.sub(beside, text)


def _chinese(character: str) -> bool:
    """Whether a character is Chinese, or a mark as Chinese texts have it. (A class of so many characters costs 1.5 ms to compile.)"""
    return (
        "\u3400" <= character <= "\u9fff"
        or "\uff00" <= character <= "\uffef"
        or "\u2e80" <= character <= "\u303f"
        or character in "“”‘’…—"
        or "\u3105" <= character <= "\u312f"
        or "\uf900" <= character <= "\ufaff"
        or "\U00020000" <= character <= "\U0003ffff"
    )


def _chinese_or_brace(character: str) -> bool:
    return character in "{}" or _chinese(character)


def _with_wide_brackets(text: str, counts: Callable[[str], bool]) -> str:
    opened: list[int] = []
    marks: list[str] | None = None
    for match in _BRACKET.finditer(text):
        index = match.start()
        if match[0] == "(":
            opened.append(index)
        elif opened:
            start = opened.pop()
            if any(map(counts, text[max(0, start - 1) : index + 2])):
                marks = marks or list(text)
                marks[start], marks[index] = _WIDE["("], _WIDE[")"]
    return text if marks is None else "".join(marks)


def writable(text: str) -> str:
    """Text that every format can hold, in one line."""
    return _UNWRITABLE.sub("\ufffd", " ".join(text.split()))


def bare(text: str) -> str:
    """Text without white space and without the width of marks: what two texts are compared by."""
    return "".join(text.translate(_BARE).split())


_TITLE_WIDTH: Final = 20
"""Characters of 二号 in the 156 mm of a line (GB/T 9704-2012)."""
_TITLE_ENDS: Final = re.compile(
    "(?<=、)|(?=和)|(?=申请(?:处理|的|进入))|(?<=不予|暂不)|(?=的(?:告知书|请示|函|补正))|(?=补正材料)"
)


def title_lines(title: str) -> list[str]:
    """A title in lines that keep words whole and are about of one length (GB/T 9704-2012, 7.3.1: 词意完整, 排列对称).

    As few lines as hold it; one that no such lines hold stays as it is, and breaks where the page has it.
    """
    ends = [*(m.start() for m in _TITLE_ENDS.finditer(title) if m.start()), len(title)]
    best: dict[int, list[list[int]]] = {0: [[]]}
    for end in ends:
        starts = [s for s in best if 0 < end - s <= _TITLE_WIDTH]
        best[end] = [[*places, end] for s in starts for places in best[s]]
        shortest = min(map(len, best[end]), default=0)
        best[end] = sorted((p for p in best[end] if len(p) <= shortest + 1), key=_unevenness)[:_WAYS]
    ways = sorted(best[len(title)], key=lambda p: (len(p), _unevenness(p)))
    if not ways:
        return [title]
    return [title[a:b] for a, b in zip([0, *ways[0]], ways[0], strict=False)]


def _unevenness(places: list[int]) -> int:
    """How far lines that end there are from one length."""
    return sum((b - a) ** 2 for a, b in zip([0, *places], places, strict=False))


_WAYS: Final = 8
"""Ways to break the beginning of a title that are followed up."""


_KEPT: Final = re.compile(
    r"[^\s「」“”《》:：,，;；、()（）]{0,80}(?:\([^\s()]{0,40}\)[^\s「」“”《》:：,，;；、()（）]{0,40}){0,3}"
    r"\.(?:csv|docx|dotx|html|jsonld|jsonl|json|md|nt|pdf|tiao|toml|ttl|txt|xlsx|xlsm|xls|yaml|yml)(?![A-Za-z0-9])"
    r"|\{[^{}\n]{0,200}\"[^{}\n]{0,200}\}"
)
"""What is to be written or opened as it stands: names of files, and samples of JSON."""
_QUOTED: Final = re.compile("「[^「」]*」")
_INNER: Final = str.maketrans("“”", "‘’")
_DAY: Final = re.compile(r"(?<![0-9A-Za-z./_-])\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?![0-9A-Za-z./_-])")
_OPEN: Final = {"“": "”", "「": "」", "『": "』", "‘": "’"}
_CLOSE: Final = frozenset(_OPEN.values())
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
    outside = _QUOTED.sub(lambda m: _hold(f"“{m[0][1:-1].translate(_INNER)}”", kept_texts), text)
    return _released(on_screen(outside), kept_texts)


def _line_on_screen(line: str) -> str:
    if line.isascii():
        return line
    kept_texts: list[str] = []
    free = _KEPT.sub(lambda m: _hold(m[0], kept_texts), line) if "." in line or "{" in line else line
    marked = _with_lone_brackets(typeset(_nested(_OUR_TITLE.sub(r"\1，收到的文本未载题名\2", free))))
    if "-" in marked:
        marked = _DAY.sub(lambda m: _day(m, marked), marked)
    return _released(marked, kept_texts)


def _with_lone_brackets(text: str) -> str:
    """A bracket beside Chinese set full-width whose pair stands where a quotation was cut off."""

    def beside(match: re.Match[str]) -> str:
        neighbours = text[max(0, match.start() - 1) : match.start()] + text[match.end() : match.end() + 1]
        return match[0].translate(_WIDTH) if any(map(_chinese, neighbours)) else match[0]

    return _BRACKET.sub(beside, text)


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
    return period_words(match[0]) if (before and _chinese(before)) or "\u4e00" <= behind <= "\u9fff" else match[0]
