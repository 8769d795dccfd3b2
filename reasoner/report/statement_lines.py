"""Statements of a clause, each kind in one line: duties, figures, definitions, judgements, planning standards."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from reasoner.survey.figure_words import period_words, qualified

Data = Mapping[str, Any]


def _duty(duty: Data) -> str:
    who = "、".join(duty.get("bearers", ())) or "未载明"
    towards = f",对象:{'、'.join(duty['towards'])}" if duty.get("towards") else ""
    by = f",期限:{duty['by']}" if duty.get("by") else ""
    return f"{duty['name']}:{who},{duty.get('strength', '')}:「{duty.get('act', '')}」{towards}{by}"


def _figure(figure: Data) -> str:
    about = "、".join(figure.get("regions", ())) + figure.get("indicator", "")
    more = [period_words(figure["as_at"])] if figure.get("as_at") else []
    more += [figure[k] for k in ("target_kind", "strength", "claim") if figure.get(k)]
    noted = f"({','.join(more)})" if more else ""
    return f"{figure['name']}:{about} {qualified(figure.get('op', 'eq'), figure['shown'])}{noted}"


def _definition(definition: Data) -> str:
    parts = definition.get("parts")
    return f"{definition['name']}:{'划分为' + '、'.join(parts) if parts else '指' + definition.get('meaning', '')}"


def _judgement(judgement: Data) -> str:
    return f"「{judgement['name']}」由{'、'.join(judgement.get('authority', ())) or '有权机关'}认定,系统不作推定"


def _standard(standard: Data) -> str:
    return f"{standard['name']}:{standard['shown']}(规划标准,不决定申请)"


STATEMENTS: Final[Mapping[str, tuple[str, Callable[[Data], str]]]] = {
    "definitions": ("定义", _definition),
    "judgements": ("裁量", _judgement),
    "observations": ("数据", _figure),
    "targets": ("目标", _figure),
    "standards": ("标准", _standard),
    "duties": ("义务", _duty),
}
"""By key of the clause ledger: the title of the kind, and its line."""
