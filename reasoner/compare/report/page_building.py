"""The page of comparisons: what it shows (front, overview, matrix, documents, quotations), laid out by the render floor."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from reasoner.compare.relation_kinds import Relation
from reasoner.compare.report import (
    amendment_lines,
    assumptions,
    document_lines,
    reader_notes,
    relations,
    replay_commands,
    wordings,
)
from reasoner.compare.report.answers import Answer, answers, caution
from reasoner.compare.report.page_matter_building import PageContext, matter_section
from reasoner.compare.report.reasons import context
from reasoner.compare.report.view_building import views
from reasoner.compare.report.view_model import Block, Cited, View, quoted
from reasoner.compare.result import Comparison
from reasoner.model.rule_base import ADDRESS, RuleBase, with_places
from reasoner.render.html import pages
from reasoner.render.html.cited_text_model import (
    AmendedClause,
    AmendedDocument,
    Amendments,
    NamedList,
    QuotedClause,
    QuotedDocument,
    Quotes,
    Sources,
)
from reasoner.render.html.comparison_page_model import (
    AnswerLine,
    ComparisonBody,
    ComparisonPage,
    Definition,
    Definitions,
    Front,
    HandoverPage,
    KindNames,
    MarkedRelation,
    Matrix,
    MatrixGroup,
    MatrixRow,
    Overview,
    OverviewCell,
    OverviewRow,
    PairSection,
    Shade,
)
from reasoner.render.html.matter_section_model import AnswerClause, ReasonSentence
from reasoner.render.topic_page import topic_table
from reasoner.topics.matrix import TopicMatrix

_SHADES: Final = {
    Relation.STRICTER: Shade.STRICTER,
    Relation.LOOSER: Shade.LOOSER,
    Relation.APART: Shade.APART,
    Relation.EQUAL: Shade.EQUAL,
}


def comparison_page(comparisons: Comparison | Sequence[Comparison], base: RuleBase, *, commands: bool = True) -> str:
    """The page of one or several comparisons: it needs nothing else, no script, no font, no picture from anywhere.

    commands: whether it says by which commands the examples are judged and the readings asked again, and names clauses by
    the addresses that commands take; else a clause is named by its place.
    """
    pairs = views(comparisons, base)
    body = _body(pairs, base)
    if not commands:
        body = _without_commands(body, pairs)
        placed = _in_places(body, base.places_by_address)
        assert isinstance(placed, ComparisonBody)
        body = placed
    return pages.comparison_page(ComparisonPage(_front(pairs, several=len(pairs) > 1), body))


def _in_places(value: object, places: Mapping[str, str]) -> object:
    """A part of a page without addresses: where a place stands beside one it says the same, elsewhere the place is named."""
    match value:
        case str():
            return with_places(value, places)
        case tuple():
            return tuple(_in_places(v, places) for v in value)
        case Struct():
            fields = {n: getattr(value, n) for n in value.__struct_fields__}
            if isinstance(value, AnswerClause | ReasonSentence):
                fields["name"] = re.sub(ADDRESS, "", value.name).strip()
            fields |= {n: "" for n in fields if n == "address"}
            return replace(value, **{n: _in_places(v, places) for n, v in fields.items()})
        case _:
            return value


def _without_commands(body: ComparisonBody, pairs: Sequence[View]) -> ComparisonBody:
    sections = tuple(
        replace(s, again="", readings=NamedList(wordings.READINGS, _stated(assumptions.readings(v, commands=False))))
        for s, v in zip(body.pairs, pairs, strict=True)
    )
    return replace(body, pairs=sections)


def handover_page(topics: TopicMatrix, comparisons: Sequence[Comparison], base: RuleBase) -> str:
    """The page for a colleague: what regions say by topic, then what follows from it, the comparisons in effect."""
    pairs = views(comparisons, base)
    page = HandoverPage(
        front=_front(pairs, several=True),
        topics_heading=wordings.TOPICS,
        topics_note=wordings.TOPIC_QUOTES,
        topics=topic_table(topics),
        effects_heading=wordings.EFFECTS,
        body=_body(pairs, base),
    )
    return pages.handover_page(page)


def _body(pairs: Sequence[View], base: RuleBase) -> ComparisonBody:
    listed = quoted(pairs)
    page = PageContext(context(base, headed=True), {c.key: f"c{n}" for n, c in enumerate(listed, 1)}, set())
    return ComparisonBody(
        tuple(_pair(v, pairs, page) for v in pairs),
        _sources(pairs) if len(pairs) > 1 else None,
        _quotes(listed, pairs, page) if listed else None,
    )


# --- front ----------------------------------------------------------------------------------------------------


def _front(pairs: Sequence[View], *, several: bool) -> Front:
    """several: whether the documents of the pairs are told here, not with each pair."""
    return Front(
        title=wordings.title(pairs),
        answers_heading=wordings.ANSWERS,
        answers=tuple(map(_answer_line, answers(pairs))),
        caution=caution(pairs),
        periods=tuple(document_lines.periods(pairs)),
        sentences=tuple(assumptions.head(pairs)),
        force=NamedList(wordings.STANDING, _stated(assumptions.standing(pairs))) if several else None,
        overview=_overview(pairs) if len(pairs) > 1 else None,
        glossary=_glossary(pairs) if len(pairs) > 1 else None,
    )


def _answer_line(answer: Answer) -> AnswerLine:
    shades = {shade(b) for b in answer.blocks}
    return AnswerLine(answer.matter, answer.sentence, shades.pop() if len(shades) == 1 else None)


def _overview(pairs: Sequence[View]) -> Overview:
    matters = dict.fromkeys(m for v in pairs for m in v.matters)
    return Overview(
        heading=wordings.OVERVIEW,
        matter_heading=wordings.MATTER,
        pairs=tuple(assumptions.heads(pairs)),
        rows=tuple(OverviewRow(m, tuple(_cell(v, v.matters.get(m, ())) for v in pairs)) for m in matters),
        notes=tuple(reader_notes.units(pairs)),
    )


def _cell(view: View, blocks: Sequence[Block]) -> OverviewCell:
    shades = {shade(b) for b in blocks}
    lines = relations.cell(view, blocks) if blocks else []
    return OverviewCell(tuple(map(_marked, lines)), shades.pop() if len(shades) == 1 else None)


def shade(block: Block) -> Shade:
    """The colour of a relation."""
    return Shade.SILENT if block.silent else _SHADES.get(block.relation, Shade.OPEN)


def _marked(line: relations.RelationLine) -> MarkedRelation:
    return MarkedRelation(line.before, line.mark, line.more, shade(line.block))


def _glossary(pairs: Sequence[View]) -> Definitions:
    return Definitions(
        wordings.HOW, tuple(Definition(name, meaning) for name, meaning in reader_notes.notes(pairs, marked=False))
    )


def _stated(sentences: Sequence[str]) -> tuple[str, ...]:
    return tuple(s for s in sentences if s)


# --- one pair -------------------------------------------------------------------------------------------------


def _pair(view: View, pairs: Sequence[View], page: PageContext) -> PairSection:
    several = len(pairs) > 1
    reading = assumptions.compared(view)
    kinds = assumptions.every_kind([view])
    remarks = [reader_notes.elsewhere(view), *reader_notes.resting(view), *view.warnings]
    return PairSection(
        heading=wordings.pair(view) if several else "",
        reading=Definitions(wordings.READING, tuple(Definition(*entry) for entry in reading)) if reading else None,
        day=reader_notes.day(view),
        force=() if several else _stated(assumptions.standing([view], day=False)),
        headline=tuple(map(_marked, relations.headline(view))),
        units=() if several else tuple(reader_notes.units(pairs)),
        amendments=_amendments(view),
        matrix=_matrix(view),
        every_kind=NamedList(wordings.EVERY_KIND, tuple(kinds)) if kinds else None,
        scope=reader_notes.SCOPE,
        printed=wordings.PRINTED if view.examples else "",
        unprinted=wordings.UNPRINTED if view.examples else "",
        glossary=None if several else _glossary(pairs),
        matters=tuple(
            matter_section(n, matter, view, blocks, page)
            for n, (matter, blocks) in enumerate(view.matters.items(), 1)
            if assumptions.has_clauses(blocks)
        ),
        readings=NamedList(wordings.READINGS, _stated(assumptions.readings(view))),
        sources=None if several else _sources(pairs),
        figures=reader_notes.figures(view),
        remarks=_stated(remarks),
        again=replay_commands.of_page(view),
    )


def _amendments(view: View) -> Amendments | None:
    entries = amendment_lines.entries(view.comparison, view.rests)
    if not entries:
        return None
    return Amendments(
        heading=amendment_lines.HEADING,
        columns=amendment_lines.COLUMNS,
        documents=tuple(
            AmendedDocument(e.title, "".join(e.sentences), tuple(map(_amended_clause, e.rows))) for e in entries
        ),
    )


def _amended_clause(row: amendment_lines.Row) -> AmendedClause:
    before, after = amendment_lines.quoted(row.before), amendment_lines.quoted(row.after)
    return AmendedClause(row.place, row.address, before, after, row.rules)


def _matrix(view: View) -> Matrix:
    """The rules that restrain on one side alone are named, other differences counted."""
    alone_a, alone_b = relations.counts(view)
    return Matrix(
        heading=wordings.MATRIX,
        caption=reader_notes.caption(view),
        columns=(wordings.MATTER, wordings.KINDS, wordings.RELATION, alone_a, alone_b, wordings.EITHER),
        groups=tuple(
            MatrixGroup(matter, assumptions.has_clauses(blocks), tuple(_matrix_row(view, b) for b in blocks))
            for matter, blocks in view.matters.items()
        ),
    )


def _matrix_row(view: View, block: Block) -> MatrixRow:
    points = (*relations.alone(view, [block]), relations.either([block]))
    differs = not block.silent and any(points)
    short, full = wordings.kinds(block.of), wordings.all_kinds(block.of)
    return MatrixRow(
        kinds=KindNames(short, "" if short == full else full),
        shade=shade(block),
        relation=relations.short(view, block),
        mark=wordings.turns([block]),
        note=relations.because(block) if differs else "",
        points=points if differs else (),
        reason="" if differs else relations.why(view, block),
    )


# --- documents and quotations ---------------------------------------------------------------------------------


def _sources(pairs: Sequence[View]) -> Sources:
    sides = (NamedList(side, tuple(documents)) for side, documents in document_lines.sources(pairs))
    return Sources(wordings.SOURCES, tuple(sides))


def _quotes(listed: Sequence[Cited], pairs: Sequence[View], page: PageContext) -> Quotes:
    """Every clause once in full, by document."""
    ordered = sorted(listed, key=lambda c: (c.document, c.number, c.start))
    by_document = groupby(ordered, key=lambda c: (c.document, c.number))
    documents = (tuple(clauses) for _, clauses in by_document)
    return Quotes(
        wordings.QUOTES,
        tuple(QuotedDocument(wordings.titled(cs[0]), tuple(_quotations(cs, pairs, page))) for cs in documents),
    )


def _quotations(clauses: Sequence[Cited], pairs: Sequence[View], page: PageContext) -> Iterator[QuotedClause]:
    for c in clauses:
        sides = "、".join(reader_notes.quoted_by(c, pairs))
        yield QuotedClause(page.anchors[c.key], c.place, c.address, sides, wordings.quote(c))
