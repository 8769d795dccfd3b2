"""A source that was written without its text at hand says so: 「来源待核」, and a year that nobody looked up stays blank.

CONTRACT and WORDING: no authority, date, title or source is invented; what nobody gave stays blank and is marked.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from reasoner.driver.current_rule_base import rule_base

ROOT: Final = Path(__file__).parents[2]
BASES: Final = re.findall(r'tl:basis "([^"]*)"', (ROOT / "ontology" / "names.ttl").read_text(encoding="utf-8"))
OWN: Final = ("词义", "定义")
"""What rests on the meaning of a word or on our own definition names no text."""


def held(basis: str) -> bool:
    """Whether the text that a basis names is among the documents of the rule base."""
    return any(d.number and basis.startswith(d.number) for d in rule_base().documents.values())


def test_there_are_bases_of_each_sort() -> None:
    assert sum(b.startswith(OWN) for b in BASES) > 50
    assert sum(map(held, BASES)) == 3
    assert sum(b.startswith("来源待核:") for b in BASES) > 25


@pytest.mark.parametrize("basis", sorted({b for b in BASES if not b.startswith(OWN)}))
def test_a_text_that_is_not_held_is_to_be_checked(basis: str) -> None:
    assert held(basis) != basis.startswith("来源待核:")


@pytest.mark.parametrize("basis", sorted({b for b in BASES if "行政区划变更" in b}))
def test_no_year_of_a_former_name_is_told_from_memory(basis: str) -> None:
    assert basis.startswith("来源待核:民政部县级以上行政区划变更情况(____年):")
