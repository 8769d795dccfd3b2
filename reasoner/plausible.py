"""Facts that cannot stand together: a part larger than the whole it belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final

from policy_dsl.vocabulary import Vocabulary
from reasoner.model.application import Application, FactKey

PARTS: Final = (
    ("医保购买康复床位数", "医保购买住院床位数"),
    ("医保购买中医床位数", "医保购买住院床位数"),
    ("医保购买精神床位数", "医保购买住院床位数"),
    ("医保购买精神床位数", "精神科床位数"),
    ("失智专区床位数", "院护床位数"),
    ("60岁以上常住老年人口", "常住人口"),
)
"""Part and whole, of one region on one date."""

_WHOLES: Final = {part: [whole for p, whole in PARTS if p == part] for part, _ in PARTS}
_ORDER: Final = {part: index for index, part in enumerate(_WHOLES)}


def impossible(application: Application, vocabulary: Vocabulary, changed: Iterable[FactKey] | None = None) -> list[str]:
    """What in the facts cannot be: parts above their whole, numbers out of bounds; a sentence each.

    changed: the facts that are looked at, with what they are part or whole of; None: all.
    """
    if changed is None:
        return [*_parts(application, application.facts), *_bounds(application, application.facts, vocabulary)]
    keys = [key for key in changed if key in application.facts]
    parts = [(s, part) for s, term in keys for part, whole in PARTS if whole == term and (s, part) in application.facts]
    return [*_parts(application, dict.fromkeys([*keys, *parts])), *_bounds(application, keys, vocabulary)]


def _parts(application: Application, keys: Iterable[FactKey]) -> Iterator[str]:
    of_part = [(subject, term) for subject, term in keys if term in _WHOLES]
    for subject, part in sorted(of_part, key=lambda key: _ORDER[key[1]]):
        for whole in _WHOLES[part]:
            totals = {o.as_at: o.value for o in application.facts.get((subject, whole), ())}
            for observation in application.facts[subject, part]:
                value, total = observation.value, totals.get(observation.as_at)
                if isinstance(value, Decimal) and isinstance(total, Decimal) and value > total:
                    yield f"{subject}的{part}({value})大于{whole}({total})"


def _bounds(application: Application, keys: Iterable[FactKey], vocabulary: Vocabulary) -> Iterator[str]:
    for subject, name in keys:
        term = vocabulary.facts[name]
        for observation in application.facts[subject, name]:
            value = observation.value
            if isinstance(value, Decimal) and (
                (term.minimum and value < Decimal(term.minimum)) or (term.maximum and value > Decimal(term.maximum))
            ):
                yield f"{subject}的{name}({value})超出{term.minimum}至{term.maximum}"
