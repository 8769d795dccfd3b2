"""A comparison in the order in which people read it: pairs, groups of institutions, examples, clauses that decide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from reasoner.compare.report.shapes import Fact, Held

Data = Mapping[str, Any]

BOTH: Final = "双方"
"""How the label begins where both sides are silent."""

_VERSIONS: Final = {"修改前", "修改后"}
_AS_USED: Final = "现用读法"

_LONG_TITLE: Final = 16


@dataclass(frozen=True, slots=True)
class Cited:
    """A clause at work on a side, with the name of its rule, the label of what that rule says by itself, and its limit in a
    few words (床位使用率低于75%), where it has one. Versions may word one clause differently.
    """

    clause: str
    rule: str
    document: str
    number: str
    place: str
    quote: str
    start: int
    """Where it begins in its document: the order of clauses."""
    label: str = ""
    limit: str = ""

    @property
    def address(self) -> str:
        """Where it stands in its document, as programs say it: 3.1.p2."""
        return self.clause.partition("/")[2]

    @property
    def key(self) -> tuple[str, str]:
        """What tells one text of one clause from all others."""
        return self.clause, self.quote


@dataclass(frozen=True, slots=True)
class Half:
    """What one side says of an application, at which place; no clauses decide where nothing was found against it."""

    side: str
    place: str
    outcome: str
    label: str
    deciding: tuple[Cited, ...]
    unreached: bool
    verdict: Data
    several: bool = False
    """Whether the side has several documents, so that a place in one is told with its title."""
    looked_at: tuple[Cited, ...] = ()
    """The other clauses of which the reasons speak."""
    guided: bool = False
    """Whether the side rests on guidance to the cities."""
    code: str = ""
    """The code of the place, as `check --under` takes it."""

    @property
    def first(self) -> Cited | None:
        """The clause that the example is there for."""
        return self.deciding[0] if self.deciding else None

    @property
    def named(self) -> tuple[Cited, ...]:
        """The clauses named wherever the difference is told in short: that one; all of them where it does not by itself say
        what they lead to together (a conflict, 暂不 beside 不得).
        """
        return self.deciding[:1] if self.deciding[:1] and self.deciding[0].label == self.label else self.deciding


@dataclass(frozen=True, slots=True)
class Example:
    """An application on which the sides differ, and for which kinds of institutions alike. `kind` is that of the data:
    a_proceeds, b_proceeds or strength.
    """

    number: int
    kind: str
    a: Half
    b: Half
    facts: tuple[Fact, ...]
    application: Data
    of: Kinds
    beside: bool = False
    """Whether an amended rule decides here beside another clause that stands first, where an example without that one
    shows the same.
    """

    @property
    def unusual(self) -> tuple[Fact, ...]:
        """The facts that are not as usual."""
        return tuple(f for f in self.facts if f.unusual)


@dataclass(frozen=True, slots=True)
class Kinds:
    """Kinds of institutions that the rules cannot tell apart. `whole`: all kinds that may ask for the matter; `complete`:
    whether the solver answered everything about them in time.
    """

    names: tuple[str, ...]
    whole: bool
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Spoken:
    """A rule of a side on a matter on which the other side is silent, and whether it reaches the kinds of institutions."""

    side: str
    cited: Cited
    text: str
    reaches: bool
    restrains: bool
    required: str = ""
    """What it asks for, where it is a condition and no restriction: 须已定点、资质合规."""


@dataclass(frozen=True, slots=True)
class Block:
    """A matter and kinds of institutions, with what is said of all of them."""

    matter: str
    of: Kinds
    relation: str
    label: str
    why: str
    examples: tuple[Example, ...]
    silent: bool
    """Whether a side has no rule in force on the matter, or none for these kinds, so that nothing is compared."""
    unreached: tuple[str, ...] = ()
    """The names of the sides none of whose rules reaches these kinds."""
    spoken: tuple[Spoken, ...] = ()
    """Where one side is silent: the rules of the other."""
    silence: tuple[str, ...] = ()
    """Which sides are silent, in a few words each: 河南省没有可据以研判的规定."""
    doubtful: tuple[str, ...] = ()
    """The names of the sides that rest on documents of unknown force alone."""
    turning: tuple[str, ...] = ()
    """The kinds for which the relation would be another under another reading, as far as that was asked."""

    @property
    def complete(self) -> bool:
        """Whether the solver answered everything in time."""
        return self.of.complete

    @property
    def both_silent(self) -> bool:
        """Whether neither side has a rule in force on the matter."""
        return self.silent and self.label.startswith(BOTH)


@dataclass(frozen=True)
class View:
    """Two sides on a day."""

    data: Data
    blocks: tuple[Block, ...]
    region: str
    """The name of the one place that both sides govern; empty where they govern two."""
    held: tuple[tuple[Held, ...], tuple[Held, ...]]
    """The documents of each side."""
    judged: tuple[Cited, ...] = ()
    """The clauses that rest on judgements, as far as the rule base has them."""
    glosses: tuple[str, ...] = ()
    """The places of the examples that have a name in use beside their own: 黄岛区(西海岸新区)."""
    nested: tuple[str, str] | None = None
    """The names of the inner and the outer region, where one of two regions lies within the other."""
    question: str = ""
    """What was asked beside the sides, as the command line takes it: --matter 新增购买住院床位 --as-of 2025-12-31."""
    rests: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    """On which readings amended rules rest, in sentences, by clause and name of the rule."""

    @property
    def a(self) -> str:
        """The name of the first side, short."""
        return short_names(self.data)[0]

    @property
    def b(self) -> str:
        """The name of the second side, short."""
        return short_names(self.data)[1]

    @property
    def names(self) -> tuple[str, str]:
        """The names in full."""
        return str(self.data["a"]), str(self.data["b"])

    @property
    def day(self) -> str:
        """The day whose rules are compared."""
        return str(self.data["as_of"])

    @property
    def one_place(self) -> bool:
        """Whether both sides are texts for one place: versions, readings, documents."""
        return bool(self.data["one_place"])

    @property
    def reread(self) -> bool:
        """Whether the sides are two readings of one document."""
        return self.one_place and (self.names[0] == _AS_USED or "reading" in self.data)

    @property
    def changed(self) -> bool:
        """Whether one side is the other changed: an amendment, or another reading; not two documents for one place."""
        return self.reread or (self.one_place and set(self.names) == _VERSIONS)

    @cached_property
    def matters(self) -> dict[str, tuple[Block, ...]]:
        """The blocks by matter."""
        found: dict[str, tuple[Block, ...]] = {}
        for block in self.blocks:
            found[block.matter] = (*found.get(block.matter, ()), block)
        return found

    @property
    def examples(self) -> tuple[Example, ...]:
        """The examples in their order."""
        return tuple(e for block in self.blocks for e in block.examples)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the verdicts warn of, each once, but that one side is asked as if the institution lay there, and what is
        told with the documents.
        """
        told = (w for e in self.examples for half in (e.a, e.b) for w in half.verdict["warnings"])
        known = {note for of in self.held for d in of for note in d.notes}
        return tuple(dict.fromkeys(w for w in told if not w.startswith("比较用:") and w not in known))


def short_names(data: Data) -> tuple[str, str]:
    """Names of the sides that may stand in every line: without a remark in brackets, long titles cut, still different."""
    full = str(data["a"]), str(data["b"])
    short = tuple(_short(n) for n in full)
    return (short[0], short[1]) if short[0] != short[1] else full


def _short(name: str) -> str:
    if name.startswith("《"):
        return name if len(name) <= _LONG_TITLE else f"{name[:_LONG_TITLE]}…》"
    return name.partition("(")[0] or name


def cited(found: Iterable[View]) -> tuple[Cited, ...]:
    """Every clause that decides an example, each text once, in the order of the examples."""
    halves = (half for view in found for e in view.examples for half in (e.a, e.b))
    return tuple({c.key: c for half in halves for c in half.deciding}.values())


def quoted(found: Iterable[View]) -> tuple[Cited, ...]:
    """Every clause that is cited at all, each text once: those that decide, those of which reasons speak, those of a side
    that speaks alone, those that rest on judgements.
    """
    views = list(found)
    halves = (half for view in views for e in view.examples for half in (e.a, e.b))
    listed = [
        *cited(views),
        *(c for half in halves for c in half.looked_at),
        *(s.cited for view in views for block in view.blocks for s in block.spoken),
        *(c for view in views for c in view.judged),
    ]
    return tuple({c.key: c for c in listed}.values())
