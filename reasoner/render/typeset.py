"""Marks and characters: letters are set with full-width punctuation, as documents of the state are.

The texts of the rule base hold half-width marks, as received. A quotation in a letter differs from them in nothing
but the width of marks and in white space; `bare` removes both, and every comparison is made between bare texts.
"""

from __future__ import annotations

import re
from typing import Final

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
