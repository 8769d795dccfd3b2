"""SmallWorld worlds made by hand, each for one thing that formulas could get wrong and random rules seldom turn on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from policy_dsl import ir
from policy_dsl.ir import Effect, Level, Strength
from reasoner.analysis.rule_set import Compared

from .document_strategy import base_of, document
from .rule_menu import tiny
from .small_worlds import SmallWorld

BEDS, ACCOUNT = "新增购买住院床位", "新增个人账户定点"
Rule = tuple[Effect, Strength, ir.Cond]
"""Effect, strength and condition."""

_ALWAYS = ir.ALWAYS
BAR: Rule = (Effect.PROHIBIT, Strength.FOR_NOW, _ALWAYS)
PRESUMED: Rule = (Effect.PROHIBIT, Strength.IN_PRINCIPLE, _ALWAYS)
CAP: Rule = (Effect.CAP, Strength.IN_PRINCIPLE, _ALWAYS)
CONTROL: Rule = (Effect.CONTROL, Strength.STRICTLY, _ALWAYS)
REQUIRE: Rule = (Effect.REQUIRE, Strength.MUST, ir.Not(_ALWAYS))
EXEMPT: Rule = (Effect.EXEMPT, Strength.NONE, _ALWAYS)
PREFER: Rule = (Effect.PREFER, Strength.MAY_PREFER, _ALWAYS)
PERMIT: Rule = (Effect.PERMIT, Strength.MAY, _ALWAYS)
NEVER: Rule = (Effect.PROHIBIT, Strength.FOR_NOW, ir.Not(_ALWAYS))
"""Reaches everybody and bars nobody: with it a document governs that only prefers or exempts."""

CITY, COUNTY, AREA, POOL = "全市", "本区县", "所在医保管理区域", "本统筹区"
SHINAN, CHENGYANG, ZHONGMOU, JIYUAN = "370202", "370214", "410122", "419001"


def bar(condition: ir.Cond) -> Rule:
    return Effect.PROHIBIT, Strength.FOR_NOW, condition


def presumed(condition: ir.Cond) -> Rule:
    return Effect.PROHIBIT, Strength.IN_PRINCIPLE, condition


def prefer(condition: ir.Cond) -> Rule:
    return Effect.PREFER, Strength.MAY_PREFER, condition


def permit(condition: ir.Cond) -> Rule:
    return Effect.PERMIT, Strength.MAY, condition


def fact(label: str, role: str = CITY, period: str | None = None) -> ir.Fact:
    return ir.Fact(role, label, period)


def number(value: str) -> ir.Const:
    return ir.Const(Decimal(value), value)


def least(of: ir.Expr, value: str) -> ir.Cond:
    return ir.Compare("ge", of, number(value))


def most(of: ir.Expr, value: str) -> ir.Cond:
    return ir.Compare("le", of, number(value))


def known(of: ir.Fact) -> ir.Cond:
    """True where a number is known, else unknown."""
    return least(of, "-5")


def within(*codes: str) -> ir.Cond:
    return ir.Within(COUNTY, codes, codes)


def both(*parts: ir.Cond) -> ir.Cond:
    return ir.And(parts)


def norms(id_: str, matter: str, rules: Sequence[Rule]) -> list[ir.Norm]:
    """The norms of a document."""
    found = []
    for n, (effect, strength, condition) in enumerate(rules, 1):
        clause = f"{id_}/1.p{n}"
        found.append(
            ir.Norm(
                f"{clause}#第{n}条",
                id_,
                clause,
                f"第{n}条",
                effect,
                strength,
                (matter,),
                _ALWAYS,
                condition,
                ((0, 1),),
                "",
            )
        )
    return found


Text = tuple[Sequence[Rule], dict[str, Any]]
"""The rules of a document, and what it is besides."""


def text(*rules: Rule, **more: Any) -> Text:
    return rules, more


def side(name: str, region: str, matter: str, texts: Sequence[Text]) -> Compared:
    """A side of some documents; each governs everybody, also one that only prefers or exempts."""
    held = []
    for n, (rules, more) in enumerate(texts, 1):
        id_ = f"{name.lower()}{n}"
        if rules and not any(effect in ir.DECIDING for effect, _, _ in rules):
            rules = (*rules, NEVER)
        where = more.get("region", region)
        held.append(document(id_, where, norms(id_, matter, rules), **{k: v for k, v in more.items() if k != "region"}))
    return Compared(name, base_of(tiny(), held), region)


def together(a: Sequence[Text], b: Sequence[Text], matter: str = BEDS, kind: str = "综合医院") -> SmallWorld:
    """Two rule sets of Qingdao."""
    return SmallWorld(side("A", "370200", matter, a), side("B", "370200", matter, b), matter, kind, True)


def apart(a: Sequence[Text], b: Sequence[Text], there: str = "410000", here: str = "370200") -> SmallWorld:
    """A rule set of Qingdao and one of another region."""
    return SmallWorld(side("A", here, BEDS, a), side("B", there, BEDS, b), BEDS, "综合医院", False)


_BEDS_HELD = "医保购买住院床位数"
_WEAK, _CARE = "失智专区床位数", "院护床位数"
_DEFICIT = "医保基金当期赤字"
_EXPECTED = "预期享受长护险待遇人数"


def _freed_from_single_clauses() -> Iterator[tuple[str, SmallWorld]]:
    """Exemptions from single clauses (ADR 27): the first exemption frees from p1, or from p1 and p2; a second one from all."""
    open_: Rule = (Effect.EXEMPT, Strength.NONE, ir.Holds(ir.Fact("机构", "管理规范")))

    whole: Rule = (Effect.EXEMPT, Strength.NONE, ir.Holds(ir.Fact("机构", "连锁")))

    def world(against: Sequence[Text], named: Sequence[int], *rules: Rule) -> SmallWorld:
        first = next(n for n, rule in enumerate(rules, 1) if rule[0] is Effect.EXEMPT)
        clauses = [f"a1/1.p{n}" for n in named]
        freed = [
            replace(n, named_clauses=tuple(clauses))
            if n.clause == f"a1/1.p{first}"
            else replace(n, named_clauses=(n.clause,))
            if n.clause in clauses
            else n
            for n in norms("a1", BEDS, rules)
        ]
        made = Compared("A", base_of(tiny(), [document("a1", "370200", freed)]), "370200")
        return SmallWorld(made, side("B", "370200", BEDS, against), BEDS, "综合医院", True)

    may, presumed_ = [text(PERMIT)], [text(PRESUMED)]
    yield "freed from one clause: the other stays", world(presumed_, (1,), BAR, PRESUMED, EXEMPT)
    yield "freed from one clause: another as strong stays", world([text(BAR)], (1,), BAR, BAR, EXEMPT)
    yield "freed from two clauses: both fall", world(may, (1, 2), BAR, PRESUMED, EXEMPT)
    yield "freed from the second clause", world([text(BAR)], (2,), BAR, PRESUMED, EXEMPT)
    yield "freed from a clause that bars nobody", world(may, (1,), NEVER, PRESUMED, EXEMPT)
    yield "freed from all that restricts, and exempt from nothing", world(may, (1,), BAR, EXEMPT)
    yield "freed from one clause, and from all", world([text(EXEMPT)], (1,), BAR, EXEMPT, EXEMPT)
    yield "perhaps freed from one clause, perhaps from all", world(may, (1,), BAR, PRESUMED, open_, whole)
    yield "perhaps freed from one clause", world(may, (1,), BAR, PRESUMED, open_)
    yield "perhaps freed from two clauses, from both or neither", world(may, (1, 2), BAR, PRESUMED, open_)


def hand_made_worlds() -> Iterator[tuple[str, SmallWorld]]:
    """The worlds by what they are about."""
    x = {role: fact(_BEDS_HELD, role) for role in (CITY, COUNTY, AREA, POOL)}
    bars = [text(PRESUMED)]

    # What a fact may be.
    one_of = [text(bar(ir.Not(ir.OneOf(ir.Fact("机构", "举办主体"), ("企业", "个人"), ()))))]
    yield "nobody is named as founder", together(one_of, [text(PERMIT)])
    level = [text(bar(ir.Not(ir.OneOf(ir.Fact("机构", "等级"), ("一级", "二级"), ()))))]
    yield "every hospital has a level", together(level, [text(PERMIT)])
    yield (
        "a fact of one value contains none",
        together([text(bar(ir.Not(ir.Contains(ir.Fact("机构", "等级"), "一级"))), PREFER)], bars),
    )
    yield "a fact twice in a sum", together([text(bar(least(ir.Sum((x[CITY], x[CITY])), "3")))], [text(PERMIT)])
    one_day = (ir.Pair(ir.Likeness.LATEST, x[POOL], x[CITY]),)
    yield (
        "a figure compared with itself by another name of its place",
        together([text(bar(ir.Compare("ge", x[POOL], x[CITY], pairs=one_day)))], [text(PERMIT)]),
    )
    yield (
        "no share beyond its bounds",
        together([text(bar(ir.Compare("lt", fact("床位使用率"), number("0.7499"))))], [text(PERMIT)]),
    )
    yield "no count beyond its bounds", together([text(bar(ir.Compare("gt", x[CITY], number("2"))))], [text(PERMIT)])
    yield "a count at its least", together([text(bar(most(x[CITY], "0")))], [text(PERMIT)])
    yield (
        "a step of a share",
        together(
            [text(bar(ir.Compare("lt", fact("床位使用率"), number("0.75"))))],
            [text(bar(ir.Compare("le", fact("床位使用率"), number("0.75"))))],
        ),
    )
    thirds = ir.Scaled(ir.Const(Decimal(3), ir.MULTIPLIED_OUT), fact("床位使用率"))
    yield (
        "two thirds lie between two steps of a share",
        together(
            [text(bar(ir.Compare("lt", thirds, ir.Const(Decimal(2), "2/3"))))],
            [text(bar(ir.Compare("le", fact("床位使用率"), number("0.66"))))],
        ),
    )
    yield (
        "two thirds of another count",
        together(
            [text(bar(ir.Compare("lt", ir.Scaled(ir.Const(Decimal(3), ""), x[CITY]), ir.Const(Decimal(2), "2/3"))))],
            [text(PERMIT)],
        ),
    )
    weak, care = fact(_WEAK), fact(_CARE)
    yield "no part is larger than its whole", together([text(bar(least(weak, "2")))], [text(presumed(most(care, "1")))])
    yield "a part may be the whole", together([text(bar(both(least(weak, "2"), most(care, "2"))))], [text(PERMIT)])
    yield (
        "a part may be less than the whole",
        together([text(bar(both(most(weak, "0"), least(care, "1"))))], [text(PERMIT)]),
    )
    yield (
        "each period has a forecast of its own",
        together(
            [text(bar(least(fact(_EXPECTED, CITY, "2024"), "2")))],
            [text(presumed(most(fact(_EXPECTED, CITY, "2025"), "1")))],
        ),
    )
    yield "twice a number", together([text(bar(least(ir.Scaled(number("2"), x[CITY]), "3")))], [text(PERMIT)])
    requested = ir.Fact("申请", "床位数")
    yield (
        "twice what is requested is at least two",
        together([text(bar(least(ir.Scaled(number("2"), requested), "2")))], [text(PERMIT)]),
    )
    yield (
        "numbers compared with each other",
        together([text(bar(ir.Compare("gt", number("1"), number("2"))))], [text(PERMIT)]),
    )
    two = bar(ir.Compare("gt", x[CITY], fact("院护床位数")))
    yield "two figures compared", together([text(two)], [text(prefer(known(fact("院护床位数"))))])
    first = ir.OneOf(ir.Fact("机构", "等级"), ("一级",), ("一级",))
    yield "a level that is named", together([text(bar(first))], [text(PERMIT)])
    named = ir.OneOf(ir.Fact("机构", "类型"), ("综合医院",), ("综合医院",))
    yield "a kind that is named", together([text(bar(named))], [text(PERMIT)])
    yield "another kind than is named", together([text(bar(named))], [text(PERMIT)], kind="中医医院")
    asks = ir.OneOf(ir.Fact("申请", "事项"), (ACCOUNT,), (ACCOUNT,))
    yield "another matter than is named", together([text(bar(asks))], [text(PERMIT)])
    designated = ir.Contains(ir.Fact("机构", "已定点"), "住院")
    yield (
        "who asks for a contract has none",
        together([text(bar(designated))], [text(prefer(ir.Not(designated)))], ACCOUNT),
    )
    yield (
        "a claim without proof",
        together(
            [text(bar(ir.Holds(ir.Fact("机构", "连锁"))))], [text(prefer(ir.Not(ir.Holds(ir.Fact("机构", "连锁")))))]
        ),
    )
    projects = ir.Fact("机构", "重点建设项目")
    yield (
        "two values at once",
        together([text(bar(both(ir.Contains(projects, "省级"), ir.Contains(projects, "市级"))))], [text(PERMIT)]),
    )

    # Words for places.
    yield "two words for the city", together([text(bar(least(x[CITY], "2")))], [text(presumed(most(x[POOL], "1")))])
    here = within(CHENGYANG)
    yield (
        "county and area in one",
        together([text(bar(both(here, least(x[COUNTY], "2"))))], [text(presumed(both(here, most(x[AREA], "1"))))]),
    )
    yield (
        "county and area in one: known both or neither",
        together([text(bar(both(here, least(x[COUNTY], "1"))))], [text(prefer(known(x[AREA])))]),
    )
    yield (
        "county and area in one: yes and no",
        together(
            [text(bar(both(here, ir.Holds(fact(_DEFICIT, COUNTY)))))],
            [text(presumed(both(here, ir.Not(ir.Holds(fact(_DEFICIT, AREA))))))],
        ),
    )
    yield (
        "county and area in two",
        together([text(bar(least(x[COUNTY], "2")))], [text(presumed(both(within(SHINAN), most(x[AREA], "1"))))]),
    )
    yield "a county that is named", together([text(bar(within(CHENGYANG)))], [text(PERMIT)])
    yield (
        "the joint area that is named",
        together([text(bar(within(SHINAN, "370203")))], [text(presumed(within(SHINAN)))]),
    )
    nowhere = ir.Not(ir.Or((within(SHINAN), within("370203"), within(CHENGYANG))))
    yield "nowhere in the city", together([text(bar(nowhere))], [text(PERMIT)])
    yield "a text of a county", together([text(BAR, region=CHENGYANG), text(CONTROL)], [text(PERMIT)])
    yield "a text of a county alone", together([text(BAR, region=CHENGYANG)], [text(PERMIT)])

    # One application before two places.
    yield "what the county has, the area has", apart([text(bar(least(x[COUNTY], "1")))], [text(prefer(known(x[AREA])))])
    yield "a fact keeps its value", apart([text(bar(least(x[COUNTY], "2")))], [text(presumed(most(x[AREA], "1")))])
    yield (
        "nothing is known there that is not known here",
        apart([text(prefer(ir.Or((known(x[CITY]), known(x[COUNTY])))))], [text(bar(least(x[CITY], "1")))]),
    )
    yield (
        "nothing is lost on the way",
        apart([text(bar(least(x[AREA], "1")), prefer(known(x[COUNTY])))], [text(prefer(known(x[AREA])))]),
    )
    yield (
        "city and county in one",
        apart([text(prefer(known(x[CITY])))], [text(bar(least(x[CITY], "1")), prefer(known(x[COUNTY])))]),
    )
    yield (
        "nowhere in the province",
        apart([text(PERMIT)], [text(bar(ir.Not(ir.Or((within(ZHONGMOU), within(JIYUAN))))))]),
    )
    yield "places on both sides", apart([text(bar(within(CHENGYANG)))], [text(presumed(within(JIYUAN)))])
    yield (
        "the town moves along",
        apart(
            [text(bar(ir.Holds(fact("服务盲点区域", "所在镇街"))))],
            [text(prefer(ir.Holds(fact("服务盲点区域", "所在镇街"))))],
        ),
    )

    nowhere = [text(bar(ir.Not(within(JIYUAN))))]
    yield "a city without counties lies in none", apart([text(PERMIT)], nowhere, "371600")
    yield (
        "who comes from a city without counties has no figures of them",
        apart([text(PERMIT)], [text(bar(least(x[COUNTY], "1")), PREFER)], "370200", "371600"),
    )
    yield (
        "a city without counties has no figures of them",
        apart([text(PERMIT)], [text(bar(least(x[COUNTY], "1")))], "371600"),
    )
    yield (
        "a city without counties has figures of its own",
        apart([text(prefer(known(x[CITY])))], [text(bar(least(x[CITY], "1")), prefer(known(x[COUNTY])))], "371600"),
    )

    yield from _freed_from_single_clauses()

    # What rules do to one another.
    effects = {
        "exempt": EXEMPT, "control": CONTROL, "require": REQUIRE, "cap": CAP, "prefer": PREFER, "permit": PERMIT, "bar": BAR,
    }  # fmt: skip
    for one, other in (
        ("exempt", "bar"), ("exempt", "cap"), ("exempt", "control"), ("exempt", "require"), ("exempt", "prefer"),
        ("exempt", "permit"), ("require", "control"), ("bar", "cap"), ("permit", "bar"), ("permit", "cap"),
        ("permit", "control"), ("prefer", "permit"), ("prefer", "bar"),
    ):  # fmt: skip
        for name, against in (("bar", bars), ("proceeding", [text(PERMIT)])):
            yield f"{one} and {other} against {name}", together([text(effects[one], effects[other])], against)
    yield (
        "an exemption that does not come about",
        together([text(EXEMPT), text(BAR, (Effect.EXEMPT, Strength.NONE, ir.Not(_ALWAYS)))], bars),
    )
    yield "an exemption reaches its own text alone", together([text(EXEMPT), text(BAR)], bars)
    yield "what an exemption defeats does not decide", together([text(EXEMPT, BAR), text(BAR)], bars)
    yield "a conflict beside a control", together([text(PERMIT, BAR, CONTROL)], bars)
    yield "a conflict on both sides", together([text(PERMIT, BAR)], [text(PERMIT, CAP)])
    yield "a conflict against a permission", together([text(PERMIT, BAR)], [text(PERMIT)])
    old, new = {"issued": "2020-01-01"}, {"issued": "2023-07-30"}
    yield "the later text prevails", together([text(BAR, **old), text(PERMIT, **new)], bars)
    yield "the later bar prevails", together([text(BAR, **new), text(PERMIT, **old)], bars)
    yield "a day that is not known ranks nothing", together([text(BAR, issued=""), text(PERMIT, **new)], bars)
    yield "the special text prevails", together([text(BAR, **new), text(PERMIT, special_to=("a1",), **old)], bars)
    city, province, state = ({"issuers": (n,), "issuer_level": n} for n in (Level.CITY, Level.PROVINCE, Level.NATION))
    yield "the higher issuer prevails", together([text(PERMIT, **province), text(BAR, **city)], bars)
    yield (
        "what is defeated defeats nothing",
        together([text(PERMIT, **state), text(BAR, **province), text(PERMIT, **city)], bars),
    )
    yield (
        "what is exempted defeats nothing",
        together([text(EXEMPT, BAR, **province), text(PERMIT, **city)], [text(PERMIT)]),
    )
    yield "a control is opposed to nothing", together([text(PERMIT, **province), text(CONTROL, **city)], bars)
    yield "a preference is opposed to nothing", together([text(BAR, **city), text(PREFER, **province)], [text(PERMIT)])
    open_ = ir.Holds(ir.Fact("机构", "管理规范"))
    yield "one open rule of two", together([text(bar(open_), bar(ir.Not(open_)), PREFER)], [text(PERMIT)])
    yield (
        "an open rule beside one that holds",
        together([text(BAR, bar(open_))], [text(permit(open_), presumed(open_))]),
    )
    yield "an open rule beside one that fails", together([text(bar(open_), bar(ir.Not(_ALWAYS)))], [text(PERMIT)])
    bar_of_some = {"scope": open_, "effect": Effect.PROHIBIT, "strength": Strength.FOR_NOW}
    reaching = [replace(n, **bar_of_some) for n in norms("a1", BEDS, [PREFER])]
    scoped = Compared("A", base_of(tiny(), [document("a1", "370200", reaching)]), "370200")
    told = side("B", "370200", BEDS, [text(prefer(ir.Or((open_, ir.Not(open_)))))])
    yield "whom a rule reaches is not known", SmallWorld(scoped, told, BEDS, "综合医院", True)
    yield "a silent matter", together([text(BAR, starts="2030-01-01")], [text(PERMIT)])
    yield "two silent matters", together([text(BAR, starts="2030-01-01")], [text(BAR, ends="2023-12-31")])
    yield "silent for different reasons", apart([text(BAR, starts="2030-01-01")], [text()])
