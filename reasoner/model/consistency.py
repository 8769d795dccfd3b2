"""Facts that cannot stand together: a part larger than the whole it belongs to, a contract held and asked for.

Which figure is part of which, of one place or of a place and what lies around it, the ontology says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from policy_dsl.vocabulary import Term, Vocabulary
from reasoner.model.application import Application, FactKey, Facts, Subject, Value


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


CONTAINED: Final = (("本区县", "所在医保管理区域"), ("本区县", "全市"), ("所在医保管理区域", "全市"))
"""Words for places of which the first lies in the second, where they are two."""

Around = Mapping[Subject, Sequence[Subject]]
"""By place the places around it, nearest first."""


class Excess(NamedTuple):
    """A figure that is greater than one of the same day of which it is a part: one of the two cannot be."""

    part: FactKey
    whole: FactKey
    as_at: str
    value: Decimal
    limit: Decimal


def around_roles(application: Application) -> Around:
    """The places for which words stand, each with those around it."""
    return _around(*[application.subject(role) for role in _PLACES])


_PLACES: Final = tuple(dict.fromkeys(role for pair in CONTAINED for role in pair))


@lru_cache(maxsize=4096)
def _around(*subjects: Subject | None) -> Around:
    """The same where these words for places stand for these subjects."""
    bound = dict(zip(_PLACES, subjects, strict=True))
    around: dict[Subject, list[Subject]] = {}
    for inner, outer in CONTAINED:
        place, wider = bound[inner], bound[outer]
        if place is not None:
            around.setdefault(place, [])
        if wider is not None:
            around.setdefault(wider, [])
        if place is not None and wider is not None and place != wider and wider not in around[place]:
            around[place].append(wider)
    return around


def wholes_of(key: FactKey, around: Around, vocabulary: Vocabulary) -> Iterator[FactKey]:
    """The figures that one cannot exceed: those of which it is a part, and its own of the places around."""
    subject, label = key
    term = vocabulary.facts.get(label)
    if term is not None:
        yield from ((subject, whole) for whole in term.part_of)
        if term.adds_up:
            yield from ((wider, label) for wider in around.get(subject, ()))


def excesses(facts: Facts, keys: Iterable[FactKey], around: Around, vocabulary: Vocabulary) -> Iterator[Excess]:
    """Where one of some figures is greater than one of the same day of which it is a part."""
    for key in keys:
        for whole in wholes_of(key, around, vocabulary):
            limits = {o.as_at: o.value for o in facts.get(whole, ())}
            for observation in facts.get(key, ()) if limits else ():
                value, limit = observation.value, limits.get(observation.as_at)
                if isinstance(value, Decimal) and isinstance(limit, Decimal) and value > limit:
                    yield Excess(key, whole, observation.as_at, value, limit)


def impossible(application: Application, vocabulary: Vocabulary, changed: Iterable[FactKey] | None = None) -> list[str]:
    """What in the facts cannot be: parts above their whole, numbers out of bounds; a sentence each.

    changed: the facts that are looked at, with what they are part or whole of; None: all.
    """
    facts = application.facts
    keys = dict.fromkeys(facts if changed is None else [key for key in changed if key in facts])
    above = [
        f"{e.part[0]}的{e.part[1]}({e.value})大于{e.whole[0]}的{e.whole[1]}({e.limit})"
        for e in excesses(facts, facts, around_roles(application), vocabulary)
        if e.part in keys or e.whole in keys
    ]
    return [*above, *_bounds(application, keys, vocabulary)]


def looked_at(changed: Iterable[FactKey], application: Application, vocabulary: Vocabulary) -> Iterable[FactKey]:
    """The facts that can make changed facts impossible: themselves, and what they may be part or whole of."""
    changed = dict.fromkeys(changed)
    labels = {label for _, label in changed}
    labels.update(*[pair for pair in vocabulary.parts if not labels.isdisjoint(pair)])
    subjects = dict.fromkeys([*(subject for subject, _ in changed), *around_roles(application)])
    return dict.fromkeys((*changed, *((s, label) for s in subjects for label in labels)))


def _bounds(application: Application, keys: Iterable[FactKey], vocabulary: Vocabulary) -> Iterator[str]:
    for subject, name in keys:
        term = vocabulary.facts[name]
        for observation in application.facts[subject, name]:
            value = observation.value
            if isinstance(value, Decimal) and (
                (term.minimum and value < Decimal(term.minimum)) or (term.maximum and value > Decimal(term.maximum))
            ):
                yield f"{subject}的{name}({value})超出界限({term.minimum}至{term.maximum or '不限'})"
