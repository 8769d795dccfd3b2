"""What comparisons say, held against the texts: expected values come from the clauses quoted."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from policy_dsl.compiled import Document
from policy_dsl.ir import from_data, to_data
from reasoner.compare import replay
from reasoner.compare.application_form import Facility, form_data, form_from_data
from reasoner.compare.effect import compare
from reasoner.compare.kinds import DifferenceKind, Party
from reasoner.compare.replay import Disagreement
from reasoner.compare.result import Comparison, Result, Witness
from reasoner.compare.sides import Compared
from reasoner.compare.turned import changed_readings, turned
from reasoner.driver import in_use
from reasoner.driver.in_use import rule_base
from reasoner.graphs.application import applications
from reasoner.graphs.files import load_graph
from reasoner.graphs.shapes import findings
from reasoner.graphs.validate import native_findings
from reasoner.graphs.write import turtle
from reasoner.intake.loaded import Loaded
from reasoner.interpreter.elsewhere import rebound
from reasoner.interpreter.judge import judge
from reasoner.model.kinds import Outcome, Role
from reasoner.model.rule_base import RuleBase
from reasoner.model.verdict import Verdict

DAY = "2025-12-31"
BEDS, OUTPATIENT, ACCOUNT = "新增购买住院床位", "新增门诊统筹和门诊慢特病定点", "新增个人账户定点"
CODES = {"青岛市": "370200", "河南省": "410000", "滨州市": "371600", "泉州市": "350500"}
MEDICAL, HENAN, BINZHOU = "qingdao-2023-18-medical", "henan-2025", "binzhou-2022"


def side(name: str, base: RuleBase | None = None) -> Compared:
    return Compared(name, base or rule_base(), CODES[name])


@pytest.fixture(scope="module")
def qingdao_henan() -> Comparison:
    return compare(side("青岛市"), side("河南省"), DAY)


def result(found: Comparison, matter: str, kind: str) -> Result:
    (one,) = (r for r in found.results if (r.matter, r.type) == (matter, kind))
    return one


def clauses(one: Result, kind: str) -> set[tuple[str | None, str | None]]:
    """The pairs of clauses of one kind of difference."""
    return {w.clauses.each for w in one.witnesses if w.kind is kind}


def outcomes(w: Witness) -> tuple[Outcome, Outcome]:
    return w.a.outcome, w.b.outcome


def facility(w: Witness) -> Facility:
    return form_from_data(w.application).facility


# --- what the texts say ---------------------------------------------------------------------------------------


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
    """低于75%: the rate of the witness is below, and no other fact is unusual."""
    one = result(qingdao_henan, BEDS, "综合医院")
    (witness,) = (w for w in one.witnesses if w.clauses.each == (f"{MEDICAL}/3.1.p2", None))
    assert [(u.fact, u.of) for u in witness.unusual] == [("床位使用率", "黄岛区")]
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
    assert all("河南省没有可据以研判的规定" in r.why and not r.witnesses for r in found.results)


def test_a_region_without_rules_is_compared_with_nothing() -> None:
    found = compare(side("青岛市"), side("泉州市"), DAY)
    assert {r.relation for r in found.results} == {"不可比"}


def test_a_kind_that_no_rule_reaches_is_told() -> None:
    """滨州 names 基层医药机构 only: of a general hospital its text says nothing."""
    found = compare(side("青岛市"), side("滨州市"), DAY, matters=[ACCOUNT], kinds=["综合医院", "社区卫生服务中心"])
    hospital = result(found, ACCOUNT, "综合医院")
    assert hospital.why == "青岛市有规定;滨州市的规则不及于此类机构;没有规定不等于可以办理,不作宽严比较"
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
    assert (hospital.relation, hospital.label) == ("不可比", "双方的规则均不及于此类机构")
    ended = compare(*districts, "2026-01-01", matters=["纳入双通道管理"], kinds=["综合医院"])
    assert ended.results[0].label == "双方依据均不在有效期内"
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
        assert ("青岛市的规则不及于此类机构" in one.why) == (one.type != "零售药店")


def test_the_readings_on_which_a_relation_turns() -> None:
    """Were the sentence of Binzhou only the task of an office (纳入定点的效力), nothing could be compared with it."""
    sides = side("青岛市"), side("滨州市")
    found = compare(*sides, DAY, matters=[ACCOUNT], kinds=["诊所"])
    (change,) = turned(*sides, found, 60)
    assert (change.side, change.reading.name, change.matter) == (Party.B, "纳入定点的效力", ACCOUNT)
    assert (change.before.relation, change.after.relation, change.after.silent) == ("A 更严", "不可比", True)
    (reading,) = to_data(changed_readings([change]))
    assert (reading["side"], reading["from"], reading["to"]) == ("b", "青岛市更严", "不可比")
    assert 0 < found.readings.unconfirmed <= found.readings.rests_on


# --- readings, places -----------------------------------------------------------------------------------------


def test_what_turns_on_a_reading_turns_on_the_place() -> None:
    """区市 as county or as management area: it matters only where one area holds several counties (市本级)."""
    base = rule_base()
    other = Compared("另一种读法", base.variant(MEDICAL, "区市口径"), CODES["青岛市"])
    found = compare(side("青岛市"), other, DAY, matters=[BEDS], kinds=["综合医院"], together=True)
    forms = [form_from_data(w.application) for w in found.results[0].witnesses]
    assert forms
    assert {f.facility.place for f in forms} <= {"市南区", "市北区", "李沧区"}
    for form in forms:
        rates = {f.region: f.value for f in form.figures if f.fact == "医疗费用增长率"}
        assert rates["市本级"] != rates[form.facility.place]


def test_words_that_mean_one_place_there_hide_no_difference() -> None:
    """济源市 is city and county in one: 「本区县…高于全市」 still tells Qingdao's county from Qingdao."""
    zhengzhou, jiyuan = (
        compare(side("青岛市"), Compared(name, rule_base(), code), DAY, matters=[BEDS], kinds=["综合医院"])
        for name, code in (("郑州市", "410100"), ("济源市", "419001"))
    )
    for kind in DifferenceKind:
        assert clauses(jiyuan.results[0], kind) == clauses(zhengzhou.results[0], kind)
    assert (f"{MEDICAL}/2.3.i1.s4", None) in clauses(jiyuan.results[0], DifferenceKind.B_PROCEEDS)


def test_one_place_for_both_versions() -> None:
    base = rule_base()
    other = Compared("另一种读法", base.variant(MEDICAL, "区市口径"), CODES["青岛市"])
    found = compare(side("青岛市"), other, DAY, matters=[BEDS], kinds=["综合医院"], together=True)
    assert all(w.b.under == "" and w.a.region == w.b.region for w in found.results[0].witnesses)


def test_an_institution_that_no_rule_reaches_any_longer_is_judged_differently() -> None:
    """「资质合规、管理规范、信誉良好…的定点药店」 struck from the plan: whoever failed these may now go on."""
    matter = "纳入双通道管理"
    plan = rule_base().documents[MEDICAL]
    without = plan.with_norms([n for n in plan.all_norms if matter not in n.matters])
    struck = side("青岛市", with_document(replace(without, regulates=plan.regulates)))
    found = compare(side("青岛市"), struck, DAY, matters=[matter], kinds=["零售药店"], together=True)
    (one,) = found.results
    assert (one.relation, one.silent, one.unreached) == ("A 更严", False, (Party.B,))
    assert {outcomes(w) for w in one.witnesses} == {(Outcome.NOT_ELIGIBLE, Outcome.MAY_PROCEED)}


def with_document(document: Document) -> RuleBase:
    """The rules in use, but for one document."""
    compiled = rule_base().compiled
    documents = tuple(document if d.id == document.id else d for d in compiled.documents)
    return RuleBase(replace(compiled, documents=documents))


def in_one_county(document: str, county: str) -> RuleBase:
    """The rules in use, but for one document that is a county's."""
    return with_document(replace(rule_base().documents[document], region=county))


def test_where_only_one_version_speaks_nothing_stays_as_it_was() -> None:
    """滨州's plan made 滨城区's alone: in the six other counties nothing governs any longer."""
    after = side("滨州市", in_one_county(BINZHOU, "371602"))
    found = compare(side("滨州市"), after, DAY, matters=[ACCOUNT], kinds=["社区卫生服务中心"], together=True)
    (one,) = found.results
    assert one.relation == "不可比"
    assert set(one.partly) == {Party.B}
    assert len(one.partly[Party.B]) == 6
    assert "371602" not in one.partly[Party.B]
    assert "滨州市在" in one.why
    assert "没有现行规定" in one.why
    assert to_data(one)["partly"] == {"b": list(one.partly[Party.B])}


def test_a_region_that_speaks_in_some_places_only_is_told() -> None:
    there = side("滨州市", in_one_county(BINZHOU, "371602"))
    found = compare(side("青岛市"), there, DAY, matters=[ACCOUNT], kinds=["社区卫生服务中心"])
    (one,) = found.results
    assert one.relation == "A 更严"  # in 滨城区
    assert set(one.partly) == {Party.B}
    assert len(one.partly[Party.B]) == 6
    assert "那里不作比较" in one.why


def test_versions_that_are_silent_in_turn_are_not_silent_alike() -> None:
    """One version is a county's, the other its neighbour's: neither county is judged as before."""
    one, other = (side("滨州市", in_one_county(BINZHOU, county)) for county in ("371602", "371603"))
    found = compare(one, other, DAY, matters=[ACCOUNT], kinds=["社区卫生服务中心"], together=True)
    assert found.results[0].relation == "不可比"
    assert found.results[0].partly == {Party.A: ("371603",), Party.B: ("371602",)}


# --- conflicts ------------------------------------------------------------------------------------------------


def test_a_conflict_is_a_difference() -> None:
    """A text of another issuer that permits what Qingdao bars: what was barred is then 规定不一致."""
    torn = with_document(replace(rule_base().documents[BINZHOU], region=CODES["青岛市"]))
    found = compare(
        side("青岛市"), side("青岛市", torn), DAY, matters=[ACCOUNT], kinds=["社区卫生服务中心"], together=True
    )
    of_strength = {outcomes(w) for w in found.results[0].witnesses if w.kind is DifferenceKind.STRENGTH}
    assert (Outcome.PRESUMPTIVELY_BARRED, Outcome.CONFLICT) in of_strength


def test_that_nothing_decides_is_told_where_no_rule_does() -> None:
    """滨州's 「将符合条件的…纳入」 stands for every 基层 institution: that it falls away with 符合条件 tells no difference."""
    found = compare(side("青岛市"), side("滨州市"), DAY, matters=[ACCOUNT], kinds=["社区卫生服务中心"])
    listed = [w for w in found.results[0].witnesses if w.kind is DifferenceKind.B_PROCEEDS]
    assert listed
    assert all(w.rules.b is not None for w in listed)
    assert all(u.fact != "符合定点条件" for w in listed for u in w.unusual)


# --- witnesses ------------------------------------------------------------------------------------------------


def test_every_difference_is_judged_again_and_differs(qingdao_henan: Comparison) -> None:
    witnesses = [w for r in qingdao_henan.results for w in r.witnesses]
    assert len(witnesses) > 500
    for witness in witnesses[::37]:
        (read,) = in_use.reader().read(witness.application)
        assert judge(rule_base(), read, DAY, advise=False) == witness.a
        assert witness.a.label != witness.b.label


def test_a_comparison_can_be_read_back_from_its_data(qingdao_henan: Comparison) -> None:
    assert from_data(to_data(qingdao_henan), Comparison) == qingdao_henan


def test_each_result_speaks_of_its_own_kind(qingdao_henan: Comparison) -> None:
    for r in qingdao_henan.results:
        for w in r.witnesses:
            assert facility(w).kind == r.type
            assert w.application["事项"] == r.matter
        kinds = {w.kind for w in r.witnesses}
        if r.relation == "A 更严":
            assert DifferenceKind.B_PROCEEDS in kinds
            assert DifferenceKind.A_PROCEEDS not in kinds
        elif r.relation == "不可比" and not r.silent:
            assert {DifferenceKind.A_PROCEEDS, DifferenceKind.B_PROCEEDS} <= kinds


def test_every_witness_is_valid_under_the_shapes(qingdao_henan: Comparison) -> None:
    plain = [w.application for r in qingdao_henan.results for w in r.witnesses]
    assert native_findings(Loaded(plain, "a.json"), in_use.reader()) == ([], len(plain))
    read = in_use.reader().read(plain[::25])
    triples = load_graph(turtle(applications(read, in_use.terms())).encode(), "a.ttl")
    assert findings(triples, in_use.terms()) == []


def test_no_witness_says_more_than_it_needs(qingdao_henan: Comparison) -> None:
    """A figure of a region that is left out would leave a rule open on one side."""
    one = result(qingdao_henan, BEDS, "综合医院")
    for w in one.witnesses[:6]:
        form = form_from_data(w.application)
        for number, figure in enumerate(form.figures):
            if (figure.fact, figure.region) in {(u.fact, u.of) for u in w.unusual}:
                continue
            less = replace(form, figures=(*form.figures[:number], *form.figures[number + 1 :]))
            (read,) = in_use.reader().read(form_data(less))
            assert w.b.region is not None
            there = side("河南省").roles_of(w.b.region)
            verdicts = [
                judge(rule_base(), read, DAY, advise=False),
                judge(rule_base(), rebound(read, w.b.region, there), DAY, advise=False),
            ]
            assert any(v.missing for v in verdicts), figure


def test_a_witness_that_does_not_replay_is_no_result(monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(*args: Any, **more: Any) -> Verdict:
        return replace(judge(*args, **more), outcome=Outcome.BARRED, citations=())

    monkeypatch.setattr(replay, "judge", wrong)
    with pytest.raises(Disagreement, match="should decide"):
        compare(side("青岛市"), side("河南省"), DAY, matters=[BEDS], kinds=["综合医院"])


def test_a_difference_of_another_kind_than_said_is_no_result(monkeypatch: pytest.MonkeyPatch) -> None:
    """The right rules decide, but the one side lets proceed what it was said to restrain."""

    def milder(*args: Any, **more: Any) -> Verdict:
        verdict = judge(*args, **more)
        decided = any(c.role is Role.DECISIVE for c in verdict.citations)
        return replace(verdict, outcome=Outcome.PRIORITY, label="可优先纳入") if decided else verdict

    monkeypatch.setattr(replay, "judge", milder)
    with pytest.raises(Disagreement, match="said to be"):
        compare(side("青岛市"), side("河南省"), DAY, matters=[BEDS], kinds=["综合医院"])


# --- limits ---------------------------------------------------------------------------------------------------


def test_no_time_is_told_as_open() -> None:
    found = compare(side("青岛市"), side("河南省"), DAY, seconds=1e-9)
    regulated = [r for r in found.results if not r.silent]
    assert found.timed_out == len(regulated) > 100
    assert {r.relation for r in regulated} == {"未定"}
    assert all("求解没有完成" in r.why and "已问0次" in r.why for r in regulated)


def test_what_was_found_before_the_time_ran_out_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    from reasoner.backends.smt.solver import Session, Spent

    asked = 0
    real = Session.ask

    def limited(self: Session, *assumed: str) -> bool:
        nonlocal asked
        asked += 1
        if asked > 12:
            raise Spent("时间用尽")
        return real(self, *assumed)

    monkeypatch.setattr(Session, "ask", limited)
    found = compare(side("青岛市"), side("河南省"), DAY, matters=[BEDS], kinds=["综合医院"])
    (one,) = found.results
    assert one.relation == "不可比"
    assert one.witnesses
    assert found.timed_out == 1
    assert "已举" in one.why


def test_counts(qingdao_henan: Comparison) -> None:
    deciding = {
        n.id
        for d in rule_base().documents.values()
        if d.region in (CODES["青岛市"], CODES["河南省"])
        for m in d.regulates
        for n in d.norms(m)
        if n.supports is None
    }
    rules = qingdao_henan.rules
    assert set(rules.analysed) == deciding
    assert (len(rules.analysed), len(rules.open)) == (qingdao_henan.analysed, qingdao_henan.open)
    assert "qingdao-2023-1/5.i8.s2#充足区域不再增加长护险定点机构" in rules.open
    assert f"{MEDICAL}/3.1.p2#低使用率区域不新增床位" not in rules.open


def test_many_rules_are_not_told_pair_by_pair(monkeypatch: pytest.MonkeyPatch) -> None:
    from reasoner.compare import relation

    monkeypatch.setattr(relation, "MOST_PAIRS", 10)
    found = compare(side("青岛市"), side("河南省"), DAY, matters=[BEDS], kinds=["综合医院", "急救中心"])
    for one in found.results:
        assert one.relation == "不可比"
        assert "不逐对列出" in one.why
    first, like = found.results
    for kind in (DifferenceKind.A_PROCEEDS, DifferenceKind.B_PROCEEDS):
        assert 1 <= len([w for w in first.witnesses if w.kind is kind]) <= relation.MOST_OF_A_KIND
        assert len([w for w in like.witnesses if w.kind is kind]) == 1


def test_no_memory_is_told_as_open(monkeypatch: pytest.MonkeyPatch) -> None:
    from reasoner.backends.smt import solver

    monkeypatch.setattr(solver, "_MEGABYTES", 1)
    found = compare(side("青岛市"), side("河南省"), DAY, matters=[BEDS], kinds=["综合医院"])
    assert (found.results[0].relation, found.timed_out) == ("未定", 1)
    assert "内存用尽" in found.results[0].why
