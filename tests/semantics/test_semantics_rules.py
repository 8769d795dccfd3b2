"""docs/semantics.md §3 and §4: conditions in strong Kleene logic, rule by rule, and how effects accumulate."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from small_base import (
    BAR_FOR_NOW,
    BEDS,
    CONTROL,
    EXEMPT,
    PERMIT,
    PREFER,
    PRESUMED,
    REQUIRE,
    Small,
    document,
    hospital,
    real,
    roles,
    status,
)

from policy_dsl import ir
from policy_dsl.ir import Effect, Strength
from reasoner.driver.current_rule_base import rule_base
from reasoner.interpreter.condition_evaluation import FactContext, evaluate
from reasoner.interpreter.receipt import all_given
from reasoner.interpreter.rule_results import judge_norm
from reasoner.model.application import Application, Observation
from reasoner.model.kinds import Status
from reasoner.model.proof import Defeat
from reasoner.proof.outcome import Derivation

T, F, U = Status.TRUE, Status.FALSE, Status.UNKNOWN
VALUES: dict[Status, tuple[Observation, ...]] = {T: (Observation(True),), F: (Observation(False),), U: ()}
BOTH = {T: True, F: False, U: None}
DAY = "2024-05-01"


def of_facility(matter: str, **facts: tuple[Observation, ...]) -> Application:
    """An application from 城阳区 with some facts of the institution."""
    keyed = {("机构", name): observations for name, observations in facts.items() if observations}
    return Application("1", matter, DAY, "370214", {"机构": "机构", "本区县": "370214"}, keyed)


def again(application: Application) -> Derivation:
    """The application before the proof checker."""
    head = {"as_of": DAY, "region": application.region, "matter": application.matter}
    return Derivation(head | {"given": msgspec.to_builtins(all_given(application))}, rule_base().plain)


def engines(cond: ir.Cond, **facts: tuple[Observation, ...]) -> Status:
    """The status of a condition over facts of the institution; both engines agree on it and on its proof."""
    application = of_facility("新增购买住院床位", **facts)
    node = evaluate(cond, FactContext(application, rule_base().vocabulary, DAY))
    truth, other = again(application).truth(ir.to_data(cond))
    assert BOTH[node.status] is truth
    assert ir.to_data(node) == other
    return node.status


def holds(name: str) -> ir.Cond:
    return ir.Holds(ir.Fact("机构", name))


ONE, TWO = "资质合规", "管理规范"


@pytest.mark.parametrize(("a", "b"), list(itertools.product((T, F, U), repeat=2)))
def test_the_tables_of_and_or_not(a: Status, b: Status) -> None:
    """且 is the lesser, 或 the greater of false < unknown < true; 非 turns the order round."""
    order = (F, U, T)
    given = {ONE: VALUES[a], TWO: VALUES[b]}
    assert engines(ir.And((holds(ONE), holds(TWO))), **given) == min(a, b, key=order.index)
    assert engines(ir.Or((holds(ONE), holds(TWO))), **given) == max(a, b, key=order.index)
    assert engines(ir.Not(holds(ONE)), **given) == order[2 - order.index(a)]


def test_nothing_to_hold_holds_and_nothing_to_choose_from_does_not() -> None:
    assert engines(ir.And(())) == T
    assert engines(ir.Or(())) == F


@pytest.mark.parametrize(
    ("op", "below", "equal", "above"),
    [("lt", T, F, F), ("le", T, T, F), ("gt", F, F, T), ("ge", F, T, T), ("eq", F, T, F)],
)
def test_comparisons_are_exact(op: ir.Operator, below: Status, equal: Status, above: Status) -> None:
    last = Decimal("0.75") - Decimal("1E-27"), Decimal("0.75"), Decimal("0.75") + Decimal("1E-27")
    cond = ir.Compare(op, ir.Fact("本区县", "床位使用率"), ir.Const(Decimal("0.75"), "75%"))
    for value, expected in zip(last, (below, equal, above), strict=True):
        facts = {("370214", "床位使用率"): (Observation(value),)}
        application = Application("1", BEDS, DAY, "370214", {"本区县": "370214"}, facts)
        assert again(application).truth(ir.to_data(cond))[0] is BOTH[expected]
        assert evaluate(cond, FactContext(application, rule_base().vocabulary, DAY)).status is expected


def test_a_sum_with_an_unknown_part_is_unknown() -> None:
    """A cap on beds adds the beds that are asked for; without them nothing is compared."""
    application = hospital("80%")
    application["指标"] += [
        {"地区": "青岛市", "名称": "医保购买住院床位数", "数值": 74_950},
        {"地区": "青岛市", "名称": "常住人口", "数值": 10_000_000},
    ]
    known = real(application)  # 74,950 and 100 beds are more than 75,000
    assert known.outcome == "presumptively_barred"
    del application["床位数"]
    unknown = real(application)
    assert "床位数" in [m.fact for m in unknown.missing]


def nodes(part: object) -> Iterator[ir.Node]:
    """A node of the representation and everything below it."""
    if isinstance(part, tuple):
        for one in part:
            yield from nodes(one)
    elif isinstance(part, ir.Node):
        yield part
        yield from nodes(msgspec.structs.astuple(part))


EVERY_NODE = [n for d in rule_base().documents.values() for norm in d.all_norms for n in nodes(norm)]


def test_a_ratio_is_compared_without_dividing() -> None:
    """a ÷ b > k is a > k · b: no rule of the base has a division, and the product is exact."""
    kinds = {type(n) for n in EVERY_NODE}
    linear = {*ir.Node.__subclasses__()} - {ir.Norm}
    assert {c.__name__ for c in linear} == {
        *("Fact", "Const", "Sum", "Scaled", "Pair"),
        *("Compare", "OneOf", "Within", "Contains", "Holds", "Untranscribed", "During", "And", "Or", "Not"),
    }
    assert kinds <= linear | {ir.Norm}
    assert ir.Scaled in kinds
    assert any(n.ratio for n in EVERY_NODE if isinstance(n, ir.Compare))


def test_membership_and_several_values() -> None:
    kind = ir.OneOf(ir.Fact("机构", "类型"), ("综合医院", "诊所"), ("综合医院", "诊所"))
    assert engines(kind, 类型=(Observation("诊所"),)) == T
    assert engines(kind, 类型=(Observation("零售药店"),)) == F
    assert engines(kind) == U
    level = ir.Contains(ir.Fact("机构", "重点建设项目"), "市级")
    assert engines(level, 重点建设项目=(Observation(("市级", "省级")),)) == T
    assert engines(level, 重点建设项目=(Observation(("省级",)),)) == F
    assert engines(level, 重点建设项目=(Observation(()),)) == F
    assert engines(level, 重点建设项目=(Observation(None),)) == U
    assert engines(ir.Within("本区县", ("370214",), ("城阳区",))) == T
    assert engines(ir.Within("本区县", ("370202",), ("市南区",))) == F
    assert engines(ir.Within("所在镇街", ("x",), ("x",))) == U


def test_places_in_rules_are_counties() -> None:
    """所在地 属于 compares counties: a rule that named a whole city would have to list its counties."""
    regions = rule_base().vocabulary.regions
    places = [n for n in EVERY_NODE if isinstance(n, ir.Within)]
    assert places
    assert all(regions[c].level == "county" for w in places for c in w.values)
    assert {w.subject for w in places} == {"本区县"}


@pytest.mark.parametrize(("scope", "applies"), list(itertools.product((T, F, U), repeat=2)))
def test_a_rule_comes_about_where_it_reaches_and_applies(scope: Status, applies: Status) -> None:
    """A restriction: scope and condition; a requirement: scope and not condition. Outside its scope it is false."""
    application = of_facility("", **{ONE: VALUES[scope], TWO: VALUES[applies]})
    order, turned = (F, U, T), {T: F, F: T, U: U}
    for effect, comes in (
        (Effect.PROHIBIT, applies), (Effect.CAP, applies), (Effect.EXEMPT, applies), (Effect.REQUIRE, turned[applies]),
    ):  # fmt: skip
        norm = ir.Norm("d/1#r", "d", "d/1", "r", effect, Strength.NONE, (), holds(ONE), holds(TWO), ((0, 1),), "")
        result = judge_norm(norm, FactContext(application, rule_base().vocabulary, DAY))
        assert result.status == min(scope, comes, key=order.index)
        assert (result.condition is not None) is (scope is not F)
        truth, node = again(application).judge(ir.to_data(norm))
        assert truth is BOTH[result.status]
        own = {"scope": result.scope} | ({} if result.condition is None else {"condition": result.condition})
        assert node == {key: ir.to_data(part) for key, part in own.items()}


def test_rules_are_judged_one_by_one() -> None:
    """No rule sees another: each has the status that it has alone."""
    clauses = (BAR_FOR_NOW, PRESUMED, CONTROL, EXEMPT, REQUIRE, PREFER)
    application = hospital("74%", 重点建设项目="未核实", 管理规范=False, 连锁=True)
    whole = Small(document("a", *clauses)).judge(application)
    assert len(whole.reasons.rules) == len(clauses)
    for clause in clauses:
        if clause is not EXEMPT:
            governed_by = () if clause is not PREFER else (PRESUMED,)  # a preference alone makes no text govern
            alone = Small(document("a", clause, *governed_by)).judge(application).reasons.rules[0]
            assert alone.status == status(whole, alone.rule.partition("#")[2])


# --- §4 -------------------------------------------------------------------------------------------------------


def test_all_grounds_are_reported() -> None:
    verdict = Small(document("a", BAR_FOR_NOW, PRESUMED, CONTROL, REQUIRE)).judge(hospital("74%", 管理规范=False))
    assert verdict.outcome == "barred"
    assert roles(verdict) == {
        "a/1.p1#低使用率暂不新增": "decisive", "a/1.p2#低使用率原则上不新增": "supporting", "a/1.p3#从严控制": "supporting",
        "a/1.p4#须管理规范": "supporting",
    }  # fmt: skip


def test_an_exemption_defeats_the_restrictions_of_its_document_and_they_are_shown() -> None:
    small = Small(document("a", BAR_FOR_NOW, PRESUMED, CONTROL, EXEMPT))
    verdict = small.judge(hospital("74%", 重点建设项目="市级"))
    assert verdict.outcome == "exempt"
    assert sorted(roles(verdict).values()) == ["decisive", "defeated", "defeated", "defeated"]
    by = [r.defeated_by for r in verdict.reasons.rules if r.defeated_by]
    assert by == [(Defeat("a/1.p4#市政府重点建设项目", "豁免"),)] * 3


def test_an_exemption_does_not_lift_what_is_required_of_the_applicant() -> None:
    small = Small(document("a", BAR_FOR_NOW, EXEMPT, REQUIRE))
    verdict = small.judge(hospital("74%", 重点建设项目="市级", 管理规范=False))
    assert verdict.outcome == "not_eligible"
    assert roles(verdict)["a/1.p1#低使用率暂不新增"] == "defeated"


def test_an_exemption_does_not_reach_another_document() -> None:
    small = Small(document("a", EXEMPT, CONTROL), document("b", BAR_FOR_NOW))
    verdict = small.judge(hospital("74%", 重点建设项目="市级"))
    assert verdict.outcome == "barred"
    assert roles(verdict) == {
        "b/1.p1#低使用率暂不新增": "decisive", "a/1.p2#从严控制": "defeated", "a/1.p1#市政府重点建设项目": "note",
    }  # fmt: skip


def test_an_exemption_without_a_claim_is_no_exemption() -> None:
    small = Small(document("a", BAR_FOR_NOW, EXEMPT))
    verdict = small.judge(hospital("74%", 重点建设项目=["省级", "区县级"]))
    assert verdict.outcome == "barred"
    assert roles(verdict)["a/1.p2#市政府重点建设项目"] == "considered"


def test_a_preference_lifts_nothing() -> None:
    small = Small(document("a", BAR_FOR_NOW, PREFER))
    verdict = small.judge(hospital("74%", 连锁=True))
    assert verdict.outcome == "barred"
    assert roles(verdict)["a/1.p2#连锁可优先"] == "note"
    assert small.judge(hospital("80%", 连锁=True)).outcome == "priority"


def test_a_goal_made_concrete_is_cited_and_decides_nothing() -> None:
    application = {
        "编号": "S-2", "事项": "新增居家照护定点", "日期": "2024-05-01", "机构": {"类型": "护理站", "所在地": "崂山区"},
    }  # fmt: skip
    verdict = real(application)
    goals = [n.id for n in rule_base().documents["qingdao-2023-18-ltc"].all_norms if n.supports]
    assert goals
    cited = {c.rule: c.role for c in verdict.citations if c.rule in goals}
    assert set(cited.values()) == {"supporting"}
    assert not {r.rule for r in verdict.reasons.rules} & set(goals)
    elsewhere = real(application | {"机构": {"类型": "护理站", "所在地": "即墨区"}})
    assert not {c.rule for c in elsewhere.citations} & set(goals)


def test_a_planning_standard_is_reported_and_decides_nothing() -> None:
    application: dict[str, Any] = {
        "编号": "S-2", "事项": "新增居家照护定点", "日期": "2024-05-01", "机构": {"类型": "护理站", "所在地": "即墨区"},
    }  # fmt: skip
    without = real(application)
    figures = [("60岁以上常住老年人口", 1_000_000), ("居家照护定点机构数", 1)]
    application["指标"] = [{"地区": "青岛市", "名称": n, "数值": v} for n, v in figures]
    verdict = real(application)
    assert [s.actual for s in verdict.reasons.standards] == ["1000000"]
    assert (verdict.outcome, verdict.possible) == (without.outcome, without.possible)
    application["指标"].pop()
    half = real(application)
    assert not half.reasons.standards
    assert all(f.fact != "60岁以上常住老年人口" for f in half.facts)


def test_statements_decide_nothing() -> None:
    """Duties, targets, figures and definitions are data of their clause: every rule that is judged is of a deciding kind."""
    for document_ in rule_base().documents.values():
        assert {n.effect for n in document_.all_norms} <= set(ir.Effect)


def test_a_rule_of_an_alternative_reading_is_not_judged() -> None:
    """Only rules under the readings in use are judged; a rule written for an alternative (异读) waits for that to be run."""
    others = {n.id for d in rule_base().documents.values() for n in d.all_norms if n.alternative_of}
    assert others
    verdict = real(hospital("74%"))
    assert not {r.rule for r in verdict.reasons.rules} & others


def test_a_permission_alone_lets_proceed() -> None:
    verdict = Small(document("a", PERMIT)).judge(hospital("74%", 符合定点条件=True))
    assert (verdict.outcome, roles(verdict)) == ("may_proceed", {"a/1.p1#符合条件可纳入": "decisive"})
