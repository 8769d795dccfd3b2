"""A cell of the matrix: what the documents of a region say on a topic, and what kind of answer that is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from policy_dsl import ir
from policy_dsl.backtranslate import condition
from reasoner.rulebase import Document
from reasoner.survey.reviews import words_of
from reasoner.topics.matching import Match, Topic, matches
from reasoner.topics.references import references
from reasoner.topics.thresholds import joined_by, thresholds

Data = dict[str, Any]

STATES: Final = ("stated", "mentioned", "defers", "missing", "silent")
"""stated: a rule decides; mentioned: the text speaks of it, but no rule follows; defers: it leaves it to another text or
body; missing: the text that should say it is not in what was received; silent: no document of the region speaks of it."""


def cell(region: str, topic: Topic, documents: Iterable[Document], names: Mapping[str, str]) -> Data:
    """One cell. `documents` are those that cover the region; `names` the names of all documents held."""
    held = list(documents)
    entries = [entry(m, names) for d in held for m in matches(topic, d)]
    incomplete = [
        {"document": d.id, "title": d.title, "missing": [m["what"] for m in d.missing]} for d in held if d.missing
    ]
    return {"region": region, "state": _state(entries), "entries": entries, "incomplete": incomplete}


def _state(entries: list[Data]) -> str:
    states = {e["state"] for e in entries}
    if "stated" in states:
        return "stated"
    if "defers" in states:
        return "defers"
    return next((s for s in ("mentioned", "missing") if s in states), "silent")


def entry(match: Match, names: Mapping[str, str]) -> Data:
    """One thing said, with its clause word for word."""
    clause = match.clause
    data: Data = {
        "document": match.document.id,
        "title": match.document.title,
        "number": match.document.number,
        "clause": clause["clause"],
        "place": clause["place"],
        "natures": list(clause["natures"]),
        "kind": match.kind,
        "quote": clause["quote"],
        "words": [clause["quote"]],
    }
    if match.kind == "missing":
        return data | {"state": "missing", "notes": list(clause.get("notes", ()))}
    if match.norm is not None:
        return data | _norm(match) | {"state": "stated"}
    if match.statement is not None:
        data |= _statement(match.kind, match.statement, clause)
    found = references("".join(data["words"]), names) if match.kind in ("duty", "text") else []
    return data | {"state": "defers" if found else "mentioned"} | ({"refers_to": found} if found else {})


def _norm(match: Match) -> Data:
    assert match.norm is not None
    norm = ir.from_data(match.norm)
    return {
        "norm": norm.id,
        "effect": norm.effect,
        "strength": norm.strength,
        "matters": list(norm.matters),
        "scope": "" if norm.scope == ir.ALWAYS else condition(norm.scope),
        "tests": thresholds(norm),
        "joined_by": joined_by(norm.condition),
        "text": norm.text,
        "words": words_of(match.clause, match.norm),
        "supports": norm.supports,
        "reviewed": norm.reviewed,
    }


def _statement(kind: str, statement: Mapping[str, Any], clause: Mapping[str, Any]) -> Data:
    data: Data = {"name": statement["name"], "words": words_of(clause, statement)}
    if kind == "duty":
        return data | {
            "bearers": list(statement.get("bearers", ())),
            "strength": statement.get("strength", ""),
            "act": statement.get("act", ""),
        }
    return data | {
        "figure": statement["shown"],
        "operator": statement.get("op", "eq"),
        "as_at": statement.get("as_at", ""),
        "indicator": statement.get("indicator", ""),
    }
