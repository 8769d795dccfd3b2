"""What a careful colleague adds to a verdict from outside the documents that govern it.

Exemptions that the facility's facts would meet, but that speak of another document only: 「不受本规划限制」 of one plan
does not reach another plan, and staff are asked about it all the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from policy_dsl import ir
from policy_dsl.vocabulary import Term
from reasoner.interpreter.interpret import FactContext
from reasoner.interpreter.rules import judge_norm
from reasoner.model.application import Application, Observation, Value
from reasoner.model.rule_base import RuleBase


def exemptions_elsewhere(base: RuleBase, verdict: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Citations of exemptions that hold by the facts given, in documents of the region that do not govern this matter."""
    if verdict["region"] is None or not verdict["citations"]:
        return []
    governing = set(verdict["reasons"]["governing"])
    chain = base.vocabulary.chain(verdict["region"])
    elsewhere = [d for d in base.documents.values() if d.id not in governing and d.region in chain]
    candidates = [(d, n) for d in elsewhere for n in _exemptions(base)[d.id] if n.condition != ir.ALWAYS]
    if not candidates:
        return []
    reader = FactContext(_application(base, verdict), base.vocabulary, verdict["as_of"])
    return [
        document.citation(norm.clause) | {"rule": norm.id}
        for document, norm in candidates
        if judge_norm(norm, reader).status == "true"
    ]


@lru_cache(maxsize=4)
def _exemptions(base: RuleBase) -> dict[str, tuple[ir.Norm, ...]]:
    """The exemptions of every document, made from data once."""
    return {
        d.id: tuple(ir.from_data(n) for n in d.data["norms"] if n["effect"] == "exempt" and n["alternative_of"] is None)
        for d in base.documents.values()
    }


def _application(base: RuleBase, verdict: Mapping[str, Any]) -> Application:
    """The application as the verdict gives it. Roles beyond facility and region stay unknown: nothing is claimed of them."""
    facts: dict[tuple[str, str], tuple[Observation, ...]] = {}
    for subject, term, value, as_at, source in verdict["given"]:
        seen = Observation(_value(value, base.vocabulary.facts[term]), as_at, source)
        facts[subject, term] = (*facts.get((subject, term), ()), seen)
    city = next((c for c in base.vocabulary.chain(verdict["region"]) if c.endswith("00")), None)
    roles = {"申请": "申请", "机构": "机构", "全市": city, "本统筹区": city, "本区县": verdict["region"]}
    return Application(verdict["application"], verdict["matter"], verdict["received"], verdict["region"], roles, facts)


def _value(given: Any, term: Term) -> Value | None:
    if isinstance(given, list):
        return tuple(given)
    if isinstance(given, str) and term.datatype in ("ratio", "count"):
        return Decimal(given)
    return given  # type: ignore[no-any-return]
