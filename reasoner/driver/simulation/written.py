"""A simulation in its form: JSON, a page, a workbook; written whole or not at all."""

from __future__ import annotations

import msgspec

from reasoner.batch.simulation import Simulation
from reasoner.driver.simulation.simulate import Supposition, overwriting_of
from reasoner.sheets.save import save, save_workbook


def write_simulation(made: Simulation, supposition: Supposition) -> None:
    """Write a simulation to its file. Raises Faults: S140, U109, U110."""
    suffix, overwriting = supposition.output.suffix.lower(), overwriting_of(supposition)
    if suffix == ".xlsx":
        from reasoner.sheets.simulation_workbook import simulation_sheets

        save_workbook(supposition.output, simulation_sheets(made), overwriting)
    elif suffix == ".html":
        from reasoner.driver.simulation.page import page_of
        from reasoner.render.html.pages import simulation_page

        save(supposition.output, simulation_page(page_of(made)).encode(), overwriting)
    else:
        save(supposition.output, msgspec.json.format(msgspec.json.encode(made), indent=2) + b"\n", overwriting)
