"""What a page of a verdict needs each time: a case with its file, its last verdict and its last decision, read in one statement; the
case of the office to which it belongs; the letters that were made of it.

Each statement is written out once. To have it composed anew for every page costs ten times what it costs to answer it.
"""

from __future__ import annotations

from functools import cache
from typing import Final, NamedTuple, TypeVar

from django.db import connection, models

from reasoner.office.casework_models import CaseFile, CaseMatter
from reasoner.office.models import Batch, Case, DecisionRecord, Judgement, LedgerItem, LetterRecord

_MOST_NUMBER: Final = 2**63 - 1
"""What a database takes for a number."""
_OF_FILE: Final = ("id", "name", "as_of", "created", "basis")
"""What a case needs of its file; its contents are much, and slow to read."""
_OF_JUDGEMENT: Final = ("id", "case_id", "verdict", "at", "basis", "entry")
_OF_DECISION: Final = ("id", "case_id", "judgement_id", "data", "at", "entry")


class CaseRow(NamedTuple):
    """A case as it is kept."""

    case: Case
    judgement: Judgement | None
    """The last verdict on it; None: there is none yet."""
    decision: DecisionRecord | None
    """What was decided last; None: nothing yet."""
    decided_beside: int | None
    """The number of the verdict beside which it was decided."""
    neighbours: tuple[int | None, int | None]
    """The rows before and behind it in its file."""


def case_row(number: int) -> CaseRow | None:
    """A case; None where there is none."""
    if number > _MOST_NUMBER:
        return None
    with connection.cursor() as cursor:
        cursor.execute(_statement(), [number])
        row = cursor.fetchone()
    if row is None:
        return None
    values = list(row)
    case = _taken(Case, _columns(Case), values)
    file = _taken(Batch, _OF_FILE, values)
    judgement = _taken(Judgement, _OF_JUDGEMENT, values)
    beside = values[_OF_DECISION.index("judgement_id")]
    decision = _taken(DecisionRecord, _OF_DECISION, values)
    assert case is not None
    if file is not None:
        case.batch = file
    return CaseRow(case, judgement, decision, beside, (values[0], values[1]))


class Moment(NamedTuple):
    """A verdict with when it was given."""

    id: int
    at: str


def history(case: int) -> list[Moment]:
    """The verdicts on a case, the last one first."""
    with connection.cursor() as cursor:
        cursor.execute(_history_statement(), [case])
        return [Moment(number, at) for number, at in cursor.fetchall()]


def counting_values() -> tuple[int, ...]:
    """The numbers of the values of the ledger that count. What a number stands for never changes."""
    with connection.cursor() as cursor:
        cursor.execute(_counting_statement(), [""])
        return tuple(number for (number,) in cursor.fetchall())


class MadeLetter(NamedTuple):
    """A letter that was made, without its file."""

    id: int
    kind: str
    name: str
    digest: str
    final: bool
    judgement_id: int
    decision_id: int | None
    at: str


def letters(case: int) -> list[MadeLetter]:
    """The letters that were made on a case, the last first."""
    with connection.cursor() as cursor:
        cursor.execute(_letters_statement(), [case])
        return [MadeLetter(*row) for row in cursor.fetchall()]


def matter_of_case(case: int) -> CaseMatter | None:
    """The matter of a case of the office by which an application belongs to it; None: it belongs to none."""
    if case > _MOST_NUMBER:
        return None
    with connection.cursor() as cursor:
        cursor.execute(_matter_statement(), [case])
        row = cursor.fetchone()
    if row is None:
        return None
    values = list(row)
    matter = _taken(CaseMatter, _columns(CaseMatter), values)
    file = _taken(CaseFile, _columns(CaseFile), values)
    assert matter is not None
    assert file is not None
    matter.exception = bool(matter.exception)  # SQLite keeps a number
    matter.file = file
    return matter


_Model = TypeVar("_Model", bound=models.Model)


def _taken(model: type[_Model], columns: tuple[str, ...], values: list[object]) -> _Model | None:
    """The row of a model that values begin with, taken from them; None where there is none."""
    own = values[: len(columns)]
    del values[: len(columns)]
    return None if own[0] is None else model.from_db("default", columns, own)


@cache
def _columns(model: type[models.Model]) -> tuple[str, ...]:
    return tuple(f.attname for f in model._meta.concrete_fields)


def _named(alias: str, columns: tuple[str, ...]) -> str:
    return ", ".join(f'{alias}."{c}"' for c in columns)


@cache
def _statement() -> str:
    case, file, judgement, decision = (m._meta.db_table for m in (Case, Batch, Judgement, DecisionRecord))
    columns = ", ".join(
        (_named("c", _columns(Case)), _named("b", _OF_FILE), _named("j", _OF_JUDGEMENT), _named("d", _OF_DECISION))
    )
    beside = (
        f"(SELECT n.id FROM {case} n WHERE n.batch_id = c.batch_id AND n.position {than} c.position "
        f"ORDER BY n.position {order} LIMIT 1)"
        for than, order in (("<", "DESC"), (">", "ASC"))
    )
    return (
        f"SELECT {columns}, {', '.join(beside)} FROM {case} c LEFT JOIN {file} b ON b.id = c.batch_id "
        f"LEFT JOIN {judgement} j ON j.id = (SELECT MAX(i.id) FROM {judgement} i WHERE i.case_id = c.id) "
        f"LEFT JOIN {decision} d ON d.id = (SELECT MAX(i.id) FROM {decision} i WHERE i.case_id = c.id) WHERE c.id = %s"
    )


@cache
def _history_statement() -> str:
    return f"SELECT id, at FROM {Judgement._meta.db_table} WHERE case_id = %s ORDER BY id DESC"


@cache
def _letters_statement() -> str:
    return f"SELECT {_named('l', MadeLetter._fields)} FROM {LetterRecord._meta.db_table} l WHERE l.case_id = %s ORDER BY l.id DESC"


@cache
def _matter_statement() -> str:
    matter, file = CaseMatter._meta.db_table, CaseFile._meta.db_table
    columns = f"{_named('m', _columns(CaseMatter))}, {_named('f', _columns(CaseFile))}"
    return f"SELECT {columns} FROM {matter} m JOIN {file} f ON f.id = m.file_id WHERE m.case_id = %s"


@cache
def _counting_statement() -> str:
    return f"SELECT id FROM {LedgerItem._meta.db_table} WHERE until = %s ORDER BY id"
