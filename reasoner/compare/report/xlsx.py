"""Comparisons as a workbook: overview, differences, the examples as applications that can be judged again, clauses, notes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from policy_dsl.ingest.output_guard import NEW_ONLY, Overwriting
from reasoner.compare.report import (
    amendment_lines,
    assumptions,
    document_lines,
    reader_notes,
    relations,
    replay_commands,
    wordings,
)
from reasoner.compare.report.answers import answers, caution
from reasoner.compare.report.difference_lines import Section, counted, section_of
from reasoner.compare.report.examples_sheet import applications, identifier, ruled
from reasoner.compare.report.style import tint
from reasoner.compare.report.view_building import views
from reasoner.compare.report.view_model import Block, Example, Half, View, cited
from reasoner.compare.result import Comparison
from reasoner.model.rule_base import RuleBase
from reasoner.render.xlsx.cell_styles import HEADER, PLAIN, TEXT, TITLE, Style
from reasoner.render.xlsx.sheet_model import A4, Cell, Sheet, styled, worded
from reasoner.sheets.save import save_workbook

_WRAPPED: Final = PLAIN._replace(wrap=True)


def comparison_sheet(
    comparisons: Comparison | Sequence[Comparison], base: RuleBase, path: Path, overwriting: Overwriting = NEW_ONLY
) -> None:
    """Write the workbook of one or several comparisons. Raises Faults (S140, U109, U110)."""
    pairs = views(comparisons, base)
    sheets = [
        _answers(pairs),
        *_pairs(pairs),
        _overview(pairs),
        _notes(pairs),
        _differences(pairs),
        *applications(pairs, base),
    ]
    save_workbook(Path(path), [*sheets, _clauses(pairs)], overwriting)


def _table(name: str, columns: Sequence[tuple[str, int]], rows: Sequence[list[Cell]]) -> Sheet:
    """A sheet with a header that stays and can be filtered."""
    cells = [styled((c for c, _ in columns), HEADER), *(worded(ruled(row)) for row in rows)]
    return Sheet(name, cells, {i: float(w) for i, (_, w) in enumerate(columns)}, frozen=1, filtered=True, style=TEXT)


def _tinted(text: str, blocks: Sequence[Block]) -> Cell:
    fills = {tint(b) for b in blocks}
    return text, TEXT._replace(bold=True, fill=fills.pop() if len(fills) == 1 else "")


def _answers(pairs: Sequence[View]) -> Sheet:
    """The answer: a row for each matter."""
    rows: list[list[Cell]] = [[a.matter, _tinted(a.sentence, a.blocks)] for a in answers(pairs)]
    rows += [[wordings.NOTE, caution(pairs)]] if caution(pairs) else []
    return _table(wordings.ANSWERS, [(wordings.MATTER, 30), (wordings.ANSWERS, 100)], rows)


def _pairs(pairs: Sequence[View]) -> Iterator[Sheet]:
    """Matters by pairs, where there are several."""
    if len(pairs) > 1:
        rows: list[list[Cell]] = []
        for matter in dict.fromkeys(m for v in pairs for m in v.matters):
            cells = [
                _tinted("\n".join(t.text for t in relations.cell(v, v.matters[matter])), v.matters[matter])
                if matter in v.matters
                else "—"
                for v in pairs
            ]
            rows.append([matter, *cells])
        yield _table(wordings.OVERVIEW, [(wordings.MATTER, 26), *((h, 44) for h in assumptions.heads(pairs))], rows)


def _overview(pairs: Sequence[View]) -> Sheet:
    """A row for each kind of institution that may ask for a matter."""
    rows: list[list[Cell]] = []
    for view in pairs:
        for block in view.blocks:
            numbers = counted([block])
            counts: list[Cell] = [None] * len(numbers) if block.silent else list(numbers.values())
            why = relations.why(view, block)
            for kind in block.of.names:
                mark = f"({wordings.TURNS})" if kind in block.turning else ""
                relation = _tinted(relations.relation(view, block) + mark, [block])
                rows.append(
                    [
                        wordings.pair(view),
                        view.day,
                        block.matter,
                        kind,
                        relation,
                        "、".join(block.unreached) or None,
                        *counts,
                        why,
                        wordings.kinds(block.of),
                    ]
                )
    heads = relations.counts(pairs[0]) if len(pairs) == 1 else wordings.COUNTS
    columns = (
        (wordings.PAIR, 16), (wordings.DAY, 12), (wordings.MATTER, 20), (wordings.OF_KIND, 18), (wordings.RELATION, 14),
        (wordings.BEYOND_COLUMN, 14), *((h, 11) for h in (*heads, wordings.DEGREE, wordings.MANNER)), (wordings.WHY, 56),
        (wordings.GROUP, 16),
    )  # fmt: skip
    return _table(wordings.MATRIX, columns, rows)


def _differences(pairs: Sequence[View]) -> Sheet:
    """A row for each example of the first kind of each group."""
    rows: list[list[Cell]] = []
    for number, view in enumerate(pairs, 1):
        headings = relations.headings(view)
        for e in view.examples:
            rows.append([
                wordings.number(e.number), wordings.pair(view), e.application.matter, wordings.all_kinds(e.of), _who(e, headings),
                *_half(e.a), *_half(e.b), wordings.turning(e.unusual), ";".join(map(wordings.fact, e.facts)), _place(e.a), _place(e.b),
                identifier(e, number if len(pairs) > 1 else 0),
            ])  # fmt: skip
    sides = (pairs[0].a, pairs[0].b) if len(pairs) == 1 else wordings.SIDES
    columns = (
        (wordings.EXAMPLE, 7), (wordings.PAIR, 12), (wordings.MATTER, 12), (wordings.OF_KIND, 18), (wordings.WHO, 14),
        *((f"{s}{what}", w) for s in sides for what, w in ((wordings.OUTCOME, 14), (wordings.CLAUSE, 22), (wordings.QUOTE, 32))),
        (wordings.TURNING, 26), (wordings.ALL_FACTS, 36), *((f"{s}{wordings.PLACE}", 12) for s in sides), (wordings.IDENTIFIER, 18),
    )  # fmt: skip
    return _table(wordings.DIFFERENCES, columns, rows)


def _who(e: Example, headings: Mapping[Section, str]) -> str:
    return headings[section_of(e)] + (f"({wordings.BESIDE})" if e.beside else "")


def _place(half: Half) -> str:
    """A place with the code that `check --under` takes."""
    return f"{half.place}({half.code})" if half.code else half.place


def _half(half: Half) -> list[Cell]:
    clauses = "\n".join(f"{wordings.source(c)}({wordings.clause(c)})" for c in half.deciding)
    quotes = "\n".join(dict.fromkeys(wordings.quote(c) for c in half.deciding))
    guided = f"\n({half.guided})" if half.guided else ""
    return [half.label + guided, clauses or wordings.NO_CLAUSE, quotes or None]


def _clauses(pairs: Sequence[View]) -> Sheet:
    """Every clause that decides, that rests on a judgement, or of a side that speaks where the other is silent, with its
    rules there.
    """
    spoken: dict[tuple[str, str], list[tuple[str, assumptions.SpokenClause]]] = {}
    for view in pairs:
        for matter, blocks in view.matters.items():
            for clause in assumptions.spoken_clauses(blocks):
                spoken.setdefault(clause.cited.key, []).append((f"{wordings.pair(view)} {matter}", clause))
    alone = (s.cited for of in spoken.values() for _, s in of)
    listed = {c.key: c for c in (*cited(pairs), *alone, *(c for v in pairs for c in v.judged))}
    rows: list[list[Cell]] = []
    for c in sorted(listed.values(), key=lambda c: (c.document, c.start)):
        sides = dict.fromkeys((*reader_notes.cited_by(c, pairs), *(s.side for _, s in spoken.get(c.key, ()))))
        rules = "\n".join(f"{where}:{s.of},{';'.join(s.rules)}" for where, s in spoken.get(c.key, ()))
        by = "、".join(sides) or None
        rows.append([c.document, c.number or None, c.place, c.address, wordings.quote(c), by, rules or None])
    columns = zip(wordings.CLAUSE_COLUMNS, (30, 16, 20, 12, 64, 16, 48), strict=True)
    return _table(wordings.CLAUSE_SHEET, tuple(columns), rows)


def _notes(pairs: Sequence[View]) -> Sheet:
    """The day, the documents, the figures and the words; the reader of applications passes over a sheet of this name."""
    rows: list[list[Cell]] = [styled([wordings.title(pairs)], TITLE)]
    head = (*document_lines.periods(pairs), *assumptions.head(pairs), *reader_notes.units(pairs))
    rows += [styled([wordings.NOTE, t], _WRAPPED) for t in head]
    rows += [styled([wordings.STANDING, t], _WRAPPED) for t in assumptions.standing(pairs)]
    rows += [[], styled([wordings.HOW], TITLE)]
    rows += [styled([name, sentence], _WRAPPED) for name, sentence in reader_notes.notes(pairs)]
    for view in pairs:
        rows += [[], styled([wordings.pair(view), reader_notes.day(view)], Style(bold=True, wrap=True))]
        rows += [styled([name, sentence], _WRAPPED) for name, sentence in assumptions.compared(view)]
        rows += [styled([wordings.RESULT, line.text], _WRAPPED) for line in relations.headline(view)]
        rows += [
            styled([amendment_lines.HEADING, sentence], _WRAPPED)
            for _, sentence in amendment_lines.lines(view.comparison, view.rests)
        ]
        rows += [styled([wordings.READINGS, t], _WRAPPED) for t in assumptions.readings(view)]
        rows += [styled([wordings.FIGURES, reader_notes.figures(view)], _WRAPPED)]
        remarks = [
            reader_notes.caption_of_rows(view),
            reader_notes.elsewhere(view),
            *reader_notes.resting(view),
            *view.warnings,
        ]
        rows += [styled([wordings.NOTE, t], _WRAPPED) for t in remarks if t]
        rows += [styled([wordings.AGAIN, replay_commands.of_workbook(view)], _WRAPPED)] if view.examples else []
    kinds = assumptions.every_kind(pairs)
    rows += [[], styled([wordings.EVERY_KIND], TITLE)] if kinds else []
    rows += [styled([f"{n}.", sentence], _WRAPPED) for n, sentence in enumerate(kinds, 1)]
    rows += [[], styled([wordings.SOURCES], TITLE)]
    rows += [styled([side, sentence], _WRAPPED) for side, ds in document_lines.sources(pairs) for sentence in ds]
    rows += [[], styled([wordings.NOTE, reader_notes.SCOPE], _WRAPPED)]
    return Sheet(wordings.NOTES_SHEET, [worded(row) for row in rows], {0: 30.0, 1: 110.0}, style=_WRAPPED, paper=A4)
