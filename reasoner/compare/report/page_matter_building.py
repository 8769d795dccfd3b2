"""From a matter of a comparison to what its section of the page shows: differences, one-sided clauses, examples."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from reasoner.analysis.application_form import form_data
from reasoner.compare.report import assumptions, reader_notes, relations, replay_commands, wordings
from reasoner.compare.report.difference_lines import Difference, Lead, Section, differences, folded, leads
from reasoner.compare.report.reasons import Reason, reasons
from reasoner.compare.report.view_model import Block, Cited, Example, Half, View
from reasoner.explain import Background
from reasoner.render.html.matter_section_model import (
    AnswerCell,
    AnswerClause,
    ClauseLink,
    DecidingCell,
    DecidingClause,
    DifferenceGroup,
    DifferenceRow,
    DifferenceTable,
    ExampleCard,
    ExampleFact,
    ExampleGroup,
    ExampleLink,
    MatterSection,
    OneSidedClause,
    OneSidedClauses,
    OutcomeCell,
    ReasonRow,
    ReasonSentence,
    SideDocuments,
    SideHead,
)


class PageContext(msgspec.Struct, frozen=True):
    """What every section needs of the page."""

    background: Background
    """What the reasons need of the rule base."""
    anchors: Mapping[tuple[str, str], str]
    """The anchors of the clauses at the end of the page, by clause and text."""

    def link(self, c: Cited) -> ClauseLink:
        """A clause's place, leading to its words."""
        return ClauseLink(c.place, self.anchors[c.key])


def matter_section(number: int, matter: str, view: View, blocks: Sequence[Block], page: PageContext) -> MatterSection:
    """The section of a matter. number: its place among all of the pair, from 1."""
    examples = [b for b in blocks if b.examples]
    return MatterSection(
        number=number,
        heading=f"{wordings.CLAUSES}:{matter}",
        differences=_difference_table(view, blocks, page) if examples else None,
        one_sided=_one_sided(blocks, page),
        examples=tuple(_example_group(view, b, page) for b in examples),
    )


# --- differences ----------------------------------------------------------------------------------------------


class _Table(msgspec.Struct, frozen=True):
    """What the cells of one table need; `quotes` grows with every clause that is quoted."""

    page: PageContext
    marks: wordings.Marks
    quotes: set[tuple[str, str]]


def _difference_table(view: View, blocks: Sequence[Block], page: PageContext) -> DifferenceTable:
    """What each side says, which clause, and on what it turns; a clause is quoted where it stands first."""
    listed = differences(blocks)
    table = _Table(page, reader_notes.marks(listed), set())
    groups = ((section, leads(listed, section)) for section in Section)
    others = reader_notes.beside(blocks)
    return DifferenceTable(
        documents=tuple(SideDocuments(side, titles) for side, titles in reader_notes.grounds(view, listed)),
        columns=(view.a, view.b, wordings.TURNING),
        groups=tuple(
            DifferenceGroup(
                relations.headings(view)[section],
                tuple(row for lead in of_kind for row in _rows(view, lead, blocks, table)),
            )
            for section, of_kind in groups
            if of_kind
        ),
        others=others,
        other_examples=tuple(_example_link(e) for d in folded(blocks) for e in d.examples) if others else (),
    )


def _rows(view: View, lead: Lead, blocks: Sequence[Block], table: _Table) -> Iterator[DifferenceRow]:
    for n, d in enumerate(lead.answers):
        mine = () if n else (_answer(lead.mine, len(lead.answers), table),)
        answer = (_answer(d.answer_to(lead.mine), 1, table),)
        yield DifferenceRow(
            answers=mine + answer if lead.mine.side == view.a else answer + mine,
            manner=d.manner,
            turning=_turning(d, blocks),
            examples=tuple(map(_example_link, d.examples)),
        )


def _turning(d: Difference, blocks: Sequence[Block]) -> str:
    return wordings.turning(d.examples[0].unusual) + wordings.only(d.groups, blocks)


def _answer(half: Half, rows: int, table: _Table) -> AnswerCell:
    return AnswerCell(half.label, tuple(_answer_clause(c, half, table) for c in half.named), rows)


def _answer_clause(c: Cited, half: Half, table: _Table) -> AnswerClause:
    quote = "" if c.key in table.quotes else wordings.quote(c)
    table.quotes.add(c.key)
    mark = table.marks.get(wordings.titled(c), "")
    return AnswerClause(mark, table.page.link(c), wordings.clause(c), wordings.alone(c, half), quote)


def _example_link(e: Example) -> ExampleLink:
    return ExampleLink(e.number, wordings.number(e.number))


def _one_sided(blocks: Sequence[Block], page: PageContext) -> OneSidedClauses | None:
    """The clauses of the side that speaks where the other is silent."""
    listed = tuple(
        OneSidedClause(
            source=f"{clause.side},{clause.of}:{wordings.titled(clause.cited)}",
            link=page.link(clause.cited),
            address=clause.cited.address,
            quote=wordings.quote(clause.cited),
            rules=clause.rules,
        )
        for clause in assumptions.spoken_clauses(blocks)
    )
    return OneSidedClauses(wordings.SPOKEN, listed) if listed else None


# --- examples -------------------------------------------------------------------------------------------------


def _example_group(view: View, block: Block, page: PageContext) -> ExampleGroup:
    heading = f"{wordings.EXAMPLES}:{wordings.kinds(block.of)}"
    return ExampleGroup(heading, reader_notes.alike(block.of), tuple(_card(view, e, page) for e in block.examples))


def _card(view: View, e: Example, page: PageContext) -> ExampleCard:
    """An application with the verdicts of both sides; the application itself to be judged again."""
    halves = (e.a, e.b)
    a, b = (reasons(h, page.background) for h in halves)
    rows = (
        ReasonRow(heading, (_sentences(ours, page), _sentences(theirs, page)))
        for (heading, ours), (_, theirs) in zip(a.headed, b.headed, strict=True)
        if ours or theirs or heading in (wordings.REASON, wordings.CHECKED)
    )
    return ExampleCard(
        link=_example_link(e),
        summary=wordings.summary(e),
        applicant=wordings.applicant(e.application),
        facts=tuple(ExampleFact(wordings.fact(f), f.unusual) for f in e.facts),
        sides=tuple(SideHead(wordings.half(h), wordings.GUIDANCE if h.guided else "") for h in halves),
        outcome_heading=wordings.OUTCOME,
        outcomes=(OutcomeCell(e.a.label, a.meaning), OutcomeCell(e.b.label, b.meaning)),
        deciding_heading=wordings.DECIDING,
        deciding=tuple(_deciding(h, page) for h in halves),
        reasons=tuple(rows),
        application_heading=wordings.APPLICATION,
        replay=replay_commands.of_example(view, e),
        application=json.dumps(form_data(e.application), ensure_ascii=False, indent=2),
    )


def _deciding(half: Half, page: PageContext) -> DecidingCell:
    clauses = (
        DecidingClause(wordings.titled(c), page.link(c), wordings.clause(c), wordings.quote(c)) for c in half.deciding
    )
    return DecidingCell(tuple(clauses), "" if half.deciding else wordings.NO_CLAUSE)


def _sentences(listed: Sequence[Reason], page: PageContext) -> tuple[ReasonSentence, ...]:
    return tuple(
        ReasonSentence(ClauseLink(r.place, page.anchors[r.key]), sentence) for r in listed for sentence in r.sentences
    )
