"""The documents and their clauses: listed, and found by address, place or words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.driver.in_use import chosen, rule_base


def clauses(documents: Sequence[str] = ()) -> list[Any]:
    """The clause ledger (CONTRACT §3) of some documents, or of all."""
    from reasoner.survey.ledger import clauses as ledger

    return ledger(chosen(documents))


def clauses_text(documents: Sequence[str] = (), *, width: int = 80, colour: bool = False) -> str:
    """The clauses in a list: address, natures, beginning of the text, number of rules."""
    from reasoner.report.ledger import clause_list

    return clause_list(chosen(documents), width=width, colour=colour)


def documents() -> list[dict[str, Any]]:
    """Every document with its force, what its text lacks and what was stripped from it."""
    from reasoner.survey.ledger import documents as listed

    return listed(rule_base())


def documents_text(*, width: int = 80, colour: bool = False) -> str:
    """The documents in a list."""
    from reasoner.report.ledger import document_list

    return document_list(documents(), width=width, colour=colour)


def show(query: str) -> dict[str, Any]:
    """The clauses that a query means, each with rules, readings and neighbours; raises Faults with what is near."""
    from reasoner.survey.ledger import clause_data, document_data
    from reasoner.survey.lookup import find

    base = rule_base()
    found = find(base, query)
    if not found.how:
        near = [(c["clause"], c["quote"]) for c in found.near] + [(d.id, d.title) for d in found.documents]
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
    return {
        "query": query,
        "how": found.how,
        "clauses": [clause_data(base, c) for c in found.clauses],
        "documents": [document_data(base, d) for d in found.documents],
    }


def show_text(query: str, *, width: int = 80, colour: bool = False) -> str:
    """What `show` finds, as staff read it."""
    from reasoner.report.clause import shown

    return shown(show(query), width=width, colour=colour)
