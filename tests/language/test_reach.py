"""Whom a rule reaches is separated from when it applies by the compiler, whatever the transcriber wrote (DESIGN §5.1).

「Reach turns only on matter, kind of institution, kind of bed, sponsor and services already held; places, figures,
determinations and listings are conditions, whichever of 凡 and 若 a transcriber used.」
"""

from __future__ import annotations

from itertools import product
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_dsl import ir
from policy_dsl.lowering.reach import NEVER, conjuncts, projection, separated
from reasoner.driver.current_rule_base import rule_base

FACTS: Final = rule_base().vocabulary.facts
KIND = ir.OneOf(ir.Fact("机构", "类型"), ("康复医院",), ("康复医院",))
REHAB = ir.OneOf(ir.Fact("申请", "床位类别"), ("康复",), ("康复",))
MENTAL = ir.OneOf(ir.Fact("申请", "床位类别"), ("精神",), ("精神",))
SPONSOR = ir.OneOf(ir.Fact("机构", "举办主体"), ("高等院校",), ("高等院校",))
PLACE = ir.Within("本区县", ("370202",), ("市南区",))
CHAIN = ir.Holds(ir.Fact("机构", "连锁"))
LISTED = ir.Contains(ir.Fact("机构", "重点建设项目"), "市级")
PROHIBIT, REQUIRE = ir.Effect.PROHIBIT, ir.Effect.REQUIRE


def test_reach_is_what_the_ontology_says() -> None:
    """Five things and no others: 事项, 类型, 床位类别, 举办主体, 已定点."""
    assert [t.label for t in FACTS.values() if t.reach] == ["事项", "床位类别", "类型", "举办主体", "已定点"]


def test_every_rule_in_use_reaches_by_these_alone() -> None:
    norms = [n for d in rule_base().documents.values() for n in d.all_norms]
    assert norms
    for norm in norms:
        assert all(FACTS[f.term].reach for f in ir.facts_read(norm.scope)), norm.id


@pytest.mark.parametrize("scope", [(), (KIND,), (PLACE,), (KIND, PLACE), (ir.And((PLACE, CHAIN, KIND)),)])
def test_where_the_transcriber_wrote_it_makes_no_difference(scope: tuple[ir.Cond, ...]) -> None:
    """凡 or 若: the same parts come out on the same side."""
    parts = [c for whole in scope for c in conjuncts(whole)]
    of_scope = separated(scope, ir.ALWAYS, PROHIBIT, FACTS)
    of_condition = separated((), ir.And(scope), PROHIBIT, FACTS)
    assert of_scope == of_condition
    reach, condition = of_scope
    assert set(conjuncts(reach)) == {p for p in parts if p is KIND}
    assert set(conjuncts(condition)) == {p for p in parts if p is not KIND}


def test_what_not_makes_a_conjunction_is_taken_apart() -> None:
    """非 (康复 或 市南区): neither, so that the kind of beds is reach and the place a condition."""
    reach, condition = separated((), ir.Not(ir.Or((REHAB, PLACE))), PROHIBIT, FACTS)
    assert (reach, condition) == (ir.Not(REHAB), ir.Not(PLACE))
    assert separated((), ir.Not(ir.Not(REHAB)), PROHIBIT, FACTS) == (REHAB, ir.ALWAYS)


def test_a_disjunction_of_both_reaches_whom_it_can_be_true_of() -> None:
    either = ir.Or((ir.And((REHAB, CHAIN)), ir.And((MENTAL, LISTED))))
    assert separated((), either, PROHIBIT, FACTS) == (ir.Or((REHAB, MENTAL)), either)
    anybody = ir.Or((REHAB, CHAIN))  # whoever is a chain
    assert separated((), anybody, PROHIBIT, FACTS) == (ir.ALWAYS, anybody)
    assert projection(ir.And((CHAIN, ir.Not(CHAIN))), FACTS) == NEVER
    # 连锁 and not 连锁 cannot both be so: (康复 或 连锁) 且 (精神 或 非 连锁) is true of 康复 or 精神 beds alone.
    both = ir.And((ir.Or((REHAB, CHAIN)), ir.Or((MENTAL, ir.Not(CHAIN)))))
    assert projection(both, FACTS) == ir.Or((MENTAL, REHAB))


def test_a_condition_in_the_scope_of_a_requirement_is_an_exception_of_it() -> None:
    """凡 市南区 的 康复医院 须 连锁: outside 市南区 it is met as well; what is required is never reach."""
    assert separated((KIND, PLACE), CHAIN, REQUIRE, FACTS) == (KIND, ir.Or((ir.Not(PLACE), CHAIN)))
    assert separated((KIND,), ir.And((SPONSOR, CHAIN)), REQUIRE, FACTS) == (KIND, ir.And((SPONSOR, CHAIN)))
    assert separated((ir.Not(PLACE),), CHAIN, REQUIRE, FACTS) == (ir.ALWAYS, ir.Or((PLACE, CHAIN)))


ATOMS = (KIND, REHAB, SPONSOR, PLACE, CHAIN, LISTED)
CONDITIONS = st.recursive(
    st.sampled_from(ATOMS),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda parts: ir.And(tuple(parts))),
        st.lists(inner, max_size=3).map(lambda parts: ir.Or(tuple(parts))),
        inner.map(ir.Not),
    ),
    max_leaves=6,
)


def truth(cond: ir.Cond, world: dict[ir.Cond, bool]) -> bool:
    """Whether a condition is true where these parts are."""
    match cond:
        case ir.And(parts):
            return all(truth(p, world) for p in parts)
        case ir.Or(parts):
            return any(truth(p, world) for p in parts)
        case ir.Not(part):
            return not truth(part, world)
        case _:
            return world[cond]


@given(st.lists(CONDITIONS, max_size=3), CONDITIONS, st.sampled_from((PROHIBIT, REQUIRE)))
def test_separating_changes_the_truth_of_no_rule(scope: list[ir.Cond], condition: ir.Cond, effect: ir.Effect) -> None:
    """In every world a rule comes about as it was written; and it reaches exactly whom it can come about for."""
    reach, applies = separated(scope, condition, effect, FACTS)
    assert all(FACTS[f.term].reach for f in ir.facts_read(reach))
    reachable: dict[tuple[bool, ...], bool] = {}
    for values in product((True, False), repeat=len(ATOMS)):
        world = dict(zip(ATOMS, values, strict=True))
        written, now = (truth(c, world) for c in (condition, applies))
        if effect is REQUIRE:
            written, now = not written, not now
        comes_about = all(truth(c, world) for c in scope) and written
        assert (truth(reach, world) and now) is comes_about
        who = values[:3]
        reachable[who] = reachable.get(who, False) or comes_about
        if comes_about:
            assert truth(reach, world)
    if effect is PROHIBIT and len(scope) == 0 and next(iter(conjuncts(condition)), None) == condition:
        for who, can in reachable.items():
            world = dict(zip(ATOMS, (*who, False, False, False), strict=True))
            assert truth(reach, world) is can
