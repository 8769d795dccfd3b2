"""Clause by clause: which rules lead to which differences, over the groups of institutions of a matter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from reasoner.backends.smt.side import RESTRAINS
from reasoner.compare.report import words
from reasoner.compare.report.view import Block, Cited, Example, Half, Kinds, Spoken

ONLY_A: Final = "only_a"
ONLY_B: Final = "only_b"
BOTH_RESTRAIN: Final = "both_restrain"
BOTH_PROCEED: Final = "both_proceed"
SECTIONS: Final = (ONLY_A, ONLY_B, BOTH_RESTRAIN, BOTH_PROCEED)
"""A restrains what B lets proceed; the reverse; both restrain, or let proceed, with another outcome."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A rule on each side (None: nothing decides) with its outcome, and an example for each group of institutions."""

    section: str
    a: Half
    b: Half
    examples: tuple[Example, ...]

    @property
    def groups(self) -> tuple[Kinds, ...]:
        """The groups of institutions that it concerns."""
        return tuple(dict.fromkeys(e.of for e in self.examples))

    @property
    def plainest(self) -> Example:
        """The example that tells it best."""
        return min(self.examples, key=lambda e: len(e.unusual))

    @property
    def manner(self) -> str:
        """Whether outcomes of one kind differ in strength or only in manner; empty where one side alone restrains."""
        if self.section in (ONLY_A, ONLY_B):
            return ""
        return words.MANNER if self.a.outcome == self.b.outcome else words.DEGREE

    def answer_to(self, mine: Half) -> Half:
        """The other side than that of a rule."""
        return self.b if mine.side == self.a.side else self.a


@dataclass(frozen=True, slots=True)
class Lead:
    """A rule of one side (`mine`) with all that the other side answers to it."""

    mine: Half
    answers: tuple[Difference, ...]

    @property
    def groups(self) -> tuple[Kinds, ...]:
        """The groups of institutions that it concerns."""
        return tuple(dict.fromkeys(g for d in self.answers for g in d.groups))


def section_of(example: Example) -> str:
    """Which kind of difference an example shows."""
    if example.kind == "b_proceeds":
        return ONLY_A
    if example.kind == "a_proceeds":
        return ONLY_B
    return BOTH_RESTRAIN if example.a.outcome in RESTRAINS else BOTH_PROCEED


def differences(blocks: Iterable[Block]) -> tuple[Difference, ...]:
    """The differences of a matter, in the order of their sections and then of the data, but for those of `folded`."""
    return _grouped(e for block in blocks for e in block.examples if not e.beside)


def folded(blocks: Iterable[Block]) -> tuple[Difference, ...]:
    """The differences that an amendment makes beside another clause, and makes without it as well."""
    return _grouped(e for block in blocks for e in block.examples if e.beside)


def _grouped(examples: Iterable[Example]) -> tuple[Difference, ...]:
    found: dict[tuple[object, ...], list[Example]] = {}
    for e in examples:
        key = (section_of(e), *(x for h in (e.a, e.b) for x in (h.first, h.label)))
        found.setdefault(key, []).append(e)
    listed = [Difference(str(k[0]), es[0].a, es[0].b, tuple(es)) for k, es in found.items()]
    return tuple(sorted(listed, key=lambda d: SECTIONS.index(d.section)))


def leads(found: Sequence[Difference], section: str) -> tuple[Lead, ...]:
    """The differences of a section by the rule that makes them, in the order of the text: that of the side that restrains,
    else of A, else of B.
    """
    grouped: dict[tuple[str, Cited | None, str], list[Difference]] = {}
    for d in found:
        if d.section == section:
            mine = d.b if section == ONLY_B or (section == BOTH_PROCEED and d.a.first is None) else d.a
            grouped.setdefault((mine.side, mine.first, mine.label), []).append(d)
    listed = [Lead(_mine(ds[0], side), tuple(ds)) for (side, _, _), ds in grouped.items()]
    documents = list(dict.fromkeys((x.mine.side, _document(x.mine)) for x in listed))
    return tuple(sorted(listed, key=lambda x: (documents.index((x.mine.side, _document(x.mine))), _start(x.mine))))


def _document(half: Half) -> str:
    return half.first.document if half.first is not None else ""


def _start(half: Half) -> int:
    return half.first.start if half.first is not None else 0


def _mine(difference: Difference, side: str) -> Half:
    return difference.a if difference.a.side == side else difference.b


def counted(blocks: Iterable[Block]) -> dict[str, int]:
    """How many rules restrain on one side alone, and how many pairs of rules lead to outcomes of one kind that differ in
    strength, or in manner.
    """
    found = differences(blocks)
    alone = {s: len(leads(found, s)) for s in (ONLY_A, ONLY_B)}
    return alone | {m: sum(d.manner == m for d in found) for m in (words.DEGREE, words.MANNER)}


def restraining(blocks: Sequence[Block], side: str, section: str) -> tuple[str, ...]:
    """The names of the rules by which one side alone restrains, with their limits: of a section of differences, or where
    the other side is silent.
    """
    found = [x.mine.first for x in leads(differences(blocks), section)]
    spoken = [s.cited for s in _spoken(blocks, side) if s.restrains and not s.required]
    return tuple(dict.fromkeys(words.rule(c) for c in (*found, *spoken) if c is not None))


def requiring(blocks: Sequence[Block], side: str) -> tuple[str, ...]:
    """The names of the rules by which a side asks for something where the other is silent, with what they ask for."""
    return tuple(dict.fromkeys(f"{s.cited.rule}({s.required})" for s in _spoken(blocks, side) if s.required))


def _spoken(blocks: Sequence[Block], side: str) -> list[Spoken]:
    return [s for b in blocks for s in b.spoken if s.side == side and s.reaches]
