"""What the sentences of a text give by their shapes, not yet held against the language: candidates for proposed rules.

The whole part of the sentence must have the shape; nothing in the sentence, or at the beginning of the next, may look like an
exception or a further condition; what may mean two things gives nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from policy_dsl.addresses import chain
from policy_dsl.drafting.sentence_shapes import (
    BEDS,
    HEADING,
    Shape,
    Shapes,
    Slot,
    clause_slot,
    pattern,
    shapes,
    slots,
)
from policy_dsl.source_text import fold, squeezed
from policy_dsl.texts.lexicon import occurrences
from policy_dsl.texts.segment import Clause
from policy_dsl.vocabulary import Vocabulary

_REPORTS: Final = ("评估报告",)
"""Kinds of documents that order nothing."""
_NATURES: Final = {
    "规则": "限制", "上限": "上限", "优先": "优先", "要件": "要件", "豁免": "豁免", "义务": "义务",
}  # fmt: skip
"""What a clause must seem to be, so that something of this kind is proposed for it."""
_LONGEST_NAME: Final = 24
_TERMS: Final = re.compile("及时|适时")
_NUMBER: Final = re.compile(
    "(?:\\(?[一二三四五六七八九十百0-9]{1,4}[)、.]|[㈠-㈩①-⑳]|[一二三四五六七八九十]是|第[一二三四五六七八九十百0-9]{1,4}[条款项])(?![0-9])"
)
"""The number of an item at the beginning of a folded sentence: it says nothing of what the item says."""


class Candidate(NamedTuple):
    """What a part of a sentence gives, not yet held against the language."""

    address: str
    shape: Shape
    name: str
    lines: tuple[str, ...]
    """The rule as it is written, without 据 解释; without indentation."""


class About(NamedTuple):
    """What is known of the document."""

    id: str
    region: str
    """The code of its region; empty: not known, and then no place is read."""
    kind: str
    title: str


def candidates_in(text: str, clauses: Sequence[Clause], about: About, vocabulary: Vocabulary) -> Iterator[Candidate]:
    """What the sentences of a text give by their shapes."""
    table = shapes()
    if about.kind in _REPORTS or about.title.endswith(table.titles_apart):
        return
    known = slots(vocabulary, about.region) | {"条款列": clause_slot([c.address for c in clauses])}
    patterns = [(shape, pattern(shape, known)) for shape in table.shape]
    headings: list[tuple[str, str]] = []
    words = [squeezed(text[c.start : c.end]) for c in clauses]
    folded = [fold(w) for w in words]
    ends = _ends(clauses)
    listed = False
    for index, clause in enumerate(clauses):
        if clause.kind != "sentence":
            listed = False
            if clause.kind == "heading" or clause.address.endswith("title"):
                headings.append((clause.address, words[index]))
            continue
        above = chain(headings, clause.address)
        if not any(part in heading for heading in above for part in table.headings_apart):
            behind = tuple(text[_numbered(text) :] for text in folded[index + 1 : ends[index]])
            sentence = _Sentence(clause, words[index], behind, listed, above)
            yield from _of_clause(sentence, patterns, table, known, about)
        listed = listed or folded[index].endswith(":")


def _numbered(text: str) -> int:
    """How many characters of a folded sentence are the number of an item."""
    number = _NUMBER.match(text)
    return number.end() if number is not None else 0


def _ends(clauses: Sequence[Clause]) -> list[int]:
    """For each clause where the sentences end that follow it under its heading."""
    ends, end = [0] * len(clauses), len(clauses)
    for index in range(len(clauses) - 1, -1, -1):
        ends[index] = end
        if clauses[index].kind != "sentence":
            end = index
    return ends


class _Sentence(NamedTuple):
    """A clause on its way."""

    clause: Clause
    words: str
    """Without white space."""
    later: tuple[str, ...]
    """The sentences behind it up to the next heading, without their numbers."""
    listed: bool
    """Whether words that end in a colon may lead to it: what they say of it is not known."""
    headings: tuple[str, ...]

    def excepted(self, table: Shapes) -> bool:
        """Whether what stands around it may make an exception to it."""
        at_once = any(re.match(p, text) for p in table.exceptions_behind for text in self.later[:1])
        return self.listed or at_once or any(re.search(p, text) for p in table.exceptions_later for text in self.later)


def _of_clause(
    sentence: _Sentence,
    patterns: Sequence[tuple[Shape, re.Pattern[str]]],
    table: Shapes,
    known: Mapping[str, Slot],
    about: About,
) -> Iterator[Candidate]:
    text = fold(sentence.words)
    natures = set(sentence.clause.natures)
    names: set[str] = set()
    for start, end in _parts(text):
        for shape, whole in patterns:
            if _NATURES[shape.kind] not in natures:
                continue
            match, at = _matched(text[start:end], whole, table)
            if match is None:
                continue
            if shape.kind != "义务" and (_obstructed(text, shape, table) or sentence.excepted(table)):
                continue
            values = _values(match, shape, known, table)
            if values is None:
                continue
            words = sentence.words[start + at + match.start("words") : start + at + match.end("words")]
            made = _made(shape, values, words, sentence, table, known, about)
            if made is None or made.name in names:
                continue
            names.add(made.name)
            yield made


def _parts(text: str) -> Iterator[tuple[int, int]]:
    """The parts of a sentence, without the number before them and the mark at their end."""
    for match in re.finditer("[^;。]+", text):
        start, end = match.span()
        yield start + _numbered(match[0]), end


def _obstructed(text: str, shape: Shape, table: Shapes) -> bool:
    return any(re.search(p, text) for p in table.obstacles if p not in shape.allows)


def _matched(part: str, whole: re.Pattern[str], table: Shapes) -> tuple[re.Match[str] | None, int]:
    """Where the words of a shape begin, the whole part or what follows other tasks in it; None: it has not this shape."""
    at = 0
    while True:
        match = whole.fullmatch(part[at:])
        if match is not None:
            return match, at
        before = next((m for p in table.leads if (m := re.match(f"(?:{p}),", part[at:]))), None)
        if before is None:
            return None, 0
        at += before.end()


def _values(match: re.Match[str], shape: Shape, known: Mapping[str, Slot], table: Shapes) -> dict[str, str] | None:
    """What fills the slots, as a rule writes it; None: something is ambiguous."""
    values: dict[str, str] = {}
    for name, words in match.groupdict().items():
        if name == "words" or words is None:
            continue
        value = known[name].read(words) if name in known else words
        if value is None:
            return None
        values[name], values[f"{name}短"] = value, words
    if "\n" in values.get("比率指标", ""):
        meant = table.figures.get(values.get("新增对象", ""), ())
        figures = [f for f in values["比率指标"].split("\n") if f in meant]
        if len(figures) != 1:
            return None
        values["比率指标"] = figures[0]
    if "禁增短" in values:
        values["禁增短"] = values["禁增短"].removeprefix("原则上")
    return values


def _made(
    shape: Shape,
    values: Mapping[str, str],
    words: str,
    sentence: _Sentence,
    table: Shapes,
    known: Mapping[str, Slot],
    about: About,
) -> Candidate | None:
    """The rule; None where what it concerns cannot be known."""

    def filled(form: str) -> str | None:
        names = re.findall(r"\{([\u4e00-\u9fff]+)\}", form)
        if any(n not in values for n in names):
            return None
        return " ".join(re.sub(r"\{([\u4e00-\u9fff]+)\}", lambda m: values[m[1]], form).split(" ")).strip()

    whole = words == sentence.words[_numbered(fold(sentence.words)) :].rstrip("。;")
    anchor = () if whole else (f"据 「{words}」",)
    if shape.kind == "义务":
        return _duty(shape, values, words, whole, sentence)
    if not whole and sentence.words.count(words) != 1:
        return None
    matters = _matters(shape, values, sentence, table, known, about)
    if matters is None:
        return None
    name = re.sub(r"[^\u4e00-\u9fff0-9.%一-鿿]", "", filled(shape.rule) or shape.name)
    lines = [f"{shape.kind} {_name(name)} 待核", *anchor]
    lines += [f"凡 事项 是 {' 、 '.join(matters)}"] if matters else []
    lines += [f"凡 {scope}" for form in shape.scope if (scope := filled(form)) is not None]
    if shape.condition:
        condition = filled(shape.condition)
        if condition is None:
            return None
        lines.append(f"若 {condition}")
    if shape.outcome:
        lines.append(f"则 {filled(shape.outcome)}")
    lines += [f"须 {must}" for form in shape.must for must in (filled(form) or "").split("\n") if must]
    return Candidate(sentence.clause.address, shape, name, tuple(lines))


def _name(name: str) -> str:
    return name if re.fullmatch(r"[\u4e00-\u9fff][\u4e00-\u9fff0-9.%]*", name) else f"『{name}』"


def _duty(shape: Shape, values: Mapping[str, str], words: str, whole: bool, sentence: _Sentence) -> Candidate | None:
    """A duty whose bearer and strength the sentence states, and that it states once."""
    act, force = values["行为"], values["强度"]
    at = fold(words).index(act) - len(force)
    strengths = [o for o in occurrences(fold(words)) if o.word == force and o.start == at]
    # A second strength, a term within the act, words that decide, or several acts one after another are a person's to divide.
    others = [o for o in occurrences(act) if o.word in _STRENGTHS]
    if not strengths or others or _TERMS.search(act) or _DECIDING.search(act) or len(act) < _SHORTEST_ACT:
        return None
    own = words[-len(act) :]
    if sentence.words.count(own) != 1:
        return None
    name = _name(re.split("[,、。]", act)[0][:_LONGEST_NAME])
    lines = [f"义务 {name} 待核" + ("" if whole else f" 「{words}」")]
    lines += [f"主体 {_name(values['主体'])}", f"强度 {force}", f"行为 「{own}」"]
    return Candidate(sentence.clause.address, shape, name, tuple(lines))


_STRENGTHS: Final = frozenset(
    ("应", "应当", "须", "必须", "要", "可", "可以", "有权", "负责", "不得", "禁止", "原则上")
)
_DECIDING: Final = re.compile("新增|不再|暂不|不予|优先|不超过|低于|纳入|除外|限制")
"""Words with which an act may decide on admission: a duty would hide it."""
_SHORTEST_ACT: Final = 4


def _matters(
    shape: Shape, values: Mapping[str, str], sentence: _Sentence, table: Shapes, known: Mapping[str, Slot], about: About
) -> tuple[str, ...] | None:
    """The matters of a rule; none: those that the document restricts; None: they cannot be known."""
    if isinstance(shape.matters, tuple):
        return shape.matters
    if shape.matters == HEADING:
        return _of_heading(sentence.headings, known)
    if shape.matters == BEDS:
        beds = table.beds.get(values["床位指标"])
        above = "\n".join((about.title, *sentence.headings, sentence.words))
        return (beds.matter,) if beds is not None and re.search(beds.context, above) else None
    value = values.get(shape.matters)
    return tuple(value.split(" 、 ")) if value else None


def _of_heading(headings: Sequence[str], known: Mapping[str, Slot]) -> tuple[str, ...] | None:
    """The matters that the nearest heading lists, and nothing else; None: it says anything else."""
    if not headings:
        return None
    title = re.sub(r"^(?:[((]?[一二三四五六七八九十0-9]+[))]?[、.]?)", "", fold(headings[-1])).rstrip("。")
    listed = known["事项列"]
    if re.fullmatch(f"(?:{listed.pattern})", title) is None:
        return None
    value = listed.read(title)
    return tuple(value.split(" 、 ")) if value else None
