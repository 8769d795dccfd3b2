"""The typed representation that every backend reads: conditions over facts, and norms with their words.

Everything is frozen and maps to plain JSON and back. There is no division: a ratio a/b compared with k is
a compared with k·b, exact for b > 0, so that decimals stay exact in every backend.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

# --- expressions: linear in the facts -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of a subject. `subject` is a role that the application binds: 申请, 机构, 全市, 本区县, 所在医保管理区域 …"""

    subject: str
    term: str
    period: str | None = None
    """For a forecast the period that the clause names, e.g. "2025"; None: the latest value on the day."""


@dataclass(frozen=True, slots=True)
class Const:
    """An exact number and the way the text writes it (75%, 7.5张/千常住人口)."""

    value: Decimal
    shown: str


@dataclass(frozen=True, slots=True)
class Sum:
    """All terms added."""

    terms: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Scaled:
    """A constant times a fact."""

    factor: Const
    of: Fact


Expr = Fact | Const | Sum | Scaled

# --- conditions: strong Kleene logic over them ---------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Compare:
    """`op` is lt, le, gt, ge or eq. `ratio` tells how the words put it: left divided by this fact (for display)."""

    op: str
    left: Expr
    right: Expr
    ratio: bool = False


@dataclass(frozen=True, slots=True)
class OneOf:
    """The fact's value is one of `values`; `shown` are the words used for them (a class, or the list itself)."""

    fact: Fact
    values: tuple[str, ...]
    shown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Within:
    """The region of the role is one of the regions (codes in `values`, names in `shown`; an area stands as its counties)."""

    subject: str
    values: tuple[str, ...]
    shown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contains:
    """The fact, which may have several values, has this one among them."""

    fact: Fact
    value: str


@dataclass(frozen=True, slots=True)
class Holds:
    """The boolean fact is true."""

    fact: Fact


@dataclass(frozen=True, slots=True)
class And:
    """True where all are; the empty one is true."""

    parts: tuple[Cond, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """True where one is; the empty one is false."""

    parts: tuple[Cond, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """True where the part is false."""

    part: Cond


Cond = Compare | OneOf | Within | Contains | Holds | And | Or | Not

ALWAYS: Final = And(())

# --- norms ----------------------------------------------------------------------------------------------

DECIDING: Final = ("prohibit", "cap", "control", "require", "exempt", "prefer", "permit")
"""Effects that take part in an outcome. The others (duty, observation, definition …) are data of the clause."""


@dataclass(frozen=True, slots=True)
class Norm:
    """One norm, anchored to its own words.

    effect: prohibit, cap, control, require, exempt, prefer, permit.
    strength: 原则上, 暂不, 不得, 从严, 存量, 可, or empty where the effect has none.
    matters: the matters it reaches, by label. `scope` says whom it reaches, `condition` when it applies.
    A cap's condition is its violation; a requirement's condition is what must hold.
    supports: the norm that makes this goal sentence concrete; such a norm is cited, never decisive.
    """

    id: str
    document: str
    clause: str
    name: str
    effect: str
    strength: str
    matters: tuple[str, ...]
    scope: Cond
    condition: Cond
    spans: tuple[tuple[int, int], ...]
    text: str
    readings: tuple[str, ...] = ()
    supports: str | None = None
    alternative_of: str | None = None
    reviewed: bool = False


NODES: Final[dict[str, type]] = {
    c.__name__: c for c in (Fact, Const, Sum, Scaled, Compare, OneOf, Within, Contains, Holds, And, Or, Not, Norm)
}


def to_data(node: Any) -> Any:
    """Plain JSON data of a node; the class name stands under "node", decimals are strings."""
    if isinstance(node, tuple):
        return [to_data(x) for x in node]
    if isinstance(node, Decimal):
        return format(node, "f")
    kind = type(node).__name__
    if kind in NODES:
        return {"node": kind} | {name: to_data(getattr(node, name)) for name in node.__dataclass_fields__}
    return node


def digest(data: object) -> str:
    """SHA-256 of plain data in canonical JSON (sorted keys, no blanks)."""
    canonical = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def from_data(data: Any) -> Any:
    """The node of plain data, the inverse of `to_data`."""
    if isinstance(data, list):
        return tuple(from_data(x) for x in data)
    if isinstance(data, dict):
        kind = NODES[data["node"]]
        fields = {k: from_data(v) for k, v in data.items() if k != "node"}
        if kind is Const:
            fields["value"] = Decimal(fields["value"])
        return kind(**fields)
    return data
