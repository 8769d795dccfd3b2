"""The plainest model of some goals: the one in which the fewest facts are not as usual (implicit hitting sets)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reasoner.backends.smt.solver import Budget, Session, Spent


def fewest(
    session: Session, goals: Sequence[str], usual: Mapping[str, int]
) -> tuple[tuple[str, ...], dict[str, bool | int]] | None:
    """A model of the goals in which the fewest facts are not usual, and which these are; None where there is none.

    usual: the literals of usual facts with what giving them up costs. What cannot hold together is collected; the
    cheapest set that meets all of it is given up, until a model is found: no cheaper set would do. Raises Spent.
    """
    cores: list[frozenset[str]] = []
    while True:
        given_up = _cheapest_meeting(cores, usual, session.budget)
        if session.ask(*goals, *(u for u in usual if u not in given_up)):
            return tuple(g.partition(":")[2] for g in given_up), session.model()
        core = session.why_not().intersection(usual)
        if not core:
            return None
        cores.append(core)


def _cheapest_meeting(cores: Sequence[frozenset[str]], usual: Mapping[str, int], budget: Budget) -> tuple[str, ...]:
    """The cheapest set that has a member of each core, in the order of `usual`; of several, the one first in that order."""
    order = {u: i for i, u in enumerate(usual)}
    best: tuple[int, list[int], frozenset[str]] | None = None

    def search(chosen: frozenset[str], spared: frozenset[str], price: int) -> None:
        nonlocal best
        if budget.left() <= 0:
            raise Spent("时间用尽")
        left: list[frozenset[str]] = [c - spared for c in cores if not c & chosen]
        if not left:
            candidate = (price, sorted(order[u] for u in chosen), chosen)
            if best is None or candidate[:2] < best[:2]:
                best = candidate
            return
        # The core with the fewest members left leaves the fewest ways; one that has none left leaves no way at all.
        narrowest = min(left, key=len)
        for member in sorted(narrowest, key=order.__getitem__):
            if best is None or price + usual[member] <= best[0]:
                search(chosen | {member}, spared, price + usual[member])
            spared |= {member}

    search(frozenset(), frozenset(), 0)
    return () if best is None else tuple(sorted(best[2], key=order.__getitem__))
