"""A comparison as plain data: what every page, table and file renders, and what `--json` prints."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from reasoner.compare.effect import Comparison, Result
from reasoner.compare.relation import APART, EQUAL, LOOSER, OPEN, STRICTER
from reasoner.compare.replay import Replayed
from reasoner.compare.sides import Compared
from reasoner.facts import Application
from reasoner.force import IN_FORCE, force_on

Data = dict[str, Any]

_LABELS: Final = {
    EQUAL: "等价", STRICTER: "{a}更严", LOOSER: "{a}更宽", APART: "不可比", OPEN: "未定",
}  # fmt: skip


def to_data(found: Comparison, basis: str = "") -> Data:
    """The comparison with its sides, what was looked at, and each difference with both verdicts.

    basis: why this day, where nobody named one.
    """
    return {
        "a": found.a.name,
        "b": found.b.name,
        "as_of": found.as_of,
        **({"as_of_basis": basis} if basis else {}),
        "one_place": found.together,
        "regions": {"a": found.a.region, "b": found.b.region},
        "documents": {"a": _documents(found.a, found.as_of), "b": _documents(found.b, found.as_of)},
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
            "starts": d.starts,
            "ends": d.ends,
            "in_force": force_on(d, day, Application("", "", day, None, {}, {})).status == IN_FORCE,
            "matters": list(d.regulates),
            **({"draft": True} if d.data.get("draft") else {}),
        }
        for d in side.documents
    ]


def _result(result: Result, found: Comparison) -> Data:
    return {
        "matter": result.matter,
        "type": result.type,
        "relation": result.relation,
        "label": _LABELS[result.relation].format(a=found.a.name),
        "why": result.why,
        "silent": result.silent,
        "alike": result.alike,
        "witnesses": [_witness(d, found) for d in result.differences],
    }


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
