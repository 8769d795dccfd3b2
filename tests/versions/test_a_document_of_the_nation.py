"""A document of the nation: it reaches every region, ranks above province and city, and makes no city one of which documents are held.

DESIGN §5.1: 「Nothing governs → not_regulated (which says why: …, no document held of that prefecture or of its province, a document
of the nation not counted)」; 「国家 over 省 over 市 wherever ranks matter (guidance yields as DESIGN §5.7 says); a city
not held stays 尚未收录本地区文件」. GB/T 2260 gives the nation 100000. All documents are invented.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from invented import BEDS, Sources, application, base_of, texts_of, version

from policy_dsl.diagnostics import Faults
from reasoner.interpreter.alternatives import with_readings
from reasoner.interpreter.judge import judge
from reasoner.model.kinds import Outcome
from reasoner.model.rule_base import RuleBase
from reasoner.model.verdict import Verdict, encode
from reasoner.proof.check_proof import check_proof

DAY = "2021-06-01"
NATIONAL = "invented-national"


def nation(threshold: str, effect: str = "", *, kind: str = "条例") -> Sources:
    """An invented document of the nation: it bars below a threshold, or says instead what `effect` has."""
    made = version(9, threshold, "2020-01-01", id_=NATIONAL, region="100000", level="国家")
    made = {
        p: w.replace("虚拟市医疗保障局", "虚拟国家机关").replace('kind = "规划"', f'kind = "{kind}"')
        for p, w in made.items()
    }
    if effect == "duty":
        made = {
            p: w.replace(
                f"本区县床位使用率低于{threshold}的,不得新增购买住院床位。", "定点医疗机构应当核验参保人员身份。"
            )
            for p, w in made.items()
        }
        rules = f"corpus/100000/{NATIONAL}/2020-01-01/rules.tiao"
        head, _, _ = made[rules].partition("条 p1")
        made[rules] = head + (
            "条 p1 性质 义务\n「定点医疗机构应当核验参保人员身份。」\n"
            "  义务 核验身份\n    据 「应当核验参保人员身份」\n    主体 定点医疗机构\n    强度 应当\n    行为 「核验参保人员身份」\n"
        )
        words = made[f"corpus/100000/{NATIONAL}/2020-01-01/text.txt"]
        meta = f"corpus/100000/{NATIONAL}/2020-01-01/meta.toml"
        made[meta] = made[meta].partition("length = ")[0] + f"length = {len(words)}\n"
    return made


def judged(versions: tuple[Sources, ...], place: str, rate: str = "65%") -> tuple[RuleBase, Verdict]:
    base = base_of(*versions)
    facility: dict[str, Any] = {"名称": "虚拟医院", "类型": "综合医院", "等级": "二级", "所在地": place}
    use = {"地区": place, "名称": "床位使用率", "数值": rate, "时点": "2021-05-31"}
    read = application(base, rate, DAY, 机构=facility, 指标=[use] if place != "不详" else [])
    verdict = with_readings(base, read, judge(base, read, DAY))
    assert check_proof(json.loads(encode(verdict)), base.plain, texts_of(*versions)) == []
    return base, verdict


@pytest.mark.parametrize("place", ["城阳区", "中原区", "丰泽区"])
def test_it_reaches_every_region(place: str) -> None:
    _, verdict = judged((nation("70%"),), place)
    assert verdict.outcome is Outcome.BARRED
    assert {c.clause for c in verdict.citations} == {f"{NATIONAL}/p1"}


@pytest.mark.parametrize("rate", ["65%", "80%"])
def test_where_it_alone_is_held_the_verdict_says_that_nothing_of_the_region_is(rate: str) -> None:
    """「silence is not permission」: what the city or the province has is not known."""
    _, alone = judged((nation("70%"),), "中原区", rate)
    assert alone.outcome is (Outcome.BARRED if rate == "65%" else Outcome.MAY_PROCEED)
    (told,) = [w for w in alone.warnings if w.startswith("尚未收录本地区文件")]
    assert "《虚拟的床位管理办法(第9稿,测试用)》" in told
    _, beside = judged((nation("70%"), version(1, "50%", "2020-01-01")), "城阳区", rate)
    assert not any(w.startswith("尚未收录本地区文件") for w in beside.warnings)


def test_both_bar_where_both_reach() -> None:
    _, verdict = judged((nation("70%"), version(1, "80%", "2020-01-01")), "城阳区")
    assert verdict.outcome is Outcome.BARRED
    assert {c.clause for c in verdict.citations} == {f"{NATIONAL}/p1", f"{BEDS}/p1"}


def test_it_does_not_reach_another_city_s_rules() -> None:
    _, verdict = judged((nation("60%"), version(1, "70%", "2020-01-01")), "中原区")
    assert {c.clause for c in verdict.citations} == {f"{NATIONAL}/p1"}
    assert BEDS not in {d.id for d in verdict.not_governing}


@pytest.mark.parametrize(
    "versions", [(nation("70%", "duty"),), (nation("70%", "duty"), version(1, "70%", "2020-01-01"))]
)
def test_a_city_not_held_stays_not_held_beside_duties_of_the_nation(versions: tuple[Sources, ...]) -> None:
    _, verdict = judged(versions, "中原区")
    assert (verdict.outcome, verdict.label) == (Outcome.NOT_REGULATED, "尚未收录本地区文件")
    assert [d.id for d in verdict.not_governing] == [NATIONAL]


def test_a_city_that_is_held_is_judged_by_its_own_rules_beside_duties_of_the_nation() -> None:
    _, verdict = judged((nation("70%", "duty"), version(1, "70%", "2020-01-01")), "城阳区")
    assert verdict.outcome is Outcome.BARRED
    assert {c.clause for c in verdict.citations} == {f"{BEDS}/p1"}


def test_guidance_of_the_nation_yields_to_a_plan_of_the_pooling_region() -> None:
    folder = f"corpus/100000/{NATIONAL}/2020-01-01"
    guidance = nation("70%", kind="指导意见")
    guidance[f"{folder}/rules.tiao"] = (
        guidance[f"{folder}/rules.tiao"]
        .replace("    凡 事项", "    据 解释 用于个案\n    凡 事项")
        .replace("    则 不得新增\n", "    则 不得新增\n    异读 用于个案 删去\n")
    )
    guidance[f"{folder}/readings.toml"] = (
        '["用于个案"]\nquestion = "虚拟"\nused = "用于个案。"\nalternative = "只对各地。"\nbasis = "虚拟。"\n'
        'kinds = ["直接效力"]\nconfirmed_by = ""\n'
    )
    _, verdict = judged((guidance, version(1, "60%", "2020-01-01")), "城阳区")
    assert verdict.outcome is Outcome.MAY_PROCEED
    assert [d.id for d in verdict.not_governing] == [NATIONAL]
    assert f"{NATIONAL}/p1" in {t.clause for t in verdict.touching}


def test_without_a_place_every_region_is_possible_the_nation_s_rules_in_all() -> None:
    _, verdict = judged((nation("70%"), version(1, "80%", "2020-01-01")), "不详")
    assert verdict.outcome is Outcome.UNDETERMINED
    assert set(verdict.possible) >= {Outcome.NOT_REGULATED}


def test_the_nation_is_no_place_of_an_institution() -> None:
    base = base_of(nation("70%"))
    for name in ("100000", "中华人民共和国"):
        with pytest.raises(Faults) as raised:
            application(base, "65%", DAY, 机构={"名称": "虚拟医院", "类型": "综合医院", "所在地": name})
        assert [d.code for d in raised.value.diagnostics] == ["F120"]


def test_names_of_regions_are_as_they_were() -> None:
    base = base_of(nation("70%"))
    assert base.vocabulary.full_name("370214") == "山东省青岛市城阳区"
    assert base.vocabulary.chain("370214") == ("370214", "370200", "370000")
