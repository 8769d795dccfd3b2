"""Comparisons and topics as pages of HTML: what they show is worked out in their rooms, and laid out by the render floor."""

from __future__ import annotations

from collections.abc import Sequence

from reasoner.compare.report.page_building import handover_of, page_of
from reasoner.compare.result import Comparison
from reasoner.model.rule_base import RuleBase
from reasoner.render.html import pages
from reasoner.report.topic_page import topics_page_of
from reasoner.topics.matrix import TopicMatrix


def comparison_page(comparisons: Comparison | Sequence[Comparison], base: RuleBase) -> str:
    """The page of one or several comparisons."""
    return pages.comparison_page(page_of(comparisons, base))


def handover_page(topics: TopicMatrix, comparisons: Sequence[Comparison], base: RuleBase) -> str:
    """What regions say by topic and what follows from it, on one page."""
    return pages.handover_page(handover_of(topics, comparisons, base))


def topics_page(topics: TopicMatrix) -> str:
    """The matrix of topics on a page."""
    return pages.topics_page(topics_page_of(topics))
