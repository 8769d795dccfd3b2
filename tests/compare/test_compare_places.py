"""Comparisons of what turns on readings and places, and of rules in conflict."""

from __future__ import annotations

from compared_regions import (
    ACCOUNT,
    BEDS,
    BINZHOU,
    CODES,
    DAY,
    MEDICAL,
    clauses,
    outcomes,
    side,
)
from msgspec.structs import replace

from policy_dsl.compiled import Document
from policy_dsl.ir import to_data
from reasoner.analysis.application_form import form_from_data
from reasoner.analysis.rule_set import Compared
from reasoner.compare.comparison import compare
from reasoner.compare.relation_kinds import DifferenceKind, Party
from reasoner.driver.current_rule_base import rule_base
from reasoner.model.kinds import Outcome
from reasoner.model.rule_base import RuleBase


def test_what_turns_on_a_reading_turns_on_the_place() -> None:
    """区市 as county or as management area: it matters only where one area holds several counties (市本级)."""
    base = rule_base()
    other = Compared("另一种理解", base.variant(MEDICAL, "区市口径"), CODES["青岛市"])
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
    other = Compared("另一种理解", base.variant(MEDICAL, "区市口径"), CODES["青岛市"])
    found = compare(side("青岛市"), other, DAY, matters=[BEDS], kinds=["综合医院"], together=True)
    assert all(w.b.under == "" and w.a.region == w.b.region for w in found.results[0].witnesses)


def test_of_an_institution_that_no_rule_reaches_any_longer_the_plan_says_nothing() -> None:
    """「资质合规、管理规范、信誉良好…的定点药店」 struck from the plan: that it then lets anybody proceed is said nowhere."""
    matter = "纳入双通道管理"
    plan = rule_base().documents[MEDICAL]
    without = plan.with_norms([n for n in plan.all_norms if matter not in n.matters])
    struck = side("青岛市", with_document(replace(without, regulates=plan.regulates)))
    found = compare(side("青岛市"), struck, DAY, matters=[matter], kinds=["零售药店"], together=True)
    (one,) = found.results
    assert (one.relation, one.silent, one.witnesses) == ("不可比", True, ())
    assert one.speaking is not None
    assert [bool(of) for of in one.speaking.each] == [True, False]


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
