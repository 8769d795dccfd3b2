"""A comparison that many tests read, made once."""

from __future__ import annotations

import pytest
from compared_regions import (
    DAY,
    side,
)

from reasoner.compare.comparison import compare
from reasoner.compare.result import Comparison


@pytest.fixture(scope="session")
def qingdao_henan() -> Comparison:
    return compare(side("青岛市"), side("河南省"), DAY)
