"""Words of a question that are no name: their parts that stand in the texts, and what is told of those that stand nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from reasoner.ask.question_words import Names, Recognised, folded
from reasoner.model.rule_base import RuleBase


def unrecognised(base: RuleBase, names: Names, recognised: Recognised) -> Iterator[str]:
    """The words that are no name and stand in no text: nothing of the answer rests on them, and that is told."""
    for word in recognised.rest:
        bare = without_asking(word)
        some = () if parts_in_texts(base, word) or in_texts(base, bare) else parts_in_texts(base, bare)
        if some:
            listed = "、".join(f"“{p}”" for p in some)
            yield f"已收录的原文中没有“{bare}”这几个字连在一起的写法,其中{listed}在原文中有,以下按{listed}查找。"
        elif len(bare) > 1 and not parts_in_texts(base, bare) and not in_texts(base, bare):
            near = names.nearly(word)
            hint = f"是否要写{'、'.join(f'“{n}”' for n in near)}?" if near else ""
            place = "如是地区,没有收录该地区的文件。" if word.endswith(_TOWNS) else ""
            yield f"没有认出“{word}”,已收录的原文中也没有这个词,以下没有据以回答。{hint}{place}"


def without_asking(word: str) -> str:
    """A word without those in which a question is put."""
    return _ASKING.sub("", word)


def searched(base: RuleBase, word: str) -> tuple[str, ...]:
    """What of a word is looked for in the texts: its parts that stand there, else the word without those of a question."""
    bare = without_asking(word) or word
    return parts_in_texts(base, word) or parts_in_texts(base, bare) or (bare,)


def parts_in_texts(base: RuleBase, word: str) -> tuple[str, ...]:
    """The parts of a word that stand in the texts, the longest first from the left, of two characters only uncommon ones;
    none where they are not most of the word.
    """
    parts = tuple(_parts(_texts_of(base), word))
    return parts if 2 * sum(map(len, parts)) > len(word) else ()


def _parts(texts: str, word: str) -> Iterator[str]:
    at = 0
    while at < len(word) - 1:
        ends = range(len(word), at + 1, -1)
        end = next((e for e in ends if _stands(texts, word[at:e])), 0)
        if end:
            yield word[at:end]
        at = end or at + 1


_TOWNS: Final = ("镇", "街道", "乡", "村", "岛", "湾", "新区")
"""Endings of places below the county, which no table of divisions here has."""
_ASKING: Final = re.compile(
    "不用管规划|按什么办|用来拒绝|就是不批|就?是不行|有?没?有?特殊要求|五个条件|缺一个|是不是必须批?|是不是就?|批不批|用不用看?|有?(?:啥|什么)区别|有没有商量余地|是?硬杠杠|不能报|让进|没到|正好|算?出来|按啥办|还有戏|包不包括|想[来到去从在]|开新店|开分店|再?开一家|加一?个点|(?:我们|咱们|俺们)的?|怎么(?:说|写|规定)的?|受不受限制?|是不是等于|是否等于|等不等于|等于|算不算是?|是否排除|排不排除|是否属于|是否必须|不受限制?|受限制?|咋办|咋样|咋整|咋弄|咋回事|怎么回事|怎么弄|咋|啥|现在|目前|请问|想问一?下?|问一?下|能否|可否|行不行|行吗|行不|是否|可不可以|能不能|是不是|有没有|多少张?|有?[一两几]家|已经|哪个|几个|一个|怎么办|怎样|如何|可以|[能不吗呢嘛吧呀的了么啊要有还得]"
)
"""Words in which a question is put, not what it is about."""
_COMMON: Final = 15
"""A pair of characters that stands more often is a common one: 医保."""
_EMPTY: Final = re.compile("[能不吗呢的了么啊可要是有会几]")
"""Characters of which the words of a question are made, not its matter."""


def _stands(texts: str, part: str) -> bool:
    if len(part) > 2:
        return part in texts
    return not _EMPTY.search(part) and 0 < texts.count(part) <= _COMMON


@cache
def _texts_of(base: RuleBase) -> str:
    """The texts as they are searched for words, clause by clause in lines."""
    return "\n".join(folded(c.quote) for d in base.documents.values() for c in d.clauses.values())


def in_texts(base: RuleBase, word: str) -> bool:
    """Whether a word stands in a text."""
    return word in _texts_of(base)
