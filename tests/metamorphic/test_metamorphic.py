"""Laws that hold for every application, whatever the rules say: random ones are judged, changed, and judged again."""

from __future__ import annotations

import os
import random
from dataclasses import replace
from decimal import Decimal
from typing import Any

import msgspec
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st
from laws import BETTER, improved, no_worse
from msgspec import structs
from random_applications import PLACES, Case, cases, read, read_by_rules, values

from policy_dsl.compiled import raw
from policy_dsl.ir import Effect
from reasoner.driver.current_rule_base import official_texts, rule_base
from reasoner.interpreter.judge import judge
from reasoner.model.application import Observation, Provenance, Value, given_fact
from reasoner.model.kinds import Status
from reasoner.model.rule_base import RuleBase
from reasoner.model.verdict import Assumption, MissingFact, encode
from reasoner.proof.check_proof import check_proof

MANY = int(os.environ.get("METAMORPHIC", "4" if os.environ.get("TIAOLI_REQUIRE_ALL") else "2"))


def law(examples: int) -> Any:
    return settings(
        max_examples=examples * MANY,
        deadline=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )


@law(80)
@given(cases())
def test_every_application_has_a_verdict_that_the_checker_of_proofs_accepts(case: Case) -> None:
    """Judging never fails, and the two engines agree."""
    verdict = judge(rule_base(), case.application, case.day)
    event(verdict.outcome)
    assert check_proof(msgspec.json.decode(encode(verdict)), rule_base().plain, official_texts()) == []


@law(250)
@given(cases(), st.data())
def test_a_better_fact_never_makes_the_outcome_worse(case: Case, data: st.DataObject) -> None:
    """Monotony: 床位使用率 up, growth of cost down, fewer neighbours …, each fact in the direction of BETTER."""
    application = case.application
    known = [
        (key, fact)
        for fact in read_by_rules(application.matter)
        if (fact.subject, fact.term) in BETTER
        and (key := application.roles.get(fact.subject)) is not None
        and any(o.value is not None for o in application.facts.get((key, fact.term), ()))
    ]
    assume(known)
    key, fact = data.draw(st.sampled_from(known))
    term = rule_base().vocabulary.facts[fact.term]
    value = next(o.value for o in application.facts[key, fact.term] if o.value is not None)
    step = Decimal(
        data.draw(st.sampled_from(("0.001", "0.1", "0.5") if term.datatype == "ratio" else ("1", "100", "99999")))
    )
    better = improved(value, BETTER[fact.subject, fact.term], step)
    assume(isinstance(better, bool) or better >= Decimal(term.minimum or 0))
    before = case.having(key, fact.term, value).verdict
    after = case.having(key, fact.term, better).verdict
    event(f"{before.outcome} → {after.outcome}")
    assert no_worse(before, after), (fact, value, better, before.possible, after.possible)


def test_every_fact_that_a_rule_reads_is_better_one_way() -> None:
    """A fact that is added to a rule fails here until BETTER says which way speaks for the applicant."""
    neither = {
        ("机构", "类型"),
        ("机构", "重点建设项目"),
        ("申请", "床位类别"),
        ("机构", "举办主体"),
        ("机构", "已定点"),
    }
    matters = rule_base().vocabulary.matters
    read_facts = {(f.subject, f.term) for m in matters for f in read_by_rules(m)}
    assert read_facts - neither == BETTER.keys()


@law(150)
@given(cases(), st.sampled_from(["国家级", "省级", "市级"]))
def test_a_project_never_makes_the_outcome_worse(case: Case, level: str) -> None:
    """An exemption that holds takes restrictions away and adds none."""
    without = case.having("机构", "重点建设项目", ())
    with_one = case.having("机构", "重点建设项目", (level,))
    before, after = without.verdict, with_one.verdict
    event(f"{before.outcome} → {after.outcome}")
    assert no_worse(before, after)


@law(150)
@given(cases(), st.data())
def test_a_contract_more_never_makes_the_outcome_worse(case: Case, data: st.DataObject) -> None:
    """Limits of the number of institutions reach who holds no contract; none is held against an applicant."""
    services = rule_base().vocabulary.facts["已定点"].values
    held = data.draw(st.lists(st.sampled_from(services), unique=True))
    before = case.having("机构", "已定点", tuple(held)).verdict
    after = case.having("机构", "已定点", (*held, data.draw(st.sampled_from(services)))).verdict
    event(f"{before.outcome} → {after.outcome}")
    assert no_worse(before, after)


@law(120)
@given(cases(), st.data())
def test_a_fact_that_no_rule_reads_changes_nothing(case: Case, data: st.DataObject) -> None:
    """Facts of other places leave no trace; a fact of the institution is given, and part of the receipt only."""
    application = case.application
    assume(application.region is not None)
    rules_read = read_by_rules(application.matter)
    used = {(application.roles.get(f.subject), f.term) for f in rules_read}
    vocabulary = rule_base().vocabulary
    others = [
        (region, t.label)
        for t in vocabulary.facts.values()
        if t.subject == "地区"
        for region in ("370214", "370200", "410100", "410122", "419001", "130000")
        if region in vocabulary.regions and (region, t.label) not in used and not _standard(t.label)
    ] + [("机构", "统一社会信用代码"), ("机构", "等级"), ("机构", "地址")]
    key, term = data.draw(st.sampled_from([o for o in others if o not in application.facts]))
    # What rules read of this place they would read of another: advice on moving there may look at it.
    advise = term not in {f.term for f in rules_read}
    fact = vocabulary.facts[term]
    plain: dict[str, Value] = {"boolean": True, "text": "甲", "category": (fact.values or ("",))[0]}
    observation = Observation(plain.get(fact.datatype, Decimal(1)), "2021-01-01", Provenance(source="某处"))
    more = structs.replace(application, facts={**application.facts, (key, term): (observation,)})
    before, after = (judge(rule_base(), a, case.day, advise=advise) for a in (application, more))
    if key != "机构" and key not in application.roles.values():
        assert encode(before) == encode(after)
    entry = given_fact(key, term, observation)
    assert [g for g in after.given if g not in before.given] in ([], [entry])
    assert [g for g in after.given if g != entry] == list(before.given)
    assert (entry in after.given) or key != "机构"
    kept = structs.replace(
        after, given=before.given, receipt=structs.replace(after.receipt, facts=before.receipt.facts)
    )
    assert kept == before


def _standard(term: str) -> bool:
    """Whether a planning standard is reported with the fact."""
    standards = (s for d in rule_base().documents.values() for _, s in d.standards)
    return any(term in (s.over.term, s.under.term) for s in standards)


@law(120)
@given(cases())
def test_advice_changes_nothing_else(case: Case) -> None:
    """Looking for what would help reads facts that no rule needed; the verdict cites none of them.

    It holds facts of the places that advice names besides, so that the advice can be judged again.
    """
    advised = judge(rule_base(), case.application, case.day)
    plain = case.verdict
    bare = structs.replace(advised, missing=plain.missing, changes=(), given=plain.given, receipt=plain.receipt)
    assert bare == plain
    receipt = structs.replace(advised.receipt, facts=plain.receipt.facts, advice=plain.receipt.advice)
    assert receipt == plain.receipt
    reduced = [structs.replace(m, answers=None, closes=None) for m in advised.missing]
    assert sorted(reduced, key=repr) == sorted(plain.missing, key=repr)
    assert [g for g in advised.given if g in plain.given] == list(plain.given)
    regions = rule_base().vocabulary.regions
    named = {p for c in advised.changes for p in (*(f.after for f in c.facts), *c.others)}
    named |= {a.value for m in advised.missing for a in m.answers or ()}
    for more in (g for g in advised.given if g not in plain.given):
        region = regions[more.subject]
        assert named & {region.name, *(regions[m].name for m in region.members)}


@law(80)
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_facts_changes_nothing(case: Case, chance: random.Random) -> None:
    shuffled = []
    for key, given_observations in case.application.facts.items():
        observations = list(given_observations)
        chance.shuffle(observations)
        shuffled.append((key, tuple(observations)))
    chance.shuffle(shuffled)
    other = structs.replace(case.application, facts=dict(shuffled))
    before, after = (judge(rule_base(), a, case.day) for a in (case.application, other))
    assert sorted(before.given, key=repr) == sorted(after.given, key=repr)
    assert structs.replace(after, given=before.given, receipt=before.receipt) == before


@law(120)
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_rules_and_documents_changes_nothing(case: Case, chance: random.Random) -> None:
    before = case.verdict
    after = judge(_shuffled(chance), case.application, case.day, advise=False)
    assert (before.outcome, before.label, before.possible) == (after.outcome, after.label, after.possible)
    for part in ("citations", "missing", "assumptions", "warnings", "facts", "not_governing"):
        assert _unordered(getattr(before, part)) == _unordered(getattr(after, part)), part
    assert _unordered(before.reasons.rules) == _unordered(after.reasons.rules)


def _shuffled(chance: random.Random) -> RuleBase:
    documents = []
    for document in rule_base().documents.values():
        norms = list(document.all_norms)
        chance.shuffle(norms)
        documents.append(structs.replace(document, norm_list=raw(norms)))
    chance.shuffle(documents)
    base = RuleBase(structs.replace(rule_base().compiled, documents=tuple(documents)))
    base.vocabulary = rule_base().vocabulary
    return base


def _unordered(part: object) -> object:
    """Lists as sets: what is said, in whatever order."""
    if isinstance(part, msgspec.Struct):
        return _unordered(msgspec.to_builtins(part))
    if isinstance(part, dict):
        return sorted((k, repr(_unordered(v))) for k, v in part.items())
    if isinstance(part, list | tuple):
        return sorted(repr(_unordered(x)) for x in part)
    return part


@law(250)
@given(cases(), st.data())
def test_what_becomes_known_was_possible_before(case: Case, data: st.DataObject) -> None:
    """Soundness of unknown: whatever a missing fact turns out to be, nothing becomes possible that was not.

    Save two things, which the contract says: an unknown preference counts as not claimed, so that 可优先 may come of
    it where 未见限制 was possible; and a text that is not in force counts as one that reaches until it is known not to.
    """
    before = case.verdict
    assume(before.missing or before.assumptions)
    open_fact = data.draw(st.sampled_from([*before.missing, *before.assumptions]))
    answered = _answered(case, open_fact, data)
    assume(answered is not None)
    assert answered is not None
    after = answered.verdict
    event(f"{open_fact.fact}: {before.outcome} → {after.outcome}")
    allowed = set(before.possible)
    if "may_proceed" in allowed and any(
        r.status is Status.UNKNOWN and r.effect is Effect.PREFER for r in before.reasons.rules
    ):
        allowed.add("priority")
    if before.outcome == "out_of_force" and isinstance(open_fact, MissingFact) and not open_fact.asked_by:
        allowed.add(
            "not_regulated"
        )  # asked back for its own sake: whom texts reach that are not in force decides nothing
    if isinstance(open_fact, Assumption):  # what was taken as not claimed may be claimed: no worse, if perhaps better
        assert no_worse(before, after) or set(after.possible) <= allowed, open_fact
    else:
        assert set(after.possible) <= allowed, (open_fact, before.possible, after.possible)


def test_a_date_for_a_figure_given_without_one_opens_nothing() -> None:
    """Beds of 2022 beside a population without a date: its date is asked for, and whatever it is, what it was stays."""
    figures = [
        {"地区": "青岛市", "名称": "医保购买住院床位数", "数值": 0},
        {"地区": "青岛市", "名称": "常住人口", "数值": 1},
        {"地区": "青岛市", "名称": "医保购买精神床位数", "数值": 0, "时点": "2022"},
    ]
    data = {
        "编号": "某",
        "事项": "新增购买住院床位",
        "日期": "2023-07-30",
        "机构": {"类型": "综合医院", "所在地": "市南区", "已定点": "是"},
        "指标": figures,
        "床位数": 1,
        "床位类别": "精神",
    }
    undated = Case(data, read(data))
    before = undated.verdict
    (asked,) = [m for m in before.missing if m.fact == "常住人口"]
    assert (asked.apart, asked.period) == ("1", "")
    for year in ("2021", "2022"):
        assert set(undated.dated(year, "370200", "常住人口").verdict.possible) <= set(before.possible)


def test_a_figure_dated_alone_is_apart_from_those_without_a_date() -> None:
    """Of two figures without a date one gets one: they were taken as of one time and are not so taken any more."""
    figures = [
        {"地区": "青岛市", "名称": "常住人口", "数值": 1},
        {"地区": "青岛市", "名称": "医保购买精神床位数", "数值": 1},
    ]
    data = {
        "编号": "某",
        "事项": "新增购买住院床位",
        "日期": "2023-07-30",
        "机构": {"类型": "综合医院", "所在地": "市南区", "已定点": "是"},
        "床位数": 1,
        "床位类别": "精神",
    }
    undated = read({**data, "指标": figures})
    alone = read({**data, "指标": [figures[0] | {"时点": "2021"}, figures[1]]})
    assert "barred" in Case(data, undated).verdict.possible
    assert [(m.fact, m.apart) for m in Case(data, alone).verdict.missing if m.fact == "医保购买精神床位数"] == [
        ("医保购买精神床位数", "1")
    ]


def test_figures_of_a_province_are_not_those_of_the_city_that_is_not_known() -> None:
    figures = [
        {"地区": "河南省", "名称": "医保基金当期赤字", "数值": False},
        {"地区": "河南省", "名称": "医保基金动态监测赤字", "数值": False},
        {"地区": "河南省", "名称": "定点医药机构数", "数值": 1},
        {"地区": "河南省", "名称": "定点医药机构配置总量", "数值": 2},
        {"地区": "郑州市", "名称": "医保基金当期赤字", "数值": True},
    ]
    data = {
        "编号": "某",
        "事项": "新增定点零售药店",
        "日期": "2026-03-01",
        "机构": {"类型": "零售药店"},
        "指标": figures,
    }
    unplaced = Case(data, read(data))
    assert "presumptively_barred" in unplaced.verdict.possible
    assert set(unplaced.lying("郑州市").verdict.possible) <= set(unplaced.verdict.possible)
    verdict = judge(rule_base(), unplaced.application)
    assert check_proof(msgspec.json.decode(encode(verdict)), rule_base().plain, official_texts()) == []


def _answered(case: Case, open_fact: MissingFact | Assumption, data: st.DataObject) -> Case | None:
    """The application with the missing fact known; None where its subject has no key."""
    fact = open_fact.fact
    if fact == "所在地":
        within = [p for p in PLACES if p is not None and _county_in(p, case.application.region)]
        return case.lying(data.draw(st.sampled_from(within)))
    if fact == "镇街":
        changed = {**case.data, "机构": {**case.data["机构"], "镇街": "示例镇"}}
        return replace(case, data=changed, application=read(changed))
    application = case.application
    keys = [k for k in application.roles.values() if k is not None and _name(k) == open_fact.of]
    if not keys:
        return None
    term = rule_base().vocabulary.facts[fact]
    if term.multiple:
        return case.having(keys[0], fact, tuple(data.draw(st.lists(st.sampled_from(term.values), unique=True))))
    if fact == "类型":
        types = rule_base().vocabulary.matters[application.matter].members
        return case.having(keys[0], fact, data.draw(st.sampled_from(types)))
    if isinstance(open_fact, MissingFact) and open_fact.apart and not open_fact.period:  # its date is asked for
        return case.dated(data.draw(st.sampled_from(("2021", "2022"))), keys[0], fact)
    drawn = data.draw(values(fact))
    if term.datatype in ("ratio", "count"):
        changed = {"编号": "值", "事项": application.matter, "日期": "2024-01-01"}
        where = {"申请": {fact: drawn}}.get(keys[0], {"指标": [{"地区": keys[0], "名称": fact, "数值": drawn}]})
        drawn = next(iter(read(changed | where).facts.values()))[0].value
    if isinstance(open_fact, MissingFact) and open_fact.apart:  # what was given speaks of another period and stays
        return case.with_figure_of(open_fact.period, keys[0], fact, drawn)
    return case.having(keys[0], fact, drawn)


def _county_in(place: str, region: str | None) -> bool:
    """Whether a place is a county of what is known of the place."""
    vocabulary = rule_base().vocabulary
    code = next(r.code for r in vocabulary.find_regions(place) if r.level in ("county", "prefecture"))
    if region is None:
        return True
    return vocabulary.regions[code].level == "county" and region in vocabulary.chain(code)


def _name(key: str) -> str:
    region = rule_base().vocabulary.regions.get(key)
    return region.name if region is not None else key.partition(":")[2] or key


def test_every_area_and_matter_has_a_verdict_or_a_reason() -> None:
    """An application from any district of the four areas gets a verdict, or is told that nothing held regulates it."""
    vocabulary = rule_base().vocabulary
    areas = ("370200", "410000", "371600", "350500")
    places = [r.code for r in vocabulary.regions.values() if r.level in ("county", "prefecture")]
    for place in (p for p in places if any(a in vocabulary.chain(p) for a in areas)):
        for matter, term in vocabulary.matters.items():
            for day in ("2024-05-01", "2026-03-01"):
                data = {"编号": "某", "事项": matter, "日期": day, "机构": {"类型": term.members[0], "所在地": place}}
                verdict = judge(rule_base(), read(data), advise=False)
                assert verdict.reasons.rules or verdict.why
