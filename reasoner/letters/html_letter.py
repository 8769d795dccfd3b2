"""Letters as one HTML page: prints on A4 as the Word file does, and fetches nothing from anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Final

from reasoner.letters.phrases import NOTES_HEADING
from reasoner.render.letter_model import Letter, Line, Section, Table
from reasoner.render.typeset import typeset

CARRIER: Final = "tiaoli-verdict"

STYLE: Final = """
@page { size: A4; margin: 37mm 26mm 35mm 28mm; @bottom-center { content: "— " counter(page) " —"; font-size: 14pt } }
html { background: #eee }
body { max-width: 156mm; margin: 0 auto; padding: 20mm 26mm 20mm 28mm; background: #fff; color: #000;
  font: 16pt/28.95pt "Times New Roman", FangSong, "仿宋", "FangSong_GB2312", STFangsong, "Noto Serif CJK SC", "Source Han Serif SC", serif;
  overflow-wrap: anywhere }
h1 { font: 22pt/36pt "FZXiaoBiaoSong-B05S", "方正小标宋简体", STSong, SimSun, "Noto Serif CJK SC", serif; text-align: center; text-wrap: balance; margin: 0 0 28.95pt }
h2 { font: 16pt/28.95pt SimHei, "黑体", STHeiti, "Noto Sans CJK SC", sans-serif; margin: 0; text-indent: 2em; break-after: avoid }
p { margin: 0; text-indent: 2em; text-align: justify }
.to, .sign { text-indent: 0 } .sign { text-align: right; padding-right: 4em; break-inside: avoid; white-space: pre-wrap }
.contact { margin-bottom: 28.95pt }
.quote { font-family: "Times New Roman", KaiTi, "楷体", STKaiti, "Noto Serif CJK SC", serif }
.source { break-after: avoid }
.blank { background: #fff2cc; white-space: pre-wrap; text-align: left } .review { background: #ddebf7 }
.draft { color: #c00000; font: 12pt/20pt SimHei, "Noto Sans CJK SC", sans-serif; text-indent: 0 }
table { border-collapse: collapse; width: 100%; table-layout: fixed; font-size: 12pt; line-height: 20pt }
th, td { border: 0.5pt solid #000; padding: 2pt 4pt; text-align: left; vertical-align: top } tr { break-inside: avoid } thead { display: table-header-group }
.notes { break-before: page } .notes p { font-size: 12pt; line-height: 20pt; text-indent: 0 }
@media print { html { background: none } body { max-width: none; padding: 0 } }
"""
_CLASSES: Final = {"出处": "source", "引文": "quote", "待填": "blank", "待核": "review"}
_NUMERALS: Final = " 一二三四五六七八九十"


def render_page(letter: Letter, carried: str) -> bytes:
    """The letter as HTML that carries `carried` as an inert script. Names in it are text, whatever they look like."""
    body = "\n".join(_body(letter))
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{escape(letter.title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n{body}\n"
        f'<script type="application/json" id="{CARRIER}">{carried}</script>\n</body>\n</html>\n'
    ).encode()


def _body(letter: Letter) -> Iterator[str]:
    if letter.draft:
        yield f'<p class="draft">{escape(letter.draft)}</p>'
    yield f"<h1>{escape(letter.title)}</h1>"
    if letter.addressee:
        yield f'<p class="to">{escape(letter.addressee)}</p>'
    yield from map(_paragraph, letter.opening)
    for number, section in enumerate(letter.sections, 1):
        yield from _section(number, section)
    if letter.outward:
        yield f'<p class="contact">{escape(letter.contact)}</p>'
        yield f'<p class="sign">{escape(letter.signed)}</p>\n<p class="sign">{escape(letter.date)}</p>'
    if letter.notes:
        yield f'<section class="notes">\n<h2>{escape(typeset(NOTES_HEADING))}</h2>'
        yield from map(_paragraph, letter.notes)
        yield "</section>"


def _section(number: int, section: Section) -> Iterator[str]:
    yield f"<h2>{_NUMERALS[number]}、{escape(section.heading)}</h2>"
    yield from map(_paragraph, section.lines)
    if section.table is not None:
        yield from _table(section.table)


def _paragraph(line: Line) -> str:
    kind = _CLASSES.get(line.form)
    marked = f' class="{kind}"' if kind else ""
    return f"<p{marked}>{escape(line.text)}</p>"


def _table(table: Table) -> Iterator[str]:
    total = sum(table.widths)
    columns = "".join(f'<col style="width:{100 * w / total:.1f}%">' for w in table.widths)
    heads = "".join(f"<th>{escape(c)}</th>" for c in table.columns)
    yield f"<table><colgroup>{columns}</colgroup>\n<thead><tr>{heads}</tr></thead>\n<tbody>"
    for row in table.rows:
        yield "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"
    yield "</tbody></table>"
