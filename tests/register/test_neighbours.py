"""`tiaoli batch --neighbours`: every pair within a walk and no other, by the geodesic; systems that are not compared are named."""

from __future__ import annotations

import csv
import math
import os
import random
import tempfile
from collections.abc import Mapping, Sequence
from itertools import combinations
from pathlib import Path

import pytest
from geographiclib.geodesic import Geodesic

from reasoner.batch.distance import BAND, FARTHEST, LIKELY, Position, geodesic, how_near, metres, to_measure
from reasoner.driver.current_rule_base import rule_base
from reasoner.driver.register.neighbours import EAST, NORTH
from tests.register.test_batch import codes, faults_of, judged, written

WGS = Geodesic.WGS84
SHOP = {
    "事项": "新增定点零售药店", "日期": "2024-05-01", "类型": "零售药店", "所在地": "城阳区", "坐标系": "CGCS2000",
}  # fmt: skip
CLAUSE = "qingdao-2023-18-medical/3.2.p1.s2"


def shop(number: str, north: float, east: float, **more: str) -> dict[str, str]:
    return SHOP | {"编号": number, "纬度": f"{north:.9f}", "经度": f"{east:.9f}"} | more


def near(folder: Path, rows: Sequence[Mapping[str, str]], file: str = "") -> list[dict[str, str]]:
    judged(folder, written(folder, rows), neighbours=str(folder / "near.csv"), force=True)  # type: ignore[arg-type]
    return table(folder, file)


def table(folder: Path, file: str = "") -> list[dict[str, str]]:
    with (folder / f"near.csv{file}").open(encoding="utf-8-sig", newline="") as rows:
        return list(csv.DictReader(rows))


def at(metres_away: float, bearing: float, north: float = 36.3, east: float = 120.4) -> tuple[float, float]:
    """Degrees of a point so far from another, by the geodesic of Karney (2013)."""
    point = WGS.Direct(north, east, bearing, metres_away)
    return point["lat2"], point["lon2"]


def test_the_distance_is_the_geodesic_within_a_millimetre() -> None:
    rng = random.Random(20)
    for _ in range(5000):
        north, east = rng.uniform(3, 54), rng.uniform(73, 136)
        far = rng.uniform(0, 2000)
        other = at(far, rng.uniform(0, 360), north, east)
        one, two = (Position(lon, lat, "WGS-84") for lat, lon in ((north, east), other))
        assert abs(geodesic(one, two) - far) < 0.001
        assert geodesic(one, two) == geodesic(two, one)
        assert metres(one, two) == round(geodesic(one, two) / 10) * 10


def test_whoever_is_near_lies_in_a_cell_beside() -> None:
    """Else a pair could be missed: at the south and the north of China a cell is wider than what is searched."""
    for north in (3.0, 54.0 - NORTH):
        corner = Position(73, north, "WGS-84")
        assert geodesic(corner, Position(73, north + NORTH, "WGS-84")) > FARTHEST + BAND
        assert geodesic(Position(73, 54, "WGS-84"), Position(73 + EAST, 54, "WGS-84")) > FARTHEST + BAND


def test_every_pair_of_one_kind_is_there_and_no_other(tmp_path: Path) -> None:
    """All pairs one by one, by the geodesic: dense around the corners of cells, two kinds, both systems."""
    rng = random.Random(7)
    rows = []
    for i in range(240):
        north = NORTH * round(36.3 / NORTH) + rng.uniform(-0.02, 0.02)
        east = EAST * round(120.4 / EAST) + rng.uniform(-0.03, 0.03)
        kind = {"类型": "诊所", "事项": "新增个人账户定点"} if i % 3 == 0 else {}
        rows.append(shop(f"A{i}", north, east, 坐标系=rng.choice(["WGS-84", "CGCS2000"]), **kind))
    wanted = {}
    for one, other in combinations(rows, 2):
        far = WGS.Inverse(*(float(r[k]) for r in (one, other) for k in ("纬度", "经度")))["s12"]
        if one["类型"] == other["类型"] and far <= FARTHEST + BAND:
            wanted[one["编号"], other["编号"]] = far
    pairs = near(tmp_path, rows)
    assert len(wanted) > 1000
    assert {(p["编号"], p["邻近编号"]) for p in pairs} == set(wanted)
    for pair in pairs:
        far = wanted[pair["编号"], pair["邻近编号"]]
        assert abs(float(pair["直线距离米"]) - far) <= 0.0501
        assert pair["说明"].startswith(how_near(math.ceil(far)) or "直线距离略超过1250米")
        assert pair["说明"].endswith("接近界限,须实地测量") is to_measure(far)


@pytest.mark.parametrize(
    ("far", "listed", "measure", "words"),
    [
        (LIKELY - BAND - 0.1, True, False, "很可能"), (LIKELY - 0.1, True, True, "很可能"),
        (LIKELY + 0.1, True, True, "可能"), (FARTHEST - BAND - 0.1, True, False, "可能"), (FARTHEST - 0.1, True, True, "可能"),
        (FARTHEST + 0.1, True, True, "直线距离略超过"), (FARTHEST + BAND - 0.1, True, True, "直线距离略超过"),
        (FARTHEST + BAND + 0.1, False, False, ""),
    ],
)  # fmt: skip
def test_at_the_limits(far: float, listed: bool, measure: bool, words: str, tmp_path: Path) -> None:
    for bearing in (0.0, 77.0):
        pairs = near(tmp_path, [shop("A1", 36.3, 120.4), shop("A2", *at(far, bearing))])
        assert bool(pairs) is listed
        for pair in pairs:
            assert pair["说明"].startswith(words)
            assert ("须实地测量" in pair["说明"]) is measure


def test_the_clause_stands_beside_word_for_word(tmp_path: Path) -> None:
    """Where documents held for the place speak of it on the matter; in 济南市 nobody does."""
    rows = [shop("A1", 36.3, 120.4, 名称="甲药房"), shop("A2", 36.301, 120.4, 名称="乙药房")]
    (pair,) = near(tmp_path, rows)
    clause = rule_base().documents[CLAUSE.partition("/")[0]].clauses[CLAUSE]
    assert (pair["条款"], pair["原文"]) == (CLAUSE, clause.quote)
    assert "步行15分钟范围内有同类型定点医药机构" in pair["原文"]
    assert pair["依据"].startswith("《青岛市医疗保障定点医药服务资源配置规划")
    assert (pair["机构名称"], pair["邻近机构名称"], pair["类型"]) == ("甲药房", "乙药房", "零售药店")
    (elsewhere,) = near(tmp_path, [r | {"所在地": "370102"} for r in rows])
    assert (elsewhere["条款"], elsewhere["原文"]) == ("", "")


@pytest.mark.parametrize(
    ("system", "reason"), [("GCJ-02", "没有公开的准确换算"), ("BD-09", "没有公开的准确换算"), ("北京54", "参心坐标系"), ("西安80", "参心坐标系"),
     ("百度坐标系", "BD-09"), ("北京1954坐标系", "北京54"), ("1980年西安坐标系", "西安80"), ("火星坐标", "GCJ-02"),
     ("WGS84", "须写作 WGS-84"), ("国家2000", "须写作 CGCS2000"), (None, "没有写明坐标系"),
     # What merely contains such a name is none of them.
     ("独立坐标系1980A", "坐标系不明"), ("青岛市54号控制网", "坐标系不明"), ("ABD", "坐标系不明"), ("%", "坐标系不明")]
)  # fmt: skip
def test_other_systems_are_refused_with_the_reason(system: str | None, reason: str, tmp_path: Path) -> None:
    wrong = {k: v for k, v in (shop("A2", 36.3, 120.4) | {"坐标系": system}).items() if v is not None}
    assert near(tmp_path, [shop("A1", 36.3, 120.4), wrong, shop("A3", 36.3, 120.4)])[0]["邻近编号"] == "A3"
    (refused,) = table(tmp_path, ".refused.csv")
    assert (refused["第几份"], refused["行"], refused["列"], refused["编号"]) == ("2", "3", "坐标系", "A2")
    assert reason in refused["原因"]


def test_degrees_that_are_not_in_china_are_named_by_their_column(tmp_path: Path) -> None:
    rows = [shop("A1", 36.3, 120.4), shop("A2", 120.4, 36.3), shop("A3", 36.3, 120.4) | {"纬度": "三十六"}]
    assert near(tmp_path, rows) == []
    assert [(r["编号"], r["列"]) for r in table(tmp_path, ".refused.csv")] == [("A2", "经度"), ("A3", "纬度")]
    assert {f[3] for f in faults_of(tmp_path)} == {"A2", "A3"}


def test_places_without_a_neighbour_and_towns_without_residential_care(tmp_path: Path) -> None:
    rows = [
        shop("A1", 36.3, 120.4, 镇街="甲街道"), shop("A2", 36.3005, 120.4, 镇街="甲街道"),
        shop("A3", 36.4, 120.5, 镇街="乙街道"),
        shop("A4", 36.45, 120.5, 镇街="乙街道", 类型="养老机构", 事项="新增购买院护床位", 已定点="院护"),
        {k: v for k, v in shop("A5", 0, 0, 镇街="丙街道").items() if k not in ("经度", "纬度", "坐标系")},
    ]  # fmt: skip
    near(tmp_path, rows)
    by_town = {r["镇街"]: r for r in table(tmp_path, ".areas.csv")}
    counts = {t: tuple(r[k] for k in ("机构数", "参加比较", "没有邻近的", "院护机构")) for t, r in by_town.items()}
    assert counts == {"甲街道": ("2", "2", "0", "0"), "乙街道": ("2", "2", "2", "1"), "丙街道": ("1", "0", "0", "0")}
    assert by_town["甲街道"]["说明"] == "名册中这个镇街没有院护机构"
    assert by_town["乙街道"]["说明"] == "参加比较的机构步行范围内都没有同类机构"
    assert by_town["丙街道"]["说明"] == "名册中这个镇街没有院护机构;有的没有参加比较,不能说没有邻近"
    assert "步行15分钟" in by_town["乙街道"]["步行原文"]


def test_a_register_that_cannot_be_compared_is_refused(tmp_path: Path) -> None:
    row = {k: v for k, v in shop("A1", 36.3, 120.4).items() if k != "坐标系"}
    lacking = {k: v for k, v in row.items() if k not in ("经度", "纬度")}
    assert codes(tmp_path, written(tmp_path, [lacking]), neighbours=str(tmp_path / "n.csv")) == ["B129"]
    assert codes(tmp_path, written(tmp_path, [lacking]), neighbours=str(tmp_path / "n.xlsx")) == ["B129"]
    assert codes(tmp_path, written(tmp_path, [lacking]), neighbours=str(tmp_path / "out.parquet")) == ["B129"]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.parquet"]


def test_pairs_at_the_limit_are_found_everywhere_in_china_in_any_direction(tmp_path: Path) -> None:
    """What is left out before the distance is worked out lies farther apart: nothing is lost from 3 to 54 degrees."""
    rng, rows, wanted = random.Random(54), [], set()
    for i in range(400):
        north, east = rng.uniform(3.1, 53.9), 74 + i * 0.15
        other = at(FARTHEST + BAND - 0.01, rng.uniform(0, 360), north, east)
        rows += [shop(f"A{i}", north, east), shop(f"B{i}", *other)]
        wanted.add((f"A{i}", f"B{i}"))
    assert {(p["编号"], p["邻近编号"]) for p in near(tmp_path, rows)} == wanted


@pytest.mark.parametrize("place", ["缺/near.csv", "文件/near.csv"])
def test_a_folder_that_lets_nothing_be_written_is_named_before_anything_is_in_place(place: str, tmp_path: Path) -> None:
    (tmp_path / "文件").write_text("", encoding="utf-8")
    register = written(tmp_path, [shop("A1", 36.3, 120.4)])
    assert codes(tmp_path, register, neighbours=str(tmp_path / place)) == ["U107"]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.parquet", "文件"]


def test_a_target_that_is_a_folder_leaves_everything_as_it_was(tmp_path: Path) -> None:
    """The last of the outputs cannot be put in place: the first is not put there either."""
    (tmp_path / "别处" / "near.csv.refused.csv").mkdir(parents=True)
    register = written(tmp_path, [shop("A1", 36.3, 120.4)])
    assert codes(tmp_path, register, neighbours=str(tmp_path / "别处" / "near.csv")) == ["U107"]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.parquet", "别处"]
    assert [p.name for p in (tmp_path / "别处").iterdir()] == ["near.csv.refused.csv"]


SHM = Path("/dev/shm")


@pytest.mark.skipif(not SHM.is_dir(), reason="there is no second disk")
def test_neighbours_lie_on_another_disk(tmp_path: Path) -> None:
    with tempfile.TemporaryDirectory(dir=SHM) as folder:
        if os.stat(folder).st_dev == tmp_path.stat().st_dev:
            pytest.skip("it is the same disk")
        register = written(tmp_path, [shop("A1", 36.3, 120.4), shop("A2", 36.301, 120.4)])
        judged(tmp_path, register, neighbours=f"{folder}/near.csv")
        assert sorted(os.listdir(folder)) == ["near.csv", "near.csv.areas.csv", "near.csv.refused.csv"]
        assert "A2" in (Path(folder) / "near.csv").read_text(encoding="utf-8-sig")
    assert (tmp_path / "out.parquet").exists()


def test_a_row_without_a_place_whose_position_is_wrong_is_left_out(tmp_path: Path) -> None:
    """It has a fault, so it is not judged whatever its place may be."""
    wrong = {k: v for k, v in shop("A2", 36.3, 120.4, 坐标系="北京54").items() if k != "所在地"}
    judged(tmp_path, written(tmp_path, [shop("A1", 36.3, 120.4), wrong]))
    assert [(f[3], f[4]) for f in faults_of(tmp_path)] == [("A2", "F134")]
