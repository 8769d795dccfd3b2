"""The region of the vocabulary that a full address or a former name means: 山东省青岛市城阳区, 城阳区流亭街道, 即墨市."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from policy_dsl.divisions import Division, divisions_called, divisions_within
from policy_dsl.vocabulary import Region, Vocabulary
from reasoner.intake.characters import find_misleading
from reasoner.intake.usual_names import plain_name

_WITHIN: Final = re.compile(
    r"(?!.*(?:高新|开发|保税|[^小]新)区).*(?:街道|镇|乡|路|街|号|村|社区|大道|巷|小区|广场|大厦|楼)"
)
"""What may follow a county in an address; another zone may lie across counties."""
_LONGEST: Final = 100


def divisions_at(text: str) -> tuple[Division, ...]:
    """The divisions of the table in which an address lies: a county before a street, or a city that has no counties.

    The names of those above may stand before it: 潍坊市奎文区东关街道. Several: counties of one name; none: it names none.
    """
    plain = plain_name(text)
    if len(plain) > _LONGEST or find_misleading(plain) is not None:
        return ()
    for end in range(len(plain) - 1, 2, -1):
        if _WITHIN.match(plain[end:]) is None:
            continue
        named = tuple(d for d in divisions_called(plain[:end]) if plain[:end].endswith(d.name) and _lowest(d))
        if named:
            return named
    return ()


def city_at(text: str) -> str:
    """The city with which an address begins that names none of its counties; empty: it begins with none."""
    plain = plain_name(text)
    for end in range(min(len(plain) - 1, _LONGEST), 2, -1):
        cities = [d for d in divisions_called(plain[:end]) if d.level == "prefecture" and plain[:end].endswith(d.name)]
        if len(cities) == 1 and _WITHIN.match(plain[end:]):
            return cities[0].full_name
    return ""


def _lowest(division: Division) -> bool:
    """Whether no other division lies in it: a county, or a city without any."""
    return division.level == "county" or (
        division.level == "prefecture" and next(divisions_within(division.code), None) is None
    )


class Addresses:
    """Reads addresses with the regions of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._regions = tuple(vocabulary.regions.values())

    def regions(self, text: str) -> tuple[Region, ...]:
        """The regions that it may mean: none, one, or several of one name.

        The names stand from above downwards, each within the one before; after a county, and there alone, more may follow.
        """
        plain = plain_name(text)
        if len(plain) > _LONGEST or find_misleading(plain) is not None:
            return ()
        return tuple(dict.fromkeys(self._below(plain, None)))

    def _below(self, text: str, above: Region | None) -> Iterator[Region]:
        for region in self._regions:
            if above is not None and region.parent != above.code:
                continue
            for name in (region.code, region.name, *region.aliases, *region.written):
                if not text.startswith(name):
                    continue
                rest = text[len(name) :]
                if not rest:
                    yield region
                    continue
                yield from self._below(rest, region)
                if region.level == "county" and name[-1] in "区县市" and _WITHIN.match(rest):
                    yield region
