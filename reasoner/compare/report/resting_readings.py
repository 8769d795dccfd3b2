"""On which registered readings the rules of an amendment rest: these decide whom a rule concerns, before and after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from policy_dsl.compiled import Document
from policy_dsl.reading import Reading, status_words
from reasoner.compare.amendment import ClauseChange, RuleChange
from reasoner.compare.report import wordings
from reasoner.compare.result import Comparison
from reasoner.model.rule_base import RuleBase

Rests = Mapping[tuple[str, str], tuple[str, ...]]
"""Sentences on readings, by clause and name of the rule."""

_LABEL: Final = f"{wordings.READINGS}“{{name}}”({{confirmed}}):{{used}}。另一种理解:{{other}}。"


def rests(comparison: Comparison, base: RuleBase) -> Rests:
    """For each rule that an amendment changes, the readings on which it rests, as far as the rule base has the rule."""
    return {
        (clause.clause, rule.name): tuple(_sentences(base.documents[changed.document], clause, rule))
        for changed in comparison.amended or ()
        if changed.document in base.documents
        for clause in changed.clauses
        for rule in clause.rules
        if rule.before is not None and rule.after is not None
    }


def _sentences(document: Document, clause: ClauseChange, rule: RuleChange) -> Iterator[str]:
    norms = [n for m in rule.matters for n in document.norms(m) if n.name == rule.name]
    # A clause that moved has another address in the draft, and its rule still its name.
    norm = min(norms, key=lambda n: n.clause != clause.clause, default=None)
    for name in norm.readings if norm is not None else ():
        yield _sentence(document.readings_by_name[name])


def _sentence(reading: Reading) -> str:
    confirmed = status_words(reading.status)
    used, other = reading.used.rstrip("。"), reading.alternative.rstrip("。")
    return _LABEL.format(name=reading.name, confirmed=confirmed, used=used, other=other)
