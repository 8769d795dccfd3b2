"""Words as staff read them on a page: full-width marks, quotation marks of documents, days in words, 本单位 for 本局."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from reasoner.render.terminal.answer_texts import day_words, quoted, titled
from reasoner.render.terminal.answer_texts import typed as _typed

__all__ = ["day_words", "quoted", "titled", "today", "typed"]


@lru_cache(maxsize=8192)
def typed(text: str) -> str:
    """A sentence of the reasoner as a page prints it."""
    return _typed(text).replace("本局", "本单位")


def today() -> str:
    """The day on which it is asked, an ISO date."""
    return date.today().isoformat()
