"""Clauses at work on a side, with what the rule base has of their rules: limits, what is measured, what kind of rule."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from policy_dsl import ir
from policy_dsl.backtranslate import OPERATOR_WORDS
from policy_dsl.compiled import Clause
from policy_dsl.ir import Effect
from reasoner.backends.smt.rule_formulas import RESTRAINS
from reasoner.compare.report.view_model import Cited, Spoken
from reasoner.compare.result import RuleOfSide
from reasoner.interpreter.outcome import outcome_of_effect
from reasoner.interpreter.turning_points import atoms
from reasoner.model.rule_base import RuleBase
from reasoner.model.verdict import ClauseCitation

_MOST: Final = 2
"""Facts that are named beside a rule; of more, none."""


def cited(c: ClauseCitation | Clause, rule: str, base: RuleBase, label: str = "") -> Cited:
    """A clause with a rule in it, by id. label: what the rule leads to by itself."""
    return Cited(
        c.clause,
        rule.partition("#")[2],
        c.document,
        c.number or "",
        c.place,
        c.quote,
        c.start,
        label,
        _limit_of(rule, c.clause, c.quote, base),
    )


def spoken(rule: RuleOfSide, side: str, base: RuleBase) -> Spoken:
    """A rule of a side that speaks where the other is silent."""
    clause = _clause(rule.clause, base)
    norm, text = norm_of(rule.rule, base), _of_this_matter(rule.text)
    quoted = Cited(
        rule.clause,
        rule.rule.partition("#")[2],
        rule.document,
        rule.number or "",
        rule.place,
        rule.quote,
        clause.start if clause is not None else 0,
        limit=_limit_of(rule.rule, rule.clause, rule.quote, base),
    )
    return Spoken(
        side=side,
        cited=quoted,
        text=text,
        reaches=rule.reaches,
        restrains=norm is None or outcome_of_effect(norm) in RESTRAINS,
        required=_required(text) if norm is not None and norm.effect is Effect.REQUIRE else "",
    )


def _limit_of(rule: str, clause: str, quote: str, base: RuleBase) -> str:
    """The limit of a rule, where the rule base has its clause in these words: a draft may have put another into it."""
    known = _clause(clause, base)
    return _measured(rule, base) if known is not None and known.quote == quote else ""


def _clause(address: str, base: RuleBase) -> Clause | None:
    document = base.documents.get(address.partition("/")[0])
    return document.clauses.get(address) if document is not None else None


def norm_of(rule: str, base: RuleBase) -> ir.Norm | None:
    """A rule as the rule base has it; a draft may have others."""
    document = base.documents.get(rule.partition("/")[0])
    if document is None:
        return None
    return next((n for m in document.regulates for n in document.norms(m) if n.id == rule), None)


def _of_this_matter(text: str) -> str:
    """A rule in words without the matters that it names at its beginning: it is told under one of them."""
    return re.sub(r"^([^,]*?)申请[^,]*,", lambda m: f"{m[1]}," if m[1] else "", text)


def _required(text: str) -> str:
    """What a requirement asks for: 须已定点、资质合规."""
    asks = re.search(r"须(.+?),方可办理", text)
    if asks is None:
        return ""
    parts = asks[1].split("并且")
    return "须" + (asks[1] if "或者" in asks[1] else "、".join(p.removeprefix("机构") for p in parts))


# --- what a rule measures -------------------------------------------------------------------------------------


def _measured(rule: str, base: RuleBase) -> str:
    """What a rule reads, where its name does not say it, with its limit: 床位使用率低于75%, 医疗费用增长率, 超过7.5张/千常住人口."""
    norm = norm_of(rule, base)
    if norm is None:
        return ""
    facts = [f for f in dict.fromkeys(_facts(norm.condition)) if f not in norm.name]
    return ("、".join(facts) if len(facts) <= _MOST else "") + _limit(norm.condition)


def _facts(condition: ir.Cond) -> Iterator[str]:
    """The facts that a condition asks for, or holds against something."""
    for test in atoms(condition):
        match test:
            case (
                ir.Compare(_, ir.Fact() as fact)
                | ir.Compare(_, ir.Scaled(_, fact))
                | ir.Holds(fact)
                | ir.Contains(fact)
            ):
                yield fact.term


def _limit(test: ir.Cond) -> str:
    """The limit of a rule that is one comparison with a figure: 低于75%, 超过7.5张/千常住人口."""
    if not isinstance(test, ir.Compare):
        return ""
    factor = test.right.factor if isinstance(test.right, ir.Scaled) else test.right
    written = factor.shown if isinstance(factor, ir.Const) else ""
    number, mark, unit = written.partition("%")
    return OPERATOR_WORDS[test.op] + (number + mark if mark and unit else written) if written not in ("", "0") else ""
