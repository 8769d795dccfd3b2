"""Every numbered sentence of docs/semantics.md names tests that hold it, and every test it names exists."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "semantics.md").read_text(encoding="utf-8")
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
SECTIONS = 25


def sentences() -> dict[str, str]:
    """The numbered sentences, each with the tests named after it."""
    return {m[1]: m[2] for m in re.finditer(r"^\*\*(\d+\.\d+)\*\* (.+?)(?=\n\n|\Z)", PAGE, re.MULTILINE | re.DOTALL)}


@cache
def functions_of(path: str) -> frozenset[str]:
    file = ROOT / path
    if not file.is_file():
        return frozenset()
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return frozenset(n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef))


@pytest.mark.parametrize("number", sentences())
def test_a_sentence_names_tests_that_exist(number: str) -> None:
    said, _, named = sentences()[number].partition("\n(`tests")
    found = NAMED.findall("`tests" + named)
    assert found, f"{number} names no test"
    assert said.rstrip().endswith("。"), f"{number} is no sentence"
    for path, name in found:
        assert name in functions_of(path), f"{number}: {path}::{name} does not exist"


def test_sections_and_sentences_are_numbered_without_gaps() -> None:
    assert re.findall(r"^## §(\d+) ", PAGE, re.MULTILINE) == [str(n) for n in range(1, SECTIONS + 1)]
    by_section: dict[int, list[int]] = {}
    for number in sentences():
        section, _, place = number.partition(".")
        by_section.setdefault(int(section), []).append(int(place))
    assert list(by_section) == list(range(1, SECTIONS + 1))
    assert all(places == list(range(1, len(places) + 1)) for places in by_section.values())


def test_every_test_named_anywhere_exists() -> None:
    for path, name in NAMED.findall(PAGE):
        assert name in functions_of(path), f"{path}::{name}"


def test_functions_named_for_the_reader_exist() -> None:
    """The steps at the end name functions of the proof checker."""
    steps = PAGE.partition("## 怎样把一份研判重新推导一遍")[2]
    checker = "".join(p.read_text("utf-8") for p in sorted((ROOT / "reasoner" / "proof").glob("*.py")))
    numbered = re.findall(r"^\d\. .+?(?=^\d\. |^\*举)", steps, re.MULTILINE | re.DOTALL)
    assert len(numbered) == 9
    for step in numbered:
        named = re.findall(r"`(\w+)`", step.rpartition("(")[2])
        assert named, step
        for name in named:
            assert re.search(rf"^\s*(def|class) {name}\b", checker, re.MULTILINE), name
