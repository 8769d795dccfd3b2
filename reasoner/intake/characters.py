"""Characters that mislead a reader: invisible ones, marks that reorder a line, look-alikes of digits and letters.

Two names that look the same must be the same; otherwise a person approves what the program did not read.
So text may hold Chinese, Latin letters, ASCII digits and the usual marks (full-width punctuation included);
anything else is named with its place and, where it stands for a usual character, with that character.
"""

from __future__ import annotations

import re

_USUAL = (
    " -~"  # ASCII
    "\t\n\r\u00a0-\u00ac\u00ae-\u017f\u01cd-\u01dc\u01f8\u01f9"  # Latin and pinyin; not the soft hyphen
    "\u2010-\u2015\u2018-\u201f\u2020-\u2022\u2025-\u2027\u2030\u2032\u2033\u203b"  # dashes, quotation marks, ‰
    "\u2103\u2109\u2116\u2160-\u217b\u2190-\u2193\u2212\u2248\u2260\u2264\u2265\u2460-\u249b"  # signs, Ⅱ, ①
    "\u25a0-\u25ff\u2605\u2606"  # shapes
    "\u3000-\u301f\u3220-\u3229"  # Chinese punctuation, ㈠
    "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0002f7ff\U00030000-\U000323af"  # Chinese characters
    "\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\uffe0-\uffe6"  # full-width punctuation, not digits or letters
)
_MISLEADING = f"[^{_USUAL}]"
_ORDINARY = re.compile("[ -~\u3001-\u3011\u4e00-\u9fff]*").fullmatch
_REORDERING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_LONGEST_SHOWN = 40


def find_misleading(text: str) -> re.Match[str] | None:
    """The first misleading character of a text, or None."""
    # Nearly every text is of few kinds of characters; the long pattern is compiled only when one is not.
    return None if _ORDINARY(text) else re.search(_MISLEADING, text)


def describe(text: str, at: int) -> str:
    """What the character at an offset is, with its place in the text, for a message."""
    return f"第{at + 1}个字是{name_of(text[at])}"


def name_of(char: str) -> str:
    """What a misleading character is: kind, code point, Unicode name, and the usual character it stands for."""
    from unicodedata import category, name, normalize

    kind = category(char)
    usual = normalize("NFKC", char)
    replaced = usual != char and usual.strip() != "" and find_misleading(usual) is None
    if char in _REORDERING:
        what = "改变文字显示方向的控制符"
    elif char in _BLANK or kind in ("Cf", "Mn", "Me"):
        what = "不可见或附加在前一个字上的字符"
    elif kind in ("Cc", "Cs", "Co", "Cn") or char == "\ufffd":
        what = "控制字符或乱码"
    elif kind == "Nd":
        what = "不是半角的数字"
    elif replaced:
        what = "形近字符"
    else:
        what = "其他文字的字符(可能与汉字、字母形近)"
    stands_for = f",应写作「{usual}」" if replaced else ""
    return f"{what} U+{ord(char):04X} {name(char, '')}".rstrip() + stands_for


def without(text: str) -> str:
    """The text with look-alikes replaced and invisible characters removed: what the writer probably meant."""
    from unicodedata import normalize

    return " ".join(re.sub(_MISLEADING, "", normalize("NFKC", text)).split())


def printable(value: object) -> str:
    """Anything found in the input as a message may show it: short, and no character that could garble the message."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "{…}"
    if isinstance(value, (list, tuple)):
        return "[…]"
    if isinstance(value, int) and value.bit_length() > 200:
        return "过长的整数"
    text = str(value)
    if len(text) > _LONGEST_SHOWN:
        text = text[:_LONGEST_SHOWN] + "…"
    text = re.sub(_MISLEADING, lambda m: f"<U+{ord(m[0]):04X}>", text)
    return text if text.isprintable() else "".join(c if c.isprintable() else " " for c in text)
