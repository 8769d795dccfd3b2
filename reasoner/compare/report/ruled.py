"""Clauses at work on a side, with what the rule base has of their rules: limits, what is measured, what kind of rule."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from policy_dsl import ir
from policy_dsl.backtranslate import OPERATOR_WORDS
from reasoner.backends.smt.side import RESTRAINS
from reasoner.compare.report.view import Cited, Spoken
from reasoner.interpreter.boundaries import atoms
from reasoner.interpreter.outcome import outcome_of_effect
from reasoner.model.rule_base import RuleBase

Data = Mapping[str, Any]

_REQUIRE: Final = "require"
_MOST: Final = 2
"""Facts that are named beside a rule; of more, none."""


def cited(c: Data, base: RuleBase, label: str = "") -> Cited:
    """A clause of the data."""
    name = c["rule"].partition("#")[2]
    return Cited(
        c["clause"], name, c["document"], c["number"] or "", c["place"], c["quote"], c["start"], label,
        _measured(c["rule"], base) if _same_words(c, base) else "",
    )  # fmt: skip


def spoken(rule: Data, side: str, base: RuleBase) -> Spoken:
    """A rule of a side that speaks where the other is silent."""
    document = base.documents.get(rule["clause"].partition("/")[0])
    known = document is not None and rule["clause"] in document.clauses
    start = document.citation(rule["clause"])["start"] if document is not None and known else 0
    norm, text = norm_of(rule["rule"], base), _of_this_matter(str(rule["text"] or ""))
    return Spoken(
        side, cited({**rule, "start": start}, base), text, bool(rule["reaches"]),
        restrains=norm is None or outcome_of_effect(norm) in RESTRAINS,
        required=_required(text) if norm is not None and norm.effect == _REQUIRE else "",
    )  # fmt: skip


def _same_words(c: Data, base: RuleBase) -> bool:
    """Whether the rule base has the clause in these words: a draft may have put another limit into it."""
    document = base.documents.get(c["clause"].partition("/")[0])
    known = document is not None and c["clause"] in document.clauses
    return document is not None and known and bool(document.citation(c["clause"])["quote"] == c["quote"])


def norm_of(rule: str, base: RuleBase) -> ir.Norm | None:
    """A rule as the rule base has it; a draft may have others."""
    document = base.documents.get(rule.partition("/")[0])
    if document is None:
        return None
    return next((n for m in document.regulates for n in document.norms(m) if n.id == rule), None)


def _of_this_matter(text: str) -> str:
    """A rule in words without the matters that it names at its beginning: it is told under one of them."""
    return re.sub(r"^申请[^,的]*的,", "", text)


def _required(text: str) -> str:
    """What a requirement asks for: 须已定点、资质合规."""
    found = re.search(r"须(.+?),方可办理", text)
    if found is None:
        return ""
    parts = found[1].split("并且")
    return "须" + (found[1] if "或者" in found[1] else "、".join(p.removeprefix("机构") for p in parts))


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
            case ir.Compare(_, ir.Fact() as fact) | ir.Holds(fact) | ir.Contains(fact):
                yield fact.term


def _limit(test: ir.Cond) -> str:
    """The limit of a rule that is one comparison with a figure: 低于75%, 超过7.5张/千常住人口."""
    if not isinstance(test, ir.Compare):
        return ""
    factor = test.right.factor if isinstance(test.right, ir.Scaled) else test.right
    shown = factor.shown if isinstance(factor, ir.Const) else ""
    number, mark, unit = shown.partition("%")
    return OPERATOR_WORDS[test.op] + (number + mark if mark and unit else shown) if shown not in ("", "0") else ""
