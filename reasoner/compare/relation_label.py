"""A relation in words, as every form of a comparison and its data have it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from reasoner.analysis.rule_set import AFTER, BEFORE, Compared
from reasoner.compare.coverage import Silence
from reasoner.compare.relation_kinds import Relation
from reasoner.compare.result import BOTH_SILENT, RelationByForce, SupposedForce

_CITIES: Final = {
    Relation.EQUAL: "等价",
    Relation.STRICTER: "{a}更严",
    Relation.LOOSER: "{a}更宽",
    Relation.APART: "互有宽严",
    Relation.FORCE: "视文件效力而定",
    Relation.OPEN: "未定",
}
_VERSIONS: Final = {
    Relation.EQUAL: "结论不变",
    Relation.STRICTER: "{b}较宽",
    Relation.LOOSER: "{b}较严",
    Relation.APART: "有的较严、有的较宽",
    Relation.FORCE: "视文件效力而定",
    Relation.OPEN: "未定",
}

UNDECIDED: Final = _CITIES[Relation.OPEN]
"""Where the solver gave no answer."""
INCOMPARABLE: Final = "不可比"
"""Where a side is silent, everywhere or, of versions, in some places."""


def supposed_words(supposed: Sequence[SupposedForce]) -> str:
    """What is supposed of documents of unknown force: 青医保字〔2023〕1号在有效期内的."""
    phrases = (f"{d.number or f'《{d.title}》'}{'' if d.in_force else '不'}在有效期内" for d in supposed)
    return "、".join(phrases) + "的"


def force_label(ways: Iterable[RelationByForce]) -> str:
    """How two sides relate where that depends on documents of unknown force: each way with its label."""
    return ";".join(f"{supposed_words(way.supposed)},{way.label}" for way in ways)


def silent_label(silence: Silence) -> str:
    """What is said where a side is silent."""
    if not silence.same:
        return INCOMPARABLE
    if all(silence.beyond):
        return f"{BOTH_SILENT}的规定均不适用于此类机构"
    return f"{BOTH_SILENT}依据均不在有效期内" if silence.ended else f"{BOTH_SILENT}均无可供核对的规定"


def label(relation: Relation, a: Compared, b: Compared, *, complete: bool = True, differs: bool = False) -> str:
    """How two sides that both speak relate; of two versions of one region's rules, who is judged otherwise.

    complete: whether the solver answered everything. differs: whether a difference is shown.
    """
    if (a.name, b.name) != (BEFORE, AFTER):
        return _CITIES[relation].format(a=a.name)
    if relation is Relation.EQUAL and not complete and not differs:
        return "宽严不变,程度没有查完"
    if relation is Relation.EQUAL and differs:
        return "结论程度有变"
    return _VERSIONS[relation].format(b=b.name)
