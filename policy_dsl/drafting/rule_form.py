"""A form for clauses of a known shape: what may be chosen is read from the words of the clause, and the choice is written as a rule.

Nothing is offered that the words do not carry: figures and comparisons, places, matters, effects stand in them. What is
written is held against the words once more, as anything else is, and refused where it does not stand.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

from policy_dsl.addresses import parse_address, place
from policy_dsl.alignment.draft import Draft
from policy_dsl.alignment.evidence import Element, Range, Words, names_of, spellings
from policy_dsl.alignment.quote_matching import contexts, leads
from policy_dsl.corpus_folders import Place
from policy_dsl.diagnostics import Diagnostic, Fault, Faults
from policy_dsl.drafting.edited_rules import RULES, check_rules, compiled_draft
from policy_dsl.lowering.units import read_literal
from policy_dsl.numerals import percent, plain
from policy_dsl.source_text import fold, squeezed
from policy_dsl.syntax import ast
from policy_dsl.syntax.parse import keywords, terminal
from policy_dsl.texts.lexicon import AFTER_FIGURE, COMPARING, DUTY_WORDS, FORMS, occurrences
from policy_dsl.texts.numeral_words import numerals
from policy_dsl.texts.restraint_words import may_exempt, restraints
from policy_dsl.vocabulary import Term, Vocabulary

_AT: Final = ast.Name("")
_COMPARING: Final = ("低于", "高于", "不超过", "不低于", "达到")
_ROLES: Final = ("本区县", "全市", "本统筹区", "所在医保管理区域", "所在镇街")


class Shape(StrEnum):
    """A shape of a clause."""

    FIGURE = "数值"
    """Where a figure is below or above a number, something follows."""
    EXISTENCE = "有无"
    """Where there is something, or is nothing of it, something follows."""
    PLAIN = "不附条件"
    """Something follows whatever the figures are."""
    DUTY = "义务"
    """Somebody does something; it decides no application."""
    PENDING = "待写"
    """It is not written yet."""
    WAIVER = "不计"
    """A word of it needs no rule."""


class Choices(NamedTuple):
    """What the words of a clause let be chosen."""

    address: str
    place: str
    words: str
    """The clause as the rules quote it."""
    figures: tuple[str, ...]
    """Figures with their subject: 本区县 的 床位使用率."""
    comparisons: tuple[str, ...]
    """Comparisons with their number: 低于 60%."""
    existences: tuple[str, ...]
    """有 or 尚无 with a count."""
    matters: tuple[str, ...]
    kinds: tuple[str, ...]
    """Kinds of institutions that the clause names."""
    effects: tuple[str, ...]
    """What may follow: 原则上 不予新增."""
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
        deciding = bool(self.matters and self.effects)
        fitting = {
            Shape.FIGURE: deciding and bool(self.figures and self.comparisons),
            Shape.EXISTENCE: deciding and bool(self.existences),
            Shape.PLAIN: deciding and not self.conditional,
            Shape.WAIVER: bool(self.waivable),
            Shape.PENDING: not self.pending,
        }
        return tuple(s for s in Shape if fitting.get(s, True))


class Chosen(NamedTuple):
    """What somebody chose and wrote in the form."""

    shape: str
    name: str = ""
    figure: str = ""
    comparison: str = ""
    existence: str = ""
    matters: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    effect: str = ""
    words: str = ""
    """The words of the clause on which it rests; empty: all of it."""
    bearer: str = ""
    force: str = ""
    reason: str = ""
    whole: bool = False
    """Whether the clause is wholly written now, so that its 待写 goes."""


@dataclass(frozen=True)
class _Clause:
    draft: Draft
    entry: ast.Entry
    words: Words

    @property
    def vocabulary(self) -> Vocabulary:
        return self.draft.vocabulary

    @property
    def whole(self) -> list[Range]:
        return [(0, len(self.words.text))]

    def carries(self, element: Element) -> bool:
        return bool(self.words.find(element, self.whole)) or self.words.in_context(element, self.whole)

    def names(self, term: Term | str, *, context: bool = False) -> bool:
        """Whether its words name a term, and no longer name of another."""
        label = term if isinstance(term, str) else term.label
        longer = () if isinstance(term, str) else self.vocabulary.longer_names(term)
        return self.carries(Element(label, names_of(label, self.vocabulary), _AT, context=context, longer=longer))


def choices(where: Place, texts: Mapping[str, str], vocabulary: Vocabulary, address: str) -> Choices | None:
    """What may be chosen for a clause; None where there is no such clause, or its words are not in the official text."""
    clause = _clause(compiled_draft(where, texts, vocabulary), address)
    if clause is None:
        return None
    facts = [t for t in vocabulary.facts.values() if clause.names(t)]
    use = next(u for u in clause.draft.word_use if u.placed.entry is clause.entry)
    assert clause.draft.document is not None
    left = tuple(dict.fromkeys(squeezed(clause.draft.document.text[a:b]) for a, b in use.left))
    return Choices(
        address=address,
        place=place(address) if parse_address(address) else address,
        words="".join(q.text for q in clause.entry.quotes),
        figures=tuple(_subjects(clause, (t for t in facts if t.datatype in ("ratio", "count")))),
        comparisons=tuple(_comparisons(clause)),
        existences=tuple(
            f"{op} {figure}"
            for op in ("有", "尚无")
            if clause.carries(Element(op, FORMS[op], _AT, word=True))
            for figure in _subjects(clause, (t for t in facts if t.datatype == "count"))
        ),
        matters=tuple(m for m, t in vocabulary.matters.items() if clause.names(t, context=True)),
        kinds=tuple(t.label for k in ("type", "class") for t in vocabulary.of_kind(k).values() if clause.names(t)),
        effects=tuple(_effects(clause)),
        bearers=tuple(a.label for a in vocabulary.of_kind("agent").values() if clause.names(a, context=True)),
        forces=tuple(w for w in DUTY_WORDS if w != "陈述" and w in clause.words.segments.values()),
        waivable=tuple(w for w in left if not _decides(w, clause)),
        conditional=_conditional(clause),
        pending=any(isinstance(i, ast.Pending) for i in clause.entry.items),
    )


def _clause(draft: Draft, address: str) -> _Clause | None:
    placed = next((p for p in draft.placed if p.entry.address.text == address and p.entry.quotes), None)
    if placed is None or draft.document is None:
        return None
    text = squeezed(draft.document.text[placed.start : placed.end])
    above = dict(zip(map(id, draft.placed), contexts(draft.document.text, draft.placed), strict=True))
    lead = leads(draft.document.text, draft.placed)[address]
    words = Words(text, above[id(placed)], deciding=draft.vocabulary.deciding, lead=lead)
    return _Clause(draft, placed.entry, words)


def _decides(word: str, clause: _Clause) -> bool:
    """Whether a word limits what may be admitted, frees from limits, or is a part of words that do."""
    there = [fold(form) for form in clause.vocabulary.deciding if fold(form) in clause.words.text]
    return bool(word in FORMS["原则上"] or restraints(word) or may_exempt(word) or any(word in form for form in there))


_WHERE: Final = re.compile("的[,;:]|时,|(?:^|[,;:。])(?:其中,)?(?:在|对|对于|凡|经|因|如|若|除)")
"""How a text says whom or what a sentence concerns: 低于60%的, 在资源饱和的区."""


def _conditional(clause: _Clause) -> bool:
    text, places = clause.words.text, clause.vocabulary.regions.values()
    compares = any(w in COMPARING or w in AFTER_FIGURE for w in clause.words.segments.values())
    named = any(r.level in ("county", "area") and n in text for r in places for n in (r.name, *r.aliases))
    return compares or named or _WHERE.search(text) is not None


def _subjects(clause: _Clause, facts: Iterable[Term]) -> Iterator[str]:
    """Facts with those whose they are, as rules write them; of a place only where the words name it."""
    for term in facts:
        if term.subject == "申请":
            yield term.label
        elif term.subject == "机构":
            yield f"机构 的 {term.label}"
        else:
            yield from (f"{role} 的 {term.label}" for role in _ROLES if clause.names(role))


def _comparisons(clause: _Clause) -> Iterator[str]:
    """Each comparison of the words with its number, as rules write them."""
    listed: dict[str, None] = {}
    for number in dict.fromkeys(_numbers(clause.words.text)):
        if isinstance(read_literal(number, clause.vocabulary), str):
            continue
        figures = tuple(spellings(number, clause.vocabulary))
        for op in _COMPARING:
            if clause.words.find(Element(op, FORMS[op], _AT, word=True, figures=figures), clause.whole):
                listed[f"{op} {number}"] = None
    yield from listed


def _numbers(text: str) -> Iterator[str]:
    """The figures of a clause as rules write them: 百分之七十五 is 75%."""
    yield from (o.word for o in occurrences(text) if o.figure and o.word[0].isdecimal())
    for numeral in numerals(text):
        if numeral.figure and numeral.value is not None:
            yield plain(numeral.value) + numeral.unit if numeral.unit else percent(numeral.value)


def _effects(clause: _Clause) -> Iterator[str]:
    for word in clause.vocabulary.effect_words.values():
        if clause.carries(Element(word.label, word.forms, _AT, word=True, denied=False)):
            if not word.in_principle:
                yield word.label
            elif clause.carries(Element("原则上", FORMS["原则上"], _AT, word=True)):
                yield f"原则上 {word.label}"


# --- writing ------------------------------------------------------------------------------------------------------


def written(where: Place, texts: Mapping[str, str], vocabulary: Vocabulary, address: str, chosen: Chosen) -> str:
    """The rules with what was chosen below its clause.

    Raises Faults: F114 what is lacking, L502 what the words do not carry, and whatever is wrong with the rules only now.
    """
    offered = choices(where, texts, vocabulary, address)
    if offered is None:
        raise Faults(
            [Diagnostic("L402", address, f"没有条 {address},或者它的引文与原文不同", hint="先改正这一条的引文")]
        )
    faults = [*_lacking(offered, chosen)]
    if faults:
        raise Faults(faults)
    rules = texts.get(RULES, "")
    before = check_rules(where, texts, vocabulary)
    clause = next(c for c in before.clauses if c.address == address)
    lines = [*_lines(offered, chosen, vocabulary)]
    entry = rules[clause.start_of_entry : clause.end_of_entry]
    if chosen.whole:
        entry = _without_pending(where, texts, vocabulary, address, entry)
    behind = "\n\n" if rules[clause.end_of_entry :].strip() else "\n"
    new = rules[: clause.start_of_entry] + "\n".join([entry.rstrip(), *lines]) + behind + rules[clause.end_of_entry :]
    after = check_rules(where, {**texts, RULES: new}, vocabulary)
    more = Counter((f.fault.code, f.fault.message) for f in after.faults)
    more -= Counter((f.fault.code, f.fault.message) for f in before.faults)
    if more:
        wrong = {(f.fault.code, f.fault.message): f.fault for f in after.faults}
        raise Faults([_diagnostic(wrong[key], address) for key in more])
    return new


def _diagnostic(fault: Fault, address: str) -> Diagnostic:
    return Diagnostic(fault.code, address, fault.message, fault.allowed, fault.hint)


def _lacking(offered: Choices, chosen: Chosen) -> Iterator[Diagnostic]:
    """What has to be chosen and is not, or is none of what the words carry."""
    if chosen.shape not in offered.shapes:
        yield Diagnostic("F114", "shape", "没有选句式", "、".join(offered.shapes))
        return
    deciding = chosen.shape in (Shape.FIGURE, Shape.EXISTENCE, Shape.PLAIN)
    one: dict[str, tuple[str, tuple[str, ...], bool]] = {
        "figure": (chosen.figure, offered.figures, chosen.shape == Shape.FIGURE),
        "comparison": (chosen.comparison, offered.comparisons, chosen.shape == Shape.FIGURE),
        "existence": (chosen.existence, offered.existences, chosen.shape == Shape.EXISTENCE),
        "effect": (chosen.effect, offered.effects, deciding),
        "words": (chosen.words, offered.waivable, chosen.shape == Shape.WAIVER),
    }
    for field, (value, allowed, needed) in one.items():
        if needed and not value:
            yield Diagnostic("F114", field, "没有选", "、".join(allowed))
        elif needed and value not in allowed:
            yield Diagnostic("L502", field, f"「{value}」在所据原文中找不到", "、".join(allowed))
    if deciding and not chosen.matters:
        yield Diagnostic("F114", "matters", "没有选事项", "、".join(offered.matters))
    for field, values, allowed in (
        ("matters", chosen.matters, offered.matters),
        ("kinds", chosen.kinds, offered.kinds),
    ):
        for value in values:
            if value not in allowed:
                yield Diagnostic("L502", field, f"「{value}」在所据原文中找不到", "、".join(allowed))
    if (deciding or chosen.shape == Shape.DUTY) and not chosen.name.strip():
        yield Diagnostic("F114", "name", "没有写名称", "几个字的名称,如 低使用率区域不新增床位")
    if any(c in chosen.name + chosen.reason + chosen.words for c in "「」『』\r\n"):
        yield Diagnostic("F129", "name", "名称、理由、所据的文字里不能有「」『』和换行")
    if chosen.shape in (Shape.WAIVER, Shape.PENDING) and not chosen.reason.strip():
        yield Diagnostic("F114", "reason", "没有写理由", "为什么不写成规则")
    quoting = bool(chosen.words) and chosen.shape not in (Shape.WAIVER, Shape.PENDING)
    if quoting and fold(squeezed(offered.words)).count(fold(squeezed(chosen.words))) != 1:
        yield Diagnostic("L501", "words", "所据的文字不在本条原文中,或者不止一处", "逐字引用本条中只出现一次的文字")
    if chosen.shape == Shape.DUTY:
        for field, value, allowed in (
            ("bearer", chosen.bearer, offered.bearers),
            ("force", chosen.force, offered.forces),
        ):
            if value and value not in allowed:
                yield Diagnostic("L502", field, f"「{value}」在所据原文中找不到", "、".join(allowed))


def _lines(offered: Choices, chosen: Chosen, vocabulary: Vocabulary) -> Iterator[str]:
    if chosen.shape == Shape.PENDING:
        matters = f" 事项 {' 、 '.join(chosen.matters)}" if chosen.matters else ""
        yield f"  待写{matters} 因 「{chosen.reason.strip()}」"
    elif chosen.shape == Shape.WAIVER:
        yield f"  不计 「{chosen.words}」 因 「{chosen.reason.strip()}」"
    elif chosen.shape == Shape.DUTY:
        yield f"  义务 {_name(chosen.name)}" + (f" 「{squeezed(chosen.words)}」" if chosen.words else "")
        if chosen.bearer:
            yield f"    主体 {_name(chosen.bearer)}"
        if chosen.force:
            yield f"    强度 {chosen.force}"
    else:
        kind = vocabulary.effect_words[chosen.effect.rpartition(" ")[2]].kind
        yield f"  {kind} {_name(chosen.name)}"
        if chosen.words:
            yield f"    据 「{squeezed(chosen.words)}」"
        yield f"    凡 事项 是 {' 、 '.join(chosen.matters)}"
        if chosen.kinds:
            yield f"    凡 机构 属于 {' 、 '.join(map(_name, chosen.kinds))}"
        if chosen.shape == Shape.FIGURE:
            yield f"    若 {chosen.figure} {chosen.comparison}"
        elif chosen.shape == Shape.EXISTENCE:
            yield f"    若 {chosen.existence}"
        yield f"    则 {chosen.effect}"


def _name(name: str) -> str:
    """A name as rules write it: in brackets where it is no word by itself."""
    name = " ".join(name.split())
    return name if terminal("WORD").fullmatch(name) and name not in keywords().values() else f"『{name}』"


def _without_pending(where: Place, texts: Mapping[str, str], vocabulary: Vocabulary, address: str, entry: str) -> str:
    """The text of an entry without its 待写."""
    clause = _clause(compiled_draft(where, texts, vocabulary), address)
    assert clause is not None
    start = clause.entry.span.start
    for item in reversed(clause.entry.items):
        if isinstance(item, ast.Pending):
            at, end = item.span.start - start, item.span.end - start
            line = entry.rfind("\n", 0, at) + 1
            if not entry[line:at].strip():
                at = line
            entry = entry[:at].rstrip(" ") + entry[end:].lstrip(" ").removeprefix("\n")
    return entry
