"""Interpreter and formulas on random applications: `python -m tests.agreement.formula_agreement [--applications N] [--seed S]`.

Half of the trials are random rule sets, half the rules in use on both of their sides; of every application the statuses of all rules,
what is possible, what is concluded and what decides must be the same by both. Printed is how often each outcome came and how often
a rule is true, false and unknown. Exit 1 where anything differs.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from typing import Final

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st

from .engine_trials import EngineTrial, random_trials, trials_of_rules_in_use

TOGETHER: Final = 50
"""Trials that are drawn at once."""


def drawn(strategy: st.SearchStrategy[EngineTrial], count: int, seed: int) -> list[EngineTrial]:
    """Trials, the same ones for the same seed."""
    trials: list[EngineTrial] = []

    @seeded(seed)
    @settings(
        max_examples=count, phases=[Phase.generate], database=None, deadline=None, suppress_health_check=list(HealthCheck)
    )  # fmt: skip
    @given(strategy)
    def draw(one: EngineTrial) -> None:
        trials.append(one)

    draw()
    return trials


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--applications", type=int, default=50_000)
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--seconds", type=float, help="draw nothing more after so many seconds of processor")
    options = parser.parse_args()
    applications = differing = turn = 0
    outcomes: Counter[str] = Counter()
    statuses: Counter[str] = Counter()
    while applications < options.applications:
        if options.seconds is not None and time.process_time() > options.seconds:
            print("the time is over")
            break
        strategy = (random_trials(), trials_of_rules_in_use())[turn % 2]
        seed = options.seed * 100_000 + turn
        turn += 1
        for trial in drawn(strategy, TOGETHER, seed):
            applications += 2 * len(trial.pairs)
            for answer in (one for both in trial.judged for one in both):
                outcomes[answer.outcome] += 1
                statuses.update(answer.statuses.values())
            for what in trial.quarrels():
                differing += 1
                print(f"seed {seed}: {what} {trial!r}", flush=True)
        if turn % 20 == 0:
            print(f"{applications} applications, {differing} differences", flush=True)
    print(*(f"{name} · {count}" for name, count in sorted(outcomes.items())), sep="\n")
    print(*(f"rules {name} · {count}" for name, count in sorted(statuses.items())), sep="\n")
    print(f"{applications} applications judged by both, {differing} differences")
    print(f"{time.process_time():.0f} s of processor")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
