"""The terms that rules, applications and people share, in the compiled form that run time reads.

The ontology (Turtle) is the source; `ontology_compile` turns it into the data that `Vocabulary` wraps.
No RDF library is needed here.
"""

from __future__ import annotations

from functools import cached_property
from typing import Final, Literal

import msgspec

from policy_dsl.ir import RESTRICTING, Effect, Likeness, Strength
from policy_dsl.organs import Authority, Organ, OrganKind, Organs
from policy_dsl.region_table import RegionTable

NATION: Final = "100000"
"""The code of the nation (GB/T 2260); what it issued reaches every region."""
RegionLevel = Literal["nation", "province", "prefecture", "county", "area"]


class Term(msgspec.Struct, frozen=True, omit_defaults=True):
    """A named thing of the ontology.

    kind: fact · matter · type (of facility) · class (of facilities) · value · agent · provider · role · unit ·
    nature (of a clause) · topic · enquiry (what a question asks for) · unregulated (what no held text speaks of) · named
    (a document that held texts name) · usage (a word in which texts describe a state of things) · asking (words in which a
    question is put). Labels are unique among all kinds.
    words: other words by which official texts call it (skos:altLabel and wordings), longest first, used for alignment.
    For facts: `subject` says whose it is (申请, 机构, 地区, 镇街, 文件); `datatype` is ratio, count, boolean, category,
    text or date; `unit` e.g. 张, 人(常住人口), 1; `provider` is 申请人, 本局, 其他部门, 现场核查 or 有权机关认定; `proof` is
    what proves it; `burden` is true where silence counts as not claimed; `values` are the allowed values of a category.
    """

    label: str
    iri: str
    kind: str
    definition: str = ""
    words: tuple[str, ...] = ()
    spoken: tuple[str, ...] = ()
    """How people call it when they ask (tl:spoken), longest first; never held against an official text."""
    written: tuple[str, ...] = ()
    """How people write it in applications (tl:writtenAs), in the order of characters; of a class, its types are meant."""
    source: str = ""
    subject: str = ""
    datatype: str = ""
    unit: str = ""
    provider: str = ""
    proof: str = ""
    burden: bool = False
    reach: bool = False
    """Of a fact: whether it says whom a rule reaches; any other says when a rule applies."""
    multiple: bool = False
    forecast: bool = False
    planned: bool = False
    """Of a figure: a plan fixed it for a whole period, in which it holds from the first day."""
    values: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    """For a class: the facility types in it. For a matter: the types that may ask for it. For a topic: its facts.
    For a named document: the types and matters of which it speaks. For what no held text speaks of: the named documents in
    which it may stand, and the facts that are nearest to it."""
    code: str = ""
    """For a nature: its code in the clause ledger (restriction, cap …)."""
    basis: str = ""
    """The law, rule or standard behind the definition, as it is cited."""
    authority: str = ""
    """Of a fact that somebody must determine or assess: the agent who does."""
    authorities: tuple[Authority, ...] = ()
    """Of such a fact: whose determination counts, region by region, and on what that rests."""
    minimum: str = ""
    maximum: str = ""
    """Of a number: the bounds (inclusive) beyond which it is an error of input, those of its kind of number where the fact
    has none of its own; empty where there is none.
    """
    digits: int = 0
    places: int = 0
    """Of a number: how many digits may stand before and behind its point."""
    changed_by: str = ""
    """Of a fact: who could change it: 申请人, 区域, 有权机关, or 不可改变."""
    changed_through: str = ""
    """Of a fact: by doing what they could: 另选地址, 另行举证, 提请认定 …; empty for what nobody can change alone."""
    changed_to: str = ""
    """Of a figure that somebody could work on: in which direction alone that is advice (降低 or 提高); empty: either."""
    part_of: tuple[str, ...] = ()
    """Of a count: those of which it is a part, of one subject on one day; it cannot be greater."""
    adds_up: bool = False
    """Of a count: whether the numbers of places add up to that of the region around them; none of them can be greater."""
    note: str = ""
    """What the texts leave open about it, and how it is taken here."""
    yes_no: bool = False
    """Of a fact of several values: whether 是 and 否 alone are read, too: 是 means what its matter adds to, 否 none."""
    adds: tuple[str, ...] = ()
    """Of a matter: the services that it adds; who holds them all already has nothing to ask for."""
    adds_to: str = ""
    """Of a matter: the service held to which it adds: what 是 means there; empty where it adds a service to none."""
    not_of: tuple[str, ...] = ()
    """Of a value: the types of which it cannot be said, by its definition."""

    @property
    def is_figure(self) -> bool:
        """Whether it is a number that is counted for a place on a day or for a period (指标)."""
        return self.datatype in ("ratio", "count") and self.subject not in ("申请", "机构")


class Region(msgspec.Struct, frozen=True, omit_defaults=True):
    """An administrative division (GB/T 2260 code) or a management area (its own key, e.g. 370200-sbj).

    level: nation, province, prefecture, county or area. `parent` is the code above; for an area its prefecture.
    `members` of an area are the county codes it joins.
    """

    code: str
    name: str
    level: RegionLevel
    parent: str = ""
    aliases: tuple[str, ...] = ()
    spoken: tuple[str, ...] = ()
    """Names that it no longer has, or that of a part of it: for questions alone, no application may use them."""
    written: tuple[str, ...] = ()
    """Names by which applications may call it and that are announced: those it had before."""
    members: tuple[str, ...] = ()
    iri: str = ""
    definition: str = ""
    source: str = ""
    note: str = ""
    """Of a management area: what it is, the clause that names it, and what about it is inferred; of a place that the texts
    call by another name: why both are one."""
    text_name: str = ""
    """The name by which the texts call it, where that is not its own: 西海岸新区 for 黄岛区."""


class FigurePair(msgspec.Struct, frozen=True, omit_defaults=True):
    """Two figures that rules compare, and what they must have in common before they may be (semantics §3)."""

    figures: tuple[str, str]
    """The labels of both, in the order of the terms; one label twice where figures of two places are compared."""
    likeness: Likeness
    """What they must have in common."""
    definition: str
    """Why."""
    source: str = ""
    """The clause that compares them."""


class Consequence(msgspec.Struct, frozen=True):
    """What may follow from a rule."""

    effect: Effect
    strength: Strength
    kind: str
    """The word with which such a rule begins: 规则, 上限, 优先 …"""
    label: str
    """How it is told: 原则上不予新增."""
    iri: str = ""
    """Its individual in the ontology."""


class EffectWord(msgspec.Struct, frozen=True, omit_defaults=True):
    """A word that a rule has behind 则, and what follows from it."""

    label: str
    effect: Effect
    strength: Strength
    kind: str
    """The word with which such a rule begins."""
    consequence: str
    """How what follows is told."""
    forms: tuple[str, ...]
    """The words of official texts that carry it, longest first."""
    definition: str
    in_principle: bool = False
    """Whether it stands behind 原则上, and there alone."""
    basis: str = ""
    """Of a word added later: why it has this consequence; rules that use it rest on a reading that says so."""
    alternative: str = ""
    """Of such a word: how else it could be taken."""
    confirmed_by: str = ""
    """Of such a word: who confirmed what it means; empty: nobody has."""
    iri: str = ""
    """Its individual in the ontology, or among the names of a bureau's own rule base."""


class VocabularyData(msgspec.Struct, frozen=True):
    """The compiled ontology: every term in the order of kinds, every region in that of codes, every pair of figures, every
    consequence of rules, and the words that state one.
    """

    terms: tuple[Term, ...]
    regions: tuple[Region, ...]
    pairs: tuple[FigurePair, ...] = ()
    organ_kinds: tuple[OrganKind, ...] = ()
    """The kinds of organs, each with the pattern of their names."""
    organs: tuple[Organ, ...] = ()
    """The organs that are individuals of the ontology."""
    consequences: tuple[Consequence, ...] = ()
    effect_words: tuple[EffectWord, ...] = ()


class TermTable(dict[str, Term]):
    """Terms by label. A table is like none but itself, so that what is said with its terms can be remembered by it."""

    __slots__ = ()

    __hash__ = object.__hash__  # type: ignore[assignment]  # a vocabulary never changes
    __eq__ = object.__eq__


_ALIKE: Final = tuple(map(frozenset, ({"type", "class"}, {"fact"}, {"matter"}, {"agent"}, {"value"})))
"""Kinds of terms that a reader could take for one another."""


class Vocabulary:
    """Terms by label, regions by code, and the questions that rules and inputs ask of them."""

    def __init__(self, data: VocabularyData) -> None:
        self.data = data
        self._chains: dict[str, tuple[str, ...]] = {}
        self._longer_names: dict[str, tuple[str, ...]] = {}

    @cached_property
    def terms(self) -> dict[str, Term]:
        """Every term by its label."""
        return {t.label: t for t in self.data.terms}

    @cached_property
    def regions(self) -> RegionTable:
        """Every region and management area by its code."""
        return RegionTable((r.code, r) for r in self.data.regions)

    def of_kind(self, kind: str) -> dict[str, Term]:
        """The terms of one kind, in the order of the ontology."""
        return dict(self._kinds.get(kind, {}))

    @cached_property
    def _kinds(self) -> dict[str, dict[str, Term]]:
        kinds: dict[str, dict[str, Term]] = {}
        for label, term in self.terms.items():
            kinds.setdefault(term.kind, {})[label] = term
        return kinds

    def longer_names(self, term: Term) -> tuple[str, ...]:
        """The names of other terms that a reader could take for this one, and that contain a name of it: 院护床位使用率
        contains 床位使用率. Sorted.
        """
        names = self._longer_names.get(term.label)
        if names is None:
            forms = (term.label, *term.words)
            group = next((g for g in _ALIKE if term.kind in g), frozenset[str]())
            others = (
                t for t in self.terms.values() if t.kind in group and t.datatype == term.datatype and t is not term
            )
            longer = {w for t in others for w in (t.label, *t.words) if w not in forms and any(f in w for f in forms)}
            names = self._longer_names[term.label] = tuple(sorted(longer))
        return names

    @cached_property
    def consequences(self) -> dict[tuple[Effect, Strength], str]:
        """How what follows from a rule is told, by its effect and strength."""
        return {(c.effect, c.strength): c.label for c in self.data.consequences}

    @cached_property
    def askers(self) -> dict[str, tuple[str, ...]]:
        """By matter the kinds of institutions that may ask for it."""
        return {m.label: m.members for m in self.matters.values()}

    @cached_property
    def effect_words(self) -> dict[str, EffectWord]:
        """The words that a rule may have behind 则, by label."""
        return {word.label: word for word in self.data.effect_words}

    @cached_property
    def deciding(self) -> frozenset[str]:
        """The wordings of official texts that decide on admission: those that restrict, or free from restrictions."""
        effects = (*RESTRICTING, Effect.EXEMPT)
        return frozenset(form for w in self.data.effect_words if w.effect in effects for form in w.forms)

    @cached_property
    def facts(self) -> TermTable:
        """The fact terms by label."""
        return TermTable(self.of_kind("fact"))

    @cached_property
    def parts(self) -> tuple[tuple[str, str], ...]:
        """Part and whole of counts, by label: of one subject on one day a part cannot be greater."""
        return tuple((t.label, whole) for t in self.facts.values() for whole in t.part_of)

    @cached_property
    def limited(self) -> frozenset[str]:
        """The counts that cannot be greater than some other figure, by label."""
        return frozenset(t.label for t in self.facts.values() if t.part_of or t.adds_up)

    @cached_property
    def summed(self) -> frozenset[str]:
        """These, and the figures that they cannot be greater than."""
        return self.limited.union(whole for _, whole in self.parts)

    @cached_property
    def matters(self) -> dict[str, Term]:
        """The matters by label; `members` are the facility types that may ask for them."""
        return self.of_kind("matter")

    @cached_property
    def types(self) -> dict[str, Term]:
        """The facility types by label."""
        return self.of_kind("type")

    def meant_by_yes(self, matter: str) -> tuple[str, ...] | None:
        """Which of several services 是 alone means where a matter is asked for: that to which it adds; None: unknown."""
        term = self.matters.get(matter)
        return (term.adds_to,) if term is not None and term.adds_to else None

    def likeness(self, one: str, other: str) -> Likeness | None:
        """What figures of these labels must have in common to be compared; None where the ontology does not say."""
        return self._likenesses.get(frozenset((one, other)))

    @cached_property
    def _likenesses(self) -> dict[frozenset[str], Likeness]:
        return {frozenset(p.figures): p.likeness for p in self.data.pairs}

    @cached_property
    def organs(self) -> Organs:
        """The organs of the regions held."""
        return Organs(self.data.organ_kinds, self.data.organs, self.regions)

    def unit_named(self, name: str) -> Term | None:
        """The unit of that label or wording (参保人 is 人(参保人口)); None where there is none."""
        return self._units.get(name)

    @cached_property
    def _units(self) -> dict[str, Term]:
        units = self.of_kind("unit").values()
        return {word: t for t in units for word in t.words} | {t.label: t for t in units}

    @cached_property
    def _by_name(self) -> dict[str, tuple[Region, ...]]:
        regions_by_name: dict[str, list[Region]] = {}
        for region in self.regions.values():
            for name in (region.code, region.name, *region.aliases):
                if region not in regions_by_name.setdefault(name, []):
                    regions_by_name[name].append(region)
        return {name: tuple(regions) for name, regions in regions_by_name.items()}

    def find_regions(self, name: str) -> tuple[Region, ...]:
        """All regions of that name, alias or code: none where unknown, several where two prefectures share a name."""
        return self._by_name.get(name.strip(), ())

    def region_names(self) -> list[str]:
        """Every name by which a region may be called, for suggestions."""
        return list(self._by_name)

    def chain(self, code: str) -> tuple[str, ...]:
        """The code and those above it: county, prefecture, province."""
        chain = self._chains.get(code)
        if chain is None:
            chain = self._chains[code] = (code, *self.chain(self.regions[code].parent)) if code else ()
        return chain

    def around(self, code: str) -> tuple[str, ...]:
        """The regions whose documents reach a place: itself, those above it, and the nation."""
        return (*self.chain(code), NATION)

    def full_name(self, code: str) -> str:
        """The name with those above it: 山东省青岛市城阳区."""
        return "".join(self.regions[c].name for c in reversed(self.chain(code)))

    def is_above(self, head: str, region: Region) -> bool:
        """Whether a text names regions above a region, the highest first: 山东省青岛市, 青岛."""
        for level in (self.regions[c] for c in self.chain(region.code)[1:]):
            for name in (level.name, *level.aliases):
                if head == name or (head.endswith(name) and self.is_above(head.removesuffix(name), level)):
                    return True
        return False

    def area_of(self, county: str) -> Region | None:
        """The management area that a county belongs to; None where none is defined."""
        return self._areas.get(county)

    @cached_property
    def _areas(self) -> dict[str, Region]:
        return {m: r for r in self.regions.values() if r.level == "area" for m in r.members}
