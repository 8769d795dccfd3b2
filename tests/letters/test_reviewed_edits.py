"""The edits of the review (robustness 1, first days 1 and 2) that the other tests of edits do not make: each is named, the
harmless ones are not.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from edit_making import FALSE_LINE, WordLetter, compared
from letter_making import letter, made, possible

from reasoner.letters.letter_types import REFUSAL
from reasoner.model.verdict import Verdict
from reasoner.render.typeset import bare

DRAWING = 'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
SHAPE = 'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
VML = 'xmlns:v="urn:schemas-microsoft-com:vml"'


@pytest.fixture(scope="module")
def word(verdicts: list[Verdict]) -> WordLetter:
    return WordLetter(made(verdicts[0], REFUSAL, ".docx"))


@pytest.fixture(scope="module")
def page(verdicts: list[Verdict]) -> str:
    return made(verdicts[0], REFUSAL, ".html").decode()


# --- Word


def anchored(content: str) -> str:
    """A drawing that floats over the page."""
    return f'<w:r><w:drawing><wp:anchor {DRAWING} behindDoc="0"><a:graphic><a:graphicData>{content}</a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>'


FLOATING = {
    "an opaque shape over the page": lambda p: p.replace("</w:p>", anchored(f"<wps:wsp {SHAPE}><wps:spPr/></wps:wsp>") + "</w:p>"),
    "a text box off the page": lambda p: (
        "<w:p>" + anchored(f"<wps:wsp {SHAPE}><wps:txbx><w:txbxContent>{p}</w:txbxContent></wps:txbx></wps:wsp>") + "</w:p>"
    ),
    "a text box of an earlier Word": lambda p: (
        f'<w:p><w:r><w:pict><v:shape {VML} style="margin-left:-999pt"><v:textbox><w:txbxContent>{p}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>'
    ),
    "a picture with other words": lambda p: p.replace("</w:p>", "<w:r><w:object/></w:r></w:p>"),
}  # fmt: skip


@pytest.mark.parametrize("edit", FLOATING.values(), ids=FLOATING)
def test_what_floats_over_or_off_the_page(word: WordLetter, edit: Callable[[str], str]) -> None:
    outcome = word.paragraph("审查结论")
    faults = compared(word.edited(outcome, edit(outcome)), ".docx").faults
    assert any(f.startswith("文件含有不是本程序写出的内容") for f in faults), faults


def test_the_true_line_moved_out_and_a_false_one_in_its_place(word: WordLetter) -> None:
    outcome = word.paragraph("审查结论")
    false = f"<w:p><w:r><w:t>{FALSE_LINE}</w:t></w:r></w:p>"
    faults = compared(word.edited(outcome, FLOATING["a text box off the page"](outcome) + false), ".docx").faults
    assert any(f.startswith("结论") for f in faults)
    assert any("不受规划限制" in f for f in faults)


# --- pages


@pytest.mark.parametrize("element", ["input", "img", "embed", "base", "param", "wbr", "object data=x"])
def test_an_element_without_an_end(page: str, element: str) -> None:
    faults = compared(page.replace("<p>审查结论", f"<{element}><p>审查结论", 1).encode(), ".html").faults
    assert any(f.startswith("文件含有不是本程序写出的") for f in faults), faults


@pytest.mark.parametrize(
    "attribute", ['color="#fff"', 'size="1"', 'width="0"', 'align="right"', 'lang="x"', "translate", 'slot="a"']
)
def test_an_attribute_of_old_pages(page: str, attribute: str) -> None:
    faults = compared(page.replace("<p>审查结论", f"<p {attribute}>审查结论", 1).encode(), ".html").faults
    assert any(f.startswith("结论") for f in faults), faults


# --- PDF


def pdf_edits() -> dict[str, Callable[[object], None]]:
    from pypdf import PdfWriter
    from pypdf.annotations import FreeText
    from pypdf.generic import ContentStream, DecodedStreamObject, NameObject, RectangleObject

    def painted(writer: PdfWriter, before: bytes, after: bytes) -> None:
        for each in writer.pages:
            stream = DecodedStreamObject()
            content = each.get_contents()
            assert isinstance(content, ContentStream)
            stream.set_data(before + content.get_data() + after)
            each[NameObject("/Contents")] = writer._add_object(stream)

    def first_blank(writer: PdfWriter) -> None:
        writer.insert_blank_page(index=0)

    def tiny(writer: PdfWriter) -> None:
        for each in writer.pages:
            each.mediabox = RectangleObject((0, 0, 1, 1))

    def note(writer: PdfWriter) -> None:
        text = FreeText(text=FALSE_LINE, rect=(50, 50, 500, 800), background_color="ffffff")
        writer.add_annotation(page_number=0, annotation=text)

    return {
        "text that is not painted": lambda w: painted(w, b"3 Tr\n", b""),  # type: ignore[arg-type]  # a writer
        "a white rectangle over every page": lambda w: painted(w, b"", b"\n1 1 1 rg 0 0 2000 2000 re f\n"),  # type: ignore[arg-type]
        "a page of one point": tiny,  # type: ignore[dict-item]
        "a blank page first": first_blank,  # type: ignore[dict-item]
        "an opaque note": note,  # type: ignore[dict-item]
        "nothing but written again": lambda _: None,
    }


def test_every_edit_of_a_pdf(verdicts: list[Verdict], chinese_font: str) -> None:
    from pypdf import PdfReader, PdfWriter

    data = made(verdicts[0], REFUSAL, ".pdf")
    for name, edit in pdf_edits().items():
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
        edit(writer)
        buffer = io.BytesIO()
        writer.write(buffer)
        faults = compared(buffer.getvalue(), ".pdf").faults
        assert any(f.startswith("不是本软件所出的 PDF 原样") for f in faults), name


# --- lines taken away


def test_no_line_of_ours_can_be_taken_away(verdicts: list[Verdict]) -> None:
    """What may be left out is for staff alone, or a blank of the office."""
    kinds = {kind: verdict for verdict, kind in possible(verdicts[:12])}
    assert len(kinds) > 5
    for kind, verdict in kinds.items():
        text = made(verdict, kind, ".html").decode()
        needed = {bare(n.text) for n in letter(verdict, kind).lines() if n.what}
        for match in re.finditer(r"<p(?: class=\"[a-z]+\")?>([^<]+)</p>\n", text):
            if bare(match[1]) in needed:
                cut = text[: match.start()] + text[match.end() :]
                assert compared(cut.encode(), ".html").faults, (kind, match[1])
        plain = [n.text for n in letter(verdict, kind).lines() if not n.what and n.form == "正文"]
        assert [t for t in plain if "____" not in t and "\u3000" not in t] == [], kind


# --- what an office may correct (first days 1 and 2)


def test_a_source_that_nobody_gave_may_be_written(verdicts: list[Verdict]) -> None:
    text = next(
        p for v, k in possible(verdicts) if k == REFUSAL and "来源：____" in (p := made(v, k, ".html").decode())
    )
    edited = text.replace("来源：____", "来源：现场核查记录（2024年5月6日）")
    result = compared(edited.encode(), ".html")
    assert result.faults == ()
    assert "现场核查记录(2024年5月6日)" in result.filled


def test_no_letter_quotes_as_programs_do(verdicts: list[Verdict]) -> None:
    for verdict, kind in possible(verdicts):
        whole = letter(verdict, kind)
        cells = [c for s in whole.sections if s.table for row in s.table.rows for c in row]
        for text in (*(n.text for n in (*whole.lines(), *whole.notes)), *cells):
            assert not re.search("[「」]", text), (kind, text)
            assert not re.search(r"(?<![\d-])\d{4}-\d\d-\d\d(?!\d)", text), (kind, text)
            assert not re.search("》、《|”、“", text), (kind, text)
