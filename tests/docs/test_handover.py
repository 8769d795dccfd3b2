"""docs/compare/qingdao.html is what its command writes, and every example in it is judged again from the page alone."""

from __future__ import annotations

from pathlib import Path

from lxml import html

from reasoner.analysis.application_form import form_data
from reasoner.cli.main import main
from reasoner.compare.report.page_building import comparison_page
from reasoner.compare.report.view_building import views
from reasoner.driver.comparisons import Request, regions
from reasoner.driver.current_rule_base import reader, rule_base
from reasoner.interpreter.judge import judge
from reasoner.interpreter.relocation import rebound
from reasoner.model.kinds import Role
from reasoner.render.typeset import on_screen

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "compare" / "qingdao.html"
MOST_BYTES = 600_000
"""Of which some 55,000 are marks: full-width ones take three bytes each."""
MOST_OF_SIX_PAIRS = 620_000
"""Of all six pairs of the four regions, which no page holds."""
COMMAND = "compare 青岛市 河南省 滨州市 泉州市 --as-of 2025-12-31 --budget 600 --handover docs/compare/qingdao.html"


def test_the_page_is_fresh(tmp_path: Path) -> None:
    """After a change of rules: `uv run tiaoli` with the command above."""
    made = tmp_path / "qingdao.html"
    assert main([*COMMAND.split()[:-1], str(made)]) == 0
    assert made.read_text(encoding="utf-8") == PAGE.read_text(encoding="utf-8")


def test_the_command_is_documented() -> None:
    guide = (ROOT / "docs" / "user-guide.md").read_text(encoding="utf-8")
    assert f"tiaoli {COMMAND}" in guide


def test_the_page_is_small_enough_to_be_opened_and_sent() -> None:
    """DESIGN of the comparison: what a reader opens first is the answer; the rest is folded."""
    assert PAGE.stat().st_size <= MOST_BYTES


def test_every_example_of_the_page_is_judged_again() -> None:
    """The applications of the workbook that the page names, each beside what the page says of it."""
    tree = html.document_fromstring(PAGE.read_text(encoding="utf-8"))
    examples = tree.xpath("//details[@class='example']")
    assert len(examples) > 150
    every = regions(["青岛市", "河南省", "滨州市", "泉州市"], Request(as_of="2025-12-31"))
    assert (
        len(comparison_page(every, rule_base()).encode()) <= MOST_OF_SIX_PAIRS
    )  # the page of all six pairs, without topics
    views_of = views(every[:3], rule_base())
    asked = [e for view in views_of for e in view.examples]
    assert len(asked) == len(examples)
    for example, e in zip(examples, asked, strict=True):
        (application,) = reader().read(form_data(e.application))
        here = judge(rule_base(), application, advise=False)
        there = judge(rule_base(), rebound(application, *reader().place(e.b.code)), advise=False)
        sides = example.xpath("./dl/dt")
        for verdict, side in zip((here, there), sides, strict=True):
            assert on_screen(verdict.label) in side.text_content()
            told = ""
            while (side := side.getnext()) is not None and side.tag == "dd":
                told += side.text_content()
            deciding = [c for c in verdict.citations if c.role is Role.DECISIVE]
            assert bool(deciding) == ("没有条款作出限制" not in told)
            assert all(c.clause.partition("/")[2] in told for c in deciding)


def test_what_the_page_leaves_to_the_workbook_is_named_with_its_command() -> None:
    tree = html.document_fromstring(PAGE.read_text(encoding="utf-8"))
    notes = [p.text_content() for p in tree.xpath("//p[@class='note']") if "比较.xlsx" in p.text_content()]
    assert [
        f"tiaoli compare 青岛市 {b} --as-of 2025-12-31 -o 比较.xlsx" in n
        for b, n in zip(("河南省", "滨州市"), notes, strict=True)
    ] == [True] * 2
