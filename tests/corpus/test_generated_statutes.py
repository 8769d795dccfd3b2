"""Statutes made up for their form alone give back their tree; no text loses a character.

They are invented and bind nobody.
"""

from __future__ import annotations

import pytest
from article_reading import covered_once, read
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_dsl.numerals import chinese
from policy_dsl.source_text import MASK
from policy_dsl.texts.segment import segment

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
