"""The columns say of random registers what the interpreter says; the long form is `python -m tests.register.agreement`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from policy_dsl import ir
from reasoner.backends.columnar.compile_plan import linear
from reasoner.driver.current_rule_base import rule_base
from reasoner.interpreter.turning_points import atoms
from tests.register.agreement import Result, compared
from tests.register.strata import UNREACHABLE


@pytest.mark.parametrize(
    ("documents", "as_of", "seed"),
    [((), None, 1), (("qingdao-2023-18-medical",), None, 2), ((), "2024-06-30", 3), (("henan-2025",), "2026-01-01", 4)],
)
def test_the_columns_agree_with_the_interpreter(
    documents: tuple[str, ...], as_of: str | None, seed: int, tmp_path: Path
) -> None:
    result = compared(1000, seed, tmp_path, documents, as_of)
    assert result.differences == ()
    assert result.rows > 800


def test_random_registers_reach_rules_in_every_status(tmp_path: Path) -> None:
    """Else nothing would be compared: each rule of the medical plan comes up true, false and unknown, in registers with other
    figures of the city each.
    """
    total = Result(0, 0, (), Counter(), Counter())
    for seed in range(6):
        (tmp_path / str(seed)).mkdir()
        total = total.and_of(compared(400, seed, tmp_path / str(seed), ("qingdao-2023-18-medical",), stratified=True))
    norms = [
        n for m in rule_base().vocabulary.matters for n in rule_base().documents["qingdao-2023-18-medical"].norms(m)
    ]
    lacking = {(n.id, s) for n in norms for s in ("true", "false", "unknown") if not total.statuses[n.id, s]}
    assert lacking == set()
    assert total.differences == ()


def test_what_no_application_can_have_follows_from_the_rules() -> None:
    """A document governs by its deciding norms alone (2.1), and no count is less than nothing."""
    base = rule_base()
    for stratum in UNREACHABLE:
        rule, _, where = stratum.partition(" · ")
        document = base.documents[rule.partition("/")[0]]
        norm = next(n for n in document.norms_in_use if n.id == rule)
        if where:
            (compared_,) = [leaf for leaf in atoms(norm.condition) if isinstance(leaf, ir.Compare)]
            ((fact, factor),), constant = linear(compared_.left)
            term = base.vocabulary.facts[fact.term]
            assert (where, factor, constant, linear(compared_.right)) == ("below", 1, 0, ([], 0))
            assert (term.datatype, term.minimum) == ("count", "0")
        else:
            assert not any(n.decides for m in norm.matters for n in document.norms(m))
