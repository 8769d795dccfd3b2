"""Places that rules cannot tell apart: one county stands for all that are governed and named alike. A city that has no
counties is one place.

Two counties differ where other documents decide there or have another force, where a rule names the one and not the other, or where words for
places (本区县, 所在医保管理区域, 全市) mean one place in the one and two in the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

import msgspec
from msgspec.structs import replace

from policy_dsl import ir
from policy_dsl.compiled import Document
from policy_dsl.vocabulary import Vocabulary
from reasoner.backends.smt import formulas as t
from reasoner.interpreter.document_force import Force, ForceStatus
from reasoner.interpreter.turning_points import atoms
from reasoner.model.kinds import Outcome
from reasoner.model.rule_base import RuleBase

PLACE_ROLES: Final = ("全市", "本区县", "所在医保管理区域")
"""Words for places that 所在地 decides; 本统筹区 always means what 全市 means."""

Roles = Mapping[str, str | None]
RolesOf = Callable[[str], Roles]
"""What the words for places stand for at the place of a code."""


NormsOf = Callable[[Document], tuple[ir.Norm, ...]]
"""The norms of a document on one matter."""

ForceOf = Callable[[Document, Iterable[Document]], Force]
"""Whether a document is in force on one day, beside others that may succeed it."""


class Place(msgspec.Struct, frozen=True):
    """A county that stands for all the counties like it, with the documents that decide on the matter there: those of which
    some norm prohibits, caps, controls, requires or permits something. Whether one of them reaches an applicant is another
    question.
    """

    code: str
    """Its code."""
    codes: tuple[str, ...]
    """The codes of all of them."""
    roles: Roles
    """What the words for places stand for there."""
    in_force: tuple[Document, ...]
    """Those in force on the day."""
    ended: tuple[Document, ...]
    """Those whose period has ended, and of which nothing is recorded that follows."""
    others: tuple[Document, ...]
    """Those that are not in force for another reason: not yet, succeeded, or supposed not to be."""

    @property
    def silence(self) -> Outcome | None:
        """Why nothing decides there, whoever applies: out_of_force or not_regulated; None where something does."""
        if self.in_force:
            return None
        return Outcome.OUT_OF_FORCE if self.out_of_force else Outcome.NOT_REGULATED

    @property
    def out_of_force(self) -> tuple[Document, ...]:
        """The documents that are not in force."""
        return self.ended + self.others

    @property
    def documents(self) -> tuple[Document, ...]:
        """All of them."""
        return self.in_force + self.ended + self.others

    def same_subject(self, a: str, b: str) -> bool:
        """Whether two words stand for one place here."""
        return self.roles.get(a) is not None and self.roles.get(a) == self.roles.get(b)


def counties(vocabulary: Vocabulary, region: str) -> tuple[str, ...]:
    """The codes of the counties in a region, and of the cities in it that have none: 东莞市; itself where there is neither."""
    divisions = [r for r in vocabulary.regions.values() if r.level != "area"]
    divided = {above for r in divisions if r.level == "county" for above in vocabulary.chain(r.code)[1:]}
    codes = [
        r.code
        for r in divisions
        if region in vocabulary.around(r.code)
        and (r.level == "county" or (r.level == "prefecture" and r.code not in divided))
    ]
    return tuple(sorted(codes)) or (region,)


def places(
    base: RuleBase, region: str, only: frozenset[str] | None, roles_of: RolesOf, norms: NormsOf, force: ForceOf
) -> tuple[Place, ...]:  # fmt: skip
    """The kinds of places in a region, for one matter on one day: `norms` are those of a document on the matter, `force` says
    whether a document is in force on the day.
    """
    groups: dict[object, list[Place]] = {}
    named_by: dict[str, list[ir.Within]] = {}
    for code in counties(base.vocabulary, region):
        roles = roles_of(code)
        covering = base.held_for(code)
        there = [d for d in covering if (only is None or d.id in only) and any(n.decides for n in norms(d))]
        standing = [(d, force(d, covering)) for d in there]
        in_force = tuple(d for d, f in standing if f.status is ForceStatus.IN_FORCE)
        ended = tuple(d for d, f in standing if f.open_end)
        others = tuple(d for d in there if d not in (*in_force, *ended))
        for d in there:
            if d.id not in named_by:
                named_by[d.id] = [w for n in norms(d) for cond in (n.scope, n.condition) for w in withins(cond)]
        named = [roles.get(w.subject) in w.values for d in there for w in named_by[d.id]]
        joins = tuple(
            roles.get(a) is not None and roles.get(a) == roles.get(b) for a in PLACE_ROLES for b in PLACE_ROLES
        )
        known = tuple(roles.get(r) is not None for r in PLACE_ROLES)
        deciding = tuple(tuple(d.id for d in of) for of in (in_force, ended, others))
        like = (deciding, tuple(named), joins, known)
        groups.setdefault(like, []).append(Place(code, (code,), roles, in_force, ended, others))
    return tuple(replace(p[0], codes=tuple(q.code for q in p)) for p in groups.values())


def withins(cond: ir.Cond) -> Iterator[ir.Within]:
    """The places that a condition names."""
    return (leaf for leaf in atoms(cond) if isinstance(leaf, ir.Within))


class Somewhere(msgspec.Struct, frozen=True):
    """A place left open: an integer variable that chooses one of the places."""

    name: str
    """The name of the variable."""
    places: tuple[Place, ...]
    """The places, by the value of the variable."""

    def at(self, index: int) -> t.Term:
        """That it is the place of this index."""
        return t.equals(self.name, index) if len(self.places) > 1 else t.TRUE

    def where(self, holds: Callable[[Place], bool]) -> t.Term:
        """That it is one of the places of which something holds."""
        chosen = [i for i, p in enumerate(self.places) if holds(p)]
        return t.TRUE if len(chosen) == len(self.places) else t.or_(self.at(i) for i in chosen)

    def bounds(self) -> t.Term:
        """That it is one of them."""
        return t.or_(self.at(i) for i in range(len(self.places)))

    def chosen(self, values: t.Values) -> Place:
        """The place in a model."""
        return self.places[int(values.get(self.name, 0)) if len(self.places) > 1 else 0]
