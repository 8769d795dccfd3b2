"""Simulations that the window asks for: what is supposed is checked before anything is sent, the register is judged in a worker."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import msgspec

from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.batch.simulation import Simulation
from reasoner.driver import current_rule_base, draft_folders
from reasoner.driver.simulation.page import page_of
from reasoner.driver.simulation.simulate import Supposition, simulate, supposed_base
from reasoner.driver.window.cases import ledger_entries
from reasoner.driver.window.simulation_question import SimulationFiles, SimulationQuestion
from reasoner.model.application import FactKey, Observation
from reasoner.render.html.simulation_page_model import SimulationPage

MOST_NAMED: Final = 5000
"""So many are kept by name; of more there are numbers."""
_UNNAMED: Final = "只列份数,不列出是谁:编号和机构名称由经办、复核、法制、负责人查看。"
_READ: Final = 50
"""Per cent of the work of a simulation that is done when both passes are."""
_ON_FILE: Final = (("indicators", "指标"), ("determinations", "认定"))


def check(question: SimulationQuestion) -> tuple[str, ...]:
    """What is supposed, in sentences. Raises Faults with what cannot be."""
    lacking = [Diagnostic(code, where, "没有写", allowed) for code, where, allowed in _lacking(question)]
    if lacking:
        raise Faults(lacking)
    base = current_rule_base.rule_base()
    day = current_rule_base.as_day(question.as_of or None)
    try:
        return supposed_base(base, _supposition(question, Path("测算.json"), ""), day)[2]
    except Faults as error:
        places = {"number": "假设的数", "reading": "条文理解", "draft": "草案", "day": "适用日期"}
        where = places[question.kind]
        # On the page there are fields, and no options of a command line.
        named = [msgspec.structs.replace(f, where=where) if f.where.startswith("--") else f for f in error.diagnostics]
        raise Faults(named) from None


def _lacking(question: SimulationQuestion) -> Iterator[tuple[str, str, str]]:
    """What a supposition needs and does not say: code, field, what may be written."""
    match question.kind:
        case "number":
            if not question.clause:
                yield "B121", "条款", "有数可改的条款"
            if not question.value:
                yield "B123", "假设的数", "与原文同样的单位,如 70%、1.1万张、0.5张/千常住人口"
        case "reading" if not question.reading:
            yield "B127", "条文理解", "登记的条文理解"
        case "day" if not question.as_of:
            yield "B125", "适用日期", "如 2025-12-31"


def simulated(
    question: SimulationQuestion, files: SimulationFiles, folder: Path, progress: Callable[[int, int], None]
) -> Simulation:
    """Judge the register under the supposition. Raises Faults."""
    progress(0, 100)
    tables: dict[str, str] = {}
    for name, content in (
        ("register", files.register),
        ("indicators", files.indicators),
        ("determinations", files.determinations),
    ):
        if content:
            path = folder / getattr(question, name)
            path.write_bytes(content)
            tables[name] = str(path)
    kept = {s: items for name, s in _ON_FILE if name not in tables and (items := files.ledger.get(s))}
    on_file: dict[FactKey, tuple[Observation, ...]] = {}
    for entry in sorted(ledger_entries(kept), key=lambda e: e.observation.as_at):
        on_file[entry.key] = (*on_file.get(entry.key, ()), entry.observation)
    supposition = _supposition(question, folder / "simulated.json", tables["register"])._replace(
        indicators=tables.get("indicators"), determinations=tables.get("determinations"), names=True, most=MOST_NAMED,
        force=True, on_file=on_file,
    )  # fmt: skip

    def explained(done: int, of: int) -> None:
        progress(_READ + done * (100 - _READ) // max(of, 1), 100)

    made = simulate(supposition, explained)
    return msgspec.structs.replace(made, register=question.register)


def _supposition(question: SimulationQuestion, output: Path, register: str) -> Supposition:
    after = None
    if question.kind == "draft":
        folder = draft_folders.folder_of(question.draft)
        if folder is None:
            raise Faults(
                [Diagnostic("U106", "草案", f"没有「{question.draft}」这份文件的草案", hint="先在入库里写好草案")]
            )
        after = folder.path
    reading = question.reading if question.kind == "reading" else None
    return Supposition(register, output, question.numbers, after, reading, question.as_of or None)


def without_names(made: Simulation) -> Simulation:
    """The same in numbers alone."""
    return msgspec.structs.replace(made, named=False, changes=(), otherwise_grounded=())


def page_shown(made: Simulation) -> SimulationPage:
    """What the page of a simulation has."""
    return page_of(made, _UNNAMED)


def file_of(made: Simulation, form: str) -> bytes:
    """A simulation as a file: .html, .xlsx or .json."""
    if form == ".xlsx":
        from reasoner.sheets.save import workbook_content
        from reasoner.sheets.simulation_workbook import simulation_sheets

        return workbook_content(Path("测算.xlsx"), simulation_sheets(made))
    if form == ".html":
        from reasoner.render.html.pages import simulation_page

        return simulation_page(page_shown(made)).encode()
    return msgspec.json.format(msgspec.json.encode(made), indent=2) + b"\n"
