"""One document cited under two names."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from reasoner.proofread.proofread_finding import Corpus, Finding, Quote, Severity
from reasoner.survey.referenced_documents import Reference, ReferencedDocument, bare, probably_one


def two_names(corpus: Corpus) -> Iterator[Finding]:
    """A plan is cited by one name: names that differ by a few characters, and a held document by its own title."""
    titles = {d.id: d.title for d in corpus.documents}
    for target in corpus.references:
        title = titles.get(target.document or "", "")
        if not title:
            continue
        other = [r for r in target.references if r.name and bare(r.name) != bare(title)]
        if other:
            message = f"称《{other[0].name}》,该文件的题名是《{title}》"
            yield Finding("P116", Severity.NOTE, message, tuple(_words(corpus, r) for r in other))
    for one, another in combinations([t for t in corpus.references if t.document is None], 2):
        for a, b in _alike(one, another):
            message = f"《{a.name}》与《{b.name}》或为同一文件,名称不同"
            yield Finding("P116", Severity.WARNING, message, (_words(corpus, a), _words(corpus, b)))


def _alike(one: ReferencedDocument, another: ReferencedDocument) -> Iterator[tuple[Reference, Reference]]:
    """The first mentions under each pair of names that are probably one document's."""
    if one.number and another.number and one.number != another.number:
        return
    for a in one.names:
        for b in another.names:
            if probably_one(a, b):
                yield _first(one, a), _first(another, b)


def _first(target: ReferencedDocument, name: str) -> Reference:
    return next(r for r in target.references if r.name == name)


def _words(corpus: Corpus, reference: Reference) -> Quote:
    return corpus.quote(reference.clause, reference.start, reference.end)
