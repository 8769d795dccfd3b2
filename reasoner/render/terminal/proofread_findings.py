"""Findings of proofreading for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from policy_dsl.compiled import Document
from reasoner.proofread.explained import ExplainedFinding, ProofreadReport
from reasoner.proofread.proofread_finding import SEVERITIES, Severity
from reasoner.render.terminal.layout import Style, Tint, joined

_TINTS: Final = {Severity.ERROR: Tint.RED, Severity.WARNING: Tint.YELLOW, Severity.NOTE: Tint.BLUE}


def findings_text(report: ProofreadReport, documents: Sequence[Document], style: Style) -> str:
    """The findings under the document of their first words, then how many there are and what is left to explain."""
    titles = {c.code: c.title for c in report.checks}
    blocks: list[list[str]] = []
    for document in documents:
        mine = [f for f in report.findings if f.documents[0] == document.id]
        if mine:
            number = f"({document.number})" if document.number else ""
            blocks.append(style.bold_lines(f"《{document.title}》{number} · {document.id}"))
            blocks += [_finding(f, document.id, titles, style) for f in mine]
    counts = Counter(f.severity for f in report.findings)
    parts = "、".join(f"{SEVERITIES[s]}{counts[s]}处" for s in SEVERITIES if counts[s])
    left = sum(f.explanation is None for f in report.findings)
    total = len(report.findings)
    tail = style.lines(f"共{total}处:{parts};其中{left}处没有登记说明。" if total else "没有发现。")
    if left:
        tail += style.lines("说明由管理人员登记,写法见使用手册。")
    for old in report.stale:
        tail += style.lines(f"登记的说明没有对应的发现:{old.document} [{old.hash}] {old.finding}", 0, 2)
    return joined([*blocks, tail])


def _finding(finding: ExplainedFinding, home: str, titles: Mapping[str, str], style: Style) -> list[str]:
    severity = style.tinted(SEVERITIES[finding.severity], _TINTS[finding.severity])
    lines = [f"  {severity} {finding.code} {titles[finding.code]} · {finding.hash}"]
    lines += style.lines(f"{finding.message}。", 4)
    for quote in finding.quotes:
        document, _, address = quote.clause.partition("/")
        elsewhere = "" if document == home else f"{document} "
        words = " ".join(quote.text.split())
        lines += style.lines(f"- {elsewhere}{quote.place}({address}):「{words}」", 4, 6)
    for note in finding.notes:
        lines += style.lines(f"注:{note}", 4, 6)
    if finding.readings:
        lines += style.lines(f"登记的条文理解:{'、'.join(finding.readings)}", 4, 6)
    if finding.explanation is not None:
        by = finding.explanation.reviewer
        lines += style.lines(f"说明:{finding.explanation.text}({f'{by}复核' if by else '未经法制复核'})", 4, 6)
    return lines
