"""A comparison in a terminal: the matrix first, then clause by clause, then on what it rests; `full` adds every example."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count, zip_longest
from typing import Final

from policy_dsl.source_text import display_width
from reasoner.compare.relation_kinds import Relation
from reasoner.compare.report import amendment_lines, assumptions, document_lines, reader_notes, relations, wordings
from reasoner.compare.report.answers import answers, caution
from reasoner.compare.report.difference_lines import Difference, Lead, Section, differences, leads
from reasoner.compare.report.reasons import context, sentences
from reasoner.compare.report.view_building import views
from reasoner.compare.report.view_model import Block, Example, Half, View
from reasoner.compare.result import Comparison
from reasoner.explain import Background
from reasoner.model.rule_base import RuleBase
from reasoner.render.terminal.layout import WIDEST, Style, Tint, joined, padded, wrap

_MOST: Final = 26
"""Columns for the name of a group, and for a relation."""

_NARROW: Final = 24
"""Columns left for the reason, below which everything stands in one line."""


def comparison_text(
    comparisons: Comparison | Sequence[Comparison], base: RuleBase, *, width: int, colour: bool, full: bool = False
) -> str:
    """One or several comparisons as staff read them."""
    pairs, style = views(comparisons, base), Style(width, colour)
    blocks = [style.bold_lines(wordings.title(pairs)), list(_answers(pairs, style))]
    blocks.append([style.bold(x) for x in style.each(document_lines.periods(pairs), 0, 2)])
    blocks.append(style.each(assumptions.head(pairs), 0, 2))
    if len(pairs) > 1:
        blocks.append(style.each(assumptions.standing(pairs), 0, 2))
        blocks += [_overview(pairs, style), _counted(pairs, style), _glossary(pairs, style, marked=full)]
    known = context(base) if full else None
    for view in pairs:
        blocks += _view(view, pairs, style, known)
    blocks += [list(_every_kind(pairs, style)), list(_sources(pairs, style)) if len(pairs) > 1 else []]
    blocks.append(style.lines(reader_notes.SCOPE))
    return joined(blocks)


def _answers(pairs: Sequence[View], style: Style) -> Iterator[str]:
    """The answer, before anything that shows it."""
    yield style.heading(wordings.ANSWERS)
    for answer in answers(pairs):
        yield from style.lines(answer.text, 0, 2)
    yield from style.lines(caution(pairs))


def _glossary(pairs: Sequence[View], style: Style, *, marked: bool) -> list[str]:
    """What the words mean, before anything is told by them at length."""
    notes = (f"{name}:{meant}" for name, meant in reader_notes.notes(pairs, marked=marked))
    return [style.heading(wordings.HOW), *style.each(notes, 0, 2)]


def _counted(pairs: Sequence[View], style: Style) -> list[str]:
    return style.each(reader_notes.units(pairs, wordings.FEW), 0, 2)


def _view(view: View, pairs: Sequence[View], style: Style, known: Background | None) -> Iterator[list[str]]:
    several = len(pairs) > 1
    if several:
        yield style.bold_lines(f"═══ {wordings.pair(view)} ═══")
    yield style.each((f"{name}:{sentence}" for name, sentence in assumptions.compared(view)), 0, 2)
    standing = [] if several else assumptions.standing([view], day=False)
    headline = (t.text for t in relations.headline(view, wordings.FEW))
    units = () if several else reader_notes.units(pairs, wordings.FEW)
    yield style.each((reader_notes.day(view), *standing, *headline, *units), 0, 2)
    changed = [
        x
        for depth, sentence in amendment_lines.lines(view.comparison, view.rests)
        for x in style.lines(sentence, 2 * depth, 2 * depth + 2)
    ]
    yield [style.heading(amendment_lines.HEADING), *changed] if changed else []
    yield _matrix(view, style)
    if not several:
        yield _glossary(pairs, style, marked=known is not None)
    for matter, blocks in view.matters.items():
        listed = differences(blocks)
        if listed:
            yield list(_matter(view, matter, blocks, listed, style))
            if known is not None:
                for block in (b for b in blocks if b.examples):
                    yield list(_group(block, style))
                    yield from (list(_example(e, style, known)) for e in block.examples)
        if assumptions.spoken_clauses(blocks):
            yield list(_spoken(matter, blocks, style))
    yield list(_basis(view, style))
    yield [] if several else list(_sources(pairs, style))
    yield list(_figures(view, style))


def _overview(pairs: Sequence[View], style: Style) -> list[str]:
    lines = [style.heading(wordings.OVERVIEW)]
    for matter in dict.fromkeys(m for v in pairs for m in v.matters):
        lines += style.bold_lines(matter)
        for head, view in zip(assumptions.heads(pairs), pairs, strict=True):
            if matter in view.matters:
                sentence = ";".join(t.text for t in relations.cell(view, view.matters[matter]))
                lines += style.lines(f"{head}:{sentence}", 2, 4)
    return lines


# --- the matrix -----------------------------------------------------------------------------------------------


def _matrix(view: View, style: Style) -> list[str]:
    lines = [style.heading(wordings.MATRIX)]
    rows = [
        (wordings.kinds(b.of), relations.short(view, b) + wordings.turns([b]), relations.why(view, b))
        for b in view.blocks
    ]
    room = [min(_MOST, max((display_width(row[i]) for row in rows), default=0)) for i in (0, 1)]
    last = ""
    for block, cells in zip(view.blocks, rows, strict=True):
        lines += style.bold_lines(block.matter) if block.matter != last else []
        lines += _row(cells, room, _tint(block), style)
        last = block.matter
    return lines


def _row(row: tuple[str, str, str], room: Sequence[int], tint: Tint, style: Style) -> Iterator[str]:
    left = min(style.width, WIDEST) - 2 - sum(room) - 4
    if left < _NARROW:
        yield from style.lines(f"{row[0]}:{row[1]};{row[2]}", 2, 4)
        return
    cells = (wrap(t, w) for t, w in zip(row, (*room, left), strict=True))
    for kinds, relation, why in zip_longest(*cells, fillvalue=""):
        tinted = style.tinted(relation, tint) if relation else ""
        blanks = " " * (room[1] - display_width(relation))
        yield f"  {padded(kinds, room[0])}  {tinted}{blanks}  {why}".rstrip()


def _tint(block: Block) -> Tint:
    if block.silent:
        return Tint.BLUE
    match block.relation:
        case Relation.EQUAL:
            return Tint.GREEN
        case Relation.OPEN:
            return Tint.BLUE
        case Relation.APART:
            return Tint.YELLOW
        case _:
            return Tint.RED


# --- clause by clause -----------------------------------------------------------------------------------------


def _matter(
    view: View, matter: str, blocks: Sequence[Block], listed: Sequence[Difference], style: Style
) -> Iterator[str]:
    yield from style.bold_lines(f"【{matter}】")
    for side, titles in reader_notes.grounds(view, listed):
        yield from style.lines(f"{side}:{titles}", 2, 4)
    marked = reader_notes.marks(listed)
    for section in Section:
        led = leads(listed, section)
        if led:
            yield from style.bold_lines(relations.headings(view)[section], 2)
        number = count(1)
        for lead in led:
            head, *rest = _led(lead, section, blocks, marked)
            yield from style.lines(f"{next(number)}. {head}", 4, 7)
            for sentence in rest:
                yield from style.lines(f"- {sentence}", 7, 9)
    yield from style.lines(reader_notes.beside(blocks), 2, 4)


# --- examples -------------------------------------------------------------------------------------------------


def _group(block: Block, style: Style) -> Iterator[str]:
    yield from style.bold_lines(f"【{block.matter} · {wordings.EXAMPLES}:{wordings.kinds(block.of)}】")
    yield from style.lines(reader_notes.alike(block.of), 2) if len(block.of.names) > 1 else ()


def _example(e: Example, style: Style, known: Background) -> Iterator[str]:
    yield from style.bold_lines(f"{wordings.number(e.number)} {wordings.applicant(e.application)}", 2, 4)
    yield from style.lines(f"{wordings.FACTS}:{';'.join(map(wordings.fact, e.facts))}", 4, 6)
    for half in (e.a, e.b):
        yield from _half(half, style, known)


def _half(half: Half, style: Style, known: Background) -> Iterator[str]:
    yield from style.lines(f"{wordings.half(half)}:{half.label}", 4, 6)
    yield from style.lines(f"({half.guided})", 6, 7) if half.guided else ()
    for c in half.deciding:
        yield from style.lines(f"{wordings.source(c)}({wordings.clause(c)}){wordings.quote(c)}", 6, 8)
    last = ""
    for head, sentence in sentences(half, known):
        if head != last:
            yield from style.lines(f"{head}:", 6, 8)
        yield from style.lines(f"- {sentence}", 6, 8)
        last = head


def _spoken(matter: str, blocks: Sequence[Block], style: Style) -> Iterator[str]:
    yield from style.bold_lines(f"【{matter} · {wordings.SPOKEN}】")
    for clause in assumptions.spoken_clauses(blocks):
        c = clause.cited
        yield from style.lines(f"{clause.side},{clause.of}:{wordings.source(c)}({c.address}){wordings.quote(c)}", 2, 4)
        for rule in clause.rules:
            yield from style.lines(f"- {rule}", 4, 6)


# --- on what it rests -----------------------------------------------------------------------------------------


def _basis(view: View, style: Style) -> Iterator[str]:
    yield style.heading(wordings.READINGS)
    for sentence in assumptions.readings(view):
        yield from style.lines(f"- {sentence}", 0, 2)


def _sources(pairs: Sequence[View], style: Style) -> Iterator[str]:
    yield style.heading(wordings.SOURCES)
    for side, listed in document_lines.sources(pairs):
        yield from style.lines(f"{side}:")
        for sentence in listed:
            yield from style.lines(f"- {sentence}", 2, 4)


def _every_kind(pairs: Sequence[View], style: Style) -> Iterator[str]:
    listed = assumptions.every_kind(pairs)
    yield from [style.heading(wordings.EVERY_KIND)] if listed else []
    for number, sentence in enumerate(listed, 1):
        yield from style.lines(f"{number}. {sentence}", 0, 3)


def _figures(view: View, style: Style) -> Iterator[str]:
    yield from style.lines(reader_notes.figures(view))
    for sentence in (reader_notes.caption_of_rows(view), reader_notes.elsewhere(view), *view.warnings):
        if sentence:
            yield from style.lines(f"- {sentence}", 0, 2)


def _led(lead: Lead, section: Section, blocks: Sequence[Block], marks: wordings.Marks) -> list[str]:
    """A rule with its outcome, then what the other side answers, each answer with an example in which it is given."""
    side = "" if section.one_sided else f"{lead.mine.side} "
    head = f"{side}{wordings.decided(lead.mine, marks)}{wordings.only(lead.groups, blocks)}"
    if len(lead.answers) == 1 and _nothing(lead.answers[0], lead, section):
        return [f"{head}。例:{wordings.turning(lead.answers[0].plainest.unusual)}"]
    return [head, *(_answer(d, lead, marks) for d in lead.answers)]


def _answer(d: Difference, lead: Lead, marks: wordings.Marks) -> str:
    h = d.answer_to(lead.mine)
    of = f"{d.manner},{h.side}" if d.manner else h.side
    return f"{of} {wordings.decided(h, marks)}{wordings.limited(d.groups, lead.groups)}。例:{wordings.turning(d.plainest.unusual)}"


def _nothing(d: Difference, lead: Lead, section: Section) -> bool:
    """Whether the answer is that nothing restrains, as the heading says already."""
    return section.one_sided and d.answer_to(lead.mine).first is None
