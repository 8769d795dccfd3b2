"""One clause with all that belongs to it: its rules in full, the readings they rest on, and its neighbours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from policy_dsl import ir
from policy_dsl.addresses import below
from policy_dsl.compiled import Clause, Document, RuleSummary
from policy_dsl.reading import Reading
from policy_dsl.statements import AnyStatement
from reasoner.model.rule_base import RuleBase
from reasoner.survey.document_summary import DocumentSummary, summary
from reasoner.survey.lookup import How, Lookup, address_of, neighbours

PROPOSED: Final = "对策建议是向有权机关提出的建议,不是义务:{force}"
"""What stands beside proposals, with what their document says of itself."""


class RuleDetail(RuleSummary, frozen=True, kw_only=True, omit_defaults=True):
    """A rule of a clause in full."""

    name: str
    """Its name, unique in its clause."""
    strength: ir.Strength = ir.Strength.NONE
    """The word that carries it."""
    matters: tuple[str, ...] = ()
    """The matters it reaches, by label."""
    readings: tuple[str, ...] = ()
    """The readings on which it rests, by name."""
    reviewed: bool
    """Whether somebody has reviewed it as it is."""
    supports: str | None = None
    """The rule that makes this goal concrete."""
    alternative_of: str | None = None
    """The reading under whose alternative it stands; None: it is in use."""


class ClauseQuote(msgspec.Struct, frozen=True):
    """A clause by its words."""

    clause: str
    """Its address."""
    quote: str
    """Its official text."""


class ClauseDetail(Clause, frozen=True, kw_only=True, omit_defaults=True):
    """A clause with its rules in full, the readings they rest on, and its neighbours."""

    rules: tuple[RuleDetail, ...]
    """Its rules, alternatives of readings among them."""
    readings: tuple[Reading, ...]
    """The readings that its rules and statements cite, each once."""
    below: tuple[ClauseQuote, ...]
    """The clauses whose addresses lie below its own."""
    previous: ClauseQuote | None
    """The clause before it."""
    next: ClauseQuote | None
    """The clause behind it."""
    version: str
    """The version of its document: its first day of force, `undated-YEAR` or `draft`."""
    caveat: str = ""
    """Of a proposal: what its document is, and that it obliges nobody; else empty."""


class Search(msgspec.Struct, frozen=True):
    """What a query for clauses gave."""

    query: str
    """The query as it was written."""
    how: How
    """By what the clauses were recognised."""
    clauses: tuple[ClauseDetail, ...]
    """The clauses; none where the query means documents."""
    documents: tuple[DocumentSummary, ...]
    """The documents; none where the query means clauses."""


def search_result(base: RuleBase, query: str, how: How, lookup: Lookup) -> Search:
    """What a query gave, in full."""
    clauses = tuple(clause_detail(base, c) for c in lookup.clauses)
    return Search(query, how, clauses, tuple(summary(base, d) for d in lookup.documents))


def clause_detail(base: RuleBase, clause: Clause) -> ClauseDetail:
    """A clause with all that belongs to it."""
    document = base.documents[clause.clause.partition("/")[0]]
    norms = [n for n in document.all_norms if n.clause == clause.clause and not n.pending]
    before, after = neighbours(document, clause.clause)
    return ClauseDetail(
        clause=clause.clause,
        document=clause.document,
        number=clause.number,
        heading=clause.heading,
        place=clause.place,
        nature=clause.nature,
        natures=clause.natures,
        quote=clause.quote,
        start=clause.start,
        end=clause.end,
        rules=tuple(_rule(n) for n in norms),
        judgements=clause.judgements,
        observations=clause.observations,
        duties=clause.duties,
        proposals=clause.proposals,
        definitions=clause.definitions,
        standards=clause.standards,
        targets=clause.targets,
        alternatives=clause.alternatives,
        same_as=clause.same_as,
        notes=clause.notes,
        waived=clause.waived,
        pending=clause.pending,
        concerns=clause.concerns,
        concerns_nobody=clause.concerns_nobody,
        readings=tuple(_readings(document, clause, norms)),
        below=tuple(_quoted(c) for c in _below(document, clause)),
        previous=None if before is None else _quoted(before),
        next=None if after is None else _quoted(after),
        version=document.version,
        caveat=PROPOSED.format(force="".join(document.force)) if clause.proposals else "",
    )


def _below(document: Document, clause: Clause) -> Iterator[Clause]:
    """The clauses below one, of a chapter its articles."""
    order = {address_of(c): c for c in document.clauses.values()}
    yield from (order[a] for a in below(address_of(clause), [*order]))


def _quoted(clause: Clause) -> ClauseQuote:
    return ClauseQuote(clause.clause, clause.quote)


def _rule(norm: ir.Norm) -> RuleDetail:
    return RuleDetail(
        norm.id,
        norm.effect,
        norm.text,
        name=norm.name,
        strength=norm.strength,
        matters=norm.matters,
        readings=norm.readings,
        reviewed=norm.reviewed,
        supports=norm.supports,
        alternative_of=norm.alternative_of,
    )


def _readings(document: Document, clause: Clause, norms: Sequence[ir.Norm]) -> Iterator[Reading]:
    """The readings that the clause's rules and statements cite, each once, in the order of the document."""
    statements: tuple[AnyStatement, ...] = (
        *clause.judgements, *clause.observations, *clause.duties, *clause.proposals, *clause.definitions, *clause.standards,
        *clause.targets,
    )  # fmt: skip
    cited = {r for n in norms for r in n.readings} | {r for s in statements for r in s.readings}
    yield from (r for r in document.readings if r.name in cited)
