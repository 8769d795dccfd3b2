"""The typed representation that every backend reads: conditions over facts, and norms with their words.

Everything is frozen and maps to plain JSON and back. There is no division: a ratio a/b compared with k is
a compared with k·b, exact for b > 0, so that decimals stay exact in every backend.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Final, Literal, TypeVar

import msgspec

# --- expressions: linear in the facts -----------------------------------------------------------------


class Node(msgspec.Struct, frozen=True, tag_field="node"):
    """A node of the representation; in JSON its class name stands under "node"."""


class Fact(Node, frozen=True):
    """A fact of a subject. `subject` is a role that the application binds: 申请, 机构, 全市, 本区县, 所在医保管理区域 …"""

    subject: str
    """Whose it is: the role."""
    term: str
    """The term, by label."""
    period: str | None = None
    """For a forecast the period that the clause names, e.g. "2025"; None: the latest value on the day."""


class Const(Node, frozen=True):
    """An exact number and the way the text writes it (75%, 7.5张/千常住人口)."""

    value: Decimal
    shown: str


class Sum(Node, frozen=True):
    """All terms added."""

    terms: tuple[Expr, ...]


MULTIPLIED_OUT: Final = ""
"""How a factor is shown that no text names: 低于 2/3 is 3 × the fact < 2, where the 2 is shown as 2/3."""


class Scaled(Node, frozen=True):
    """A constant times a fact."""

    factor: Const
    of: Fact


Expr = Fact | Const | Sum | Scaled

# --- conditions: strong Kleene logic over them ---------------------------------------------------------

Operator = Literal["lt", "le", "gt", "ge", "eq"]


class Likeness(StrEnum):
    """What two figures must have in common before they may be compared; declared for each pair in the ontology."""

    SAME_PERIOD = "同一期间"
    """Of rates: one year, month or day, the latest that either has."""
    SAME_DAY = "同一时点"
    """Of stocks that one office counts: one day on which their periods end, the latest that either has."""
    LATEST = "各取最近"
    """Each as of its own latest day, which is told."""
    NAMED = "条款所指期间"
    """The clause names the period of one of them (a forecast): nothing is asked of the other."""


class Pair(Node, frozen=True):
    """Two figures of a comparison and what they must have in common on the day."""

    likeness: Likeness
    a: Fact
    b: Fact


class Compare(Node, frozen=True):
    """A comparison. `ratio` tells how the words put it: left divided by this fact (for display).

    pairs: the figures that must be alike before the comparison can be made; none where it reads one figure at most.
    """

    op: Operator
    left: Expr
    right: Expr
    ratio: bool = False
    pairs: tuple[Pair, ...] = ()


def multiplier(compared: Compare) -> Decimal:
    """What a comparison was multiplied by, so that a fraction of its words is a whole number: 3 of 低于 2/3; else 1."""
    for side in (compared.left, compared.right):
        for part in side.terms if isinstance(side, Sum) else (side,):
            if isinstance(part, Scaled) and part.factor.shown == MULTIPLIED_OUT:
                return abs(part.factor.value)
    return Decimal(1)


class OneOf(Node, frozen=True):
    """The fact's value is one of `values`; `shown` are the words used for them (a class, or the list itself)."""

    fact: Fact
    values: tuple[str, ...]
    shown: tuple[str, ...]


class Within(Node, frozen=True):
    """The region of the role is one of the regions (codes in `values`, names in `shown`; an area stands as its counties)."""

    subject: str
    values: tuple[str, ...]
    shown: tuple[str, ...]


class Contains(Node, frozen=True):
    """The fact, which may have several values, has this one among them."""

    fact: Fact
    value: str


class Holds(Node, frozen=True):
    """The boolean fact is true."""

    fact: Fact


class And(Node, frozen=True):
    """True where all are; the empty one is true."""

    parts: tuple[Cond, ...]


class Or(Node, frozen=True):
    """True where one is; the empty one is false."""

    parts: tuple[Cond, ...]


class Not(Node, frozen=True):
    """True where the part is false."""

    part: Cond


class Untranscribed(Node, frozen=True):
    """What a clause not yet transcribed (待写) says of the case: unknown, until somebody writes it as rules.

    It is scope and condition of a norm: neither whom the clause reaches nor when it applies is known.
    """

    may: str
    """What the clause may turn out to say: 不得新增, 从严控制 …; of several such norms of a document one may reach without another."""


class During(Node, frozen=True):
    """The day by whose law the case is judged lies in a rule's own period (期间); both ends are days of it.

    That day is the one on which the force of its document counts: the day asked for, or where an application is left to the
    former rules the day of receipt.
    """

    document: str
    """The id of the document of the rule."""
    begins: str
    """The first day, an ISO date; empty: no rule says from when."""
    ends: str
    """The last day, an ISO date; empty: no rule says until when."""

    def covers(self, day: str) -> bool:
        """Whether a day (an ISO date) lies in the period."""
        return self.begins <= day and (not self.ends or day <= self.ends)

    def meets(self, first: str, last: str) -> bool:
        """Whether it has a day in common with others, first and last of them included; empty: these have no such end."""
        return (not self.ends or first <= self.ends) and (not last or self.begins <= last)


Cond = Compare | OneOf | Within | Contains | Holds | Untranscribed | During | And | Or | Not

ALWAYS: Final = And(())

# --- norms ----------------------------------------------------------------------------------------------


class Effect(StrEnum):
    """What a norm does. Duties, figures, definitions … have none of these: they are data of the clause."""

    PROHIBIT = "prohibit"
    CAP = "cap"
    CONTROL = "control"
    REQUIRE = "require"
    EXEMPT = "exempt"
    PREFER = "prefer"
    PERMIT = "permit"


class Strength(StrEnum):
    """The word of the text that carries how far an effect goes; NONE where the effect has no such word."""

    IN_PRINCIPLE = "原则上"
    FOR_NOW = "暂不"
    MUST_NOT = "不得"
    NOT_ABOVE = "不超过"
    STRICTLY = "从严"
    EXISTING_STOCK = "存量"
    MUST = "须"
    MAY_PREFER = "可优先"
    INCLINE = "倾斜"
    MAY = "可"
    NONE = ""


class Level(StrEnum):
    """The level of the organ that issued a text."""

    COUNTY = "县"
    CITY = "市"
    PROVINCE = "省"
    NATION = "国家"


DECIDING: Final = (Effect.PROHIBIT, Effect.CAP, Effect.CONTROL, Effect.REQUIRE, Effect.PERMIT)
"""Effects that decide on their own. An exemption or a preference takes part in an outcome that others decide."""
RESTRICTING: Final = (Effect.PROHIBIT, Effect.CONTROL, Effect.CAP)
"""Effects that hold an applicant back."""
OPPOSITE: Final[dict[Operator, Operator]] = {"lt": "ge", "le": "gt", "gt": "le", "ge": "lt", "eq": "eq"}
"""The operator that keeps a cap, for the one whose truth breaks it."""


def facts_read(cond: Cond) -> Iterator[Fact]:
    """The facts that a condition reads, in its order; a place is the fact 所在地 of its role."""
    match cond:
        case And() | Or():
            for part in cond.parts:
                yield from facts_read(part)
        case Not():
            yield from facts_read(cond.part)
        case Compare():
            yield from _operands(cond.left)
            yield from _operands(cond.right)
        case Within():
            yield Fact(cond.subject, "所在地")
        case OneOf() | Contains() | Holds():
            yield cond.fact


def _operands(expr: Expr) -> Iterator[Fact]:
    match expr:
        case Fact():
            yield expr
        case Scaled():
            yield expr.of
        case Sum():
            for term in expr.terms:
                yield from _operands(term)


class Norm(Node, frozen=True, dict=True):
    """One norm, anchored to its own words.

    matters: the matters it reaches, by label. `scope` says whom it reaches (kind of institution, kind of beds, sponsor,
    services held, and nothing else), `condition` when it applies (places, figures, determinations, listings).
    A cap's condition is its violation; a requirement's condition is what must hold.
    spans: character offsets in the official text. text: the norm told back in one sentence.
    supports: the norm that makes this goal sentence concrete; such a norm is cited, never decisive.
    alternative_of: the reading under whose alternative this norm stands; None: it is in use.
    """

    id: str
    document: str
    clause: str
    name: str
    effect: Effect
    strength: Strength
    matters: tuple[str, ...]
    scope: Cond
    condition: Cond
    spans: tuple[tuple[int, int], ...]
    text: str
    readings: tuple[str, ...] = ()
    supports: str | None = None
    alternative_of: str | None = None
    reviewed: bool = False
    named_clauses: tuple[str, ...] | msgspec.UnsetType = msgspec.UNSET
    """Of an exemption from single clauses the addresses (`document/a4`) that it names; of a restriction those of them under
    which it stands; unset where no exemption of its document speaks of single clauses that are its own.
    """

    @property
    def named(self) -> tuple[str, ...]:
        """The same as a tuple: empty where it is unset."""
        return () if self.named_clauses is msgspec.UNSET else self.named_clauses

    @property
    def exempts_singly(self) -> bool:
        """Whether it is an exemption from single clauses, and not from its whole document."""
        return self.effect is Effect.EXEMPT and bool(self.named)

    @cached_property
    def decides(self) -> bool:
        """Whether it decides where it reaches: neither an exemption or a preference, nor a goal that supports another norm."""
        return self.supports is None and self.effect in DECIDING

    @cached_property
    def reads(self) -> tuple[Fact, ...]:
        """Each fact that its scope or its condition reads."""
        return tuple(dict.fromkeys((*facts_read(self.scope), *facts_read(self.condition))))

    @cached_property
    def terms_read(self) -> frozenset[str]:
        """The terms of these facts, by label."""
        return frozenset([fact.term for fact in self.reads])

    @cached_property
    def reach_key(self) -> bytes:
        """Its scope in JSON: norms of one key reach the same applicants. What is compared often is compared by it."""
        return msgspec.json.encode(self.scope)

    @cached_property
    def scope_reads(self) -> tuple[Fact, ...]:
        """Each fact that its scope reads."""
        return tuple(dict.fromkeys(facts_read(self.scope)))

    @cached_property
    def period(self) -> During | None:
        """Its own period; None: it applies as long as its document is in force."""
        parts = self.condition.parts if isinstance(self.condition, And | Or) else (self.condition,)
        first = parts[0] if parts else self.condition
        leaf = first.part if isinstance(first, Not) else first
        return leaf if isinstance(leaf, During) else None

    @property
    def pending(self) -> bool:
        """Whether it is no rule, but what a clause not yet transcribed may turn out to be."""
        return isinstance(self.condition, Untranscribed)


def sharing_conditions(norms: Iterable[Norm]) -> Iterator[Norm]:
    """The norms, equal conditions and parts of them being one object: who has looked into one has looked into all."""
    first: dict[Cond, Cond] = {}

    def shared(cond: Cond) -> Cond:
        known = first.get(cond)
        if known is None:
            match cond:
                case And(parts):
                    known = And(tuple(map(shared, parts)))
                case Or(parts):
                    known = Or(tuple(map(shared, parts)))
                case Not(part):
                    known = Not(shared(part))
                case _:
                    known = cond
            first[cond] = known
        return known

    for norm in norms:
        yield msgspec.structs.replace(norm, scope=shared(norm.scope), condition=shared(norm.condition))


JsonValue = None | bool | int | float | str | list["JsonValue"] | dict[str, "JsonValue"]
"""Plain JSON data, as it goes to and comes from files."""

T = TypeVar("T")


def to_data(node: object) -> JsonValue:
    """Plain JSON data of typed data; the class name of a node stands under "node", decimals are strings of digits.

    Fields that were left out because they have their default in the JSON form stay out here, too.
    """
    plain: JsonValue = msgspec.json.decode(msgspec.json.encode(node))
    return plain


def from_data(data: object, kind: type[T]) -> T:
    """The typed data of plain JSON data, the inverse of `to_data`; raises ValueError where it does not fit the type."""
    return msgspec.json.decode(msgspec.json.encode(data), type=kind)


def digest(data: object) -> str:
    """SHA-256 of plain data in canonical JSON (sorted keys, no blanks)."""
    canonical = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
