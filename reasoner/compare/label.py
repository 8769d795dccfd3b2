"""A relation in words, as every form of a comparison and its data have it."""

from __future__ import annotations

from typing import Final

from reasoner.compare.effect import Comparison, Result
from reasoner.compare.relation import APART, EQUAL, LOOSER, OPEN, STRICTER

_CITIES: Final = {EQUAL: "等价", STRICTER: "{a}更严", LOOSER: "{a}更宽", APART: "互有宽严", OPEN: "未定"}
_VERSIONS: Final = {
    EQUAL: "结论不变", STRICTER: "{b}较宽", LOOSER: "{b}较严", APART: "有的较严、有的较宽", OPEN: "未定",
}  # fmt: skip


def label(result: Result, found: Comparison) -> str:
    """How the sides relate; of two versions of one region's rules, who is judged otherwise."""
    if result.both_silent:
        if all(result.unreached):
            return "双方的规则均不及于此类机构"
        return "双方依据均不在有效期内" if result.ended else "双方均无可据以研判的规定"
    if result.silent or (result.relation == APART and found.together and any(result.partly)):
        return "不可比"
    if not found.versions:
        return _CITIES[result.relation].format(a=found.a.name)
    if result.relation == EQUAL and not result.complete and not result.differences:
        return "宽严不变,程度没有查完"
    if result.relation == EQUAL and result.differences:
        return "结论程度有变"
    return _VERSIONS[result.relation].format(b=found.b.name)
