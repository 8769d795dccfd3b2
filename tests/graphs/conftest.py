"""The rule base in use, its terms for graphs, and the examples of the contract."""

import json
from pathlib import Path
from typing import Any

import pytest

from reasoner.driver import current_rule_base
from reasoner.graphs.term_iris import Terms
from reasoner.intake.application_parser import Reader
from reasoner.model.rule_base import RuleBase

EXAMPLES = Path(__file__).parent.parent / "conformance" / "examples.json"


@pytest.fixture(scope="session")
def base() -> RuleBase:
    return current_rule_base.rule_base()


@pytest.fixture(scope="session")
def reader() -> Reader:
    return current_rule_base.reader()


@pytest.fixture(scope="session")
def terms() -> Terms:
    return current_rule_base.terms()


@pytest.fixture(scope="session")
def examples() -> list[dict[str, Any]]:
    """The applications of the contract's examples."""
    return [case["application"] for case in json.loads(EXAMPLES.read_text(encoding="utf-8"))]
