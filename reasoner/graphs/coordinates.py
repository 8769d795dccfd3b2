"""Positions as GeoSPARQL: a point in well-known text with the system in which it was measured."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from reasoner.graphs.literals import is_literal
from reasoner.graphs.namespaces import GEO, ROOT
from reasoner.graphs.triples import Triples
from reasoner.intake.diagnostics_collector import Unreadable, joined

if TYPE_CHECKING:
    from rdflib.term import Node

WKT: Final = GEO + "asWKT"
WKT_LITERAL: Final = GEO + "wktLiteral"
_OGC = "http://www.opengis.net/def/crs/"
SYSTEMS: Final = {
    _OGC + "OGC/1.3/CRS84": ("WGS-84", False),
    _OGC + "EPSG/0/4326": ("WGS-84", True),
    _OGC + "EPSG/0/4490": ("CGCS2000", True),
    ROOT + "crs/GCJ-02": ("GCJ-02", False),
    ROOT + "crs/BD-09": ("BD-09", False),
}
"""The system that an IRI names, and whether its first number is the latitude. GCJ-02 and BD-09 have no number at EPSG."""

_NUMBER = r"(-?[0-9]{1,3}(?:\.[0-9]{1,15})?)"
_POINT = re.compile(rf"(?:<([^<>\s]*)>\s*)?POINT\s*\(\s*{_NUMBER}\s+{_NUMBER}\s*\)", re.IGNORECASE)


def position_data(node: Node, triples: Triples) -> dict[str, str]:
    """The plain data 位置; raises `Unreadable` (G117)."""
    values = triples.values(node, WKT)
    if len(values) != 1 or not is_literal(values[0]):
        raise Unreadable("G117", f"位置 {triples.called(node)} 须有一个坐标", allowed="geo:asWKT")
    match = _POINT.fullmatch(str(values[0]).strip())
    system = SYSTEMS.get(match[1] or _OGC + "OGC/1.3/CRS84") if match else None
    if str(values[0].datatype) != WKT_LITERAL or match is None or system is None:
        allowed = f'"<坐标系> POINT(…)"^^geo:wktLiteral,坐标系为 {joined(SYSTEMS)}'
        raise Unreadable("G117", f"读不懂坐标 {triples.called(values[0])}", allowed=allowed)
    name, latitude_first = system
    first, second = (match[3], match[2]) if latitude_first else (match[2], match[3])
    return {"经度": first, "纬度": second, "坐标系": name}


def wkt(position: Mapping[str, object]) -> str:
    """The well-known text of a position that the intake found sound."""
    name = " ".join(str(position["坐标系"]).split())
    longitude, latitude = (_digits(position[k]) for k in ("经度", "纬度"))
    iri, latitude_first = next((iri, first) for iri, (known, first) in SYSTEMS.items() if known == name)
    pair = f"{latitude} {longitude}" if latitude_first else f"{longitude} {latitude}"
    return f"<{iri}> POINT({pair})"


def _digits(raw: object) -> str:
    return raw.strip() if isinstance(raw, str) else format(raw, "f") if hasattr(raw, "as_tuple") else str(raw)
