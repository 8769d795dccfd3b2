"""The proof of a verdict: for each rule the tree of its conditions, with what was read and the comparison that was made.

The nodes mirror those of `policy_dsl.ir` case by case; in JSON, `is` names the kind of a node.
"""

from __future__ import annotations

from typing import final

import msgspec

from policy_dsl.formats import Day, Period
from policy_dsl.ir import Effect, Operator, Strength
from reasoner.model.application import Evidence, Observation, provenance_words
from reasoner.model.kinds import AuthorityStatus, Origin, Status

# --- what was read ------------------------------------------------------------------------------------------


class AuthorityBasis(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who determines a fact, and the words or the reading on which that rests."""

    agent: str
    """The bearer as the texts call it: 市级医保行政部门."""
    organs: tuple[str, ...]
    """The full names of the organs of this place that it is; of a document all its issuers."""
    clause: str = ""
    """The clause that names the organ; empty: no text does, and it is inferred."""
    quote: str = ""
    """Its words."""
    readings: tuple[str, ...] = ()
    """The readings by which it is inferred: document/name."""
    note: str = ""
    """Why it is inferred, where no reading is registered."""


class FactFields(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A fact as it was read: its value, the day it speaks of, and its provenance as far as that was given."""

    fact: str
    """The term, by label."""
    of: str
    """Whose it is, as people call it: 城阳区, 机构, 申请."""
    period: Period = ""
    """Of a forecast: the period that the clause names. Of a figure that may not be compared: that of which it is asked for."""
    value: str | None
    """The value as people write it (74%, 71293, 是); None: unknown."""
    as_at: Period = ""
    """The day or period it speaks of; of a determination, when it was made; empty: undated."""
    starts: Day = ""
    """Of a determination about a document: from when (自); empty: not said."""
    ends: Day = ""
    """Of a determination about a document: until when (至), that day included; empty: not said."""
    origin: Origin | None
    """The kind of its source (来源类型); None: not given."""
    source: str | None
    """Its source in words; None: not given."""
    determined_by: tuple[str, ...] = ()
    """The organs that determined it."""
    standing: AuthorityStatus | None = None
    """Of a determination: what its organs are to the fact; None: nothing was determined, or by nobody in particular."""
    authority: AuthorityBasis | None = None
    """Of what an organ determines: which, and on what that rests."""
    confirmed_by: str = ""
    """Who confirmed it."""
    valid_until: Day = ""
    """The last day on which it may be used."""
    evidence: Evidence | None = None
    """What proves it."""
    assumed: str = ""
    """Nothing was given, and silence was taken for this: 未主张, 尚未定点."""
    apart: str = ""
    """Of a figure that may not be compared: the value that was given, undated or of another period (`as_at`)."""

    @property
    def provenance_words(self) -> str:
        """Source, organs and evidence in one phrase; empty where none was given."""
        return provenance_words(self.source, self.determined_by, self.evidence)


class CitedFact(FactFields, frozen=True, kw_only=True, omit_defaults=True):
    """A known fact that a verdict rests on, as its list of facts has it."""


@final
class FactRead(FactFields, frozen=True, kw_only=True, omit_defaults=True, tag_field="is", tag="fact"):
    """A fact at a leaf of a proof."""

    def cited(self) -> CitedFact:
        """The same fact for the list of facts."""
        return CitedFact(**msgspec.structs.asdict(self))


def fact_read(
    fact: str,
    of: str,
    value: str | None,
    observation: Observation | None,
    period: str = "",
    assumed: str = "",
    apart: str = "",
    *,
    standing: AuthorityStatus | None = None,
    authority: AuthorityBasis | None = None,
) -> FactRead:
    """The node of a fact with the provenance of the observation that counts; None: nothing known was given."""
    if observation is None:
        return FactRead(
            fact=fact,
            of=of,
            period=period,
            value=value,
            origin=None,
            source=None,
            assumed=assumed,
            standing=standing,
            authority=authority,
        )
    whence = observation.provenance
    return FactRead(
        fact=fact,
        of=of,
        period=period,
        value=value,
        as_at=observation.as_at,
        starts=observation.starts,
        ends=observation.ends,
        origin=whence.origin,
        source=whence.source,
        determined_by=whence.determined_by,
        confirmed_by=whence.confirmed_by,
        valid_until=whence.valid_until,
        evidence=whence.evidence,
        assumed=assumed,
        apart=apart,
        standing=standing,
        authority=authority,
    )


class Term(msgspec.Struct, frozen=True, tag_field="is", omit_defaults=True):
    """A part of an expression."""


@final
class Number(Term, frozen=True, tag="const"):
    """A number that the clause names."""

    const: str
    """As the text writes it."""
    number: str
    """Its exact value in digits."""


@final
class Product(Term, frozen=True, tag="times"):
    """A number times a fact."""

    times: tuple[Number, FactRead]
    """The number and the fact."""
    number: str = ""
    """The exact result in digits; empty: unknown."""


@final
class Total(Term, frozen=True, tag="sum"):
    """Expressions added up."""

    sum: tuple[Expression, ...]
    """What is added."""
    number: str = ""
    """The exact result in digits; empty: unknown."""


Expression = FactRead | Number | Product | Total

# --- conditions ---------------------------------------------------------------------------------------------


class Judged(msgspec.Struct, frozen=True, tag_field="is", omit_defaults=True):
    """A condition with its truth value."""

    status: Status
    """Whether it holds."""


@final
class And(Judged, frozen=True, tag="and"):
    """All of several conditions."""

    parts: tuple[Condition, ...]
    """The conditions, in the order of the rule."""


@final
class Or(Judged, frozen=True, tag="or"):
    """One of several conditions."""

    parts: tuple[Condition, ...]
    """The conditions, in the order of the rule."""


@final
class Not(Judged, frozen=True, tag="not"):
    """The contrary of a condition."""

    parts: tuple[Condition]
    """The condition alone."""


@final
class Compare(Judged, frozen=True, tag="compare"):
    """A comparison of two expressions."""

    op: Operator
    """lt, le, gt, ge or eq."""
    left: Expression
    """What is compared."""
    right: Expression
    """With what it is compared."""
    ratio: bool = False
    """The words put it as a ratio: left divided by the fact on the right."""


@final
class OneOf(Judged, frozen=True, tag="one_of"):
    """A fact whose value is one of several."""

    read: FactRead
    """The fact."""
    values: tuple[str, ...]
    """The values in question."""
    shown: tuple[str, ...]
    """The words used for them: a class, or the values themselves."""


@final
class Within(Judged, frozen=True, tag="within"):
    """A place among several regions."""

    read: FactRead
    """The place."""
    values: tuple[str, ...]
    """The codes of the regions."""
    shown: tuple[str, ...]
    """The words used for them."""


@final
class Contains(Judged, frozen=True, tag="contains"):
    """A fact of several values with a certain one among them."""

    read: FactRead
    """The fact."""
    values: tuple[str]
    """The value in question."""


@final
class Holds(Judged, frozen=True, tag="holds"):
    """A fact that is yes or no, and is yes."""

    read: FactRead
    """The fact."""


@final
class Untranscribed(Judged, frozen=True, tag="untranscribed"):
    """What a clause not yet transcribed (待写) says of the case: always unknown."""


@final
class During(Judged, frozen=True, tag="during"):
    """The day by whose law the case is judged in a rule's own period (期间), both ends included."""

    day: str
    """The day: that on which the force of the rule's document counts."""
    begins: str
    """The first day of the period; empty: no rule says from when."""
    ends: str
    """The last day; empty: no rule says until when."""


Condition = And | Or | Not | Compare | OneOf | Within | Contains | Holds | During | Untranscribed
Leaf = Compare | OneOf | Within | Contains | Holds | During
Node = Condition | Expression


def facts_below(node: Node, *, unknown_only: bool = False) -> list[FactRead]:
    """The facts of an expression or condition, in its order. unknown_only: of conditions only what is below unknown ones."""
    # By exact type, the commonest first: this is asked of every node of every proof.
    if type(node) is FactRead:
        return [node]
    if type(node) is Number or type(node) is Untranscribed or type(node) is During:
        return []  # no fact settles what nobody has transcribed, or on which day the case is judged
    if type(node) is Product:
        return [node.times[1]]
    if type(node) is Total:
        return [fact for term in node.sum for fact in facts_below(term)]
    if unknown_only and node.status is not Status.UNKNOWN:
        return []
    if type(node) is And or type(node) is Or or type(node) is Not:
        return [fact for part in node.parts for fact in facts_below(part, unknown_only=unknown_only)]
    if type(node) is Compare:
        return [*facts_below(node.left), *facts_below(node.right)]
    return [node.read]


# --- rules --------------------------------------------------------------------------------------------------


class Defeat(msgspec.Struct, frozen=True):
    """What defeats a rule that holds."""

    by: str
    """The id of the rule that defeats it."""
    principle: str
    """豁免, 上位法优于下位法, 特别规定优于一般规定 or 新规定优于旧规定."""


class RuleProof(msgspec.Struct, frozen=True, omit_defaults=True):
    """The proof of one rule: what it says, what was read and compared, and what defeats it."""

    rule: str
    """Its id: `document/clause#name`."""
    clause: str
    """The clause in which it stands."""
    effect: Effect
    """What it does."""
    strength: Strength
    """How far it goes."""
    status: Status
    """Whether its effect comes about."""
    text: str
    """The rule told back in one sentence."""
    scope: Condition
    """Whether it reaches the applicant."""
    condition: Condition | None = None
    """Whether it applies; None where it does not reach the applicant and was not looked into."""
    readings: tuple[str, ...] = ()
    """The readings on which it rests, by name."""
    reviewed: bool = True
    """Whether a person has found it to say what its clause says."""
    defeated_by: tuple[Defeat, ...] = ()
    """What defeats it."""
    exempts: tuple[str, ...] = ()
    """Of an exemption from single clauses these (`document/a4`); it leaves every other restriction as it is."""

    @property
    def pending(self) -> bool:
        """Whether it is no rule, but what a clause not yet transcribed may turn out to be."""
        return isinstance(self.condition, Untranscribed)


class StandardReport(msgspec.Struct, frozen=True):
    """A planning standard beside the actual ratio. It decides nothing."""

    clause: str
    """The clause that sets it."""
    name: str
    """Its name."""
    standard: str
    """The ratio that is aimed at, as the text writes it."""
    over: FactRead
    """What is counted."""
    under: FactRead
    """By what it is divided."""
    actual: str | None
    """The actual ratio to two places; None: it cannot be worked out."""
