"""The facts of an application: known, unknown, or not given, each with its date and provenance.

Nothing defaults to 0, false or "no". An observation whose value is None was stated to be unknown (不详);
a fact without any observation was not given. What silence means is the ontology's to say (`Term.burden`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import TypeVar

import msgspec

from policy_dsl.formats import Day, Period
from policy_dsl.numerals import percent, plain
from policy_dsl.vocabulary import Term
from reasoner.model.kinds import Origin

Value = Decimal | bool | str | tuple[str, ...]
Subject = str
"""`申请`, `机构`, a region code or management-area key, `镇街:` and a name, `文件:` and a document's id."""
FactKey = tuple[Subject, str]
"""Subject and term of a fact."""


class Evidence(msgspec.Struct, frozen=True, omit_defaults=True):
    """What proves a value (依据)."""

    name: str
    """The name of the paper, or what was written of it (名称)."""
    number: str = ""
    """Its number (编号)."""
    page: str = ""
    """The page or place in it (页)."""


class Provenance(msgspec.Struct, frozen=True):
    """Where a value comes from, as far as that was given; nothing is inferred."""

    origin: Origin | None = None
    """The kind of source (来源类型); None: not given."""
    source: str | None = None
    """The source in words (来源); None: not given."""
    determined_by: tuple[str, ...] = ()
    """Of a determination: the organs that made it (机关)."""
    confirmed_by: str = ""
    """Who confirmed the value (确认人); empty: nobody."""
    valid_until: str = ""
    """The last day on which it may be used (有效期至), an ISO date; empty: not limited."""
    evidence: Evidence | None = None
    """What proves it (依据); None: not given."""

    @property
    def words(self) -> str:
        """Source, organs and evidence in one phrase, for sentences; empty where none was given."""
        return provenance_words(self.source, self.determined_by, self.evidence)


def provenance_words(source: str | None, organs: Sequence[str], evidence: Evidence | None) -> str:
    """Source, organs and evidence in one phrase, for sentences; empty where none was given."""
    return ",".join(x for x in (source or "", *organs, evidence.name if evidence is not None else "") if x)


NOT_GIVEN = Provenance()
"""The provenance of a value of which nothing was said."""


class Writing(msgspec.Struct, frozen=True):
    """How something was written that was read as something else: 药店 for 零售药店."""

    of: str
    """What was so written: 数值, 时点, 地区."""
    text: str
    """What stood there."""


class Observation(msgspec.Struct, frozen=True):
    """A value, the day or period it speaks of (`2023`, `2023-12` or `2023-12-31`; empty: undated) and its provenance.

    Of a determination `as_at` is when it was made (日期), `provenance.determined_by` who made it (机关). One about a
    document may say from when (`starts`, 自) and until when (`ends`, 至, that day included): ISO dates; empty: not said.
    """

    value: Value | None
    as_at: str = ""
    provenance: Provenance = NOT_GIVEN
    starts: str = ""
    ends: str = ""
    claimed: bool = False
    """The value is not known, but the applicant claims something and nobody has verified it (未核实)."""
    written: tuple[Writing, ...] = ()
    """What was written otherwise than it is read."""

    def of(self, value: Value | None) -> Observation:
        """The same day and provenance of another value."""
        return Observation(value, self.as_at, self.provenance)


class GivenFact(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A fact as it was given: one value of one day or period, with its provenance."""

    subject: str
    """Whose it is: 申请, 机构, a region code or management-area key, 镇街: and a name, 文件: and a document's id."""
    fact: str
    """The term, by label."""
    value: str | bool | tuple[str, ...] | None
    """Its value: a number as a string of digits; None: stated to be unknown (不详)."""
    as_at: Period = ""
    """The day or period it speaks of; of a determination, when it was made; empty: undated."""
    starts: Day = ""
    """Of a determination about a document: from when (自); empty: not said."""
    ends: Day = ""
    """Of a determination about a document: until when (至), that day included; empty: not said."""
    claimed: bool = False
    """Of an unknown value: the applicant claims something, and nobody has verified it (未核实)."""
    origin: Origin | None = None
    """The kind of its source (来源类型)."""
    source: str | None = None
    """Its source in words."""
    determined_by: tuple[str, ...] = ()
    """The organs that determined it."""
    confirmed_by: str = ""
    """Who confirmed it."""
    valid_until: Day = ""
    """The last day on which it may be used."""
    evidence: Evidence | None = None
    """What proves it."""
    written: tuple[Writing, ...] = ()
    """What was written otherwise than it is read here."""


def given_fact(subject: str, term: str, observation: Observation) -> GivenFact:
    """An observation as a verdict holds it."""
    whence = observation.provenance
    return GivenFact(
        subject=subject,
        fact=term,
        value=canonical(observation.value),
        as_at=observation.as_at,
        starts=observation.starts,
        ends=observation.ends,
        claimed=observation.claimed,
        origin=whence.origin,
        source=whence.source,
        determined_by=whence.determined_by,
        confirmed_by=whence.confirmed_by,
        valid_until=whence.valid_until,
        evidence=whence.evidence,
        written=observation.written,
    )


class SharedFacts(dict[FactKey, tuple[Observation, ...]]):
    """Facts that many applications share. Their JSON form is made once for all."""

    __slots__ = ("forms",)

    def __init__(self, facts: Mapping[FactKey, tuple[Observation, ...]] | None = None) -> None:
        super().__init__(facts or {})
        self.forms: dict[FactKey, tuple[GivenFact, ...]] = {}

    def given(self, key: FactKey) -> tuple[GivenFact, ...]:
        """The observations of a fact as verdicts hold them."""
        forms = self.forms.get(key)
        if forms is None:
            forms = self.forms[key] = tuple(given_fact(*key, o) for o in self.get(key, ()))
        return forms


T = TypeVar("T")


class LayeredFacts(Mapping[FactKey, tuple[Observation, ...]]):
    """Facts of its own over others: where both have a key, its own count. Neither layer is copied."""

    __slots__ = ("below", "own")

    def __init__(
        self, own: Mapping[FactKey, tuple[Observation, ...]], below: Mapping[FactKey, tuple[Observation, ...]]
    ) -> None:
        self.own, self.below = own, below

    def __getitem__(self, key: FactKey) -> tuple[Observation, ...]:
        return self.own[key] if key in self.own else self.below[key]

    def get(self, key: FactKey, default: T = None) -> tuple[Observation, ...] | T:  # type: ignore[assignment]  # T is None here
        """The observations of a fact, else the default."""
        observations = self.own.get(key)
        return self.below.get(key, default) if observations is None else observations

    def __contains__(self, key: object) -> bool:
        return key in self.own or key in self.below

    def __iter__(self) -> Iterator[FactKey]:
        yield from self.own
        yield from (key for key in self.below if key not in self.own)

    def __len__(self) -> int:
        return len(self.own) + sum(key not in self.own for key in self.below)


Facts = Mapping[FactKey, tuple[Observation, ...]]
"""Observations by subject and term."""


def layers(facts: Facts) -> tuple[Facts, SharedFacts]:
    """The facts that an application does not share with others, and those that it does."""
    if type(facts) is LayeredFacts and type(facts.below) is SharedFacts:
        return facts.own, facts.below
    return facts, _NOTHING_SHARED


_NOTHING_SHARED = SharedFacts()


class Application(msgspec.Struct, frozen=True, eq=False):
    """One application, read and checked, independent of the form of the file it came in.

    roles: what the words 申请, 机构, 全市, 本统筹区, 本区县, 所在医保管理区域, 所在镇街 stand for here: the key of a subject,
    or None where that is not known. facts: the observations by subject and term; figures that several applications share
    are one mapping for all of them. `region` is the code of 所在地, None where unknown. `received` is an ISO date.
    """

    id: str
    matter: str
    received: str
    region: str | None
    roles: Mapping[str, str | None]
    facts: Facts
    received_written: str = ""
    """What was written for the day of receipt, where it is read as another text: a day with a time."""
    where: str = ""
    """The place in the input, for messages; no part of the facts."""
    matter_written: str = ""
    """What was written for the matter, where it is read as another text: 加床 for 新增购买住院床位."""
    under: str = ""
    """Where the application is judged as if it lay elsewhere: the code of that region."""
    apart: Mapping[str, str] = {}
    """There, the subjects of words that mean one place and yet have facts of their own: `word:code`."""

    def subject(self, role: str) -> str | None:
        """Of which subject a word reads facts; None where it is not known what it stands for."""
        return self.apart.get(role) or self.roles.get(role)


def canonical(value: Value | None) -> str | bool | tuple[str, ...] | None:
    """A value in its JSON form: decimals are strings of digits, an unknown one None."""
    return plain(value) if isinstance(value, Decimal) else value


@lru_cache(maxsize=4096)
def period_end(as_at: str) -> str:
    """The last day of a period: 2023 ends 2023-12-31, 2023-02 ends 2023-02-28."""
    if len(as_at) == 4:
        return f"{as_at}-12-31"
    if len(as_at) == 7:
        from calendar import monthrange

        return f"{as_at}-{monthrange(int(as_at[:4]), int(as_at[5:]))[1]:02d}"
    return as_at


def counting(
    observations: Sequence[Observation], as_of: str, period: str | None = None, *, planned: bool = False
) -> Observation | None:
    """The observation that counts on a day: the latest whose period has ended by then, else an undated one.

    For a forecast it is the one for the period that the clause names, else an undated one. planned: a plan fixed it for its
    period, in which it holds from the first day. None: no value counts.
    """
    if planned and period is None:
        observations = [o for o in observations if o.as_at <= as_of[: len(o.as_at)]]
        return max(observations, key=lambda o: (period_end(o.as_at), len(o.as_at)), default=None)
    if len(observations) == 1:
        only = observations[0]
        return only if _speaks_of(only.as_at, as_of, period) else None
    best: Observation | None = None
    for observation in observations:
        as_at = observation.as_at
        later = best is None or (period_end(as_at), len(as_at)) > (period_end(best.as_at), len(best.as_at))
        if later and _speaks_of(as_at, as_of, period):
            best = observation
    return best


def _speaks_of(as_at: str, as_of: str, period: str | None) -> bool:
    if not as_at:
        return True
    return period_end(as_at) <= as_of if period is None else as_at[: len(period)] == period


def show(value: Value | None, term: Term | None) -> str:
    """A value as people read it, the same whatever form it was written in: 74%, 71293, 是, 市级、省级, 无 for no value."""
    if value is None:
        return "不详"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return percent(value) if term is not None and term.datatype == "ratio" else plain(value)
    return "、".join(value) or "无" if isinstance(value, tuple) else value
