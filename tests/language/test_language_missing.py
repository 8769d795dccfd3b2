"""Text that the received document lacks: an entry of its own, and periods that count from no stated day."""

from __future__ import annotations

import pytest

from policy_dsl.alignment.quote_matching import place_entries
from policy_dsl.lowering.statement_forms import iso_period
from policy_dsl.source_text import Source
from policy_dsl.syntax.parse import parse

TEXT = "一、总则\n各地可参考标准(见附件)。"
KNOWN = "文件 x\n条 1 性质 标题\n「一、总则」\n条 1.p1 性质 程序\n「各地可参考标准(见附件)。」\n"


def codes(rules: str) -> tuple[list[tuple[str, int, int]], list[str]]:
    """Where each entry stands in TEXT, and the codes of the faults."""
    source = Source("rules.tiao", rules)
    file, faults = parse(source)
    assert file is not None
    assert not faults
    placed, wrong = place_entries(file, source, TEXT)
    return [(p.entry.address.text, p.start, p.end) for p in placed], [f.code for f in wrong]


def test_missing_text_is_an_entry_that_quotes_nothing() -> None:
    placed, faults = codes(KNOWN + "条 a1.title 性质 缺文\n「」\n注 「附件未见」\n")
    assert faults == []
    assert placed[-1] == ("a1.title", len(TEXT), len(TEXT))


@pytest.mark.parametrize(
    "entry", ["条 a1.title 性质 标题\n「」\n", "条 a1.title 性质 缺文\n「」\n定义 甲\n指 「乙」\n"]
)
def test_an_empty_quote_carries_no_norm_and_stands_for_missing_text_only(entry: str) -> None:
    assert codes(KNOWN + entry)[1] == ["L401"]


def test_a_period_without_a_first_day_is_a_duration() -> None:
    assert iso_period("2年左右") == "P2Y~"
    assert iso_period("1年内") == "P1Y"
    assert iso_period("左右") is None
