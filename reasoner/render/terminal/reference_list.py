"""References between documents for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from reasoner.render.terminal.layout import Style, joined
from reasoner.survey.referenced_documents import ReferencedDocument


def references_text(targets: Sequence[ReferencedDocument], style: Style) -> str:
    """Each document that is mentioned, whether it is held, and the clauses that mention it."""
    blocks = [_target(t, style) for t in targets]
    available = sum(t.document is not None for t in targets)
    mentions = sum(len(t.references) for t in targets)
    tail = f"共提及{len(targets)}个文件,{mentions}处;其中已收录{available}个,其余只知名称或者文号。"
    return joined([*blocks, style.lines(tail)])


def _target(target: ReferencedDocument, style: Style) -> list[str]:
    names = "、".join(f"《{n}》" for n in target.names) or (target.number or "")
    number = f"({target.number})" if target.number and target.names else ""
    state = f"已收录:{target.document}" if target.document else "证件,不是文件" if target.kind == "证件" else "未收录"
    lines = style.bold_lines(f"{names}{number} · {state}", 0, 2)
    for reference in target.references:
        document, _, address = reference.clause.partition("/")
        lines += style.lines(f"{reference.relation} ← {document} {reference.place}({address})", 2, 4)
    return lines
