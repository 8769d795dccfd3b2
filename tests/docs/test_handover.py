"""docs/compare/qingdao.html is what its command writes, and every example in it is judged again from the page alone."""

from __future__ import annotations

import json
import re
from pathlib import Path

from lxml import html

from reasoner.cli.main import main
from reasoner.driver.in_use import reader, rule_base
from reasoner.interpreter.elsewhere import rebound
from reasoner.interpreter.judge import judge
from reasoner.model.kinds import Role

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "compare" / "qingdao.html"
COMMAND = "compare 青岛市 河南省 滨州市 泉州市 --as-of 2025-12-31 --handover docs/compare/qingdao.html"


def test_the_page_is_fresh(tmp_path: Path) -> None:
    """After a change of rules: `uv run tiaoli` with the command above."""
    made = tmp_path / "qingdao.html"
    assert main([*COMMAND.split()[:-1], str(made)]) == 0
    assert made.read_text(encoding="utf-8") == PAGE.read_text(encoding="utf-8")


def test_the_command_is_documented() -> None:
    guide = (ROOT / "docs" / "user-guide.md").read_text(encoding="utf-8")
    assert f"tiaoli {COMMAND}" in guide


def test_every_example_of_the_page_is_judged_again() -> None:
    tree = html.document_fromstring(PAGE.read_text(encoding="utf-8"))
    examples = tree.xpath("//details[@class='example']")
    assert len(examples) > 150
    for example in examples:
        (written,) = example.xpath(".//pre[@class='application']")
        (note,) = (p.text_content() for p in example.xpath(".//p[@class='note']") if "--under" in p.text_content())
        under = re.search(r"--under (\d{6})", note)
        assert under
        (application,) = reader().read(json.loads(written.text_content()))
        here = judge(rule_base(), application, advise=False)
        there = judge(rule_base(), rebound(application, *reader().place(under[1])), advise=False)
        (row,) = example.xpath(".//tr[th='结论']")
        outcomes = [cell.xpath(".//p[@class='outcome']")[0].text_content() for cell in row.xpath("./td")]
        assert [v.label for v in (here, there)] == outcomes
        (clauses,) = example.xpath(".//tr[th='决定条款']")
        for verdict, cell in zip((here, there), clauses.xpath("./td"), strict=True):
            text = cell.text_content()
            deciding = [c for c in verdict.citations if c.role is Role.DECISIVE]
            assert bool(deciding) == bool(cell.xpath(".//blockquote"))
            for c in deciding:
                assert c.clause.partition("/")[2] in text
                assert "".join(c.quote.splitlines()) in text
