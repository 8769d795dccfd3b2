"""PDF files with text, printed by typst and by LibreOffice, read back: every character, paragraphs, page furniture, scans."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
import pytest
import typst
from word_files import converted, office, paragraph, row_of, word_file

from policy_dsl.ingest.readers import pdf_document
from policy_dsl.ingest.readers.compatibility_forms import common
from policy_dsl.ingest.readers.extraction import Unreadable
from policy_dsl.ingest.readers.page_furniture import furniture
from policy_dsl.ingest.readers.pdf_document import PageLine, read_pdf

ROOT = Path(__file__).parents[2]
TEXTS = sorted([*(ROOT / "tests/corpus/statutes").glob("*.txt"), *(ROOT / "policy_dsl/corpus").rglob("text.txt")])


def squeezed(text: str) -> str:
    return "".join(text.split())


def printed(words: str, *, numbering: str = '"— 1 —"', size: int = 16, header: str = "", indent: str = "2em") -> bytes:
    """A text as official documents are laid out: 三号, two characters indented, numbers between dashes."""
    head = f'#set page(numbering: {numbering}, header: [#text(size: 9pt)[{header}]])\n#set text(font: ("Noto Serif CJK SC",), size: {size}pt)\n'
    head += f"#set par(first-line-indent: (amount: {indent}, all: true), justify: true)\n"
    lines = (line.replace("\\", "\\\\").replace('"', '\\"') for line in words.split("\n") if line.strip())
    return typst.compile((head + "\n\n".join(f'#"{line}"' for line in lines)).encode())


def lines_of(text: str) -> list[str]:
    return [squeezed(line) for line in text.split("\n") if line.strip()]


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: f"{p.parent.name}-{p.stem}"[-40:])
def test_every_character_of_a_text_printed_by_typst_comes_back(path: Path) -> None:
    words = path.read_text(encoding="utf-8").replace("▒", "")
    extraction, reconciliation = read_pdf(printed(words))
    assert squeezed(extraction.text) == squeezed(words)
    assert reconciliation is not None
    assert not [d for d in reconciliation.differences if d.first or d.second]
    assert {x.kind for x in extraction.left_out} <= {"页眉、页脚和页码"}
    assert not extraction.notices


def test_paragraphs_are_those_of_the_text() -> None:
    words = (ROOT / "tests/corpus/statutes/social-insurance-agencies-2023.txt").read_text(encoding="utf-8")
    extraction, _ = read_pdf(printed(words))
    assert lines_of(extraction.text) == lines_of(words)


@pytest.mark.skipif(office() is None, reason="needs LibreOffice")
def test_every_character_of_texts_printed_by_libreoffice_comes_back() -> None:
    words = "\n".join(path.read_text(encoding="utf-8").replace("▒", "") for path in TEXTS)
    raw = converted(word_file("".join(paragraph(line) for line in words.split("\n") if line.strip())), "a.docx", "pdf")
    extraction, reconciliation = read_pdf(raw)
    assert squeezed(common(words)) == squeezed(extraction.text)
    assert reconciliation is not None
    assert not [d for d in reconciliation.differences if d.first or d.second]


# --- headers, footers, numbers ---------------------------------------------------------------------------------------

LONG = "\n".join(f"第{i}条 床位使用率低于{i}%的,原则上不再新增住院床位,由医疗保障部门另行规定。" for i in range(1, 120))


def test_page_numbers_and_headers_are_out_with_their_words_and_places() -> None:
    extraction, _ = read_pdf(printed(LONG, header="某市医疗保障局文件"))
    assert squeezed(extraction.text) == squeezed(LONG)
    assert {x.words for x in extraction.left_out if "局" in x.words} == {"某市医疗保障局文件"}
    assert "第2页" in {x.place for x in extraction.left_out}
    kept, _ = read_pdf(printed(LONG, header="某市医疗保障局文件"), masks=False)
    assert not kept.left_out
    assert kept.text.count("某市医疗保障局文件") == len({x.place for x in extraction.left_out})


def page(*lines: tuple[str, float]) -> Sequence[PageLine]:
    return [PageLine(words, 70, 500, bottom, bottom + 12, 12) for words, bottom in lines]


def test_a_number_alone_at_the_edge_counts_only_where_it_counts_the_pages() -> None:
    counting = [page(("甲。", 700), (str(n), 30)) for n in (5, 6, 7)]
    assert furniture(counting, [840] * 3) == {n: frozenset({1}) for n in range(3)}
    figures = [page(("甲。", 700), (n, 30)) for n in ("75", "12")]
    assert not furniture(figures, [840] * 2)
    inside = [page((str(n), 400)) for n in (1, 2, 3)]
    assert not furniture(inside, [840] * 3)


def test_a_line_that_two_pages_have_alike_is_text() -> None:
    assert not furniture([page(("附件", 800)), page(("附件", 800)), page(("乙", 800)), page(("丙", 800))], [840] * 4)


# --- compatibility forms ---------------------------------------------------------------------------------------------


def test_radicals_and_vertical_marks_are_common_characters_and_counted() -> None:
    folds: Counter[str] = Counter()
    assert common("基⾦⻔诊︵甲︶︐\uf900", folds) == "基金门诊（甲），\u8c48"
    assert folds["⾦→金"] == 1
    assert folds["⻔→门"] == 1
    assert common("（甲），。①㈠") == "（甲），。①㈠"  # full-width marks and enclosed figures are words of the text


# --- scans, locked and damaged files ---------------------------------------------------------------------------------


def scan(count: int) -> bytes:
    """Pages of a bitmap each."""
    document = pypdfium2.PdfDocument.new()
    rendered = pypdfium2.PdfDocument(printed("甲" * 100))[0].render(scale=0.3)
    for _ in range(count):
        leaf = document.new_page(595, 842)
        image = pypdfium2.PdfImage.new(document)
        image.set_bitmap(rendered)
        image.set_matrix(pypdfium2.PdfMatrix().scale(595, 842))
        leaf.insert_obj(image)
        leaf.gen_content()
    stored = io.BytesIO()
    document.save(stored)
    return stored.getvalue()


def joined(*files: bytes) -> bytes:
    document = pypdfium2.PdfDocument.new()
    for file in files:
        document.import_pages(pypdfium2.PdfDocument(file))
    stored = io.BytesIO()
    document.save(stored)
    return stored.getvalue()


def refused(raw: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        read_pdf(raw)
    assert caught.value.hint
    return caught.value.code


def test_a_scan_is_refused_and_says_how_it_is_typed() -> None:
    with pytest.raises(Unreadable) as caught:
        read_pdf(scan(2))
    assert caught.value.code == "R108"
    assert "--typed" in caught.value.hint
    assert "--proofread-by" in caught.value.hint


def test_a_scanned_page_among_others_is_a_mark_in_its_place() -> None:
    raw = joined(printed("第一条 甲。", numbering="none"), scan(1), printed("第二条 乙。", numbering="none"))
    extraction, _ = read_pdf(raw)
    assert lines_of(extraction.text) == ["第一条甲。", "〔扫描页1〕", "第二条乙。"]
    assert [(n.code, n.place) for n in extraction.notices] == [("R108", "第2页")]
    assert [p.place for p in extraction.placeholders] == ["第2页"]


def test_a_second_reading_that_takes_too_long_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_document, "SECONDS", -1)
    extraction, reconciliation = read_pdf(printed("甲应当乙。"))
    assert reconciliation is None
    assert [n.code for n in extraction.notices] == ["R118"]


def test_locked_and_damaged_files_are_named() -> None:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(printed("甲"))))
    writer.encrypt("x", algorithm="RC4-128")
    stored = io.BytesIO()
    writer.write(stored)
    assert refused(stored.getvalue()) == "R104"
    assert refused(b"%PDF-1.7\n" + b"x" * 100) == "R103"
    assert refused(printed("甲")[:300]) == "R103"


@pytest.mark.skipif(office() is None, reason="needs LibreOffice")
def test_the_rows_of_a_table_stay_lines() -> None:
    rows = "".join(row_of(paragraph("青岛市"), paragraph("床位使用率"), paragraph(f"7{n}%")) for n in range(4))
    raw = converted(
        word_file(paragraph("表前。") + f"<w:tbl><w:tblPr/>{rows}</w:tbl>" + paragraph("表后。")), "a.docx", "pdf"
    )
    extraction, reconciliation = read_pdf(raw)
    assert lines_of(extraction.text) == ["表前。", *(f"青岛市床位使用率7{n}%" for n in range(4)), "表后。"]
    assert reconciliation is not None
    assert not [d for d in reconciliation.differences if d.first or d.second]
