"""Edits of a letter's web page or PDF after which a reader sees something else: each is named."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import pytest
from edit_making import FALSE_LINE, compared
from letter_making import made, possible

from reasoner.letters.letter_types import REFUSAL
from reasoner.model.verdict import Verdict


@pytest.fixture(scope="module")
def page(verdicts: list[Verdict]) -> str:
    return made(verdicts[0], REFUSAL, ".html").decode()


@pytest.fixture(scope="module")
def outcome(page: str) -> str:
    start = page.index("<p>审查结论")
    return page[start : page.index("</p>", start) + 4]


def faults(text: str) -> tuple[str, ...]:
    return compared(text.encode(), ".html").faults


ELEMENTS = (
    "dialog template noscript noframes noembed details datalist canvas video audio textarea select option math title head xmp"
    " plaintext progress meter del s strike iframe object svg form button marquee blink ins small div span font center bdo"
).split()  # fmt: skip


@pytest.mark.parametrize("element", ELEMENTS)
def test_an_element_that_we_never_write(page: str, outcome: str, element: str) -> None:
    changed = faults(page.replace(outcome, f"<{element}>{outcome}</{element}><p>{FALSE_LINE}</p>"))
    assert any("不是本程序写出的内容" in f for f in changed)
    within = outcome.replace("<p>", f"<p><{element}>").replace("</p>", f"</{element}></p>")
    assert any("不是本程序写出的内容" in f for f in faults(page.replace(outcome, within)))


ATTRIBUTES = [
    "hidden", 'style="display:none"', "popover", 'class="notes"', 'dir="rtl"', 'bgcolor="black"', 'contenteditable="true"',
    'onclick="x()"', "inert", 'id="a"', "class='quote'", 'class="quote" class="blank"', 'aria-hidden="true"',
]  # fmt: skip


@pytest.mark.parametrize("attribute", ATTRIBUTES)
def test_an_attribute_that_we_never_write(page: str, outcome: str, attribute: str) -> None:
    changed = faults(page.replace(outcome, outcome.replace("<p>", f"<p {attribute}>")))
    assert any(f.startswith("文件") for f in changed)
    assert any(f.startswith("结论") for f in changed) or "id=" not in attribute


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("</body>", "<style>p{display:none}</style></body>"),
        ("</body>", "<style>p{display:none}"),
        ("</style>", "p{color:#fff}</style>"),
        ("<head>", '<head><meta http-equiv="refresh" content="0; url=https://example.invalid/">'),
        ("<head>", '<head><link rel="stylesheet" href="x.css">'),
        ("<body>", "<body><!-- x -->"),
        ("<body>", "<body><![CDATA[x]]>"),
        ("<body>", "<body><?x?>"),
        ("</html>", f"</html><p>{FALSE_LINE}</p>"),
        ("</body>", "</body><body>"),
        ('<meta charset="utf-8">', ""),
        ('<meta charset="utf-8">', '<meta charset="gbk">'),
        ("<h1>", "<h1><h1>"),
        ("</h1>", ""),
        ('<col style="width:', '<col style="width:0'),
    ],
)
def test_what_changes_the_page_as_a_whole(verdicts: list[Verdict], page: str, old: str, new: str) -> None:
    if old.startswith("<col"):
        verdict, kind = next((v, k) for v, k in possible(verdicts) if "<col " in made(v, k, ".html").decode())
        page = made(verdict, kind, ".html").decode()
    assert old in page
    assert faults(page.replace(old, new, 1))


def test_a_false_line_beside_the_true_one(page: str, outcome: str) -> None:
    result = compared(page.replace(outcome, f"{outcome}\n<p>{FALSE_LINE}</p>").encode(), ".html")
    assert any("不受规划限制" in f for f in result.faults)
    assert FALSE_LINE in result.added
    before = page.replace(outcome, f"<p>下列说法不成立：</p>\n{outcome}")
    assert any("不成立" in f for f in faults(before))


def test_the_title_of_the_window(page: str) -> None:
    start, end = page.index("<title>"), page.index("</title>")
    changed = page[:start] + "<title>同意新增的批复" + page[end:]
    assert any("同意" in f for f in faults(changed))


def test_characters_that_nobody_sees(page: str, outcome: str) -> None:
    for mark in ("\u202e", "\u2066", "\U000e0041", "\ue000"):
        added = page.replace(outcome, f"{outcome}\n<p>附件{mark}三份。</p>")
        assert any("看不见" in f for f in faults(added))


def test_what_the_office_adds_is_listed(page: str, outcome: str) -> None:
    result = compared(page.replace(outcome, f"{outcome}\n<p>附件三份。</p>").encode(), ".html")
    assert result.faults == ()
    assert result.added == ("附件三份。",)


def test_a_quotation_from_the_letter_is_no_decision(page: str, outcome: str) -> None:
    start = page.index("“", page.index('<p class="quote">'))
    quotation = page[start : page.index("”", start) + 1]
    result = compared(page.replace(outcome, f"{outcome}\n<p>原文{quotation}附后。</p>").encode(), ".html")
    assert result.faults == ()
    assert len(result.added) == 1


def test_a_page_saved_again_by_a_browser_holds(verdicts: list[Verdict], page: str, tmp_path: Path) -> None:
    saved = page.replace("<html", "<!-- saved from url=(0014)about:internet -->\n<html", 1)
    assert faults(saved) == ()
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("Chromium is not on this machine")
    kinds = {kind: verdict for verdict, kind in possible(verdicts[:12])}
    file = tmp_path / "x.html"
    for kind, verdict in kinds.items():
        file.write_bytes(made(verdict, kind, ".html"))
        command = [program, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'p'}"]
        done = subprocess.run([*command, "--dump-dom", file.as_uri()], check=True, capture_output=True, timeout=60)
        assert compared(done.stdout, ".html").faults == (), kind


# --- PDF ------------------------------------------------------------------------------------------------------


def test_a_pdf_is_the_one_made_anew_or_none_of_ours(verdicts: list[Verdict], chinese_font: str) -> None:
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import RectangleObject

    data = made(verdicts[0], REFUSAL, ".pdf")
    assert compared(data, ".pdf").faults == ()

    def rewritten(edit: str) -> bytes:
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
        if edit == "page":
            writer.insert_blank_page(index=0)
        if edit == "box":
            writer.pages[0].mediabox = RectangleObject((0, 0, 1, 1))
        buffer = io.BytesIO()
        writer.write(buffer)
        return buffer.getvalue()

    for edit in ("none", "page", "box"):
        assert any(f.startswith("不是本软件所出的 PDF 原样") for f in compared(rewritten(edit), ".pdf").faults), edit
    assert any(f.startswith("不是本软件所出的 PDF 原样") for f in compared(data + b"\n% x\n", ".pdf").faults)
