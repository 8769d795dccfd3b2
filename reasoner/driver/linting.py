"""The driver's part for checks of the rules themselves: findings, what people decided about them, a person's decision.

Functions give plain data (`reasoner.lint.data`); those whose name ends in `_text` give what people read. They raise Faults
with every fault.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from policy_dsl.diagnostics import Diagnostic, Faults, nearest
from policy_dsl.review.files import own_folder
from reasoner.driver import in_use
from reasoner.driver.own_reviews import own_reviews
from reasoner.lint import acknowledged
from reasoner.lint.acknowledged import Acknowledged, Stale
from reasoner.lint.data import to_data, unfinished
from reasoner.lint.run import SECONDS, Linted, Wanted
from reasoner.lint.run import lint as run
from reasoner.topics.matrix import regions_named

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks for. reviews: a bureau's own folder, instead of the one that TIAOLI_REVIEWS names; today: for tests."""

    documents: tuple[str, ...] = ()
    region: str | None = None
    matter: str | None = None
    as_of: str | None = None
    seconds: float = SECONDS
    reviews: Path | None = None
    today: str | None = None

    @property
    def own(self) -> Path | None:
        """The bureau's own folder."""
        return self.reviews or own_folder()

    @property
    def day(self) -> str:
        """Today."""
        return self.today or date.today().isoformat()


def lint(asked: Asked = Asked()) -> tuple[Data, bool]:
    """What is found in the rules, and whether anything is left to decide.

    Raises Faults: U103 a document, U134 a region, U137 a matter, U139 the time, F-codes for the day, U157 the folder of
    records, U106 and U153 for its files.
    """
    wanted = _wanted(asked, lambda: own_reviews(asked.reviews))
    records = _records(asked)
    found = _there(run(in_use.rule_base(), asked.day, wanted, asked.seconds))
    data = to_data(found, in_use.rule_base(), asked.day, records, _stale(found, records))
    return data, unfinished(data)


def lint_text(asked: Asked = Asked(), *, width: int = 80, colour: bool = False) -> tuple[str, bool]:
    """The same, as staff read it."""
    from reasoner.report.lint import lint_report

    data, left = lint(asked)
    return lint_report(data, {d.id: d.title for d in in_use.rule_base().documents.values()}, width, colour), left


def acknowledge(hash_: str, by: str, reason: str, asked: Asked = Asked()) -> Acknowledged:
    """Record that a person looked at a finding and why nothing need be done about it.

    Raises Faults: U154 where there is no such finding, U156 where not everything was answered in time, so that there may be;
    U155 for name and reason, and all that `lint` raises.
    """
    told = (("--by", acknowledged.unfit_name(by)), ("--reason", acknowledged.unfit_reason(reason)))
    faults = [Diagnostic("U155", where, wrong) for where, wrong in told if wrong]
    if faults:
        raise Faults(faults)
    wanted = _wanted(asked)
    _records(asked)
    linted = run(in_use.rule_base(), asked.day, wanted, asked.seconds)
    found = {f.hash: f for f in linted.findings}
    name = hash_.strip().lower()
    if name not in found and linted.undecided:
        message = f"检查没有查完({len(linted.undecided)}问未定),不能断定没有这项发现"
        raise Faults([Diagnostic("U156", hash_ or "(空)", message, hint=f"--budget {_longer(asked.seconds)}")])
    if name not in found:
        near = nearest(name, found)
        hint = f"是否要写 {near[0]}?" if near else "tiaoli lint 列出各项发现和校验码"
        raise Faults([Diagnostic("U154", hash_ or "(空)", "没有这个校验码的发现", hint=hint)])
    path = acknowledged.file_for(found[name], asked.own)
    return acknowledged.acknowledge(path, found[name], by.strip(), reason.strip(), asked.day)


def _longer(seconds: float) -> int:
    """A time to try next."""
    return int(max(SECONDS, 4 * seconds))


# --- what is asked ------------------------------------------------------------------------------------------


def _wanted(asked: Asked, *more: Callable[[], Any]) -> Wanted:
    """The question in ids and codes; raises Faults with everything in it that cannot be, and those of `more`."""
    faults: list[Diagnostic] = []

    def tried(what: Callable[[], Any]) -> Any:
        try:
            return what()
        except Faults as error:
            faults.extend(error.diagnostics)
            return None

    base = in_use.rule_base()
    documents = tried(lambda: frozenset(d.id for d in in_use.chosen(asked.documents)) if asked.documents else None)
    named = [asked.region] if asked.region is not None else []
    region = tried(lambda: next((r.code for r in regions_named(base, named)), None))
    day = tried(lambda: in_use.as_day(asked.as_of))
    matters = base.vocabulary.matters
    if asked.matter is not None and asked.matter not in matters:
        near = nearest(asked.matter, matters)
        hint = f"是否要写「{near[0]}」?" if near else ""
        faults.append(
            Diagnostic("U137", f"--matter {asked.matter}", f"没有事项「{asked.matter}」", "、".join(matters), hint)
        )
    if not 0 < asked.seconds < float("inf"):
        faults.append(
            Diagnostic(
                "U139", f"--budget {asked.seconds:g}", "求解时间应是大于零的秒数", "秒数,如 60", "不写时为 60 秒"
            )
        )
    for check in more:
        tried(check)
    if faults:
        raise Faults(faults)
    return Wanted(documents, region, asked.matter, day)


def _records(asked: Asked) -> dict[str, Acknowledged]:
    return acknowledged.read_all(acknowledged.files(in_use.rule_base().documents, asked.own))


def _there(found: Linted) -> Linted:
    """What was found, with the days only of documents that can govern in the region asked for."""
    region = found.wanted.region
    if region is None:
        return found
    chain = in_use.rule_base().vocabulary.chain
    days = (d for d in found.days if d.document.region in chain(region) or region in chain(d.document.region))
    return replace(found, days=tuple(days))


def _stale(found: Linted, records: dict[str, Acknowledged]) -> tuple[Stale, ...]:
    """Records whose finding is no more; told only where everything was looked at and answered."""
    if not found.wanted.everything or found.undecided:
        return ()
    return acknowledged.stale(records, found.findings)
