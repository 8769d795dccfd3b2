"""Forms of statutes: captions, chapters, items and points, decisions, orders; texts that lost their line breaks.

The statutes of this file are invented and bind nobody.
"""

from __future__ import annotations

import pytest
from article_reading import addresses, covered_once, doubts, read, spelt

from policy_dsl.addresses import parse_address, place
from policy_dsl.texts.segment import headings, segment

# --- forms of statutes ---------------------------------------------------------------------------------------


def test_a_caption_and_a_lone_mark_head_their_article() -> None:
    text = "第一条(目的和依据)\n为了甲,制定本条例。\n第二条 【范围】本条例适用于乙。丙。\n第三条\n丁应当:\n(一)戊。\n"
    assert spelt(text) == [
        "a1 第一条(目的和依据)", "a1.s1 为了甲,制定本条例。",
        "a2 第二条 【范围】", "a2.s1 本条例适用于乙。", "a2.s2 丙。",
        "a3 第三条", "a3.s1 丁应当:", "a3.i1 (一)戊。",
    ]  # fmt: skip


def test_the_words_of_a_chapter_may_stand_on_the_next_line() -> None:
    text = "第一章\n总 则\n第一条 甲。\n第二章 乙\n第一节 丙\n第二条 丁。\n第二节 戊\n第三条 己。\n第三章 庚\n第一节 辛\n第四条 壬。\n"
    assert spelt(text) == [
        "c1 第一章\n总 则", "a1 第一条 甲。", "c2 第二章 乙", "c2.1 第一节 丙", "a2 第二条 丁。", "c2.2 第二节 戊",
        "a3 第三条 己。", "c3 第三章 庚", "c3.1 第一节 辛", "a4 第四条 壬。",
    ]  # fmt: skip
    assert doubts(text) == {}
    long = "第一章 某某和\n某某的特别规定\n第一条 第一类器械备案。\n第二条 甲。\n附录:\n某某范围\n一、乙\n"
    assert addresses(long) == ["c1", "a1", "a2", "a1.note", "a1.title", "a1.1"]
    assert [text[e.start : e.end] for e in headings("a3", segment(text))] == ["第二章 乙", "第二节 戊"]


def test_a_table_of_contents_is_no_chapter() -> None:
    text = "某条例\n目 录\n第一章 总 则\n第二章 申请\n第一章 总 则\n第一条 甲。\n第二章 申请\n第二条 乙。\n"
    assert addresses(text) == ["title", "toc", "c1", "a1", "c2", "a2"]
    assert doubts(text) == {}


def test_a_list_of_chapters_without_a_head_is_a_table_of_contents_too() -> None:
    text = "某条例\n第一章 总 则\n第二章 申请\n第一章 总 则\n第一条 甲。\n第二章 申请\n第二条 乙。\n"
    assert addresses(text) == ["title", "toc", "c1", "a1", "c2", "a2"]


def test_a_chapter_before_an_article_may_have_a_comma_or_a_full_stop() -> None:
    text = "第一章 甲,乙\n第一条 丙。\n第二章 丁。\n第一节 戊\n第二条 己。\n第二章规定的,庚。\n"
    assert addresses(text) == ["c1", "a1", "c2", "c2.1", "a2.p1", "a2.p2"]


def test_a_line_between_two_items_is_no_paragraph() -> None:
    text = "第一条 甲:\n(一)乙;\n(二)丙。\n丙是指丁。\n(三)戊。\n己应当庚。\n"
    assert addresses(text) == ["a1.p1", "a1.p1.i1", "a1.p1.i2.s1", "a1.p1.i2.s2", "a1.p1.i3", "a1.p2"]
    assert doubts(text) == {}


def test_characters_that_print_nothing_are_proposed_for_masking() -> None:
    text = "第一条 甲。\n\u200b\n第二条 乙。\n"
    assert addresses(text) == ["a1", "note", "a2"]
    assert "看不见的字符" in doubts(text)["note"]


def test_points_nest_in_items_and_items_may_run_on_in_a_line() -> None:
    text = "第一条 甲应当:(一)乙;(二)丙。\n第二条 丁:\n(一)戊:\n1.己;\n2.庚:\n(1)辛;\n(2)壬。\n(二)癸。\n"
    assert addresses(text) == [
        "a1", "a1.i1", "a1.i2", "a2", "a2.i1", "a2.i1.n1", "a2.i1.n2", "a2.i1.n2.n1", "a2.i1.n2.n2", "a2.i2",
    ]  # fmt: skip
    assert place("a2.i1.n2") == "第二条第(一)项第2目"
    reference = "第三条 依照第二条第(一)项;第(二)项的规定办理。\n"
    assert addresses(reference) == ["a3"]


def test_articles_beyond_a_hundred_inserted_ones_and_references() -> None:
    text = "第一百零五条 甲。\n第一百零五条之一 乙。\n第一百〇六条 丙。\n第一百零五条规定的情形,丁。\n"
    assert addresses(text) == ["a105", "a105-1", "a106.p1", "a106.p2"]
    assert place("a105-1") == "第一百零五条之一"


def test_an_order_and_the_regulation_that_it_publishes_are_two_texts() -> None:
    text = "某国某院令\n第99号\n《信访条例》已经通过,现予公布。\n总理 某某\n2025年1月15日\n信访条例\n第一条 甲。\n附:甲表\n"
    assert addresses(text) == ["n.title", "n.number", "n.p1", "n.sig", "n.date", "title", "a1", "note"]


def test_a_decision_that_amends_articles_is_in_parts() -> None:
    text = "关于修改《某办法》的决定\n一、将第三条修改为:“第三条 甲应当乙。”\n二、删去第七条。\n"
    assert [(e.address, e.kind) for e in segment(text)] == [
        ("title", "frame"), ("1", "sentence"), ("2", "sentence"),
    ]  # fmt: skip


def test_what_stands_before_the_articles_and_below_parts_behind_them() -> None:
    text = "某规定\n为了甲,现规定如下:\n第一条 乙。\n第二条 丙。\n一、附表说明\n丁。\n"
    assert addresses(text) == ["title", "0.p1", "a1", "a2", "1", "1.p1"]
    agreement = "一、总则\n第一条 甲。\n二、权利\n第二条 乙:\n(一)丙\n(二)丁\n三、附则\n第三条 戊。\n"
    assert addresses(agreement) == ["1", "a1", "2", "a2", "a2.i1", "a2.i2", "3", "a3"]
    old = "第一条 有下列情形的:\n一、甲;\n二、乙。\n"
    assert addresses(old) == ["a1", "a1.i1", "a1.i2"]


@pytest.mark.parametrize(
    ("name", "articles"), [("state-council-735-fund-supervision.txt", 50), ("social-insurance-agencies-2023.txt", 63)]
)
def test_a_statute_that_lost_its_line_breaks_keeps_its_articles_and_chapters(name: str, articles: int) -> None:
    text, entries = read(name)
    body = text[text.index("第一章") :]
    unbroken = "某条例" + "".join(line.strip() for line in body.splitlines())
    pieces = segment(unbroken)
    covered_once(unbroken, pieces)
    known = [parse_address(e.address) for e in pieces]
    assert {a.article.number for a in known if a is not None and a.article} == set(range(1, articles + 1))
    chapters = [(e.address, text[e.start : e.end]) for e in entries if e.kind == "heading"]
    assert [(e.address, unbroken[e.start : e.end]) for e in pieces if e.kind == "heading"] == chapters
    items = [e.address for e in entries if ".i" in e.address and ".p" not in e.address]
    assert set(items) <= {e.address for e in pieces}


def test_a_notice_with_parts_that_issues_measures_is_the_notice() -> None:
    text = "关于印发《某办法》的通知\n各县:\n一、甲\n乙。\n某局\n2025年3月4日\n某市定点管理办法\n第一条 丙。\n"
    assert addresses(text) == ["n.title", "n.to", "n.1", "n.1.p1", "n.sig", "n.date", "title", "a1"]
