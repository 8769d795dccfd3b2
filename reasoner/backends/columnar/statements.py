"""The statements of a plan. Every operation on bits stands in brackets of its own; numbers are integers, texts are literals.

Written in what DuckDB, PostgreSQL and Spark share: CASE, comparisons, & on BIGINT, equal joins.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from policy_dsl import ir
from reasoner.backends.columnar.compile_plan import OWN
from reasoner.backends.columnar.kleene import FALSE, TRUE, UNKNOWN
from reasoner.backends.columnar.plan import WHOLE, Plan
from reasoner.backends.columnar.words import flag_words, number_words
from reasoner.model.application import Value

NOT_READ: Final = WHOLE >> 1
"""A word that takes nothing away, and says that a value was not read."""
MOST_CODES: Final = 4095
"""So many different values of a fact of a class are told apart; rows with further ones are looked at for themselves."""
MOST_LISTED: Final = 256
"""So many texts of a column stand in a statement; more stand in a table."""


class Written(NamedTuple):
    """How the values of a column are written: by text what is meant; `silence`: what is meant where nothing stands."""

    column: str | None
    """The column, as an expression; None: there is none."""
    meant: Mapping[str, Value | None]
    silence: Value | None


def literal(text: str) -> str:
    """A text as a literal."""
    return "'" + text.replace("'", "''") + "'"


def name(text: str) -> str:
    """A text as a name."""
    return '"' + text.replace('"', '""') + '"'


def conjunction_of_bits(words: Sequence[str]) -> str:
    """The conjunction of words."""
    result = words[0]
    for word in words[1:]:
        result = f"({result} & {word})"
    return result


def flag_word(plan: Plan, label: str, written: Written, word: int) -> str:
    """The word that a column gives, by its text; what is written otherwise is not read."""
    words = {text: flag_words(plan, label, value)[word] for text, value in written.meant.items()}
    silent = flag_words(plan, label, written.silence)[word]
    if len(words) <= MOST_LISTED:
        return code(written.column, words, silent, NOT_READ)
    groups: dict[int, list[str]] = {}
    for text, number in words.items():
        groups.setdefault(number, []).append(text)
    cases = [f"when {written.column} is null then {silent}"]
    cases += [f"when {_among(str(written.column), texts)} then {number}" for number, texts in groups.items()]
    return f"case {' '.join(cases)} else {NOT_READ} end"


def _among(column: str, texts: Sequence[str]) -> str:
    if len(texts) == 1:
        return f"{column} = {literal(texts[0])}"
    return f"{column} in ({', '.join(map(literal, texts))})"


def number_word(plan: Plan, index: int, column: str | None, word: int) -> str:
    """The word that a comparison gives; column: the number; None: no application has it."""
    number = plan.numbers[index]
    true, unknown, false = (number_words(plan, index, t)[word] for t in (TRUE, UNKNOWN, FALSE))
    known = f"{bounds(plan, index)[0]} is null" if reads_place(plan, index) else "false"
    if not number.settled_by_least:
        without = str(unknown)
    elif number.above:
        without = f"case when {_holds(plan, index, str(number.least))} then {true} else {unknown} end"
    else:
        without = f"case when {_holds(plan, index, str(number.least))} then {unknown} else {false} end"
    unknown_figure = f"when {known} then {unknown} " if known != "false" else ""
    if column is None:
        return f"case {unknown_figure}when true then {without} end"
    holds = _holds(plan, index, column)
    return f"case {unknown_figure}when {holds} then {true} when {column} is null then {without} else {false} end"


def _holds(plan: Plan, index: int, number: str) -> str:
    """That a number lies where a comparison is true: on one side of a turn, or for an equation at it."""
    low, high = bounds(plan, index)
    if plan.numbers[index].condition.op == "eq":
        return f"{number} between {low} and {high}"
    return f"{number} >= {low}" if plan.numbers[index].above else f"{number} <= {high}"


def bounds(plan: Plan, index: int) -> tuple[str, str]:
    """The columns of a stretch of days at a place between which a number makes a comparison true."""
    return f"s.low_{index}", f"s.high_{index}"


def reads_place(plan: Plan, index: int) -> bool:
    """Whether a comparison reads figures of the place."""
    return any(fact.subject not in OWN for fact in ir.facts_read(plan.numbers[index].condition))


def looked_up(column: str, numbers: Mapping[str, int]) -> str:
    """The number of a text, null of any other. As a map: an engine that keeps each different text of a block once looks each up
    once; CASE says the same where an engine has none.
    """
    if not numbers:
        return "cast(null as bigint)"
    return f"map {{{', '.join(f'{literal(text)}: {number}' for text, number in numbers.items())}}}[{column}]"


def code(column: str | None, codes: Mapping[str, int], silence: int, unread: int) -> str:
    """The code of a value by its text; silence: where nothing stands; unread: where something else does."""
    if column is None:
        return str(silence)
    return f"case when {column} is null then {silence} else coalesce({looked_up(column, codes)}, {unread}) end"
