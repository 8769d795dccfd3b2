"""What is said of a document as a whole, and of its readings: when it is in force and why, what it lacks, who confirmed what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Final

from policy_dsl.compiled import Document
from policy_dsl.reading import ConfirmationAction, ConfirmationState, Reading
from reasoner.graphs import namespaces as n
from reasoner.graphs.graph_builder import Iri, Lit, Resource, boolean, period, string, zh
from reasoner.model.rule_base import RuleBase
from reasoner.survey.referenced_documents import CERTIFICATES, references

_UNKNOWN: Final = "不明"


def agent(name: str) -> Resource:
    """An organ or a person by the name that a text gives."""
    return Resource(f"{n.ROOT}agent/{n.slug(name)}").a(n.PROV + "Organization").add(n.LABEL, zh(name))


def last_day(document: Document) -> str:
    """The last day on which the document is in force, for its end or because it was repealed; empty: none is known."""
    if document.repealed is None:
        return document.ends
    before = (date.fromisoformat(document.repealed.on) - timedelta(days=1)).isoformat()
    return min(before, document.ends) if document.ends else before


def force(whole: Resource, document: Document) -> None:
    """From when until when judging takes the document as in force, why, and whether nobody knows.

    A document without a first day is taken as in force from the first day of the year of its number, and told to be unknown.
    """
    starts = document.starts or f"{document.year}-01-01"
    repealed = document.repealed
    whole.add(n.TL + "inForceFrom", period(starts))
    whole.add(n.TL + "inForceUntil", period(last_day(document)))
    whole.add(n.TL + "forceUnknown", boolean(_UNKNOWN in (document.starts_basis, document.ends_basis)))
    whole.add(n.TL + "forceBasis", Lit(f"施行:{document.starts_basis}"), Lit(f"届满:{document.ends_basis}"))
    if repealed is not None:
        whole.add(n.TL + "repealedFrom", period(repealed.on)).add(n.TL + "repealingText", string(repealed.by))
    whole.add(n.TL + "issuerLevel", Lit(document.issuer_level.value))
    whole.add(n.TL + "succeeds", *(Iri(n.DOCUMENT + other) for other in document.succeeds))
    whole.add(n.TL + "specialTo", *(Iri(n.DOCUMENT + other) for other in document.special_to))


def missing_parts(whole: Resource, document: Document) -> Iterator[Resource]:
    """What the received text lacks, each a node of its own."""
    for place, missing in enumerate(document.missing, start=1):
        part = Resource(f"{whole.iri}/missing/{place}").a(n.TL + "MissingPart").add(n.LABEL, zh(missing.what))
        whole.add(n.TL + "lacks", Iri(part.iri))
        whole.add(n.SKOS + "note", zh(f"收到的文本缺:{missing.what}({missing.where})"))
        yield part.add(n.TL + "missingAt", string(missing.where))


def readings(
    document: Document, norm_iri: Callable[[str], str], reading_iri: Callable[[str], str]
) -> Iterator[Resource]:
    """The readings of a document: what is asked, used and possible, which norms turn on them, and who confirmed them."""
    for reading in document.readings:
        resource = Resource(reading_iri(reading.name)).a(n.TL + "Reading").add(n.LABEL, zh(reading.name))
        resource.add(n.DCTERMS + "source", Iri(n.DOCUMENT + document.id))
        resource.add(n.TL + "question", string(reading.question)).add(n.TL + "used", string(reading.used))
        resource.add(n.TL + "alternative", string(reading.alternative)).add(n.TL + "basis", string(reading.basis))
        resource.add(n.DCTERMS + "type", *(zh(kind) for kind in reading.kinds))
        resource.add(n.TL + "withoutNorm", *(Iri(norm_iri(norm)) for norm in reading.without))
        by = _confirmed_by(reading)
        resource.add(n.TL + "confirmed", boolean(bool(by)))
        resource.add(n.ATTRIBUTED, Iri(agent(by).iri) if by else None)
        yield resource
        if by:
            yield agent(by)
        yield from _confirmations(resource, document, reading)


def _confirmed_by(reading: Reading) -> str:
    """Who has confirmed the reading as it stands; empty: nobody."""
    if reading.status is None:
        return reading.confirmed_by
    return reading.status.by if reading.status.state is ConfirmationState.CONFIRMED else ""


def _confirmations(resource: Resource, document: Document, reading: Reading) -> Iterator[Resource]:
    entries = [c for c in document.confirmations if c.reading == reading.name]
    for place, entry in enumerate(entries, start=1):
        node = Resource(f"{resource.iri}/confirmation/{place}").a(n.TL + "Confirmation")
        resource.add(n.TL + "confirmation", Iri(node.iri))
        node.add(n.TL + "confirms", boolean(entry.action is ConfirmationAction.CONFIRM))
        node.add(n.TL + "saidBy", Lit(entry.by)).add(n.TL + "saidOn", period(entry.date))
        yield node.add(n.SKOS + "note", zh(entry.remark))


Citations = tuple[dict[str, list[str]], list[Resource]]
"""By the address of a clause the IRIs of the documents that its words name; and the documents named that are not held."""


def citations(base: RuleBase) -> Citations:
    """What the texts cite: a document of the rule base by its own IRI; another by the names and the number that texts give it.

    Papers of a person (…证) are no documents. What a text says of itself (本规划) is no citation.
    """
    cited: dict[str, list[str]] = defaultdict(list)
    others: list[Resource] = []
    for target in references(base, base.documents.values()):
        if target.document is None and target.names and all(name.endswith(CERTIFICATES) for name in target.names):
            continue
        iri = n.DOCUMENT + target.document if target.document else f"{n.ROOT}cited/{n.slug(target.key)}"
        for reference in target.references:
            if iri not in cited[reference.clause]:
                cited[reference.clause].append(iri)
        if target.document is None:
            other = Resource(iri).a(n.ELI + "LegalResource").add(n.ELI + "number", string(target.number or ""))
            others.append(other.add(n.ELI + "title", *(zh(name) for name in target.names)))
    return cited, others
