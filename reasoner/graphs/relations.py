"""Parts that cannot exceed the whole: of one region on one day, and of a place and the region around it.

The shapes of `shapes/relations.ttl` say the first in SPARQL; a test holds the two together. Which place lies in which no
graph of an application says: the second is looked at here alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from policy_dsl.numerals import plain
from policy_dsl.vocabulary import Vocabulary
from reasoner.model.application import Application
from reasoner.model.consistency import Around, Excess, excesses
from reasoner.model.place_binding import bind_roles


class ShownExcess(NamedTuple):
    """A part that is greater than its whole; `application` is the index of the first application that has both."""

    application: int
    excess: Excess
    vocabulary: Vocabulary

    @property
    def of_one_place(self) -> bool:
        """Whether both are figures of one subject."""
        return self.excess.part[0] == self.excess.whole[0]

    @property
    def message(self) -> str:
        """What is wrong, in words."""
        (_, part), (wider, whole), _, value, limit = self.excess
        region = self.vocabulary.regions.get(wider)
        same = "同一对象、同一时点的" if self.of_one_place else f"同一时点{'' if region is None else region.name}的"
        return f"「{part}」为 {plain(value)},大于{same}「{whole}」{plain(limit)}"


def excesses_in(applications: Sequence[Application], vocabulary: Vocabulary) -> Iterator[ShownExcess]:
    """Every part that is greater than its whole; what several applications share is told once."""
    reported = set()
    for index, application in enumerate(applications):
        around = _around(application, vocabulary)
        for excess in excesses(application.facts, application.facts, around, vocabulary):
            if excess not in reported:
                reported.add(excess)
                yield ShownExcess(index, excess, vocabulary)


def _around(application: Application, vocabulary: Vocabulary) -> Around:
    """Every place of which figures are given, with the places around it."""
    around: dict[str, list[str]] = {}
    for code in dict.fromkeys(subject for subject, _ in application.facts):
        region = vocabulary.regions.get(code)
        if region is not None and region.level == "area":
            around[code] = [region.parent]
        elif region is not None and region.level == "county":
            roles = bind_roles(vocabulary, code)
            wider = [place for place in (roles["所在医保管理区域"], roles["全市"]) if place is not None]
            around[code] = [place for place in wider if place != code]
    return around
