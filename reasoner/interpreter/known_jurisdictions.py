"""How the documents of a place stand, worked out once for all applications that are alike in what it turns on.

That is the place, the matter, the days, and the facts that say whom a norm reaches: kind of institution, kind of beds,
sponsor, services held; and what was determined of the documents, which stands in the ledger of a bureau for all.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final
from weakref import WeakKeyDictionary

from policy_dsl import ir
from policy_dsl.compiled import Document
from reasoner.interpreter.applicability import Jurisdiction, jurisdiction
from reasoner.interpreter.fact_lookup import FactContext
from reasoner.interpreter.touching_statements import kind_of, touching_statements
from reasoner.model.rule_base import RuleBase

_MOST: Final = 4096
"""So many are remembered of a rule base; then it begins anew."""
_remembered: Final[WeakKeyDictionary[RuleBase, dict[object, Jurisdiction]]] = WeakKeyDictionary()


def known_jurisdiction(
    base: RuleBase, facts: FactContext, only: frozenset[str] | None = None, *, touching: bool = False
) -> Jurisdiction:
    """How the documents of the region stand to an application on its day, as `jurisdiction` says.

    touching: with the statements of the documents that touch the case.
    """
    key = _turns_on(base, facts)
    if key is None:
        return _worked_out(base, facts, only, touching)
    kind = kind_of(facts.application) if touching else None
    known = _remembered.setdefault(base, {})
    reach = known.get((key, only, touching, kind))
    if reach is None:
        if len(known) >= _MOST:
            known.clear()
        reach = known[key, only, touching, kind] = _worked_out(base, facts, only, touching)
    return reach


def forget() -> None:
    """Nothing is remembered: for tests that change how something is worked out."""
    _remembered.clear()


def _worked_out(base: RuleBase, facts: FactContext, only: frozenset[str] | None, touching: bool) -> Jurisdiction:
    reach, application = jurisdiction(base, facts, only), facts.application
    if not touching:
        return reach
    documents = base.held_for(application.region)
    return reach.with_touching(touching_statements(documents, reach.forces, application, base.vocabulary))


def _turns_on(base: RuleBase, facts: FactContext) -> tuple[object, ...] | None:
    """What it turns on how the documents stand to an application; None where that is more than can be compared."""
    application, matter = facts.application, facts.application.matter
    if application.region is None or facts.vocabulary is not base.vocabulary:
        return None
    documents = base.held_for(application.region)
    given = application.facts
    read = scope_facts(documents, matter)
    if read is None:
        return None
    values = tuple([facts.look_up(fact) for fact in read])
    about = base.readable(documents, matter).determinations
    made = tuple([(key, observed) for key in about if (observed := given.get(key)) is not None])
    city = application.roles.get("本统筹区")
    return base.vocabulary, application.region, matter, application.received, facts.day, city, values, made


@lru_cache(maxsize=1024)
def scope_facts(documents: tuple[Document, ...], matter: str) -> tuple[ir.Fact, ...] | None:
    """The facts on whose values alone it turns whom the norms on a matter reach; None where it is not on these alone."""
    norms = [n for d in documents for n in d.norms(matter)]
    if any(isinstance(part, ir.Within | ir.Compare) for n in norms for part in _leaves(n.scope)):
        return None
    return tuple(dict.fromkeys(fact for n in norms for fact in n.scope_reads))


def _leaves(cond: ir.Cond) -> Iterator[ir.Cond]:
    match cond:
        case ir.And() | ir.Or():
            for part in cond.parts:
                yield from _leaves(part)
        case ir.Not():
            yield from _leaves(cond.part)
        case _:
            yield cond
