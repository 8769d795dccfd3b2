from __future__ import annotations

import pytest

from reasoner.driver import surveys
from reasoner.driver.current_rule_base import rule_base
from reasoner.model.rule_base import RuleBase
from reasoner.proofread.explained import ExplainedFinding
from reasoner.survey.indicator_audit import IndicatorSurvey


@pytest.fixture(scope="session")
def base() -> RuleBase:
    return rule_base()


@pytest.fixture(scope="session")
def quanzhou() -> IndicatorSurvey:
    """The audit of the mid-term report."""
    return surveys.indicators(["quanzhou-2023-83"])


@pytest.fixture(scope="session")
def findings() -> tuple[ExplainedFinding, ...]:
    """What an editor finds in all the texts."""
    return surveys.findings().findings
