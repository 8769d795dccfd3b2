"""Marks and characters: what staff read is set with full-width punctuation, as documents of the state are.

The texts of the rule base hold half-width marks, as received. A quotation in a letter differs from them in nothing
but the width of marks and in white space; `bare` removes both, and every comparison is made between bare texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from policy_dsl.numerals import period_words

_WIDE: Final = {",": "\uff0c", ";": "\uff1b", ":": "\uff1a", "!": "\uff01", "?": "\uff1f", "(": "\uff08", ")": "\uff09"}
_NARROW: Final = re.compile("[,;:!?()]")
_BRACKET: Final = re.compile("[()]")
_CHINESE: Final = re.compile(
    r"[\u2e80-\u303f\u3105-\u312f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff“”‘’…—]"
)
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
    places = [match.start() for match in _NARROW.finditer(text)]
    if not places:
        return text
    wide = _wide_brackets(text, braces)
    marks = list(text)
    for index in places:
        mark = text[index]
        if mark in "()":
            set_wide = index in wide
        else:  # the mark before it is already set
            set_wide = _chinese("".join(marks[max(0, index - 1) : index]) + text[index + 1 : index + 2], braces)
            set_wide = set_wide or index + 1 in wide
        if set_wide:
            marks[index] = _WIDE[mark]
    return "".join(marks)


def _wide_brackets(text: str, braces: bool) -> set[int]:
    opened: list[int] = []
    pairs: set[int] = set()
    for match in _BRACKET.finditer(text):
        index = match.start()
        if match[0] == "(":
            opened.append(index)
        elif opened:
            start = opened.pop()
            around = text[max(0, start - 1) : index + 2]
            if _chinese(around, braces):
                pairs |= {start, index}
    return pairs


def _chinese(text: str, braces: bool) -> bool:
    return _CHINESE.search(text) is not None or (braces and ("{" in text or "}" in text))


def writable(text: str) -> str:
    """Text that every format can hold, in one line."""
    return _UNWRITABLE.sub("\ufffd", " ".join(text.split()))


def bare(text: str) -> str:
    """Text without white space and without the width of marks: what two texts are compared by."""
    return "".join(text.translate(_BARE).split())


_KEPT: Final = re.compile(
    r"[^\s「」“”《》:：,，;；、()（）]*(?:\([^\s()]*\)[^\s「」“”《》:：,，;；、()（）]*)*"
    r"\.(?:csv|docx|dotx|html|jsonld|jsonl|json|md|nt|pdf|tiao|toml|ttl|txt|xlsx|xlsm|xls|yaml|yml)(?![A-Za-z0-9])"
    r"|\{[^{}\n]*\"[^{}\n]*\}"
)
"""What is to be written or opened as it stands: names of files, and samples of JSON."""
_QUOTED: Final = re.compile("「[^「」]*」")
_DAY: Final = re.compile(r"(?<![0-9A-Za-z./_-])\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?![0-9A-Za-z./_-])")
_OPEN: Final = {"“": "”", "「": "」", "『": "』", "‘": "’"}
_CLOSE: Final = frozenset(_OPEN.values())
_LIST_OF_TITLES: Final = re.compile("(?<=》)、(?=《)")
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
    held: list[str] = []
    outside = _QUOTED.sub(lambda m: _hold(f"“{m[0][1:-1]}”", held), text)
    return _released(on_screen(outside), held)


def _line_on_screen(line: str) -> str:
    if line.isascii():
        return line
    held: list[str] = []
    free = _KEPT.sub(lambda m: _hold(m[0], held), line) if "." in line or "{" in line else line
    marked = typeset("".join(_nested(_LIST_OF_TITLES.sub("", free))))
    if "-" in marked:
        marked = _DAY.sub(lambda m: _day(m, marked), marked)
    return _released(marked, held)


def _hold(text: str, held: list[str]) -> str:
    held.append(text)
    return chr(_HELD + len(held) - 1)


def _released(text: str, held: list[str]) -> str:
    for index, kept in enumerate(held):
        text = text.replace(chr(_HELD + index), kept)
    return text


def _nested(line: str) -> Iterator[str]:
    """The characters of a line, quotation marks and marks of titles chosen by how deep they stand."""
    awaited: list[str] = []
    titles = 0
    for character in line:
        if character in _OPEN:
            awaited.append(_OPEN[character])
            yield "‘" if character == "‘" or len(awaited) % 2 == 0 else "“"
        elif character in _CLOSE:
            depth = len(awaited)
            if awaited and character == awaited[-1]:
                awaited.pop()
            elif not awaited:  # it closes what an earlier line opened
                depth = 0 if character in "’』" else 1
            yield "’" if character == "’" or depth % 2 == 0 else "”"
        elif character in "《〈":
            titles += 1
            yield "〈" if titles > 1 else character
        elif character in "》〉":
            yield "〉" if titles > 1 else character
            titles = max(0, titles - 1)
        else:
            yield character


def _day(match: re.Match[str], text: str) -> str:
    """A day in words where Chinese stands beside it; alone it is a cell, a name, or what one is to write."""
    before, behind = text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 1]
    return period_words(match[0]) if _chinese(before, False) or "\u4e00" <= behind <= "\u9fff" else match[0]
