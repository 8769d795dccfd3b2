"""What would notice a fault of the formulas: a fixed set of scenes, small worlds and questions, made once.

The interpreter's side of each is worked out before any fault is seeded; only the formulas are made anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from policy_dsl.diagnostics import Faults
from reasoner.backends.smt import terms as t
from reasoner.backends.smt.solver import Budget
from reasoner.compare.cases import Case, Matter
from reasoner.compare.kinds import DifferenceKind
from reasoner.compare.relation import Questions
from reasoner.compare.replay import Disagreement
from reasoner.compare.sides import Compared

from .formulas import Senseless
from .scenes import Scene, seen_in, written_scenes
from .second import Second
from .telling import telling
from .worlds import Small, small_worlds
from .written import DAY

T = TypeVar("T")

CHECKS = {
    "statuses": "the status of every rule, on random applications before random rule sets",
    "outcomes": "possible outcomes, the outcome concluded, rules that decide or are defeated, on the same",
    "rebinding": "what the second side sees of an application is what `rebound` makes of it, and nothing else",
    "replay": "a witness can be read, and the interpreter judges it as the solver said, before anybody sees it",
    "enumeration": "relation and differing pairs are those found by going through every application of a small world",
    "second solver": "cvc5 answers as z3, and models of either satisfy the formulas as `terms.evaluate` reads them",
    "error": "the formulas could not be made, facts not be put into them, or a model not be read",
}
"""In the order in which they are asked, and what each asks."""


def drawn(strategy: st.SearchStrategy[T], count: int) -> list[T]:
    """Examples of a strategy, the same ones each time."""
    found: list[T] = []

    @settings(
        max_examples=count, phases=[Phase.generate], derandomize=True, database=None, deadline=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(strategy)
    def draw(one: T) -> None:
        found.append(one)

    draw()
    return found


def asked_of(case: Case, kinds: Sequence[str] = tuple(DifferenceKind)) -> list[tuple[str, ...]]:
    """Everything that may be asked of a case: how the sides differ, what decides, and both together."""
    sides = [[x for x in case.decides if x.startswith(prefix)] for prefix in ("a:", "b:")]
    return [
        *((k,) for k in kinds),
        *((x,) for side in sides for x in side),
        *((x, y, k) for x in sides[0] for y in sides[1] for k in kinds),
    ]


def questions(case: Case) -> Iterator[str]:
    """Where two solvers answer differently, or a model does not satisfy the formulas as they are evaluated."""
    asked = Questions(case, Budget(600))
    second = Second(case.settled, asked.named)
    goals = asked_of(case, [k for k in DifferenceKind if k in asked.named])
    for goal in goals:
        first, other = asked.session.ask(*goal), second.ask(*goal)
        models = {"z3": asked.session.model()} if first else {}
        if other:
            models["cvc5"] = second.model()
        elif other is None and first:
            other = second.confirms(models["z3"], *goal)
        elif other is None:
            other = Second(case.settled, asked.named, 60_000).ask(*goal)
        if first != other:
            yield f"{goal}: z3 {first}, cvc5 {other}"
            continue
        wanted = [*case.settled, *(asked.named[g] for g in goal)]
        for name, model in models.items():
            if not all(t.evaluate(wanted, model)):
                yield f"{goal}: the model of {name} is none"


@dataclass
class Noticed:
    """Which check noticed a fault, and what it said; neither where none did."""

    check: str = ""
    said: str = ""


@dataclass
class Laboratory:
    """Everything that is asked under each fault."""

    written: int = 40
    small: int = 5
    scenes: list[Scene] = field(init=False)
    worlds: list[Small] = field(init=False)

    def __post_init__(self) -> None:
        # Nothing of the rules in use: what notices a fault stays the same when they change.
        made = dict(telling())
        told = list(made.values())
        self.scenes = [*drawn(written_scenes(4), self.written), *map(seen_in, told)]
        # What two rules do to each other the scenes see, at less cost than comparisons.
        self.worlds = [w for name, w in made.items() if " and " not in name or " against " not in name]
        self.worlds += drawn(small_worlds(), self.small)
        assert all(s.judged for s in self.scenes)
        assert all(w.enumerated for w in self.worlds)

    @cached_property
    def cases(self) -> list[tuple[Any, ...]]:
        """What the second solver is asked about."""
        return [(w.a, w.b, w.matter, w.kind, DAY, w.together) for w in self.worlds[::5]] + [
            (s.a, s.b, s.matter, s.kind, s.day, s.together) for s in self.scenes[:6]
        ]

    def notice(self) -> Noticed:
        """The first check that notices something."""
        try:
            return next(self._all(), Noticed())
        except Senseless as found:
            return Noticed("outcomes", str(found))
        except (Disagreement, Faults) as found:
            return Noticed("replay", str(found))
        except Exception as error:
            return Noticed("error", f"{type(error).__name__}: {error}")

    def _all(self) -> Iterator[Noticed]:
        names = {"status": "statuses", "outcome": "outcomes", "rebinding": "rebinding"}
        for scene in self.scenes:
            yield from (Noticed(names[sort], said) for sort, said in scene.quarrels())
        for world in self.worlds:
            yield from (Noticed("enumeration", said) for said in world.quarrels())
        for a, b, matter, kind, day, together in self.cases:
            case = Case(Matter(matter, day, _fresh(a), _fresh(b), together), kind)
            try:
                yield from (Noticed("second solver", said) for said in questions(case))
            except RuntimeError as error:  # what cvc5 says of a script that it cannot read
                yield Noticed("second solver", str(error))


def _fresh(side: Compared) -> Compared:
    return Compared(side.name, side.base, side.region, side.only)
