"""A decision of docs/adr has a number of its own, the same in its file's name and in its heading; a number that is named exists."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs" / "adr").glob("*.md"))


def test_no_number_stands_twice() -> None:
    assert [n for n, times in Counter(p.name[:4] for p in PAGES).items() if times > 1] == []


def test_the_heading_has_the_number_of_the_file() -> None:
    headings = {p.name: p.read_text("utf-8").partition("\n")[0] for p in PAGES}
    assert [n for n, heading in headings.items() if not heading.startswith(f"# {int(n[:4])}. ")] == []


def test_a_decision_that_is_named_exists() -> None:
    numbers = {int(p.name[:4]) for p in PAGES}
    named = {
        (path.relative_to(ROOT).as_posix(), int(number))
        for folder in ("docs", "policy_dsl", "reasoner", "tests")
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in (".md", ".py") and "node_modules" not in path.parts
        for number in re.findall(r"\bADR 0*(\d+)", path.read_text("utf-8"))
    }
    assert named
    assert sorted((path, number) for path, number in named if number not in numbers) == []
