"""The driver's part for checks of the rules themselves: findings, what people decided about them, a person's decision.

Functions give results (`reasoner.lint.result`); those whose name ends in `_text` give what people read. They raise Faults
with every fault.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final, TypeVar

import msgspec
from msgspec.structs import replace

from policy_dsl.diagnostics import Diagnostic, Faults, nearest
from policy_dsl.review.files import own_folder
from reasoner.driver import current_rule_base
from reasoner.driver.review_folder import folder_to_write, own_reviews
from reasoner.lint import baseline
from reasoner.lint.baseline import Record, Stale
from reasoner.lint.check_run import SECONDS, Linted, Scope
from reasoner.lint.check_run import lint as run
from reasoner.lint.lint_output import lint_result
from reasoner.lint.result import LintResult
from reasoner.model.rule_base import RuleBase
from reasoner.topics.matrix import regions_named

T = TypeVar("T")


class Request(msgspec.Struct, frozen=True):
    """What somebody asks for."""

    documents: tuple[str, ...] = ()
    """Ids, titles or numbers of documents; none: all."""
    region: str | None = None
    """A region by name; None: all."""
    matter: str | None = None
    """A matter by label; None: all."""
    as_of: str | None = None
    """The day for all documents, as people write it; None: for each its own."""
    seconds: float = SECONDS
    """The time for all questions, in seconds."""
    reviews: Path | None = None
    """A bureau's own folder, instead of the one that TIAOLI_REVIEWS names."""
    today: str | None = None
    """The day of the check, an ISO date; None: today."""

    @property
    def own(self) -> Path | None:
        """The bureau's own folder."""
        return self.reviews or own_folder()

    @property
    def day(self) -> str:
        """The day of the check."""
        return self.today or date.today().isoformat()


EVERYTHING: Final = Request()


def lint(request: Request = EVERYTHING) -> LintResult:
    """What is found in the rules.

    Raises Faults: U103 a document, U134 a region, U137 a matter, U139 the time, F-codes for the day, U157 the folder of
    records, U106 and U153 for its files.
    """
    scope = _scope(request, lambda: own_reviews(request.reviews))
    records = _records(request)
    base = _rules(request)
    linted = _there(run(base, request.day, scope, request.seconds))
    return lint_result(linted, base, request.day, records, _stale(linted, records))


def lint_text(request: Request = EVERYTHING, *, width: int = 80, colour: bool = False) -> tuple[str, bool]:
    """The same, as staff read it, and whether anything is left to decide."""
    from reasoner.lint.report import lint_report

    result = lint(request)
    titles = {d.id: d.title for d in current_rule_base.rule_base().documents.values()}
    return lint_report(result, titles, width, colour), result.unfinished


def acknowledge(hash_: str, by: str, reason: str, request: Request = EVERYTHING) -> Record:
    """Record that a person looked at a finding and why nothing need be done about it.

    Raises Faults: U154 where there is no such finding, U156 where not everything was answered in time, so that there may be;
    U155 for name and reason, U111 where no folder of the bureau's own is named, and all that `lint` raises.
    """
    unfit = (("--by", baseline.unfit_name(by)), ("--reason", baseline.unfit_reason(reason)))
    faults = [Diagnostic("U155", where, wrong) for where, wrong in unfit if wrong]
    if faults:
        raise Faults(faults)
    scope = _scope(request)
    own = folder_to_write(request.reviews)  # known now, and not after minutes of solving
    _records(request)
    linted = run(_rules(request), request.day, scope, request.seconds)
    findings = {f.hash: f for f in linted.findings}
    name = hash_.strip().lower()
    if name not in findings and linted.undecided:
        message = f"检查没有查完({len(linted.undecided)}问未定),不能断定没有这项发现"
        raise Faults([Diagnostic("U156", hash_ or "(空)", message, hint=f"--budget {_longer(request.seconds)}")])
    if name not in findings:
        near = nearest(name, findings)
        hint = f"是否要写 {near[0]}?" if near else "tiaoli lint 列出各项发现和校验码"
        raise Faults(
            [
                Diagnostic(
                    "U154", hash_ or "(空)", f"没有校验码为{hash_}的检查结果" if hash_ else "没有写校验码", hint=hint
                )
            ]
        )
    path = own / baseline.FILE
    return baseline.acknowledge(path, findings[name], by.strip(), reason.strip(), request.day)


def _rules(request: Request) -> RuleBase:
    """The rules with the versions of the day asked for."""
    return current_rule_base.rule_base().fixed(current_rule_base.as_day(request.as_of) or request.day)


def _longer(seconds: float) -> int:
    """A time to try next."""
    return int(max(SECONDS, 4 * seconds))


# --- what is asked ------------------------------------------------------------------------------------------


def _scope(request: Request, *more: Callable[[], object]) -> Scope:
    """The question in ids and codes; raises Faults with everything in it that cannot be, and those of `more`."""
    faults: list[Diagnostic] = []

    def tried(what: Callable[[], T]) -> T | None:
        try:
            return what()
        except Faults as error:
            faults.extend(error.diagnostics)
            return None

    base = current_rule_base.rule_base()
    documents = tried(
        lambda: frozenset(d.id for d in current_rule_base.chosen(request.documents)) if request.documents else None
    )
    named = [request.region] if request.region is not None else []
    region = tried(lambda: next((r.code for r in regions_named(base, named)), None))
    day = tried(lambda: current_rule_base.as_day(request.as_of))
    matters = base.vocabulary.matters
    if request.matter is not None and request.matter not in matters:
        near = nearest(request.matter, matters)
        hint = f"是否要写「{near[0]}」?" if near else ""
        where, what = f"--matter {request.matter}", f"没有事项「{request.matter}」"
        faults.append(Diagnostic("U137", where, what, "、".join(matters), hint))
    if not 0 < request.seconds < float("inf"):
        what, allowed = "计算时间应是大于零的秒数", "秒数,如 60"
        faults.append(Diagnostic("U139", f"--budget {request.seconds:g}", what, allowed, "不写时为 60 秒"))
    for check in more:
        tried(check)
    if faults:
        raise Faults(faults)
    return Scope(documents, region, request.matter, day)


def _records(request: Request) -> dict[str, Record]:
    folders = (d.folder for d in current_rule_base.rule_base().documents.values())
    return baseline.read_all(baseline.files(folders, request.own))


def _there(linted: Linted) -> Linted:
    """What was found, with the days only of documents that can govern in the region asked for."""
    region = linted.scope.region
    if region is None:
        return linted
    around = current_rule_base.rule_base().vocabulary.around
    days = (d for d in linted.days if d.document.region in around(region) or region in around(d.document.region))
    return replace(linted, days=tuple(days))


def _stale(linted: Linted, records: dict[str, Record]) -> tuple[Stale, ...]:
    """Records whose finding is no more; told only where everything was looked at and answered."""
    if not linted.scope.everything or linted.undecided:
        return ()
    return baseline.stale(records, linted.findings)
