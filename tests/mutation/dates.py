"""Mutants of meta.toml: the days of force one day off, and what else a verdict says because of it.

Each is one change of the document tree that tomlkit reads; written out, all else stays as it stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

import tomlkit

from .mutants import Mutant

_LEVELS = ("市", "省", "国家")
_DAYS = ("issued", "starts", "ends")


def meta_mutants(document: str, text: str, other_region: str) -> Iterator[Mutant]:
    """One fact of the document wrong; issue and commencement also together, where they are one day."""
    meta = tomlkit.parse(text).unwrap()
    force = meta["force"]
    days = {key: (meta | force)[key] for key in _DAYS}

    def mutant(what: str, **values: str | int) -> Mutant:
        return Mutant(f"{document}/meta.toml | date | {what}", document, "date", "", meta=_changed(text, values))

    for key, day in days.items():
        for step in (-1, 1) if day else ():
            yield mutant(f"{key} {day} {step:+d}", **{key: _shifted(day, step)})
        if day:
            yield mutant(f"{key} {day} left out", **{key: ""})
    if days["starts"] and days["starts"] == days["issued"]:
        for step in (-1, 1):
            day = _shifted(days["starts"], step)
            yield mutant(f"issued and starts {days['starts']} {step:+d}", issued=day, starts=day)
    if not days["ends"]:
        yield mutant("ends 2025-12-31 added", ends_basis="规划期", ends="2025-12-31")
    else:
        yield mutant("no end", ends="", ends_basis="未载")
    if not days["starts"]:
        year = meta["year"]
        for other_year in (year - 1, year + 1):
            yield mutant(f"year {year} → {other_year}", year=other_year)
        begun = f"{year}-01-01"
        yield mutant(f"starts {begun} added", starts_basis="明文", starts=begun)
    if force["ends_basis"] == "不明":
        yield mutant("ends_basis 不明 → 未载", ends_basis="未载")

    def other(what: str, new: str) -> Mutant:
        return Mutant(f"{document}/meta.toml | document | {what}", document, "document", "", meta=new)

    yield other(f"region → {other_region}", _changed(text, {"region": other_region}))
    yield other("kind", _changed(text, {"kind": "意见" if meta["kind"] == "指导意见" else "指导意见"}))
    for level in _LEVELS:
        if level != meta["issuer_level"]:
            yield other(f"issuer_level → {level}", _changed(text, {"issuer_level": level}))
    if meta.get("missing"):
        without = tomlkit.parse(text)
        del without["missing"]
        yield other("missing parts not told", tomlkit.dumps(without))


def _changed(text: str, values: Mapping[str, str | int]) -> str:
    """The file with other values of keys, which stand at its top or in its table of force."""
    tree = tomlkit.parse(text)
    for key, value in values.items():
        (table,) = [t for t in (tree, tree["force"]) if key in t]
        table[key] = value
    return tomlkit.dumps(tree)


def _shifted(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days)).isoformat()
