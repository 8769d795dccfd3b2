"""Comparisons as a workbook: overview, differences, the examples as applications that can be judged again, clauses, notes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from reasoner.compare.report import again, amended, basis, documents, notes, relations, words
from reasoner.compare.report.build import views
from reasoner.compare.report.differences import Section, counted, section_of
from reasoner.compare.report.examples_sheet import applications, identifier, ruled
from reasoner.compare.report.style import tint
from reasoner.compare.report.view import Block, Example, Half, View, cited
from reasoner.compare.result import Comparison
from reasoner.model.rule_base import RuleBase
from reasoner.sheets.book import A4, Cell, Sheet, styled, written
from reasoner.sheets.save import save
from reasoner.sheets.styles import HEADER, PLAIN, TEXT, TITLE, Style

_WRAPPED: Final = PLAIN._replace(wrap=True)


def comparison_sheet(comparisons: Comparison | Sequence[Comparison], base: RuleBase, path: Path) -> None:
    """Write the workbook of one or several comparisons. Raises Faults (S140)."""
    pairs = views(comparisons, base)
    sheets = [*_pairs(pairs), _overview(pairs), _notes(pairs), _differences(pairs), *applications(pairs, base)]
    save(Path(path), written([*sheets, _clauses(pairs)]))


def _table(name: str, columns: Sequence[tuple[str, int]], rows: Sequence[list[Cell]]) -> Sheet:
    """A sheet with a header that stays and can be filtered."""
    sheet = Sheet(
        name, [styled((c for c, _ in columns), HEADER), *map(ruled, rows)], frozen=1, filtered=True, style=TEXT
    )
    sheet.widths = {i: float(w) for i, (_, w) in enumerate(columns)}
    return sheet


def _tinted(text: str, blocks: Sequence[Block]) -> Cell:
    fills = {tint(b) for b in blocks}
    return text, TEXT._replace(bold=True, fill=fills.pop() if len(fills) == 1 else "")


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
        yield _table(words.OVERVIEW, [(words.MATTER, 26), *((h, 44) for h in basis.heads(pairs))], rows)


def _overview(pairs: Sequence[View]) -> Sheet:
    """A row for each kind of institution that may ask for a matter."""
    rows: list[list[Cell]] = []
    for view in pairs:
        for block in view.blocks:
            numbers = counted([block])
            counts: list[Cell] = [None] * len(numbers) if block.silent else list(numbers.values())
            why = relations.why(view, block)
            for kind in block.of.names:
                mark = words.TURNS if kind in block.turning else ""
                relation = _tinted(relations.relation(view, block) + mark, [block])
                rows.append(
                    [
                        words.pair(view),
                        view.day,
                        block.matter,
                        kind,
                        relation,
                        "、".join(block.unreached) or None,
                        *counts,
                        why,
                        words.kinds(block.of),
                    ]
                )
    heads = relations.counts(pairs[0]) if len(pairs) == 1 else words.COUNTS
    columns = (
        (words.PAIR, 16), (words.DAY, 12), (words.MATTER, 20), (words.OF_KIND, 18), (words.RELATION, 14),
        (words.BEYOND_COLUMN, 14), *((h, 11) for h in (*heads, words.DEGREE, words.MANNER)), (words.WHY, 56),
        (words.GROUP, 16),
    )  # fmt: skip
    return _table(words.MATRIX, columns, rows)


def _differences(pairs: Sequence[View]) -> Sheet:
    """A row for each example of the first kind of each group."""
    rows: list[list[Cell]] = []
    for number, view in enumerate(pairs, 1):
        headings = relations.headings(view)
        for e in view.examples:
            rows.append([
                words.number(e.number), words.pair(view), e.application.matter, words.all_kinds(e.of), _who(e, headings),
                *_half(e.a), *_half(e.b), words.turning(e.unusual), ";".join(map(words.fact, e.facts)), _place(e.a), _place(e.b),
                identifier(e, number if len(pairs) > 1 else 0),
            ])  # fmt: skip
    sides = (pairs[0].a, pairs[0].b) if len(pairs) == 1 else words.SIDES
    columns = (
        (words.EXAMPLE, 7), (words.PAIR, 12), (words.MATTER, 12), (words.OF_KIND, 18), (words.WHO, 14),
        *((f"{s}{what}", w) for s in sides for what, w in ((words.OUTCOME, 14), (words.CLAUSE, 22), (words.QUOTE, 32))),
        (words.TURNING, 26), (words.ALL_FACTS, 36), *((f"{s}{words.PLACE}", 12) for s in sides), (words.IDENTIFIER, 18),
    )  # fmt: skip
    return _table(words.DIFFERENCES, columns, rows)


def _who(e: Example, headings: Mapping[Section, str]) -> str:
    return headings[section_of(e)] + (f"({words.BESIDE})" if e.beside else "")


def _place(half: Half) -> str:
    """A place with the code that `check --under` takes."""
    return f"{half.place}({half.code})" if half.code else half.place


def _half(half: Half) -> list[Cell]:
    clauses = "\n".join(f"{words.source(c)}({words.clause(c)})" for c in half.deciding)
    quotes = "\n".join(dict.fromkeys(words.quote(c) for c in half.deciding))
    guided = f"\n({words.GUIDANCE})" if half.guided else ""
    return [words.outcome(half) + guided, clauses or words.undecided(half), quotes or None]


def _clauses(pairs: Sequence[View]) -> Sheet:
    """Every clause that decides, that rests on a judgement, or of a side that speaks where the other is silent, with its
    rules there.
    """
    spoken: dict[tuple[str, str], list[tuple[str, basis.SpokenClause]]] = {}
    for view in pairs:
        for matter, blocks in view.matters.items():
            for clause in basis.spoken_clauses(blocks):
                spoken.setdefault(clause.cited.key, []).append((f"{words.pair(view)} {matter}", clause))
    alone = (s.cited for of in spoken.values() for _, s in of)
    listed = {c.key: c for c in (*cited(pairs), *alone, *(c for v in pairs for c in v.judged))}
    rows: list[list[Cell]] = []
    for c in sorted(listed.values(), key=lambda c: (c.document, c.start)):
        sides = dict.fromkeys((*notes.cited_by(c, pairs), *(s.side for _, s in spoken.get(c.key, ()))))
        rules = "\n".join(f"{where}:{s.of},{';'.join(s.rules)}" for where, s in spoken.get(c.key, ()))
        by = "、".join(sides) or None
        rows.append([c.document, c.number or None, c.place, c.address, words.quote(c), by, rules or None])
    columns = zip(words.CLAUSE_COLUMNS, (30, 16, 20, 12, 64, 16, 48), strict=True)
    return _table(words.CLAUSE_SHEET, tuple(columns), rows)


def _notes(pairs: Sequence[View]) -> Sheet:
    """The day, the documents, the figures and the words; the reader of applications passes over a sheet of this name."""
    rows: list[list[Cell]] = [styled([words.title(pairs)], TITLE)]
    head = (*documents.periods(pairs), *basis.head(pairs), *notes.units(pairs))
    rows += [styled([words.NOTE, t], _WRAPPED) for t in head]
    rows += [styled([words.STANDING, t], _WRAPPED) for t in basis.standing(pairs)]
    rows += [[], styled([words.HOW], TITLE)]
    rows += [styled([name, sentence], _WRAPPED) for name, sentence in notes.notes(pairs)]
    for view in pairs:
        rows += [[], styled([words.pair(view), notes.day(view)], Style(bold=True, wrap=True))]
        rows += [styled([name, sentence], _WRAPPED) for name, sentence in basis.compared(view)]
        rows += [styled([words.RESULT, line.text], _WRAPPED) for line in relations.headline(view)]
        rows += [
            styled([amended.HEADING, sentence], _WRAPPED) for _, sentence in amended.lines(view.comparison, view.rests)
        ]
        rows += [styled([words.READINGS, t], _WRAPPED) for t in basis.readings(view)]
        rows += [styled([words.FIGURES, notes.figures(view)], _WRAPPED)]
        remarks = [notes.caption_of_rows(view), notes.elsewhere(view), *notes.resting(view), *view.warnings]
        rows += [styled([words.NOTE, t], _WRAPPED) for t in remarks if t]
        rows += [styled([words.AGAIN, again.of_workbook(view)], _WRAPPED)] if view.examples else []
    kinds = basis.every_kind(pairs)
    rows += [[], styled([words.EVERY_KIND], TITLE)] if kinds else []
    rows += [styled([f"{n}.", sentence], _WRAPPED) for n, sentence in enumerate(kinds, 1)]
    rows += [[], styled([words.SOURCES], TITLE)]
    rows += [styled([side, sentence], _WRAPPED) for side, ds in documents.sources(pairs) for sentence in ds]
    rows += [[], styled([words.NOTE, notes.SCOPE], _WRAPPED)]
    return Sheet(words.NOTES_SHEET, rows, {0: 30.0, 1: 110.0}, style=_WRAPPED, paper=A4)
