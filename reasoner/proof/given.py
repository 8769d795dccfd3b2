"""The inputs of a verdict under the proof checker's own eyes: only what could have been given is taken for given.

The bounds are data of the vocabulary; that they are kept is checked here by code of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from reasoner.proof.derivation import Derivation
from reasoner.proof.evaluator import PROVENANCE, Data
from reasoner.proof.rule_base_check import CONTINUATION, CheckedBase

ORIGINS = ("申请材料", "本局台账", "本局查询", "其他部门", "现场核查", "有权机关认定")
_KEYS = {"subject", "fact", "value", "as_at", "origin", "source", *PROVENANCE}
_DIGITS = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?")
_PERIOD = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")


def check_form(verdict):
    return ()


def check_given(verdict: Data, checked: CheckedBase) -> Iterator[str]:
    """What in matter, days and facts could not have been given, or is nothing that the rules could read."""
    terms = {t["label"]: t for t in checked.base["vocabulary"]["terms"]}
    if terms.get(verdict["matter"], {}).get("kind") != "matter":
        yield f"matter:没有事项「{verdict['matter']}」"
    if not isinstance(verdict["application"], str) or not verdict["application"].strip():
        yield "application:没有编号"
    yield from (f"{k}:不是日期「{verdict[k]}」" for k in ("received", "as_of") if not _is_day(verdict[k]))
    only = verdict.get("only")
    if only is not None and (not only or only != sorted({*only} & {*checked.documents})):
        yield "only:不是已收录文件的标识"
    facts = {label: t for label, t in terms.items() if t["kind"] == "fact"}
    given: set[tuple[str, str, str]] = set()
    for index, entry in enumerate(verdict["given"]):
        where = f"given[{index}]"
        term = facts.get(entry["fact"])
        if term is None or set(entry) - _KEYS or entry.get("origin") not in (None, *ORIGINS):
            yield f"{where}:不是事实「{entry.get('fact')}」的写法"
            continue
        key = (entry["subject"], entry["fact"], entry.get("as_at", ""))
        if key in given:
            yield f"{where}:「{entry['fact']}」同一时点给出多次"
        given.add(key)
        if key[2] and not _is_period(key[2]):
            yield f"{where}:不是时点「{key[2]}」"
        if not _allowed(entry["value"], term, checked):
            yield f"{where}:「{entry['fact']}」不能是「{entry['value']}」"
    if list(given) and [*map(_key, verdict["given"])] != sorted(map(_key, verdict["given"])):
        yield "given:事实的次序不对"
    readable = set(_readable(verdict, checked))
    for subject, name in dict.fromkeys((s, n) for s, n, _ in sorted(given)):
        if subject not in ("申请", "机构") and (subject, name) not in readable:
            yield f"given:{subject}的「{name}」不是本事项的规则所读的事实"


def _key(entry: Data) -> tuple[str, str]:
    return entry["subject"], entry["fact"]


def _readable(verdict: Data, checked: CheckedBase) -> Iterator[tuple[str, str]]:
    """Subject and term of what the rules can read at the place of the institution and at those that advice names."""
    own = Derivation(verdict, checked.base)
    documents = own.held()
    read = checked.readable(documents, verdict["matter"])
    yield from ((f"文件:{d['id']}", CONTINUATION) for d in documents)
    bindings = [own.subjects]
    if own.region is None:
        bindings = [{**own.roles, **own.bind(d["region"]), "所在镇街": own.roles["所在镇街"]} for d in documents]
    names = {f["to"] for c in verdict["changes"] for f in c["facts"] if f["fact"] == "所在地"}
    names |= {place for c in verdict["changes"] for place in c.get("or", ())}
    names |= {a["value"] for m in verdict["missing"] if m["fact"] == "所在地" for a in m.get("answers", ())}
    counties = [r for r in own.regions.values() if r["level"] == "county" and r["name"] in names]
    bindings += [own.bind(r["code"]) for r in counties if r.get("parent") == own.roles["全市"]]
    for binding in bindings:
        yield from ((subject, term) for role, term in read if (subject := binding.get(role)))


def _allowed(value: Any, term: Data, checked: CheckedBase) -> bool:
    """Whether a fact may have a value: its kind, its bounds, its list of values."""
    kind = term.get("datatype", "")
    if value is None:
        return True
    if kind in ("ratio", "count"):
        if not isinstance(value, str) or not _DIGITS.fullmatch(value) or value == "-0":
            return False
        number = Decimal(value)
        low, high = term.get("minimum"), term.get("maximum")
        whole = kind == "ratio" or number == number.to_integral_value()
        return whole and (not low or number >= Decimal(low)) and (not high or number <= Decimal(high))
    if kind == "boolean":
        return isinstance(value, bool)
    if term.get("multiple"):
        return isinstance(value, list) and value == [v for v in term["values"] if v in value]
    if not isinstance(value, str):
        return False
    if term["label"] == "类型" and not term.get("values"):
        return any(t["label"] == value and t["kind"] == "type" for t in checked.base["vocabulary"]["terms"])
    if kind == "date":
        return _is_day(value)
    return value in term["values"] if kind == "category" and term.get("values") else bool(value)


def _is_day(text: Any) -> bool:
    try:
        return isinstance(text, str) and date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _is_period(text: str) -> bool:
    return _PERIOD.fullmatch(text) is not None and _is_day(text + "-01-01"[len(text) - 4 :])
