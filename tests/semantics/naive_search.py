"""The search for advice as a table: every value of every fact that is tried, every set of at most three, each judged anew.

It takes from the interpreter `judge`, and the truth of a condition; what is tried is what docs/semantics.md §9 says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

from msgspec import structs

from policy_dsl import ir
from policy_dsl.ir import Effect
from reasoner.interpreter.condition_evaluation import FactContext, evaluate
from reasoner.interpreter.judge import judge_unsealed
from reasoner.interpreter.likeness import SUPPOSED
from reasoner.model.application import Application, Observation, Value, counting, show
from reasoner.model.kinds import RANK, AuthorityStatus, Outcome, Role, Status
from reasoner.model.place_binding import bind_roles
from reasoner.model.rule_base import RuleBase
from reasoner.model.verdict import Verdict

Ref = tuple[str, str, str | None]
"""Role, term and period of a fact; a place is the fact 所在地 of its role."""
Step = tuple[Ref, Value]
"""A fact and another value of it."""
Steps = frozenset[Step]
Found = dict[frozenset[tuple[Ref, str]], Outcome]
"""Sets of changed facts with the values as people write them, and the outcome that each leads to."""

RESTRICTING = tuple(o for o in RANK if RANK[o] < RANK[Outcome.EXEMPT])
ALIKE = ("类型", "床位类别")
"""Facts of which several values that lead to the same outcome are one suggestion."""


class Question(NamedTuple):
    """An application before a rule base on a day, and the values that its facts may have.

    domain: every value of a fact, in the order in which suggestions are made; None for a number, whose values are
    found from the present one outwards.
    """

    base: RuleBase
    application: Application
    day: str
    domain: Callable[[Ref], tuple[Value, ...] | None]
    only: frozenset[str] | None = None

    def verdict(self, advise: bool = True) -> Verdict:
        """What is to be held against the table."""
        return judge_unsealed(self.base, self.application, self.day, self.only, advise=advise)

    def context(self, steps: Iterable[Step] = ()) -> FactContext:
        """The facts after some changes."""
        return FactContext(self.changed(steps), self.base.vocabulary, self.day)

    def now(self, ref: Ref) -> Value | None:
        """The present value of a fact."""
        if ref[1] == "所在地":
            return self.application.roles[ref[0]]
        return self.context().read(ir.Fact(*ref))[0]

    def changed(self, steps: Iterable[Step]) -> Application:
        """The application with these values: facts of the present place first, then the place."""
        facts, place = dict(self.application.facts), None
        for (role, term, period), value in steps:
            if term == "所在地":
                place = str(value)
                continue
            subject = self.application.roles[role]
            if subject is not None:
                given = facts.get((subject, term), ())
                if period is not None and period.startswith("@"):
                    other = tuple(o for o in given if o.as_at != period[1:])
                    facts[subject, term] = (*other, Observation(value, period[1:]))
                    continue
                counted = counting(given, self.day, period)
                unknown = counted is None or (counted.value is None and not counted.as_at)
                new = Observation(value, period or "", SUPPOSED)
                new = new if unknown or counted is None else structs.replace(counted, value=value)
                facts[subject, term] = (*(o for o in given if o is not counted), new)
        if place is None:
            return structs.replace(self.application, facts=facts)
        there = bind_roles(self.base.vocabulary, place)
        roles = {**self.application.roles, **{r: there[r] for r in ("本区县", "所在医保管理区域")}}
        return structs.replace(self.application, facts=facts, roles=roles, region=place)

    def possible(self, steps: Iterable[Step]) -> tuple[Outcome, ...]:
        """What is possible after some changes."""
        return judge_unsealed(self.base, self.changed(steps), self.day, self.only, advise=False).possible

    def reached(self, steps: Iterable[Step]) -> Outcome:
        """The outcome after some changes."""
        return judge_unsealed(self.base, self.changed(steps), self.day, self.only, advise=False).outcome

    def can_be(self, steps: Steps) -> bool:
        """Whether no figure of a part is above that of the whole of the same day, where one of them was changed."""
        there = self.changed(steps)
        changed = {(there.roles[role], term) for (role, term, _), _ in steps}
        for part, whole in self.base.vocabulary.parts:
            for subject in {s for s, t in changed if t in (part, whole) and s is not None}:
                wholes = {o.as_at: o.value for o in there.facts.get((subject, whole), ())}
                for observation in there.facts.get((subject, part), ()):
                    value, total = observation.value, wholes.get(observation.as_at)
                    if isinstance(value, Decimal) and isinstance(total, Decimal) and value > total:
                        return False
        return True

    def written(self, ref: Ref, value: Value) -> str:
        """A value as verdicts write it."""
        if ref[1] == "所在地":
            return self.base.vocabulary.regions[str(value)].name
        return show(value, self.base.vocabulary.facts[ref[1]]) or "无"


# --- changes --------------------------------------------------------------------------------------------------


def every_change(question: Question, verdict: Verdict, most: int = 3) -> Found:
    """Every minimal set of tried changes that reaches a better outcome, by least steps; of values that do the same the first."""
    steps, rank = list(dict.fromkeys(_tried(question, verdict))), RANK[verdict.outcome]
    better: dict[Steps, Outcome] = {}
    for size in range(1, most + 1):
        for chosen in combinations(steps, size):
            together = frozenset(chosen)
            if len({ref for ref, _ in chosen}) < size or any(
                frozenset(part) in better for k in range(1, size) for part in combinations(chosen, k)
            ):
                continue
            outcome = question.reached(chosen)
            if rank < RANK.get(outcome, -1) <= RANK[Outcome.MAY_PROCEED] and question.can_be(together):
                better[together] = outcome
    first: dict[tuple[frozenset[tuple[Ref, Value | None]], Outcome], Steps] = {}
    for together, outcome in better.items():
        if not any(_least(question, other, together) for other in better):
            first.setdefault((frozenset((r, None if r[1] in ALIKE else v) for r, v in together), outcome), together)
    return {
        frozenset((ref, question.written(ref, value)) for ref, value in together): better[together]
        for together in first.values()
    }


def offered(verdict: Verdict) -> Found:
    """The changes that a verdict offers, each place that would do by itself."""
    every: Found = {}
    for change in verdict.changes:
        facts = [((f.role, f.fact, f.period or None), f.after) for f in change.facts]
        places = [[(ref, place)] for ref, _ in facts[:1] for place in change.others]
        for steps in (facts, *places):
            assert frozenset(steps) not in every, "offered twice"
            every[frozenset(steps)] = change.outcome
    return every


def _least(question: Question, other: Steps, steps: Steps) -> bool:
    """Whether other changes move the same numbers in the same direction and less far, everything else being equal."""
    if other == steps or {r for r, _ in other} != {r for r, _ in steps}:
        return False
    far, near = dict(steps), dict(other)
    for ref, value in far.items():
        now, less = question.now(ref), near[ref]
        if value == less:
            continue
        if not isinstance(now, Decimal) or not isinstance(value, Decimal) or not isinstance(less, Decimal):
            return False
        if (value > now) != (less > now) or abs(less - now) > abs(value - now):
            return False
    return True


def _tried(question: Question, verdict: Verdict) -> Iterator[Step]:
    """The values that alone turn a condition of a deciding rule against it, or one of the unmet part of an exemption of
    its document for it.
    """
    deciding = {c.rule for c in verdict.citations if c.role is Role.DECISIVE}
    rules = [(_norm(question, r.rule), r.status) for r in verdict.reasons.rules]
    documents = {n.document for n, _ in rules if n.id in deciding}
    for norm, _ in rules:
        if norm.id in deciding:
            yield from _turning(question, norm.scope, Status.FALSE)
            yield from _turning(question, norm.condition, _unless(norm.effect is Effect.REQUIRE))
    for norm, status in rules:
        if norm.effect is Effect.EXEMPT and status is not Status.TRUE and norm.document in documents:
            for part in (norm.scope, norm.condition):
                if evaluate(part, question.context()).status is not Status.TRUE:
                    yield from _turning(question, part, Status.TRUE)


def _unless(met: bool) -> Status:
    return Status.TRUE if met else Status.FALSE


def _turning(question: Question, part: ir.Cond, goal: Status) -> Iterator[Step]:
    """The values at which a condition at a leaf comes to what the goal of the whole asks of it."""
    leaves = [(leaf, goal if even else _unless(goal is Status.FALSE)) for leaf, even in _leaves(part)]
    here = question.context()
    leaves = [(leaf, aim) for leaf, aim in leaves if evaluate(leaf, here).status is not aim]

    def turns(ref: Ref, value: Value, only: ir.Cond | None = None) -> bool:
        there = question.context([(ref, value)])
        return any(evaluate(leaf, there).status is aim for leaf, aim in leaves if only is None or leaf is only)

    for ref in _refs(part):
        if ref[1] != "所在地" and question.base.vocabulary.facts[ref[1]].changed_by == "不可改变":
            continue  # a name, the question itself, or what nobody changes: another site alone is advice
        if _settled(question, ref):
            continue  # the organ whose it is has found it
        now, values = question.now(ref), question.domain(ref)
        if question.base.vocabulary.facts[ref[1]].datatype in ("ratio", "count"):
            for leaf in (leaf for leaf, _ in leaves if isinstance(leaf, ir.Compare)):

                def comes(value: Decimal, ref: Ref = ref, leaf: ir.Cond = leaf) -> bool:
                    return turns(ref, value, leaf)

                only = question.base.vocabulary.facts[ref[1]].changed_to
                for value in _numbers(question, ref, comes):
                    if not only or not isinstance(now, Decimal) or (value < now) is (only == "降低"):
                        yield ref, value
            continue
        for value in values or ():
            less = now is None and isinstance(value, tuple) and value and turns(ref, ())
            if value != now and _one_apart(now, value) and turns(ref, value) and not less:
                yield ref, value


def _settled(question: Question, ref: Ref) -> bool:
    """Whether a fact that an organ determines was determined by the organ whose it is."""
    term = question.base.vocabulary.facts[ref[1]]
    if ref[1] == "所在地" or term.provider != "有权机关认定":
        return False
    value, node = question.context().read(ir.Fact(*ref))
    return value is not None and node.standing is AuthorityStatus.COMPETENT


def _numbers(question: Question, ref: Ref, comes: Callable[[Decimal], bool]) -> Iterator[Decimal]:
    """The nearest value with a property above the present one and below; of an unknown one, where the property begins or ends."""
    now, values = question.now(ref), question.domain(ref)
    if isinstance(now, Decimal):
        for direction in (1, -1):
            value = _nearest(question, ref, now, direction, comes)
            if value is not None:
                yield value
    elif values is not None:
        yield from _edges(values, comes)
    else:
        least = Decimal(question.base.vocabulary.facts[ref[1]].minimum or 0)
        begins = comes(least)
        other = _nearest(question, ref, least, 1, lambda value: comes(value) is not begins)
        if other is not None:
            yield other if not begins else other - _step(question, ref, least)


def _edges(values: Sequence[Value], comes: Callable[[Decimal], bool]) -> Iterator[Decimal]:
    """Of all values of a number those with a property beside which one has it not."""
    numbers = [v for v in values if isinstance(v, Decimal)]
    having = [comes(v) for v in numbers]
    for index, value in enumerate(numbers):
        if having[index] and not all(having[max(index - 1, 0) : index + 2]):
            yield value


def _step(question: Question, ref: Ref, now: Decimal) -> Decimal:
    """By how much a number moves."""
    if question.base.vocabulary.facts[ref[1]].datatype == "count":
        return Decimal(1)
    return Decimal(1).scaleb(min(int(now.normalize().as_tuple().exponent), -2))


def _leaves(cond: ir.Cond, even: bool = True) -> Iterator[tuple[ir.Cond, bool]]:
    """The conditions at the leaves, each with whether it stands under an even number of 非."""
    if isinstance(cond, ir.Not):
        yield from _leaves(cond.part, not even)
    elif isinstance(cond, ir.And | ir.Or):
        for part in cond.parts:
            yield from _leaves(part, even)
    else:
        yield cond, even


def _one_apart(now: Value | None, value: Value) -> bool:
    """Whether a fact of several values has one more or less than before, of an unknown one: one or none. Another: true."""
    if not isinstance(value, tuple):
        return True
    before = now if isinstance(now, tuple) else ()
    return len({*before} ^ {*value}) == 1 or (now is None and not value)


def _nearest(
    question: Question, ref: Ref, now: Decimal, direction: int, comes: Callable[[Decimal], bool]
) -> Decimal | None:
    """The nearest value in a direction with a property: step by step, or by halves where it lies far off."""
    term = question.base.vocabulary.facts[ref[1]]
    step = direction * _step(question, ref, now)

    def within(count: int) -> bool:
        value = now + count * step
        low, high = term.minimum, term.maximum
        return not (low and value < Decimal(low)) and not (high and value > Decimal(high))

    for count in range(1, 50):
        if not within(count) or comes(now + count * step):
            return now + count * step if within(count) else None
    far = 50
    while within(far) and far < 10**9 and not comes(now + far * step):
        far *= 2
    near = far // 2
    while far - near > 1:
        middle = (near + far) // 2
        near, far = (near, middle) if not within(middle) or comes(now + middle * step) else (middle, far)
    return now + far * step if within(far) and comes(now + far * step) else None


def _norm(question: Question, id_: str) -> ir.Norm:
    document = question.base.documents[id_.partition("/")[0]]
    return next(n for n in document.norms(question.application.matter) if n.id == id_)


def _refs(cond: ir.Cond) -> list[Ref]:
    """The facts that a condition reads, but for what is asked for."""
    return list(dict.fromkeys((f.subject, f.term, f.period) for f in ir.facts_read(cond) if f.term != "事项"))


# --- answers --------------------------------------------------------------------------------------------------


def every_answer(question: Question, ref: Ref) -> dict[str, tuple[Outcome, ...]]:
    """What each value of an unknown fact would leave possible, of a fact of several values each one and none."""
    matter = question.base.vocabulary.matters[question.application.matter]
    kind = question.now(("机构", "类型", None))
    named = question.base.vocabulary.of_kind("value")
    values = [
        v
        for v in question.domain(ref) or ()
        if _one_apart(None, v)
        and not (
            ref[1] == "已定点"
            and isinstance(v, tuple)
            and not matter.adds_to
            and matter.adds
            and {*matter.adds} <= {*v}
        )
        and not (ref[1] == "床位类别" and kind in named[str(v)].not_of)
    ]
    return {question.written(ref, v): question.possible([(ref, v)]) for v in values}
