"""Comparisons that the tests of their forms read, and ways to read the forms."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from msgspec.structs import replace

from policy_dsl.ir import Effect, Strength, from_data, to_data
from reasoner.analysis.rule_set import Compared
from reasoner.compare.comparison import compare
from reasoner.compare.report.terminal_view import comparison_text
from reasoner.compare.result import Comparison
from reasoner.driver.current_rule_base import rule_base
from reasoner.model.rule_base import RuleBase
from reasoner.render.typeset import on_screen

DAY = "2025-12-31"
BEDS, CARE = "新增购买住院床位", "新增居家照护定点"
RULE = {
    "rule": "d/3.1.p2#某规则", "clause": "d/3.1.p2", "document": "某规划", "number": "青某发1号", "place": "第三部分第二段",
    "quote": "某原文。", "text": "某规则的意思", "reaches": True, "kind": "限制",
}  # fmt: skip


@cache
def _pair(name: str, region: str, matter: str, *kinds: str) -> str:
    base = rule_base()
    found = compare(
        Compared("青岛市", base, "370200"), Compared(name, base, region), DAY, matters=[matter], kinds=kinds
    )
    return json.dumps(to_data(found), ensure_ascii=False)


@cache
def _reading() -> str:
    base = rule_base()
    other = base.variant("qingdao-2023-18-medical", "优先不解除步行限制")
    sides = Compared("所采理解", base, "370200"), Compared("另一种理解(优先不解除步行限制)", other, "370200")
    matters, kinds = ["新增门诊统筹和门诊慢特病定点", BEDS], ["社区卫生服务中心", "综合医院"]
    return json.dumps(to_data(compare(*sides, DAY, matters=matters, kinds=kinds, together=True)), ensure_ascii=False)


def beds() -> dict[str, Any]:
    """Qingdao and Henan on beds, two groups of institutions; through JSON as another program would have it."""
    return json.loads(_pair("河南省", "410000", "新增购买住院床位", "综合医院", "护理院", "康复医院"))


def silent() -> dict[str, Any]:
    return json.loads(_pair("泉州市", "350500", "新增购买住院床位", "综合医院", "康复医院"))


def permitting() -> Compared:
    """Henan as if its encouragement on long-term care (3.2.i2.i3.s3) were a permission: no region held permits there."""
    base = rule_base()
    norms = [
        replace(n, effect=Effect.PERMIT, strength=Strength.MAY)
        if CARE in n.matters and n.effect is Effect.PREFER
        else n
        for n in base.documents["henan-2025"].all_norms
    ]
    documents = tuple(d.with_norms(norms) if d.id == "henan-2025" else d for d in base.compiled.documents)
    return Compared("河南省", RuleBase(replace(base.compiled, documents=documents)), "410000")


@cache
def _care(day: str) -> str:
    qingdao = Compared("青岛市", rule_base(), "370200")
    comparison = compare(qingdao, permitting(), day, matters=[CARE], kinds=["社区卫生服务中心"])
    return json.dumps(to_data(comparison), ensure_ascii=False)


def care(day: str = DAY) -> dict[str, Any]:
    """Qingdao on home care, and such a Henan."""
    return json.loads(_care(day))


def reading() -> dict[str, Any]:
    return json.loads(_reading())


def typed(data: Any) -> Any:
    """One comparison or several from what another program has of them; typed ones as they are."""
    if isinstance(data, list):
        return [typed(d) for d in data]
    return data if isinstance(data, Comparison) else from_data(data, Comparison)


def text(data: Any, **options: Any) -> str:
    return comparison_text(typed(data), rule_base(), **({"width": 80, "colour": False} | options))


def flat(shown: str) -> str:
    """Words as they stand on screen, whatever the lines."""
    return "".join(on_screen(shown).split())


def witnesses(data: dict[str, Any]) -> list[dict[str, Any]]:
    """Those of the first of each group of kinds that the rules cannot tell apart."""
    first = {(r["matter"], r["alike"]): r for r in reversed(data["results"])}
    return [w for r in data["results"] if first[r["matter"], r["alike"]] is r for w in r["witnesses"]]


def decisive(witness: dict[str, Any], side: str) -> list[dict[str, Any]]:
    return [c for c in witness[side]["citations"] if c["role"] == "decisive"]


def spoken() -> dict[str, Any]:
    """A comparison with a silent side, and a rule of the other in the data."""
    data = silent()
    for r in data["results"]:
        r["speaking"] = {"a": [RULE | {"reaches": r["type"] != "康复医院"}], "b": []}
    return data
