"""Files of applications read to be judged together: whole, or of tables the good rows, with what is wrong with the others.

Functions raise Faults with every fault where nothing can be judged.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from policy_dsl import ir
from policy_dsl.diagnostics import Diagnostic, FaultReport, Faults, during
from policy_dsl.ingest.output_guard import Overwriting
from reasoner.driver import current_rule_base, judging
from reasoner.intake.checked_applications import AllApplications
from reasoner.intake.file_kind import is_sheet
from reasoner.intake.item_schemas import Key, PartialKey, Reads, partial_keys
from reasoner.interpreter.receipt import readable_facts
from reasoner.interpreter.relocation import rebound
from reasoner.interpreter.turning_points import atoms
from reasoner.model.application import Application, FactKey, Observation, show
from reasoner.model.verdict import Verdict

if TYPE_CHECKING:  # what reads tables is loaded where there is one
    from reasoner.ledger.entries import Ledger, LedgerEntry, LedgerReading
    from reasoner.model.rule_base import RuleBase
    from reasoner.sheets import mapping
    from reasoner.sheets.cell_locations import Owners
    from reasoner.sheets.cell_reading import Rounded
    from reasoner.sheets.columns import Names
    from reasoner.sheets.table_reading import Refused
    from reasoner.sheets.workbook import Workbook

_UNKNOWN = (Observation(None),)


@cache
def names() -> Names:
    """The names that columns may have, by the vocabulary in use."""
    from reasoner.sheets.columns import Names

    return Names(current_rule_base.rule_base().vocabulary)


def forget_names() -> None:
    """Another rule base is in use: its names and thresholds are asked for anew."""
    names.cache_clear()
    _thresholds.cache_clear()


@dataclass
class Batch:
    """Applications read from files of any form, ready to be judged together."""

    applications: AllApplications = field(default_factory=AllApplications)
    positions: dict[str, Mapping[str, object]] = field(default_factory=dict)
    books: list[Workbook] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    faults: list[Diagnostic] = field(default_factory=list)
    """What is wrong with the rows of tables that are not judged, each fault once."""
    refused: list[Refused] = field(default_factory=list)
    """These rows, in their order."""

    def leave_out(self, own: Mapping[int, tuple[Diagnostic, ...]]) -> None:
        """Leave out applications; own: by index what is wrong with each."""
        from reasoner.sheets.table_reading import Refused

        waiting = sorted([*self.refused, *(Refused(i, faults) for i, faults in own.items())], key=lambda r: r.after)
        self.refused = [r._replace(after=r.after - sum(i < r.after for i in own)) for r in waiting]
        self.faults += [f for faults in own.values() for f in faults]
        self.applications = self.applications.without(own)

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


class BatchOptions(NamedTuple):
    """How files of applications are read and judged together."""

    as_of: str | None = None
    """The day whose law is asked for; None: that of each receipt."""
    documents: Sequence[str] = ()
    """Ids, titles or numbers of the documents to rest on; none: all."""
    saved_mapping: Path | None = None
    """What a person said of headers and values of tables."""
    ledger: Path | None = None
    """The bureau's ledger, from which applications take values."""
    marked: Path | None = None
    """The copy to write in which every fault of a table stands at its cell."""
    force: bool = False
    """Whether existing files may be replaced that are not our own unchanged output."""
    whole: bool = False
    """Whether a table with a bad row is not judged at all."""


def gather(
    paths: Sequence[Path],
    day: str | None = None,
    options: BatchOptions = BatchOptions(),  # noqa: B008  # immutable
    *,
    under: str | None = None,
) -> Batch:
    """Read all files: of tables the good rows, every other file whole. day: that of the options, read.

    Raises Faults with those of every file where one of these has any, where a table cannot be read by rows, and where a
    table has any and is to be judged whole; the marked copy that was asked for is written before.
    """
    saved: mapping.SavedMapping | None = None
    _, _, saved_mapping, ledger, marked, force, whole = options
    if saved_mapping:
        from reasoner.sheets.mapping import load

        saved = load(saved_mapping, names())
    overwriting = Overwriting(read_files(paths, saved_mapping, ledger), force)
    if marked:
        from reasoner.sheets.save import check_target

        check_target(marked, overwriting)
    batch = Batch()
    reads = reads_of(under, day)
    faults: list[Diagnostic] = []
    for path in paths:
        try:
            _gather(path, day, saved, batch, reads)
        except Faults as error:
            faults += error.diagnostics
    if (whole or faults) and batch.faults:
        faults = [*batch.faults, *faults]
    if not faults and ledger:
        from reasoner.ledger.entries import Ledger

        try:
            reading = _ledger(ledger, batch.applications)
            _leave_out(reading, batch, reads, whole=whole)
            drawn = Ledger(reading.entries, current_rule_base.rule_base())
            _leave_out_clashes(drawn, batch, reads, whole=whole)
            batch.applications = batch.applications.drawing(drawn.draw)
        except Faults as error:
            faults += error.diagnostics
    if marked and batch.books and (faults or batch.faults):
        from reasoner.sheets.annotated_copy import marked_copy
        from reasoner.sheets.save import save_workbook

        save_workbook(marked, marked_copy(batch.books, faults or batch.faults), overwriting)
    if faults:
        raise Faults(faults)
    return batch


def read_files(paths: Sequence[Path], *others: Path | None) -> tuple[Path, ...]:
    """All files that a check reads, which it never writes."""
    return (*paths, *(path for path in others if path))


def _gather(path: Path, day: str | None, saved: mapping.SavedMapping | None, batch: Batch, reads: Reads) -> None:
    if not is_sheet(path):
        content = judging.applications(path, day)
        batch.applications = batch.applications.and_then(content.applications)
        batch.positions |= content.positions
        batch.notes += content.notes
        return
    with during(str(path)):
        _gather_table(path, day, saved, batch, reads)


def _gather_table(path: Path, day: str | None, saved: mapping.SavedMapping | None, batch: Batch, reads: Reads) -> None:
    from reasoner.sheets.table_reading import read_table

    sheet = read_table(path, names(), saved, day_given=day is not None)
    batch.books.append(sheet.book)
    prefix = f"{path.name}:"
    batch.notes += [prefix + note for note in sheet.notes]
    batch.notes += [prefix + note for note in _rounded_at_thresholds(sheet.rounded)]
    rows = sheet.rows(current_rule_base.reader(), reads, day)
    before = len(batch.applications)
    batch.refused += [r._replace(after=before + r.after) for r in rows.refused]
    batch.applications = batch.applications.and_then(rows.applications)
    batch.faults += rows.faults
    batch.positions |= rows.applications.positions


def _rounded_at_thresholds(rounded: Iterable[Rounded]) -> Iterator[str]:
    """Says of each figure that lies on another side of a threshold than the number that is stored, how it was read."""
    facts = current_rule_base.rule_base().vocabulary.facts
    for figure in rounded:
        low, high = sorted((Fraction(figure.stored), Fraction(figure.read)))
        if any(low <= threshold <= high for threshold in _thresholds().get(figure.fact, ())):
            stored, read = show(figure.stored, facts[figure.fact]), show(figure.read, facts[figure.fact])
            yield f"{figure.cell}:存的数是 {stored},按15位有效数字读作 {read},正在条款的界限上,请核对"


@cache
def _thresholds() -> Mapping[str, frozenset[Fraction]]:
    """By fact the numbers with which rules compare it."""
    numbers: dict[str, set[Fraction]] = {}
    base = current_rule_base.rule_base()
    norms = (n for d in base.documents.values() for m in d.regulates for n in d.norms(m))
    for atom in (a for norm in norms for a in atoms(norm.condition)):
        if isinstance(atom, ir.Compare):
            times = Fraction(ir.multiplier(atom))
            for one, other in ((atom.left, atom.right), (atom.right, atom.left)):
                fact = one.of if isinstance(one, ir.Scaled) and times != 1 else one
                if isinstance(fact, ir.Fact) and isinstance(other, ir.Const):
                    numbers.setdefault(fact.term, set()).add(Fraction(other.value) / times)
    return {term: frozenset(values) for term, values in numbers.items()}


def reads_of(under: str | None, day: str | None) -> Reads:
    """Which of some facts of lists the verdict on an application can turn on, also as if it lay in another place.

    day: that whose law is asked for; None: the day of receipt.
    """
    there = current_rule_base.reader().place(under) if under else None

    def reads(application: Application, keys: Collection[Key]) -> Collection[Key]:
        if not keys:
            return keys
        base = current_rule_base.rule_base()
        if there is None:
            readable = readable_facts(base, application, day)
            touched = {partial for key in readable for partial in partial_keys(key)}
            return [key for key in keys if key in touched]
        return [key for key in keys if _read_there(base, application, day, key, *there)]

    return reads


def _read_there(
    base: RuleBase,
    application: Application,
    day: str | None,
    key: PartialKey,
    region: str,
    roles: Mapping[str, str | None],
) -> bool:
    """Whether the verdict on an application as if it lay in another place can read what may be a fact."""
    subjects = {*application.roles.values()} - {None} if key[0] is None else {key[0]}
    terms = base.vocabulary.facts if key[1] is None else (key[1],)
    facts = {(subject, term): _UNKNOWN for subject in subjects if subject is not None for term in terms}
    moved = rebound(replace(application, facts=facts), region, roles)
    return not readable_facts(base, moved, day).isdisjoint(moved.facts)


def _leave_out(ledger: LedgerReading, batch: Batch, reads: Reads, *, whole: bool) -> None:
    """Leave out the rows whose verdict can read what a ledger says faultily.

    Raises Faults with all of it where a table is to be judged whole, an application of another file can read it, or none is left.
    """
    if not ledger.faults:
        return
    from reasoner.sheets.table_reading import RowApplications, needs

    own: dict[int, tuple[Diagnostic, ...]] = {}
    index = 0
    for part in batch.applications.parts:
        for application in part:
            touched = sorted(reads(application, ledger.faulty.keys()), key=ledger.faulty.__getitem__)
            if touched and (whole or not isinstance(part, RowApplications)):
                raise Faults(ledger.faults)
            if touched:
                own[index] = tuple(needs(application.where, key, ledger.faulty[key]) for key in touched)
            index += 1
    if whole or len(own) == index:
        raise Faults(ledger.faults)
    batch.faults += ledger.faults
    batch.leave_out(own)


def _leave_out_clashes(ledger: Ledger, batch: Batch, reads: Reads, *, whole: bool) -> None:
    """Leave out the rows that say something else than the ledger, or whose verdict can read where a list of their file does.

    Raises Faults with every clash where a table is to be judged whole, one is in another file, or no row is left. A clash in
    a list that no verdict can read stops nobody, and is told once.
    """
    from reasoner.sheets.table_reading import RowApplications

    own: dict[int, tuple[Diagnostic, ...]] = {}
    lists: dict[FactKey, Diagnostic] = {}
    concerned: set[FactKey] = set()
    stops = whole
    index = 0
    for part in batch.applications.parts:
        by_row = isinstance(part, RowApplications)
        for application in part:
            clashes = ledger.clashes(application)
            touched = clashes.of_lists.keys() if not by_row else reads(application, clashes.of_lists.keys())
            lists = {**clashes.of_lists, **lists}
            concerned.update(touched)
            if clashes.own or touched:
                own[index] = (*clashes.own, *(clashes.of_lists[key] for key in touched))
                stops = stops or not by_row
            index += 1
    unread = [fault for key, fault in lists.items() if key not in concerned]
    if (stops and (own or unread)) or (own and len(own) == index):
        raise Faults([*unread, *(f for faults in own.values() for f in faults)])
    batch.faults += unread
    batch.leave_out(own)


def ledger_entries(path: Path, applications: Iterable[Application] = ()) -> tuple[LedgerEntry, ...]:
    """The entries of a bureau's ledger, in a table or in JSON or YAML; raises Faults with every fault."""
    reading = _ledger(path, applications)
    if reading.faults:
        raise Faults(reading.faults)
    return reading.entries


def _ledger(path: Path, applications: Iterable[Application]) -> LedgerReading:
    with during(str(path)):
        return _ledger_reading(path, applications)


def _ledger_reading(path: Path, applications: Iterable[Application]) -> LedgerReading:
    from reasoner.ledger.entries import read_ledger
    from reasoner.sheets.cell_locations import Places

    def items(owners: Sequence[Owners | None]) -> list[Collection[tuple[str, int]] | None]:
        return [None if o is None else o.items for o in owners]

    reader = current_rule_base.reader()
    if is_sheet(path):
        from reasoner.sheets.mapping import SavedMapping
        from reasoner.sheets.table_reading import read_sheets
        from reasoner.sheets.workbook import read_workbook

        sheet = read_sheets(read_workbook(path), names(), SavedMapping(), ledger=True)
        owned = sheet.places.owners
        if sheet.layout.faults:
            raise Faults(sheet.faults)
        return read_ledger(
            sheet.data, str(path), sheet.faults, reader, applications, lambda w: items(owned(w)), sheet.by_cell
        )
    from reasoner.intake.file_loading import load_file

    loaded = load_file(path)
    places = Places(str(path))
    return read_ledger(loaded.data, str(path), loaded.faults, reader, applications, lambda w: items(places.owners(w)))
