"""A `.tiao` file to start from: every clause of a document quoted in order, with what the machine proposes.

It is no transcription: norms are written by a person. A note under a clause lists the normative words that wait
for one (待写), or what the segmenter could not know (存疑).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from policy_dsl.source_text import fold, squeezed
from policy_dsl.texts.lexicon import ACCOUNTED, occurrences
from policy_dsl.texts.official_text import Document
from policy_dsl.texts.restraint_words import disguised
from policy_dsl.texts.segment import ROW_DOUBT, Clause, segment

_LONG_ENOUGH = 12
"""Characters from which on a clause that says the same as an earlier one counts as its repetition."""


def scaffold(document: Document, *, pending: bool = False, clauses: Sequence[Clause] | None = None) -> str:
    """The text of the file; `format` and the compiler accept it as it is, apart from what still has to be written.

    clauses: its entries, where they are known already.
    pending: what has to be written is 待写 in the file, so that it compiles, and verdicts count with what is not yet a rule.
    """
    return (
        "\n\n".join(
            [
                f"文件 {document.id}",
                *_entries(document, pending, segment(document.text, document.lines) if clauses is None else clauses),
            ]
        )
        + "\n"
    )


def _entries(document: Document, pending: bool, clauses: Sequence[Clause]) -> Iterator[str]:
    first: dict[str, str] = {}
    for clause in clauses:
        # A title may run over two lines; a line break carries no meaning, blanks are kept as received.
        quote = document.text[clause.start : clause.end].replace("\n", "")
        same = first.setdefault(quote, clause.address)
        again = f" 同 {same}" if same != clause.address and len(quote) >= _LONG_ENOUGH else ""
        lines = [f"条 {clause.address} 性质 {' 、 '.join(clause.natures)}{again}", f"「{quote}」"]
        # What the rows of a page say stands in the metadata once somebody has written them.
        noted = clause if not (document.title and clause.doubt.startswith(ROW_DOUBT)) else replace(clause, doubt="")
        if pending and not again and _waits(clause, quote):
            lines.append("  待写")
        yield "\n".join([*lines, *("  注 「" + note + "」" for note in _notes(noted, quote, bool(again)))])


WAITING_NATURES: Final = frozenset(
    ("限制", "上限", "豁免", "优先", "要件", "许可", "定义", "义务", "建议", "标准", "目标", "裁量")
)
"""Natures of which a clause has to have a rule or a statement."""


def _waits(clause: Clause, quote: str) -> bool:
    """Whether a rule or a statement has to be written for a clause: by its words, or by its nature."""
    if clause.kind != "sentence":
        return clause.kind == "heading" and bool(_unaccounted(clause, quote))
    return bool(
        _unaccounted(clause, quote) or WAITING_NATURES & set(clause.natures) or disguised(clause.natures, quote)
    )


def _unaccounted(clause: Clause, quote: str) -> list[str]:
    """The normative words and figures that the natures of a clause do not account for."""
    accounted = frozenset[str]().union(*(ACCOUNTED.get(n, frozenset()) for n in clause.natures))
    return [o.word for o in occurrences(fold(squeezed(quote))) if o.word not in accounted]


def _notes(clause: Clause, quote: str, repeated: bool) -> Iterator[str]:
    if clause.doubt:
        yield f"存疑:{clause.doubt}"
    words = _unaccounted(clause, quote)
    if words and clause.kind == "sentence" and not repeated:
        yield "待写:" + "、".join(dict.fromkeys(words))
