"""A comparison in the order in which people read it: pairs, groups of institutions, examples, clauses that decide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Final

import msgspec

from reasoner.analysis.application_form import ApplicationForm
from reasoner.analysis.rule_set import AFTER, BEFORE
from reasoner.compare.relation_kinds import DifferenceKind, Relation
from reasoner.compare.report.view_facts import Fact, SideDocument
from reasoner.compare.result import BOTH_SILENT, Both, Comparison, RelationByForce
from reasoner.model.kinds import Outcome
from reasoner.model.verdict import Verdict

_AS_USED: Final = "所采理解"

_LONG_TITLE: Final = 16
_OF_EXAMPLES: Final = ("比较用:", "认定机关未写明:")


class Cited(msgspec.Struct, frozen=True):
    """A clause at work on a side. Versions may word one clause differently."""

    clause: str
    """Its address with the document: `document/3.1.p2`."""
    rule: str
    """The name of the rule in it."""
    document: str
    """The title of its document."""
    number: str
    """The document's number; empty where it has none."""
    place: str
    """Its place in words."""
    quote: str
    """Its official text, verbatim."""
    start: int
    """Where it begins in its document: the order of clauses."""
    label: str = ""
    """The label of what the rule leads to by itself."""
    limit: str = ""
    """The limit of the rule in a few words (床位使用率低于75%), where it has one."""

    @property
    def address(self) -> str:
        """Where it stands in its document, as programs say it: 3.1.p2."""
        return self.clause.partition("/")[2]

    @property
    def key(self) -> tuple[str, str]:
        """What tells one text of one clause from all others."""
        return self.clause, self.quote


class Half(msgspec.Struct, frozen=True, kw_only=True):
    """What one side says of an application."""

    side: str
    """The name of the side, short."""
    place: str
    """The name of the place where the institution lies for it."""
    outcome: Outcome
    """What it comes to."""
    label: str
    """The outcome in the words of the decisive clauses."""
    deciding: tuple[Cited, ...]
    """The clauses that decide; none where nothing stands against it."""
    verdict: Verdict
    """The verdict."""
    several: bool = False
    """Whether the side has several documents, so that a place in one is named with its title."""
    looked_at: tuple[Cited, ...] = ()
    """The other clauses of which the reasons speak."""
    guided: str = ""
    """Whose guidance the side rests on, and to whom that is addressed, in a phrase; empty: it rests on none."""
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


class Kinds(msgspec.Struct, frozen=True):
    """Kinds of institutions that the rules cannot tell apart."""

    names: tuple[str, ...]
    """Their labels."""
    whole: bool
    """Whether these are all kinds that may ask for the matter."""
    complete: bool = True
    """Whether the solver answered everything about them in time."""


class Example(msgspec.Struct, frozen=True):
    """An application on which the sides differ."""

    number: int
    """Its number among all examples."""
    kind: DifferenceKind
    """How the sides differ."""
    a: Half
    """What the first side says."""
    b: Half
    """What the second side says."""
    facts: tuple[Fact, ...]
    """The facts of the application in words."""
    application: ApplicationForm
    """The application."""
    of: Kinds
    """For which kinds of institutions it stands."""
    beside: bool = False
    """Whether an amended rule decides here beside another clause that stands first, where an example without that one
    shows the same.
    """

    @property
    def unusual(self) -> tuple[Fact, ...]:
        """The facts that are not as usual."""
        return tuple(f for f in self.facts if f.unusual)


class Spoken(msgspec.Struct, frozen=True, kw_only=True):
    """A rule of a side on a matter on which the other side is silent."""

    side: str
    """The name of the side, short."""
    cited: Cited
    """Its clause."""
    text: str
    """The rule told back."""
    reaches: bool
    """Whether it reaches the kinds of institutions."""
    restrains: bool
    """Whether it restrains."""
    required: str = ""
    """What it asks for, where it is a condition and no restriction: 须已定点、资质合规."""


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """A matter and kinds of institutions, with what is said of all of them."""

    matter: str
    """The matter, by label."""
    of: Kinds
    """The kinds of institutions."""
    relation: Relation
    """How the sides relate."""
    label: str
    """The same in words, with the short names of the sides."""
    why: str
    """Why nothing is compared, and what else is to be known."""
    examples: tuple[Example, ...]
    """The examples."""
    silent: bool
    """Whether a side has no rule in force on the matter that decides, or none for these kinds, so that nothing is compared."""
    unreached: tuple[str, ...] = ()
    """The names of the sides that are silent because none of their rules reaches these kinds."""
    spoken: tuple[Spoken, ...] = ()
    """Where one side is silent: the rules of the other."""
    silence: tuple[str, ...] = ()
    """Which sides are silent, in a few words each: 河南省没有可供核对的规定."""
    doubtful: tuple[str, ...] = ()
    """The names of the sides that rest on documents of unknown force alone."""
    turning: tuple[str, ...] = ()
    """The kinds for which the relation would be another under another reading, as far as that was asked."""
    by_force: tuple[RelationByForce, ...] = ()
    """Where the relation depends on documents of unknown force: each way, with the names of the sides as they are."""

    @property
    def complete(self) -> bool:
        """Whether the solver answered everything in time."""
        return self.of.complete

    @property
    def both_silent(self) -> bool:
        """Whether neither side has a rule in force on the matter."""
        return self.silent and self.label.startswith(BOTH_SILENT)


class View(msgspec.Struct, frozen=True, dict=True):
    """Two sides on a day."""

    comparison: Comparison
    """The comparison."""
    blocks: tuple[Block, ...]
    """Its matters and groups of institutions."""
    region: str
    """The name of the one place that both sides govern; empty where they govern two."""
    documents: Both[tuple[SideDocument, ...]]
    """The documents of each side."""
    judged: tuple[Cited, ...] = ()
    """The clauses that rest on judgements, as far as the rule base has them."""
    glosses: tuple[str, ...] = ()
    """The places of the examples that have a name in use beside their own: 黄岛区(西海岸新区)."""
    nested: tuple[str, str] | None = None
    """The names of the inner and the outer region, where one of two regions lies within the other."""
    question: str = ""
    """What was asked beside the sides, as the command line takes it: --matter 新增购买住院床位 --as-of 2025-12-31."""
    rests: Mapping[tuple[str, str], tuple[str, ...]] = {}
    """On which readings amended rules rest, in sentences, by clause and name of the rule."""

    @property
    def short_names(self) -> tuple[str, str]:
        """The names of the sides, short."""
        return short_names(self.comparison)

    @property
    def a(self) -> str:
        """The name of the first side, short."""
        return self.short_names[0]

    @property
    def b(self) -> str:
        """The name of the second side, short."""
        return self.short_names[1]

    @property
    def names(self) -> tuple[str, str]:
        """The names in full."""
        return self.comparison.names.each

    @property
    def day(self) -> str:
        """The day whose rules are compared."""
        return self.comparison.as_of

    @property
    def one_place(self) -> bool:
        """Whether both sides are texts for one place: versions, readings, documents."""
        return self.comparison.one_place

    @property
    def reread(self) -> bool:
        """Whether the sides are two readings of one document."""
        return self.one_place and (self.comparison.a == _AS_USED or self.comparison.reading is not None)

    @property
    def changed(self) -> bool:
        """Whether one side is the other changed: an amendment, or another reading; not two documents for one place."""
        return self.reread or (self.one_place and set(self.names) == {BEFORE, AFTER})

    @cached_property
    def matters(self) -> dict[str, tuple[Block, ...]]:
        """The blocks by matter."""
        by_matter: dict[str, tuple[Block, ...]] = {}
        for block in self.blocks:
            by_matter[block.matter] = (*by_matter.get(block.matter, ()), block)
        return by_matter

    @property
    def examples(self) -> tuple[Example, ...]:
        """The examples in their order."""
        return tuple(e for block in self.blocks for e in block.examples)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the verdicts warn of, each once, but that one side is asked as if the institution lay there, that nobody is
        said to have determined what an example supposes, and what is told with the documents.
        """
        warnings = (w for e in self.examples for half in (e.a, e.b) for w in half.verdict.warnings)
        known = {note for of in self.documents.each for d in of for note in d.notes}
        return tuple(dict.fromkeys(w for w in warnings if not w.startswith(_OF_EXAMPLES) and w not in known))


def short_names(comparison: Comparison) -> tuple[str, str]:
    """Names of the sides that may stand in every line: without a remark in brackets, long titles cut, still different."""
    full = comparison.names.each
    short = _short(full[0]), _short(full[1])
    return short if short[0] != short[1] else full


def _short(name: str) -> str:
    if name.startswith("《"):
        return name if len(name) <= _LONG_TITLE else f"{name[:_LONG_TITLE]}…》"
    return name.partition("(")[0] or name


def cited(views: Iterable[View]) -> tuple[Cited, ...]:
    """Every clause that decides an example, each text once, in the order of the examples."""
    halves = (half for view in views for e in view.examples for half in (e.a, e.b))
    return tuple({c.key: c for half in halves for c in half.deciding}.values())


def quoted(views: Iterable[View]) -> tuple[Cited, ...]:
    """Every clause that is cited at all, each text once: those that decide, those of which reasons speak, those of a side
    that speaks alone, those that rest on judgements.
    """
    views = list(views)
    halves = (half for view in views for e in view.examples for half in (e.a, e.b))
    listed = [
        *cited(views),
        *(c for half in halves for c in half.looked_at),
        *(s.cited for view in views for block in view.blocks for s in block.spoken),
        *(c for view in views for c in view.judged),
    ]
    return tuple({c.key: c for c in listed}.values())
