"""Comparisons as one page of HTML that needs nothing else: no script, no font, no picture from anywhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from reasoner.compare.report import amendment_lines, assumptions, document_lines, reader_notes, relations, wordings
from reasoner.compare.report.html_parts import (
    SCROLLED,
    Page,
    clauses,
    every_kind,
    example,
    matrix,
    related,
    relation_class,
    spoken,
)
from reasoner.compare.report.reasons import context
from reasoner.compare.report.style import STYLE
from reasoner.compare.report.view_building import views
from reasoner.compare.report.view_model import Block, Cited, View, quoted
from reasoner.compare.result import Comparison
from reasoner.model.rule_base import RuleBase


def comparison_page(comparisons: Comparison | Sequence[Comparison], base: RuleBase) -> str:
    """The page of one or several comparisons."""
    pairs = views(comparisons, base)
    parts = [
        f"<h1>{escape(wordings.title(pairs))}</h1>",
        *front(pairs, several=len(pairs) > 1),
        *overview(pairs),
        comparison_body(pairs, base),
    ]
    return framed(wordings.title(pairs), "\n".join(parts))


def framed(title: str, body: str, style: str = "") -> str:
    """A page around a body; it may load and run nothing."""
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{escape(title)}</title>\n<style>{style}{STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def comparison_body(pairs: Sequence[View], base: RuleBase, level: int = 2) -> str:
    """All of the page below its title and overview; `level` is that of its highest headings."""
    listed = quoted(pairs)
    page = Page(context(base), {c.key: f"c{n}" for n, c in enumerate(listed, 1)})
    lines: list[str] = []
    for n, view in enumerate(pairs, 1):
        lines += _view(n, view, pairs, page, level)
    if len(pairs) > 1:
        lines += _sources(pairs, level)
    lines += _quotes(listed, pairs, page, level)
    return "\n".join(lines)


def heading(text: str, level: int) -> str:
    """A heading."""
    return f"<h{level}>{escape(text)}</h{level}>"


def front(pairs: Sequence[View], *, several: bool) -> Iterator[str]:
    """What is to be known before anything is read: whose period ends, that examples are made up, days and documents."""
    yield from (f'<p class="period"><b>{escape(sentence)}</b></p>' for sentence in document_lines.periods(pairs))
    yield from (f"<p>{escape(sentence)}</p>" for sentence in assumptions.head(pairs))
    if several:
        yield f"<p><b>{escape(wordings.STANDING)}</b></p>"
        yield from _listed(assumptions.standing(pairs))


def overview(pairs: Sequence[View]) -> Iterator[str]:
    """Matters by pairs, where there are several."""
    if len(pairs) < 2:
        return
    heads = "".join(
        f'<th scope="col"><a href="#p{n}">{escape(h)}</a></th>' for n, h in enumerate(assumptions.heads(pairs), 1)
    )
    yield f'<section id="overview"><h2>{wordings.OVERVIEW}</h2>\n{SCROLLED}<table>\n<thead><tr><th scope="col">{wordings.MATTER}</th>{heads}</tr></thead>\n<tbody>'
    for matter in dict.fromkeys(m for v in pairs for m in v.matters):
        cells = "".join(_cell(n, v, v.matters.get(matter, ())) for n, v in enumerate(pairs, 1))
        yield f'<tr><th scope="row">{escape(matter)}</th>{cells}</tr>'
    yield "</tbody></table></div>"
    yield from (f'<p class="note">{escape(sentence)}</p>' for sentence in reader_notes.units(pairs))
    yield "</section>"
    yield from glossary(pairs, 2)


def _cell(number: int, view: View, blocks: Sequence[Block]) -> str:
    if not blocks:
        return "<td>—</td>"
    classes = {relation_class(b) for b in blocks}
    colour = f' class="{classes.pop()}"' if len(classes) == 1 else ""
    return f"<td{colour}>{''.join(f'<p>{related(t, number)}</p>' for t in relations.cell(view, blocks))}</td>"


def _view(number: int, view: View, pairs: Sequence[View], page: Page, level: int) -> Iterator[str]:
    yield f'<section id="p{number}">'
    several, top = len(pairs) > 1, level
    if several:
        yield heading(wordings.pair(view), level)
        level += 1
    reading = assumptions.compared(view)
    if reading:
        yield f"{heading(wordings.READING, level)}\n<dl>"
        yield from (f"<dt>{escape(name)}</dt><dd>{escape(sentence)}</dd>" for name, sentence in reading)
        yield "</dl>"
    yield f"<p>{escape(reader_notes.day(view))}</p>"
    yield from () if several else _listed(assumptions.standing([view], day=False))
    yield '<ul class="headline">'
    yield from (f'<li class="{relation_class(t.block)}">{related(t, number)}</li>' for t in relations.headline(view))
    yield "</ul>"
    if not several:
        yield from (f'<p class="note">{escape(sentence)}</p>' for sentence in reader_notes.units(pairs))
    yield from amendment_lines.section(view.comparison, level, view.rests)
    yield heading(wordings.MATRIX, level)
    yield from matrix(number, view)
    yield from every_kind(view)
    yield f'<p class="note">{escape(reader_notes.SCOPE)}</p>'
    if view.examples:
        yield f'<p class="note screen">{escape(wordings.PRINTED)}</p><p class="note print">{escape(wordings.UNPRINTED)}</p>'
    yield from () if several else glossary(pairs, top)
    for n, (matter, blocks) in enumerate(view.matters.items(), 1):
        if assumptions.has_clauses(blocks):
            yield f'<section id="p{number}-{n}">{heading(f"{wordings.CLAUSES}:{matter}", level)}'
            yield from _matter(view, blocks, page, level + 1)
            yield "</section>"
    yield f'<section id="p{number}-readings">{heading(wordings.READINGS, level)}'
    yield from _listed(assumptions.readings(view))
    yield "</section>"
    yield from () if several else _sources(pairs, level)
    yield f"<p>{escape(reader_notes.figures(view))}</p>"
    yield from _listed([reader_notes.elsewhere(view), *reader_notes.resting(view), *view.warnings])
    yield "</section>"


def _sources(pairs: Sequence[View], level: int) -> Iterator[str]:
    yield heading(wordings.SOURCES, level)
    for side, sentence in document_lines.sources(pairs):
        items = "".join(f"<li>{escape(d)}</li>" for d in sentence)
        yield f"<p><b>{escape(side)}</b></p>\n<ul>{items}</ul>"


def _listed(sentence: Sequence[str]) -> Iterator[str]:
    items = "".join(f"<li>{escape(t)}</li>" for t in sentence if t)
    if items:
        yield f"<ul>{items}</ul>"


def _matter(view: View, blocks: Sequence[Block], page: Page, level: int) -> Iterator[str]:
    if any(b.examples for b in blocks):
        yield from clauses(view, blocks, page)
    yield from spoken(blocks, page)
    for block in blocks:
        if block.examples:
            yield '<section class="examples">'
            yield heading(f"{wordings.EXAMPLES}:{wordings.kinds(block.of)}", level)
            yield f'<p class="note">{escape(reader_notes.alike(block.of))}</p>' if len(block.of.names) > 1 else ""
            for e in block.examples:
                yield from example(view, e, page)
            yield "</section>"


def glossary(pairs: Sequence[View], level: int) -> Iterator[str]:
    """What the words mean, before anything is told by them at length."""
    yield f'<section id="notes">{heading(wordings.HOW, level)}\n<dl>'
    yield from (f"<dt>{escape(name)}</dt><dd>{escape(sentence)}</dd>" for name, sentence in reader_notes.notes(pairs))
    yield "</dl></section>"


def _quotes(listed: Sequence[Cited], pairs: Sequence[View], page: Page, level: int) -> Iterator[str]:
    """Every clause once in full, by document."""
    if not listed:
        return
    yield f'<section id="quotes">{heading(wordings.QUOTES, level)}'
    ordered = sorted(listed, key=lambda c: (c.document, c.number, c.start))
    for (title, number), clauses_ in groupby(ordered, key=lambda c: (c.document, c.number)):
        yield heading(f"《{title}》{f'({number})' if number else ''}", level + 1) + "\n<dl>"
        for c in clauses_:
            by = "、".join(reader_notes.quoted_by(c, pairs))
            yield f'<dt id="{page.anchors[c.key]}">{escape(c.place)}({escape(c.address)}){escape(f"〔{by}〕" if by else "")}</dt>'
            yield f"<dd><blockquote>{escape(wordings.quote(c))}</blockquote></dd>"
        yield "</dl>"
    yield "</section>"
