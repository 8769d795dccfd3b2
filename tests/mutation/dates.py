"""Mutants of meta.toml: the days of force one day off, and what else a verdict says because of it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import date, timedelta

from .mutants import Mutant

_LEVELS = ("市", "省", "国家")


def meta_mutants(document: str, text: str, other_region: str) -> Iterator[Mutant]:
    """One fact of the document wrong; issue and commencement also together, where they are one day."""
    meta = tomllib.loads(text)
    force = meta["force"]
    days = {"issued": meta["issued"], "starts": force["starts"], "ends": force["ends"]}

    def mutant(what: str, new: str) -> Mutant:
        return Mutant(f"{document}/meta.toml | date | {what}", document, "date", "", meta=new)

    for key, day in days.items():
        for step in (-1, 1) if day else ():
            yield mutant(f"{key} {day} {step:+d}", _with(text, key, _shifted(day, step)))
        if day:
            yield mutant(f"{key} {day} left out", _with(text, key, ""))
    if days["starts"] and days["starts"] == days["issued"]:
        for step in (-1, 1):
            day = _shifted(days["starts"], step)
            yield mutant(
                f"issued and starts {days['starts']} {step:+d}", _with(_with(text, "issued", day), "starts", day)
            )
    if not days["ends"]:
        with_end = _with(_with(text, "ends_basis", "规划期"), "ends", "2025-12-31")
        yield mutant("ends 2025-12-31 added", with_end)
    else:
        yield mutant("no end", _with(_with(text, "ends", ""), "ends_basis", "未载"))
    if not days["starts"]:
        year = meta["year"]
        for other in (year - 1, year + 1):
            yield mutant(f"year {year} → {other}", re.sub(r"(?m)^year = \d+", f"year = {other}", text))
        begun = f"{year}-01-01"
        yield mutant(f"starts {begun} added", _with(_with(text, "starts_basis", "明文"), "starts", begun))
    if force["ends_basis"] == "不明":
        yield mutant("ends_basis 不明 → 未载", _with(text, "ends_basis", "未载"))

    def other(what: str, new: str) -> Mutant:
        return Mutant(f"{document}/meta.toml | document | {what}", document, "document", "", meta=new)

    yield other(f"region → {other_region}", _with(text, "region", other_region))
    yield other("kind", _with(text, "kind", "意见" if meta["kind"] == "指导意见" else "指导意见"))
    for level in _LEVELS:
        if level != meta["issuer_level"]:
            yield other(f"issuer_level → {level}", _with(text, "issuer_level", level))
    if meta.get("missing"):
        without = re.sub(r"(?ms)^\[\[missing\]\]\n(?:[^\[].*?\n)*?(?=^\[|\Z)", "", text)
        yield other("missing parts not told", without)


def _with(text: str, key: str, value: str) -> str:
    changed, count = re.subn(rf'(?m)^{key} = ".*"$', f'{key} = "{value}"', text)
    assert count == 1, key
    return changed


def _shifted(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days)).isoformat()
