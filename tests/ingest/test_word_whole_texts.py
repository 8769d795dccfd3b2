"""Whole texts printed to Word files, by python-docx and by LibreOffice: every character comes back, lists are numbered."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from word_files import converted, level, lists, office, paragraph, word_file
from word_reading import TEXTS, held_against_the_second

from policy_dsl.ingest.readers.word_document import read_word

# --- whole texts ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: f"{p.parent.name}-{p.stem}"[-40:])
def test_every_character_of_a_text_printed_by_python_docx_comes_back(path: Path) -> None:
    words = path.read_text(encoding="utf-8")
    document = docx.Document()
    for line in words.split("\n"):
        document.add_paragraph(line)
    stored = io.BytesIO()
    document.save(stored)
    again = read_word(stored.getvalue())
    assert again.text == words
    assert not again.notices
    assert not again.left_out
    assert not held_against_the_second(stored.getvalue()).differences


@pytest.mark.skipif(office() is None, reason="needs LibreOffice")
def test_every_character_of_texts_written_by_libreoffice_comes_back() -> None:
    # All in one file: LibreOffice takes seconds to start.
    words = "\n".join(path.read_text(encoding="utf-8") for path in TEXTS)
    raw = converted(word_file("".join(map(paragraph, words.split("\n")))), "a.docx", "docx:MS Word 2007 XML")
    again = read_word(raw)
    assert again.text == words
    assert not again.notices
    assert not held_against_the_second(raw).open


@pytest.mark.skipif(office() is None, reason="needs LibreOffice")
def test_lists_that_libreoffice_writes_are_numbered_as_it_prints_them() -> None:
    forms = ("chineseCountingThousand", "decimal", "decimalEnclosedCircle")
    defined = lists(
        [
            "".join(level(i, f, f"%{i + 1}、") for i, f in enumerate(forms)),
            level(0, "chineseLegalSimplified", "第%1章", start=3),
        ],
        [0, 1, 0],
        {3: '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>'},
    )
    path = [(1, 0), (1, 1), (1, 2), (2, 0), (1, 2), (1, 1), (2, 0), (1, 0), (1, 1), (3, 0), (3, 1), (3, 0)]
    body = "".join(paragraph(f"甲{i}", list_id=n, level=at) for i, (n, at) in enumerate(path))
    raw = converted(word_file(body, numbering=defined), "a.docx", "docx:MS Word 2007 XML")
    printed = converted(raw, "a.docx", "txt:Text (encoded):UTF8").decode("utf-8-sig").split("\n")
    ours = read_word(raw).text.split("\n")
    assert ["".join(x.split()) for x in ours if x.strip()] == ["".join(x.split()) for x in printed if x.strip()]
    assert "七、甲9" in ours
