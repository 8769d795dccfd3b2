"""A draft that changes one word: only what the change does is told as a change."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest
from compared import flat, text, typed
from drafting import copied, drafted, edit
from lxml import html as lxml_html

from reasoner.compare.report.difference_lines import differences, folded
from reasoner.compare.report.page_building import comparison_page
from reasoner.compare.report.view_building import views
from reasoner.compare.report.xlsx import comparison_sheet
from reasoner.compare.result import Comparison
from reasoner.driver.comparisons import Request, versions
from reasoner.driver.current_rule_base import rule_base

WORDS = ("使用率低于75%的,原则上不再新增", "使用率低于75%的,暂不新增")
RULE = ("低于 75%\n    则 原则上 不予新增", "低于 75%\n    则 暂不新增")


@pytest.fixture(scope="module")
def draft(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    """3.1.p2 of the medical plan with 暂不新增 instead of 原则上不再新增."""
    folder = tmp_path_factory.mktemp("草案")
    after = drafted(copied(folder / "after"), WORDS)
    edit(after / "rules.tiao", RULE)
    request = Request(matters=("新增购买住院床位",), kinds=("综合医院",), as_of="2025-11-01")
    (data,) = versions(copied(folder / "before"), after, request)
    return data


def test_the_amended_clause_stands_alone_where_others_were_at_work_beside_it(draft: Comparison) -> None:
    """Where a cap of 3.1.p1.s1 is exceeded as well, 3.1.p2 decides before and after, and nothing but it has changed."""
    (view,) = views(typed(draft), rule_base())
    (shown,) = differences(view.blocks)
    assert [(h.first.address, h.label) for h in (shown.a, shown.b) if h.first] == [
        ("3.1.p2", "原则上不予新增"), ("3.1.p2", "按规定暂不新增"),
    ]  # fmt: skip
    others = folded(view.blocks)
    # 住院床位总量, 康复床位, 精神科床位: the caps that a general hospital can meet
    assert [d.a.first.address for d in others if d.a.first] == ["3.1.p1.s1"] * 3
    assert all("3.1.p2" in [c.address for c in d.a.deciding] for d in others)
    assert [e.number for e in view.examples] == [1, 2, 3, 4]
    assert shown.examples[0].number == 1


def test_the_count_and_the_list_have_the_change_once(draft: Comparison) -> None:
    shown = flat(text(draft))
    assert "新增购买住院床位：结论程度有变。有1处程度不同。" in shown
    assert "1.修改前3.1.p2低使用率区域不新增床位:原则上不予新增-程度不同,修改后3.1.p2" in shown
    assert "其余3处是同一修改与其他条款并存的情形" in shown
    assert not re.search(r"\d\.修改前3\.1\.p1", shown)


def test_the_page_and_the_workbook_keep_the_other_examples(draft: Comparison, tmp_path: Path) -> None:
    tree = lxml_html.document_fromstring(comparison_page(typed(draft), rule_base()))
    assert len(tree.xpath("//details[@class='example']")) == 4
    (note,) = (p for p in tree.xpath("//p[@class='note']") if "同一修改与其他条款并存" in p.text_content())
    assert note.xpath(".//a/@href") == ["#e2", "#e3", "#e4"]
    comparison_sheet(typed(draft), rule_base(), tmp_path / "比较.xlsx")
    head, *rows = openpyxl.load_workbook(tmp_path / "比较.xlsx")["差异"].iter_rows(values_only=True)
    who = [row[head.index("何者限制")] for row in rows]
    assert ["并存" in w for w in who] == [False, True, True, True]
