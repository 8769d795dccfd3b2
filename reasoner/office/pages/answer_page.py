"""Answers to a question as a page shows them: what decides on top, each clause once, then what else concerns the case."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from policy_dsl.ir import Effect
from reasoner.ask.answer import Answer, ApplyingRule, FactRequired
from reasoner.ask.text_answer import Passage
from reasoner.interpreter.document_force import ForceStatus
from reasoner.model.kinds import Status

EFFECTS: Final = {
    Effect.PROHIBIT: "限制", Effect.CAP: "上限", Effect.CONTROL: "从严", Effect.REQUIRE: "要件", Effect.EXEMPT: "豁免",
    Effect.PREFER: "优先", Effect.PERMIT: "许可",
}  # fmt: skip
GOVERNS: Final = {Status.TRUE: "适用", Status.UNKNOWN: "可能适用", Status.FALSE: "不适用"}


FORCES: Final = {
    ForceStatus.IN_FORCE: "", ForceStatus.NOT_YET: "尚未施行", ForceStatus.ENDED: "规划期已届满", ForceStatus.DENIED: "经认定不再有效",
    ForceStatus.UNKNOWN: "效力不明",
}  # fmt: skip


def passages_by_clause(answers: Sequence[Answer]) -> list[list[Passage]]:
    """The passages that answer the words of a question, those of one clause together, the best first."""
    by_clause: dict[str, list[Passage]] = {}
    for passage in answers[0].passages if answers else ():
        by_clause.setdefault(passage.clause, []).append(passage)
    return list(by_clause.values())


def doubtful_documents(answers: Sequence[Answer]) -> list[Passage]:
    """A passage of each document that is not certainly in force, to say so before any of its words."""
    passages = answers[0].passages if answers else ()
    return list({p.document: p for p in passages if p.force is not ForceStatus.IN_FORCE}.values())


class RuleGroup(NamedTuple):
    """Rules that stand to the case in one way."""

    title: str
    rules: tuple[ApplyingRule, ...]
    live: bool
    """Whether they decide, or may, here and today."""


class AnswerPage(NamedTuple):
    """An answer for one place, kind and matter."""

    answer: Answer
    place: str
    short: str
    """The answer in a sentence."""
    groups: tuple[RuleGroup, ...]


def answer_page(answer: Answer, place: str) -> AnswerPage:
    """The answer by what its rules mean for the case."""
    return AnswerPage(answer, place, _short(answer), tuple(g for g in _groups(answer) if g.rules))


def _groups(answer: Answer) -> Iterable[RuleGroup]:
    away = [r for r in answer.rules if not r.of_the_place]
    failing = [r for r in answer.rules if r.of_the_place and r.applies is Status.FALSE]
    live = [r for r in answer.rules if r.of_the_place and r.applies is not Status.FALSE]
    yield RuleGroup("起决定作用的条款", tuple(r for r in live if r.decides), live=True)
    yield RuleGroup("豁免和优先", tuple(r for r in live if not r.decides), live=True)
    yield RuleGroup("按台账现有数值、条件不成立的条款", tuple(failing), live=False)
    yield RuleGroup("不及于本地区的条款", tuple(away), live=False)
    yield RuleGroup("规划期已届满的条款（经有权机关认定延续执行的，方可依据）", tuple(answer.ended), live=False)


def _short(answer: Answer) -> str:
    """By what rules the matter is decided on the day, and where none may be relied on, why."""
    living = [r for r in answer.rules if r.decides and r.applies is not Status.FALSE and r.of_the_place]
    certain = [r for r in living if r.force is ForceStatus.IN_FORCE]
    unsure = [r for r in living if r.force is not ForceStatus.IN_FORCE]
    ended = list(answer.ended)
    parts = []
    if certain:
        parts.append(f"在适用日期有效、起决定作用的条款有{len(certain)}条({_counted(certain)}),结论看条款所列的事实")
    if unsure:
        parts.append(f"{len(unsure)}条({_counted(unsure)})所在文件效力不明,确认以前不据以作出处理")
    if ended:
        parts.append(
            f"规划期已届满的条款{len(ended)}条({_counted(ended)})须经有权机关认定延续执行,方可依据;"
            "在此以前既不能据以拒绝,也不等于没有限制"
        )
    return ";".join(parts) or "已收录文件没有对本事项起决定作用的条款;没有规定不等于可以办理"


def _counted(rules: Sequence[ApplyingRule]) -> str:
    effects = [EFFECTS[r.effect] for r in rules]
    return "、".join(f"{name}{effects.count(name)}条" for name in dict.fromkeys(effects))


def fact_words(fact: FactRequired) -> str:
    """A fact that a clause reads, by whom it is provided, and what the ledger has of it."""
    of = "" if fact.of in ("申请", "机构") else fact.of
    period = f"({fact.period})" if fact.period else ""
    return f"{of}{fact.fact}{period}"
