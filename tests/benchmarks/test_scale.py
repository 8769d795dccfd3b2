"""How a check grows with the rules: the corpus once, ten times and a hundred times, every copy governing.

Run with `uv run pytest tests/benchmarks --benchmark-enable -s`; figures are printed, nothing fails by the clock.
"""

from __future__ import annotations

import copy
import json
import time
from pathlib import Path
from typing import Any

import pytest

from reasoner.driver import rule_base
from reasoner.intake.read import Reader
from reasoner.judge import judge
from reasoner.rulebase import RuleBase

EXAMPLES = json.loads((Path(__file__).parent.parent / "conformance" / "examples.json").read_text(encoding="utf-8"))


def multiplied(times: int) -> RuleBase:
    """A rule base in which every document stands several times, each copy with its own ids and in force alike."""
    base = rule_base().data
    documents = []
    for number in range(times):
        for document in base["documents"]:
            text = json.dumps(
                {**document, "clauses": list(document["clauses"]), "norms": list(document["norms"])}, ensure_ascii=False
            )
            renamed = text.replace(f'"{document["id"]}', f'"{document["id"]}-{number}')
            documents.append(json.loads(renamed))
    data: dict[str, Any] = copy.copy(base)
    data["documents"] = documents
    return RuleBase(data)


def test_checks_grow_with_the_rules_and_no_faster(capsys: pytest.CaptureFixture[str]) -> None:
    told = []
    for times in (1, 10, 100):
        base = multiplied(times)
        application = Reader(base.vocabulary, base.document_names).read(EXAMPLES[0]["application"])[0]
        verdict = judge(base, application, advise=False)
        rules = len(verdict["reasons"]["rules"])
        rounds = max(3, 300 // times)
        start = time.perf_counter()
        for _ in range(rounds):
            judge(base, application, advise=False)
        told.append((times, rules, (time.perf_counter() - start) / rounds))
        assert verdict["outcome"] == "presumptively_barred"
    with capsys.disabled():
        print()
        for times, rules, seconds in told:
            print(
                f"{times:>4} × corpus: {rules:>4} rules, {seconds * 1e3:8.2f} ms a check, {seconds / rules * 1e6:6.1f} µs a rule"
            )
    assert [rules for _, rules, _ in told] == [told[0][1] * times for times in (1, 10, 100)]
