"""What checking the rules costs: those in use, and ten times as many.

Run with `uv run --group dev pytest tests/benchmarks/test_lint.py --benchmark-enable -s`; nothing fails by the clock.
"""

from __future__ import annotations

import time
from typing import Any

import pytest
from scale import multiplied

from reasoner.driver.current_rule_base import rule_base
from reasoner.lint.check_run import lint

TODAY = "2026-11-22"


def test_the_rules_in_use(benchmark: Any) -> None:
    found = benchmark.pedantic(lambda: lint(rule_base(), TODAY), rounds=3, warmup_rounds=1)
    assert not found.undecided


def test_ten_times_the_rules(request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]) -> None:
    told = []
    for times in (1, 3, 10) if request.config.getoption("benchmark_enable") else (1, 2):
        base = multiplied(times)
        start = time.perf_counter()
        found = lint(base, TODAY, seconds=300)
        told.append((times, len(found.norms), time.perf_counter() - start, found.questions))
        assert not found.undecided
    with capsys.disabled():
        print()
        for times, rules, seconds, asked in told:
            print(f"{times:>4} × corpus: {rules:>5} rules, {seconds:6.1f} s, {asked} questions")
    assert [rules for _, rules, _, _ in told] == [told[0][1] * times for times, _, _, _ in told]
