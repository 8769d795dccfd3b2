"""A name of a matter or a kind of institution stands in one place: how applications write it in names.ttl, and only what is
said besides in questions.ttl. What is written is understood in questions too.
"""

from __future__ import annotations

import pytest

from reasoner.ask.question_words import Kind, Names, folded
from reasoner.driver.current_rule_base import rule_base

VOCABULARY = rule_base().vocabulary
NAMES = Names(VOCABULARY)


def test_no_spoken_name_is_also_a_label_a_wording_or_how_a_matter_is_written() -> None:
    twice = [
        (term.label, name)
        for term in VOCABULARY.terms.values()
        for name in term.spoken
        if folded(name)
        in {folded(n) for n in (term.label, *term.words, *(term.written if term.kind == "matter" else ()))}
    ]
    assert twice == []


def test_no_spoken_name_of_a_kind_of_institution_is_how_applications_write_that_kind_alone() -> None:
    kinds = (*VOCABULARY.types.values(), *VOCABULARY.of_kind("class").values())
    written = [n for t in kinds for n in t.written]
    twice = [
        (t.label, n) for t in VOCABULARY.types.values() for n in t.spoken if n in t.written and written.count(n) == 1
    ]
    assert twice == []


@pytest.mark.parametrize("matter", VOCABULARY.matters)
def test_how_a_matter_is_written_is_understood_in_questions(matter: str) -> None:
    written = VOCABULARY.matters[matter].written
    assert written
    for name in written:
        assert matter in {m.key for m in NAMES.meanings(name) if m.kind is Kind.MATTER}


@pytest.mark.parametrize(
    ("name", "kind"),
    [("敬老院", "养老机构"), ("大药房", "零售药店"), ("口腔诊所", "诊所"), ("社区护理站", "护理站"), ("精神病院", "精神专科医院")],
)  # fmt: skip
def test_how_applications_write_one_kind_is_understood_in_questions(name: str, kind: str) -> None:
    assert [m.key for m in NAMES.meanings(name) if m.kind is Kind.TYPE] == [kind]


@pytest.mark.parametrize("name", ["门诊", "中医馆", "护理机构"])
def test_what_may_be_several_kinds_is_taken_for_none_in_a_sentence(name: str) -> None:
    """门诊 is mostly part of 门诊统筹 there, 护理机构 a word of the texts for all of them."""
    assert not [m for m in NAMES.meanings(name) if m.kind is Kind.TYPE]
