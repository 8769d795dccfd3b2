"""The plan of a register: which bits there are, and what each column says of them. Typed, frozen, of no engine.

A row is judged by the conjunction of words. Each column of an application, and its place on its day, gives one word for
every value: of each slot whether the value leaves it true and whether it leaves it possible. What rules come to follows
from the word of a row, its class (kind of institution and beds, sponsor, services held) and the standing of documents.
"""

from __future__ import annotations

from typing import Final

import msgspec

from policy_dsl import ir

WORD: Final = 31
"""Slots in a word: 31 bits for what is true, 31 for what may be, one that says that every value was read."""
READ: Final = 1 << (2 * WORD)
"""The bit that says that every value was read."""
WHOLE: Final = READ | (READ - 1)
"""A word that takes nothing away."""
MASK_BITS: Final = 63
"""Rules in a column of masks."""


class Number(msgspec.Struct, frozen=True):
    """A comparison that a number of the application settles, with the figures of its place: true from one integer to another."""

    condition: ir.Compare
    fact: str
    """The number, by label."""
    least: int
    """The least that it can be."""
    settled_by_least: bool
    """Whether the least settles the comparison where the number is not known."""
    above: bool
    """Whether a large number makes it true."""


class Slot(msgspec.Struct, frozen=True):
    """A conjunction of conditions that read no class: one bit of a word for true, one for possible."""

    flags: tuple[tuple[str, ir.Cond], ...] = ()
    """By label of a fact of the application what is asked of it alone."""
    place: tuple[ir.Cond, ...] = ()
    """What is asked of the place on the day."""
    numbers: tuple[tuple[int, bool], ...] = ()
    """The comparisons (by index) with whether they must be true (else: false)."""


class Part(msgspec.Struct, frozen=True):
    """A part of a rule's condition: a slot together with what is asked of the class, or that both are not so."""

    slot: int | None
    """The slot; None where nothing but the class is asked for."""
    of_class: ir.Cond
    """What is asked of the class."""
    holds: bool
    """Whether it must hold; else: that it does not."""


class Rule(msgspec.Struct, frozen=True):
    """A rule of the representation on one matter: it comes about where it reaches and all its parts are so."""

    norm: ir.Norm
    parts: tuple[Part, ...]
    bit: int
    """Its bit in the masks."""

    @property
    def simple(self) -> bool:
        """Whether it is so where its one part is, and that part has a slot."""
        return len(self.parts) == 1 and self.parts[0].holds and self.parts[0].slot is not None

    @property
    def bit_value(self) -> int:
        """The mask in which it alone stands."""
        return 1 << self.bit


class Refusal(msgspec.Struct, frozen=True):
    """What of the rules no plan can say, and why."""

    what: str
    """A rule, or a document."""
    why: str
    """A key of WHY."""


WHY: Final = {
    "clauses": "条件展开后过多",
    "scope": "适用对象的条件不只涉及机构类型、床位类别、举办主体和已定点",
    "numbers": "一个比较里有申请的几个数",
    "ratio": "比较申请的数不是整数",
    "nested": "条件层层相套,只能写规则成立、不明的位(--masks),不能列出缺少的事实",
}
"""Why something cannot be said in columns."""


class Plan(msgspec.Struct, frozen=True):
    """The plan of a rule base (or of some of its documents) for all matters."""

    documents: tuple[str, ...]
    """The ids of the documents looked at."""
    classes: tuple[str, ...]
    """The facts of a class, by label."""
    flags: tuple[str, ...]
    """The other facts of an application of which slots read one at a time, by label."""
    numbers: tuple[Number, ...]
    """The comparisons that read a number of the application."""
    slots: tuple[Slot, ...]
    """The bits of the words."""
    rules: tuple[tuple[str, tuple[Rule, ...]], ...]
    """By matter its rules, in the order of documents."""
    bits: tuple[str, ...]
    """The rules by id in the order of their bits in the masks."""
    unknown_force: tuple[str, ...]
    """The ids of documents of unknown force, in the order of their bits behind those of rules."""
    leaves: tuple[ir.Cond, ...]
    """The conditions at the leaves of rules that read the place, or a number of the application."""
    nested: tuple[str, ...]
    """The rules of which the bits of a row do not say which facts are asked for."""
    refusals: tuple[Refusal, ...]
    """What the plan cannot say."""

    @property
    def words(self) -> int:
        """How many words a row has."""
        return max(1, -(-len(self.slots) // WORD))
