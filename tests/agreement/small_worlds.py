"""SmallWorld worlds: two sides of few rules over few facts of few values, at few places."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from policy_dsl.ir import to_data
from reasoner.analysis.rule_set import Compared

from .document_strategy import DAY, base_of, documents
from .oracle import RelationAndPairs, by_solver, either_way, quarrels_by_force, size
from .rule_menu import Menu, tiny

MOST = 400
"""Applications at one place that are gone through; rule sets that read more are left out."""

_PARTS = frozenset(("失智专区床位数", "院护床位数"))


@dataclass(frozen=True)
class SmallWorld:
    """Two sides, a matter and a kind of institution."""

    a: Compared
    b: Compared
    matter: str
    kind: str
    together: bool

    def __repr__(self) -> str:
        held = [[to_data(d) for d in s.base.documents.values()] for s in (self.a, self.b)]
        return f"SmallWorld({self.matter}, {self.kind}, {'together' if self.together else 'apart'}, {held})"

    def _repr_pretty_(self, printer: Any, _: bool) -> None:
        printer.text(repr(self))  # Hypothesis would show the fields

    @cached_property
    def enumerated(self) -> tuple[tuple[RelationAndPairs, ...], int]:
        """What going through everything finds for each way of unknown force, and how many applications were judged."""
        return either_way(self.a, self.b, self.matter, self.kind, DAY, together=self.together)

    def compared(self) -> RelationAndPairs:
        """What the product's comparison finds."""
        return by_solver(self.a, self.b, self.matter, [self.kind], DAY, together=self.together)[self.kind]

    def quarrels(self) -> list[str]:
        """Where they differ."""
        return quarrels_by_force(self.enumerated[0], self.compared())

    def turned(self) -> SmallWorld:
        """The sides exchanged."""
        return replace(self, a=self.b, b=self.a)


def _menu(draw: st.DrawFn, about: str) -> Menu:
    """Few facts, and what they are about: a mixture, several words for places, places, choices, parts and wholes."""
    menu = tiny()
    match about:
        case "words":
            regional = ("床位使用率", "医保购买住院床位数", "医保基金当期赤字", "常住人口")
            return menu.only([draw(st.sampled_from(regional))])
        case "places":
            return replace(menu.only(["管理规范"]), weight_of_places=12)
        case "choices":
            return menu.only([draw(st.sampled_from((*menu.categories, *menu.several)))])
        case "parts":
            return replace(menu.only(_PARTS), roles=(draw(st.sampled_from(menu.roles)),))
        case "ranks":
            return menu.only(["管理规范"])
    labels = draw(st.lists(st.sampled_from(menu.labels), min_size=1, max_size=3, unique=True))
    if set(labels) >= _PARTS:
        labels.remove("院护床位数")  # too many applications to go through; "parts" has both, of one place
    return menu.only(labels)


ABOUT = ("anything", "anything", "words", "places", "choices", "parts", "ranks")


@st.composite
def small_worlds(draw: st.DrawFn, together: bool | None = None) -> SmallWorld:
    """Two small rule sets, of one region or of two."""
    if together is None:
        together = draw(st.booleans())
    about = draw(st.sampled_from(ABOUT))
    menu, plain = _menu(draw, about), about == "ranks"
    matter = draw(st.sampled_from(menu.matters))
    regions = ("370200", "370200" if together else "410000")
    a, b = (
        Compared(
            name,
            base_of(
                menu, draw(documents(menu, region, name.lower(), most=3 if plain else 2, rules=(1, 3), plain=plain))
            ),
            region,
        )
        for name, region in zip("AB", regions, strict=True)
    )
    assume(size(a, b, matter) <= MOST)
    return SmallWorld(a, b, matter, draw(st.sampled_from(("综合医院", "中医医院", "康复医院"))), together)
