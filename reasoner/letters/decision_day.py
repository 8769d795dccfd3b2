"""What stands against a letter beside its verdict: other law on the day of the decision, and readings that somebody doubts.

A decision is made later than its application was received, and often later than it was judged. Where a document that may
govern is in force on one of the days and not on the other, or a rule of it is in its own period on one of them alone, somebody
chooses whose law applies, and says why.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policy_dsl import ir
from policy_dsl.backtranslate import span_words
from policy_dsl.compiled import Document
from policy_dsl.reading import ConfirmationState, ConfirmationStatus, status_words
from reasoner.interpreter.applicability import reach_of, reaches
from reasoner.interpreter.document_force import Force, force_on, law_day
from reasoner.interpreter.fact_lookup import FactContext
from reasoner.model.application import Application
from reasoner.model.kinds import Role, Status
from reasoner.model.place_binding import bind_roles
from reasoner.model.rule_base import RuleBase
from reasoner.model.verdict import Verdict
from reasoner.record.kept_application import facts_of

ReadingName = tuple[str, str]
"""A document's id and the name of one of its readings."""
_CERTAIN = (Role.DECISIVE, Role.SUPPORTING)


def other_law(base: RuleBase, verdict: Verdict, day: str) -> tuple[str, ...]:
    """What of the documents that may govern is otherwise on a day than on that by whose law it was judged; empty: nothing.

    base: with every version. day: an ISO date, of the decision; empty: not known, nothing is said.
    """
    if day in ("", verdict.as_of) or verdict.region is None:
        return ()
    vocabulary, facts = base.vocabulary, facts_of(verdict.given, base.vocabulary)
    roles = bind_roles(vocabulary, verdict.region)
    application = Application(verdict.application, verdict.matter, verdict.received, verdict.region, roles, facts)
    context = FactContext(application, vocabulary, verdict.as_of)
    beside = base.beside(verdict.region)
    changed: dict[str, str] = {}
    for document in _held(base, verdict, day):
        if reach_of(document.norms(verdict.matter), context) is Status.FALSE:
            continue
        before, after = (force_on(document, d, application, vocabulary, beside) for d in (verdict.as_of, day))
        if _differ(before, after):
            changed[f"《{document.title}》"] = before.why or after.why
            continue
        days = [law_day(document, d, verdict.received, beside) for d in (verdict.as_of, day)]
        for norm in document.norms(verdict.matter):
            if _in_period_once(norm, days) and reaches(norm, context) is not Status.FALSE:
                clause = document.clauses[norm.clause]
                words = span_words(norm.period) if norm.period is not None else ""
                changed[f"《{document.title}》{clause.place}"] = (
                    f"的期间是{words.removesuffix('期间')},只有其中一日在期间以内"
                )
    return tuple(f"{title}{why}" for title, why in changed.items())


def _in_period_once(norm: ir.Norm, days: Iterable[str]) -> bool:
    """Whether a rule has a period of its own in which one of the days is and another is not."""
    return norm.period is not None and len({norm.period.covers(day) for day in days}) > 1


def _held(base: RuleBase, verdict: Verdict, day: str) -> Iterable[Document]:
    """The documents of the place, in the version of the day judged and in that of another day, each once."""
    views = (base.for_case(d, verdict.received, verdict.only) for d in (verdict.as_of, day))
    at_hand = (d for view, only in views for d in view.held_for(verdict.region) if only is None or d.id in only)
    return {d.expression: d for d in at_hand}.values()


def _differ(before: Force, after: Force) -> bool:
    return before.status is not after.status and not (before.out and after.out)


def doubted_then(verdict: Verdict) -> tuple[str, ...]:
    """The readings on which it turns and that were doubted when it was made: each with who doubted it and when."""
    return tuple(_doubted(verdict, {(c.document, c.reading): c.status for c in verdict.confirmations}))


def doubted_now(base: RuleBase, verdict: Verdict) -> tuple[str, ...]:
    """The readings on which it turns and that are doubted by now: each with who doubted it and when."""
    return tuple(_doubted(verdict, base.confirmed_readings))


def _doubted(verdict: Verdict, last: dict[ReadingName, ConfirmationStatus]) -> Iterator[str]:
    for document, name in _turning(verdict):
        status = last.get((document, name))
        if status is not None and status.state is ConfirmationState.DOUBTED:
            yield f"「{name}」({status_words(status)})"


def _turning(verdict: Verdict) -> dict[ReadingName, None]:
    """The readings of the rules that decide or are open, and those that would change the outcome."""
    certain = {c.rule for c in verdict.citations if c.role in _CERTAIN}
    rules = [
        r
        for r in verdict.reasons.rules
        if r.rule in certain or (r.scope.status is not Status.FALSE and r.status is Status.UNKNOWN)
    ]
    names = [(r.clause.partition("/")[0].partition("@")[0], n) for r in rules for n in r.readings]
    return dict.fromkeys([*names, *((r.document, r.reading) for r in verdict.readings or ())])
