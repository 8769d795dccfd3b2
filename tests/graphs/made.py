"""Applications made up of every fact of the vocabulary, and graphs written without any check, for seeding faults."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from policy_dsl.vocabulary import Term
from reasoner.driver import in_use
from reasoner.graphs import names as n
from reasoner.graphs.statements import Iri, Lit, Resource
from reasoner.graphs.statements import Term as Node

VOCABULARY = in_use.rule_base().vocabulary
TERMS = in_use.terms()
FACTS = VOCABULARY.facts
REGIONAL = [t for t in FACTS.values() if t.subject == "地区"]
COUNTIES = [c for c, r in VOCABULARY.regions.items() if r.level in ("county", "prefecture")]
CODES = list(VOCABULARY.regions)
EX = "https://example.org/"

names = st.text("示例医院甲乙丙AB12·()", min_size=1, max_size=12).filter(lambda t: t.strip() == t)
periods = st.sampled_from(["2022", "2023-12", "2023-03-01", "2024-03-31", ""])


def values(term: Term) -> st.SearchStrategy[Any]:
    """Values of a term that the intake accepts, 不详 among them."""
    low = int(term.minimum or 0) if term.datatype == "count" else 0
    known: st.SearchStrategy[Any] = {
        "count": st.integers(low, 10**9),
        "ratio": st.decimals(Decimal(term.minimum or 0), Decimal(term.maximum or 1), places=6).map(_percent),
        "boolean": st.booleans(),
        "category": st.sampled_from(term.values or ("",)),
        "text": names,
    }[term.datatype if term.datatype != "date" else "text"]
    if term.multiple:
        known = st.lists(st.sampled_from(term.values), min_size=1, unique=True) | st.just("无") | st.just("未核实")
    return known | st.just("不详")


def _percent(value: Decimal) -> str:
    return f"{format(value.scaleb(2).normalize(), 'f')}%"


@st.composite
def applications(draw: st.DrawFn, number: str = "A-1") -> dict[str, Any]:
    """One sound application with any of the facts that there are."""
    matter = draw(st.sampled_from(list(VOCABULARY.matters)))
    facility: dict[str, Any] = {"类型": draw(st.sampled_from(VOCABULARY.matters[matter].members))}
    for term in FACTS.values():
        if term.subject == "机构" and term.label not in ("类型", "所在地") and draw(st.integers(0, 3)) == 3:
            facility[term.label] = draw(values(term))
    place = draw(st.sampled_from(COUNTIES))
    facility["所在地"] = draw(st.sampled_from([place, "不详"]) if draw(st.booleans()) else st.just(place))
    whole: dict[str, Any] = {"编号": number, "事项": matter, "日期": "2024-05-01", "机构": facility}
    for term in FACTS.values():
        if term.subject == "申请" and term.label not in ("编号", "事项", "日期") and draw(st.booleans()):
            whole[term.label] = draw(values(term))
    near = [place, *VOCABULARY.chain(place), "370200-sbj"]
    keys = st.tuples(st.sampled_from(near), st.sampled_from(REGIONAL), periods)
    for region, term, when in draw(st.lists(keys, max_size=8, unique_by=lambda k: (k[0], k[1].label, k[2]))):
        item = {"地区": region, "名称": term.label, "数值": draw(values(term))}
        item |= {"时点": when} if when else {}
        whole.setdefault("指标", []).append(item | ({"来源": draw(names)} if draw(st.booleans()) else {}))
    judged = [t for t in FACTS.values() if t.subject == "机构" and t.datatype == "boolean" and t.label not in facility]
    for term in draw(st.lists(st.sampled_from(judged), max_size=2, unique_by=lambda t: t.label)) if judged else ():
        item = {
            "事项": term.label,
            "对象": "机构",
            "结论": draw(st.booleans()),
            "机关": draw(names),
            "日期": "2024-02-01",
        }
        whole.setdefault("认定", []).append(item | ({"依据": draw(names)} if draw(st.booleans()) else {}))
    town = facility.get("镇街")
    if town not in (None, "不详") and draw(st.booleans()):
        whole.setdefault("认定", []).append({"事项": "服务盲点区域", "对象": town, "结论": True, "机关": "市医保局"})
    if draw(st.booleans()):
        item = {
            "事项": "规划延续执行",
            "对象": "qingdao-2023-18-medical",
            "结论": draw(st.booleans()),
            "日期": "2026-01-05",
        }
        whole.setdefault("认定", []).append(item)
    if draw(st.booleans()):
        system = draw(st.sampled_from(["WGS-84", "GCJ-02", "BD-09", "CGCS2000"]))
        whole["位置"] = {"经度": "120.384428", "纬度": 36.1052, "坐标系": system}
    return whole


def unchecked(application: dict[str, Any], base: str = EX) -> list[Resource]:
    """An application as it stands, faults and all, under IRIs that begin with `base`; several values as several statements."""
    whole = Resource(base + "a").a(n.TL + "Application").add(n.APPLICANT, Iri(base + "f"))
    facility = Resource(base + "f").a(n.TL + "Facility")
    resources = [whole, facility]
    for key, value in application.items():
        if key in ("机构", "指标", "认定"):
            continue
        _say(whole, FACTS[key], value)
    for key, value in application.get("机构", {}).items():
        _say(facility, FACTS[key], value)
    for number, item in enumerate(application.get("指标", [])):
        seen = Resource(f"{base}o{number}").a(n.SOSA + "Observation")
        region = VOCABULARY.find_regions(str(item["地区"]))
        seen.add(n.OF, Iri(region[0].iri if region else f"{n.REGION}{item['地区']}"))
        term = FACTS.get(item["名称"])
        seen.add(n.INDICATOR, Iri(term.iri if term else f"{n.TL}{item['名称']}"))
        if item.get("数值", "不详") == "不详":
            seen.add(n.UNKNOWN, Iri(n.VALUE) if "数值" in item else None)
        elif term is not None:
            seen.add(n.VALUE, *(_node(v, term) for v in _list(item["数值"])))
        else:
            seen.add(n.VALUE, Lit("1", n.XSD + "integer"))
        if "时点" in item:
            kinds = {4: "gYear", 7: "gYearMonth", 10: "date"}
            seen.add(n.AS_AT, Lit(item["时点"], n.XSD + kinds[len(item["时点"])]))
        if "来源" in item:
            seen.add(n.SOURCE, Lit(item["来源"]))
        whole.add(n.OBSERVED, Iri(seen.iri))
        resources.append(seen)
    return resources


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _say(resource: Resource, term: Term, value: Any) -> None:
    if value in ("不详", "未核实", "无"):
        resource.add({"不详": n.UNKNOWN, "未核实": n.UNPROVED, "无": n.NONE}[value], Iri(term.iri))
        return
    for one in _list(value):
        resource.add(n.TYPE if term.label == "类型" else term.iri, _node(one, term))


def _node(value: Any, term: Term) -> Node:
    if term.label == "镇街":
        return Iri(EX + "town")
    if term.label == "所在地":
        found = VOCABULARY.find_regions(str(value))
        return Iri(found[0].iri if found else n.REGION + str(value))
    if term.datatype == "category" or term.label == "事项":
        known = {name: iri for iri, name in TERMS.values(term).items()}
        return Iri(known.get(value, f"{n.TL}noSuch{value}"))
    if isinstance(value, bool):
        return Lit("true" if value else "false", n.XSD + "boolean")
    if isinstance(value, int):
        return Lit(str(value), n.XSD + "integer")
    if isinstance(value, Decimal):
        return Lit(format(value, "f"), n.XSD + "decimal")
    if term.datatype == "date":
        return Lit(value, n.XSD + "date")
    if term.datatype == "ratio" and value.endswith("%"):
        return Lit(format(Decimal(value[:-1]).scaleb(-2), "f"), n.XSD + "decimal")
    return Lit(value)
