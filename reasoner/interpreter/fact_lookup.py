"""Where a fact is looked up: the value that counts on the day, silence read as no, and figures that may not be compared."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final

from policy_dsl import ir
from policy_dsl.vocabulary import Vocabulary
from reasoner.interpreter.determining_organs import (
    JUDGED,
    Whereabouts,
    authority_over,
    basis_of,
    sorted_by_authority,
    status_of,
)
from reasoner.model import proof
from reasoner.model.application import Application, Observation, Value, counting, show
from reasoner.model.messages import NOT_CLAIMED, NOT_YET_DESIGNATED

FactRef = tuple[str, str, str | None]
"""Role, term and period of a fact; the period of a figure that is asked for so that it can be compared begins with @."""

NO_OTHER_DAY: Final[Mapping[str, str]] = {}
"""No document is asked by the law of another day than that of the case."""

ASKED_AT: Final = "@"
"""Begins the period of a figure that is asked for so that it can be compared with another."""

OWN: Final = ("申请", "机构")
"""The words for the applicant itself: whose facts stay what they are elsewhere, but for those that an organ determines."""
_BLANK: Final = proof.fact_read("", "", None, None)
"""The node of a fact of which only the value is asked for."""
_NOWHERE: Final = Whereabouts("")
_NONE_OF_THEM, _NO, _EMPTY = Observation(()), Observation(False), Observation("")
"""What silence is taken for: of a fact of several values, of one that is so or is not, of any other."""
_MATTER: Final[FactRef] = ("申请", "事项", None)
"""What is asked for is known: an application is nothing without it."""


class FactContext:
    """The facts of one application on one day; remembers what was read, in the order of reading.

    What was looked up, and the conditions that were looked into, are remembered as long as it: nothing is worked out twice.
    """

    __slots__ = (
        "_looked_up",
        "_supposed",
        "application",
        "day",
        "judged",
        "law_days",
        "nodes",
        "observations",
        "pairs",
        "sought",
        "vocabulary",
    )

    def __init__(
        self, application: Application, vocabulary: Vocabulary, day: str, law_days: Mapping[str, str] = NO_OTHER_DAY,
        *, supposed: bool = False,
    ) -> None:  # fmt: skip
        """law_days: by id of documents the day by whose law they are asked, where that is another than `day`.
        supposed: only what is possible is asked for; nobody is shown the nodes, and those of facts are left blank.
        """
        self.application, self.vocabulary, self.day, self.law_days = application, vocabulary, day, law_days
        self._supposed = supposed
        self.nodes: dict[FactRef, proof.FactRead] = {}
        self.observations: dict[FactRef, Observation | None] = {}
        self.pairs: list[ir.Pair] = []
        """The pairs of figures that comparisons looked at, some of them more than once."""
        self.sought: dict[tuple[str, str, str], FactRef] = {}
        """By term, subject as people call it, and period: the figures that are asked for so that they can be compared."""
        self.judged: dict[int, tuple[ir.Cond, proof.Condition]] = {}
        """By identity the conditions that were looked into, each with its node."""
        self._looked_up: dict[FactRef, tuple[proof.FactRead, Observation | None]] = {}

    def law_day(self, document: str) -> str:
        """The day on which the force of a document counts, and the periods of its rules."""
        return self.law_days.get(document, self.day)

    def unread(self) -> FactContext:
        """A context of the same facts that has read none of them."""
        other = FactContext(self.application, self.vocabulary, self.day, self.law_days, supposed=self._supposed)
        other._looked_up = self._looked_up
        return other

    def copy(self) -> FactContext:
        """A context that knows what this one has read, and whose reading leaves no trace here."""
        other = self.unread()
        other.nodes, other.observations, other.judged = dict(self.nodes), dict(self.observations), dict(self.judged)
        return other

    def after(
        self, changed: Application, facts: Collection[tuple[str | None, str]], reading: Iterable[int]
    ) -> FactContext:
        """What this one has read, after some facts (subject and term) of the same application are supposed to change: without
        those. reading: by identity the conditions that read them and have to be looked into again.
        """
        other = FactContext(changed, self.vocabulary, self.day, self.law_days, supposed=True)
        other.nodes, other.observations = dict(self.nodes), dict(self.observations)
        other.judged = dict(self.judged)
        for cond in reading:
            other.judged.pop(cond, None)
        terms = {term for _, term in facts}
        for ref in self.nodes:
            if ref[1] in terms and (changed.subject(ref[0]), ref[1]) in facts:
                del other.nodes[ref], other.observations[ref]
        return other

    def elsewhere(self, changed: Application, facts: Collection[tuple[str | None, str]]) -> FactContext:
        """The facts of the same application in another place, some (subject and term) being changed besides. What is a fact of
        the applicant alone, and nobody of the place determines, is not looked up again.
        """
        other = FactContext(changed, self.vocabulary, self.day, self.law_days, supposed=True)
        terms = self.vocabulary.facts
        other._looked_up = {
            ref: known
            for ref, known in self._looked_up.items()
            if ref[0] in OWN and not terms[ref[1]].authorities and (ref[0], ref[1]) not in facts
        }
        return other

    def read(self, fact: ir.Fact) -> tuple[Value | None, proof.FactRead]:
        """The value that counts (None: unknown) and its node."""
        ref = (fact.subject, fact.term, fact.period)
        node = self.nodes.get(ref)
        if node is None:
            known = self._looked_up.get(ref)
            if known is None:
                known = self._looked_up[ref] = self._look_up(fact, ref)
            self.nodes[ref], self.observations[ref] = known
            node = known[0]
        observation = self.observations[ref]
        return (None if observation is None else observation.value), node

    def look_up(self, fact: ir.Fact) -> Value | None:
        """The value that counts (None: unknown), without reading it: no verdict cites it for that."""
        ref = (fact.subject, fact.term, fact.period)
        known = self._looked_up.get(ref)
        if known is None:
            known = self._looked_up[ref] = self._look_up(fact, ref)
        return None if known[1] is None else known[1].value

    def counting(self, fact: ir.Fact) -> Observation | None:
        """The observation that counts of a fact; None where none does."""
        ref = (fact.subject, fact.term, fact.period)
        if ref not in self.observations:
            self.read(fact)
        return self.observations[ref]

    def ask(self, fact: ir.Fact, period: str) -> proof.FactRead:
        """The node of a figure that may not be compared: unknown of the period that is asked for, with what was given instead."""
        value, node = self.read(fact)
        self.sought[fact.term, node.of, period] = (fact.subject, fact.term, f"{ASKED_AT}{period}")
        if value is None:
            return proof.fact_read(fact.term, node.of, None, None, period)
        observation = self.observations[fact.subject, fact.term, fact.period]
        return proof.fact_read(fact.term, node.of, None, observation, period, apart=node.value or "")

    def _look_up(self, fact: ir.Fact, ref: FactRef) -> tuple[proof.FactRead, Observation | None]:
        """The node of a fact, and the observation that counts."""
        application = self.application
        term = self.vocabulary.facts[fact.term]
        subject = application.apart.get(fact.subject) or application.roles.get(fact.subject)
        given = application.facts.get((subject, fact.term), ()) if subject is not None else ()
        authority, place, standing = None, _NOWHERE, None
        if term.authorities and subject is not None:
            place = self.place_of(subject)
            authority = authority_over(term, place.code, self.vocabulary)
        observation, assumed = None, ""
        if given:
            weighed = given
            if authority is not None:
                weighed = sorted_by_authority(term, given, place, self.vocabulary).counting
            observation = counting(weighed, self.day, fact.period, planned=term.planned)
        elif subject is not None and self._silence_is_no(fact, term.burden):
            observation = _NONE_OF_THEM if term.multiple else _NO if term.datatype == "boolean" else _EMPTY
            assumed = NOT_CLAIMED if term.burden else NOT_YET_DESIGNATED
        if ref == _MATTER:
            observation = Observation(self.application.matter)
        if observation is not None and observation.value is True and term.yes_no:
            observation = observation.of(self.vocabulary.meant_by_yes(self.application.matter))
        if self._supposed:
            return _BLANK, observation
        known = observation is not None and observation.value is not None
        value = show(observation.value, term) if known and observation is not None else None
        of, period = self.name_of(fact.subject, subject), fact.period or ""
        if authority is None:
            if not given:
                return _not_given(fact.term, of, value, period, assumed), observation
            return proof.fact_read(fact.term, of, value, observation if known else None, period), observation
        if given or observation is not None:
            latest = (
                counting(given, self.day, fact.period, planned=term.planned) if observation is None else observation
            )
            standing = None if latest is None else status_of(term, latest, place, self.vocabulary)
        basis = None
        if standing is not None or term.provider == JUDGED:
            basis = basis_of(authority, place, self.vocabulary)
        if not given and standing is None:
            return _not_given(fact.term, of, value, period, assumed, basis), observation
        counted = observation if known else None
        node = proof.fact_read(fact.term, of, value, counted, period, assumed, standing=standing, authority=basis)
        return node, observation

    def counting_ones(self, label: str, subject: str, observations: Sequence[Observation]) -> Sequence[Observation]:
        """Of the observations of a fact those that an organ made whose determination counts; of other facts all."""
        term = self.vocabulary.facts[label]
        if not term.authorities or not observations:
            return observations
        return sorted_by_authority(term, observations, self.place_of(subject), self.vocabulary).counting

    def place_of(self, subject: str) -> Whereabouts:
        """The region that a subject is, or in which the applicant lies."""
        code = subject.rpartition(":")[2]
        here = code if code in self.vocabulary.regions else self.application.region or ""
        return Whereabouts(here, bool(self.application.under))

    def _silence_is_no(self, fact: ir.Fact, burden: bool) -> bool:
        """Silence counts as "not claimed" where the applicant bears the burden; who asks for a 新增…定点 is not yet 定点."""
        matter = self.application.matter
        return burden or (fact.term == "已定点" and matter.startswith("新增") and "定点" in matter)

    def name_of(self, role: str, subject: str | None) -> str:
        """The name of the subject that a role stands for: 城阳区, 机构, 申请; the role itself where it is not known.

        Where a word for a place has facts of its own there (see `elsewhere`), the word is named, too: 济源市(本区县).
        """
        return role if subject is None else _called(subject, self.vocabulary)


@lru_cache(maxsize=4096)
def _not_given(
    term: str, of: str, value: str | None, period: str, assumed: str, authority: proof.AuthorityBasis | None = None
) -> proof.FactRead:
    """The node of a fact of which nothing was given, with what that is taken for; many applications share it."""
    observation = None if value is None else _EMPTY
    return proof.fact_read(term, of, value, observation, period, assumed, authority=authority)


@lru_cache(maxsize=4096)
def _called(subject: str, vocabulary: Vocabulary) -> str:
    word, _, code = subject.rpartition(":")
    region = vocabulary.regions.get(code)
    return code if region is None else f"{region.name}({word})" if word else region.name
