"""Words of a question that are no name: their parts that stand in the texts, and what is told of those that stand nowhere.

Words in which a question is put (能不能, 按什么办) are data of the ontology (kind asking, `ontology/questions.ttl`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from policy_dsl.vocabulary import Vocabulary
from reasoner.ask.question_words import Kind, Meaning, Names, Recognised, Word, folded
from reasoner.model.rule_base import RuleBase


def unrecognised(base: RuleBase, names: Names, recognised: Recognised) -> Iterator[str]:
    """The words that are no name and stand in no text: nothing of the answer rests on them, and that is told."""
    for word in recognised.rest:
        no_kind = _no_kind(base, without_asking(base.vocabulary, word))
        strange = [p for p in _pieces(base.vocabulary, word) if not in_texts(base, p)]
        some = {p: parts for p, parts in _parts_of_pieces(base, word).items() if p in strange}
        if some and not no_kind and not parts_in_texts(base, word):
            for piece, parts in some.items():
                listed = "、".join(f"“{p}”" for p in parts)
                yield f"已收录的原文中没有“{piece}”这几个字连在一起的写法,其中{listed}在原文中有,以下按{listed}查找。"
        elif no_kind or len(strange) > len(some):
            near = names.nearly(word)
            hint = f"是否要写{'、'.join(f'“{n}”' for n in near)}?" if near else ""
            place = "如是地区,没有收录该地区的文件。" if word.endswith(_TOWNS) else ""
            yield f"没有认出“{word}”,已收录的原文中也没有这个词,以下没有据以回答。{hint}{place}"


def with_longer_words(base: RuleBase, recognised: Recognised) -> Recognised:
    """A question whose names of services are parts of longer words of the texts that decide on no admission: 分解住院 and 挂床住院
    are acts that are forbidden, 个人账户家庭共济 is how money is used, and neither asks for a contract on 住院 or 个人账户.
    """
    services = base.vocabulary.facts[_SERVICES].values
    words: list[Word] = []
    waiting = list(recognised.words)
    while waiting:
        word = waiting.pop(0)
        if word.text in services and not word.of(Kind.TYPE):
            before = "" if not words or words[-1].meanings else words[-1].text
            behind = "" if not waiting or waiting[0].meanings else waiting[0].text
            head, tail = _longer(base, before, word.text, behind)
            if head or tail:
                left, right = before.removesuffix(head), behind.removeprefix(tail)
                words = words[:-1] if before else words
                waiting = waiting[1:] if behind else waiting
                words += [Word(text) for text in (left, head + word.text + tail) if text]
                waiting = [Word(right), *waiting] if right else waiting
                continue
        words.append(word)
    if len(words) == len(recognised.words) and tuple(words) == recognised.words:
        return recognised
    kept = {m for w in words for m in w.meanings}
    matters = tuple(m for m in recognised.matters if Meaning(Kind.MATTER, m) in kept)
    if not matters:  # what the texts say of such an act is not said of one kind of institution
        recognised = recognised._replace(
            types=(), classes=(), ambiguous=tuple(a for a in recognised.ambiguous if a.kind is not Kind.TYPE)
        )
    return recognised._replace(
        words=tuple(words),
        values=tuple(v for v in recognised.values if Meaning(Kind.VALUE, v) in kept),
        matters=matters,
        rest=tuple(w.text for w in words if not w.meanings),
        ambiguous=tuple(a for a in recognised.ambiguous if any(w.text == a.word and w.meanings for w in words)),
    )


_SERVICES: Final = "已定点"
_OF_CONTRACTS: Final = (
    "定点", "资格", "协议", "准入", "新增", "申请", "购买", "增加", "增设", "设置", "纳入", "开通", "开展", "开设", "提供", "取得", "恢复",
)  # fmt: skip
"""Words beside a service that ask for it."""


def _longer(base: RuleBase, before: str, name: str, behind: str) -> tuple[str, str]:
    """What of the words beside a name makes a longer word of the texts with it; empty for none."""
    heads = (before[n:] for n in range(max(0, len(before) - _LONGEST_PART), len(before) - 1))
    tails = (behind[:n] for n in range(min(len(behind), _LONGEST_PART), 1, -1))
    head = next((h for h in heads if not h.endswith(_OF_CONTRACTS) and _other_word(base, h + name)), "")
    tail = next((t for t in tails if not t.startswith(_OF_CONTRACTS) and _other_word(base, name + t)), "")
    return head, tail


_LONGEST_PART: Final = 6


def _other_word(base: RuleBase, word: str) -> bool:
    """Whether a word stands in the texts, and in no clause that decides on an admission."""
    return in_texts(base, word) and word not in _deciding(base)


@lru_cache(maxsize=8)
def _deciding(base: RuleBase) -> str:
    """The clauses that decide, as they are searched for words."""
    return "\n".join(
        folded(d.clauses[clause].quote)
        for d in base.documents.values()
        for clause in dict.fromkeys(n.clause for n in d.norms_in_use if n.decides)
    )


def without_asking(vocabulary: Vocabulary, word: str) -> str:
    """A word without those in which a question is put."""
    return _asking(vocabulary).sub("", _AMOUNT.sub("", word))


def _pieces(vocabulary: Vocabulary, word: str) -> list[str]:
    """What stands between the words in which a question is put, from two characters: what stands on both sides of one is no word."""
    return [p for p in _asking(vocabulary).sub(_GAP, _AMOUNT.sub(_GAP, word)).split(_GAP) if len(p) > 1]


def _parts_of_pieces(base: RuleBase, word: str) -> dict[str, tuple[str, ...]]:
    """The parts of these that stand in the texts, where they are most of what is left."""
    of = {p: parts for p in _pieces(base.vocabulary, word) if (parts := parts_in_texts(base, p))}
    most = 2 * sum(len(part) for parts in of.values() for part in parts)
    return of if most > len(without_asking(base.vocabulary, word)) else {}


_GAP: Final = " "
"""What no word has: folded ones have no blanks."""
_AMOUNT: Final = re.compile(r"(?<![\d.])\d+(?:张(?:床位?)?|(?:\.\d+)?%)")
"""How many beds are asked for, and shares: the texts say how many there may be, in numbers with a point or of 1.2万张; what of
a word they have is found before this is taken out.
"""


@lru_cache(maxsize=8)
def _asking(vocabulary: Vocabulary) -> re.Pattern[str]:
    """The words in which a question is put, the longest first."""
    return _one_of(w for t in vocabulary.of_kind("asking").values() if not t.iri.endswith(_PAIRS) for w in t.spoken)


@lru_cache(maxsize=8)
def _empty(vocabulary: Vocabulary) -> re.Pattern[str]:
    """Characters that make no word of two."""
    return _one_of(w for t in vocabulary.of_kind("asking").values() if t.iri.endswith(_PAIRS) for w in t.spoken)


def _one_of(words: Iterable[str]) -> re.Pattern[str]:
    longest = sorted({folded(w) for w in words}, key=lambda w: (-len(w), w))
    return re.compile("|".join(map(re.escape, longest)))


_PAIRS: Final = "#askingPairs"
"""The term whose words are characters that make no word of two."""


def searched(base: RuleBase, word: str) -> tuple[str, ...]:
    """What of a word is looked for in the texts: its parts that stand there, else what is left without the words of a question."""
    if _no_kind(base, without_asking(base.vocabulary, word)):
        return ()
    pieces = _pieces(base.vocabulary, word)
    return (
        parts_in_texts(base, word)
        or tuple(q for of in _parts_of_pieces(base, word).values() for q in of)
        or tuple(pieces)
    )


def _no_kind(base: RuleBase, word: str) -> bool:
    """Whether a word calls an institution by a kind that there is not (日间照料中心): what its parts find is not of it."""
    return bool(_INSTITUTION.fullmatch(word)) and not in_texts(base, word)


_INSTITUTION: Final = re.compile("[一-鿿]{2,8}(?:中心|医院|诊所|门诊部|护理院|护理站|福利院|托养所|驿站|药企|公司)")


def parts_in_texts(base: RuleBase, word: str) -> tuple[str, ...]:
    """The parts of a word that stand in the texts, the longest first from the left, of two characters only uncommon ones, and
    none in which a question is put; none at all where they are not most of the word.
    """
    parts = tuple(p for p in _parts(base, word) if _asking(base.vocabulary).sub("", p))
    return parts if 2 * sum(map(len, parts)) > len(word) else ()


def _parts(base: RuleBase, word: str) -> Iterator[str]:
    pairs, at = _pairs_of(base), 0
    # Beyond two characters that stand together nowhere, no longer part stands either.
    broken = [i + 1 for i in range(len(word) - 1) if word[i : i + 2] not in pairs]
    while at < len(word) - 1:
        following = bisect_right(broken, at)
        most = broken[following] if following < len(broken) else len(word)
        end = _longest(base, word, at, most)
        if end:
            yield word[at:end]
        at = end or at + 1


def _longest(base: RuleBase, word: str, at: int, most: int) -> int:
    """Where the longest part of a word from a place ends that stands in the texts, at most here; 0: none does.

    Of a part that stands there every beginning stands there too, so that the end is found by halving.
    """
    texts = _texts_of(base)
    stands, fails = at + 2, most + 1
    while fails - stands > 1:
        middle = (stands + fails) // 2
        if word[at:middle] in texts:
            stands = middle
        else:
            fails = middle
    if stands > at + 2:
        return stands
    return stands if stands <= most and _stands(base, word[at:stands]) else 0


_TOWNS: Final = ("镇", "街道", "乡", "村", "岛", "湾", "新区")
"""Endings of places below the county, which no table of divisions here has."""
_COMMON: Final = 15
"""A pair of characters that stands more often is a common one: 医保."""


def _stands(base: RuleBase, part: str) -> bool:
    if len(part) > 2:
        return in_texts(base, part)
    return not _empty(base.vocabulary).search(part) and 0 < _pairs_of(base)[part] <= _COMMON


@lru_cache(maxsize=8)
def _pairs_of(base: RuleBase) -> Counter[str]:
    """How often each two characters stand together in the texts."""
    texts = _texts_of(base)
    return Counter(texts[i : i + 2] for i in range(len(texts) - 1))


@lru_cache(maxsize=8)
def _texts_of(base: RuleBase) -> str:
    """The texts as they are searched for words, clause by clause in lines."""
    return "\n".join(folded(c.quote) for d in base.documents.values() for c in d.clauses.values())


def in_texts(base: RuleBase, word: str) -> bool:
    """Whether a word stands in a text."""
    pairs = _pairs_of(base)
    return all(word[i : i + 2] in pairs for i in range(len(word) - 1)) and word in _texts_of(base)
