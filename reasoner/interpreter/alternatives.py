"""Would the verdict be another if words were read the other way? (异读)

For every reading on which rules of the matter rest, its alternative is run by the same judge on a rule base in which
only that reading is turned; alternatives are not combined. One that no rule spells out is listed as not to be run.
"""

from __future__ import annotations

from collections.abc import Iterator

from policy_dsl.compiled import Document
from policy_dsl.reading import Reading
from reasoner.interpreter.judge import judge_unsealed
from reasoner.model.application import Application
from reasoner.model.rule_base import RuleBase
from reasoner.model.verdict import ReadingOutcome, Verdict


def alternatives(
    base: RuleBase, application: Application, verdict: Verdict, only: frozenset[str] | None = None
) -> tuple[ReadingOutcome, ...]:
    """For each reading that matters to a verdict, the outcome under its alternative, and whether it changes."""
    entries = [
        _entry(base, document, reading, application, verdict, only)
        for document, reading in _concerned(base, application, verdict, only)
    ]
    # Of a document that does not govern, only a reading under which it would decide is worth a line.
    governing = verdict.reasons.governing
    return tuple(e for e in entries if e.changes or e.document in governing)


def _concerned(
    base: RuleBase, application: Application, verdict: Verdict, only: frozenset[str] | None
) -> Iterator[tuple[Document, Reading]]:
    """The readings that rules in the verdict cite, and those whose alternative would say something on the matter."""
    cited = {(c.clause.partition("/")[0], c.rule) for c in verdict.citations}
    for document in base.held_for(application.region) if application.region is not None else ():
        if only is not None and document.id not in only:
            continue
        names = {r for n in document.all_norms if (document.id, n.id) in cited for r in n.readings}
        touching = {n.id for n in document.all_norms if application.matter in n.matters}
        for reading in document.readings:
            if reading.name in names or touching & {*reading.without, *reading.instead}:
                yield document, reading


def _entry(
    base: RuleBase,
    document: Document,
    reading: Reading,
    application: Application,
    verdict: Verdict,
    only: frozenset[str] | None,
) -> ReadingOutcome:
    other = None
    if reading.runnable:
        turned = base.variant(document.id, reading.name)
        other = judge_unsealed(turned, application, verdict.as_of, only, advise=False)
    return ReadingOutcome(
        document=document.id,
        reading=reading.name,
        used=reading.used,
        alternative=reading.alternative,
        basis=reading.basis,
        confirmed_by=reading.confirmed_by,
        runnable=reading.runnable,
        outcome=None if other is None else other.outcome,
        label=None if other is None else other.label,
        possible=None if other is None else other.possible,
        changes=other is not None and other.outcome is not verdict.outcome,
    )
