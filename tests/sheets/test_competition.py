"""Applications that exclude each other are found and shown beside the verdicts; none of it changes a verdict."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import msgspec
import openpyxl
import workbooks_made as made

from reasoner.batch.distance import Position, how_near, metres
from reasoner.driver import workbooks
from reasoner.model.verdict import Verdict

RATES: list[dict[str, Any]] = [
    {"地区": "城阳区", "名称": "床位使用率", "数值": "80%", "时点": "2024-03-31"},
    {"地区": "青岛市", "名称": "医保购买住院床位数", "数值": 77400, "时点": "2023-12-31"},
    {"地区": "青岛市", "名称": "常住人口", "数值": 10342100, "时点": "2023-12-31"},
    {"地区": "城阳区", "名称": "医疗费用增长率", "数值": "4%", "时点": "2023"},
    {"地区": "青岛市", "名称": "医疗费用增长率", "数值": "5%", "时点": "2023"},
    {"地区": "郑州市", "名称": "定点医药机构数", "数值": 99, "时点": "2025-09-30"},
    {"地区": "郑州市", "名称": "定点医药机构配置总量", "数值": 100, "时点": "2025-09-30"},
]


def beds(name: str, number: int, **more: Any) -> dict[str, Any]:
    facility = {"名称": name, "类型": "综合医院", "等级": "二级", "所在地": "城阳区"} | more
    return made.APPLICATION | {"编号": name, "床位数": number, "机构": facility}


def shop(
    name: str, where: tuple[float, float] | None = None, town: str = "", place: str = "城阳区", **more: Any
) -> dict[str, Any]:
    facility = {"名称": name, "类型": "零售药店", "所在地": place} | ({"镇街": town} if town else {})
    data = {
        "编号": name,
        "事项": "新增定点零售药店",
        "日期": "2024-05-01",
        "机构": facility,
        "步行15分钟内同类型定点机构数": 0,
    } | more
    return data | ({"位置": {"经度": where[0], "纬度": where[1], "坐标系": "CGCS2000"}} if where else {})


def found(tmp_path: Path, applications: list[dict[str, Any]]) -> tuple[list[Verdict], list[dict[str, Any]]]:
    path = tmp_path / "申请.json"
    path.write_text(json.dumps({"申请": applications, "指标": RATES}, ensure_ascii=False), encoding="utf-8")
    verdicts, _, batch = workbooks.check([path])
    judged = list(verdicts)
    return judged, [json.loads(msgspec.json.encode(g)) for g in workbooks.groups_of(batch, judged)]


def test_beds_that_together_exceed_a_cap(tmp_path: Path) -> None:
    judged, groups = found(
        tmp_path, [beds("B1", 100), beds("B2", 90), beds("B3", 200), beds("B4", 50, 重点建设项目="市级")]
    )
    assert [v.outcome for v in judged] == ["may_proceed", "may_proceed", "presumptively_barred", "exempt"]
    (group,) = groups
    assert group["kind"] == "cap"
    assert group["applications"] == ["B1", "B2"]
    assert group["asked"] == ["100张", "90张"]
    assert group["sure"]
    assert "7.5张/千常住人口" in group["quote"] or "7.5张" in group["quote"]


def test_beds_that_fit_together_are_no_group(tmp_path: Path) -> None:
    assert found(tmp_path, [beds("B1", 100), beds("B2", 60)])[1] == []


def test_shops_within_one_walk(tmp_path: Path) -> None:
    shops = [
        shop("P1", (120.40, 36.30)), shop("P2", (120.405, 36.30)), shop("P3", (120.45, 36.30)),
        shop("P4", town="城阳街道"), shop("P5", town="城阳街道"), shop("P6", town="流亭街道"),
    ]  # fmt: skip
    _, groups = found(tmp_path, shops)
    assert [(g["kind"], g["applications"], g["sure"]) for g in groups] == [
        ("walk", ["P1", "P2"], False), ("walk", ["P4", "P5"], False),
    ]  # fmt: skip
    assert "450米" in groups[0]["why"]
    assert "同一镇街" in groups[1]["why"]


def test_institutions_beyond_the_number_planned(tmp_path: Path) -> None:
    shops = [shop(f"H{n}", place="郑州市", 日期="2025-11-01") for n in range(3)]
    _, groups = found(tmp_path, shops)
    assert [g["kind"] for g in groups if g["kind"] == "count"] == ["count"]


def test_order_changes_nothing(tmp_path: Path) -> None:
    batch = [
        beds("B1", 100),
        beds("B2", 90),
        shop("P1", (120.40, 36.30)),
        shop("P2", (120.405, 36.30)),
        shop("P3", (120.401, 36.301)),
    ]
    first, groups = found(tmp_path, batch)
    by_id = {v.application: v for v in first}
    for seed in range(5):
        mixed = random.Random(seed).sample(batch, len(batch))
        again, same = found(tmp_path, mixed)
        assert same == groups
        assert {v.application: v for v in again} == by_id


def test_a_verdict_stands_alone(tmp_path: Path) -> None:
    together, _ = found(tmp_path, [beds("B1", 100), beds("B2", 90)])
    alone, _ = found(tmp_path, [beds("B1", 100)])
    # Of one application alone the readings are told as well (CONTRACT §2).
    assert together[0] == msgspec.structs.replace(alone[0], readings=None, readings_not_run=None, confirmations=())


def test_groups_stand_in_the_workbook(tmp_path: Path) -> None:
    path = tmp_path / "申请.json"
    path.write_text(
        json.dumps({"申请": [beds("B1", 100), beds("B2", 90)], "指标": RATES}, ensure_ascii=False), encoding="utf-8"
    )
    workbooks.check_to_workbook([path], tmp_path / "结果.xlsx")
    book = openpyxl.load_workbook(tmp_path / "结果.xlsx")
    assert book.sheetnames == ["研判结果", "竞争分组"]
    rows = [[c.value for c in r] for r in book["竞争分组"]]
    assert "择优定点" in rows[0][0]
    assert [r[6] for r in rows[2:]] == ["B1", "B2"]
    header = [c.value for c in book["研判结果"][1]]
    assert book["研判结果"].cell(2, header.index("竞争分组") + 1).value == "第1组"


def test_distances() -> None:
    one, other = Position(120.0, 36.0, "CGCS2000"), Position(120.0, 36.01, "CGCS2000")
    assert metres(one, other) == metres(other, one) == 1110
    assert how_near(1110).startswith("可能")
    assert how_near(700).startswith("很可能")
    assert how_near(1260) == ""
