"""What a cell answers, clause by clause. Expectations are read off the texts."""

from __future__ import annotations

import re

import pytest

from reasoner.driver.current_rule_base import rule_base
from reasoner.render.terminal.topic_comparison import topic_text
from reasoner.render.topic_page import topics_page
from reasoner.render.typeset import on_screen
from reasoner.topics import compare_topics
from reasoner.topics.entries import DutyEntry, State
from reasoner.topics.matrix import TopicMatrix
from reasoner.topics.topic_blocks import Block, blocks, united
from reasoner.topics.topic_words import answer, heading, remarks, short_answer

from .rows import LTC, MEDICAL, block, cell, rules

# --- clauses, each once -------------------------------------------------------------------------------------------


def test_a_clause_is_shown_and_counted_once(matrix: TopicMatrix) -> None:
    for row in matrix.topics:
        for one in row.cells:
            clauses = [b.clause for b in blocks(one)]
            assert len(clauses) == len(set(clauses))
            assert set(clauses) == {e.clause for e in one.entries}
    exit_ = block(matrix, "评估与退出", "河南省", "henan-2025/3.6.p1.s4")
    assert len(exit_.entries) == 2
    assert heading(exit_) == "义务(要,据条文理解)"  # the sentence has no subject: 主体承前句
    assert (
        exit_.words == "要畅通出口,健全医保定点医药机构退出机制……逐步将不符合条件的医保定点医药机构调整退出资源配置范围"
    )
    page = topics_page(compare_topics(rule_base(), ["青岛市"]))
    projects = page[page.index("重点项目豁免") : page.index("优先对象")]
    assert "另有" not in projects  # all that it says stands in one clause


@pytest.mark.parametrize(
    ("topic", "region", "clause", "expected"),
    [
        ("重点项目豁免", "青岛市", f"{MEDICAL}/3.3.p1", "豁免(据条文理解)、授权(可,据条文理解)"),
        ("评估与退出", "青岛市", f"{MEDICAL}/3.3.p1", "授权(可,据条文理解)"),
        ("长护饱和区", "河南省", "henan-2025/3.2.i2.i3.s2", "授权(可)"),
        ("失智专区", "青岛市", f"{LTC}/3.2.p2", "上限(原则上,据条文理解)、义务(据条文理解)"),
        ("床位密度上限", "青岛市", f"{MEDICAL}/3.1.p1.s2", "限制(暂不,据条文理解)"),
        ("优先对象", "滨州市", "binzhou-2022/5.1.p6.s2", "许可(据条文理解)、义务"),  # the text has no 可
        ("双通道", "青岛市", f"{MEDICAL}/3.2.p2.s2", "要件(据条文理解)"),  # nor a 须
        ("总量控制", "青岛市", f"{LTC}/3.1.p1.s1", "规划标准(据条文理解)"),
        ("院护床位上限", "河南省", "henan-2025/3.2.i2.i3.s3", "鼓励"),  # its rule prefers, which is another topic
    ],
)
def test_a_heading_says_no_more_than_the_text(
    matrix: TopicMatrix, topic: str, region: str, clause: str, expected: str
) -> None:
    assert heading(block(matrix, topic, region, clause)) == expected


def test_what_rests_on_a_reading_is_marked_and_names_it(matrix: TopicMatrix) -> None:
    for row in matrix.topics:
        for one in (b for c in row.cells for b in blocks(c)):
            for entry in one.entries:
                assert ("据条文理解" in heading(Block(one.clause, one.weight, (entry,)))) == bool(entry.readings)
                assert all(name in "".join(remarks(one)) for name in entry.readings)
    dementia = block(matrix, "失智专区", "青岛市", f"{LTC}/3.2.p2")
    assert "三成核定为上限" in "".join(remarks(dementia))


def test_the_short_answer_is_in_the_words_of_the_text(matrix: TopicMatrix) -> None:
    assert short_answer(cell(matrix, "失智专区", "青岛市")) == "失智专区床位数原则上按照各区(市)院护床位总数的30%核定"
    assert short_answer(cell(matrix, "重点项目豁免", "青岛市")) == "列入市政府重点建设项目的医疗机构,不受本规划限制"
    for row in matrix.topics:
        for one in row.cells:
            texts = ["".join(e.quote.splitlines()) for e in one.entries]
            if one.state is State.STATED:
                own = re.sub(r"\(优先不解除「[^」]+」,据条文理解\)", "", short_answer(one))
                for piece in own.replace("……", ";").split(";"):
                    assert any(piece in text for text in texts), piece


@pytest.mark.parametrize(
    ("quote", "pieces", "expected"),
    [
        (
            "床位7.5张(康复0.42张、精神0.78张)等。",
            ["床位7.5张", "精神0.78张", "康复0.42张"],
            "床位7.5张(康复0.42张、精神0.78张)",
        ),
        ("甲要建立机制,乙要评估,丙退出。", ["甲要建立机制", "丙退出"], "甲要建立机制……丙退出"),
        ("甲要建立机制,乙要评估", ["甲要建立机制", "机制,乙"], "甲要建立机制,乙"),
    ],
)
def test_words_of_a_clause_are_put_together_in_its_order(quote: str, pieces: list[str], expected: str) -> None:
    assert united(quote, pieces) == expected


def test_a_duty_is_laid_on_the_bureau(matrix: TopicMatrix) -> None:
    """The sentence 对医保部门有要求 holds of everybody who bears such a duty, where the text names him."""
    bearers = {
        b
        for row in matrix.topics
        for c in row.cells
        for e in c.entries
        if e.state is State.DUTY and isinstance(e, DutyEntry)
        for b in e.bearers
    }
    assert bearers <= {
        "未载明", "各地", "各地医保部门", "各地医保行政部门", "市级医保行政部门", "医药服务管理部门",
        "医保经办机构", "市级医保经办机构", "区(市)医保经办机构", "各级医保经办机构",
    }  # fmt: skip
    assert answer(cell(matrix, "信息公开", "滨州市")) == "对医保部门有要求,不决定个案"


# --- what is left to others, and what is said of the field only --------------------------------------------------


def test_what_is_left_to_the_localities_says_so(matrix: TopicMatrix) -> None:
    for topic in ("长护饱和区", "院护床位上限"):
        assert answer(cell(matrix, topic, "河南省")) == "未作具体规定,由各地配置"
        left = block(matrix, topic, "河南省", "henan-2025/3.2.i2.i3.s2")
        assert "对居家照护类定点机构和机构照护型定点机构进行配置" in left.words
        assert "本句未作具体规定,由各地配置。" in list(remarks(left))
    assert answer(cell(matrix, "床位密度上限", "河南省")) == (
        "未作具体规定,由各地医保部门研究确定,由各地配置;指向附件《河南省医保定点医药服务资源配置标准参考(试行)》(未收录)"
    )


def test_a_text_without_title_marks_is_quoted_without_them(matrix: TopicMatrix) -> None:
    """「全面实施医疗保障定点医疗机构、定点零售药店管理办法」: no 《》, and two instruments by other names."""
    name = "医疗保障定点医疗机构、定点零售药店管理办法"
    assert answer(cell(matrix, "评估与退出", "滨州市")) == f"未作具体规定,指向「{name}」"
    for layout in (topics_page(matrix), topic_text(matrix, width=200)):
        assert f"《{name}》" not in layout
    assert "binzhou-2022/5.1.p6.s1" not in {e.clause for e in cell(matrix, "总量控制", "滨州市").entries}


def test_the_field_of_a_topic_is_mentioned_and_obliges_nobody(matrix: TopicMatrix) -> None:
    def clauses(topic: str, region: str) -> set[str]:
        entries = cell(matrix, topic, region).entries
        assert {(e.state, e.aside) for e in entries} == {(State.MENTIONED, True)}
        return {e.clause for e in entries}

    assert clauses("长护饱和区", "滨州市") == {"binzhou-2022/1.p2.s6", "binzhou-2022/4.6.p1.s2"}
    assert "quanzhou-2023-83/3.1.p1.s4" in clauses("长护饱和区", "泉州市")  # 「积极争取长期护理保险制度试点」
    others = {row.topic for row in matrix.topics for c in row.cells for e in c.entries if e.aside}
    assert others == {"长护饱和区"}  # care beds and dementia wards are mentioned by who writes of them


# --- preferences that leave a restriction as it is -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("topic", "region", "clause", "sentence"),
    [
        ("优先对象", "河南省", "henan-2025/3.2.i1.p2.s1", "优先不解除「以调整存量为主」(据条文理解:腾出空间不解除存量调整)。"),
        ("总量控制", "河南省", "henan-2025/3.2.i1.p2.s1", "优先不解除「以调整存量为主」(据条文理解:腾出空间不解除存量调整)。"),
        ("优先对象", "青岛市", f"{LTC}/3.1.p1.s2", "优先不解除「原则上不再新增定点机构」(据条文理解:腾出名额不解除限制)。"),
        ("优先对象", "青岛市", f"{MEDICAL}/3.2.p1.s3", "优先不解除「原则上不再新增定点」(据条文理解:优先不解除步行限制)。"),
    ],
)  # fmt: skip
def test_a_preference_names_the_restriction_that_it_does_not_lift(
    matrix: TopicMatrix, topic: str, region: str, clause: str, sentence: str
) -> None:
    lines = list(remarks(block(matrix, topic, region, clause)))
    assert sentence in lines
    rule = lines[lines.index(sentence) - 1]
    assert rule.startswith("规则:")
    assert "可优先" in rule
    assert f"({sentence.partition('(')[0]},据条文理解)" in short_answer(cell(matrix, topic, region))
    assert on_screen(sentence) in "".join(topic_text(matrix, width=200).split())
    assert on_screen(sentence) in topics_page(matrix)


def test_no_preference_is_qualified_without_a_reading_on_it(matrix: TopicMatrix) -> None:
    """「对服务盲点区域优先安排定点」, 「基层医疗机构优先纳入」: no reading says what these leave in force."""
    qualified = {e.norm for row in matrix.topics for c in row.cells for e in rules(c) if e.not_lifted}
    assert {n.partition("#")[0] for n in qualified} == {
        "henan-2025/3.2.i1.p2.s1", f"{LTC}/3.1.p1.s2", f"{MEDICAL}/3.2.p1.s3",
    }  # fmt: skip


def test_a_matter_for_which_nobody_in_scope_may_ask_is_left_out(matrix: TopicMatrix) -> None:
    """The exemption of Qingdao is of 医疗机构, that of Henan of 医药机构, to which pharmacies belong."""
    (ours,) = rules(cell(matrix, "重点项目豁免", "青岛市"))
    assert "新增定点零售药店" not in ours.matters
    assert "新增定点零售药店" not in ours.text
    assert set(ours.matters) == {"新增购买住院床位", "新增门诊统筹和门诊慢特病定点", "新增个人账户定点"}
    (theirs,) = rules(cell(matrix, "重点项目豁免", "河南省"))
    assert "新增定点零售药店" in theirs.matters
