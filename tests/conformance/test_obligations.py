"""No rule without its cases: a rule or a document that is added fails here until its cases are written."""

from __future__ import annotations

import pytest
from case_file import case_sets
from obligations import deciding, expected_of, lacking, tried

from policy_dsl.ir import Effect
from reasoner.driver.current_rule_base import rule_base

SETS = {s.document: s for s in case_sets()}
DOCUMENTS = {d.id: d for d in rule_base().documents.values() if deciding(d)}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_document_that_decides_has_a_case_set(document: str) -> None:
    assert document in SETS


@pytest.mark.parametrize("document", SETS)
def test_every_rule_has_its_obligatory_cases(document: str) -> None:
    cases = tried(SETS[document].cases, rule_base())
    faults = [f"{n.id}: {w}" for n in deciding(DOCUMENTS[document]) for w in lacking(n, DOCUMENTS[document], cases)]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("document", SETS)
def test_every_case_is_about_a_rule_that_exists(document: str) -> None:
    rules = {n.id for d in DOCUMENTS.values() for n in deciding(d)}
    assert {r for c in SETS[document].cases for r in c.statuses} <= rules


@pytest.mark.parametrize("document", SETS)
def test_the_general_part_names_the_exemption_of_its_document(document: str) -> None:
    """Else its cases of an exemption would be generated for none."""
    exemptions = [n.id for n in deciding(DOCUMENTS[document]) if n.effect is Effect.EXEMPT]
    assert exemptions == ([SETS[document].exemption] if SETS[document].exemption else [])


@pytest.mark.parametrize("document", SETS)
def test_a_rule_without_cases_is_found(document: str) -> None:
    """Taking away any single case that a rule needs, or all of them, is noticed."""
    cases = tried(SETS[document].cases, rule_base())
    for norm in deciding(DOCUMENTS[document]):
        others = [t for t in cases if t.case.rule != norm.id]
        least = 2 + 2 if expected_of(norm, DOCUMENTS[document])[0] == "touching" else 2 + 4
        assert len(list(lacking(norm, DOCUMENTS[document], others))) >= least, norm.id


def test_the_least_step_is_asked_for() -> None:
    """A comparison that is only tried far from its line is not enough."""
    document = DOCUMENTS["qingdao-2023-18-medical"]
    norm = next(n for n in deciding(document) if n.name == "低使用率区域不新增床位")
    cases = tried(SETS[document.id].cases, rule_base())
    near = ("74.9%", "74.99%", "75%", "75.1%", "0.7499")
    far = [t for t in cases if not set(t.case.application.get("指标", {}).values()) & set(near)]
    faults = list(lacking(norm, document, far))
    assert sum("least step" in f for f in faults) == 2
    assert sum("equal" in f for f in faults) == 1
