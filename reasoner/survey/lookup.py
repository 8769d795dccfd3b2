"""Finding clauses: by address, by place, or by their words; and what stands near where nothing is found.

White space, quotation marks and the width of characters do not matter: staff copy from Word, web pages and memory.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import accumulate
from typing import Final

import msgspec

from policy_dsl.addresses import parse_address, parse_place
from policy_dsl.compiled import Clause, Document
from policy_dsl.diagnostics import nearest
from reasoner.model.rule_base import RuleBase

_IGNORED: Final = re.compile(r"[\s\"'“”‘’「」『』]+")
_SEPARATORS: Final = re.compile(r"^[\s/,:()\uff0c\uff1a\uff08\uff09]+")
_ADDRESS_LIKE: Final = re.compile(r"[0-9a-z]+(?:[.\-_/]?[0-9a-z]+)*")
_PLACE_LIKE: Final = re.compile(r"(?:第.{1,6}(?:部分|项|小?[点目]|段|句|[编章节条款行])(?:之.)?)+")
_ARTICLE_LIKE: Final = re.compile(r"[ac][0-9]+(?:[-_][0-9]+)*(?:\.[a-z]?[0-9]+(?:_[0-9]+)?)*")
_MOST_NEAR: Final = 5


class How(StrEnum):
    """By what the clauses of a query were recognised."""

    ADDRESS = "地址"
    PLACE = "位置"
    DOCUMENT = "文件"
    WORDS = "原文"
    MEANING = "用语"
    """By words of the vocabulary: what the clause's rules read and reach, and other words for the same."""


class Lookup(msgspec.Struct, frozen=True):
    """What a query gave."""

    how: How | None
    """By what it was recognised; None: it gave nothing, and `near` and `documents` are what to try instead."""
    clauses: tuple[Clause, ...] = ()
    """The clauses."""
    documents: tuple[Document, ...] = ()
    """The documents, of a query that names no clause."""
    near: tuple[Clause, ...] = ()
    """Clauses that may have been meant."""


def find(base: RuleBase, query: str) -> Lookup:
    """The clauses that a query means."""
    text = query.strip()
    documents, rest = _of_document(base, text)
    if not rest:
        return Lookup(How.DOCUMENT, documents=documents) if text and documents else Lookup(None)
    if hits := [c for d in documents for c in _by_address(d, rest)]:
        return Lookup(How.ADDRESS, tuple(hits))
    if hits := [c for d in documents for c in d.clauses.values() if folded(c.place) == folded(rest)]:
        return Lookup(How.PLACE, tuple(hits))
    if (cited := parse_place(rest)) is not None and (
        hits := [c for d in documents for c in _by_address(d, str(cited))]
    ):
        return Lookup(How.PLACE, tuple(hits))
    address = _tidied(rest)
    if address is not None and (hits := [c for d in documents for c in _by_address(d, address)]):
        return Lookup(How.ADDRESS, tuple(hits))
    if hits := [c for d in documents for c in _by_words(d, folded(rest))]:
        return Lookup(How.WORDS, tuple(hits))
    return _near(base, documents, rest, address)


def _near(base: RuleBase, documents: Sequence[Document], rest: str, address: str | None) -> Lookup:
    """What a query that finds nothing may have meant."""
    head, slash, tail = rest.partition("/")
    if slash and len(documents) == len(base.documents):
        for name in nearest(head, base.documents):
            near = _by_address(base.documents[name], tail) or _near_address([base.documents[name]], tail)
            return Lookup(None, near=tuple(near[:_MOST_NEAR]))
    if address is not None and (address[0].isdigit() or _ARTICLE_LIKE.fullmatch(address)):
        return Lookup(None, near=_near_address(documents, address))
    if address is not None:
        return Lookup(None, documents=tuple(base.documents[n] for n in nearest(address, base.documents, 2)))
    if _PLACE_LIKE.fullmatch(folded(rest)):
        return Lookup(None, near=_near_place(documents, folded(rest)))
    return Lookup(None, near=_near_words(documents, folded(rest)))


def neighbours(document: Document, clause: str) -> tuple[Clause | None, Clause | None]:
    """The clauses before and after, in document order."""
    order = list(document.clauses)
    at = order.index(clause)
    before = document.clauses[order[at - 1]] if at else None
    after = document.clauses[order[at + 1]] if at + 1 < len(order) else None
    return before, after


def address_of(clause: Clause) -> str:
    """The address without its document: 3.1.p2."""
    return clause.clause.partition("/")[2]


def folded(text: str) -> str:
    """Text as it is compared: without white space and quotation marks, in one width, in lower case."""
    return _IGNORED.sub("", unicodedata.normalize("NFKC", text)).lower()


def _of_document(base: RuleBase, text: str) -> tuple[tuple[Document, ...], str]:
    """The documents that a query names by id, title or number, and the rest of it; all documents where it names none."""
    head, slash, tail = text.partition("/")
    if slash and head in base.documents:
        return (base.documents[head],), tail.strip()
    plain = text.replace("《", "").replace("》", "").strip()
    named: dict[str, list[Document]] = {}
    for document in base.documents.values():
        for name in (document.id, document.title, document.number):
            if name and _starts(plain, name):
                named.setdefault(name, []).append(document)
    if not named:
        return tuple(base.documents.values()), text
    longest = max(named, key=len)
    return tuple(named[longest]), _SEPARATORS.sub("", _behind(plain, longest))


def _starts(text: str, name: str) -> bool:
    if not folded(text).startswith(folded(name)):
        return False
    # An id may begin another id (qingdao-2023-1, qingdao-2023-18-ltc).
    return not (name.isascii() and re.match(r"[\w-]", text[len(name) :]))


def _behind(text: str, name: str) -> str:
    """What follows a name at the start of a text, however its width and blanks are written."""
    whole = folded(name)
    for end in range(1, len(text) + 1):
        if folded(text[:end]) == whole:
            return text[end:].strip()
    return ""


def _by_address(document: Document, address: str) -> list[Clause]:
    """The clause of an address; where it has only sentences or parts below it, all of these; of an article, of its 款 and
    项 the whole.
    """
    exact = document.clauses.get(f"{document.id}/{address}")
    if exact is not None and not _ARTICLE_LIKE.fullmatch(address):
        return [exact]
    below = [c for i, c in document.clauses.items() if i.startswith(f"{document.id}/{address}.")]
    known = parse_address(address)
    if known is not None and known.article is not None:  # a2.title stands in the second annex, not in 第二条
        of = known.of
        below = [c for c in below if (a := parse_address(address_of(c))) is not None and a.of == of] or below
    return ([exact] if exact is not None else []) + below


def _tidied(text: str) -> str | None:
    """An address as it should have been typed (3.1P2, 3-1-p2, 3。1。p2); None for what looks like none."""
    typed = unicodedata.normalize("NFKC", "".join(text.split())).lower().replace("。", ".")
    if not _ADDRESS_LIKE.fullmatch(typed):
        return None
    dotted = re.sub(r"[-_/]", ".", typed)
    return re.sub(r"(?<=[0-9])(?=[a-z])", ".", dotted)


def _near_address(documents: Sequence[Document], address: str) -> tuple[Clause, ...]:
    """Clauses whose addresses share the longest beginning with the one that was typed."""
    steps = address.split(".")
    for length in range(len(steps), 0, -1):
        above = ".".join(steps[:length])
        exact = [c for d in documents for c in _by_address(d, above)]
        below = [c for d in documents for i, c in d.clauses.items() if i.startswith(f"{d.id}/{above}.")]
        if exact or below:
            return tuple(_nearest_of(address, below or exact))
    return tuple(_nearest_of(address, [c for d in documents for c in d.clauses.values()]))


def _nearest_of(address: str, clauses: list[Clause]) -> list[Clause]:
    names = nearest(address, dict.fromkeys(address_of(c) for c in clauses), _MOST_NEAR)
    chosen = [c for n in names for c in clauses if address_of(c) == n]
    return (chosen or clauses)[:_MOST_NEAR]


def _near_place(documents: Sequence[Document], place: str) -> tuple[Clause, ...]:
    """Clauses of the places that begin like the one that was given, nearest first."""
    clauses = [c for d in documents for c in d.clauses.values()]
    names = nearest(place, dict.fromkeys(folded(c.place) for c in clauses), _MOST_NEAR)
    return tuple(c for n in names for c in clauses if folded(c.place) == n)[:_MOST_NEAR]


def _by_words(document: Document, phrase: str) -> Iterator[Clause]:
    """The clauses that hold a phrase; one that runs over several clauses gives all of them."""
    if not phrase:
        return
    pieces = [(folded(c.quote), c) for c in document.clauses.values()]
    text = "".join(p for p, _ in pieces)
    starts = [*accumulate((len(p) for p, _ in pieces), initial=0)][:-1]
    hits: set[int] = set()
    at = text.find(phrase)
    while at >= 0:
        end = at + len(phrase)
        hits |= {i for i, s in enumerate(starts) if s < end and s + len(pieces[i][0]) > at}
        at = text.find(phrase, at + 1)
    yield from (pieces[i][1] for i in sorted(hits))


def _near_words(documents: Sequence[Document], phrase: str) -> tuple[Clause, ...]:
    """The clauses that share most pairs of neighbouring characters with a phrase, if they share a third of them."""
    pairs = {phrase[i : i + 2] for i in range(len(phrase) - 1)}
    if not pairs:
        return ()
    scored: list[tuple[int, int, int, Clause]] = []
    for document in documents:
        for clause in document.clauses.values():
            quote = folded(clause.quote)
            shared = sum(p in quote for p in pairs)
            if shared * 3 >= len(pairs):
                scored.append((-shared, len(quote), len(scored), clause))
    return tuple(row[3] for row in sorted(scored, key=lambda s: s[:3])[:_MOST_NEAR])
