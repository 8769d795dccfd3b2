"""Faults seeded in a plan, one of every operator, show on a random register; the long form is `python -m tests.register.plan_faults`."""

from __future__ import annotations

from pathlib import Path

from tests.register.plan_faults import Bench, Fault, equivalent, faults, survivors


def test_a_fault_of_every_operator_shows_on_a_random_register(tmp_path: Path) -> None:
    bench = Bench(1500, 6, tmp_path)
    of_operator: dict[str, Fault] = {}
    for fault in faults(bench.plan):
        if not equivalent(bench.plan, fault):
            of_operator.setdefault(fault.operator, fault)
    assert len(of_operator) >= 18
    assert survivors(bench, list(of_operator.values())) == []
