"""How comparisons look: the colours of relations, and the style of pages, read on a screen or printed on A4."""

from __future__ import annotations

from typing import Final

from reasoner.compare.relation_kinds import Relation
from reasoner.compare.report.view_model import Block

_TINTS: Final = {
    Relation.STRICTER: "FBDCD6",
    Relation.LOOSER: "D9E8FA",
    Relation.APART: "FDF0C4",
    Relation.EQUAL: "E0F0D9",
}
_SILENT, _OPEN = "ECECEC", "E8E0F5"


def tint(block: Block) -> str:
    """The colour of a relation, as RGB; grey where nothing is compared."""
    return _SILENT if block.silent else _TINTS.get(block.relation, _OPEN)


STYLE: Final = """
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { font: 15px/1.65 "Noto Serif CJK SC", "Source Han Serif SC", SimSun, "Songti SC", serif; color: #111;
  max-width: 62rem; margin: 0 auto; padding: 1.5rem; }
h1, h2, h3, h4, h5, h6, summary, th { font-family: "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", SimHei, sans-serif; }
h1 { font-size: 1.5rem; line-height: 1.35; margin: 0 0 .6rem; } h2 { font-size: 1.25rem; margin: 2.2rem 0 .6rem; border-bottom: 2px solid #345; }
h3 { font-size: 1.1rem; margin: 1.6rem 0 .5rem; } h4 { font-size: 1rem; margin: 1.6rem 0 .4rem; } h5, h6 { font-size: .95rem; margin: 1.2rem 0 .3rem; }
a { color: #0b4a8f; } p, ul, dl { margin: .4rem 0; } ul { padding-left: 1.4rem; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 1rem; }
caption { text-align: left; font-size: .9em; color: #333; padding-bottom: .3rem; }
th, td { border: 1px solid #888; padding: .35rem .5rem; vertical-align: top; text-align: left; overflow-wrap: anywhere; }
thead th { background: #dde7f0; } tbody th { background: #f5f7f9; font-weight: 600; }
tbody th[scope="colgroup"] { background: #eef2f6; }
.clauses, .verdicts { table-layout: fixed; } .verdicts th[scope="row"], .verdicts thead td { width: 6rem; }
.scroll { overflow-x: auto; } .print { display: none; }
.matrix, #overview table { table-layout: fixed; }
.matrix .matter { width: 8.5em; } .matrix .kinds { width: 17%; } .matrix tbody .kinds { font-weight: normal; }
.matrix .relation { width: 13%; } .matrix td.relation { font-weight: 600; } .matrix .either { width: 11%; } .matrix .relation .note { font-weight: normal; }
#overview th:first-child { width: 8.5em; } #overview td p { margin: 0 0 .3rem; }
th small { display: block; font-weight: normal; }
.period { border-left: 5px solid #b30; padding-left: .6rem; }
#notes dl { font-size: .93em; } #notes dt { display: inline; } #notes dt::after { content: ":"; } #notes dd { display: inline; margin: 0; }
#notes dd::after { content: ""; display: block; }
td.stricter, li.stricter { background: #fbdcd6; } td.looser, li.looser { background: #d9e8fa; } td.apart, li.apart { background: #fdf0c4; }
td.equal, li.equal { background: #e0f0d9; } td.silent, li.silent { background: #ececec; } td.open, li.open { background: #e8e0f5; }
ul.headline { list-style: none; padding: 0; } ul.headline li { padding: .35rem .6rem; margin: .25rem 0; border-left: 5px solid #345; }
blockquote { margin: .25rem 0; padding-left: .6rem; border-left: 3px solid #99a; }
.outcome { font-weight: 600; } .note, .where { color: #333; font-size: .92em; } .where { margin: .1rem 0; }
details { margin: .35rem 0; } summary { cursor: pointer; } summary b { font-weight: 600; }
details.example { border: 1px solid #aab; border-radius: 4px; padding: .3rem .6rem; } details.example[open] { padding-bottom: .6rem; }
details.example > p[id] { scroll-margin-top: 6rem; }
.kinds details { margin: 0; font-weight: normal; } .kinds p { font: .9em/1.5 serif; margin: .2rem 0; }
ul.facts { columns: 2; column-gap: 2rem; } ul.facts li { break-inside: avoid; } li.unusual { background: #fff3b0; font-weight: 600; }
pre.application { background: #f6f6f6; border: 1px solid #ccc; padding: .5rem; overflow-x: auto; font-size: .85em; line-height: 1.4; white-space: pre-wrap; }
code { font-family: Consolas, "Noto Sans Mono CJK SC", monospace; background: #f2f2f2; padding: 0 .2em; }
dt { font-weight: 600; margin-top: .5rem; } dd { margin: 0 0 .3rem 1.2rem; } :target { outline: 3px solid #e0a800; }
@page { size: A4; margin: 15mm 13mm; @bottom-center { content: counter(page) " / " counter(pages); font-size: 9pt; } }
@page wide { size: A4 landscape; margin: 12mm; }
.wide { page: wide; } .wide table { margin: 0 0 .8rem; }
@media screen and (max-width: 60rem) {
  body { padding: 1rem .8rem; } ul.facts { columns: 1; }
  .scroll table { table-layout: auto; } .scroll th, .scroll td { min-width: 7.5em; }
  .clauses td, .amended td, .verdicts td, .wide td, .matrix .points { min-width: 12em; } .verdicts thead td { min-width: 7.5em; }
}
@media print {
  body { max-width: none; margin: 0; padding: 0; font-size: 9.5pt; line-height: 1.5; } .screen { display: none; } a { color: inherit; text-decoration: none; }
  .print { display: block; } .kinds summary { list-style: none; } .kinds details > :not(summary) { display: none; } .scroll { overflow: visible; }
  thead { display: table-header-group; } tr, blockquote, li { break-inside: avoid; } h2, h3, h4, h5, h6, dt, caption, tbody th[scope="colgroup"] { break-after: avoid; }
  .wide tr, .wide blockquote, .matrix tr { break-inside: auto; } .wide { font-size: 8.5pt; }
  td, th, li { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  details.example:not([open]), .examples:not(:has(details.example[open])) { display: none; }
}
"""
