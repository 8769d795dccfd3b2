"""Edits of a Word letter after which a reader sees something false: each is named (DESIGN §6: effective properties, order, added text)."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from edit_making import FALSE_LINE, WordLetter, compared
from letter_making import made, possible

from reasoner.letters.letter_types import REFUSAL
from reasoner.model.verdict import Verdict

ADDED = f"<w:p><w:r><w:t>{FALSE_LINE}</w:t></w:r></w:p>"
COMPATIBILITY = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
LATER = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'


@pytest.fixture(scope="module")
def refusal(verdicts: list[Verdict]) -> WordLetter:
    return WordLetter(made(verdicts[0], REFUSAL, ".docx"))


@pytest.fixture(scope="module")
def outcome(refusal: WordLetter) -> str:
    return refusal.paragraph("审查结论")


def faults(data: bytes) -> tuple[str, ...]:
    return compared(data, ".docx").faults


RUN_PROPERTIES = [
    '<w:color w:val="FEFEFE"/>', '<w:color w:val="000000" w:themeColor="background1"/>', '<w:sz w:val="6"/>',
    '<w:sz w:val="1.0"/>', "<w:strike/>", "<w:dstrike/>", '<w:shd w:val="clear" w:fill="000000"/>',
    '<w:shd w:val="solid" w:color="000000" w:fill="FFFFFF"/>', '<w:highlight w:val="black"/>', '<w:w w:val="1"/>',
    '<w:position w:val="-400"/>', '<w:spacing w:val="-400"/>', "<w:specVanish/>", "<w:vanish/>", "<w:emboss/>",
    f"<w14:textFill {LATER}><w14:noFill/></w14:textFill>", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>',
]  # fmt: skip


@pytest.mark.parametrize("mark", RUN_PROPERTIES)
def test_a_property_of_text_that_hides_it(refusal: WordLetter, outcome: str, mark: str) -> None:
    data = refusal.edited(outcome, outcome.replace("<w:r>", f"<w:r><w:rPr>{mark}</w:rPr>"))
    assert any(f.startswith("文件文字或者版面看不清") for f in faults(data))
    assert any(f.startswith("结论") for f in faults(data))


PARAGRAPH_PROPERTIES = [
    '<w:framePr w:w="1" w:x="99999" w:y="99999"/>', '<w:spacing w:line="1" w:lineRule="exact"/>', '<w:ind w:left="99999"/>',
    '<w:ind w:leftChars="9999"/>', "<w:bidi/>", '<w:shd w:val="clear" w:fill="000000"/>', '<w:spacing w:before="99999"/>',
]  # fmt: skip


@pytest.mark.parametrize("mark", PARAGRAPH_PROPERTIES)
def test_a_property_of_a_paragraph_that_hides_it(refusal: WordLetter, outcome: str, mark: str) -> None:
    data = refusal.edited(outcome, outcome.replace("</w:pPr>", f"{mark}</w:pPr>"))
    assert any(f.startswith("结论") for f in faults(data))


@pytest.mark.parametrize("mark", ["<w:vanish/>", '<w:color w:val="FFFFFF"/>', '<w:sz w:val="2"/>'])
@pytest.mark.parametrize("level", ["defaults", "base", "style"])
def test_what_text_inherits_counts(refusal: WordLetter, outcome: str, mark: str, level: str) -> None:
    """A style that is based on another, the style itself, or the defaults of the file."""
    styles = refusal.parts["word/styles.xml"]
    used = re.search(r'w:pStyle w:val="([^"]+)"', outcome)
    assert used is not None
    if level == "defaults":
        changed = styles.replace("<w:rPrDefault><w:rPr>", f"<w:rPrDefault><w:rPr>{mark}")
    else:
        name = "Normal" if level == "base" else used[1]
        pattern = rf'(<w:style [^>]*w:styleId="{name}"(?:(?!</w:style>).)*)</w:style>'
        changed = re.sub(pattern, rf"\1<w:rPr>{mark}</w:rPr></w:style>", styles, count=1, flags=re.DOTALL)
    assert changed != styles
    assert any(f.startswith("结论") for f in faults(refusal.with_part("word/styles.xml", changed)))


@pytest.mark.parametrize(
    ("table", "style"),
    [
        ("<w:tbl><w:tr><w:trPr><w:hidden/></w:trPr><w:tc>{}</w:tc></w:tr></w:tbl>", ""),
        ('<w:tbl><w:tr><w:trPr><w:trHeight w:val="1" w:hRule="exact"/></w:trPr><w:tc>{}</w:tc></w:tr></w:tbl>', ""),
        ('<w:tbl><w:tblPr><w:tblpPr w:tblpX="99999"/></w:tblPr><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>', ""),
        ("<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr>{}</w:tc></w:tr></w:tbl>", ""),
        ('<w:tbl><w:tblPr><w:tblStyle w:val="X"/></w:tblPr><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>', "<w:rPr><w:vanish/></w:rPr>"),
        (
            '<w:tbl><w:tblPr><w:tblStyle w:val="X"/></w:tblPr><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>',
            '<w:tblStylePr w:type="firstRow"><w:rPr><w:vanish/></w:rPr></w:tblStylePr>',
        ),
    ],
)  # fmt: skip
def test_a_table_that_hides_its_text(refusal: WordLetter, outcome: str, table: str, style: str) -> None:
    styles = refusal.parts["word/styles.xml"].replace(
        "</w:styles>", f'<w:style w:type="table" w:styleId="X">{style}</w:style></w:styles>'
    )
    body = refusal.body.replace(outcome, table.format(outcome))
    changed = refusal.with_parts({"word/document.xml": body, "word/styles.xml": styles})
    assert any(f.startswith("结论") for f in faults(changed))


def test_a_false_line_beside_the_true_one(refusal: WordLetter, outcome: str) -> None:
    result = compared(refusal.edited(outcome, outcome + ADDED), ".docx")
    assert any("不受规划限制" in f and f.startswith("本单位所加文字写有结论用语") for f in result.faults)
    assert FALSE_LINE in result.added


STRUCTURES = [
    f'<mc:AlternateContent {COMPATIBILITY}><mc:Choice Requires="zz">{{true}}</mc:Choice><mc:Fallback>{{false}}</mc:Fallback></mc:AlternateContent>',
    "<w:sdt><w:sdtContent>{true}</w:sdtContent></w:sdt>{false}",
    "<w:del>{true}</w:del>{false}",
    "<w:customXml>{true}</w:customXml>{false}",
    "<w:unknown>{true}</w:unknown>",
]


@pytest.mark.parametrize("structure", STRUCTURES)
def test_a_structure_that_nothing_of_ours_writes(refusal: WordLetter, outcome: str, structure: str) -> None:
    data = refusal.edited(outcome, structure.format(true=outcome, false=ADDED))
    assert any(f.startswith("文件含有不是本程序写出的内容") for f in faults(data))


def test_places_that_word_does_not_show(refusal: WordLetter, outcome: str) -> None:
    header = next(n for n in refusal.parts if re.fullmatch(r"word/header\d+\.xml", n))
    moved = refusal.parts[header].replace("</w:hdr>", f"{outcome}</w:hdr>")
    body = refusal.body.replace(outcome, ADDED)
    unreferenced = {"word/header9.xml": moved, "word/document.xml": body}
    notes = {"word/footnotes.xml": moved.replace("w:hdr", "w:footnotes"), "word/document.xml": body}
    for data in (refusal.with_parts(unreferenced), refusal.with_parts(notes)):
        assert any(f.startswith("结论") for f in faults(data))
    assert "文件含有不是本程序写出的内容(p)" in faults(refusal.edited("</w:body>", f"</w:body>{ADDED}"))
    other = refusal.edited("word/document.xml", "word/other.xml", part="_rels/.rels")
    assert "文件打开的正文不是本程序写出的正文(_rels/.rels)" in faults(other)


def test_the_result_of_a_field_is_no_text(refusal: WordLetter, outcome: str) -> None:
    start = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>IF 1 = 2 a b</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    data = refusal.edited(outcome, outcome.replace("<w:r>", f"{start}<w:r>", 1).replace("</w:p>", end))
    assert "文件含有页码以外的域" in faults(data)
    assert any(f.startswith("结论") for f in faults(data))


def test_words_that_numbering_sets(refusal: WordLetter, outcome: str) -> None:
    numbered = outcome.replace("</w:pPr>", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>')
    levels = '<w:abstractNum w:abstractNumId="90"><w:lvl w:ilvl="0"><w:lvlText w:val="同意%1"/></w:lvl></w:abstractNum>'
    numbering = refusal.parts["word/numbering.xml"]
    start = re.search(r"<w:numbering[^>]*>", numbering)
    assert start is not None
    changed = {
        "word/document.xml": refusal.body.replace(outcome, numbered),
        "word/numbering.xml": numbering.replace(start[0], start[0] + levels, 1),
    }
    assert any("同意" in f for f in faults(refusal.with_parts(changed)))


def test_a_number_that_word_counts_is_read(refusal: WordLetter, outcome: str) -> None:
    """A number set before 「900家」 shows 9900家: it stands in no text, and a reader sees it."""
    listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{}"/></w:numPr></w:pPr>'
    for number, told in (("1", True), ("0", False)):
        data = refusal.edited(outcome, outcome.replace("</w:pPr>", listed.format(number)))
        assert bool(faults(data)) is told, number
    styles = refusal.parts["word/styles.xml"]
    own = '<w:style w:type="paragraph" w:styleId="数"><w:name w:val="数"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style></w:styles>'
    styled = re.sub('<w:pStyle w:val="[^"]*"/>', '<w:pStyle w:val="数"/>', outcome)
    assert styled != outcome
    changed = {
        "word/styles.xml": styles.replace("</w:styles>", own),
        "word/document.xml": refusal.body.replace(outcome, styled),
    }
    assert faults(refusal.with_parts(changed))


def test_colours_and_fonts_of_the_theme(refusal: WordLetter, outcome: str) -> None:
    theme = refusal.parts["word/theme/theme1.xml"]
    mark = '<w:color w:val="000000" w:themeColor="text1"/>'
    body = refusal.body.replace(outcome, outcome.replace("<w:r>", f"<w:r><w:rPr>{mark}</w:rPr>"))
    assert faults(refusal.with_part("word/document.xml", body)) == ()
    white = re.sub(r"(<a:dk1>).*?(</a:dk1>)", r'\1<a:srgbClr val="FFFFFF"/>\2', theme, flags=re.DOTALL)
    assert white != theme
    assert faults(refusal.with_parts({"word/document.xml": body, "word/theme/theme1.xml": white}))
    symbols = re.sub(r'(<a:latin typeface=")[^"]*', r"\1Wingdings", theme)
    assert symbols != theme
    assert faults(refusal.with_part("word/theme/theme1.xml", symbols))


def test_heads_of_even_pages(refusal: WordLetter) -> None:
    settings = refusal.parts["word/settings.xml"]
    changed = settings.replace("</w:settings>", "<w:evenAndOddHeaders/></w:settings>")
    assert "文件奇偶页的页眉不同" in faults(refusal.with_part("word/settings.xml", changed))


def test_what_word_and_wps_write_on_saving_is_no_fault(refusal: WordLetter, outcome: str) -> None:
    """Attributes of revision, marks of proofing and bookmarks, the theme's colour of text, separators of notes."""
    fill = f'<w14:textFill {LATER}><w14:solidFill><w14:schemeClr w14:val="tx1"/></w14:solidFill></w14:textFill>'
    run = f'<w:r w:rsidR="00A1"><w:rPr><w:rFonts w:hint="eastAsia"/><w:lang w:val="en-US"/>{fill}</w:rPr>'
    saved = outcome.replace("<w:p>", '<w:p w:rsidR="00A1"><w:bookmarkStart w:id="0" w:name="_GoBack"/>')
    saved = saved.replace("<w:r>", f'<w:proofErr w:type="spellStart"/>{run}')
    notes = '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'
    changed = {"word/document.xml": refusal.body.replace(outcome, saved), "word/footnotes.xml": notes}
    result = compared(refusal.with_parts(changed), ".docx")
    assert (result.faults, result.added) == ((), ())


def test_the_mark_of_a_draft_stands_on_every_page(refusal: WordLetter) -> None:
    reference = re.search(r"<w:headerReference[^>]*/>", refusal.body)
    assert reference is not None
    assert "例外考量没有填写,但「草稿」字样已被删去" in faults(refusal.edited(reference[0], ""))
    assert any("首页不同" in f for f in faults(refusal.edited("<w:pgSz", "<w:titlePg/><w:pgSz")))


def test_words_around_a_line_take_its_sense(refusal: WordLetter, outcome: str) -> None:
    data = refusal.edited(outcome, re.sub(r"(<w:t[^>]*>)", r"\1下列说法不成立：", outcome, count=1))
    assert any(f.startswith("结论") for f in faults(data))
    first, second = refusal.paragraph("低于75%的"), refusal.paragraph("本次按")
    swapped = refusal.body.replace(first, "@").replace(second, first).replace("@", second)
    assert faults(refusal.with_part("word/document.xml", swapped))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("经研究，同 意 新 增。", "同意"), ("本局准·予办理。", "准予"), ("上述内容作废。", "作废"), ("以本段为准。", "为准"),
        ("处理意见", "处理意见"), ("一、查明的事实", "查明的事实"), ("审查结论：见附件。", "审查结论"),
    ],
)  # fmt: skip
def test_a_word_of_decision_in_text_of_the_office(refusal: WordLetter, outcome: str, text: str, words: str) -> None:
    data = refusal.edited(outcome, f"{outcome}<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
    assert any(words in f and f.startswith("本单位所加文字写有") for f in faults(data))


def test_words_set_one_a_paragraph(refusal: WordLetter, outcome: str) -> None:
    added = "".join(f"<w:p><w:r><w:t>{c}</w:t></w:r></w:p>" for c in "同意新增")
    assert any("同意" in f for f in faults(refusal.edited(outcome, outcome + added)))


def test_what_the_office_adds_is_listed(refusal: WordLetter, outcome: str) -> None:
    data = refusal.edited(outcome, f"{outcome}<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>附件三份。</w:t></w:r></w:p>")
    result = compared(data, ".docx")
    assert result.faults == ()
    assert result.added == ("附件三份。",)


def test_blanks_are_fields(refusal: WordLetter) -> None:
    code, source = refusal.paragraph("统一社会信用代码"), refusal.paragraph("（印章）")
    body = refusal.body.replace(code, re.sub("_{4,}", "91370200MA3C000000", code))
    body = body.replace(source, re.sub("_{4,}", "某某市医疗保障事业中心", source))
    result = compared(refusal.with_part("word/document.xml", body), ".docx")
    assert result.faults == ()
    assert result.added == ()
    assert {"91370200MA3C000000", "某某市医疗保障事业中心"} <= set(result.filled)


def test_a_finding_may_use_words_of_decision_but_no_other_outcome(refusal: WordLetter) -> None:
    blank = re.search(r"_{20}（由经办人员填写）。", refusal.body)
    assert blank is not None
    weighed = compared(refusal.edited(blank[0], "经集体研究，同意不作例外。"), ".docx")
    assert weighed.faults == ()
    assert weighed.filled == ("经集体研究,同意不作例外。",)
    other = compared(refusal.edited(blank[0], "不受规划限制，可按规定纳入评估范围。"), ".docx")
    assert any(f.startswith("填写的文字写有结论用语") for f in other.faults)


def test_a_letter_saved_again_by_libreoffice_holds(verdicts: list[Verdict], tmp_path: Path) -> None:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not on this machine")
    kinds = {kind: verdict for verdict, kind in possible(verdicts[:12])}
    for kind, verdict in kinds.items():
        (tmp_path / f"{kind}.docx").write_bytes(made(verdict, kind, ".docx"))
    saved = tmp_path / "saved"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(saved)]
    subprocess.run([*command, *map(str, tmp_path.glob("*.docx"))], check=True, capture_output=True, timeout=120)
    assert len(list(saved.glob("*.docx"))) == len(kinds)
    for file in saved.glob("*.docx"):
        result = compared(file.read_bytes(), ".docx")
        assert (result.faults, result.added, result.filled) == ((), (), ()), file.name
