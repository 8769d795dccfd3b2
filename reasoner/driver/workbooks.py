"""The driver's part for spreadsheets: the empty form, results as a workbook, marked copies, mappings of headers.

Functions raise Faults with every fault; nothing is written where there is one, except the marked copy that was asked for.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.ingest import output_guard
from policy_dsl.ingest.output_guard import Overwriting
from reasoner.batch.mutual_exclusion import GroupReport, GroupSearch, JudgedTogether
from reasoner.driver import current_rule_base, judging
from reasoner.intake.application_parser import positions
from reasoner.intake.file_kind import is_sheet
from reasoner.interpreter.judge import judge
from reasoner.model.application import Application
from reasoner.model.verdict import Verdict
from reasoner.sheets import mapping
from reasoner.sheets.columns import Names
from reasoner.sheets.header_recognition import Saved
from reasoner.sheets.save import check_place, check_target, save, save_workbook, workbook_content
from reasoner.sheets.table_reading import read_sheets, read_table
from reasoner.sheets.workbook import Workbook, read_workbook

if TYPE_CHECKING:
    from reasoner.ledger.entries import LedgerEntry
    from reasoner.ledger.ledger_report import LedgerReport, LedgerRow, TouchedClause

Progress = Callable[[int, int], None]


@cache
def names() -> Names:
    """The names that columns may have, by the vocabulary in use."""
    return Names(current_rule_base.rule_base().vocabulary)


# --- the empty form ---------------------------------------------------------------------------------------------


def write_template(path: Path, *, force: bool = False) -> None:
    """Write the empty form."""
    save(path, form_content(path), Overwriting(force=force))


def form_content(path: Path) -> bytes:
    """The bytes of the empty form that is to stand in a place. Raises Faults."""
    from reasoner.sheets.empty_form import template

    check_place(path)
    return workbook_content(path, template(current_rule_base.rule_base()))


# --- mappings ---------------------------------------------------------------------------------------------------


def propose(paths: Sequence[Path], as_of: str | None = None, *, force: bool = False) -> Iterator[str]:
    """The mapping of each table's headers, in lines for people; saved next to the table where that can be written.

    Raises Faults before a line is given, and then saves none: also where a mapping is there that somebody changed (U109).
    """
    proposals = [_proposal(path, as_of) for path in paths]
    overwriting = Overwriting(tuple(paths), force)
    files = {
        path.with_name(path.stem + mapping.SUFFIX): content for path, (_, content) in zip(paths, proposals, strict=True)
    }
    output_guard.check_contents(files, overwriting)
    for (target, content), (lines, _) in zip(files.items(), proposals, strict=True):
        yield from lines
        try:
            save(target, content, overwriting)
        except Faults as error:
            yield f"没有保存:{error.diagnostics[0].message}\n"
        else:
            yield f"已保存到 {target};改正以后用 --mapping {target}\n"


def _proposal(path: Path, as_of: str | None) -> tuple[list[str], bytes]:
    """What the headers of a table are taken for: in lines for people, and as a file. Raises Faults."""
    if not is_sheet(path):
        raise Faults([Diagnostic("S101", str(path), "只有表格有列的对应", "xlsx、xls 或 csv 表格")])
    reading = read_table(path, names(), day_given=as_of is not None)
    if not reading.layout.tables:
        raise Faults(reading.faults)
    lines = [str(path), *mapping.proposal_lines(reading.layout.tables), *(f"  {note}" for note in reading.notes)]
    return [f"{line}\n" for line in lines], mapping.text(mapping.proposal(reading.layout.tables)).encode()


# --- checking ---------------------------------------------------------------------------------------------------


@dataclass
class Batch:
    """Applications read from files of any form, ready to be judged together."""

    applications: list[Application] = field(default_factory=list)
    positions: dict[str, Mapping[str, object]] = field(default_factory=dict)
    books: list[Workbook] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def gather(
    paths: Sequence[Path],
    day: str | None = None,
    *,
    saved_mapping: Path | None = None,
    ledger: Path | None = None,
    marked: Path | None = None,
    force: bool = False,
) -> Batch:
    """Read all files; raises Faults with those of every file, after writing the marked copy where one is asked for."""
    saved = mapping.load(saved_mapping, names()) if saved_mapping else None
    overwriting = Overwriting(read_files(paths, saved_mapping, ledger), force)
    if marked:
        check_target(marked, overwriting)
    batch = Batch()
    faults: list[Diagnostic] = []
    for path in paths:
        try:
            _gather(path, day, saved, batch)
        except Faults as error:
            faults += error.diagnostics
    if not faults and ledger:
        from reasoner.ledger.entries import draw

        try:
            batch.applications = draw(
                batch.applications, ledger_entries(ledger, batch.applications), current_rule_base.rule_base()
            )
        except Faults as error:
            faults += error.diagnostics
    if faults and marked and batch.books:
        from reasoner.sheets.annotated_copy import marked_copy

        save_workbook(marked, marked_copy(batch.books, faults), overwriting)
    if faults:
        raise Faults(faults)
    return batch


def read_files(paths: Sequence[Path], *others: Path | None) -> tuple[Path, ...]:
    """All files that a check reads, which it never writes."""
    return (*paths, *(path for path in others if path))


def _gather(path: Path, day: str | None, saved: Saved | None, batch: Batch) -> None:
    if not is_sheet(path):
        applications, where = judging.applications(path, day)
        batch.applications += applications
        batch.positions |= where
        return
    sheet = read_table(path, names(), saved, day_given=day is not None)
    batch.books.append(sheet.book)
    prefix = f"{path.name}:"
    batch.notes += [prefix + note for note in sheet.notes]
    batch.applications += sheet.applications(current_rule_base.reader(), day)
    batch.positions |= positions(sheet.data)


def ledger_entries(path: Path, applications: Iterable[Application] = ()) -> list[LedgerEntry]:
    """The entries of a bureau's ledger, in a table or in JSON or YAML."""
    from reasoner.ledger.entries import entries

    if is_sheet(path):
        sheet = read_sheets(read_workbook(path), names(), {}, ledger=True)
        return entries(sheet.data, str(path), sheet.faults, current_rule_base.reader(), applications, sheet.by_cell)
    from reasoner.intake.file_loading import load_file

    loaded = load_file(path)
    return entries(loaded.data, str(path), loaded.faults, current_rule_base.reader(), applications)


def check(
    paths: Sequence[Path],
    as_of: str | None = None,
    documents: Sequence[str] = (),
    under: str | None = None,
    readings: bool = False,
    *,
    saved_mapping: Path | None = None,
    ledger: Path | None = None,
    marked: Path | None = None,
    force: bool = False,
) -> tuple[Iterator[Verdict], bool, Batch]:
    """As `judging.check_files`, with a mapping of headers, a ledger or a marked copy; the batch holds what is beside."""
    batch = Batch()

    def read(files: Sequence[Path], day: str | None) -> list[Application]:
        register = gather(files, day, saved_mapping=saved_mapping, ledger=ledger, marked=marked, force=force)
        batch.positions, batch.notes, batch.books = register.positions, register.notes, register.books
        batch.applications = register.applications
        return register.applications

    verdicts, several = judging.check_files(paths, as_of, documents, under, readings, read)
    return verdicts, several, batch


def groups_of(batch: Batch, verdicts: Sequence[Verdict]) -> list[GroupReport]:
    """The groups among the applications of a batch with their verdicts."""
    search = GroupSearch(current_rule_base.rule_base(), batch.positions)
    for application, verdict in zip(batch.applications, verdicts, strict=True):
        search.add(application, verdict)
    return search.groups()


def judged_together(verdicts: Iterable[Verdict], groups: Iterable[GroupReport]) -> JudgedTogether:
    """The verdicts with the groups, to be written."""
    return JudgedTogether(tuple(verdicts), tuple(groups))


def groups_text(groups: Sequence[GroupReport], *, width: int = 80, colour: bool = False) -> str:
    """The groups as staff read them."""
    from reasoner.render.terminal import exclusion_groups

    return exclusion_groups.groups_text(groups, width=width, colour=colour)


class Results(NamedTuple):
    """What the workbook of results holds, in short."""

    content: bytes
    """Its bytes."""
    labels: Mapping[str, int]
    """How many applications have which label."""
    groups: list[GroupReport]
    """The applications that compete."""
    notes: list[str]
    """What was read in another way than it stands."""


def check_to_workbook(
    paths: Sequence[Path],
    target: Path,
    as_of: str | None = None,
    documents: Sequence[str] = (),
    *,
    saved_mapping: Path | None = None,
    ledger: Path | None = None,
    marked: Path | None = None,
    progress: Progress | None = None,
    force: bool = False,
) -> Results:
    """Judge all applications and write the workbook of results."""
    overwriting = Overwriting(read_files(paths, saved_mapping, ledger), force)
    check_target(target, overwriting)
    if marked:
        output_guard.check([target, marked], overwriting)
    made = results(
        paths, target, as_of, documents,
        saved_mapping=saved_mapping, ledger=ledger, marked=marked, progress=progress, force=force,
    )  # fmt: skip
    save(target, made.content, overwriting)
    return made


def results(
    paths: Sequence[Path],
    target: Path,
    as_of: str | None = None,
    documents: Sequence[str] = (),
    *,
    saved_mapping: Path | None = None,
    ledger: Path | None = None,
    marked: Path | None = None,
    progress: Progress | None = None,
    force: bool = False,
) -> Results:
    """Judge all applications and make the workbook of results that is to stand in a place.

    An application is forgotten when it was judged, unless a group may need it, and so is its verdict.
    """
    from reasoner.explain.background import background
    from reasoner.sheets.result_workbook import Results as Workbooks

    day = current_rule_base.as_day(as_of)
    only = frozenset(d.id for d in current_rule_base.chosen(documents)) if documents else None
    batch = gather(paths, day, saved_mapping=saved_mapping, ledger=ledger, marked=marked, force=force)
    base = current_rule_base.rule_base()
    judged, search = Workbooks(background(base)), GroupSearch(base, batch.positions)
    waiting, total = deque(batch.applications), len(batch.applications)
    batch.applications.clear()
    labels: dict[str, int] = {}
    while waiting:
        application = waiting.popleft()
        verdict = judge(base, application, day, only)
        judged.add(application, verdict)
        search.add(application, verdict)
        labels[verdict.label] = labels.get(verdict.label, 0) + 1
        if progress is not None:
            progress(total - len(waiting), total)
    groups = search.groups()
    content = workbook_content(target, judged.sheets(groups, batch.books, batch.notes))
    return Results(content, labels, groups, batch.notes)


# --- the bureau's ledger --------------------------------------------------------------------------------------------


def _ledger_rows(path: Path, day: str) -> tuple[list[LedgerRow], list[TouchedClause]]:
    from reasoner.ledger.status import rows, touched

    ledger, base = ledger_entries(path), current_rule_base.rule_base()
    return rows(base, ledger, day), list(touched(base, ledger, day, current_rule_base.reader()))


def ledger_report(path: Path, day: str) -> LedgerReport:
    """The values of a ledger with their state on a day, and the restrictions that they touch."""
    from reasoner.ledger.ledger_report import LedgerReport

    rows, touched = _ledger_rows(path, day)
    return LedgerReport(day, tuple(rows), tuple(touched))


def ledger_text(path: Path, day: str, *, width: int = 80, colour: bool = False) -> str:
    """The same, as staff read it."""
    from reasoner.ledger.ledger_report import held_text
    from reasoner.render.terminal.layout import Style

    return held_text(*_ledger_rows(path, day), day, Style(width, colour))


def ledger_csv(path: Path, day: str) -> str:
    """The values, one row each."""
    from reasoner.ledger.ledger_report import held_csv

    return held_csv(_ledger_rows(path, day)[0])
