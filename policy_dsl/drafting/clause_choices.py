"""What the words of a clause let be chosen in a form: their shapes, figures and comparisons, matters, effects.

Nothing is offered that the words do not carry, so that a person who does not write the language cannot say more than they do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final, NamedTuple

from policy_dsl.addresses import parse_address, place
from policy_dsl.alignment.draft import Draft
from policy_dsl.alignment.evidence import Element, Range, Words, counted_for, names_of, spellings
from policy_dsl.alignment.quote_matching import contexts, leads
from policy_dsl.corpus_folders import Place
from policy_dsl.drafting.condition_choices import caps, conditions, freed, musts, scopes
from policy_dsl.drafting.edited_rules import compiled_draft
from policy_dsl.drafting.sentence_shapes import shapes
from policy_dsl.lowering.units import read_literal
from policy_dsl.numerals import percent, plain
from policy_dsl.source_text import fold, squeezed
from policy_dsl.syntax import ast
from policy_dsl.texts.lexicon import AFTER_FIGURE, COMPARING, DUTY_WORDS, FORMS, occurrences
from policy_dsl.texts.numeral_words import numerals
from policy_dsl.texts.restraint_words import may_exempt, restraints
from policy_dsl.vocabulary import Term, Vocabulary

_AT: Final = ast.Name("")
_COMPARING: Final = ("低于", "高于", "不超过", "不低于", "达到")
_WHOLE_EXEMPTION: Final = ("不受本文件限制",)
_PLACE: Final = "所在地 属于 "
_ROLES: Final = ("本区县", "全市", "本统筹区", "所在医保管理区域", "所在镇街")


class Shape(StrEnum):
    """A shape of a clause."""

    FIGURE = "数值"
    """Where a figure is below or above a number, something follows."""
    EXISTENCE = "有无"
    """Where there is something, or is nothing of it, something follows."""
    SITUATION = "情形"
    """Where something is determined or so (连锁, 资质合规), something follows."""
    SEVERAL = "几项情形"
    """Where several things are so, all of them or one of them, something follows."""
    CAP = "上限"
    """A figure must not go above a number."""
    REQUIREMENT = "要件"
    """Who applies must be so: 资质合规, 管理规范."""
    EXEMPTION = "豁免"
    """Whoever is so is free from the document, or from single clauses of it."""
    PLAIN = "不附条件"
    """Something follows whatever the figures are."""
    DUTY = "义务"
    """Somebody does something; it decides no application."""
    PENDING = "待写"
    """It is not written yet."""
    WAIVER = "不计"
    """A word of it needs no rule."""
    WHOLE = "写全"
    """It says all that it says, so that it no longer waits."""


WITH_EFFECT: Final = (Shape.FIGURE, Shape.EXISTENCE, Shape.SITUATION, Shape.SEVERAL, Shape.PLAIN)
"""The shapes of which a rule comes whose effect is chosen."""
DECIDING: Final = (*WITH_EFFECT, Shape.CAP, Shape.REQUIREMENT, Shape.EXEMPTION)
"""The shapes of which a rule comes that decides."""


class Choices(NamedTuple):
    """What the words of a clause let be chosen."""

    address: str
    place: str
    words: str
    """The clause as the rules quote it."""
    figures: tuple[str, ...]
    """Figures with their subject: 本区县 的 床位使用率, 全市 的 医保购买住院床位数 除以 全市 的 常住人口."""
    comparisons: tuple[str, ...]
    """Comparisons with their number: 低于 60%."""
    existences: tuple[str, ...]
    """有 or 尚无 with a count."""
    situations: tuple[str, ...]
    """What is so or not, as a condition: 机构 的 连锁 成立."""
    conditions: tuple[str, ...]
    """Every single condition, denied ones behind those that are not: 本区县 的 床位使用率 低于 60%, 非 机构 的 连锁 成立."""
    scopes: tuple[str, ...]
    """Of these the ones that say whom a rule reaches: 床位类别 是 康复."""
    freed: tuple[str, ...]
    """The clauses from which the words free, by address; none: they free from the whole document, or from nothing."""
    exempting: bool
    """Whether they free from the whole document."""
    places: tuple[str, ...]
    """The counties and areas that the clause names: a rule of it holds for them alone."""
    excepting: bool
    """Whether it may except them (除……外): then no rule is written by the form."""
    matters: tuple[str, ...]
    unwritten_matters: tuple[str, ...]
    """The matters that a clause not written yet may concern: those that it names; all, where it names none."""
    kinds: tuple[str, ...]
    """Kinds of institutions that the clause names."""
    effects: tuple[str, ...]
    """What may follow: 原则上 不予新增."""
    caps: tuple[str, ...]
    """What must not go above what, what is applied for counted in: 全市 的 院护床位数 加 床位数 不超过 1.2万张."""
    musts: tuple[str, ...]
    """What who applies must be, as a condition each; none where no word of the clause requires it."""
    readings: tuple[str, ...]
    """The registered readings of the document that a rule may rest on, by name."""
    bearers: tuple[str, ...]
    """Agents that the clause names."""
    forces: tuple[str, ...]
    """The words that carry a duty."""
    waivable: tuple[str, ...]
    """Normative words and figures that nothing takes up yet, those aside that decide on admission: they are never waived here."""
    conditional: bool
    """Whether its words make what they say depend on something: a rule without a condition would say more than they do."""
    pending: bool
    """Whether it is 待写."""

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """The shapes for which its words give what they need."""
        deciding = bool(self.matters and self.effects) and not self.excepting
        fitting = {
            Shape.FIGURE: deciding and bool(self.figures and self.comparisons),
            Shape.EXISTENCE: deciding and bool(self.existences),
            Shape.SITUATION: deciding and bool(self.situations),
            Shape.SEVERAL: bool(self.matters and self.effects and self.conditions),
            Shape.EXEMPTION: bool((self.conditions or self.kinds or self.matters) and (self.freed or self.exempting)),
            Shape.CAP: bool(self.matters and self.caps),
            Shape.REQUIREMENT: bool(self.matters and self.musts),
            Shape.PLAIN: deciding and not self.conditional,
            Shape.WAIVER: bool(self.waivable),
            Shape.WHOLE: self.pending,
        }
        return tuple(s for s in Shape if fitting.get(s, True))


@dataclass(frozen=True)
class ClauseWords:
    """A clause with its words, as the alignment reads them."""

    draft: Draft
    entry: ast.Entry
    words: Words
    supplied: frozenset[str] = frozenset()
    """What the registered readings of its document give, although no word of it says so."""

    @property
    def vocabulary(self) -> Vocabulary:
        """The vocabulary of its document."""
        return self.draft.vocabulary

    @property
    def whole(self) -> list[Range]:
        """All of its words."""
        return [(0, len(self.words.text))]

    def carries(self, element: Element) -> bool:
        """Whether an element of a rule stands in its words, or in what stands above them where that may give it."""
        if element.label in self.supplied:
            return True
        return bool(self.words.find(element, self.whole)) or self.words.in_context(element, self.whole)

    def names(self, term: Term | str, *, context: bool = False, denied: bool = True) -> bool:
        """Whether its words name a term, and no longer name of another. denied: they may also say that it is not so."""
        label = term if isinstance(term, str) else term.label
        longer = () if isinstance(term, str) else self.vocabulary.longer_names(term)
        return self.carries(
            Element(label, names_of(label, self.vocabulary), _AT, context=context, denied=denied, longer=longer)
        )


def choices(where: Place, texts: Mapping[str, str], vocabulary: Vocabulary, address: str) -> Choices | None:
    """What may be chosen for a clause; None where there is no such clause, or its words are not in the official text."""
    clause = clause_of(compiled_draft(where, texts, vocabulary), address)
    if clause is None:
        return None
    facts = [t for t in vocabulary.facts.values() if clause.names(t)]
    places = places_in(clause.words.text, vocabulary)
    use = next(u for u in clause.draft.word_use if u.placed.entry is clause.entry)
    assert clause.draft.document is not None
    matters = tuple(m for m, t in vocabulary.matters.items() if clause.names(t, context=True))
    figures = tuple(_figures(clause, _meant(clause, facts, matters)))
    comparisons = tuple(_comparisons(clause))
    existences = tuple(
        f"{op} {figure}"
        for op in ("有", "尚无")
        if clause.carries(Element(op, FORMS[op], _AT, word=True))
        for figure in _subjects(clause, (t for t in facts if t.datatype == "count"))
    )
    situations = tuple(_situations(clause, facts, places))
    excepting = bool(places) and _EXCEPTING.search(clause.words.text) is not None
    listed = [r.name for r in vocabulary.regions.values() if r.name in places or r.name in clause.supplied]
    others = (
        *existences,
        *(s for s in situations if not s.startswith(_PLACE)),
        *(f"{_PLACE}{name}" for name in listed),
    )
    single = tuple(conditions(clause, facts, figures, comparisons, others))
    if excepting:  # they hold elsewhere, if anywhere: the words except just these, or a reading says so
        alone = "非" in clause.supplied or _excepted_alone(clause.words.text, places, vocabulary)
        single = tuple(c for c in single if alone and not c.startswith(_PLACE))
    effects = tuple(_effects(clause))
    left = tuple(dict.fromkeys(squeezed(clause.draft.document.text[a:b]) for a, b in use.left))
    return Choices(
        address=address,
        place=place(address) if parse_address(address) else address,
        words="".join(q.text for q in clause.entry.quotes),
        figures=figures,
        comparisons=comparisons,
        existences=existences,
        situations=situations,
        conditions=single,
        scopes=scopes(single),
        freed=freed(clause, [p.entry.address.text for p in clause.draft.placed]),
        exempting=any(e in _WHOLE_EXEMPTION for e in effects),
        places=places,
        excepting=excepting,
        matters=matters,
        unwritten_matters=matters or tuple(vocabulary.matters),
        kinds=tuple(t.label for k in ("type", "class") for t in vocabulary.of_kind(k).values() if clause.names(t)),
        effects=effects,
        caps=()
        if places
        else tuple(caps(clause, figures, matters, (comparisons, tuple(_comparisons(clause, by_words=True))))),
        musts=tuple(musts(clause, facts, single)),
        readings=tuple(clause.draft.readings or {}),
        bearers=tuple(a.label for a in vocabulary.of_kind("agent").values() if clause.names(a, context=True)),
        forces=tuple(w for w in DUTY_WORDS if w != "陈述" and w in clause.words.segments.values()),
        waivable=tuple(w for w in left if not _decides(w, clause)),
        conditional=_conditional(clause),
        pending=any(isinstance(i, ast.Pending) for i in clause.entry.items),
    )


def clause_of(draft: Draft, address: str) -> ClauseWords | None:
    """The clause of an address; None where there is none, or its words are not in the official text."""
    placed = next((p for p in draft.placed if p.entry.address.text == address and p.entry.quotes), None)
    if placed is None or draft.document is None:
        return None
    text = squeezed(draft.document.text[placed.start : placed.end])
    above = dict(zip(map(id, draft.placed), contexts(draft.document.text, draft.placed), strict=True))
    lead = leads(draft.document.text, draft.placed)[address]
    words = Words(text, above[id(placed)], deciding=draft.vocabulary.deciding, lead=lead)
    words.region = draft.document.region
    supplied = frozenset(word for reading in (draft.readings or {}).values() for word in reading.covers)
    return ClauseWords(draft, placed.entry, words, supplied)


def _decides(word: str, clause: ClauseWords) -> bool:
    """Whether a word limits what may be admitted, frees from limits, or is a part of words that do."""
    there = [fold(form) for form in clause.vocabulary.deciding if fold(form) in clause.words.text]
    return bool(word in FORMS["原则上"] or restraints(word) or may_exempt(word) or any(word in form for form in there))


_WHERE: Final = re.compile(r"的[^,;:。]{0,10}[,;:]|时,|(?:^|[,;:。)、.])(?:其中,)?(?:在|对|对于|凡|经|因|如|若|除)")
"""How a text says whom or what a sentence concerns: 低于60%的, 资源充足的县(市、区), 在资源饱和的区."""


def _conditional(clause: ClauseWords) -> bool:
    text = clause.words.text
    compares = any(w in COMPARING or w in AFTER_FIGURE for w in clause.words.segments.values())
    return compares or bool(places_in(text, clause.vocabulary)) or _WHERE.search(text) is not None


_EXCEPTED: Final = re.compile("除(?P<named>[^,;:。]{2,60}?)(?:以外|之外|外)")
_EXCEPTING: Final = re.compile("除|以外|之外|其他|其它")


def places_in(text: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The counties and management areas to which words confine what they say, in the order of the vocabulary."""
    regions = [r for r in vocabulary.regions.values() if r.level in ("county", "area")]
    named = [r for r in regions if any(n in text for n in (r.name, *r.aliases))]
    within = {code for r in named for code in (r.members or (r.code,))}
    above = {r.parent for r in named}
    if len(named) > 1 and all(r.code in within for r in regions if r.level == "county" and r.parent in above):
        return ()  # every county of theirs: they are listed, and nothing is left out
    return tuple(r.name for r in named)


def _excepted_alone(text: str, places: tuple[str, ...], vocabulary: Vocabulary) -> bool:
    """Whether words except the places that they name, all of them and nothing else: 除市南区、市北区外."""
    excepted = _EXCEPTED.search(text)
    if excepted is None or _EXCEPTING.search(text[: excepted.start()] + text[excepted.end() :]):
        return False
    names = [n for r in vocabulary.regions.values() if r.name in places for n in (r.name, *r.aliases)]
    rest = excepted["named"]
    for name in sorted(names, key=len, reverse=True):
        rest = rest.replace(name, "")
    outside = text[: excepted.start()] + text[excepted.end() :]
    return not rest.strip("、和及与") and not places_in(outside, vocabulary)


def _situations(clause: ClauseWords, facts: Iterable[Term], places: tuple[str, ...]) -> Iterator[str]:
    """What is so: determinations and other facts that the words state, and the places where they hold."""
    stated = (t for t in facts if t.datatype == "boolean" and clause.names(t, denied=False))
    yield from (f"{subject} 成立" for subject in _subjects(clause, stated))
    if places:
        yield f"所在地 属于 {' 、 '.join(places)}"


def _subjects(clause: ClauseWords, facts: Iterable[Term]) -> Iterator[str]:
    """Facts with those whose they are, as rules write them; of a place only where the words name it."""
    for term in facts:
        if term.subject == "申请":
            yield term.label
        elif term.subject == "机构":
            yield f"机构 的 {term.label}"
        else:
            yield from (f"{role} 的 {term.label}" for role in _ROLES if clause.names(role))


def _comparisons(clause: ClauseWords, *, by_words: bool = False) -> Iterator[str]:
    """Each comparison of the words with its number, as rules write them.

    Where no word beside a number compares, the operators that readings give; by_words: these are left out.
    """
    bases = _bases(clause)
    for number in dict.fromkeys(_numbers(clause.words.text)):
        if isinstance(read_literal(number, clause.vocabulary), str):
            continue
        figures = tuple(spellings(number, clause.vocabulary))
        operators: Iterable[str] = [
            op
            for op in _COMPARING
            if clause.words.find(Element(op, FORMS[op], _AT, word=True, figures=figures), clause.whole)
        ]
        if not operators and not by_words:
            operators = [op for op in _COMPARING if op in clause.supplied]
        places = clause.words.find(Element(number, figures, _AT, unit=""), clause.whole)
        base = counted_for(clause.words.text, places[0]) if places else ""
        counted = [] if number.endswith("%") else [base] if base else bases  # a share is of no people
        written = [f"{number}/{b.lstrip('每/')}" for b in counted]
        fitting = [w for w in written if not isinstance(read_literal(w, clause.vocabulary), str)]
        for op in operators:
            yield from (f"{op} {w}" for w in fitting or (() if base else (number,)))


def _bases(clause: ClauseWords) -> list[str]:
    """The people for whom the words count something: 每千常住人口."""
    text = clause.words.text
    return list(dict.fromkeys(base for at in range(len(text)) if (base := counted_for(text, (at, at)))))


def _meant(clause: ClauseWords, facts: Iterable[Term], matters: Iterable[str]) -> list[Term]:
    """The facts without those that only a word of the fact that the matters mean could name: 床位使用率 of hospital beds."""
    listed, table = [*facts], shapes().figures
    meant = {f for m in matters for f in table.get(m, ())}
    shared = {fold(n) for t in listed if t.label in meant for n in names_of(t.label, clause.vocabulary)}

    def own(term: Term) -> bool:
        names = {fold(n) for n in names_of(term.label, clause.vocabulary)}
        return not names & shared or any(n in clause.words.text for n in names - shared)

    return [t for t in listed if t.label in meant or t.label in clause.supplied or own(t)]


def _figures(clause: ClauseWords, facts: Iterable[Term]) -> Iterator[str]:
    """Figures with their subject, and of figures counted for so many people (每千常住人口) their quotient first."""
    figures = [*_subjects(clause, (t for t in facts if t.datatype in ("ratio", "count")))]
    bases = _bases(clause)
    people = [f for f in figures if any(base.endswith(f.rpartition(" ")[2]) for base in bases)]
    yield from (f"{figure} 除以 {by}" for figure in figures for by in people if figure not in people)
    yield from figures


def _numbers(text: str) -> Iterator[str]:
    """The figures of a clause as rules write them: 百分之七十五 is 75%."""
    yield from (o.word for o in occurrences(text) if o.figure and o.word[0].isdecimal())
    for numeral in numerals(text):
        if not numeral.figure or numeral.value is None:
            continue
        if isinstance(numeral.value, Fraction):
            yield f"{numeral.value.numerator}/{numeral.value.denominator}"
        else:
            yield plain(numeral.value) + numeral.unit if numeral.unit else percent(numeral.value)


def _effects(clause: ClauseWords) -> Iterator[str]:
    for word in clause.vocabulary.effect_words.values():
        if clause.carries(Element(word.label, word.forms, _AT, word=True, denied=False)):
            if not word.in_principle:
                yield word.label
            elif clause.carries(Element("原则上", FORMS["原则上"], _AT, word=True)):
                yield f"原则上 {word.label}"
