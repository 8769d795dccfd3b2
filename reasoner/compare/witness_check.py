"""A witness judged again by the interpreter, on both sides, before anybody sees it."""

from __future__ import annotations

from collections.abc import Sequence

from reasoner.analysis.application_form import FormData, form_data
from reasoner.analysis.solver_cases import Matter
from reasoner.analysis.witness import Disagreement, HypotheticalApplication
from reasoner.backends.smt.rule_formulas import PROCEEDS, RESTRAINS, Rule
from reasoner.compare.relation import Pair
from reasoner.compare.relation_kinds import DifferenceKind
from reasoner.compare.result import Both, Witness
from reasoner.interpreter.judge import judge
from reasoner.interpreter.relocation import rebound
from reasoner.model.application import Application
from reasoner.model.kinds import Outcome, Role


def replay(
    matter: Matter, pairs: Sequence[Pair], applications: Sequence[HypotheticalApplication], advise: bool = False
) -> tuple[Witness, ...]:
    """Each application with the verdicts of both sides; raises Disagreement where a rule said to decide does not.

    advise: the verdicts say what would change them, too.
    """
    if not applications:
        return ()
    data = [form_data(a.form) for a in applications]
    read = matter.a.reader_beside(matter.b).read(data)
    return tuple(_witness(matter, *item, advise) for item in zip(pairs, applications, data, read, strict=True))


def _witness(
    matter: Matter, pair: Pair, made: HypotheticalApplication, data: FormData, application: Application, advise: bool
) -> Witness:
    a = judge(matter.a.base, application, matter.day, matter.a.only, advise=advise)
    b = judge(matter.b.base, _there(matter, made, data, application), matter.day, matter.b.only, advise=advise)
    for verdict, rule in ((a, pair.a), (b, pair.b)):
        deciding = {c.rule for c in verdict.citations if c.role is Role.DECISIVE}
        expected = _id(rule)
        if (verdict.outcome is not Outcome.MAY_PROCEED or deciding) if expected is None else expected not in deciding:
            raise Disagreement(
                f"{application.id} {application.matter}: {expected or 'nothing'} should decide, "
                f"the interpreter says {verdict.outcome} by {sorted(deciding)}: {data}"
            )
    if pair.kind is not _kind(a.outcome, b.outcome):
        raise Disagreement(f"{application.id}: said to be {pair.kind}, is {a.outcome} against {b.outcome}: {data}")
    if a.label == b.label:
        raise Disagreement(f"{application.id}: both say {a.label}: {data}")
    regions = matter.b.base.vocabulary.regions
    return Witness(
        kind=pair.kind,
        rules=Both(_id(pair.a), _id(pair.b)),
        clauses=Both(_clause(pair.a), _clause(pair.b)),
        unusual=made.unusual,
        places=Both(regions[made.here.code].name, regions[made.there.code].name),
        application=data,
        a=a,
        b=b,
    )


def _id(rule: Rule | None) -> str | None:
    return rule.norm.id if rule is not None else None


def _clause(rule: Rule | None) -> str | None:
    return rule.norm.clause if rule is not None else None


def _kind(a: Outcome, b: Outcome) -> DifferenceKind | None:
    """What kind of difference two outcomes are; None where one of them neither lets proceed nor restrains."""
    if not {a, b} <= {*PROCEEDS, *RESTRAINS}:
        return None
    if (a in PROCEEDS) == (b in PROCEEDS):
        return DifferenceKind.STRENGTH
    return DifferenceKind.A_PROCEEDS if a in PROCEEDS else DifferenceKind.B_PROCEEDS


def _there(matter: Matter, made: HypotheticalApplication, data: FormData, application: Application) -> Application:
    """The application as the second side sees it."""
    if matter.together:
        return matter.b.reader_beside(matter.a).read([data])[0]
    return rebound(application, made.there.code, matter.b.roles_of(made.there.code))
