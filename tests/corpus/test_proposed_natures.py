"""The natures that are proposed for a clause: a condition is no cap, and what states or hopes is no duty."""

from __future__ import annotations

import pytest

from policy_dsl.texts.classify import natures


@pytest.mark.parametrize(
    ("words", "nature"),
    [
        ("全市每千常住人口床位数不超过7张。", "上限"),
        ("全市院护床位数原则上不超过1.2万张。", "上限"),
        ("目前全市定点医疗机构1200家。", "事实"),
        ("全市现有定点医疗机构1200家。", "事实"),
        ("逐步形成布局均衡的服务格局。", "愿景"),
        ("各县(市、区)医疗保障局要加强组织领导。", "义务"),
        ("加强对定点医药机构的监督。", "义务"),
    ],
)
def test_the_nature_of_a_sentence(words: str, nature: str) -> None:
    assert natures(words) == (nature,)


def test_a_condition_with_a_bound_is_no_cap() -> None:
    assert natures("床位使用率不超过50%的县(市、区),从严控制新增购买住院床位。") == ("限制",)
    assert natures("区域内床位使用率不超过50%时,暂不新增购买住院床位。") == ("限制",)
