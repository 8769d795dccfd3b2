"""What a comparison shows as a Word document: a summary on one page, then the differences with their clauses, then the examples in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from policy_dsl.ingest.output_guard import NEW_ONLY, Overwriting
from reasoner.compare.report import amendment_lines, assumptions, document_lines, reader_notes, relations, wordings
from reasoner.compare.report.answers import answers, caution
from reasoner.compare.report.difference_lines import Lead, Section, differences, folded, leads
from reasoner.compare.report.reasons import context, sentences
from reasoner.compare.report.style import tint
from reasoner.compare.report.view_building import views
from reasoner.compare.report.view_model import Block, Cited, Example, Half, View, quoted
from reasoner.compare.result import Comparison
from reasoner.explain import Background
from reasoner.model.rule_base import RuleBase
from reasoner.render.docx.report_model import (
    Cell,
    DocumentPart,
    Heading,
    Line,
    Part,
    Quote,
    Small,
    Subheading,
    Table,
    Title,
    cell,
)
from reasoner.render.docx.report_writer import document_bytes
from reasoner.sheets.save import save

_MATRIX: Final = (26, 30, 22, 38, 38, 20)
_CLAUSES: Final = (38, 38, 32)


def comparison_document(
    comparisons: Comparison | Sequence[Comparison], base: RuleBase, path: Path, overwriting: Overwriting = NEW_ONLY
) -> None:
    """Write the document of one or several comparisons. Raises Faults (S140, U109, U110)."""
    save(Path(path), document_bytes(_contents(comparisons, base)), overwriting)


def _contents(comparisons: Comparison | Sequence[Comparison], base: RuleBase) -> Iterator[DocumentPart]:
    """Everything that the document shows, in order."""
    pairs = views(comparisons, base)
    yield Title(wordings.title(pairs))
    for answer in answers(pairs):
        yield Small(answer.text, bold_to=len(answer.matter))
    if caution(pairs):
        yield Small(caution(pairs))
    for sentence in document_lines.periods(pairs):
        yield Small(sentence, bold=True)
    for sentence in assumptions.head(pairs):
        yield Small(sentence)
    if len(pairs) > 1:
        yield from _standing(pairs)
        yield from _overview(pairs)
        yield from _units(pairs)
        yield from _glossary(pairs)
    quoted_here: set[tuple[str, str]] = set()
    for view in pairs:
        yield from _view(view, pairs, quoted_here)
    if len(pairs) > 1:
        yield Part(wordings.ENDING)
        yield from _sources(pairs)
    yield from _every_kind(pairs)
    yield Small(reader_notes.SCOPE)
    yield from _annex(pairs, context(base), [c for c in quoted(pairs) if c.key not in quoted_here])


def _glossary(pairs: Sequence[View]) -> Iterator[DocumentPart]:
    """What the words mean, before anything is told by them at length."""
    yield Heading(wordings.HOW)
    for name, sentence in reader_notes.notes(pairs):
        yield Small(f"{name}:{sentence}", bold_to=len(name))


def _units(pairs: Sequence[View]) -> Iterator[DocumentPart]:
    for sentence in reader_notes.units(pairs):
        yield Small(sentence)


def _sources(pairs: Sequence[View]) -> Iterator[DocumentPart]:
    yield Heading(wordings.SOURCES)
    for side, listed in document_lines.sources(pairs):
        yield Small(f"{side}:", bold=True)
        for sentence in listed:
            yield Small(sentence)


def _every_kind(pairs: Sequence[View]) -> Iterator[DocumentPart]:
    listed = assumptions.every_kind(pairs)
    if listed:
        yield Heading(wordings.EVERY_KIND)
    for number, sentence in enumerate(listed, 1):
        yield Small(f"{number}. {sentence}", least=True)


def _standing(pairs: Sequence[View], *, day: bool = True) -> Iterator[DocumentPart]:
    """The days and the documents, before anything is compared."""
    for sentence in assumptions.standing(pairs, day=day):
        yield Small(sentence)


def _overview(pairs: Sequence[View]) -> Iterator[DocumentPart]:
    yield Heading(wordings.OVERVIEW)
    rows = [
        [cell(matter), *(_related(v, v.matters.get(matter, ())) for v in pairs)]
        for matter in dict.fromkeys(m for v in pairs for m in v.matters)
    ]
    yield Table((wordings.MATTER, *assumptions.heads(pairs)), tuple(map(tuple, rows)), (1,) * (len(pairs) + 1))


def _related(view: View, blocks: Sequence[Block]) -> Cell:
    fills = {tint(b) for b in blocks}
    lines = [Line(t.text) for t in relations.cell(view, blocks)] if blocks else [Line("—")]
    return Cell(tuple(lines), fill=fills.pop() if len(fills) == 1 else "")


def _view(view: View, pairs: Sequence[View], quoted_here: set[tuple[str, str]]) -> Iterator[DocumentPart]:
    several = len(pairs) > 1
    if several:
        yield Part(wordings.pair(view))
    for name, sentence in assumptions.compared(view):
        yield Small(f"{name}:{sentence}", bold_to=len(name))
    yield Small(reader_notes.day(view))
    if not several:
        yield from _standing([view], day=False)
    for line in relations.headline(view):
        yield Small(line.text, bold_to=len(line.before))
    if not several:
        yield from _units(pairs)
    changed = list(amendment_lines.lines(view.comparison, view.rests))
    if changed:
        yield Heading(amendment_lines.HEADING)
    for depth, sentence in changed:
        yield Small(sentence, indent=depth > 1, least=depth > 1)
    yield from _matrix(view)
    if not several:
        yield from _glossary(pairs)
    with_clauses = [(matter, blocks) for matter, blocks in view.matters.items() if assumptions.has_clauses(blocks)]
    for n, (matter, blocks) in enumerate(with_clauses):
        yield Heading(matter, new_page=n == 0)
        yield from _matter(view, blocks, quoted_here)
        yield from _spoken(blocks, quoted_here)
    yield Heading(wordings.READINGS)
    for sentence in assumptions.readings(view):
        yield Small(sentence)
    if not several:
        yield from _sources(pairs)
    for sentence in (
        reader_notes.figures(view),
        reader_notes.caption_of_rows(view),
        reader_notes.elsewhere(view),
        *reader_notes.resting(view),
        *view.warnings,
    ):
        if sentence:
            yield Small(sentence)


def _matrix(view: View) -> Iterator[DocumentPart]:
    """The summary: a row for each matter and group of institutions."""
    rows, last = [], ""
    for block in view.blocks:
        a, b = relations.alone(view, [block])
        other = relations.either([block])
        differs = not block.silent and any((a, b, other))
        reason = relations.because(block) if differs else relations.why(view, block)
        points = [cell(t or "—") for t in (a, b, other)] if differs else [cell(reason, wide=True)]
        matter = Cell(above=True) if block.matter == last else cell(block.matter)
        short = Line(relations.short(view, block) + wordings.turns([block]), bold=True)
        relation = Cell((short, *([Line(reason)] if differs and reason else ())), fill=tint(block))
        rows.append([matter, cell(wordings.kinds(block.of)), relation, *points])
        last = block.matter
    heads = [wordings.MATTER, wordings.KINDS, wordings.RELATION, *relations.counts(view), wordings.EITHER]
    yield Table(tuple(heads), tuple(map(tuple, rows)), _MATRIX)


# --- the differences of a matter ------------------------------------------------------------------------------


def _matter(view: View, blocks: Sequence[Block], quoted_here: set[tuple[str, str]]) -> Iterator[DocumentPart]:
    listed, here = differences(blocks), set[tuple[str, str]]()
    if not listed:
        return
    marked = reader_notes.marks(listed)
    for side, titles in reader_notes.grounds(view, listed):
        yield Small(f"{side}:{titles}")
    for section in Section:
        led = leads(listed, section)
        if led:
            yield Subheading(relations.headings(view)[section])
            rows = [row for lead in led for row in _rows(view, lead, blocks, here, marked)]
            yield Table((view.a, view.b, wordings.TURNING), tuple(map(tuple, rows)), _CLAUSES)
    others = reader_notes.beside(blocks)
    if others:
        numbers = "、".join(wordings.number(e.number) for d in folded(blocks) for e in d.examples)
        yield Small(f"{others}({numbers})")
    quoted_here |= here


def _spoken(blocks: Sequence[Block], quoted_here: set[tuple[str, str]]) -> Iterator[DocumentPart]:
    """The clauses of the side that speaks where the other is silent."""
    clauses = assumptions.spoken_clauses(blocks)
    if clauses:
        yield Subheading(wordings.SPOKEN)
    for clause in clauses:
        where = f"{wordings.source(clause.cited)}({clause.cited.address})"
        yield Small(f"{clause.side},{clause.of}:{where}", bold_to=len(clause.side))
        yield Quote(wordings.quote(clause.cited))
        quoted_here.add(clause.cited.key)
        for rule in clause.rules:
            yield Small(rule, indent=True, least=True)


def _rows(
    view: View, lead: Lead, blocks: Sequence[Block], here: set[tuple[str, str]], marks: wordings.Marks
) -> list[list[Cell]]:
    rows = []
    for n, d in enumerate(lead.answers):
        mine = Cell(above=True) if n else _of_side(lead.mine, here, marks)
        answer = _of_side(d.answer_to(lead.mine), here, marks)
        numbers = "、".join(wordings.number(e.number) for e in d.examples)
        manner = [Line(d.manner)] if d.manner else []
        turning = Line(wordings.turning(d.examples[0].unusual) + wordings.only(d.groups, blocks))
        last = Cell((*manner, turning, Line(numbers)))
        rows.append([mine, answer, last] if lead.mine.side == view.a else [answer, mine, last])
    return rows


def _of_side(half: Half, here: set[tuple[str, str]], marks: wordings.Marks) -> Cell:
    """An outcome and its clause, quoted where it stands first in the matter."""
    lines = [Line(half.label, bold=True)]
    for c in half.named:
        lines.append(
            Line(f"{marks.get(wordings.titled(c), '')}{c.place} {wordings.clause(c)}{wordings.alone(c, half)}")
        )
        lines += [] if c.key in here else [Line(wordings.quote(c), quote=True)]
        here.add(c.key)
    return Cell(tuple(lines))


# --- the annex ------------------------------------------------------------------------------------------------


def _annex(pairs: Sequence[View], known: Background, unquoted: Sequence[Cited]) -> Iterator[DocumentPart]:
    """Every example in words, and the clauses that nothing before quotes."""
    if any(v.examples for v in pairs):
        yield Part(wordings.ANNEX)
    for view in pairs:
        for block in view.blocks:
            if block.examples:
                pair = f"{wordings.pair(view)} · " if len(pairs) > 1 else ""
                yield Heading(f"{pair}{block.matter} · {wordings.kinds(block.of)}", numbered=False)
                if len(block.of.names) > 1:
                    yield Small(reader_notes.alike(block.of))
                for e in block.examples:
                    yield from _example(e, known)
    if unquoted:
        yield Heading(wordings.OTHER_QUOTES, numbered=False)
    for c in unquoted:
        yield Small(f"{wordings.source(c)}:")
        yield Quote(wordings.quote(c))


def _example(e: Example, known: Background) -> Iterator[DocumentPart]:
    facts, number = ";".join(map(wordings.fact, e.facts)), wordings.number(e.number)
    yield Small(f"{number} {wordings.applicant(e.application)}:{facts}。", bold_to=len(number), least=True)
    for half in (e.a, e.b):
        clauses = "、".join(f"{wordings.source(c)} {wordings.clause(c)}" for c in half.deciding)
        grounds = f"依据:{clauses}。" if clauses else ""
        guided = f"({half.guided})" if half.guided else ""
        yield Small(f"{wordings.half(half)}:{half.label}。{guided}{grounds}", indent=True, least=True)
        by_head: dict[str, list[str]] = {}
        for head, sentence in sentences(half, known):
            by_head.setdefault(head, []).append(sentence)
        for head, listed in by_head.items():
            yield Small(f"{head}:{''.join(listed)}", indent=True, least=True)
