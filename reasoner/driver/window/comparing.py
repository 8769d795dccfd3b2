"""Comparisons that the window asks for: topics at once, effects in a worker, each with its page."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import msgspec

from policy_dsl.ingest.output_guard import Overwriting
from reasoner.compare.report.answers import answers
from reasoner.compare.report.view_building import views
from reasoner.driver import comparisons
from reasoner.driver.current_rule_base import rule_base
from reasoner.driver.knowledge import compare_topics
from reasoner.topics.matrix import TopicMatrix


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


class ComparisonAnswer(msgspec.Struct, frozen=True):
    """The answer in short; the page has the rest."""

    lines: tuple[AnswerLine, ...]
    """A line for each matter of each pair."""


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
    return ComparisonAnswer(tuple(lines))


def _request(question: Question) -> comparisons.Request:
    return comparisons.Request(question.matters, question.kinds, question.as_of or None, readings=question.readings)


def topics(names: tuple[str, ...]) -> TopicMatrix:
    """What regions say, topic by topic. Raises Faults."""
    return compare_topics(names)


def runnable_readings() -> list[tuple[str, str]]:
    """The readings that can be taken the other way, as `document/name`, each with its question."""
    return [(f"{d.id}/{r.name}", r.question) for d in rule_base().documents.values() for r in d.readings if r.runnable]
