"""What is left below caps, and at which values of a number districts turn: worked by hand from the words of the clauses."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from reasoner.batch.simulation import Simulation
from reasoner.driver.simulation.simulate import Supposition, simulate

CAP = "qingdao-2023-18-medical/3.1.p1.s1"
BEDS = f"{CAP}#住院床位总量"
HEAD = "编号,事项,日期,名称,类型,所在地,床位类别,床位数"


def made(folder: Path, rows: Sequence[str], figures: Sequence[str], number: str) -> Simulation:
    """What comes of a register of some rows and figures."""
    (folder / "名册.csv").write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")
    (folder / "指标.csv").write_text("\n".join(["地区,名称,数值,时点", *figures]) + "\n", encoding="utf-8")
    register, indicators = str(folder / "名册.csv"), str(folder / "指标.csv")
    return simulate(Supposition(register, folder / "果.json", [number], indicators=indicators))


def row(number: int, place: str, beds: str) -> str:
    return f"A-{number},新增购买住院床位,2024-05-01,甲,综合医院,{place},综合,{beds}"


def test_the_room_is_the_limit_less_what_there_is_exactly(tmp_path: Path) -> None:
    """7.5 per thousand of 10,000,001 residents is 75000.0075; less 74,990 leaves 10.0075: ten beds fit. At 7.4: 74000.0074."""
    figures = ["青岛市,医保购买住院床位数,74990,2023-12-31", "青岛市,常住人口,10000001,2023-12-31"]
    simulation = made(tmp_path, [row(1, "城阳区", "10"), row(2, "胶州市", "11")], figures, f"{BEDS}=7.4张/千常住人口")
    assert simulation.rooms_on == "2024-05-01"
    (room,) = [r for r in simulation.rooms if r.rule == BEDS]
    assert (room.of, room.districts) == ("青岛市", ("城阳区", "胶州市"))
    assert (room.now.room, room.now.fits) == ("10.0075", 10)
    assert (room.supposed.room, room.supposed.fits) == ("-989.9926", 0)
    assert [(f.fact, f.value, f.as_at) for f in room.now.figures] == [
        ("医保购买住院床位数", "74990", "2023-12-31"),
        ("常住人口", "10000001", "2023-12-31"),
    ]


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        (["青岛市,医保购买住院床位数,74990,2023-12-31"], "青岛市常住人口不详"),
        (["青岛市,常住人口,10000001,2023-12-31"], "青岛市医保购买住院床位数不详"),
    ],
)
def test_what_is_unknown_stays_unknown_and_is_told(tmp_path: Path, figures: list[str], words: str) -> None:
    simulation = made(tmp_path, [row(1, "城阳区", "10")], figures, f"{BEDS}=7.4张/千常住人口")
    (room,) = [r for r in simulation.rooms if r.rule == BEDS]
    assert (room.now.room, room.now.fits, room.supposed.fits) == ("", None, None)
    assert words in room.now.unknown
    ((place,),) = [s.places for s in simulation.sweeps]
    assert (place.points, place.unsure) == ((), 1)
    assert words in place.unknown


def test_a_district_turns_where_the_stock_with_what_is_asked_for_reaches_the_limit(tmp_path: Path) -> None:
    """「不超过」: 70,000 and 100 for 7,000,000 residents is 10 and 1/70 per thousand: 701/70. At that very value nothing is exceeded;
    below it is. Who asks for 700 beds turns at 10.1."""
    figures = ["青岛市,医保购买住院床位数,70000,2023-12-31", "青岛市,常住人口,7000000,2023-12-31"]
    rows = [row(1, "城阳区", "100"), row(2, "城阳区", "700"), row(3, "城阳区", "100"), row(4, "胶州市", "不详")]
    simulation = made(tmp_path, rows, figures, f"{BEDS}=11张/千常住人口")
    (sweep,) = simulation.sweeps
    assert (sweep.value, sweep.supposed_value) == ("7.5张/千常住人口", "11张/千常住人口")
    by_region = {p.region: p for p in sweep.places}
    points = by_region["城阳区"].points
    assert [(p.value, p.below, p.at, p.above, p.count) for p in points] == [
        ("701/70张/千常住人口", True, False, False, 2),
        ("10.1张/千常住人口", True, False, False, 1),
    ]
    assert (by_region["胶州市"].points, by_region["胶州市"].unsure) == ((), 1)


def test_below_is_strict(tmp_path: Path) -> None:
    """「低于75%」: a rate of 75% is not below 75%, and is below whatever is more."""
    figures = ["城阳区,床位使用率,75%,2023-12-31", "市本级,床位使用率,81.25%,2023-12-31"]
    number = "qingdao-2023-18-medical/3.1.p2=80%"
    simulation = made(tmp_path, [row(1, "城阳区", "10"), row(2, "市南区", "10")], figures, number)
    by_region = {p.region: [(t.value, t.below, t.at, t.above) for t in p.points] for p in simulation.sweeps[0].places}
    assert by_region == {
        "城阳区": [("75%", False, False, True)],
        "市南区": [("81.25%", False, False, True)],
    }


def test_where_a_district_turns_its_applications_flip(tmp_path: Path) -> None:
    """What the sweep says of a value is what judging says on either side of it."""
    figures = [
        "青岛市,医保购买住院床位数,50000,2023-12-31",
        "青岛市,常住人口,10000000,2023-12-31",
        "城阳区,床位使用率,71.5%,2023-12-31",
    ]
    outcomes = []
    for number in ("71.5%", "71.51%"):
        simulation = made(tmp_path, [row(1, "城阳区", "10")], figures, f"qingdao-2023-18-medical/3.1.p2={number}")
        assert [p.value for p in simulation.sweeps[0].places[0].points] == ["71.5%"]
        outcomes.append(simulation.changed)
    assert outcomes == [1, 0], "at 71.5% it no longer bars; just above it bars as it does today"
