"""What a finding says, shown by an application that a person would know, and judged by the interpreter before it is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from reasoner.compare.replay import Disagreement
from reasoner.compare.witness import SOURCE as COMPARED
from reasoner.compare.witness import Unusual, witness
from reasoner.interpreter.judge import judge
from reasoner.lint.asked import Asked
from reasoner.lint.cases import CALM
from reasoner.model.verdict import Verdict

SOURCE: Final = "示例用假设"


@dataclass(frozen=True, slots=True)
class Shown:
    """An application (CONTRACT §1), the names of the facts in which it is not usual, and its verdict."""

    application: Mapping[str, Any]
    unusual: tuple[Unusual, ...]
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Expected:
    """What the interpreter must say: statuses of rules, which decide (or do not), which prevails over which, the outcome."""

    true: tuple[str, ...] = ()
    false: tuple[str, ...] = ()
    decides: tuple[str, ...] = ()
    not_decides: tuple[str, ...] = ()
    prevails: tuple[str, str] | None = None
    outcome: str = ""


def show(asked: Asked, literals: tuple[str, ...], expected: Expected) -> Shown | None:
    """The plainest application of which all this holds; None where it leaves some rule open whatever it says.

    Where it need not be in conflict, it is not. Raises Spent, and Disagreement where the interpreter judges it otherwise
    than the solver said.
    """
    if asked.can(*literals, CALM):
        literals = (*literals, CALM)
    found = asked.example(*literals)
    if found is None:
        return None
    unusual, values = found
    case = asked.case
    made = witness(case, unusual, values, [case.literals[x] for x in literals]).of(case.kind, 1)
    application = _sourced(made.application)
    side = asked.matter.a
    (read,) = side.reader.read([application])
    verdict = judge(side.base, read, asked.matter.day, side.only, advise=False)
    wrong = _wrong(verdict, expected)
    if wrong:
        raise Disagreement(f"{application['编号']}: {wrong}; the interpreter says {verdict['outcome']}: {application}")
    return Shown(application, made.unusual, verdict)


def _sourced(data: Any) -> Any:
    """The application with the source of its figures named for what it is."""
    if isinstance(data, dict):
        return {k: _sourced(v) for k, v in data.items()}
    if isinstance(data, list):
        return [_sourced(x) for x in data]
    return SOURCE if data == COMPARED else data


def _wrong(verdict: Verdict, expected: Expected) -> str:
    """What the verdict says otherwise; empty where it agrees."""
    rules = {r["rule"]: r for r in verdict["reasons"]["rules"]}
    deciding = {c["rule"] for c in verdict["citations"] if c["role"] == "decisive"}
    for status, names in (("true", expected.true), ("false", expected.false)):
        for name in names:
            if rules[name]["status"] != status:
                return f"{name} should be {status}"
    if not deciding.issuperset(expected.decides):
        return f"{expected.decides} should decide"
    if deciding.intersection(expected.not_decides):
        return f"{expected.not_decides} should not decide"
    if expected.prevails:
        winner, loser = expected.prevails
        if not any(d["by"] == winner and d["principle"] != "豁免" for d in rules[loser].get("defeated_by", ())):
            return f"{winner} should prevail over {loser}"
    if expected.outcome and verdict["outcome"] != expected.outcome:
        return f"the outcome should be {expected.outcome}"
    return ""
