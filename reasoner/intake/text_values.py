"""Texts and the words that stand for no value: 不详 (unknown), 未核实 (claimed, not proved), 无 (none)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from reasoner.intake.characters import describe, find_misleading, printable, without
from reasoner.intake.diagnostics_collector import Unreadable

UNKNOWN: Final = "不详"
UNPROVED: Final = "未核实"
NONE: Final = "无"

OTHER_UNKNOWNS: Final = frozenset(
    ("未知", "不明", "不清楚", "不知道", "暂无", "N/A", "n/a", "NA", "-", "—", "——", "/", "?", "")
)
"""What people write for an unknown; answered with advice, since it may as well mean none."""

_LONGEST = 2000


def refuse_misleading(text: str, known: Iterable[str] = ()) -> None:
    """Raise `Unreadable` (F110) where a text holds a character that misleads the eye."""
    bad = find_misleading(text)
    if bad is not None:
        meant = without(text)
        hint = f"改为「{meant}」" if meant in known else "删去该字符,或改为通常的写法"
        raise Unreadable("F110", f"「{printable(text)}」{describe(text, bad.start())}", hint=hint)


def read_text(raw: object, known: Iterable[str] = ()) -> str:
    """A text in one line, white space collapsed; an integer (a number used as a name) is taken as its digits.

    `known` are the names that the text may be, for advice on a misleading character. Raises `Unreadable` (F110, F129).
    """
    if type(raw) is int and raw.bit_length() <= 200:
        return str(raw)
    if type(raw) is not str:
        raise Unreadable("F129", f"此处应是文字,现为「{printable(raw)}」", hint="给文字加上引号")
    if not raw.isascii() or not raw.isprintable():
        refuse_misleading(raw, known)
    text = " ".join(raw.split())
    if not text:
        raise Unreadable("F129", "此处是空白", hint=f"不知道的写「{UNKNOWN}」;没有的删去此项")
    if len(text) > _LONGEST:
        raise Unreadable("F129", f"文字过长:{len(text)}字", allowed=f"不超过{_LONGEST}字")
    return text


def is_unproved(raw: object) -> bool:
    """Whether the value was stated to be claimed and not verified: 未核实, alone or in a list of its own."""
    if isinstance(raw, (list, tuple)) and len(raw) == 1:
        raw = raw[0]
    return type(raw) is str and raw.strip() == UNPROVED


def is_unknown(raw: object) -> bool:
    """Whether the value was stated to be unknown: null or 不详."""
    return raw is None or (type(raw) is str and raw.strip() == UNKNOWN)
