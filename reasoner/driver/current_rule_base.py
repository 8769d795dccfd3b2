"""The rule base in use, its texts, and what reads applications with its vocabulary: each made once."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Collection, Iterable
from functools import cache
from typing import TYPE_CHECKING, Final

from policy_dsl.compiled import CompiledBase, Document
from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.ingest.own_corpus_folder import own_corpus_folder
from reasoner.driver.document_lookup import documents_named, not_held, shared_number
from reasoner.driver.own_corpus import Compiler, OwnCorpus, own_corpus
from reasoner.driver.rule_base_store import load
from reasoner.intake.dates import read_day
from reasoner.intake.diagnostics_collector import Unreadable
from reasoner.model.rule_base import RuleBase

if TYPE_CHECKING:
    from reasoner.graphs.term_iris import Terms
    from reasoner.intake.application_parser import Reader


def build(without: Collection[str] = ()) -> CompiledBase:
    """The rule base compiled from its sources, without some of them; raises Faults with everything that is wrong in them."""
    # The compiler brings Lark and rdflib along; a check of compiled rules must not pay for them.
    from policy_dsl.compile import compile_base
    from policy_dsl.source_files import read_sources

    return compile_base(read_sources(without))


def _build_what_changed() -> CompiledBase:
    """The same, with what the cache holds of it."""
    from policy_dsl.compile import compile_base
    from policy_dsl.source_files import read_sources

    compiler = Compiler()
    base = compile_base(read_sources(), compiler.words, compiler.folder)
    compiler.forget()
    return base


def package_base() -> CompiledBase:
    """The rule base of the package alone."""
    return load(_build_what_changed)


def compiled_base(own: OwnCorpus | None = None) -> CompiledBase:
    """The rule base of the package and the bureau's own corpus, without records that the bureau keeps elsewhere.

    own: the corpus, where it is read already. Raises Faults.
    """
    return load(_build_what_changed, own or own_corpus())


_unread: Final[list[Diagnostic]] = []
"""What is wrong with files of records that the rule base loaded last does without."""


_GIVEN: Final[list[RuleBase]] = []
"""The rule base that was put in use by `use`; empty: it is loaded by whoever asks for it first."""


@cache
def rule_base() -> RuleBase:
    """The rule base in use, loaded once. Raises Faults."""
    return _GIVEN[0] if _GIVEN else loaded_rule_base()


def use(base: RuleBase) -> None:
    """Put another rule base in use, and forget what was made of the one before."""
    _GIVEN[:] = [base]
    for remembered in (rule_base, reader, terms, official_texts):
        remembered.cache_clear()


def reload() -> None:
    """Load the rule base anew when it is asked for next."""
    _GIVEN.clear()
    rule_base.cache_clear()


def loaded_rule_base() -> RuleBase:
    """The rule base as its files are now, with the bureau's own reviews and confirmations (TIAOLI_REVIEWS) where it keeps any.

    A damaged file of these gives none, and stands in `unread`: it stops reviewing, and nothing else. Raises Faults.
    """
    compiled, unread = _compiled()
    if os.environ.get("TIAOLI_REVIEWS") or own_corpus_folder():
        from policy_dsl.review import confirmations, files, records

        folder = files.own_folder()
        reviews, wrong = files.read_own(folder, files.FILE, records.read_reviews)
        confirmed, bad = files.read_own(folder, confirmations.FILE, confirmations.read_confirmations)
        compiled = confirmations.with_confirmations(records.with_reviews(compiled, reviews), confirmed)
        unread += [*wrong, *bad]
    _unread[:] = unread
    base = RuleBase(compiled, unread=unread)
    # Where nobody says a day, documents are those of today; what is judged has a day of its own.
    return base.on(time.strftime("%Y-%m-%d")) if base.several else base


_RECORDS: Final = re.compile(r"(corpus/(?:[^/]+/){3}(?:reviews|confirmations)\.toml)(?:$|[: ])")
"""Where the faults of files of records that come with the rules stand."""


def _compiled() -> tuple[CompiledBase, list[Diagnostic]]:
    """The compiled rule base, and what is wrong with files of records that come with the rules; they are then left out."""
    own = own_corpus()
    try:
        base = load(_build_what_changed, own)
        return base, list(base.unread)
    except Faults as error:
        files = [_RECORDS.match(d.where) for d in error.diagnostics]
        damaged = frozenset(match[1] for match in files if match is not None)
        if None in files:
            raise
        unread = list(error.diagnostics)
    # Not kept in the cache: every start says it anew until the file is mended.
    package = build(without=damaged)
    base = package if own is None else own.joined(package)
    return base, [*unread, *base.unread]


def unread_records() -> tuple[Diagnostic, ...]:
    """What is wrong with files of records that the rule base in use does without; of one not loaded nothing is known."""
    return tuple(_unread)


@cache
def reader() -> Reader:
    """What reads applications with the vocabulary in use."""
    from reasoner.intake.application_parser import Reader  # whoever only verifies reads none

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

    own = own_corpus()
    texts = read_texts()
    if own is None:
        return texts
    texts |= own.texts
    # What is set aside is no part of the rule base; of an id the last version stands for it.
    return {name: texts[d.expression] for d in rule_base().every for name in (d.id, d.expression)}


def chosen(names: Iterable[str]) -> tuple[Document, ...]:
    """The documents of these ids, titles or numbers, in the order of the rule base; all where none is named.

    A name may say a version (`id@version`); else it is that of today.
    """
    base = rule_base()
    named = _named(names)
    return tuple(d for d in base.every if d in named.values()) if named else tuple(base.documents.values())


def looked_at(names: Iterable[str]) -> frozenset[str] | None:
    """What a verdict is to rest on alone: ids, and `id@version` where one of several versions was named; None: no name."""
    several = rule_base().several
    by_name = _named(names)
    written = (d.expression if "@" in name and d.id in several else d.id for name, d in by_name.items())
    return frozenset(written) if by_name else None


def _named(names: Iterable[str]) -> dict[str, Document]:
    """The document of each name. Raises Faults (U103) with every name that is none, or that of several."""
    base = rule_base()
    documents: dict[str, Document] = {}
    faults: list[Diagnostic] = []
    for name in names:
        known = documents_named(base, name)
        if len(known) > 1:
            faults.append(shared_number(f"--document {name}", known))
        elif not known:
            faults.append(not_held(base, f"--document {name}", name))
        elif any(d.id == known[0].id and d is not known[0] for d in documents.values()):
            faults.append(Diagnostic("U103", f"--document {name}", "同一份文件写了两个版本", "一份文件写一个版本"))
        else:
            documents[name] = known[0]
    if faults:
        raise Faults(faults)
    return documents


def in_version(name: str) -> tuple[RuleBase, Document] | None:
    """The document of an id, or `id@version`, and the rule base that has it in this version; None where it is not held."""
    base = rule_base()
    id_, at, version = name.partition("@")
    document = base.version(id_, version) if at else base.documents.get(id_)
    return None if document is None else (base.pinning(document) if at else base, document)


def as_day(as_of: str | None, option: str = "--as-of") -> str | None:
    """A day given on the command line by an option in canonical form; raises Faults."""
    if as_of is None:
        return None
    try:
        return read_day(as_of)
    except Unreadable as bad:
        raise Faults([Diagnostic(bad.code, option, bad.message, bad.allowed, bad.hint)]) from None
