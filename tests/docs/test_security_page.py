"""docs/security.md: every requirement of the chapters that it names stands there once, and every test that it names exists."""

from __future__ import annotations

import ast
import re
from collections import Counter
from functools import cache

from tests.office.client import ROOT

PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
SECTIONS = {
    "2.1": 3, "2.2": 3, "2.3": 5, "2.4": 2,
    "3.1": 1, "3.2": 3, "3.3": 5, "3.4": 8, "3.5": 8, "3.6": 1, "3.7": 5,
    "5.1": 1, "5.2": 6, "5.3": 3, "5.4": 3,
    "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 3, "7.6": 2,
    "8.1": 4, "8.2": 4, "8.3": 3, "8.4": 2,
    "16.1": 1, "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 4,
}  # fmt: skip
"""How many requirements the sections of ASVS 5.0.0 have."""
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| ([123]) \| ([^|]+) \| ([^|]+) \| ([^|]*) \|$", re.MULTILINE)
TEST = re.compile(r"`([\w/]+\.py)::(\w+)`")
LINKED = re.compile(r"\]\(([\w.-]+)\)|本页「")


@cache
def names_in(path: str) -> set[str]:
    tree = ast.parse((ROOT / "tests" / path).read_text(encoding="utf-8"))
    return {n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)}


def test_every_requirement_of_the_chapters_stands_there_once() -> None:
    wanted = [f"{section}.{n + 1}" for section, number in SECTIONS.items() for n in range(number)]
    assert Counter(row[0] for row in ROW.findall(PAGE)) == Counter(wanted)
    assert "5.0.0" in PAGE


def test_every_test_that_is_named_exists() -> None:
    named = TEST.findall(PAGE)
    assert len(named) > 50
    missing = [f"{path}::{name}" for path, name in named if name not in names_in(path)]
    assert not missing
    assert "::test_" not in TEST.sub("", PAGE), "each is written so that it is looked for"


def test_what_is_met_has_a_test_or_a_page_and_what_is_not_has_a_reason() -> None:
    for number, _, _, state, why in ROW.findall(PAGE):
        assert state in ("符合", "部分", "未做", "不适用"), number
        assert why.strip(), number
        if state == "符合":
            assert TEST.search(why) or LINKED.search(why), number


def test_nothing_is_said_of_a_standard_that_was_not_read() -> None:
    """The text of GB/T 22239 was not at hand: no clause of it is named, and every row says that it was not checked."""
    part = PAGE[PAGE.index("## 等保测评会问的") :]
    rows = [line for line in part.splitlines() if line.startswith("| ") and not line.startswith("| 会问")]
    assert rows
    assert all(line.rstrip(" |").rpartition("|")[2].strip().startswith("未核对") for line in rows)
    assert not re.search(r"第[一二三四五六七八九十百\d]+条|\b[678]\.1\.\d", part)
