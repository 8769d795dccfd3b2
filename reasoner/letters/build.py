"""From a verdict to a letter: the one place where a kind meets its parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from policy_dsl.diagnostics import Faults
from reasoner.explain import source_of
from reasoner.letters import opinion, refusal, requests
from reasoner.letters.argument import BLANK, Letter, Line, Section
from reasoner.letters.kinds import INQUIRY, INSPECTION, OPINION, REFUSAL, SUPPLEMENT, objections
from reasoner.letters.parts import Case, addressee, filled, staff_notes
from reasoner.letters.phrases import DRAFT, SHARED
from reasoner.letters.phrases import INQUIRY as INQUIRY_WORDS
from reasoner.letters.phrases import INSPECTION as INSPECTION_WORDS
from reasoner.letters.phrases import OPINION as OPINION_WORDS
from reasoner.letters.phrases import SUPPLEMENT as SUPPLEMENT_WORDS
from reasoner.letters.typeset import typeset, writable

_SECTIONS: Final[dict[str, Callable[[Case], tuple[Section, ...]]]] = {
    REFUSAL: refusal.sections,
    SUPPLEMENT: requests.supplement,
    INQUIRY: requests.inquiry,
    INSPECTION: requests.inspection,
    OPINION: opinion.sections,
}
_OPENINGS: Final = {
    SUPPLEMENT: SUPPLEMENT_WORDS["opening"],
    INQUIRY: INQUIRY_WORDS["opening"],
    INSPECTION: INSPECTION_WORDS["opening"],
    OPINION: OPINION_WORDS["banner"],
}
_TITLES: Final = {
    SUPPLEMENT: SUPPLEMENT_WORDS["title"],
    INQUIRY: INQUIRY_WORDS["title"],
    INSPECTION: INSPECTION_WORDS["title"],
    OPINION: OPINION_WORDS["title"],
}


def letter_of(kind: str, case: Case) -> Letter:
    """The letter of a kind on a verdict. Raises Faults (T106, T107) where the verdict bears no such letter."""
    faults = objections(kind, case.verdict, case.uncertain)
    if faults:
        raise Faults(faults)
    words, outward = case.words, kind in (REFUSAL, SUPPLEMENT)
    grounds = case.said.of("decisive", "supporting", "defeated", "open")
    sections = _SECTIONS[kind](case)
    waiting = kind == REFUSAL and any(n.form == BLANK for s in sections if s.name == "理由" for n in s.lines)
    office = case.office
    name = office.name or SHARED["blank_name"]
    contact = SHARED["contact"].format(
        contact=office.contact or SHARED["blank_short"], telephone=office.telephone or SHARED["blank_short"]
    )
    return Letter(
        kind=kind,
        title=typeset(refusal.title(case) if kind == REFUSAL else _TITLES[kind], braces=True).format(**words),
        draft=typeset(DRAFT) if waiting else "",
        addressee=addressee(case) if outward else "",
        opening=refusal.opening(case) if kind == REFUSAL else _opening(kind, words),
        sections=sections,
        notes=staff_notes(case, grounds) if outward else (),
        contact=typeset(contact, braces=True).replace("    ", "\u3000\u3000") if outward else "",
        signed=typeset(SHARED["office"], braces=True).format(name=name) if outward else "",
        date=SHARED["date"].replace("    ", "\u3000\u3000") if outward else "",
        outward=outward,
        day=case.verdict["as_of"],
        fields=_fields(case, words),
    )


def _opening(kind: str, words: Mapping[str, str]) -> tuple[Line, ...]:
    return (filled(_OPENINGS[kind], words, what="" if kind == OPINION else "编号和事项"),)


def _fields(case: Case, words: Mapping[str, str]) -> Mapping[str, Any]:
    """What a template of an office's own may use besides the parts of the standard one."""
    points = {p.citation["clause"]: p for p in case.said.of("decisive", "supporting", "defeated", "open")}
    return {
        "编号": words["id"], "事项": words["matter"], "机构": words["name"], "统一社会信用代码": words["code"],
        "收到日期": words["received"], "基准日": words["day"], "结论": typeset(words["label"]),
        "类型": case.said.head["类型"], "所在地": case.said.head["所在地"],
        "经办机构": case.office.name or SHARED["blank_name"],
        "联系人": case.office.contact or SHARED["blank_short"], "联系电话": case.office.telephone or SHARED["blank_short"],
        "规则校验码": case.verdict["receipt"]["rules"], "事实校验码": case.verdict["receipt"]["facts"],
        "条款": [
            {
                "序": n, "出处": typeset(source_of(p.citation)), "文件": typeset(p.citation["document"]),
                "文号": p.citation["number"] or "", "位置": typeset(p.citation["place"]),
                "原文": typeset(writable("".join(p.citation["quote"].splitlines()))),
            }
            for n, p in enumerate(points.values(), 1)
        ],
    }  # fmt: skip
