"""What a note adds: under which other reading of the words the verdict would be another; with `--full` every rule with its
status and proof in words, the facts read, and the receipt.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from policy_dsl.reading import status_words
from reasoner.explain import Background, finding
from reasoner.explain.proof_text import stated
from reasoner.explain.reading_sentences import becomes, named, nothing_changes, question_of, statuses
from reasoner.model.kinds import Status
from reasoner.model.verdict import ReadingEntry, Receipt, Verdict
from reasoner.render.terminal.layout import Style

_STATUS: Final = {Status.TRUE: "成立", Status.FALSE: "不成立", Status.UNKNOWN: "待定"}


def full_sections(verdict: Verdict, context: Background, style: Style) -> list[list[str]]:
    """The sections, in the order of the proof."""
    return [_rules(verdict, context, style), _facts(verdict, context, style), _receipt(verdict.receipt, style)]


def _rules(verdict: Verdict, context: Background, style: Style) -> list[str]:
    places = {c.clause: c.place for c in verdict.citations}
    lines = [style.heading("全部规则")] if verdict.reasons.rules else []
    for rule in verdict.reasons.rules:
        clause, _, name = rule.rule.partition("#")
        defeating = "、".join(d.by for d in rule.defeated_by)
        status = _STATUS[rule.status] + (f",因 {defeating} 不适用" if defeating else "")
        lines += style.lines(f"- {name}({places.get(clause, clause)},{clause}):{status}", 2, 4)
        lines += style.lines(f"规则:{rule.text}", 4)
        lines += style.lines(f"推导:{finding(rule, context.terms)}", 4)
        if rule.readings:
            lines += style.lines(f"条文理解:{'、'.join(rule.readings)}", 4)
        if not rule.reviewed:
            lines += style.lines("复核:未经法制复核", 4)
    return lines


def _facts(verdict: Verdict, context: Background, style: Style) -> list[str]:
    if not verdict.facts:
        return []
    lines = [style.heading("采用的事实")]
    for fact in verdict.facts:
        lines += style.lines(f"- {stated(fact, context.terms)}", 2, 4)
    return lines


def _receipt(receipt: Receipt, style: Style) -> list[str]:
    return [
        style.heading("校验信息"),
        f"  程序版本:{receipt.engine}",
        "  文件摘要:",
        *(f"    {document}  {digest}" for document, digest in receipt.documents.items()),
        f"  术语和地区摘要:{receipt.vocabulary}",
        f"  事实摘要:{receipt.facts}",
        f"  尚缺和可能变化的情形摘要:{receipt.advice}",
        f"  适用日期:{receipt.as_of}",
    ]


# --- other readings -------------------------------------------------------------------------------------------


def reading_section(verdict: Verdict, context: Background, style: Style, *, full: bool = False) -> list[str]:
    """The readings that would change the outcome, and those that cannot be run; empty where there are none of either."""
    if not verdict.readings and not verdict.readings_not_run:
        return []
    lines = [style.heading("换一种理解")]
    for entry in verdict.readings or ():
        lines += style.lines(f"- {named(entry, verdict, context)}", 2, 4)
        lines += style.each((*_sides(entry, full), becomes(entry, verdict)), 4)
    if not verdict.readings:
        lines += style.lines(nothing_changes(verdict), 2)
    unrun = verdict.readings_not_run or ()
    if unrun and not full:
        lines += style.lines(
            f"另一种理解没有写成规则、不能试算的有{len(unrun)}条:{_by_state(unrun, verdict)},须由人判断;加 --full 可见全文。",
            2,
        )
    elif unrun:
        lines += style.lines("另一种理解没有写成规则,不能试算,须由人判断:", 2)
        for untried in unrun:
            lines += style.lines(f"- {named(untried, verdict, context)}", 2, 4)
            lines += style.each(_sides(untried, full), 4)
    return lines


def _by_state(entries: Sequence[ReadingEntry], verdict: Verdict) -> str:
    """Readings by name, those of one state together: 「甲」、「乙」(均尚未确认);「丙」(由复核人于2025年3月1日确认)."""
    known = statuses(verdict)
    groups: dict[str, list[str]] = {}
    for entry in entries:
        state = status_words(known.get((entry.document, entry.reading)))
        groups.setdefault(state, []).append(f"「{entry.reading}」")
    return ";".join(f"{'、'.join(names)}({'均' if len(names) > 1 else ''}{state})" for state, names in groups.items())


def _sides(entry: ReadingEntry, full: bool) -> tuple[str, ...]:
    reason = (("采用的理由", entry.basis),) if full else ()
    sides = (("采用", entry.used), ("另一种理解", entry.alternative), *reason)
    return (f"问题:{question_of(entry.question)}", *(f"{name}:{text.rstrip('。')}。" for name, text in sides))
