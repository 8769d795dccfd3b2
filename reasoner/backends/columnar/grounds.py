"""On what a row rests: the documents that may govern its class as they stand on its day, and the rules of these."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from policy_dsl.compiled import Document
from policy_dsl.reading import GUIDANCE
from reasoner.backends.columnar.class_truths import Class, ClassTruths
from reasoner.backends.columnar.kleene import FALSE, TRUE, UNKNOWN, Truth, every, some
from reasoner.backends.columnar.place_days import OUT, DocumentStanding, Standings
from reasoner.backends.columnar.plan import Plan, Rule
from reasoner.interpreter.document_force import ForceStatus
from reasoner.interpreter.outcome import Group, Precedence, Standing, group_of, precedence
from reasoner.model.kinds import Outcome, Status
from reasoner.model.rule_base import RuleBase

STATUS: Final = {TRUE: Status.TRUE, UNKNOWN: Status.UNKNOWN, FALSE: Status.FALSE}
_IN_FORCE: Final = {ForceStatus.IN_FORCE: TRUE, ForceStatus.UNKNOWN: UNKNOWN}


class _Footing(NamedTuple):
    document: Document
    reach: Truth
    standing: DocumentStanding
    yields_to: frozenset[str]
    yields: Truth

    @property
    def in_force(self) -> Truth:
        return _IN_FORCE.get(self.standing.force, FALSE)

    def as_standing(self) -> Standing:
        """What an outcome turns on of it."""
        in_force = STATUS[self.in_force]
        return Standing(self.document.id, STATUS[self.reach], in_force, self.standing.open_end, self.yields_to)

    @property
    def may_govern(self) -> bool:
        return self.standing.force not in OUT and self.yields != TRUE

    @property
    def governs(self) -> bool:
        return self.standing.force is ForceStatus.IN_FORCE and self.yields == FALSE


class Ground(NamedTuple):
    """What rows share that are alike in class and standing of documents, and what was worked out for them."""

    rules: tuple[Rule, ...]
    """The rules of the documents that may govern."""
    groups: tuple[int, ...]
    """The group of each, as a bit."""
    standings: tuple[Standing, ...]
    forces: tuple[ForceStatus, ...]
    """Of the same whether they are in force, in more detail."""
    ranks: Mapping[str, Precedence]
    reaching: bool
    """Whether of each document it is known whether it reaches."""
    governs: bool
    """Whether some document may govern."""
    in_force: tuple[Rule, ...]
    """The rules of documents that certainly govern."""
    certain: int
    """The same, as a mask."""
    unknown_force: int
    """The documents of unknown force, as a mask."""
    outcomes: dict[object, tuple[Outcome, ...]]
    """What consequences come to that hold and are open: the same for all whose documents, consequences and ranks are these."""
    wordings: dict[tuple[int, Outcome], tuple[str, tuple[str, ...]]]
    clauses: dict[int, tuple[str, ...]]


class Grounds:
    """What rows of a class rest on where documents stand so, each worked out once."""

    def __init__(self, base: RuleBase, plan: Plan, classes: ClassTruths) -> None:
        self._base, self._plan, self._classes = base, plan, classes
        self._rules = dict(plan.rules)
        self._alike: dict[tuple[int, int], Ground] = {}
        self._by_class: dict[tuple[Class, int], Ground] = {}
        self._outcomes: dict[object, dict[object, tuple[Outcome, ...]]] = {}

    def of(self, of: Class, standings: Standings) -> Ground:
        """What rows of a class share where documents stand so."""
        known = self._by_class.get((of, id(standings)))
        if known is not None:
            return known
        key = id(self._classes.representative(of)), id(standings)
        known = self._alike.get(key)
        if known is None:
            footings, ranks = self._stand(of, standings)
            may_govern = [f.document.id for f in footings if f.may_govern]
            rules = tuple(r for r in self._rules[of.matter] if r.norm.document in may_govern)
            groups = {group: 1 << i for i, group in enumerate(dict.fromkeys(map(consequence, rules)))}
            in_force = [f.document.id for f in footings if f.governs]
            certain = tuple(r for r in rules if r.norm.document in in_force)
            standing = tuple(f.as_standing() for f in footings)
            known = self._alike[key] = Ground(
                rules,
                tuple(groups[consequence(r)] for r in rules),
                standing,
                tuple(f.standing.force for f in footings),
                ranks,
                all(f.reach != UNKNOWN for f in footings),
                bool(may_govern),
                certain,
                sum(r.bit_value for r in certain),
                self._unknown_force(footings),
                self._outcomes.setdefault((standing, tuple(groups), tuple(ranks.items())), {}),
                {},
                {},
            )
        self._by_class[of, id(standings)] = known
        return known

    def _stand(self, of: Class, standings: Standings) -> tuple[list[_Footing], Mapping[str, Precedence]]:
        documents = self._base.documents
        plans: dict[str, Truth] = {}
        for s in standings.documents:
            document = documents[s.document]
            if s.document in standings.plans:
                governs = every((self._classes.reach(document, of), _IN_FORCE.get(s.force, FALSE)))
                plans |= {} if governs == FALSE else {document.id: governs}
        footings = []
        ranks: dict[str, Precedence] = {}
        for s in standings.documents:
            document = documents[s.document]
            if not any(n.decides for n in document.norms(of.matter)):
                continue
            ranks[document.id] = precedence(document)
            reach = self._classes.reach(document, of)
            guidance = document.kind == GUIDANCE
            if reach != FALSE:
                yields = some(plans.values()) if guidance else FALSE
                footings.append(_Footing(document, reach, s, frozenset(plans if guidance else ()), yields))
        return footings, ranks

    def _unknown_force(self, footings: Iterable[_Footing]) -> int:
        first, unknown = len(self._plan.bits), self._plan.unknown_force
        of = [f.document.id for f in footings if f.may_govern and f.standing.force is ForceStatus.UNKNOWN]
        return sum(1 << (first + unknown.index(id_)) for id_ in of if id_ in unknown)


def consequence(rule: Rule) -> Group:
    """The consequence of a rule, as others are weighed against it."""
    return group_of(rule.norm)
