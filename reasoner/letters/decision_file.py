"""A file of decisions (JSON or YAML) as typed decisions; every fault of it is listed.

Comes as one decision, a list of them, or {"决定": [...], "文书": {...}}.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Final

from policy_dsl.diagnostics import Diagnostic, Faults, nearest
from reasoner.intake.file_loading import load_file
from reasoner.letters.decision import KEYS, Decision, Handling
from reasoner.letters.written_blanks import TABLE, written_from

LONGEST: Final = 2000
"""Characters of a reason."""
MOST: Final = 20_000
"""Decisions in a file, and numbers in one letter."""
_TEXTS: Final = ("例外理由", "决定机关", "适用日期理由", "不一致理由")
_DAYS: Final = ("决定日期", "适用日期")
_EXAMPLE: Final = (
    '{"编号": "QD-001", "处理": "不予", "例外": false, "例外理由": "……", "决定机关": "……", "决定日期": "2024-05-20"}'
)


def read_decisions(path: Path) -> tuple[tuple[Decision, ...], dict[str, dict[str, str]]]:
    """The decisions of a file, and what it writes into blanks, by application.

    Raises Faults: what `load_file` raises, T120 with every fault of the form, T121 a number twice.
    """
    loaded = load_file(path)
    decisions = decisions_from(loaded.data, str(path), list(loaded.faults))
    return decisions, written_from(loaded.data, str(path))


def decisions_from(data: object, name: str, faults: list[Diagnostic] | None = None) -> tuple[Decision, ...]:
    """The decisions in plain data. Raises Faults (T120, T121)."""
    faults = faults or []
    if isinstance(data, Mapping) and ("决定" in data or TABLE in data):
        faults += [
            _form(f"{name} · {_cut(k)}", "没有这一项", f"决定、{TABLE}") for k in data if k not in ("决定", TABLE)
        ]
        if "决定" not in data and not faults:
            return ()
        data = data.get("决定", [])
    items = data if isinstance(data, list) else [data]
    if not items or len(items) > MOST:
        raise Faults([*faults, _form(name, f"应有一至{MOST}项决定", _EXAMPLE)])
    decisions: list[Decision] = []
    for number, item in enumerate(items, 1):
        where = f"{name} · 第{number}项决定"
        if not isinstance(item, Mapping):
            faults.append(_form(where, "一项决定应是一组栏目", _EXAMPLE))
            continue
        wrong = list(_faults(item, where))
        faults += wrong
        if not wrong:
            decisions.append(_decision(item))
    numbers: set[str] = set()
    for decision in decisions:
        if decision.application in numbers:
            faults.append(Diagnostic("T121", f"{name} · {decision.application}", "同一编号写了两项决定"))
        numbers.add(decision.application)
    if faults:
        raise Faults(faults)
    return tuple(decisions)


def _faults(item: Mapping[object, object], where: str) -> Iterator[Diagnostic]:
    for key in item:
        if key not in KEYS:
            near = nearest(str(key), KEYS)
            yield _form(f"{where} · {_cut(key)}", "没有这一项", "、".join(KEYS), f"是否要写 {near[0]}?" if near else "")
    if not _text(item.get("编号")):
        yield _form(f"{where} · 编号", "应写申请的编号", _EXAMPLE)
    if item.get("处理") not in (*Handling,):  # no set: a list there has no hash
        yield _form(f"{where} · 处理", f"没有「{_cut(item.get('处理'))}」这种处理", "、".join(Handling))
    beds = item.get("张数")
    if beds is not None and (isinstance(beds, bool) or _number(beds) is None):
        yield _form(f"{where} · 张数", "应是不小于零的整数", "例如 30")
    if item.get("例外") is not None and _flag(item["例外"]) is None:
        yield _form(f"{where} · 例外", "应写是或者否", "是、否")
    for key in _TEXTS:
        if item.get(key) is not None and not _text(item[key]):
            yield _form(f"{where} · {key}", "应是文字,不能为空", f"不超过{LONGEST}字")
    for key in _DAYS:
        if item.get(key) is not None and not _day(item[key]):
            yield _form(f"{where} · {key}", f"日期「{_cut(item[key])}」不能识别", "例如 2024-05-20")
    joined = item.get("同件")
    if joined is not None and (not isinstance(joined, list) or not all(map(_text, joined)) or len(joined) > MOST):
        yield _form(f"{where} · 同件", "应是编号的列表", '例如 ["QD-002"]')


def _decision(item: Mapping[object, object]) -> Decision:
    joined = item.get("同件")
    return Decision(
        application=_text(item["编号"]),
        handling=Handling(str(item["处理"])),
        beds=_number(item.get("张数")) or 0,
        exception=_flag(item.get("例外")),
        exception_reason=_text(item.get("例外理由")),
        organ=_text(item.get("决定机关")),
        day=_day(item.get("决定日期")),
        law_day=_day(item.get("适用日期")),
        law_day_reason=_text(item.get("适用日期理由")),
        reason=_text(item.get("不一致理由")),
        joined=tuple(map(_text, joined)) if isinstance(joined, list) else (),
    )


def _text(value: object) -> str:
    """A text in one line, within its bounds; else nothing."""
    text = " ".join(value.split()) if isinstance(value, str) else ""
    return text if len(text) <= LONGEST else ""


def _flag(value: object) -> bool | None:
    return value if isinstance(value, bool) else {"是": True, "否": False}.get(str(value))


def _number(value: object) -> int | None:
    text = str(value)
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 9 else None


def _day(value: object) -> str:
    text = str(value)
    try:
        return text if date.fromisoformat(text).isoformat() == text else ""
    except ValueError:
        return ""


def _form(where: str, message: str, allowed: str, hint: str = "") -> Diagnostic:
    return Diagnostic("T120", where, message, allowed, hint)


def _cut(value: object) -> str:
    return str(value)[:40]
