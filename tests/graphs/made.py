"""Applications made up of every fact of the vocabulary, and graphs written without any check, for seeding faults."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from policy_dsl.vocabulary import Term
from reasoner.driver import current_rule_base
from reasoner.graphs import namespaces as n
from reasoner.graphs.graph_builder import Iri, Lit, Resource
from reasoner.graphs.graph_builder import Term as Node
from reasoner.graphs.term_iris import ORIGINS
from reasoner.model.kinds import Origin

VOCABULARY = current_rule_base.rule_base().vocabulary
TERMS = current_rule_base.terms()
FACTS = VOCABULARY.facts
REGIONAL = [t for t in FACTS.values() if t.subject == "地区"]
COUNTIES = [c for c, r in VOCABULARY.regions.items() if r.level in ("county", "prefecture")]
CODES = list(VOCABULARY.regions)
EX = "https://example.org/"

organs = st.sampled_from(
    ["青岛市医疗保障局", "青岛市财政局", "青岛市医保中心", "青岛市崂山区医疗保障局", "河南省医疗保障局"]
)
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
    if term.yes_no:
        known |= st.just(True)
    return known | st.just("不详")


texts = st.text("结算数据统计公报5号()", min_size=1, max_size=9)
origins = st.sampled_from([o.value for o in Origin])
evidence = texts | st.fixed_dictionaries({"名称": texts}, optional={"编号": texts, "页": texts})
confirmed = st.fixed_dictionaries({"确认人": names, "有效期至": st.sampled_from(["2024-12-31", "2026-06-30"])})


@st.composite
def provenance(draw: st.DrawFn) -> dict[str, Any]:
    """The keys that say where a value comes from, any of them, or none."""
    if draw(st.booleans()):
        return {}
    stated: dict[str, Any] = draw(
        st.fixed_dictionaries({}, optional={"来源": texts, "来源类型": origins, "依据": evidence})
    )
    return stated | draw(confirmed | st.just({}))


@st.composite
def facts(draw: st.DrawFn, term: Term) -> Any:
    """A value of a fact, bare or with its day and source."""
    value, beside, when = draw(values(term)), draw(provenance()), draw(periods)
    return {"数值": value} | beside | ({"时点": when} if when else {}) if beside or draw(st.booleans()) else value


def _percent(value: Decimal) -> str:
    """Written with %, or, below one per cent, as a ratio: a rate of use that is so small and has a % is asked back."""
    return f"{format(value.scaleb(2).normalize(), 'f')}%" if abs(value) >= Decimal("0.01") else format(value, "f")


@st.composite
def applications(draw: st.DrawFn, number: str = "A-1") -> dict[str, Any]:
    """One sound application with any of the facts that there are."""
    matter = draw(st.sampled_from(list(VOCABULARY.matters)))
    kind = draw(st.sampled_from(VOCABULARY.matters[matter].members))
    facility: dict[str, Any] = {"类型": draw(st.sampled_from([kind, {"数值": kind, "来源": "执业许可证"}]))}
    for term in FACTS.values():
        if term.subject == "机构" and term.label not in ("类型", "所在地") and draw(st.integers(0, 3)) == 3:
            facility[term.label] = draw(facts(term))
    place = draw(st.sampled_from(COUNTIES))
    facility["所在地"] = draw(st.sampled_from([place, "不详"]) if draw(st.booleans()) else st.just(place))
    if draw(st.integers(0, 3)) == 3:
        facility["所在地"] = {"数值": facility["所在地"]} | draw(provenance())
    whole: dict[str, Any] = {"编号": number, "事项": matter, "日期": "2024-05-01", "机构": facility}
    for term in FACTS.values():
        if term.subject == "申请" and term.label not in ("编号", "事项", "日期") and draw(st.booleans()):
            whole[term.label] = draw(facts(term))
    _sound(whole, matter, kind)
    near = [place, *VOCABULARY.chain(place), "370200-sbj"]
    keys = st.tuples(st.sampled_from(near), st.sampled_from(REGIONAL), periods)
    for region, term, when in draw(st.lists(keys, max_size=8, unique_by=lambda k: (k[0], k[1].label, k[2]))):
        item = {"地区": region, "名称": term.label, "数值": draw(values(term))}
        item |= {"时点": when} if when else {}
        whole.setdefault("指标", []).append(item | draw(provenance()))
    judged = [t for t in FACTS.values() if t.subject == "机构" and t.datatype == "boolean" and t.label not in facility]
    for term in draw(st.lists(st.sampled_from(judged), max_size=2, unique_by=lambda t: t.label)) if judged else ():
        item = {
            "事项": term.label,
            "对象": "机构",
            "结论": draw(st.booleans()),
            "机关": draw(organs | st.lists(organs, min_size=1, max_size=3, unique=True)),
            "日期": "2024-02-01",
        }
        whole.setdefault("认定", []).append(item | draw(provenance()))
    town = bare(facility.get("镇街"))
    if town not in (None, "不详") and draw(st.booleans()):
        whole.setdefault("认定", []).append(
            {"事项": "服务盲点区域", "对象": town, "结论": True, "机关": "青岛市医保局"}
        )
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


def _sound(whole: dict[str, Any], matter: str, kind: str) -> None:
    """Leave out what contradicts the rest: a service held that the matter adds, beds that the kind cannot have, and a number
    of institutions of the town that leaves out the applicant.
    """
    adds = () if VOCABULARY.matters[matter].adds_to else VOCABULARY.matters[matter].adds
    if {*adds} & {*_list(bare(whole["机构"].get("已定点", "无")))}:
        del whole["机构"]["已定点"]
    beds = VOCABULARY.of_kind("value").get(str(bare(whole.get("床位类别"))))
    if beds is not None and kind in beds.not_of:
        del whole["床位类别"]
    contracts = bare(whole["机构"].get("已定点", "无"))
    in_town = bare(whole.get("所在镇街院护机构数"))
    if (contracts in (True, "是") or "院护" in _list(contracts)) and str(in_town).rstrip("家") in ("0", "0.0"):
        del whole["所在镇街院护机构数"]


def bare(fact: Any) -> Any:
    """The value of a fact, whether or not it is written with its source."""
    return fact["数值"] if isinstance(fact, dict) else fact


def unchecked(application: dict[str, Any], base: str = EX) -> list[Resource]:
    """An application as it stands, faults and all, under IRIs that begin with `base`; several values as several statements."""
    whole = Resource(base + "a").a(n.TL + "Application").add(n.APPLICANT, Iri(base + "f"))
    facility = Resource(base + "f").a(n.TL + "Facility")
    resources = [whole, facility]
    for key, value in application.items():
        if key not in ("机构", "指标", "认定"):
            resources += _own(whole, FACTS[key], value)
    for key, value in application.get("机构", {}).items():
        resources += _own(facility, FACTS[key], value)
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
        whole.add(n.OBSERVED, Iri(seen.iri))
        resources += [seen, *_from(seen, item)]
    return resources


def _own(about: Resource, term: Term, fact: Any) -> list[Resource]:
    """A fact of an application or institution: a property, and an observation where its source is told."""
    if not isinstance(fact, dict) or fact.keys() == {"数值"}:
        _say(about, term, bare(fact))
        return []
    seen = Resource(f"{about.iri}/{term.iri.removeprefix(n.TL)}").a(n.SOSA + "Observation")
    seen.add(n.OF, Iri(about.iri)).add(n.INDICATOR, Iri(term.iri))
    if term.datatype != "boolean" and not term.yes_no:
        _say(about, term, fact["数值"])
    if fact["数值"] in ("不详", "未核实", "无"):
        seen.add({"不详": n.UNKNOWN, "未核实": n.UNPROVED, "无": n.NONE}[fact["数值"]], Iri(n.VALUE))
    else:
        result = n.VALUE if isinstance(fact["数值"], bool) else TERMS.result(term)
        seen.add(result, *(_node(one, term) for one in _list(fact["数值"])))
    if "时点" in fact:
        kinds = {4: "gYear", 7: "gYearMonth", 10: "date"}
        seen.add(n.AS_AT, Lit(fact["时点"], n.XSD + kinds[len(fact["时点"])]))
    return [seen, *_from(seen, fact)]


def _from(seen: Resource, item: dict[str, Any]) -> list[Resource]:
    """What an item says of where its value comes from, as it stands."""
    seen.add(n.SOURCE, Lit(item["来源"]) if "来源" in item else None)
    if "来源类型" in item:
        iris = {o.value: iri for iri, o in ORIGINS.items()}
        seen.add(n.ORIGIN, Iri(iris.get(item["来源类型"], n.TL + "noSuchOrigin")))
    seen.add(n.CONFIRMED_BY, Lit(item["确认人"]) if "确认人" in item else None)
    seen.add(n.VALID_UNTIL, Lit(item["有效期至"], n.XSD + "date") if "有效期至" in item else None)
    proof = item.get("依据")
    if isinstance(proof, dict):
        paper = Resource(seen.iri + "/evidence").a(n.PROV + "Entity")
        for key, predicate in (("名称", n.TITLE), ("编号", n.NUMBER), ("页", n.PAGE)):
            paper.add(predicate, Lit(proof[key]) if key in proof else None)
        seen.add(n.EVIDENCE, Iri(paper.iri))
        return [paper]
    seen.add(n.EVIDENCE, Lit(proof) if proof else None)
    return []


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
    if (term.datatype == "category" and not isinstance(value, bool)) or term.label == "事项":
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
    if term.datatype == "ratio" and value.lstrip("-").replace(".", "", 1).isdigit():
        return Lit(value, n.XSD + "decimal")
    return Lit(value)
