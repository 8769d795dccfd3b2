"""Parts that cannot exceed the whole: of one region on one day, what the definitions of two indicators rule out.

The shapes of `shapes/relations.ttl` say the same in SPARQL; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from policy_dsl.numerals import plain
from reasoner.model.application import Application
from reasoner.model.consistency import PARTS


class Excess(NamedTuple):
    """A part that is greater than its whole; `application` is the index of the first application that has both."""

    application: int
    subject: str
    part: str
    whole: str
    as_at: str
    value: Decimal
    limit: Decimal

    @property
    def message(self) -> str:
        """What is wrong, in words."""
        return f"「{self.part}」为 {plain(self.value)},大于同一对象、同一时点的「{self.whole}」{plain(self.limit)}"


def excesses(applications: Sequence[Application]) -> Iterator[Excess]:
    """Every part that is greater than its whole; what several applications share is told once."""
    reported = set()
    for index, application in enumerate(applications):
        for subject, label in application.facts:
            for part, whole in PARTS:
                if label != part:
                    continue
                limits = {o.as_at: o.value for o in application.facts.get((subject, whole), ())}
                for observation in application.facts[subject, part]:
                    limit = limits.get(observation.as_at)
                    if (
                        not isinstance(observation.value, Decimal)
                        or not isinstance(limit, Decimal)
                        or observation.value <= limit
                    ):
                        continue
                    excess = (subject, part, whole, observation.as_at, observation.value, limit)
                    if excess not in reported:
                        reported.add(excess)
                        yield Excess(index, *excess)
