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
CODES: Final = 4096
"""So many codes the values of a class may have."""
UNREAD_CODE: Final = CODES - 1
"""The code of a value of a class that was not read."""


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
    if written.column is None:
        return str(flag_words(plan, label, written.silence)[word])
    groups: dict[int, list[str]] = {}
    for text, value in written.meant.items():
        groups.setdefault(flag_words(plan, label, value)[word], []).append(text)
    silent = flag_words(plan, label, written.silence)[word]
    cases = [f"when {written.column} is null then {silent}"]
    cases += [f"when {_among(written.column, texts)} then {number}" for number, texts in groups.items()]
    return f"case {' '.join(cases)} else {NOT_READ} end"


def _among(column: str, texts: Sequence[str]) -> str:
    if len(texts) == 1:
        return f"{column} = {literal(texts[0])}"
    return f"{column} in ({', '.join(map(literal, texts))})"


def number_word(plan: Plan, index: int, column: str | None, word: int) -> str:
    """The word that a comparison gives; column: the number; None: no application has it."""
    number = plan.numbers[index]
    low, high = bounds(plan, index)
    true, unknown, false = (number_words(plan, index, t)[word] for t in (TRUE, UNKNOWN, FALSE))
    least_between = f"{number.least} between {low} and {high}"
    if not number.settled_by_least:
        without = str(unknown)
    elif number.above:
        without = f"case when {least_between} then {true} else {unknown} end"
    else:
        without = f"case when {least_between} then {unknown} else {false} end"
    if column is None:
        return f"case when {low} is null then {unknown} else {without} end"
    cases = f"when {low} is null then {unknown} when {column} between {low} and {high} then {true}"
    return f"case {cases} when {column} is null then {without} else {false} end"


def bounds(plan: Plan, index: int) -> tuple[str, str]:
    """The columns of a place's days between which a number makes a comparison true."""
    return f"pd.low_{index}", f"pd.high_{index}"


def reads_place(plan: Plan, index: int) -> bool:
    """Whether a comparison reads figures of the place."""
    return any(fact.subject not in OWN for fact in ir.facts_read(plan.numbers[index].condition))


def matter_code(column: str, matters: Mapping[str, int]) -> str:
    """The code of what is asked for; matters: by text."""
    return code(column, matters, UNREAD_CODE)


def code(column: str | None, codes: Mapping[str, int], silence: int) -> str:
    """The code of a value by its text; silence: where nothing stands."""
    if column is None:
        return str(silence)
    groups: dict[int, list[str]] = {}
    for text, number in codes.items():
        groups.setdefault(number, []).append(text)
    cases = [f"when {_among(column, texts)} then {number}" for number, texts in groups.items()]
    silent = f"when {column} is null then {silence}"
    return f"case {' '.join([*cases, silent])} else {UNREAD_CODE} end"
