"""How documents stand on a day: whether each is in force, its period, what is not known, and who confirms it.

All of it is read from the metadata of the documents and from the determinations that a ledger holds (`document_force`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from policy_dsl.compiled import Document
from reasoner.ask.text_answer import DocumentForce, ForceOnDay, ReadingInUse
from reasoner.interpreter.determining_organs import Whereabouts, authority_over, basis_of
from reasoner.interpreter.document_force import UNSTATED, Force, ForceStatus, force_on
from reasoner.model.application import Application, Facts
from reasoner.model.messages import RECORD
from reasoner.model.rule_base import CONTINUATION, DOCUMENT_FORCE, RuleBase


class ForceLook(NamedTuple):
    """By what the force of documents is looked at: the rule base, the day, and what ledgers hold by region."""

    base: RuleBase
    day: str
    on_file: Mapping[str, Facts]

    def of(self, document: Document, day: str = "") -> Force:
        """Whether a document is in force on a day; by default the day whose law is asked for."""
        facts = next(
            (f for region, f in self.on_file.items() if document.region in self.base.vocabulary.around(region)), {}
        )
        nobody = Application("", "", day or self.day, None, {}, facts)
        others = self.base.documents.values()
        return force_on(document, day or self.day, nobody, self.base.vocabulary, others)

    def on(self, document: Document, day: str = "") -> ForceOnDay:
        """The same with the reason in words."""
        force = self.of(document, day)
        return ForceOnDay(day or self.day, force.status, _why(document, force))


def _why(document: Document, force: Force) -> str:
    """Why a document is in force or not, or why nobody knows."""
    if force.why:
        return force.why
    if force.status is ForceStatus.UNKNOWN or force.read:
        return force.notes[0].partition(":")[2].removeprefix(f"《{document.title}》").rstrip("。")
    return _period(document)


def _period(document: Document) -> str:
    """The period of a document in words."""
    starts = f"自{document.starts}起({document.starts_basis})" if document.starts else "施行日期未载明"
    ends = f"至{document.ends}({document.ends_basis})" if document.ends else "未载截止日期"
    return f"{starts},{ends}"


def forces_asked(look: ForceLook, documents: Iterable[Document], named_day: str = "") -> tuple[DocumentForce, ...]:
    """The documents that a question names, or of whose force it asks. named_day: a day that the question names."""
    return tuple(_asked(look, d, named_day) for d in documents)


def _asked(look: ForceLook, document: Document, named_day: str) -> DocumentForce:
    days = dict.fromkeys((look.day, named_day or look.day))
    on = tuple(look.on(document, d) for d in days)
    unknown = UNSTATED in (document.starts_basis, document.ends_basis)
    determination = DOCUMENT_FORCE if unknown else CONTINUATION if document.ends else ""
    vocabulary = look.base.vocabulary
    authority = authority_over(vocabulary.facts[determination or DOCUMENT_FORCE], document.region, vocabulary)
    basis = None if authority is None else basis_of(authority, Whereabouts(document.region), vocabulary, document)
    names = () if basis is None else tuple(r.rpartition("/")[2] for r in basis.readings)
    record = RECORD[determination].format(id=document.id, organs="、".join(document.issuers)) if determination else ""
    return DocumentForce(
        document=document.title,
        id=document.id,
        number=document.number or "",
        issuers=document.issuers,
        on=on,
        starts=document.starts,
        starts_basis=document.starts_basis,
        ends=document.ends,
        ends_basis=document.ends_basis,
        notes=document.force,
        missing=tuple(m.what for m in document.missing),
        authority=basis,
        readings=readings_in_use(document, names),
        determination=determination,
        record=record,
    )


def readings_in_use(document: Document, names: Iterable[str]) -> tuple[ReadingInUse, ...]:
    """Readings of a document as an answer says them."""
    readings = (document.readings_by_name[n] for n in names)
    return tuple(ReadingInUse(r.name, r.question, r.used, r.alternative, r.confirmed_by) for r in readings)
