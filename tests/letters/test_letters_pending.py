"""Clauses not yet written as rules: the opinion lists them, and no letter leaves the office while one may concern it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1] / "semantics"))

from small_base import BAR_FOR_NOW, BEDS, Clause, Small, document, hospital

from reasoner.explain import explain
from reasoner.explain.background import background
from reasoner.letters import letter_desk
from reasoner.letters.embedded_verdict import Payload
from reasoner.letters.letter_types import OPINION, REFUSAL, default_kind
from reasoner.letters.settings import Settings
from reasoner.model.kinds import Outcome
from reasoner.render.letter_model import Letter

PENDING = ("限制", "床位利用不足的区(市),暂不新增购买住院床位。", f"待写 事项 {BEDS} 因 「认定办法待印发」")
ELSEWHERE = ("限制", "院护床位充足的区(市),暂不新增购买院护床位。", "待写 事项 新增购买院护床位")


def letter(kind: str, *clauses: Clause, rate: str = "74%") -> Letter:
    small = Small(document("plan", *clauses))
    return letter_desk.letter_on(Payload(kind, "", small.judge(hospital(rate))), small.base, Settings())


def lines(of: Letter, section: str) -> str:
    return "\n".join(n.text for s in of.sections if s.name == section for n in s.lines)


def test_the_opinion_lists_every_clause_that_waits() -> None:
    text = lines(letter(OPINION, PENDING, BAR_FOR_NOW, ELSEWHERE), "未查明")
    assert "待写条款：《文件plan》第一部分第一段尚未写成规则，可能涉及本事项" in text
    assert "原因：认定办法待印发" in text
    assert "《文件plan》第一部分第三段尚未写成规则，不涉及本事项" in text


@pytest.mark.parametrize(("clauses", "draft"), [((PENDING, BAR_FOR_NOW), True), ((ELSEWHERE, BAR_FOR_NOW), False)])
def test_a_refusal_stays_a_draft_while_a_clause_that_may_concern_it_waits(
    clauses: tuple[Clause, ...], draft: bool
) -> None:
    """Also where a written bar is as strong: the outcome is certain, what else the document says is not."""
    refusal = letter(REFUSAL, *clauses)
    assert ("有条款尚未写成规则" in refusal.draft) is draft
    assert any("待写" in note.text for note in refusal.notes)


def test_where_only_the_writing_is_missing_nobody_is_asked_for_anything() -> None:
    """No supplement, query or inspection can settle it: an internal opinion is written."""
    verdict = Small(document("plan", PENDING, BAR_FOR_NOW)).judge(hospital("75%"))
    assert verdict.outcome is Outcome.UNDETERMINED
    assert default_kind(verdict, frozenset()) == OPINION
    assert "下列条款尚未写成规则" in lines(letter(OPINION, PENDING, BAR_FOR_NOW, rate="75%"), "研判")


def test_what_is_not_written_yet_is_no_rule_to_be_reviewed() -> None:
    """Nobody can sign a rule that is not there: one written rule decides, one is to be reviewed."""
    small = Small(document("plan", PENDING, BAR_FOR_NOW))
    verdict = small.judge(hospital("74%"))
    assert verdict.outcome is Outcome.BARRED
    assert explain(verdict, background(small.base)).unreviewed == 1
    notes = "\n".join(note.text for note in letter(REFUSAL, PENDING, BAR_FOR_NOW).notes)
    assert "未经法制复核" in notes
    assert "「待写" not in notes
