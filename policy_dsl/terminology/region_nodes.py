"""The regions of the ontology: divisions of GB/T 2260 and the management areas that join some of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from policy_dsl.rdf_namespaces import GEO, RDFS, REGION, SKOS, TL
from policy_dsl.terminology.graph import Ontology
from policy_dsl.vocabulary import Region, RegionLevel

if TYPE_CHECKING:
    from rdflib.term import Node

LEVELS: Final[dict[str, RegionLevel]] = {
    "Nation": "nation",
    "Province": "province",
    "Prefecture": "prefecture",
    "County": "county",
    "ManagementArea": "area",
}
"""The level of a region by its class."""
_ABOVE: Final[dict[RegionLevel, tuple[str, ...]]] = {
    "nation": ("",),
    "province": ("",),
    "prefecture": ("province",),
    "county": ("prefecture", "province"),
    "area": ("prefecture",),
}
"""The levels that may stand directly above one; a county directly under its province is its own pooling region."""


def regions(ontology: Ontology) -> list[Region]:
    """Every region in the order of codes; faults are recorded in the ontology."""
    levels = {node: level for name, level in LEVELS.items() for node in ontology.instances(name)}
    by_code = {str(node).removeprefix(REGION): _region(ontology, node, level) for node, level in levels.items()}
    areas: dict[str, str] = {}
    for node in levels:
        region = by_code[str(node).removeprefix(REGION)]
        above = by_code[region.parent].level if region.parent in by_code else ""
        if above not in _ABOVE[region.level] or (region.parent and not above):
            ontology.fault("V108", node, region.parent or "没有上级")
        _check_members(ontology, node, region, by_code, areas)
    return sorted(by_code.values(), key=lambda region: region.code)


def _region(ontology: Ontology, node: Node, level: RegionLevel) -> Region:
    region = Region(
        code=ontology.text(node, SKOS + "notation"),
        name=ontology.text(node, RDFS + "label", "zh"),
        level=level,
        parent=ontology.text(node, GEO + "sfWithin").removeprefix(REGION),
        aliases=tuple(str(v) for v in ontology.all(node, SKOS + "altLabel")),
        spoken=tuple(sorted(str(v) for v in ontology.all(node, TL + "spoken"))),
        written=ontology.written(node),
        members=tuple(str(v).removeprefix(REGION) for v in ontology.all(node, GEO + "sfContains")),
        iri=str(node),
        definition=ontology.text(node, SKOS + "definition", "zh"),
        source=ontology.clause(node),
        note=ontology.text(node, SKOS + "scopeNote", "zh"),
        text_name=ontology.text(node, TL + "nameInTexts", "zh"),
    )
    if not region.name:
        ontology.fault("V101", node)
    digits, dash, key = region.code.partition("-")
    well_formed = len(digits) == 6 and digits.isascii() and digits.isdecimal() and bool(key) is (level == "area")
    if not well_formed or bool(dash) is not bool(key):
        ontology.fault("V114", node, region.code, "六位数字;管理区域为其市的代码加连字符和字母,如 370200-sbj")
    elif str(node) != REGION + region.code:
        ontology.fault("V114", node, f"代码 {region.code} 与 IRI 不同")
    return region


def _check_members(
    ontology: Ontology, node: Node, region: Region, by_code: Mapping[str, Region], areas: dict[str, str]
) -> None:
    """A management area joins counties of its own city, and no county is in two; `areas` collects whose each is."""
    if region.level == "area" and not region.members:
        ontology.fault("V109", node, "没有成员")
    for code in region.members:
        member = by_code.get(code)
        if member is None or (member.level, member.parent) != ("county", region.parent):
            ontology.fault("V109", node, code)
        elif areas.setdefault(code, region.code) != region.code:
            ontology.fault("V109", node, f"{code} 已属于 {areas[code]}")
