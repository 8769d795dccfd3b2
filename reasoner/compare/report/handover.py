"""What regions say and what follows from it, on one page: the matrix of topics, then the comparisons in effect."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from reasoner.compare.report import words
from reasoner.compare.report.build import views
from reasoner.compare.report.html import comparison_body, framed, front, overview
from reasoner.compare.result import Comparison
from reasoner.model.rule_base import RuleBase
from reasoner.report.topics_html import TABLE_STYLE, topics_fragment
from reasoner.topics.matrix import TopicMatrix


def handover_page(topics: TopicMatrix, comparisons: Sequence[Comparison], base: RuleBase) -> str:
    """The page. topics: the matrix of `reasoner.topics.compare_topics`."""
    pairs = views(comparisons, base)
    parts = (("topics", words.TOPICS), ("effects", words.EFFECTS))
    links = "".join(f'<li><a href="#{anchor}">{escape(name)}</a></li>' for anchor, name in parts)
    head = "\n".join((*front(pairs, several=True), *overview(pairs)))
    body = (
        f'<h1>{escape(words.title(pairs))}</h1>\n{head}\n<nav class="screen"><ul>{links}</ul></nav>\n'
        f'<section id="topics" class="wide"><h2>{escape(words.TOPICS)}</h2>\n'
        f'<p class="note">{escape(words.TOPIC_QUOTES)}</p>\n{topics_fragment(topics, nested=True)}</section>\n'
        f'<section id="effects"><h2>{escape(words.EFFECTS)}</h2>\n{comparison_body(pairs, base, 3)}</section>'
    )
    return framed(words.title(pairs), body, TABLE_STYLE)
