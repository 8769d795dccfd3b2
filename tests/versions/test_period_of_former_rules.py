"""The day of a rule's own period is that on which the force of its document counts: of what is left to former rules that of receipt.

All documents are invented (`invented.py`). In 城阳区 65 of 100 beds are in use: 「低于70%」 bars, 「低于60%」 does not.
"""

from __future__ import annotations

import json

import pytest
from invented import TRANSITION, Sources, application, base_of, bounded, texts_of, version

from reasoner.interpreter.alternatives import with_readings
from reasoner.interpreter.judge import judge
from reasoner.model.kinds import Outcome
from reasoner.model.verdict import encode
from reasoner.proof.check_proof import check_proof

FREE, BARRED = Outcome.MAY_PROCEED, Outcome.BARRED
OLD, NEW = "2020-01-01", "2022-01-01"
UNTIL = ("至2021年6月30日,", "期间 至 2021年6月30日")


KEPT = (
    bounded(version(1, "70%", OLD), *UNTIL),
    version(2, "60%", NEW, replaces=OLD, transition=TRANSITION),
)
REPLACED = (KEPT[0], version(2, "60%", NEW, replaces=OLD))
SECOND = (
    version(1, "60%", OLD),
    bounded(version(2, "70%", NEW, replaces=OLD, transition=TRANSITION), "自2022年3月1日起,", "期间 自 2022年3月1日"),
)


@pytest.mark.parametrize(
    ("versions", "received", "as_of", "outcome"),
    [
        # The former rules as they stood when it was received: within the period, whenever that is decided.
        (KEPT, "2021-06-30", "2021-06-30", BARRED),
        (KEPT, "2021-06-30", "2021-12-31", FREE),
        (KEPT, "2021-06-30", NEW, BARRED),
        (KEPT, "2021-06-30", "2030-01-01", BARRED),
        (KEPT, "2021-07-01", NEW, FREE),
        # Received before there was any: the first day of the former rules.
        (KEPT, "2019-12-31", "2022-02-01", BARRED),
        # Without a transitional rule the day asked for counts.
        (REPLACED, "2021-06-30", "2021-06-30", BARRED),
        (REPLACED, "2021-06-30", "2021-07-01", FREE),
        (REPLACED, "2021-06-30", NEW, FREE),
        (SECOND, "2022-02-28", "2022-02-28", FREE),
        (SECOND, "2022-02-28", "2022-03-01", BARRED),
        (SECOND, "2021-12-31", "2022-03-01", FREE),
    ],
)
def test_the_day_is_that_of_the_law_that_applies(
    versions: tuple[Sources, ...], received: str, as_of: str, outcome: Outcome
) -> None:
    base = base_of(*versions)
    read = application(base, "65%", received)
    verdict = with_readings(base, read, judge(base, read, as_of))
    assert verdict.outcome is outcome
    assert check_proof(json.loads(encode(verdict)), base.plain, texts_of(*versions)) == []
