"""Seeded faults: native checks of JSON, native checks of the graph and data shapes find the same facts and kinds."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from made import EX, FACTS, VOCABULARY, applications, unchecked

from reasoner.driver import current_rule_base
from reasoner.graphs.graph_files import load_graph
from reasoner.graphs.graph_reading import to_data
from reasoner.graphs.shapes import findings
from reasoner.graphs.validate import graph_findings, native_findings
from reasoner.graphs.validation_findings import Finding
from reasoner.graphs.write import turtle
from reasoner.intake.loaded_data import Loaded
from reasoner.interpreter.receipt import all_given

KINDS = {
    "range": ("F125", "F126"),
    "datatype": ("F122", "F123", "F124", "F127", "F128", "F129", "G106", "G107", "G108"),
    "name": ("F115", "F116", "F117", "G112"),
    "place": ("F118", "F119", "F120", "G113"),
    "several": ("F130", "G109", "G116"),
    "pair": ("F121",),
    "twice": ("F131",),
    "excess": ("G119",),
    "missing": ("F114", "F136"),
    "origin": ("F137",),
    "evidence": ("F138",),
    "confirmed": ("F139",),
}
KIND = {code: kind for kind, codes in KINDS.items() for code in codes}

PARTS = VOCABULARY.parts
EXCESSES = {(part, "excess") for part, _ in PARTS}

Seed = Callable[[dict[str, Any], st.DataObject], bool]
"""Puts one fault into an application; False where it does not fit."""


def _own(label: str, *bad: Any) -> Seed:
    def seed(whole: dict[str, Any], data: st.DataObject) -> bool:
        target = whole if FACTS[label].subject == "申请" else whole["机构"]
        target[label] = data.draw(st.sampled_from(bad))
        return True

    return seed


def _value(datatype: str, *bad: Any) -> Seed:
    """A bad value for one indicator that no other item is about."""

    def seed(whole: dict[str, Any], data: st.DataObject) -> bool:
        held = {i["名称"] for i in whole.setdefault("指标", [])}
        free = [
            t.label for t in FACTS.values() if t.subject == "地区" and t.datatype == datatype and t.label not in held
        ]
        if not free:
            return False
        item = {"地区": "370214", "名称": data.draw(st.sampled_from(free)), "数值": data.draw(st.sampled_from(bad))}
        whole["指标"].append({k: v for k, v in item.items() if v is not ...})
        return True

    return seed


def _beside(**more: Any) -> Seed:
    """A sound value of an indicator that no other item is about, with something wrong in where it comes from."""

    def seed(whole: dict[str, Any], data: st.DataObject) -> bool:
        taken = {i["名称"] for i in whole.setdefault("指标", [])}
        free = [t.label for t in FACTS.values() if t.subject == "地区" and t.datatype == "count"]
        free = [label for label in free if label not in taken and not any(label in pair for pair in PARTS)]
        if free:
            whole["指标"].append({"地区": "370214", "名称": data.draw(st.sampled_from(free)), "数值": 100} | more)
        return bool(free)

    return seed


def _unknown_region(whole: dict[str, Any], data: st.DataObject) -> bool:
    label = data.draw(st.sampled_from(["常住人口", "参保人口"]))
    if any(i["名称"] == label for i in whole.setdefault("指标", [])):
        return False
    whole["指标"].append({"地区": "999999", "名称": label, "数值": 100})
    return True


def _unknown_indicator(whole: dict[str, Any], _: st.DataObject) -> bool:
    whole.setdefault("指标", []).append({"地区": "370214", "名称": "病床使用", "数值": 1})
    return True


def _wrong_asker(whole: dict[str, Any], data: st.DataObject) -> bool:
    members = VOCABULARY.matters[whole["事项"]].members
    others = [t for t in VOCABULARY.types if t not in members]
    whole["机构"]["类型"] = data.draw(st.sampled_from(others)) if others else whole["机构"]["类型"]
    return bool(others)


def _two_types(whole: dict[str, Any], _: st.DataObject) -> bool:
    members = VOCABULARY.matters[whole["事项"]].members
    if len(members) < 2 or isinstance(whole["机构"].get("类型"), list):
        return False
    whole["机构"]["类型"] = list(members[:2])
    return True


def _twice(whole: dict[str, Any], _: st.DataObject) -> bool:
    known = [i for i in whole.get("指标", ()) if i["名称"] in FACTS and i["地区"] in VOCABULARY.regions and "数值" in i]
    if known:
        whole["指标"].append(dict(known[0]))
    return bool(known)


def _excess(whole: dict[str, Any], data: st.DataObject) -> bool:
    part, total = data.draw(st.sampled_from([("医保购买精神床位数", "精神科床位数"), ("失智专区床位数", "院护床位数")]))
    if any(i["名称"] in (part, total) for i in whole.setdefault("指标", [])):
        return False
    for label, value in ((part, 11), (total, 10)):
        whole["指标"].append({"地区": "370200", "名称": label, "数值": value, "时点": "2023"})
    return True


def _without(key: str) -> Seed:
    def seed(whole: dict[str, Any], _: st.DataObject) -> bool:
        return whole.pop(key, None) is not None

    return seed


SEEDS: dict[str, Seed] = {
    "床位数": _own("床位数", -1, 0, Decimal("1.5"), True),
    "等级": _own("等级", "特级", ["一级", "二级"]),
    "举办主体": _own("举办主体", "某大学"),
    "已定点": _own("已定点", "也许", ["住院", "也许"]),
    "连锁": _own("连锁", 0),
    "名称": _own("名称", True),
    "所在地": _own("所在地", "999999", "370200-sbj", "370000"),
    "日期": _own("日期", "2024-02-30"),
    "比率": _value("ratio", Decimal("17.4"), Decimal(-2), "七成", True, ...),
    "数量": _value("count", -1, Decimal("0.5"), "很多", ...),
    "是否": _value("boolean", 1, "有", ...),
    "地区": _unknown_region,
    "指标": _unknown_indicator,
    "类型": _two_types,
    "编号": _without("编号"),
    "来源类型": _beside(来源类型="统计局"),
    "确认人": _beside(确认人="某某"),
    "有效期至": _beside(有效期至="2025-12-31"),
    "有效的日期": _beside(确认人="某某", 有效期至="2025-02-30"),
    "依据": _beside(依据={"编号": "5号"}),
}
ALONE: dict[str, Seed] = {"可申请": _wrong_asker, "两次": _twice, "部分": _excess}
"""Faults that the native checks look for only where nothing else is wrong, or that change what others mean."""


def kinds(found: list[Finding]) -> set[tuple[str, str]]:
    """Facts and kinds; what is no fact has no name, and a value of the wrong datatype is out of any range."""
    every = {(f.fact if f.fact in FACTS else "", KIND[f.code]) for f in found}
    return {(fact, kind) for fact, kind in every if kind != "range" or (fact, "datatype") not in every}


@st.composite
def seeded(draw: st.DrawFn, seeds: dict[str, Seed]) -> tuple[dict[str, Any], list[str]]:
    """An application with a few of these faults, and their names."""
    whole = draw(applications())
    for key in ("认定", "位置"):
        whole.pop(key, None)
    whole["机构"].pop("镇街", None)
    most = 4 if seeds is SEEDS else 1
    chosen = draw(st.lists(st.sampled_from(list(seeds)), max_size=most, unique=True))
    return whole, [name for name in chosen if seeds[name](whole, draw(st.data()))]


@settings(
    max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), phases=(Phase.explicit, Phase.generate)
)
@pytest.mark.parametrize("seeds", [SEEDS, ALONE], ids=["together", "alone"])
@given(data=st.data())
def test_native_checks_and_shapes_find_the_same(seeds: dict[str, Seed], data: st.DataObject) -> None:
    """Six applications in one graph, since a run of the shapes takes as long for one as for six."""
    made = data.draw(st.lists(seeded(seeds), min_size=6, max_size=6))
    for number, (whole, _) in enumerate(made):
        if "编号" in whole:
            whole["编号"] = f"A-{number}"
    reader, terms = current_rule_base.reader(), current_rule_base.terms()
    resources = [r for i, (whole, _) in enumerate(made) for r in unchecked(whole, f"{EX}{i}/")]
    triples = load_graph(turtle(resources).encode(), "a.ttl")
    # The shapes in SPARQL take longer than all others together.
    files = ("application.ttl", "relations.ttl") if seeds is ALONE else ("application.ttl",)
    shaped = findings(triples, terms, *files)
    joint = graph_findings(triples, reader, terms)[0]
    for number, (whole, put) in enumerate(made):
        native = kinds(native_findings(Loaded(whole, "a.json"), reader)[0])
        mine = f"{EX}{number}/"
        # One part above its whole is told once nothing else is wrong, here in the application, below in the file.
        beside = EXCESSES if seeds is SEEDS or native - EXCESSES else set()
        assert native - beside == kinds([f for f in shaped if f.node.startswith(mine)]) - beside, (put, whole)
        assert native - EXCESSES == kinds([f for f in joint if f.node.startswith(mine)]) - EXCESSES, (put, whole)
        assert len(native) >= len({p for p in put if p not in ("比率", "数量", "是否")})
    if not any(put for _, put in made):
        assert [all_given(a) for a in to_data(triples, terms).applications(reader)] == [
            all_given(reader.read(w)[0]) for w, _ in made
        ]
