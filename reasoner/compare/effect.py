"""The whole comparison of two sides: every matter, every kind of institution, relation and witnesses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from reasoner.backends.smt.interrupt import undisturbed
from reasoner.backends.smt.solver import Budget, Spent
from reasoner.compare.cases import Case, Matter
from reasoner.compare.relation import APART, EQUAL, MOST_OF_A_KIND, OPEN, Pair, Questions
from reasoner.compare.replay import Replayed, replay
from reasoner.compare.sides import AFTER, BEFORE, Compared
from reasoner.compare.silence import BEYOND, Silence, Speaking, governed, partly, partly_told, silence
from reasoner.compare.witness import Witness, witness

Shown = list[tuple[Pair, Witness]]

MOST_TOGETHER: Final = 400
"""Witnesses that kinds which are alike repeat for each of them."""


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
    ended: bool = False
    """Whether that is because their texts are not in force."""
    unreached: tuple[bool, bool] = (False, False)
    """Whether none of the rules of a side can come about for this kind of institution."""
    speaking: tuple[tuple[Speaking, ...], ...] = ((), ())
    """Where one side is silent: the rules of each."""
    partly: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    """Where a side speaks in some places only: the codes of the others."""


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

    @property
    def versions(self) -> bool:
        """Whether the sides are the rules of one region before and after an amendment."""
        return (self.a.name, self.b.name) == (BEFORE, AFTER)


@dataclass(frozen=True, slots=True)
class Examples:
    """Whether differences are shown by applications, and whether their verdicts say what would change them."""

    wanted: bool = True
    advise: bool = False


def compare(
    a: Compared,
    b: Compared,
    day: str,
    *,
    matters: Sequence[str] = (),
    kinds: Sequence[str] = (),
    seconds: float = 60,
    together: bool = False,
    examples: Examples = Examples(),
) -> Comparison:
    """Compare two sides on a day; no matters or kinds named: all. examples: how the differences are shown.

    Raises Disagreement where the engines disagree.
    """
    budget = Budget(seconds)
    terms = a.base.vocabulary.matters
    results: list[Result] = []
    norms: dict[str, None] = {}
    resting: dict[str, None] = {}
    with undisturbed():
        for name in matters or terms:
            matter = Matter(name, day, a, b, together)
            for side, found in zip((a, b), matter.norms_of_each, strict=True):
                norms |= dict.fromkeys(n.id for n in found)
                resting |= dict.fromkeys(n.id for n in found if side.base.rests_on_judgement(n))
            asked = [k for k in terms[name].members if not kinds or k in kinds]
            results += _matter(matter, asked, budget, examples)
    late = sum(not r.complete for r in results)
    return Comparison(a, b, day, together, tuple(results), tuple(norms), tuple(resting), late, budget.asked)


def _matter(matter: Matter, kinds: Sequence[str], budget: Budget, examples: Examples) -> Iterable[Result]:
    groups: dict[tuple[object, ...], list[str]] = {}
    for kind in kinds:
        groups.setdefault(matter.alike(kind), []).append(kind)
    found: dict[str, Result] = {}
    for number, members in enumerate(groups.values()):
        for result in _group(matter, members, number, budget, examples):
            found[result.type] = result
    return [found[k] for k in kinds]


def _silent(matter: Matter, said: Silence, members: Sequence[str], number: int) -> list[Result]:
    """Nothing is compared; but what two versions both leave out stays as it was."""
    relation = EQUAL if said.same and matter.together else APART
    return [
        Result(
            matter.name, k, relation, said.why, number,
            silent=True, both_silent=said.same, ended=said.ended, unreached=said.beyond, speaking=said.speaking,
        )
        for k in members
    ]  # fmt: skip


def _group(matter: Matter, members: Sequence[str], number: int, budget: Budget, examples: Examples) -> Iterable[Result]:
    """Kinds that the rules cannot tell apart: asked once, each with witnesses of its own."""
    pairs: list[Pair] = []
    notes: list[str] = []
    relation, complete, unreached = OPEN, True, (False, False)
    case = Case(matter, members[0])
    try:
        questions = Questions(case, budget)
        if governed(matter) and not matter.together and not questions.decided():
            undecided = "没有一份申请能使两边都得出确定的结论(如一边要看所在区县,而机构不在任何区县),无从比较"
            return [Result(matter.name, k, OPEN, undecided, number) for k in members]
        unreached = questions.unreached()
        if not governed(matter) or (any(unreached) and not matter.together):
            # Of versions of one region those are told apart whom a rule no longer reaches: their outcome is another.
            return _silent(matter, silence(matter, case, unreached), members, number)
        relation = questions.relation()
        for pair in questions.pairs() if examples.wanted else ():
            pairs.append(pair)
    except Spent as spent:
        complete = False
        done = f"已举{len(pairs)}例" if relation != OPEN else "未得出结论"
        notes.append(f"求解没有完成,{done}:{spent}(时限{budget.seconds:g}秒,已问{budget.asked}次)")
    goals = [[questions.named[g] for g in p.goals] for p in pairs]
    found = [witness(case, p.unusual, p.values, g) for p, g in zip(pairs, goals, strict=True)]
    notes += [
        f"{side.name}{BEYOND},按「未见限制」比较"
        for side, none in zip((matter.a, matter.b), unreached, strict=True)
        if none
    ]
    where = partly(matter)
    notes += partly_told(matter)
    if matter.together and any(where) and relation != OPEN:
        relation = APART  # where only one version speaks, outcomes differ, and neither is stricter
    shown = _telling(list(zip(pairs, found, strict=True)))
    first_of_each = [next((p, w) for p, w in shown if p.kind == k) for k in dict.fromkeys(p.kind for p in pairs)]
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
        mine = first_of_each if brief and kind != members[0] else shown
        applications = [w.of(kind, i) for i, (_, w) in enumerate(mine, 1)]
        differences = tuple(replay(matter, [p for p, _ in mine], applications, examples.advise))
        results.append(
            Result(
                matter.name,
                kind,
                relation,
                ";".join(notes),
                number,
                differences,
                complete,
                unreached=unreached,
                partly=where,
            )
        )
    return results


def _telling(shown: Shown) -> Shown:
    """Without those that only say that nothing decides on a side where a rule that decides there is told of the same
    application and one fact less: that a permission falls away with another fact is no difference between the sides.
    """

    def told(one: Pair, less: Pair) -> bool:
        freed = (one.a is None and less.a is not None and one.b == less.b) or (
            one.b is None and less.b is not None and one.a == less.a
        )
        return freed and one.kind == less.kind and set(less.unusual) < set(one.unusual)

    return [(p, w) for p, w in shown if not any(told(p, other) for other, _ in shown)]
