"""What options add to a note: `--readings` under which other reading of the words the verdict would be another; `--full`
every rule with its status and proof in words, the facts read, and the receipt.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from reasoner.explain import Background, finding
from reasoner.explain.outcome_text import open_label
from reasoner.explain.proof_text import stated
from reasoner.model.kinds import Status
from reasoner.model.verdict import ReadingOutcome, Receipt, Verdict
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
        lines += style.lines(f"证明:{finding(rule, context.terms)}", 4)
        if rule.readings:
            lines += style.lines(f"解释:{'、'.join(rule.readings)}", 4)
        if not rule.reviewed:
            lines += style.lines("复核:未经复核", 4)
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
        f"  缺项和改变条件摘要:{receipt.advice}",
        f"  基准日:{receipt.as_of}",
    ]


# --- other readings -------------------------------------------------------------------------------------------


def reading_section(verdict: Verdict, titles: Mapping[str, str], style: Style) -> list[str]:
    """The section, empty where the verdict was made without --readings. `titles` are document titles by id."""
    entries = verdict.readings
    if entries is None:
        return []
    lines = [style.heading("换一种读法")]
    if not entries:
        return [*lines, *style.lines("本次结论所依据的规则没有登记另有读法的解释。", 2)]
    changing = [e for e in entries if e.changes]
    steady = [e for e in entries if e.runnable and not e.changes]
    lines += style.lines(_summary(len(changing), len(steady), len(entries)), 2)
    groups: tuple[tuple[str, Sequence[ReadingOutcome], Callable[[ReadingOutcome, Verdict], str]], ...] = (
        ("改换后结论不同", changing, _becomes),
        ("改换后结论相同", steady, _stays),
        ("另一种读法没有写成规则,不能试算", [e for e in entries if not e.runnable], _undecided),
    )
    for title, group, sentence in groups:
        lines += style.lines(f"{title}:", 2) if group else []
        for entry in group:
            lines += style.lines(f"- {_which(entry, titles)}", 4, 6)
            lines += style.each((*_sides(entry), sentence(entry, verdict)), 6)
    return lines


def _summary(changing: int, steady: int, total: int) -> str:
    left = total - changing - steady
    sentence = f"共涉及{total}项解释,逐项改换(不作组合):{changing}项改换后结论不同,{steady}项相同"
    return sentence + (f",{left}项不能试算。" if left else "。")


def _which(entry: ReadingOutcome, titles: Mapping[str, str]) -> str:
    confirmed = f"由{entry.confirmed_by}确认" if entry.confirmed_by else "尚未确认"
    return f"《{titles[entry.document]}》「{entry.reading}」({confirmed})"


def _sides(entry: ReadingOutcome) -> tuple[str, ...]:
    sides = (("采用", entry.used), ("另一种读法", entry.alternative), ("采用的理由", entry.basis))
    return tuple(f"{name}:{text.rstrip('。')}。" for name, text in sides)


def _becomes(entry: ReadingOutcome, verdict: Verdict) -> str:
    possible = f"(可能的结论:{_labels(entry, verdict)})" if len(entry.possible or ()) > 1 else ""
    return f"如改采另一种读法,结论将由「{verdict.label}」变为「{entry.label}」{possible}。"


def _stays(entry: ReadingOutcome, verdict: Verdict) -> str:
    if entry.possible == verdict.possible:
        return f"如改采另一种读法,结论仍为「{verdict.label}」。"
    return f"如改采另一种读法,结论仍为「{entry.label}」,但可能的结论改为:{_labels(entry, verdict)}。"


def _undecided(entry: ReadingOutcome, verdict: Verdict) -> str:
    return "须由人判断。"


def _labels(entry: ReadingOutcome, verdict: Verdict) -> str:
    return "、".join(open_label(o, verdict) for o in entry.possible or ())
