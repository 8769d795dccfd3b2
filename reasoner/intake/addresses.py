"""The region of the vocabulary that a full address or a former name means: 山东省青岛市城阳区, 城阳区流亭街道, 即墨市."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from policy_dsl.vocabulary import Region, Vocabulary
from reasoner.intake.characters import find_misleading
from reasoner.intake.usual_names import plain_name

_WITHIN: Final = re.compile(
    r"(?!.*(?:高新|开发|保税|[^小]新)区).*(?:街道|镇|乡|路|街|号|村|社区|大道|巷|小区|广场|大厦|楼)"
)
"""What may follow a county in an address; another zone may lie across counties."""
_LONGEST: Final = 100


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
