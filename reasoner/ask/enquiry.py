"""The answers to a question: the clauses that apply to each case it asks of, and what the texts say of its other words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from msgspec.structs import replace

from policy_dsl.compiled import Document
from policy_dsl.vocabulary import Vocabulary
from reasoner.ask.answer import Answer, Passage, Understood
from reasoner.ask.applying_clauses import Case, answer_of
from reasoner.ask.passages import force_passages, passages, silences, sought, terms_asked
from reasoner.ask.question_words import Kind, Names, Word
from reasoner.ask.scope import Question, Scope, askable, scope_of
from reasoner.ask.unrecognised_words import searched
from reasoner.model.application import Facts
from reasoner.model.messages import NOT_EXAMINED
from reasoner.model.rule_base import RuleBase
from reasoner.survey.clause_search import ClauseIndex

_TEXT_ONLY: Final = "用语"


class Knowledge(NamedTuple):
    """What questions are answered from; made once."""

    base: RuleBase
    names: Names
    clauses: ClauseIndex


def knowledge(base: RuleBase) -> Knowledge:
    """What questions are answered from."""
    return Knowledge(base, Names(base.vocabulary), ClauseIndex(base))


def scope(known: Knowledge, question: Question) -> Scope:
    """Of what a question asks. Raises Faults (U161 to U165)."""
    return scope_of(known.base, known.names, question)


def answers(
    known: Knowledge, question: Question, asked_of: Scope, on_file: Mapping[str, Facts] | None = None
) -> list[Answer]:
    """The answers to a question, one for each place, kind and matter.

    on_file: by the code of a place what the bureau's ledger holds for it; None: no ledger.
    """
    base = known.base
    cases = [
        Case(region, kind, matter, question.day, asked_of.values)
        for region in asked_of.regions
        for kind in asked_of.types or (None,)
        for matter in asked_of.matters
        if kind is None or matter in askable(base.vocabulary, kind)
    ]
    made = [answer_of(base, c, None if on_file is None else on_file.get(c.region or "", {})) for c in cases]
    if not made:
        made = [_without_rules(question, asked_of)]
    return [_with_texts(known, question, asked_of, made[0], ruled=bool(cases)), *made[1:]]


def _without_rules(question: Question, asked_of: Scope) -> Answer:
    """The answer to a question that asks for no rules."""
    return Answer(
        region=asked_of.regions[0] if len(asked_of.regions) == 1 else None,
        type=asked_of.types[0] if len(asked_of.types) == 1 else None,
        matter=None,
        as_of=question.day,
        documents=(),
        rules=(),
        touching=(),
        materials=(),
        not_examined=NOT_EXAMINED,
    )


def _with_texts(known: Knowledge, question: Question, asked_of: Scope, answer: Answer, *, ruled: bool) -> Answer:
    """An answer with what the texts say of the words that name no case."""
    base, recognised = known.base, asked_of.recognised
    vocabulary = base.vocabulary
    enquiries = [vocabulary.terms[e].iri.rpartition("#")[2] for e in recognised.enquiries]
    documents = _documents(base, asked_of.regions)
    labels = [*recognised.facts, *recognised.classes]
    labels += [v for v in recognised.values if not asked_of.values]
    if not ruled or enquiries:  # with rules these say themselves of whom and of what they speak
        labels += [*asked_of.types, *asked_of.matters] if not ruled or not asked_of.values else []
    pieces = tuple(p for w in recognised.rest for p in searched(base, w))
    rest = pieces or (_named_places(recognised.words) if "askMeaning" in enquiries and not labels else ())
    about_texts = bool(recognised.facts or recognised.rest or rest or recognised.classes or enquiries)
    texts: list[Passage] = []
    if any(vocabulary.facts[f].subject == "文件" for f in recognised.facts):
        texts += force_passages(vocabulary, documents, question.day)
    if about_texts and not (recognised.unregulated and not recognised.facts):
        texts += passages(known.clauses, documents, sought(vocabulary, labels), rest, enquiries)
    return replace(
        answer,
        question=question.words,
        understood=tuple(_understood(vocabulary, asked_of)),
        terms=terms_asked(vocabulary, recognised.facts),
        passages=tuple(dict.fromkeys(texts)),
        silent=tuple(silences(base, documents, recognised.unregulated, asked_of.types, recognised.matters)),
        notes=asked_of.notes,
    )


def _documents(base: RuleBase, regions: Sequence[str]) -> tuple[Document, ...]:
    ids = {d.id for r in regions for d in base.held_for(r)}
    return tuple(d for d in base.documents.values() if d.id in ids)


def _named_places(words: Sequence[Word]) -> tuple[str, ...]:
    """The places that a question names: what is a place elsewhere may be what is asked about (什么叫市本级)."""
    return tuple(w.text for w in words if w.of(Kind.REGION))


def _understood(vocabulary: Vocabulary, asked_of: Scope) -> Iterator[Understood]:
    """What each word was taken for: of several meanings those that count."""
    recognised = asked_of.recognised
    counted = {
        Kind.REGION: recognised.regions, Kind.TYPE: recognised.types, Kind.MATTER: recognised.matters,
        Kind.CLASS: recognised.classes, Kind.VALUE: recognised.values, Kind.FACT: recognised.facts,
        Kind.ENQUIRY: recognised.enquiries, Kind.UNREGULATED: recognised.unregulated,
    }  # fmt: skip
    for word in recognised.words:
        meanings = [m for m in word.meanings if m.key in counted[m.kind]]
        for meaning in meanings:
            named = vocabulary.full_name(meaning.key) if meaning.kind is Kind.REGION else meaning.key
            yield Understood(word.text, meaning.kind, named)
        if not meanings:
            yield Understood(word.text, _TEXT_ONLY, word.text)
