"""Short numbers with an exponent are held to the bounds of all numbers (CONTRACT §1: numbers are read exactly)."""

from __future__ import annotations

import copy
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from policy_dsl.diagnostics import Faults
from reasoner.driver.current_rule_base import reader, rule_base
from reasoner.intake.diagnostics_collector import Unreadable
from reasoner.intake.numbers import count_reader

EXAMPLES = json.loads((Path(__file__).parent.parent / "conformance" / "examples.json").read_text(encoding="utf-8"))


def _beds(value: str) -> Any:
    application = copy.deepcopy(EXAMPLES[0]["application"]) | {"床位数": value}
    return reader().read(application)[0].facts["申请", "床位数"][0].value


@pytest.mark.parametrize("text", ["1e400", "1e999", "9e99", "1E20", "1e16", "1e-99", "1e-400"])
def test_what_is_too_large_or_too_fine_is_named(text: str) -> None:
    with pytest.raises(Faults) as refused:
        _beds(text)
    (fault,) = refused.value.diagnostics
    assert fault.code == "F125"
    assert text in fault.message
    assert "床位数" in fault.where


@pytest.mark.parametrize(("text", "number"), [("1.2e2", "120"), ("1E+2", "100"), ("3e0", "3")])
def test_others_are_read_exactly(text: str, number: str) -> None:
    assert _beds(text) == Decimal(number)


@pytest.mark.parametrize(
    ("bound", "taken"),
    [({"digits": 3}, True), ({"digits": 2}, False), ({"maximum": "99"}, False), ({"minimum": "101"}, False)],
)
def test_the_bounds_are_those_of_the_vocabulary(bound: dict[str, Any], taken: bool) -> None:
    """DESIGN §6: bounds are data of the vocabulary."""
    read = count_reader(replace(rule_base().vocabulary.facts["床位数"], **bound))
    if taken:
        assert read("100.0") == 100
        return
    with pytest.raises(Unreadable) as refused:
        read("100.0")
    assert refused.value.code == "F125"
