"""The bureau's own ledger as the window keeps it: plain items, read and checked as files are, and what new ones would change."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from policy_dsl.diagnostics import Faults
from reasoner.driver import current_rule_base
from reasoner.driver.batch_input import names
from reasoner.driver.window.cases import (
    Plain,
    Summary,
    checked_entries,
    ledger_entries,
    summary,
    verdict_on,
    with_ledger,
)
from reasoner.intake.file_kind import is_sheet
from reasoner.intake.file_loading import load_file
from reasoner.intake.loaded_data import Loaded
from reasoner.ledger.entries import Ledger
from reasoner.ledger.ledger_report import LedgerRow, TouchedClause
from reasoner.ledger.status import contradictions, rows, touched
from reasoner.model.application import Application
from reasoner.sheets.mapping import SavedMapping
from reasoner.sheets.table_reading import read_sheets
from reasoner.sheets.workbook import read_workbook

SECTIONS: Final = ("指标", "认定")


class LedgerData(msgspec.Struct, frozen=True):
    """The values of a file of the ledger, as plain items."""

    items: tuple[tuple[str, dict[str, object]], ...]
    """Section and item of each."""
    keys: tuple[str, ...]
    """Of which fact each speaks, and of which day."""
    notes: tuple[str, ...] = ()
    """What was read in another way than it stands."""


def read_ledger(path: Path) -> LedgerData:
    """The values of a file. Raises Faults with every fault."""
    if is_sheet(path):
        sheet = read_sheets(read_workbook(path), names(), SavedMapping(), ledger=True)
        checked_entries(sheet.data, str(path), sheet.faults, (), sheet.by_cell)
        return _data(sheet.data, tuple(sheet.notes))
    loaded = load_file(path)
    data = loaded.data
    lists: Mapping[str, object] = {"指标": data} if isinstance(data, list) else data if isinstance(data, dict) else {}
    checked_entries(loaded.data, str(path), loaded.faults)
    return _data(lists, ())


def one_value(section: str, item: Plain) -> LedgerData:
    """A value that was written on a page. Raises Faults with every fault."""
    lists = {section: [dict(item)]}
    checked_entries(lists, "", ())
    return _data(lists, ())


def _data(lists: Mapping[str, object], notes: tuple[str, ...]) -> LedgerData:
    items = [(s, dict(item)) for s in SECTIONS for item in _listed(lists.get(s))]
    read = ledger_entries({s: [*_listed(lists.get(s))] for s in SECTIONS})
    return LedgerData(tuple(items), tuple(f"{e.key[0]}|{e.key[1]}|{e.observation.as_at}" for e in read), notes)


def _listed(raw: object) -> list[dict[str, object]]:
    return [x for x in raw if isinstance(x, dict)] if isinstance(raw, list) else []


class Standing(NamedTuple):
    """The ledger on a day."""

    rows: tuple[LedgerRow, ...]
    touched: tuple[TouchedClause, ...]


def standing(ledger: Plain, day: str) -> Standing:
    """The values with their state on a day, in the order of their items, and the restrictions that they touch."""
    values, base, reader = ledger_entries(ledger), current_rule_base.rule_base(), current_rule_base.reader()
    contradictory = contradictions(base, values, reader)
    return Standing(
        tuple(rows(base, values, day, contradictory)), tuple(touched(base, values, day, reader, contradictory))
    )


class ClauseChange(NamedTuple):
    """A restriction that new figures settle otherwise."""

    clause: TouchedClause
    before: str
    """属于, 不属于 or 尚不能对照."""
    after: str


def clause_changes(before: Plain, after: Plain, day: str) -> list[ClauseChange]:
    """The restrictions of which new values say otherwise than the old ones."""
    try:
        old = {(t.region, t.clause, t.text): t for t in standing(before, day).touched}
    except Faults:  # what counted so far cannot be read any more: nothing is settled by it
        old = {}
    new = {(t.region, t.clause, t.text): t for t in standing(after, day).touched}
    return [
        ClauseChange(new.get(key) or old[key], _holds(old.get(key)), _holds(new.get(key)))
        for key in dict.fromkeys((*new, *old))
        if _holds(old.get(key)) != _holds(new.get(key))
    ]


def _holds(clause: TouchedClause | None) -> str:
    if clause is None:
        return "尚不能对照"
    return "属于该条所列情形" if clause.holds else "不属于该条所列情形"


class CaseChange(NamedTuple):
    """A case that would be judged otherwise."""

    case: int
    before: Summary
    after: Summary


class OpenFile(msgspec.Struct, frozen=True):
    """Applications of one file on which nothing is decided yet, with what the file states alone."""

    cases: tuple[int, ...]
    """Their numbers."""
    rows: tuple[dict[str, object], ...]
    """Each as plain data."""
    shared: dict[str, object] = {}
    """The lists 指标 and 认定 of the file."""
    as_of: str = ""
    """The day whose law is asked for; empty: that of receipt."""


class PreviewQuestion(msgspec.Struct, frozen=True):
    """Values that wait, and what they are to be held against."""

    before: dict[str, object]
    """The ledger as it is."""
    after: dict[str, object]
    """The ledger with them."""
    waiting: dict[str, object]
    """They alone."""
    day: str
    """The day on which it is asked."""
    files: tuple[OpenFile, ...]


class Preview(msgspec.Struct, frozen=True):
    """What values that wait would change."""

    rows: tuple[LedgerRow, ...]
    """They, with their state on the day, in the order of their items."""
    clauses: tuple[ClauseChange, ...]
    cases: tuple[CaseChange, ...]
    looked: int
    """How many applications were looked at."""


_QUESTION: Final = msgspec.json.Decoder(PreviewQuestion, float_hook=str)


def previewed(path: Path) -> Preview:
    """What values would change, by a `PreviewQuestion` in a file. Raises Faults where they cannot be read."""
    question = _QUESTION.decode(path.read_bytes())
    changes: list[CaseChange] = []
    looked = 0
    for file in question.files:
        owns = own_applications(file.rows, file.shared)
        known = {number: own for number, own in zip(file.cases, owns, strict=True) if own is not None}
        looked += len(known)
        changes += case_changes(known, question.before, question.after, file.as_of or None)
    return Preview(
        standing(question.waiting, question.day).rows,
        tuple(clause_changes(question.before, question.after, question.day)),
        tuple(sorted(changes, key=lambda c: -c.case)),
        looked,
    )


def case_changes(owns: Mapping[int, Application], before: Plain, after: Plain, day: str | None) -> Iterator[CaseChange]:
    """The cases whose outcome would be another with new values, by number; one that then has a fault is left out.

    owns: each with its own facts alone.
    """
    listed = [*owns.values()]
    draw_before, draw_after = _drawing(before, listed), _drawing(after, listed)
    for number, own in owns.items():
        try:
            old = verdict_on(draw_before(own), day, readings=False)
            new = verdict_on(draw_after(own), day, readings=False)
        except Faults:
            continue
        if (old.outcome, old.possible) != (new.outcome, new.possible):
            yield CaseChange(number, summary(old), summary(new))


def _drawing(ledger: Plain, owns: Sequence[Application]) -> Callable[[Application], Application]:
    """What gives an application what the ledger has for it; the ledger is read once where it means the same to all."""
    try:
        values = ledger_entries(ledger, owns)
    except Faults:  # two places may have towns of one name
        return lambda own: with_ledger(own, ledger)
    drawn = Ledger(values, current_rule_base.rule_base())

    def draw(own: Application) -> Application:
        clashes = drawn.clashes(own)
        if clashes.all:
            raise Faults(clashes.all)
        return drawn.draw(own)

    return draw if values else lambda own: own


def own_applications(raws: Sequence[Plain], shared: Plain) -> list[Application | None]:
    """The applications of one file with what it states, without the ledger, read together; None for one that cannot be read."""
    reading = current_rule_base.reader().read_each(Loaded({"申请": [dict(r) for r in raws], **shared}, ""))
    sound = reading.applications
    if sound is None:
        return [None] * len(raws)
    good = iter(sound)
    return [None if index in sound.faulty else next(good) for index in range(len(raws))]
