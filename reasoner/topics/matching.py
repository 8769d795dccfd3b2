"""What of a document belongs to a topic: rules by the facts they measure or the matters they reach, the rest by words.

The ontology says what a topic is about (see its section on topics); nothing here knows any single one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from policy_dsl import ir
from policy_dsl.compiled import Clause, Document
from policy_dsl.ir import Effect
from policy_dsl.statements import Act, Figure, Standard, Statement
from policy_dsl.vocabulary import Term, Vocabulary
from reasoner.survey.review_states import words_of
from reasoner.topics.measured_facts import measured
from reasoner.topics.related_terms import aside_words

NATURE_OF_EFFECT: Final = {
    Effect.PROHIBIT: "限制",
    Effect.CONTROL: "限制",
    Effect.CAP: "上限",
    Effect.EXEMPT: "豁免",
    Effect.PREFER: "优先",
    Effect.PERMIT: "许可",
    Effect.REQUIRE: "要件",
}
PASSED_OVER: Final = ("题名", "标题", "文号", "主送", "落款", "附注", "列表号", "原则", "愿景", "依据", "定义")
"""Natures of clauses that say nothing on a topic, unless the topic asks for them."""

_GONE: Final = "\N{REPLACEMENT CHARACTER}"
"""Stands for a character on which a rule rests; no text has it."""


class Topic(msgspec.Struct, frozen=True):
    """A row of the matrix."""

    name: str
    """Its name."""
    definition: str
    """What it is about, in words."""
    facts: frozenset[str]
    """The facts that rules of the topic measure, by label."""
    matters: frozenset[str]
    """The matters that rules of the topic reach, by label."""
    effects: frozenset[str]
    """The effects, as natures, to which it is limited; none: to all."""
    natures: frozenset[str]
    """Natures of clauses that are not passed over here."""
    words: tuple[str, ...]
    """The words by which texts speak of it."""


class Match(msgspec.Struct, frozen=True, eq=False):
    """Something that a document says on a topic."""

    document: Document
    """The document."""
    clause: Clause
    """The clause that says it."""
    subject: ir.Norm | Act | Figure | Standard | None
    """The rule or statement of the clause that says it (a target is a figure); None: the clause itself."""
    aside: bool = False
    """Whether the clause speaks of the field of the topic only (see `asides`)."""
    lacking: bool = False
    """Whether nothing but missing text stands there."""


def topics(vocabulary: Vocabulary) -> tuple[Topic, ...]:
    """The topics of the ontology, in its order."""
    return tuple(_topic(term, vocabulary) for term in vocabulary.of_kind("topic").values())


def _topic(term: Term, vocabulary: Vocabulary) -> Topic:
    kinds = {label: vocabulary.terms[label].kind for label in term.members}
    natures = {m for m, kind in kinds.items() if kind == "nature"}
    effects = natures & set(NATURE_OF_EFFECT.values())
    return Topic(
        name=term.label.removeprefix("主题:"),
        definition=term.definition,
        facts=frozenset(m for m, kind in kinds.items() if kind == "fact"),
        matters=frozenset(m for m, kind in kinds.items() if kind == "matter"),
        effects=frozenset(effects),
        natures=frozenset(natures - effects),
        words=term.words,
    )


def matches(topic: Topic, document: Document) -> Iterator[Match]:
    """Everything that a document says on a topic, in its order; of repeated clauses the first."""
    norms: dict[str, list[ir.Norm]] = {}
    for norm in document.norms_in_use:
        norms.setdefault(norm.clause, []).append(norm)
    for identifier, clause in document.clauses.items():
        if clause.same_as:
            continue
        rules = norms.get(identifier, [])
        own = [Match(document, clause, n) for n in rules if _about(topic, n)]
        own += [Match(document, clause, s) for s in _statements(topic, clause)]
        yield from own or _clause(topic, document, clause, rules)


def _about(topic: Topic, norm: ir.Norm) -> bool:
    if topic.effects and NATURE_OF_EFFECT[norm.effect] not in topic.effects:
        return False
    if not topic.facts and not topic.matters:
        return bool(topic.effects)
    return bool(topic.matters & set(norm.matters)) or bool(topic.facts & set(measured(norm)))


def _statements(topic: Topic, clause: Clause) -> Iterator[Act | Standard | Figure]:
    """The statements of a clause whose own words are the topic's, and standards that measure its facts."""
    if not _speaks(topic, clause):
        return
    yield from (a for a in (*clause.duties, *clause.proposals) if _words_are(topic, clause, a))
    for standard in clause.standards:
        if not topic.facts.isdisjoint((standard.over.term, standard.under.term)) or _words_are(topic, clause, standard):
            yield standard
    yield from (t for t in clause.targets if _words_are(topic, clause, t))
    yield from (o for o in clause.observations if _words_are(topic, clause, o))


def _words_are(topic: Topic, clause: Clause, statement: Statement) -> bool:
    """Whether the words on which a statement rests are the topic's."""
    return _has(topic.words, "".join(words_of(clause, statement)))


def _clause(topic: Topic, document: Document, clause: Clause, rules: Iterable[ir.Norm]) -> Iterator[Match]:
    """The clause itself, where its words are the topic's: those on which none of its rules (of other topics) rests."""
    if "缺文" in clause.natures and _has(topic.words, clause.quote + "".join(clause.notes)):
        yield Match(document, clause, None, lacking=_lacks(clause))
    elif _speaks(topic, clause) and _has(topic.words, _beside(clause, rules)):
        yield Match(document, clause, None)
    elif _speaks(topic, clause) and _has(aside_words(topic.name), clause.quote):
        yield Match(document, clause, None, aside=True)


def _beside(clause: Clause, rules: Iterable[ir.Norm]) -> str:
    """What a clause says beside the words of its rules."""
    left = list(clause.quote)
    for rule in rules:
        for a, b in rule.spans:
            left[a - clause.start : b - clause.start] = [_GONE] * (b - a)
    return "".join(left)


def _lacks(clause: Clause) -> bool:
    """Whether nothing but missing text stands there: a clause that only points to what is missing says something."""
    return clause.natures == ("缺文",)


def _speaks(topic: Topic, clause: Clause) -> bool:
    return any(n not in PASSED_OVER or n in topic.natures for n in clause.natures)


def _has(words: Iterable[str], text: str) -> bool:
    flat = "".join(text.split())
    return any("".join(w.split()) in flat for w in words)
