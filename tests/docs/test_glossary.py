"""docs/glossary.md: each term once, with its Chinese label, and defined in the module that the page names."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROWS = re.findall(
    r"^\| `(\w+)` \| (\S+) \| (.+) \| `([\w/]+\.py)` \|$",
    (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8"),
    re.MULTILINE,
)


def test_each_term_and_each_label_stands_once() -> None:
    assert len(ROWS) >= 40
    for column in (0, 1):
        names = [row[column] for row in ROWS]
        assert len(names) == len(set(names))
    assert [row[0] for row in ROWS] == sorted(row[0] for row in ROWS)


def test_each_term_is_defined_where_the_page_says() -> None:
    defined: dict[str, list[str]] = {}
    for path in (p for root in ("policy_dsl", "reasoner") for p in (ROOT / root).rglob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef):
                defined.setdefault(node.name, []).append(path.relative_to(ROOT).as_posix())
    wrong = {term: module for term, _, _, module in ROWS if module not in defined.get(term, [])}
    assert wrong == {}
