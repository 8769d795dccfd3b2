"""Comparisons that the window asks for: topics at once, effects in a worker, each with its page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path
from typing import Final

import msgspec

from policy_dsl.ingest.output_guard import Overwriting
from reasoner.compare.relation_kinds import Relation
from reasoner.compare.report.answers import answers
from reasoner.compare.report.view_building import views
from reasoner.compare.result import Comparison, Result
from reasoner.driver import comparisons
from reasoner.driver.current_rule_base import rule_base
from reasoner.driver.knowledge import compare_topics
from reasoner.render.html.topic_page_model import TopicTable
from reasoner.render.topic_page import topic_table


class Question(msgspec.Struct, frozen=True):
    """What is to be compared."""

    names: tuple[str, ...] = ()
    """Regions or documents."""
    reading: str = ""
    """A reading to be taken the other way, as `document/name`; then there are no names."""
    matters: tuple[str, ...] = ()
    """Matters by label; none: all."""
    kinds: tuple[str, ...] = ()
    """Kinds of institutions; none: all."""
    as_of: str = ""
    """The day; empty: one is chosen."""
    readings: bool = False
    """Whether to ask again with each reading taken the other way."""


class AnswerLine(msgspec.Struct, frozen=True):
    """What a comparison comes to in a matter."""

    matter: str
    """The matter."""
    sentence: str
    """How they relate."""


class RelationCount(msgspec.Struct, frozen=True):
    """How many kinds of institution stand in each relation in a matter."""

    matter: str
    """The matter."""
    stricter: int = 0
    """The first side is stricter."""
    looser: int = 0
    """The first side is looser."""
    apart: int = 0
    """Each restrains what the other lets proceed."""
    equal: int = 0
    """Both come to the same."""
    silent: int = 0
    """A side has no rule, so that nothing is compared."""
    open: int = 0
    """Not answered, or it depends on the force of a document."""


class ComparisonAnswer(msgspec.Struct, frozen=True):
    """The answer in short; the page has the rest."""

    lines: tuple[AnswerLine, ...]
    """A line for each matter of each pair."""
    sides: tuple[str, str] = ("", "")
    """The sides of the first pair."""
    counts: tuple[RelationCount, ...] = ()
    """Of the first pair, the relations by matter."""


def check(question: Question) -> None:
    """Raise Faults with everything in a question that cannot be compared."""
    comparisons.check_question(question.names, question.reading, _request(question))


def compared(question: Question, page: Path, progress: Callable[[int, int], None]) -> ComparisonAnswer:
    """Compare, and write the page. Raises Faults."""
    request = _request(question)
    if question.reading:
        made = comparisons.readings(question.reading, request)
        progress(1, 1)
    else:
        pairs = [*combinations(dict.fromkeys(question.names), 2)]
        made = [] if pairs else comparisons.regions(question.names, request)
        for done, pair in enumerate(pairs):
            progress(done, len(pairs))
            made += comparisons.regions(pair, request)
        progress(len(pairs), len(pairs))
    comparisons.write(made, page, Overwriting(force=True))
    lines = [AnswerLine(a.matter, a.sentence) for a in answers(views(made, rule_base()))]
    first = made[0]
    return ComparisonAnswer(tuple(lines), (first.a, first.b), tuple(_counts(first)))


def _counts(comparison: Comparison) -> Iterator[RelationCount]:
    for matter in dict.fromkeys(r.matter for r in comparison.results):
        kinds = Counter(_kind(r) for r in comparison.results if r.matter == matter)
        yield RelationCount(matter, **kinds)


def _kind(result: Result) -> str:
    return "silent" if result.silent else _KINDS.get(result.relation, "open")


_KINDS: Final = {
    Relation.STRICTER: "stricter", Relation.LOOSER: "looser", Relation.APART: "apart", Relation.EQUAL: "equal",
}  # fmt: skip


def _request(question: Question) -> comparisons.Request:
    return comparisons.Request(question.matters, question.kinds, question.as_of or None, readings=question.readings)


def topics(names: tuple[str, ...]) -> TopicTable:
    """What regions say, topic by topic. Raises Faults."""
    return topic_table(compare_topics(names))


def runnable_readings() -> list[tuple[str, str]]:
    """The readings that can be taken the other way, as `document/name`, each with its question."""
    return [(f"{d.id}/{r.name}", r.question) for d in rule_base().documents.values() for r in d.readings if r.runnable]
