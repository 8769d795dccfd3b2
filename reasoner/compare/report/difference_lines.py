"""Clause by clause: which rules lead to which differences, over the groups of institutions of a matter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum

import msgspec

from reasoner.backends.smt.rule_formulas import RESTRAINS
from reasoner.compare.relation_kinds import DifferenceKind
from reasoner.compare.report import wordings
from reasoner.compare.report.view_model import Block, Cited, Example, Half, Kinds, Spoken


class Section(StrEnum):
    """Which kind of difference is listed. The members stand in the order in which they are."""

    ONLY_A = "only_a"
    """A restrains what B lets proceed."""
    ONLY_B = "only_b"
    """B restrains what A lets proceed."""
    BOTH_RESTRAIN = "both_restrain"
    """Both restrain, with another outcome."""
    BOTH_PROCEED = "both_proceed"
    """Both let proceed, with another outcome."""

    @property
    def one_sided(self) -> bool:
        """Whether one side alone restrains."""
        return self in (Section.ONLY_A, Section.ONLY_B)


_ORDER = {section: index for index, section in enumerate(Section)}


class Difference(msgspec.Struct, frozen=True):
    """A rule on each side with its outcome, and an example for each group of institutions."""

    section: Section
    """Which kind of difference it is."""
    a: Half
    """What the first side says."""
    b: Half
    """What the second side says."""
    examples: tuple[Example, ...]
    """The examples."""

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
        if self.section.one_sided:
            return ""
        return wordings.MANNER if self.a.outcome is self.b.outcome else wordings.DEGREE

    def answer_to(self, mine: Half) -> Half:
        """The other side than that of a rule."""
        return self.b if mine.side == self.a.side else self.a


class Lead(msgspec.Struct, frozen=True):
    """A rule of one side with all that the other side answers to it."""

    mine: Half
    """What the one side says."""
    answers: tuple[Difference, ...]
    """The differences in which it says so."""

    @property
    def groups(self) -> tuple[Kinds, ...]:
        """The groups of institutions that it concerns."""
        return tuple(dict.fromkeys(g for d in self.answers for g in d.groups))


def section_of(example: Example) -> Section:
    """Which kind of difference an example shows."""
    match example.kind:
        case DifferenceKind.B_PROCEEDS:
            return Section.ONLY_A
        case DifferenceKind.A_PROCEEDS:
            return Section.ONLY_B
        case DifferenceKind.STRENGTH:
            return Section.BOTH_RESTRAIN if example.a.outcome in RESTRAINS else Section.BOTH_PROCEED


def differences(blocks: Iterable[Block]) -> tuple[Difference, ...]:
    """The differences of a matter, in the order of their sections and then of the data, but for those of `folded`."""
    return _grouped(e for block in blocks for e in block.examples if not e.beside)


def folded(blocks: Iterable[Block]) -> tuple[Difference, ...]:
    """The differences that an amendment makes beside another clause, and makes without it as well."""
    return _grouped(e for block in blocks for e in block.examples if e.beside)


def _grouped(examples: Iterable[Example]) -> tuple[Difference, ...]:
    alike: dict[tuple[Section, *tuple[object, ...]], list[Example]] = {}
    for e in examples:
        key = (section_of(e), e.a.first, e.a.label, e.b.first, e.b.label)
        alike.setdefault(key, []).append(e)
    listed = [Difference(key[0], es[0].a, es[0].b, tuple(es)) for key, es in alike.items()]
    return tuple(sorted(listed, key=lambda d: _ORDER[d.section]))


def leads(listed: Sequence[Difference], section: Section) -> tuple[Lead, ...]:
    """The differences of a section by the rule that makes them, in the order of the text: that of the side that restrains,
    else of A, else of B.
    """
    grouped: dict[tuple[str, Cited | None, str], list[Difference]] = {}
    for d in listed:
        if d.section is section:
            second = section is Section.ONLY_B or (section is Section.BOTH_PROCEED and d.a.first is None)
            mine = d.b if second else d.a
            grouped.setdefault((mine.side, mine.first, mine.label), []).append(d)
    rules = [Lead(_mine(ds[0], side), tuple(ds)) for (side, _, _), ds in grouped.items()]
    documents = list(dict.fromkeys((x.mine.side, _document(x.mine)) for x in rules))
    return tuple(sorted(rules, key=lambda x: (documents.index((x.mine.side, _document(x.mine))), _start(x.mine))))


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
    listed = differences(blocks)
    alone: dict[str, int] = {s: len(leads(listed, s)) for s in Section if s.one_sided}
    return alone | {m: sum(d.manner == m for d in listed) for m in (wordings.DEGREE, wordings.MANNER)}


def restraining(blocks: Sequence[Block], side: str, section: Section) -> tuple[str, ...]:
    """The names of the rules by which one side alone restrains, with their limits: of a section of differences, or where
    the other side is silent.
    """
    deciding = [x.mine.first for x in leads(differences(blocks), section)]
    spoken = [s.cited for s in _spoken(blocks, side) if s.restrains and not s.required]
    return tuple(dict.fromkeys(wordings.rule(c) for c in (*deciding, *spoken) if c is not None))


def requiring(blocks: Sequence[Block], side: str) -> tuple[str, ...]:
    """The names of the rules by which a side asks for something where the other is silent, with what they ask for."""
    return tuple(dict.fromkeys(f"{s.cited.rule}({s.required})" for s in _spoken(blocks, side) if s.required))


def _spoken(blocks: Sequence[Block], side: str) -> list[Spoken]:
    return [s for b in blocks for s in b.spoken if s.side == side and s.reaches]
