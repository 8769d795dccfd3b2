"""What the solver says of two rule sets is what going through every application of a small world finds."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import event, given
from msgspec import structs

from reasoner.compare.comparison import compare
from reasoner.compare.relation_kinds import DifferenceKind, Relation

from .checks import drawn
from .document_strategy import DAY
from .engine_trials import side
from .hand_made_worlds import hand_made_worlds
from .oracle import mirrored, open_differences, quarrels
from .period_worlds import worlds_of_periods
from .reach_worlds import worlds_of_reach
from .small_worlds import SmallWorld, small_worlds
from .test_engines import law


@cache
def _told() -> dict[str, SmallWorld]:
    worlds = [*hand_made_worlds(), *worlds_of_reach(), *worlds_of_periods()]
    assert len(dict(worlds)) == len(worlds), "two worlds of one name"
    return dict(worlds)


@pytest.mark.parametrize("about", _told())
def test_worlds_made_by_hand(about: str) -> None:
    assert _told()[about].quarrels() == []


@law(130)
@given(small_worlds())
def test_random_small_worlds(world: SmallWorld) -> None:
    for found in world.enumerated[0]:
        event(found.relation)
        for kind, _, _ in found.pairs:
            event(kind)
    assert world.quarrels() == []


@law(60)
@given(small_worlds())
def test_applications_on_which_rules_are_open_tell_nothing_more(world: SmallWorld) -> None:
    """Let proceed here and restrained there with facts unknown: then so with all facts known, and the relation says it;
    where some fact can never be known (of a county where there is none), it says that nothing can be compared.
    """
    found = world.enumerated[0][0]
    some = open_differences(world.a, world.b, world.matter, world.kind, DAY, together=world.together)
    event(f"{found.relation} {sorted(some)}")
    if DifferenceKind.A_PROCEEDS in some:
        assert found.relation in (Relation.LOOSER, Relation.APART, Relation.OPEN)
    if DifferenceKind.B_PROCEEDS in some:
        assert found.relation in (Relation.STRICTER, Relation.APART, Relation.OPEN)


@law(40)
@given(small_worlds(together=True))
def test_a_rule_set_is_like_itself(world: SmallWorld) -> None:
    """Or nothing is said of it, where no application is settled; whatever documents of unknown force are in force."""
    twice = replace(world, b=world.a)
    assert twice.quarrels() == []
    found = twice.compared()
    assert {found.relation, *found.by_force} <= {Relation.EQUAL, Relation.OPEN, Relation.FORCE}
    assert found.pairs == set()


@law(40)
@given(small_worlds())
def test_the_other_way_round_everything_is_mirrored(world: SmallWorld) -> None:
    """In two regions only where the words for places meet alike: 济源市, city and county in one, knows more facts."""
    if not world.together:
        a, b = (structs.replace(side, region=region) for side, region in ((world.a, "370214"), (world.b, "410100")))
        world = replace(world, a=a, b=b)
    assert quarrels(mirrored(world.compared()), world.turned().compared()) == []


@pytest.mark.parametrize("region", ["370200", "410000", "371600"])
def test_a_region_is_like_itself(region: str) -> None:
    found = compare(side(region), side(region), "2025-11-01", together=True)
    assert found.results
    assert {r.relation for r in found.results} == {Relation.EQUAL}
    assert [w for r in found.results for w in r.witnesses] == []


def test_what_is_enumerated_is_not_all_alike() -> None:
    worlds = drawn(small_worlds(), 200)
    found = [w.enumerated for w in worlds]
    ways = [of for of, _ in found]
    assert {f.relation for of in ways for f in of} >= set(Relation) - {Relation.OPEN, Relation.FORCE}
    assert sum(bool(f.pairs) for of in ways for f in of) > 15
    assert sum(len({f.relation for f in of}) > 1 for of in ways) > 3
    assert sum(judged for _, judged in found) > 1500
