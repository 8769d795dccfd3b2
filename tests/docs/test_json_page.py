"""docs/json.md names the keys of `compare --json` and `lint --json`, each and no other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from policy_dsl.ir import to_data
from reasoner.driver import comparisons, linting

PAGE = (Path(__file__).parents[2] / "docs" / "json.md").read_text(encoding="utf-8")
COMPARE, LINT = PAGE.split("## `tiaoli lint --json`")


def told(part: str, after: str) -> set[str]:
    """The keys in the first column of the table after some words."""
    table = part[part.index(after) + len(after) :].lstrip().partition("\n\n")[0]
    return {key for row in re.findall(r"^\| (`.+?`) \|", table, re.MULTILINE) for key in re.findall(r"`(\w+)`", row)}


def listed(part: str, after: str) -> set[str]:
    """The keys in the sentence that begins with some words."""
    sentence = part.partition(after)[2].partition("。")[0]
    return set(re.findall(r"`(\w+)`", sentence))


def keys(found: Iterable[Mapping[str, Any]]) -> set[str]:
    return {key for one in found for key in one}


@pytest.fixture(scope="module")
def compared() -> list[dict[str, Any]]:
    request = comparisons.Request(("新增购买住院床位", "纳入双通道管理"), ("综合医院", "零售药店"), readings=True)
    reading = comparisons.readings("床位上限及于个案", comparisons.Request(as_of="2025-12-31"))
    data = to_data([*comparisons.regions(["青岛市", "河南省"], request), *reading])
    assert isinstance(data, list)
    return [one for one in data if isinstance(one, dict)]


def test_the_keys_of_a_comparison(compared: list[dict[str, Any]]) -> None:
    assert told(COMPARE, "每个地区一对。") == keys(compared) | {"amended"}
    documents = [d for c in compared for side in ("a", "b") for d in c["documents"][side]]
    assert listed(COMPARE, "`documents` 的每一项:") == keys(documents) | {"draft"}
    results = [r for c in compared for r in c["results"]]
    assert told(COMPARE, "`results` 的每一项:") == keys(results)
    witnesses = [w for r in results for w in r["witnesses"]]
    assert told(COMPARE, "`witnesses` 的每一项:") == keys(witnesses)
    assert {w["kind"] for w in witnesses} == {"a_proceeds", "b_proceeds", "strength"}


def test_the_keys_of_a_check_of_rules() -> None:
    data: Any = to_data(linting.lint())
    assert told(LINT, "") == set(data)
    assert listed(LINT, "`findings` 的每一项:") == keys(data["findings"])
