"""A witness judged again by the interpreter, on both sides, before anybody sees it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reasoner.backends.smt.side import PROCEEDS, RESTRAINS
from reasoner.compare.cases import Matter
from reasoner.compare.relation import A_ALLOWS, B_ALLOWS, STRENGTH, Pair
from reasoner.compare.witness import Witness
from reasoner.interpreter.elsewhere import rebound
from reasoner.interpreter.judge import judge
from reasoner.model.application import Application
from reasoner.model.verdict import Verdict


class Disagreement(AssertionError):
    """The interpreter does not judge a witness as the solver said: one of the two engines is wrong."""


class Replayed(NamedTuple):
    """A difference shown: the pair, the witness, and the verdict of each side."""

    pair: Pair
    witness: Witness
    a: Verdict
    b: Verdict


def replay(matter: Matter, pairs: Sequence[Pair], witnesses: Sequence[Witness], advise: bool = False) -> list[Replayed]:
    """The verdicts of both sides on each witness; raises Disagreement where a rule said to decide does not.

    advise: the verdicts say what would change them, too.
    """
    if not witnesses:
        return []
    read = matter.a.reader.read([w.application for w in witnesses])
    return [_one(matter, *item, advise) for item in zip(pairs, witnesses, read, strict=True)]


def _one(matter: Matter, pair: Pair, found: Witness, application: Application, advise: bool) -> Replayed:
    a = judge(matter.a.base, application, matter.day, matter.a.only, advise=advise)
    b = judge(matter.b.base, _there(matter, found, application), matter.day, matter.b.only, advise=advise)
    for verdict, rule in ((a, pair.a), (b, pair.b)):
        deciding = {c["rule"] for c in verdict["citations"] if c["role"] == "decisive"}
        wanted = rule.norm.id if rule is not None else None
        if (verdict["outcome"] != "may_proceed" or deciding) if wanted is None else wanted not in deciding:
            raise Disagreement(
                f"{application.id} {application.matter}: {wanted or 'nothing'} should decide, "
                f"the interpreter says {verdict['outcome']} by {sorted(deciding)}: {found.application}"
            )
    if pair.kind != _kind(a["outcome"], b["outcome"]):
        raise Disagreement(
            f"{application.id}: said to be {pair.kind}, is {a['outcome']} against {b['outcome']}: {found.application}"
        )
    if a["label"] == b["label"]:
        raise Disagreement(f"{application.id}: both say {a['label']}: {found.application}")
    return Replayed(pair, found, a, b)


def _kind(a: str, b: str) -> str:
    """What kind of difference two outcomes are; empty where one of them neither lets proceed nor restrains."""
    if not {a, b} <= {*PROCEEDS, *RESTRAINS}:
        return ""
    return STRENGTH if (a in PROCEEDS) == (b in PROCEEDS) else A_ALLOWS if a in PROCEEDS else B_ALLOWS


def _there(matter: Matter, found: Witness, application: Application) -> Application:
    """The application as the second side sees it."""
    if matter.together:
        return matter.b.reader.read([found.application])[0]
    return rebound(application, found.there.code, dict(matter.b.roles_of(found.there.code)))
