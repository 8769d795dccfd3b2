"""The facts of an application: known, unknown, or not given, each with its date and source.

Nothing defaults to 0, false or "no". An observation whose value is None was stated to be unknown (不详);
a fact without any observation was not given. What silence means is the ontology's to say (`Term.burden`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from policy_dsl.numerals import percent, plain
from policy_dsl.vocabulary import Term

Value = Decimal | bool | str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Observation:
    """A value, the day or period it speaks of (`2023`, `2023-12` or `2023-12-31`; empty: undated) and its source."""

    value: Value | None
    as_at: str = ""
    source: str = ""


@dataclass(frozen=True)
class Application:
    """One application, read and checked, independent of the form of the file it came in.

    roles: what the words 申请, 机构, 全市, 本统筹区, 本区县, 所在医保管理区域, 所在镇街 stand for here: the key of a subject
    (`申请`, `机构`, a region code or management-area key, `镇街:` and its name), or None where that is not known.
    facts: the observations by subject key and term label. `region` is the code of 所在地, None where unknown.
    """

    id: str
    matter: str
    received: str
    region: str | None
    roles: Mapping[str, str | None]
    facts: Mapping[tuple[str, str], tuple[Observation, ...]]
    where: str = field(default="", compare=False)
    """The place in the input, for messages; no part of the facts."""
    under: str = ""
    """Where the application is judged as if it lay elsewhere: the code of that region."""
    apart: Mapping[str, str] = field(default_factory=dict)
    """There, the subjects of words that mean one place and yet have facts of their own: `word:code`."""

    def subject(self, role: str) -> str | None:
        """Of which subject a word reads facts; None where it is not known what it stands for."""
        return self.apart.get(role) or self.roles.get(role)

    @cached_property
    def given(self) -> list[list[Any]]:
        """All facts in canonical form, [subject, fact, value, as at, source], whatever file they came in.

        Decimals are strings of digits, several values a list, an unknown one None.
        """
        return [
            [subject, term, _canonical(seen.value), seen.as_at, seen.source]
            for (subject, term), observations in sorted(self.facts.items())
            for seen in observations
        ]


def _canonical(value: Value | None) -> Any:
    if isinstance(value, Decimal):
        return plain(value)
    return list(value) if isinstance(value, tuple) else value


def period_end(as_at: str) -> str:
    """The last day of a period: 2023 ends 2023-12-31, 2023-02 ends 2023-02-28."""
    if len(as_at) == 4:
        return f"{as_at}-12-31"
    if len(as_at) == 7:
        from calendar import monthrange

        return f"{as_at}-{monthrange(int(as_at[:4]), int(as_at[5:]))[1]:02d}"
    return as_at


def counting(observations: Sequence[Observation], as_of: str, period: str | None = None) -> Observation | None:
    """The observation that counts on a day: the latest whose period has ended by then, else an undated one.

    For a forecast it is the one for the period that the clause names, else an undated one. None: no value counts.
    """
    best: Observation | None = None
    for seen in observations:
        latest = best is None or (period_end(seen.as_at), len(seen.as_at)) > (period_end(best.as_at), len(best.as_at))
        if latest and _speaks_of(seen.as_at, as_of, period):
            best = seen
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
