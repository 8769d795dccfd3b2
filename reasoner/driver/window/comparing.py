"""Comparisons that the window asks for: topics at once, effects in a worker, each with its page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Final

from policy_dsl.ingest.output_guard import Overwriting
from reasoner.compare.relation_kinds import Relation
from reasoner.compare.report.answers import answers
from reasoner.compare.report.view_building import views
from reasoner.compare.report.view_model import View
from reasoner.compare.result import Comparison, Result
from reasoner.driver import comparisons
from reasoner.driver.current_rule_base import rule_base
from reasoner.driver.knowledge import compare_topics
from reasoner.driver.window.comparison_answer import AnswerLine, ComparisonAnswer, PairCount, Question, RelationCount
from reasoner.driver.window.wording import day_words, today
from reasoner.render.html.topic_page_model import TopicTable
from reasoner.render.topic_page import topic_table


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
    comparisons.write(made, page, Overwriting(force=True), commands=False)
    each = views(made, rule_base())
    lines = [AnswerLine(a.matter, f"{a.sentence}{_days(a.matter, each)}") for a in answers(each)]
    return ComparisonAnswer(tuple(lines), tuple(PairCount(c.a, c.b, tuple(_counts(c))) for c in made))


def _days(matter: str, pairs: Sequence[View]) -> str:
    """Of which day's law a sentence tells, and which of the documents compared have ended by now."""
    of = [v for v in pairs if matter in v.matters]
    days = "、".join(day_words(d) for d in dict.fromkeys(v.day for v in of))
    regulating = {d.title: d for v in of for side in v.documents.each for d in side if matter in d.matters}
    ended = [f"《{d.title}》已于{day_words(d.ends)}届满" for d in regulating.values() if d.ends and d.ends < today()]
    standing = f";{'、'.join(ended)}" if ended else ""
    return f"(按{days}的规定{standing}。)"


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
