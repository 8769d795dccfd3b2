"""Faults seeded in a plan, by operator: an operator takes a plan and yields plans that are wrong in one place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from msgspec.structs import replace

from policy_dsl import ir
from reasoner.backends.columnar.plan import Part, Plan, Rule, Slot


class Fault(NamedTuple):
    """A plan that is wrong in one place."""

    operator: str
    place: str
    plan: Plan
    rules: tuple[str, ...]
    """The rules that it touches."""
    matter: str = ""
    """The one matter on which it touches them; empty: all."""
    number: str = ""
    """The number of the application of which it changes the comparison; empty: it changes none."""

    @property
    def name(self) -> str:
        """Operator and place."""
        return f"{self.operator} · {self.place}"


def faults(plan: Plan) -> Iterator[Fault]:
    """Every fault of every operator."""
    of_slot: dict[int, tuple[str, ...]] = {}
    for rule in (r for _, own in plan.rules for r in own):
        for part in rule.parts:
            if part.slot is not None:
                of_slot[part.slot] = tuple(dict.fromkeys((*of_slot.get(part.slot, ()), rule.norm.id)))
    for index, slot in enumerate(plan.slots):
        for operator, place, wrong in _of_slot(slot, len(plan.numbers)):
            name = f"{of_slot[index][0]} slot {index} {place}"
            yield Fault(operator, name, _with_slot(plan, index, wrong), of_slot[index])
    for index, number in enumerate(plan.numbers):
        slots = [i for i, slot in enumerate(plan.slots) if index in [n for n, _ in slot.numbers]]
        reading = tuple(dict.fromkeys(rule for i in slots for rule in of_slot[i]))
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
            yield Fault(
                operator,
                f"{reading[0]} {number.fact} {index}",
                replace(plan, numbers=numbers),
                reading,
                "",
                number.fact,
            )
    for matter, rules in plan.rules:
        for index, rule in enumerate(rules):
            for operator, place, one in _of_rule(rule, len(plan.slots), len(plan.bits)):
                own = (*rules[:index], one, *rules[index + 1 :])
                every = tuple((m, own if m == matter else r) for m, r in plan.rules)
                yield Fault(
                    operator, f"{rule.norm.id} {matter}{place}", replace(plan, rules=every), (rule.norm.id,), matter
                )


_TURNED: dict[str, ir.Operator] = {"lt": "gt", "gt": "lt", "le": "ge", "ge": "le", "eq": "gt"}
_NEXT: dict[str, ir.Operator] = {"lt": "le", "gt": "ge", "le": "lt", "ge": "gt", "eq": "le"}


def _of_slot(slot: Slot, numbers: int) -> Iterator[tuple[str, str, Slot]]:
    for i, (label, cond) in enumerate(slot.flags):
        rest = slot.flags[:i], slot.flags[i + 1 :]
        yield "fact not read", label, replace(slot, flags=(*rest[0], *rest[1]))
        yield "fact negated", label, replace(slot, flags=(*rest[0], (label, ir.Not(cond)), *rest[1]))
    for i, cond in enumerate(slot.place):
        before, after = slot.place[:i], slot.place[i + 1 :]
        yield "place not read", f"place {i}", replace(slot, place=(*before, *after))
        yield "place negated", f"place {i}", replace(slot, place=(*before, ir.Not(cond), *after))
    for i, (number, must) in enumerate(slot.numbers):
        before_, after_ = slot.numbers[:i], slot.numbers[i + 1 :]
        yield "comparison not made", f"number {number}", replace(slot, numbers=(*before_, *after_))
        yield "comparison negated", f"number {number}", replace(slot, numbers=(*before_, (number, not must), *after_))
        yield (
            "another comparison",
            f"number {number}",
            replace(slot, numbers=(*before_, ((number + 1) % numbers, must), *after_)),
        )


def _of_rule(rule: Rule, slots: int, bits: int) -> Iterator[tuple[str, str, Rule]]:
    yield "another bit", "", replace(rule, bit=(rule.bit + 1) % bits)
    for i, part in enumerate(rule.parts):
        before, after = rule.parts[:i], rule.parts[i + 1 :]
        wrong: list[tuple[str, Part]] = [("part negated", replace(part, holds=not part.holds))]
        if part.slot is not None:
            wrong.append(("another slot", replace(part, slot=(part.slot + 1) % slots)))
        if part.of_class != ir.ALWAYS:
            wrong.append(("class not asked", replace(part, of_class=ir.ALWAYS)))
            wrong.append(("class negated", replace(part, of_class=ir.Not(part.of_class))))
        yield "part left out", f" part {i}", replace(rule, parts=(*before, *after))
        yield from ((operator, f" part {i}", replace(rule, parts=(*before, one, *after))) for operator, one in wrong)


def _with_slot(plan: Plan, index: int, slot: Slot) -> Plan:
    slots = (*plan.slots[:index], slot, *plan.slots[index + 1 :])
    labels = dict.fromkeys(label for s in slots for label, _ in s.flags)
    return replace(plan, slots=slots, flags=tuple(labels))
