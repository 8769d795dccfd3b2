"""Rules, kinds and matters in the words of a finding."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from policy_dsl import ir
from policy_dsl.backtranslate import condition
from reasoner.backends.smt.side import RESTRAINS
from reasoner.interpreter.outcome import outcome_of_effect
from reasoner.model.kinds import RANK
from reasoner.model.messages import LABELS, WORDED
from reasoner.model.rule_base import RuleBase

_MOST = 6


class Words:
    """What rules are called: by the place of their clause in their document, and their name."""

    def __init__(self, base: RuleBase) -> None:
        self._base = base

    def title(self, document: str) -> str:
        """《…》."""
        return f"《{self._base.documents[document].title}》"

    def rules(self, norms: Iterable[ir.Norm], after: ir.Norm | None = None) -> str:
        """《…》第三部分第(一)项第二段“低使用率区域不新增床位”; the title once for rules of one document that follow.

        after: the rule that was named before; of its document the title is not said again.
        """
        names: list[str] = []
        document = after.document if after is not None else ""
        for norm in norms:
            again = "同一文件" if not names and after is not None else ""
            title = again if norm.document == document else self.title(norm.document)
            document = norm.document
            names.append(f"{title}{self._place(norm)}“{norm.name}”")
        return "、".join(names)

    def _place(self, norm: ir.Norm) -> str:
        return self._base.documents[norm.document].clauses[norm.clause].place


def kinds(names: Sequence[str]) -> str:
    """综合医院、中医医院等25类机构."""
    if len(names) <= _MOST:
        return "、".join(names)
    return f"{'、'.join(names[:3])}等{len(names)}类机构"


def quoted(cond: ir.Cond) -> str:
    """“所在医保管理区域的床位使用率低于75%”."""
    return f"“{condition(cond)}”"


def strength(norm: ir.Norm) -> int:
    """How early the outcome of a rule stands in the order of outcomes: the less, the stronger."""
    return RANK[outcome_of_effect(norm)]


def label(norm: ir.Norm) -> str:
    """The label of an outcome that this rule alone decides: 暂不 and 不得 bar alike, in other words."""
    outcome = outcome_of_effect(norm)
    return WORDED.get((outcome, norm.strength), LABELS[outcome])


def compared(norm: ir.Norm, other: ir.Norm) -> str:
    """What the other rule is, beside this one."""
    if strength(norm) == strength(other):
        return "后果相同" if label(norm) == label(other) else "后果相当而用词不同"
    return "后果更强" if outcome_of_effect(norm) in RESTRAINS else "结论以后者为准"
