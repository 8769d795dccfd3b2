"""A rule's own period against the words of its clause: each day that it writes stands there as the words mean it.

What the words say from when and until when is taken up by a rule that writes both; a rule of the same sentence that writes
none would apply outside it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from policy_dsl.alignment.evidence import Range
from policy_dsl.diagnostics import Diagnostic
from policy_dsl.lowering.resolve import period_of
from policy_dsl.numerals import period_words as in_words
from policy_dsl.reading import Reading
from policy_dsl.source_text import Source, fold
from policy_dsl.syntax import ast
from policy_dsl.texts.period_words import BoundWords, period_words


def line(bound: BoundWords) -> str:
    """How a rule writes what the words of its clause mean: 期间 自 2024年3月1日 至 2024年12月31日."""
    ends = (("自", bound.begins), ("至", bound.ends))
    return " ".join(["期间", *(f"{word} {in_words(day)}" for word, day in ends if day)])


def taken_up(rule: ast.Rule, clause: str, pieces: Collection[Range]) -> list[Range]:
    """The words of a clause that the period of a rule says, both of their ends."""
    written = period_of(rule.period) if rule.period is not None else None
    if written is None:
        return []
    return [
        (b.start, b.end)
        for b in _bearing(clause, pieces)
        if (b.begins or b.ends) and b.begins in ("", written[0]) and b.ends in ("", written[1])
    ]


def check_period(
    rule: ast.Rule,
    clause: str,
    context: str,
    pieces: Collection[Range],
    cited: Iterable[Reading],
    used: set[tuple[str, str]],
) -> Iterator[tuple[ast.Name, str, str]]:
    """Each day of a rule's period that neither its words nor those before them mean, and no reading it cites gives, with what
    is wrong with it and what to try; a reading that gives one is added to `used`.
    """
    written = period_of(rule.period) if rule.period is not None else None
    if written is None or rule.period is None:
        return
    bounds = [*_bearing(clause, pieces), *period_words(fold(context))]
    for end, day, meant, word in (
        (rule.period.begins, written[0], [b.begins for b in bounds], "自"),
        (rule.period.ends, written[1], [b.ends for b in bounds], "至"),
    ):
        if end is None or day in meant:
            continue
        covering = [r for r in cited if end.text in r.covers]
        used.update((r.name, end.text) for r in covering)
        if not covering:
            means = "、".join(f"「{b.word}」({line(b)})" for b in bounds if b.begins or b.ends)
            yield (
                end,
                f"「{rule.name.text}」的期间「{word} {end.text}」在所据原文中找不到",
                f"原文写的是{means}" if means else "按原文改期间,或登记一条解释并写入 covers;原文没有期间的,删去 期间",
            )


def _bearing(clause: str, pieces: Collection[Range]) -> list[BoundWords]:
    """The words that bound a rule in time: in its pieces, or before them in the same sentence."""
    last = max((end for _, end in pieces), default=0)
    first = min((start for start, _ in pieces), default=0)
    sentence = clause.rfind("。", 0, first) + 1
    return [b for b in period_words(clause) if sentence <= b.start < last]


def unbounded_beside(
    clause: str, pieces: Iterable[tuple[ast.Rule, Collection[Range]]], readings: Mapping[str, Reading], source: Source
) -> Iterator[Diagnostic]:
    """A rule without a period beside one of the same clause whose period says words that bound both of them."""
    rules = [(r, p) for r, p in pieces if not r.proposed and r.variant is None]
    bounding = {words for r, p in rules for words in taken_up(r, clause, p)}
    for rule, own in rules:
        if rule.period is not None:
            continue
        accounted = {fold(w) for n in rule.anchors.readings if n.text in readings for w in readings[n.text].accounts}
        for bound in _bearing(clause, own):
            if (bound.start, bound.end) in bounding and bound.word not in accounted:
                span = rule.name.span
                message = f"同一句的期间「{bound.word}」写进了别的规则,「{rule.name.text}」没有写:它在期间以外也会适用"
                hint = f"同样写 {line(bound)};期间不及于它的,登记一条解释,把「{bound.word}」写入 accounts,据 解释 它"
                yield Diagnostic("L510", source.where(span.start), message, hint=hint, excerpt=source.excerpt(span))
