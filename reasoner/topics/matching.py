"""What of a document belongs to a topic: rules by the facts they measure or the matters they reach, the rest by words.

The ontology says what a topic is about (see its section on topics); nothing here knows any single one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from policy_dsl import ir
from policy_dsl.compiled import Document
from policy_dsl.vocabulary import Term, Vocabulary
from reasoner.topics.asides import aside_words
from reasoner.topics.measures import measured

Data = Mapping[str, Any]

NATURE_OF_EFFECT: Final = {
    "prohibit": "限制", "control": "限制", "cap": "上限", "exempt": "豁免", "prefer": "优先", "permit": "许可", "require": "要件",
}  # fmt: skip
PASSED_OVER: Final = ("题名", "标题", "文号", "主送", "落款", "附注", "列表号", "原则", "愿景", "依据", "定义")
"""Natures of clauses that say nothing on a topic, unless the topic asks for them."""
STATEMENTS: Final = {
    "duties": "duty", "standards": "standard", "targets": "target", "observations": "observation",
    "judgements": "judgement",
}  # fmt: skip

_GONE: Final = "\N{REPLACEMENT CHARACTER}"
"""Stands for a character on which a rule rests; no text has it."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A row: the facts and matters that rules of the topic are about, effects (as natures) it is limited to, its words."""

    name: str
    definition: str
    facts: frozenset[str]
    matters: frozenset[str]
    effects: frozenset[str]
    natures: frozenset[str]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """Something that a document says on a topic: a norm, a statement of a clause, or (neither) the clause itself.

    aside: the clause speaks of the field of the topic only (see `asides`).
    """

    document: Document
    clause: Data
    kind: str
    norm: Data | None = None
    statement: Data | None = None
    aside: bool = False


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
    norms: dict[str, list[Data]] = {}
    for norm in document.data["norms"]:
        if norm["alternative_of"] is None:
            norms.setdefault(norm["clause"], []).append(norm)
    for identifier, clause in document.clauses.items():
        if clause.get("same_as"):
            continue
        rules = norms.get(identifier, [])
        found = [Match(document, clause, "norm", norm=n) for n in rules if _about(topic, n)]
        found += [Match(document, clause, kind, statement=s) for kind, s in _statements(topic, clause)]
        yield from found or _clause(topic, document, clause, rules)


def _about(topic: Topic, norm: Data) -> bool:
    if topic.effects and NATURE_OF_EFFECT[norm["effect"]] not in topic.effects:
        return False
    if not topic.facts and not topic.matters:
        return bool(topic.effects)
    return bool(topic.matters & set(norm["matters"])) or bool(topic.facts & set(measured(ir.from_data(norm))))


def _statements(topic: Topic, clause: Data) -> Iterator[tuple[str, Data]]:
    """The statements of a clause whose own words are the topic's, and standards that measure its facts."""
    if not _speaks(topic, clause):
        return
    for key, kind in STATEMENTS.items():
        for statement in clause.get(key, ()):
            own = "".join(clause["quote"][a - clause["start"] : b - clause["start"]] for a, b in statement["spans"])
            counted = {statement[k].get("term") for k in ("over", "under") if k in statement}
            if kind != "judgement" and (_has(topic.words, own) or topic.facts & counted):
                yield kind, statement


def _clause(topic: Topic, document: Document, clause: Data, rules: Iterable[Data]) -> Iterator[Match]:
    """The clause itself, where its words are the topic's: those on which none of its rules (of other topics) rests."""
    if "缺文" in clause["natures"] and _has(topic.words, clause["quote"] + "".join(clause.get("notes", ()))):
        yield Match(document, clause, "missing" if _lacks(clause) else "text")
    elif _speaks(topic, clause) and _has(topic.words, _beside(clause, rules)):
        yield Match(document, clause, "text")
    elif _speaks(topic, clause) and _has(aside_words(topic.name), clause["quote"]):
        yield Match(document, clause, "text", aside=True)


def _beside(clause: Data, rules: Iterable[Data]) -> str:
    """What a clause says beside the words of its rules."""
    left = list(clause["quote"])
    for rule in rules:
        for a, b in rule["spans"]:
            left[a - clause["start"] : b - clause["start"]] = [_GONE] * (b - a)
    return "".join(left)


def _lacks(clause: Data) -> bool:
    """Whether nothing but missing text stands there: a clause that only points to what is missing says something."""
    return list(clause["natures"]) == ["缺文"]


def _speaks(topic: Topic, clause: Data) -> bool:
    return any(n not in PASSED_OVER or n in topic.natures for n in clause["natures"])


def _has(words: Iterable[str], text: str) -> bool:
    flat = "".join(text.split())
    return any("".join(w.split()) in flat for w in words)
