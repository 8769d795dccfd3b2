"""At which values districts turn where a document has several versions: the number of one of them, for those whom it judges.

In 城阳区 65 of 100 beds are in use. 「低于」: at 65% the rate is not below, and just above it is. All documents are invented.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from reasoner.batch.simulation import Simulation
from reasoner.driver.simulation.page import page_of
from reasoner.driver.simulation.simulate import Supposition, simulate
from reasoner.model.rule_base import RuleBase
from tests.register.test_batch import ROW, written
from tests.register.test_versions import FIRST, RATE, SECOND, THIRD
from tests.register.test_versions import base as base
from tests.versions.invented import BEDS

DAYS = ("2023-07-29", FIRST, "2024-06-30", SECOND, "2025-12-31", THIRD)
TURNS = [("65%", False, False, True)]
in_turn = pytest.mark.parametrize("base", ["each takes the place of the one before"], indirect=True)
transitional = pytest.mark.parametrize("base", ["earlier applications keep the former rules"], indirect=True)


def made(folder: Path, numbers: list[str], as_of: str | None = None, documents: tuple[str, ...] = ()) -> Simulation:
    """One application of every day of DAYS."""
    rows = [ROW | {"编号": f"A{i}", "日期": day, "床位类别": "综合"} for i, day in enumerate(DAYS)]
    register, figures = written(folder, rows), written(folder, [RATE], "figures.parquet")
    return simulate(
        Supposition(
            register, folder / "果.json", numbers, indicators=figures, as_of=as_of, documents=documents, names=True
        )
    )


def counts(simulation: Simulation) -> list[tuple[str, str, str, int, list[tuple[str, bool, bool, bool]]]]:
    return [
        (s.version, s.value, p.region, p.count, [(t.value, t.below, t.at, t.above) for t in p.points])
        for s in simulation.sweeps
        for p in s.places
    ]


@in_turn
@pytest.mark.parametrize(
    ("version", "value", "judged", "changed"),
    [(FIRST, "60%", 2, ["A1", "A2"]), (SECOND, "70%", 2, []), (THIRD, "60%", 1, ["A5"])],
)
def test_the_number_of_a_version_turns_those_whom_it_judges(
    version: str, value: str, judged: int, changed: list[str], base: RuleBase, tmp_path: Path
) -> None:
    """Received before 2024-07-01 the first judges, before 2026-01-01 the second, then the third; on 2023-07-29 none is in force."""
    assert base.several
    simulation = made(tmp_path, [f"{BEDS}@{version}/p1=66%"])
    assert counts(simulation) == [(version, value, "城阳区", judged, TURNS)]
    assert [c.application for c in simulation.changes] == changed
    assert f"({version}版)" in simulation.supposed[0]
    assert any(f"（{version}版）" in c.heading or f"({version}版)" in c.heading for c in page_of(simulation).sweeps)


@in_turn
def test_where_no_version_is_named_it_is_the_last(base: RuleBase, tmp_path: Path) -> None:
    assert base.several
    assert counts(made(tmp_path, [f"{BEDS}/p1=66%"])) == [(THIRD, "60%", "城阳区", 1, TURNS)]


@in_turn
def test_two_versions_at_once(base: RuleBase, tmp_path: Path) -> None:
    assert base.several
    simulation = made(tmp_path, [f"{BEDS}@{FIRST}/p1=66%", f"{BEDS}@{SECOND}/p1=64%"])
    assert counts(simulation) == [(FIRST, "60%", "城阳区", 2, TURNS), (SECOND, "70%", "城阳区", 2, TURNS)]
    assert [c.application for c in simulation.changes] == ["A1", "A2", "A3", "A4"]


@transitional
def test_whoever_keeps_the_former_rules_turns_with_them(base: RuleBase, tmp_path: Path) -> None:
    """On 2026-07-01: received before 2024-07-01 by the first version, before 2026-01-01 by the second, then by the third (2.26)."""
    assert base.several
    simulation = made(tmp_path, [f"{BEDS}@{FIRST}/p1=66%"], "2026-07-01")
    assert counts(simulation) == [(FIRST, "60%", "城阳区", 3, TURNS)]
    assert [c.application for c in simulation.changes] == ["A0", "A1", "A2"]


@in_turn
def test_on_a_day_the_version_of_that_day_turns_all(base: RuleBase, tmp_path: Path) -> None:
    assert base.several
    simulation = made(tmp_path, [f"{BEDS}@{SECOND}/p1=64%"], "2025-01-01")
    assert counts(simulation) == [(SECOND, "70%", "城阳区", 6, TURNS)]
    other = made(tmp_path, [f"{BEDS}@{FIRST}/p1=66%"], "2025-01-01")
    assert (counts(other), other.changed) == ([], 0), "the first judges nobody on that day"


@in_turn
def test_a_version_that_is_looked_at_alone(base: RuleBase, tmp_path: Path) -> None:
    """It is in force on its own days and no others (2.33)."""
    assert base.several
    simulation = made(tmp_path, [f"{BEDS}@{SECOND}/p1=64%"], documents=(f"{BEDS}@{SECOND}",))
    assert counts(simulation) == [(SECOND, "70%", "城阳区", 2, TURNS)]
