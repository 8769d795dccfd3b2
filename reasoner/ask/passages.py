"""What the texts say of other words of a question: definitions, readings, judgements, duties, and what none of them says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final

from msgspec.structs import replace

from policy_dsl.compiled import Clause, Document
from policy_dsl.ir import Effect
from policy_dsl.reading import Reading
from policy_dsl.statements import Judgement
from policy_dsl.vocabulary import Term, Vocabulary
from reasoner.ask.deciders import NOBODY, DutyOf
from reasoner.ask.force_of_documents import ForceLook
from reasoner.ask.question_words import names_of
from reasoner.ask.text_answer import Passage, PassageKind, Silence, TermAsked
from reasoner.ask.unaskable import Beyond
from reasoner.survey.clause_search import ClauseIndex, IndexedClause, Sought, readings_of
from reasoner.survey.lookup import folded

_FIGURE: Final = re.compile(r"\d")
"""Of a number that a text has, the clauses that have it answer, and no others."""
MOST: Final = 8
"""So many passages are given; more would bury the answer."""
NOT_REGULATED: Final = "已收录文件未作规定"
_FIRST: Final = {
    "askMeaning": (PassageKind.DEFINITION, PassageKind.READING),
    "askAuthority": (PassageKind.JUDGEMENT,),
}
"""By what is asked for: which passages answer it best."""


def sought(vocabulary: Vocabulary, labels: Iterable[str], *, spoken: bool = True) -> list[Sought]:
    """Terms as they are searched for: by all their names, or by those of the texts alone. A matter or kind also by the
    rules that reach it.
    """
    terms = (vocabulary.terms[label] for label in labels)
    return [
        Sought(
            tuple(sorted({folded(n) for n in (names_of(t) if spoken else (t.label, *t.words))})), frozenset((t.label,))
        )
        for t in terms
    ]


def passages(
    index: ClauseIndex,
    look: ForceLook,
    documents: Sequence[Document],
    matters: Sequence[str],
    words: Sequence[Sought],
    rest: Sequence[str],
    enquiries: Sequence[str],
    *,
    by_name: bool = False,
    readings: bool = True,
) -> list[Passage]:
    """The passages of some documents that answer words of a question, the best first.

    matters: those asked for; a clause that only speaks of others answers nothing. None: any will do. by_name: of judgements only those
    whose name is asked for. readings: whether readings are among them; they may be told apart.
    """
    ids = {d.id for d in documents}
    entries = [e for e in index.entries if e.document.id in ids and _is_on(e, matters)]
    kinds = tuple(k for e in enquiries for k in _FIRST.get(e, ()))
    names = [n for w in words for n in w.names] + [r for r in map(folded, rest) if len(r) > 1]
    hits = index.find(words, rest, entries)
    figures = [f for f in map(folded, rest) if _FIGURE.search(f)]
    hits = [h for h in hits if any(f in h.entry.quote for f in figures)] or hits
    all_of = [p for h in hits[: 2 * MOST] for p in _of_clause(look, h.entry, names, kinds, readings)]
    if by_name or any(p.kind is PassageKind.JUDGEMENT and _names(names, p.text) for p in all_of):
        all_of = [p for p in all_of if p.kind is not PassageKind.JUDGEMENT or _names(names, p.text)]
    return sorted(all_of, key=lambda p: p.kind not in kinds)[:MOST]


def exempting(look: ForceLook, documents: Iterable[Document], facts: Iterable[str]) -> list[Passage]:
    """Where a fact that is asked for exempts: the rules that read one of the facts asked for, the exempting first."""
    sought_facts = frozenset(facts)
    reading = [(d, n) for d in documents for n in d.norms_in_use if any(f.term in sought_facts for f in n.reads)]
    if not any(n.effect is Effect.EXEMPT for _, n in reading):
        return []
    reading.sort(key=lambda r: r[1].effect is not Effect.EXEMPT)
    clauses = dict.fromkeys((d.id, n.clause) for d, n in reading)
    by_id = {d.id: d for d, _ in reading}
    of = [by_id[d].clauses[c] for d, c in clauses]
    return [_passage(look, c, PassageKind.RULE, next((r.text for r in c.rules), "")) for c in of]


def _is_on(entry: IndexedClause, matters: Sequence[str]) -> bool:
    """Whether a clause speaks of one of some matters, or of none in particular."""
    return not matters or not entry.matters or not entry.matters.isdisjoint(matters)


def duty_passages(look: ForceLook, duties: Iterable[DutyOf]) -> list[Passage]:
    """Duties as passages: who is to do it, and by which word."""
    return [_passage(look, d.clause, PassageKind.DUTY, _borne(d)) for d in duties]


def _borne(of: DutyOf) -> str:
    duty = of.duty
    strength = "" if duty.strength in ("", "陈述") else f"({duty.strength})"
    basis = f"(据条文理解“{'、'.join(duty.readings)}”)" if duty.readings else ""
    bearers = [b for b in duty.bearers if b != NOBODY]
    who = "、".join(bearers) or "由谁办理,文件未载明"
    return f"{who}{strength}:{duty.act}{basis}。"


def _of_clause(
    look: ForceLook, entry: IndexedClause, names: Sequence[str], kinds: Sequence[PassageKind], readings: bool
) -> Iterator[Passage]:
    """What of a clause answers: what is asked for, else its rule, duty or words."""
    clause, document = entry.clause, entry.document
    answers = [
        *(
            _passage(look, clause, PassageKind.DEFINITION, f"{d.name}:{d.meaning or '、'.join(d.parts)}。")
            for d in clause.definitions
            if _names(names, d.name)
        ),
        *(
            _judged(look, clause, j)
            for j in clause.judgements
            if _names(names, j.name) or PassageKind.JUDGEMENT in kinds
        ),
        *(
            _reading(look, clause, r)
            for r in sorted(_readings(document, clause), key=lambda r: not _names(names, r.name))
            if readings and _names(names, f"{r.name}{r.question}{r.used}")
        ),
    ]
    chosen = [p for p in answers if p.kind in kinds] or ([] if kinds else answers[:2])
    if clause.rules and (entry.decides or not chosen):
        rule = next((r.text for r in clause.rules), "")
        yield _passage(look, clause, PassageKind.RULE, rule)
    elif not chosen:
        kind = PassageKind.DUTY if clause.duties else PassageKind.TEXT
        yield _passage(look, clause, kind)
    yield from chosen


def _passage(
    look: ForceLook, clause: Clause, kind: PassageKind, text: str = "", confirmed_by: str | None = None
) -> Passage:
    force = look.on(look.base.documents[clause.clause.partition("/")[0]])
    return Passage(
        clause.clause, clause.document, clause.quote, clause.place, kind, force.status, force.why, text, confirmed_by,
    )  # fmt: skip


def _judged(look: ForceLook, clause: Clause, judgement: Judgement) -> Passage:
    organs = "、".join(judgement.authority)
    who = "文件未载明由谁认定" if organs in ("", "未载明") else f"由{organs}认定"
    basis = f"(文件未写明,据条文理解“{'、'.join(judgement.readings)}”)" if judgement.readings else ""
    return _passage(look, clause, PassageKind.JUDGEMENT, f"“{judgement.name}”{who}{basis}。")


def _reading(look: ForceLook, clause: Clause, reading: Reading) -> Passage:
    question = reading.question.rstrip("?？。")
    text = f"{question}?采用:{reading.used.rstrip('。')}。另一种理解:{reading.alternative.rstrip('。')}。"
    return _passage(look, clause, PassageKind.READING, text, reading.confirmed_by)


def _readings(document: Document, clause: Clause) -> Iterator[Reading]:
    rules = [n for n in document.norms_in_use if n.clause == clause.clause]
    cited = readings_of(clause, rules)
    return (r for r in document.readings if r.name in cited)


def _names(names: Iterable[str], text: str) -> bool:
    plain = folded(text)
    return any(n in plain for n in names)


# --- facts, and what no text says ---------------------------------------------------------------------


def terms_asked(vocabulary: Vocabulary, labels: Iterable[str]) -> tuple[TermAsked, ...]:
    """The facts that a question names: what they are, and whose they are to say."""
    terms = (vocabulary.facts[label] for label in labels)
    return tuple(TermAsked(t.label, t.definition, t.provider, t.authority, t.proof, t.note) for t in terms)


def silences(
    look: ForceLook,
    documents: Sequence[Document],
    subjects: Iterable[str],
    types: Sequence[str],
    matters: Sequence[str],
) -> Iterator[Silence]:
    """Matters of which no held text speaks, each with the clauses that name a document in which it may stand."""
    vocabulary = look.base.vocabulary
    named = [t for t in vocabulary.of_kind("named").values() if _speaks_of(vocabulary, t, types, matters)]
    for label in subjects:
        within = vocabulary.terms[label].members
        naming = (c for t in named if t.label in within for c in _naming(look, documents, t))
        yield Silence(label, NOT_REGULATED, tuple(naming))


def naming_both(look: ForceLook, documents: Sequence[Document], beyond: Beyond) -> list[Passage]:
    """The clauses of these documents that name an institution and a matter of which no rule is made for it."""
    terms = look.base.vocabulary
    shared = {n for m, t in terms.matters.items() if m not in beyond.matters for n in names_of(t)}
    who = [folded(n) for label in beyond.who for n in names_of(terms.terms[label])]
    what = [folded(n) for label in beyond.matters for n in names_of(terms.terms[label]) if n not in shared]
    clauses = [c for d in documents for c in d.clauses.values() if _names(who, c.quote) and _names(what, c.quote)]
    # A clause of a sentence, where its paragraph has been entered, too, is told once.
    least = [c for c in clauses if not any(o is not c and o.clause.startswith(f"{c.clause}.") for o in clauses)]
    return [_passage(look, c, PassageKind.TEXT) for c in least][:MOST]


def speaking_of(look: ForceLook, documents: Sequence[Document], subjects: Iterable[str]) -> dict[str, list[Passage]]:
    """Of what mostly no text speaks, the clauses of these documents that do, by the words of the ontology."""
    wordings = {s: tuple(map(folded, look.base.vocabulary.terms[s].words)) for s in subjects}
    clauses = {
        s: [c for d in documents for c, plain in _quotes(d) if any(w in plain for w in words)]
        for s, words in wordings.items()
        if words
    }
    return {s: [_passage(look, c, PassageKind.TEXT) for c in own] for s, own in clauses.items() if own}


def _speaks_of(vocabulary: Vocabulary, document: Term, types: Sequence[str], matters: Sequence[str]) -> bool:
    """Whether a named document speaks of the kinds or matters asked about; of all where none is."""
    kinds = types or [k for m in matters for k in vocabulary.matters[m].members]
    return not (types or matters) or bool(set(document.members) & {*kinds, *matters})


def _naming(look: ForceLook, documents: Iterable[Document], named: Term) -> Iterator[Passage]:
    """The first clause of each document that names the title."""
    title = folded(named.label)
    for document in documents:
        clause = next((c for c, plain in _quotes(document) if title in plain), None)
        if clause is not None:
            yield _passage(look, clause, PassageKind.NAMED, f"未收录{named.label},可查:{named.definition}")


@lru_cache(maxsize=64)
def _quotes(document: Document) -> tuple[tuple[Clause, str], ...]:
    """The clauses of a document with their folded words."""
    return tuple((c, folded(c.quote)) for c in document.clauses.values())


def with_places(passages: Iterable[Passage], vocabulary: Vocabulary, region: str | None) -> Iterator[Passage]:
    """Passages that list districts, each with whether the one asked about is among them."""
    place = vocabulary.regions[region] if region else None
    beside = [r for r in vocabulary.regions.values() if place is not None and r.parent == place.parent]
    for passage in passages:
        listed = [r for r in beside if r.level == "county" and any(n in passage.quote for n in (r.name, *r.aliases))]
        if place is None or place.level != "county" or len(listed) < _A_LIST:
            yield passage
        else:
            yield replace(passage, lists_place=place in listed)


_A_LIST: Final = 2
"""So many districts named make a list."""
