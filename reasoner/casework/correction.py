"""更正 and 撤销: from which day they count, what becomes of an application whose decision is taken back, which letter they are about.

All of it is signed with the step, so that the letter says nothing that nobody signed. Pure data.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from policy_dsl.diagnostics import Diagnostic
from reasoner.casework.case_steps import (
    AFTER_REVOCATION,
    CORRECTIONS,
    EFFECTIVE,
    EFFECTIVE_REASON,
    CaseStep,
    LoggedStep,
)
from reasoner.casework.working_days import day_in


class FormerLetter(NamedTuple):
    """A letter of a case by which its decision was told."""

    kind: str
    """告知书, 不予新增告知书."""
    made: date
    """The day on which the final letter was made."""
    served: date | None
    """The day on which the decision was served, of the last one that was made until then; None: it was not."""


def decided_on(log: Sequence[LoggedStep]) -> date | None:
    """The day of the decision that is corrected or taken back: that of the last 签发. None: nothing was signed."""
    return next((e.day for e in reversed(log) if e.step is CaseStep.SIGN), None)


def effect_faults(step: CaseStep, log: Sequence[LoggedStep], data: Mapping[str, str]) -> Iterator[Diagnostic]:
    """What is wrong with the day from which a correction or a revocation counts (K113); none was written: from its 签发 on."""
    day, signed = day_in(data.get(EFFECTIVE, "")), decided_on(log)
    if step not in CORRECTIONS or day is None:
        return
    if signed is not None and day < signed:
        message = f"生效日期{day.isoformat()}早于原决定签发之日{signed.isoformat()}"
        yield Diagnostic("K113", f"{step} · {EFFECTIVE}", message, f"不早于{signed.isoformat()}")
    if not data.get(EFFECTIVE_REASON):
        hint = "写明为什么不从签发之日起"
        yield Diagnostic("K113", f"{step} · {EFFECTIVE_REASON}", "写了生效日期,没有写理由", hint=hint)


def effective(signing: Sequence[LoggedStep]) -> tuple[date | None, str]:
    """From which day a correction or a revocation counts, and why from that; None: it is not signed yet. signing: its signatures."""
    begun = signing[0]
    day = day_in(begun.data.get(EFFECTIVE, ""))
    if day is not None:
        return day, begun.data.get(EFFECTIVE_REASON, "")
    return (signing[-1].day if signing[-1].step is CaseStep.SIGN else None), ""


def handling_after(begun: LoggedStep) -> str:
    """What becomes of the application whose decision is taken back, as it was signed; empty: nothing was chosen."""
    return begun.data.get(AFTER_REVOCATION, "")


def former_of(made: Sequence[tuple[str, date]], log: Sequence[LoggedStep]) -> tuple[FormerLetter, ...]:
    """The letters by which a decision was told, with the day of service. made: the final ones, each with its day, the first one first."""
    service = next((e.day for e in log if e.step is CaseStep.SERVE), None)
    until = [n for n, (_, day) in enumerate(made) if service is not None and day <= service]
    return tuple(
        FormerLetter(kind, day, service if until and n == until[-1] else None) for n, (kind, day) in enumerate(made)
    )
