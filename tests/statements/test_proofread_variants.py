"""Proofreading of names: short forms, sentences twice, two names of one thing. The real texts, then what is no finding."""

from __future__ import annotations

import msgspec
import pytest

from policy_dsl.statements import Definition
from reasoner.proofread import variant_checks, wording_checks
from reasoner.proofread.explained import ExplainedFinding
from reasoner.proofread.proofread_finding import Corpus

from .small_corpus import clause, corpus, document, figure

ALL = {
    # what the official texts say, each pair with its clauses; nothing else may be found
    ("P120", "henan-2025/3.2.i2.i3.s1", "henan-2025/3.2.i2.i3.s2"),  # 长期护理保险, 长护险 without 以下简称
    ("P121", "binzhou-2022/4.3.p3.s1", "binzhou-2022/5.3.p7.s1"),  # 「科学编制医疗保障基金收支预算。」 twice
    ("P122", "quanzhou-2023-83/1.1.i3.s1", "quanzhou-2023-83/2.1.p1.s2"),  # 70%: 住院费用报销比例, 报销比例
    ("P122", "quanzhou-2023-83/1.1.i7.s1", "quanzhou-2023-83/1.2.i3.i1.s2"),  # 494个: 按病种收付费病种数量, 累计病种数
    (
        "P123",
        "binzhou-2022/6.3.p2.s1",
        "binzhou-2022/6.4.p5.s2",
    ),  # 数据安全管理办法, 《滨州市医疗保障数据管理使用办法》
    ("P124", "binzhou-2022/1.p6.s2"),  # 缓交医疗保险费
}


def test_what_the_official_texts_hold_and_nothing_more(findings: tuple[ExplainedFinding, ...]) -> None:
    """A check that cries wolf is worse than none: the whole list is judged."""
    assert {(f.code, *(q.clause for q in f.quotes)) for f in findings if "P120" <= f.code <= "P124"} >= ALL
    others = {(f.code, *(q.clause for q in f.quotes)) for f in findings if "P120" <= f.code <= "P124"} - ALL
    assert others == set()


def defined(*sentences: str) -> Corpus:
    """Sentences in which 长期护理保险(以下简称“长护险”) is a definition."""
    words = "长期护理保险(以下简称“长护险”)"
    clauses = []
    for n, text in enumerate(sentences, 1):
        made = clause(n, text, clauses[-1].end if clauses else 0)
        at = text.find(words)
        if at >= 0:
            span = (made.start + at, made.start + at + len(words))
            made = msgspec.structs.replace(
                made, definitions=(Definition(id="doc#长护险", name="长护险", meaning="长期护理保险", spans=(span,)),)
            )
        clauses.append(made)
    return msgspec.structs.replace(corpus(*sentences), documents=(document(clauses),))


@pytest.mark.parametrize(
    ("sentences", "wrong"),
    [
        (("推进长期护理保险(以下简称“长护险”)。", "长护险基金单独核算。"), 0),
        (("长护险基金单独核算。", "推进长期护理保险(以下简称“长护险”)。"), 1),
        (("依据《长护险暂行办法》。", "推进长期护理保险(以下简称“长护险”)。"), 0),  # a title of another document
    ],
)
def test_a_short_form_before_it_is_introduced(sentences: tuple[str, ...], wrong: int) -> None:
    assert [f.code for f in variant_checks.unintroduced(defined(*sentences))] == ["P120"] * wrong


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("科学编制医疗保障基金收支预算。", 1),
        ("加强监督管理。", 0),  # a phrase
        ("科学编制医疗保障基金收支预算", 0),  # a heading, no sentence
        ("巩固拓展医保脱贫攻坚成果,实现向三重制度常态化保障平稳过渡。", 0),  # a passage: P113 speaks of it
    ],
)
def test_a_sentence_word_for_word_twice(sentence: str, wrong: int) -> None:
    small = corpus(sentence, "另一句话,与前面不同。", sentence)
    assert [f.code for f in wording_checks.sentence_twice(small)] == ["P121"] * wrong
    assert len(list(wording_checks.repeated(small))) == (1 if "脱贫" in sentence else 0)


@pytest.mark.parametrize(
    ("one", "other", "wrong"),
    [
        (("病种达494个", "住院费用按病种收付费病种数量"), ("累计494个", "按病种收付费累计病种数"), 1),
        (("病种达494个", "住院费用按病种收付费病种数量"), ("累计500个", "按病种收付费累计病种数"), 0),
        (
            ("下放14项", "下放高频医保服务事项到乡镇"),
            ("掌上办14项", "服务事项掌上办"),
            0,
        ),  # another thing, by chance 14
        (("达到70%", "县域内就诊率"), ("达到70%", "住院费用跨省直接结算率"), 0),
    ],
)
def test_one_figure_under_two_names(one: tuple[str, str], other: tuple[str, str], wrong: int) -> None:
    first, second = f"{one[0]}。", f"{other[0]}。"
    figures = (figure(first, 0, *one), figure(second, len(first), *other, sentence=2))
    found = variant_checks.two_indicator_names(corpus(first, second, figures=figures))
    assert [f.code for f in found] == ["P122"] * wrong


@pytest.mark.parametrize(
    ("one", "other", "wrong"),
    [
        ("制定医疗保障数据安全管理办法。", "落实《医疗保障数据管理使用办法》。", 1),
        ("制定医疗保障数据安全管理办法。", "落实《医疗保障基金监督管理办法》。", 0),
        (
            "落实《参保人信用管理暂行规定》。",
            "落实《服务人员信用管理暂行规定》。",
            0,
        ),  # two documents, both cited by title
    ],
)
def test_one_measure_under_two_names(one: str, other: str, wrong: int) -> None:
    assert [f.code for f in variant_checks.two_measure_names(corpus(one, other))] == ["P123"] * wrong


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("893家单位缓交医疗保险费6348万元。", 1),
        ("893家单位缓缴医疗保险费6348万元。", 0),
        ("当事人可以申请缓交诉讼费用。", 0),  # the procedure acts write 缓交
        ("个人帐户用于支付购药费用。", 1),
        ("个人账户用于支付购药费用。", 0),
    ],
)
def test_words_as_the_law_writes_them(text: str, wrong: int) -> None:
    assert [f.code for f in variant_checks.against_the_law(corpus(text))] == ["P124"] * wrong
