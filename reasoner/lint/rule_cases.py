"""One matter and one kind of institution before one set of rules, as formulas.

Meant are applications of which every fact is known that can be known; so a rule comes about or it does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from policy_dsl import ir
from policy_dsl.ir import Effect
from reasoner.analysis.rule_set import Compared
from reasoner.analysis.solver_cases import KIND, Case, Matter
from reasoner.backends.smt import formulas as t
from reasoner.backends.smt.conditions import status
from reasoner.backends.smt.fact_variables import Facts, FactVar
from reasoner.backends.smt.linked_facts import one_place
from reasoner.backends.smt.place_variables import Place, Somewhere
from reasoner.backends.smt.rule_formulas import Rule, Side
from reasoner.interpreter.outcome import BARS, PERMITTED, Group, opposite, outranks
from reasoner.interpreter.turning_points import atoms
from reasoner.lint.finding_text import label
from reasoner.model.kinds import Outcome
from reasoner.model.messages import LABELS

SETTLED = "settled"
SILENT = "silent"
GOVERNED = "governed"
CALM = "calm"


class OneMatter(Matter, frozen=True, dict=True):
    """One matter on one day as one rule set regulates it."""

    @cached_property
    def here(self) -> tuple[Place, ...]:
        """The kinds of places where the application may lie."""
        return self.a.places(self.name, self.day)

    @cached_property
    def there(self) -> tuple[Place, ...]:
        """The same."""
        return self.here


def one_matter(name: str, day: str, side: Compared) -> OneMatter:
    """A matter on a day before the rules of a region."""
    return OneMatter(name, day, side, side, together=True)


class Alone(Case):
    """One side alone. Literals by rule id: `true:`, `false:` (it comes about or not), `up:`, `down:` (it comes about and
    nothing defeats it, or not), `reaches:`, `decides:`, `matters:` (without it the outcome would be another, or its label); for two
    that are opposed `clash:` and `rank:`; `silent` (a document governs, no rule of it comes about, and none requires what is met),
    `governed`, `out_of_force`, `not_regulated` (whether one does, and why none), `calm` (no conflict).
    """

    def __init__(self, matter: Matter, kind: str) -> None:
        # One side is made, not two: most of what a case costs.
        self.matter, self.kind = matter, kind
        self.facts = Facts(matter.vocabulary, matter.norms, matter.day)
        self.here = self.there = Somewhere("A.place", matter.here)
        constant = {("机构", KIND): kind, ("申请", "事项"): matter.name}
        self.linked = one_place(self.facts, self.here, matter.norms, constant)
        self.a = self.b = Side("A", self.here, matter.a.norms(matter.name), self.linked.facts_here, matter.day)
        self.in_a = self.in_b = self.a.as_known()

    @cached_property
    def settled(self) -> tuple[t.Term, ...]:
        """What holds of every plausible application on which no rule is open."""
        return (*self.possible, self.a.settled())

    @cached_property
    def read(self) -> tuple[FactVar, ...]:
        """The facts on which a rule turns for this kind of institution, or on which it turns whether a rule reaches it."""
        terms = [x for r in self.a.rules for x in (*r.status, self._reaches(r))]
        used = t.variables([*terms, *self.linked.constraints])
        return tuple(f for f in self.facts.vars.values() if f"{f.name}?" in used)

    @cached_property
    def known(self) -> tuple[t.Term, ...]:
        """What holds of every plausible application of which all that can be known is known, where rules are in force."""
        return (*self.possible, self.a.speaks, *(f.known for f in self.read))

    @cached_property
    def literals(self) -> dict[str, t.Term]:
        """Every formula that may be asked, by its literal."""
        silent = (self.in_a.outcome[Outcome.MAY_PROCEED], *(self._silent(r) for r in self.a.rules))
        literals = {SETTLED: self.a.settled(), SILENT: t.and_(silent), GOVERNED: self.a.governed}
        literals |= {o: self.in_a.outcome[o] for o in (Outcome.OUT_OF_FORCE, Outcome.NOT_REGULATED)}
        literals[CALM] = t.not_(self.in_a.outcome[Outcome.CONFLICT])
        for rule in self.a.rules:
            name, stands = rule.norm.id, t.and_((rule.status.true, self.in_a.stands[rule.group]))
            literals[f"true:{name}"], literals[f"false:{name}"] = rule.status
            literals[f"up:{name}"], literals[f"down:{name}"] = stands, t.not_(stands)
            literals[f"reaches:{name}"] = self._reaches(rule)
            literals[f"decides:{name}"] = self.a.decisive(rule, self.in_a)
            literals[f"matters:{name}"] = self._matters(rule)
        literals |= dict(self._opposed())
        return literals

    def _silent(self, rule: Rule) -> t.Term:
        """That a rule says nothing of the application; a requirement that is met has said that it is."""
        return t.and_((rule.status.false, t.not_(self._reaches(rule)))) if requires(rule) else rule.status.false

    def _reaches(self, rule: Rule) -> t.Term:
        """That the applicant is in the scope of a rule, where its document governs."""
        governs = self.here.where(lambda p: any(d.id == rule.norm.document for d in p.in_force))
        return t.and_((governs, status(rule.norm.scope, self.a.view).true))

    def _matters(self, rule: Rule) -> t.Term:
        """That without this rule the outcome would be another, or its label."""
        others = [r.status.true for r in self.a.groups[rule.group] if r is not rule]
        holding = {g: self.a.holds(g) for g in self.a.groups}
        decides = t.and_((t.not_(t.or_(others)), self.without(rule.group, holding)))
        return t.and_((rule.status.true, t.or_((decides, self._words(rule), self._only_one(rule)))))

    def _words(self, rule: Rule) -> t.Term:
        """That without this rule all that decide would share other words than the outcome's common ones: the label is theirs."""
        outcome = rule.group[0]
        beside: dict[str, list[t.Term]] = {}
        for other in self.a.rules:
            if other is not rule and other.group[0] is outcome:
                beside.setdefault(label(other.norm), []).append(self.a.decisive(other, self.in_a))
        some = {words: t.or_(terms) for words, terms in beside.items()}
        theirs = [
            t.and_((holds, *(t.not_(o) for w, o in some.items() if w != words)))
            for words, holds in some.items()
            if words not in (label(rule.norm), LABELS[outcome])
        ]
        return t.and_((self.a.decisive(rule, self.in_a), t.or_(theirs)))

    def without(self, group: Group, holding: dict[Group, t.Term]) -> t.Term:
        """That the outcome is another where a group holds and where it does not, the other groups being as given."""
        with_it, without = (self.a.world(holding | {group: truth}).outcome for truth in (t.TRUE, t.FALSE))
        return t.or_(t.and_((with_it[o], t.not_(without[o]))) for o in with_it)

    def _only_one(self, rule: Rule) -> t.Term:
        """That without this rule no document would govern the applicant any more."""
        return t.not_(self.a.governed_without(rule.norm)) if rule.norm.decides else t.FALSE

    def opposed(self) -> Iterator[tuple[Rule, Rule]]:
        """Every permission with every rule that bars what it permits."""
        for a in self.a.rules:
            for b in self.a.rules:
                if a.group[0] is PERMITTED and b.group[0] in BARS:
                    yield a, b

    def _opposed(self) -> Iterator[tuple[str, t.Term]]:
        for pair in self.opposed():
            decide = [self.a.decisive(r, self.in_a) for r in pair]
            yield clash(*pair), t.and_((self.in_a.outcome[Outcome.CONFLICT], *decide))
            for winner, loser in (pair, pair[::-1]):
                if self.principle(winner, loser):
                    yield rank(winner, loser), self._ranked(winner, loser)

    def principle(self, winner: Rule, loser: Rule) -> str | None:
        """By which principle the text of one rule prevails over that of another; None where by none."""
        ranks = self.a.ranks
        assert opposite(winner.group[0], loser.group[0])
        return outranks(ranks[winner.norm.document], ranks[loser.norm.document])

    def _ranked(self, winner: Rule, loser: Rule) -> t.Term:
        """That both come about and the one prevails over the other, which no exemption has lifted."""
        lifted = t.or_(self.a.holds(group) for group in self.a.groups if group.lifts(loser.group))
        return t.and_((winner.status.true, loser.status.true, self.in_a.stands[winner.group], t.not_(lifted)))


def clash(permission: Rule, bar: Rule) -> str:
    """The literal that two opposed rules are in conflict."""
    return f"clash:{permission.norm.id}>{bar.norm.id}"


def rank(winner: Rule, loser: Rule) -> str:
    """The literal that one of two opposed rules prevails."""
    return f"rank:{winner.norm.id}>{loser.norm.id}"


def requires(rule: Rule) -> bool:
    """Whether a rule requires something of the applicant."""
    return rule.norm.effect is Effect.REQUIRE


def compares(norm: ir.Norm) -> bool:
    """Whether a rule compares figures."""
    return any(isinstance(a, ir.Compare) for cond in (norm.scope, norm.condition) for a in atoms(cond))
