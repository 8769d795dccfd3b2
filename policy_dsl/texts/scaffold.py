"""A `.tiao` file to start from: every clause of a document quoted in order, with what the machine proposes.

It is no transcription: norms are written by a person. A note under a clause lists the normative words that wait
for one (待写), or what the segmenter could not know (存疑).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from policy_dsl.source_text import fold, squeezed
from policy_dsl.texts.lexicon import ACCOUNTED, occurrences
from policy_dsl.texts.official_text import Document
from policy_dsl.texts.segment import ROW_DOUBT, Clause, segment

_LONG_ENOUGH = 12
"""Characters from which on a clause that says the same as an earlier one counts as its repetition."""


def scaffold(document: Document) -> str:
    """The text of the file; `format` and the compiler accept it as it is, apart from what still has to be written."""
    return "\n\n".join([f"文件 {document.id}", *_entries(document)]) + "\n"


def _entries(document: Document) -> Iterator[str]:
    first: dict[str, str] = {}
    for clause in segment(document.text, document.lines):
        # A title may run over two lines; a line break carries no meaning, blanks are kept as received.
        quote = document.text[clause.start : clause.end].replace("\n", "")
        same = first.setdefault(quote, clause.address)
        again = f" 同 {same}" if same != clause.address and len(quote) >= _LONG_ENOUGH else ""
        lines = [f"条 {clause.address} 性质 {' 、 '.join(clause.natures)}{again}", f"「{quote}」"]
        # What the rows of a page say stands in the metadata once somebody has written them.
        noted = clause if not (document.title and clause.doubt.startswith(ROW_DOUBT)) else replace(clause, doubt="")
        yield "\n".join([*lines, *("  注 「" + note + "」" for note in _notes(noted, quote, bool(again)))])


def _notes(clause: Clause, quote: str, repeated: bool) -> Iterator[str]:
    if clause.doubt:
        yield f"存疑:{clause.doubt}"
    accounted = frozenset[str]().union(*(ACCOUNTED.get(n, frozenset()) for n in clause.natures))
    # As the compiler reads them: half-width marks, so that （一） is no figure either, and no white space.
    words = [o.word for o in occurrences(fold(squeezed(quote))) if o.word not in accounted]
    if words and clause.kind == "sentence" and not repeated:
        yield "待写:" + "、".join(dict.fromkeys(words))
