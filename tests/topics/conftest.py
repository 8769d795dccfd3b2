"""The matrix of the four regions, made once."""

from __future__ import annotations

import pytest

from reasoner.driver.current_rule_base import rule_base
from reasoner.topics import compare_topics
from reasoner.topics.matrix import TopicMatrix

from .rows import REGIONS


@pytest.fixture(scope="package")
def matrix() -> TopicMatrix:
    return compare_topics(rule_base(), REGIONS)
