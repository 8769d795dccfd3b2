"""What a check of the rules finds: which rules, what about them, and a hash by which a person's decision is kept."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from functools import cached_property
from typing import Final

import msgspec

from policy_dsl import ir
from policy_dsl.ir import JsonValue
from reasoner.lint.example import Example


class Level(StrEnum):
    """How much a finding matters. A problem or a hint wants a decision; information never makes `tiaoli lint` end with 1.

    The members stand in the order in which findings are listed.
    """

    PROBLEM = "问题"
    """文件或者规则自相矛盾,或者不起作用."""
    HINT = "提示"
    """多半是疏漏,须由人看过."""
    NOTE = "信息"
    """供了解,不要求处理."""


class Code(StrEnum):
    """The checks, by their codes."""

    NEVER = "K01"
    NEVER_ON_SOME = "K02"
    IDLE = "K03"
    NEVER_DECIDES = "K04"
    MASKED = "K05"
    CONFLICT = "K06"
    RANKED = "K07"
    BEYOND = "K08"
    UNRESTRAINED = "K09"
    REPEATED = "K10"
    LAPSED = "K11"
    PENDING = "K12"


class Check(msgspec.Struct, frozen=True):
    """A check."""

    code: Code
    """Its code."""
    title: str
    """Its title."""
    docs: str
    """What it looks for."""


CHECKS: Final[tuple[Check, ...]] = (
    Check(Code.NEVER, "规则用不到", "任何地区、任何机构、任何所写的事项,没有一份可能的申请使这条规则成立。"),
    Check(Code.NEVER_ON_SOME, "规则对部分事项用不到", "规则及于几个事项,对其中一些,没有一份可能的申请使它成立。"),
    Check(Code.IDLE, "规则从不影响结论", "规则可以成立,但把它划去,没有一份申请的结论和结论的用词会变。"),
    Check(Code.NEVER_DECIDES, "规则从不作为结论的依据", "划去它,有的结论会变,但它自己从不是结论所依据的规则。"),
    Check(Code.MASKED, "标准被更严的规定覆盖", "一个界限起作用时,强度相同或者更强的另一个界限总已起作用。"),
    Check(Code.CONFLICT, "规定相反而不分先后", "一条许可、另一条限制同一份申请,按位阶、特别、新旧都分不出先后。"),
    Check(Code.RANKED, "规定相反而分得出先后", "一条许可、另一条限制同一份申请,已按位阶、特别或者新旧分出先后。"),
    Check(Code.BEYOND, "有的机构没有规则涉及", "可以申请这一事项的机构中,有的任何一条规则都涉及不到。"),
    Check(Code.UNRESTRAINED, "未见限制的情形", "规则不限制所有申请:有的申请没有一条成立,结论是「未见限制」。"),
    Check(Code.REPEATED, "规定重复", "几条规则总是同时成立,后果相同,或者后果相当而用词不同。"),
    Check(Code.LAPSED, "届满后没有后续规定", "规划期或者有效期届满次日起,文件所规定的事项在已收录的文件中没有依据。"),
    Check(
        Code.PENDING,
        "条款待写",
        "条款还没有写成规则,或者所拟的规则待核;有关的申请因此不能下结论。其余各项检查只看已经写成的规则。",
    ),
)

TITLES: Final[dict[Code, str]] = {c.code: c.title for c in CHECKS}


class Finding(msgspec.Struct, frozen=True, dict=True):
    """One finding. What a person decided about it is kept by `hash` alone, so nothing of the wording, the day, the order of
    rules or the example may enter that.
    """

    code: Code
    """The check."""
    level: Level
    """How much it matters."""
    sentence: str
    """What is found, and what to do about it."""
    rules: tuple[ir.Norm, ...]
    """What it is about."""
    others: tuple[ir.Norm, ...] = ()
    """What these are measured by."""
    depends: tuple[str, ...] = ()
    """What else it depends on: matters, kinds of institutions, a principle, a day."""
    matters: tuple[str, ...] = ()
    """The matters where it holds, by label."""
    types: tuple[str, ...] = ()
    """The kinds of institutions where it holds."""
    day: str = ""
    """The day of the rules looked at, an ISO date."""
    example: Example | None = None
    """An application that shows it; None: none can."""
    waiting: tuple[str, ...] = ()
    """Clauses that it is about because no rule is written of them, by address."""

    @property
    def norms(self) -> tuple[ir.Norm, ...]:
        """All rules concerned, each once."""
        return tuple(dict.fromkeys((*self.rules, *self.others)))

    @property
    def documents(self) -> tuple[str, ...]:
        """Their documents, each once."""
        clauses = (c.partition("/")[0] for c in self.waiting)
        return tuple(dict.fromkeys((*(n.document for n in self.norms), *clauses)))

    @property
    def clauses(self) -> tuple[str, ...]:
        """Their clauses, each once."""
        return tuple(dict.fromkeys((*(n.clause for n in self.norms), *self.waiting)))

    @cached_property
    def hash(self) -> str:
        """Twelve hexadecimal digits of the code and of what is said about which rules with which content."""
        about = [sorted([n.id, content(n)] for n in norms) for norms in (self.rules, self.others)]
        return ir.digest([self.code, sorted(self.depends), *about])[:12]


def content(norm: ir.Norm) -> str:
    """The digest of what a rule says: effect, strength, matters, scope, condition; not its place, words or numerals."""
    conditions = [_unordered(ir.to_data(cond)) for cond in (norm.scope, norm.condition)]
    return ir.digest([norm.effect, norm.strength, sorted(norm.matters), *conditions])


def _unordered(data: JsonValue) -> JsonValue:
    """Data of a condition in which neither the order of parts counts nor the way in which a number is written."""
    if isinstance(data, list):
        return [_unordered(x) for x in data]
    if not isinstance(data, dict):
        return data
    kept = {k: _unordered(v) for k, v in data.items() if k not in ("shown", "ratio")}
    for key in ("parts", "values", "terms"):
        several = kept.get(key)
        if isinstance(several, list):
            kept[key] = _sorted(several)
    number = kept.get("value")
    if kept["node"] == "Const" and isinstance(number, str):
        kept["value"] = _number(number)
    return kept


def _sorted(items: Iterable[JsonValue]) -> list[JsonValue]:
    return sorted(items, key=ir.digest)


def _number(written: str) -> str:
    """0.750 as 0.75."""
    return written.rstrip("0").rstrip(".") if "." in written else written
