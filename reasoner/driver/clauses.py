"""The documents and their clauses: listed, and found by address, place, words or meaning."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from policy_dsl.compiled import Clause, Document
from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.driver.current_rule_base import chosen, rule_base
from reasoner.driver.document_lookup import documents_named, not_held
from reasoner.model.rule_base import RuleBase

if TYPE_CHECKING:
    from reasoner.survey.clause_detail import Search
    from reasoner.survey.corpus_entries import CorpusEntry
    from reasoner.survey.document_summary import DocumentSummary
    from reasoner.survey.lookup import Lookup


class Narrowing(NamedTuple):
    """Which clauses are looked at; nothing given: all."""

    documents: Sequence[str] = ()
    """Ids, titles or numbers of documents."""
    region: str = ""
    """A place: only documents that cover it."""
    matter: str = ""
    """A matter: only clauses with rules on it, and those that concern it."""
    deciding: bool = False
    """Only clauses with rules that decide."""


ALL = Narrowing()


class _Kept(NamedTuple):
    """The documents and clauses that a narrowing leaves."""

    documents: tuple[Document, ...]
    matter: str
    deciding: bool

    def clauses(self, clauses: Iterable[Clause]) -> Iterator[Clause]:
        """Those of some clauses that are left."""
        ids = {d.id: d for d in self.documents}
        for clause in clauses:
            document = ids.get(clause.clause.partition("/")[0])
            if document is not None and self._keeps(document, clause):
                yield clause

    def _keeps(self, document: Document, clause: Clause) -> bool:
        if not (self.matter or self.deciding):
            return True
        norms = [n for n in document.norms_in_use if n.clause == clause.clause]
        if self.deciding:
            return any(n.decides and (not self.matter or self.matter in n.matters) for n in norms)
        concerns = any(self.matter in c.matters for c in clause.concerns)
        return concerns or any(self.matter in n.matters for n in norms)


def _kept(narrowing: Narrowing, base: RuleBase | None = None) -> _Kept:
    """What a narrowing leaves of the rule base in use, or of another one with other versions. Raises Faults (U103, U161, U163, U164) for names that are not known."""
    documents, matter = chosen(narrowing.documents), ""
    if base is not None and not narrowing.documents:
        documents = tuple(base.documents.values())
    if narrowing.region or narrowing.matter:
        from reasoner.ask.unaskable import named
        from reasoner.driver.asking import known

        region, matter = named(rule_base(), known().names, narrowing.region, narrowing.matter)
        ids = {d.id for d in rule_base().held_for(region)} if region else {d.id for d in documents}
        documents = tuple(d for d in documents if d.id in ids)
    return _Kept(documents, matter, narrowing.deciding)


def clauses(documents: Sequence[str] = (), narrowing: Narrowing = ALL) -> list[Clause]:
    """The list of clauses (CONTRACT §3) of some documents, or of all, in document order."""
    kept = _kept(narrowing._replace(documents=documents or narrowing.documents))
    return [*kept.clauses(c for d in kept.documents for c in d.clauses.values())]


def clauses_text(narrowing: Narrowing = ALL, *, width: int = 80, colour: bool = False) -> str:
    """The clauses in a list: address, natures, beginning of the text, number of rules."""
    from reasoner.render.terminal.clause_list import clause_list

    kept = _kept(narrowing)
    only = None
    if kept.matter or kept.deciding:
        only = frozenset(c.clause for c in kept.clauses(c for d in kept.documents for c in d.clauses.values()))
    return clause_list(kept.documents, only, width=width, colour=colour)


def documents() -> list[DocumentSummary]:
    """Every document with its force, what its text lacks and what was stripped from it."""
    from reasoner.survey.document_summary import documents as summaries

    return summaries(rule_base())


def documents_listed() -> list[DocumentSummary | CorpusEntry]:
    """The same, and behind them drafts and what of the bureau's own corpus is set aside."""
    from reasoner.driver.bureau_corpus import not_in_use

    return [*documents(), *not_in_use()]


def documents_text(*, width: int = 80, colour: bool = False) -> str:
    """The same in a list."""
    from reasoner.driver.bureau_corpus import not_in_use
    from reasoner.render.terminal.clause_list import document_list
    from reasoner.render.terminal.corpus_list import corpus_list

    apart = not_in_use()
    text = document_list(documents(), width=width, colour=colour)
    return f"{text}\n{corpus_list(apart, width=width, colour=colour)}" if apart else text


_VERSION: Final = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)*)@([0-9a-z-]+)")


def versions_in(words: str) -> tuple[RuleBase, str]:
    """The rule base with the versions that words name (`id@version`), and the words without the versions.

    Raises Faults (U103) for a version that is not held.
    """
    base = rule_base()
    named = [m[0] for m in _VERSION.finditer(words) if m[1] in base.documents]
    if not named:
        return base, words
    faults = [not_held(base, name, name) for name in named if not documents_named(base, name)]
    if faults:
        raise Faults(faults)
    documents = [documents_named(base, name)[0] for name in named]
    return base.pinning(*documents), _VERSION.sub(lambda m: m[1] if m[1] in base.documents else m[0], words)


def show(query: str, narrowing: Narrowing = ALL) -> Search:
    """The clauses that a query means, each with rules, readings and neighbours; raises Faults with what is near.

    Found by address, place, document or a piece of the text; else, and beside that, by words of the vocabulary: 药店距离
    finds the clause on fifteen minutes' walk. What decides stands first.
    """
    from msgspec.structs import replace

    from reasoner.survey.clause_detail import search_result
    from reasoner.survey.lookup import How, find

    base, plain = versions_in(query)
    kept = _kept(narrowing, base)
    lookup = find(base, plain)
    how, hits = lookup.how, lookup.clauses
    if how in (None, How.WORDS):
        meant = [*_by_meaning(plain, kept)]
        how = how or (How.MEANING if meant else None)
        hits = tuple(_deciding_first(base.documents, _once((*hits, *meant))))
    left = tuple(kept.clauses(hits))
    if how is How.DOCUMENT or left:
        return search_result(base, query, how or How.WORDS, replace(lookup, clauses=left))
    raise _not_found(query, lookup, narrowed=bool(hits))


def near(query: str) -> tuple[Clause, ...]:
    """The clauses that may have been meant by a query which finds none. Raises Faults (U103)."""
    from reasoner.survey.lookup import find

    return find(*versions_in(query)).near


def _not_found(query: str, lookup: Lookup, *, narrowed: bool) -> Faults:
    near = [(c.clause, c.quote) for c in lookup.near] + [(d.id, d.title) for d in lookup.documents]
    listed = "".join(f"\n    {name}  {' '.join(words.split())[:24]}…" for name, words in near)
    hint = f"是否要看:{listed}" if near else "用 tiaoli clauses 列出全部条款"
    return Faults(
        [
            Diagnostic(
                "U104", query or "(空)", "所选的文件、地区、事项中没有这样的条款" if narrowed else "没有找到这样的条款",
                "地址(3.1.p2)、带文件的地址、位置(第三部分第(一)项第二段)、文件、原文中的一段话,或者常用的说法",
                "放宽 --document、--region、--matter、--deciding 再查" if narrowed else hint,
            )
        ]
    )  # fmt: skip


def _by_meaning(query: str, kept: _Kept) -> Iterator[Clause]:
    """The clauses that bear all words of a query: names of the vocabulary, and other words as the texts have them."""
    from reasoner.ask.passages import sought
    from reasoner.ask.question_words import Kind
    from reasoner.driver.asking import known
    from reasoner.survey.clause_search import Sought

    knowledge = known()
    vocabulary = rule_base().vocabulary
    words = [*knowledge.names.words(query)]
    if not any(w.meanings for w in words):
        return
    terms: list[Sought] = []
    quoted: list[frozenset[str]] = []
    for word in words:
        of_word = sought(vocabulary, [m.key for m in word.meanings if m.key in vocabulary.terms])
        if word.meanings and not of_word:  # a place narrows and is no word of a clause
            return
        names = {n for s in of_word for n in s.names} or {word.text}
        terms.append(Sought(tuple(names), frozenset().union(*(s.terms for s in of_word))))
        if not word.meanings or word.of(Kind.USAGE):
            quoted.append(frozenset(names))
    ids = {d.id for d in kept.documents}
    entries = [e for e in knowledge.clauses.entries if e.document.id in ids]
    hits = [h.entry for h in knowledge.clauses.find(terms, (), entries) if h.matched == len(terms)]
    own = [e for e in hits if all(any(n in e.quote for n in names) for names in quoted)]
    yield from (
        e.clause for e in own or hits
    )  # a word of the texts is one that a clause has, before its readings have it


def _once(clauses: Iterable[Clause]) -> Iterator[Clause]:
    return iter({c.clause: c for c in clauses}.values())


def _deciding_first(documents: dict[str, Document], clauses: Iterable[Clause]) -> list[Clause]:
    """Clauses in their order, those with rules that decide before the others."""
    listed = list(clauses)
    ids = {c.clause.partition("/")[0] for c in listed}
    deciding = {n.clause for i in ids for n in documents[i].norms_in_use if n.decides}
    return sorted(listed, key=lambda c: c.clause not in deciding)


def show_text(query: str, narrowing: Narrowing = ALL, *, width: int = 80, colour: bool = False) -> str:
    """What `show` finds, as staff read it."""
    from reasoner.render.terminal.clause_search import search_text

    return search_text(show(query, narrowing), width=width, colour=colour)
