"""DESIGN §5.7: guidance addressed to lower authorities yields on a case to a plan of the pooling region in force on that
matter, and is then `touching`; before that it decides. Henan 第四部分: 「市级医保行政部门负责编制本统筹区…资源配置规划」,
「县级医保行政部门负责贯彻落实所在统筹区…资源配置规划」.
"""

from __future__ import annotations

from typing import Any

import pytest
from small_base import BAR_FOR_NOW, PRESUMED, Small, document, hospital, plain

from policy_dsl import compiled
from reasoner.compare.report.view_building import whose_guidance
from reasoner.model.kinds import Outcome
from reasoner.model.verdict import Verdict
from reasoner.proof.check_proof import check_proof

READING = """
["直接适用"]
question = "是否据以判断单个申请"
used = "据以判断"
alternative = "只约束各地"
basis = "写明了条件和效果"
kinds = ["直接效力"]
"""
# 80%, 原则上: 78% is presumptively barred by it, and by the plan (75%, 暂不) not barred.
DIRECT = (PRESUMED[0], PRESUMED[1], PRESUMED[2].replace("\n 凡", "\n 据 解释 直接适用\n 凡", 1))
PHARMACIES = (
    "限制",
    "医疗费用增长率高于5%的区(市),从严控制新增定点零售药店。",
    "规则 药店从严\n 凡 事项 是 新增定点零售药店\n 若 本区县 的 医疗费用增长率 高于 5%\n 则 从严控制",
)


def guidance(**more: Any) -> tuple[compiled.Document, str]:
    whole = {"kind": "指导意见", "region": "370000", "issuers": ("山东省医疗保障局",), "issuer_level": "省"} | more
    return document("g", DIRECT, readings=READING, **whole)


def plan(*clauses: Any, **more: Any) -> tuple[compiled.Document, str]:
    return document("p", *(clauses or (BAR_FOR_NOW,)), **more)


def judged(
    *documents: tuple[compiled.Document, str], day: str = "2024-05-01", rate: str = "78%", **more: Any
) -> Verdict:
    return Small(*documents).judge(hospital(rate, **more), day)


def test_before_a_plan_guidance_decides_with_a_warning() -> None:
    verdict = judged(guidance())
    assert verdict.outcome is Outcome.PRESUMPTIVELY_BARRED
    assert any(w.startswith("指导意见:《文件g》") for w in verdict.warnings)
    assert verdict.touching == ()


@pytest.mark.parametrize(
    ("region", "level", "issuer"),
    [("370000", "省", "山东省医疗保障局"), ("370200", "市", "青岛市医疗保障局"), ("100000", "国家", "国家医疗保障局")],
)
def test_the_warning_says_whose_guidance_it_is_and_to_whom_it_is_addressed(
    region: str, level: str, issuer: str
) -> None:
    small = Small(
        guidance(region=region, issuer_level=level, issuers=(issuer,), addressees=("各区市医保局", "市医保中心"))
    )
    verdict = small.judge(hospital("78%"), "2024-05-01")
    (told,) = (w for w in verdict.warnings if w.startswith("指导意见:"))
    assert told.startswith(f"指导意见:《文件g》为{level}级指导意见,对象为各区市医保局、市医保中心,")
    assert check_proof(plain(verdict), small.base.plain, small.texts) == []


def test_guidance_that_does_not_say_to_whom_it_speaks_is_of_lower_authorities() -> None:
    (told,) = (w for w in judged(guidance(addressees=())).warnings if w.startswith("指导意见:"))
    assert "对象为下级医保部门," in told


def test_the_checker_refuses_guidance_of_another_level() -> None:
    small = Small(guidance(region="370200", issuer_level="市", issuers=("青岛市医疗保障局",)))
    data = plain(small.judge(hospital("78%"), "2024-05-01"))
    data["warnings"] = [w.replace("市级指导意见", "省级指导意见") for w in data["warnings"]]
    assert check_proof(data, small.base.plain, small.texts)


def test_where_a_plan_of_the_pooling_region_governs_it_is_only_touching() -> None:
    verdict = judged(guidance(), plan())
    assert verdict.outcome is Outcome.MAY_PROCEED
    assert verdict.reasons.governing == ("p",)
    (touching,) = verdict.touching
    assert touching.clause == "g/1.p1"
    assert touching.quote == PRESUMED[1]
    (other,) = verdict.not_governing
    assert (other.id, other.why) == ("g", "系指导意见,本统筹区有现行规划《文件p》就该事项作出规定,个案依该规划")
    assert not any(w.startswith("指导意见") for w in verdict.warnings)


def test_the_plan_decides_where_it_bars() -> None:
    assert judged(guidance(), plan(), rate="74%").outcome is Outcome.BARRED


@pytest.mark.parametrize(
    ("day", "outcome"),
    [
        ("2024-05-31", Outcome.PRESUMPTIVELY_BARRED),  # the day before the plan
        ("2024-06-01", Outcome.MAY_PROCEED),  # its first day
        ("2025-12-31", Outcome.MAY_PROCEED),  # its last day
        ("2026-01-01", Outcome.PRESUMPTIVELY_BARRED),  # the day after
    ],
)
def test_only_a_plan_in_force_on_the_day(day: str, outcome: Outcome) -> None:
    held = plan(starts="2024-06-01", ends="2025-12-31", ends_basis="规划期")
    assert judged(guidance(), held, day=day).outcome is outcome


def test_a_plan_on_another_matter_leaves_it_deciding() -> None:
    assert judged(guidance(), plan(PHARMACIES)).outcome is Outcome.PRESUMPTIVELY_BARRED


def test_a_plan_that_does_not_reach_such_an_institution_leaves_it_deciding() -> None:
    beyond = (BAR_FOR_NOW[0], BAR_FOR_NOW[1].replace("的区(市)", "的区(市)的中医医院"),
              BAR_FOR_NOW[2].replace("\n 若", "\n 凡 机构 属于 中医医院\n 若", 1))  # fmt: skip
    assert judged(guidance(), plan(beyond)).outcome is Outcome.PRESUMPTIVELY_BARRED


@pytest.mark.parametrize("more", [{"kind": "意见"}, {"region": "370214", "issuer_level": "县"}])
def test_what_is_no_plan_of_the_pooling_region_leaves_it_deciding(more: dict[str, Any]) -> None:
    verdict = judged(guidance(), plan(**more))
    assert verdict.outcome is Outcome.PRESUMPTIVELY_BARRED
    assert set(verdict.reasons.governing) == {"g", "p"}


def test_a_plan_whose_force_nobody_knows_leaves_both_open() -> None:
    verdict = judged(guidance(), plan(starts="", starts_basis="不明", ends="", ends_basis="不明"))
    assert verdict.outcome is Outcome.UNDETERMINED
    assert verdict.possible == (Outcome.PRESUMPTIVELY_BARRED, Outcome.MAY_PROCEED)


def test_a_plan_that_was_not_chosen_is_not_looked_at() -> None:
    base = Small(guidance(), plan())
    assert base.judge(hospital("78%"), "2024-05-01", frozenset({"g"})).outcome is Outcome.PRESUMPTIVELY_BARRED


def test_a_text_of_another_kind_yields_to_no_plan() -> None:
    verdict = judged(guidance(kind="通知"), plan())
    assert verdict.outcome is Outcome.PRESUMPTIVELY_BARRED
    assert set(verdict.reasons.governing) == {"g", "p"}


@pytest.mark.parametrize(("levels", "words"), [("市", "市级"), ("国家", "国家级"), ("省市", "省级、市级")])
def test_a_comparison_says_whose_guidance_a_side_rests_on(levels: str, words: str) -> None:
    each = [levels] if levels == "国家" else list(levels)
    documents = [guidance(issuer_level=level, addressees=("各区市医保局",))[0] for level in each]
    assert whose_guidance(documents) == (f"依据为{words}指导意见,对象是各区市医保局;办理个案以本统筹区的规定为准")
    assert whose_guidance([]) == ""
