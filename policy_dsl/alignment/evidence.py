"""Where the words of a clause carry an element of a norm: whole words, of the right thing, on the right side.

A form that merely occurs is not enough. 低于 does not stand in 不低于, 1.2 not in 1.2万, 床位使用率 not in
院护床位使用率; 以上 in 60岁以上 says nothing about 20%; 达到 in 未达到 says the opposite.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Final

from policy_dsl.lowering.units import read_literal
from policy_dsl.numerals import NUMERAL, spelt_out
from policy_dsl.source_text import fold, squeezed
from policy_dsl.syntax import ast
from policy_dsl.texts.lexicon import AFTER_FIGURE, COMPARING, segments
from policy_dsl.vocabulary import Vocabulary

Range = tuple[int, int]

_NEGATORS: Final = ("不", "未", "非", "无", "不得", "不予", "不再", "不能", "不宜", "没有")
_COUNTERS: Final = "张家个元名位岁类条款项批次倍级人"
ALIKE: Final = {"人": "人名位个", "家": "家个所", "次": "次", "": ""}
"""Counter words that may stand for a unit: 2000名 for 2000人."""


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a norm: how rules call it (`label`) and the forms that may carry it in the text.

    context: headings and what stands before it in its paragraph may give it too.
    word: its forms are words of the lexicon and must stand there whole.
    unit: for a number, the unit written after it; None for anything else.
    figures: for an operator, the ways in which its number may be written.
    lead: in an item the words that lead to it may give it too (可以采取下列措施:).
    denied: it stands under 非, so the text may negate it. longer: names of other things that contain a form.
    because: where a reading supplies one of these, it supplies this element with it.
    """

    label: str
    forms: tuple[str, ...]
    at: ast.Name | ast.Number | ast.Effect | ast.Ref | ast.Cond | ast.Quote
    context: bool = False
    word: bool = False
    unit: str | None = None
    figures: tuple[str, ...] = ()
    denied: bool = True
    lead: bool = False
    longer: tuple[str, ...] = ()
    because: tuple[Element, ...] = ()


@dataclass
class Words:
    """A clause without white space, its context (headings and what precedes it in its paragraph), and what is consumed.

    Punctuation is read half-width, as rules may write it either way; offsets stay.
    """

    text: str
    context: str
    consumed: list[Range] = field(default_factory=list)
    deciding: frozenset[str] = frozenset()
    """The wordings that decide on admission: a rule accounts for them, or a waiver with its reason; a quoted act does not."""
    lead: str = ""
    """Of an item the words that lead to it and end in a colon; empty: none."""
    region: str = ""
    """The code of the place of its document; empty: not known."""
    address: str = ""
    """The address of the clause in its document; empty: none that matters."""

    def __post_init__(self) -> None:
        self.text, self.context, self.lead = fold(self.text), fold(self.context), fold(self.lead)

    @cached_property
    def segments(self) -> dict[Range, str]:
        """The words of the lexicon in the clause, false friends among them."""
        return segments(self.text, self.deciding)

    def pieces(self, quotes: tuple[ast.Quote, ...]) -> tuple[list[Range], list[tuple[ast.Quote, str]]]:
        """The ranges of the anchors (all of it, where there are none), and the anchors that do not stand once."""
        if not quotes:
            return [(0, len(self.text))], []
        ranges, faults = [], []
        for quote in quotes:
            words = fold(squeezed(quote.text))
            count = self.text.count(words) if words else 0
            if count == 1:
                start = self.text.index(words)
                ranges.append((start, start + len(words)))
            else:
                faults.append((quote, "不在本条原文中" if count == 0 else f"在本条出现{count}次,须引得更长"))
        return ranges, faults

    def find(self, element: Element, pieces: list[Range]) -> list[Range]:
        """Where the element stands in the pieces."""
        hits_in_pieces = [hit for piece in pieces for hit in hits(self.text, element, piece)]
        if element.word:
            hits_in_pieces = [hit for hit in hits_in_pieces if not self._cut(hit)]
        if element.figures:
            hits_in_pieces = self._beside_its_number(hits_in_pieces, element, pieces)
        return hits_in_pieces

    def standing(self, words: Collection[str], pieces: list[Range]) -> list[Range]:
        """Where any of the words of the lexicon stands in the pieces."""
        return [span for span, word in self.segments.items() if word in words and _within(span, pieces)]

    def without_deciding(self, ranges: list[Range]) -> list[Range]:
        """The ranges less the words that decide on admission in them: an act quoted whole does not account for these."""
        kept = []
        for start, end in ranges:
            for at in sorted(self.standing(self.deciding, [(start, end)])):
                kept.append((start, at[0]))
                start = at[1]
            kept.append((start, end))
        return kept

    def _cut(self, hit: Range) -> bool:
        """Whether it is only a part of a word."""
        return any(s <= hit[0] and hit[1] <= e and (s, e) != hit for s, e in self.segments)

    def base_left_out(self, number: Element, places: list[Range]) -> str:
        """The people for whom the words count a number that a rule writes plainly; empty: none, or the rule writes them.

        每千常住人口床位数超过7.5张 is not 床位数超过7.5张.
        """
        if not isinstance(number.at, ast.Number) or "/" in number.at.text:
            return ""
        bases = [counted_for(self.text, place) for place in places]
        return bases[0] if bases and all(bases) else ""

    def period_left_out(self, places: list[Range]) -> str:
        """The period for which the words give a figure (上年度床位使用率), which no rule can write; empty: none."""
        periods = [_PERIOD.search(self.text[:start]) for start, _ in places]
        first = periods[0] if periods and all(periods) else None
        return first[1] if first is not None else ""

    def governing_verb(self, pieces: Sequence[Range]) -> str:
        """The verb of encouragement that governs the first words of a quotation and is left out of it; empty: none.

        It governs what follows it up to the next mark: 「鼓励各地将……优先纳入」 encourages, 「将……优先纳入」 would prefer.
        """
        before = self.text[: min(start for start, _ in pieces)] if pieces else ""
        verbs = _ENCOURAGING.findall(_MARK.split(before)[-1])
        return verbs[-1] if verbs else ""

    def in_context(self, element: Element, pieces: list[Range]) -> bool:
        """Whether what stands before the pieces gives the element, or the words that lead to the item do."""
        if element.lead and self.lead and set(element.forms) & set(segments(self.lead).values()):
            return True
        before = self.context + "\n" + self.text[: pieces[0][0] if pieces else 0]
        return element.context and bool(hits(before, element, (0, len(before))))

    def _beside_its_number(self, places: list[Range], element: Element, pieces: list[Range]) -> list[Range]:
        """Of the places of an operator those that govern its number: 低于75%, or 20%以上."""
        number = Element("", element.figures, element.at, unit="")
        figures = [hit for piece in pieces for hit in hits(self.text, number, piece, counters=False)]
        inside = self.standing(COMPARING, pieces)
        kept = []
        for start, end in places:
            word = self.text[start:end]
            if _has_digit(word) or not figures:
                governs = word not in AFTER_FIGURE or not figures
            elif word in AFTER_FIGURE:
                governs = any(
                    re.fullmatch(rf"[^\d{NUMERAL},;、\u3002\uff0c\uff1b]{{0,5}}", self.text[f[1] : start])
                    for f in figures
                    if f[1] <= start
                )
            elif word in COMPARING:
                governs = any(f[0] >= end and not any(start < other[0] < f[0] for other in inside) for f in figures)
            else:
                governs = True
            if governs:
                kept.append((start, end))
        return kept


_ENCOURAGING: Final = re.compile("鼓励|支持|探索|力争|引导|倡导")
_MARK: Final = re.compile("[,。;:]")
_PERIOD: Final = re.compile(
    r"(?<![比较])(上一?年度?|前一年度?|去年|上一?季度|上半年|近[一二两三四五]年)[^,;:、。]{0,8}$"
)
_PEOPLE: Final = r"(?:人口|人员|居民|群众|老年人|老人|人)"
_FOR_EACH: Final = re.compile(rf"每[百千万十]+名?[^\d,;:、。]{{0,8}}?{_PEOPLE}")
_FOR_EACH_BEHIND: Final = re.compile(rf"[{_COUNTERS}]?[/每][百千万十]+名?[^\d,;:、。]{{0,8}}?{_PEOPLE}")


def counted_for(text: str, figure: Range) -> str:
    """The people for whom a figure of the words is counted, before it up to a mark or right behind it; empty: none."""
    before = re.split("[,;:、。]", text[: figure[0]])[-1]
    if (each := _FOR_EACH.search(before)) is not None:
        return each[0]
    behind = _FOR_EACH_BEHIND.match(text, figure[1])
    return behind[0].lstrip(_COUNTERS) if behind is not None else ""


def hits(text: str, element: Element, piece: Range, counters: bool = True) -> list[Range]:
    """Where one of the forms stands in a piece of the text, and is neither part of a longer name or number nor negated."""
    places = []
    words = text[slice(*piece)]
    for form in filter(None, element.forms):
        if fold(form) not in words:  # as in most words: the pattern, which is longer than the form, need not be made
            continue
        for match in _pattern(form, element.unit, counters).finditer(words):
            start, end = piece[0] + match.start(), piece[0] + match.end()
            negated = not element.denied and text[:start].endswith(_NEGATORS)
            if not negated and not _in_longer(text, start, end, element.longer):
                places.append((start, end))
    return places


@lru_cache(maxsize=4096)
def _pattern(form: str, unit: str | None, counters: bool) -> re.Pattern[str]:
    """What a form looks like where it stands by itself; of a number (`unit` is not None) with its unit and its counter."""
    pattern = re.escape(fold(form))
    if form[0].isdigit():
        pattern = rf"(?<![\d.])(?<!\d,){pattern}"
    elif unit is not None:  # spelt out: neither 十三批次 nor the ordinal 第三批次
        pattern = rf"(?<![{NUMERAL}点第])(?<![{NUMERAL}]分之){pattern}" + (
            rf"(?![{NUMERAL}点])" if form[-1] in NUMERAL else ""
        )
    if form[-1].isdigit() or (unit is not None and form[-1] in "万亿"):
        pattern += r"(?![万亿千百%‰成]|个百分点|,\d{3}|\.?\d)"
    if unit is not None and form[-1] == "人":
        pattern += "(?!次)"
    if unit is not None and counters and not form.endswith((unit or "%", "%", "‰")):
        others = "".join(c for c in _COUNTERS if c not in ALIKE.get(unit[:1], unit[:1]))
        pattern += rf"(?![多余]?[{others}])"
    return re.compile(pattern)


def _in_longer(text: str, start: int, end: int, longer: tuple[str, ...]) -> bool:
    for name in map(fold, longer):
        at = text.find(name, max(0, end - len(name)), start + len(name))
        if at >= 0 and at <= start and end <= at + len(name):
            return True
    return False


def _within(span: Range, pieces: list[Range]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in pieces)


def _has_digit(text: str) -> bool:
    return any(c.isdigit() for c in text)


# --- how texts write names and figures ----------------------------------------------------------------------


def spelt(number: str, unit: str, vocabulary: Vocabulary) -> Iterator[str]:
    """A figure as texts spell it out, with the words that they use for its unit: 二千人, 二千名, 百分之七十五."""
    if not unit:
        yield from spelt_out(number) if number.endswith(("%", "‰")) or "/" in number else ()
        return
    for words in dict.fromkeys((*names_of(unit, vocabulary), *ALIKE.get(unit, ""))):
        yield from spelt_out(number, words)


def spellings(text: str, vocabulary: Vocabulary) -> list[str]:
    """A figure as texts may write it: 100人 is 100, 100人, 100名 or 一百人."""
    literal = read_literal(text, vocabulary)
    if isinstance(literal, str):  # reported with the statement
        return [text]
    top = literal.unit_words[0] if literal.unit_words else ""
    units = names_of(top, vocabulary) if top else ()
    return [literal.number, *(literal.number + unit for unit in units), *spelt(literal.number, top, vocabulary)]


def names_of(label: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The names of a term in texts, those with a figure also with the figure spelt out."""
    term = vocabulary.terms.get(label)
    names = (label,) if term is None else (label, *term.words)
    return (*names, *(spelt for name in names for spelt in _named_figure(name)))


def own_names(label: str, names: Sequence[str], region: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Those of the names of an organ that a document of a region may mean by it.

    市医保局 is the bureau of the document's own city, never that of another, which only its whole name means.
    """
    term = vocabulary.terms.get(label)
    place, rest = "", label
    while term is not None and term.kind == "agent":
        inner = next((r for r in vocabulary.regions.values() if r.level != "nation" and rest.startswith(r.name)), None)
        if inner is None:
            break
        place, rest = inner.code, rest.removeprefix(inner.name)
    if not place or (region and place in vocabulary.chain(region)):
        return tuple(names)
    return tuple(name for name in names if name.startswith((label, *_place_names(place, vocabulary))))


def _place_names(code: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    regions = [vocabulary.regions[c] for c in vocabulary.chain(code)]
    return tuple(name for region in regions for name in (region.name, *region.aliases))


@lru_cache(maxsize=4096)
def _named_figure(name: str) -> tuple[str, ...]:
    """A name with its figure spelt out: 步行15分钟范围内 is 步行十五分钟范围内, too."""
    match = re.search(r"[0-9]+(?=分钟|岁|年|个月|人|张|家)", name)
    spelt = spelt_out(match[0]) if match is not None else ()
    return tuple(name.replace(match[0], word, 1) for word in spelt) if match is not None else ()
