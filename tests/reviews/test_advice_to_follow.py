"""DESIGN §5.8: advice names what somebody can do: nobody is to spend more, and no authority is to find the contrary."""

from __future__ import annotations

import pytest
from reviewed import CITY, OPINION_1, TREASURY, Data, determined, figure, judged

GROWTH = "医疗费用增长率"
SUFFICIENT = "照护资源相对充足"


def hospital(growth: str = "6.01%", city: str = "6%") -> Data:
    """medical 2.3.i1.s4 「医疗费用增长率高于全市医疗费用增长率的区(市)」: of a place that is above, with room in all caps."""
    beds = (("住院", 71000), ("康复", 4000), ("中医", 8000), ("精神", 7000))
    figures = [figure("青岛市", f"医保购买{kind}床位数", number, "2024-03-31") for kind, number in beds]
    return {
        "编号": "L15", "事项": "新增购买住院床位", "日期": "2024-05-01",
        "机构": {"类型": "综合医院", "等级": "二级", "所在地": "城阳区", "重点建设项目": "无"},
        "床位类别": "综合", "床位数": 10,
        "指标": [
            figure("城阳区", "床位使用率", "80%", "2024-03-31"), *figures,
            figure("青岛市", "精神科床位数", 7500, "2024-03-31"), figure("青岛市", "常住人口", "1000万", "2023-12-31"),
            figure("城阳区", GROWTH, growth, "2023-12-31"), figure("青岛市", GROWTH, city, "2023-12-31"),
        ],
    }  # fmt: skip


def dementia(organ: str | None) -> Data:
    """1号 5.i8.s2 「照护资源相对充足的区域,原则上控制长护险定点机构数量不再增长」, and who found that they are."""
    made = determined(SUFFICIENT, "即墨区", True, organ, "2024-02-01")
    in_force = determined("文件效力", OPINION_1, True, [CITY, TREASURY], "2024-01-10", 自="2023-01-01", 至="2027-12-31")
    return {
        "编号": "L122", "事项": "设置失智专区床位", "日期": "2024-05-01",
        "机构": {"类型": "养老机构", "所在地": "即墨区", "已定点": ["住院"]}, "床位数": 10,
        "指标": [figure("即墨区", n, v, "2024-03-31") for n, v in (("失智专区床位数", 290), ("院护床位数", 1000))],
        "认定": [made, in_force],
    }  # fmt: skip


@pytest.mark.parametrize(("growth", "city"), [("6.01%", "6%"), ("7%", "6%"), ("9.5%", "-1%")])
def test_a_growth_rate_is_worked_down_only(growth: str, city: str) -> None:
    """That the growth of the whole city should rise is no way to bring down that of a district."""
    verdict = judged(hospital(growth, city))
    moved = [f for c in verdict.changes for f in c.facts if f.fact == GROWTH]
    assert verdict.outcome == "strictly_controlled"
    assert [(f.of, f.after) for f in moved] == [("城阳区", city)]


def test_what_its_authority_has_found_is_not_to_be_found_otherwise() -> None:
    """5.3 and 5.8: the bureau of the city has determined it; its contrary is the fact in question."""
    verdict = judged(dementia(CITY))
    assert verdict.outcome == "presumptively_barred"
    assert not [f for c in verdict.changes for f in c.facts if f.fact == SUFFICIENT]


def test_what_nobody_has_found_can_be_brought_before_its_authority() -> None:
    """Without 机关 it counts as stated: a determination by its authority is still to be had (5.8)."""
    verdict = judged(dementia(None))
    assert verdict.outcome == "presumptively_barred"
    assert [(f.fact, f.after, f.by) for c in verdict.changes for f in c.facts] == [(SUFFICIENT, "否", "authority")]
