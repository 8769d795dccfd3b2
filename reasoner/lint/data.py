"""What was found as plain data: what `tiaoli lint --json` prints and the report lays out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from policy_dsl import ir
from reasoner.lint.acknowledged import Acknowledged, Stale
from reasoner.lint.finding import CHECKS, NOTE, TITLES, Finding
from reasoner.lint.run import Checked, Linted
from reasoner.model.rule_base import RuleBase

Data = dict[str, Any]


def to_data(
    found: Linted, base: RuleBase, today: str, records: Mapping[str, Acknowledged], left: tuple[Stale, ...]
) -> Data:
    """Findings with what people decided about them, what was looked at and how far it went."""
    wanted = found.wanted
    return {
        "as_of": wanted.as_of,
        "today": today,
        "asked": {
            "documents": sorted(wanted.documents) if wanted.documents is not None else None,
            "region": wanted.region,
            "matter": wanted.matter,
        },
        "days": [
            {"document": d.document.id, "title": d.document.title, "day": d.day or None, "basis": d.basis}
            for d in found.days
        ],
        "findings": [_finding(f, base, records.get(f.hash)) for f in found.findings],
        "stale": [_stale(s) for s in left],
        "checked": {
            "rules": len(found.norms),
            "cases": sum(c.cases for c in found.checked),
            "questions": found.asked,
            "sets": [_set(c) for c in found.checked],
            "without_rules": [d.id for d in base.documents.values() if not d.regulates],
            "undecided": [
                {"code": u.code, "title": TITLES[u.code], "rules": list(u.rules), "matters": list(u.matters),
                 "day": u.day, "why": u.why}
                for u in found.undecided
            ],
        },
        "analysed": len(found.norms),
        "open": len(found.open),
        "timed_out": len(found.undecided),
        "rules": {"analysed": [n.id for n in found.norms], "open": list(found.open)},
        "checks": [{"code": c.code, "title": c.title, "docs": c.docs} for c in CHECKS],
    }  # fmt: skip


def unfinished(data: Mapping[str, Any]) -> bool:
    """Whether something is left to decide: a problem or a hint that nobody acknowledged, or a question without answer."""
    left = (f for f in data["findings"] if f["level"] != NOTE and f["acknowledged"] is None)
    return bool(data["timed_out"]) or any(left)


def _finding(found: Finding, base: RuleBase, record: Acknowledged | None) -> Data:
    shown = found.shown
    return {
        "code": found.code,
        "level": found.level,
        "title": TITLES[found.code],
        "sentence": found.sentence,
        "documents": list(found.documents),
        "clauses": list(found.clauses),
        "rules": [n.id for n in found.norms],
        "matter": found.matters[0] if len(found.matters) == 1 else None,
        "matters": list(found.matters),
        "types": list(found.types),
        "day": found.day,
        "hash": found.hash,
        "acknowledged": record.to_data() if record is not None else None,
        "witness": {"application": shown.application, "verdict": shown.verdict} if shown is not None else None,
        "unusual": [u._asdict() for u in shown.unusual] if shown is not None else [],
        "quotes": [_quote(n, base) for n in found.norms],
        "readings": list(dict.fromkeys(r for n in found.norms for r in n.readings)),
    }


def _quote(norm: ir.Norm, base: RuleBase) -> Data:
    """The words of the clause that a rule rests on."""
    clause = base.documents[norm.document].clauses[norm.clause]
    words = [clause["quote"][a - clause["start"] : b - clause["start"]] for a, b in norm.spans]
    return {"rule": norm.id, "clause": norm.clause, "place": clause["place"], "words": words}


def _set(checked: Checked) -> Data:
    rules = checked.rules
    return {
        "region": rules.side.region,
        "name": rules.side.name,
        "day": rules.day,
        "documents": [d.id for d in rules.documents],
        "looked_at": sorted(checked.documents),
        "matters": list(checked.matters),
        "rules": len(checked.norms),
        "cases": checked.cases,
    }


def _stale(old: Stale) -> Data:
    record = old.record
    return {
        "hash": record.hash,
        "code": record.code,
        "finding": record.finding,
        "rules": list(record.rules),
        "state": old.state,
        "now": list(old.now),
        "file": record.where,
        **record.to_data(),
    }
