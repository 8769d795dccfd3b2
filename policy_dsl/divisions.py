"""Every division of China down to the county by name and code: tables that are read only where no region held has a name.

They say which place a name means, and nothing of what holds there. Source and year stand at the head of `divisions.csv`, and
of `former_divisions.csv`, which has the codes that are no longer in use and what became of the places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, Literal, NamedTuple

from policy_dsl.vocabulary import Region

_TABLE: Final = __file__.removesuffix(".py") + ".csv"
_FORMER: Final = __file__.removesuffix("divisions.py") + "former_divisions.csv"
_SHORTEST_COUNTY: Final = 3
"""A county is known in a sentence by its whole name, which has three characters at least (城区 alone is no name)."""
_MUNICIPALITIES: Final = ("110000", "120000", "310000", "500000")
_KIND_OF: Final = re.compile("(?:(?:维吾尔|壮族|回族)自治区|自治区|自治州|特别行政区|地区|[省市盟])$")
_PEOPLES: Final = re.compile(
    "(?:朝鲜族|土家族|苗族|藏族|羌族|彝族|布依族|侗族|哈尼族|壮族|傣族|白族|景颇族|傈僳族|回族|蒙古族?|柯尔克孜|哈萨克)+$"
)


class Division(NamedTuple):
    """A division."""

    code: str
    name: str
    full_name: str
    """Its name with those above it: 山东省烟台市."""
    parent: str
    """The code of the one above it; empty: a province."""

    @property
    def level(self) -> Literal["province", "prefecture", "county"]:
        """Its level, as its code says; a city directly under the nation (直辖市) is the city of its districts."""
        if not self.code.endswith("00"):
            return "county"
        return "prefecture" if self.parent or self.code in _MUNICIPALITIES else "province"


class FormerDivision(NamedTuple):
    """A code that is no longer in use, or that has another name now."""

    code: str
    name: str
    """Its name while it was in use."""
    until: str
    """The year in which it went out of use."""
    successors: tuple[Division, ...]
    """What the place belongs to now; none: not known."""


class DivisionNamed(NamedTuple):
    """Where a text names divisions: several have the name, or one."""

    start: int
    end: int
    divisions: tuple[Division, ...]
    whole: bool
    """Whether the whole name stands there (烟台市), and not a short of it (烟台)."""


@cache
def _divisions() -> tuple[Division, ...]:
    with open(_TABLE, encoding="utf-8") as file:
        lines = file.read().splitlines()
    names = dict(line.split(",") for line in lines if line and not line.startswith("#"))

    def full(code: str) -> str:
        above = dict.fromkeys((f"{code[:2]}0000", f"{code[:4]}00", code))
        return "".join(names[c] for c in above if c in names)

    def above(code: str) -> str:
        return next((c for c in (f"{code[:4]}00", f"{code[:2]}0000") if c != code and c in names), "")

    return tuple(Division(code, name, full(code), above(code)) for code, name in names.items())


@cache
def _by_code() -> dict[str, Division]:
    return {division.code: division for division in _divisions()}


def division_of(code: str) -> Division | None:
    """The division of a code that is in use; None: there is none."""
    return _by_code().get(code)


@cache
def region_of(code: str) -> Region | None:
    """The division of a code as a region of a vocabulary; None: there is none."""
    division = division_of(code)
    if division is None:
        return None
    short = (division.name[:-1],) if division.level != "county" and division.name[-1] in "市省" else ()
    iri = f"https://w3id.org/tiaoli/region/{code}"
    return Region(division.code, division.name, division.level, division.parent, short, iri=iri)


def divisions_within(code: str) -> Iterator[Division]:
    """What lies in a province or prefecture, in the order of codes; itself not."""
    head = code[:2] if code.endswith("0000") else code[:4]
    yield from (d for d in _divisions() if d.code.startswith(head) and d.code != code)


@cache
def _former() -> tuple[tuple[str, str, str, tuple[str, ...]], ...]:
    with open(_FORMER, encoding="utf-8") as file:
        rows = [line.split(",") for line in file.read().splitlines() if line and not line.startswith("#")]
    return tuple((code, name, until, tuple(filter(None, later.split(";")))) for code, name, until, later in rows)


def former_divisions(name: str) -> tuple[FormerDivision, ...]:
    """The codes out of use that a code or a whole name was, the last first, with what the place belongs to now."""
    called = [row for row in _former() if name in row[:2]]
    return tuple(
        FormerDivision(*row[:3], _successors(row[0], row[3])) for row in sorted(called, key=lambda r: r[2])[::-1]
    )


def _successors(code: str, later: tuple[str, ...]) -> tuple[Division, ...]:
    """The divisions in use to which codes lead that took the place of another; each once."""
    now: dict[str, Division] = {}
    passed, waiting = {code}, list(later)
    while waiting:
        next_code = waiting.pop(0)
        division = division_of(next_code)
        if division is not None:
            now[next_code] = division
        elif next_code not in passed:
            passed.add(next_code)
            waiting += [c for row in _former() if row[0] == next_code for c in row[3]]
    return tuple(now.values())


@cache
def _by_name() -> dict[str, tuple[tuple[Division, ...], bool]]:
    """The divisions of each name, and whether it is the whole name."""
    whole: dict[str, list[Division]] = {}
    short: dict[str, list[Division]] = {}
    for division in _divisions():
        county = not division.code.endswith("00")
        if not county or len(division.name) >= _SHORTEST_COUNTY:
            whole.setdefault(division.name, []).append(division)
        bare = _bare(division.name)
        if not county and len(bare) > 1:
            short.setdefault(bare, []).append(division)
    return {n: (tuple(d), False) for n, d in short.items()} | {n: (tuple(d), True) for n, d in whole.items()}


@cache
def _longest_name() -> int:
    return max(map(len, _by_name()))


def _bare(name: str) -> str:
    """A name without what kind of division it is: 烟台, 内蒙古, 延边."""
    bare = _KIND_OF.sub("", name)
    return _PEOPLES.sub("", bare) if name.endswith("自治州") else bare


@cache
def _short_cities() -> dict[str, tuple[Division, ...]]:
    """The cities of county level by their names without 市: 荣成."""
    short: dict[str, list[Division]] = {}
    for division in _divisions():
        if not division.code.endswith("00") and division.name.endswith("市") and len(division.name) > 2:
            short.setdefault(division.name[:-1], []).append(division)
    return {name: tuple(d) for name, d in short.items()}


def divisions_called(name: str) -> tuple[Division, ...]:
    """The divisions of a name that stands alone: its code, its whole name with or without those above it, or a short of it."""
    known = _by_name().get(name)
    if known is not None:
        return known[0]
    return _short_cities().get(name) or _by_longer_name().get(name, ())


@cache
def _by_longer_name() -> dict[str, tuple[Division, ...]]:
    """The divisions by their codes, and by their names behind some of those above them."""
    longer: dict[str, list[Division]] = {}
    for division in _divisions():
        longer.setdefault(division.code, []).append(division)
        full = division.full_name
        for start in range(len(full) - len(division.name)):
            longer.setdefault(full[start:], []).append(division)
    return {name: tuple(d) for name, d in longer.items()}


def divisions_in(text: str) -> Iterator[DivisionNamed]:
    """Where a text names divisions, from left to right, the longest name first."""
    known, longest, at = _by_name(), _longest_name(), 0
    while at < len(text) - 1:
        ends = range(min(len(text), at + longest), at + 1, -1)
        end = next((e for e in ends if text[at:e] in known), 0)
        if end:
            divisions, whole = known[text[at:end]]
            yield DivisionNamed(at, end, divisions, whole)
        at = end or at + 1
