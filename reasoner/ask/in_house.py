"""What a question says of who asks: facilities within a home or a university (养老院里的医务室, 大学校医院): 内设医疗机构, with who sponsors them.

The home that is named with such a facility is its sponsor, not the institution that asks. 已定点 is said of the institution too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from policy_dsl.vocabulary import Vocabulary
from reasoner.ask.question_words import Kind, Meaning, Recognised, Word

SPONSOR: Final = "举办主体"
_IN_HOUSE: Final = "内设医疗机构"
_HOME: Final = "养老机构"
_ALONE: Final = ("医务室", _IN_HOUSE)
"""What is within a home wherever it stands behind one."""
_WITHIN: Final = ("医务室", "诊所", "门诊部", "卫生所", _IN_HOUSE)
_LINK: Final = re.compile(
    "(?:里[面头边]?|内部?|中|自己|自办|内设|设立|设|开办|想办|要办|想开|要开|想设|要设|办|开)(?:个|一个|那个|这个|的)?|的"
)
"""What stands between a home and what is within it."""


class InHouse(NamedTuple):
    """A question with a facility within another institution read as such."""

    recognised: Recognised
    sponsor: str
    """Who sponsors it: a value of 举办主体; empty: none is named."""


def with_in_house(recognised: Recognised, vocabulary: Vocabulary) -> InHouse:
    """A question with a facility within a home taken for 内设医疗机构, and the home for its sponsor."""
    recognised = _without_lacking(recognised)
    words = list(recognised.words)
    for at, word in enumerate(words):
        if word.of(Kind.TYPE) != (_HOME,):
            continue
        linked = words[at + 1 : at + 2] and not words[at + 1].meanings and _LINK.fullmatch(words[at + 1].text)
        inner = next(iter(words[at + (2 if linked else 1) :]), Word(""))
        if inner.of(Kind.TYPE)[:1] not in {(t,) for t in (_WITHIN if linked else _ALONE)}:
            continue
        words[at] = word._replace(meanings=(Meaning(Kind.VALUE, _HOME),))
        words[words.index(inner)] = inner._replace(meanings=(Meaning(Kind.TYPE, _IN_HOUSE),))
        if linked:
            del words[at + 1]
        kinds = tuple(dict.fromkeys(k for w in words for k in w.of(Kind.TYPE)))
        rest = tuple(w.text for w in words if not w.meanings)
        values = (*recognised.values, _HOME)
        read = recognised._replace(words=tuple(words), types=kinds, rest=rest, values=values)
        return InHouse(_narrowed(read, vocabulary), _HOME)
    return InHouse(recognised, "")


def _without_lacking(recognised: Recognised) -> Recognised:
    """A question without the facilities that an institution is said to lack (养老院没有医务室): they are not who asks, and their
    lack is no word that is known.
    """
    words: list[Word] = []
    for word in recognised.words:
        before = words[-1] if words else Word("")
        lacking = None if before.meanings else _LACKING.search(before.text)
        if lacking and word.of(Kind.TYPE) and (len(words) > 1 or lacking.start()):
            words[-1] = Word(f"{before.text}{word.text}")
        else:
            words.append(word)
    if len(words) == len(recognised.words):
        return recognised
    kinds = tuple(dict.fromkeys(k for w in words for k in w.of(Kind.TYPE)))
    open_words = {w.text for w in words}
    return recognised._replace(
        words=tuple(words),
        types=tuple(t for t in recognised.types if t in kinds),
        rest=tuple(w.text for w in words if not w.meanings),
        ambiguous=tuple(a for a in recognised.ambiguous if a.word in open_words),
    )


_LACKING: Final = re.compile("(?:没有?|未|不|无)(?:设|开|办|内设|设置|配|带)?$")


def _narrowed(recognised: Recognised, vocabulary: Vocabulary) -> Recognised:
    """A question without the words that were open only while the home was taken for who asks."""
    types = set(recognised.types)
    own = {m for m, t in vocabulary.matters.items() if types & set(t.members)}
    left = (a._replace(keys=tuple(k for k in a.keys if k in own) or a.keys) for a in recognised.ambiguous)
    kept = tuple(a for a in left if a.kind is not Kind.MATTER or len(a.keys) > 1)
    return recognised._replace(ambiguous=kept)


CONTRACTED: Final = "已定点"


def under_contract(question: str, vocabulary: Vocabulary) -> tuple[str, str]:
    """The question without the service for which it says that who asks is under contract (已定点的家护机构: 已定点), and that
    service, a value of 已定点; empty for none.
    """
    match = _under_contract(vocabulary).search(question)
    if match is None:
        return question, ""
    service = _services(vocabulary)[match["service"]]
    return f"{question[: match.start()]}{CONTRACTED} {question[match.end() :]}", service


@lru_cache(maxsize=8)
def _under_contract(vocabulary: Vocabulary) -> re.Pattern[str]:
    names = "|".join(re.escape(n) for n in sorted(_services(vocabulary), key=len, reverse=True))
    return re.compile(
        rf"(?:已经?(?:是|取得|有)?(?:医保|长护险)?定点的?|已经?是|已经?有)(?P<service>{names})(?:业务|服务)?的?(?:定点)?(?:的?机构|的)"
    )


@lru_cache(maxsize=8)
def _services(vocabulary: Vocabulary) -> dict[str, str]:
    """By name the services that are bound to nothing else: of 长护险, that may be three, none."""
    named: dict[str, set[str]] = {}
    for value in vocabulary.facts[CONTRACTED].values:
        term = vocabulary.terms[value]
        for name in (term.label, *term.words, *term.written):
            named.setdefault(name, set()).add(value)
    return {name: next(iter(values)) for name, values in named.items() if len(values) == 1}


def contracted_notes(vocabulary: Vocabulary, matters: Iterable[str], service: str) -> Iterator[str]:
    """For what an institution is taken to be under contract: as the question says, else by each matter."""
    if service:
        yield f"问题写明已定点“{service}”,以下按此回答;只限制尚未定点的机构的条款不及于它,不作为起决定作用的条款。"
    for matter in () if service else matters:
        service = vocabulary.matters[matter].adds_to
        if service:
            yield f"问题写明已定点,就{matter}按已定点“{service}”理解;只限制尚未定点的机构的条款不及于它,不作为起决定作用的条款。"
        else:
            yield f"问题写明已定点,没有写明是哪一项定点服务,就{matter}按不详处理。"
