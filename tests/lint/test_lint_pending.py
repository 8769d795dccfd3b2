"""Clauses not yet written as rules (待写, 待核) are findings; the other checks look at what is written."""

from __future__ import annotations

from reasoner.lint.lint_finding import Level

from .made import BEDS, bar, document, found, of

PENDING = ("限制", "床位利用不足的区(市),原则上不再新增购买住院床位。", f"待写 事项 {BEDS} 因 「认定办法待印发」")
REPORT = ("事实", "现有住院床位71293张。", "待写")


def proposed() -> tuple[str, str, str]:
    nature, words, rule = bar(75)
    return nature, words, rule.replace("低于75暂不", "低于75暂不 待核", 1)


def test_each_clause_that_waits_is_a_hint() -> None:
    linted = found(document("plan", PENDING, bar(70), REPORT))
    restriction, report = of(linted, "K12")
    assert (restriction.level, restriction.clauses, restriction.documents) == (Level.HINT, ("plan/1.p1",), ("plan",))
    assert restriction.matters == (BEDS,)
    for words in ("尚未写成规则", "待写的规定用词:原则上、不再", "认定办法待印发", f"{BEDS}的申请可能受它限制"):
        assert words in restriction.sentence
    assert report.clauses == ("plan/1.p3",)
    assert "不影响研判" in report.sentence


def test_a_proposed_rule_is_a_hint_that_names_it() -> None:
    (hint,) = of(found(document("plan", proposed(), bar(70))), "K12")
    assert "所拟规则待核:低于75暂不" in hint.sentence


def test_what_is_written_is_checked_as_if_it_stood_alone() -> None:
    """A pending clause as strong as a rule neither masks it nor is repeated by it; nothing else is found for its sake."""
    alone = found(document("plan", bar(70), bar(75)))
    beside = found(document("plan", bar(70), bar(75), PENDING))
    assert [f.code for f in beside.findings if f.code != "K12"] == [f.code for f in alone.findings]
    assert [n.name for n in beside.norms] == [n.name for n in alone.norms]


def test_the_decision_about_a_clause_holds_until_its_words_or_proposals_change() -> None:
    (before,) = of(found(document("plan", PENDING, bar(70))), "K12")
    (moved,) = of(found(document("plan", PENDING, bar(60))), "K12")
    assert before.hash == moved.hash
    other = (PENDING[0], PENDING[1].replace("利用不足", "利用率低"), PENDING[2])
    (changed,) = of(found(document("plan", other, bar(70))), "K12")
    assert changed.hash != before.hash
