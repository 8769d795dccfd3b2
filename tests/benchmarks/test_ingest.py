"""What reading a received file of 50 pages costs beside its two readers alone; nothing fails by the clock.

Run with `uv run --group dev pytest tests/benchmarks/test_ingest.py --benchmark-enable -s`.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pdfplumber
import pypdfium2
import pytest
import typst

from policy_dsl.ingest.readers.word_document import read_word
from reasoner.driver.ingesting import Request, ingest

ROOT = Path(__file__).parents[2]
PAGES = 50
PER_PAGE = 620
"""Characters of a page of an official document: 22 lines of 28, less what paragraphs leave."""


def words(pages: int) -> str:
    """Statutes one after another, so many pages of them."""
    text = "\n".join(p.read_text(encoding="utf-8") for p in sorted((ROOT / "tests/corpus/statutes").glob("s*.txt")))
    return (text * (pages * PER_PAGE // len(text) + 1))[: pages * PER_PAGE]


def as_word(text: str) -> bytes:
    document = docx.Document()
    for line in text.split("\n"):
        document.add_paragraph(line)
    stored = io.BytesIO()
    document.save(stored)
    return stored.getvalue()


def as_pdf(text: str) -> bytes:
    head = (
        '#set page(numbering: "— 1 —")\n#set text(font: ("Noto Serif CJK SC",), size: 16pt)\n#set par(justify: true)\n'
    )
    lines = (line.replace("\\", "\\\\").replace('"', '\\"') for line in text.split("\n") if line.strip())
    return typst.compile((head + "\n\n".join(f'#"{line}"' for line in lines)).encode())


def word_readers(raw: bytes) -> None:
    read_word(raw)
    _ = [p.text for p in docx.Document(io.BytesIO(raw)).paragraphs]


def pdf_readers(raw: bytes) -> None:
    document = pypdfium2.PdfDocument(raw)
    _ = [page.get_textpage().get_text_range() for page in document]
    with pdfplumber.open(io.BytesIO(raw)) as other:
        _ = [page.extract_text() for page in other.pages]


def fastest(run: Callable[[], Any], rounds: int = 3) -> float:
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return min(times)


@pytest.mark.parametrize(("form", "made", "readers"), [("docx", as_word, word_readers), ("pdf", as_pdf, pdf_readers)])
def test_a_file_of_fifty_pages(
    form: str, made: Callable[[str], bytes], readers: Callable[[bytes], None], request: pytest.FixtureRequest,
    tmp_path: Path, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    pages = PAGES if request.config.getoption("benchmark_enable") else 2
    raw = made(words(pages))
    source = tmp_path / f"a.{form}"
    source.write_bytes(raw)
    alone = fastest(lambda: readers(raw))
    whole = fastest(lambda: ingest(Request(source, tmp_path / "a-1")))
    with capsys.disabled():
        print(f"\n{form}: {pages} pages, two readers alone {alone:.2f} s, ingest {whole:.2f} s, {whole / alone:.1f} ×")
    assert (tmp_path / "a-1" / "text.txt").exists()
