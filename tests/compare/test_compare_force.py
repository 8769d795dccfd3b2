"""Force is fixed before a comparison is asked (DESIGN §5.2): 青医保字〔2023〕1号 breaks off in item 9, so that nobody knows whether it
is in force; the question is asked both ways.
"""

from __future__ import annotations

import json

import pytest
from compared import CARE, care, flat, permitting, text, typed
from compared_regions import BEDS, DAY, side

from policy_dsl.ir import to_data
from reasoner.analysis.application_form import StatedDetermination, form_from_data
from reasoner.analysis.rule_set import Compared
from reasoner.compare.comparison import compare
from reasoner.compare.relation_kinds import Relation
from reasoner.compare.result import Comparison, Result
from reasoner.driver.current_rule_base import rule_base
from reasoner.interpreter.judge import judge
from reasoner.model.kinds import Outcome

OPINION, PLAN = "qingdao-2023-1", "qingdao-2023-18-ltc"
KIND = "社区卫生服务中心"
AFTER = "2026-03-01"
"""A day on which the period of the plan (2023-2025) is over."""


def _document(name: str) -> Compared:
    return Compared(f"《{rule_base().documents[name].title}》", rule_base(), "370200", frozenset((name,)))


def _documents(day: str) -> Result:
    """The opinion against the plan, for one kind of institution."""
    comparison = compare(_document(OPINION), _document(PLAN), day, matters=[CARE], kinds=[KIND], together=True)
    (one,) = comparison.results
    return one


def _force(one: Result) -> list[tuple[tuple[bool, ...], Relation, bool]]:
    return [(tuple(s.in_force for s in way.supposed), way.relation, way.silent) for way in one.by_force]


def _supposed(one: Result) -> list[StatedDetermination | None]:
    """What each example supposes of the opinion."""
    forms = [form_from_data(w.application) for w in one.witnesses]
    return [next((d for d in f.determinations if d.fact == "文件效力"), None) for f in forms]


def test_where_force_decides_each_way_is_told() -> None:
    """In force, 「照护资源相对充足的区域,原则上控制长护险定点机构数量不再增长」 binds everywhere, the plan in four districts; not in force,
    the opinion says nothing.
    """
    one = _documents("2024-06-01")
    assert (one.relation, one.silent) == (Relation.FORCE, False)
    assert _force(one) == [((True,), Relation.APART, False), ((False,), Relation.APART, True)]
    assert [s.document for s in one.by_force[0].supposed] == [OPINION]
    assert one.label == "青医保字〔2023〕1号在有效期内的,互有宽严;青医保字〔2023〕1号不在有效期内的,不可比"
    assert "尚未施行" not in one.why


def test_where_force_makes_no_difference_the_relation_is_told_once() -> None:
    """Until 2025-12-31 the plan restrains in four districts, whatever the force of the opinion."""
    (one,) = typed(care()).results
    assert (one.relation, one.by_force) == (Relation.STRICTER, ())


def test_after_the_plan_has_ended_all_rests_on_the_opinion() -> None:
    """In force it restrains where resources are 相对充足, and elsewhere nobody knows whether the ended plan goes on: no example
    proceeds in Qingdao. Not in force, nothing is left.
    """
    (one,) = typed(care(AFTER)).results
    assert _force(one) == [((True,), Relation.STRICTER, False), ((False,), Relation.APART, True)]
    assert one.witnesses
    assert {w.a.outcome for w in one.witnesses} == {Outcome.PRESUMPTIVELY_BARRED}
    assert "规划期已届满" in one.why


def test_an_example_says_what_it_supposes_of_force() -> None:
    """By all its issuers, for the day compared and no other; so the example can be judged again by anybody."""
    for one, day in ((_documents("2024-06-01"), "2024-06-01"), (typed(care()).results[0], DAY)):
        assert one.witnesses
        for made in _supposed(one):
            assert made is not None
            assert made.of == rule_base().documents[OPINION].title
            assert (made.value, made.authority) == (True, ("青岛市医疗保障局", "青岛市财政局"))
            assert (made.day, made.starts, made.ends) == (day, day, day)
            assert made.evidence == "比较用假设"
    witness = typed(care()).results[0].witnesses[0]
    (read,) = side("青岛市").reader.read([witness.application])
    assert judge(rule_base(), read, DAY).outcome is witness.a.outcome


def test_force_is_supposed_only_where_the_document_can_matter() -> None:
    """The opinion is on long-term care: of beds in hospitals nothing is asked twice, and no example speaks of it."""
    (one,) = compare(side("青岛市"), side("河南省"), DAY, matters=[BEDS], kinds=["综合医院"]).results
    assert one.by_force == ()
    assert one.witnesses
    assert set(_supposed(one)) == {None}


def test_what_is_in_force_is_told() -> None:
    comparison: Comparison = typed(care())
    force = {d.id: d.in_force for d in comparison.documents.a}
    assert (force[OPINION], force[PLAN]) == (None, True)
    assert {d.id: d.in_force for d in typed(care(AFTER)).documents.a}[PLAN] is False


@pytest.mark.parametrize("width", [40, 100])
def test_each_way_is_told_to_people(width: int) -> None:
    shown = flat(text(care(AFTER), width=width))
    assert "青医保字〔2023〕1号在有效期内的，青岛市更严；青医保字〔2023〕1号不在有效期内的，不可比" in shown
    assert "视文件效力而定：收到的文本未载施行日期或者有效期" in shown
    assert "是否有效不明、按有效与无效各作比较的有《青岛市医疗保障局青岛市财政局关于推动长期护理保险" in shown
    once = flat(text(care(), width=width))
    assert "不在有效期内的" not in once


def test_each_way_is_in_the_data() -> None:
    data = json.loads(json.dumps(to_data(typed(care(AFTER))), ensure_ascii=False))
    (one,) = data["results"]
    assert one["relation"] == "视文件效力而定"
    assert [way["supposed"][0]["in_force"] for way in one["by_force"]] == [True, False]
    assert typed(data) == typed(care(AFTER))


def test_regions_are_asked_as_permitting() -> None:
    """What the other tests rest on: a Henan that permits is compared, as no region held is."""
    assert permitting().base.documents["henan-2025"].norms(CARE)
