"""The class of a row as one number: the values of its facts by code, each fact a place of a number with mixed radices."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final, NamedTuple

from reasoner.backends.columnar.plan import Plan
from reasoner.backends.columnar.register_columns import Columns
from reasoner.backends.columnar.statements import MOST_CODES, MOST_LISTED, code
from reasoner.model.application import Value

COMPARED: Final = ("类型", "床位类别", "已定点")
"""The facts of a class that must not contradict each other, or the matter."""


class ClassCode(NamedTuple):
    """The codes of one fact of a class."""

    values: Sequence[tuple[Value | None, bool]]
    """By code the value, and whether something stands there; the first: nothing does."""
    expression: str
    """The code of a row."""
    column: str
    """The column from which it is read."""
    texts: Mapping[str, int]
    """The codes by text where these are so many that they stand in a table; else nothing."""

    @property
    def size(self) -> int:
        """How many codes there are: the last is that of a value that was not read."""
        return len(self.values) + 1


def class_codes(plan: Plan, columns: Columns, labels: Collection[str]) -> list[ClassCode]:
    """The codes of each fact of a class, in the order of the plan. labels: of those on which something turns."""
    return [
        _code_of(columns, label, i) if label in labels else ClassCode([(None, False)], "0", "", {})
        for i, label in enumerate(plan.classes)
    ]


def _code_of(columns: Columns, label: str, index: int) -> ClassCode:
    written = columns.classes[label]
    if written.column is None:
        return ClassCode([(None, False)], "0", "", {})
    once: dict[tuple[Value | None, bool], int] = {(None, False): 0}
    codes = {text: once.setdefault((value, True), len(once)) for text, value in written.meant.items()}
    values = list(once)[:MOST_CODES]
    unread = len(values)
    codes = {text: min(number, unread) for text, number in codes.items()}
    if len(codes) <= MOST_LISTED:
        return ClassCode(values, code(written.column, codes, 0, unread), written.column, {})
    expression = f"case when {written.column} is null then 0 else coalesce(code_{index}.code, {unread}) end"
    return ClassCode(values, expression, written.column, codes)


def decoded(number: int, codes: Sequence[ClassCode]) -> tuple[int, list[int]]:
    """The codes of the matter and of the facts of a class."""
    parts: list[int] = []
    for of in reversed(codes):
        number, rest = divmod(number, of.size)
        parts.append(rest)
    return number, parts[::-1]
