"""What random rules may speak of: facts, places, matters and kinds of institution, and the values that a fact may have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from itertools import combinations_with_replacement

from msgspec import structs

from policy_dsl.ir import Likeness
from policy_dsl.vocabulary import FigurePair, Term, Vocabulary, VocabularyData
from reasoner.driver.current_rule_base import rule_base
from reasoner.model.application import Value

REGION_ROLES = ("全市", "本统筹区", "本区县", "所在医保管理区域")


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


def every_pair_declared(data: VocabularyData) -> VocabularyData:
    """A vocabulary that says of every two figures when they may be compared, in one way or another; what it said stays."""
    figures = [t.label for t in data.terms if t.kind == "fact" and t.is_figure]
    declared = {p.figures for p in data.pairs}
    kinds = (Likeness.SAME_PERIOD, Likeness.SAME_DAY, Likeness.LATEST)
    undeclared = [f for f in combinations_with_replacement(figures, 2) if f not in declared]
    pairs = [FigurePair(f, kinds[number % 3], "随机") for number, f in enumerate(undeclared)]
    return structs.replace(data, pairs=(*data.pairs, *pairs))


@cache
def full() -> Menu:
    """Much of the real vocabulary: every sort of fact, every kind of subject."""
    return Menu(
        vocabulary=Vocabulary(every_pair_declared(rule_base().compiled.vocabulary)),
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
        booleans=("连锁", "集团化", "管理规范", "符合定点条件", "医保基金当期赤字", "照护资源不足地区", "服务盲点区域"),
        categories=("床位类别", "等级", "举办主体"),
        several=("重点建设项目", "已定点"),
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
    "已定点": ("住院", "个人账户"),
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
    data = every_pair_declared(rule_base().compiled.vocabulary)
    regions = tuple(
        structs.replace(r, members=tuple(m for m in r.members if m in _REGIONS))
        for r in data.regions
        if r.code in _REGIONS
    )
    organs = tuple(o for o in data.organs if o.region in _REGIONS)
    return structs.replace(data, terms=tuple(map(_few_values, data.terms)), regions=regions, organs=organs)


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
        booleans=("连锁", "管理规范", "符合定点条件", "医保基金当期赤字", "服务盲点区域"),
        places={
            "370200": ("市本级", "市南区", "城阳区"),
            "410000": ("济源市", "中牟县"),
            "370000": ("城阳区",),
        },
    )


def contradicts(vocabulary: Vocabulary, matter: str, kind: str, label: str, value: Value | None) -> bool:
    """Whether intake would ask back: a contract that is held and asked for, beds that the kind cannot have."""
    if label == "床位类别" and isinstance(value, str) and value:
        return kind in vocabulary.terms[value].not_of
    adds = vocabulary.matters[matter]
    return label == "已定点" and isinstance(value, tuple) and not adds.adds_to and {*adds.adds} <= {*value} != set()


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
