"""The whole statutes and fragments of texts/ in articles: every article, every chapter, known clauses, what heads them."""

from __future__ import annotations

import re

import pytest
from article_reading import covered_once, read

from policy_dsl.addresses import parse_address
from policy_dsl.texts.page_rows import proposed_metadata
from policy_dsl.texts.segment import headings

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
