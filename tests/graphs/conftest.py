"""The rule base in use, its terms for graphs, and the examples of the contract."""

import json
from pathlib import Path
from typing import Any

import pytest

from reasoner.driver import in_use
from reasoner.graphs.terms import Terms
from reasoner.intake.read import Reader
from reasoner.model.rule_base import RuleBase

EXAMPLES = Path(__file__).parent.parent / "conformance" / "examples.json"


@pytest.fixture(scope="session")
def base() -> RuleBase:
    return in_use.rule_base()


@pytest.fixture(scope="session")
def reader() -> Reader:
    return in_use.reader()


@pytest.fixture(scope="session")
def terms() -> Terms:
    return in_use.terms()


@pytest.fixture(scope="session")
def examples() -> list[dict[str, Any]]:
    """The applications of the contract's examples."""
    return [case["application"] for case in json.loads(EXAMPLES.read_text(encoding="utf-8"))]
