"""The verdict as plain data (CONTRACT §2): its fixed parts and its receipt."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from typing import Any

from reasoner import ENGINE
from reasoner.facts import Application
from reasoner.interpreter.force import Jurisdiction
from reasoner.rulebase import RuleBase

Verdict = dict[str, Any]


def head(application: Application, day: str, outcome: str, name: str, outcomes: tuple[str, ...]) -> Verdict:
    """The first keys of a verdict."""
    return {
        "application": application.id,
        "matter": application.matter,
        "received": application.received,
        "as_of": day,
        "region": application.region,
        "outcome": outcome,
        "label": name,
        "possible": list(outcomes),
    }


def empty() -> Verdict:
    """The keys of a verdict that no rule fills."""
    return {
        "citations": [],
        "facts": [],
        "reasons": {"governing": [], "rules": [], "standards": []},
        "missing": [],
        "assumptions": [],
        "changes": [],
    }


def not_governing(found: Jurisdiction) -> list[dict[str, str]]:
    """For every document that does not govern, why."""
    return [{"document": d.title, "id": d.id, "why": why} for d, why in found.not_governing]


def sealed(verdict: Verdict, base: RuleBase, application: Application, only: frozenset[str] | None) -> Verdict:
    """The verdict with the facts it was given and its receipt: digests of engine, rules, documents, facts and advice.

    The same facts give the same bytes, whatever file they came in.
    """
    if only is not None:
        verdict["only"] = sorted(only)
    if application.under:
        verdict["under"] = application.under
    verdict["given"] = application.given
    verdict["receipt"] = {
        "engine": ENGINE,
        "rules": base.digest,
        "documents": _document_digests(base),
        "facts": facts_digest(application),
        "advice": digest([verdict["missing"], verdict["changes"]]),
        "as_of": verdict["as_of"],
    }
    return verdict


@lru_cache(maxsize=4)
def _document_digests(base: RuleBase) -> dict[str, str]:
    return {d.id: d.digest for d in base.documents.values()}


def facts_digest(application: Application) -> str:
    """SHA-256 of the facts in canonical form, whatever file they came in."""
    return digest([application.id, application.matter, application.received, application.region, application.given])


def digest(data: object) -> str:
    """SHA-256 of data as JSON in one line."""
    return hashlib.sha256(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
