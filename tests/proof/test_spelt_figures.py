"""The checker reads figures in Chinese numerals by itself, as the alignment does (DESIGN §4: 「Chinese numerals are figures」)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reasoner.proof.quoted_words import _check_words, _spelt_out


@pytest.mark.parametrize(
    ("words", "values"),
    [
        ("床位使用率低于百分之七十五的", ["0.75"]),
        ("连续十二个月、三个月", ["12", "3"]),
        ("一点二万张", ["12000"]),
        ("千分之五点五", ["0.0055"]),
        ("二千三百人、五万元、两亿", ["2300", "50000", "200000000"]),
        ("一百零五家", ["105"]),
        ("第三方、第十二条", []),
    ],
)
def test_what_is_spelt_out_is_a_number(words: str, values: list[str]) -> None:
    assert [v for v in _spelt_out(words) if v] == [Decimal(v) for v in values]


@pytest.mark.parametrize(
    ("words", "holds"), [("低于百分之七十五的", True), ("低于百分之七十的", False), ("低于七十五的", False)]
)
def test_a_rule_rests_on_a_figure_in_chinese_numerals(words: str, holds: bool) -> None:
    text = f"床位使用率{words},暂不新增"
    right = {"node": "Const", "value": "0.75", "shown": "75%"}
    condition = {
        "node": "Compare",
        "op": "lt",
        "left": {"node": "Fact", "subject": "本区县", "term": "床位使用率"},
        "right": right,
    }
    norm = {
        "id": "x/1#a", "spans": [[0, len(text)]], "scope": {"node": "And", "parts": []}, "condition": condition,
        "effect": "prohibit", "strength": "暂不", "readings": [],
    }  # fmt: skip
    faults = list(_check_words(norm, {"readings": []}, text))
    assert (faults == []) is holds, faults
