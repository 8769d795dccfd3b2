"""Example verdicts: the shared examples and variations that reach every outcome and every part of a verdict."""

from __future__ import annotations

import json
from typing import Any

import pytest
from proof_applications import Given, corpus, variations

from reasoner.driver.in_use import official_texts, rule_base
from reasoner.intake.read import Reader
from reasoner.interpreter.judge import judge
from reasoner.model.application import Application
from reasoner.model.verdict import encode
from reasoner.proof.rule_base_check import CheckedBase


@pytest.fixture(scope="session")
def applications() -> list[tuple[Application, str | None]]:
    base = rule_base()
    reader = Reader(base.vocabulary, base.document_names)
    return [(reader.read(data)[0], as_of) for data, as_of in variations()]


@pytest.fixture(scope="session")
def verdicts(applications: list[tuple[Application, str | None]]) -> list[dict[str, Any]]:
    """Each as plain JSON data, as it leaves the program."""
    return [json.loads(encode(judge(rule_base(), a, day))) for a, day in applications]


@pytest.fixture(scope="session")
def texts() -> dict[str, str]:
    return official_texts()


@pytest.fixture(scope="session")
def checked(texts: dict[str, str]) -> CheckedBase:
    """The rule base in use, looked at once for all that is checked."""
    return CheckedBase(rule_base().plain, texts)


@pytest.fixture(scope="session")
def every_application() -> list[Given]:
    """The whole test corpus."""
    return list(corpus())
