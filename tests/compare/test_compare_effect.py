"""What comparisons say, held against the texts: expected values come from the clauses quoted."""

from __future__ import annotations

import pytest
from compared_regions import (
    ACCOUNT,
    BEDS,
    CODES,
    DAY,
    HENAN,
    MEDICAL,
    OUTPATIENT,
    clauses,
    facility,
    outcomes,
    result,
    side,
)

from policy_dsl.ir import to_data
from reasoner.analysis.application_form import form_from_data
from reasoner.analysis.rule_set import Compared
from reasoner.compare.comparison import compare
from reasoner.compare.reading_sensitivity import changed_readings, turned
from reasoner.compare.relation_kinds import DifferenceKind, Party, Relation
from reasoner.compare.result import Comparison
from reasoner.driver.current_rule_base import rule_base
from reasoner.model.kinds import Outcome


def test_each_restrains_beds_for_its_own_reasons(qingdao_henan: Comparison) -> None:
    """青岛:床位使用率低于75%的…;河南:基金出现当期赤字…: neither lets proceed all that the other does."""
    one = result(qingdao_henan, BEDS, "综合医院")
    assert one.relation == "不可比"
    assert (None, f"{HENAN}/3.2.i1.p2.s2") in clauses(one, DifferenceKind.A_PROCEEDS)
    assert (f"{MEDICAL}/3.1.p2", None) in clauses(one, DifferenceKind.B_PROCEEDS)
    assert (f"{MEDICAL}/2.3.i1.s4", None) in clauses(one, DifferenceKind.B_PROCEEDS)


def test_henan_exempts_projects_of_three_levels_and_qingdao_of_the_city(qingdao_henan: Comparison) -> None:
    """「国家、省、市重点建设项目」 against 「列入市政府重点建设项目」: the witness is a project that Qingdao does not name."""
    one = result(qingdao_henan, BEDS, "综合医院")
    (witness,) = (w for w in one.witnesses if w.clauses.a == f"{MEDICAL}/3.1.p2" and w.b.outcome is Outcome.EXEMPT)
    claimed = facility(witness).facts["重点建设项目"]
    assert "市级" not in str(claimed)
    assert outcomes(witness) == (Outcome.PRESUMPTIVELY_BARRED, Outcome.EXEMPT)


def test_a_reading_of_rates_around_the_line(qingdao_henan: Comparison) -> None:
    """低于75%: the rate of the witness is below; but for that it only has no contract yet, as all whom Henan speaks of."""
    one = result(qingdao_henan, BEDS, "综合医院")
    (witness,) = (w for w in one.witnesses if w.clauses.each == (f"{MEDICAL}/3.1.p2", None))
    assert {(u.fact, u.of) for u in witness.unusual} == {("已定点", "机构"), ("床位使用率", "黄岛区")}
    (rate,) = (f.value for f in form_from_data(witness.application).figures if f.fact == "床位使用率")
    assert float(str(rate).rstrip("%")) < 75


def test_qingdao_is_stricter_than_binzhou_where_both_speak() -> None:
    """滨州 only says whom it may take in; 青岛 restrains. Of institutions that are no 基层医药机构 滨州 says nothing."""
    found = compare(side("青岛市"), side("滨州市"), DAY)
    for matter in (OUTPATIENT, ACCOUNT):
        assert {r.relation for r in found.results if r.matter == matter and not r.silent} == {"A 更严"}
        assert {r.relation for r in found.results if r.matter == matter and r.silent} == {"不可比"}
        assert result(found, matter, "社区卫生服务中心").relation == "A 更严"
        assert result(found, matter, "综合医院").silent
    other_way = compare(side("滨州市"), side("青岛市"), DAY)
    assert {r.relation for r in other_way.results if r.matter == ACCOUNT and not r.silent} == {"A 更宽"}


@pytest.mark.parametrize(("a", "b"), [("青岛市", "河南省"), ("河南省", "青岛市")])
def test_silence_is_no_permission(a: str, b: str) -> None:
    """河南 says nothing on 双通道: neither stricter nor looser, and no witness for either."""
    found = compare(side(a), side(b), DAY, matters=["纳入双通道管理"])
    assert {r.relation for r in found.results} == {"不可比"}
    assert all("河南省没有可供核对的规定" in r.why and not r.witnesses for r in found.results)


def test_a_region_without_rules_is_compared_with_nothing() -> None:
    found = compare(side("青岛市"), side("泉州市"), DAY)
    assert {r.relation for r in found.results} == {"不可比"}


def test_a_kind_that_no_rule_reaches_is_told() -> None:
    """滨州 names 基层医药机构 only: of a general hospital its text says nothing."""
    found = compare(side("青岛市"), side("滨州市"), DAY, matters=[ACCOUNT], kinds=["综合医院", "社区卫生服务中心"])
    hospital = result(found, ACCOUNT, "综合医院")
    assert hospital.why == "青岛市有规定;滨州市的规定不适用于此类机构;没有规定不等于可以办理,不作宽严比较"
    assert (hospital.relation, hospital.silent, hospital.both_silent, hospital.witnesses) == (
        "不可比",
        True,
        False,
        (),
    )
    assert result(found, ACCOUNT, "社区卫生服务中心").why == ""


def test_of_kinds_that_neither_side_reaches_nothing_is_compared() -> None:
    """青岛's rule on 双通道 names 定点药店, 河南 has none: of hospitals neither says anything. Two districts of 青岛 have the
    same rule, in force, and it reaches no hospital in either.
    """
    districts = [Compared(name, rule_base(), code) for name, code in (("城阳区", "370214"), ("胶州市", "370281"))]
    (hospital,) = compare(*districts, DAY, matters=["纳入双通道管理"], kinds=["综合医院"]).results
    assert (hospital.relation, hospital.label) == ("不可比", "双方的规定均不适用于此类机构")
    # Nor when the plan has ended: whom it never reached it does not leave behind.
    ended = compare(*districts, "2026-01-01", matters=["纳入双通道管理"], kinds=["综合医院", "零售药店"])
    assert [r.label for r in ended.results] == ["双方均无可供核对的规定", "双方依据均不在有效期内"]
    found = compare(side("青岛市"), side("河南省"), DAY, matters=["纳入双通道管理"])
    assert {(r.relation, r.both_silent) for r in found.results if r.type == "零售药店"} == {("不可比", False)}
    assert {(r.relation, r.both_silent) for r in found.results if r.type != "零售药店"} == {("不可比", True)}


@pytest.mark.parametrize(("day", "expected"), [("2025-10-09", "不可比"), ("2025-10-10", "等价")])
def test_force_decides_what_is_compared(day: str, expected: str) -> None:
    """河南 is in force from 2025-10-10: the day before it restrains nobody, and permits nobody either."""
    own = Compared("河南省", rule_base(), CODES["河南省"], frozenset((HENAN,)))
    found = compare(own, side("河南省"), day, matters=[BEDS])
    assert {(r.relation, r.both_silent) for r in found.results} == {(expected, expected == "不可比")}
    against = compare(side("青岛市"), side("河南省"), day, matters=[BEDS], kinds=["综合医院"])
    assert ("河南省尚未施行" in against.results[0].why) == (day < "2025-10-10")
    assert against.results[0].relation == "不可比"
    assert bool(against.results[0].witnesses) == (expected == "等价")


def test_the_ended_plan_permits_nothing() -> None:
    """2025-12-31届满: on the next day Qingdao's medical plan decides nothing."""
    found = compare(side("青岛市"), side("河南省"), "2026-01-01", matters=[BEDS])
    assert {r.relation for r in found.results} == {"不可比"}
    assert all("规划期已届满" in r.why for r in found.results)


def test_one_outcome_in_other_words_is_a_difference(qingdao_henan: Comparison) -> None:
    """「从严控制」 in Qingdao, 「以调整存量为主」 in Henan: both are strictly_controlled, and are told apart."""
    one = result(qingdao_henan, BEDS, "综合医院")
    strengths = {n.id: n.strength for d in rule_base().documents.values() for n in d.norms_in_use}
    (witness,) = (
        w
        for w in one.witnesses
        if w.rules.a and w.rules.b and (strengths[w.rules.a], strengths[w.rules.b]) == ("从严", "存量")
    )
    assert witness.kind is DifferenceKind.STRENGTH
    assert outcomes(witness) == (Outcome.STRICTLY_CONTROLLED, Outcome.STRICTLY_CONTROLLED)
    assert (witness.a.label, witness.b.label) == ("从严控制,需个案研究", "以调整存量为主,需个案研究")


def test_pharmacies_are_no_medical_institutions(qingdao_henan: Comparison) -> None:
    """Qingdao exempts 「医疗机构」, Henan 「医药机构」: of a pharmacy in a project of the city only Henan lets go."""
    one = result(qingdao_henan, "新增定点零售药店", "零售药店")
    claimed = {facility(w).facts["重点建设项目"] for w in one.witnesses if w.b.outcome is Outcome.EXEMPT}
    assert claimed == {"市级"}


def test_what_the_speaking_side_says_where_the_other_is_silent() -> None:
    """「定点药店」 of 3.2.p2.s2 reaches pharmacies and no hospital, which is said."""
    found = compare(side("青岛市"), side("河南省"), DAY, matters=["纳入双通道管理"])
    for one in found.results:
        assert one.speaking is not None
        (rule,) = one.speaking.a
        assert rule.clause == f"{MEDICAL}/3.2.p2.s2"
        assert rule.reaches == (one.type == "零售药店")
        assert ("青岛市的规定不适用于此类机构" in one.why) == (one.type != "零售药店")


def test_the_readings_on_which_a_relation_turns() -> None:
    """Were the sentence of Binzhou only the task of an office (纳入定点的效力), nothing could be compared with it; were
    「符合条件的」 a requirement, Binzhou would be stricter in something."""
    sides = side("青岛市"), side("滨州市")
    found = compare(*sides, DAY, matters=[ACCOUNT], kinds=["诊所"])
    changes = {c.reading.name: c for c in turned(*sides, found, 60)}
    assert changes.keys() == {"纳入定点的效力", "符合条件是要件还是说明"}
    required = changes["符合条件是要件还是说明"]
    assert (required.before.relation, required.after.relation, required.after.label) == ("A 更严", "不可比", "互有宽严")
    change = changes["纳入定点的效力"]
    assert (change.side, change.reading.name, change.matter) == (Party.B, "纳入定点的效力", ACCOUNT)
    assert (change.before.relation, change.after.relation, change.after.silent) == ("A 更严", "不可比", True)
    (reading,) = to_data(changed_readings([change]))
    assert (reading["side"], reading["from"], reading["to"]) == ("b", "青岛市更严", "不可比")
    assert 0 < found.readings.unconfirmed <= found.readings.rests_on


@pytest.mark.parametrize(("day", "turns"), [("2025-10-15", True), ("2025-10-27", False), ("2025-11-15", False)])
def test_a_reading_of_the_day_of_force_is_run_where_it_matters(day: str, turns: bool) -> None:
    """Henan: 「从成文之日(2025年10月10日)施行」, or from publication on 2025-10-27: seventeen days turn on it (A2)."""
    sides = side("青岛市"), side("河南省")
    found = compare(*sides, day, matters=["新增定点零售药店"], kinds=["零售药店"])
    changes = {c.reading.name: c for c in turned(*sides, found, 120)}
    assert ("自成文之日施行" in changes) is turns
    if turns:
        change = changes["自成文之日施行"]
        assert (change.side, change.answered, change.after.relation) == (Party.B, True, Relation.APART)
        # Of what is not yet in force nothing is compared.
        assert "宽严" in change.before.label
        assert change.after.label == "不可比"
