"""内部审核意见: everything that a verdict rests on, in nine parts, for those who sign. Never sent out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import msgspec

from policy_dsl.ir import Effect
from policy_dsl.numerals import period_words
from reasoner.explain import Point, PointRole
from reasoner.explain.proof_text import amount, fact_name, source_words
from reasoner.letters.letter_parts import (
    Case,
    by_hand,
    day_words,
    exception_lines,
    facts_of,
    filled,
    force_lines,
    line,
    looked_into,
    numbered,
    rule_lines,
    rules_digest,
    unreviewed,
)
from reasoner.letters.letter_types import BARRING, force_determined, rests_on_uncertain
from reasoner.letters.phrases import OPINION, REFUSAL, SHARED, STUDY
from reasoner.letters.refusal import consideration, law_day
from reasoner.letters.written_blanks import TICKED, with_written
from reasoner.model.kinds import Outcome
from reasoner.model.proof import CitedFact
from reasoner.render.letter_model import ITEM, PLAIN, Line, Section, Table
from reasoner.render.typeset import typeset, writable

_ROLE_WORDS: Final = {
    PointRole.DECISIVE: "决定理由",
    PointRole.SUPPORTING: "同时适用",
    PointRole.DEFEATED: "因豁免本次不适用",
    PointRole.NOTE: "可供考虑",
    PointRole.MET: "属于所列情形、其效力尚待确认",
    PointRole.OPEN: "尚不能判断",
    PointRole.CHECKED: "已核对、不属于所列情形",
    PointRole.UNVERIFIED: "主张尚未核实,本次暂不计入优先",
    PointRole.UNCLAIMED: "尚未查明,本次按没有该情形处理",
}
"""The parts of clauses that are listed, in their order."""

_DIGEST: Final = 16
"""Digits of a digest that are printed."""


def sections(case: Case) -> tuple[Section, ...]:
    """The nine parts."""
    columns = ("事实", "数值", "时点", "来源", "证据编号", "核实人")
    rows = tuple(_fact(f, case) for f in case.verdict.facts)
    table = Table(columns, rows, (8, 6, 6, 7, 5, 4), "事实") if rows else None
    return (
        Section("申请", "申请及程序", tuple(_application(case))),
        Section("事实", "事实与证据", () if rows else (line(OPINION["unread"], PLAIN, "事实"),), table),
        Section("研判", "系统研判", tuple(_verdict(case))),
        Section("依据", "依据及效力", tuple(_grounds(case))),
        Section("例外", "豁免、优先及例外考量", tuple(_exceptions(case))),
        Section("未查明", "未查明事项、假定、尚未收录的文件", tuple(_open(case))),
        Section("对照", "同类案件对照", (with_written(OPINION["similar"], ("对照",), case),)),
        Section("风险", "异议与复议诉讼风险", (with_written(OPINION["risk"], ("风险",), case),)),
        Section("签署", "意见签署", tuple(_signatures(case))),
    )


def _signatures(case: Case) -> Iterator[Line]:
    """Who signs; and, for those who check by machine, by what it was judged."""
    yield from (by_hand(OPINION[k]) for k in ("sign", "sign_legal", "sign_date"))
    receipt = case.verdict.receipt
    versions = OPINION["versions"].format(
        rules=rules_digest(receipt)[:_DIGEST], facts=receipt.facts[:_DIGEST], engine=receipt.engine
    )
    yield line(versions, PLAIN, "校验码")


def study(case: Case) -> tuple[Section, ...]:
    """What a strictly controlled matter is studied by: the opinion's parts with the question of the single case."""
    parts = {s.name: s for s in sections(case)}
    chosen = case.written.get("研究意见", "")
    proposal = STUDY["proposal"].replace(f"□{chosen}", f"{TICKED}{chosen}") if chosen else STUDY["proposal"]
    lines = (
        with_written(STUDY["need"], ("必要性",), case),
        with_written(proposal, ("研究理由",), case, chosen=bool(chosen)),
    )
    own = Section("研究", "个案研究", lines)
    return (*(parts[n] for n in ("申请", "事实", "研判", "依据", "例外")), own, parts["未查明"], parts["签署"])


def _application(case: Case) -> Iterator[Line]:
    head, words = case.explanation.head, case.words
    about = "\uff0c".join(x for x in (head.kind, head.place) if x)
    words |= {"about": about, "received": words["received"] or SHARED["blank_short"]}
    yield filled(OPINION["head"], words, what="申请")
    if case.other_law or (case.decision is not None and case.decision.law_day_reason):
        yield law_day(case)
    yield with_written(OPINION["procedure"], ("程序",), case)


def _fact(fact: CitedFact, case: Case) -> tuple[str, ...]:
    terms = case.context.terms
    source = source_words(fact) or SHARED["blank_source"]
    cells = (
        fact_name(fact, terms),
        amount(fact, terms),
        period_words(fact.as_at) if fact.as_at else "",
        source,
        "",
        "",
    )
    return tuple(typeset(writable(c)) for c in cells)


def _verdict(case: Case) -> Iterator[Line]:
    explanation = case.explanation
    meaning = explanation.against + "".join(explanation.meaning)
    yield line(OPINION["outcome"].format(label=explanation.label, meaning=meaning), PLAIN, "结论")
    if explanation.possible:
        yield line(OPINION["possible"].format(labels=";".join(explanation.possible)), PLAIN, "可能的结论")
    for change in (*explanation.first_steps, *explanation.changes):
        yield line(f"结论可能变化的情形:{change}", PLAIN, "改变条件")
    for standard in explanation.standards:
        yield line(f"规划标准:{standard}", PLAIN, "规划标准")
    yield _proposed(case)


def _proposed(case: Case) -> Line:
    """What is proposed, and whether that is what was judged; where it is, no reason is asked for."""
    phrase, agreed = OPINION["proposed"], case.written.get("一致", "")
    if agreed == "是":
        phrase = phrase.partition("不一致的理由")[0].replace("□一致", f"{TICKED}一致")
    elif agreed:
        phrase = phrase.replace("□不一致", f"{TICKED}不一致")
    return with_written(phrase, ("拟办意见", "不一致理由"), case, chosen=bool(agreed))


_NOT_APPLIED: Final = "该条限制本次不适用。"
"""How the sentence ends that names the exemption: it says its heading itself."""


def _grounds(case: Case) -> Iterator[Line]:
    explanation = case.explanation
    if case.verdict.outcome in BARRING and rests_on_uncertain(case.verdict, case.uncertain):
        titles = dict.fromkeys(p.citation.document for p in explanation.of(PointRole.DECISIVE))
        key = "no_letter_incomplete" if force_determined(case.verdict) else "no_letter"
        yield line(OPINION[key].format(titles="、".join(f"《{t}》" for t in titles)), PLAIN, "效力")
    points = explanation.of(*_ROLE_WORDS)
    if not points:
        yield line(OPINION["no_rules"], PLAIN, "依据")
    by_clause: dict[str, list[Point]] = {}
    for point in points:
        by_clause.setdefault(point.citation.clause, []).append(point)
    for number, group in enumerate(by_clause.values(), 1):
        mark = f"{number}." if len(by_clause) > 1 else ""
        yield from rule_lines(group[:1], REFUSAL["rule"].replace("{number}", mark))
        for point in group:
            known = looked_into(facts_of([point]))
            for whole in dict.fromkeys(point.sentences):
                sentence = whole if known else re.sub("^经查[,\uff0c]", "", whole)
                role = _ROLE_WORDS[point.role]
                stated = sentence.startswith(role) or sentence.endswith(_NOT_APPLIED)
                yield line(sentence if stated else f"{role}:{sentence}", PLAIN, "理由")
    yield from force_lines(case, points)
    for title in dict.fromkeys(p.citation.document for p in points):
        if case.verdict.as_of <= (ends := case.context.period_ends.get(title, "")):
            yield line(OPINION["period"].format(title=title, ends=day_words(ends)), PLAIN, "效力")
    for warning in explanation.warnings:
        yield line(f"提示:{warning}", PLAIN, "提示")
    for statement in explanation.touching:
        yield line(f"相关规定:{statement.whole}", PLAIN, "相关规定")
    for reason in explanation.not_governing:
        yield line(OPINION["not_governing"].format(reason=reason), PLAIN, "未适用的文件")


def _exceptions(case: Case) -> Iterator[Line]:
    explanation = case.explanation
    yield from exception_lines(explanation.exceptions, REFUSAL["exception"], headings=True)
    if not explanation.exceptions:
        yield line(_without_exceptions(explanation.points, case.verdict.outcome), PLAIN, "例外")
    if case.verdict.outcome is Outcome.PRESUMPTIVELY_BARRED:
        weighed = consideration(case)
        yield msgspec.structs.replace(weighed, text=weighed.text.replace("你单位", "该机构"))


def _without_exceptions(points: tuple[Point, ...], outcome: Outcome) -> str:
    """What is said where no exemption was set apart: of those that decide and of preferences, or that there are none."""
    favours = [p for p in points if any(r.effect in (Effect.EXEMPT, Effect.PREFER) for r in p.rules)]
    if not points:
        return OPINION["exceptions_later" if outcome is Outcome.OUT_OF_FORCE else "exceptions_none_apply"]
    if not favours:
        return OPINION["no_exceptions"]
    if any(p.role in _ROLE_WORDS for p in favours):
        return OPINION["exceptions_listed"]
    places = dict.fromkeys(f"《{p.citation.document}》{p.citation.place}" for p in favours)
    return OPINION["exceptions_unreached"].format(places="、".join(places))


def _open(case: Case) -> Iterator[Line]:
    explanation = case.explanation
    items = [f"{g.title}:{item.sentence}{item.answers}" for g in explanation.missing for item in g.items]
    items += [OPINION["pending"].format(sentence=s) for s in explanation.pending]
    items += [f"假定:{a}" for a in explanation.assumptions]
    items += [f"条文理解:{r}" for r in explanation.readings]
    items += [f"换一种理解结论不同:{r}" for r in explanation.changing_readings]
    items += [f"另一种理解未能试算:{r}" for r in explanation.readings_not_run]
    at_work = (PointRole.DECISIVE, PointRole.SUPPORTING, PointRole.DEFEATED, PointRole.MET, PointRole.OPEN)
    rules = unreviewed(explanation.of(*at_work))
    items += [SHARED["unreviewed"].format(rules="、".join(rules))] if rules else []
    for item in numbered(items):
        yield line(item, ITEM, "未查明和假定")
    yield line(explanation.closing, PLAIN, "范围")
