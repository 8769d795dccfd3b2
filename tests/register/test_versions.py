"""Documents of several versions in a register: each row is judged by the version of its day, and what was received before a first
day by the former rules where the text says so, as the interpreter does (semantics §2). All documents are invented.

In 城阳区 65 of 100 beds are in use: 「低于60%」 does not bar, 「低于70%」 does.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from policy_dsl.reading import NOT_HELD
from reasoner.driver import current_rule_base
from reasoner.model.rule_base import RuleBase
from tests.office.postgresql_cluster import cluster
from tests.register.agreement import compared
from tests.register.engine_agreement import differences
from tests.register.test_batch import ROW, judged, written
from tests.register.test_engines import spark as spark
from tests.versions.invented import BEDS, TRANSITION, base_of, load_driver, version

FIRST, SECOND, THIRD = "2023-07-30", "2024-07-01", "2026-01-01"
RATE = {"地区": "城阳区", "名称": "床位使用率", "数值": "65%", "时点": "2021-12-31"}

BASES = {
    "each takes the place of the one before": (
        version(1, "60%", FIRST), version(2, "70%", SECOND, replaces=FIRST), version(3, "60%", THIRD, replaces=SECOND),
    ),
    "one ends before the next begins": (version(1, "70%", FIRST, "2024-01-01"), version(2, "60%", SECOND)),
    "earlier applications keep the former rules": (
        version(1, "60%", FIRST, "2025-10-09"), version(2, "70%", SECOND, replaces=FIRST, transition=TRANSITION),
        version(3, "60%", THIRD, replaces=SECOND, transition=TRANSITION),
    ),
    "the first leaves it to rules that nobody holds": (
        version(1, "70%", FIRST, replaces=NOT_HELD, transition=TRANSITION), version(9, "60%", "2022-06-08", id_="invented-other"),
    ),
    "a repealed one between two": (
        version(1, "70%", FIRST, repealed="2024-01-01"), version(2, "60%", SECOND, transition=TRANSITION, replaces=FIRST),
    ),
    "another document succeeds and leaves earlier applications to it": (
        version(1, "70%", FIRST, "2024-06-30"),
        version(9, "60%", SECOND, id_="invented-other", succeeds=BEDS, transition=TRANSITION),
    ),
}  # fmt: skip
DAYS = (None, "2024-06-30", "2024-07-01", "2026-07-01")


@cache
def base_named(name: str) -> RuleBase:
    return base_of(*BASES[name])


@pytest.fixture
def base(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> RuleBase:
    load_driver()
    of = base_named(request.param)
    monkeypatch.setattr(current_rule_base, "rule_base", lambda: of)
    return of


def _in(name: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("base", [name], indirect=True)


every_base = pytest.mark.parametrize("base", list(BASES), indirect=True)


@every_base
@pytest.mark.parametrize("as_of", DAYS)
def test_each_row_is_judged_by_the_version_of_its_day(base: RuleBase, as_of: str | None, tmp_path: Path) -> None:
    result = compared(400, 5, tmp_path, (), as_of)
    assert result.differences == ()
    assert result.rows > 250
    if as_of is None:
        assert {rule for rule, _ in result.statuses} == {n.id for d in base.every for n in d.all_norms}


def outcomes(folder: Path, as_of: str | None = None, **more: str) -> dict[str, str]:
    """By day of receipt what beds in 城阳区 come to."""
    days = ("2023-07-29", FIRST, "2024-06-30", SECOND, "2025-12-31", THIRD)
    rows = [ROW | {"编号": f"A{i}", "日期": day, "床位类别": "综合"} for i, day in enumerate((*days[3:], *days[:3]))]
    register, figures = written(folder, rows), written(folder, [RATE], "figures.parquet")
    given = {"as_of": as_of} if as_of else {}
    _, came = judged(folder, register, indicators=figures, **given, **more)
    assert [r[0] for r in came] == [f"A{i}" for i in range(6)]
    return dict(zip((*days[3:], *days[:3]), (str(r[1]) for r in came), strict=True))


@_in("each takes the place of the one before")
def test_rows_of_several_versions_come_out_in_the_order_of_the_register(base: RuleBase, tmp_path: Path) -> None:
    assert base.several
    assert outcomes(tmp_path) == {
        "2023-07-29": "out_of_force", FIRST: "may_proceed", "2024-06-30": "may_proceed", SECOND: "barred",
        "2025-12-31": "barred", THIRD: "may_proceed",
    }  # fmt: skip


@_in("each takes the place of the one before")
def test_on_another_day_the_version_is_that_of_this_day(base: RuleBase, tmp_path: Path) -> None:
    """Without a transitional rule the day of receipt is nothing to the version (2.25)."""
    assert base.several
    assert set(outcomes(tmp_path, "2025-01-01").values()) == {"barred"}


@_in("earlier applications keep the former rules")
def test_earlier_applications_keep_the_former_rules(base: RuleBase, tmp_path: Path) -> None:
    """On 2026-07-01 by the third; received before it by the second, and before that by the first, which began on 2023-07-30 (2.26)."""
    assert base.several
    assert outcomes(tmp_path, "2026-07-01") == {
        "2023-07-29": "may_proceed", FIRST: "may_proceed", "2024-06-30": "may_proceed", SECOND: "barred",
        "2025-12-31": "barred", THIRD: "may_proceed",
    }  # fmt: skip


@_in("each takes the place of the one before")
def test_a_version_that_is_named_judges_every_row(base: RuleBase, tmp_path: Path) -> None:
    """It is in force on no other days than its own (2.33)."""
    assert base.several
    assert outcomes(tmp_path, documents=(f"{BEDS}@{SECOND}",)) == {  # type: ignore[arg-type]
        "2023-07-29": "out_of_force", FIRST: "out_of_force", "2024-06-30": "out_of_force", SECOND: "barred",
        "2025-12-31": "barred", THIRD: "out_of_force",
    }  # fmt: skip


@_in("earlier applications keep the former rules")
def test_postgresql_judges_by_versions_alike(base: RuleBase, tmp_path: Path) -> None:
    assert base.several
    with cluster() as running:
        address = running.new_database()
        for as_of in (None, "2026-07-01"):
            assert differences("postgresql", address, 300, 7, tmp_path, (), as_of) == []


@pytest.mark.usefixtures("spark")
@_in("earlier applications keep the former rules")
@pytest.mark.parametrize("as_of", [None, "2026-07-01"])
def test_spark_judges_by_versions_alike(base: RuleBase, as_of: str | None, tmp_path: Path) -> None:
    """Three versions of a document in one register: by the day of receipt, and on another day with the transitional rule."""
    assert base.several
    assert differences("spark", None, 250, 7, tmp_path, (), as_of) == []
