"""Which documents govern an application, and why the others do not (semantics §2).

A document governs when its region covers the facility, it is in force on the day, and it regulates the matter.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from reasoner.facts import Application, counting
from reasoner.rulebase import Document, RuleBase

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


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """The documents that govern, the warnings they bring, and for every other document why it does not."""

    governing: tuple[Document, ...]
    not_governing: tuple[tuple[Document, str], ...]
    warnings: tuple[str, ...]
    held: bool
    """Whether any document of the region is held."""
    out_of_force: bool
    """Documents of the region regulate the matter, but none of them is in force."""


def force_on(document: Document, day: str, application: Application) -> Force:
    """Whether the document is in force on the day, counting a determination that continues an ended plan."""
    title = f"《{document.title}》"
    if document.starts and day < document.starts:
        return Force(NOT_YET, f"尚未施行:自{document.starts}起施行,基准日为{day}")
    if not document.starts and day[:4] < str(document.year):
        return Force(NOT_YET, f"尚未施行:{document.year}年印发,基准日为{day}")
    notes: list[str] = []
    if not document.starts and day[:4] == str(document.year):
        notes.append(f"{title}的施行日期不明({document.year}年印发),请核对基准日{day}是否已经施行。")
    if document.ends and day > document.ends:
        seen = counting(application.facts.get((f"文件:{document.id}", CONTINUATION), ()), day)
        if seen is None or seen.value is not True:
            return Force(ENDED, f"规划期已于{document.ends}届满,未见继续执行的认定;届满不当然等于废止,须确认现行依据")
        source = f"(来源:{seen.source})" if seen.source else ""
        notes.append(f"{title}的规划期已于{document.ends}届满,依有权机关继续执行的认定{source}适用。")
    if document.ends_basis == "不明":
        lacking = "、".join(m["what"] for m in document.missing) or "效力期限"
        notes.append(f"文本不完整:{title}收录文本不完整({lacking}),效力期限不明,请核对原件。")
    return Force(IN_FORCE, notes=tuple(notes))


def jurisdiction(
    base: RuleBase, application: Application, day: str, only: frozenset[str] | None = None
) -> Jurisdiction:
    """The governing documents of an application on a day. `only` restricts the documents looked at."""
    chain = base.vocabulary.chain(application.region) if application.region else ()
    governing: list[Document] = []
    others: list[tuple[Document, str]] = []
    warnings: list[str] = []
    held = out_of_force = False
    for document in base.documents.values():
        if only is not None and document.id not in only:
            others.append((document, "未选入本次研判的文件范围"))
            continue
        if document.region not in chain:
            others.append((document, f"适用地区为{base.vocabulary.regions[document.region].name},不含机构所在地"))
            continue
        held = True
        if application.matter not in document.regulates:
            others.append((document, f"未就「{application.matter}」作规定"))
            continue
        force = force_on(document, day, application)
        if force.status != IN_FORCE:
            out_of_force = True
            others.append((document, force.why))
            continue
        governing.append(document)
        warnings += force.notes
        if document.kind == "指导意见":
            warnings.append(
                f"指导意见:《{document.title}》为省级指导意见,对象为各地医保部门,适用于个案时请一并核对本统筹区规定。"
            )
        if application.received and application.received != day:
            then = force_on(document, application.received, application)
            if then.status != IN_FORCE:
                warnings.append(
                    f"《{document.title}》在收到申请之日({application.received})与基准日({day})效力不同:{then.why}。"
                )
    return Jurisdiction(tuple(governing), tuple(others), tuple(warnings), held, out_of_force and not governing)
