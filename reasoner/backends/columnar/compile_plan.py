"""From the representation to the plan: which slots there are, and how each rule is made of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Final

from policy_dsl import ir
from policy_dsl.compiled import Document
from policy_dsl.ir import Effect
from policy_dsl.vocabulary import Vocabulary
from reasoner.backends.columnar.kleene import TooMany, clauses, opposite, positive
from reasoner.backends.columnar.plan import Number, Part, Plan, Refusal, Rule, Slot
from reasoner.interpreter.turning_points import atoms

OWN: Final = ("申请", "机构")
"""The words for the applicant itself."""
MATTER: Final = "事项"
UNSTATED: Final = "不明"
"""The basis of a first or last day of which the received text does not tell."""

Source = tuple[str, str | ir.Cond]
"""Where the answer to a condition stands: (class, ), (place, ), (flag, label) or (number, comparison)."""
CLASS: Final[Source] = ("class", "")
PLACE: Final[Source] = ("place", "")


class Refused(ValueError):
    """A plan cannot say something, by a key of WHY."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def compile_plan(documents: Sequence[Document], vocabulary: Vocabulary) -> Plan:
    """The plan of some documents, in their order; what it cannot say stands in its `refusals`."""
    compiler = _Compiler(vocabulary)
    refusals: list[Refusal] = []
    parts: dict[str, tuple[Part, ...]] = {}
    bits: list[str] = []
    rules: dict[str, list[Rule]] = {matter: [] for matter in vocabulary.matters}
    for document in documents:
        for matter in vocabulary.matters:
            for norm in document.norms(matter):
                if norm.supports is not None:
                    continue
                if norm.id not in parts:
                    try:
                        compiler.check_scope(norm.scope)
                        parts[norm.id] = compiler.parts(norm)
                    except Refused as bad:
                        refusals.append(Refusal(norm.id, bad.why))
                        parts[norm.id] = ()
                    bits.append(norm.id)
                rules[matter].append(Rule(norm, parts[norm.id], 0))
    read = [n for own in rules.values() for n in {r.norm.id: r.norm for r in own}.values()]
    leaves = dict.fromkeys(leaf for n in read for leaf in atoms(n.condition))
    of_place = tuple(leaf for leaf in leaves if (compiler.source(leaf) or CLASS)[0] in ("place", "number"))
    nested = tuple(dict.fromkeys(n.id for n in read if _nested(n.condition, compiler.source)))
    bits = [n.id for d in documents for n in d.all_norms if n.id in parts]
    position = {id_: bit for bit, id_ in enumerate(dict.fromkeys(bits))}
    numbered = tuple((m, tuple(Rule(r.norm, r.parts, position[r.norm.id]) for r in own)) for m, own in rules.items())
    flags = dict.fromkeys(label for slot in compiler.slots for label, _ in slot.flags)
    return Plan(
        documents=tuple(d.id for d in documents),
        classes=compiler.classes,
        flags=tuple(flags),
        numbers=tuple(compiler.numbers.values()),
        slots=tuple(compiler.slots),
        rules=numbered,
        bits=tuple(position),
        unknown_force=tuple(d.id for d in documents if UNSTATED in (d.starts_basis, d.ends_basis)),
        leaves=of_place,
        nested=nested,
        refusals=tuple(dict.fromkeys(refusals)),
    )


class _Compiler:
    """Collects the slots and comparisons that rules need, each once."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.slots: list[Slot] = []
        self.numbers: dict[ir.Cond, Number] = {}
        self._index: dict[ir.Cond, int] = {}
        facts = vocabulary.facts.values()
        self.classes = tuple(t.label for t in facts if t.reach and t.label != MATTER and t.subject in OWN)

    def check_scope(self, scope: ir.Cond) -> None:
        """Raises Refused where it asks for more than the class."""
        if scope != ir.ALWAYS and self.source(scope) != CLASS:
            raise Refused("scope")

    def parts(self, norm: ir.Norm) -> tuple[Part, ...]:
        """Of what the condition under which a norm's effect comes about is made."""
        comes_about = opposite(norm.condition) if norm.effect is Effect.REQUIRE else positive(norm.condition)
        if comes_about == ir.ALWAYS:
            return ()
        try:
            conjuncts = clauses(comes_about, self.source)
        except TooMany:
            raise Refused("clauses") from None
        alone = [part for clause in conjuncts if len(clause) == 1 for part in clause]
        parts = [self._part(alone, holds=True)] if alone else []
        parts += [self._part([opposite(p) for p in clause], holds=False) for clause in conjuncts if len(clause) > 1]
        return tuple(parts)

    def _part(self, conditions: Iterable[ir.Cond], *, holds: bool) -> Part:
        """The conjunction of conditions that each read one source."""
        of_class: list[ir.Cond] = []
        flags: dict[str, list[ir.Cond]] = {}
        place: list[ir.Cond] = []
        numbers: list[tuple[int, bool]] = []
        for cond in conditions:
            match self.source(cond):
                case ("class", _):
                    of_class.append(cond)
                case ("place", _):
                    place.append(cond)
                case ("flag", str(label)):
                    flags.setdefault(label, []).append(cond)
                case _:
                    plain = cond.part if isinstance(cond, ir.Not) else cond
                    numbers.append((self._number(plain), plain is cond))
        slot = Slot(
            tuple((label, _joined(own)) for label, own in sorted(flags.items())),
            tuple(dict.fromkeys(place)),
            tuple(sorted(set(numbers))),
        )
        if slot == Slot():
            return Part(None, _joined(of_class), holds)
        # Rules share no slot: what a class leaves of the words is then what it leaves of each rule.
        self.slots.append(slot)
        return Part(len(self.slots) - 1, _joined(of_class), holds)

    def source(self, cond: ir.Cond) -> Source | None:
        """The one source of a condition; None where it has several."""
        match cond:
            case ir.And(parts) | ir.Or(parts):
                sources = {self.source(p) for p in parts}
                several = len(sources) > 1 or any(s is not None and s[0] == "number" for s in sources)
                return None if several else next(iter(sources), CLASS)
            case ir.Not(part):
                return self.source(part)
            case ir.Compare():
                own = [fact for fact in ir.facts_read(cond) if fact.subject in OWN]
                return ("number", cond) if own else PLACE
            case ir.OneOf(fact) | ir.Contains(fact) | ir.Holds(fact):
                return self._source_of(fact)
            case ir.Within() | ir.During():
                return PLACE
            case ir.Untranscribed():
                return CLASS

    def _source_of(self, fact: ir.Fact) -> Source:
        if fact.subject not in OWN:
            return PLACE
        return CLASS if fact.term in (*self.classes, MATTER) else ("flag", fact.term)

    def _number(self, cond: ir.Cond) -> int:
        """The index of a comparison that reads a number of the application."""
        if cond not in self._index:
            assert isinstance(cond, ir.Compare)
            self.numbers[cond] = self._comparison(cond)
            self._index[cond] = len(self._index)
        return self._index[cond]

    def _comparison(self, cond: ir.Compare) -> Number:
        coefficients: dict[ir.Fact, Decimal] = {}
        for side, sign in ((cond.left, 1), (cond.right, -1)):
            for fact, factor in linear(side)[0]:
                coefficients[fact] = coefficients.get(fact, Decimal(0)) + sign * factor
        own = [fact for fact in coefficients if fact.subject in OWN]
        if len(own) != 1 or not coefficients[own[0]] or own[0] in [f for f, _ in linear(cond.right)[0]]:
            raise Refused("numbers")
        (fact,) = own
        term = self.vocabulary.facts[fact.term]
        if term.datatype != "count":
            raise Refused("ratio")
        rising = coefficients[fact] > 0
        requested = fact.subject == "申请" and cond.op != "eq" and rising
        return Number(cond, fact.term, int(term.minimum or 0), requested, (cond.op in ("gt", "ge")) is rising)


def _nested(cond: ir.Cond, source: Callable[[ir.Cond], object]) -> bool:
    """Whether below the first level of a condition stands a part that reads several sources."""
    plain = _bare(cond)
    parts = plain.parts if isinstance(plain, ir.And | ir.Or) else ()
    return any(isinstance(_bare(p), ir.And | ir.Or) and source(p) is None for p in parts)


def _bare(cond: ir.Cond) -> ir.Cond:
    return _bare(cond.part) if isinstance(cond, ir.Not) else cond


def linear(expr: ir.Expr) -> tuple[list[tuple[ir.Fact, Decimal]], Decimal]:
    """The facts of an expression with their factors, and its constant."""
    match expr:
        case ir.Const(value):
            return [], value
        case ir.Fact():
            return [(expr, Decimal(1))], Decimal(0)
        case ir.Scaled(factor, of):
            return [(of, factor.value)], Decimal(0)
        case ir.Sum(terms):
            parts = [linear(t) for t in terms]
            return [pair for facts, _ in parts for pair in facts], sum((c for _, c in parts), Decimal(0))


def _joined(conditions: Sequence[ir.Cond]) -> ir.Cond:
    once = tuple(dict.fromkeys(conditions))
    return once[0] if len(once) == 1 else ir.And(once)
