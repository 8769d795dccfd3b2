"""What is read where a value is not written as the vocabulary has it: another width, a name in use, a time beside a day.

Asked only where a value could not be read as it stands, so that what is written as usual costs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from policy_dsl.vocabulary import Term
from reasoner.intake.characters import find_misleading
from reasoner.intake.dates import read_day, read_period
from reasoner.intake.diagnostics_collector import Unreadable
from reasoner.intake.text_values import NONE, OTHER_UNKNOWNS, UNKNOWN, UNPROVED
from reasoner.intake.usual_names import UsualNames, half_width
from reasoner.model.application import Value, Writing

VALUE: Final = "数值"
WHEN: Final = "时点"
PLACE: Final = "地区"
_LONGEST: Final = 60
_TIME: Final = re.compile(
    r"(.*[0-9日号])(?:T|\s+)(?:[01]?[0-9]|2[0-3])[:时](?:[0-5]?[0-9](?:[:分](?:[0-5]?[0-9](?:\.[0-9]+)?秒?)?)?)?"
)
_QUARTER: Final = re.compile(r"([0-9]{4})年?(?:第?([一二三四1-4])季度|[Qq]([1-4])|(上半年))末?")
_ENDS: Final = {"1": "03-31", "2": "06-30", "3": "09-30", "4": "12-31"}
_BLANK: Final = re.compile(r"(?<=[年月0-9])\s+(?=[0-9月日号年末底])")


def read_value(
    read: Callable[[object], Value | None], raw: object, term: Term | None, names: UsualNames
) -> tuple[Value | None, tuple[Writing, ...]]:
    """A value, and what stood there where that is something else; raises `Unreadable`."""
    try:
        return read(raw), ()
    except Unreadable:
        usual = None if term is None else _usual(raw, term, names)
        if usual is None:
            raise
    text = "、".join(str(x) for x in raw) if isinstance(raw, (list, tuple)) else str(raw).strip()
    return read(usual), (Writing(VALUE, text),)


def _usual(raw: object, term: Term, names: UsualNames) -> object:
    """What is to be read instead; None where there is nothing else. Raises `Unreadable` for names that must be asked."""
    if isinstance(raw, (list, tuple)):
        if not term.multiple or not raw or any(not isinstance(x, str) or x in (NONE, UNKNOWN, UNPROVED) for x in raw):
            return None
        items = [x if x in term.values else _usual(x, term, names) for x in raw]
        return None if None in items or len({*map(str, items)}) < len(items) else items
    if not isinstance(raw, str) or len(raw) > _LONGEST:
        return None
    text = half_width(raw)
    if not text or text in (*OTHER_UNKNOWNS, UNKNOWN, UNPROVED) or find_misleading(text) is not None:
        return None
    if term.datatype == "category":
        return names.value(raw.strip(), term)
    if term.datatype == "date":
        return plain_period(raw)
    return text if term.datatype in ("ratio", "count", "boolean") and text != raw.strip() else None


def period_as_written(raw: object) -> tuple[str, tuple[Writing, ...]]:
    """A day or period, and what stood there where that is something else; raises `Unreadable`."""
    return _days(raw, read_period)


def day_as_written(raw: object) -> tuple[str, tuple[Writing, ...]]:
    """One day, and what stood there where that is something else; raises `Unreadable`."""
    return _days(raw, read_day)


def _days(raw: object, read: Callable[[object], str]) -> tuple[str, tuple[Writing, ...]]:
    try:
        return read(raw), ()
    except Unreadable:
        usual = plain_period(raw) if isinstance(raw, str) and len(raw) <= _LONGEST else None
        if usual is None or (read is read_day and _QUARTER.fullmatch(half_width(str(raw)))):
            raise
    return read(usual), (Writing(WHEN, str(raw).strip()),)


def plain_period(raw: str) -> str | None:
    """A day or period in the form that is read otherwise; None where the text has no such form.

    A time of day is left out; 截至 says nothing more; a quarter and 上半年 are the days on which they end.
    """
    text = half_width(raw)
    for start in ("截至", "截止到", "截止"):
        text = text.removeprefix(start).strip()
    time = _TIME.fullmatch(text)
    if time is not None:
        text = time[1].strip()
    text = _BLANK.sub("", text) if "年" in text else text
    quarter = _QUARTER.fullmatch(text)
    if quarter is not None:
        number = quarter[2] or quarter[3] or "2"
        text = f"{quarter[1]}-{_ENDS[str('一二三四'.find(number) + 1) if number in '一二三四' else number]}"
    return text if text != raw.strip() and find_misleading(text) is None else None
