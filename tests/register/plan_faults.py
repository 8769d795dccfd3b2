"""Faults seeded in a plan, by operator; each must show: `python -m tests.register.plan_faults [--nth N] [--write]`.

Each fault is tried on registers aimed at the rules that it touches, a few places and days large, one after the other until it
shows. What the interpreter says of them, and what intake makes of them, is worked out once. Printed are the faults that show on
none and are not known to be equivalent; exit 1 where there is one, or where one that is called equivalent shows.
--write writes docs/plan-faults.md.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

from reasoner.backends.columnar.plan import Plan
from reasoner.driver import current_rule_base
from reasoner.driver.register.engines import plans_of
from reasoner.driver.register.judge_register import RegisterRun
from reasoner.driver.register.outputs import Request, said_of
from reasoner.interpreter.judge import judge_unsealed
from tests.register import generated
from tests.register.agreement import applications
from tests.register.equivalent_faults import why_equivalent
from tests.register.fault_operators import Fault, faults

PAGE: Final = Path(__file__).parents[2] / "docs" / "plan-faults.md"
ROWS: Final = 240
"""Applications of a register."""
SEEDS: Final = 8
"""Registers of a rule before a fault is given up."""

Answers = dict[str, tuple[object, ...]]


class _Run(RegisterRun):
    """A run that judges a register which intake has read by other plans."""

    def judged_by(self, plan: Plan) -> Answers:
        """By number what each row comes to by a plan."""
        assert self.kept is not None
        self.plan, self.faults, self._pass = plan, [], None
        self.plans = [of._replace(plan=plan) for of in self.plans]
        part = self.scratch / "fault.parquet"
        self._judge(*self.kept, None, {}, part)
        rows = self.engine.rows(f"select 编号, outcome, possible, true_0, unknown_0 from '{part}'")
        return {str(r[0]): (r[1], tuple(r[2]) if isinstance(r[2], list) else (), r[3], r[4]) for r in rows}


class Bench:
    """A register aimed at a rule, with what the interpreter says of it."""

    def __init__(self, plan: Plan, rule: str, seed: int, folder: Path) -> None:
        base = current_rule_base.rule_base()
        register = generated.aimed(base, rule, ROWS, seed)
        folder.mkdir()
        files = [str(p) for p in register.write(folder)]
        request = Request(files[0], f"{folder}/out.parquet", *files[1:], masks=True, force=True)
        (only_version,) = plans_of(base, None, None, masks=True)
        self._run = _Run(request, base, [only_version._replace(plan=plan)], None, folder, None)
        self._run.run()
        self.answers: Answers = {}
        for application in applications(register):
            decision = said_of(judge_unsealed(base, application, advise=False), plan, asking=False).decision
            possible = tuple(str(o) for o in decision.possible)
            self.answers[application.id] = (str(decision.outcome), possible, decision.true, decision.unknown)
        assert self._run.judged_by(plan) == self.answers, (rule, seed)

    def shows(self, plan: Plan) -> bool:
        """Whether some row shows that a plan is wrong; one that cannot be run is noticed."""
        with suppress(Exception):
            return self._run.judged_by(plan) != self.answers
        return True

    def close(self) -> None:
        """Give everything back."""
        self._run.engine.close()


class Fate(NamedTuple):
    """A fault, and the number of the register on which it shows; None: on none."""

    fault: Fault
    shown: int | None


def fates(plan: Plan, seeded: Sequence[Fault], seeds: int = SEEDS) -> Iterator[Fate]:
    """What becomes of each fault, those of a rule one after the other."""
    by_rule: dict[str, list[Fault]] = {}
    for fault in seeded:
        by_rule.setdefault(fault.rules[0], []).append(fault)
    with tempfile.TemporaryDirectory() as folder:
        for number, (rule, own) in enumerate(by_rule.items()):
            left = own
            for seed in range(seeds):
                if not left:
                    break
                bench = Bench(plan, rule, seed, Path(folder) / f"{number}-{seed}")
                shown = [fault for fault in left if bench.shows(fault.plan)]
                bench.close()
                yield from (Fate(fault, seed) for fault in shown)
                left = [fault for fault in left if fault not in shown]
            yield from (Fate(fault, None) for fault in left)


SHORT: Final = (
    "qingdao-2023-18-medical/3.2.p1.s2#步行范围内不新增定点",
    "qingdao-2023-18-ltc/3.2.p1.s1#院护床位不超过一万二千张",
)
"""Rules that compare with a constant: applications stand at their limits more often than where figures must fit each other."""


def one_of_each(plan: Plan) -> list[Fault]:
    """A fault of every operator that can be seen, those of SHORT first, then of as few rules as can be: the short form."""
    by_rule: dict[str, dict[str, Fault]] = {}
    for fault in faults(plan):
        if not why_equivalent(fault, plan):
            by_rule.setdefault(fault.rules[0], {}).setdefault(fault.operator, fault)
    left = {operator for own in by_rule.values() for operator in own}
    chosen: list[Fault] = []
    first = [by_rule[rule] for rule in SHORT]
    while left:
        most = first.pop(0) if first else max(by_rule.values(), key=lambda own: len(left & own.keys()))
        chosen += [fault for operator, fault in most.items() if operator in left]
        left -= most.keys()
    return chosen


def current_plan() -> Plan:
    """The plan of all documents, each of which has one version."""
    (of,) = plans_of(current_rule_base.rule_base(), None, None, masks=True)
    return of.plan


def complaints(made: Sequence[Fate], plan: Plan) -> Iterator[str]:
    """Faults that show nowhere though nothing says why, and such as show though something says that they cannot."""
    for fault, shown in made:
        why = why_equivalent(fault, plan)
        if shown is None and not why:
            yield f"not shown, and no reason is known: {fault.name}"
        if shown is not None and why:
            yield f"said to change nothing, and shown: {fault.name} ({why})"


def page(made: Sequence[Fate], plan: Plan) -> str:
    """The page."""
    total, shown, equivalent = (Counter[str]() for _ in range(3))
    reasons: dict[str, list[str]] = {}
    for fault, seed in made:
        total[fault.operator] += 1
        shown[fault.operator] += seed is not None
        why = why_equivalent(fault, plan)
        if why:
            equivalent[fault.operator] += 1
            reasons.setdefault(why, []).append(fault.name)
    lines = [
        "# Seeded faults of the columnar plan",
        "",
        "Written by `uv run --group dev python -m tests.register.plan_faults --write`; a test compares it with the plan.",
        "",
        "`tiaoli batch` judges a register by a plan made of the rules (`reasoner/backends/columnar`). Each fault makes the plan of",
        "all documents wrong in one place. It is noticed where outcome, possible outcomes or the masks of some application differ",
        f"from the interpreter's, on at most {SEEDS} registers of {ROWS} applications aimed at the rule that it touches.",
        "",
        f"**{sum(shown.values())} of {len(made)} faults noticed; {sum(equivalent.values())} change nothing that could be seen;"
        f" {len(made) - sum(shown.values()) - sum(equivalent.values())} neither.**",
        "",
        "| operator | faults | noticed | equivalent |",
        "|---|---|---|---|",
    ]
    lines += [f"| {name} | {total[name]} | {shown[name]} | {equivalent[name]} |" for name in sorted(total)]
    lines.append(f"| all | {len(made)} | {sum(shown.values())} | {sum(equivalent.values())} |")
    lines += ["", "## Equivalent faults"]
    for why, names in sorted(reasons.items()):
        lines += ["", why, "", *(f"- `{name}`" for name in sorted(names))]
    return "\n".join(lines) + "\n"


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nth", type=int, default=1, help="only every nth fault")
    parser.add_argument("--begin", type=int, default=0, help="with --nth: the first of them")
    parser.add_argument("--write", action="store_true", help="write docs/plan-faults.md")
    given = parser.parse_args()
    if given.write and given.nth > 1:
        parser.error("--write needs all faults")
    plan = current_plan()
    seeded = list(faults(plan))[given.begin :: given.nth]
    made: list[Fate] = []
    for fate in fates(plan, seeded):
        made.append(fate)
        if fate.shown is None:
            print(f"not shown: {fate.fault.name}: {why_equivalent(fate.fault, plan) or 'no reason'}", flush=True)
    wrong = list(complaints(made, plan))
    print(*wrong, sep="\n")
    noticed = sum(f.shown is not None for f in made)
    print(f"{len(made)} faults, {noticed} shown, {len(wrong)} open; {time.process_time():.0f} s of processor")
    if given.write and not wrong:
        PAGE.write_text(page(made, plan), encoding="utf-8")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
