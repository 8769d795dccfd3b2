"""Texts in articles: the whole statutes and fragments of texts/, statutes made up for their form alone, generated ones.

The statutes of this file are invented: they have the form of a 条例, 办法, 细则 or 规定 and bind nobody.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_dsl.addresses import parse_address, parse_place, place
from policy_dsl.numerals import chinese
from policy_dsl.source_text import MASK
from policy_dsl.texts.article_natures import article_natures
from policy_dsl.texts.page_rows import proposed_metadata
from policy_dsl.texts.segment import Clause, headings, segment

TEXTS = Path(__file__).parent / "statutes"


def read(name: str) -> tuple[str, tuple[Clause, ...]]:
    text = (TEXTS / name).read_text(encoding="utf-8")
    return text, segment(text)


def covered_once(text: str, entries: tuple[Clause, ...]) -> None:
    at = 0
    for entry in entries:
        assert at <= entry.start < entry.end
        assert not text[at : entry.start].replace(MASK, "").strip()
        at = entry.end
    assert not text[at:].replace(MASK, "").strip()
    addresses = [e.address for e in entries]
    assert len(set(addresses)) == len(addresses)
    for address in addresses:
        assert str(parse_address(address)) == address
        assert str(parse_place(place(address))) == address


def spelt(text: str) -> list[str]:
    entries = segment(text)
    covered_once(text, entries)
    return [f"{e.address} {text[e.start : e.end]}" for e in entries]


def addresses(text: str) -> list[str]:
    return [line.split(" ", 1)[0] for line in spelt(text)]


def doubts(text: str) -> dict[str, str]:
    return {e.address: e.doubt for e in segment(text) if e.doubt}


# --- the whole statutes ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "articles", "chapters", "items"),
    [("state-council-735-fund-supervision.txt", 50, 5, 31), ("social-insurance-agencies-2023.txt", 63, 7, 18)],
)
def test_a_whole_statute_has_every_article_and_every_chapter(
    name: str, articles: int, chapters: int, items: int
) -> None:
    text, entries = read(name)
    covered_once(text, entries)
    known = [parse_address(e.address) for e in entries]
    assert {a.article.number for a in known if a is not None and a.article} == set(range(1, articles + 1))
    assert [e.address for e in entries if e.kind == "heading"] == [f"c{n}" for n in range(1, chapters + 1)]
    # The file has as many lines that begin with (一) … as there are 项, each in the article that is open there.
    assert sum(a is not None and a.provision is not None and a.sentence in (None, 1) for a in known) == items
    assert len(re.findall("^\uff08[一二三四五六七八九十]+\uff09", text, re.MULTILINE)) == items
    assert not [e.address for e in entries if e.doubt]


KNOWN = [
    ("a1", "依据", "第一条 为了加强医疗保障基金使用监督管理", "制定本条例。"),
    ("a2", "定义", "第二条 本条例适用于", "监督管理。"),
    ("a3", "原则", "第三条 医疗保障基金使用坚持", "的原则。"),
    ("a7.p1.s1", "鼓励", "第七条 国家鼓励和支持", "舆论监督。"),
    ("a7.p1.s2", "义务", "有关医疗保障的宣传报道应当", "真实、公正。"),
    ("a8.p2.s2", "义务", "省、自治区、直辖市人民政府", "备案。"),
    ("a15.p1", "义务 限制", "第十五条 定点医药机构及其工作人员应当", "就医、购药。"),
    ("a17.p4", "许可", "参保人员有权要求", "改进建议。"),
    ("a18", "限制", "第十八条 在医疗保障基金使用过程中", "非法收入。"),
    ("a27", "义务", "第二十七条 医疗保障行政部门实施监督检查", "下列措施\uff1a"),
    ("a27.i6", "义务", "\uff08六\uff09聘请符合条件的", "协助开展检查\uff1b"),
    ("a29.p1", "义务", "第二十九条 开展", "执法证件。"),
    ("a38", "罚则", "第三十八条 定点医药机构有下列情形之一的", "依法处理\uff1a"),
    ("a38.i5", "罚则", "\uff08五\uff09为参保人员", "提供便利\uff1b"),
    ("a40.p1.i4", "罚则", "\uff08四\uff09其他骗取", "的行为。"),
    ("a40.p2", "罚则", "定点医药机构以骗取", "按照本条规定处理。"),
    ("a41.p2", "罚则", "个人以骗取", "的罚款。"),
    ("a49.p2", "义务", "居民大病保险资金", "加强监督。"),
    ("a50", "施行", "第五十条 本条例自2021年5月1日起施行。", "施行。"),
    ("c4", "标题", "第四章 法律责任", "法律责任"),
]


@pytest.mark.parametrize(("address", "natures", "first", "last"), KNOWN)
def test_known_clauses_of_the_regulation_on_the_fund(address: str, natures: str, first: str, last: str) -> None:
    text, entries = read("state-council-735-fund-supervision.txt")
    (entry,) = (e for e in entries if e.address == address)
    words = text[entry.start : entry.end]
    assert words.startswith(first)
    assert words.endswith(last)
    assert " ".join(entry.natures) == natures


def test_the_chapter_of_an_article_is_the_last_one_before_it() -> None:
    text, entries = read("state-council-735-fund-supervision.txt")
    above = [text[e.start : e.end] for e in headings("a38.i5", entries)]
    assert above == ["第四章 法律责任"]
    assert [e.address for e in headings("a8.p1", entries)] == ["c2"]


# --- the fragments ------------------------------------------------------------------------------------------


def test_a_notice_and_the_measures_that_it_issues_are_two_texts() -> None:
    text, entries = read("jiangxi-2021-measures-fragment.txt")
    covered_once(text, entries)
    assert [e.address for e in entries][:11] == [
        "n.title", "n.number", "n.to", "n.p1", "n.sig", "n.date", "n.note", "title", "c1", "a1", "a2",
    ]  # fmt: skip
    assert text[entries[8].start : entries[8].end] == "第一章 总 则"


def test_the_rows_of_a_page_are_read_into_the_metadata() -> None:
    text, entries = read("ningxia-2026-guidance-fragment.txt")
    covered_once(text, entries)
    (number,) = (e for e in entries if e.address == "number")
    assert text[number.start : number.end] == "发文字号: 宁医保规发〔2026〕3号"
    assert "number = " in number.doubt
    assert [e.address for e in entries if e.kind == "frame" and e.address.startswith("title")] == ["title"]
    assert proposed_metadata(iter(text.replace("\uff1a", ":").splitlines())) == {
        "published": "2026-01-04",
        "issued": "2026-01-04",
        "title": "自治区医疗保障局关于优化基本医保定点医药机构资源配置规划的指导意见",
        "number": "宁医保规发〔2026〕3号",
    }


def test_enclosed_numbers_are_items() -> None:
    text, entries = read("bozhou-2024-pharmacy-plan-fragment.txt")
    covered_once(text, entries)
    items = {e.address.rpartition(".s")[0] for e in entries if text[e.start] in "㈠㈡㈢"}
    assert items == {"2.1", "2.2", "2.3"}


# --- what went wrong: real-files 3 (a) to (d), 6 -------------------------------------------------------------


def test_items_begin_again_in_each_article_and_nothing_is_renumbered() -> None:
    text = "第一条 甲应当:\n(一)乙;\n(二)丙。\n第二条 丁不得:\n(一)戊;\n(二)己。\n庚应当辛。\n"
    assert spelt(text) == [
        "a1 第一条 甲应当:", "a1.i1 (一)乙;", "a1.i2 (二)丙。",
        "a2.p1 第二条 丁不得:", "a2.p1.i1 (一)戊;", "a2.p1.i2 (二)己。", "a2.p2 庚应当辛。",
    ]  # fmt: skip
    assert doubts(text) == {}


def test_one_item_does_not_make_the_rest_a_preamble() -> None:
    entries = segment("某办法\n第一条 甲应当乙。\n(一)丙。\n第二条 鼓励丁。\n")
    assert [(e.address, e.natures) for e in entries[1:]] == [
        ("a1", ("义务",)), ("a1.i1", ("义务",)), ("a2", ("鼓励",)),
    ]  # fmt: skip


def test_the_first_line_of_an_article_is_no_addressee() -> None:
    entries = segment("某市医疗保障定点管理办法\n第一条 申请定点的医疗机构应当同时具备下列条件:\n(一)有医师。\n")
    assert [(e.address, e.natures) for e in entries] == [
        ("title", ("题名",)), ("a1", ("要件",)), ("a1.i1", ("要件",)),
    ]  # fmt: skip


@pytest.mark.parametrize("line", ["第一章总则", "第一章 总 则", "(主动公开)\n第一章总则", "第1章 总则"])
def test_the_title_ends_before_the_chapter(line: str) -> None:
    entries = segment(f"某市定点管理细则\n{line}\n第一条 为了甲,根据乙,制定本细则。\n")
    title, *_, chapter, article = entries
    assert (title.address, title.end) == ("title", 8)
    assert (chapter.address, chapter.kind) == ("c1", "heading")
    assert (article.address, article.natures) == ("a1", ("依据",))


NOTICE = "关于印发《某市规划》的通知\n各县:\n现将规划印发给你们。\n某市医疗保障局\n2025年3月4日\n"


@pytest.mark.parametrize("mark", ["附件1", "附件", "附件一:", "附 件"])
def test_what_stands_behind_a_short_annex_line_is_a_text_of_its_own(mark: str) -> None:
    text = f"{NOTICE}{mark}\n某市定点资源规划\n一、总则\n甲应当乙。\n附件2\n某市配置标准表\n丙。\n"
    assert addresses(text) == [
        "n.title", "n.to", "n.p1", "n.sig", "n.date",
        "note", "title", "1", "1.p1", "a2.note", "a2.title", "a2.t.p1",
    ]  # fmt: skip


def test_a_list_of_annexes_is_no_annex() -> None:
    text = "关于甲的通知\n各县:\n请执行。\n附件:\n1.甲规划\n2.乙表\n某局\n2025年3月4日\n"
    assert addresses(text) == ["title", "to", "p1", "note", "note.2", "note.3", "sig", "date"]


def test_eight_issuers_sign() -> None:
    signers = [f"某市{name}局" for name in "医疗保障 民政 财政 教育 司法 审计 体育 统计".split()]
    text = "关于甲的通知\n各县:\n请执行。\n" + "\n".join(signers) + "\n2025年3月4日\n"
    assert addresses(text) == ["title", "to", "p1", *["sig", *(f"sig.{n}" for n in range(2, 9))], "date"]
    names = "关于甲的通知\n各县:\n名单:\n" + "\n".join(f"某{n}药房" for n in "甲乙丙丁戊己") + "\n2025年3月4日\n"
    assert [a for a in addresses(names) if a.startswith("sig")] in (
        ["sig"],
        ["sig", "sig.2"],
        ["sig", "sig.2", "sig.3"],
    )


def test_a_way_to_the_page_is_proposed_for_masking() -> None:
    text = "首页 > 政务公开 > 政策文件\n关于甲的意见\n一、乙\n丙。\n"
    entries = segment(text)
    assert [e.address for e in entries] == ["note", "title", "1", "1.p1"]
    assert "网页导航" in entries[0].doubt
    assert "start = 0、end = 16" in entries[0].doubt
    assert text[0:16] == "首页 > 政务公开 > 政策文件"


@pytest.mark.parametrize(
    ("row", "key", "value"),
    [
        ("发文字号:甲医保发〔2025〕3号", "number", "甲医保发〔2025〕3号"),
        ("文 号: 甲医保发〔2025〕3号", "number", "甲医保发〔2025〕3号"),
        ("成文日期:2025年3月4日", "issued", "2025-03-04"),
        ("发布日期: 2025-03-04 10:20", "published", "2025-03-04"),
        ("实施日期:2025/3/4", "starts", "2025-03-04"),
        ("发布机构:某市医疗保障局", "issuers", "某市医疗保障局"),
        ("成文日期:不详", "", ""),
        ("有效性:有效", "", ""),
        ("各县:", "", ""),
    ],
)
def test_what_a_row_gives(row: str, key: str, value: str) -> None:
    assert proposed_metadata(iter([row])) == ({key: value} if key else {})


def test_rows_may_stand_side_by_side() -> None:
    line = "索 引 号: 000/2025-1 发文字号: 甲医保发〔2025〕3号 有效性: 有效\u3000成文日期: 2025年3月4日"
    assert proposed_metadata(iter([line])) == {"number": "甲医保发〔2025〕3号", "issued": "2025-03-04"}


def test_a_table_is_a_paragraph_of_rows_with_every_character() -> None:
    text = "附件\n某市配置标准表\n序号\t区域\t张数\n1\t甲区\t120\n2\t乙区\t80\n注:以上为上限。\n"
    assert spelt(text)[2:] == [
        "p1.r1 序号\t区域\t张数", "p1.r2 1\t甲区\t120", "p1.r3 2\t乙区\t80", "p2 注:以上为上限。",
    ]  # fmt: skip
    inside = "第一条 标准如下:\n甲区\t120\n乙区\t80\n第二条 乙。\n"
    assert addresses(inside) == ["a1.p1", "a1.p2.r1", "a1.p2.r2", "a2"]
    natures = [e.natures for e in segment("第一条 数量不得超过:\n区域\t张数\n甲区\t120\n")]
    assert natures == [("上限",)] * 3
    assert [e.natures for e in segment(text)][2:5] == [("事实",), ("标准",), ("标准",)]
    assert addresses("一、\t甲\n二、\t乙\n") == ["1", "2"]  # a tab behind a mark parts no cells


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


# --- bad input -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "address", "words"),
    [
        ("第一条 甲。\n第三条 乙。\n", "a3", "第三条之前没有第二条"),
        ("第一条 甲。\n第五条 乙。\n", "a5", "第五条之前没有第二条至第四条"),
        ("第一条 甲。\n第一条 乙。\n第二条 丙。\n", "a1_2", "第一条出现了两次以上,地址记作第一条(第二处)"),
        ("第二条 甲。\n", "a2", "第二条之前没有第一条"),
        ("第一章 甲\n第一条 乙。\n第三章 丙\n第二条 丁。\n", "c3", "第三章之前没有第二章"),
        ("第一章 甲\n第一条 乙。\n第一章 丙\n第二条 丁。\n", "c1_2", "第一章出现了两次以上"),
        ("第一节 甲\n第一条 乙。\n", "c1", "节不在任何章之内"),
        ("第一条 甲:\n(一)乙;\n(三)丙。\n", "a1.i3", "第(三)项之前没有第(二)项"),
        ("第一条 甲:\n(一)乙;\n(一)丙。\n", "a1.i1_2", "第(一)项出现了两次以上"),
        ("第一条 甲:\n(二)乙。\n", "a1.i2", "第(二)项之前没有第(一)项"),
        ("第一条 甲:\n(一)乙:\n1.丙;\n3.丁。\n", "a1.i1.n3", "第3目之前没有第2目"),
    ],
)
def test_what_is_twice_skipped_or_out_of_order_is_told_and_keeps_its_number(
    text: str, address: str, words: str
) -> None:
    covered_once(text, segment(text))
    noted = doubts(text)
    assert set(noted) == {address}
    assert words in noted[address]
    assert "照录" in noted[address] or "节不在" in noted[address]  # what is allowed


def test_what_is_out_of_order_is_told_where_it_jumps_and_where_it_comes() -> None:
    noted = doubts("第一条 甲。\n第三条 乙。\n第二条 丙。\n")
    assert set(noted) == {"a3", "a2"}
    assert "第二条排在第三条之后" in noted["a2"]


def test_parts_that_jump_are_told_too() -> None:
    assert doubts("一、甲\n乙。\n四、丙\n丁。\n") == {"4": "原文编号从1跳到4,中间缺号"}


# --- natures ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "natures"),
    [
        ("第一条 为了规范定点管理,根据某条例,结合本市实际,制定本办法。", "依据"),
        ("第二条 本办法适用于本市行政区域内的定点管理。", "定义"),
        ("第三条 本办法所称定点零售药店,是指签订服务协议的零售药店。", "定义"),
        ("医疗保障经办机构(以下简称经办机构)应当公布名单。", "义务 定义"),
        ("定点零售药店不得串换药品。", "限制"),
        ("禁止伪造处方。", "限制"),
        ("定点零售药店应当核验凭证,不得冒名刷卡。", "义务 限制"),
        ("检查人员不得少于2人。", "义务"),
        ("个人负担比例不得超过百分之三十。", "上限"),
        ("第五条 申请定点的,应当同时具备下列条件:", "要件"),
        ("鼓励零售药店连锁经营。", "鼓励"),
        ("支持中医药服务。", "鼓励"),
        ("经办机构可以委托第三方机构核实。", "义务"),
        ("任何单位有权举报。", "许可"),
        ("违反本办法的,由医疗保障行政部门责令改正,处一万元以上五万元以下的罚款。", "罚则"),
        ("同等条件下优先纳入连锁药店。", "优先"),
        ("第三十条 本办法自2026年1月1日起施行。", "施行"),
        ("本办法自印发之日起施行,有效期五年。", "施行"),
        ("定点管理坚持公开、公平、公正的原则。", "原则"),
        ("市医疗保障局主管全市的定点工作。", "义务"),
        ("经医疗保障行政部门主要负责人批准,可以暂停结算。", "许可"),
    ],
)
def test_the_nature_of_a_sentence_in_an_article(sentence: str, natures: str) -> None:
    assert " ".join(article_natures(sentence)) == natures


@pytest.mark.parametrize(
    ("lead", "natures"),
    [
        ("应当同时具备下列条件:", "要件"),
        ("不得有下列行为:", "限制"),
        ("有下列行为之一的,责令改正,处一万元罚款:", "罚则"),
        ("可以采取下列措施:", "许可"),
    ],
)
def test_an_item_has_the_nature_of_the_words_that_lead_to_it(lead: str, natures: str) -> None:
    entries = segment(f"第一条 甲{lead}\n(一)有医师的;\n(二)应当备案的。\n")
    assert [" ".join(e.natures) for e in entries] == [natures] * 3


# --- generated statutes ------------------------------------------------------------------------------------------

WORDS = st.sampled_from(["甲应当乙", "丙不得丁", "戊可以己,庚辛", "鼓励壬", "本条例所称癸,是指子"])


@st.composite
def statutes(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A statute and the addresses of its clauses, built from the tree that the text must give back."""
    lines: list[str] = []
    tree: list[str] = []
    number = 0

    def sentences(address: str, mark: str, stop: str = "。", captioned: bool = False) -> None:
        count = draw(st.integers(1, 3)) if stop == "。" else 1
        words = [draw(WORDS) for _ in range(count)]
        lines.append(mark + "。".join(words) + stop)
        tree.extend([address] if count == 1 and not captioned else [f"{address}.s{n}" for n in range(1, count + 1)])

    chapters = draw(st.integers(0, 3))
    for chapter in range(1, max(1, chapters) + 1):
        if chapters:
            lines.append(f"第{chinese(chapter)}章{draw(st.sampled_from(['', ' ', chr(0x3000)]))}某事")
            tree.append(f"c{chapter}")
        sections = draw(st.integers(0, 2)) if chapters else 0
        for section in range(1, max(1, sections) + 1):
            if sections:
                lines.append(f"第{chinese(section)}节 某节")
                tree.append(f"c{chapter}.{section}")
            for _ in range(draw(st.integers(1, 4))):
                number += 1
                paragraphs = draw(st.integers(1, 3))
                captioned = draw(st.booleans()) and draw(st.booleans())
                if captioned:
                    lines.append(f"第{chinese(number)}条 【某某】")
                    tree.append(f"a{number}")
                for paragraph in range(1, paragraphs + 1):
                    own = f"a{number}" + (f".p{paragraph}" if paragraphs > 1 else "")
                    mark = f"第{chinese(number)}条 " if paragraph == 1 and not captioned else ""
                    items = draw(st.integers(0, 4))
                    items = 0 if items == 1 else items
                    sentences(own, mark, ":" if items else "。", captioned and paragraphs == 1)
                    for item in range(1, items + 1):
                        points = draw(st.integers(0, 2))
                        form = draw(st.sampled_from([f"({chinese(item)})", chr(0x321F + item)]))
                        sentences(f"{own}.i{item}", form, ":" if points else "。")
                        for point in range(1, points + 1):
                            sentences(f"{own}.i{item}.n{point}", f"{point}.")
    return "某市某某条例\n" + "\n".join(lines) + "\n", ["title", *tree]


@settings(max_examples=150, deadline=None)
@given(statutes(), st.sampled_from(["\n", "\n\n", "\r\n"]))
def test_a_generated_statute_gives_back_its_tree(statute: tuple[str, list[str]], newline: str) -> None:
    text, tree = statute
    text = text.replace("\n", newline)
    entries = segment(text)
    covered_once(text, entries)
    assert [e.address for e in entries] == tree
    assert not [e.doubt for e in entries if e.doubt]


PIECES = st.sampled_from(
    [
        "第一条 ", "第二条", "第一章 总则", "第一节", "第十十条 ", "(一)", "(二)", "㈠", "㈡", "①", "⑴", "1.", "2.", "一、", "二、",
        "甲应当乙", "。", ":", ";", "\n", "\n\n", "\t", "附件1", "附件:", "目录", "首页 > 甲 > 乙", "发文字号:甲发〔2024〕1号",
        "关于印发甲的通知", "某市医疗保障局", "2024年1月1日", "【甲】", "(目的)", "“", "”", MASK, "条", "第三条规定的", "之一",
    ]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_no_text_loses_a_character_or_repeats_an_address(text: str) -> None:
    covered_once(text, segment(text))


# --- invented statutes, for their form ---------------------------------------------------------------------------

INVENTED = {
    "invented-regulation.txt": (
        "title note toc c1 a1 a2.p1 a2.p2 c2 c2.1 a3.p1 a3.p1.i1 a3.p1.i2 a3.p1.i2.n1 a3.p1.i2.n2 a3.p1.i3 a3.p2 "
        "a4 a4.n1 a4.n2 c2.2 a5 a5.i1 a5.i2 a5-1 c3 a6 c4 a7.s1 a7.s2",
        {
            "a1": "依据",
            "a2.p2": "定义",
            "a3.p1.i2.n2": "要件",
            "a4.n1": "限制",
            "a5.i2": "义务",
            "a6": "罚则",
            "a7.s2": "施行",
        },
    ),
    "invented-measures.txt": (
        "note title note.2 number note.3 note.4 to a1 a2 a3 a4 a5 a6.p1 a6.p2.r1 a6.p2.r2 a6.p2.r3 a7 a8 "
        "sig sig.2 sig.3 sig.4 sig.5 date note.5 note.6 note.7",
        {"a2": "原则", "a3": "鼓励", "a4": "优先", "a5": "义务", "a6.p1": "上限", "a6.p2.r2": "上限", "a8": "施行"},
    ),
    "invented-detailed-rules.txt": (
        "n.title n.number n.to n.p1 n.sig n.date note title note.2 c1 a1 a1.s1 a2 a2.s1 c2 a3 a3.s1 a3.i1 a3.i2 a3.i2.n1 "
        "a3.i2.n2 a3.i3 a2.note a2.title a2.t.p1.r1 a2.t.p1.r2 a2.t.p1.r3",
        {"a1.s1": "依据", "a2.s1": "定义", "a3.s1": "要件", "a3.i2.n1": "要件", "a2.t.p1.r2": "标准"},
    ),
    "invented-provisions.txt": (
        "title 0.p1 a1 a2 a3 a4",
        {"0.p1": "依据", "a1": "义务", "a3": "限制", "a4": "施行"},
    ),
}


@pytest.mark.parametrize("name", INVENTED)
def test_an_invented_statute_has_its_tree_and_natures(name: str) -> None:
    text, entries = read(name)
    covered_once(text, entries)
    tree, natures = INVENTED[name]
    assert [e.address for e in entries] == tree.split()
    assert {e.address: " ".join(e.natures) for e in entries if e.address in natures} == natures
