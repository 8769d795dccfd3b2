"""Markup stands in templates alone, everything in it is escaped, and nobody pays for Jinja who asks for no page."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder
from msgspec.structs import replace

from reasoner.render.html import pages
from reasoner.render.html.letter_page_model import LetterPage, LetterSection, LetterTable, Paragraph, ParagraphStyle
from reasoner.render.html.topic_page_model import QuotePiece, TopicCell, TopicClause, TopicLine, TopicsPage, TopicTable

ROOT = Path(__file__).parents[2]
FLOOR = ROOT / "reasoner" / "render" / "html"
TEMPLATES = sorted((FLOOR / "templates").glob("*.jinja"))
MODULES = sorted((ROOT / "reasoner").rglob("*.py"))

_ELEMENTS = (
    "html|head|body|meta|title|style|script|section|nav|div|span|h[1-6]?|p|a|b|i|u|em|strong|small|mark|code|pre|blockquote|ul|ol|li|dl|dt|dd|"
    "table|caption|colgroup|thead|tbody|tr|th|td|details|summary|br|hr|img|svg|button|form|input|label|select|option"
)
MARKUP = re.compile(rf"</?(?:{_ELEMENTS})(?:[\s>]|$)|<!DOCTYPE", re.IGNORECASE)
"""An element of HTML, or its beginning at the end of a string, which another string would continue."""

VML = "reasoner/sheets/cell_comments.py"
"""Comments of a workbook are drawn in VML, whose text boxes hold a `div`."""
READER = "reasoner/letters/page_text.py"
"""Reads pages back, to verify them: it names tags and undoes escapes, and writes neither."""
STYLES = ("reasoner/office/views/comparing.py", "<style>(.*?)</style>")
"""Reads the style of a page that was kept, so that its digest alone may be used, and writes none."""

OFFERS = "reasoner/office/offers.py"
"""Finds forms and links in a page that a template made, to leave out what its reader cannot do; what it puts there comes of a template."""


def strings(module: Path) -> Iterator[tuple[int, str]]:
    """The line and value of every string constant, parts of f-strings too, that is no docstring."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    statements = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in statements:
            yield node.lineno, node.value


def imports(module: Path) -> set[str]:
    """What a module imports, by full name."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


@pytest.mark.parametrize(
    "text", ["<p>", '<p class="note">', "</td>", "<table><tr>", "<h", "<!DOCTYPE html>", "a</b>", "<ul>\n"]
)
def test_markup_is_recognised(text: str) -> None:
    assert MARKUP.search(text)


@pytest.mark.parametrize(
    "text", ["a < b", "(?P<part>x)", "<pane ySplit=", "<worksheet ", "(?<=。)", "->", "<dc:title>"]
)
def test_other_signs_are_no_markup(text: str) -> None:
    assert not MARKUP.search(text)


def test_no_markup_in_strings_of_python() -> None:
    listed = [(m.relative_to(ROOT).as_posix(), *of) for m in MODULES for of in strings(m) if MARKUP.search(of[1])]
    assert [e for e in listed if e[0] not in (VML, READER, OFFERS) and (e[0], e[2]) != STYLES] == []


def test_nobody_escapes_by_hand() -> None:
    writers = [m for m in MODULES if m.relative_to(ROOT).as_posix() != READER]
    assert [m for m in writers if imports(m) & {"html", "html.escape", "markupsafe", "markupsafe.Markup"}] == []


def test_one_place_alone_writes_what_is_not_escaped() -> None:
    raw = {t.name: re.findall(r"\|\s*safe|autoescape", t.read_text(encoding="utf-8")) for t in TEMPLATES}
    assert {name: len(uses) for name, uses in raw.items() if uses} == {"letter.html.jinja": 1}
    assert "page.payload | in_script | safe" in (FLOOR / "templates" / "letter.html.jinja").read_text(encoding="utf-8")


def test_templates_hold_no_style_and_nothing_that_runs_or_is_fetched() -> None:
    for template in TEMPLATES:
        text = template.read_text(encoding="utf-8")
        # Widths of columns are computed; the scripts of letters hold data.
        assert set(re.findall(r"style=\"([a-z]+):", text)) <= {"width"}, template.name
        assert not re.search(r"\son[a-z]+=|\ssrc=|https?:|url\(|@import", text), template.name
        assert re.findall(r"<script[^>]*>", text) == (
            ['<script type="application/json" id="{{ page.carrier }}">'] if template.name == "letter.html.jinja" else []
        )


def letter(text: str, payload: str = "{}") -> str:
    """A letter with the same words in every place."""
    paragraphs = tuple(Paragraph(text, style) for style in ParagraphStyle)
    section = LetterSection(text, paragraphs, LetterTable((text,), (1,), ((text,),)))
    page = LetterPage(
        title=text, number=text, draft=text, addressee=text, opening=paragraphs[:1], sections=(section,), contact=text,
        signature=(text, text), notes_heading=text, notes=paragraphs[:1], carrier="tiaoli-verdict", payload=payload,
    )  # fmt: skip
    return pages.letter_page(page)


HOSTILE = "</p><script>alert('1')</script>&amp;\"{{ 7 * 7 }}{% raw %}"


def test_what_a_letter_says_is_text() -> None:
    page = letter(HOSTILE)
    assert page.count("<script") == 1
    text = "&lt;/p&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;amp;&#34;{{ 7 * 7 }}{% raw %}"
    assert page.count(text) == 14 + len(ParagraphStyle)  # the title twice, all else once; a paragraph of each style


def test_what_a_letter_carries_does_not_end_the_element_that_holds_it() -> None:
    page = letter("甲", '{"a": "</script><b>&"}')
    assert '{"a": "\\u003c/script\\u003e\\u003cb\\u003e\\u0026"}</script>' in page


def test_what_a_page_of_topics_quotes_is_text() -> None:
    clause = TopicClause(HOSTILE, HOSTILE, (QuotePiece(HOSTILE, marked=True),), HOSTILE, (HOSTILE,))
    cell = TopicCell("stated", HOSTILE, (clause,), (), (clause,), (HOSTILE,))
    table = TopicTable(
        note=HOSTILE, topic_heading=HOSTILE, differences_heading=HOSTILE, regions=(HOSTILE,),
        lines=(TopicLine(HOSTILE, HOSTILE, (cell,), (HOSTILE,)),), sources_heading=HOSTILE, sources=(),
    )  # fmt: skip
    page = pages.topics_page(TopicsPage(HOSTILE, table))
    assert "<script" not in page
    assert pages.topics_page(TopicsPage("甲", replace(table, lines=()))).count("<td") == 0


def test_a_check_loads_no_template_engine() -> None:
    code = (
        "import sys; from reasoner.cli.main import main; main(['demo']);"
        "sys.exit(bool({'jinja2', 'markupsafe', 'reasoner.render.html.pages'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_wheel_has_every_template_and_style_sheet() -> None:
    included = {f.relative_path for f in WheelBuilder(str(ROOT)).recurse_included_files()}
    files = [p.relative_to(ROOT) for p in FLOOR.rglob("*") if p.suffix in (".jinja", ".css")]
    assert len(files) > 10
    assert [f for f in files if str(f) not in included] == []
