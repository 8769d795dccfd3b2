"""What is told of a question before its answer: what was taken for granted, what of it is not answered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from policy_dsl.compiled import Document
from policy_dsl.vocabulary import Vocabulary
from reasoner.ask.asked_matters import askable, decided, of_kinds
from reasoner.ask.named_documents import NamedDocuments
from reasoner.ask.places_asked import held_regions
from reasoner.ask.question_words import Ambiguous
from reasoner.model.rule_base import RuleBase


def places_by_default(base: RuleBase, home: str, own: Sequence[Document]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Where the question names no place: the regions of the documents that it names or whose readings it names, else the
    bureau's own region, else every region held; and what is told of it.
    """
    if own:
        regions = tuple(dict.fromkeys(d.region for d in own))
        at_home = [
            r for r in regions if any(r in base.vocabulary.chain(h.code) for h in base.vocabulary.find_regions(home))
        ]
        return tuple(at_home) or regions, ()
    if home:
        here = base.vocabulary.find_regions(home)
        if len(here) == 1:
            return (here[0].code,), (f"没有写明地区,按本单位所在的{here[0].name}回答。",)
    regions = held_regions(base)
    listed = "、".join(base.vocabulary.regions[r].name for r in regions)
    return regions, (f"没有写明地区,设置里也没有本单位所在的地区,按已收录文件的各地区分别回答:{listed}。",)


def as_new_note(vocabulary: Vocabulary, changes: Sequence[str], kinds: Sequence[str]) -> str:
    """That the rules on new institutions are not listed, and how to ask for them."""
    matters = of_kinds(vocabulary, kinds)
    listed = "、".join(matters)
    return (
        f"以下不列新增的条款:{'、'.join(changes)}是否按新增处理,已收录文件未作规定。"
        f"按新增处理的,另问{'、'.join(kinds)}新增的事项({listed})。"
    )


_NOT_COMPUTED: Final = "问题写的{figures}没有用来计算;要就具体申请判断的,填申请表,用 tiaoli check。"


def figures_note(figures: Sequence[str]) -> Iterator[str]:
    """That figures of the question were not computed with."""
    if figures:
        yield _NOT_COMPUTED.format(figures="、".join(figures))


def together_note(base: RuleBase, word: Ambiguous, regions: Iterable[str]) -> str:
    """Why the matters are answered together that a word may mean."""
    why = "决定其中各项的只有同一条" if decided(base, word.keys, regions) else "没有决定其中任何一项的条款"
    return f"“{word.word}”可以指{'、'.join(word.keys)};所问的地区{why},以下一并回答。"


def set_aside_notes(base: RuleBase, regions: Iterable[str], matters: Iterable[str]) -> Iterator[str]:
    """That documents of the bureau's own corpus which may concern these places and matters (none: any) have faults."""
    concerned = tuple(matters) or tuple(base.vocabulary.matters)
    aside = (s for r in regions for m in concerned for s in base.set_aside_for(r, m))
    for part in {s.path: s for s in aside}.values():
        if part.everywhere:
            yield "本单位规则库没有读出,以下回答没有用到其中的文件。"
        else:
            yield f"本单位规则库中的{part.called}有{len(part.faults)}处错误,已经搁置,以下回答没有用到它。"


def document_notes(documents: NamedDocuments) -> Iterator[str]:
    """The documents that a question names and that are not held."""
    yield from (f"没有收录文号为“{number}”的文件,以下没有据以回答。" for number in documents.unknown)
    yield from (f"没有收录“{number}”,它的内容和效力不能回答;以下是引用它的条款。" for number in documents.cited)


def day_note(day: str, question: str, asked_for: str) -> Iterator[str]:
    """That a day in the words of a question is not the one whose law is told. asked_for: the latter."""
    if day and not asked_for.startswith(_as_named(day, question)):
        yield f"适用日期为{asked_for},没有按问题里写的日期回答;要按那一日回答的,用 --as-of 写明。"


def _as_named(day: str, question: str) -> str:
    """The beginning of a day as far as the question has it: of 2026年 the year."""
    return day if re.search(r"20\d{2}(?:年\d|-\d)", question) else day[:4]


def several_places_note(vocabulary: Vocabulary, places: Sequence[str]) -> Iterator[str]:
    """That each of several places that are named is answered for."""
    if len(places) > 1:
        listed = "、".join(vocabulary.regions[r].name for r in places)
        yield f"问题写了几个地区,以下分别按各自的情况回答:{listed}。"


def beds_note(matters: Sequence[str], beside: Sequence[str]) -> Iterator[str]:
    """That other beds are another matter. beside: these matters."""
    if beside:
        own = "、".join(m for m in matters if m.endswith("床位"))
        yield f"以下只就{own}回答;{'、'.join(beside)}是另外的事项,限制不同,请分别问。"


def left_out_note(vocabulary: Vocabulary, types: Sequence[str], matters: Sequence[str]) -> Iterator[str]:
    """The matters among several that the vocabulary has for none of the institutions that are named."""
    left = [m for m in matters if types and not any(m in askable(vocabulary, t) for t in types)]
    if left and len(left) < len(matters):
        yield f"规则库里{'、'.join(left)}不及于{'、'.join(types)},已收录文件未作规定,以下没有就它回答。"
