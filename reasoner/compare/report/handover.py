"""What regions say and what follows from it, on one page: the matrix of topics, then the comparisons in effect."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, Final

from reasoner.compare.report import words
from reasoner.compare.report.build import views
from reasoner.compare.report.html import comparison_body, framed, front, overview
from reasoner.compare.report.html_parts import SCROLLED
from reasoner.compare.report.view import Data
from reasoner.report.topics_html import TABLE_STYLE, topics_fragment
from reasoner.rulebase import RuleBase

_TABLE: Final = re.compile(r"<table>\s*<thead><tr>(.*?)</tr></thead>\s*<tbody>(.*)</tbody>\s*</table>", re.DOTALL)
_TOPIC: Final = '<tr><th scope="row" class="topic">'
"""How `reasoner.report.topics_html` begins a topic in the rows of its table."""


def handover_page(topics: str | Mapping[str, Any], comparisons: Data | Sequence[Data], base: RuleBase) -> str:
    """The page. topics: the matrix of `reasoner.topics.compare_topics`, or a fragment made of it."""
    found = views(comparisons, base)
    fragment = topics if isinstance(topics, str) else topics_fragment(topics)
    parts = (("topics", words.TOPICS), ("effects", words.EFFECTS))
    links = "".join(f'<li><a href="#{anchor}">{escape(name)}</a></li>' for anchor, name in parts)
    head = "\n".join((*front(found, several=True), *overview(found)))
    body = (
        f'<h1>{escape(words.title(found))}</h1>\n{head}\n<nav class="screen"><ul>{links}</ul></nav>\n'
        f'<section id="topics" class="wide"><h2>{escape(words.TOPICS)}</h2>\n'
        f'<p class="note">{escape(words.TOPIC_QUOTES)}</p>\n{_by_topic(_nested(fragment))}</section>\n'
        f'<section id="effects"><h2>{escape(words.EFFECTS)}</h2>\n{comparison_body(found, base, 3)}</section>'
    )
    return framed(words.title(found), body, TABLE_STYLE)


def _nested(fragment: str) -> str:
    """The fragment below a heading of its own."""
    return fragment.replace("<h2>", "<h3>").replace("</h2>", "</h3>")


def _by_topic(fragment: str) -> str:
    """The matrix as a table for each topic, whose head on every sheet of paper names the topic; what a click would open is
    open, since paper shows nothing else.
    """
    table = _TABLE.search(fragment)
    if table is None or _TOPIC not in table[2]:
        return fragment
    head, rows = table[1], table[2].split(_TOPIC)
    tables = "\n".join(_topic(head, row) for row in rows[1:])
    return (fragment[: table.start()] + tables + fragment[table.end() :]).replace("<details>", "<details open>")


def _topic(head: str, row: str) -> str:
    name = row.partition("<")[0]
    named = head.replace("</th>", f'<span class="print">{name}</span></th>', 1)
    return (
        f"{SCROLLED}<table>\n<thead><tr>{named}</tr></thead>\n<tbody>\n{_TOPIC}{row.rstrip()}\n</tbody>\n</table></div>"
    )
