"""What comparisons say, held against the texts: expected values come from the clauses quoted."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from reasoner.compare import replay
from reasoner.compare.data import to_data
from reasoner.compare.effect import Comparison, Result, compare
from reasoner.compare.relation import A_ALLOWS, B_ALLOWS, STRENGTH
from reasoner.compare.replay import Disagreement
from reasoner.compare.sides import Compared
from reasoner.compare.turned import turned
from reasoner.driver import in_use
from reasoner.driver.in_use import rule_base
from reasoner.graphs.application import applications
from reasoner.graphs.files import load_graph
from reasoner.graphs.shapes import findings
from reasoner.graphs.validate import native_findings
from reasoner.graphs.write import turtle
from reasoner.intake.loaded import Loaded
from reasoner.interpreter.judge import judge
from reasoner.model.rule_base import RuleBase

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
    return {
        (d.pair.a.norm.clause if d.pair.a else None, d.pair.b.norm.clause if d.pair.b else None)
        for d in one.differences
        if d.pair.kind == kind
    }


# --- what the texts say ---------------------------------------------------------------------------------------


def test_each_restrains_beds_for_its_own_reasons(qingdao_henan: Comparison) -> None:
    """青岛:床位使用率低于75%的…;河南:基金出现当期赤字…: neither lets proceed all that the other does."""
    one = result(qingdao_henan, BEDS, "综合医院")
    assert one.relation == "不可比"
    assert (None, f"{HENAN}/3.2.i1.p2.s2") in clauses(one, A_ALLOWS)
    assert (f"{MEDICAL}/3.1.p2", None) in clauses(one, B_ALLOWS)
    assert (f"{MEDICAL}/2.3.i1.s4", None) in clauses(one, B_ALLOWS)


def test_henan_exempts_projects_of_three_levels_and_qingdao_of_the_city(qingdao_henan: Comparison) -> None:
    """「国家、省、市重点建设项目」 against 「列入市政府重点建设项目」: the witness is a project that Qingdao does not name."""
    one = result(qingdao_henan, BEDS, "综合医院")
    (difference,) = (
        d
        for d in one.differences
        if d.pair.a and d.pair.a.norm.clause == f"{MEDICAL}/3.1.p2" and d.b["outcome"] == "exempt"
    )
    claimed = difference.witness.application["机构"]["重点建设项目"]
    assert "市级" not in claimed
    assert (difference.a["outcome"], difference.b["outcome"]) == ("presumptively_barred", "exempt")


def test_a_reading_of_rates_around_the_line(qingdao_henan: Comparison) -> None:
    """低于75%: the rate of the witness is below, and no other fact is unusual."""
    one = result(qingdao_henan, BEDS, "综合医院")
    (difference,) = (
        d for d in one.differences if d.pair.b is None and d.pair.a and d.pair.a.norm.clause == f"{MEDICAL}/3.1.p2"
    )
    assert [(u.fact, u.of) for u in difference.witness.unusual] == [("床位使用率", "黄岛区")]
    (rate,) = (f["数值"] for f in difference.witness.application["指标"] if f["名称"] == "床位使用率")
    assert float(rate.rstrip("%")) < 75


def test_qingdao_is_stricter_than_binzhou_where_both_speak() -> None:
    """滨州 only says whom it may take in; 青岛 restrains. Of institutions that are no 基层医药机构 滨州 says nothing."""
    found = compare(side("青岛市"), side("滨州市"), DAY)
    for matter in (OUTPATIENT, ACCOUNT):
        assert {r.relation for r in found.results if r.matter == matter and not r.silent} == {"A 更严"}
        assert {r.relation for r in found.results if r.matter == matter and r.silent} == {"不可比"}
        assert result(found, matter, "社区卫生服务中心").relation == "A 更严"
        assert result(found, matter, "综合医院").silent
    turned = compare(side("滨州市"), side("青岛市"), DAY)
    assert {r.relation for r in turned.results if r.matter == ACCOUNT and not r.silent} == {"A 更宽"}


@pytest.mark.parametrize(("a", "b"), [("青岛市", "河南省"), ("河南省", "青岛市")])
def test_silence_is_no_permission(a: str, b: str) -> None:
    """河南 says nothing on 双通道: neither stricter nor looser, and no witness for either."""
    found = compare(side(a), side(b), DAY, matters=["纳入双通道管理"])
    assert {r.relation for r in found.results} == {"不可比"}
    assert all("河南省没有可据以研判的规定" in r.why and not r.differences for r in found.results)


def test_a_region_without_rules_is_compared_with_nothing() -> None:
    found = compare(side("青岛市"), side("泉州市"), DAY)
    assert {r.relation for r in found.results} == {"不可比"}


def test_a_kind_that_no_rule_reaches_is_told() -> None:
    """滨州 names 基层医药机构 only: of a general hospital its text says nothing."""
    found = compare(side("青岛市"), side("滨州市"), DAY, matters=[ACCOUNT], kinds=["综合医院", "社区卫生服务中心"])
    hospital = result(found, ACCOUNT, "综合医院")
    assert hospital.why == "青岛市有规定;滨州市的规则不及于此类机构;没有规定不等于可以办理,不作宽严比较"
    assert (hospital.relation, hospital.silent, hospital.both_silent, hospital.differences) == (
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
    (hospital,) = to_data(compare(*districts, DAY, matters=["纳入双通道管理"], kinds=["综合医院"]))["results"]
    assert (hospital["relation"], hospital["label"]) == ("不可比", "双方的规则均不及于此类机构")
    ended = compare(*districts, "2026-01-01", matters=["纳入双通道管理"], kinds=["综合医院"])
    assert to_data(ended)["results"][0]["label"] == "双方依据均不在有效期内"
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
    assert bool(against.results[0].differences) == (expected == "等价")


def test_the_ended_plan_permits_nothing() -> None:
    """2025-12-31届满: on the next day Qingdao's medical plan decides nothing."""
    found = compare(side("青岛市"), side("河南省"), "2026-01-01", matters=[BEDS])
    assert {r.relation for r in found.results} == {"不可比"}
    assert all("规划期已届满" in r.why for r in found.results)


def test_one_outcome_in_other_words_is_a_difference(qingdao_henan: Comparison) -> None:
    """「从严控制」 in Qingdao, 「以调整存量为主」 in Henan: both are strictly_controlled, and are told apart."""
    one = result(qingdao_henan, BEDS, "综合医院")
    (difference,) = (
        d
        for d in one.differences
        if d.pair.a and d.pair.b and d.pair.a.norm.strength == "从严" and d.pair.b.norm.strength == "存量"
    )
    assert difference.pair.kind == STRENGTH
    assert difference.a["outcome"] == difference.b["outcome"] == "strictly_controlled"
    assert (difference.a["label"], difference.b["label"]) == ("从严控制,需个案研究", "以调整存量为主,需个案研究")


def test_pharmacies_are_no_medical_institutions(qingdao_henan: Comparison) -> None:
    """Qingdao exempts 「医疗机构」, Henan 「医药机构」: of a pharmacy in a project of the city only Henan lets go."""
    one = result(qingdao_henan, "新增定点零售药店", "零售药店")
    claimed = {d.witness.application["机构"]["重点建设项目"] for d in one.differences if d.b["outcome"] == "exempt"}
    assert claimed == {"市级"}


def test_what_the_speaking_side_says_where_the_other_is_silent() -> None:
    """「定点药店」 of 3.2.p2.s2 reaches pharmacies and no hospital, which is said."""
    found = compare(side("青岛市"), side("河南省"), DAY, matters=["纳入双通道管理"])
    for one in found.results:
        (said,) = one.speaking[0]
        assert said.norm.clause == f"{MEDICAL}/3.2.p2.s2"
        assert said.reaches == (one.type == "零售药店")
        assert ("青岛市的规则不及于此类机构" in one.why) == (one.type != "零售药店")


def test_the_readings_on_which_a_relation_turns() -> None:
    """Were the sentence of Binzhou only the task of an office (纳入定点的效力), nothing could be compared with it."""
    found = compare(side("青岛市"), side("滨州市"), DAY, matters=[ACCOUNT], kinds=["诊所"])
    (change,) = turned(found, 60)
    assert (change.side, change.reading["name"], change.matter) == ("b", "纳入定点的效力", ACCOUNT)
    assert (change.before.relation, change.after.relation, change.after.silent) == ("A 更严", "不可比", True)
    told = to_data(found, turning=[change])["readings"]
    assert told["turning"][0]["from"] == "青岛市更严"
    assert 0 < told["unconfirmed"] <= told["rests_on"]


# --- readings, places -----------------------------------------------------------------------------------------


def test_what_turns_on_a_reading_turns_on_the_place() -> None:
    """区市 as county or as management area: it matters only where one area holds several counties (市本级)."""
    base = rule_base()
    other = Compared("另一种读法", base.variant(MEDICAL, "区市口径"), CODES["青岛市"])
    found = compare(side("青岛市"), other, DAY, matters=[BEDS], kinds=["综合医院"], together=True)
    shown = found.results[0].differences
    assert shown
    assert {d.witness.application["机构"]["所在地"] for d in shown} <= {"市南区", "市北区", "李沧区"}
    for d in shown:
        rates = {f["地区"]: f["数值"] for f in d.witness.application["指标"] if f["名称"] == "医疗费用增长率"}
        assert rates["市本级"] != rates[d.witness.application["机构"]["所在地"]]


def test_words_that_mean_one_place_there_hide_no_difference() -> None:
    """济源市 is city and county in one: 「本区县…高于全市」 still tells Qingdao's county from Qingdao."""
    zhengzhou, jiyuan = (
        compare(side("青岛市"), Compared(name, rule_base(), code), DAY, matters=[BEDS], kinds=["综合医院"])
        for name, code in (("郑州市", "410100"), ("济源市", "419001"))
    )
    for kind in (A_ALLOWS, B_ALLOWS, STRENGTH):
        assert clauses(jiyuan.results[0], kind) == clauses(zhengzhou.results[0], kind)
    assert (f"{MEDICAL}/2.3.i1.s4", None) in clauses(jiyuan.results[0], B_ALLOWS)


def test_one_place_for_both_versions() -> None:
    base = rule_base()
    other = Compared("另一种读法", base.variant(MEDICAL, "区市口径"), CODES["青岛市"])
    found = compare(side("青岛市"), other, DAY, matters=[BEDS], kinds=["综合医院"], together=True)
    assert all("under" not in d.b and d.a["region"] == d.b["region"] for d in found.results[0].differences)


def test_an_institution_that_no_rule_reaches_any_longer_is_judged_differently() -> None:
    """「资质合规、管理规范、信誉良好…的定点药店」 struck from the plan: whoever failed these may now go on."""
    data = rule_base().data
    matter = "纳入双通道管理"
    documents = [
        dict(d) | ({"norms": [n for n in d["norms"] if matter not in n["matters"]]} if d["id"] == MEDICAL else {})
        for d in data["documents"]
    ]
    struck = side("青岛市", RuleBase({**data, "documents": documents}))
    found = compare(side("青岛市"), struck, DAY, matters=[matter], kinds=["零售药店"], together=True)
    (one,) = found.results
    assert (one.relation, one.silent, one.unreached) == ("A 更严", False, (False, True))
    assert {(d.a["outcome"], d.b["outcome"]) for d in one.differences} == {("not_eligible", "may_proceed")}


def in_one_county(document: str, county: str) -> RuleBase:
    """The rules in use, but for one document that is a county's."""
    data = rule_base().data
    return RuleBase(
        {
            **data,
            "documents": [dict(d) | ({"region": county} if d["id"] == document else {}) for d in data["documents"]],
        }
    )


def test_where_only_one_version_speaks_nothing_stays_as_it_was() -> None:
    """滨州's plan made 滨城区's alone: in the six other counties nothing governs any longer."""
    after = side("滨州市", in_one_county(BINZHOU, "371602"))
    found = compare(side("滨州市"), after, DAY, matters=[ACCOUNT], kinds=["社区卫生服务中心"], together=True)
    (one,) = found.results
    assert one.relation == "不可比"
    assert (one.partly[0], len(one.partly[1])) == ((), 6)
    assert "371602" not in one.partly[1]
    assert "滨州市在" in one.why
    assert "没有现行规定" in one.why
    (told,) = to_data(found)["results"]
    assert told["partly"] == {"b": list(one.partly[1])}


def test_a_region_that_speaks_in_some_places_only_is_told() -> None:
    there = side("滨州市", in_one_county(BINZHOU, "371602"))
    found = compare(side("青岛市"), there, DAY, matters=[ACCOUNT], kinds=["社区卫生服务中心"])
    (one,) = found.results
    assert one.relation == "A 更严"  # in 滨城区
    assert (one.partly[0], len(one.partly[1])) == ((), 6)
    assert "那里不作比较" in one.why


def test_versions_that_are_silent_in_turn_are_not_silent_alike() -> None:
    """One version is a county's, the other its neighbour's: neither county is judged as before."""
    one, other = (side("滨州市", in_one_county(BINZHOU, county)) for county in ("371602", "371603"))
    found = compare(one, other, DAY, matters=[ACCOUNT], kinds=["社区卫生服务中心"], together=True)
    assert found.results[0].relation == "不可比"
    assert found.results[0].partly == (("371603",), ("371602",))


# --- conflicts ------------------------------------------------------------------------------------------------


def test_a_conflict_is_a_difference() -> None:
    """A text of another issuer that permits what Qingdao bars: what was barred is then 规定不一致."""
    data = rule_base().data
    documents = list(data["documents"])
    text = json.dumps(next(dict(d) for d in documents if d["id"] == BINZHOU), ensure_ascii=False, default=list)
    moved = json.loads(text) | {"region": CODES["青岛市"]}
    torn = RuleBase({**data, "documents": [moved if d["id"] == BINZHOU else d for d in documents]})
    found = compare(
        side("青岛市"), side("青岛市", torn), DAY, matters=[ACCOUNT], kinds=["社区卫生服务中心"], together=True
    )
    outcomes = {(d.a["outcome"], d.b["outcome"]) for d in found.results[0].differences if d.pair.kind == STRENGTH}
    assert ("presumptively_barred", "conflict") in outcomes


def test_that_nothing_decides_is_told_where_no_rule_does() -> None:
    """滨州's 「将符合条件的…纳入」 stands for every 基层 institution: that it falls away with 符合条件 tells no difference."""
    found = compare(side("青岛市"), side("滨州市"), DAY, matters=[ACCOUNT], kinds=["社区卫生服务中心"])
    told = [d for d in found.results[0].differences if d.pair.kind == B_ALLOWS]
    assert told
    assert all(d.pair.b is not None for d in told)
    assert all(u.fact != "符合定点条件" for d in told for u in d.witness.unusual)


# --- witnesses ------------------------------------------------------------------------------------------------


def test_every_difference_is_judged_again_and_differs(qingdao_henan: Comparison) -> None:
    data = json.loads(json.dumps(to_data(qingdao_henan), ensure_ascii=False))
    shown = [w for r in data["results"] for w in r["witnesses"]]
    assert len(shown) > 500
    for witness in shown[::37]:
        (read,) = in_use.reader().read(witness["application"])
        again = json.loads(json.dumps(judge(rule_base(), read, DAY, advise=False), ensure_ascii=False))
        assert again == witness["a"]
        assert witness["a"]["label"] != witness["b"]["label"]


def test_each_result_speaks_of_its_own_kind(qingdao_henan: Comparison) -> None:
    for r in qingdao_henan.results:
        for d in r.differences:
            assert d.witness.application["机构"]["类型"] == r.type
            assert d.witness.application["事项"] == r.matter
        kinds = {d.pair.kind for d in r.differences}
        if r.relation == "A 更严":
            assert B_ALLOWS in kinds
            assert A_ALLOWS not in kinds
        elif r.relation == "不可比" and not r.silent:
            assert {A_ALLOWS, B_ALLOWS} <= kinds


def test_every_witness_is_valid_under_the_shapes(qingdao_henan: Comparison) -> None:
    plain = [d.witness.application for r in qingdao_henan.results for d in r.differences]
    assert native_findings(Loaded(plain, "a.json"), in_use.reader()) == ([], len(plain))
    read = in_use.reader().read(plain[::25])
    triples = load_graph(turtle(applications(read, in_use.terms())).encode(), "a.ttl")
    assert findings(triples, in_use.terms()) == []


def test_no_witness_says_more_than_it_needs(qingdao_henan: Comparison) -> None:
    """A figure of a region that is left out would leave a rule open on one side."""
    one = result(qingdao_henan, BEDS, "综合医院")
    for d in one.differences[:6]:
        plain = d.witness.application
        for number, figure in enumerate(plain["指标"]):
            if (figure["名称"], figure["地区"]) in {(u.fact, u.of) for u in d.witness.unusual}:
                continue
            less = {**plain, "指标": [*plain["指标"][:number], *plain["指标"][number + 1 :]]}
            (read,) = in_use.reader().read(less)
            from reasoner.interpreter.elsewhere import rebound

            there = side("河南省").roles_of(d.witness.there.code)
            verdicts = [
                judge(rule_base(), read, DAY, advise=False),
                judge(rule_base(), rebound(read, d.witness.there.code, dict(there)), DAY, advise=False),
            ]
            assert any(v["missing"] for v in verdicts), figure


def test_a_witness_that_does_not_replay_is_no_result(monkeypatch: pytest.MonkeyPatch) -> None:
    real: Callable[..., dict[str, Any]] = judge

    def wrong(*args: Any, **more: Any) -> dict[str, Any]:
        verdict = real(*args, **more)
        return {**verdict, "outcome": "barred", "citations": []}

    monkeypatch.setattr(replay, "judge", wrong)
    with pytest.raises(Disagreement, match="should decide"):
        compare(side("青岛市"), side("河南省"), DAY, matters=[BEDS], kinds=["综合医院"])


def test_a_difference_of_another_kind_than_said_is_no_result(monkeypatch: pytest.MonkeyPatch) -> None:
    """The right rules decide, but the one side lets proceed what it was said to restrain."""
    real: Callable[..., dict[str, Any]] = judge

    def milder(*args: Any, **more: Any) -> dict[str, Any]:
        verdict = real(*args, **more)
        decided = any(c["role"] == "decisive" for c in verdict["citations"])
        return {**verdict, "outcome": "priority", "label": "可优先纳入"} if decided else verdict

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
    assert one.differences
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
    assert set(qingdao_henan.analysed) == deciding
    assert "qingdao-2023-1/5.i8.s2#充足区域不再增加长护险定点机构" in qingdao_henan.open
    assert f"{MEDICAL}/3.1.p2#低使用率区域不新增床位" not in qingdao_henan.open


def test_many_rules_are_not_told_pair_by_pair(monkeypatch: pytest.MonkeyPatch) -> None:
    from reasoner.compare import relation

    monkeypatch.setattr(relation, "MOST_PAIRS", 10)
    found = compare(side("青岛市"), side("河南省"), DAY, matters=[BEDS], kinds=["综合医院", "急救中心"])
    for one in found.results:
        assert one.relation == "不可比"
        assert "不逐对列出" in one.why
    first, like = found.results
    for kind in (A_ALLOWS, B_ALLOWS):
        assert 1 <= len([d for d in first.differences if d.pair.kind == kind]) <= relation.MOST_OF_A_KIND
        assert len([d for d in like.differences if d.pair.kind == kind]) == 1


def test_no_memory_is_told_as_open(monkeypatch: pytest.MonkeyPatch) -> None:
    from reasoner.backends.smt import solver

    monkeypatch.setattr(solver, "_MEGABYTES", 1)
    found = compare(side("青岛市"), side("河南省"), DAY, matters=[BEDS], kinds=["综合医院"])
    assert (found.results[0].relation, found.timed_out) == ("未定", 1)
    assert "内存用尽" in found.results[0].why
