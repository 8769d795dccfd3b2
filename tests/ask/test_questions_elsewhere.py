"""Questions of clerks of other places: answered with the clauses of their own place, in its words, and with no other place's."""

from __future__ import annotations

from pathlib import Path

import pytest
from ask.questions_elsewhere import AFTER, ELSEWHERE, Elsewhere

from reasoner.ask.answer import Answer
from reasoner.driver.asking import ask, ask_text
from reasoner.driver.current_rule_base import rule_base
from reasoner.render.typeset import bare


@pytest.fixture
def answers(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Answer]:
    asked: Elsewhere = request.param
    settings = tmp_path / "own.toml"
    settings.write_text(f'"地区" = "{asked.home}"\n', encoding="utf-8")
    monkeypatch.setenv("TIAOLI_SETTINGS", str(settings))
    return ask(asked.question, as_of=AFTER)


def clauses_of(answer: Answer) -> set[str]:
    """Every clause that an answer cites."""
    of_rules = {r.clause for r in (*answer.rules, *answer.ended)} | {t.clause for t in answer.touching}
    return of_rules | {p.clause for p in answer.passages} | {c for r in answer.readings for c in r.clauses}


every = pytest.mark.parametrize(
    ("answers", "asked"), [(a, a) for a in ELSEWHERE], indirect=["answers"], ids=[a.question for a in ELSEWHERE]
)


@every
def test_the_clauses_of_the_place_answer(answers: list[Answer], asked: Elsewhere) -> None:
    cited = set().union(*map(clauses_of, answers))
    assert {r.clause for r in asked.rests} <= cited
    for clause, quote in asked.rests:
        assert bare(quote) in bare(rule_base().documents[clause.partition("/")[0]].clauses[clause].quote)
    text = bare(ask_text(answers, width=4000))
    for words in asked.tells:
        assert bare(words) in text, words


@every
def test_no_document_of_another_place_answers(answers: list[Answer], asked: Elsewhere) -> None:
    held = {d.id for a in answers for d in rule_base().held_for(a.region or "")}
    cited = {c.partition("/")[0] for a in answers for c in clauses_of(a)}
    assert cited <= held or not answers[0].region
    assert not any(n.startswith("没有认出") for n in answers[0].notes)


def test_there_are_questions_of_each_place() -> None:
    homes = [a.home for a in ELSEWHERE]
    assert len(ELSEWHERE) >= 20
    assert {h: homes.count(h) >= 8 for h in ("滨城区", "嵩县")} == {"滨城区": True, "嵩县": True}
    assert homes.count("泉州市") + homes.count("晋江市") >= 8
