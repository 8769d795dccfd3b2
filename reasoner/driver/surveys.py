"""The driver's part for questions to the texts as a whole: figures, duties, references, and what an editor finds.

Functions give plain data; those whose name ends in `_text` or `_csv` give what people read. They raise Faults.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.sources import PACKAGE
from reasoner.driver.in_use import chosen, rule_base
from reasoner.intake.complaints import Unreadable
from reasoner.intake.dates import read_day
from reasoner.proofread.checks import CHECKS, gather, proofread
from reasoner.proofread.explained import Explained, Explanation, explain, read_explanations
from reasoner.report.layout import Style
from reasoner.survey.duties import Chosen, choose
from reasoner.survey.figures import Figure, figures
from reasoner.survey.indicators import Audit, audits
from reasoner.survey.references import Target, references

FINDINGS = "findings.toml"
"""Beside each official text: the explanations that people recorded for findings."""

# --- figures --------------------------------------------------------------------------------------------------


def indicators(documents: Sequence[str] = ()) -> dict[str, Any]:
    """Every figure of some documents, or of all, and every target and limit held against what was observed."""
    found, held = _indicators(documents)
    return {"audits": [a.to_data() for a in held], "figures": [f.to_data() for f in found]}


def indicators_text(documents: Sequence[str] = (), *, width: int = 80, colour: bool = False) -> str:
    """The same, as staff read it."""
    from reasoner.report import indicators as report

    found, held = _indicators(documents)
    return report.indicators_text(chosen(documents), held, found, Style(width, colour))


def indicators_csv(documents: Sequence[str] = ()) -> str:
    """The same, one row for each figure."""
    from reasoner.report import indicators as report

    found, held = _indicators(documents)
    return report.indicators_csv(held, found)


def _indicators(names: Sequence[str]) -> tuple[tuple[Figure, ...], tuple[Audit, ...]]:
    base = rule_base()
    documents = chosen(names)
    found = figures(base, documents)
    alternatives = {(d.id, r["name"]): r["alternative"] for d in documents for r in d.data["readings"]}
    return found, audits(found, alternatives)


# --- duties ---------------------------------------------------------------------------------------------------


def duties(documents: Sequence[str] = (), **filters: str | None) -> dict[str, Any]:
    """The duties that pass the filters (bearer, region, day, strength), and the documents left out for their date."""
    found = _duties(documents, filters)
    return {
        "duties": [d.to_data() for d in found.duties],
        "left_out": [{"document": d, "why": why} for d, why in found.left_out],
        "warnings": list(found.warnings),
    }


def duties_text(documents: Sequence[str] = (), *, width: int = 80, colour: bool = False, **filters: str | None) -> str:
    """The same, as staff read it."""
    from reasoner.report import duties as report

    return report.duties_text(_duties(documents, filters), Style(width, colour))


def duties_csv(documents: Sequence[str] = (), **filters: str | None) -> str:
    """The same, one row for each duty."""
    from reasoner.report import duties as report

    return report.duties_csv(_duties(documents, filters).duties)


def _duties(documents: Sequence[str], filters: dict[str, str | None]) -> Chosen:
    try:
        day = read_day(filters["day"]) if filters.get("day") else None
    except Unreadable as bad:
        raise Faults([Diagnostic(bad.code, "--date", bad.message, bad.allowed, bad.hint)]) from None
    return choose(
        rule_base(), chosen(documents), filters.get("bearer"), filters.get("region"), day, filters.get("strength")
    )


# --- references -------------------------------------------------------------------------------------------------


def reference_list(documents: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Every document that the texts mention, whether it is held, and where it is mentioned."""
    return [t.to_data() for t in _references(documents)]


def references_text(documents: Sequence[str] = (), *, width: int = 80, colour: bool = False) -> str:
    """The same, as staff read it."""
    from reasoner.report import references as report

    return report.references_text(_references(documents), Style(width, colour))


def _references(names: Sequence[str]) -> tuple[Target, ...]:
    return references(rule_base(), chosen(names))


# --- proofreading -----------------------------------------------------------------------------------------------


def findings(documents: Sequence[str] = ()) -> tuple[dict[str, Any], bool]:
    """What an editor finds in some documents, or in all, and whether anything is left to explain."""
    found, stale = _findings(documents)
    data = {
        "findings": [e.to_data() for e in found],
        "stale": [{"document": s.document, "hash": s.hash, "finding": s.finding} for s in stale],
        "checks": [{"code": c.code, "title": c.title, "docs": c.docs} for c in CHECKS],
    }
    return data, _open(found, stale)


def findings_text(documents: Sequence[str] = (), *, width: int = 80, colour: bool = False) -> tuple[str, bool]:
    """The same, as staff read it."""
    from reasoner.report.proofread import findings_text as told

    found, stale = _findings(documents)
    titles = {c.code: c.title for c in CHECKS}
    every = tuple(rule_base().documents.values())
    return told(found, stale, every, titles, Style(width, colour)), _open(found, stale)


def _open(found: Sequence[Explained], stale: Sequence[Explanation]) -> bool:
    return bool(stale) or any(e.explanation is None for e in found)


def _findings(names: Sequence[str]) -> tuple[tuple[Explained, ...], tuple[Explanation, ...]]:
    """All texts are read together; of what is found, that which quotes one of the documents asked for."""
    base = rule_base()
    wanted = {d.id for d in chosen(names)}
    recorded: list[Explanation] = []
    faults: list[Diagnostic] = []
    for name in base.documents:
        path = Path(PACKAGE, "corpus", name, FINDINGS)
        if path.is_file():
            more, wrong = read_explanations(name, path.read_text(encoding="utf-8"))
            recorded += more
            faults += wrong
    if faults:
        raise Faults(faults)
    found, stale = explain(proofread(gather(base)), recorded)
    return (
        tuple(e for e in found if wanted & set(e.finding.documents)),
        tuple(s for s in stale if s.document in wanted),
    )
