"""Conditions and documents that a question names and that the place has not: 15分钟 in 河南, 500米 anywhere, 长护险规划 in 洛阳.

Such a condition is one of another place's documents: it is told to be absent and is not asked for or explained.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from policy_dsl.compiled import Document
from reasoner.ask.named_documents import NamedDocuments
from reasoner.ask.question_words import Kind, Recognised
from reasoner.model.rule_base import RuleBase


class Absent(NamedTuple):
    """The conditions that are absent."""

    words: tuple[str, ...]
    """The words that name them."""
    facts: frozenset[str]
    """The facts that they mean, by label."""


_METRES: Final = re.compile(r"(\d+\s*(?:公里|千米|米|km|m))(?![a-z])(?:范围)?(?:以?内)?", re.IGNORECASE)
_WALK: Final = "步行距离"
"""What is looked for instead of metres: how people call the condition that the texts have on distance."""


def without_metres(question: str) -> tuple[str, str]:
    """The question with a distance in metres named as a distance, and the metres; empty for none."""
    match = _METRES.search(question)
    if match is None or "面积" in question:
        return question, ""
    return f"{question[: match.start()]} {_WALK} {question[match.end() :]}", match[1]


def absent_conditions(base: RuleBase, recognised: Recognised, regions: Sequence[str]) -> Absent:
    """The words of a question that mean only facts read by documents of other places, and by none of these places."""
    own = {f for r in regions for d in base.held_for(r) for f in _read(d)}
    others = {f for d in base.documents.values() for f in _read(d)}
    first = (Kind.REGION, Kind.TYPE, Kind.MATTER)
    words = {
        w.text: w.of(Kind.FACT)
        for w in recognised.words
        if w.of(Kind.FACT) and not any(w.of(k) for k in first) and not own.intersection(w.of(Kind.FACT))
    }
    named = {w: facts for w, facts in words.items() if regions and others.intersection(facts)}
    return Absent(tuple(named), frozenset(f for facts in named.values() for f in facts))


def _read(document: Document) -> Iterator[str]:
    return (f.term for n in document.norms_in_use for f in n.reads)


def absence_notes(base: RuleBase, absent: Absent, metres: str, regions: Iterable[str]) -> Iterator[str]:
    """That the conditions are absent; of metres, where the texts count otherwise, how they do."""
    place = "、".join(base.vocabulary.regions[r].name for r in regions)
    words = [metres if metres and w == _WALK else w for w in absent.words]
    if words:
        named = "、".join(f"“{w}”" for w in words)
        yield f"{place}适用的已收录文件没有以{named}为条件的规定;别处的规定不及于{place}。"
    if metres and metres not in words:
        yield f"原文没有“{metres}”这样的距离,写的是步行15分钟范围内;以下按步行15分钟的规定回答。"


def elsewhere_notes(base: RuleBase, named: NamedDocuments, regions: Sequence[str]) -> Iterator[str]:
    """That a document so called is not held for the places asked, and that those of other places do not reach them."""
    places = "、".join(base.vocabulary.regions[r].name for r in regions)
    for name, documents in named.elsewhere:
        others = "、".join(f"《{d.title}》" for d in documents)
        yield f"{places}的“{name}”未收录;{others}不及于{places},没有据以回答。"


def kinds_not_held(base: RuleBase, named: NamedDocuments, regions: Sequence[str]) -> Iterator[str]:
    """That a plan is asked about and none is held for a place, with what is held instead."""
    for region in regions if _PLAN in named.kinds and not (named.documents or named.elsewhere) else ():
        own = base.held_for(region)
        if own and not any(d.kind == _PLAN for d in own):
            listed = "、".join(f"《{d.title}》" for d in own)
            place = base.vocabulary.regions[region].name
            yield f"{place}的规划没有收录,它的内容和效力不能回答;{place}收录的是{listed}。"


def missing_notes(base: RuleBase, question: str, regions: Iterable[str]) -> Iterator[str]:
    """That an annex which a question asks about was not received with its document: what stands in it cannot be told."""
    if _ANNEX not in question:
        return
    for document in {d.id: d for r in regions for d in base.held_for(r)}.values():
        annexes = "、".join(m.what for m in document.missing if m.what.startswith(_ANNEX))
        if annexes:
            yield f"《{document.title}》的{annexes}没有收到,其中写的数和标准不能回答。"


_ANNEX: Final = "附件"
_PLAN: Final = "规划"
