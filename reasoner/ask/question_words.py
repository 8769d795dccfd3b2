"""The words of a question: places, kinds of institution, matters and other terms of the vocabulary, and what is left.

Names are read from left to right, the longest first; how people call a term stands in the ontology (`Term.spoken`). A word
of several meanings is settled by the rest of the question where that leaves one, and is asked back where it does not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Final, NamedTuple

from policy_dsl.vocabulary import Region, Term, Vocabulary
from reasoner.model.place_binding import divisions_among

_GAP: Final = re.compile(r"(?:(?<!\d)\.|\.(?!\d)|[\s,;:?!、，。；：？！()（）\"'“”‘’「」『』《》〈〉])+")
"""What parts words; the point of a decimal number (7.5) does not.
"""
_SMALLEST: Final = 2
"""A name of one character is none."""


class Kind(StrEnum):
    """What a word can be."""

    REGION = "地区"
    TYPE = "机构类型"
    CLASS = "机构类别"
    MATTER = "事项"
    VALUE = "取值"
    FACT = "事实"
    ENQUIRY = "问法"
    UNREGULATED = "文外事项"
    USAGE = "文中用语"


_KINDS: Final = {
    "type": Kind.TYPE, "class": Kind.CLASS, "matter": Kind.MATTER, "value": Kind.VALUE, "fact": Kind.FACT,
    "enquiry": Kind.ENQUIRY, "unregulated": Kind.UNREGULATED, "usage": Kind.USAGE,
}  # fmt: skip


class Meaning(NamedTuple):
    """What a word may mean: a term by its label, or a region by its code."""

    kind: Kind
    key: str


class Word(NamedTuple):
    """A word of the question with all that it may mean; none: it is looked for in the texts."""

    text: str
    meanings: tuple[Meaning, ...] = ()

    def of(self, kind: Kind) -> tuple[str, ...]:
        """The keys of one kind that it may mean."""
        return tuple(m.key for m in self.meanings if m.kind is kind)


class Names:
    """Every name of a vocabulary, folded, with what it may mean; made once."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._meanings: dict[str, dict[Meaning, None]] = {}
        for region in vocabulary.regions.values():
            for name in (region.name, *region.aliases, *region.spoken, region.code):
                self._add(name, Meaning(Kind.REGION, region.code))
            for name in _below_others(vocabulary, region):
                self._add(name, Meaning(Kind.REGION, region.code))
        for term in vocabulary.terms.values():
            kind = _KINDS.get(term.kind)
            if kind is not None and term.label not in _FRAME:
                for name in (*names_of(term), *_as_written(vocabulary, term)):
                    self._add(name, Meaning(kind, term.label))
        self._longest = max(map(len, self._meanings), default=0)

    def _add(self, name: str, meaning: Meaning) -> None:
        plain = folded(name)
        if len(plain) >= _SMALLEST:
            self._meanings.setdefault(plain, {})[meaning] = None

    def nearly(self, name: str) -> tuple[str, ...]:
        """The names of institutions and matters that differ from it in their last character alone: 药殿 for 药店, 药房."""
        return tuple(self._by_stem.get(folded(name)[:-1], ()))[:3]

    @cached_property
    def _by_stem(self) -> dict[str, list[str]]:
        """The names of institutions and matters by what precedes their last character."""
        stems: dict[str, list[str]] = {}
        for name, meanings in self._meanings.items():
            if any(m.kind in (Kind.TYPE, Kind.MATTER) for m in meanings):
                stems.setdefault(name[:-1], []).append(name)
        return stems

    def meanings(self, name: str) -> tuple[Meaning, ...]:
        """What a whole name may mean."""
        return tuple(self._meanings.get(folded(name), ()))

    def words(self, question: str) -> Iterator[Word]:
        """The words of a question in their order."""
        for token in _GAP.split(unicodedata.normalize("NFKC", question)):
            yield from self._words_of(token)

    def _words_of(self, token: str) -> Iterator[Word]:
        plain, at, rest = folded(token), 0, ""
        while at < len(plain):
            ends = range(min(len(plain), at + self._longest), at + 1, -1)
            end = next((e for e in ends if plain[at:e] in self._meanings), at)
            if end == at:
                rest, at = rest + plain[at], at + 1
                continue
            if rest:
                yield Word(rest)
            rest, name, at = "", plain[at:end], end
            yield Word(name, tuple(self._meanings[name]))
        if rest:
            yield Word(rest)


def _below_others(vocabulary: Vocabulary, region: Region) -> Iterator[str]:
    """The names of a region behind those above it: 山东省青岛市城阳区, 青岛市城阳区, 青岛城阳."""
    heads = [""]
    for code in vocabulary.chain(region.code)[1:]:
        above = vocabulary.regions[code]
        heads += [f"{name}{head}" for name in (above.name, *above.aliases) for head in heads]
    yield from (f"{head}{name}" for head in heads if head for name in (region.name, *region.aliases))


_FRAME: Final = frozenset(("编号", "事项", "日期", "类型", "所在地", "名称", "地址", "镇街", "统一社会信用代码"))
"""Facts whose names are words of daily use; a question that has them does not ask for the fact."""


def names_of(term: Term) -> tuple[str, ...]:
    """Every name of a term: its label, the words of the texts, how people call it; of a matter also how they write it."""
    written = term.written if term.kind == "matter" else ()  # an application may call a matter so, and a question too
    return (term.label, *term.words, *term.spoken, *written)


def _as_written(vocabulary: Vocabulary, term: Term) -> Iterator[str]:
    """How applications write a grade (二甲), or a kind of institution in words that mean no other: 门诊 in a sentence is mostly no
    kind.
    """
    if term.label in vocabulary.facts[_GRADE].values:
        yield from term.written
    if term.kind == "type":
        yield from (name for name in term.written if len(_writing(vocabulary)[name]) == 1)


_GRADE: Final = "等级"


@lru_cache(maxsize=8)
def _writing(vocabulary: Vocabulary) -> Mapping[str, set[str]]:
    """By how applications write kinds and classes of institutions those that may be meant."""
    meant: dict[str, set[str]] = {}
    for term in (*vocabulary.types.values(), *vocabulary.of_kind("class").values()):
        for name in term.written:
            meant.setdefault(name, set()).add(term.label)
    return meant


def folded(text: str) -> str:
    """A word as it is compared: in one width and case, without blanks and quotation marks."""
    return _GAP.sub("", unicodedata.normalize("NFKC", text)).lower()


class Ambiguous(NamedTuple):
    """A word that may mean several things of one kind."""

    word: str
    kind: Kind
    keys: tuple[str, ...]


class Recognised(NamedTuple):
    """What a question names."""

    words: tuple[Word, ...]
    regions: tuple[str, ...]
    types: tuple[str, ...]
    classes: tuple[str, ...]
    matters: tuple[str, ...]
    values: tuple[str, ...]
    facts: tuple[str, ...]
    enquiries: tuple[str, ...]
    unregulated: tuple[str, ...]
    usages: tuple[str, ...]
    rest: tuple[str, ...]
    """Words that are no name, in their order."""
    ambiguous: tuple[Ambiguous, ...]
    """Words that the question leaves open."""


def recognise(names: Names, vocabulary: Vocabulary, question: str) -> Recognised:
    """What a question in words names."""
    words = tuple(w for word in names.words(question) for w in _without_who(word, vocabulary))
    regions, unsure = _one_each(words, Kind.REGION, lambda keys: _divisions(vocabulary, keys))
    regions = tuple(r for r in regions if not any(r != o and r in vocabulary.chain(o) for o in regions))
    types, several_types = _one_each(words, Kind.TYPE, tuple)
    matters, several_matters = _one_each(words, Kind.MATTER, lambda keys: _askable(vocabulary, keys, types))
    if matters:  # 养老院的床位: what else the question says settles it
        several_matters = [a for a in several_matters if not set(a.keys) & set(matters)]
    if types:
        several_types = [a for a in several_types if not set(a.keys) & set(types)]
    return Recognised(
        words=words,
        regions=regions,
        types=types,
        classes=_all(words, Kind.CLASS, but=types),
        matters=matters,
        values=_all(words, Kind.VALUE, alone=True),
        facts=_all(words, Kind.FACT, alone=True),
        enquiries=_all(words, Kind.ENQUIRY),
        unregulated=_all(words, Kind.UNREGULATED),
        usages=_all(words, Kind.USAGE),
        rest=tuple(w.text for w in words if not w.meanings),
        ambiguous=(*unsure, *several_types, *several_matters),
    )


_WHO: Final = re.compile(
    "(?:应当?|该|要|由|归|找|是)*(?<![给以跟])(?:谁(?!的(?![事职责权活]))|哪个(?:部门|机关|单位|机构)|哪一级|哪家|什么(?:部门|机关))(?:可以|能够?|有权|负责|应该|才能|来|去|做|办)*"
)
"""Words that ask who does something."""


def _without_who(word: Word, vocabulary: Vocabulary) -> Iterator[Word]:
    """A word that is no name, parted by who is asked for (谁来遴选): who, as an enquiry, and what is left."""
    who = None if word.meanings else _WHO.search(word.text)
    if who is None:
        yield word
        return
    label = enquiry_label(vocabulary, AUTHORITY)
    parts = (
        Word(word.text[: who.start()]),
        Word(who[0], (Meaning(Kind.ENQUIRY, label),)),
        Word(word.text[who.end() :]),
    )
    yield from (p for p in parts if p.text)


def with_meaning(recognised: Recognised, vocabulary: Vocabulary) -> Recognised:
    """A question whether one kind of institution is among others (乡镇卫生院算基层医药机构吗): it asks what these are."""
    kinds = (Kind.TYPE, Kind.CLASS)
    for before, link, behind in zip(recognised.words, recognised.words[1:], recognised.words[2:], strict=False):
        named = all(any(w.of(k) for k in kinds) for w in (before, behind))
        if named and not link.meanings and _IS_AMONG.fullmatch(link.text):
            label = enquiry_label(vocabulary, "askMeaning")
            return recognised._replace(
                enquiries=tuple(dict.fromkeys((*recognised.enquiries, label))),
                classes=_all(recognised.words, Kind.CLASS),
            )
    return recognised


_IS_AMONG: Final = re.compile("(?:是不是|算不算|算是|算|属于|是)(?:不属于)?")

AUTHORITY: Final = "askAuthority"
"""The enquiry for who decides, provides or does something."""


def acts_asked(recognised: Recognised, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The acts, in the words of the texts, of which a question asks who does them."""
    return tuple(a for e in recognised.enquiries for a in vocabulary.terms[e].words)


def asks_who(recognised: Recognised, vocabulary: Vocabulary) -> bool:
    """Whether a question asks who decides, provides or does something."""
    who = enquiry_label(vocabulary, AUTHORITY)
    return who in recognised.enquiries or bool(acts_asked(recognised, vocabulary))


def enquiry_label(vocabulary: Vocabulary, name: str) -> str:
    """The label of an enquiry by the last part of its IRI."""
    return next(t.label for t in vocabulary.of_kind("enquiry").values() if t.iri.endswith(f"#{name}"))


def _one_each(
    words: Sequence[Word], kind: Kind, narrowed: Callable[[tuple[str, ...]], tuple[str, ...]]
) -> tuple[tuple[str, ...], list[Ambiguous]]:
    """The keys of words that mean one thing of a kind, and the words that may mean several."""
    known: dict[str, None] = {}
    several: list[Ambiguous] = []
    for word in words:
        keys = word.of(kind)
        if not keys:
            continue
        left = narrowed(keys) or keys
        if len(left) == 1:
            known[left[0]] = None
        else:
            several.append(Ambiguous(word.text, kind, left))
    return tuple(known), several


def _divisions(vocabulary: Vocabulary, codes: Iterable[str]) -> tuple[str, ...]:
    regions: list[Region] = [vocabulary.regions[c] for c in codes]
    return tuple(r.code for r in divisions_among(regions))


def _askable(vocabulary: Vocabulary, matters: Iterable[str], types: Sequence[str]) -> tuple[str, ...]:
    """Of the matters those for which one of the types can ask."""
    return tuple(m for m in matters if not types or set(types) & set(vocabulary.matters[m].members))


def _all(words: Iterable[Word], kind: Kind, *, but: Sequence[str] = (), alone: bool = False) -> tuple[str, ...]:
    """Every key of a kind. alone: not of words that also name a place, an institution or a matter."""
    first = (Kind.REGION, Kind.TYPE, Kind.MATTER)
    keys = (
        key
        for word in words
        if not (alone and any(word.of(k) for k in first))
        for key in word.of(kind)
        if key not in but
    )
    return tuple(dict.fromkeys(keys))
