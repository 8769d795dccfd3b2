"""The answer of a comparison: a sentence for each matter, before anything that shows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from reasoner.compare.report import relations, wordings
from reasoner.compare.report.view_model import Block, View


class Answer(msgspec.Struct, frozen=True):
    """What a comparison comes to in one matter."""

    matter: str
    """The matter, by label."""
    sentence: str
    """How the sides relate, in one sentence that needs nothing else."""
    blocks: tuple[Block, ...]
    """What it is told of."""

    @property
    def text(self) -> str:
        """Both in a line."""
        return f"{self.matter}:{self.sentence}"


def answers(pairs: Sequence[View]) -> tuple[Answer, ...]:
    """A sentence for each matter, over all pairs."""
    return tuple(_answer(matter, pairs) for matter in dict.fromkeys(m for v in pairs for m in v.matters))


def caution(pairs: Sequence[View]) -> str:
    """What must not be concluded where a side is silent; empty where none is."""
    blocks = [b for v in pairs for b in v.blocks]
    return f"{wordings.SILENCE}。" if any(b.silent for b in blocks) else ""


def _answer(matter: str, pairs: Sequence[View]) -> Answer:
    """Of several pairs each is told by its sides, those that begin with one side after one another: 青岛市与河南省互有宽严,
    与滨州市不可比.
    """
    concerned = [v for v in pairs if matter in v.matters]
    blocks = tuple(b for v in concerned for b in v.matters[matter])
    if len(pairs) == 1:
        return Answer(matter, f"{';'.join(_relations(pairs[0], blocks, wordings.MANY))}。", blocks)
    by_sentence: dict[tuple[str, str], list[View]] = {}
    for view in concerned:
        first = view.region or view.a
        by_sentence.setdefault((first, ",".join(_relations(view, view.matters[matter], wordings.FEW))), []).append(view)
    before, sentences = "", list[str]()
    for (first, what), views in by_sentence.items():
        others = "、".join(f"与{v.b}" for v in views)
        names = (
            "、".join(map(wordings.pair, views)) if views[0].region else others if first == before else first + others
        )
        sentences.append(f"{names}:{what}")
        before = first
    return Answer(matter, f"{';'.join(sentences)}。", blocks)


def _relations(view: View, blocks: Sequence[Block], most: int) -> Iterator[str]:
    """How the sides relate for which institutions, those compared first, with the rules by which. most: how many are named."""
    by = sorted(relations.together(view, blocks), key=lambda of: of[0].silent)
    for of in by:
        whom = wordings.merged(b.of for b in of) if len(by) > 1 else ""
        where = "" if of[0].both_silent else _named(view, of, most)
        yield f"{whom}{relations.named(view, of)}{wordings.turns(of)}{where}"


def _named(view: View, blocks: Sequence[Block], most: int) -> str:
    """The rules that restrain on one side alone, by name: ,仅青岛市限制的是低使用率区域不新增床位(床位使用率低于75%)."""
    heads = (f"{n}的限制有" for n in (view.a, view.b)) if blocks[0].silent else (
        f"{head}的是" for head in relations.counts(view)
    )  # fmt: skip
    names = relations.alone(view, blocks, most)
    return "".join(f",{head}{rules}" for head, rules in zip(heads, names, strict=True) if rules)
