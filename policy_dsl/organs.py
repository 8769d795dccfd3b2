"""Organs (机关) that make determinations: individuals, naming patterns by kind, and who may determine what.

The types are part of the compiled vocabulary. `Organs` gives every organ of the regions held by its one full name; which of
the names that people write means which organ, the intake says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal

import msgspec
from msgspec.structs import replace

if TYPE_CHECKING:
    from policy_dsl.vocabulary import Region

OrganLevel = Literal["省", "市", "县", "市县", "制定"]
"""Relative to the place determined of: of its province, its pooling region, its county, of either of these two; or the
issuers of the document determined of."""

INTERNAL: Final = ("处", "科", "股", "室", "处室", "科室", "办公室", "党组", "党委", "工作组", "专班")
"""How the names of departments within an organ end: they determine nothing in their own name."""
TOWNS: Final = ("街道办事处", "镇人民政府", "乡人民政府")
"""How organs of towns are called, which no region of ours names."""


class OrganKind(msgspec.Struct, frozen=True, omit_defaults=True):
    """A kind of organ by its competence; a region has at most one, named by the pattern <region><name>."""

    label: str
    """What such organs are called together: 医疗保障行政部门."""
    iri: str
    """Its IRI."""
    name: str
    """What follows the name of the region: 医疗保障局."""
    definition: str = ""
    """What it is."""
    provincial: str = ""
    """What follows the name of a province, where that is another."""
    names: tuple[str, ...] = ()
    """Other ways to write it, longest first."""
    source: str = ""
    """A clause that names such an organ."""
    note: str = ""
    """How far the official texts bear the pattern, and what is inferred."""


class Organ(msgspec.Struct, frozen=True, omit_defaults=True):
    """An organ: its one full name, its kind (the label), the region whose it is."""

    name: str
    """Its full name."""
    kind: str
    """The label of its kind; empty: an issuer of a document of whom no more is known."""
    region: str
    """The code of its region; empty: of a town."""
    aliases: tuple[str, ...] = ()
    """Other names of it."""
    former: tuple[str, ...] = ()
    """Names that it bore before it was renamed."""
    office_of: str = ""
    """Of an office that issues documents in its own name: the organ to which it belongs."""
    within: str = ""
    """Of a department: the organ within which it is."""
    iri: str = ""
    """Its IRI, where it is an individual of the ontology."""
    source: str = ""
    """The clause that names it."""
    note: str = ""
    """What is inferred of it."""


class Bearer(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who may make determinations, by label, kinds of organ and level."""

    agent: str
    """The bearer, by label."""
    kinds: tuple[str, ...]
    """The kinds of organ that bearer is."""
    level: OrganLevel
    """Of which level."""


class Authority(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who makes a determination, and on which words or reading that rests."""

    agent: str
    """The bearer, by label: 市级医保行政部门, 文件制定机关."""
    kinds: tuple[str, ...]
    """The kinds of organ that bearer is; empty for the issuers of a document."""
    level: OrganLevel
    """Of which level."""
    region: str = ""
    """The code of the region for which this holds; empty: everywhere."""
    clause: str = ""
    """The clause that names the organ; empty: no text does, and it is inferred."""
    quote: str = ""
    """Its words."""
    readings: tuple[str, ...] = ()
    """The readings by which the organ is inferred: document/name; of a determination of a document its name alone, which
    the document itself registers."""
    note: str = ""
    """Why it is inferred, where no reading is registered."""
    otherwise: Bearer | None = None
    """Who makes it under the alternative of the readings; None: no one bearer is said."""

    def turned(self) -> Authority:
        """The same under the alternative of its readings."""
        if self.otherwise is None:
            return self
        other = self.otherwise
        return replace(self, agent=other.agent, kinds=other.kinds, level=other.level, otherwise=None)

    def own_readings(self, document: str) -> tuple[str, ...]:
        """The names of the readings of a document (its id) by which the organ is inferred."""
        apart = (name.rpartition("/") for name in self.readings)
        return tuple(name for of, _, name in apart if of in (document, ""))

    @property
    def named(self) -> bool:
        """Whether the text names the organ, so that no other's determination counts."""
        return bool(self.clause)


class Organs:
    """The organs of the regions held, by full name; nothing is worked out before somebody asks."""

    def __init__(self, kinds: Iterable[OrganKind], individuals: Iterable[Organ], regions: Mapping[str, Region]) -> None:
        self.kinds = {kind.label: kind for kind in kinds}
        self.individuals = {organ.name: organ for organ in individuals}
        self._of = {(organ.kind, organ.region): organ for organ in self.individuals.values()}
        self._regions = regions

    @cached_property
    def places(self) -> dict[str, Region]:
        """What the full names of a region's organs begin with: a district is named with its city, 青岛市崂山区."""
        names = [region.name for region in self._regions.values()]
        places: dict[str, Region] = {}
        for region in self._regions.values():
            if region.level != "area":
                above = self._regions.get(region.parent)
                with_city = region.level == "county" and (region.name.endswith("区") or names.count(region.name) > 1)
                places[above.name + region.name if with_city and above is not None else region.name] = region
        return places

    @cached_property
    def places_by_code(self) -> dict[str, str]:
        """By the code of a region, what the full names of its organs begin with."""
        return {region.code: place for place, region in self.places.items()}

    def of(self, kind: str, region: str) -> Organ:
        """The organ of a kind (label) and region (code): the individual, or what the naming pattern gives."""
        organ = self._of.get((kind, region))
        if organ is None:
            pattern = self.kinds[kind]
            provincial = self._regions[region].level == "province" and pattern.provincial
            organ = Organ(self.places_by_code[region] + (provincial or pattern.name), kind, region)
            self._of[kind, region] = organ
        return organ

    def get(self, name: str) -> Organ | None:
        """The organ of a full name: one of a region, a department within such a one, or an organ of a town."""
        organ = self._of_region(name)
        if organ is not None:
            return organ
        if name.endswith(TOWNS):
            return Organ(name, "人民政府", "")
        if name.endswith(INTERNAL):
            wholes = (self._of_region(name[:length]) for length in range(len(name) - 1, 3, -1))
            whole = next((w for w in wholes if w is not None), None)
            return None if whole is None else Organ(name, whole.kind, whole.region, within=whole.name)
        return None

    def _of_region(self, name: str) -> Organ | None:
        organ = self.individuals.get(name)
        if organ is not None:
            return organ
        for kind in self.kinds.values():
            for ending in (kind.name, kind.provincial):
                region = self.places.get(name.removesuffix(ending)) if ending and name.endswith(ending) else None
                if region is not None and self.of(kind.label, region.code).name == name:
                    return self.of(kind.label, region.code)
        return None
