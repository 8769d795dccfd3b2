"""The driver's part for questions to the texts as a whole: figures, duties, references, and what an editor finds.

Functions give typed data; those whose name ends in `_text` or `_csv` give what people read. They raise Faults.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from policy_dsl.compiled import Document
from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.source_files import PACKAGE
from reasoner.driver.current_rule_base import chosen, rule_base
from reasoner.intake.dates import read_day
from reasoner.intake.diagnostics_collector import Unreadable
from reasoner.proofread.checks import CHECKS, gather, proofread
from reasoner.proofread.explained import Explanation, ProofreadReport, check_title, explain, read_explanations
from reasoner.render.terminal.layout import Style
from reasoner.survey.duty_selection import DutySelection, choose
from reasoner.survey.figures import figures, targets_in_words
from reasoner.survey.indicator_audit import IndicatorSurvey, audits
from reasoner.survey.referenced_documents import ReferencedDocument, references

FINDINGS: Final = "findings.toml"
"""Beside each official text: the explanations that people recorded for findings."""

# --- figures --------------------------------------------------------------------------------------------------


def indicators(documents: Sequence[str] = ()) -> IndicatorSurvey:
    """Every figure of some documents, or of all, and every target and limit held against what was observed."""
    base = rule_base()
    selected = chosen(documents)
    every = figures(base, selected)
    alternatives = {(d.id, r.name): r.alternative for d in selected for r in d.readings}
    return IndicatorSurvey(audits(every, alternatives), every, targets_in_words(base, selected))


def indicators_text(documents: Sequence[str] = (), *, width: int = 80, colour: bool = False) -> str:
    """The same, as staff read it."""
    from reasoner.render.terminal import indicator_list as report

    return report.indicators_text(chosen(documents), indicators(documents), Style(width, colour))


def indicators_csv(documents: Sequence[str] = ()) -> str:
    """The same, one row for each figure."""
    from reasoner.render.terminal import indicator_list as report

    return report.indicators_csv(indicators(documents))


# --- duties ---------------------------------------------------------------------------------------------------


def duties(
    documents: Sequence[str] = (),
    *,
    bearer: str | None = None,
    region: str | None = None,
    day: str | None = None,
    strength: str | None = None,
) -> DutySelection:
    """The duties that pass the filters, and the documents left out for their date."""
    try:
        canonical = read_day(day) if day else None
    except Unreadable as bad:
        raise Faults([Diagnostic(bad.code, "--date", bad.message, bad.allowed, bad.hint)]) from None
    return choose(rule_base(), chosen(documents), bearer, region, canonical, strength)


def duties_text(selection: DutySelection, *, width: int = 80, colour: bool = False) -> str:
    """The same, as staff read it."""
    from reasoner.render.terminal import duty_list as report

    return report.duties_text(selection, Style(width, colour))


def duties_csv(selection: DutySelection) -> str:
    """The same, one row for each duty."""
    from reasoner.render.terminal import duty_list as report

    return report.duties_csv(selection)


# --- references -------------------------------------------------------------------------------------------------


def reference_list(documents: Sequence[str] = ()) -> tuple[ReferencedDocument, ...]:
    """Every document that the texts mention, whether the rule base has it, and where it is mentioned."""
    return references(rule_base(), chosen(documents))


def references_text(documents: Sequence[str] = (), *, width: int = 80, colour: bool = False) -> str:
    """The same, as staff read it."""
    from reasoner.render.terminal import reference_list as report

    return report.references_text(reference_list(documents), Style(width, colour))


# --- proofreading -----------------------------------------------------------------------------------------------


def findings(documents: Sequence[str] = ()) -> ProofreadReport:
    """What an editor finds in some documents, or in all.

    All texts are read together; of the findings, those that quote one of the documents are given.
    """
    base = rule_base()
    selected = {d.id for d in chosen(documents)}
    explained, stale = explain(proofread(gather(base)), _explanations(base.documents.values()))
    return ProofreadReport(
        tuple(f for f in explained if selected & set(f.documents)),
        tuple(s for s in stale if s.document in selected),
        tuple(check_title(c) for c in CHECKS),
    )


def _explanations(documents: Iterable[Document]) -> list[Explanation]:
    """The explanations recorded beside some documents. Raises Faults with every fault of their files (U144)."""
    recorded: list[Explanation] = []
    faults: list[Diagnostic] = []
    for document in documents:
        path = Path(PACKAGE, document.folder, FINDINGS)
        if path.is_file():
            more, wrong = read_explanations(document.id, path.read_text(encoding="utf-8"), document.folder)
            recorded += more
            faults += wrong
    if faults:
        raise Faults(faults)
    return recorded


def findings_text(report: ProofreadReport, *, width: int = 80, colour: bool = False) -> str:
    """The same, as staff read it."""
    from reasoner.render.terminal import proofread_findings as layout

    return layout.findings_text(report, tuple(rule_base().documents.values()), Style(width, colour))
