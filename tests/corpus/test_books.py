"""编 and 分编 above the chapters: the form of 民法典 and 刑法, with headings as these print them and invented articles.

Chapters begin again in each 编 and count on over its 分编 (民法典: 第二编 第一分编 通则 第一章 至 第三章, 第二分编 所有权 第四章 …);
articles count on over all. So a chapter is addressed in its 编 (b2.c4), an article as before (a5).
"""

from __future__ import annotations

import pytest
from article_reading import addresses, doubts, spelt

from policy_dsl.addresses import below, chain, heads, parse_address, parse_place, place
from policy_dsl.texts.segment import headings, segment

CODE = """虚拟法典(测试用)
目录
第一编 总则
第一章 基本规定
第二章 主体
第二编 物权
第一分编 通则
第一章 一般规定
第二分编 所有权
第四章 一般规定
第一节 甲
第三编 合同
第一章 一般规定
附则
第一编 总则
第一章 基本规定
第一条 为了测试,制定本法。
第二条 本法只供测试。
第二章 主体
第三条 主体有下列各项:
(一)甲;
(二)乙。
第二编 物权
第一分编 通则
第一章 一般规定
第四条 本编调整测试的关系。
第二分编 所有权
第四章 一般规定
第一节 甲
第五条 所有权如此。
其余依照规定。
第三编 合同
第一章 一般规定
第六条 合同如此。
附则
第七条 本法自公布之日起施行。
"""


def test_every_article_and_every_heading_has_its_address() -> None:
    listed = [line for line in spelt(CODE) if not line.startswith(("title", "toc"))]
    assert listed[:12] == [
        "b1 第一编 总则",
        "b1.c1 第一章 基本规定",
        "a1 第一条 为了测试,制定本法。",
        "a2 第二条 本法只供测试。",
        "b1.c2 第二章 主体",
        "a3 第三条 主体有下列各项:",
        "a3.i1 (一)甲;",
        "a3.i2 (二)乙。",
        "b2 第二编 物权",
        "b2.1 第一分编 通则",
        "b2.c1 第一章 一般规定",
        "a4 第四条 本编调整测试的关系。",
    ]
    assert "b2.c4.1 第一节 甲" in listed
    assert "b3.c1 第一章 一般规定" in listed
    assert "a5.p2 其余依照规定。" in listed


def test_chapters_begin_again_in_a_book_and_count_on_over_its_divisions() -> None:
    # 第四章 of 第二编 follows 第一章 there: the gap is told, that 第一章 stands in each 编 is none.
    told = doubts(CODE)
    assert [a for a in told if a.startswith("b")] == ["b2.c4"]
    assert "之前没有第二章至第三章" in told["b2.c4"]


def test_what_heads_an_article_is_its_section_chapter_division_and_book() -> None:
    entries = segment(CODE)

    def above(address: str) -> list[str]:
        return [h.address for h in headings(address, entries) if not h.address.startswith(("title", "toc"))]

    assert above("a1") == ["b1", "b1.c1"]
    assert above("a4") == ["b2", "b2.1", "b2.c1"]
    assert above("a5.p1") == ["b2", "b2.2", "b2.c4", "b2.c4.1"]
    assert above("b2.c4") == ["b2", "b2.2"]
    assert above("b2.c4.1") == ["b2", "b2.2", "b2.c4"]
    assert above("a6") == ["b3", "b3.c1"]
    assert above("b3.c1") == ["b3"]


def test_below_a_book_stands_what_comes_before_the_next() -> None:
    every = [a for a in addresses(CODE) if not a.startswith(("title", "toc"))]
    assert below("b1", every) == ("b1.c1", "a1", "a2", "b1.c2", "a3", "a3.i1", "a3.i2")
    assert below("b2.1", every) == ("b2.c1", "a4")
    assert below("b2.2", every)[:2] == ("b2.c4", "b2.c4.1")
    assert below("b2", every)[0] == "b2.1"
    assert "b3" not in below("b2", every)
    assert below("b2.c1", every) == ("a4",)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("b2", "第二编"),
        ("b2.1", "第二编第一分编"),
        ("b2.c4", "第二编第四章"),
        ("b2.c4.1", "第二编第四章第一节"),
        ("b12_2", "第十二编(第二处)"),
        ("a1.b2.c1", "附件一第二编第一章"),
        ("c3.2", "第三章第二节"),
    ],
)
def test_addresses_and_places(address: str, words: str) -> None:
    assert str(parse_address(address)) == address
    assert place(address) == words
    assert str(parse_place(words)) == address


def test_a_chapter_may_be_cited_with_its_division() -> None:
    assert str(parse_place("第二编第二分编第四章")) == "b2.c4"
    assert str(parse_place("第2编第4章")) == "b2.c4"


@pytest.mark.parametrize("text", ["b", "b0", "b1.p1", "b1.c", "b1.1.c2", "b1.a3", "b1.c1.s1", "bc1", "b1c1"])
def test_what_is_no_address(text: str) -> None:
    assert parse_address(text) is None


def test_a_division_outside_a_book_and_a_book_out_of_order_are_told() -> None:
    text = "虚拟法典(测试用)\n第一分编 通则\n第一章 甲\n第一条 甲。\n第三编 乙\n第一章 丙\n第二条 乙。\n"
    told = doubts(text)
    assert "分编不在任何编之内" in told["b1"]
    assert "之前没有第二编" in told["b3"]


def test_a_text_without_books_is_as_before() -> None:
    text = "虚拟办法(测试用)\n第一章 总则\n第一条 甲。\n第二章 附则\n第一节 甲\n第二条 乙。\n"
    assert addresses(text)[1:] == ["c1", "a1", "c2", "c2.1", "a2"]


def test_the_words_of_a_reference_open_no_book() -> None:
    text = "虚拟办法(测试用)\n第一章 总则\n第一条 依照\n第二编的规定办理。\n第二条 乙。\n"
    assert not [a for a in addresses(text) if a.startswith("b")]


def test_running_text_without_line_breaks() -> None:
    body = "".join(CODE.split("附则\n", 1)[1].splitlines()[:-2])
    text = f"虚拟法典(测试用)\n{body}"
    assert {"b1", "b1.c1", "b2", "b2.1", "b2.c1", "a4", "b3.c1"} <= set(addresses(text))


def test_heads_and_chain_of_a_plain_list() -> None:
    listed = [("b1", 1), ("b1.c1", 2), ("b2", 3), ("b2.1", 4), ("b2.c1", 5)]
    assert chain(listed, "a9") == (3, 4, 5)
    assert heads("b2.1", "b2.c1")
    assert not heads("b1.1", "b2.c1")
    assert not heads("a1.b1", "a9")
