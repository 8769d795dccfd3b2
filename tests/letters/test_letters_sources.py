"""A letter names the sources that were given and invents none; what is cited in it, it does not deny."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from letter_making import letter, made, possible

from policy_dsl.diagnostics import Faults
from policy_dsl.ir import Effect, to_data
from policy_dsl.vocabulary import Term
from reasoner.driver.current_rule_base import official_texts, rule_base
from reasoner.explain import Background
from reasoner.letters import letter_desk, letter_verification
from reasoner.letters.embedded_verdict import Payload, packed, unpacked
from reasoner.letters.letter_parts import fact_lines
from reasoner.letters.letter_types import OPINION, REFUSAL
from reasoner.letters.phrases import OPINION as WORDS
from reasoner.letters.settings import Settings
from reasoner.model.kinds import Origin
from reasoner.model.proof import FactRead
from reasoner.model.verdict import Verdict, encode
from reasoner.render.docx.package import read_package, write_package
from reasoner.render.letter_model import BLANK, ITEM
from reasoner.render.typeset import typeset

TERMS = {
    t.label: t
    for t in (
        Term("信誉良好", "x", "fact", datatype="boolean", provider="本局"),
        Term("类型", "x", "fact", datatype="category", provider="申请人"),
        Term("床位数", "x", "fact", datatype="count", unit="张", provider="申请人"),
    )
}


def fact(label: str, of: str, value: str, origin: Origin | None = None, as_at: str = "") -> FactRead:
    return FactRead(fact=label, of=of, value=value, origin=origin, source=None, as_at=as_at)


@pytest.mark.parametrize(
    ("read", "text", "form"),
    [
        (fact("信誉良好", "机构", "否"), "机构不具备「信誉良好」这一情形（来源：____）。", BLANK),
        (
            fact("信誉良好", "机构", "否", as_at="2024"),
            "机构不具备「信誉良好」这一情形（2024年，来源：____）。",
            BLANK,
        ),
        (fact("床位数", "申请", "50"), "申请的床位数为50张（来源：____）。", BLANK),
        (fact("床位数", "申请", "50", Origin.APPLICATION), "申请的床位数为50张（来源：申请材料）。", ITEM),
        (fact("类型", "机构", "诊所", Origin.APPLICATION), "申请人为诊所（来源：申请材料）。", ITEM),
        (
            fact("信誉良好", "机构", "否", Origin.ON_SITE, "2024-05-01"),
            "机构不具备「信誉良好」这一情形（截至2024-05-01，来源：现场核查）。",
            ITEM,
        ),
    ],
)
def test_a_source_is_named_or_a_blank(read: FactRead, text: str, form: str) -> None:
    [line] = fact_lines([read], Background(terms=TERMS))
    assert (line.text, line.form) == (text, form)


def test_no_letter_says_that_the_application_states_what_has_no_source(verdicts: list[Verdict]) -> None:
    for verdict, kind in possible(verdicts):
        given = {f.origin for f in verdict.facts} | {g.origin for g in verdict.given}
        if Origin.APPLICATION not in given and kind in (REFUSAL, OPINION):
            facts = letter(verdict, kind).sections
            words = "".join(n.text for s in facts for n in s.lines)
            assert "来源：申请材料" not in words
            assert not any(cell == "申请材料" for s in facts if s.table for row in s.table.rows for cell in row)


def test_facts_with_blanks_are_named_in_the_notes(verdicts: list[Verdict]) -> None:
    for verdict, kind in possible(verdicts):
        if kind == REFUSAL:
            made_letter = letter(verdict, kind)
            blanks = [n.text for n in made_letter.lines() if n.what == "事实" and n.form == BLANK]
            notes = [n.text for n in made_letter.notes if "未载明时点或者来源" in n.text]
            assert bool(blanks) <= bool(notes)


def test_a_blank_may_be_filled_in(verdicts: list[Verdict], tmp_path: Path) -> None:
    verdict = next(v for v, k in possible(verdicts) if k == REFUSAL and "来源：____" in _text(v))
    parts = read_package(made(verdict, REFUSAL, ".docx"))
    body = parts["word/document.xml"].decode()
    file = tmp_path / "告知书.docx"
    file.write_bytes(
        write_package(parts | {"word/document.xml": body.replace("来源：____", "来源：结算系统").encode()})
    )
    [checked] = letter_verification.verify_letter(file, rule_base(), official_texts())
    assert checked.faults == ()


def _text(verdict: Verdict) -> str:
    return "".join(n.text for n in letter(verdict, REFUSAL).lines())


def test_what_is_cited_is_not_denied(verdicts: list[Verdict]) -> None:
    denied = set()
    for verdict, kind in possible(verdicts):
        if kind == OPINION:
            cited = {c.rule for c in verdict.citations}
            favours = {r.effect for r in verdict.reasons.rules if r.rule in cited} & {Effect.EXEMPT, Effect.PREFER}
            words = "".join(n.text for n in letter(verdict, kind).lines())
            says_none = typeset(WORDS["no_exceptions"]) in words
            assert not (says_none and favours)
            denied.add(says_none)
    assert denied == {True, False}


def test_what_a_letter_carries_is_the_verdict(verdicts: list[Verdict]) -> None:
    for verdict in verdicts:
        carried = unpacked(packed(Payload(OPINION, "经审查,无。", verdict)))
        assert carried is not None
        assert (carried.kind, carried.consideration) == (OPINION, "经审查,无。")
        assert carried.verdict == json.loads(encode(verdict))


@pytest.mark.parametrize("schema", [None, 1, 3, "2"])
def test_a_letter_of_another_form_is_told_to_be_so(
    verdicts: list[Verdict], schema: object, tmp_path: Path, suffix: str
) -> None:
    plain = to_data(verdicts[0])
    assert isinstance(plain, dict)
    other = {k: v for k, v in plain.items() if k != "schema"} | ({} if schema is None else {"schema": schema})
    carried = json.loads(packed(Payload(OPINION, "", verdicts[0]))) | {"verdict": other}
    file = tmp_path / f"意见{suffix}"
    file.write_bytes(letter_desk.render(letter(verdicts[0], OPINION), json.dumps(carried), suffix, Settings()))
    with pytest.raises(Faults) as error:
        letter_verification.verify_letter(file, rule_base(), official_texts())
    assert [d.code for d in error.value.diagnostics] == ["U122"]


def test_a_verdict_that_cannot_be_read_is_named(verdicts: list[Verdict], tmp_path: Path) -> None:
    plain = to_data(verdicts[0])
    assert isinstance(plain, dict)
    carried = json.loads(packed(Payload(OPINION, "", verdicts[0]))) | {"verdict": plain | {"outcome": "approved"}}
    file = tmp_path / "意见.html"
    file.write_bytes(letter_desk.render(letter(verdicts[0], OPINION), json.dumps(carried), ".html", Settings()))
    [checked] = letter_verification.verify_letter(file, rule_base(), official_texts())
    assert any("不能据以核对文字" in f for f in checked.faults)
