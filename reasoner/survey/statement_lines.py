"""Statements of a clause, each kind in one line: duties, figures, definitions, judgements, planning standards."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from policy_dsl.compiled import Clause, Pending
from policy_dsl.statements import Act, Definition, Figure, Judgement, Standard, Target
from reasoner.survey.figure_words import FigureOperator, period_words, qualified


class StatementLine(NamedTuple):
    """A statement in one line."""

    text: str
    """The line."""
    readings: tuple[str, ...]
    """The readings on which the statement rests, by name."""


def statement_sections(clause: Clause) -> Iterator[tuple[str, list[StatementLine]]]:
    """The statements of a clause by kind: the title of the kind, and its lines; a kind of which there is none is left out."""
    for title, lines in (
        ("定义", [StatementLine(_definition(d), d.readings) for d in clause.definitions]),
        ("裁量", [StatementLine(_judgement(j), j.readings) for j in clause.judgements]),
        ("数据", [StatementLine(_figure(f), f.readings) for f in clause.observations]),
        ("目标", [StatementLine(_figure(t), t.readings) for t in clause.targets]),
        ("标准", [StatementLine(_standard(s), s.readings) for s in clause.standards]),
        ("义务", [StatementLine(_act(d), d.readings) for d in clause.duties]),
        ("建议", [StatementLine(_act(p), p.readings) for p in clause.proposals]),
    ):
        if lines:
            yield title, lines


def pending_sentences(pending: Pending) -> list[str]:
    """What is said of a clause that is not, or not wholly, written as rules (待写)."""
    about = f"可能涉及{'、'.join(pending.matters)}"
    sentences = [
        f"本条尚未写成规则,{about};写成以前按限制与否不明处理。"
        if pending.norms
        else "本条尚未写成规则,看不出它限制谁。"
    ]
    sentences += [f"原因:{pending.reason.rstrip('。')}。"] if pending.reason else []
    sentences += [f"待写的规定用词和数字:{'、'.join(pending.words)}。"] if pending.words else []
    return sentences + [f"所拟规则(待核,不用于研判){r.id.partition('#')[2]}:{r.text}" for r in pending.proposed]


def _act(act: Act) -> str:
    who = "、".join(act.bearers) or "未载明"
    towards = f",对象:{'、'.join(act.towards)}" if act.towards else ""
    by = f",期限:{act.by}" if act.by else ""
    return f"{act.name}:{who},{act.strength}:「{act.act}」{towards}{by}"


def _figure(figure: Figure) -> str:
    about = "、".join(figure.regions) + figure.indicator
    more = [period_words(figure.as_at)]
    if isinstance(figure, Target):
        more += [figure.target_kind, figure.strength, figure.claim]
    noted = f"({','.join(x for x in more if x)})" if any(more) else ""
    return f"{figure.name}:{about} {qualified(FigureOperator(figure.op), figure.shown)}{noted}"


def _definition(definition: Definition) -> str:
    parts = definition.parts
    return f"{definition.name}:{'划分为' + '、'.join(parts) if parts else '指' + definition.meaning}"


def _judgement(judgement: Judgement) -> str:
    return f"「{judgement.name}」由{'、'.join(judgement.authority) or '有权机关'}认定,系统不作推定"


def _standard(standard: Standard) -> str:
    return f"{standard.name}:{standard.shown}(规划标准,不决定申请)"
