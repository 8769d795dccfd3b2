"""特别规定 ranks before 一般规定 of the same issuer, whatever their dates; both engines agree (semantics §5)."""

from __future__ import annotations

from typing import Any

import pytest

from policy_dsl.ir import Level
from reasoner.interpreter.outcome import Group, Precedence, decide, outranks
from reasoner.model.kinds import Outcome
from reasoner.proof.outcome import prevails

GENERAL, SPECIAL = "一般", "特别"
ISSUER = ("某市医疗保障局",)


def rank(name: str, issued: str, special_to: tuple[str, ...] = (), issuer: tuple[str, ...] = ISSUER) -> Precedence:
    return Precedence(issuer, Level.CITY, issued, name, special_to)


def data(of: Precedence) -> dict[str, Any]:
    return {
        "id": of.id,
        "issuers": list(of.issuers),
        "issuer_level": of.level.value,
        "issued": of.issued,
        "special_to": list(of.special_to),
    }


@pytest.mark.parametrize(("a", "b", "principle"), [
    (rank(SPECIAL, "2020-01-01", (GENERAL,)), rank(GENERAL, "2024-01-01"), "特别规定优于一般规定"),
    (rank(GENERAL, "2024-01-01"), rank(SPECIAL, "2020-01-01", (GENERAL,)), None),
    (rank(GENERAL, "2024-01-01"), rank("旧", "2020-01-01"), "新规定优于旧规定"),
    (rank(SPECIAL, "2020-01-01", (GENERAL,), ("别的机关",)), rank(GENERAL, "2024-01-01"), None),
    (rank(SPECIAL, "2024-01-01", (GENERAL,)), rank("旧", "2020-01-01"), None),
])  # fmt: skip
def test_a_special_text_prevails_over_its_general_one_only(a: Precedence, b: Precedence, principle: str | None) -> None:
    assert outranks(a, b) == principle
    assert (prevails(data(a), data(b)) or None) == principle


def test_the_permission_of_a_special_text_defeats_the_older_general_bar() -> None:
    ranks = {GENERAL: rank(GENERAL, "2024-01-01"), SPECIAL: rank(SPECIAL, "2020-01-01", (GENERAL,))}
    holding = frozenset({Group(Outcome.MAY_PROCEED, SPECIAL), Group(Outcome.PRESUMPTIVELY_BARRED, GENERAL)})
    assert decide(holding, ranks) == "may_proceed"
    plain = ranks | {SPECIAL: rank(SPECIAL, "2024-01-01")}
    assert decide(holding, plain) == "conflict"
