"""The driver's part for spreadsheets: the empty form, results as a workbook, marked copies, mappings of headers.

Functions raise Faults with every fault; nothing is written where there is one, except the marked copy that was asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from policy_dsl.diagnostics import Diagnostic, Faults, during
from policy_dsl.ingest import output_guard
from policy_dsl.ingest.output_guard import Overwriting
from reasoner.batch.mutual_exclusion import GroupReport, GroupSearch, JudgedTogether
from reasoner.driver import current_rule_base, judging
from reasoner.driver.batch_input import Batch, BatchOptions, gather, ledger_entries, names, read_files
from reasoner.intake.file_kind import is_sheet
from reasoner.model.application import Application
from reasoner.model.verdict import Verdict
from reasoner.sheets import mapping
from reasoner.sheets.save import check_place, check_target, save, workbook_content
from reasoner.sheets.table_reading import read_table

if TYPE_CHECKING:
    from reasoner.ledger.ledger_report import LedgerReport

Progress = Callable[[int, int], None]


# --- the empty form ---------------------------------------------------------------------------------------------


def write_template(path: Path, *, region: str = "", matter: str = "", force: bool = False) -> None:
    """Write the empty form; region, matter: with only what these need."""
    save(path, form_content(path, region, matter), Overwriting(force=force))


def form_content(path: Path, region: str = "", matter: str = "") -> bytes:
    """The bytes of the empty form that is to stand in a place.

    Raises Faults: also F118 to F120 a region, F115 and F157 a matter that is not known or not one.
    """
    from reasoner.sheets.empty_form import template

    check_place(path)
    reader = current_rule_base.reader()
    code = reader.region(region, "--region") if region else None
    label = reader.matter(matter, "--matter") if matter else None
    return workbook_content(path, template(current_rule_base.rule_base(), code, label))


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
    proposed = mapping.proposal(reading.layout.tables)
    as_proposed = read_table(path, names(), mapping.SavedMapping(proposed), day_given=as_of is not None)
    odd = as_proposed.odd_values(current_rule_base.reader(), names(), as_of)
    lines = [str(path), *mapping.proposal_lines(reading.layout.tables), *(f"  {note}" for note in reading.notes)]
    lines += ["读不懂、须写明的取值:", *mapping.value_lines(odd)] if odd else []
    content = mapping.text(mapping.with_values(proposed, odd))
    return [f"{line}\n" for line in lines], content.encode()


# --- checking ---------------------------------------------------------------------------------------------------


def check(
    paths: Sequence[Path],
    options: BatchOptions = BatchOptions(),  # noqa: B008  # immutable
    *,
    under: str | None = None,
    readings: bool = False,
    recorded: judging.Recorded | None = None,
) -> tuple[Iterator[Verdict], bool, Batch]:
    """As `judging.check_files`, with a mapping of headers, a ledger or a marked copy; the batch holds what is beside.

    Of tables the good rows are judged. recorded: as there.
    """
    batch = Batch()

    def read(files: Sequence[Path], day: str | None) -> Collection[Application]:
        vars(batch).update(vars(gather(files, day, options, under=under)))
        return batch.applications

    verdicts, several, _ = judging.check_files(paths, options.as_of, options.documents, under, readings, read, recorded)
    return verdicts, several, batch


def groups_of(batch: Batch, verdicts: Sequence[Verdict]) -> list[GroupReport]:
    """The groups among the applications of a batch with their verdicts."""
    search = GroupSearch(current_rule_base.rule_base(), batch.positions)
    for application, verdict in zip(batch.applications, verdicts, strict=True):
        search.add(application, verdict)
    return search.groups()


def judged_together(
    verdicts: Iterable[Verdict], groups: Iterable[GroupReport], faults: Iterable[Diagnostic] = ()
) -> JudgedTogether:
    """The verdicts with the groups, and what is wrong with rows that were not judged, to be written."""
    return JudgedTogether(tuple(verdicts), tuple(groups), tuple(f.fault for f in faults))


def groups_text(groups: Sequence[GroupReport], *, refused: int = 0, width: int = 80, colour: bool = False) -> str:
    """The groups as staff read them."""
    from reasoner.render.terminal import exclusion_groups

    return exclusion_groups.groups_text(groups, refused=refused, width=width, colour=colour)


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
    faults: tuple[Diagnostic, ...] = ()
    """What is wrong with the rows that were not judged."""
    refused: int = 0
    """How many rows these are."""


def check_to_workbook(
    paths: Sequence[Path],
    target: Path,
    options: BatchOptions = BatchOptions(),  # noqa: B008  # immutable
    *,
    progress: Progress | None = None,
    recorded: judging.Recorded | None = None,
) -> Results:
    """Judge all applications and write the workbook of results. recorded: of each verdict first, as `check` does."""
    overwriting = Overwriting(read_files(paths, options.saved_mapping, options.ledger), options.force)
    check_target(target, overwriting)
    if options.marked:
        output_guard.check([target, options.marked], overwriting)
    made = results(paths, target, options, progress=progress)
    if recorded is not None:
        # The workbook is made from verdicts that nobody keeps; those of the record are whole.
        verdicts, _, _ = check(paths, options._replace(marked=None), recorded=recorded)
        for _ in verdicts:
            pass
    save(target, made.content, overwriting)
    return made


def results(
    paths: Sequence[Path],
    target: Path,
    options: BatchOptions = BatchOptions(),  # noqa: B008  # immutable
    *,
    progress: Progress | None = None,
) -> Results:
    """Judge all applications and make the workbook of results that is to stand in a place.

    An application is forgotten when it was judged, unless a group may need it, and so is its verdict.
    """
    from reasoner.driver.alike_applications import Register
    from reasoner.explain.background import background
    from reasoner.sheets.result_workbook import Results as Workbooks

    day = current_rule_base.as_day(options.as_of)
    only = current_rule_base.looked_at(options.documents)
    batch = gather(paths, day, options)
    base = current_rule_base.rule_base()
    judged, search = Workbooks(background(base)), GroupSearch(base, batch.positions)
    register = Register(base, judged, search, day, only)
    total = len(batch.applications)
    labels: dict[str, int] = {}
    for number, application in enumerate(batch.applications, 1):
        with during(application.id):
            label = register.add(application)
        labels[label] = labels.get(label, 0) + 1
        if progress is not None:
            progress(number, total)
    groups = search.groups()
    content = workbook_content(
        target, judged.sheets(groups, batch.books, batch.notes, batch.faults, len(batch.refused))
    )
    return Results(content, labels, groups, batch.notes, tuple(batch.faults), len(batch.refused))


# --- the bureau's ledger --------------------------------------------------------------------------------------------


def ledger_report(path: Path, day: str) -> LedgerReport:
    """The values of a ledger with their state on a day, those that contradict each other, and the restrictions that they touch."""
    from reasoner.interpreter.contradictory_figures import contradiction_warnings
    from reasoner.ledger.ledger_report import LedgerReport
    from reasoner.ledger.status import contradictions, rows, touched

    ledger, base, reader = ledger_entries(path), current_rule_base.rule_base(), current_rule_base.reader()
    contradictory = contradictions(base, ledger, reader)
    return LedgerReport(
        day,
        tuple(rows(base, ledger, day, contradictory)),
        tuple(touched(base, ledger, day, reader, contradictory)),
        tuple(contradiction_warnings(contradictory, base.vocabulary)),
    )


def ledger_text(path: Path, day: str, *, width: int = 80, colour: bool = False) -> str:
    """The same, as staff read it."""
    from reasoner.ledger.ledger_report import held_text
    from reasoner.render.terminal.layout import Style

    return held_text(ledger_report(path, day), Style(width, colour))


def ledger_csv(path: Path, day: str) -> str:
    """The values, one row each."""
    from reasoner.ledger.ledger_report import held_csv

    return held_csv(ledger_report(path, day).rows)
