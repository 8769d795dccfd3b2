"""Small worlds for the search for advice: rules over facts of few values, and applications in which every fact is one of them.

Four kinds of institution, four counties, three categories of beds, rates and counts between narrow bounds: every value of
every fact can be tried, and every set of three.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Final, NamedTuple

from hypothesis import strategies as st
from msgspec.structs import replace
from small_base import BAR_FOR_NOW, BEDS, document

from policy_dsl import compiled, ir
from policy_dsl.ir import Effect, Strength
from policy_dsl.vocabulary import Term, VocabularyData
from reasoner.driver.current_rule_base import rule_base
from reasoner.model.application import Application, Observation, Value
from reasoner.model.place_binding import bind_roles
from reasoner.model.rule_base import RuleBase

DAY: Final = "2024-05-01"
KINDS: Final = ("综合医院", "中医医院", "康复医院", "护理院")
CATEGORIES: Final = ("综合", "康复", "中医")
LEVELS: Final = ("市级", "省级")
CITY: Final = "370200"
COUNTIES: Final = ("370202", "370203", "370212", "370214")
AREAS: Final = ("370200-sbj", "370212", "370214")
"""The management areas: the first two counties are one, each of the others is its own."""
BOUNDS: Final = {
    "床位使用率": ("0.70", "0.80"),
    "医疗费用增长率": ("0", "0.08"),
    "床位数": ("0", "12"),
    "医保购买住院床位数": ("0", "14"),
}
"""Wide enough that every comparison turns within them, whatever the other facts are."""

Ref = tuple[str, str]
"""Role and term of a fact; a place is the fact 所在地 of 本区县."""

RATE: Final = ir.Fact("本区县", "床位使用率")
GROWTH: Final = ir.Fact("所在医保管理区域", "医疗费用增长率")
DEFICIT: Final = ir.Fact("本区县", "医保基金当期赤字")
PURCHASED: Final = ir.Fact("全市", "医保购买住院床位数")
REQUESTED: Final = ir.Fact("申请", "床位数")
CATEGORY: Final = ir.Fact("申请", "床位类别")
KIND: Final = ir.Fact("机构", "类型")
PROJECT: Final = ir.Fact("机构", "重点建设项目")
ORDERLY: Final = ir.Fact("机构", "管理规范")
SUITED: Final = ir.Fact("机构", "符合定点条件")


class World(NamedTuple):
    """A small rule base and an application before it."""

    base: RuleBase
    application: Application


def _small(term: Term) -> Term:
    """A term with few values."""
    if term.label in BOUNDS:
        low, high = BOUNDS[term.label]
        return replace(term, minimum=low, maximum=high)
    if term.label == BEDS:
        return replace(term, members=KINDS)
    if term.label == "床位类别":  # here somebody can change it, as nobody can really
        return replace(term, values=CATEGORIES, changed_by="申请人")
    return replace(term, not_of=()) if term.kind == "value" else term


@cache
def vocabulary() -> VocabularyData:
    """The vocabulary in use with few kinds, categories and counties, and narrow bounds."""
    whole = rule_base().compiled.vocabulary
    regions = [r for r in whole.regions if r.code in (*COUNTIES, CITY, "370000")]
    for area in (r for r in whole.regions if r.level == "area" and r.parent == CITY):
        members = tuple(m for m in area.members if m in COUNTIES)
        regions += [replace(area, members=members)] if members else []
    return VocabularyData(
        tuple(_small(t) for t in whole.terms),
        tuple(regions),
        whole.pairs,
        (),
        (),
        whole.consequences,
        whole.effect_words,
    )


@cache
def _documents() -> tuple[compiled.Document, compiled.Document]:
    """A plan of the city, and guidance of its province."""
    (city, _), (province, _) = (
        document("a", BAR_FOR_NOW),
        document("b", BAR_FOR_NOW, region="370000", issuer_level="省", issuers=("山东省医疗保障局",)),
    )
    return city, province


def small_base(norms: Sequence[ir.Norm]) -> RuleBase:
    """A rule base of these norms; the letter before the stroke of a clause says of which document each is."""
    documents = tuple(d.with_norms(own) for d in _documents() if (own := [n for n in norms if n.document == d.id]))
    return RuleBase(compiled.CompiledBase(compiled.FORMAT, compiled.rules_digest(documents), vocabulary(), documents))


def norm(
    name: str,
    effect: Effect,
    condition: ir.Cond,
    scope: ir.Cond = ir.ALWAYS,
    strength: Strength = Strength.NONE,
    document: str = "a",
) -> ir.Norm:
    """A norm on beds, anchored to the only clause of its document."""
    clause = f"{document}/1.p1"
    return ir.Norm(
        f"{clause}#{name}", document, clause, name, effect, strength, (BEDS,), scope, condition, ((0, 3),), ""
    )


def application(county: str | None, facts: Mapping[Ref, Value | None]) -> Application:
    """An application for beds; facts by subject and term, a value None is 不详. county None: only the city is known."""
    observations = {key: (Observation(value),) for key, value in facts.items()}
    place = county or CITY
    return Application("1", BEDS, DAY, place, bind_roles(rule_base().vocabulary, place), observations)


def domain(base: RuleBase, ref: Ref) -> tuple[Value, ...]:
    """Every value that a fact may have."""
    _, name = ref
    term = base.vocabulary.facts[name]
    if name == "所在地":
        return COUNTIES
    if name == "类型":
        return KINDS
    if term.multiple:
        return ((), *((v,) for v in LEVELS), LEVELS)
    if term.datatype == "boolean":
        return (True, False)
    if term.values:
        return term.values
    low, high = Decimal(term.minimum), Decimal(term.maximum)
    step = Decimal("0.01") if term.datatype == "ratio" else Decimal(1)
    return tuple(low + step * i for i in range(int((high - low) / step) + 1))


# --- random ones ----------------------------------------------------------------------------------------------

_STRENGTHS: Final = {
    Effect.PROHIBIT: (Strength.FOR_NOW, Strength.IN_PRINCIPLE),
    Effect.CAP: (Strength.NOT_ABOVE, Strength.IN_PRINCIPLE),
    Effect.CONTROL: (Strength.STRICTLY,),
    Effect.REQUIRE: (Strength.MUST,),
    Effect.EXEMPT: (Strength.NONE,),
    Effect.PREFER: (Strength.MAY_PREFER,),
    Effect.PERMIT: (Strength.MAY,),
}
OPERATORS: Final[tuple[ir.Operator, ...]] = ("lt", "le", "gt", "ge", "eq")


def _const(text: str) -> ir.Const:
    return ir.Const(Decimal(text), text)


def _some(values: Sequence[str]) -> st.SearchStrategy[tuple[str, ...]]:
    """A part of the values, in their order: neither none nor all."""
    return st.sets(st.sampled_from(values), min_size=1, max_size=len(values) - 1).map(
        lambda chosen: tuple(v for v in values if v in chosen)
    )


def _compare(left: ir.Expr, *thresholds: str) -> st.SearchStrategy[ir.Cond]:
    return st.builds(
        lambda op, right: ir.Compare(op, left, _const(right)), st.sampled_from(OPERATORS), st.sampled_from(thresholds)
    )


NUMBERS: Final = st.one_of(
    _compare(RATE, "0.72", "0.75", "0.78"),
    _compare(GROWTH, "0.03", "0.05"),
    _compare(REQUESTED, "4", "5"),
    _compare(ir.Sum((PURCHASED, REQUESTED)), "10", "12"),
    st.sampled_from(OPERATORS).map(
        lambda op: ir.Compare(op, REQUESTED, ir.Scaled(_const("0.5"), PURCHASED), ratio=True)
    ),
)
ANSWERS: Final = st.sampled_from([ir.Holds(f) for f in (DEFICIT, ORDERLY, SUITED)])
PROJECTS: Final = st.sampled_from([ir.Contains(PROJECT, level) for level in LEVELS])
OF_KIND: Final = _some(KINDS).map(lambda chosen: ir.OneOf(KIND, chosen, chosen))
OF_CATEGORY: Final = _some(CATEGORIES).map(lambda chosen: ir.OneOf(CATEGORY, chosen, chosen))
PLACES: Final = _some(COUNTIES).map(lambda chosen: ir.Within("本区县", chosen, chosen))

PERIODS: Final = st.sampled_from(
    [ir.During("a", *ends) for ends in ((DAY, ""), ("", DAY), ("2024-05-02", ""), ("", "2024-04-30"))]
)
"""Begins on the day, ends on it, begins after it, ended before it."""


def _conditions() -> st.SearchStrategy[ir.Cond]:
    """Any condition of up to four facts."""
    leaves = st.one_of(NUMBERS, ANSWERS, PROJECTS, OF_KIND, OF_CATEGORY, PLACES, PERIODS)
    pairs = st.tuples
    return st.recursive(
        leaves,
        lambda below: st.one_of(below.map(ir.Not), pairs(below, below).map(ir.And), pairs(below, below).map(ir.Or)),
        max_leaves=4,
    )


CONDITIONS: Final = _conditions()


@st.composite
def norms(draw: st.DrawFn) -> tuple[ir.Norm, ...]:
    """One to four norms of a plan and of the guidance above it."""
    drawn = []
    for number in range(draw(st.integers(1, 4))):
        effect = draw(st.sampled_from((*Effect, Effect.EXEMPT, Effect.PROHIBIT)))
        scope = draw(st.just(ir.ALWAYS) | CONDITIONS)
        document = draw(st.sampled_from(("a", "a", "b")))
        strength = draw(st.sampled_from(_STRENGTHS[effect]))
        drawn.append(norm(f"r{number}", effect, draw(CONDITIONS), scope, strength, document))
    return tuple(drawn)
