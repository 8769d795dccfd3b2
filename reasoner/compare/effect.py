"""The whole comparison of two sides: every matter, every kind of institution, relation and witnesses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from policy_dsl import ir
from reasoner.backends.smt import terms as t
from reasoner.backends.smt.solver import Budget, Spent
from reasoner.compare.cases import Case, Matter
from reasoner.compare.relation import APART, EQUAL, MOST_OF_A_KIND, OPEN, STRENGTH, Pair, Questions
from reasoner.compare.replay import Replayed, replay
from reasoner.compare.sides import Compared
from reasoner.compare.witness import witness
from reasoner.facts import Application
from reasoner.interpreter.boundaries import facts_of
from reasoner.interpreter.force import ENDED, NOT_YET, force_on

MOST_TOGETHER: Final = 400
"""Witnesses that kinds which are alike repeat for each of them."""


_NOTHING: Final = frozenset({"not_regulated"})
_BEYOND: Final = "的规则不及于此类机构"


@dataclass(frozen=True, slots=True)
class Speaking:
    """A rule on a matter on which the other side is silent, and whether it can reach the kind of institution."""

    norm: ir.Norm
    reaches: bool


@dataclass(frozen=True)
class Result:
    """One matter and one kind of institution. `alike`: the number of the group of kinds that rules cannot tell apart."""

    matter: str
    type: str
    relation: str
    why: str
    alike: int
    differences: tuple[Replayed, ...] = ()
    complete: bool = True
    """Whether the solver answered everything in time."""
    silent: bool = False
    """Whether a side has no rule in force on the matter, or none for the kind, so that nothing is compared."""
    both_silent: bool = False
    """Whether both have none, for the same reason."""
    unreached: tuple[bool, bool] = (False, False)
    """Whether none of the rules of a side can come about for this kind of institution."""
    speaking: tuple[tuple[Speaking, ...], ...] = ((), ())
    """Where one side is silent: the rules of each."""


@dataclass(frozen=True)
class Comparison:
    """Two sides on a day; `analysed` and `open` are the ids of norms looked at, and of those that rest on judgements."""

    a: Compared
    b: Compared
    as_of: str
    together: bool
    results: tuple[Result, ...]
    analysed: tuple[str, ...]
    open: tuple[str, ...]
    timed_out: int = field(default=0)
    asked: int = field(default=0)
    """Questions to the solver."""


def compare(
    a: Compared,
    b: Compared,
    day: str,
    *,
    matters: Sequence[str] = (),
    kinds: Sequence[str] = (),
    seconds: float = 60,
    together: bool = False,
    witnesses: bool = True,
) -> Comparison:
    """Compare two sides on a day; no matters or kinds named: all. witnesses: show the differences, too.

    Raises Disagreement where the engines disagree.
    """
    budget = Budget(seconds)
    terms = a.base.vocabulary.matters
    results: list[Result] = []
    norms: dict[str, ir.Norm] = {}
    for name in matters or terms:
        matter = Matter(name, day, a, b, together)
        norms |= {n.id: n for n in matter.norms}
        asked = [k for k in terms[name].members if not kinds or k in kinds]
        results += _matter(matter, asked, budget, witnesses)
    resting = tuple(n.id for n in norms.values() if _rests_on_judgement(n, a) or _rests_on_judgement(n, b))
    late = sum(not r.complete for r in results)
    return Comparison(a, b, day, together, tuple(results), tuple(norms), resting, late, budget.asked)


def _rests_on_judgement(norm: ir.Norm, side: Compared) -> bool:
    """Whether it reads what an authority determines, or its clause leaves something to the judgement of an office."""
    document = side.base.documents.get(norm.document)
    facts = side.base.vocabulary.facts
    read = [facts[label] for cond in (norm.scope, norm.condition) for _, label, _ in facts_of(cond)]
    return any(f.provider == "有权机关认定" for f in read) or (
        document is not None and bool(document.clauses.get(norm.clause, {}).get("judgements"))
    )


def _matter(matter: Matter, kinds: Sequence[str], budget: Budget, witnesses: bool) -> Iterable[Result]:
    groups: dict[tuple[object, ...], list[str]] = {}
    for kind in kinds:
        groups.setdefault(matter.alike(kind), []).append(kind)
    found: dict[str, Result] = {}
    for number, members in enumerate(groups.values()):
        for result in _group(matter, members, number, budget, witnesses):
            found[result.type] = result
    return [found[k] for k in kinds]


def _silence(matter: Matter) -> tuple[frozenset[str], frozenset[str]]:
    """For each side, how it is silent at each kind of place; the empty string where it governs."""
    a, b = (frozenset(p.silence for p in kinds) for kinds in (matter.here, matter.there))
    return a, b


def _silent(
    matter: Matter, case: Case, members: Sequence[str], number: int, unreached: tuple[bool, bool]
) -> list[Result]:
    """Where a side says nothing of these institutions: nothing is compared, and the rules of the other are told."""
    silence = _silence(matter)
    beyond = (unreached[0] and "" in silence[0], unreached[1] and "" in silence[1])
    states = [_NOTHING if none else state for state, none in zip(silence, beyond, strict=True)]
    same = states[0] == states[1]
    told = []
    for side, state, none in zip((matter.a, matter.b), states, beyond, strict=True):
        words = dict.fromkeys(w for s in sorted(state) for w in _silent_words(side, matter, s))
        told.append(f"{side.name}{_BEYOND if none else '、'.join(words)}")
    why = ";".join(told) + (";没有规定不等于可以办理,不作宽严比较" if _NOTHING in states and not same else "")
    speaking = tuple(
        tuple(Speaking(r.norm, r.status.true is not t.FALSE) for r in side.rules) for side in (case.a, case.b)
    )
    # What two versions both leave out stays as it was; of two regions nothing is compared.
    relation = EQUAL if same and matter.together else APART
    return [
        Result(
            matter.name, k, relation, why, number,
            silent=True, both_silent=same, unreached=beyond, speaking=speaking,
        )
        for k in members
    ]  # fmt: skip


def _silent_words(side: Compared, matter: Matter, silence: str) -> list[str]:
    """How a side is silent: nothing said, not yet in force, ended; or that it does speak."""
    if silence != "out_of_force":
        return ["有规定" if not silence else "没有可据以研判的规定"]
    there = Application("", matter.name, matter.day, None, {}, {})
    states = [force_on(d, matter.day, there).status for d in side.documents if matter.name in d.regulates]
    return [words for status, words in ((NOT_YET, "尚未施行"), (ENDED, "规划期已届满")) if status in states]


def _group(matter: Matter, members: Sequence[str], number: int, budget: Budget, witnesses: bool) -> Iterable[Result]:
    """Kinds that the rules cannot tell apart: asked once, each with witnesses of its own."""
    pairs: list[Pair] = []
    notes: list[str] = []
    relation, complete, unreached = OPEN, True, (False, False)
    case = Case(matter, members[0])
    try:
        questions = Questions(case, budget)
        unreached = questions.unreached()
        governed = all("" in state for state in _silence(matter))
        if not governed or (any(unreached) and not matter.together):
            # Of versions of one region those are told apart whom a rule no longer reaches: their outcome is another.
            return _silent(matter, case, members, number, unreached)
        relation = questions.relation()
        for pair in questions.pairs() if witnesses else ():
            pairs.append(pair)
    except Spent as spent:
        complete = False
        done = f"已举{len(pairs)}例" if relation != OPEN else "未得出结论"
        notes.append(f"求解没有完成,{done}:{spent}(时限{budget.seconds:g}秒,已问{budget.asked}次)")
    goals = [[questions.named[g] for g in p.goals] for p in pairs]
    found = [witness(case, p.unusual, p.values, g) for p, g in zip(pairs, goals, strict=True)]
    notes += [
        f"{side.name}{_BEYOND},按「未见限制」比较"
        for side, none in zip((matter.a, matter.b), unreached, strict=True)
        if none
    ]
    shown = list(zip(pairs, found, strict=True))
    first_of_each = [
        next((p, w) for p, w in shown if p.kind == kind)
        for kind in dict.fromkeys(p.kind for p in pairs if p.kind != STRENGTH)
    ]
    if pairs and questions.many:
        notes.append(
            f"两边规则较多({len(case.a.rules)}条、{len(case.b.rules)}条),各种不同至多举{MOST_OF_A_KIND}例,不逐对列出"
        )
    brief = len(pairs) > 0 and (questions.many or len(pairs) * len(members) > MOST_TOGETHER)
    results = []
    for kind in members:
        # Where rules are many, kinds that are like the first show one witness for each way in which the sides differ.
        mine = first_of_each if brief and kind != members[0] else shown
        applications = [w.of(kind, i) for i, (_, w) in enumerate(mine, 1)]
        differences = tuple(replay(matter, [p for p, _ in mine], applications))
        results.append(
            Result(matter.name, kind, relation, ";".join(notes), number, differences, complete, unreached=unreached)
        )
    return results
