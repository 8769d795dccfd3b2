"""Small rule sets for the checks: a few clauses compiled as in tests/semantics, and what is found in them."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).parents[1] / "semantics"))

from small_base import CONTROL, EXEMPT, PERMIT, PREFER, REQUIRE, Clause, Small, document

from reasoner.lint.check_run import EVERYTHING, Linted, Scope, lint
from reasoner.lint.lint_finding import Finding

TODAY = "2024-05-01"
BEDS, CARE, HOME, WARD = "新增购买住院床位", "新增购买院护床位", "新增居家照护定点", "设置失智专区床位"
PHARMACY, OUTPATIENT, ACCOUNT = "新增定点零售药店", "新增门诊统筹和门诊慢特病定点", "新增个人账户定点"

CITY: dict[str, Any] = {"issuer_level": "市", "issuers": ("青岛市医疗保障局",)}
PROVINCE: dict[str, Any] = {"issuer_level": "省", "issuers": ("山东省医疗保障局",), "region": "370000"}


def bar(rate: int, strength: str = "暂不", name: str = "") -> Clause:
    """A bar where fewer beds than so many per cent are used."""
    words = {"暂不": "暂不新增", "不得": "不得新增", "原则上": "原则上不再新增"}[strength]
    rule = {"暂不": "暂不新增", "不得": "不得新增", "原则上": "原则上 不予新增"}[strength]
    return (
        "限制",
        f"床位使用率低于{rate}%的区(市),{words}购买住院床位。",
        f"规则 {name or f'低于{rate}{strength}'}\n 凡 事项 是 {BEDS}\n 若 本区县 的 床位使用率 低于 {rate}%\n 则 {rule}",
    )


def ward_cap(per_cent: int, strength: str = "", of: str = "院护床位总数") -> Clause:
    """A cap on beds for dementia: so many per cent of the beds for care; or on these, of the people who need them."""
    counted, fact, unit = {
        "院护床位总数": ("失智专区床位数", "院护床位数", ""),
        "预期享受长护险待遇总人数": ("院护床位数", "预期享受长护险待遇人数", "张/预期享受长护险待遇人数"),
    }[of]
    year, when = ("2025年", " 于 2025年") if unit else ("", "")
    return (
        "上限",
        f"{'设置失智专区床位,' if unit else ''}各区(市){counted}{'(张)' if unit else ''}{strength}不超过{year}{of}的{per_cent}%。",
        f"上限 {fact}{'二三'[per_cent == 30]}成\n 凡 事项 是 {WARD}\n"
        f" 则 {strength} 本区县 的 {counted} 除以 本区县 的 {fact}{when} 不超过 {per_cent}%{unit}",
    )


def found(*documents: Any, today: str = TODAY, scope: Scope = EVERYTHING, seconds: float = 60) -> Linted:
    """What is found in some documents."""
    return lint(Small(*documents).base, today, scope, seconds)


def of(linted: Linted, *codes: str) -> list[Finding]:
    """The findings of these codes."""
    return [f for f in linted.findings if f.code in codes]


def about(linted: Linted, code: str) -> list[tuple[list[str], list[str]]]:
    """The names of the rules of each finding of a code, and of those they are measured by."""
    return [([n.name for n in f.rules], [n.name for n in f.others]) for f in of(linted, code)]


@cache
def mixed() -> tuple[Any, ...]:
    """Two documents with most kinds of findings between them."""
    laoshan = (
        "限制",
        "崂山区暂不新增购买住院床位和个账定点医疗机构。",
        f"规则 崂山不新增\n 凡 事项 是 {BEDS} 、 {ACCOUNT}\n 若 所在地 属于 崂山区\n 则 暂不新增",
    )
    return document("a", bar(60), bar(75), PERMIT, EXEMPT, laoshan), document("b", bar(75), ward_cap(30), ward_cap(20))


__all__ = [
    "CONTROL",
    "EXEMPT",
    "PERMIT",
    "PREFER",
    "REQUIRE",
    "Clause",
    "Small",
    "about",
    "bar",
    "document",
    "found",
    "mixed",
    "of",
    "ward_cap",
]
