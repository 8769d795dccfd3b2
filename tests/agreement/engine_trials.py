"""Engine trials: two sides, a matter, a kind of institution, and applications; what both engines say of them is compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from typing import Any

from hypothesis import strategies as st
from random_applications import COUNTS, DAYS, PEOPLE, RATIOS

from policy_dsl import ir
from policy_dsl.compiled import Document
from policy_dsl.vocabulary import Vocabulary
from reasoner.analysis.rule_set import Compared
from reasoner.analysis.solver_cases import Case, Matter
from reasoner.driver.current_rule_base import rule_base
from reasoner.interpreter.relocation import rebound
from reasoner.model.application import Application, Value
from reasoner.model.kinds import Outcome

from .application_strategy import applications, keys_of
from .document_strategy import DAY, base_of, documents
from .engine_answers import EngineAnswer, FormulaAnswers, by_interpreter, differences, unlike
from .oracle import counties, elsewhere, every_application, of_unknown_force, supposing, ways
from .rule_menu import domain, full
from .small_worlds import SmallWorld

MOST_WAYS = 8
"""Ways in which documents of unknown force may be in force that are all gone through; of more none is."""


@dataclass(frozen=True)
class ApplicationPair:
    """An application, and as the second side sees it."""

    here: Application
    there: Application


@dataclass(frozen=True)
class EngineTrial:
    """Two sides before some applications."""

    a: Compared
    b: Compared
    matter: str
    kind: str
    day: str
    together: bool
    pairs: tuple[ApplicationPair, ...]
    without: frozenset[str] = frozenset()
    """Of the documents of unknown force those that are supposed not to be in force."""

    def __repr__(self) -> str:
        held = [[ir.to_data(d) for d in s.base.documents.values()] for s in (self.a, self.b)]
        sides = [(s.name, s.region, s.only) for s in (self.a, self.b)]
        what = (self.matter, self.kind, self.day, "together" if self.together else "apart")
        small = [h for h in held if all(len(d["id"]) == 2 for d in h)]
        return f"EngineTrial({sides}, {what}, {small}, {self.pairs})"

    def _repr_pretty_(self, printer: Any, _: bool) -> None:
        printer.text(repr(self))  # Hypothesis would show the fields

    @cached_property
    def judged(self) -> tuple[tuple[EngineAnswer, EngineAnswer], ...]:
        """What the interpreter says of each application on both sides."""
        return tuple(
            (
                by_interpreter(
                    self.a.base, supposing(self.a.supposing(self.without), x.here, self.day), self.day, self.a.only
                ),
                by_interpreter(
                    self.b.base, supposing(self.b.supposing(self.without), x.there, self.day), self.day, self.b.only
                ),
            )
            for x in self.pairs
        )

    @cached_property
    def unsupposed(self) -> tuple[tuple[frozenset[Outcome], frozenset[Outcome]], ...]:
        """What the interpreter thinks possible of each application where nothing is determined of unknown force."""
        return tuple(
            (
                by_interpreter(self.a.base, x.here, self.day, self.a.only).possible,
                by_interpreter(self.b.base, x.there, self.day, self.b.only).possible,
            )
            for x in self.pairs
        )

    @property
    def _documents(self) -> list[Document]:
        documents = {d.id: d for s in (self.a, self.b) for d in s.documents}
        return [d for d in documents.values() if any(n.decides for n in d.norms(self.matter))]

    def _formulas(self, without: frozenset[str]) -> FormulaAnswers:
        a, b = (s.supposing(without) if without else s for s in (self.a, self.b))
        return FormulaAnswers.of(Case(Matter(self.matter, self.day, a, b, self.together), self.kind))

    def quarrels(self) -> Iterator[tuple[str, str]]:
        """Where the formulas say something else: what sort of thing, and what. The formulas are made anew each time."""
        engine = self._formulas(self.without)
        for pair, answers in zip(self.pairs, self.judged, strict=True):
            values = engine.values(pair.here, pair.there)
            for name, one, other in (
                (self.a.name, answers[0], engine.first(values)),
                (self.b.name, answers[1], engine.second(values)),
            ):
                for what in differences(one, other):
                    yield ("status" if what.startswith("status") else "outcome"), f"{name}: {what}"
            for what in unlike(engine, pair.here, pair.there, values):
                yield "rebinding", what
        every = ways(self._documents, self.day)
        if 1 < len(every) <= MOST_WAYS:
            yield from self._either_way([self._formulas(way) for way in every])

    def _either_way(self, engines: Sequence[FormulaAnswers]) -> Iterator[tuple[str, str]]:
        """Where what is possible in force and not in force together is not what the interpreter thinks possible."""
        for pair, answers in zip(self.pairs, self.unsupposed, strict=True):
            values = [(engine, engine.values(pair.here, pair.there)) for engine in engines]
            first = frozenset[Outcome]().union(*(engine.first(v).possible for engine, v in values))
            second = frozenset[Outcome]().union(*(engine.second(v).possible for engine, v in values))
            for name, interpreter, formulas in (
                (self.a.name, answers[0], first),
                (self.b.name, answers[1], second),
            ):
                if interpreter != formulas:
                    yield "force", f"{name}: possible: interpreter {sorted(interpreter)}, formulas {sorted(formulas)}"


Domain = Callable[[Vocabulary, str], tuple[Value, ...]]


@st.composite
def _pair(
    draw: st.DrawFn, a: Compared, b: Compared, what: Matter, kind: str, most: int, values: Domain
) -> ApplicationPair:
    """An application on the first side, and as the second sees it: there, or rebound."""
    vocabulary = a.base.vocabulary
    keys = keys_of(what.norms)
    here = {code: a.roles_of(code) for code in counties(a)[:most]}
    application = draw(applications(vocabulary, what.name, kind, what.day, here, keys, values))
    if what.together:
        return ApplicationPair(application, application)
    code = draw(st.sampled_from(sorted(counties(b)[:most])))
    roles = dict(b.roles_of(code))
    return ApplicationPair(application, rebound(application, code, roles))


@st.composite
def random_trials(draw: st.DrawFn, count: int = 5) -> EngineTrial:
    """Random rule sets before random applications, apart or together."""
    menu, together = full(), draw(st.integers(0, 3)) == 0
    other = "370200" if together else "410000"
    plain = draw(st.integers(0, 3)) == 0
    rules = (1, 2) if plain else (1, 4)
    sides = [
        Compared(name, base_of(menu, draw(documents(menu, region, name.lower(), rules=rules, plain=plain))), region)
        for name, region in (("A", "370200"), ("B", other))
    ]
    unknown = sorted(d.id for s in sides for d in s.base.documents.values() if of_unknown_force(d, DAY))
    without = frozenset(i for i in unknown if draw(st.booleans()))
    matter = menu.matters[0] if draw(st.integers(0, 3)) else draw(st.sampled_from(menu.matters[1:]))
    kinds = menu.vocabulary.matters[matter].members
    named = [k for k in ("综合医院", "中医医院", "社区卫生服务中心", "零售药店") if k in kinds]
    kind = draw(st.sampled_from(named))
    what = Matter(matter, DAY, *sides, together)
    # Of the many counties of a province the first will do, and 济源市, which is city and county in one.
    return EngineTrial(
        *sides, matter, kind, DAY, together,
        tuple(draw(_pair(*sides, what, kind, 1000, domain)) for _ in range(count)), without,
    )  # fmt: skip


@cache
def _pool(label: str) -> tuple[Value, ...]:
    vocabulary = rule_base().vocabulary
    term = vocabulary.facts[label]
    if term.datatype not in ("ratio", "count"):
        return domain(vocabulary, label)
    if term.datatype == "ratio":
        values = [Decimal(r.rstrip("%")) / 100 for r in RATIOS]
    elif term.unit.startswith("人"):
        values = [Decimal(p) for p in PEOPLE if isinstance(p, int)]
    else:
        values = [Decimal(c) for c in COUNTS]
    low, high = Decimal(term.minimum or 0), Decimal(term.maximum or "Infinity")
    return tuple(v for v in values if low <= v <= high)


def near_the_lines(vocabulary: Vocabulary, label: str) -> tuple[Value, ...]:
    """Values near the lines that the real rules draw."""
    return _pool(label)


@cache
def side(region: str, only: frozenset[str] | None = None) -> Compared:
    """A region by the rules in use."""
    return Compared(rule_base().vocabulary.regions[region].name, rule_base(), region, only)


@cache
def variants() -> tuple[tuple[Compared, Compared], ...]:
    """The rules in use, and with the alternative of a reading."""
    base = rule_base()
    return tuple(
        (Compared("现用读法", base, d.region), Compared(r.name, base.variant(d.id, r.name), d.region))
        for d in base.documents.values()
        for r in d.readings
        if r.runnable
    )


REGIONS = ("370200", "370200", "410000", "371600", "350500", "410100", "419001", "370214")


@st.composite
def trials_of_rules_in_use(draw: st.DrawFn, count: int = 4) -> EngineTrial:
    """The real rules: two regions, two readings or some documents only, on any matter, kind and day."""
    base = rule_base()
    together = draw(st.integers(0, 2)) == 0
    if together:
        a, b = draw(st.sampled_from(variants()))
    else:
        regions = draw(st.lists(st.sampled_from(REGIONS), min_size=2, max_size=2))
        chosen = [draw(st.sampled_from((None, None, None, frozenset(sorted(base.documents)[::2])))) for _ in regions]
        a, b = (side(r, o) for r, o in zip(regions, chosen, strict=True))
    matter = draw(st.sampled_from(list(base.vocabulary.matters)))
    kind = draw(st.sampled_from(base.vocabulary.matters[matter].members))
    day = draw(st.sampled_from((*("2025-11-01", "2025-11-01", "2024-05-01") * 6, *DAYS)))
    what = Matter(matter, day, a, b, together)
    return EngineTrial(
        a, b, matter, kind, day, together,
        tuple(draw(_pair(a, b, what, kind, 1000, near_the_lines)) for _ in range(count)),
        frozenset(d.id for d in what.uncertain if draw(st.booleans())),
    )  # fmt: skip


def trial_in(world: SmallWorld, most: int = 6) -> EngineTrial:
    """Some of the applications of a small world."""
    a, b = world.a, world.b
    every = [
        ApplicationPair(here, there)
        for here in every_application(a, b, world.matter, world.kind, DAY, together=world.together)
        for there in ([here] if world.together else elsewhere(b, here))
    ]
    return EngineTrial(
        a, b, world.matter, world.kind, DAY, world.together, tuple(every[:: max(1, -(-len(every) // most))])
    )


def settled(trials: Sequence[EngineTrial]) -> int:
    """On how many applications no rule is open."""
    return sum(one.decisive is not None for s in trials for answers in s.judged for one in answers)
