"""What a check of the rules finds: which rules, what about them, and a hash by which a person's decision is kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from policy_dsl import ir
from reasoner.lint.show import Shown

PROBLEM: Final = "问题"
HINT: Final = "提示"
NOTE: Final = "信息"
LEVELS: Final = {
    PROBLEM: "文件或者规则自相矛盾,或者不起作用",
    HINT: "多半是疏漏,须由人看过",
    NOTE: "供了解,不要求处理",
}
"""A problem or a hint wants a decision; information never makes `tiaoli lint` end with 1."""


@dataclass(frozen=True, slots=True)
class Check:
    """A check: its code, its title, and what it looks for."""

    code: str
    title: str
    docs: str


CHECKS: Final[tuple[Check, ...]] = (
    Check("K01", "规则永不成立", "任何地区、任何机构、任何所写的事项,没有一份可能的申请使这条规则成立。"),
    Check("K02", "规则对部分事项永不成立", "规则及于几个事项,对其中一些,没有一份可能的申请使它成立。"),
    Check("K03", "规则从不影响结论", "规则可以成立,但把它划去,没有一份申请的结论和结论的用词会变。"),
    Check("K04", "规则从不作为结论的依据", "划去它,有的结论会变,但它自己从不是结论所依据的规则。"),
    Check("K05", "界限被遮蔽", "一个界限起作用时,强度相同或者更强的另一个界限总已起作用。"),
    Check("K06", "规定相反而不分先后", "一条许可、另一条限制同一份申请,按位阶、特别、新旧都分不出先后。"),
    Check("K07", "规定相反而分得出先后", "一条许可、另一条限制同一份申请,已按位阶、特别或者新旧分出先后。"),
    Check("K08", "有的机构没有规则涉及", "可以申请这一事项的机构中,有的任何一条规则都涉及不到。"),
    Check("K09", "未见限制的情形", "规则不限制所有申请:有的申请没有一条成立,结论是「未见限制」。"),
    Check("K10", "规定重复", "几条规则总是同时成立,后果相同,或者后果相当而用词不同。"),
    Check("K11", "届满后没有后续规定", "规划期或者有效期届满次日起,文件所规定的事项在已收录的文件中没有依据。"),
)

TITLES: Final = {c.code: c.title for c in CHECKS}


@dataclass(frozen=True)
class Finding:
    """One finding. `rules` are what it is about, `others` what it is measured by; `said` is what else it depends on.

    matters, types: where it holds. day: of the rules looked at. stale is told by `hash` alone, so nothing of the wording,
    the day, the order of rules or the witness may enter it.
    """

    code: str
    level: str
    sentence: str
    rules: tuple[ir.Norm, ...]
    others: tuple[ir.Norm, ...] = ()
    said: tuple[str, ...] = ()
    matters: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    day: str = ""
    shown: Shown | None = None

    @property
    def norms(self) -> tuple[ir.Norm, ...]:
        """All rules concerned, each once."""
        return tuple(dict.fromkeys((*self.rules, *self.others)))

    @property
    def documents(self) -> tuple[str, ...]:
        """Their documents, each once."""
        return tuple(dict.fromkeys(n.document for n in self.norms))

    @property
    def clauses(self) -> tuple[str, ...]:
        """Their clauses, each once."""
        return tuple(dict.fromkeys(n.clause for n in self.norms))

    @cached_property
    def hash(self) -> str:
        """Twelve hexadecimal digits of the code and of what is said about which rules with which content."""
        about = [sorted([n.id, content(n)] for n in norms) for norms in (self.rules, self.others)]
        return ir.digest([self.code, sorted(self.said), *about])[:12]


def content(norm: ir.Norm) -> str:
    """The digest of what a rule says: effect, strength, matters, scope, condition; not its place, words or numerals."""
    said = [norm.effect, norm.strength, sorted(norm.matters), _plain(norm.scope), _plain(norm.condition)]
    return ir.digest(said)


def _plain(cond: ir.Cond) -> Any:
    return _unordered(ir.to_data(cond))


def _unordered(data: Any) -> Any:
    """Data of a condition in which neither the order of parts counts nor the way in which a number is written."""
    if isinstance(data, list):
        return [_unordered(x) for x in data]
    if not isinstance(data, dict):
        return data
    kept = {k: _unordered(v) for k, v in data.items() if k not in ("shown", "ratio")}
    for key in ("parts", "values", "terms"):
        if isinstance(kept.get(key), list):
            kept[key] = _sorted(kept[key])
    if kept["node"] == "Const":
        kept["value"] = _number(kept["value"])
    return kept


def _sorted(items: Iterable[Any]) -> list[Any]:
    return sorted(items, key=ir.digest)


def _number(written: str) -> str:
    """0.750 as 0.75."""
    return written.rstrip("0").rstrip(".") if "." in written else written
