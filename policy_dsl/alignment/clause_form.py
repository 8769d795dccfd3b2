"""A clause as the rule base holds it: its words, its place, and what was transcribed from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from policy_dsl import compiled, ir
from policy_dsl.addresses import chain, place
from policy_dsl.alignment.quote_matching import Placed
from policy_dsl.statements import AnyStatement, Definition, Duty, Figure, Judgement, Proposal, Standard, Target
from policy_dsl.syntax import ast
from policy_dsl.texts.official_text import Document
from policy_dsl.vocabulary import Vocabulary


class Transcribed(NamedTuple):
    """What was transcribed from a document."""

    placed: Sequence[Placed]
    """Its entries in their order, each with its place in the text."""
    norms: Sequence[ir.Norm]
    statements: Sequence[AnyStatement]
    pending: Mapping[str, compiled.Pending]
    """By clause what of it is not yet written as rules."""


def clauses_of(document: Document, transcribed: Transcribed, vocabulary: Vocabulary) -> Iterator[compiled.Clause]:
    """The clauses of a document in its order."""
    titles: list[tuple[str, str]] = []
    for placed in transcribed.placed:
        address = placed.entry.address.text
        yield _clause(document, placed, transcribed, vocabulary, chain(titles, address))
        if any(n.text == "标题" for n in placed.entry.natures):
            titles.append((address, document.text[placed.start : placed.end]))


def _clause(
    document: Document, placed: Placed, transcribed: Transcribed, vocabulary: Vocabulary, headings: tuple[str, ...]
) -> compiled.Clause:
    entry = placed.entry
    address = entry.address.text
    clause = f"{document.id}/{address}"
    natures = tuple(n.text for n in entry.natures)
    norms = [n for n in transcribed.norms if n.clause == clause]
    mine = [s for s in transcribed.statements if s.id.rpartition("#")[0] == clause]
    return compiled.Clause(
        clause=clause,
        document=document.title,
        number=document.number,
        heading=headings,
        place=place(address),
        nature=vocabulary.terms[natures[0]].code,
        natures=natures,
        quote=document.text[placed.start : placed.end],
        start=placed.start,
        end=placed.end,
        rules=tuple(
            compiled.RuleSummary(n.id, n.effect, n.text) for n in norms if n.alternative_of is None and not n.pending
        ),
        judgements=tuple(s for s in mine if isinstance(s, Judgement)),
        observations=tuple(s for s in mine if isinstance(s, Figure) and not isinstance(s, Target)),
        duties=tuple(s for s in mine if isinstance(s, Duty)),
        proposals=tuple(s for s in mine if isinstance(s, Proposal)),
        definitions=tuple(s for s in mine if isinstance(s, Definition)),
        standards=tuple(s for s in mine if isinstance(s, Standard)),
        targets=tuple(s for s in mine if isinstance(s, Target)),
        alternatives=tuple(
            compiled.AlternativeRule(n.id, n.alternative_of, n.effect, n.text)
            for n in norms
            if n.alternative_of is not None
        ),
        same_as="" if entry.same_as is None else f"{document.id}/{entry.same_as.text}",
        notes=tuple(q.text for i in entry.items if isinstance(i, ast.Note) for q in i.quotes),
        waived=tuple(
            compiled.Waiver(tuple(q.text for q in i.quotes), i.reason.text)
            for i in entry.items
            if isinstance(i, ast.Waiver)
        ),
        pending=transcribed.pending.get(clause),
    )
