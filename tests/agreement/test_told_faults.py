"""Faults in what is said of a verdict are noticed by the cases of the legal readers, each with the words it rests on.

Each fault names the case that has to fail under it; the engines' own faults are noticed by each other (test_resting_faults).
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

# The cases of the legal readers live beside the module that judges for them, which they import by its bare name.
sys.path.insert(0, str(Path(__file__).parents[1] / "reviews"))

import test_law_applicant as applicant
import test_law_readers as readers
import test_law_readers_words as words
import test_law_told as told_otherwise
import test_what_the_applicant_gives as applicants

from reasoner.explain import (
    PointRole,
    assembly,
    missing_sentences,
    points,
    proof_text,
    rule_sentences,
    what_to_do,
)
from reasoner.intake import contradictions
from reasoner.interpreter import (
    counterfactuals,
    document_determinations,
    document_force,
    judge,
    missing_facts,
)
from reasoner.model import consistency
from reasoner.render.terminal import verdict_note

from .seeded_fault import Exchange, SeededFault

Case = Callable[[], None]
_SEVERAL: Final = "several = len({p.citation.document for p in (*explanation.points, *explanation.exceptions)}) > 1"
_SINCE: Final = "WARNINGS['continued_from'].format(starts=made.starts) if made.starts else ''"
FITS, T = what_to_do, told_otherwise


def _clinic() -> None:
    T.test_a_bare_yes_on_a_matter_that_adds_a_contract_is_asked_back(
        T.CLINIC, "胶州市", {"步行15分钟内同类型定点机构数": 0}
    )


def _continued() -> None:
    applicant.test_a_continuation_says_from_when_and_whether_it_came_after_receipt(
        "2026-01-15", "2026-01-01", "认定继续执行(自2026-01-01起)。该认定作出于收到申请(2026-01-10)之后。"
    )


def _unused() -> None:
    made = words.in_force_by_jimo()
    warning = f"《{words.TITLE_1}》的文件效力所附认定由青岛市即墨区医疗保障局作出,应由{words.CITY}、{words.TREASURY}认定,本次不予采用。"
    words.test_a_determination_of_a_document_by_a_lower_organ_is_told_as_unused(made, warning)


def _claim() -> None:
    """「申请人主张而未核实」 has a heading of its own, silence another."""
    for written, role in (("未核实", PointRole.UNVERIFIED), (None, PointRole.UNCLAIMED), ("不详", PointRole.UNCLAIMED)):
        facility = {} if written is None else {"连锁": written}
        explanation = T.explained(T.judged(T.application(T.HOME_CARE, "护理站", "平度市", **facility)))
        roles = {p.role for p in explanation.points if p.citation.clause.endswith("2.3.i2.s2")}
        assert roles == {role if written is not None else PointRole.CHECKED}


def _makers() -> None:
    words.test_of_a_document_those_who_made_it_are_asked(
        words.in_force_by_jimo(), "文件效力", words.TITLE_1, f"{words.CITY}、{words.TREASURY}"
    )


CASES: Final[tuple[tuple[SeededFault, Case], ...]] = tuple(
    (SeededFault(what, module, where, Exchange(old, new)), case)
    for what, module, where, old, new, case in (
        ("that force is unknown is told twice", points, "_sentences", "role is not PointRole.MET", "True",
         T.test_that_force_is_unknown_is_told_once_of_a_clause),
        ("what is unknown is among what is unmet", rule_sentences, "_finding", "conclusion += f'(另有:{_joined(open_ones)})' if open_ones else ''",
         "sentences += open_ones", T.test_what_nobody_looked_into_is_not_among_what_is_unmet),
        ("a bare 否 was looked into", rule_sentences, "_by_nobody", "read.standing is not AuthorityStatus.UNSTATED", "True",
         T.test_a_bare_no_of_what_is_assessed_is_no_finding),
        ("what nobody stated was looked into", rule_sentences, "_finding", "s.startswith((_SILENT, _BY_NOBODY, _BY_THE_APPLICANT))", "False",
         words.test_the_agency_did_not_establish_what_nobody_stated),
        ("an organ is a source", proof_text, "determined_words", "not fact.determined_by", "True",
         T.test_an_organ_determines_it_is_no_source),
        ("two names of a place are told by one", points, "_sentences", "name and name in citation.quote", "False",
         lambda: T.test_a_place_of_two_names_is_told_by_both("黄岛区")),
        ("nothing comes first", FITS, "first_steps", "by and by != matter", "False",
         T.test_who_is_not_contracted_is_told_to_apply_for_that_first),
        ("what fits is not told", FITS, "what_fits", "free < requested", "False",
         lambda: T.test_what_fits_below_a_cap_is_told(101, 200, "本次申请101张,按该条可以容纳100张。")),
        ("that nothing fits is not told", FITS, "what_fits", "free <= 0", "False",
         lambda: T.test_what_fits_below_a_cap_is_told(10, 350, "按该条已没有可以新增的床位。")),
        ("what is asked for is there already", FITS, "_room", "(term.fact, term.of) == (REQUESTED, '申请')", "False",
         lambda: T.test_what_fits_below_a_cap_is_told(101, 200, "本次申请101张,按该条可以容纳100张。")),
        ("every clause fixes a number", FITS, "_of_a_part", "_FIXES in citation.quote", "True",
         T.test_a_cap_that_does_not_say_so_is_not_said_to_grant_a_part),
        ("no clause fixes a number", FITS, "_of_a_part", "_FIXES in citation.quote", "False",
         lambda: T.test_what_fits_below_a_cap_is_told(101, 200, "本次申请101张,按该条可以容纳100张。")),
        ("clauses are named without their document", verdict_note, "_checked", _SEVERAL,
         "several = False", T.test_lists_of_clauses_of_several_documents_name_the_document),
        ("what is stated to be unknown is a claim", missing_facts, "_taken_for", "observation.claimed", "True",
         lambda: T.test_what_is_stated_to_be_unknown_is_no_claim("不详", "不详")),
        ("an attached determination was never made", missing_facts, "_taken_for", "unknown.standing is None", "True",
         lambda: T.test_a_determination_that_does_not_count_is_not_told_as_not_claimed("青岛市平度市医疗保障局", "作出机关待确认")),
        ("it is said to be unclaimed", missing_sentences, "_assumed", "entry.assumed == NOT_ADOPTED", "False",
         lambda: T.test_a_determination_that_does_not_count_is_not_told_as_not_claimed("洛阳市医疗保障局", "所附认定未予采用")),
        ("services are not asked back", missing_facts, "unnamed_services", "contracts.value is True", "False", _clinic),
        # of the readers before
        ("what does not govern speaks first", assembly, "_touching_once", "item[0][0].partition('/')[0] not in governing", "False",
         words.test_what_governing_documents_say_beside_stands_first),
        ("a text said who confirms a document", missing_sentences, "_of_document", "authority is not None and authority.clause", "True", _makers),
        ("a lower organ's determination vanishes", document_determinations, "_unused",
         "status is AuthorityStatus.EXCLUDED and not basis.clause", "False", _unused),
        ("what is claimed is silence", points, "_role", "any(f.fact in unverified for f in claims)", "False",
         _claim),
        ("silence is a claim", points, "_role", "any(f.fact in unverified for f in claims)", "True",
         _claim),
        ("what comes about is open", points, "_role", "rule.status is Status.TRUE", "False",
         T.test_that_force_is_unknown_is_told_once_of_a_clause),
        ("a continuation does not say from when", document_force, "_after_its_period", _SINCE, "''", _continued),
        ("another site is nobody's to choose", counterfactuals, "_changeable", "BY.get(term.changed_by, Power.NOBODY) is not Power.NOBODY",
         "term.label != PLACE", applicant.test_another_site_is_what_the_applicant_can_do),
        ("the applicant's word is nobody's", missing_facts, "applicant_only", "node.origin is Origin.APPLICATION", "False",
         applicants.test_what_the_applicant_counted_is_measured_on_the_spot),
        ("what was measured is the applicant's word", missing_facts, "applicant_only", "node.origin is Origin.APPLICATION",
         "True", lambda: applicants.test_what_somebody_else_found_or_confirmed_is_not_spoken_of(applicants.of("现场核查"))),
        ("what was confirmed is the applicant's word", missing_facts, "applicant_only", "node.confirmed_by", "False",
         lambda: applicants.test_what_somebody_else_found_or_confirmed_is_not_spoken_of(
             applicants.of("申请材料", 确认人="王某", 有效期至="2024-12-31"))),
        ("what speaks against the applicant is doubted", missing_facts, "applicant_only", "(outcome := conclude(outcomes)) not in FAVOURABLE",
         "(outcome := conclude(outcomes)) is None", applicants.test_what_speaks_against_the_applicant_needs_no_such_word),
        ("whatever is read is rested upon", missing_facts, "applicant_only",
         "conclude(possible(replace(application, facts=facts))) is not outcome", "True",
         lambda: applicants.test_where_the_outcome_is_the_same_whatever_the_count_nothing_is_said()),
        ("an institution may be missing from its own town", consistency, "omits_itself", "RESIDENTIAL in services", "False",
         lambda: readers.test_an_institution_of_the_town_is_one_of_its_institutions("院护")),
    )
)  # fmt: skip
NOTICED: Final = (AssertionError, ValueError, pytest.fail.Exception)
"""How a case fails: by what it asserts, by what it takes apart, or by what it expects to be refused."""
MODULES: Final = (
    judge, assembly, missing_sentences, points, proof_text, rule_sentences, what_to_do, contradictions, counterfactuals,
    document_determinations, document_force, missing_facts, consistency, verdict_note,
)  # fmt: skip


@pytest.mark.parametrize(
    ("fault", "case"), CASES, ids=lambda x: f"{x.part}: {x.what}" if isinstance(x, SeededFault) else ""
)
def test_a_seeded_fault_is_noticed(fault: SeededFault, case: Case) -> None:
    case()
    with fault.seeded(MODULES, {}), pytest.raises(NOTICED):
        case()
