"""Each official text of other places, printed to Word, PDF and a web page and brought in by the command: nothing of it is lost.

The readers alone are tried on every text in test_word_whole_texts.py, test_pdf_document.py and test_web_page.py; here the whole
way: what lies in the folder afterwards, and what the report counts.
"""

from __future__ import annotations

import html
import io
from pathlib import Path

import docx
import pytest
import typst

from reasoner.driver.ingesting import Request, ingest

TEXTS = [
    p
    for p in sorted((Path(__file__).parents[1] / "corpus/statutes").glob("*.txt"))
    if not p.stem.startswith("invented")
]


def as_word(words: str) -> bytes:
    document = docx.Document()
    for line in words.split("\n"):
        document.add_paragraph(line)
    stored = io.BytesIO()
    document.save(stored)
    return stored.getvalue()


def as_pdf(words: str) -> bytes:
    head = (
        '#set page(numbering: "— 1 —")\n#set text(font: ("Noto Serif CJK SC",), size: 16pt)\n#set par(justify: true)\n'
    )
    lines = (line.replace("\\", "\\\\").replace('"', '\\"') for line in words.split("\n") if line.strip())
    return typst.compile((head + "\n\n".join(f'#"{line}"' for line in lines)).encode())


def as_page(words: str) -> bytes:
    inner = "".join(f"<p>{html.escape(line)}</p>" for line in words.split("\n"))
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'></head><body>{inner}</body></html>".encode()


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize(("ending", "printed"), [("docx", as_word), ("pdf", as_pdf), ("html", as_page)])
@pytest.mark.parametrize("path", TEXTS, ids=lambda p: p.stem[:24])
def test_every_character_of_a_text_is_in_the_folder(path: Path, ending: str, printed: object, tmp_path: Path) -> None:
    assert callable(printed)
    words = path.read_text(encoding="utf-8")
    file, folder = tmp_path / f"a.{ending}", tmp_path / "texts-1"
    file.write_bytes(printed(words))
    report = ingest(Request(file, folder))
    text = (folder / "text.txt").read_text(encoding="utf-8")
    assert squeezed(text) == squeezed(words)
    # What is drafted quotes every character, those apart that are masked as rows of a page, each of them told.
    masked = sum(len(squeezed(told.words)) for told in report.masked)
    lines = (folder / "rules.tiao").read_text(encoding="utf-8").split("\n")
    quoted = "".join(line[1:-1] for line in lines if line.startswith("「"))
    assert len(squeezed(quoted)) == len(squeezed(text)) - masked
    assert report.characters.total == len(squeezed(text))
    assert not [d for d in report.differences if not d.cause]
