"""The shapes of sentences that the corpus knows (`shapes.toml`): a pattern with slots of the vocabulary, and the rule that it gives.

A slot is a class of words of the vocabulary; what fills it becomes the rule's own word for it. Where a word of the text may
stand for two terms, nothing fills the slot: what is ambiguous is not proposed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from policy_dsl.addresses import parse_place
from policy_dsl.alignment.evidence import names_of, own_names
from policy_dsl.alignment.named_clauses import covered
from policy_dsl.ir import Strength
from policy_dsl.numerals import NUMERAL, parse_chinese
from policy_dsl.source_text import fold
from policy_dsl.texts.lexicon import DUTY_WORDS
from policy_dsl.vocabulary import Term, Vocabulary

TABLE: Final = Path(__file__).with_name("shapes.toml")
HEADING: Final = "heading"
"""Matters that the heading gives."""
BEDS: Final = "beds"
"""The matter that adds to the beds of which a cap speaks."""


class Example(msgspec.Struct, frozen=True):
    """A sentence of a shape, and lines of the rule that it gives."""

    text: str
    lines: tuple[str, ...]
    heading: str = ""


class Shape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A shape of sentences, and the rule that a sentence of it gives. Every text may hold slots: {比率}."""

    name: str
    kind: str
    """The first word of what is proposed: 规则, 上限, 优先, 要件, 豁免 or 义务."""
    sentence: str
    """The pattern of the words on which the rule rests."""
    rule: str
    """The name of the rule."""
    example: Example
    tail: str = ""
    """What may follow, and is no part of these words."""
    matters: str | tuple[str, ...] = ()
    """The slot that gives the matters, `heading`, or the matters."""
    scope: tuple[str, ...] = ()
    condition: str = ""
    outcome: str = ""
    must: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    """The readings that may supply what the words do not say."""
    allows: tuple[str, ...] = ()
    """The obstacles that are part of the shape."""
    bearer: str = ""
    force: str = ""
    act: str = ""


class ReadingForm(msgspec.Struct, frozen=True):
    """A reading as it is proposed."""

    question: str
    used: str
    alternative: str
    basis: str
    kinds: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    """The words of a rule that it may supply; of these it covers those that a rule needs."""
    where: str = ""
    """A pattern of words; a rule cites it where its sentence has them. Empty: where it supplies a word."""


class Beds(msgspec.Struct, frozen=True):
    """A number of beds that may be capped."""

    matter: str
    """The matter that adds to it."""
    context: str
    """A pattern of words, one of which stands in the sentence or above it."""


class Shapes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The table of shapes."""

    obstacles: tuple[str, ...]
    """Patterns of words that may make an exception or a condition: with one of them nothing is proposed."""
    exceptions_behind: tuple[str, ...]
    """Patterns with which a next sentence begins that may be an exception to this one."""
    exceptions_later: tuple[str, ...]
    """Patterns of words that may make an exception to this one wherever they stand later under its heading."""
    headings_apart: tuple[str, ...]
    """Words of headings under which nothing is ordered."""
    titles_apart: tuple[str, ...]
    """Ends of titles of documents that order nothing."""
    leads: tuple[str, ...]
    """Patterns of what may stand before the words of a shape, between commas."""
    figures: Mapping[str, tuple[str, ...]]
    """By matter the figures that are meant where a word may mean several."""
    beds: Mapping[str, Beds]
    """By figure."""
    shape: tuple[Shape, ...]
    readings: Mapping[str, ReadingForm]


@cache
def shapes() -> Shapes:
    """The table."""
    return msgspec.toml.decode(TABLE.read_bytes(), type=Shapes)


Named = Mapping[str, tuple[str, ...]]
"""By word of texts the terms that it may stand for."""


class Slot(NamedTuple):
    """A class of words."""

    pattern: str
    """Of what may fill it."""
    read: Callable[[str], str | None]
    """What fills it, as a rule writes it; None: it may mean several things, or nothing."""


_AREA_WORDS: Final = {
    "本区县": ("各区县", "区县", "县区", "县市区", "各县市区", "县(市、区)", "各县(市、区)", "区域", "辖区"),
}
"""Further words for the area of the applicant; a reading supplies what they mean."""
_PROJECT_LEVELS: Final = {
    "国家级": ("国家级", "国家"),
    "省级": ("省级",),
    "市级": ("市级", "市政府"),
    "区县级": ("区县级",),
}
_COMPARISONS: Final = {
    "低于": "低于", "高于": "高于", "超过": "高于", "不超过": "不超过", "不低于": "不低于", "不少于": "不低于", "达到": "达到",
    "已达到": "达到",
}  # fmt: skip
_AND: Final = "、|和|以及|及|与"


def slots(vocabulary: Vocabulary, region: str) -> dict[str, Slot]:
    """The slots for a document of a region, by name."""
    return {
        **_place_slots(vocabulary, region),
        **_figure_slots(vocabulary),
        **_facility_slots(vocabulary, region),
        **_outcome_slots(vocabulary),
    }


_STEP: Final = rf"第\(?[{NUMERAL}0-9]+\)?(?:条(?:之[{NUMERAL}]+)?|款|项|部分|段)"


def clause_slot(addresses: Sequence[str]) -> Slot:
    """Clauses of a text (its addresses, in order) by their whole places: 第四条第二款、第五条. Of 第二款 alone nobody knows
    here in which article it stands.
    """

    def read(words: str) -> str | None:
        named = [parse_place(word) for word in re.split(_AND, words)]
        known = [str(address) for address in named if address is not None and covered(str(address), addresses)]
        return " 、 ".join(known) if len(known) == len(named) else None

    return Slot(f"(?:{_STEP})+(?:(?:{_AND})(?:{_STEP})+)*", read)


def _place_slots(vocabulary: Vocabulary, region: str) -> dict[str, Slot]:
    roles = {r: (*_names(r, vocabulary), *_AREA_WORDS.get(r, ())) for r in ("本区县", "所在医保管理区域")}
    inside = [r for r in vocabulary.regions.values() if r.parent == region] if region else []
    city = region.endswith("00") and not region.endswith("0000")
    counties = _by_word({r.name: (r.name, *r.aliases) for r in inside})
    listed = _alternatives(counties) if counties else "(?!)"
    return {
        "区域": _one(_by_word(roles)),
        # 全市 of a county's or a province's document is another.
        "大区域": _one(_by_word({"全市": _names("全市", vocabulary)} if city else {})),
        "统筹区": _one(_by_word({"本统筹区": _names("本统筹区", vocabulary)})),
        "区县列": _list(counties, "、|和", " 、 "),
        "区县注": Slot(rf"(?:\((?:{listed})(?:、(?:{listed}))*\))?", str),
    }


def _figure_slots(vocabulary: Vocabulary) -> dict[str, Slot]:
    facts = list(vocabulary.facts.values())
    of_area = [t for t in facts if t.subject == "地区"]
    people = [t for t in of_area if t.datatype == "count" and t.unit.startswith("人")]
    number = r"[0-9]+(?:\.[0-9]+)?"
    return {
        "比率指标": _named([t for t in of_area if t.datatype == "ratio"], vocabulary, ambiguous=True),
        "床位指标": _named([t for t in of_area if t.datatype == "count" and t.unit == "张"], vocabulary),
        "人口": _named([t for t in people if not t.forecast], vocabulary),
        "预期人数": _named([t for t in people if t.forecast], vocabulary),
        "赤字列": _list(
            _words([t for t in of_area if "赤字" in t.label], vocabulary), "或者?", " 或 ", "本统筹区 的 {} 成立"
        ),
        "步行": _named([t for t in facts if t.subject == "申请" and t.label.startswith("步行")], vocabulary),
        "比率": Slot(rf"{number}%|百分之[{NUMERAL}点]+", _ratio),
        "数": Slot(rf"{number}万?", str),
        "比较": Slot("|".join(sorted(_COMPARISONS, key=len, reverse=True)), _COMPARISONS.get),
    }


def _facility_slots(vocabulary: Vocabulary, region: str) -> dict[str, Slot]:
    county = not region.endswith("00")  # where 市政府 and 市医保经办机构 may be its own
    kinds = _words([t for t in vocabulary.terms.values() if t.kind in ("type", "class")], vocabulary)
    own = [t for t in vocabulary.facts.values() if t.subject == "机构" and t.datatype == "boolean"]
    states = _words(own, vocabulary)
    matters = _words(list(vocabulary.matters.values()), vocabulary)
    bearers = {t.label: _names(t.label, vocabulary) for t in vocabulary.of_kind("agent").values()}
    agents = _by_word({label: own_names(label, names, region, vocabulary) for label, names in bearers.items()})
    levels = {} if county else _by_word(_PROJECT_LEVELS)
    project = _list(levels, _AND, " 或 ", "机构 的 重点建设项目 包含 {}")
    return {
        "机构列": _list(kinds, _AND, " 、 "),
        "机构类": _one(kinds),
        "机构认定": _one(states),
        "机构认定列": _list(states, "、", " 或 ", "机构 的 {} 成立"),
        "条件列": _list(states, "、", "\n", "机构 的 {} 成立"),
        "事项列": _list(matters, _AND, " 、 "),
        "项目级别": Slot(f"(?:{project.pattern})重点建设项目", lambda w: project.read(w.removesuffix("重点建设项目"))),
        "主体": _one({} if county else agents),
        "强度": Slot("|".join(sorted({*DUTY_WORDS} - {"陈述", "请"}, key=len, reverse=True)), str),
        "行为": Slot("[^;:]+", str),
    }


def _outcome_slots(vocabulary: Vocabulary) -> dict[str, Slot]:
    outcomes: dict[str, str] = {}
    for word in vocabulary.effect_words.values():
        if word.kind == "规则" and not word.alternative and word.strength is not Strength.EXISTING_STOCK:
            before, prefix = ("原则上 ", "原则上") if word.in_principle else ("", "")
            outcomes |= {prefix + form: before + word.label for form in word.forms}
    added: dict[str, tuple[str, ...]] = {}
    for matter in vocabulary.matters:
        for name in _names(matter, vocabulary):
            for form in {name, name.removeprefix("新增")}:
                added[form] = (*added.get(form, ()), matter)
    return {
        "禁增": Slot(_alternatives(outcomes), outcomes.get),
        "新增对象": _one({name: tuple(dict.fromkeys(labels)) for name, labels in added.items()}),
        "原则上": Slot("(?:原则上)?", str),
        "不超过": Slot("不超过", str),
    }


def pattern(shape: Shape, known: Mapping[str, Slot]) -> re.Pattern[str]:
    """The pattern of a whole part of a sentence; the words of the rule are its group `words`."""
    earlier: set[str] = set()

    def slot(match: re.Match[str]) -> str:
        name = match[1]
        if name in earlier:
            return f"(?P={name})"
        earlier.add(name)
        return f"(?P<{name}>{known[name].pattern})"

    written = f"(?P<words>{shape.sentence})(?:{shape.tail})"
    return re.compile(re.sub(r"\{([\u4e00-\u9fff]+)\}", slot, written))


# --- slots ------------------------------------------------------------------------------------------------------


def _names(label: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fold(n) for n in names_of(label, vocabulary) if n))


def _words(terms: Sequence[Term], vocabulary: Vocabulary) -> dict[str, tuple[str, ...]]:
    return _by_word({t.label: _names(t.label, vocabulary) for t in terms})


def _by_word(names: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    by_word: dict[str, tuple[str, ...]] = {}
    for label, words in names.items():
        for word in dict.fromkeys(words):
            by_word[word] = (*by_word.get(word, ()), label)
    return by_word


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w)))


def _named(terms: Sequence[Term], vocabulary: Vocabulary, *, ambiguous: bool = False) -> Slot:
    """A term by one of its words. ambiguous: where a word names several, all of them, to be told apart by the matter."""
    by_word = _words(terms, vocabulary)
    if not ambiguous:
        return _one(by_word)
    return Slot(_alternatives(by_word), lambda w: "\n".join(by_word.get(w, ())) or None)


def _one(by_word: Named) -> Slot:
    def read(word: str) -> str | None:
        labels = by_word.get(word, ())
        return labels[0] if len(labels) == 1 else None

    return Slot(_alternatives(by_word) if by_word else "(?!)", read)


def _list(by_word: Named, joined: str, together: str, form: str = "{}") -> Slot:
    """Several terms, joined in the text by one of some marks, in a rule by another."""
    one = _one(by_word)
    if not by_word:
        return one

    def read(words: str) -> str | None:
        rest, labels = words, list[str]()
        while match := re.match(one.pattern, rest):
            label = one.read(match[0])
            if label is None:
                return None
            labels.append(label)
            rest = rest[match.end() :]
            if not rest:
                return together.join(form.format(x) for x in labels)
            mark = re.match(joined, rest)
            if mark is None:
                return None
            rest = rest[mark.end() :]
        return None

    return Slot(f"(?:{one.pattern})(?:(?:{joined})(?:{one.pattern}))*", read)


def _ratio(words: str) -> str | None:
    if words.endswith("%"):
        return words
    number = parse_chinese(words.removeprefix("百分之"))
    return None if number is None else f"{number}%"
