"""Of which matters the rules are asked: those that a question names, else those that its other words imply, or none."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from policy_dsl.ir import Effect
from policy_dsl.vocabulary import Vocabulary
from reasoner.ask.question_words import Kind, Recognised
from reasoner.ask.unrecognised_words import parts_in_texts
from reasoner.model.rule_base import RuleBase

ADDING: Final = frozenset(("新增", "增加", "申请", "购买", "能新增", "可新增"))
"""Words that every matter has: they say nothing of which one is asked for."""
_CHANGES: Final = ("#relocation", "#renaming", "#categoryChange")
"""What is asked of an institution that changes: no rule on new ones may answer it."""
_BESIDE_RULES: Final = ("#countsAsNew",)
"""What no text speaks of and is asked beside the rules on something new."""
_FIGURE: Final = re.compile(r"\d+(?:\.\d+)?[%张家名人]|[七六三]成半?")
_BEDS: Final = re.compile("床")
_WHICH_BEDS: Final = re.compile("住院|医保|购买|院护|养老|护理|长护|失智|康复|中医|精神")
"""What says of which beds is spoken."""


def askable(vocabulary: Vocabulary, kind: str) -> tuple[str, ...]:
    """The matters for which a kind of institution can ask."""
    return tuple(label for label, m in vocabulary.matters.items() if kind in m.members)


def of_kinds(vocabulary: Vocabulary, kinds: Iterable[str], among: Iterable[str] = ()) -> tuple[str, ...]:
    """The matters for which one of some kinds or classes can ask; among: of these, where there are any."""
    members = {k for c in kinds for k in (vocabulary.terms[c].members or (c,))}
    own = tuple(m for m, t in vocabulary.matters.items() if members & set(t.members))
    return tuple(m for m in own if m in among) or own


def other_beds(vocabulary: Vocabulary, recognised: Recognised, matters: Sequence[str]) -> tuple[str, ...]:
    """Where beds are asked for and no institution is named: the matters of other beds, which are not answered for."""
    others = [m for m in vocabulary.matters if m.endswith("床位") and m not in matters]
    own = [m for m in matters if m.endswith("床位") and any(_BEDS.search(w.text) for w in recognised.words)]
    own += [m for m in matters if m.endswith("床位") and len(matters) == 1 and m not in own]
    if own and others and not (recognised.types or recognised.classes or recognised.enquiries or recognised.facts):
        return tuple(others)
    return ()


def beds_meant(vocabulary: Vocabulary, recognised: Recognised, types: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """A word for beds that does not say which (养老院想加床), and the matters of beds that these institutions can ask for, where
    these are not the one for which it mostly stands; empty for none.
    """
    own = tuple(m for m in vocabulary.matters if m.endswith("床位") and any(m in askable(vocabulary, t) for t in types))
    words = [w for w in recognised.words if w.of(Kind.MATTER)]
    unsaid = len(words) == 1 and _BEDS.search(words[0].text) and not _WHICH_BEDS.search(words[0].text)
    if types and own and unsaid and not set(own) & set(words[0].of(Kind.MATTER)):
        return words[0].text, own
    return "", ()


_AMOUNT: Final = re.compile(r"(增加|新增|购买|加|扩|买|设|弄|搞|整|添|增|上|要)\s*(\d+)\s*张(?:的)?(?P<beds>\S?)")
_SAID_OF_ADDING: Final = frozenset(("弄", "搞", "整", "添", "增", "上", "要"))
"""Verbs of daily use that stand for 加 before a number of beds."""


def without_amount(question: str) -> tuple[str, str]:
    """The question with a number of beds taken out (加100张床: 加床), and the number; empty for none."""
    match = _AMOUNT.search(question)
    if match is None:
        return question, ""
    behind = question[match.end(2) :].lstrip().removeprefix("张").removeprefix("的")
    beds = "" if re.match(r"\S{0,6}床", behind) else "床"
    verb = "加" if match[1] in _SAID_OF_ADDING else match[1]
    return f"{question[: match.start()]}{verb}{beds}{behind}", f"{match[2]}张"


def percents_left(base: RuleBase, question: str, regions: Iterable[str]) -> list[str]:
    """The percentages of a question that are in no text of some places: figures of the case, of which nothing is computed."""
    documents = {d.id: d for r in regions for d in base.held_for(r)}.values()
    own = dict.fromkeys(re.findall(r"(?<![\d.])\d+(?:\.\d+)?%", unicodedata.normalize("NFKC", question)))
    return [p for p in own if not any(p in c.quote for d in documents for c in d.clauses.values())]


def undivided(base: RuleBase, matters: Iterable[str], regions: Iterable[str]) -> bool:
    """Whether which of the matters is asked for makes no difference in some places: no clause decides one of them, or the same
    single one all those that are decided.
    """
    return len(decided(base, matters, regions)) <= 1


def decided(base: RuleBase, matters: Iterable[str], regions: Iterable[str]) -> set[str]:
    """The clauses that decide one of some matters in some places."""
    documents = {d.id: d for r in regions for d in base.held_for(r)}.values()
    return {n.clause for d in documents for m in matters for n in d.norms(m) if n.decides}


def converted(vocabulary: Vocabulary, recognised: Recognised) -> Recognised:
    """A question that asks of beds made into others (综合床转成康复床): of what no text speaks, beside the rules on new ones."""
    pairs = zip(recognised.words, recognised.words[1:], strict=False)
    into = [n for w, n in pairs if _INTO.search(w.text) and not w.meanings and _BEDS.search(n.text)]
    if not into:
        return recognised
    of_care = any(_CARE.search(w.text) for w in into)
    label = _unregulated(vocabulary, "#bedsIntoCare" if of_care else "#bedConversion")
    return recognised._replace(unregulated=tuple(dict.fromkeys((*recognised.unregulated, label))))


def _unregulated(vocabulary: Vocabulary, ending: str) -> str:
    """The label of what no text speaks of by the end of its IRI."""
    return next(t.label for t in vocabulary.of_kind("unregulated").values() if t.iri.endswith(ending))


_CARE: Final = re.compile("院护|养老|护理|长护")
_INTO: Final = re.compile("(?:转成|转为|转换成|转换为|改成|改为|改做|改作|换成|置换成|置换为|变成|变为|调整为|调成)$")
"""The end of words behind which stands what something is made into."""


def values_given(vocabulary: Vocabulary, values: Iterable[str]) -> tuple[dict[str, str], list[dict[str, str]]]:
    """The facts of which the question gives a value, by label, and the same with each further value that it gives of one of
    them (康复床和精神床).
    """
    named = [(fact.label, v) for v in values for fact in vocabulary.facts.values() if v in fact.values and fact.reach]
    given = dict(reversed(named))
    return given, [given | {label: v} for label, v in named if given[label] != v]


def with_beds(
    base: RuleBase, recognised: Recognised, values: Mapping[str, str], matters: tuple[str, ...]
) -> tuple[str, ...]:
    """The matters that are named, and where a kind of beds stands beside them that none of their rules reads (康复床 beside
    院护床), the matter whose rules do.
    """
    words = {v for w in recognised.words if _BEDS.search(w.text) for v in w.of(Kind.VALUE)}
    facts = {f for f, v in values.items() if v in words}
    reading = {m for m, read in _readings(base) if facts & read}
    if not facts or not matters or reading & set(matters):
        return matters
    return (*matters, *(m for m in base.vocabulary.matters if m in reading))


def changes_asked(vocabulary: Vocabulary, recognised: Recognised) -> tuple[str, ...]:
    """What is asked of an institution that changes (迁址), where no matter is named by a word of its own."""
    named = any(len(w.of(Kind.MATTER)) == 1 for w in recognised.words)
    changes = tuple(u for u in recognised.unregulated if vocabulary.terms[u].iri.endswith(_CHANGES))
    return () if named else changes


def implied(
    base: RuleBase, recognised: Recognised, types: Sequence[str], values: Mapping[str, str], regions: Sequence[str]
) -> tuple[str, ...]:
    """The matters where none is named: those whose rules read a value or a condition that is; else all that the kinds can ask
    for. None where the question is about something else.
    """
    vocabulary = base.vocabulary
    if values:
        reading = {m for m, read in _readings(base) if any(f in values for f in read)}
        return tuple(m for m in vocabulary.matters if m in reading)
    rest = any(parts_in_texts(base, word) for word in recognised.rest)
    of_materials = any(vocabulary.terms[e].iri.endswith("#askMaterials") for e in recognised.enquiries)
    unregulated = [u for u in recognised.unregulated if not vocabulary.terms[u].iri.endswith(_BESIDE_RULES)]
    kinds = types or recognised.classes
    if recognised.facts and not (unregulated or recognised.usages or recognised.enquiries):
        return _on_facts(base, recognised, kinds, regions)
    elsewhere = recognised.facts or unregulated or recognised.usages or rest or recognised.enquiries
    if elsewhere and not of_materials:
        return ()
    if not kinds:
        return () if recognised.rest else tuple(vocabulary.matters)
    own = of_kinds(vocabulary, kinds)
    beds = tuple(m for m in own if m.endswith("床位")) if any(_BEDS.search(w) for w in recognised.rest) else ()
    return beds or own  # 养老院床空着还能加吗: nothing else is asked for


def _on_facts(base: RuleBase, recognised: Recognised, kinds: Sequence[str], regions: Sequence[str]) -> tuple[str, ...]:
    """The matters whose rules here read a condition that is named, for kinds or where something is to be added (能加吗); of a
    figure that is named only those whose clauses have it.
    """
    adding = any("加" in w for w in recognised.rest)
    rules = [n for d in base.documents.values() for n in d.norms_in_use]
    exempting = any(n.effect is Effect.EXEMPT and any(f.term in recognised.facts for f in n.reads) for n in rules)
    if exempting or not (kinds or adding):
        return ()
    own = of_kinds(base.vocabulary, kinds) if kinds else tuple(m for m in base.vocabulary.matters if m.endswith("床位"))
    figures = [f for w in recognised.rest for f in _FIGURE.findall(w)]
    documents = {d.id: d for r in regions for d in base.held_for(r)}.values()
    reading = [
        (m, d.clauses[n.clause].quote)
        for d in documents
        for n in d.norms_in_use
        if n.decides and n.alternative_of is None and any(f.term in recognised.facts for f in n.reads)
        for m in n.matters
    ]
    exact = {m for m, quote in reading if any(f in quote for f in figures)}
    chosen = exact or {m for m, _ in reading}
    return tuple(m for m in own if m in chosen)


def _readings(base: RuleBase) -> Iterator[tuple[str, frozenset[str]]]:
    """Each matter with the facts that a rule on it reads."""
    for document in base.documents.values():
        for norm in document.norms_in_use:
            read = frozenset(f.term for f in norm.reads)
            yield from ((m, read) for m in norm.matters)


def facts_meant(base: RuleBase, recognised: Recognised, matters: Iterable[str]) -> Recognised:
    """A question without those meanings of a word for facts that no rule on the matters reads, where another is read."""
    chosen = frozenset(matters)
    read = {f for m, facts in _readings(base) if m in chosen for f in facts}
    several = [set(w.of(Kind.FACT)) for w in recognised.words if len(w.of(Kind.FACT)) > 1]
    unread = {f for meanings in several if meanings & read for f in meanings - read}
    return recognised._replace(facts=tuple(f for f in recognised.facts if f not in unread))
