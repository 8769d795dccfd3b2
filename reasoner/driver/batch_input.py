"""Files of applications read to be judged together: whole, or of tables the good rows, with what is wrong with the others.

Functions raise Faults with every fault where nothing can be judged.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from policy_dsl.diagnostics import Diagnostic, FaultReport, Faults, during
from policy_dsl.ingest.output_guard import Overwriting
from reasoner.driver import current_rule_base, judging
from reasoner.intake.application_parser import positions
from reasoner.intake.file_kind import is_sheet
from reasoner.interpreter.receipt import readable_facts
from reasoner.interpreter.relocation import rebound
from reasoner.model.application import Application, FactKey, Observation
from reasoner.model.verdict import Verdict
from reasoner.sheets import mapping
from reasoner.sheets.columns import Names
from reasoner.sheets.header_recognition import Saved
from reasoner.sheets.save import check_target, save_workbook
from reasoner.sheets.table_reading import Reads, read_sheets, read_table
from reasoner.sheets.workbook import Workbook, read_workbook

if TYPE_CHECKING:
    from reasoner.ledger.entries import LedgerEntry

_UNKNOWN = (Observation(None),)


@cache
def names() -> Names:
    """The names that columns may have, by the vocabulary in use."""
    return Names(current_rule_base.rule_base().vocabulary)


class Refused(NamedTuple):
    """A row of a table that is not judged."""

    after: int
    """The number of applications before it that are judged."""
    faults: tuple[Diagnostic, ...]
    """What is wrong with it."""


@dataclass
class Batch:
    """Applications read from files of any form, ready to be judged together."""

    applications: list[Application] = field(default_factory=list)
    positions: dict[str, Mapping[str, object]] = field(default_factory=dict)
    books: list[Workbook] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    faults: list[Diagnostic] = field(default_factory=list)
    """What is wrong with the rows of tables that are not judged, each fault once."""
    refused: list[Refused] = field(default_factory=list)
    """These rows, in their order."""

    def in_order(self, verdicts: Iterable[Verdict]) -> Iterator[Verdict | FaultReport]:
        """The verdicts, and in the place of each row that is not judged its faults."""
        waiting = deque(self.refused)

        def refused_after(judged: int) -> Iterator[FaultReport]:
            while waiting and waiting[0].after <= judged:
                yield FaultReport(tuple(f.fault for f in waiting.popleft().faults))

        yield from refused_after(0)
        for number, verdict in enumerate(verdicts, 1):
            yield verdict
            yield from refused_after(number)


def gather(
    paths: Sequence[Path],
    day: str | None = None,
    *,
    saved_mapping: Path | None = None,
    ledger: Path | None = None,
    marked: Path | None = None,
    under: str | None = None,
    force: bool = False,
    whole: bool = False,
) -> Batch:
    """Read all files: of tables the good rows, every other file whole.

    Raises Faults with those of every file where one of these has any, where a table cannot be read by rows, and where a
    table has any and is to be judged whole; the marked copy that was asked for is written before.
    """
    saved = mapping.load(saved_mapping, names()) if saved_mapping else None
    overwriting = Overwriting(read_files(paths, saved_mapping, ledger), force)
    if marked:
        check_target(marked, overwriting)
    batch = Batch()
    reads = reads_of(under)
    faults: list[Diagnostic] = []
    for path in paths:
        try:
            _gather(path, day, saved, batch, reads)
        except Faults as error:
            faults += error.diagnostics
    if (whole or faults) and batch.faults:
        faults = [*batch.faults, *faults]
    if not faults and ledger:
        from reasoner.ledger.entries import draw

        try:
            batch.applications = draw(
                batch.applications, ledger_entries(ledger, batch.applications), current_rule_base.rule_base()
            )
        except Faults as error:
            faults += error.diagnostics
    if marked and batch.books and (faults or batch.faults):
        from reasoner.sheets.annotated_copy import marked_copy

        save_workbook(marked, marked_copy(batch.books, faults or batch.faults), overwriting)
    if faults:
        raise Faults(faults)
    return batch


def read_files(paths: Sequence[Path], *others: Path | None) -> tuple[Path, ...]:
    """All files that a check reads, which it never writes."""
    return (*paths, *(path for path in others if path))


def _gather(path: Path, day: str | None, saved: Saved | None, batch: Batch, reads: Reads) -> None:
    if not is_sheet(path):
        content = judging.applications(path, day)
        batch.applications += content.applications
        batch.positions |= content.positions
        batch.notes += content.notes
        return
    with during(str(path)):
        _gather_table(path, day, saved, batch, reads)


def _gather_table(path: Path, day: str | None, saved: Saved | None, batch: Batch, reads: Reads) -> None:
    sheet = read_table(path, names(), saved, day_given=day is not None)
    batch.books.append(sheet.book)
    prefix = f"{path.name}:"
    batch.notes += [prefix + note for note in sheet.notes]
    rows = sheet.rows(current_rule_base.reader(), reads, day)
    good: list[object] = []
    for raw, item in zip(sheet.data["申请"], rows.items, strict=True):
        if isinstance(item, Application):
            batch.applications.append(item)
            good.append(raw)
        else:
            batch.refused.append(Refused(len(batch.applications), item))
    batch.faults += rows.faults
    batch.positions |= positions(good)


def reads_of(under: str | None) -> Reads:
    """Which of some facts of lists the verdict on an application can read, also as if it lay in another place."""
    there = current_rule_base.reader().place(under) if under else None

    def reads(application: Application, keys: Collection[FactKey]) -> Collection[FactKey]:
        base = current_rule_base.rule_base()
        if there is None:
            readable = readable_facts(base, application)
            return [key for key in keys if key in readable]
        touched = []
        for key in keys:
            moved = rebound(replace(application, facts={key: _UNKNOWN}), *there)
            if not readable_facts(base, moved).isdisjoint(moved.facts):
                touched.append(key)
        return touched

    return reads


def ledger_entries(path: Path, applications: Iterable[Application] = ()) -> list[LedgerEntry]:
    """The entries of a bureau's ledger, in a table or in JSON or YAML."""
    with during(str(path)):
        return _ledger_entries(path, applications)


def _ledger_entries(path: Path, applications: Iterable[Application]) -> list[LedgerEntry]:
    from reasoner.ledger.entries import entries

    if is_sheet(path):
        sheet = read_sheets(read_workbook(path), names(), {}, ledger=True)
        return entries(sheet.data, str(path), sheet.faults, current_rule_base.reader(), applications, sheet.by_cell)
    from reasoner.intake.file_loading import load_file

    loaded = load_file(path)
    return entries(loaded.data, str(path), loaded.faults, current_rule_base.reader(), applications)
