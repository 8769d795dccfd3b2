"""What would notice a fault of the formulas: a fixed set of trials, small worlds and questions, made once.

The interpreter's side of each is worked out before any fault is seeded; only the formulas are made anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeVar

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from policy_dsl.diagnostics import Faults
from reasoner.analysis.rule_set import Compared
from reasoner.analysis.solver_cases import Case, Matter
from reasoner.analysis.witness import Disagreement
from reasoner.backends.smt import formulas as t
from reasoner.backends.smt.solver import Budget
from reasoner.compare.relation import Questions
from reasoner.compare.relation_kinds import DifferenceKind

from .cvc5_solver import Cvc5Solver
from .document_strategy import DAY
from .engine_answers import Contradiction
from .engine_trials import EngineTrial, random_trials, trial_in
from .hand_made_worlds import hand_made_worlds
from .period_worlds import worlds_of_periods
from .reach_worlds import worlds_of_reach
from .small_worlds import SmallWorld, small_worlds

T = TypeVar("T")

CHECKS = {
    "statuses": "the status of every rule, on random applications before random rule sets",
    "outcomes": "possible outcomes, the outcome concluded, rules that decide or are defeated, on the same; where nobody knows "
    "what is in force, what is possible both ways",
    "rebinding": "what the second side sees of an application is what `rebound` makes of it, and nothing else",
    "replay": "a witness can be read, and the interpreter judges it as the solver said, before anybody sees it",
    "enumeration": "relation and differing pairs are those found by going through every application of a small world",
    "second solver": "cvc5 answers as z3, and models of either satisfy the formulas as `formulas.evaluate` reads them",
    "error": "the formulas could not be made, facts not be put into them, or a model not be read",
}
"""In the order in which they are asked, and what each asks."""


def drawn(strategy: st.SearchStrategy[T], count: int) -> list[T]:
    """Examples of a strategy, the same ones each time."""
    examples: list[T] = []

    @settings(
        max_examples=count, phases=[Phase.generate], derandomize=True, database=None, deadline=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(strategy)
    def draw(one: T) -> None:
        examples.append(one)

    draw()
    return examples


def questions_of(case: Case, kinds: Sequence[str] = tuple(DifferenceKind)) -> list[tuple[str, ...]]:
    """Everything that may be asked of a case: how the sides differ, what decides, and both together."""
    sides = [[x for x in case.decides if x.startswith(prefix)] for prefix in ("a:", "b:")]
    return [
        *((k,) for k in kinds),
        *((x,) for side in sides for x in side),
        *((x, y, k) for x in sides[0] for y in sides[1] for k in kinds),
    ]


def questions(case: Case) -> Iterator[str]:
    """Where two solvers answer differently, or a model does not satisfy the formulas as they are evaluated."""
    questioner = Questions(case, Budget(600))
    second = Cvc5Solver(case.settled, questioner.named)
    goals = questions_of(case, [k for k in DifferenceKind if k in questioner.named])
    for goal in goals:
        first, other = questioner.session.ask(*goal), second.ask(*goal)
        models = {"z3": questioner.session.model()} if first else {}
        if other:
            models["cvc5"] = second.model()
        elif other is None and first:
            other = second.confirms(models["z3"], *goal)
        elif other is None:
            other = Cvc5Solver(case.settled, questioner.named, 60_000).ask(*goal)
        if first != other:
            yield f"{goal}: z3 {first}, cvc5 {other}"
            continue
        formulas = [*case.settled, *(questioner.named[g] for g in goal)]
        for name, model in models.items():
            if not all(t.evaluate(formulas, model)):
                yield f"{goal}: the model of {name} is none"


@dataclass
class Detection:
    """Which check noticed a fault, and what that says; neither where none did."""

    check: str = ""
    text: str = ""
    world: str = ""
    """The world made by hand in which it showed; none for what was drawn at random."""


@dataclass
class Laboratory:
    """Everything that is asked under each fault."""

    written: int = 40
    small: int = 5
    trials: list[EngineTrial] = field(init=False)
    worlds: list[SmallWorld] = field(init=False)
    by_name: dict[str, tuple[EngineTrial, SmallWorld]] = field(init=False)
    """The worlds made by hand, each with a trial of some of its applications."""

    def __post_init__(self) -> None:
        # Nothing of the rules in use: what notices a fault stays the same when they change.
        by_name = dict((*hand_made_worlds(), *worlds_of_reach(), *worlds_of_periods()))
        self.by_name = {name: (trial_in(world), world) for name, world in by_name.items()}
        self.trials = [*(trial for trial, _ in self.by_name.values()), *drawn(random_trials(4), self.written)]
        # What two rules do to each other the trials see, at less cost than comparisons.
        self.worlds = [w for name, w in by_name.items() if " and " not in name or " against " not in name]
        self.worlds += drawn(small_worlds(), self.small)
        assert all(s.judged for s in self.trials)
        assert all(w.enumerated for w in self.worlds)

    @cached_property
    def cases(self) -> list[tuple[Any, ...]]:
        """What the second solver is asked about."""
        return [(w.a, w.b, w.matter, w.kind, DAY, w.together) for w in self.worlds[::5]] + [
            (s.a, s.b, s.matter, s.kind, s.day, s.together) for s in self.trials[:6]
        ]

    def notice(self, first: str = "") -> Detection:
        """The first check that notices something; first: the world made by hand that is asked before all others."""
        if first in self.by_name and (detection := self._noticed((first,))).check:
            return detection
        return self._noticed(())

    def _noticed(self, names: Sequence[str]) -> Detection:
        """What is noticed in some worlds made by hand; by everything where none is named."""
        self._world = ""
        try:
            detections = (d for name in names for d in self._in(*self.by_name[name])) if names else self._all()
            return replace(next(detections, Detection()), world=(*names, self._world)[0])
        except Contradiction as error:
            return Detection("outcomes", str(error), (*names, self._world)[0])
        except (Disagreement, Faults) as error:
            return Detection("replay", str(error), (*names, self._world)[0])
        except Exception as error:
            return Detection("error", f"{type(error).__name__}: {error}", (*names, self._world)[0])

    def _in(self, trial: EngineTrial, world: SmallWorld) -> Iterator[Detection]:
        yield from self._tried(trial)
        if any(world is w for w in self.worlds):
            yield from (Detection("enumeration", text) for text in world.quarrels())

    def _tried(self, trial: EngineTrial) -> Iterator[Detection]:
        names = {"status": "statuses", "outcome": "outcomes", "force": "outcomes", "rebinding": "rebinding"}
        yield from (Detection(names[sort], text) for sort, text in trial.quarrels())

    def _all(self) -> Iterator[Detection]:
        of_trial = {id(trial): name for name, (trial, _) in self.by_name.items()}
        of_world = {id(world): name for name, (_, world) in self.by_name.items()}
        for trial in self.trials:
            self._world = of_trial.get(id(trial), "")
            yield from self._tried(trial)
        for world in self.worlds:
            self._world = of_world.get(id(world), "")
            yield from (Detection("enumeration", text) for text in world.quarrels())
        self._world = ""
        for a, b, matter, kind, day, together in self.cases:
            case = Case(Matter(matter, day, _fresh(a), _fresh(b), together), kind)
            try:
                yield from (Detection("second solver", text) for text in questions(case))
            except RuntimeError as error:  # what cvc5 says of a script that it cannot read
                yield Detection("second solver", str(error))


def _fresh(side: Compared) -> Compared:
    return Compared(side.name, side.base, side.region, side.only)
