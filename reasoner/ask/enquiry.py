"""The answers to a question: the clauses that apply to each case it asks of, and what the texts say of its other words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from msgspec.structs import replace

from policy_dsl.compiled import Document
from policy_dsl.vocabulary import NATION, Vocabulary
from reasoner.ask.answer import Answer, Understood
from reasoner.ask.applying_clauses import Case, answer_of, of_the_place, reached_alike
from reasoner.ask.asked_matters import ADDING, askable, of_kinds
from reasoner.ask.asked_readings import readings_by_name, readings_on_cases, readings_on_words
from reasoner.ask.deciders import DutyOf, decided_by, decides, determined_facts, duties_asked, duties_by_acts
from reasoner.ask.force_of_documents import ForceLook, forces_asked
from reasoner.ask.named_documents import OF_FORCE, NamedDocuments
from reasoner.ask.passages import (
    MOST,
    NOT_REGULATED,
    duty_passages,
    exempting,
    naming_both,
    passages,
    silences,
    sought,
    speaking_of,
    terms_asked,
    with_places,
)
from reasoner.ask.question_words import (
    AUTHORITY,
    Kind,
    Names,
    Recognised,
    Word,
    acts_asked,
    asks_who,
    folded,
    names_of,
)
from reasoner.ask.scope import Question, Scope, scope_of
from reasoner.ask.text_answer import DecidedBy, DocumentForce, Passage, ReadingAsked, Silence, TermAsked
from reasoner.ask.unrecognised_words import searched
from reasoner.interpreter.applicability import REPORT
from reasoner.interpreter.document_force import ForceStatus
from reasoner.model.application import Facts
from reasoner.model.messages import NOT_EXAMINED, UNREGULATED
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
        Case(region, kind, matter, question.day, asked_of.values, asked_of.other_values)
        for region in asked_of.regions
        for kind in asked_of.types or (None,)
        for matter in asked_of.matters
        if kind is None or matter in askable(base.vocabulary, kind)
    ]
    made: list[Answer] = []
    for case in cases:
        figures = None if on_file is None else on_file.get(case.region or "", {})
        of_group = list(_of_class(base, asked_of, case, figures)) if asked_of.groups else []
        made += of_group or [answer_of(base, case, figures)]
    if not made:
        made = [_without_rules(question, asked_of)]
    look = ForceLook(base, question.day, on_file or {})
    first = _with_texts(known, question, asked_of, made[0], look, ruled=bool(cases))
    return [replace(first, notes=(*_of_groups(base, asked_of, made), *first.notes)), *made[1:]]


def _of_groups(base: RuleBase, asked_of: Scope, made: Sequence[Answer]) -> Iterator[str]:
    """That a word which leaves open which of several kinds is meant is answered for all of them."""
    several = len(made) > len(asked_of.matters) * max(1, len(asked_of.regions))
    how = "规定不同,以下分别回答" if several else "就所问的事项规定相同,以下一并回答"
    for word, kinds in asked_of.groups:
        if word not in base.vocabulary.terms:
            yield f"“{word}”可以指{'、'.join(kinds)},{how}。"


def _of_class(base: RuleBase, asked_of: Scope, case: Case, on_file: Facts | None) -> Iterator[Answer]:
    """The answers for a group of kinds of institutions (医院): one for all of its kinds that the same rules reach; none where
    none of them can ask for the matter.
    """
    vocabulary = base.vocabulary
    kinds = {k: None for _, members in asked_of.groups for k in members}
    able = [k for k in kinds if case.matter is None or case.matter in askable(vocabulary, k)]
    alike = reached_alike(base, case, able, on_file)
    label = "、".join(name for name, _ in asked_of.groups)
    for group in alike:
        answer = answer_of(base, case._replace(kind=group[0]), on_file)
        divided = len(able) < len(kinds) or len(alike) > 1
        yield replace(answer, type=f"{label}({'、'.join(group)})" if divided else label)


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


def _with_texts(
    known: Knowledge, question: Question, asked_of: Scope, answer: Answer, look: ForceLook, *, ruled: bool
) -> Answer:
    """An answer with what the texts say of the words that name no case."""
    base, recognised = known.base, asked_of.recognised
    vocabulary = base.vocabulary
    enquiries = [vocabulary.terms[e].iri.rpartition("#")[2] for e in recognised.enquiries]
    documents = asked_of.named.documents or _documents(base, asked_of.regions)
    of_force = _force_asked(vocabulary, asked_of, enquiries)
    regulating = _on_matters(documents, of_kinds(vocabulary, asked_of.types))
    forces = _with_force(asked_of.named, regulating) if of_force or asked_of.named.documents else ()
    readings = _readings(asked_of, documents, enquiries, vocabulary)
    pieces = tuple(p for w in recognised.rest for p in searched(base, w))
    texts: list[Passage] = []
    decided: tuple[DecidedBy, ...] = ()
    if asks_who(recognised, vocabulary) and not of_force:
        facts = [f for f in recognised.facts if vocabulary.facts[f].subject != "文件"]
        facts += [f for u in recognised.usages for f in vocabulary.terms[u].members]
        on = _on_matters(documents, asked_of.matters or of_kinds(vocabulary, asked_of.types))
        acts = [] if recognised.usages else duties_by_acts(on, acts_asked(recognised, vocabulary))
        duties = acts or ([] if facts or recognised.usages else duties_asked(on, recognised.rest, MOST))
        of_facts = [] if duties or not facts else _duties_on(base, on, facts, asked_of.regions)
        texts += duty_passages(look, [*duties, *of_facts])
        others = [] if duties or recognised.usages or of_facts else determined_facts(documents, asked_of.matters, base)
        labels = [] if of_facts else facts or others
        decided = decided_by(base, labels, asked_of.regions[0] if len(asked_of.regions) == 1 else None)
    nobody = asks_who(recognised, vocabulary) and not (
        texts or decided or of_force or recognised.usages or recognised.facts
    )
    spoken_of = speaking_of(look, documents, recognised.unregulated)
    texts += [p for of in spoken_of.values() for p in of]
    near = [f for u in recognised.unregulated for f in vocabulary.terms[u].members if f in vocabulary.facts]
    texts += passages(known.clauses, look, documents, (), sought(vocabulary, near), (), ()) if near else []
    outside = [b for b in asked_of.beyond if not ruled or set(b.who) & set(asked_of.types)]
    if outside and not ruled:
        texts += [p for b in outside for p in naming_both(look, documents, b)]
    elif not texts and not of_force and not nobody and not readings_alone(asked_of, enquiries):
        texts += _passages(known, look, asked_of, documents, enquiries, pieces, ruled=ruled)
    standing = forces_asked(look, forces, asked_of.day)
    return replace(
        answer,
        question=question.words,
        understood=tuple(_understood(vocabulary, asked_of)),
        terms=(*terms_asked(vocabulary, recognised.facts), *_concepts(vocabulary, recognised, documents)),
        passages=tuple(dict.fromkeys(texts)),
        forces=standing,
        decided_by=decided,
        readings=readings,
        beside=tuple(of_the_place(base, answer.region, asked_of.beside, look)) if answer.region else (),
        silent=(
            *(Silence(b.subject, _silent(documents), ()) for b in outside),
            *silences(
                look,
                documents,
                (u for u in recognised.unregulated if u not in spoken_of),
                asked_of.types,
                recognised.matters,
            ),
        ),
        notes=(
            *answer.notes,
            *(_of_ended(standing) if of_force else ()),
            *_of_reports(documents, enquiries),
            *((NOBODY_STATED,) if nobody and not recognised.unregulated else ()),
            *asked_of.notes,
        ),
    )


NOBODY_STATED: Final = "所问地区的已收录文件没有写明由谁决定、办理。"
_A_NAME: Final = 3
"""A name of more characters is looked for among the acts of duties."""


def _silent(documents: Sequence[Document]) -> str:
    """That nothing is said, of a place whose reports alone are held: that nobody knows."""
    reports = bool(documents) and all(d.kind == REPORT for d in documents)
    return UNREGULATED["report_only"] if reports else NOT_REGULATED


def _of_reports(documents: Sequence[Document], enquiries: Sequence[str]) -> Iterator[str]:
    """That a report decides nothing, where a question asks whether a document may be relied on."""
    reports = [f"《{d.title}》" for d in documents if d.kind == REPORT]
    if reports and "askBinding" in enquiries:
        yield f"{'、'.join(reports)}是评估报告,不具规范效力,自身不设权利义务,也不设限制:不能据以拒绝,也不能据以同意。"


def _duties_on(
    base: RuleBase, documents: Sequence[Document], facts: Sequence[str], regions: Sequence[str]
) -> list[DutyOf]:
    """Of facts that nobody is known to determine, the duties whose act has their name: 资源配置总量……由各地医保部门测算."""
    if decides(base, facts, regions):
        return []
    names = [n for f in facts for n in (f, *base.vocabulary.facts[f].words) if len(n) > _A_NAME]
    return duties_by_acts(documents, names)


def _of_ended(forces: Sequence[DocumentForce]) -> Iterator[str]:
    """What follows from plans whose period has ended, while nothing is determined."""
    ended = [f"《{f.document}》" for f in forces if f.on[0].status is ForceStatus.ENDED]
    if ended:
        yield f"{'、'.join(ended)}规划期已届满,未见延续执行的认定;在此以前既不能据以拒绝,也不等于没有限制。"


def _passages(
    known: Knowledge,
    look: ForceLook,
    asked_of: Scope,
    documents: Sequence[Document],
    enquiries: Sequence[str],
    pieces: Sequence[str],
    *,
    ruled: bool,
) -> list[Passage]:
    """The passages that answer the words of a question which name no case."""
    recognised, vocabulary = asked_of.recognised, known.base.vocabulary
    classes = () if ruled or recognised.facts else recognised.classes  # with rules these say themselves whom they reach
    labels = [*recognised.facts, *classes, *recognised.usages]
    labels += [v for v in recognised.values if not asked_of.values]
    if not ruled or enquiries:  # with rules these say themselves of whom and of what they speak
        labels += [*asked_of.types, *asked_of.matters] if not ruled or not asked_of.values else []
    left = tuple(p for p in pieces if not (ruled and p in ADDING))
    rest = left or (_named_places(recognised.words) if "askMeaning" in enquiries and not labels else ())
    stated = recognised.values and not asked_of.values  # 一级: of which no rule asks
    about_texts = bool(recognised.facts or left or rest or classes or stated or recognised.usages or enquiries)
    if not about_texts or (recognised.unregulated and not (recognised.facts or recognised.usages or _figures(pieces))):
        return []
    matters = asked_of.matters if ruled else ()
    asks_who = AUTHORITY in enquiries
    if recognised.usages:  # who decides of what such words leave open, no judgement of another matter says
        enquiries = [e for e in enquiries if e != AUTHORITY]
    words = sought(vocabulary, labels, spoken=not (asks_who and recognised.facts))
    answering = passages(
        known.clauses, look, documents, matters, words, rest, () if recognised.usages else enquiries,
        by_name=asks_who and bool(recognised.facts), readings=not recognised.usages or bool(recognised.facts),
    )  # fmt: skip
    exempt = [] if enquiries else exempting(look, documents, recognised.facts)
    if exempt:  # what exempts from limits answers before what only speaks of such institutions
        of = {p.clause for p in exempt}
        return [*exempt, *(p for p in answering if p.clause in of and p not in exempt)][:MOST]
    if not recognised.usages:
        return answering
    named = [sought(vocabulary, [label])[0].names for label in recognised.usages]
    if ruled:  # of a matter only what has rules on it says what such a word does
        on = {
            n.clause for d in documents for n in d.norms_in_use if not matters or not set(matters).isdisjoint(n.matters)
        }
        answering = [p for p in answering if p.clause in on or any(n in folded(p.quote) for of in named for n in of)]
    first = [next((p for p in answering if any(n in folded(p.quote) for n in names)), None) for names in named]
    answering = [*dict.fromkeys(p for p in first if p is not None), *(p for p in answering if p not in first)]
    listing = with_places(answering, vocabulary, asked_of.regions[0] if len(asked_of.regions) == 1 else None)
    return sorted(listing, key=lambda p: p.lists_place is not True)


def _figures(pieces: Sequence[str]) -> bool:
    """Whether a figure of the texts is among the words."""
    return any(c.isdigit() for piece in pieces for c in piece)


def _force_asked(vocabulary: Vocabulary, asked_of: Scope, enquiries: Sequence[str]) -> bool:
    """Whether a question asks for the force of documents, and for nothing else that the texts answer."""
    recognised = asked_of.recognised
    of_others = any(vocabulary.facts[f].subject != "文件" for f in recognised.facts)
    if of_others or recognised.unregulated or asked_of.named.unheld:
        return False
    if "askForce" in enquiries or any(vocabulary.facts[f].subject == "文件" for f in recognised.facts):
        return True
    if not asked_of.named.documents:
        return False
    return not recognised.rest or any(OF_FORCE.search(w) for w in recognised.rest)


def _with_force(named: NamedDocuments, documents: Sequence[Document]) -> tuple[Document, ...]:
    """The documents whose force is told: those named, else those of the kinds named, reports apart."""
    if named.documents:  # of several those that have something for who asks, and what only publishes them
        return tuple(d for d in named.documents if not d.regulates or d in documents) or named.documents
    of_kind = tuple(d for d in documents if d.kind in named.kinds)
    return of_kind or tuple(d for d in documents if d.kind != REPORT and (d.regulates or d.region != NATION))


def readings_alone(asked_of: Scope, enquiries: Sequence[str]) -> bool:
    """Whether readings alone answer a question: it names them, asks what they are, or whether a document decides cases."""
    return bool(asked_of.readings) or "askReading" in enquiries or "askBinding" in enquiries


def _readings(
    asked_of: Scope, documents: Sequence[Document], enquiries: Sequence[str], vocabulary: Vocabulary
) -> tuple[ReadingAsked, ...]:
    """The readings that a question names or that answer it."""
    recognised = asked_of.recognised
    readings = readings_by_name(documents, asked_of.readings)
    if "askBinding" in enquiries:
        readings += readings_on_cases(documents)
    if any(vocabulary.terms[u].iri.endswith("#exceptionApproval") for u in recognised.unregulated):
        readings += readings_on_words(documents, ("例外",))
    usages = [folded(n) for label in recognised.usages for n in names_of(vocabulary.terms[label])]
    if usages:
        readings += readings_on_words(_on_matters(documents, asked_of.matters), usages)
    if AUTHORITY in enquiries and recognised.facts:
        names = [folded(n) for label in recognised.facts for n in (label, *vocabulary.facts[label].words)]
        readings += readings_on_words(documents, names)
    return tuple(dict.fromkeys(readings))


def _concepts(vocabulary: Vocabulary, recognised: Recognised, documents: Sequence[Document]) -> Iterator[TermAsked]:
    """What is no fact and is asked about: words of the texts, and what a reading is."""
    for label in recognised.usages:
        term = vocabulary.terms[label]
        own = (w in c.quote for w in term.words for d in documents for c in d.clauses.values())
        if not term.words or any(own):  # a word of the texts is explained where these are the place's own
            yield TermAsked(label, term.definition, "")
    for label in recognised.enquiries:
        term = vocabulary.terms[label]
        if term.iri.endswith("#askReading"):
            readings = [r for d in documents for r in d.readings]
            confirmed = sum(bool(r.confirmed_by) for r in readings)
            count = f"所问地区的文件登记了{len(readings)}项,已经确认的{confirmed}项;用 tiaoli review readings 列出。"
            yield TermAsked("解释", term.definition, "", note=term.note + count)


def _on_matters(documents: Sequence[Document], matters: Sequence[str]) -> tuple[Document, ...]:
    """The documents whose rules reach one of some matters; all where none is asked for."""
    return tuple(d for d in documents if not matters or not set(d.regulates).isdisjoint(matters))


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
        Kind.USAGE: recognised.usages,
    }  # fmt: skip
    for text, document in asked_of.named.words:
        yield Understood(text, "文件", document)
    for name in asked_of.readings:
        yield Understood(name, "解释", name)
    for word in recognised.words:
        meanings = [m for m in word.meanings if m.key in counted[m.kind]]
        for meaning in meanings:
            named = vocabulary.full_name(meaning.key) if meaning.kind is Kind.REGION else meaning.key
            yield Understood(word.text, meaning.kind, named)
        if not meanings:
            yield Understood(word.text, _TEXT_ONLY, word.text)
