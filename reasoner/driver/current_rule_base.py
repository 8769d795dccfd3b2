"""The rule base in use, its texts, and what reads applications with its vocabulary: each made once."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from policy_dsl.compiled import CompiledBase, Document
from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.driver.document_lookup import documents_named, nearest_document, shared_number
from reasoner.driver.rule_base_store import load
from reasoner.intake.application_parser import Reader
from reasoner.intake.dates import read_day
from reasoner.intake.diagnostics_collector import Unreadable
from reasoner.model.rule_base import RuleBase

if TYPE_CHECKING:
    from reasoner.graphs.term_iris import Terms


def build() -> CompiledBase:
    """The rule base compiled from its sources; raises Faults with everything that is wrong in them."""
    # The compiler brings Lark and rdflib along; a check of compiled rules must not pay for them.
    from policy_dsl.compile import compile_base
    from policy_dsl.source_files import read_sources

    return compile_base(read_sources())


@cache
def rule_base() -> RuleBase:
    """The rule base in use, loaded once, with the bureau's own reviews and confirmations (TIAOLI_REVIEWS) where it keeps any."""
    compiled = load(build)
    if os.environ.get("TIAOLI_REVIEWS"):
        from policy_dsl.review.confirmations import own_confirmations, with_confirmations
        from policy_dsl.review.files import own_folder, own_records
        from policy_dsl.review.records import with_reviews

        compiled = with_reviews(compiled, own_records(own_folder()))
        compiled = with_confirmations(compiled, own_confirmations(own_folder()))
    return RuleBase(compiled)


@cache
def reader() -> Reader:
    """What reads applications with the vocabulary in use."""
    base = rule_base()
    return Reader(base.vocabulary, base.document_names, base.shared_numbers, base.issuers)


@cache
def terms() -> Terms:
    """The terms of the vocabulary in use as graphs name them."""
    from reasoner.graphs.term_iris import Terms

    base = rule_base()
    return Terms(base.vocabulary, base.document_names)


@cache
def official_texts() -> dict[str, str]:
    """The official texts by document id, as the proof checker reads them."""
    from policy_dsl.source_files import read_texts

    return read_texts()


def chosen(names: Iterable[str]) -> tuple[Document, ...]:
    """The documents of these ids, titles or numbers, in the order of the rule base; all where none is named."""
    base = rule_base()
    identifiers: set[str] = set()
    faults: list[Diagnostic] = []
    for name in names:
        known = documents_named(base, name)
        if len(known) > 1:
            faults.append(shared_number(f"--document {name}", known))
        elif not known:
            near = nearest_document(base, name)
            hint = f"是否要写 {near}?" if near else ""
            faults.append(Diagnostic("U103", f"--document {name}", "没有收录这个文件", "、".join(base.documents), hint))
        else:
            identifiers.add(known[0].id)
    if faults:
        raise Faults(faults)
    return tuple(d for d in base.documents.values() if not identifiers or d.id in identifiers)


def as_day(as_of: str | None) -> str | None:
    """A day given on the command line in canonical form; raises Faults."""
    if as_of is None:
        return None
    try:
        return read_day(as_of)
    except Unreadable as bad:
        raise Faults([Diagnostic(bad.code, "--as-of", bad.message, bad.allowed, bad.hint)]) from None
