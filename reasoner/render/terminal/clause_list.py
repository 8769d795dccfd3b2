"""Lists of clauses and documents for a terminal."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from typing import Final

from policy_dsl.compiled import Clause, Document
from policy_dsl.document_versions import version_words
from policy_dsl.reading import NOT_HELD
from policy_dsl.source_text import display_width
from reasoner.render.terminal.layout import Style, joined, padded, shortened
from reasoner.survey.document_summary import DocumentSummary

_HEADINGS: Final = ("标题", "题名")


def clause_list(
    documents: Iterable[Document], only: Container[str] | None = None, *, width: int = 80, colour: bool = False
) -> str:
    """Each clause in a line: address, natures, beginning of its text, number of its rules. only: addresses listed; None: all."""
    style = Style(width, colour)
    listed = [(d, [c for c in d.clauses.values() if only is None or c.clause in only]) for d in documents]
    if not any(clauses for _, clauses in listed):
        return "没有这样的条款。\n"
    return joined(_clauses(d, clauses, style) for d, clauses in listed if clauses)


def _clauses(document: Document, clauses: Sequence[Clause], style: Style) -> list[str]:
    number = f"({document.number})" if document.number else ""
    lines = style.bold_lines(f"《{document.title}》{number} · {document.id} · {len(clauses)}条")
    addresses = [c.clause.partition("/")[2] for c in clauses]
    natures = ["、".join(c.natures) for c in clauses]
    first = min(16, max(map(display_width, addresses), default=0))
    second = min(16, max(map(display_width, natures), default=0))
    for clause, address, nature in zip(clauses, addresses, natures, strict=True):
        count = f"({len(_rules(clause))}条规则)" if clause.rules else ""
        count += "(待写)" if clause.pending is not None else ""
        room = style.room(first + second + 6 + 2 * len(count), 20)
        text = shortened(clause.quote, room)
        text = style.bold(text) if nature in _HEADINGS else text
        lines.append(f"  {padded(address, first)}  {padded(shortened(nature, second), second)}  {text}{count}")
    return lines


def _rules(clause: Clause) -> set[str]:
    """The ids of its rules; the alternative of a reading has the id of the rule it replaces."""
    return {r.id for r in clause.rules}


def document_list(documents: Sequence[DocumentSummary], *, width: int = 80, colour: bool = False) -> str:
    """Each document: what it is, its force and why, what was stripped and what is missing."""
    style = Style(width, colour)
    return joined(document_lines(d, style) for d in documents)


def document_lines(document: DocumentSummary, style: Style) -> list[str]:
    """One document."""
    lines = style.bold_lines(f"《{document.title}》")
    issued = document.issued or f"{document.year}年(日期未载)"
    for name, text in (
        ("文件代号", document.id),
        ("版本", _version(document)),
        ("文号", document.number or "收到的文本未载文号"),
        ("性质", f"{document.kind},{document.region_name}"),
        ("印发", f"{issued},{'、'.join(document.issuers)}"),
        ("条款", _counts(document)),
        ("规范事项", "、".join(document.regulates) or "无(本文件不决定申请)"),
    ):
        lines += style.lines(f"{name}:{text}", 2, 8)
    lines += style.lines(f"效力:{_force(document)}", 2, 8)
    if document.repealed is not None:
        repeal = document.repealed
        lines += style.lines(f"废止:自{repeal.on}起,依{repeal.by}(「{repeal.words}」)", 2, 8)
    if document.transition:
        lines += style.lines(f"过渡规定:「{document.transition}」", 2, 8)
    for note in document.force:
        lines += style.lines(f"- {note}", 8, 10)
    for missing in document.missing:
        lines += style.lines(f"缺失:{missing.what}({missing.where})", 2, 8)
    if document.masked:
        reasons: dict[str, int] = {}
        for span in document.masked:
            reasons[span.reason] = reasons.get(span.reason, 0) + 1
        counts = "、".join(f"{r}{n}处" for r, n in reasons.items())
        lines += style.lines(f"未收录的文字:{len(document.masked)}处({counts}),起止见 --json", 2, 8)
    return lines


def _version(document: DocumentSummary) -> str:
    """Which version it is, and which others are held: 2026-01-01版,接替2023-07-30版;引用写 id@2026-01-01."""
    parts = [version_words(document.version)]
    if document.replaces == NOT_HELD:
        parts.append("原规定未收录")
    if not document.versions:
        return ",".join(parts)
    parts += [f"接替{version_words(document.replaces)}"] if document.replaces not in ("", NOT_HELD) else []
    parts += [f"由{version_words(document.replaced_by)}接替"] if document.replaced_by else []
    return f"{','.join(parts)};引用写 {document.id}@{document.version}"


def _force(document: DocumentSummary) -> str:
    starts = f"自{document.starts}起" if document.starts else "施行日期不明"
    begins = f"({document.starts_basis})" if document.starts else ""
    if document.ends:
        return f"{starts}{begins},至{document.ends}({document.ends_basis})"
    if document.kind.endswith(
        "报告"
    ):  # what a report says binds nobody, so that it neither comes into force nor lapses
        return "评估报告不具规范效力,不涉及有效期"
    return f"{starts}{begins},{'未载届满日期,废止前有效' if document.ends_basis == '未载' else '届满日期不明'}"


def _counts(document: DocumentSummary) -> str:
    counts = f"{document.clause_count}条,规则{document.rule_count}条"
    if document.unreviewed_count:
        unreviewed, every = document.unreviewed_count, document.unreviewed_count == document.rule_count
        counts += (
            ",均未经法制复核"
            if every and unreviewed > 1
            else ",未经法制复核"
            if every
            else f"({unreviewed}条未经法制复核)"
        )
    if document.pending_count:
        counts += f",待写{document.pending_count}条"
    return counts + (f",条文理解{document.reading_count}项" if document.reading_count else "")
