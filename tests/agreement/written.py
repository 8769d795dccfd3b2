"""Random rule sets: as text of the rule language, compiled by its parser and resolver, and as norms made directly.

Only the alignment with official words is left out, because no official text says what is written here.

It is long because it is one grammar: whatever may be drawn is drawn by one function from another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Any

from hypothesis import strategies as st
from msgspec import structs

from policy_dsl import ir
from policy_dsl.alignment.check import regulated
from policy_dsl.alignment.variants import reach
from policy_dsl.compiled import FORMAT, Clause, CompiledBase, Document, Received, raw
from policy_dsl.ir import Effect, Level, Strength
from policy_dsl.lowering.norms import build_norm
from policy_dsl.lowering.resolve import Resolver
from policy_dsl.source import Source
from policy_dsl.syntax import ast
from policy_dsl.syntax.parse import parse
from policy_dsl.vocabulary import Term, Vocabulary, VocabularyData
from reasoner.driver.in_use import rule_base
from reasoner.model.application import Value
from reasoner.model.rule_base import RuleBase

REGION_ROLES = ("全市", "本统筹区", "本区县", "所在医保管理区域")
OPERATORS = ("低于", "高于", "不超过", "不低于", "达到", "等于")


@dataclass(frozen=True, repr=False)
class Menu:
    """What rules may speak of. `numbers`: by unit, the facts that are counted in it; `literals`: by unit as rules write them."""

    vocabulary: Vocabulary
    matters: tuple[str, ...]
    kinds: tuple[str, ...]
    """Types and classes that a rule may name."""
    numbers: Mapping[str, tuple[str, ...]]
    literals: Mapping[str, tuple[str, ...]]
    denominators: tuple[str, ...]
    per: tuple[str, ...]
    """Literals of 张 per one of the denominators."""
    booleans: tuple[str, ...]
    categories: tuple[str, ...]
    several: tuple[str, ...]
    places: Mapping[str, tuple[str, ...]]
    """By region the names of places in it that a rule may name."""
    roles: tuple[str, ...] = REGION_ROLES
    weight_of_places: int = 2
    """How often rules name places."""

    def only(self, labels: Iterable[str]) -> Menu:
        """The same with these facts alone."""
        kept = frozenset(labels)

        def these(all_: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(x for x in all_ if x in kept)

        numbers = {unit: these(facts) for unit, facts in self.numbers.items() if these(facts)}
        return replace(
            self, numbers=numbers, denominators=these(self.denominators), booleans=these(self.booleans),
            categories=these(self.categories), several=these(self.several),
        )  # fmt: skip

    @property
    def labels(self) -> tuple[str, ...]:
        """All facts."""
        found = [x for facts in self.numbers.values() for x in facts]
        return (*found, *self.booleans, *self.categories, *self.several)


@cache
def full() -> Menu:
    """Much of the real vocabulary: every sort of fact, every kind of subject."""
    return Menu(
        vocabulary=rule_base().vocabulary,
        matters=("新增购买住院床位", "新增个人账户定点", "新增定点零售药店"),
        kinds=("综合医院", "中医类医院", "社区卫生服务中心", "零售药店", "医疗机构"),
        numbers={
            "张": ("床位数", "医保购买住院床位数", "医保购买康复床位数", "院护床位数", "失智专区床位数"),
            "家": ("步行15分钟内同类型定点机构数", "定点医药机构数", "定点医药机构配置总量"),
            "": ("床位使用率", "医疗费用增长率", "院护床位使用率"),
            "人": ("常住人口",),
            "待遇": ("预期享受长护险待遇人数",),
        },
        literals={
            "张": ("0张", "1张", "2张", "15张", "0.0016万张"),
            "家": ("1家", "2家", "15家"),
            "": ("75%", "0.6", "74.99%", "0%", "60‰"),
            "人": ("1人", "2000人", "0.2万人"),
            "待遇": ("2人", "15人"),
        },
        denominators=("常住人口",),
        per=("7.5张/千常住人口", "1张/常住人口", "80张/万常住人口"),
        booleans=("连锁", "集团化", "管理规范", "已定点", "医保基金当期赤字", "照护资源不足地区", "服务盲点区域"),
        categories=("床位类别", "等级", "举办主体"),
        several=("重点建设项目",),
        places={
            "370200": ("市本级", "市南区", "崂山区", "城阳区", "胶州市"),
            "410000": ("济源市", "中牟县", "巩义市"),
            "371600": ("惠民县", "滨城区"),
            "370000": ("城阳区", "市本级", "惠民县"),
        },
    )


_BOUNDS = {
    "床位数": ("1", "2"),
    "医保购买住院床位数": ("0", "2"),
    "院护床位数": ("0", "2"),
    "失智专区床位数": ("0", "2"),
    "床位使用率": ("0.7499", "0.7501"),
    "医疗费用增长率": ("0.7499", "0.7501"),
    "常住人口": ("1", "2"),
    "预期享受长护险待遇人数": ("1", "2"),
}
_VALUES = {
    "床位类别": ("综合", "康复"),
    "等级": ("一级", "二级"),
    "举办主体": ("企业", "个人"),
    "重点建设项目": ("省级", "市级"),
}
# Of 滨州市 no county is kept: who lies there has no 本区县.
_REGIONS = (
    "370000",
    "370200",
    "370202",
    "370203",
    "370214",
    "410000",
    "410100",
    "410122",
    "419001",
    "370200-sbj",
    "371600",
)


@cache
def tiny_vocabulary() -> VocabularyData:
    """The real vocabulary with so few values and places that every application can be gone through."""
    data = rule_base().compiled.vocabulary
    regions = tuple(
        structs.replace(r, members=tuple(m for m in r.members if m in _REGIONS))
        for r in data.regions
        if r.code in _REGIONS
    )
    return VocabularyData(tuple(map(_few_values, data.terms)), regions)


def _few_values(term: Term) -> Term:
    if term.kind != "fact":
        return term
    low, high = _BOUNDS.get(term.label, (term.minimum, term.maximum))
    return structs.replace(term, minimum=low, maximum=high, values=_VALUES.get(term.label, term.values))


@cache
def tiny() -> Menu:
    """Few facts of few values, for comparisons that are done by going through all of them."""
    return replace(
        full(),
        vocabulary=Vocabulary(tiny_vocabulary()),
        matters=("新增购买住院床位", "新增个人账户定点"),
        kinds=("综合医院", "康复医院", "中医类医院"),
        numbers={
            "张": ("床位数", "医保购买住院床位数", "院护床位数", "失智专区床位数"),
            "": ("床位使用率", "医疗费用增长率"),
            "人": ("常住人口",),
            "待遇": ("预期享受长护险待遇人数",),
        },
        literals={"张": ("0张", "1张", "2张"), "": ("75%", "0%"), "人": ("1人", "2人"), "待遇": ("1人", "2人")},
        per=("1张/常住人口", "0.5张/常住人口"),
        booleans=("连锁", "管理规范", "已定点", "医保基金当期赤字", "服务盲点区域"),
        places={
            "370200": ("市本级", "市南区", "城阳区"),
            "410000": ("济源市", "中牟县"),
            "370000": ("城阳区",),
        },
    )


# --- text of the rule language ----------------------------------------------------------------------------------


def _pick(draw: st.DrawFn, *choices: Any) -> Any:
    return draw(st.sampled_from(choices))


def _ref(draw: st.DrawFn, menu: Menu, label: str) -> str:
    """A fact as a rule names it: 全市 的 床位使用率, 床位数, 预期享受长护险待遇人数 于 2025年."""
    return _said(*_role(draw, menu, label))


def _role(draw: st.DrawFn, menu: Menu, label: str) -> tuple[str, str, str | None]:
    term = menu.vocabulary.facts[label]
    subject = term.subject.split("、")[0]
    role = draw(st.sampled_from(menu.roles)) if subject == "地区" else "所在镇街" if subject == "镇街" else subject
    return role, label, _pick(draw, "2024", "2025") if term.forecast else None


def _said(role: str, label: str, period: str | None) -> str:
    named = label if role == "申请" else f"{role} 的 {label}"
    return f"{named} 于 {period}年" if period else named


def _sum(draw: st.DrawFn, menu: Menu, unit: str) -> str:
    parts = [_ref(draw, menu, _pick(draw, *menu.numbers[unit]))]
    for _ in range(draw(st.integers(0, 2))):
        # Of people a literal says 人, whoever they are: it can be compared with a number of them, but not be added.
        more = _pick(draw, "ref", "literal") if unit not in ("人", "待遇") else "ref"
        term = (
            _ref(draw, menu, _pick(draw, *menu.numbers[unit])) if more == "ref" else _pick(draw, *menu.literals[unit])
        )
        parts.append(f"{_pick(draw, '加', '减')} {term}")
    return " ".join(parts)


def _comparison(draw: st.DrawFn, menu: Menu, operator: str) -> str:
    unit = _pick(draw, *menu.numbers)
    if unit == "张" and menu.denominators and draw(st.integers(0, 3)) == 0:
        over = _sum(draw, menu, unit)
        by = _ref(draw, menu, _pick(draw, *menu.denominators))
        return f"( {over} ) 除以 {by} {operator} {_pick(draw, *menu.per)}"
    left = _sum(draw, menu, unit)
    right = _pick(draw, *menu.literals[unit]) if draw(st.integers(0, 2)) else _sum(draw, menu, unit)
    return f"{left} {operator} {right}"


def _leaf(draw: st.DrawFn, menu: Menu, region: str) -> str:
    sorts = ["type", "matter"]
    sorts += ["number"] * 6 + ["exists"] * 2 if menu.numbers else []
    sorts += ["holds"] * 4 if menu.booleans else []
    sorts += ["category"] * 3 if menu.categories else []
    sorts += ["several"] * 3 if menu.several else []
    sorts += ["place"] * menu.weight_of_places if menu.places.get(region) else []
    match draw(st.sampled_from(sorts)):
        case "number":
            return _comparison(draw, menu, _pick(draw, *OPERATORS))
        case "exists":
            label = _pick(draw, *(x for facts in menu.numbers.values() for x in facts))
            return f"{_pick(draw, '有', '尚无')} {_ref(draw, menu, label)}"
        case "holds":
            return f"{_ref(draw, menu, _pick(draw, *menu.booleans))} 成立"
        case "category":
            label = _pick(draw, *menu.categories)
            values = draw(st.lists(st.sampled_from(menu.vocabulary.facts[label].values), min_size=1, max_size=2))
            return f"{_ref(draw, menu, label)} {_pick(draw, '是', '属于')} {' 、 '.join(dict.fromkeys(values))}"
        case "several":
            label = _pick(draw, *menu.several)
            return f"{_ref(draw, menu, label)} 包含 {_pick(draw, *menu.vocabulary.facts[label].values)}"
        case "place":
            names = draw(st.lists(st.sampled_from(menu.places[region]), min_size=1, max_size=2, unique=True))
            return f"所在地 属于 {' 、 '.join(names)}"
        case "matter":
            return f"事项 是 {_pick(draw, *menu.matters)}"
        case _:
            names = draw(st.lists(st.sampled_from(menu.kinds), min_size=1, max_size=2, unique=True))
            return f"机构 属于 {' 、 '.join(names)}"


def _condition(draw: st.DrawFn, menu: Menu, region: str, depth: int = 2) -> str:
    form = draw(st.sampled_from(("leaf", "leaf", "leaf", "且", "或", "非"))) if depth else "leaf"
    if form == "leaf":
        return _leaf(draw, menu, region)
    if form == "非":
        return f"非 ( {_condition(draw, menu, region, depth - 1)} )"
    parts = [_condition(draw, menu, region, depth - 1) for _ in range(draw(st.integers(2, 3)))]
    return f" {form} ".join(f"( {p} )" for p in parts)


_EFFECTS = (
    *(("规则", f"则 {action}") for action in ("原则上 不予新增", "暂不新增", "不得新增", "从严控制", "以调整存量为主")),
    *(("优先", f"则 {action}") for action in ("可优先", "适当倾斜")),
    *(("许可", "则 可纳入"),) * 3,
    *(("豁免", "则 不受 本文件 限制"),) * 2,
    ("上限", ""),
    ("要件", ""),
)


def _rule(draw: st.DrawFn, menu: Menu, region: str, number: int) -> str:
    kind, effect = draw(st.sampled_from(_EFFECTS if menu.numbers else [e for e in _EFFECTS if e[0] != "上限"]))
    lines = [f"{kind} 第{number}条"]
    if kind != "豁免" or draw(st.booleans()):
        # The first matter is the one that is looked at; now and then a rule does not reach it.
        more = [m for m in menu.matters[1:] if draw(st.integers(0, 3)) == 0]
        matters = [menu.matters[0], *more] if draw(st.integers(0, 7)) or not more else more
        lines.append(f"凡 事项 是 {' 、 '.join(matters)}")
    if draw(st.integers(0, 2)) == 0:
        scope = _condition(draw, menu, region, 1)
        # 事项 是 alone would not be a condition, but say once more on which matters the rule is.
        lines.append(f"凡 非 ( {scope} )" if scope.startswith("事项 是") else f"凡 {scope}")
    if kind != "要件" and draw(st.integers(0, 5)):
        lines.append(f"若 {_condition(draw, menu, region)}")
    if kind == "要件":
        effect = f"须 {_condition(draw, menu, region)}"
    elif kind == "上限":
        effect = f"则 {_pick(draw, '', '原则上 ')}{_comparison(draw, menu, '不超过')}"
    lines.append(effect)
    if kind == "规则" and draw(st.integers(0, 7)) == 0:
        lines.append("印证 1.p1")
    return "\n ".join(lines)


@st.composite
def texts(draw: st.DrawFn, menu: Menu, id_: str, region: str, least: int = 1, most: int = 4) -> str:
    """A file of rules, each in a clause of its own."""
    rules = [_rule(draw, menu, region, n) for n in range(1, draw(st.integers(least, most)) + 1)]
    entries = [f"条 1.p{n} 性质 限制\n「第{n}条」\n{rule}\n" for n, rule in enumerate(rules, 1)]
    return f"文件 {id_}\n\n" + "\n".join(entries)


def compiled(text: str, id_: str, region: str, vocabulary: Vocabulary) -> tuple[ir.Norm, ...]:
    """The norms of a file by the real parser and resolver; it has no fault."""
    source = Source(f"{id_}.tiao", text)
    file, faults = parse(source)
    assert file is not None, "\n".join(f.render() for f in faults)
    assert not faults, "\n".join(f.render() for f in faults)
    resolver = Resolver(source, vocabulary, region)
    norms = [
        build_norm(item, id_, f"{id_}/{entry.address.text}", ((0, 1),), resolver)
        for entry in file.entries
        for item in entry.items
        if isinstance(item, ast.Rule)
    ]
    assert not resolver.faults, "\n".join(f.render() for f in resolver.faults)
    return reach([n for n in norms if n is not None], {})


# --- norms made directly ------------------------------------------------------------------------------------------

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
    return ir.Fact(*_role(draw, menu, label))


def _const(draw: st.DrawFn, menu: Menu) -> ir.Const:
    value = draw(st.sampled_from(_NUMBERS))
    return ir.Const(value, format(value, "f"))


def _expression(draw: st.DrawFn, menu: Menu, labels: Sequence[str], depth: int = 1) -> ir.Expr:
    match draw(st.sampled_from(("fact", "fact", "const", "scaled", "sum") if depth else ("fact", "const", "scaled"))):
        case "fact":
            return _fact(draw, menu, _pick(draw, *labels))
        case "const":
            return _const(draw, menu)
        case "scaled":
            return ir.Scaled(_const(draw, menu), _fact(draw, menu, _pick(draw, *labels)))
        case _:
            parts = draw(st.integers(0, 3))
            return ir.Sum(tuple(_expression(draw, menu, labels, depth - 1) for _ in range(parts)))


def _any_leaf(draw: st.DrawFn, menu: Menu, region: str) -> ir.Cond:
    numbers = [x for facts in menu.numbers.values() for x in facts]
    sorts = ["type", "matter"]
    sorts += ["number"] * 6 if numbers else []
    sorts += ["holds"] * 4 if menu.booleans else []
    sorts += ["category"] * 3 + ["mistyped"] * 2 if menu.categories else []
    sorts += ["several"] * 3 if menu.several else []
    sorts += ["place"] * menu.weight_of_places if menu.places.get(region) else []
    match draw(st.sampled_from(sorts)):
        case "number":
            op = _pick(draw, "lt", "le", "gt", "ge", "eq")
            return ir.Compare(
                op, _expression(draw, menu, numbers), _expression(draw, menu, numbers), draw(st.booleans())
            )
        case "holds":
            return ir.Holds(_fact(draw, menu, _pick(draw, *menu.booleans)))
        case "category":
            label = _pick(draw, *menu.categories)
            values = draw(st.lists(st.sampled_from(menu.vocabulary.facts[label].values), max_size=3, unique=True))
            return ir.OneOf(_fact(draw, menu, label), tuple(values), tuple(values))
        case "mistyped":
            # What nobody can know the truth of: a fact of one value contains none, and is no number.
            fact = _fact(draw, menu, _pick(draw, *menu.categories))
            value = menu.vocabulary.facts[fact.term].values[0]
            return _pick(draw, ir.Contains(fact, value), ir.Compare("ge", fact, ir.Const(Decimal(0), "0")))
        case "several":
            label = _pick(draw, *menu.several)
            return ir.Contains(_fact(draw, menu, label), _pick(draw, *menu.vocabulary.facts[label].values))
        case "place":
            names = draw(st.lists(st.sampled_from(menu.places[region]), max_size=2, unique=True))
            found = [r for n in names for r in menu.vocabulary.find_regions(n)]
            if draw(st.integers(0, 3)):
                return ir.Within("本区县", tuple(c for r in found for c in (r.members or (r.code,))), tuple(names))
            codes = {c for r in found for c in (r.code, menu.vocabulary.regions[r.code].parent)}
            return ir.Within(_pick(draw, "全市", "所在医保管理区域"), tuple(sorted(codes)), tuple(names))
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
        effect = draw(st.sampled_from((Effect.PROHIBIT, Effect.PERMIT, *ir.DECIDING)))
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
    return tuple(found)


# --- documents and rule bases ---------------------------------------------------------------------------------------

DAY = "2024-05-01"
_REACHES = {"370200": ("370200", "370200", "370214", "370000"), "410000": ("410000", "410000", "410100", "419001")}
_LEVELS = (Level.CITY, Level.CITY, Level.PROVINCE, Level.COUNTY, Level.NATION)


def document(id_: str, region: str, norms: Sequence[ir.Norm], **more: Any) -> Document:
    """A compiled document; `more` replaces what it is."""
    title = f"文件{id_}"
    clauses = [
        Clause(c, title, None, (), c, "", (), c, 0, 1, (), (), ()) for c in dict.fromkeys(n.clause for n in norms)
    ]
    plain = Document(
        id=id_, title=title, number=None, year=2023, kind="规划", issuers=("甲局",), issuer_level=Level.CITY,
        region=region, addressees=(), issued="2023-07-30", starts="2023-07-30", starts_basis="印发之日", ends="",
        ends_basis="未载", force=(), received=Received("", "", 0), masked=(), missing=(), digest=id_,
        regulates=tuple(regulated(norms)), readings=(), reviews=(), clause_list=raw(clauses), norm_list=raw(norms),
    )  # fmt: skip
    return structs.replace(plain, **more)


@st.composite
def documents(
    draw: st.DrawFn, menu: Menu, region: str, prefix: str, most: int = 3, rules: tuple[int, int] = (1, 4),
    plain: bool = False,
) -> tuple[Document, ...]:  # fmt: skip
    """Some documents of a region, of the province above it and of a county in it; written as text or as norms."""
    made: list[Document] = []
    ids = [f"{prefix}{n}" for n in range(1, draw(st.integers(1, most)) + 1)]
    # An issuer has one level: a special text below the general one of the same issuer would be ranked in a circle.
    levels = {issuer: draw(st.sampled_from(_LEVELS)) for issuer in ("甲局", "乙局")}
    for id_ in ids:
        where = draw(st.sampled_from(_REACHES[region])) if len(ids) > 1 else region
        if plain:
            own = draw(norms(menu, id_, where, *rules, plain=True))
        elif draw(st.integers(0, 2)):
            own = compiled(draw(texts(menu, id_, where, *rules)), id_, where, menu.vocabulary)
        else:
            own = draw(norms(menu, id_, where, *rules))
        special = tuple(i for i in ids if i != id_ and draw(st.integers(0, 4)) == 0)
        issuer = _pick(draw, "甲局", "甲局", "乙局")
        made.append(
            document(
                id_,
                where,
                own,
                issuers=(issuer,),
                issuer_level=levels[issuer],
                issued=_pick(draw, "2020-01-01", "2022-03-01", "2023-07-30", ""),
                ends=_pick(draw, "", "", "", "", "2023-12-31"),
                special_to=special,
            )
        )
    return tuple(made)


def base_of(menu: Menu, documents: Sequence[Document]) -> RuleBase:
    """A rule base of these documents; the vocabulary is shared, not built anew."""
    base = RuleBase(CompiledBase(FORMAT, "", menu.vocabulary.data, tuple(documents)))
    base.vocabulary = menu.vocabulary
    return base


# --- values of facts -------------------------------------------------------------------------------------------------


def domain(vocabulary: Vocabulary, label: str) -> tuple[Value, ...]:
    """Every value of a fact of few values; for numbers of a wide range some near the lines that rules draw here."""
    term = vocabulary.facts[label]
    if term.datatype == "boolean":
        return (True, False)
    if term.multiple:
        subsets: list[tuple[str, ...]] = [()]
        for value in term.values:
            subsets += [(*s, value) for s in subsets]
        return tuple(subsets)
    if term.datatype == "category":
        return (*term.values, "") if term.burden else term.values
    low, high = Decimal(term.minimum or "0"), Decimal(term.maximum or "1000000000")
    step = Decimal("0.0001") if term.datatype == "ratio" else Decimal(1)
    if (high - low) / step <= 10:
        return tuple(low + step * n for n in range(int((high - low) / step) + 1))
    wide = ("0", "0.06", "0.0599", "0.6", "0.6001", "0.7499", "0.75", "0.7501") if term.datatype == "ratio" else (
        ("1", "2", "1999", "2000", "2001") if term.unit.startswith("人(常住") else ("0", "1", "2", "3", "14", "15", "16", "17"))  # fmt: skip
    return tuple(v for v in map(Decimal, wide) if low <= v <= high)
