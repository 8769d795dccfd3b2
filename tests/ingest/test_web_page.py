"""A web page read as a browser shows it; navigation is proposed for masking with its reason, and nothing is lost."""

from __future__ import annotations

import html
import random
from pathlib import Path

import pytest

from policy_dsl.ingest.readers.extraction import Extraction, Unreadable
from policy_dsl.ingest.readers.reconciliation import Reconciliation
from policy_dsl.ingest.readers.web_page import read_page
from policy_dsl.ingest.readers.web_second import second_lines

ROOT = Path(__file__).parents[2]
TEXTS = sorted([*(ROOT / "tests/corpus/statutes").glob("*.txt"), *(ROOT / "policy_dsl/corpus").rglob("text.txt")])


def both(inner: str, *, masks: bool = True) -> tuple[Extraction, Reconciliation]:
    page = f"<!DOCTYPE html><html><head><meta charset='utf-8'></head><body>{inner}</body></html>"
    extraction, reconciliation = read_page(page.encode(), masks=masks)
    assert reconciliation is not None
    return extraction, reconciliation


def read(inner: str, *, masks: bool = True) -> Extraction:
    return both(inner, masks=masks)[0]


def masked(extraction: Extraction) -> list[tuple[str, str]]:
    return [(extraction.lines[i].text, reason) for i, reason in extraction.masked]


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: f"{p.parent.name}-{p.stem}"[-40:])
@pytest.mark.parametrize("form", ["<p>{}</p>", "<div>{}</div>", "{}<br>", "<pre>{}</pre>"])
def test_every_character_of_a_text_printed_as_a_page_comes_back(path: Path, form: str) -> None:
    words = path.read_text(encoding="utf-8")
    extraction, reconciliation = both("".join(form.format(html.escape(line)) for line in words.split("\n")))
    assert squeezed(extraction.text) == squeezed(words)
    lines = [squeezed(line) for line in words.split("\n") if line.strip()]
    assert [squeezed(line.text) for line in extraction.lines if line.text.strip()] == lines
    assert not reconciliation.differences
    # Blanks of a text in the source of a page run together, so that only the words of lines are compared.
    assert {line for line, _ in masked(extraction)} <= ROWS_OF_PAGES


ROWS_OF_PAGES = {"打印本页", "首页>信息公开>政策文件"}
"""What one of the texts has of the page from which it comes."""


def test_the_page_declares_its_encoding_or_its_bytes_tell() -> None:
    page = "<html><head><meta charset=gb2312></head><body><p>不予新增</p></body></html>"
    assert read_page(page.encode("gb18030"))[0].text == "不予新增"
    assert read_page(page.replace("<meta charset=gb2312>", "").encode("gb18030"))[0].text == "不予新增"
    assert read_page(page.encode("utf-8-sig"))[0].text == "不予新增"
    # Declared gb2312, and in UTF-8 nevertheless: bytes that are UTF-8 are that, for others are not by chance.
    for words in ("新增", "新增床", "新增床位"):
        assert read_page(page.replace("新增", words).encode())[0].text == f"不予{words}"
    big5 = page.replace("gb2312", "big5").replace("新增", "新建")
    assert read_page(big5.encode("big5"))[0].text == "不予新建"
    with pytest.raises(Unreadable) as caught:
        read_page(page.replace("gb2312", "big5").encode("gb18030")[:-20] + b"\xff\xff")
    assert caught.value.code == "R106"


def test_tables_are_lines_with_tabs_and_tables_of_layout_are_lines() -> None:
    data = "<table><tr><th>指标</th><th>目标<br>值</th></tr><tr><td>床位</td><td>75%</td></tr></table>"
    assert read(data).text == "指标\t目标 值\n床位\t75%"
    layout = f"<table><tr><td>{'<p>甲。</p>' * 5}</td><td>乙</td></tr></table>"
    assert read(layout).text == "甲。\n" * 5 + "乙"


def test_numbers_of_lists_are_written_and_told() -> None:
    extraction, reconciliation = both(
        "<ol start=3><li>甲<li value=7>乙<li>丙</ol><ol type=A><li>丁</ol><ul><li>戊</ul>"
    )
    assert extraction.text == "3.甲\n7.乙\n8.丙\nA.丁\n戊"
    assert [n.code for n in extraction.notices] == ["R113"]
    assert not reconciliation.open
    assert read("<ol style='list-style:none'><li>一、甲</ol>").text == "一、甲"


def test_what_is_not_shown_is_out_with_its_words() -> None:
    inner = "<p>甲<span style='display:none'>乙</span><del>丙</del><ruby>丁<rt>dīng</rt></ruby></p><script>x</script><button>打印</button>"
    extraction, reconciliation = both(inner)
    assert extraction.text == "甲丁"
    assert [(x.kind, x.words) for x in extraction.left_out] == [
        ("隐藏的文字", "乙"), ("删除线文字", "丙"), ("注音", "dīng"), ("网页控件", "打印"),
    ]  # fmt: skip
    assert not reconciliation.open
    assert len(reconciliation.differences) >= 2


def test_a_break_of_the_source_between_characters_is_no_blank() -> None:
    assert read("<p>不予\n  新增 100 张\n床位</p>").text == "不予新增 100 张床位"


def test_pictures_are_marks() -> None:
    extraction = read("<p>见<img alt='公式'>所示</p>")
    assert extraction.text == "见〔图片1〕所示"
    assert "公式" in extraction.placeholders[0].what


BODY = "<p>第一条 为了规范管理,制定本办法。</p><p>第二条 床位使用率低于75%的,原则上不再新增。</p>"


def test_navigation_is_proposed_with_its_reason_and_sentences_never_are() -> None:
    page = (
        "<div class='nav'><a href='/'>首页</a> <a>政务公开</a></div><div>您的位置: 首页 > 政策文件</div>"
        f"<div class='content'><h1>某市办法</h1>{BODY}</div>"
        "<ul><li><a>图一</a></li><li><a>图二</a></li><li><a>图三</a></li></ul>"
        "<div class='related'><p>本条由来已久,与导航同名的部分里的句子不遮盖。</p></div>"
        "<footer><p>版权所有 某市医疗保障局</p></footer>"
    )
    extraction = read(page)
    assert [words for words, _ in masked(extraction)] == [
        "首页 政务公开", "您的位置: 首页 > 政策文件", "图一", "图二", "图三", "版权所有 某市医疗保障局",
    ]  # fmt: skip
    assert all(reason for _, reason in masked(extraction))
    assert not read(page, masks=False).masked
    assert read(page, masks=False).text == extraction.text


def test_two_links_in_a_text_are_no_menu() -> None:
    assert not read(f"{BODY}<p><a>附件1</a></p><p><a>附件2</a></p>").masked


def test_a_page_without_anything_is_refused() -> None:
    with pytest.raises(Unreadable) as caught:
        read_page(b"<!-- -->")
    assert caught.value.code == "R103"


@pytest.mark.parametrize("tag", ["div", "b", "table><tr><td"])
@pytest.mark.parametrize("depth", [60, 240, 300, 3000])
def test_deep_nesting_loses_nothing_or_is_refused(tag: str, depth: int) -> None:
    raw = f"<html><body>{f'<{tag}>' * depth}甲</body></html>".encode()
    try:
        result = read_page(raw)[0].text
    except Unreadable as error:
        result = error.code
    assert result in (("甲",) if depth <= 60 else ("甲", "R103"))


@pytest.mark.parametrize("seed", range(60))
def test_a_page_with_changed_characters_is_read_or_refused_and_no_difference_is_kept_silent(seed: int) -> None:
    chance = random.Random(seed)
    page = f"<html><body><div class='nav'><a>首页</a></div><table><tr><td>甲</td><td>乙</td></tr></table><ol><li>丙</ol>{BODY}</body></html>"
    characters = list(page)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(characters))
        characters[at : at + chance.randint(0, 5)] = chance.choices("<>/&;\"'= 甲bp", k=chance.randint(0, 4))
    try:
        extraction, reconciliation = read_page("".join(characters).encode())
    except Unreadable as error:
        assert error.code in ("R103", "R106")  # noqa: PT017
        return
    assert reconciliation is not None
    second = squeezed("".join(second_lines("".join(characters))))
    if squeezed(extraction.text) != second:
        assert reconciliation.differences
