"""The text of a graph's file, and its triples."""

from __future__ import annotations

import os
import re
from typing import Final

from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.ingest.text_decoding import NotText, utf8_text
from reasoner.graphs.triples import Triples
from reasoner.intake.characters import name_of
from reasoner.intake.file_kind import FileKind, kind_of
from reasoner.intake.file_loading import MOST_BYTES, read_bytes
from reasoner.intake.loaded_data import at

_READ: Final = (FileKind.TURTLE, FileKind.N_TRIPLES, FileKind.JSON_LD)
_PAGE: Final = "网页中嵌入的数据,本程序不读"
_REFUSED: Final = {
    FileKind.RDF_XML: "RDF/XML 可以引用外部实体(DTD),本程序不读",
    FileKind.NAMED_GRAPHS: "带命名图的格式说不清哪些陈述算数,本程序不读",
    FileKind.N3: "N3 含公式和规则,本程序不读",
    FileKind.HTML: _PAGE,
    FileKind.XHTML: _PAGE,
}
# Marks that reorder a line can hide what a file says, in a comment too.
_REORDERING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def load_graph(source: bytes | str | os.PathLike[str], name: str = "", kind: FileKind | None = None) -> Triples:
    """The triples of a file, or of bytes named `name`, whose suffix tells the form unless `kind` does; without one it is Turtle.

    Raises Faults: F101 to F103 as for any file, F110 a mark that reorders a line, G105 a form that is not read, else as `parse`.
    """
    label = name or ("" if isinstance(source, bytes) else os.fspath(source))
    kind = kind or kind_of(label)
    if kind in _REFUSED:
        allowed = "Turtle(.ttl)、JSON-LD(.jsonld)、N-Triples(.nt)"
        raise Faults([Diagnostic("G105", label, _REFUSED[kind], allowed, "用其他工具转成其中一种")])
    raw = source if isinstance(source, bytes) else read_bytes(source, label)
    if len(raw) > MOST_BYTES:
        raise Faults([Diagnostic("F102", label, f"文件过大:{len(raw) / 2**20:.1f} MB", hint="分成几个文件")])
    try:
        text = utf8_text(raw)
    except NotText as error:
        message = f"第{error.offset + 1}个字节不是 UTF-8 编码的文字"
        raise Faults([Diagnostic("F103", f"{label}:{error.line}", message, "UTF-8", "另存为 UTF-8 编码")]) from None
    marks = [*_REORDERING.finditer(text)][:20]
    if marks:
        raise Faults([at(label, text, m.start(), "F110", f"文件中有{name_of(m[0])}", "删去该字符") for m in marks])
    from reasoner.graphs.parse import parse

    return parse(text, label, kind if kind in _READ else FileKind.TURTLE)
