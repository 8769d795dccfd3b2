"""Reviews of rules and confirmations of readings, as the command line records them, for pages."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import yaml

from policy_dsl.compiled import Clause
from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.reading import status_words
from policy_dsl.source_files import PACKAGE
from reasoner.driver import knowledge
from reasoner.driver.current_rule_base import rule_base
from reasoner.survey.reading_states import ReadingState
from reasoner.survey.review_states import GoneReview, ReviewEntry, RuleReview

__all__ = ["GoneReview", "ReviewEntry", "RuleReview"]


def rules(document: str = "", state: str = "") -> list[ReviewEntry]:
    """The rules of a document, or of all, in a state of review, or in any."""
    names = (document,) if document in rule_base().documents else ()
    return [e for e in knowledge.reviews(names) if not state or e.state.value == state]


def rule(identifier: str) -> RuleReview | None:
    """A rule by its id; None where there is none."""
    document = identifier.partition("/")[0]
    if document not in rule_base().documents:
        return None
    return next((e for e in knowledge.reviews((document,)) if isinstance(e, RuleReview) and e.norm == identifier), None)


def record(identifier: str, reopening: bool, by: str, remark: str, digest: str, noted: knowledge.Noted) -> None:
    """Sign a rule as it was on the page, or take its signature back; noted: is told before. Raises Faults (U132, U133, U107, U174)."""
    entry = rule(identifier)
    if entry is not None and entry.digest != digest:
        raise _changed(identifier)
    (knowledge.reopen if reopening else knowledge.sign)(identifier, by, remark, noted=noted)


def readings(document: str = "", state: str = "") -> list[ReadingState]:
    """The readings of a document, or of all. state: open, confirmed, or doubted (or changed since); empty: each."""
    listed = knowledge.readings((document,) if document in rule_base().documents else ())
    return [r for r in listed if state in ("", _state_of(r))]


def _state_of(entry: ReadingState) -> str:
    return "confirmed" if entry.confirmed_by else "open" if entry.status is None else "doubted"


def reading(document: str, name: str) -> ReadingState | None:
    """A reading; None where there is none."""
    if document not in rule_base().documents:
        return None
    return next((r for r in knowledge.readings((document,)) if r.reading == name), None)


def say(document: str, name: str, doubting: bool, by: str, remark: str, digest: str, noted: knowledge.Noted) -> None:
    """Confirm a reading as it was on the page, or doubt it; noted: is told before. Raises Faults (U133, U107, U174)."""
    entry = reading(document, name)
    if entry is not None and entry.digest != digest:
        raise _changed(f"{document}/{name}")
    (knowledge.doubt if doubting else knowledge.confirm)(document, name, by, remark, noted=noted)


def _changed(where: str) -> Faults:
    message = "这一页打开以后,所复核的内容有改动,没有记录"
    return Faults([Diagnostic("U174", where, message, hint="对照现在的内容重新复核")])


def status_of(entry: ReadingState) -> str:
    """How a reading stands, in words."""
    return status_words(entry.status)


def clauses_on(document: str, name: str) -> list[Clause]:
    """The clauses whose rules or statements rest on a reading."""
    concerned = rule_base().documents[document]
    by_rules = {n.clause for n in concerned.all_norms if name in n.readings}
    return [c for c in concerned.clauses.values() if c.clause in by_rules or name in c.statement_readings]


@lru_cache(maxsize=32)
def _cases(document: str) -> dict[str, object]:
    """The cases that are recorded beside a document's rules, by rule; none where the file is not shipped."""
    path = Path(PACKAGE, rule_base().documents[document].folder, "cases.yaml")
    if not path.is_file():
        return {}
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    rules_of = data.get("规则") if isinstance(data, dict) else None
    return rules_of if isinstance(rules_of, dict) else {}


def forget() -> None:
    """Read the recorded cases anew when they are asked for next."""
    _cases.cache_clear()


class RecordedCase(NamedTuple):
    """A case that is recorded beside a rule, with what is expected of it."""

    name: str
    effect: str
    """Whether the rule takes effect: 发生, 不发生 …"""
    label: str
    """The label of the outcome; empty: not said."""


def recorded_cases(identifier: str) -> list[RecordedCase]:
    """The recorded cases of a rule."""
    document, _, local = identifier.partition("/")
    entry = _cases(document).get(local)
    listed = entry.get("情形") if isinstance(entry, dict) else None
    return [
        RecordedCase(str(c.get("名", "")), str(c.get("后果", "")), str(c.get("结论", "")))
        for c in (listed if isinstance(listed, list) else [])
        if isinstance(c, dict)
    ]
