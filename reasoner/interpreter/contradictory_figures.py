"""Figures that contradict each other: a part above its whole, a district above its city (semantics §1, DESIGN §5.9).

At least one of the two is wrong, and nobody knows which: both count as unknown on their day and are asked for, and the
verdict says so. Looked at are the figures of the applicant's own places, and only where a rule can read one of the two.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from policy_dsl.vocabulary import Vocabulary
from reasoner.model.application import Application, FactKey, LayeredFacts, Observation, layers, show
from reasoner.model.consistency import Excess, around_roles, excesses
from reasoner.model.messages import WARNINGS
from reasoner.model.rule_base import RuleBase


def contradictions_in(base: RuleBase, application: Application) -> Sequence[Excess]:
    """Each figure of the applicant's places that is greater than its whole, as far as a rule can read one of them."""
    vocabulary = base.vocabulary
    own, shared = layers(application.facts)
    parts = vocabulary.limited
    figures = [key for key in own if key[1] in parts]
    if not figures and not shared:
        return ()
    around = around_roles(application)
    keys = [key for key in figures if key[0] in around]
    if shared:
        keys += [key for place in around for label in parts if (key := (place, label)) in shared and key not in own]
    every = list(excesses(application.facts, sorted(keys), around, vocabulary))
    if not every:
        return ()
    readable = base.readable(base.held_for(application.region), application.matter)
    of_rules = readable.keys({**application.roles, **application.apart})
    involved = of_rules | {key for e in every if e.part in of_rules or e.whole in of_rules for key in (e.part, e.whole)}
    return [e for e in every if e.part in involved and e.whole in involved]


def without(application: Application, contradictory: Iterable[Excess]) -> Application:
    """The application where nobody knows the figures that contradict each other."""
    unknown: dict[FactKey, set[str]] = {}
    for excess in contradictory:
        unknown.setdefault(excess.part, set()).add(excess.as_at)
        unknown.setdefault(excess.whole, set()).add(excess.as_at)
    if not unknown:
        return application
    facts: dict[FactKey, tuple[Observation, ...]] = {
        key: tuple([replace(o, value=None) if o.as_at in days else o for o in application.facts[key]])
        for key, days in unknown.items()
    }
    return replace(application, facts=LayeredFacts(facts, application.facts))


def contradiction_warnings(contradictory: Iterable[Excess], vocabulary: Vocabulary) -> Iterator[str]:
    """What is said of figures that contradict each other: both of them."""
    for (of, part), (wider, whole), _, value, limit in contradictory:
        yield WARNINGS["excess"].format(
            part=f"{_called(of, vocabulary)}的{part}",
            value=show(value, vocabulary.facts[part]),
            whole=f"{_called(wider, vocabulary)}的{whole}",
            limit=show(limit, vocabulary.facts[whole]),
        )


def _called(subject: str, vocabulary: Vocabulary) -> str:
    region = vocabulary.regions.get(subject.rpartition(":")[2])
    return subject if region is None else region.name
