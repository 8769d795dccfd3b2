"""Norms before an application of which it is not known of what class it is: of what kind the institution or the beds are.

It is of one of them. Norms that read the same fact are therefore looked into together, once for each class, and not as if
each could hold or not by itself (semantics §6).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import product

from msgspec.structs import replace

from policy_dsl import ir
from policy_dsl.compiled import Document
from policy_dsl.vocabulary import Vocabulary
from reasoner.interpreter.condition_evaluation import KIND
from reasoner.interpreter.fact_lookup import FactContext
from reasoner.interpreter.likeness import SUPPOSED
from reasoner.interpreter.outcome import ByClass
from reasoner.interpreter.rule_results import judge_norm
from reasoner.interpreter.turning_points import atoms, class_facts
from reasoner.model.application import FactKey, Observation


def by_class(norms: Collection[ir.Norm], context: FactContext) -> ByClass:
    """The norms as they stand for each class of which the application may be; empty where its class is known, or none of
    them reads it. Classes that stand in the same lists of all norms are tried once.
    """
    facts = [fact for fact in class_facts(norms, context.vocabulary) if context.look_up(fact) is None]
    if not facts:
        return ()
    application, worlds = context.application, []
    for values in product(*(_unlike(fact, norms, context) for fact in facts)):
        supposed: dict[FactKey, tuple[Observation, ...]] = {
            (application.subject(fact.subject) or fact.subject, fact.term): (Observation(value, "", SUPPOSED),)
            for fact, value in zip(facts, values, strict=True)
        }
        there = FactContext(
            replace(application, facts={**application.facts, **supposed}),
            context.vocabulary,
            context.day,
            context.law_days,
            supposed=True,
        )
        worlds.append(frozenset([judge_norm(norm, there).weighed for norm in norms]))
    return tuple(worlds)


def by_class_of_documents(
    documents: tuple[Document, ...], context: FactContext, more: Iterable[ir.Norm] = ()
) -> ByClass:
    """The same of the norms on the matter of documents, and of more norms."""
    matter, vocabulary, added = context.application.matter, context.vocabulary, tuple(more)
    read = (*_class_facts_of(documents, matter, vocabulary), *class_facts(added, vocabulary))
    if all(context.look_up(fact) is not None for fact in read):
        return ()
    return by_class([*(n for d in documents for n in d.norms(matter) if n.supports is None), *added], context)


@lru_cache(maxsize=1024)
def _class_facts_of(documents: tuple[Document, ...], matter: str, vocabulary: Vocabulary) -> tuple[ir.Fact, ...]:
    """The facts that say of what class an application is and that the norms of documents on a matter read."""
    return tuple(class_facts([n for d in documents for n in d.norms(matter) if n.supports is None], vocabulary))


def _unlike(fact: ir.Fact, norms: Collection[ir.Norm], context: FactContext) -> Iterator[str]:
    """Of the values that a fact may have the first of those that stand in the same lists of all norms."""
    leaves = (leaf for norm in norms for cond in (norm.scope, norm.condition) for leaf in atoms(cond))
    lists = [leaf.values for leaf in leaves if isinstance(leaf, ir.OneOf) and leaf.fact == fact]
    alike: set[tuple[bool, ...]] = set()
    for value in _values(fact, context):
        standing = tuple(value in listed for listed in lists)
        if standing not in alike:
            alike.add(standing)
            yield value


def _values(fact: ir.Fact, context: FactContext) -> Sequence[str]:
    """The values that a fact may have: kinds that may ask for the matter, categories that can be said of the kind."""
    vocabulary = context.vocabulary
    if fact.term == KIND:
        return vocabulary.matters[context.application.matter].members
    kind, terms = context.look_up(ir.Fact("机构", KIND, None)), vocabulary.terms
    return [v for v in vocabulary.facts[fact.term].values if v not in terms or kind not in terms[v].not_of]
