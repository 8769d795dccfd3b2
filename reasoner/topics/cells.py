"""A cell of the matrix: what the documents of a region say on a topic, and what kind of answer that is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from policy_dsl import ir
from policy_dsl.backtranslate import condition, sentence
from policy_dsl.compiled import Document
from reasoner.survey.reviews import words_of
from reasoner.topics.matching import NATURE_OF_EFFECT, Match, Topic, matches
from reasoner.topics.priority import not_lifted
from reasoner.topics.reach import reached
from reasoner.topics.references import references
from reasoner.topics.thresholds import joined_by, thresholds

Data = dict[str, Any]

STATES: Final = ("stated", "defers", "duty", "mentioned", "missing", "silent")
"""stated: a rule decides; defers: the text leaves it to another text or body; duty: it lays a duty on the bureau, which
decides no case; mentioned: it speaks of it, but nothing follows; missing: the text that should say it is not in what was
received; silent: no document of the region speaks of it. The first that an entry has is the state of the cell."""

AUTHORISING: Final = ("可", "可以")
"""Strengths of a duty that is none: its bearer may."""
REPORT: Final = "报告"
"""How the kinds of documents end that lay down nothing."""
_PLANNING: Final = ("standard", "target")
"""Addressed to who plans, like a duty."""


def cell(
    region: str,
    topic: Topic,
    documents: Iterable[Document],
    names: Mapping[str, str],
    askers: Mapping[str, Sequence[str]],
) -> Data:
    """One cell. `documents` are those that cover the region, `names` the names of all documents held, `askers` the types of
    institution that may ask for each matter. `reports` counts the documents where none of them is normative, else it is 0:
    the silence of a report is none of the rules.
    """
    held = list(documents)
    entries = [entry(m, names, askers) for d in held for m in matches(topic, d)]
    incomplete = [
        {"document": d.id, "title": d.title, "missing": [m["what"] for m in d.missing]} for d in held if d.missing
    ]
    states = {e["state"] for e in entries} | {"silent"}
    state = next(s for s in STATES if s in states)
    reports = len(held) if all(d.kind.endswith(REPORT) for d in held) else 0
    return {"region": region, "state": state, "entries": entries, "incomplete": incomplete, "reports": reports}


def entry(match: Match, names: Mapping[str, str], askers: Mapping[str, Sequence[str]]) -> Data:
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
        "aside": match.aside,
        "quote": clause["quote"],
        "words": [clause["quote"]],
        "readings": [],
    }
    if match.kind == "missing":
        return data | {"state": "missing", "notes": list(clause.get("notes", ()))}
    if match.norm is not None:
        return data | _norm(match, askers) | {"state": "stated"}
    if match.statement is not None:
        data |= _statement(match.kind, match.statement, clause)
    if match.kind == "text":
        data["nature"] = _nature(clause)
    data["state"] = _state(match)
    refers = match.kind in ("duty", "text") and not match.aside
    if refers and (found := references(clause["quote"], names)):
        data |= {"state": "defers", "words": [clause["quote"]], "refers_to": found}
    return data


def _nature(clause: Mapping[str, Any]) -> str:
    """What a clause is beside its rules, which stand under other topics."""
    ruled = {NATURE_OF_EFFECT[rule["effect"]] for rule in clause["rules"]}
    natures: list[str] = clause["natures"]
    return next((n for n in natures if n not in ruled), natures[0])


def _state(match: Match) -> str:
    """What kind of answer a statement, or a clause without one, is. A report on what was done obliges nobody."""
    if match.aside or match.document.kind.endswith(REPORT):
        return "mentioned"
    if match.statement is None:
        return "duty" if "义务" in match.clause["natures"] else "mentioned"
    binding = match.kind == "duty" and match.statement.get("strength") not in AUTHORISING
    return "duty" if binding or match.kind in _PLANNING else "mentioned"


def _norm(match: Match, askers: Mapping[str, Sequence[str]]) -> Data:
    assert match.norm is not None
    norm = ir.from_data(match.norm)
    matters = reached(norm, askers)
    return {
        "norm": norm.id,
        "effect": norm.effect,
        "strength": norm.strength,
        "matters": list(matters),
        "scope": "" if norm.scope == ir.ALWAYS else condition(norm.scope),
        "tests": thresholds(norm),
        "joined_by": joined_by(norm.condition),
        "text": norm.text if matters == norm.matters else sentence(replace(norm, matters=matters)),
        "words": words_of(match.clause, match.norm),
        "readings": list(norm.readings),
        "supports": norm.supports,
        "not_lifted": not_lifted(match.document, match.norm),
        "reviewed": norm.reviewed,
    }


def _statement(kind: str, statement: Mapping[str, Any], clause: Mapping[str, Any]) -> Data:
    data: Data = {
        "name": statement["name"],
        "words": words_of(clause, statement),
        "readings": list(statement.get("readings", ())),
    }
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
