"""The regions of the ontology as plain data: divisions of GB/T 2260 and the management areas that join some of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from policy_dsl.terminology.graph import GEO, RDFS, REGION, SKOS, Ontology

if TYPE_CHECKING:
    from rdflib.term import Node

LEVELS: Final = {"Province": "province", "Prefecture": "prefecture", "County": "county", "ManagementArea": "area"}
"""The level of a region by its class."""
_ABOVE: Final = {
    "province": ("",),
    "prefecture": ("province",),
    "county": ("prefecture", "province"),
    "area": ("prefecture",),
}
"""The levels that may stand directly above one; a county directly under its province is its own pooling region."""


def regions(ontology: Ontology) -> list[dict[str, Any]]:
    """Every region in the order of codes, without empty fields; faults are recorded in the ontology."""
    nodes = [(n, level) for name, level in LEVELS.items() for n in ontology.instances(name)]
    found = {str(node).removeprefix(REGION): _region(ontology, node, level) for node, level in nodes}
    areas: dict[str, str] = {}
    for node, _ in nodes:
        data = found[str(node).removeprefix(REGION)]
        above = found.get(data["parent"], {}).get("level", "")
        if above not in _ABOVE[data["level"]] or (data["parent"] and not above):
            ontology.fault("V108", node, data["parent"] or "没有上级")
        _check_members(ontology, node, data, found, areas)
    rows = sorted(found.values(), key=lambda row: str(row["code"]))
    return [{name: value for name, value in row.items() if value not in ("", [])} for row in rows]


def _region(ontology: Ontology, node: Node, level: str) -> dict[str, Any]:
    """The data of one region, empty fields kept."""
    data: dict[str, Any] = {
        "code": ontology.text(node, SKOS + "notation"),
        "name": ontology.text(node, RDFS + "label", "zh"),
        "level": level,
        "parent": ontology.text(node, GEO + "sfWithin").removeprefix(REGION),
        "aliases": [str(v) for v in ontology.all(node, SKOS + "altLabel")],
        "members": [str(v).removeprefix(REGION) for v in ontology.all(node, GEO + "sfContains")],
        "iri": str(node),
        "definition": ontology.text(node, SKOS + "definition", "zh"),
        "source": ontology.clause(node),
        "note": ontology.text(node, SKOS + "scopeNote", "zh"),
    }
    if not data["name"]:
        ontology.fault("V101", node)
    digits, dash, key = data["code"].partition("-")
    well_formed = len(digits) == 6 and digits.isascii() and digits.isdecimal() and bool(key) is (level == "area")
    if not well_formed or bool(dash) is not bool(key):
        ontology.fault("V114", node, data["code"], "六位数字;管理区域为其市的代码加连字符和字母,如 370200-sbj")
    elif str(node) != REGION + data["code"]:
        ontology.fault("V114", node, f"代码 {data['code']} 与 IRI 不同")
    return data


def _check_members(
    ontology: Ontology, node: Node, data: dict[str, Any], found: dict[str, dict[str, Any]], areas: dict[str, str]
) -> None:
    """A management area joins counties of its own city, and no county is in two; `areas` collects whose each is."""
    if data["level"] == "area" and not data["members"]:
        ontology.fault("V109", node, "没有成员")
    for code in data["members"]:
        member = found.get(code, {})
        if (member.get("level"), member.get("parent")) != ("county", data["parent"]):
            ontology.fault("V109", node, code)
        elif areas.setdefault(code, data["code"]) != data["code"]:
            ontology.fault("V109", node, f"{code} 已属于 {areas[code]}")
