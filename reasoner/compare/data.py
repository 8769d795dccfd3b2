"""A comparison as plain data: what every page, table and file renders, and what `--json` prints."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from policy_dsl.compiled import Document
from reasoner.compare.effect import Comparison, Result
from reasoner.compare.label import label
from reasoner.compare.replay import Replayed
from reasoner.compare.sides import Compared
from reasoner.compare.silence import Speaking
from reasoner.compare.turned import Turned
from reasoner.interpreter.force import IN_FORCE, force_on
from reasoner.model.application import Application
from reasoner.model.messages import WARNINGS

Data = dict[str, Any]


def to_data(found: Comparison, basis: str = "", turning: Iterable[Turned] | None = None) -> Data:
    """The comparison with its sides, what was looked at, and each difference with both verdicts.

    basis: why this day, where nobody named one. turning: the readings on which relations turn, where that was asked.
    """
    return {
        "a": found.a.name,
        "b": found.b.name,
        "as_of": found.as_of,
        **({"as_of_basis": basis} if basis else {}),
        "one_place": found.together,
        "regions": {"a": found.a.region, "b": found.b.region},
        "documents": {"a": _documents(found.a, found.as_of), "b": _documents(found.b, found.as_of)},
        "readings": _readings(found) | ({} if turning is None else {"turning": [_turned(t, found) for t in turning]}),
        "results": [_result(r, found) for r in found.results],
        "analysed": len(found.analysed),
        "open": len(found.open),
        "timed_out": found.timed_out,
        "rules": {"analysed": list(found.analysed), "open": list(found.open)},
        "questions": found.asked,
    }


def _documents(side: Compared, day: str) -> list[Data]:
    return [
        {
            "id": d.id,
            "title": d.title,
            "number": d.number,
            "kind": d.kind,
            "starts": d.starts,
            "ends": d.ends,
            "in_force": force_on(d, day, Application("", "", day, None, {}, {})).status == IN_FORCE,
            "matters": list(d.regulates),
            **({"draft": True} if d.data.get("draft") else {}),
            "notes": _notes(d, day),
        }
        for d in side.documents
    ]


def _notes(document: Document, day: str) -> list[str]:
    """What is to be known of a document that governs: guidance, parts that are missing, a beginning that is not known."""
    force = force_on(document, day, Application("", "", day, None, {}, {}))
    guidance = [WARNINGS["guidance"].format(title=document.title)] if document.kind == "指导意见" else []
    return [*force.notes, *guidance]


def _readings(found: Comparison) -> Data:
    """On how many readings the rules rest, and how many of them nobody has confirmed."""
    cited: dict[tuple[str, str], bool] = {}
    for side in (found.a, found.b):
        for document in side.documents:
            known = {r["name"]: r for r in document.data["readings"]}
            for matter in {r.matter for r in found.results}:
                for norm in document.norms(matter):
                    for name in norm.readings:
                        cited[document.id, name] = bool(known[name]["confirmed_by"])
    return {"rests_on": len(cited), "unconfirmed": sum(not confirmed for confirmed in cited.values())}


def _turned(turned: Turned, found: Comparison) -> Data:
    return {
        "side": turned.side,
        "document": turned.document.id,
        "title": turned.document.title,
        "reading": turned.reading["name"],
        "used": turned.reading["used"],
        "alternative": turned.reading["alternative"],
        "confirmed_by": turned.reading["confirmed_by"],
        "matter": turned.matter,
        "types": list(turned.types),
        "from": label(turned.before, found),
        "to": label(turned.after, found),
    }


def _result(result: Result, found: Comparison) -> Data:
    return {
        "matter": result.matter,
        "type": result.type,
        "relation": result.relation,
        "label": label(result, found),
        "why": result.why,
        "silent": result.silent,
        "complete": result.complete,
        "unreached": [side for side, none in zip("ab", result.unreached, strict=True) if none],
        "partly": {side: list(codes) for side, codes in zip("ab", result.partly, strict=True) if codes},
        **(_speaking(result, found) if result.silent else {}),
        "alike": result.alike,
        "witnesses": [_witness(d, found) for d in result.differences],
    }


def _speaking(result: Result, found: Comparison) -> Data:
    sides = zip("ab", (found.a, found.b), result.speaking, strict=True)
    return {"speaking": {key: [_rule(r, side) for r in rules] for key, side, rules in sides}}


def _rule(said: Speaking, side: Compared) -> Data:
    norm = said.norm
    cited = side.base.documents[norm.document].citation(norm.clause)
    keys = ("clause", "document", "number", "place", "quote")
    return {"rule": norm.id, **{k: cited[k] for k in keys}, "text": norm.text, "reaches": said.reaches}


def _witness(shown: Replayed, found: Comparison) -> Data:
    pair, regions = shown.pair, found.b.base.vocabulary.regions
    return {
        "kind": pair.kind,
        "rules": {
            "a": pair.a.norm.id if pair.a is not None else None,
            "b": pair.b.norm.id if pair.b is not None else None,
        },
        "clauses": {
            "a": pair.a.norm.clause if pair.a is not None else None,
            "b": pair.b.norm.clause if pair.b is not None else None,
        },
        "unusual": [u._asdict() for u in shown.witness.unusual],
        "places": {
            "a": regions[shown.witness.here.code].name,
            "b": regions[shown.witness.there.code].name,
        },
        "application": shown.witness.application,
        "a": shown.a,
        "b": shown.b,
    }


def groups(data: Mapping[str, Any]) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """The results by matter and group of kinds that the rules cannot tell apart: the first of each has the witnesses
    that a person reads, the others are its like. In the order of the data.
    """
    found: dict[tuple[str, int], list[Mapping[str, Any]]] = {}
    for result in data["results"]:
        found.setdefault((result["matter"], result["alike"]), []).append(result)
    return [(matter, members) for (matter, _), members in found.items()]
