"""Questions with the figures of the bureau's own ledger, which the window keeps itself."""

from __future__ import annotations

from collections.abc import Sequence

from reasoner.ask.answer import Answer
from reasoner.ask.enquiry import answers, scope
from reasoner.ask.scope import Question
from reasoner.driver.asking import known, own_region
from reasoner.driver.current_rule_base import as_day, rule_base
from reasoner.driver.window.cases import Plain, ledger_entries
from reasoner.driver.window.wording import today
from reasoner.ledger.entries import Ledger, LedgerEntry
from reasoner.model.application import Application, Facts
from reasoner.model.place_binding import bind_roles


def answered(
    words: str = "", *, region: str = "", kind: str = "", matter: str = "", as_of: str | None = None, ledger: Plain
) -> list[Answer]:
    """The answers to a question by fields or in words, as `tiaoli ask` gives them. Raises Faults (U161 to U165)."""
    day = as_day(as_of) or today()
    question = Question(day, region, kind, matter, words, "" if region else own_region())
    concerned = scope(known(), question)
    values = ledger_entries(ledger)
    on_file = {code: _on_file(values, code, day) for code in concerned.regions} if values else None
    return answers(known(), question, concerned, on_file)


def _on_file(values: Sequence[LedgerEntry], region: str, day: str) -> Facts:
    base = rule_base()
    nobody = Application("", "", day, region, bind_roles(base.vocabulary, region), {})
    drawn = Ledger(values, base)
    drawn.check([nobody])
    return drawn.draw(nobody).facts
