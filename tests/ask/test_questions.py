"""Every question is answered with the clauses of the official text that it rests on, and with their words."""

from __future__ import annotations

import pytest
from ask.questions import OF_THE_ISSUE, QUESTIONS, Asked
from ask.questions_page import PAGE, page

from reasoner.ask.answer import Answer
from reasoner.driver.asking import ask, ask_text
from reasoner.driver.current_rule_base import rule_base
from reasoner.render.typeset import bare


def clauses_of(answer: Answer) -> set[str]:
    """Every clause that an answer cites as its ground."""
    named = {p.clause for s in answer.silent for p in s.named}
    titles = {f"{f.id}/title" for f in answer.forces}
    return {r.clause for r in answer.rules} | {p.clause for p in answer.passages} | named | titles


def test_the_fifteen_questions_are_there() -> None:
    assert len(OF_THE_ISSUE) == 15
    assert len(QUESTIONS) >= 37


@pytest.mark.parametrize("asked", QUESTIONS, ids=[q.question for q in QUESTIONS])
def test_a_question_is_answered_with_its_clauses(asked: Asked) -> None:
    answers = ask(asked.question, as_of=asked.day)
    cited = set().union(*map(clauses_of, answers))
    assert {r.clause for r in asked.rests} <= cited
    assert bool(answers[0].silent) == asked.silent
    text = bare(ask_text(answers, width=100))
    for words in asked.tells:
        assert bare(words) in text, words


@pytest.mark.parametrize("asked", QUESTIONS, ids=[q.question for q in QUESTIONS])
def test_the_words_stand_in_the_official_text(asked: Asked) -> None:
    for clause, quote in asked.rests:
        document = rule_base().documents[clause.partition("/")[0]]
        assert bare(quote) in bare(document.clauses[clause].quote), quote


def test_the_page_is_fresh() -> None:
    """After a change: `python -m tests.ask.questions_page --write`."""
    assert PAGE.read_text(encoding="utf-8") == page()
