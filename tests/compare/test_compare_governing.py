"""Whom the documents of a side govern decides what is compared (DESIGN §5.1, §5.10): encouragement is no permission, and what
does not reach an applicant says nothing of him.
"""

from __future__ import annotations

import pytest
from compared import flat, text
from compared_regions import BINZHOU, CODES, DAY, HENAN, result, side
from msgspec.structs import replace

from policy_dsl import ir
from policy_dsl.diagnostics import Faults
from policy_dsl.ir import Effect, to_data
from reasoner.analysis.application_form import form_from_data
from reasoner.analysis.rule_set import Compared
from reasoner.compare.comparison import compare
from reasoner.compare.relation_kinds import Party, Relation, RuleKind
from reasoner.compare.result import Comparison
from reasoner.driver.current_rule_base import rule_base
from reasoner.model.kinds import Outcome
from reasoner.model.rule_base import RuleBase

BEDS, HOME, CARE_BEDS, OUTPATIENT = (
    "新增购买住院床位",
    "新增居家照护定点",
    "新增购买院护床位",
    "新增门诊统筹和门诊慢特病定点",
)


@pytest.mark.parametrize("matter", [HOME, CARE_BEDS])
@pytest.mark.parametrize("turned", [False, True])
def test_encouragement_is_no_permission(matter: str, turned: bool) -> None:
    """「鼓励各地将符合条件的乡镇卫生院、社区卫生服务中心等基层医疗机构优先纳入长期护理保险定点服务范围」 (henan-2025/3.2.i2.i3.s3) is
    all that Henan says: no statement that others, or these, are not restrained. Nobody is stricter than that.
    """
    names = ("河南省", "青岛市") if turned else ("青岛市", "河南省")
    comparison = compare(side(names[0]), side(names[1]), DAY, matters=[matter])
    henan = Party.A if turned else Party.B
    assert comparison.results
    for one in comparison.results:
        assert (one.relation, one.silent, one.witnesses) == (Relation.APART, True, ())
        assert "更" not in one.label
        assert "河南省只有鼓励或者优先的规定" in one.why
        assert one.why.endswith("没有规定不等于可以办理,不作宽严比较")
        assert one.speaking is not None
        spoken = one.speaking.of(henan)
        assert [(s.clause, s.kind) for s in spoken] == [(f"{HENAN}/3.2.i2.i3.s3", RuleKind.PREFERENCE)]
        assert spoken[0].quote.startswith("鼓励各地将符合条件的")


def test_what_encourages_is_told_with_the_verb_that_governs_it() -> None:
    comparison = compare(side("青岛市"), side("河南省"), DAY, matters=[HOME])
    by_kind = {r.type: r.speaking.b[0].reaches for r in comparison.results if r.speaking is not None}
    assert (by_kind["社区卫生服务中心"], by_kind["乡镇卫生院"], by_kind["综合医院"]) == (True, True, False)
    shown = flat(text(to_data(comparison)))
    assert "不可比（河南省只有鼓励或者优先的规定）" in shown
    assert "河南省，就" in shown.partition("未作比较的条款")[2]
    assert "更严" not in shown.partition("怎样看")[0].replace("更严、更宽", "")
    assert "鼓励各地将符合条件的乡镇卫生院" in shown


def test_a_permission_is_compared() -> None:
    """「将符合条件的基层医药机构及时纳入医保定点范围」 (binzhou-2022/5.1.p6.s2) permits, and so governs whom it names."""
    comparison = compare(side("青岛市"), side("滨州市"), DAY, matters=[OUTPATIENT])
    assert result(comparison, OUTPATIENT, "社区卫生服务中心").relation is Relation.STRICTER
    hospital = result(comparison, OUTPATIENT, "综合医院")
    assert (hospital.relation, hospital.unreached) == (Relation.APART, (Party.B,))


def _without(document: str, *effects: Effect) -> RuleBase:
    """The rules in use without those of some effects in one document."""
    base = rule_base()
    held = base.documents[document]
    less = held.with_norms([n for n in held.all_norms if n.effect not in effects])
    documents = tuple(less if d.id == document else d for d in base.compiled.documents)
    return RuleBase(replace(base.compiled, documents=documents))


def test_a_document_that_only_prefers_and_exempts_is_silent() -> None:
    """Henan without its restrictions (3.2.i1.p2.s1, s2) exempts and prefers still: nothing is left from which to exempt."""
    base = _without(HENAN, *ir.DECIDING)
    own = Compared("河南省", base, CODES["河南省"])
    (one,) = compare(side("青岛市"), own, DAY, matters=[BEDS], kinds=["综合医院"]).results
    assert one.silent
    assert "河南省只有鼓励或者优先、豁免的规定" in one.why


def test_who_is_governed_by_one_side_alone_is_not_compared() -> None:
    """「新增」 in Henan is who has no contract yet (凡 非 已定点): of a hospital that has one Henan says nothing, and of no witness
    is it said that it may proceed there.
    """
    (one,) = compare(side("青岛市"), side("河南省"), DAY, matters=[BEDS], kinds=["综合医院"]).results
    assert one.witnesses
    assert all(form_from_data(w.application).facility.facts["已定点"] == "无" for w in one.witnesses)
    assert all(
        {w.a.outcome, w.b.outcome}.isdisjoint((Outcome.NOT_REGULATED, Outcome.OUT_OF_FORCE)) for w in one.witnesses
    )
    assert "河南省的规则只及于部分申请人,其余的不作比较" in one.why


def test_a_version_that_no_longer_reaches_somebody_is_neither_stricter_nor_looser() -> None:
    """Binzhou's permission struck: before, whom it names may proceed; after, the plan says nothing of them."""
    before, after = (side("滨州市", base) for base in (rule_base(), _without(BINZHOU, Effect.PERMIT)))
    (one,) = compare(before, after, DAY, matters=[OUTPATIENT], kinds=["社区卫生服务中心"], together=True).results
    assert (one.relation, one.silent, one.witnesses) == (Relation.APART, True, ())


def test_versions_that_govern_different_applicants_differ() -> None:
    """Henan's restrictions for all, not for 新增 alone: whoever has a contract is governed by one version only."""
    base = rule_base()
    held = base.documents[HENAN]
    norms = [replace(n, scope=ir.ALWAYS) if n.effect in ir.DECIDING else n for n in held.all_norms]
    documents = tuple(held.with_norms(norms) if d.id == HENAN else d for d in base.compiled.documents)
    after = RuleBase(replace(base.compiled, documents=documents))
    (one,) = compare(
        side("河南省"), side("河南省", after), DAY, matters=[BEDS], kinds=["综合医院"], together=True
    ).results
    assert (one.relation, one.label) == (Relation.APART, "不可比")


# --- an impossible premise ------------------------------------------------------------------------------------


def _impossible() -> Comparison:
    """Two versions for one place that have no place in common."""
    return compare(side("青岛市"), side("滨州市"), DAY, matters=[OUTPATIENT], kinds=["社区卫生服务中心"], together=True)


def test_where_no_application_is_possible_nothing_is_concluded() -> None:
    """From a premise that contradicts itself everything follows, 等价 among it: it is refused, with a code of its own."""
    with pytest.raises(Faults) as refused:
        _impossible()
    (fault,) = refused.value.diagnostics
    assert fault.code == "U159"
    assert fault.where == f"{OUTPATIENT},社区卫生服务中心"
    assert "没有任何可能的申请" in fault.message
    assert fault.allowed
    assert fault.hint


def test_where_nothing_is_ever_decided_nothing_is_concluded() -> None:
    """A restriction that rests on what nobody can know leaves every application open: 未定, of versions as of regions."""
    never = ir.Contains(ir.Fact("机构", "等级"), "一级")  # a fact of one value contains none: always unknown
    base = rule_base()
    held = base.documents[BINZHOU]
    norms = [replace(n, condition=never) if n.effect in ir.DECIDING else n for n in held.all_norms]
    documents = tuple(held.with_norms(norms) if d.id == BINZHOU else d for d in base.compiled.documents)
    unknown = side("滨州市", RuleBase(replace(base.compiled, documents=documents)))
    for a, b, together in ((side("青岛市"), unknown, False), (unknown, unknown, True)):
        (one,) = compare(a, b, DAY, matters=[OUTPATIENT], kinds=["社区卫生服务中心"], together=together).results
        assert one.relation is Relation.OPEN
        assert one.why.startswith("没有一份申请能使两边都得出确定的结论")
