"""The part of the proof checker that turns readings: what a verdict says of alternatives is derived again.

It goes by the marks on the rules (异读, removes) and not by the lists that the compiler made of them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Data = dict[str, Any]
Derive = Callable[[Data, Data], Data]


def readings_of(verdict: Data, expected: Data, base: Data, derive: Derive) -> list[Data]:
    """What `readings` of a verdict must say; `expected` is the verdict derived under the readings in use."""
    parents = {r["code"]: r.get("parent", "") for r in base["vocabulary"]["regions"]}
    above, code = [], verdict["region"] or ""
    while code:
        above.append(code)
        code = parents[code]
    entries = []
    used = {c["rule"] for c in expected["citations"]}
    for document in base["documents"]:
        if document["region"] not in above or document["id"] not in verdict.get("only", [document["id"]]):
            continue
        for reading in document["readings"]:
            turned = turn(document, reading)
            moved = [n for n in document["norms"] if (n in turned) != (n["alternative_of"] is None)]
            cited = any(n["id"] in used and reading["name"] in n["readings"] for n in document["norms"])
            if not cited and not any(verdict["matter"] in n["matters"] for n in moved):
                continue
            entry = {k: reading[k] for k in ("used", "alternative", "basis", "confirmed_by")}
            entry |= {"document": document["id"], "reading": reading["name"], "runnable": bool(moved)}
            entry |= {"outcome": None, "label": None, "possible": None, "changes": False}
            if moved:
                other = derive(verdict, _with(base, document, turned))
                entry |= {k: other[k] for k in ("outcome", "label", "possible")}
                entry["changes"] = other["outcome"] != expected["outcome"]
            if entry["changes"] or document["id"] in expected["reasons"]["governing"]:
                entries.append(entry)
    return entries


def turn(document: Data, reading: Data) -> list[Data]:
    """The rules that decide under the alternative of a reading, in the order of the document."""
    name = reading["name"]
    replaced = [(n["clause"], n["name"]) for n in document["norms"] if n["alternative_of"] == name]
    gone = [f"{document['id']}/{rule}" for rule in reading["removes"]]
    return [
        n
        for n in document["norms"]
        if n["alternative_of"] == name
        or (n["alternative_of"] is None and (n["clause"], n["name"]) not in replaced and n["id"] not in gone)
    ]


def _with(base: Data, document: Data, norms: list[Data]) -> Data:
    """The rule base with these rules in use in one document."""
    used = [n | {"alternative_of": None} for n in norms]
    turned = document | {"norms": used, "regulates": sorted({m for n in used for m in n["matters"]})}
    return base | {"documents": [turned if d is document else d for d in base["documents"]]}
