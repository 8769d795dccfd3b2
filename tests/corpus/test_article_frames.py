"""Around the articles: titles, notices, annexes, tables of contents, rows of a page, characters that print nothing.

The texts are invented: they have the form of official ones and bind nobody.
"""

from __future__ import annotations

import pytest
from article_reading import addresses, doubts, spelt

from policy_dsl.texts.page_rows import proposed_metadata
from policy_dsl.texts.segment import segment

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
