"""A file of applications judged row by row: what each row came to, and what is to be said of the whole file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from policy_dsl.diagnostics import Diagnostic, Fault
from reasoner.batch.mutual_exclusion import GroupReport, GroupSearch
from reasoner.driver import current_rule_base
from reasoner.driver.batch_input import names, reads_of
from reasoner.driver.window.cases import Plain, Summary, ledger_entries, packed, summary, verdict_on
from reasoner.driver.window.table_columns import TableUses, mapping_of, uses_in
from reasoner.explain.background import background
from reasoner.intake.application_parser import positions
from reasoner.intake.file_kind import FileKind, is_graph, is_sheet
from reasoner.intake.file_loading import load_bytes, read_bytes
from reasoner.intake.loaded_data import HeldItems, is_json_ld
from reasoner.ledger.entries import Ledger
from reasoner.model.application import Application
from reasoner.model.verdict import Verdict
from reasoner.sheets.annotated_copy import marked_copy
from reasoner.sheets.result_workbook import Results
from reasoner.sheets.save import workbook_content
from reasoner.sheets.table_reading import TableRows, read_table
from reasoner.sheets.workbook import Workbook

Progress = Callable[[int, int], None]
SHARED: Final = ("指标", "认定")
MOST_READINGS: Final = 300
"""Applications of a file of which it is asked at once which readings would change them; of more, when one is opened."""


class JudgedRow(msgspec.Struct, frozen=True):
    """What a row came to."""

    data: dict[str, object]
    """The application as plain data."""
    faults: tuple[Fault, ...]
    """What is wrong with it; then it is not judged."""
    summary: Summary | None
    """What a list says of it."""
    verdict: bytes
    """The verdict, compressed; empty: it is not judged."""
    entry: bytes = b""
    """What the record keeps of it in canonical form, compressed (zlib); empty: it is not judged."""


Item = Application | tuple[Diagnostic, ...]
"""What a row was read as: an application, or what is wrong with it."""


EntryOf = Callable[[Application, Verdict], bytes]
"""What the record keeps of a verdict, as `JudgedRow.entry` has it."""


def judged_row(
    raw: dict[str, object], application: Application, day: str | None, total: int, entry_of: EntryOf
) -> tuple[JudgedRow, Verdict]:
    """A row judged, and its verdict. total: of how many rows it is one."""
    verdict = verdict_on(application, day, readings=total <= MOST_READINGS)
    return JudgedRow(raw, (), summary(verdict), packed(verdict), entry_of(application, verdict)), verdict


def refused_row(raw: dict[str, object], faults: Iterable[Diagnostic]) -> JudgedRow:
    """A row that is not judged."""
    return JudgedRow(raw, tuple(f.fault for f in faults), None, b"")


class LedgerDrawing:
    """What a ledger holds, drawn into the rows of one file. Raises Faults where the ledger is wrong."""

    def __init__(self, ledger: Plain, items: Iterable[Item], day: str | None) -> None:
        """day: that whose law is asked for; None: that of each receipt."""
        values = ledger_entries(ledger, [i for i in items if isinstance(i, Application)])
        self._ledger = Ledger(values, current_rule_base.rule_base()) if values else None
        self._reads = reads_of(None, day)

    def draw(self, item: Item) -> Item:
        """A row with what the ledger holds for its city, or where it contradicts the ledger."""
        if self._ledger is None or not isinstance(item, Application):
            return item
        return self._ledger.clashes(item).concerning(item, self._reads) or self._ledger.draw(item)


class FileResult(msgspec.Struct, frozen=True):
    """What a file came to, without its rows."""

    notes: tuple[str, ...] = ()
    """What was read in another way than it stands."""
    faults: tuple[Fault, ...] = ()
    """What is wrong with the file; of a table that was judged, with its bad rows."""
    shared: dict[str, object] = {}
    """The lists 指标 and 认定 that its applications share."""
    groups: tuple[GroupReport, ...] = ()
    """The applications that compete."""
    table: bool = False
    """Whether it is a table, so that there is a marked copy of it."""
    uses: TableUses = TableUses()
    """Of a table the columns and values of which a person may say what they are."""


class _Source(NamedTuple):
    """A file as it was read."""

    raws: list[dict[str, object]]
    shared: dict[str, object]
    items: Sequence[Item]
    notes: list[str]
    faults: tuple[Diagnostic, ...]
    books: list[Workbook]
    uses: TableUses = TableUses()


class JudgedFile(NamedTuple):
    """A file that was judged."""

    result: FileResult
    workbook: bytes
    """The workbook of results."""
    marked: bytes
    """The marked copy; empty: nothing is wrong, or the file is no table."""


def judge_file(
    path: Path,
    as_of: str,
    ledger: Plain,
    keep: Callable[[JudgedRow], None],
    progress: Progress,
    mapping: Plain,
    entry_of: EntryOf,
) -> JudgedFile:
    """Judge every good row of a file; keep: is given each row in turn. Raises Faults where nothing of it can be judged.

    mapping: of a table, what a person said of its headers and values. entry_of: what the record is to keep of each verdict.
    """
    day = current_rule_base.as_day(as_of or None)
    return _judged(_source(path, day, mapping), day, ledger, keep, progress, path, entry_of)


def _source(path: Path, day: str | None, mapping: Plain) -> _Source:
    reader = current_rule_base.reader()
    if is_sheet(path):
        sheet = read_table(path, names(), mapping_of(mapping), day_given=day is not None)
        rows = sheet.rows(reader, reads_of(None, day), day, none_good=True)
        shared: dict[str, object] = {k: sheet.data[k] for k in SHARED if sheet.data.get(k)}
        return _Source(
            sheet.data["申请"],
            shared,
            _items(rows),
            sheet.notes,
            rows.faults,
            [sheet.book],
            uses_in(sheet, day, faulty=bool(rows.faults)),
        )
    raw = read_bytes(path, str(path))
    if is_graph(path):
        return _of_graph(raw, str(path), None, day)
    loaded = load_bytes(raw, str(path))
    if is_json_ld(loaded.data):
        return _of_graph(raw, str(path), FileKind.JSON_LD, day)
    return _Source(*_parts(loaded.data), reader.read(loaded, day), [], (), [])


def _of_graph(raw: bytes, name: str, kind: FileKind | None, day: str | None) -> _Source:
    from reasoner.graphs.graph_reading import read_graph

    graph = read_graph(raw if kind is not None else Path(name), current_rule_base.terms(), name, kind)
    read = [*graph.applications(current_rule_base.reader(), day)]
    return _Source(*_parts(graph.loaded.data), read, list(graph.notes), (), [])


def _items(rows: TableRows) -> list[Item]:
    """Each row of a table in its order: its application, or what is wrong with it."""
    items: list[Item] = [*rows.applications]
    for before, refused in enumerate(rows.refused):
        items.insert(refused.after + before, refused.faults)
    return items


def _parts(data: object) -> tuple[list[dict[str, object]], dict[str, object]]:
    """The applications of plain data that was read without fault, and the lists that they share."""
    if isinstance(data, dict):
        return ([*data["申请"]], {k: data[k] for k in SHARED if data.get(k)}) if "申请" in data else ([data], {})
    items = data if isinstance(data, (list, HeldItems)) else ()
    return [i for i in items if isinstance(i, dict)], {}


def _judged(
    source: _Source,
    day: str | None,
    ledger: Plain,
    keep: Callable[[JudgedRow], None],
    progress: Progress,
    path: Path,
    entry_of: EntryOf,
) -> JudgedFile:
    base = current_rule_base.rule_base()
    drawing = LedgerDrawing(ledger, source.items, day)
    results, search = Results(background(base)), GroupSearch(base, positions({"申请": _good(source)}))
    faults, total, refused = list(source.faults), len(source.items), 0
    for number, (raw, item) in enumerate(zip(source.raws, source.items, strict=True), 1):
        drawn = drawing.draw(item)
        if isinstance(drawn, Application):
            row, verdict = judged_row(raw, drawn, day, total, entry_of)
            results.add(drawn, verdict)
            search.add(drawn, verdict)
            keep(row)
        else:
            refused += 1
            faults += drawn if isinstance(item, Application) else ()
            keep(refused_row(raw, drawn))
        progress(number, total)
    groups = search.groups()
    workbook = workbook_content(
        Path("研判结果.xlsx"), results.sheets(groups, source.books, source.notes, faults, refused)
    )
    marked = b""
    if source.books and faults:
        marked = workbook_content(Path("标注.xlsx"), marked_copy(source.books, faults))
    result = FileResult(
        tuple(source.notes),
        tuple(f.fault for f in faults),
        source.shared,
        tuple(groups),
        bool(source.books),
        source.uses,
    )
    return JudgedFile(result, workbook, marked)


def _good(source: _Source) -> list[dict[str, object]]:
    return [r for r, i in zip(source.raws, source.items, strict=True) if isinstance(i, Application)]


def rows_of(path: Path) -> Iterator[JudgedRow]:
    """The rows that a worker wrote, one by one."""
    decoder = msgspec.json.Decoder(JudgedRow)
    with path.open("rb") as file:
        for line in file:
            yield decoder.decode(line)


def row_line(row: JudgedRow) -> bytes:
    """A row to be read by `rows_of`."""
    return msgspec.json.encode(row) + b"\n"
