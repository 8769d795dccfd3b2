"""What a class leaves of rules: whom they reach, and what their parts ask of it, each worked out once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from policy_dsl import ir
from policy_dsl.compiled import Document
from policy_dsl.vocabulary import Vocabulary
from reasoner.backends.columnar.compile_plan import OWN
from reasoner.backends.columnar.kleene import FALSE, TRUE, UNKNOWN, Truth, some, truth
from reasoner.backends.columnar.plan import Part, Plan, Rule
from reasoner.backends.columnar.words import packed
from reasoner.interpreter.condition_evaluation import KIND
from reasoner.interpreter.turning_points import MATTER, atoms, class_facts
from reasoner.model.application import Value
from reasoner.model.rule_base import RuleBase


class Class(NamedTuple):
    """What a row asks for, and of what class it is: the facts of `Plan.classes` in their order, None where nobody knows."""

    matter: str
    values: tuple[Value | None, ...]
    bare_services: bool = False
    """已定点 holds 是 alone where the matter adds to no service: which, is asked."""


class ClassTruths:
    """What classes leave of the rules of a plan."""

    def __init__(self, base: RuleBase, plan: Plan, *, asking: bool) -> None:
        """asking: what is asked for is wanted, so that a class is settled only where no rule leaves it open."""
        self._asking = asking
        self._base, self._plan = base, plan
        self._rules = dict(plan.rules)
        self._beside = [d for d in base.documents.values() if d.id not in plan.documents]
        self._scopes: dict[tuple[object, str], Truth] = {}
        self._parts: dict[tuple[object, int], Truth] = {}
        self._first: dict[object, Class] = {}
        self._reads: dict[str, tuple[int, ...]] = {}
        self._alike: dict[tuple[str, int, Value | None], object] = {}
        self._leaves: dict[str, tuple[ir.Cond, ...]] = {}
        self._remembered: dict[object, Sequence[Class]] = {}
        self._settled: dict[object, bool] = {}
        self._signatures: dict[object, tuple[object, ...]] = {}

    def settled(self, of: Class) -> bool:
        """Whether the class is known as far as it says which documents reach, and of what class the rules are asked."""
        known = self._settled.get(self._values(of))
        if known is None:
            reach = [self.reach(self._base.documents[d], of) for d in self._plan.documents]
            norms = tuple(r.norm for r in self._rules[of.matter])
            whole = UNKNOWN not in reach and not self.worlds(of, norms)
            if self._asking:
                whole = whole and UNKNOWN not in (*self._truths(self._rules[of.matter], of),)
            known = self._settled[self._values(of)] = whole
        return known

    def kept(self, of: Class) -> tuple[int, ...]:
        """The words by which a class narrows those of a row: of a settled class what it leaves of each rule that has one part
        alone, and of the parts of others; else everything on which something can turn.
        """
        settled = self.settled(of)
        truths = [FALSE] * len(self._plan.slots)
        for rule in self._rules[of.matter]:
            scope = self.scope(rule.norm, of)
            for part in rule.parts:
                if part.slot is None or scope == FALSE:
                    continue
                own = self.of_part(part, of)
                truths[part.slot] = TRUE if not settled else scope & own if rule.simple else own
        return packed(truths)

    def own_facts(self, of: Class) -> frozenset[str]:
        """The facts of the application, by label, that rules which may reach a class read."""
        reaching = (r.norm for r in self._rules[of.matter] if self.scope(r.norm, of) != FALSE)
        return frozenset(fact.term for norm in reaching for fact in norm.reads if fact.subject in OWN)

    def signature(self, of: Class) -> object:
        """What of a class anything turns on beside the words: classes of one signature are decided alike."""
        key = self._values(of)
        known: tuple[object, ...] | None = self._signatures.get(key)
        if known is None:
            rules = self._rules[of.matter]
            if self.settled(of):
                reach = tuple(
                    self.reach(d, of)
                    for d in (*map(self._base.documents.__getitem__, self._plan.documents), *self._beside)
                )
                others = tuple(self._truths([r for r in rules if not r.simple], of))
                known = (of.matter, reach, others)
            else:
                worlds = self.worlds(of, tuple(r.norm for r in rules)) if None in of.values else ()
                known = (of.matter, self._whole(of), frozenset(self._whole(there) for there in worlds))
                known += (tuple(v is None for v in key[1]),) if self._asking else ()
            self._signatures[key] = known
        return known, of.bare_services

    def _whole(self, of: Class) -> tuple[Truth, ...]:
        beside = [self.reach(d, of) for d in self._beside]
        return (*self._truths(self._rules[of.matter], of), *beside)

    def _truths(self, rules: Iterable[Rule], of: Class) -> Iterator[Truth]:
        """What a class leaves true of rules: whom they reach, and what their parts ask of the class."""
        for rule in rules:
            yield self.scope(rule.norm, of)
            yield from (self.of_part(part, of) for part in rule.parts)

    def _values(self, of: Class) -> tuple[str, tuple[Value | None, ...]]:
        """The facts of a class that rules on the matter read."""
        return of.matter, tuple([of.values[i] for i in self.read(of.matter)])

    def read(self, matter: str) -> tuple[int, ...]:
        """Which facts of a class the rules on a matter read, by their places in `Plan.classes`."""
        read = self._reads.get(matter)
        if read is None:
            terms = {term for r in self._rules[matter] for term in r.norm.terms_read}
            # Of other documents it is asked whom they reach, and nothing else.
            others = (n.scope for d in self._beside for n in d.norms(matter) if n.decides)
            terms |= {fact.term for scope in others for fact in ir.facts_read(scope)}
            read = self._reads[matter] = tuple(i for i, c in enumerate(self._plan.classes) if c in terms)
        return read

    def alike(self, matter: str, fact: int, value: Value | None) -> object:
        """What rules on a matter can tell of a value of a fact of a class (by its place in `Plan.classes`): values of which they tell
        the same are of one class.
        """
        key = matter, fact, value
        known = self._alike.get(key)
        if known is None:
            known = self._alike[key] = self._told(matter, self._plan.classes[fact], value)
        return known

    def _told(self, matter: str, label: str, value: Value | None) -> object:
        if value is None:
            return None
        leaves = self._leaves.get(matter)
        if leaves is None:
            conditions = [cond for r in self._rules[matter] for cond in (r.norm.scope, r.norm.condition)]
            conditions += [n.scope for d in self._beside for n in d.norms(matter) if n.decides]
            leaves = self._leaves[matter] = tuple(dict.fromkeys(leaf for cond in conditions for leaf in atoms(cond)))
        about = [leaf for leaf in leaves if label in {fact.term for fact in ir.facts_read(leaf)}]
        if not isinstance(value, str) or not all(isinstance(leaf, ir.OneOf) for leaf in about):
            return value
        listed = tuple(value in leaf.values for leaf in about if isinstance(leaf, ir.OneOf))
        terms = self._base.vocabulary.terms
        excluded: tuple[bool, ...] = ()
        if label == KIND:
            facts = self._base.vocabulary.facts.values()
            excluded = tuple(value in terms[v].not_of for fact in facts for v in fact.values if v in terms)
        return listed, excluded

    def turned_on(self, compared: Collection[str]) -> frozenset[str]:
        """The facts of a class, by label, that rules read on some matter, and those that are compared otherwise."""
        read = {self._plan.classes[i] for matter in self._rules for i in self.read(matter)}
        return frozenset({*read, *compared})

    def representative(self, of: Class) -> Class:
        """The first class of a signature, in place of all alike."""
        return self._first.setdefault(self.signature(of), of)

    def scope(self, norm: ir.Norm, of: Class) -> Truth:
        """Whom a norm reaches: whether that is the class."""
        if norm.scope == ir.ALWAYS:
            return TRUE
        key = self._values(of), norm.id
        known = self._scopes.get(key)
        if known is None:
            known = self._scopes[key] = self.of_class(norm.scope, of)
        return known

    def of_part(self, part: Part, of: Class) -> Truth:
        """What a part of a rule asks of the class."""
        if part.of_class == ir.ALWAYS:
            return TRUE
        key = self._values(of), id(part)
        known = self._parts.get(key)
        if known is None:
            known = self._parts[key] = self.of_class(part.of_class, of)
        return known

    def of_class(self, cond: ir.Cond, of: Class) -> Truth:
        """What a condition that asks of the class alone comes to."""
        values = dict(zip(self._plan.classes, of.values, strict=True))

        def leaf(cond: ir.Cond) -> Truth:
            match cond:
                case ir.OneOf(fact, listed):
                    value = of.matter if fact.term == MATTER else values[fact.term]
                    if value is None and fact.term == KIND:
                        return self._of_any_kind(listed, of.matter)
                    return UNKNOWN if value is None else TRUE if value in listed else FALSE
                case ir.Contains(fact, one):
                    value = values[fact.term]
                    return UNKNOWN if not isinstance(value, tuple) else TRUE if one in value else FALSE
                case ir.Holds(fact):
                    value = values[fact.term]
                    return UNKNOWN if value is None else TRUE if value is True else FALSE
                case _:
                    return UNKNOWN

        return truth(cond, leaf)

    def _of_any_kind(self, listed: Sequence[str], matter: str) -> Truth:
        """Whether some kinds are listed, of a kind that nobody knows: it is one of those that may ask for the matter."""
        asking = [kind in listed for kind in self._base.vocabulary.matters[matter].members]
        return TRUE if all(asking) else UNKNOWN if any(asking) else FALSE

    def reach(self, document: Document, of: Class) -> Truth:
        """Whether a document reaches the class."""
        return some(self.scope(n, of) for n in document.norms(of.matter) if n.decides)

    def worlds(self, of: Class, norms: tuple[ir.Norm, ...]) -> Sequence[Class]:
        """The classes of which a row may be, where that is not known: one of those that stand alike in all norms."""
        known = self._remembered.get((self._values(of), norms))
        if known is None:
            known = self._remembered[self._values(of), norms] = self._worlds_of(of, norms)
        return known

    def _worlds_of(self, of: Class, norms: tuple[ir.Norm, ...]) -> Sequence[Class]:
        position = {label: i for i, label in enumerate(self._plan.classes)}
        facts = [f for f in _class_facts(norms, self._base.vocabulary) if of.values[position[f.term]] is None]
        if not facts:
            return ()
        worlds = []
        for chosen in product(*(self._unlike(fact, norms, of) for fact in facts)):
            values = list(of.values)
            for fact, value in zip(facts, chosen, strict=True):
                values[position[fact.term]] = value
            worlds.append(of._replace(values=tuple(values)))
        return worlds

    def _unlike(self, fact: ir.Fact, norms: Iterable[ir.Norm], of: Class) -> Iterator[str]:
        """Of the values that a fact of a class may have the first of those that stand in the same lists."""
        leaves = (leaf for norm in norms for cond in (norm.scope, norm.condition) for leaf in atoms(cond))
        lists = [leaf.values for leaf in leaves if isinstance(leaf, ir.OneOf) and leaf.fact == fact]
        alike: set[tuple[bool, ...]] = set()
        for value in self._sayable(fact, of):
            standing = tuple(value in listed for listed in lists)
            if standing not in alike:
                alike.add(standing)
                yield value

    def _sayable(self, fact: ir.Fact, of: Class) -> Sequence[str]:
        vocabulary = self._base.vocabulary
        if fact.term == KIND:
            return vocabulary.matters[of.matter].members
        kind = of.values[self._plan.classes.index(KIND)]
        terms = vocabulary.terms
        return [v for v in vocabulary.facts[fact.term].values if v not in terms or kind not in terms[v].not_of]


@lru_cache(maxsize=1024)
def _class_facts(norms: tuple[ir.Norm, ...], vocabulary: Vocabulary) -> tuple[ir.Fact, ...]:
    return tuple(class_facts(norms, vocabulary))
