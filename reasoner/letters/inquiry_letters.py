"""Letters that ask: 补正材料通知书 to the applicant, 内部查询单 to desks, 现场核查任务单 to those who go and look."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from policy_dsl.numerals import period_words
from reasoner.explain import MissingItem, Point, facility_fact
from reasoner.explain.missing_sentences import OFFICE, about_words, provider_of
from reasoner.explain.outcome_text import one_outcome
from reasoner.letters.letter_parts import (
    PROJECT,
    Case,
    by_hand,
    claims_of,
    filled,
    levels_that_help,
    line,
    rule_lines,
    spaced,
)
from reasoner.letters.letter_types import INQUIRY as INQUIRY_KIND
from reasoner.letters.letter_types import INSPECTION as INSPECTION_KIND
from reasoner.letters.letter_types import PROVIDERS, missing_for
from reasoner.letters.letter_types import SUPPLEMENT as SUPPLEMENT_KIND
from reasoner.letters.phrases import INQUIRY, INSPECTION, REFUSAL, REQUEST, SHARED, SUPPLEMENT
from reasoner.letters.written_blanks import with_written
from reasoner.model.messages import NOT_VERIFIED
from reasoner.model.rule_base import OF_DOCUMENTS
from reasoner.model.verdict import MissingFact, Verdict
from reasoner.render.letter_model import BLANK, PLAIN, Line, Section, Table
from reasoner.render.typeset import typeset, writable


def supplement(case: Case) -> tuple[Section, ...]:
    """What the applicant is asked for, all at once, and only what it can provide itself."""
    entries = missing_for(SUPPLEMENT_KIND, case.verdict)
    rows = tuple(_demand(number, entry, case) for number, entry in enumerate(entries, 1))
    return (
        Section("材料", "需补正的材料", (), Table(("序号", "材料", "存在的问题", "补正要求", "依据"), rows, (3, 6, 7, 7, 6), "补正事项")),
        Section("规定", "有关规定", tuple(rules_on(case, entries))),
        Section("说明", "说明", tuple(_explained(case))),
        Section("期限", "期限和方式", (_deadline(case), with_written(SUPPLEMENT["late"], ("逾期",), case, "逾期"))),
    )  # fmt: skip


_CARE_HOME: Final = "养老机构"
_OF_CARE_HOMES: Final = "或者养老机构备案凭证"
_FORM: Final = "申请表,"
"""How a proof begins that the application form itself is to state."""


def _demand(number: int, entry: MissingFact, case: Case) -> tuple[str, ...]:
    proof = entry.proof or f"说明{entry.fact}的材料"
    if case.explanation.head.kind != _CARE_HOME:  # nobody else has such a certificate
        proof = proof.replace(_OF_CARE_HOMES, "")
    problem, demand = _defect(entry, case.verdict)
    material = re.sub("载明的[^、,;]*", "", proof.removeprefix(_FORM)) or proof
    if demand == "demand" and problem == "problem" and proof.startswith(_FORM):
        demand = "demand_form"
    cells = (
        str(number), material, SUPPLEMENT[problem].format(fact=entry.fact, period=period_words(entry.period) if entry.period else ""),
        SUPPLEMENT[demand].format(proof=material + _levels(entry), fact=entry.fact), _basis(entry, case) or SUPPLEMENT["place_basis"],
    )  # fmt: skip
    return tuple(typeset(writable(c)) for c in cells)


def _levels(entry: MissingFact) -> str:
    """Of a project that may be listed at several levels: those that help, which its paper has to show."""
    answers = entry.answers or ()
    without = next((a.possible for a in answers if a.value == "无"), None)
    helping = [] if entry.fact != PROJECT or without is None else [a.value for a in answers if a.possible != without]
    return levels_that_help(sorted(helping, key=_HIGHEST_FIRST.index))


_HIGHEST_FIRST: Final = ("国家级", "省级", "市级", "区县级")


def _defect(entry: MissingFact, verdict: Verdict) -> tuple[str, str]:
    """What is the matter with a fact (not written, written without proof, without its day), and what is asked for."""
    if entry.apart:
        return ("problem_other_date", "demand") if entry.period and entry.as_at else ("problem_date", "demand_date")
    written = [g for g in verdict.given if g.fact == entry.fact and g.subject in ("申请", "机构")]
    if not written:
        return "problem", "demand"
    if any(g.claimed for g in written):
        return "problem_proof", "demand_proof"
    return ("problem_unknown" if all(g.value is None for g in written) else "problem_unused"), "demand"


def _explained(case: Case) -> Iterator[Line]:
    yield line(SUPPLEMENT["others"], PLAIN, "说明")
    terms = case.context.terms
    own = [a for a in case.verdict.assumptions if a.fact in terms and terms[a.fact].provider == "申请人"]
    if made := claims_of(a for a in own if a.assumed == NOT_VERIFIED):
        yield line(SUPPLEMENT["unverified"].format(claims=made), PLAIN, "说明")
    if silent := claims_of(a for a in own if a.assumed != NOT_VERIFIED):
        yield line(SUPPLEMENT["may_claim"].format(claims=silent), PLAIN, "说明")
    yield line(SUPPLEMENT["no_promise"], PLAIN, "说明")


def _deadline(case: Case) -> Line:
    days = case.written.get("期限", "")
    if not days:
        return spaced(SUPPLEMENT["deadline"])
    return line(SUPPLEMENT["deadline"].partition("(")[0].replace("____", days), PLAIN, "期限")


def inquiry(case: Case) -> tuple[Section, ...]:
    """Figures to look up, determinations to ask for, and what each answer would decide."""
    entries = missing_for(INQUIRY_KIND, case.verdict)
    looked_up = [m for m in entries if m.provider != "有权机关认定"]
    rows = tuple(_query(number, entry, case) for number, entry in enumerate(looked_up, 1))
    undetermined = [m for m in case.verdict.missing if provider_of(m) == "有权机关认定"]
    items = (item for g in case.explanation.missing if g.provider == "有权机关认定" for item in g.items)
    determined = list(zip(undetermined, items, strict=True))
    silent = INQUIRY["settled" if one_outcome(case.verdict) else "no_answers"]
    table = Table(("序号", "事实", "对象和时点", "查询部门", "依据", "查询结果"), rows, (3, 5, 6, 6, 6, 4), "查询事项")
    return (
        Section("查询", "请查询的事实", () if rows else (line(INQUIRY["no_query"], PLAIN, "查询事项"),), table if rows else None),
        Section("认定", "须由有权机关认定的事项", tuple(_determinations(determined, case.verdict)) or (line(INQUIRY["no_determine"], PLAIN, "认定事项"),)),
        Section("规定", "有关规定", tuple(rules_on(case, entries))),
        Section("影响", "查询结果的影响", tuple(_answers(case)) or (line(silent, PLAIN, "影响"),)),
        Section("回复", "回复", tuple(by_hand(INQUIRY[k]) for k in ("asked_by", "reply", "reply_date"))),
    )  # fmt: skip


def _query(number: int, entry: MissingFact, case: Case) -> tuple[str, ...]:
    desk = "本单位相关科室" if provider_of(entry) == OFFICE else "有关部门"
    who = f"{desk}(见{entry.proof})" if entry.proof else desk
    about = ",".join(x for x in about_words(entry) if x).replace("适用日期", case.words["day"])
    if entry.of in ("申请", "机构"):
        about = f"{case.words['name']},截至{case.words['day']}"
    if sum(m.fact == entry.fact for m in case.verdict.missing) > 1:
        about += ";各地区须用同一期间"
    cells = (str(number), entry.fact, about, who, _basis(entry, case), "")
    return tuple(typeset(writable(c)) for c in cells)


def _determinations(items: Iterable[tuple[MissingFact, MissingItem]], verdict: Verdict) -> Iterator[Line]:
    """What organs are asked to determine, and the clauses for which; of a document that none cites, how it stands."""
    for entry, item in items:
        standing = next((o.why for o in verdict.not_governing if o.document == entry.of), "")
        text = item.sentence
        if item.places:
            text = INQUIRY["determine"].format(sentence=text, places="、".join(item.places))
        elif entry.record and standing:
            text = INQUIRY["determine_document"].format(sentence=text, standing=standing)
        yield line(text, PLAIN, "认定事项")


def _answers(case: Case) -> Iterator[Line]:
    """What would follow from each answer: the missing facts of a group stand in the order of the verdict."""
    for group in case.explanation.missing:
        entries = [m for m in case.verdict.missing if provider_of(m) == group.provider]
        for entry, item in zip(entries, group.items, strict=True):
            if item.answers and group.provider in PROVIDERS[INQUIRY_KIND]:
                yield line(INQUIRY["answers"].format(fact=entry.fact, answers=item.answers), PLAIN, "影响")


def inspection(case: Case) -> tuple[Section, ...]:
    """What to look at on the spot, and who looked."""
    entries = missing_for(INSPECTION_KIND, case.verdict)
    rows = []
    for number, entry in enumerate(entries, 1):
        cells = (
            str(number),
            entry.fact,
            INSPECTION["walk"] if "步行" in entry.fact else entry.proof or "现场查看并记录",
            _basis(entry, case),
            "",
        )
        rows.append(tuple(typeset(writable(c)) for c in cells))
    columns = ("序号", "核查事项", "核查要点", "依据", "核查情况")
    return (
        Section("核查", "核查事项", (), Table(columns, tuple(rows), (3, 6, 7, 6, 7), "核查事项")),
        Section(
            "地点", "核查地点、人员和时限", (_address(case), *(by_hand(INSPECTION[k]) for k in ("ordered_by", "who")))
        ),
        Section("规定", "有关规定", tuple(rules_on(case, entries))),
        Section("签字", "签字", tuple(by_hand(INSPECTION[k]) for k in ("sign", "present", "sign_date"))),
    )


def _address(case: Case) -> Line:
    address = writable(facility_fact(case.verdict, "地址"))
    words = case.words | {"address": address or SHARED["blank_name"]}
    return filled(INSPECTION["address"], words, PLAIN if address else BLANK, "核查地点")


def _basis(entry: MissingFact, case: Case) -> str:
    """The clauses that ask for a fact, with their document."""
    cited = {c.clause: f"《{c.document}》{c.place}" for c in case.verdict.citations}
    return "、".join(dict.fromkeys(cited[c] for c in entry.asked_by if c in cited))


def rules_on(case: Case, entries: Sequence[MissingFact]) -> Iterator[Line]:
    """The clauses that ask for missing facts, word for word."""
    asking = {clause for entry in entries for clause in entry.asked_by}
    explanation = case.explanation
    points: list[Point] = [p for p in (*explanation.points, *explanation.exceptions) if p.citation.clause in asking]
    lines = list(rule_lines(points, REFUSAL["rule"]))
    of_documents = bool(entries) and all(e.fact in OF_DOCUMENTS for e in entries)
    without = REQUEST["until"] if of_documents else SUPPLEMENT["place_basis"] + "。"
    yield from lines or [line(without, PLAIN, "规定")]
