"""What the words for places in rules stand for, for an institution in a given place; and keys of subjects that are none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from policy_dsl.vocabulary import Region, Vocabulary

TOWN: Final = "镇街:"
"""Before the name of a 镇街 in the key of a subject."""
DOCUMENT: Final = "文件:"
"""Before the id of a document in the key of a subject."""
ROLES: Final = ("申请", "机构", "全市", "本统筹区", "本区县", "所在医保管理区域", "所在镇街")
PLACES: Final = ("本区县", "所在医保管理区域", "全市", "本统筹区")
"""Roles that a region binds."""


def city_of(vocabulary: Vocabulary, code: str) -> str | None:
    """The pooling region (统筹区) of a place: its prefecture; itself for a county-level city directly under a province.

    None for a province and for the nation, which are nobody's city.
    """
    region = vocabulary.regions[code]
    above = vocabulary.regions.get(region.parent)
    if above is not None and above.level == "prefecture":
        return above.code
    return None if region.level in ("province", "nation") else code


def counties_of(vocabulary: Vocabulary, city: str | None) -> list[str]:
    """The codes of the counties of which a pooling region is the city, in order; 济源市, city and county in one, is its own."""
    counties = (r.code for r in vocabulary.regions.values() if r.level == "county")
    return sorted(code for code in counties if city_of(vocabulary, code) == city) if city is not None else []


def divisions_among(regions: Sequence[Region]) -> Sequence[Region]:
    """The regions that a name may mean, of those that bear it: an area named like the one county in it is that county."""
    return [r for r in regions if r.level != "area"] or regions


def bind_roles(vocabulary: Vocabulary, code: str | None) -> dict[str, str | None]:
    """The subject that each role stands for (None: not known) for an institution in `code`; 所在镇街 is left open."""
    city = county = area = None
    if code is not None:
        if vocabulary.regions[code].level == "county":
            county = code
            joint = vocabulary.area_of(code)
            area = joint.code if joint is not None else code
        city = city_of(vocabulary, code)
    return dict(zip(ROLES, ("申请", "机构", city, city, county, area, None), strict=True))
