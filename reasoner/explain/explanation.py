"""The forms of an explanation: clauses at work with their sentences, and all that a note or letter says of a verdict."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple, Protocol

import msgspec

from policy_dsl.ir import Effect
from policy_dsl.reading import Reading
from policy_dsl.vocabulary import Term
from reasoner.explain.missing_sentences import Group
from reasoner.model.proof import RuleProof
from reasoner.model.verdict import ClauseCitation, Verdict

_NO_TERMS: Final[Mapping[str, Term]] = MappingProxyType({})
_NO_READINGS: Final[Mapping[tuple[str, str], Reading]] = MappingProxyType({})
_NO_AUTHORITIES: Final[Mapping[str, Sequence[str]]] = MappingProxyType({})
_NO_NAMES: Final[Mapping[str, str]] = MappingProxyType({})


class Background(NamedTuple):
    """What prose needs besides the verdict."""

    terms: Mapping[str, Term] = _NO_TERMS
    """The fact terms by label."""
    readings: Mapping[tuple[str, str], Reading] = _NO_READINGS
    """Registered readings by document id and name."""
    authorities: Mapping[str, Sequence[str]] = _NO_AUTHORITIES
    """By clause, the bodies that its judgements name."""
    regions: Mapping[str, str] = _NO_NAMES
    """Names of regions by code, with the name before it by which the texts call one: 西海岸新区(黄岛区)."""
    cities: Mapping[str, str] = _NO_NAMES
    """Of regions below a city, by code, the name of that city."""
    called: Mapping[str, tuple[str, str]] = MappingProxyType({})
    """Of regions that the texts call by another name, by code: that name, and why both are one place."""
    adding: Mapping[str, str] = _NO_NAMES
    """By service the matter by which it is applied for, where that is all that the matter adds."""
    titles: Mapping[str, str] = _NO_NAMES
    """Titles of documents by id."""
    period_ends: Mapping[str, str] = _NO_NAMES
    """The last day of the period of a document, by its title; empty where it has none."""
    supposed: bool = False
    """The application was made up; nothing was looked into, nobody is asked for anything."""
    headed: bool = False
    """A heading says so, and that a clause that leads to the outcome covers the case: its sentences do not say it again."""
    by_versions: Callable[[Verdict], Background] | None = None
    """The same with the versions of documents by which a verdict was made; None: each is held in one."""

    def of(self, verdict: Verdict) -> Background:
        """What prose needs besides this verdict."""
        return (
            self
            if self.by_versions is None
            else self.by_versions(verdict)._replace(supposed=self.supposed, headed=self.headed)
        )


class PointRole(StrEnum):
    """The part of a clause in an explanation: that of its citation, with `considered` split up."""

    DECISIVE = "decisive"
    """Of the winning strength."""
    SUPPORTING = "supporting"
    """Undefeated, but weaker than what decides."""
    DEFEATED = "defeated"
    """Overcome by an exemption, or by a text that prevails."""
    NOTE = "note"
    """A preference, permission or exemption that holds without deciding."""
    OPEN = "open"
    """Its condition is unknown."""
    MET = "met"
    """Its condition holds, but whether its document is in force is not known."""
    UNVERIFIED = "unverified"
    """A preference that turns on what was claimed and nobody has verified."""
    UNCLAIMED = "unclaimed"
    """A preference that is unknown, which counts as not claimed."""
    CHECKED = "checked"
    """Its condition does not hold."""
    UNREACHED = "unreached"
    """Its scope does not reach the applicant."""
    CONSIDERED = "considered"
    """No rule of the verdict stands behind it."""


class Point(msgspec.Struct, frozen=True):
    """A clause at work in a verdict."""

    role: PointRole
    """The part that it plays."""
    citation: ClauseCitation
    """The clause and its words."""
    rules: tuple[RuleProof, ...]
    """Its rules that play this part."""
    sentences: tuple[str, ...]
    """What is said of it."""

    @property
    def is_exception(self) -> bool:
        """Whether it is an exemption that does not decide."""
        return self.role is not PointRole.DECISIVE and bool(self.rules) and self.rules[0].effect is Effect.EXEMPT


class Statement(NamedTuple):
    """A statement that concerns the case without deciding it."""

    short: str
    """Where it stands, and what it means for the case."""
    whole: str
    """The same with its official words."""


class Head(msgspec.Struct, frozen=True):
    """What an application is, as it stands above a note or letter; empty where it is not known."""

    application: str
    """The application's number (编号)."""
    matter: str
    """What is asked for (事项)."""
    facility: str
    """The name of the institution (机构)."""
    kind: str
    """Its kind (类型)."""
    place: str
    """The name of the place where it lies (所在地)."""
    city: str
    """The name of the city above that place; empty where it is one itself, or none is known."""
    day: str
    """The day whose law was asked for (适用日期), an ISO date."""


class Explanation(msgspec.Struct, frozen=True):
    """Everything that a note or letter says, in its order of importance."""

    head: Head
    """What the application is."""
    label: str
    """The outcome in the words of the decisive clauses."""
    against: str
    """What speaks against a favourable outcome, to be said right under it; else empty."""
    meaning: tuple[str, ...]
    """What the outcome means, and why it comes to that."""
    possible: tuple[str, ...]
    """The labels of the outcomes still open; empty where there is one only."""
    points: tuple[Point, ...]
    """The clauses cited, exceptions that do not decide left out."""
    exceptions: tuple[Point, ...]
    """Exemptions that were considered, with why they do not help or how far they reach."""
    missing: tuple[Group, ...]
    """What is not known, by provider."""
    pending: tuple[str, ...]
    """The clauses of the governing documents that are not yet rules."""
    assumptions: tuple[str, ...]
    """What was taken as not claimed."""
    consideration: str
    """What a person has to weigh where a presumption decides; else empty."""
    first_steps: tuple[str, ...]
    """What an applicant may do first, by the condition of the rule that keeps it out."""
    changes: tuple[str, ...]
    """What would lead to a better outcome, in the order of the verdict's changes."""
    standards: tuple[str, ...]
    """Planning standards beside the actual ratios."""
    warnings: tuple[str, ...]
    """What staff should know before they rely on the verdict."""
    not_governing: tuple[str, ...]
    """Documents that do not govern, by reason."""
    touching: tuple[Statement, ...]
    """Statements that concern the case without deciding it."""
    readings: tuple[str, ...]
    """The readings on which rules rest that hold."""
    open_readings: tuple[str, ...]
    """The readings on which only rules rest that are unknown."""
    changing_readings: tuple[str, ...]
    """The readings whose alternative would change the outcome; empty also where nobody asked."""
    readings_not_run: tuple[str, ...]
    """The readings whose alternative no rule spells out; empty also where nobody asked."""
    unreviewed: int
    """How many of the rules that hold or are unknown nobody has reviewed; what is not written yet (待写) is none of them."""
    closing: str
    """On what the verdict rests and what it is not."""

    def of(self, *roles: str) -> tuple[Point, ...]:
        """The points that play these parts, in their order."""
        return tuple(p for role in roles for p in self.points if p.role == role)


class Located(Protocol):
    """What says where its clause stands."""

    @property
    def document(self) -> str:
        """The title of its document."""

    @property
    def number(self) -> str | None:
        """The number of its document; None where the received text has none."""

    @property
    def place(self) -> str:
        """The place of its clause in words."""


def source_of(citation: Located) -> str:
    """《题名》(文号)第三部分第(一)项第二段."""
    number = f"({citation.number})" if citation.number else ""
    return f"《{citation.document}》{number}{citation.place}"
