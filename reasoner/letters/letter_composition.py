"""From a verdict to a letter: the one place where a kind meets its parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from policy_dsl.diagnostics import Faults
from reasoner.explain import Point, PointRole, source_of
from reasoner.letters import inquiry_letters, office_letters, refusal, review_opinion
from reasoner.letters.letter_parts import (
    Case,
    addressee,
    filled,
    renamed,
    rules_digest,
    staff_notes,
)
from reasoner.letters.letter_types import (
    CORRECTION,
    DELIVERY,
    INQUIRY,
    INSPECTION,
    NOTICE,
    OPINION,
    OUTWARD,
    REFUSAL,
    REQUEST,
    STUDY,
    SUPPLEMENT,
    TELLING,
    objections,
)
from reasoner.letters.official_words import for_applicant, for_inside, for_outside, heads_in_ten_thousands
from reasoner.letters.open_points import OpenPoint, mark_of, open_in_correction, open_points
from reasoner.letters.phrases import CORRECTION as CORRECTION_WORDS
from reasoner.letters.phrases import DELIVERY as DELIVERY_WORDS
from reasoner.letters.phrases import INQUIRY as INQUIRY_WORDS
from reasoner.letters.phrases import INSPECTION as INSPECTION_WORDS
from reasoner.letters.phrases import OPINION as OPINION_WORDS
from reasoner.letters.phrases import REQUEST as REQUEST_WORDS
from reasoner.letters.phrases import SHARED
from reasoner.letters.phrases import STUDY as STUDY_WORDS
from reasoner.letters.phrases import SUPPLEMENT as SUPPLEMENT_WORDS
from reasoner.render.letter_model import BLANK, QUOTE, CitedClause, Letter, Line, Section, Table
from reasoner.render.typeset import typeset, writable

_SECTIONS: Final[dict[str, Callable[[Case], tuple[Section, ...]]]] = {
    REFUSAL: refusal.sections,
    NOTICE: refusal.sections,
    SUPPLEMENT: inquiry_letters.supplement,
    INQUIRY: inquiry_letters.inquiry,
    INSPECTION: inquiry_letters.inspection,
    OPINION: review_opinion.sections,
    STUDY: review_opinion.study,
    REQUEST: office_letters.request,
    CORRECTION: office_letters.correction,
    DELIVERY: office_letters.delivery,
}
_OPENINGS: Final = {
    SUPPLEMENT: SUPPLEMENT_WORDS["opening"],
    INQUIRY: INQUIRY_WORDS["opening"],
    INSPECTION: INSPECTION_WORDS["opening"],
    OPINION: OPINION_WORDS["banner"],
    STUDY: STUDY_WORDS["banner"],
    REQUEST: REQUEST_WORDS["opening"],
    CORRECTION: CORRECTION_WORDS["opening"],
    DELIVERY: DELIVERY_WORDS["opening"],
}
_TITLES: Final = {
    SUPPLEMENT: SUPPLEMENT_WORDS["title"],
    INQUIRY: INQUIRY_WORDS["title"],
    INSPECTION: INSPECTION_WORDS["title"],
    OPINION: OPINION_WORDS["title"],
    STUDY: STUDY_WORDS["title"],
    CORRECTION: CORRECTION_WORDS["title"],
    DELIVERY: DELIVERY_WORDS["title"],
}


_OWN_WORDS: Final = ("原告知", "更正", "处理意见")
"""The parts of a correction that a person writes."""
_AT_WORK: Final = (PointRole.DECISIVE, PointRole.SUPPORTING, PointRole.DEFEATED, PointRole.MET, PointRole.OPEN)


def letter_of(kind: str, case: Case) -> Letter:
    """The letter of a kind on a verdict. Raises Faults (T106, T107) where the verdict bears no such letter."""
    faults = objections(kind, case.verdict, case.uncertain, decision=case.decision)
    if faults:
        raise Faults(faults)
    words, outward = case.words, kind in OUTWARD
    grounds = case.explanation.of(*_AT_WORK)
    worded = for_inside if not outward else for_outside if kind == REQUEST else for_applicant
    named = words["name"]

    def own_words(text: str) -> str:  # names stand as they were given
        return named.join(map(worded, text.split(named)))

    names = case.names_for(outward=outward)
    parts = _SECTIONS[kind](case)
    sections = tuple(_worded(_with_blanks(s, names), own_words) for s in parts)
    office = case.office
    name = case.settled.signing or ("" if case.unsigned else office.name) or SHARED["blank_name"]
    contact = SHARED["contact"].format(
        contact=office.contact or SHARED["blank_short"], telephone=office.telephone or SHARED["blank_short"]
    )
    return Letter(
        kind=kind,
        title=typeset(_title(kind, case), braces=True).format(**words),
        number=SHARED["number"] if outward else "",
        draft=typeset(mark_of(points_open(kind, case, parts))),
        addressee=(office_letters.request_addressee if kind == REQUEST else addressee)(case) if outward else "",
        opening=refusal.opening(case) if kind in TELLING else _opening(kind, words),
        sections=sections,
        notes=staff_notes(case, grounds) if outward else (),
        contact=typeset(contact, braces=True).replace("    ", "\u3000\u3000") if outward else "",
        signed=typeset(SHARED["office"], braces=True).format(name=name) if outward else "",
        date=SHARED["date"].replace("    ", "\u3000\u3000") if outward else "",
        outward=outward,
        day=case.verdict.as_of,
        fields=_fields(case, words),
        clauses=_clauses(grounds, names),
    )


def _title(kind: str, case: Case) -> str:
    if kind == REQUEST:
        return office_letters.request_title(case)
    return refusal.title(case) if kind in TELLING else _TITLES[kind]


def points_open(kind: str, case: Case, parts: tuple[Section, ...] = ()) -> tuple[OpenPoint, ...]:
    """What is open of a letter that tells a decision, or takes one back; of others only blanks are.

    parts: its parts, where they were made already.
    """
    parts = parts or (_SECTIONS[kind](case) if kind in (CORRECTION, *TELLING) else ())
    if kind == CORRECTION:
        lines = [n for s in parts if s.name in _OWN_WORDS for n in s.lines]
        return tuple(open_in_correction(case, blank=any(n.form == BLANK for n in lines)))
    if kind not in TELLING:
        return ()
    waiting = any(n.form == BLANK for s in parts if s.name == "理由" for n in s.lines)
    part = case.decision is None and refusal.part_that_fits(case) is not None
    return tuple(open_points(case, waiting=waiting, part=part))


def _with_blanks(section: Section, names: Mapping[str, str]) -> Section:
    """A part in which documents whose copy lacks title or number are named with blanks to be filled."""
    lines = []
    for each in section.lines:
        text = renamed(each.text, names)
        blank = text != each.text and SHARED["blank_source"] in text
        lines.append(Line(text, BLANK if blank else each.form, each.what))
    return Section(section.name, section.heading, tuple(lines), section.table)


def _worded(section: Section, words: Callable[[str], str]) -> Section:
    """A part in the words of letters that leave the office, or of those that stay; quotations stay as they are."""
    lines = tuple(
        n if n.form == QUOTE else Line(heads_in_ten_thousands(words(n.text)), n.form, n.what) for n in section.lines
    )
    table = section.table
    if table is not None:
        rows = tuple(tuple(words(cell) for cell in row) for row in table.rows)
        table = Table(table.columns, rows, table.widths, table.what)
    return Section(section.name, section.heading, lines, table)


def _opening(kind: str, words: Mapping[str, str]) -> tuple[Line, ...]:
    phrase = SUPPLEMENT_WORDS["opening_dated"] if kind == SUPPLEMENT and words["received"] else _OPENINGS[kind]
    return (filled(phrase, words, what="用途" if kind in (OPINION, STUDY, DELIVERY) else "编号和事项"),)


def _fields(case: Case, words: Mapping[str, str]) -> Mapping[str, str]:
    """What a template of an office's own may use besides the parts of the standard one."""
    head, office, receipt = case.explanation.head, case.office, case.verdict.receipt
    return {
        "编号": words["id"], "事项": words["matter"], "机构": words["name"], "统一社会信用代码": words["code"],
        "收到日期": words["received"], "基准日": words["day"], "结论": typeset(words["label"]),
        "类型": head.kind, "所在地": head.place,
        "经办机构": office.name or SHARED["blank_name"],
        "联系人": office.contact or SHARED["blank_short"], "联系电话": office.telephone or SHARED["blank_short"],
        "规则校验码": rules_digest(receipt), "事实校验码": receipt.facts,
    }  # fmt: skip


def _clauses(points: Iterable[Point], names: Mapping[str, str]) -> tuple[CitedClause, ...]:
    """The clauses at work, each once."""
    citations = {p.citation.clause: p.citation for p in points}
    return tuple(
        CitedClause(
            source=renamed(typeset(source_of(c)), names),
            document=SHARED["blank_name"] if names.get(c.document) == SHARED["blank_title"] else typeset(c.document),
            number=c.number or "",
            place=typeset(c.place),
            quote=typeset(writable("".join(c.quote.splitlines()))),
        )
        for c in citations.values()
    )
