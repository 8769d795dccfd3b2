"""What is held of places beside a register: its tables of figures and determinations, read once for all rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.backends.columnar.duckdb_engine import Engine
from reasoner.driver.register.outputs import Request
from reasoner.driver.register.tables import Relation, workbook
from reasoner.intake.application_run import Run
from reasoner.intake.checked_applications import Items
from reasoner.intake.diagnostics_collector import Complaints, Enough
from reasoner.intake.field_schema import Tables
from reasoner.model.application import SharedFacts
from reasoner.sheets.columns import DETERMINATIONS, INDICATORS, Names
from reasoner.sheets.mapping import SavedMapping
from reasoner.sheets.table_reading import SheetInput, read_sheets

_ITEM: Final = re.compile(r"(?P<kind>指标|认定)\[(?P<index>[0-9]+)\]")


def place_figures(
    engine: Engine, request: Request, tables: Tables, names: Names, scratch: Path, of: Relation | None, town: Sequence[str],
) -> SharedFacts:  # fmt: skip
    """What the lists of figures and determinations say; raises Faults with every fault of theirs.

    of: the register, whose towns may be spoken of; None: none is. town: the header of its column of towns, if any.
    """
    lists: dict[str, object] = {}
    faults: list[Diagnostic] = []
    sheets: list[tuple[str, int, int, SheetInput]] = []
    for given, kind, name in (
        (request.indicators, INDICATORS, "indicators"),
        (request.determinations, DETERMINATIONS, "determinations"),
    ):
        if given is None:
            continue
        sheet = read_sheets(workbook(engine, given, scratch, kind, name), names, SavedMapping(), ledger=True)
        faults += sheet.faults
        for key, rows in sheet.data.items():
            listed = lists.setdefault(key, [])
            assert isinstance(listed, list)
            sheets.append((key, len(listed), len(listed) + len(rows), sheet))
            listed += rows
    complaints = Complaints("")
    run = Run(tables, complaints, request.as_of, Items(_towns(engine, of, town)))
    with suppress(Enough):
        run.share(lists)
    for fault in complaints.listed():
        faults.append(_at_cell(fault, sheets))
    if faults:
        raise Faults(faults)
    return run.shared


def _towns(engine: Engine, of: Relation | None, town: Sequence[str]) -> list[dict[str, object]]:
    """The towns of the register with the places in which they lie."""
    places = [] if of is None else [c for c, _ in of.columns if c == "所在地"]
    if of is None or not town or not places:
        return []
    results = engine.rows(
        f'select distinct "{places[0]}", "{town[0]}" from {of.source} a where "{town[0]}" is not null'
    )
    return [{"机构": {"所在地": place, "镇街": name}} for place, name in results]


def _at_cell(fault: Diagnostic, lists: Sequence[tuple[str, int, int, SheetInput]]) -> Diagnostic:
    """A fault of an item of the lists at its cell. lists: for each kind and sheet the first of its items and that behind the last."""
    match = _ITEM.match(fault.where)
    for kind, first, behind, sheet in lists:
        if match is not None and match["kind"] == kind and first <= int(match["index"]) < behind:
            where = f"{sheet.book.name}: {kind}[{int(match['index']) - first}]{fault.where[match.end() :]}"
            (named,) = sheet.places.named([replace(fault, where=where)])
            return named
    return fault
