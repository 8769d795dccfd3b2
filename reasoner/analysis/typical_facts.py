"""What is usual of a fact: round figures of a city of ten million people in which no rule bites.

A witness departs from these in as few facts as it can, so that a reader sees what the difference turns on. They are no
data of any city and decide nothing: whatever the solver finds is judged again with the figures that it shows.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from policy_dsl.vocabulary import Vocabulary
from reasoner.interpreter.condition_evaluation import FactRef
from reasoner.model.application import Value

_FIGURES: Final[dict[tuple[str, str], str]] = {
    ("申请", "床位数"): "100",
    ("申请", "步行15分钟内同类型定点机构数"): "0",
    ("申请", "所在镇街院护机构数"): "1",
    ("全市", "床位使用率"): "0.85",
    ("本区县", "床位使用率"): "0.85",
    ("所在医保管理区域", "床位使用率"): "0.85",
    ("全市", "院护床位使用率"): "0.8",
    ("本区县", "院护床位使用率"): "0.8",
    ("所在医保管理区域", "院护床位使用率"): "0.8",
    ("全市", "医疗费用增长率"): "0.06",
    ("本区县", "医疗费用增长率"): "0.05",
    ("所在医保管理区域", "医疗费用增长率"): "0.05",
    ("全市", "医保购买住院床位数"): "60000",
    ("全市", "医保购买康复床位数"): "2000",
    ("全市", "医保购买中医床位数"): "5000",
    ("全市", "医保购买精神床位数"): "4000",
    ("全市", "精神科床位数"): "5000",
    ("全市", "常住人口"): "10000000",
    ("本区县", "常住人口"): "1000000",
    ("全市", "参保人口"): "9000000",
    ("本区县", "参保人口"): "900000",
    ("全市", "60岁以上常住老年人口"): "2000000",
    ("本区县", "60岁以上常住老年人口"): "200000",
    ("全市", "重度失能老人数"): "40000",
    ("本区县", "重度失能老人数"): "4000",
    ("全市", "居家照护定点机构数"): "1000",
    ("本区县", "居家照护定点机构数"): "100",
    ("全市", "院护床位数"): "8000",
    ("本区县", "院护床位数"): "1000",
    ("全市", "失智专区床位数"): "800",
    ("本区县", "失智专区床位数"): "100",
    ("全市", "预期享受长护险待遇人数"): "60000",
    ("全市", "定点医药机构数"): "4000",
    ("全市", "定点医药机构配置总量"): "5000",
}  # fmt: skip

YES: Final = ("资质合规", "管理规范", "信誉良好", "安全供应", "布局合理", "符合定点条件")
"""Booleans that are usually true; the others usually are not."""

_BEDS: Final = {
    "中医医院": "中医", "中西医结合医院": "中医", "民族医医院": "中医", "康复医院": "康复", "精神专科医院": "精神",
}  # fmt: skip
"""The beds that an institution of one trade asks for; others ask for 综合."""


def asks_for_contract(matter: str) -> bool:
    """Whether who asks is taken as not yet 定点 where nothing is said; who asks for beds mostly is."""
    return matter.startswith("新增") and "定点" in matter


def ordinary(key: FactRef, matter: str, kind: str, vocabulary: Vocabulary) -> Value | None:
    """The usual value of a fact for an institution of some kind that asks for something; None where there is none."""
    role, label, _ = key
    term = vocabulary.facts[label]
    if label == "床位类别":
        return _BEDS.get(kind, "综合")
    if label == "已定点" and term.multiple:
        service = vocabulary.matters[matter].adds_to
        return (service,) if service and not asks_for_contract(matter) else ()
    if label == "已定点":
        return not asks_for_contract(matter)
    if term.datatype == "boolean":
        return label in YES
    if term.burden:
        return () if term.multiple else ""
    if (role, label) in _FIGURES:
        return Decimal(_FIGURES[role, label])
    return None


def services_of(kind: str, vocabulary: Vocabulary) -> frozenset[str]:
    """The services that a kind of institution may hold: those which the matters that it may ask for add, or add to."""
    matters = (m for m in vocabulary.matters.values() if kind in m.members)
    return frozenset(service for m in matters for service in (*m.adds, m.adds_to))


_COSTLY: Final = {
    "床位数": 40,
    **dict.fromkeys(("常住人口", "参保人口", "60岁以上常住老年人口", "重度失能老人数"), 20),
    **dict.fromkeys(("预期享受长护险待遇人数", "定点医药机构配置总量", "place"), 20),
}

CHEAPEST: Final = 10


def cost(literal: str) -> int:
    """How odd it is that a fact is not usual: CHEAPEST for most; a little more for what a whole city has in common; most
    where the size of a city or of a hospital would change. Fewer facts always come first, but for those last ones.
    """
    name = literal.partition(":")[2]
    role, _, label = name.rpartition(".")
    return _COSTLY.get(label.partition("@")[0], CHEAPEST + (role == "全市"))
