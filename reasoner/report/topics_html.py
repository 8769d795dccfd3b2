"""The matrix of topics as one page of HTML that needs nothing else: no script, no font, no picture from anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Final

from reasoner.report.topic_blocks import Block, Weight, blocks
from reasoner.report.topic_words import OTHERS, answer, assessed, difference, heading, incomplete, remarks, term
from reasoner.topics.entries import AnyEntry, Cell
from reasoner.topics.matrix import RegionDocuments, TopicMatrix, TopicRow
from reasoner.topics.region_differences import WordDifference

_FRAME: Final = """
:root { color-scheme: light; }
body { font: 14px/1.6 "Noto Serif CJK SC", "Source Han Serif SC", SimSun, serif; margin: 2rem; color: #111; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
@page { size: A4 landscape; margin: 12mm; }
@media print { body { margin: 0; font-size: 10pt; } a { color: inherit; } }
"""
TABLE_STYLE: Final = """
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
th, td { border: 1px solid #777; padding: .4rem .5rem; vertical-align: top; text-align: left; overflow-wrap: anywhere; }
thead th { background: #eee; } th.topic { width: 7rem; background: #f6f6f6; }
th.topic small { font-weight: normal; display: block; color: #444; }
.state { font-weight: bold; margin: 0 0 .3rem; }
.silent, .missing { background: #f4f4f4; } .defers { background: #fff6e0; }
.entry { margin: 0 0 .6rem; } .entry p { margin: 0; }
blockquote { margin: .2rem 0; padding-left: .6rem; border-left: 3px solid #bbb; }
mark { background: #ffef9e; } .where, .note { color: #444; font-size: .9em; }
details summary { cursor: pointer; }
td.differences { background: #fffbe6; }
@media print {
  thead { display: table-header-group; } .entry { break-inside: avoid; }
  details:not([open]) > *:not(summary) { display: none; }
}
"""
"""The style of the table, wherever it stands."""


def topics_page(matrix: TopicMatrix) -> str:
    """The whole page."""
    title = topics_title(matrix)
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_FRAME}{TABLE_STYLE}</style>\n</head>\n<body>\n"
        f"<h1>{escape(title)}</h1>\n{topics_fragment(matrix)}\n</body>\n</html>\n"
    )


def topics_title(matrix: TopicMatrix) -> str:
    """What the matrix compares."""
    return f"按主题比较:{'、'.join(r.name for r in matrix.regions)}"


def topics_fragment(matrix: TopicMatrix, *, nested: bool = False) -> str:
    """The matrix and its documents without the frame of a page; `TABLE_STYLE` is its style.

    nested: below a heading of another page, each topic a table that may be scrolled (class `scroll`), whose head names it
    on every sheet of paper (class `print`); and what a click would open is open.
    """
    names = [r.name for r in matrix.regions]
    documents = "\n".join(_documents(matrix.regions))
    if nested:
        tables = (f'<div class="scroll">{_table(names, [row], row.topic)}</div>' for row in matrix.topics)
        content = "\n".join(tables).replace("<details>", "<details open>")
    else:
        content = _table(names, matrix.topics)
    level = "h3" if nested else "h2"
    return (
        f"<p>原文逐字照录;「有规定」之外的各种情形分别标明。供承办人参考,不代替对各文件的查阅。</p>\n"
        f"{content}\n<{level}>所依据的文件</{level}>\n{documents}"
    )


def _table(names: Sequence[str], topics: Iterable[TopicRow], topic: str = "") -> str:
    """Rows of topics under the names of the regions; `topic` names the one that the table is about."""
    title = f'<span class="print">{escape(topic)}</span>' if topic else ""
    head = "".join(f'<th scope="col">{escape(n)}</th>' for n in names)
    rows = "\n".join(line for row in topics for line in _row(row, len(names)))
    return (
        f'<table>\n<thead><tr><th scope="col" class="topic">主题{title}</th>{head}</tr></thead>\n<tbody>\n{rows}\n'
        f"</tbody>\n</table>"
    )


def _documents(regions: Sequence[RegionDocuments]) -> Iterator[str]:
    for region in regions:
        yield f"<p><b>{escape(region.name)}</b></p><ul>"
        for d in region.documents:
            number = f"({d.number})" if d.number else "(收录文本未载文号)"
            holds = f",{period}" if (period := term(d)) else ""  # a page does not know when it is read
            lacking = f";收录文本缺:{'、'.join(d.missing)}" if d.missing else ""
            yield f"<li>《{escape(d.title)}》{escape(number + holds + lacking + assessed(d))}</li>"
        yield "</ul>"


def _row(row: TopicRow, columns: int) -> Iterator[str]:
    marked = [w for d in row.differences if isinstance(d, WordDifference) for w in d.words]
    cells = "".join(_cell(c, marked) for c in row.cells)
    topic = f"{escape(row.topic)}<small>{escape(row.definition)}</small>"
    yield f'<tr><th scope="row" class="topic">{topic}</th>{cells}</tr>'
    if row.differences:
        items = "".join(f"<li>{escape(difference(d))}</li>" for d in row.differences)
        yield (
            f'<tr><th class="topic"><small>须留意的用词和要求</small></th>'
            f'<td class="differences" colspan="{columns}"><ul>{items}</ul></td></tr>'
        )


def _cell(cell: Cell, marked: Sequence[str]) -> str:
    by_weight: dict[Weight, list[str]] = {}
    for block in blocks(cell):
        by_weight.setdefault(block.weight, []).append(_block(block, marked))
    body = "".join(by_weight.pop(Weight.DECIDING, ()))
    opened = "" if body else " open"
    for weight in (Weight.DUTY, Weight.MENTIONED):
        if others := by_weight.pop(weight, []):
            count = OTHERS[weight].format(len(others))
            summary = count if body else count.removeprefix("另")
            body += f"<details{opened}><summary>{summary}</summary>{''.join(others)}</details>"
    body += "".join(x for rest in by_weight.values() for x in rest)
    body += "".join(f'<p class="note">{escape(n)}</p>' for n in incomplete(cell))
    return f'<td class="{cell.state}"><p class="state">{escape(answer(cell))}</p>{body}</td>'


def _block(block: Block, marked: Sequence[str]) -> str:
    first = block.entries[0]
    quote = f"<blockquote>{_marked(_quote(first), marked)}</blockquote>" if first.quote.strip() else ""
    where = f"《{first.title}》{first.place} {block.clause.partition('/')[2]}"
    notes = "".join(f'<p class="note">{escape(t)}</p>' for t in remarks(block))
    own = "" if block.whole else f":{escape(block.words)}"
    return (
        f'<div class="entry"><p><b>{escape(heading(block))}</b>{own}</p>{quote}'
        f'<p class="where">{escape(where)}</p>{notes}</div>'
    )


def _quote(entry: AnyEntry) -> str:
    return "「" + "".join(entry.quote.splitlines()) + "」"


def _marked(text: str, words: Sequence[str]) -> str:
    """The text with the words that matter set off."""
    marked = escape(text)
    for word in sorted(map(escape, words), key=len, reverse=True):
        if not any(word in longer and word != longer for longer in map(escape, words)):
            marked = marked.replace(word, f"<mark>{word}</mark>")
    return marked
