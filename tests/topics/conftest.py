"""The matrix of the four regions, made once."""

from __future__ import annotations

from typing import Any

import pytest

from reasoner.driver.in_use import rule_base
from reasoner.topics import compare_topics

from .rows import REGIONS


@pytest.fixture(scope="package")
def matrix() -> dict[str, Any]:
    return compare_topics(rule_base(), REGIONS)
