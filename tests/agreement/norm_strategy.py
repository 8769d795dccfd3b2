"""Random norms made directly: also those that the grammar could not write."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations

from hypothesis import strategies as st
from msgspec.structs import replace

from policy_dsl import ir
from policy_dsl.ir import Effect, Strength

from .rule_menu import Menu
from .rule_text_strategy import pick, role_of

_STRENGTHS = {
    Effect.PROHIBIT: (Strength.IN_PRINCIPLE, Strength.FOR_NOW, Strength.MUST_NOT),
    Effect.CAP: (Strength.IN_PRINCIPLE, Strength.NOT_ABOVE),
    Effect.CONTROL: (Strength.STRICTLY, Strength.EXISTING_STOCK),
    Effect.REQUIRE: (Strength.MUST,),
    Effect.EXEMPT: (Strength.NONE,),
    Effect.PREFER: (Strength.MAY_PREFER, Strength.INCLINE),
    Effect.PERMIT: (Strength.MAY,),
}
_NUMBERS = tuple(map(Decimal, ("0", "1", "2", "-1", "0.5", "1.5", "0.75", "15", "0.0075")))


def _fact(draw: st.DrawFn, menu: Menu, label: str) -> ir.Fact:
    return ir.Fact(*role_of(draw, menu, label))


def _const(draw: st.DrawFn, menu: Menu) -> ir.Const:
    value = draw(st.sampled_from(_NUMBERS))
    return ir.Const(value, format(value, "f"))


def _expression(draw: st.DrawFn, menu: Menu, labels: Sequence[str], depth: int = 1) -> ir.Expr:
    match draw(st.sampled_from(("fact", "fact", "const", "scaled", "sum") if depth else ("fact", "const", "scaled"))):
        case "fact":
            return _fact(draw, menu, pick(draw, *labels))
        case "const":
            return _const(draw, menu)
        case "scaled":
            return ir.Scaled(_const(draw, menu), _fact(draw, menu, pick(draw, *labels)))
        case _:
            parts = draw(st.integers(0, 3))
            return ir.Sum(tuple(_expression(draw, menu, labels, depth - 1) for _ in range(parts)))


def with_pairs(draw: st.DrawFn, menu: Menu, compared: ir.Compare) -> ir.Compare:
    """A comparison most of whose figures must be alike in one way or another."""
    facts = dict.fromkeys(f for f in ir.facts_read(compared) if f.period is None)
    figures = [f for f in facts if menu.vocabulary.facts[f.term].is_figure]
    pairs = []
    for a, b in combinations(figures, 2):
        likeness = menu.vocabulary.likeness(a.term, b.term)
        if likeness is not None and draw(st.integers(0, 5)):
            pairs.append(ir.Pair(likeness, a, b))
    return replace(compared, pairs=tuple(pairs))


def _any_leaf(draw: st.DrawFn, menu: Menu, region: str) -> ir.Cond:
    numbers = [x for facts in menu.numbers.values() for x in facts]
    sorts = ["type", "matter", "pending", "pending", "period", "period"]
    sorts += ["number"] * 6 if numbers else []
    sorts += ["holds"] * 4 if menu.booleans else []
    sorts += ["category"] * 3 + ["mistyped"] * 2 if menu.categories else []
    sorts += ["several"] * 3 if menu.several else []
    sorts += ["place"] * menu.weight_of_places if menu.places.get(region) else []
    match draw(st.sampled_from(sorts)):
        case "number":
            op = pick(draw, "lt", "le", "gt", "ge", "eq")
            left, right = _expression(draw, menu, numbers), _expression(draw, menu, numbers)
            return with_pairs(draw, menu, ir.Compare(op, left, right, draw(st.booleans())))
        case "holds":
            return ir.Holds(_fact(draw, menu, pick(draw, *menu.booleans)))
        case "category":
            label = pick(draw, *menu.categories)
            values = draw(st.lists(st.sampled_from(menu.vocabulary.facts[label].values), max_size=3, unique=True))
            return ir.OneOf(_fact(draw, menu, label), tuple(values), tuple(values))
        case "mistyped":
            # What nobody can know the truth of: a fact of one value contains none, and is no number.
            fact = _fact(draw, menu, pick(draw, *menu.categories))
            value = menu.vocabulary.facts[fact.term].values[0]
            return pick(draw, ir.Contains(fact, value), ir.Compare("ge", fact, ir.Const(Decimal(0), "0")))
        case "several":
            label = pick(draw, *menu.several)
            return ir.Contains(_fact(draw, menu, label), pick(draw, *menu.vocabulary.facts[label].values))
        case "place":
            names = draw(st.lists(st.sampled_from(menu.places[region]), max_size=2, unique=True))
            found = [r for n in names for r in menu.vocabulary.find_regions(n)]
            if draw(st.integers(0, 3)):
                return ir.Within("本区县", tuple(c for r in found for c in (r.members or (r.code,))), tuple(names))
            codes = {c for r in found for c in (r.code, menu.vocabulary.regions[r.code].parent)}
            return ir.Within(pick(draw, "全市", "所在医保管理区域"), tuple(sorted(codes)), tuple(names))
        case "pending":  # what nobody has transcribed; as a part, so that the norm is one that says more
            return ir.Or((ir.Untranscribed("不得新增"),))
        case "period":  # the applications are of 2024-05-01
            begins, ends = (
                pick(draw, "", "2024-01-01", "2024-05-01", "2024-05-02"),
                pick(draw, "2024-04-30", "2024-05-01", ""),
            )
            return ir.During("a1", begins, ends)
        case "matter":
            chosen = tuple(draw(st.lists(st.sampled_from(menu.matters), max_size=2, unique=True)))
            return ir.OneOf(ir.Fact("申请", "事项"), chosen, chosen)
        case _:
            types = draw(st.lists(st.sampled_from(tuple(menu.vocabulary.types)), max_size=4, unique=True))
            types += [k for k in menu.kinds if k in menu.vocabulary.types and draw(st.booleans())]
            return ir.OneOf(ir.Fact("机构", "类型"), tuple(types), tuple(types))


def _any_condition(draw: st.DrawFn, menu: Menu, region: str, depth: int = 2) -> ir.Cond:
    match draw(st.sampled_from(("leaf", "leaf", "leaf", "and", "or", "not"))) if depth else "leaf":
        case "leaf":
            return _any_leaf(draw, menu, region)
        case "not":
            return ir.Not(_any_condition(draw, menu, region, depth - 1))
        case form:
            parts = [_any_condition(draw, menu, region, depth - 1) for _ in range(draw(st.integers(0, 3)))]
            return (ir.And if form == "and" else ir.Or)(tuple(parts))


@st.composite
def norms(
    draw: st.DrawFn, menu: Menu, id_: str, region: str, least: int, most: int, plain: bool = False
) -> tuple[ir.Norm, ...]:
    """Norms that the grammar could not all write: empty 且 and 或, sums on both sides, numbers compared with numbers.

    plain: most of them come about whatever the facts, so that much depends on what they do to one another.
    """
    found = []
    for number in range(1, draw(st.integers(least, most)) + 1):
        effect = draw(st.sampled_from((Effect.PROHIBIT, Effect.PERMIT, *Effect)))
        clause = f"{id_}/1.p{number}"
        condition = draw(st.integers(0, 2 if plain else 5))
        found.append(
            ir.Norm(
                id=f"{clause}#第{number}条",
                document=id_,
                clause=clause,
                name=f"第{number}条",
                effect=effect,
                strength=draw(st.sampled_from(_STRENGTHS[effect])),
                matters=menu.matters if draw(st.integers(0, 7)) else menu.matters[1:],
                scope=_any_condition(draw, menu, region, 1)
                if draw(st.integers(0, 2)) == 0 and not plain
                else ir.ALWAYS,
                condition=(
                    ir.Holds(_fact(draw, menu, menu.booleans[0]))
                    if plain and condition == 1
                    else _any_condition(draw, menu, region)
                    if condition > 0 and not plain
                    else ir.Not(ir.ALWAYS)
                    if plain and effect is Effect.REQUIRE
                    else ir.ALWAYS
                ),
                spans=((0, 1),),
                text="",
                supports=f"{id_}/1.p1" if draw(st.integers(0, 9)) == 0 else None,
            )
        )
    return _single(draw, found)


def _single(draw: st.DrawFn, norms: Sequence[ir.Norm]) -> tuple[ir.Norm, ...]:
    """The norms, some of whose exemptions are from single clauses; each restriction says under which of these it stands."""
    clauses = [n.clause for n in norms if n.effect in ir.RESTRICTING]
    named: dict[str, tuple[str, ...]] = {}
    for norm in norms:
        if norm.effect is Effect.EXEMPT and clauses and draw(st.integers(0, 2)):
            named[norm.id] = tuple(draw(st.lists(st.sampled_from(clauses), min_size=1, max_size=2, unique=True)))
    every = {clause for mine in named.values() for clause in mine}
    return tuple(
        replace(n, named_clauses=named[n.id])
        if n.id in named
        else replace(n, named_clauses=(n.clause,))
        if n.effect in ir.RESTRICTING and n.clause in every
        else n
        for n in norms
    )
