"""The whole comparison of two sides: every matter, every kind of institution, relation and witnesses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from policy_dsl.compiled import Document
from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.analysis.document_force import suppositions
from reasoner.analysis.rule_set import Compared, RuleIds
from reasoner.analysis.solver_cases import Case, Matter
from reasoner.analysis.witness import HypotheticalApplication, application_of
from reasoner.backends.smt.formulas import TRUE
from reasoner.backends.smt.interrupt import undisturbed
from reasoner.backends.smt.solver import Budget, Spent
from reasoner.compare.compared_documents import compared_documents, reading_basis
from reasoner.compare.coverage import PARTLY, Silence, partly, partly_phrases, silence, untranscribed
from reasoner.compare.relation import MOST_OF_A_KIND, NoApplication, Pair, Questions, presuppose
from reasoner.compare.relation_kinds import Relation
from reasoner.compare.relation_label import (
    INCOMPARABLE,
    UNDECIDED,
    force_label,
    label,
    silent_label,
    supposed_words,
)
from reasoner.compare.result import PARTIES, Both, Comparison, RelationByForce, Result, SupposedForce
from reasoner.compare.witness_check import replay

Example = tuple[Pair, HypotheticalApplication]
"""A pair of rules and an application on which they differ."""

MOST_TOGETHER: Final = 400
"""Witnesses that kinds which are alike repeat for each of them."""


NONE_DECIDED: Final = "没有一份申请能使两边都得出确定的结论(如一边要看所在区县,而机构不在任何区县),无从比较"
NO_APPLICATION: Final = (
    "在所设前提下没有任何可能的申请,无从比较",
    "两边至少有一个共同的地方,事实的取值范围、部分与全部的关系不互相矛盾",
    "核对所比较的地区或者两版的区划,和分类表中事实的取值范围",
)
"""What was found, what is allowed, what to try."""


class Examples(msgspec.Struct, frozen=True):
    """How differences are shown."""

    applications: bool = True
    """Whether each is shown by an application."""
    advise: bool = False
    """Whether the verdicts on these say what would change them."""


WITH_APPLICATIONS: Final = Examples()


def compare(
    a: Compared,
    b: Compared,
    day: str,
    *,
    matters: Sequence[str] = (),
    kinds: Sequence[str] = (),
    seconds: float = 60,
    together: bool = False,
    examples: Examples = WITH_APPLICATIONS,
) -> Comparison:
    """Compare two sides on a day; no matters or kinds named: all. examples: how the differences are shown.

    together: both sides are rules for one place. Where nobody knows whether a document is in force, the question is asked
    both ways; the relation is told once where both are alike. Raises Disagreement where the engines disagree, and Faults
    (U159) where there is no application that could be compared.
    """
    budget = Budget(seconds)
    supposing = _Supposing(a, b)
    terms = a.base.vocabulary.matters
    results: list[Result] = []
    norms: dict[str, None] = {}
    resting: dict[str, None] = {}
    with undisturbed():
        for name in matters or terms:
            matter = Matter(name, day, a, b, together)
            for side, of_side in zip((a, b), matter.norms_of_each, strict=True):
                norms |= dict.fromkeys(n.id for n in of_side)
                resting |= dict.fromkeys(n.id for n in of_side if side.base.rests_on_judgement(n))
            members = [k for k in terms[name].members if not kinds or k in kinds]
            results += _either_force(matter, members, supposing, budget, examples)
    return Comparison(
        a=a.name,
        b=b.name,
        as_of=day,
        one_place=together,
        regions=Both(a.region, b.region),
        documents=Both(compared_documents(a, day), compared_documents(b, day)),
        readings=reading_basis((a, b), {r.matter for r in results}),
        results=tuple(results),
        analysed=len(norms),
        open=len(resting),
        timed_out=sum(not r.complete for r in results),
        rules=RuleIds(tuple(norms), tuple(resting)),
        questions=budget.questions,
    )


class _Supposing:
    """Both sides with documents of unknown force taken as not in force, made once."""

    def __init__(self, a: Compared, b: Compared) -> None:
        self._sides = a, b
        self._made: dict[frozenset[str], tuple[Compared, Compared]] = {}

    def without(self, matter: Matter, documents: frozenset[str]) -> Matter:
        """A matter where these documents are not in force."""
        if documents not in self._made:
            a, b = (side.supposing(documents) for side in self._sides)
            self._made[documents] = a, b
        a, b = self._made[documents]
        return Matter(matter.name, matter.day, a, b, matter.together)


def _either_force(
    matter: Matter, kinds: Sequence[str], supposing: _Supposing, budget: Budget, examples: Examples
) -> list[Result]:
    """The results of a matter. Where nobody knows whether a document is in force, and that makes a difference, each way with
    examples of its own; else as if it were.
    """
    documents = matter.uncertain
    ways = suppositions(documents, matter.day)
    first = list(_matter(matter, kinds, budget, examples))
    otherwise = [supposing.without(matter, way) for way in ways[1:]]
    if not otherwise:
        return first
    others = [list(_matter(m, kinds, budget, Examples(applications=False))) for m in otherwise]
    differing = [r.type for r, *of in zip(first, *others, strict=True) if any(_said(r) != _said(o) for o in of)]
    if not differing:
        return first
    if examples.applications:
        others = [list(_matter(m, differing, budget, examples)) for m in otherwise]
    by_kind = [{r.type: r for r in of} for of in (first, *others)]
    return [_by_force(documents, ways, [of[r.type] for of in by_kind]) if r.type in differing else r for r in first]


def _said(result: Result) -> tuple[object, ...]:
    """What is said of a kind of institution, but for its examples; of versions that nothing changes just that."""
    if result.relation is Relation.EQUAL:
        return (result.relation,)
    return result.relation, result.silent, result.unreached, result.partly, result.silent and result.why


def _by_force(documents: Sequence[Document], ways: Sequence[frozenset[str]], results: Sequence[Result]) -> Result:
    """One result of several that rest on what is supposed of the force of documents; it has the examples of all."""
    each = tuple(
        RelationByForce(
            supposed=tuple(SupposedForce(d.id, d.title, d.number, d.id not in way) for d in documents),
            relation=r.relation,
            label=r.label,
            why=r.why,
            silent=r.silent,
        )
        for way, r in zip(ways, results, strict=True)
    )
    return msgspec.structs.replace(
        results[0],
        relation=Relation.FORCE,
        label=force_label(each),
        why=";".join(f"{supposed_words(x.supposed)},{x.why}" for x in each if x.why),
        silent=False,
        complete=all(r.complete for r in results),
        unreached=(),
        partly={},
        speaking=None,
        by_force=each,
        witnesses=tuple(w for r in results for w in r.witnesses),
    )


def _matter(matter: Matter, kinds: Sequence[str], budget: Budget, examples: Examples) -> Iterable[Result]:
    waiting = untranscribed(matter)
    if waiting:
        return [_result(matter, k, Relation.OPEN, UNDECIDED, waiting, 0) for k in kinds]
    groups: dict[tuple[object, ...], list[str]] = {}
    for kind in kinds:
        groups.setdefault(matter.alike(kind), []).append(kind)
    by_kind: dict[str, Result] = {}
    for number, members in enumerate(groups.values()):
        for result in _group(matter, members, number, budget, examples):
            by_kind[result.type] = result
    return [by_kind[k] for k in kinds]


def _result(matter: Matter, kind: str, relation: Relation, label: str, why: str, number: int) -> Result:
    """The result of two sides that both speak, without what is not the same for all."""
    return Result(
        matter=matter.name,
        type=kind,
        relation=relation,
        label=label,
        why=why,
        silent=False,
        complete=True,
        unreached=(),
        partly={},
        alike=number,
        witnesses=(),
    )


def _silent(matter: Matter, silence: Silence, members: Sequence[str], number: int) -> list[Result]:
    """Nothing is compared; but what two versions both leave out stays as it was."""
    relation = Relation.EQUAL if silence.same and matter.together else Relation.APART
    return [
        msgspec.structs.replace(
            _result(matter, k, relation, silent_label(silence), silence.why, number),
            silent=True,
            unreached=tuple(p for p, none in zip(PARTIES, silence.beyond, strict=True) if none),
            speaking=silence.speaking,
        )
        for k in members
    ]


def _group(matter: Matter, members: Sequence[str], number: int, budget: Budget, examples: Examples) -> Iterable[Result]:
    """Kinds that the rules cannot tell apart: asked once, each with witnesses of its own."""
    pairs: list[Pair] = []
    notes: list[str] = []
    alone = False, False
    relation, complete, unlike = Relation.OPEN, True, False
    case = Case(matter, members[0])
    try:
        unreached = case.a.governing.some.false is TRUE, case.b.governing.some.false is TRUE
        if any(unreached):
            presuppose(case, budget)
            return _silent(matter, silence(case, unreached), members, number)
        questions = Questions(case, budget)
        if not questions.decided():
            presuppose(case, budget)
            return [_result(matter, k, Relation.OPEN, UNDECIDED, NONE_DECIDED, number) for k in members]
        unreached = questions.unreached()
        if any(unreached):
            return _silent(matter, silence(case, unreached), members, number)
        relation = questions.relation()
        alone = questions.partly()
        unlike = matter.together and questions.unlike()
        for pair in questions.pairs() if examples.applications else ():
            pairs.append(pair)
    except NoApplication as error:
        raise Faults([Diagnostic("U159", f"{matter.name},{members[0]}", *NO_APPLICATION)]) from error
    except Spent as spent:
        complete = False
        done = f"已举{len(pairs)}例" if relation is not Relation.OPEN else "未得出结论"
        notes.append(f"计算没有完成,{done}:{spent}(时限{budget.seconds:g}秒,已问{budget.questions}次)")
    goals = [[questions.named[g] for g in p.goals] for p in pairs]
    made = [application_of(case, p.unusual, p.values, g) for p, g in zip(pairs, goals, strict=True)]
    notes += [f"{side.name}{PARTLY}" for side, some in zip((matter.a, matter.b), alone, strict=True) if some]
    codes = partly(case)
    notes += partly_phrases(matter, codes)
    unlike = unlike and relation not in (Relation.OPEN, Relation.APART)
    if unlike:
        relation = Relation.APART  # where only one version speaks, outcomes differ, and neither is stricter
    listed = _without_repeats(list(zip(pairs, made, strict=True)))
    first_of_each = [next((p, w) for p, w in listed if p.kind is k) for k in dict.fromkeys(p.kind for p in pairs)]
    if pairs and questions.many:
        notes.append(
            f"两边规则较多({len(case.a.rules)}条、{len(case.b.rules)}条),各种不同至多举{MOST_OF_A_KIND}例,不逐对列出"
        )
    brief = len(pairs) > 0 and (questions.many or len(pairs) * len(members) > MOST_TOGETHER)
    if brief and not questions.many and len(members) > 1:
        notes.append(f"差异较多,逐对的例子列在{members[0]},其余同类机构各种不同各举一例")
    results = []
    for kind in members:
        # Where rules are many, kinds that are like the first show one witness for each way in which the sides differ.
        mine = first_of_each if brief and kind != members[0] else listed
        applications = [w.by(kind, i) for i, (_, w) in enumerate(mine, 1)]
        witnesses = replay(matter, [p for p, _ in mine], applications, examples.advise)
        name = label(relation, matter.a, matter.b, complete=complete, differs=bool(witnesses))
        if unlike:
            name = INCOMPARABLE
        results.append(
            msgspec.structs.replace(
                _result(matter, kind, relation, name, ";".join(notes), number),
                complete=complete,
                partly={p: of for p, of in zip(PARTIES, codes, strict=True) if of},
                witnesses=witnesses,
            )
        )
    return results


def _without_repeats(examples: list[Example]) -> list[Example]:
    """Without those that only say that nothing decides on a side where a rule that decides there is named with the same
    application and one fact less: that a permission falls away with another fact is no difference between the sides.
    """

    def repeats(one: Pair, less: Pair) -> bool:
        freed = (one.a is None and less.a is not None and one.b == less.b) or (
            one.b is None and less.b is not None and one.a == less.a
        )
        return freed and one.kind is less.kind and set(less.unusual) < set(one.unusual)

    return [(p, w) for p, w in examples if not any(repeats(p, other) for other, _ in examples)]
