"""Warnings about the facts a verdict used: old ones, and ones that could not be used on the day."""

from __future__ import annotations

from policy_dsl.numerals import period_words
from policy_dsl.vocabulary import Vocabulary
from reasoner.facts import period_end, show
from reasoner.interpreter.interpret import Reader
from reasoner.origin import origin_warnings
from reasoner.wording import WARNINGS

STALE_YEARS = 2


def fact_warnings(reader: Reader, vocabulary: Vocabulary) -> list[str]:
    """A sentence for each used fact that is over two years old, undated where a period matters, too new, or uncertain in the ledger."""
    found = []
    limit = f"{int(reader.day[:4]) - STALE_YEARS:04d}{reader.day[4:]}"
    for place, node in reader.nodes.items():
        role, term, period = place
        seen = reader.values[place]
        name = f"{node['of']}的{term}"
        if seen is not None and seen.as_at and period is None and period_end(seen.as_at) < limit:
            found.append(WARNINGS["stale"].format(fact=name, as_at=seen.as_at))
        if seen is not None and period is not None and not seen.as_at and seen.value is not None:
            found.append(WARNINGS["undated"].format(fact=name, period=period_words(period)))
        found += origin_warnings(name, node.get("source", ""), reader.day)
        key = reader.application.subject(role)
        if seen is None and key is not None:
            kind = "too_new" if period is None else "other_period"
            said = "" if period is None else period_words(period)
            for unused in reader.application.facts.get((key, term), ()):
                value = show(unused.value, vocabulary.facts[term])
                found.append(
                    WARNINGS[kind].format(fact=name, value=value, as_at=unused.as_at, day=reader.day, period=said)
                )
    return found
