"""What a `.tiao` file says, before any name in it is looked up.

Every node keeps its span for messages; spans take no part in equality, so that a formatted file equals its source.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from policy_dsl.source_text import Span

NOWHERE = Span(0, 0)


def _span() -> Span:
    return field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Name:
    """A word that names something: a term, a rule, a reading, an address."""

    text: str
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of the official text, without the brackets 「」."""

    text: str
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Ref:
    """`A 的 B 于 2025年`: a fact, reached by its subject."""

    path: tuple[Name, ...]
    period: Name | None = None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Number:
    """A quantity as written, e.g. 75%, 7.5张/千常住人口."""

    text: str
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Total:
    """Terms added (sign +1) or subtracted (-1); a single operand stands for itself and is no total."""

    terms: tuple[tuple[int, Ref | Number], ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Ratio:
    """`A 除以 B`."""

    over: Expr
    by: Ref
    span: Span = _span()


Expr = Ref | Number | Total | Ratio


@dataclass(frozen=True, slots=True)
class Comparison:
    """`op` is the word: 低于, 高于, 不超过, 不低于, 达到."""

    left: Expr
    op: Name
    right: Expr
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Member:
    """`A 是 B 、 C` (values) or `A 属于 B 、 C` (classes, regions)."""

    ref: Ref
    op: Name
    values: tuple[Name, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Contains:
    """`A 包含 B` or `A 包含 B 、 C`: one of them at least."""

    ref: Ref
    values: tuple[Name, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Holds:
    """`A 成立`: a determination or another yes-or-no fact."""

    ref: Ref
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Exists:
    """`有 A` (some) or `尚无 A` (none); A is a count."""

    op: Name
    ref: Ref
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class And:
    """Joined by 且."""

    parts: tuple[Cond, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Or:
    """Joined by 或."""

    parts: tuple[Cond, ...]
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Not:
    """`非 A`."""

    part: Cond
    span: Span = _span()


Cond = Comparison | Member | Contains | Holds | Exists | And | Or | Not


@dataclass(frozen=True, slots=True)
class Period:
    """`期间 自 2024年3月1日 至 2024年12月31日`: when a rule applies; one end may not be there."""

    begins: Name | None
    ends: Name | None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Effect:
    """`原则上 不予新增`, `从严控制` …: the strength, where it is a word of its own, and the action.

    clauses: of an exemption from single clauses (`不受限于 a4 、 a5`) their addresses; there is no action then.
    """

    action: str
    in_principle: bool = False
    clauses: tuple[Name, ...] = ()
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Anchors:
    """The words a norm rests on (none: the whole clause) and the readings it needs."""

    quotes: tuple[Quote, ...] = ()
    readings: tuple[Name, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """异读: what the alternative of a reading says otherwise than the rule under which it stands.

    Each line is in place of that of its kind: 据 「」, 据 解释, 凡 事项 (all of them), the other 凡 (all of them), 期间, 若,
    the outcome, 印证; what is not here stays. A difference without any line is of the first edition: there the whole rule was of
    the alternative.
    """

    reading: Name
    quotes: tuple[Quote, ...] = ()
    readings: tuple[Name, ...] = ()
    scope: tuple[Cond, ...] = ()
    condition: Cond | None = None
    effect: Effect | None = None
    cap: Comparison | None = None
    must: Cond | None = None
    in_principle: bool = False
    supports: Name | None = None
    removed: tuple[str, ...] = ()
    """The kinds of line that the alternative has none of: 凡, 期间, 若, 据, 据 解释, 印证; empty text: it has no such rule."""
    period: Period | None = None
    span: Span = _span()

    @property
    def without_rule(self) -> bool:
        """Whether the alternative has no such rule at all (删去)."""
        return WHOLE_RULE in self.removed


WHOLE_RULE = ""
"""Among what a difference removes: the rule itself."""


@dataclass(frozen=True, slots=True)
class Rule:
    """规则, 上限, 豁免, 优先, 要件, 许可. Of effect, cap and must exactly one is there.

    proposed: 待核, nobody has confirmed it: it is shown, decides nothing, and its clause counts as 待写.
    variant: 仅异读, it stands under the alternative of that reading alone. differences: what alternatives of readings make
    of it; `policy_dsl.syntax.alternatives` has each as a rule of its own, with that `variant`.
    """

    kind: str
    name: Name
    anchors: Anchors
    scope: tuple[Cond, ...]
    condition: Cond | None
    effect: Effect | None = None
    cap: Comparison | None = None
    must: Cond | None = None
    in_principle: bool = False
    supports: Name | None = None
    variant: Name | None = None
    proposed: bool = False
    differences: tuple[Difference, ...] = ()
    period: Period | None = None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Statement:
    """A norm or fact that decides nothing by itself: 义务, 建议, 数据, 标准, 目标, 定义, 裁量.

    `fields` holds what stands under each field word (主体, 数值 …) in the order of the grammar. proposed: 待核, of 义务 and
    建议: nobody has confirmed it, and its clause counts as 待写.
    """

    kind: str
    name: Name
    anchors: Anchors
    fields: tuple[tuple[str, Field], ...]
    span: Span = _span()
    proposed: bool = False

    def get(self, key: str) -> Field | None:
        """What stands under a field word; None where the field is not there."""
        return next((value for name, value in self.fields if name == key), None)


Field = Name | Ref | tuple[Name, ...] | tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Pending:
    """待写: what the clause says is not yet, or not wholly, written as rules. matters: those it may concern; none: all."""

    matters: tuple[Name, ...] = ()
    reason: Quote | None = None
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Waiver:
    """不计: normative words that need no norm here, and why."""

    quotes: tuple[Quote, ...]
    reason: Quote
    span: Span = _span()


@dataclass(frozen=True, slots=True)
class Note:
    """注: a remark for readers."""

    quotes: tuple[Quote, ...]
    span: Span = _span()


Item = Rule | Statement | Pending | Waiver | Note


@dataclass(frozen=True, slots=True)
class Entry:
    """One clause: address, natures, the words, and what is said about them.

    same_as: the clause it repeats. broken: an item of it could not be read, so what it lacks is not reported.
    """

    address: Name
    natures: tuple[Name, ...]
    quotes: tuple[Quote, ...]
    items: tuple[Item, ...] = ()
    same_as: Name | None = None
    broken: bool = field(default=False, compare=False, repr=False)
    span: Span = _span()

    @property
    def pending(self) -> bool:
        """Whether what it says is not yet written as rules: it is 待写, or something is only proposed (待核)."""
        return any(isinstance(i, Pending) or (isinstance(i, Rule | Statement) and i.proposed) for i in self.items)


@dataclass(frozen=True, slots=True)
class File:
    """A literate rule file: the document it transcribes and its clauses in order."""

    document: Name
    entries: tuple[Entry, ...]
