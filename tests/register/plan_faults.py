"""Faults seeded in a plan, by operator; each must show on a random register: `python -m tests.register.plan_faults [--most N]`.

An operator takes a plan and yields plans that are wrong in one place. Printed are those that no row shows; exit 1 where any is not known
to be equivalent.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from msgspec.structs import replace

from policy_dsl import ir
from reasoner.backends.columnar.compile_plan import compile_plan
from reasoner.backends.columnar.duckdb_engine import Engine
from reasoner.backends.columnar.plan import Part, Plan, Rule, Slot
from reasoner.driver import current_rule_base
from reasoner.driver.register import judge_register as judging
from reasoner.driver.register.outputs import Request, said_of
from reasoner.interpreter.judge import judge_unsealed
from tests.register import generated
from tests.register.agreement import applications

Answers = dict[str, tuple[object, ...]]


class Fault(NamedTuple):
    """A plan that is wrong in one place."""

    operator: str
    place: str
    plan: Plan


def faults(plan: Plan) -> Iterator[Fault]:
    """Every fault of every operator."""
    for index, slot in enumerate(plan.slots):
        for operator, wrong in _of_slot(slot, len(plan.numbers)):
            yield Fault(operator, f"slot {index}", _with_slot(plan, index, wrong))
    for index, number in enumerate(plan.numbers):
        wrong_numbers = {
            "least does not settle": replace(number, settled_by_least=not number.settled_by_least),
            "least settles the other way": replace(number, above=not number.above),
            "least is one more": replace(number, least=number.least + 1),
            "comparison turned": replace(number, condition=replace(number.condition, op=_TURNED[number.condition.op])),
            "limit included or not": replace(
                number, condition=replace(number.condition, op=_NEXT[number.condition.op])
            ),
        }
        for operator, one in wrong_numbers.items():
            numbers = (*plan.numbers[:index], one, *plan.numbers[index + 1 :])
            yield Fault(operator, number.fact + f" {index}", replace(plan, numbers=numbers))
    for matter, rules in plan.rules:
        for index, rule in enumerate(rules):
            for operator, one in _of_rule(rule, len(plan.slots), len(plan.bits)):
                own = (*rules[:index], one, *rules[index + 1 :])
                every = tuple((m, own if m == matter else r) for m, r in plan.rules)
                yield Fault(operator, f"{matter} {rule.norm.id}", replace(plan, rules=every))


_TURNED: dict[str, ir.Operator] = {"lt": "gt", "gt": "lt", "le": "ge", "ge": "le", "eq": "gt"}
_NEXT: dict[str, ir.Operator] = {"lt": "le", "gt": "ge", "le": "lt", "ge": "gt", "eq": "le"}


def _of_slot(slot: Slot, numbers: int) -> Iterator[tuple[str, Slot]]:
    for i, (label, cond) in enumerate(slot.flags):
        rest = slot.flags[:i], slot.flags[i + 1 :]
        yield "fact not read", replace(slot, flags=(*rest[0], *rest[1]))
        yield "fact negated", replace(slot, flags=(*rest[0], (label, ir.Not(cond)), *rest[1]))
    for i, cond in enumerate(slot.place):
        before, after = slot.place[:i], slot.place[i + 1 :]
        yield "place not read", replace(slot, place=(*before, *after))
        yield "place negated", replace(slot, place=(*before, ir.Not(cond), *after))
    for i, (number, must) in enumerate(slot.numbers):
        before_, after_ = slot.numbers[:i], slot.numbers[i + 1 :]
        yield "comparison not made", replace(slot, numbers=(*before_, *after_))
        yield "comparison negated", replace(slot, numbers=(*before_, (number, not must), *after_))
        yield "another comparison", replace(slot, numbers=(*before_, ((number + 1) % numbers, must), *after_))


def _of_rule(rule: Rule, slots: int, bits: int) -> Iterator[tuple[str, Rule]]:
    yield "another bit", replace(rule, bit=(rule.bit + 1) % bits)
    for i, part in enumerate(rule.parts):
        before, after = rule.parts[:i], rule.parts[i + 1 :]
        wrong: list[tuple[str, Part]] = [("part negated", replace(part, holds=not part.holds))]
        if part.slot is not None:
            wrong.append(("another slot", replace(part, slot=(part.slot + 1) % slots)))
        if part.of_class != ir.ALWAYS:
            wrong.append(("class not asked", replace(part, of_class=ir.ALWAYS)))
            wrong.append(("class negated", replace(part, of_class=ir.Not(part.of_class))))
        yield "part left out", replace(rule, parts=(*before, *after))
        yield from ((operator, replace(rule, parts=(*before, one, *after))) for operator, one in wrong)


def _with_slot(plan: Plan, index: int, slot: Slot) -> Plan:
    slots = (*plan.slots[:index], slot, *plan.slots[index + 1 :])
    labels = dict.fromkeys(label for s in slots for label, _ in s.flags)
    return replace(plan, slots=slots, flags=tuple(labels))


class Bench:
    """A register with what the interpreter says of it, on which faults must show."""

    def __init__(self, rows: int, seed: int, folder: Path) -> None:
        base = current_rule_base.rule_base()
        register = generated.register(base, rows, seed)
        self.folder, self.files = folder, [str(p) for p in register.write(folder)]
        self.plan = compile_plan(list(base.documents.values()), base.vocabulary)
        self.answers: Answers = {}
        for application in applications(register):
            decision = said_of(judge_unsealed(base, application, advise=False), self.plan, asking=False).decision
            possible = tuple(str(o) for o in decision.possible)
            self.answers[application.id] = (str(decision.outcome), possible, decision.true, decision.unknown)

    def shows(self, plan: Plan) -> bool:
        """Whether some row of the register shows that a plan is wrong."""
        out = f"{self.folder}/fault.parquet"
        with mock.patch.object(judging, "compile_plan", return_value=plan):
            try:
                judging.judge_register(Request(self.files[0], out, *self.files[1:], masks=True, force=True))
            except Exception:  # a plan that cannot be run is noticed
                return True
        engine = Engine(self.folder)
        rows = engine.rows(f"select 编号, outcome, possible, true_0, unknown_0 from '{out}'")
        engine.close()
        answers = {str(r[0]): (r[1], tuple(r[2]) if isinstance(r[2], list) else (), r[3], r[4]) for r in rows}
        return answers != self.answers


def survivors(bench: Bench, seeded: Sequence[Fault]) -> list[Fault]:
    """The faults that no row shows."""
    assert not bench.shows(bench.plan)
    left = []
    for number, fault in enumerate(seeded, 1):
        if not bench.shows(fault.plan):
            left.append(fault)
            print(f"{number} of {len(seeded)}: not shown: {fault.operator} · {fault.place}", flush=True)
    return left


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=6)
    parser.add_argument("--most", type=int, default=1000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(given.rows, given.seed, Path(folder))
        seeded = list(faults(bench.plan))
        chosen = random.Random(given.seed).sample(seeded, min(given.most, len(seeded)))
        left = survivors(bench, chosen)
    print(f"{len(seeded)} faults, {len(chosen)} tried, {len(chosen) - len(left)} shown")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
