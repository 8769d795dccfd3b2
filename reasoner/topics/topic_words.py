"""The words of the matrix of topics: what a cell, a clause and a difference say, whatever shows them.

A heading says what kind of statement stands there; numbers and conditions are left to the words of the text. What a rule
makes of them stands beside it as the rule's, with the readings on which it rests.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from policy_dsl.ir import Strength
from reasoner.model.messages import CONTROL_WORDS
from reasoner.topics.entries import (
    AnyEntry,
    Cell,
    Deferral,
    DutyEntry,
    KeptRestriction,
    MissingEntry,
    ObservationEntry,
    ReferenceKind,
    RuleEntry,
    StandardEntry,
    State,
    TargetEntry,
    TextEntry,
)
from reasoner.topics.matching import NATURE_OF_EFFECT
from reasoner.topics.matrix import RegionDocument
from reasoner.topics.matrix_cell import AUTHORISING
from reasoner.topics.region_differences import Difference, ValueDifference
from reasoner.topics.topic_blocks import Block, Weight, blocks

STATES: Final = {
    State.STATED: "有规定",
    State.DEFERS: "未作具体规定",
    State.DUTY: "对医保部门有要求,不决定个案",
    State.MENTIONED: "提到,未见可供核对的规定",
    State.MISSING: "文本缺失",
    State.SILENT: "未作规定",
}
OTHERS: Final = {Weight.DUTY: "另有{}处对医保部门的要求,不决定个案", Weight.MENTIONED: "另有{}处提到"}
"""How what decides nothing is counted, by the weight of a clause."""


def short_answer(cell: Cell) -> str:
    """A cell in a few words: the words of the text that decide, or what kind of answer it is."""
    if cell.state is not State.STATED:
        return answer(cell)
    deciding = [b for b in blocks(cell) if b.weight is Weight.DECIDING]
    rules = [Block(b.clause, b.weight, tuple(e for e in b.entries if isinstance(e, RuleEntry))) for b in deciding]
    return ";".join(b.words.rstrip("。") + _qualified(b) for b in rules if b.entries)


def _qualified(block: Block) -> str:
    """That a preference leaves a restriction as it is: its own words alone would promise more."""
    rules = [e for e in block.entries if isinstance(e, RuleEntry)]
    kept = dict.fromkeys(_not_lifted(x) for rule in rules for x in rule.not_lifted)
    return f"({';'.join(kept)},据条文理解)" if kept else ""


def _not_lifted(restriction: KeptRestriction) -> str:
    return f"优先不解除「{restriction.words}」"


def answer(cell: Cell) -> str:
    """What kind of answer a cell is; where it leaves the topic to others, to whom."""
    if cell.reports and cell.state in (State.SILENT, State.MENTIONED):
        return ("提到;" if cell.state is State.MENTIONED else "") + only_reports(cell.reports)
    if cell.state is not State.DEFERS:
        return STATES[cell.state]
    deferrals = [r for e in cell.entries for r in e.refers_to]
    bodies = dict.fromkeys(f",由{r.name}{r.act}" for r in deferrals if r.kind is ReferenceKind.AUTHORITY)
    texts = dict.fromkeys(named(r) for r in deferrals if r.kind is not ReferenceKind.AUTHORITY)
    seam = ";" if bodies else ","
    return STATES[State.DEFERS] + "".join(bodies) + (f"{seam}指向{'、'.join(texts)}" if texts else "")


def only_reports(count: int) -> str:
    """What is known of a region of which reports alone are at hand, and nothing that lays down rules."""
    number = "一份" if count == 1 else f"{count}份"
    return f"已收录的只有{number}评估报告,不具规范效力;有无规定不详"


def assessed(document: RegionDocument) -> str:
    """Of a report: what it assesses, where that is not at hand."""
    names = "、".join(f"《{a.name}》" for a in document.assesses if not a.available)
    return f";所评估的{names}未收录" if names else ""


def named(deferral: Deferral) -> str:
    """A text as the clause names it: 《》 only where the clause writes them, and whether it is at hand where that is known."""
    if deferral.kind is ReferenceKind.DESCRIBED:
        return f"「{deferral.name}」"
    annex = "附件" if deferral.kind is ReferenceKind.ANNEX else ""
    return f"{annex}《{deferral.name}》({'已收录' if deferral.available else '未收录'})"


def term(document: RegionDocument, today: str = "") -> str:
    """Until when a document says that it holds; empty where it says nothing. today: where known, whether that is past."""
    if document.ends_basis == "不明":
        return "效力期限不明,须核对原件"
    if not document.ends:
        return ""
    name, end = "规划期" if document.ends_basis == "规划期" else "有效期", document.ends
    if today > end:
        return f"{name}至{end},已届满;届满不当然等于废止,须另行确认现行依据"
    return f"{name}至{end},此后须另行确认现行依据"


def heading(block: Block) -> str:
    """What kinds of statement a clause makes on the topic, each once."""
    return "、".join(dict.fromkeys(label(e) for e in block.entries))


def label(entry: AnyEntry) -> str:
    """What a statement is, with its strength where the text writes it, and whether it rests on a reading."""
    reading = "据条文理解" if entry.readings else ""
    match entry:
        case RuleEntry():
            strength = CONTROL_WORDS[entry.strength] if entry.strength is Strength.EXISTING_STOCK else entry.strength
            goal = "目标性规定" if entry.supports else ""
            written = strength if _writes(entry, strength) else ""
            return _marked(NATURE_OF_EFFECT[entry.effect], written, goal, reading)
        case DutyEntry() if entry.proposed:
            return _marked("建议", "" if entry.strength == "陈述" else entry.strength, reading)
        case DutyEntry() if entry.strength in AUTHORISING:
            return _marked("授权", entry.strength, reading)
        case DutyEntry():
            kind = "表述" if entry.state is State.MENTIONED else "义务"
            return _marked(kind, "" if entry.strength == "陈述" else entry.strength, reading)
        case TextEntry():
            return "相关表述" if entry.aside else entry.nature
        case MissingEntry():
            return "缺文"
        case StandardEntry():
            return _marked("规划标准", reading)
        case TargetEntry():
            return _marked("目标", reading)
        case ObservationEntry():
            return _marked("数据", reading)


def _marked(kind: str, *marks: str) -> str:
    written = ",".join(m for m in marks if m)
    return f"{kind}({written})" if written else kind


def _writes(entry: RuleEntry, strength: str) -> bool:
    """Whether the words of a rule write its strength."""
    return any(strength in "".join(w.split()) for w in entry.words)


def remarks(block: Block) -> Iterator[str]:
    """What else there is to say of a clause: its rules with their readings, their matters, what it refers to, notes."""
    rules = [e for e in block.entries if isinstance(e, RuleEntry)]
    for rule in rules:
        yield f"规则:{rule.text}" + ("" if rule.reviewed else "[未经法制复核]") + _readings(rule)
        yield from (f"{_not_lifted(x)}(据条文理解:{x.reading})。" for x in rule.not_lifted)
    yield from dict.fromkeys(f"事项:{'、'.join(rule.matters)}" for rule in rules)
    others = [e for e in block.entries if not isinstance(e, RuleEntry)]
    yield from dict.fromkeys(f"{label(e).partition('(')[0]}{_readings(e)}" for e in others if e.readings)
    yield from dict.fromkeys(_deferral(r) for e in others for r in e.refers_to)
    yield from dict.fromkeys(note for e in others if isinstance(e, MissingEntry) for note in e.notes)


def _readings(entry: AnyEntry) -> str:
    return f"所据条文理解:{'、'.join(entry.readings)}。" if entry.readings else ""


def _deferral(deferral: Deferral) -> str:
    if deferral.kind is ReferenceKind.AUTHORITY:
        return f"本句未作具体规定,由{deferral.name}{deferral.act}。"
    described = deferral.kind is ReferenceKind.DESCRIBED
    unnamed = "(原文没有用书名号,没有写明是哪一件文件)" if described else ""
    return f"指向文件:{named(deferral)}{unnamed}"


def incomplete(cell: Cell) -> Iterator[str]:
    """A silent cell is silence only of the text that was received."""
    if cell.state is State.SILENT:
        for document in cell.incomplete:
            yield f"《{document.title}》收到的文本缺{'、'.join(document.missing)},所缺部分有无规定不详。"


def difference(entry: Difference) -> str:
    """A difference in one sentence: who writes which word, and why it matters."""
    if isinstance(entry, ValueDifference):
        by_region = (
            f"{region}取{'、'.join(values)}{'(据条文理解)' if region in entry.read else ''}"
            for region, values in entry.values.items()
        )
        return f"{entry.why}{';'.join(by_region)}。"
    by = ";".join(f"「{word}」见于{'、'.join(entry.clauses[word])}" for word in entry.words)
    return f"{' / '.join(entry.words)}:{by}。{entry.why}"
