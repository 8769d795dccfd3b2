"""What a comparison costs: one pair of regions, all pairs, and rule sets of ten and a hundred times the size.

Run with `uv run --group dev pytest tests/benchmarks/test_compare.py --benchmark-enable -s`; nothing fails by the clock.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations
from typing import Any

import pytest
from msgspec.structs import replace
from scale import multiplied

from policy_dsl.ir import Norm, from_data, to_data
from reasoner.compare.comparison import compare
from reasoner.compare.rule_set import Compared
from reasoner.driver.current_rule_base import rule_base
from reasoner.model.rule_base import RuleBase

DAY = "2025-12-31"
REGIONS = {"青岛市": "370200", "河南省": "410000", "滨州市": "371600", "泉州市": "350500"}


@pytest.fixture(autouse=True)
def _as_a_command_runs() -> Iterator[None]:
    """The command line looks for no garbage in cycles."""
    gc.disable()
    yield
    gc.enable()


def side(base: RuleBase, name: str) -> Compared:
    return Compared(name, base, REGIONS[name])


def test_one_pair(benchmark: Any) -> None:
    a, b = side(rule_base(), "青岛市"), side(rule_base(), "河南省")
    found = benchmark.pedantic(lambda: compare(a, b, DAY), rounds=3, warmup_rounds=1)
    assert found.timed_out == 0


def test_all_pairs(benchmark: Any) -> None:
    sides = [side(rule_base(), name) for name in REGIONS]
    found = benchmark.pedantic(
        lambda: [compare(a, b, DAY) for a, b in combinations(sides, 2)], rounds=1, warmup_rounds=1
    )
    assert [c.timed_out for c in found] == [0] * 6


def varied(node: Any, share: Decimal) -> Any:
    """Plain data of norms with every number in it a little larger: copies that are no copies of each other."""
    if isinstance(node, dict):
        if node.get("node") == "Const":
            return {**node, "value": format(Decimal(node["value"]) * (1 + share), "f")}
        return {k: varied(v, share) for k, v in node.items()}
    return [varied(x, share) for x in node] if isinstance(node, list) else node


def larger(times: int) -> RuleBase:
    """The rule base so many times, each time with other thresholds."""
    compiled = multiplied(times).compiled
    each = len(compiled.documents) // times
    documents = tuple(
        d.with_norms(from_data(varied(to_data(d.all_norms), Decimal(i // each) / 1000), tuple[Norm, ...]))
        for i, d in enumerate(compiled.documents)
    )
    return RuleBase(replace(compiled, documents=documents))


def test_a_hundred_times_the_rules(request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]) -> None:
    told = []
    for times in (1, 10, 100) if request.config.getoption("benchmark_enable") else (1, 3):
        base = larger(times)
        start = time.perf_counter()
        found = compare(side(base, "青岛市"), side(base, "河南省"), DAY, seconds=300)
        told.append((times, found.analysed, time.perf_counter() - start, found))
        assert found.timed_out == 0
    with capsys.disabled():
        print()
        for times, rules, seconds, found in told:
            number = sum(len(r.witnesses) for r in found.results)
            print(
                f"{times:>4} × corpus: {rules:>5} rules, {seconds:6.1f} s, "
                f"{found.questions} questions, {number} witnesses"
            )
    assert [rules for _, rules, _, _ in told] == [told[0][1] * times for times, _, _, _ in told]
    relations = [[(r.matter, r.type, r.relation) for r in found.results] for _, _, _, found in told]
    assert all(r == relations[0] for r in relations)
