"""Every case of every case set: the program finds in the rules what a reader finds in the official text."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import msgspec
import pytest
from case_file import Case, case_sets, plain_application
from corpus_folders import folders
from expectations import differences, miscalculated, misquoted

from reasoner.driver.current_rule_base import rule_base
from reasoner.intake.application_parser import Reader
from reasoner.interpreter.judge import judge
from reasoner.model.verdict import Verdict, encode
from reasoner.proof.check_proof import check_verdict
from reasoner.proof.rule_base_check import CheckedBase

CASES = {c.title: c for case_set in case_sets() for c in case_set.cases}
OTHER = {
    "true": "false",
    "false": "unknown",
    "unknown": "true",
    "absent": "false",
    "cited": "uncited",
    "uncited": "cited",
    "touching": "apart",
    "apart": "touching",
}


@cache
def reader() -> Reader:
    return Reader(rule_base().vocabulary, rule_base().document_names)


@cache
def verdict_of(title: str) -> Verdict:
    case = CASES[title]
    (application,) = reader().read(plain_application(case.application, "例"), case.as_of, name=title)
    return judge(rule_base(), application, case.as_of, frozenset(case.scope))


@pytest.mark.parametrize("title", CASES)
def test_the_verdict_is_what_the_text_says(title: str) -> None:
    faults = list(differences(CASES[title], verdict_of(title)))
    assert not faults, "\n".join([title, *faults])


def test_every_expectation_quotes_its_clause() -> None:
    faults = [f"{t}: {f}" for t, c in CASES.items() for f in misquoted(c, rule_base())]
    assert not faults, "\n".join(faults)


def test_every_calculation_is_right() -> None:
    faults = [f"{t}: {f}" for t, c in CASES.items() for f in miscalculated(c)]
    assert not faults, "\n".join(faults)


def test_the_proof_checker_agrees() -> None:
    """The checker judges by other code; what it reads in the compiled rules is what the cases expect."""
    texts = {name: (folder / "text.txt").read_text(encoding="utf-8") for name, folder in folders("text.txt").items()}
    checked = CheckedBase(rule_base().plain, texts)
    faults = [f"{t}: {f}" for t in CASES for f in check_verdict(msgspec.json.decode(encode(verdict_of(t))), checked)]
    assert not faults, "\n".join(faults)


def test_a_wrong_expectation_is_found() -> None:
    """Whatever else a case may expect: another status of its rule is noticed in every case."""
    unnoticed = [t for t, c in CASES.items() if c.rule and not list(differences(_wrong(c), verdict_of(t)))]
    assert unnoticed == []


def _wrong(case: Case) -> Case:
    return replace(case, statuses={**case.statuses, case.rule: OTHER[case.statuses[case.rule]]})
