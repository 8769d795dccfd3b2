"""The advice on every case of every case set is complete: every value tried, every set of three (docs/semantics.md §9)."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from case_file import Case, case_sets, plain_application

from reasoner.driver.current_rule_base import reader, rule_base
from reasoner.interpreter.outcome import conclude
from reasoner.model.application import Value
from reasoner.model.verdict import MissingFact

# The table of all changes lives beside the tests of the semantics, which import it by its bare name.
sys.path.insert(0, str(Path(__file__).parents[1] / "semantics"))

from naive_search import RESTRICTING, Question, Ref, every_answer, every_change, offered


def question(case: Case) -> Question:
    """The application of a case before the documents of its case set; of numbers no list of values can be made."""
    (application,) = reader().read(plain_application(case.application, "例"), case.as_of)
    vocabulary = rule_base().vocabulary

    def domain(ref: Ref) -> tuple[Value, ...] | None:
        _, name, _ = ref
        if name == "所在地":
            city = application.roles["全市"]
            return tuple(
                sorted(r.code for r in vocabulary.regions.values() if r.parent == city and r.level == "county")
            )
        if name == "类型":
            return vocabulary.matters[application.matter].members
        term = vocabulary.facts[name]
        if term.multiple:
            return (
                (),
                *((v,) for v in term.values),
                *(tuple(sorted((a, b))) for a in term.values for b in term.values if a < b),
            )
        if term.datatype == "boolean":
            return (True, False)
        return term.values or None

    return Question(rule_base(), application, case.as_of or application.received, domain, frozenset(case.scope))


CASES = [c for s in case_sets() for c in s.cases]


def test_every_minimal_change_is_offered_and_nothing_else() -> None:
    tried, faults = 0, []
    for case in CASES:
        asking = question(case)
        verdict = asking.verdict()
        expected = every_change(asking, verdict) if verdict.outcome in RESTRICTING else {}
        tried += bool(expected)
        offers = offered(verdict)
        if offers != expected:
            faults.append(f"{case.title}: {offers.items() ^ expected.items()}")
    assert not faults, "\n".join(faults)
    assert tried > 150


def test_every_answer_that_makes_a_difference_is_listed() -> None:
    """Of facts that have a list of values: kinds, categories, answers of yes and no, counties where rules name them."""
    tried, faults = Counter[str](), []
    for case in CASES:
        asking = question(case)
        verdict = asking.verdict()
        for entry in (m for m in verdict.missing if not m.record):
            ref = reference(asking, entry)
            if asking.domain(ref) is None or not entry.answers:
                continue
            tried[entry.fact] += 1
            answers = {a.value: a.possible for a in entry.answers}
            expected = every_answer(asking, ref)
            lacking = set(expected.values()) - {verdict.possible} - set(answers.values())
            if lacking or not answers.items() <= expected.items():
                faults.append(f"{case.title}: {entry.fact} {lacking} {answers.items() - expected.items()}")
            if any(a.outcome != conclude(a.possible) for a in entry.answers):
                faults.append(f"{case.title}: {entry.fact} comes to something else")
            if entry.closes != min(len(verdict.possible) - len(p) for p in expected.values()):
                faults.append(f"{case.title}: {entry.fact} closes {entry.closes}")
    assert not faults, "\n".join(faults)
    assert {"类型", "床位类别", "所在地"} < tried.keys()


def reference(asking: Question, entry: MissingFact) -> Ref:
    """How a rule refers to a missing fact."""
    if entry.fact == "所在地":
        return "本区县", entry.fact, None
    context, reasons = asking.context(), asking.verdict(advise=False).reasons
    documents = [asking.base.documents[d] for d in (*reasons.governing, *reasons.unsettled)]
    facts = {f for d in documents for n in d.norms(asking.application.matter) for f in n.reads if f.term == entry.fact}
    (role,) = {f.subject for f in facts if context.name_of(f.subject, context.application.roles[f.subject]) == entry.of}
    return role, entry.fact, entry.period or None
