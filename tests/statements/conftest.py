from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from reasoner.driver import surveys
from reasoner.driver.in_use import rule_base
from reasoner.model.rule_base import RuleBase


@pytest.fixture(scope="session")
def base() -> RuleBase:
    return rule_base()


@pytest.fixture(scope="session")
def quanzhou() -> Mapping[str, Any]:
    """The audit of the mid-term report as data."""
    return surveys.indicators(["quanzhou-2023-83"])


@pytest.fixture(scope="session")
def findings() -> list[dict[str, Any]]:
    """What an editor finds in all the texts."""
    found: list[dict[str, Any]] = surveys.findings()[0]["findings"]
    return found
