"""The documents and their clauses: listed, and found by address, place or words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from policy_dsl.compiled import Clause
from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.driver.current_rule_base import chosen, rule_base

if TYPE_CHECKING:
    from reasoner.survey.clause_detail import Search
    from reasoner.survey.document_summary import DocumentSummary


def clauses(documents: Sequence[str] = ()) -> list[Clause]:
    """The list of clauses (CONTRACT §3) of some documents, or of all."""
    return [c for d in chosen(documents) for c in d.clauses.values()]


def clauses_text(documents: Sequence[str] = (), *, width: int = 80, colour: bool = False) -> str:
    """The clauses in a list: address, natures, beginning of the text, number of rules."""
    from reasoner.render.terminal.clause_list import clause_list

    return clause_list(chosen(documents), width=width, colour=colour)


def documents() -> list[DocumentSummary]:
    """Every document with its force, what its text lacks and what was stripped from it."""
    from reasoner.survey.document_summary import documents as summaries

    return summaries(rule_base())


def documents_text(*, width: int = 80, colour: bool = False) -> str:
    """The documents in a list."""
    from reasoner.render.terminal.clause_list import document_list

    return document_list(documents(), width=width, colour=colour)


def show(query: str) -> Search:
    """The clauses that a query means, each with rules, readings and neighbours; raises Faults with what is near."""
    from reasoner.survey.clause_detail import search_result
    from reasoner.survey.lookup import find

    base = rule_base()
    lookup = find(base, query)
    if lookup.how is not None:
        return search_result(base, query, lookup.how, lookup)
    near = [(c.clause, c.quote) for c in lookup.near] + [(d.id, d.title) for d in lookup.documents]
    listed = "".join(f"\n    {name}  {' '.join(words.split())[:24]}…" for name, words in near)
    raise Faults(
        [
            Diagnostic(
                "U104", query or "(空)", "没有找到这样的条款",
                "地址(3.1.p2)、带文件的地址、位置(第三部分第(一)项第二段)、文件,或原文中的一段话",
                f"是否要看:{listed}" if near else "用 tiaoli clauses 列出全部条款",
            )
        ]
    )  # fmt: skip


def show_text(query: str, *, width: int = 80, colour: bool = False) -> str:
    """What `show` finds, as staff read it."""
    from reasoner.render.terminal.clause_search import search_text

    return search_text(show(query), width=width, colour=colour)
