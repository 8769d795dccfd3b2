"""Facts that cannot stand together: a part larger than the whole it belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from policy_dsl.vocabulary import Vocabulary
from reasoner.facts import Application

PARTS: Final = (
    ("医保购买康复床位数", "医保购买住院床位数"),
    ("医保购买中医床位数", "医保购买住院床位数"),
    ("医保购买精神床位数", "医保购买住院床位数"),
    ("医保购买精神床位数", "精神科床位数"),
    ("失智专区床位数", "院护床位数"),
    ("60岁以上常住老年人口", "常住人口"),
)
"""Part and whole, of one region on one date."""


def impossible(application: Application, vocabulary: Vocabulary) -> list[str]:
    """What in the facts cannot be: parts above their whole, numbers out of bounds; a sentence each."""
    return [*_parts(application), *_bounds(application, vocabulary)]


def _parts(application: Application) -> Iterator[str]:
    for part, whole in PARTS:
        for (subject, term), seen in application.facts.items():
            if term != part:
                continue
            wholes = {o.as_at: o.value for o in application.facts.get((subject, whole), ())}
            for one in seen:
                total = wholes.get(one.as_at)
                if isinstance(one.value, Decimal) and isinstance(total, Decimal) and one.value > total:
                    yield f"{subject}的{part}({one.value})大于{whole}({total})"


def _bounds(application: Application, vocabulary: Vocabulary) -> Iterator[str]:
    for (subject, name), seen in application.facts.items():
        term = vocabulary.facts[name]
        for one in seen:
            if isinstance(one.value, Decimal) and (
                (term.minimum and one.value < Decimal(term.minimum))
                or (term.maximum and one.value > Decimal(term.maximum))
            ):
                yield f"{subject}的{name}({one.value})超出{term.minimum}至{term.maximum}"
