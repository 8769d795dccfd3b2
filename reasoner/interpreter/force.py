"""Which documents govern an application, and why the others do not (semantics §2).

A document governs when its region covers the facility, it is in force on the day, and it regulates the matter.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from reasoner.facts import Application, counting
from reasoner.origin import origin_warnings
from reasoner.rulebase import Document, RuleBase
from reasoner.wording import WARNINGS, WHY_NOT

IN_FORCE: Final = "in_force"
NOT_YET: Final = "not_yet"
ENDED: Final = "ended"

CONTINUATION: Final = "规划延续执行"
"""The determination by which an authority continues a plan whose period has ended."""


@dataclass(frozen=True, slots=True)
class Force:
    """Whether a document is in force on a day; `notes` say what about it is not certain."""

    status: str
    why: str = ""
    notes: tuple[str, ...] = ()
    read: tuple[dict[str, Any], ...] = ()
    """The determination by which it is continued, as a fact that a verdict cites."""


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """The documents that govern, the warnings they bring, and for every other document why it does not."""

    governing: tuple[Document, ...]
    not_governing: tuple[tuple[Document, str], ...]
    warnings: tuple[str, ...]
    read: tuple[dict[str, Any], ...]
    """The facts on which the force of a governing document rests."""
    held: bool
    """Whether any document of the region is held."""
    out_of_force: bool
    """Documents of the region regulate the matter, but none of them is in force."""


def force_on(document: Document, day: str, application: Application) -> Force:
    """Whether the document is in force on the day, counting a determination that continues an ended plan."""
    if document.starts and day < document.starts:
        return Force(NOT_YET, WHY_NOT["not_yet"].format(starts=document.starts, day=day))
    if not document.starts and day[:4] < str(document.year):
        return Force(NOT_YET, WHY_NOT["not_yet_year"].format(year=document.year, day=day))
    notes: list[str] = []
    read: dict[str, Any] = {}
    if not document.starts and day[:4] == str(document.year):
        notes.append(WARNINGS["start_unknown"].format(title=document.title, year=document.year, day=day))
    if document.ends and day > document.ends:
        seen = counting(application.facts.get((f"文件:{document.id}", CONTINUATION), ()), day)
        if seen is None or seen.value is not True:
            return Force(ENDED, WHY_NOT["ended"].format(ends=document.ends))
        read = {"fact": CONTINUATION, "of": document.title, "value": "是"}
        read |= {k: v for k, v in (("as_at", seen.as_at), ("source", seen.source)) if v}
        source = f"(来源:{seen.source})" if seen.source else ""
        notes.append(WARNINGS["continued"].format(title=document.title, ends=document.ends, source=source))
        notes += origin_warnings(f"《{document.title}》的{CONTINUATION}", seen.source, day)
    lacking = "、".join(m["what"] for m in document.missing)
    if document.doubtful:
        notes.append(WARNINGS["incomplete"].format(title=document.title, lacking=lacking or "效力期限"))
    elif lacking:
        notes.append(WARNINGS["part_missing"].format(title=document.title, lacking=lacking))
    return Force(IN_FORCE, notes=tuple(notes), read=(read,) if read else ())


def _other_day(document: Document, application: Application, day: str, why: str) -> str:
    return WARNINGS["other_day"].format(title=document.title, received=application.received, day=day, why=why)


def jurisdiction(
    base: RuleBase, application: Application, day: str, only: frozenset[str] | None = None
) -> Jurisdiction:
    """The governing documents of an application on a day. `only` restricts the documents looked at."""
    chain = base.vocabulary.chain(application.region) if application.region else ()
    governing: list[Document] = []
    others: list[tuple[Document, str]] = []
    warnings: list[str] = []
    read: list[dict[str, Any]] = []
    held = any(d.region in chain for d in base.documents.values())
    out_of_force = False
    for document in base.documents.values():
        if only is not None and document.id not in only:
            others.append((document, WHY_NOT["not_chosen"]))
            continue
        if document.region not in chain:
            kind = "elsewhere" if application.region else "no_place"
            others.append((document, WHY_NOT[kind].format(region=base.vocabulary.regions[document.region].name)))
            continue
        if application.matter not in document.regulates:
            others.append((document, WHY_NOT["silent"].format(matter=application.matter)))
            continue
        force = force_on(document, day, application)
        if force.status != IN_FORCE:
            out_of_force = True
            others.append((document, force.why))
            if force_on(document, application.received, application).status == IN_FORCE:
                warnings.append(_other_day(document, application, day, force.why))
            continue
        governing.append(document)
        warnings += force.notes
        read += force.read
        if document.kind == "指导意见":
            warnings.append(WARNINGS["guidance"].format(title=document.title))
        if application.received and application.received != day:
            then = force_on(document, application.received, application)
            if then.status != IN_FORCE:
                warnings.append(_other_day(document, application, day, then.why))
    ended = out_of_force and not governing
    return Jurisdiction(tuple(governing), tuple(others), tuple(warnings), tuple(read), held, ended)
