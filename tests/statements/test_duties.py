"""Duties: who does what, by the clauses' own words."""

from __future__ import annotations

from collections import Counter

import pytest

from policy_dsl.diagnostics import Faults
from reasoner.driver.current_rule_base import chosen
from reasoner.model.rule_base import RuleBase
from reasoner.survey.duty_selection import choose, duties


def test_a_duty_has_bearer_strength_act_time_and_words(base: RuleBase) -> None:
    # 「市、区(市)医保部门要适时对规划实施情况开展评估」
    by_id = {d.id: d for d in duties(base, chosen(["qingdao-2023-18-ltc"]))}
    duty = by_id["qingdao-2023-18-ltc/4.3.p1.s1#评估规划实施情况"]
    assert (duty.bearers, duty.strength, duty.amounts_to, duty.by) == (("市、区(市)医保部门",), "要", "应当", "适时")
    assert duty.quote == "市、区(市)医保部门要适时对规划实施情况开展评估"
    assert (duty.number, duty.place) == ("青医保发〔2023〕18号", "第四部分第(三)项第一段第一句")


def test_every_duty_of_the_rule_base_is_listed(base: RuleBase) -> None:
    everything = [s for d in base.documents.values() for c in d.clauses.values() for s in c.duties]
    assert len(choose(base, base.documents.values()).duties) == len(everything) > 100


def test_forbidden_acts(base: RuleBase) -> None:
    # 「不得随意提高或降低参保人失能(失智)等级」
    forbidden = choose(base, chosen(["qingdao-2023-1"]), strength="不得").duties
    assert [(d.bearers, d.act) for d in forbidden] == [(("第三方评估机构",), "随意提高或降低参保人失能(失智)等级")]


def test_strength_by_word_and_by_what_it_amounts_to(base: RuleBase) -> None:
    documents = tuple(base.documents.values())
    word = choose(base, documents, strength="应").duties
    amounts = choose(base, documents, strength="应当").duties
    assert {d.strength for d in word} == {"应"}
    assert {d.strength for d in amounts} >= {"应", "要"}


def test_a_bearer_by_the_word_of_the_text_and_by_part_of_its_name(base: RuleBase) -> None:
    documents = tuple(base.documents.values())
    # 「市医保经办机构」 is the text's word for 市级医保经办机构.
    exact = choose(base, documents, bearer="市医保经办机构").duties
    assert {d.bearers for d in exact} == {("市级医保经办机构",)}
    part = choose(base, documents, bearer="经办机构").duties
    assert {b for d in part for b in d.bearers} >= {"医保经办机构"}


def test_a_county_has_the_duties_of_its_city(base: RuleBase) -> None:
    duties_there = choose(base, tuple(base.documents.values()), region="城阳区").duties
    assert {d.region for d in duties_there} == {"青岛市", "中华人民共和国"}  # what binds everywhere binds there


def test_a_day_after_the_plan_leaves_its_duties_out_and_says_so(base: RuleBase) -> None:
    selection = choose(base, chosen(["qingdao-2023-18-ltc", "qingdao-2023-1"]), day="2026-01-01")
    assert {d.document for d in selection.duties} == {"qingdao-2023-1"}
    [left_out] = selection.left_out
    assert left_out.document == "qingdao-2023-18-ltc"
    assert "2025-12-31" in left_out.why
    assert any(w.startswith("文件效力不明") for w in selection.warnings)  # 1号 breaks off


def test_all_filters_that_match_nothing_are_named_at_once(base: RuleBase) -> None:
    with pytest.raises(Faults) as caught:
        choose(base, tuple(base.documents.values()), bearer="县级医保行政部们", region="火星", strength="必需")
    codes = [d.code for d in caught.value.diagnostics]
    assert codes == ["U141", "U142", "U143"]
    assert "县级医保行政部门" in caught.value.diagnostics[0].hint


def test_what_a_report_proposes_is_no_duty(base: RuleBase) -> None:
    # 第三部分 is 「三、进一步推进规划实施的对策建议」, addressed to the city government: the report lays down nothing.
    selection = choose(base, chosen(["quanzhou-2023-83"]))
    assert selection.duties == ()
    assert len(selection.proposals) == 52
    assert all(p.clause.startswith("quanzhou-2023-83/3.") for p in selection.proposals)
    [warning] = selection.warnings
    assert "不是义务" in warning
    assert "自身不设权利义务" in warning


def test_proposals_are_offered_to_nobody_as_duties_in_force(base: RuleBase) -> None:
    selection = choose(base, base.documents.values(), region="泉州市", day="2024-05-01")
    assert {d.region for d in selection.duties} == {"中华人民共和国"}
    assert len(selection.proposals) == 52


def test_a_report_holds_no_duty_and_proposals_stand_in_reports_alone(base: RuleBase) -> None:
    for document in base.documents.values():
        report = document.kind == "评估报告"
        for clause in document.clauses.values():
            assert not (report and clause.duties), clause.clause
            assert report or not clause.proposals, clause.clause


@pytest.mark.parametrize(
    "duty",
    [
        # 「完善与第三方机构签订的委托经办服务合同」: the sentence names nobody.
        "qingdao-2023-1/4.i6.s3#完善委托经办合同",
        "qingdao-2023-1/4.i6.s3#纳入年度考核",
        # 「可以将根据考核办法扣拨的考核保证金用于补偿超支部分」: 本管理区 is an area, and it is not what may do so.
        "qingdao-2023-1/3.i4.s3#以考核保证金补偿超支",
        # 「建立质量保证金,医保经办机构按照……预留」: who sets it up is not said, in s2 as in s1.
        "qingdao-2023-1/3.i4.s2#建立质量保证金",
        "qingdao-2023-1/3.i4.s1#建立风险调剂金和质量保证金",
        "qingdao-2023-1/3.i4.s2#按考核结果返还",
    ],
)
def test_a_bearer_is_not_supplied(base: RuleBase, duty: str) -> None:
    assert {d.id: d for d in duties(base, base.documents.values())}[duty].bearers == ("未载明",)


def test_two_levels_are_called_as_the_text_calls_them(base: RuleBase) -> None:
    # 「由市、区(市)两级按照现行体制负担」: the text does not say 财政.
    by_id = {d.id: d for d in duties(base, chosen(["qingdao-2023-1"]))}
    assert by_id["qingdao-2023-1/2.i1.s1#提高居民长护险财政补贴"].bearers == ("市、区(市)两级",)


BEARERS_READ = {
    # whose bearer does not stand in the sentence itself, by the reading that carries it over
    "henan-2025": {"主体承前句": 22},  # 三、(三)至(六), 四, 五: 「要……」「应……」 without a subject
    "binzhou-2022": {"主体为主送机关": 1},  # 「现印发给你们,请结合实际认真贯彻落实」
    "qingdao-2023-18-notice": {"主体为主送机关": 1},  # 「现印发给你们,请认真贯彻执行」
    "state-council-735": {
        "代购证明由谁提供": 1,  # 「委托他人代为购药的,应当提供……身份证明」
        "调查后的处理和结算": 4,  # 「属于……的,依照……处理;不属于……的,按照规定结算」, twice
        "奖励由谁给予": 1,  # 「给予举报人奖励」
        "按照本条规定处理的机关": 1,  # 「按照本条规定处理」
    },
}


def test_a_bearer_that_its_sentence_does_not_name_rests_on_a_registered_reading() -> None:
    """Never supplied: named in the words of the clause, or carried over by a reading that can be confirmed."""
    from reasoner.driver.current_rule_base import rule_base
    from reasoner.survey.duty_selection import choose

    base = rule_base()
    terms = base.vocabulary.terms
    carried: dict[str, Counter[str]] = {}
    for duty in choose(base, base.documents.values()).duties:
        clauses = base.documents[duty.document].clauses
        above = [a for a in clauses if ".i" in duty.clause and duty.clause.startswith(f"{a}.") and "/a" in a]
        # What leads to an item of an article names its bearer.
        words = "".join("".join(clauses[a].quote.split()) for a in (*above, duty.clause))
        for bearer in duty.bearers:
            forms = (bearer, *(terms[bearer].words if bearer in terms else ()))
            if bearer != "未载明" and not any(form in words for form in forms):
                [reading] = [r.name for r in duty.readings if r.name in BEARERS_READ[duty.document]]
                carried.setdefault(duty.document, Counter())[reading] += 1
                break
    assert carried == BEARERS_READ


def test_the_list_of_duties_says_on_which_reading_a_bearer_rests() -> None:
    from reasoner.driver import surveys

    text = surveys.duties_text(surveys.duties(["henan-2025"], bearer="各级医保部门"))
    assert "据条文理解“主体承前句”（尚未确认）：承前句所写的主语" in "".join(line.strip() for line in text.splitlines())
