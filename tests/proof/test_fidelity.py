"""The facts that a verdict cites are its reason, for every verdict of the test corpus; the figures are published."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
from fidelity import Figures, cited_application, measure, page, verdict_of
from proof_applications import Given

from reasoner.driver.in_use import reader, rule_base
from reasoner.interpreter.judge import judge

PAGE = Path(__file__).parents[2] / "docs" / "fidelity.md"


@pytest.fixture(scope="session")
def figures(every_application: list[Given]) -> Figures:
    return measure(every_application)


def test_every_verdict_is_faithful(figures: Figures, capsys: pytest.CaptureFixture[str]) -> None:
    """The cited facts alone reproduce the outcome; blanking a decisive fact changes its rule; each cited fact is read."""
    with capsys.disabled():
        total = sum(figures.verdicts.values())
        print(
            f"\nfidelity: {figures.reproduced} of {total} verdicts reproduced from {figures.cited} cited facts; "
            f"{figures.alone['decisive']} decisive facts change their rule when blanked alone, "
            f"{figures.together['decisive']} together with another that does as well"
        )
    assert figures.faults == []
    assert figures.reproduced == total
    assert total > 400
    assert figures.alone["decisive"] > 500
    assert figures.alone["other"] > 2000


def test_the_published_figures_are_these(figures: Figures) -> None:
    assert PAGE.read_text(encoding="utf-8") == page(figures), "uv run python tests/proof/fidelity.py > docs/fidelity.md"


def test_a_missing_citation_would_be_noticed(every_application: list[Given]) -> None:
    """The measure is no tautology: without one of the cited facts the outcome of many verdicts is another."""
    tried = changed = 0
    for given in every_application[:120]:
        verdict = verdict_of(given.application, given)
        for index in range(len(verdict["facts"])):
            less: dict[str, Any] = copy.deepcopy(verdict)
            del less["facts"][index]
            (again,) = reader().read(cited_application(less))
            other = judge(rule_base(), again, verdict["as_of"], given.only, advise=False)
            tried += 1
            changed += list(other.possible) != verdict["possible"]
    assert tried > 300
    assert changed > tried // 5
