"""Warnings about the facts a verdict used: old ones, and ones that could not be used on the day."""

from __future__ import annotations

from policy_dsl.vocabulary import Vocabulary
from reasoner.facts import period_end, show
from reasoner.interpret import Reader

STALE_YEARS = 2


def fact_warnings(reader: Reader, vocabulary: Vocabulary) -> list[str]:
    """One sentence for each used fact that is more than two years old, undated where a period matters, or too new."""
    found = []
    limit = f"{int(reader.day[:4]) - STALE_YEARS:04d}{reader.day[4:]}"
    for fact, node in reader.nodes.items():
        seen = reader.values[fact]
        name = f"{node['of']}的{fact.term}"
        if seen is not None and seen.as_at and fact.period is None and period_end(seen.as_at) < limit:
            found.append(f"数据陈旧:{name}所用数据截至{seen.as_at},请核实是否仍为最新。")
        if seen is not None and fact.period is not None and not seen.as_at and seen.value is not None:
            found.append(f"{name}未注明期间,按{fact.period}年的预期数使用,请核实。")
        key = reader.application.roles.get(fact.subject)
        if seen is None and key is not None:
            for unused in reader.application.facts.get((key, fact.term), ()):
                shown = show(unused.value, vocabulary.facts[fact.term])
                if fact.period is None:
                    found.append(f"{name}({shown},时点{unused.as_at})晚于基准日{reader.day},未采用。")
                else:
                    found.append(f"{name}({shown},时点{unused.as_at})不是{fact.period}年的预期数,未采用。")
    return found
