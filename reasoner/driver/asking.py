"""Questions to the rule base: which clauses apply to a kind of institution, and what the texts say.

A part of the driver, with its conventions: functions give typed data, those whose name ends in `_text` give what people
read, and all raise Faults with every fault.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path

from reasoner.ask.answer import Answer
from reasoner.ask.enquiry import Knowledge, answers, knowledge, scope
from reasoner.ask.scope import Question
from reasoner.driver.clauses import versions_in
from reasoner.driver.current_rule_base import as_day, rule_base
from reasoner.model.application import Application, Facts
from reasoner.model.place_binding import bind_roles
from reasoner.model.rule_base import RuleBase


def known(base: RuleBase | None = None) -> Knowledge:
    """What questions are answered from, made once for a rule base; None: the one in use."""
    return _known(base or rule_base())


@lru_cache(maxsize=2)
def _known(base: RuleBase) -> Knowledge:
    return knowledge(base)


def ask(
    words: str = "",
    *,
    region: str = "",
    kind: str = "",
    matter: str = "",
    as_of: str | None = None,
    ledger: Path | None = None,
) -> list[Answer]:
    """The answers to a question by fields or in words, one for each place, kind and matter; the day is today by default.

    Raises Faults: U161 to U165 for what cannot be asked, and those of the ledger and the settings.
    """
    day = as_day(as_of) or date.today().isoformat()
    home = "" if region else own_region()
    base, plain = versions_in(words)
    knowledge_of = known(base.on(day) if base is rule_base() else base)
    question = Question(day, region, kind, matter, plain, home)
    asked_of = scope(knowledge_of, question)
    on_file = None if ledger is None else {code: _held(ledger, code, day) for code in asked_of.regions}
    return answers(knowledge_of, question, asked_of, on_file)


def own_region() -> str:
    """The bureau's own region by the settings; empty where it is not set."""
    from reasoner.letters.settings import read_settings

    return read_settings().region


def _held(ledger: Path, region: str, day: str) -> Facts:
    """What a ledger holds for a place."""
    from reasoner.driver.batch_input import ledger_entries
    from reasoner.ledger.entries import Ledger

    base = rule_base()
    nobody = Application("", "", day, region, bind_roles(base.vocabulary, region), {})
    drawn = Ledger(ledger_entries(ledger), base)
    return drawn.draw(nobody).facts


def ask_text(answered: list[Answer], *, width: int = 80, colour: bool = False) -> str:
    """Answers as staff read them."""
    from reasoner.render.terminal.answer_note import answer_text

    return answer_text(answered, rule_base().vocabulary, width=width, colour=colour)
