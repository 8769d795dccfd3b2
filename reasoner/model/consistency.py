"""Facts that cannot stand together: a part larger than the whole it belongs to, a contract held and asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final

from policy_dsl.vocabulary import Term, Vocabulary
from reasoner.model.application import Application, FactKey, Subject, Value

PARTS: Final = (
    ("医保购买康复床位数", "医保购买住院床位数"),
    ("医保购买中医床位数", "医保购买住院床位数"),
    ("医保购买精神床位数", "医保购买住院床位数"),
    ("医保购买精神床位数", "精神科床位数"),
    ("失智专区床位数", "院护床位数"),
    ("60岁以上常住老年人口", "常住人口"),
)
"""Part and whole, of one region on one date."""


def asks_twice(matter: Term, services: Value | None) -> bool:
    """Whether the services held are all those that a new contract would add: there is nothing to ask for."""
    return bool(matter.adds) and not matter.adds_to and isinstance(services, tuple) and {*matter.adds} <= {*services}


RESIDENTIAL: Final = "院护"
IN_TOWN: Final = "所在镇街院护机构数"


def omits_itself(matter: Term, contracted: Value | None, in_town: Value | None) -> bool:
    """Whether a town is said to have no institution with residential care though the applicant, which lies there, is one.

    「是」 alone counts where the matter goes by that service.
    """
    services = (matter.adds_to,) if contracted is True else contracted
    return in_town == 0 and isinstance(in_town, Decimal) and isinstance(services, tuple) and RESIDENTIAL in services


def impossible(application: Application, vocabulary: Vocabulary, changed: Iterable[FactKey] | None = None) -> list[str]:
    """What in the facts cannot be: parts above their whole, numbers out of bounds; a sentence each.

    changed: the facts that are looked at, with what they are part or whole of; None: all.
    """
    facts = application.facts
    keys = dict.fromkeys(facts if changed is None else [key for key in changed if key in facts])
    subjects = dict.fromkeys(subject for subject, _ in keys)
    pairs = [(s, p, w) for p, w in PARTS for s in subjects if (s, p) in keys or (s, w) in keys]
    return [*_parts(application, pairs), *_bounds(application, keys, vocabulary)]


def looked_at(changed: Iterable[FactKey]) -> Iterable[FactKey]:
    """The facts that can make changed facts impossible: themselves, and what they may be part or whole of."""
    changed = dict.fromkeys(changed)
    subjects = dict.fromkeys(subject for subject, _ in changed)
    return dict.fromkeys((*changed, *((s, term) for s in subjects for pair in PARTS for term in pair)))


def _parts(application: Application, pairs: Iterable[tuple[Subject, str, str]]) -> Iterator[str]:
    for subject, part, whole in pairs:
        totals = {o.as_at: o.value for o in application.facts.get((subject, whole), ())}
        for observation in application.facts.get((subject, part), ()):
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
                yield f"{subject}的{name}({value})超出界限({term.minimum}至{term.maximum or '不限'})"
