"""GB/T 15834 (quotations in “ ”, inner ones in ‘ ’, 〈 〉 inside 《 》, no 、 between them), GB/T 15835 (days), and WORDING."""

from __future__ import annotations

import pytest

from reasoner.letters.official_words import for_applicant, for_inside, for_outside


@pytest.mark.parametrize(
    ("ours", "official"),
    [
        ("为「原则上不予新增」、「从严控制」", "为“原则上不予新增”“从严控制”"),
        ("还是「“十四五”期末」的", "还是“‘十四五’期末”的"),
        ("《关于印发《甲规划》和《乙规划》的通知》、《丙》", "《关于印发〈甲规划〉和〈乙规划〉的通知》《丙》"),
        ("截至2024-03-31", "截至2024年3月31日"),
        ("洛阳市「医保基金当期赤字」为是。", "洛阳市属于“医保基金当期赤字”的情形。"),
        ("洛阳市「医保基金当期赤字」为否（来源：x）", "洛阳市不属于“医保基金当期赤字”的情形（来源：x）"),
        ("不成对的”和“照旧", "不成对的”和“照旧"),
    ],
)
def test_marks(ours: str, official: str) -> None:
    assert for_outside(ours) == official
    assert for_inside(ours) == official


@pytest.mark.parametrize(
    ("ours", "told"),
    [
        ("7.申请人为综合医院（来源：x）。", "7.你单位为综合医院（来源：x）。"),
        ("机构重点建设项目为无，不属于该条规定的情形。", "你单位没有列入重点建设项目，不属于该条规定的情形。"),
        ("5.机构「信誉良好」为否（来源：x）。", "5.你单位尚不具备“信誉良好”这一条件（来源：x）。"),
        ("1.申请的床位数为100张", "1.你单位申请的床位数为100张"),
        ("机构尚未定点", "你单位尚未定点"),
        ("来源：本局查询（住院结算数据）", "来源：我单位查询（住院结算数据）"),
        ("列入重点建设项目的医疗机构为3家", "列入重点建设项目的医疗机构为3家"),
    ],
)
def test_the_applicant_is_addressed(ours: str, told: str) -> None:
    assert for_applicant(ours) == told


def test_in_the_office() -> None:
    assert for_inside("由本局查询") == "由本单位查询"
