"""Proofreading. The findings expected of the corpus quote its words; small texts show what each check does and does not."""

from __future__ import annotations

import pytest
from corpus_folders import folders

from policy_dsl.vocabulary import Region, Vocabulary, VocabularyData
from reasoner.proofread import checks, list_checks, mark_checks, sum_checks, term_checks, wording_checks
from reasoner.proofread.explained import ExplainedFinding, explain, read_explanations
from reasoner.proofread.proofread_finding import Finding, Quote, Severity

from .small_corpus import corpus, figure

EXPECTED = [
    # code, words that the finding quotes, in any order
    ("P102", ("享受居家照护服务4.4万人,占比为84%", "2022年享受待遇人数5.2万人")),
    ("P102", ("机构照护服务0.8万人,占比为16%", "2022年享受待遇人数5.2万人")),
    ("P106", ("高值医用耗材23类", "459种、33种")),
    ("P107", ("报销比例达到70%的目标", "报销比例达到70%左右")),
    ("P108", ("仅承担机构照护业务的定点机构(以下简称“院护机构”)79家", "院护机构中有93家设置失智专区")),
    ("P109", ("长期护理保险制度(以下简称“长护险”)", "长期护理保险(以下简称“长护险”)")),
    ("P110", ("60岁以上常驻老年人口",)),
    ("P111", ("协议签订", "协议签定")),
    ("P111", ("星级管理制度", "星级管理制定")),
    ("P112", ("中医特色优势门诊", "中医优势特色门诊")),
    ("P112", ("医保特殊门诊病种", "医保门诊特殊病种")),
    (
        "P114",
        ("市南区、市北区、李沧区、崂山区照护资源已基本饱和", "在资源饱和的市南区、市北区、李沧区、崂山区、城阳区"),
    ),
    ("P115", ("市南区、市北区、李沧区、崂山区、城阳区", "其他区市")),
    ("P116", ("《青岛市“十四五”医疗保障事业发展规划》", "《青岛市“十四五”医疗保障发展规划》")),
    ("P116", ("《青岛市医疗保障定点医药服务资源配置规划(2023-2025)》",)),
    ("P117", ("“单位注销登记””",)),
    ("P117", ("“掌上办。",)),
    ("P119", ("医保型定点医药机构",)),
]


@pytest.mark.parametrize(("code", "words"), EXPECTED)
def test_what_an_editor_finds(findings: tuple[ExplainedFinding, ...], code: str, words: tuple[str, ...]) -> None:
    quoted = [[q.text for q in f.quotes] for f in findings if f.code == code]
    assert any(all(any(w in t for t in texts) for w in words) for texts in quoted), (code, words)


def test_sums_that_hold_are_no_findings(findings: tuple[ExplainedFinding, ...]) -> None:
    # 117.97+602.52=720.49, 4.4万+0.8万=5.2万, 868+79+123=1070
    assert not [f for f in findings if f.code in ("P101", "P103", "P104", "P105")]


def test_the_sums_of_the_texts_are_all_looked_at() -> None:
    from reasoner.driver.current_rule_base import rule_base

    sums_of = {w.shown: tuple(p.shown for p in parts) for w, parts in sum_checks.wholes(checks.gather(rule_base()))}
    assert sums_of["720.49万人"] == ("117.97万人", "602.52万人")
    assert sums_of["5.2万人"] == ("4.4万人", "0.8万人")
    assert sums_of["1070家"] == ("868家", "79家", "123家")


def test_quotes_stand_where_they_say(findings: tuple[ExplainedFinding, ...]) -> None:
    from reasoner.driver.current_rule_base import rule_base

    clauses = {i: c for d in rule_base().documents.values() for i, c in d.clauses.items()}
    for quote in (q for f in findings for q in f.quotes):
        clause = clauses[quote.clause]
        start = quote.start - clause.start
        assert clause.quote[start : start + len(quote.text)] == quote.text != ""


def test_hashes_are_unique_and_of_the_words_only(findings: tuple[ExplainedFinding, ...]) -> None:
    assert len({f.hash for f in findings}) == len(findings)
    here = Finding("P117", Severity.WARNING, "甲", (Quote("doc/1", "第一条", 0, 3, "“甲 "),))
    there = Finding("P117", Severity.NOTE, "乙", (Quote("doc/2", "第二条", 40, 42, "“甲"),))
    assert here.hash == there.hash
    assert here.hash != Finding("P116", Severity.NOTE, "乙", there.quotes).hash


def test_the_checks_are_documented_and_in_order() -> None:
    codes = [c.code for c in checks.CHECKS]
    assert codes == sorted(set(codes))
    assert all(c.title and c.docs.endswith("。") for c in checks.CHECKS)


# --- small texts ------------------------------------------------------------------------------------------------

WHOLE = "共有机构{whole}家,其中甲类{a}家,乙类{b}家。"


@pytest.mark.parametrize(
    ("whole", "a", "b", "severity"),
    [
        ("10", "6", "4", None),
        ("10", "6", "5", "error"),
        ("10", "6", "3", "warning"),
        ("5.3万", "4.4万", "0.8万", "note"),
    ],
)
def test_parts_and_their_total(whole: str, a: str, b: str, severity: str | None) -> None:
    text = WHOLE.format(whole=whole, a=a, b=b)
    figures = tuple(
        figure(text, 0, words, name)
        for words, name in ((f"机构{whole}家", "机构"), (f"甲类{a}家", "甲类"), (f"乙类{b}家", "乙类"))
    )
    assert [f.severity for f in sum_checks.sums(corpus(text, figures=figures))] == ([severity] if severity else [])


def test_a_share_that_its_numbers_do_not_give() -> None:
    text = "惠及10万人,其中城镇6万人,占比为61%,农村4万人,占比为40%。"
    figures = tuple(
        figure(text, 0, words, name)
        for words, name in (
            ("惠及10万人", "惠及"), ("城镇6万人", "城镇"), ("城镇6万人,占比为61%", "城镇……占比"),
            ("农村4万人", "农村"), ("农村4万人,占比为40%", "农村……占比"),
        )
    )  # fmt: skip
    messages = [f.message for f in sum_checks.shares(corpus(text, figures=figures))]
    assert len(messages) == 1  # 61%+40% is within the rounding of two whole percentages
    assert "约为60%,写作61%" in messages[0]


def test_a_part_larger_than_its_whole() -> None:
    text = "机构20家,机构中有30家设专区。"
    figures = (figure(text, 0, "机构20家", "机构"), figure(text, 0, "机构中有30家", "机构……设专区"))
    [finding] = sum_checks.parts_too_large(corpus(text, figures=figures))
    assert finding.severity == "error"


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("划分为市内三区、崂山、城阳3个管理区。", False),
        ("划分为市内三区、崂山、城阳8个管理区。", True),
        ("提高肌无力、肾炎等12个病种限额。", False),
        ("提高肌无力、肾炎、尘肺等2个病种限额。", True),
        ("通过“甲能力”“乙能力”“丙能力”三个维度评估。", False),
        ("通过“甲能力”“乙能力”三个维度评估。", True),
        ("由医院、药店和诊所3个部门负责。", False),
        ("提高1.87、1.32个百分点。", False),
    ],
)
def test_lists_and_their_number(text: str, wrong: bool) -> None:
    assert bool(list(sum_checks.listed(corpus(text)))) is wrong


@pytest.mark.parametrize(
    ("text", "wrong"),
    [("由369家增至381家。", False), ("由381家增至369家。", True), ("由10%降至8%。", False), ("由8%降至10%。", True)],
)
def test_rises_and_falls(text: str, wrong: bool) -> None:
    assert bool(list(sum_checks.moves(corpus(text)))) is wrong


def test_two_figures_for_one_thing_need_names_that_are_short_for_one_another() -> None:
    one, two = "耗材集中带量采购品种23类。", "耗材集采品种33种。"
    pair = (figure(one, 0, "耗材集中带量采购品种23类", "耗材集中带量采购品种"),
            figure(two, len(one), "耗材集采品种33种", "耗材集采品种", 2))  # fmt: skip
    assert len(list(term_checks.two_figures(corpus(one, two, figures=pair)))) == 1
    other = (pair[0], figure(two, len(one), "耗材集采品种33种", "药品集采品种", 2))
    assert not list(term_checks.two_figures(corpus(one, two, figures=other)))


@pytest.mark.parametrize(
    ("sentences", "wrong"),
    [
        (("“网上办”“掌上办”。",), 0),
        (("实现“掌上办。", "推进“网上办”。"), 1),
        (("“单位注销登记””等。",), 1),
        (("他说“甲;", "乙”。"), 0),  # a pair may reach over clauses
        (("依据《规划(2023-2025)》(青医保发〔2023〕18号)。",), 0),
        (("机构(以下简称“甲”。",), 1),
    ],
)
def test_marks_in_pairs(sentences: tuple[str, ...], wrong: int) -> None:
    assert len(list(mark_checks.marks(corpus(*sentences)))) == wrong


@pytest.mark.parametrize(("text", "wrong"), [("完成工作。", 0), ("完成工作", 1), ("完成工作,。", 1), ("称为“甲”", 0)])
def test_ends_of_sentences(text: str, wrong: int) -> None:
    assert len(list(wording_checks.ends(corpus(text)))) == wrong


def test_parallel_passages_that_differ_in_a_character() -> None:
    one = "在定点申请、专业评估、协商谈判、协议签订、协议履行、协议解除等环节进行监督。"
    two = "要在定点申请、专业评估、协商谈判、协议签定、协议履行、协议解除等环节进行监督。"
    assert [f.code for f in wording_checks.one_character(corpus(one, two))] == ["P111"]
    assert not list(wording_checks.one_character(corpus("定点医疗机构应当签订协议。", "定点医药机构应当签订协议。")))


def test_a_repeated_passage_is_one_finding() -> None:
    first, second = "巩固拓展医保脱贫攻坚成果,实现平稳过渡。", "分类优化医疗保障综合帮扶政策。"
    [finding] = wording_checks.repeated(corpus(first, second, "另一句话,与前面不同。", first, second))
    assert [q.clause for q in finding.quotes] == ["doc/s1", "doc/s2", "doc/s4", "doc/s5"]
    assert not list(wording_checks.repeated(corpus("加强监督管理。", "中间。", "加强监督管理。")))


COUNTIES = (("370202", "市南区"), ("370203", "市北区"), ("370214", "城阳区"))
REGIONS = Vocabulary(
    VocabularyData(
        (),
        (
            Region("370200", "青岛市", "prefecture"),
            *(Region(code, name, "county", parent="370200") for code, name in COUNTIES),
        ),
    )
)


def test_lists_of_places_contradict_only_under_one_description() -> None:
    one, two = "在资源饱和的市南区、市北区,不再新增。", "资源饱和的市南区、市北区、城阳区核减床位。"
    [finding] = list_checks.contradicting_lists(corpus(one, two, vocabulary=REGIONS))
    assert "城阳区" in finding.message
    other = "交通方便的市南区、市北区、城阳区先行试点。"
    assert not list(list_checks.contradicting_lists(corpus(one, other, vocabulary=REGIONS)))


# --- explanations -------------------------------------------------------------------------------------------------


def test_explanations_name_every_fault() -> None:
    explanations, faults = read_explanations("doc", '["a1"]\nfinding = "甲"\nexplanation = " "\nauthor = "乙"\n')
    assert len(explanations) == 1
    assert [f.code for f in faults] == ["U144", "U144"]
    assert read_explanations("doc", "[")[1][0].code == "U144"


def test_an_explanation_without_its_finding_is_stale() -> None:
    explanations, faults = read_explanations("doc", '["0123456789ab"]\nexplanation = "因为。"\n')
    assert not faults
    explained, stale = explain([], explanations)
    assert not explained
    assert [s.hash for s in stale] == ["0123456789ab"]


def test_recorded_explanations_belong_to_findings_and_nobody_signed_for_a_person(
    findings: tuple[ExplainedFinding, ...],
) -> None:
    hashes = {f.hash for f in findings}
    for document, folder in folders("findings.toml").items():
        recorded, faults = read_explanations(document, (folder / "findings.toml").read_text(encoding="utf-8"))
        assert not faults
        assert {e.hash for e in recorded} <= hashes
