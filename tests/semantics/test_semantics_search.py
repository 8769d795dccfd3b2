"""docs/semantics.md §9: what is offered and asked is complete. Every value is tried, every set of three, and judged anew."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import event, given, settings
from hypothesis import strategies as st
from naive_search import RESTRICTING, Question, every_change, offered
from small_domains import COUNTIES, DAY, application, domain, norms, small_base

FACTS = {
    ("370200", "医保购买住院床位数"): st.integers(0, 10).map(Decimal),
    ("申请", "床位数"): st.integers(1, 6).map(Decimal),
    ("申请", "床位类别"): st.sampled_from(("综合", "康复", "中医")),
    ("机构", "类型"): st.sampled_from(("综合医院", "中医医院", "康复医院", "护理院")),
    ("机构", "重点建设项目"): st.sampled_from(((), ("市级",), ("省级",))),
    ("机构", "管理规范"): st.booleans(),
    ("机构", "符合定点条件"): st.booleans(),
    **{(c, "床位使用率"): st.integers(70, 80).map(lambda n: Decimal(n) / 100) for c in COUNTIES},
    **{(c, "医疗费用增长率"): st.integers(0, 8).map(lambda n: Decimal(n) / 100) for c in COUNTIES},
    **{(c, "医保基金当期赤字"): st.booleans() for c in COUNTIES},
}


def question(world_norms, county, facts) -> Question:
    base = small_base(world_norms)
    return Question(base, application(county, facts), DAY, lambda ref: domain(base, ref[:2]))


@settings(max_examples=6000, deadline=None)
@given(norms(), st.sampled_from(COUNTIES), st.fixed_dictionaries(FACTS))
def test_every_minimal_change_is_offered_and_nothing_else(world_norms, county, facts) -> None:
    asked = question(world_norms, county, facts)
    verdict = asked.verdict()
    event(verdict.outcome)
    if verdict.outcome in RESTRICTING:
        expected = every_change(asked, verdict)
        event(f"{min(len(expected), 5)} changes")
        assert offered(verdict) == expected
    else:
        assert verdict.changes == ()
