"""How a check grows with the rules: the corpus once, ten times and a hundred times, every copy governing.

Run with `uv run --group dev pytest tests/benchmarks --benchmark-enable -s`; figures are printed, nothing fails by the clock.
"""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from scale import multiplied

from reasoner.intake.application_parser import Reader
from reasoner.interpreter.judge import judge
from reasoner.model.kinds import Outcome

EXAMPLES = json.loads((Path(__file__).parent.parent / "conformance" / "examples.json").read_text(encoding="utf-8"))


def test_checks_grow_with_the_rules_and_no_faster(capsys: pytest.CaptureFixture[str]) -> None:
    measured: list[tuple[int, int, float]] = []
    for times in (1, 10, 100):
        base = multiplied(times)
        application = Reader(base.vocabulary, base.document_names).read(EXAMPLES[0]["application"])[0]
        verdict = judge(base, application, advise=False)
        rules = len(verdict.reasons.rules)
        rounds = max(3, 300 // times)
        start = time.perf_counter()
        for _ in range(rounds):
            judge(base, application, advise=False)
        measured.append((times, rules, (time.perf_counter() - start) / rounds))
        assert verdict.outcome is Outcome.PRESUMPTIVELY_BARRED
    with capsys.disabled():
        print()
        for times, rules, seconds in measured:
            print(
                f"{times:>4} × corpus: {rules:>4} rules, {seconds * 1e3:8.2f} ms a check, {seconds / rules * 1e6:6.1f} µs a rule"
            )
    assert [rules for _, rules, _ in measured] == [measured[0][1] * times for times in (1, 10, 100)]
