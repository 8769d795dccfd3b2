"""The cheapest set of facts to give up, whatever has to be met."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reasoner.analysis.fewest_unusual import _cheapest_meeting
from reasoner.backends.smt.solver import Budget, Spent

NAMES = "abcdefg"


@given(
    st.lists(st.frozensets(st.sampled_from(NAMES), min_size=1), max_size=8),
    st.lists(st.sampled_from((10, 11, 20, 40)), min_size=len(NAMES), max_size=len(NAMES)),
)
def test_no_cheaper_set_meets_every_core(cores: list[frozenset[str]], costs: list[int]) -> None:
    price = dict(zip(NAMES, costs, strict=True))
    found = _cheapest_meeting(cores, price, Budget(60))
    assert all(core.intersection(found) for core in cores)
    every = (c for size in range(len(NAMES) + 1) for c in combinations(NAMES, size))
    assert sum(price[u] for u in found) == min(
        sum(price[u] for u in chosen) for chosen in every if all(core.intersection(chosen) for core in cores)
    )


def test_many_facts_that_must_all_be_given_up_cost_no_search() -> None:
    names = [f"f{i}" for i in range(60)]
    cores = [frozenset((n,)) for n in names]
    assert _cheapest_meeting(cores, dict.fromkeys(names, 10), Budget(60)) == tuple(names)


def test_a_search_that_finds_no_end_is_spent() -> None:
    with pytest.raises(Spent):
        _cheapest_meeting([frozenset("ab")], {"a": 10, "b": 10}, Budget(0))
