"""Would the verdict be another if words were read the other way? (异读)

For every reading on which rules of the matter rest, its alternative is run by the same judge on a rule base in which
only that reading is turned; alternatives are not combined. One that no rule spells out is listed as not to be run.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from reasoner.facts import Application
from reasoner.interpreter.judge import judge
from reasoner.interpreter.verdict import Verdict
from reasoner.rulebase import Document, RuleBase, runnable


def alternatives(
    base: RuleBase, application: Application, verdict: Verdict, only: frozenset[str] | None = None
) -> list[dict[str, Any]]:
    """For each reading that matters to a verdict, the outcome under its alternative, and whether it changes.

    `outcome`, `label` and `possible` are None for an alternative that has no form to run; `changes` is false for it,
    which says that nothing is known, not that nothing would change.
    """
    entries = [
        (document.id, _entry(base, document, reading, application, verdict, only))
        for document, reading in _concerned(base, application, verdict, only)
    ]
    # Of a document that does not govern, only a reading under which it would decide is worth a line.
    governing = verdict["reasons"]["governing"]
    return [entry for document, entry in entries if entry["changes"] or document in governing]


def _concerned(
    base: RuleBase, application: Application, verdict: Verdict, only: frozenset[str] | None
) -> Iterator[tuple[Document, Mapping[str, Any]]]:
    """The readings that rules in the verdict cite, and those whose alternative would say something on the matter."""
    chain = base.vocabulary.chain(application.region) if application.region is not None else ()
    cited = {(c["clause"].partition("/")[0], c["rule"]) for c in verdict["citations"]}
    for document in base.documents.values():
        if document.region not in chain or (only is not None and document.id not in only):
            continue
        norms = document.data["norms"]
        names = {r for n in norms if (document.id, n["id"]) in cited for r in n["readings"]}
        touching = {n["id"] for n in norms if application.matter in n["matters"]}
        for reading in document.readings:
            if reading["name"] in names or touching & {*reading["without"], *reading["instead"]}:
                yield document, reading


def _entry(
    base: RuleBase,
    document: Document,
    reading: Mapping[str, Any],
    application: Application,
    verdict: Verdict,
    only: frozenset[str] | None,
) -> dict[str, Any]:
    entry = {
        "document": document.id,
        "reading": reading["name"],
        "used": reading["used"],
        "alternative": reading["alternative"],
        "basis": reading["basis"],
        "confirmed_by": reading["confirmed_by"],
        "runnable": runnable(reading),
        "outcome": None,
        "label": None,
        "possible": None,
        "changes": False,
    }
    if runnable(reading):
        turned = base.variant(document.id, reading["name"])
        other = judge(turned, application, verdict["as_of"], only, advise=False)
        entry |= {k: other[k] for k in ("outcome", "label", "possible")}
        entry["changes"] = other["outcome"] != verdict["outcome"]
    return entry
