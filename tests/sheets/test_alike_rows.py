"""What is remembered of applications that are alike is what each of them gets alone (see `alike_applications`)."""

from __future__ import annotations

import random
from typing import Any

import pytest

from reasoner.batch.mutual_exclusion import GroupSearch
from reasoner.driver import alike_applications
from reasoner.driver.alike_applications import Register
from reasoner.driver.current_rule_base import reader, rule_base
from reasoner.explain.background import background
from reasoner.interpreter.judge import judge
from reasoner.model.application import Application
from reasoner.sheets.result_workbook import Results

DAYS = ("2022-03-01", "2023-06-29", "2023-12-30", "2024-05-01", "2024-05-02", "2025-12-31", "2026-01-01", "2029-02-02")
"""On both sides of the days on which the documents held begin and end."""
PLACES = ("城阳区", "即墨区", "青岛市城阳区流亭街道", "市北区", "郑州市", "滨州市", "泉州市", None)
BEDS = ("综合医院", "中医院")
CARE = ("养老机构", "护理院", "社区卫生服务中心")
MATTERS = (
    ("新增购买住院床位", BEDS), ("新增定点零售药店", ("零售药店", "药店")), ("新增居家照护定点", ("护理站", "护理院")),
    ("新增购买院护床位", CARE), ("纳入双通道管理", ("零售药店",)), ("新增个人账户定点", ("诊所", "门诊部")),
)  # fmt: skip


def one(number: int, chance: random.Random) -> dict[str, Any]:
    matter, kinds = chance.choice(MATTERS)
    facility: dict[str, Any] = {"名称": f"示例机构{number}", "类型": chance.choice(kinds), "地址": f"某路{number}号"}
    place = chance.choice(PLACES)
    if place is not None:
        facility["所在地"] = place
    if chance.random() < 0.3:
        facility["等级"] = chance.choice(("二级", "二级甲等"))
    data: dict[str, Any] = {"编号": f"QD-{number:04d}", "事项": matter, "日期": chance.choice(DAYS), "机构": facility}
    if "床位" in matter:
        data["床位数"] = chance.choice((20, 100))
    if matter == "新增购买住院床位":
        data["床位类别"] = "中医" if facility["类型"] == "中医院" else chance.choice(("综合", "精神"))
    if "药店" in matter and chance.random() < 0.7:
        data["步行15分钟内同类型定点机构数"] = chance.choice((0, 3))
    if chance.random() < 0.2:
        facility["重点建设项目"] = chance.choice(("市级", "未核实", "无"))
    if chance.random() < 0.2:
        data["指标"] = [
            {"地区": "城阳区", "名称": "床位使用率", "数值": "74%", "时点": chance.choice(("2021", "2024-03"))}
        ]
    return data


def applications(shared: bool) -> list[Application]:
    chance = random.Random(7)
    whole: dict[str, Any] = {"申请": [one(n, chance) for n in range(500)]}
    if shared:
        whole["指标"] = [{"地区": "青岛市", "名称": "常住人口", "数值": 10342100, "时点": "2022-12-31"}]
    return reader().read(whole)


@pytest.mark.parametrize("shared", [False, True])
@pytest.mark.parametrize("day", [None, "2024-05-01"])
@pytest.mark.parametrize("most", [8192, 7])
def test_rows_and_groups_are_those_of_each_alone(
    shared: bool, day: str | None, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alike_applications, "MOST", most)
    judged = 0

    def counted(*arguments: Any) -> Any:
        nonlocal judged
        judged += 1
        return judge(*arguments)

    monkeypatch.setattr(alike_applications, "judge", counted)
    base, read = rule_base(), applications(shared)
    rows, search = Results(background(base)), GroupSearch(base, {})
    alone, alone_search = Results(background(base)), GroupSearch(base, {})
    register = Register(base, rows, search, day, None)
    for application in read:
        verdict = judge(base, application, day)
        alone.add(application, verdict)
        alone_search.add(application, verdict)
        assert register.add(application) == verdict.label
    for mine, other in zip(rows._rows, alone._rows, strict=True):
        assert list(zip(mine.cells, other.cells, strict=True)) == [(c, c) for c in other.cells]
        assert mine.tint == other.tint
    assert search.groups() == alone_search.groups()
    if most > 100:
        assert judged < len(read)  # else nothing was tried
