"""Statements: what a clause says besides norms, each anchored to its own words.

Duties of organs, figures, targets, standards, definitions, and words left to judgement. None of them decides a case;
they are cited, listed and compared. Fields that a statement does not have are left out of its JSON form.
"""

from __future__ import annotations

from decimal import Decimal

import msgspec

from policy_dsl.ir import Fact


class Statement(msgspec.Struct, frozen=True, omit_defaults=True):
    """What all statements have."""

    id: str
    """`document/clause#name`."""
    name: str
    """Its name in the rule file, unique in its clause."""
    spans: tuple[tuple[int, int], ...]
    """Character offsets [start, end) in the official text of the words it rests on."""


class Act(Statement, frozen=True, kw_only=True):
    """What somebody is to do, or is advised to do."""

    bearers: tuple[str, ...] = ()
    """Who bears it, by the label of an agent, or 未载明 where the text does not say."""
    strength: str = ""
    """The word of the text that carries it: 应当, 要, 鼓励 …; 陈述 for a plain statement."""
    act: str = ""
    """What is to be done, in the words of the text."""
    towards: tuple[str, ...] = ()
    """To whom or what it is done, by label."""
    by: str = ""
    """By when, in the words of the text."""
    readings: tuple[str, ...] = ()
    """The readings on which it rests, by name."""


class Duty(Act, frozen=True, kw_only=True):
    """What an organ or institution is to do."""


class Proposal(Act, frozen=True, kw_only=True):
    """What a report proposes to do (建议). It obliges nobody."""


class Figure(Statement, frozen=True, kw_only=True):
    """A figure that the text states of an indicator."""

    regions: tuple[str, ...] = ()
    """The regions it speaks of, by the names of the text; none: that of the document."""
    indicator: str
    """The indicator, by label or in the words of the text."""
    as_at: str = ""
    """The day or period it speaks of, in ISO form (2022-12-31, 2023-01/2023-06, P2Y~); empty: not stated."""
    op: str
    """How the text qualifies it: eq, lt, le, gt, ge, about (左右) or over (余)."""
    value: Decimal | None = None
    """The exact number, a ratio as a fraction of one; None where a target is set in words alone (全覆盖)."""
    unit: str = ""
    """Its unit (张, 人, 张/千常住人口); empty for a pure ratio."""
    shown: str
    """The number as the text writes it."""
    readings: tuple[str, ...] = ()
    """The readings on which it rests, by name."""


class Target(Figure, frozen=True, kw_only=True):
    """A figure to be reached by the period `as_at`."""

    target_kind: str = ""
    """约束性 or 预期性, where the text says so."""
    strength: str = ""
    """The word of the text that carries it: 力争, 达到 …"""
    claim: str = ""
    """What the document itself says of its being reached, in its words."""


class Standard(Statement, frozen=True, kw_only=True):
    """A planning standard: the ratio of two facts that is aimed at. Reported beside the actual ratio, never decisive."""

    over: Fact
    """What is counted."""
    under: Fact
    """By what it is divided."""
    op: str
    """How the text qualifies the ratio, as in Figure."""
    value: Decimal
    """The exact ratio, in the units of the two facts."""
    shown: str
    """The ratio as the text writes it."""
    readings: tuple[str, ...] = ()
    """The readings on which it rests, by name."""


class Definition(Statement, frozen=True, kw_only=True):
    """What a word of the document means: its meaning in words, or the parts it joins."""

    meaning: str = ""
    """The meaning, in the words of the text."""
    parts: tuple[str, ...] = ()
    """The regions, terms or defined words that it joins."""
    readings: tuple[str, ...] = ()
    """The readings on which it rests, by name."""


class Judgement(Statement, frozen=True, kw_only=True):
    """Words that leave something to the judgement of an office."""

    authority: tuple[str, ...] = ()
    """Who judges, by the label of an agent, or 未载明."""
    readings: tuple[str, ...] = ()
    """The readings on which it rests, by name."""


AnyStatement = Duty | Proposal | Figure | Target | Standard | Definition | Judgement
