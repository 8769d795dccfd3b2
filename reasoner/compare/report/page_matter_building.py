"""From a matter of a comparison to what its section of the page shows: differences, one-sided clauses, examples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from reasoner.compare.report import assumptions, reader_notes, relations, wordings
from reasoner.compare.report.difference_lines import Difference, Lead, Section, differences, folded, leads
from reasoner.compare.report.reasons import Reason, Reasons, reasons
from reasoner.compare.report.view_model import Block, Cited, Example, Half, View
from reasoner.explain import Background
from reasoner.render.html.matter_section_model import (
    AnswerCell,
    AnswerClause,
    ClauseLink,
    DifferenceGroup,
    DifferenceRow,
    DifferenceTable,
    ExampleCard,
    ExampleGroup,
    ExampleLink,
    MatterSection,
    OneSidedClause,
    OneSidedClauses,
    ReasonSentence,
    SharedSentence,
    SharedSentences,
    SideAnswer,
    SideDocuments,
)


class PageContext(msgspec.Struct, frozen=True):
    """What every section needs of the page."""

    background: Background
    """What the reasons need of the rule base."""
    anchors: Mapping[tuple[str, str], str]
    """The anchors of the clauses at the end of the page, by clause and text."""

    quoted: set[tuple[str, str]]
    """The clauses of sides that speak alone that are quoted so far; grows."""

    def first(self, c: Cited) -> str:
        """A clause's words where such a clause is quoted for the first time, else nothing: the link leads to them."""
        quote = "" if c.key in self.quoted else wordings.quote(c)
        self.quoted.add(c.key)
        return quote

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
        examples=tuple(_example_group(view, b, _document_names(blocks), page) for b in examples),
    )


def _document_names(blocks: Sequence[Block]) -> dict[str, str]:
    """What stands for the title of a document: its mark; nothing where the list above the table has it as the only one."""
    listed = differences(blocks)
    marked = reader_notes.marks(listed)
    named = (c for d in listed for e in d.examples for h in (e.a, e.b) for c in h.deciding)
    return {c.document: marked.get(wordings.titled(c), "") for c in named}


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
            quote=page.first(clause.cited),
            rules=clause.rules,
        )
        for clause in assumptions.spoken_clauses(blocks)
    )
    return OneSidedClauses(wordings.SPOKEN, listed) if listed else None


# --- examples -------------------------------------------------------------------------------------------------


def _example_group(view: View, block: Block, names: Mapping[str, str], page: PageContext) -> ExampleGroup:
    """The examples of a block. names: what stands for the title of a document in them."""
    reasoned = [_Reasoned(e, *(reasons(h, page.background) for h in (e.a, e.b))) for e in block.examples]
    common = _common(block.examples)
    return ExampleGroup(
        heading=f"{wordings.EXAMPLES}:{wordings.kinds(block.of)}",
        note=reader_notes.alike(block.of),
        facts_heading=wordings.COMMON_FACTS,
        facts=common,
        meanings=tuple(_meanings(reasoned)),
        examples=tuple(_card(t, common, names, page) for t in reasoned),
        shared=tuple(_shared(view, reasoned, names, page)),
    )


class _Reasoned(NamedTuple):
    """An example with the reasons of its sides."""

    example: Example
    a: Reasons
    b: Reasons

    @property
    def halves(self) -> tuple[tuple[Half, Reasons], ...]:
        return (self.example.a, self.a), (self.example.b, self.b)


def _common(examples: Sequence[Example]) -> tuple[str, ...]:
    """Who asks for what and the facts, as far as all examples have them, where there are several."""
    first, *others = [[wordings.applicant(e.application), *(wordings.turning([f]) for f in e.facts)] for e in examples]
    return tuple(f for f in first if all(f in of for of in others)) if others else ()


def _meanings(examples: Sequence[_Reasoned]) -> Iterator[str]:
    """What the examples leave out, what each outcome means, and which side rests on guidance alone."""
    yield f"{wordings.HEADED}。"
    halves = [(h, of) for e in examples for h, of in e.halves]
    yield from dict.fromkeys(f"{h.label}:{''.join(of.meaning)}" for h, of in halves if of.meaning)
    yield from dict.fromkeys(f"{h.side}:{h.guided}。" for h, _ in halves if h.guided)


def _card(reasoned: _Reasoned, common: Sequence[str], names: Mapping[str, str], page: PageContext) -> ExampleCard:
    """An application with the verdicts of both sides."""
    e = reasoned.example
    others = [text for f in e.facts if not f.unusual and (text := wordings.turning([f])) not in common]
    applicant = wordings.applicant(e.application)
    facts = "" if applicant in common else f"{applicant}。"
    if others:
        facts += f"其余事实:{';'.join(others)}。"
    return ExampleCard(
        link=_example_link(e),
        summary=wordings.summary(e),
        facts=facts or wordings.NO_OTHER_FACTS,
        sides=tuple(_side(h, of, names, page) for h, of in reasoned.halves),
    )


def _side(half: Half, of: Reasons, names: Mapping[str, str], page: PageContext) -> SideAnswer:
    """A clause that decides is named where its reason stands; one without a reason stands by itself."""
    deciding = {c.key: wordings.clause(c) for c in half.deciding}
    reasons_of = [
        msgspec.structs.replace(s, name=deciding.get(r.key, ""))
        for r in of.deciding
        for s in _sentences([r], names, page)
    ]
    with_reason = {r.key for r in of.deciding}
    bare = [
        ReasonSentence(_named(c.document, names), page.link(c), wordings.clause(c), "")
        for c in half.deciding
        if c.key not in with_reason
    ]
    return SideAnswer(
        name=wordings.half(half),
        guidance=wordings.GUIDED if half.guided else "",
        outcome=half.label,
        reasons=(*reasons_of, *bare),
        undecided="" if half.deciding else wordings.NO_CLAUSE,
    )


def _sentences(listed: Sequence[Reason], names: Mapping[str, str], page: PageContext) -> tuple[ReasonSentence, ...]:
    return tuple(
        ReasonSentence(
            _named(r.document, names) if r.document else "", ClauseLink(r.where, page.anchors[r.key]), "", sentence
        )
        for r in listed
        for sentence in r.sentences
    )


def _named(title: str, names: Mapping[str, str]) -> str:
    return names.get(title, f"《{title}》")


def _shared(
    view: View, examples: Sequence[_Reasoned], names: Mapping[str, str], page: PageContext
) -> Iterator[SharedSentences]:
    """What was looked at besides, by kind and side, each sentence once with the examples in which it is told."""
    for kind, (heading, _) in enumerate(examples[0].a.headed[1:], 1):
        for side, name in enumerate((view.a, view.b)):
            numbers: dict[ReasonSentence, list[int]] = {}
            for t in examples:
                for sentence in _sentences(t.halves[side][1].headed[kind][1], names, page):
                    numbers.setdefault(sentence, []).append(t.example.number)
            listed = tuple(
                SharedSentence(s, "" if len(of) == len(examples) else wordings.numbers(of)) for s, of in numbers.items()
            )
            if listed:
                yield SharedSentences(f"{heading}({name})", listed)
