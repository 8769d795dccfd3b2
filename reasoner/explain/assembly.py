"""From a verdict to what is said about it: structured sentences that terminal, letters and pages lay out.

Pure: the typed verdict (CONTRACT §2) and the vocabulary's terms in, sentences in the phrases of staff out.
No renderer needs to look into a proof, and none may lose a citation or a number.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from policy_dsl.ir import Effect
from reasoner.explain.explanation import Background, Explanation, Head, Point, PointRole, Statement
from reasoner.explain.missing_sentences import assumption_sentences, missing_by_provider, missing_groups
from reasoner.explain.outcome_text import against, closing, meaning, open_label, possible_labels
from reasoner.explain.points import cited_points, elsewhere_point
from reasoner.explain.proof_text import Terms, fact_name, stated, with_unit
from reasoner.explain.reading_sentences import changing, not_run, rested_on
from reasoner.explain.supposed import supposed
from reasoner.explain.what_to_do import first_steps
from reasoner.interpreter.outcome import FAVOURABLE
from reasoner.model.credit_code import note_on
from reasoner.model.kinds import Outcome, Power
from reasoner.model.messages import UNSTATED
from reasoner.model.proof import RuleProof, StandardReport
from reasoner.model.verdict import Change, ClauseCitation, PendingClause, Touching, Verdict


def explain(
    verdict: Verdict,
    background: Background,
    elsewhere: Iterable[ClauseCitation] = (),
    roles: Container[PointRole] = tuple(PointRole),
) -> Explanation:
    """What is said about a verdict. `elsewhere`: exemptions whose conditions are met, of documents that do not govern.

    roles: the parts of clauses to speak of; of others, and the readings on which they alone rest, nothing is said.
    """
    background = background.of(verdict)
    terms = background.terms
    verdict = supposed(verdict) if background.supposed else verdict
    points: list[Point] = []
    exceptions: list[Point] = []
    holding: list[RuleProof] = []
    undecided: list[RuleProof] = []
    for point in cited_points(verdict, background, roles):
        if point.is_exception:
            exceptions.append(point)
            continue
        points.append(point)
        if point.role in _AT_WORK:
            holding += point.rules
        elif point.role in _UNDECIDED:
            undecided += point.rules
        elif verdict.outcome in FAVOURABLE and point.role is PointRole.CHECKED:
            holding += point.rules  # that a restriction does not bite is what a favourable outcome rests on
    exceptions += [elsewhere_point(c, verdict) for c in elsewhere]
    used = dict(rested_on(holding, verdict, background))
    return Explanation(
        head=_head(verdict, background),
        label=verdict.label,
        against=against(verdict),
        meaning=meaning(verdict),
        possible=possible_labels(verdict),
        points=tuple(points),
        exceptions=tuple(exceptions),
        missing=missing_groups(verdict, terms, background.authorities),
        pending=tuple([_pending(c) for c in verdict.pending]),
        assumptions=assumption_sentences(verdict),
        consideration=_consideration(verdict),
        first_steps=() if background.supposed else tuple(_first_steps(points, verdict, background)),
        changes=tuple([_change(c, verdict, terms) for c in verdict.changes]),
        standards=tuple([_standard(s, terms) for s in verdict.reasons.standards]),
        warnings=warnings_on(verdict),
        not_governing=_not_governing(verdict),
        touching=_touching(verdict, background),
        readings=tuple(used.values()),
        open_readings=tuple([s for n, s in rested_on(undecided, verdict, background) if n not in used]),
        changing_readings=changing(verdict, background),
        readings_not_run=not_run(verdict, background),
        unreviewed=len([r for r in (*holding, *undecided) if not r.reviewed and not r.pending]),
        closing=closing(verdict),
    )


_AT_WORK: Final = (PointRole.DECISIVE, PointRole.SUPPORTING, PointRole.DEFEATED)
_UNDECIDED: Final = (PointRole.OPEN, PointRole.MET)


class InShort(NamedTuple):
    """What is said of a verdict where only what decides is wanted; the sentences are those of `explain`."""

    head: Head
    """What it is about."""
    against: str
    """What speaks against a favourable label; empty where nothing does."""
    meaning: tuple[str, ...]
    """What its outcome means."""
    possible: tuple[str, ...]
    """The labels of the outcomes that are still open."""
    consideration: str
    """What is to be said of exceptions; empty where nothing is."""
    points: tuple[Point, ...]
    """The clauses that decide; where none does, those that are open."""
    missing: Mapping[str, Sequence[str]]
    """The missing facts, a sentence each, by who provides them."""
    changes: tuple[str, ...]
    """What would change the outcome."""
    assumptions: tuple[str, ...]
    """What was assumed."""


_OPEN: Final = (PointRole.MET, PointRole.OPEN)


def explain_in_short(verdict: Verdict, background: Background) -> InShort:
    """What decides, what is missing and what would change a verdict: a part of `explain`, for a great many verdicts."""
    background = background.of(verdict)
    points = tuple(cited_points(verdict, background, (PointRole.DECISIVE,)))
    if not points:
        open_points = [p for p in cited_points(verdict, background, _OPEN) if not p.is_exception]
        points = tuple(sorted(open_points, key=lambda p: _OPEN.index(p.role)))
    return InShort(
        head=_head(verdict, background),
        against=against(verdict),
        meaning=meaning(verdict),
        possible=possible_labels(verdict),
        consideration=_consideration(verdict),
        points=points,
        missing=missing_by_provider(verdict, background.terms, background.authorities),
        changes=tuple(_change(c, verdict, background.terms) for c in verdict.changes),
        assumptions=assumption_sentences(verdict),
    )


def _head(verdict: Verdict, background: Background) -> Head:
    return Head(
        application=verdict.application,
        matter=verdict.matter,
        facility=facility_fact(verdict, "名称"),
        kind=facility_fact(verdict, "类型"),
        place=background.regions.get(verdict.region or "", verdict.region or ""),
        city=background.cities.get(verdict.region or "", ""),
        day=verdict.as_of,
    )


def warnings_on(verdict: Verdict) -> tuple[str, ...]:
    """What staff are warned of: what the verdict says, and a credit code that cannot be right."""
    note = note_on(facility_fact(verdict, "统一社会信用代码"))
    return (*verdict.warnings, note) if note else verdict.warnings


def facility_fact(verdict: Verdict, label: str) -> str:
    """What was given of the institution under a label, as text; empty where nothing was."""
    values = [g.value for g in verdict.given if g.subject == "机构" and g.fact == label]
    return values[-1] if values and isinstance(values[-1], str) else ""


def _first_steps(points: Iterable[Point], verdict: Verdict, background: Background) -> Iterator[str]:
    deciding = [r for p in points if p.role is PointRole.DECISIVE for r in p.rules if r.effect is Effect.REQUIRE]
    yield from dict.fromkeys([s for r in deciding for s in first_steps(r, verdict.matter, background.adding)])


def _consideration(verdict: Verdict) -> str:
    if verdict.outcome is not Outcome.PRESUMPTIVELY_BARRED:
        return ""
    return "写明有无应予例外的情形及其理由,再出具告知书:________(由经办人员填写)。"


_WHO: Final = {
    Power.APPLICANT: "申请人可自行改变",
    Power.REGION: "区域性指标,申请人无法单独改变",
    Power.AUTHORITY: "须由有权机关认定",
    Power.NOBODY: "客观事实,不可改变",
}


_PLACE, _MOVING = "所在地", "另选地址"


def _change(change: Change, verdict: Verdict, terms: Terms) -> str:
    steps = []
    for fact in change.facts:
        term = terms.get(fact.fact)
        before, after = with_unit(fact.before, term), with_unit(fact.after, term)
        name = fact_name(fact, terms)
        if fact.how.startswith(_MOVING) and fact.fact != _PLACE:  # its neighbours do not go away, the applicant does
            steps.append(f"{_MOVING},新址{name}为{after}")
        else:
            steps.append(f"{name}为{after}(材料未载明)" if before == UNSTATED else f"{name}由{before}变为{after}")
    others = f"(或{'、'.join(change.others)})" if change.others else ""
    reached = open_label(change.outcome, verdict)
    return (
        f"其他事实不变,如{','.join(steps)}{others},研判结论将由「{verdict.label}」变为「{reached}」;"
        f"届时仍按有效规定办理。{_by_whom(change)}。"
    )


_EVIDENCE: Final = "另行举证:"


def _by_whom(change: Change) -> str:
    """Who can change the facts, and by doing what; nothing of the latter for what nobody can change alone."""
    doing = list(dict.fromkeys(f.how for f in change.facts if f.how))
    if change.by is Power.AUTHORITY and doing and all(d.startswith(_EVIDENCE) for d in doing):
        # What is determined on evidence: the applicant may bring it, and decides nothing by that.
        return f"是否符合由有权机关认定;可{';'.join(d.removeprefix(_EVIDENCE) for d in doing)}"
    ways = ";".join(d.replace(":", ",", 1) for d in doing)
    return f"{_WHO[change.by]}:{ways}" if doing else _WHO[change.by]


def _pending(clause: PendingClause) -> str:
    about = "可能涉及本事项,结论以写成规则并复核以后的为准" if clause.concerns else "不涉及本事项"
    reason = f"。原因:{clause.reason.rstrip('。')}" if clause.reason else ""
    return f"《{clause.document}》{clause.place}尚未写成规则,{about}{reason}。"


def _not_governing(verdict: Verdict) -> tuple[str, ...]:
    """For each reason the documents that it keeps away."""
    reasons: dict[str, list[str]] = {}
    for entry in verdict.not_governing:
        reasons.setdefault(entry.why, []).append(f"《{entry.document}》")
    return tuple(f"{'、'.join(titles)}:{why}。" for why, titles in reasons.items())


def _touching(verdict: Verdict, background: Background) -> tuple[Statement, ...]:
    """Each statement once, with every reason why it touches the case; those of documents that govern first."""
    if not verdict.touching:
        return ()
    ids = tuple(dict.fromkeys([t.clause.partition("/")[0] for t in verdict.touching]))
    titles = tuple([(i, background.titles.get(i, i)) for i in ids])
    return _touching_statements(verdict.touching, verdict.reasons.governing, titles)


@lru_cache(maxsize=1024)
def _touching_statements(
    statements: tuple[Touching, ...], governing: tuple[str, ...], titled: tuple[tuple[str, str], ...]
) -> tuple[Statement, ...]:
    """The same of these statements; governing: ids of documents; titled: ids with titles."""
    return tuple(_touching_once(statements, governing, dict(titled)))


def _touching_once(
    statements: Iterable[Touching], governing: Container[str], titles: Mapping[str, str]
) -> Iterator[Statement]:
    reasons: dict[tuple[str, str, str], list[str]] = {}
    for touching in statements:
        reasons.setdefault((touching.clause, touching.place, touching.quote), []).append(touching.why)
    for (clause, place, words), whys in sorted(
        reasons.items(), key=lambda item: item[0][0].partition("/")[0] not in governing
    ):
        id_, _, address = clause.partition("/")
        where, why = f"《{titles[id_]}》{place}", ";".join(dict.fromkeys(whys))
        yield Statement(f"{where}({address}):{why}。", f"{where}:「{''.join(words.splitlines())}」({why})。")


def _standard(report: StandardReport, terms: Terms) -> str:
    unit = report.standard.lstrip("0123456789.,")
    actual = "无从计算" if report.actual is None else f"现为{report.actual}{unit}"
    figures = f"{stated(report.over, terms)},{stated(report.under, terms)}"
    return f"{report.name}:规划标准为{report.standard},{actual}({figures})。规划标准供参考,不作为本次结论的依据。"
