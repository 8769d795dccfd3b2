"""Comparisons as a Word document: a summary on one page, then the differences with their clauses, then the examples in words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from reasoner.compare.report import amended, basis, documents, notes, relations, words
from reasoner.compare.report.build import views
from reasoner.compare.report.differences import SECTIONS, Lead, differences, folded, leads
from reasoner.compare.report.reasons import context, sentences
from reasoner.compare.report.style import tint
from reasoner.compare.report.view import Block, Cited, Data, Example, Half, View, quoted
from reasoner.compare.report.word_parts import Cell, Line, Paper, cell
from reasoner.explain import Background
from reasoner.model.rule_base import RuleBase
from reasoner.sheets.save import save

_MATRIX: Final = (26, 30, 22, 38, 38, 20)
_CLAUSES: Final = (38, 38, 32)


def comparison_document(data: Data | Sequence[Data], base: RuleBase, path: Path) -> None:
    """Write the document of one or several comparisons. Raises Faults (S140)."""
    found, paper = views(data, base), Paper()
    paper.title(words.title(found))
    for told in documents.periods(found):
        paper.small(told, bold=True)
    for told in basis.head(found):
        paper.small(told)
    if len(found) > 1:
        _standing(paper, found)
        _overview(paper, found)
        _units(paper, found)
        _glossary(paper, found)
    told_here: set[tuple[str, str]] = set()
    for view in found:
        _view(paper, view, found, told_here)
    if len(found) > 1:
        paper.part(words.ENDING)
        _sources(paper, found)
    _every_kind(paper, found)
    paper.small(notes.SCOPE)
    _annex(paper, found, context(base), [c for c in quoted(found) if c.key not in told_here])
    save(Path(path), paper.bytes())


def _glossary(paper: Paper, found: Sequence[View]) -> None:
    """What the words mean, before anything is told by them at length."""
    paper.heading(words.HOW)
    for name, told in notes.notes(found):
        paper.small(f"{name}:{told}", bold_to=len(name))


def _units(paper: Paper, found: Sequence[View]) -> None:
    for told in notes.units(found):
        paper.small(told)


def _sources(paper: Paper, found: Sequence[View]) -> None:
    paper.heading(words.SOURCES)
    for side, listed in documents.sources(found):
        paper.small(f"{side}:", bold=True)
        for told in listed:
            paper.small(told)


def _every_kind(paper: Paper, found: Sequence[View]) -> None:
    listed = basis.every_kind(found)
    if listed:
        paper.heading(words.EVERY_KIND)
    for number, told in enumerate(listed, 1):
        paper.small(f"{number}. {told}", least=True)


def _standing(paper: Paper, found: Sequence[View], *, day: bool = True) -> None:
    """The days and the documents, before anything is compared."""
    for told in basis.standing(found, day=day):
        paper.small(told)


def _overview(paper: Paper, found: Sequence[View]) -> None:
    paper.heading(words.OVERVIEW)
    rows = [
        [cell(matter), *(_related(v, v.matters.get(matter, ())) for v in found)]
        for matter in dict.fromkeys(m for v in found for m in v.matters)
    ]
    paper.table([words.MATTER, *basis.heads(found)], rows, [1] * (len(found) + 1))


def _related(view: View, blocks: Sequence[Block]) -> Cell:
    fills = {tint(b) for b in blocks}
    lines = [Line(t.text) for t in relations.cell(view, blocks)] if blocks else [Line("—")]
    return Cell(tuple(lines), fill=fills.pop() if len(fills) == 1 else "")


def _view(paper: Paper, view: View, found: Sequence[View], told_here: set[tuple[str, str]]) -> None:
    several = len(found) > 1
    if several:
        paper.part(words.pair(view))
    for name, told in basis.compared(view):
        paper.small(f"{name}:{told}", bold_to=len(name))
    paper.small(notes.day(view))
    if not several:
        _standing(paper, [view], day=False)
    for line in relations.headline(view):
        paper.small(line.text, bold_to=len(line.before))
    if not several:
        _units(paper, found)
    changed = list(amended.lines(view.data, view.rests))
    if changed:
        paper.heading(amended.HEADING)
    for depth, told in changed:
        paper.small(told, indent=depth > 1, least=depth > 1)
    _matrix(paper, view)
    if not several:
        _glossary(paper, found)
    shown = [(matter, blocks) for matter, blocks in view.matters.items() if basis.told(blocks)]
    for n, (matter, blocks) in enumerate(shown):
        paper.heading(matter, new_page=n == 0)
        _matter(paper, view, blocks, told_here)
        _spoken(paper, blocks, told_here)
    paper.heading(words.READINGS)
    for told in basis.readings(view):
        paper.small(told)
    if not several:
        _sources(paper, found)
    for told in (
        notes.figures(view),
        notes.caption_of_rows(view),
        notes.elsewhere(view),
        *notes.resting(view),
        *view.warnings,
    ):
        if told:
            paper.small(told)


def _matrix(paper: Paper, view: View) -> None:
    """The summary: a row for each matter and group of institutions."""
    rows, last = [], ""
    for block in view.blocks:
        a, b = relations.alone(view, [block])
        other = relations.either([block])
        differs = not block.silent and any((a, b, other))
        told = relations.because(block) if differs else relations.why(view, block)
        shown = [cell(t or "—") for t in (a, b, other)] if differs else [cell(told, wide=True)]
        matter = Cell(above=True) if block.matter == last else cell(block.matter)
        said = Line(relations.short(view, block) + words.turns([block]), bold=True)
        relation = Cell((said, *([Line(told)] if differs and told else ())), fill=tint(block))
        rows.append([matter, cell(words.kinds(block.of)), relation, *shown])
        last = block.matter
    heads = [words.MATTER, words.KINDS, words.RELATION, *relations.counts(view), words.EITHER]
    paper.table(heads, rows, _MATRIX)


# --- the differences of a matter ------------------------------------------------------------------------------


def _matter(paper: Paper, view: View, blocks: Sequence[Block], told_here: set[tuple[str, str]]) -> None:
    found, here = differences(blocks), set[tuple[str, str]]()
    if not found:
        return
    marked = notes.marks(found)
    for side, told in notes.grounds(view, found):
        paper.small(f"{side}:{told}")
    for section in SECTIONS:
        listed = leads(found, section)
        if listed:
            paper.subheading(relations.headings(view)[section])
            rows = [row for lead in listed for row in _rows(view, lead, blocks, here, marked)]
            paper.table([view.a, view.b, words.TURNING], rows, _CLAUSES)
    others = notes.beside(blocks)
    if others:
        numbers = "、".join(words.number(e.number) for d in folded(blocks) for e in d.examples)
        paper.small(f"{others}({numbers})")
    told_here |= here


def _spoken(paper: Paper, blocks: Sequence[Block], told_here: set[tuple[str, str]]) -> None:
    """The clauses of the side that speaks where the other is silent."""
    found = basis.spoke(blocks)
    if found:
        paper.subheading(words.SPOKEN)
    for said in found:
        where = f"{words.source(said.cited)}({said.cited.address})"
        paper.small(f"{said.side},{said.of}:{where}", bold_to=len(said.side))
        paper.quote(words.quote(said.cited))
        told_here.add(said.cited.key)
        for rule in said.rules:
            paper.small(rule, indent=True, least=True)


def _rows(
    view: View, lead: Lead, blocks: Sequence[Block], here: set[tuple[str, str]], marks: words.Marks
) -> list[list[Cell]]:
    rows = []
    for n, d in enumerate(lead.answers):
        mine = Cell(above=True) if n else _said(lead.mine, here, marks)
        answer = _said(d.answer_to(lead.mine), here, marks)
        numbers = "、".join(words.number(e.number) for e in d.examples)
        manner = [Line(d.manner)] if d.manner else []
        turning = Line(words.turning(d.examples[0].unusual) + words.only(d.groups, blocks))
        told = Cell((*manner, turning, Line(numbers)))
        rows.append([mine, answer, told] if lead.mine.side == view.a else [answer, mine, told])
    return rows


def _said(half: Half, here: set[tuple[str, str]], marks: words.Marks) -> Cell:
    """An outcome and its clause, quoted where it stands first in the matter."""
    told = [Line(half.label, bold=True)]
    for c in half.named:
        told.append(Line(f"{marks.get(words.titled(c), '')}{c.place} {words.clause(c)}{words.alone(c, half)}"))
        told += [] if c.key in here else [Line(words.quote(c), quote=True)]
        here.add(c.key)
    return Cell(tuple(told))


# --- the annex ------------------------------------------------------------------------------------------------


def _annex(paper: Paper, found: Sequence[View], known: Background, unquoted: Sequence[Cited]) -> None:
    """Every example in words, and the clauses that nothing before quotes."""
    if any(v.examples for v in found):
        paper.part(words.ANNEX)
    for view in found:
        for block in view.blocks:
            if block.examples:
                pair = f"{words.pair(view)} · " if len(found) > 1 else ""
                paper.heading(f"{pair}{block.matter} · {words.kinds(block.of)}", numbered=False)
                paper.small(notes.alike(block.of)) if len(block.of.names) > 1 else None
                for e in block.examples:
                    _example(paper, e, known)
    if unquoted:
        paper.heading(words.OTHER_QUOTES, numbered=False)
    for c in unquoted:
        paper.small(f"{words.source(c)}:")
        paper.quote(words.quote(c))


def _example(paper: Paper, e: Example, known: Background) -> None:
    facts, number = ";".join(map(words.fact, e.facts)), words.number(e.number)
    paper.small(f"{number} {words.applicant(e.application)}:{facts}。", bold_to=len(number), least=True)
    for half in (e.a, e.b):
        clauses = "、".join(f"{words.source(c)} {words.clause(c)}" for c in half.deciding)
        grounds = f"依据:{clauses}。" if clauses else ""
        guided = f"({words.GUIDANCE})" if half.guided else ""
        paper.small(f"{words.half(half)}:{words.outcome(half)}。{guided}{grounds}", indent=True, least=True)
        told: dict[str, list[str]] = {}
        for head, sentence in sentences(half, known):
            told.setdefault(head, []).append(sentence)
        for head, listed in told.items():
            paper.small(f"{head}:{''.join(listed)}", indent=True, least=True)
