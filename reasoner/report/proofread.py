"""Findings of proofreading for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from policy_dsl.compiled import Document
from reasoner.proofread.explained import Explained, Explanation
from reasoner.proofread.finding import ERROR, NOTE, SEVERITIES, WARNING
from reasoner.report.layout import Style, joined

_TINTS: Final = {ERROR: "red", WARNING: "yellow", NOTE: "blue"}


def findings_text(
    found: Sequence[Explained],
    stale: Sequence[Explanation],
    documents: Sequence[Document],
    titles: Mapping[str, str],
    style: Style,
) -> str:
    """The findings under the document of their first words, then how many there are and what is left to explain.

    titles: what each check looks for, by code.
    """
    blocks: list[list[str]] = []
    for document in documents:
        mine = [e for e in found if e.finding.documents[0] == document.id]
        if mine:
            number = f"({document.number})" if document.number else ""
            blocks.append([style.bold(x) for x in style.lines(f"《{document.title}》{number} · {document.id}")])
            blocks += [_finding(e, document.id, titles, style) for e in mine]
    counts = Counter(e.finding.severity for e in found)
    told = "、".join(f"{SEVERITIES[s]}{counts[s]}处" for s in SEVERITIES if counts[s])
    left = sum(e.explanation is None for e in found)
    tail = style.lines(f"共{len(found)}处:{told};其中{left}处没有登记说明。" if found else "没有发现。")
    if left:
        tail += style.lines("说明登记在 policy_dsl/corpus/文件标识/findings.toml,以各处的校验码为名。")
    for old in stale:
        told = f"登记的说明没有对应的发现:{old.document} [{old.hash}] {old.finding}"
        tail += style.lines(told, 0, 2)
    return joined([*blocks, tail])


def _finding(explained: Explained, home: str, titles: Mapping[str, str], style: Style) -> list[str]:
    finding = explained.finding
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
        lines += style.lines(f"登记的解释:{'、'.join(finding.readings)}", 4, 6)
    if explained.explanation is not None:
        by = explained.explanation.reviewer
        lines += style.lines(f"说明:{explained.explanation.explanation}({f'{by}复核' if by else '未经复核'})", 4, 6)
    return lines
