"""The applications of inputs that were checked, read anew each time one goes through them.

Whoever judges a great many of them one by one need not hold them all: what is held is their plain data, or its text.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from reasoner.model.application import Application

if TYPE_CHECKING:
    from reasoner.intake.application_run import Run

Draw = Callable[[Application], Application]


class Items:
    """The plain data of applications, each with its path; gone through as often as somebody needs.

    values: the data. path: that of their list, or roots: that of each.
    """

    def __init__(self, values: Collection[object] = (), path: str = "", roots: Sequence[str] = ()) -> None:
        self._values, self._path, self._roots = values, path, roots

    def __len__(self) -> int:
        return len(self._values)

    def __iter__(self) -> Iterator[tuple[str, object]]:
        if self._roots:
            return zip(self._roots, self._values, strict=True)
        return ((f"{self._path}[{index}]", value) for index, value in enumerate(self._values))


class _Again(Collection[Application]):
    """Applications that are made anew each time one goes through them."""

    def __contains__(self, other: object) -> bool:
        return any(application is other for application in self)


class Applications(_Again):
    """Those of one input.

    faulty: the indexes of those that have faults of their own, or rest on something faulty; they are passed over.
    """

    def __init__(self, run: Run, items: Items, faulty: Iterable[int] = ()) -> None:
        self._run, self._items, self.faulty = run, items, frozenset(faulty)

    def __len__(self) -> int:
        return len(self._items) - len(self.faulty)

    def __iter__(self) -> Iterator[Application]:
        sound = (item for index, item in enumerate(self._items) if index not in self.faulty)
        return (a for a in self._run.read(sound) if a is not None)

    def without(self, indexes: Iterable[int]) -> Applications:
        """Those that stand at none of these places of the input, either."""
        return Applications(self._run, self._items, self.faulty.union(indexes))

    @property
    def positions(self) -> Mapping[str, Mapping[str, object]]:
        """位置 by 编号; a position was checked, and is no fact."""
        return self._run.positions


class AllApplications(_Again):
    """Those of several inputs, one input after the other.

    draw: what adds the bureau's ledger to each; None: nothing is added. but: the indexes of those that are passed over.
    """

    def __init__(
        self,
        parts: Sequence[Collection[Application]] = (),
        draw: Draw | None = None,
        but: frozenset[int] = frozenset(),
    ) -> None:
        self.parts, self._draw, self._but = tuple(parts), draw, but

    def __len__(self) -> int:
        return sum(map(len, self.parts)) - len(self._but)

    def __iter__(self) -> Iterator[Application]:
        applications = chain.from_iterable(self.parts)
        sound = (a for n, a in enumerate(applications) if n not in self._but) if self._but else applications
        return sound if self._draw is None else map(self._draw, sound)

    def and_then(self, part: Collection[Application]) -> AllApplications:
        """These, and behind them those of one more input."""
        return AllApplications((*self.parts, part), self._draw, self._but)

    def drawing(self, draw: Draw) -> AllApplications:
        """These with what a ledger adds."""
        return AllApplications(self.parts, draw, self._but)

    def without(self, indexes: Iterable[int]) -> AllApplications:
        """These without those at some places."""
        return AllApplications(self.parts, self._draw, self._but.union(indexes))
