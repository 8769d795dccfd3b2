"""Clauses not yet written as rules (K12): each of them, and the rule base without them for the checks of what is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from policy_dsl.compiled import Clause, Document, Pending
from reasoner.lint.finding_text import Words
from reasoner.lint.lint_finding import Code, Finding, Level
from reasoner.lint.rule_sets import Day
from reasoner.model.rule_base import RuleBase

_MOST: Final = 40
"""Characters of a clause that a finding quotes."""


def as_written(base: RuleBase) -> RuleBase:
    """The rule base without what pending clauses may turn out to be: nobody can say of these whether they repeat a rule."""
    if not any(d.pending_clauses for d in base.documents.values()):
        return base
    documents = tuple(_written(d) for d in base.compiled.documents)
    return RuleBase(msgspec.structs.replace(base.compiled, documents=documents))


def _written(document: Document) -> Document:
    return document.with_norms([n for n in document.all_norms if not n.pending])


def untranscribed(base: RuleBase, days: Sequence[Day], today: str) -> Iterator[Finding]:
    """A hint for each clause that is not, or not wholly, written as rules, in document order."""
    looked_at = {d.document.id: d.day for d in days}
    for document in base.documents.values():
        for clause in document.pending_clauses:
            if clause.pending is not None:
                yield _finding(Words(base), document, clause, clause.pending, looked_at.get(document.id) or today)


def _finding(words: Words, document: Document, clause: Clause, pending: Pending, day: str) -> Finding:
    quote = "".join(clause.quote.split())
    quote = quote if len(quote) <= _MOST else f"{quote[:_MOST]}…"
    waiting = f";待写的规定用词:{'、'.join(pending.words)}" if pending.words else ""
    proposed = (
        f";所拟规则待核:{'、'.join(r.id.partition('#')[2] for r in pending.proposed)}" if pending.proposed else ""
    )
    reason = f";{pending.reason.rstrip('。')}" if pending.reason else ""
    effect = (
        f"在写成以前,{'、'.join(pending.matters)}的申请可能受它限制,不能认为没有限制。"
        if pending.norms
        else "看不出它限制谁,不影响研判,但仍须写成。"
    )
    sentence = (
        f"{words.title(document.id)}{clause.place}「{quote}」尚未写成规则{waiting}{proposed}{reason}。{effect}"
        "写成规则并复核以后删去 待写。"
    )
    depends = (clause.clause, quote, *pending.words, *(r.text for r in pending.proposed))
    matters = pending.matters if pending.norms else ()
    return Finding(
        Code.PENDING, Level.HINT, sentence, (), (), depends, matters, (), day, None, waiting=(clause.clause,)
    )
