"""Lists of places: the same description with different places, and 「其他…」 that means different remainders."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import msgspec

from policy_dsl.compiled import Document
from policy_dsl.source_text import fold
from policy_dsl.vocabulary import Vocabulary
from reasoner.proofread.proofread_finding import Corpus, Finding, Quote, Severity

_REST: Final = re.compile(r"其[他余](?:各)?(?:区市|区\(市\)|县区|县\(市、区\)|县市区|地区|区域)")
_BREAK: Final = re.compile(r"[,。;:()「」]")


class Listing(msgspec.Struct, frozen=True):
    """Places listed in a clause."""

    quote: Quote
    """The list."""
    places: tuple[str, ...]
    """The codes of the places."""
    about: str
    """The words of the same phrase that describe them, before and behind the list."""


def listings(corpus: Corpus, document: Document) -> Iterator[Listing]:
    """Every list of two or more places of the document's region, in order."""
    names = _names(corpus.vocabulary, document.region)
    if not names:
        return
    one = "(?:" + "|".join(map(re.escape, sorted(names, key=len, reverse=True))) + ")"
    pattern = re.compile(f"{one}(?:[、和]{one})+")
    for clause in document.clauses.values():
        for match in pattern.finditer(clause.quote):
            before = _BREAK.split(fold(clause.quote[: match.start()]))[-1]
            after = _BREAK.split(fold(clause.quote[match.end() :]))[0]
            codes = tuple(names[n] for n in re.findall(one, match[0]))
            yield Listing(
                corpus.words(clause.clause, match.start(), match.end() - match.start()), codes, f"{before} {after}"
            )


def _names(vocabulary: Vocabulary, region: str) -> dict[str, str]:
    return {
        name: r.code
        for r in vocabulary.regions.values()
        if r.code != region and region in vocabulary.chain(r.code)
        for name in (r.name, *r.aliases)
    }


def contradicting_lists(corpus: Corpus) -> Iterator[Finding]:
    """Places described in the same words are the same places."""
    for document in corpus.documents:
        groups: list[list[Listing]] = []
        for listing in listings(corpus, document):
            group = next((g for g in groups if any(_alike(listing.about, o.about) for o in g)), None)
            if group is None:
                groups.append([listing])
            else:
                group.append(listing)
        for group in groups:
            if len({frozenset(li.places) for li in group}) > 1:
                common = set.intersection(*(set(li.places) for li in group))
                odd = sorted({c for li in group for c in li.places} - common)
                names = "、".join(corpus.vocabulary.regions[c].name for c in odd)
                shared = "、".join(sorted(_pairs(group[0].about) & _pairs(group[-1].about)))
                message = f"同样说到「{shared}」的名单不一致:{names}只在其中一些名单里"
                yield Finding("P114", Severity.WARNING, message, tuple(_with_words(corpus, li) for li in group))


def _with_words(corpus: Corpus, listing: Listing) -> Quote:
    """The list with the words that describe it."""
    before, _, after = listing.about.partition(" ")
    return corpus.quote(listing.quote.clause, listing.quote.start - len(before), listing.quote.end + len(after))


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1) if re.fullmatch(r"[\u4e00-\u9fff]{2}", text[i : i + 2])}


def _alike(one: str, other: str) -> bool:
    """Whether two descriptions share at least two pairs of characters that do not overlap (资源, 饱和)."""
    shared = sorted(_pairs(one) & _pairs(other))
    return any(a[1] != b[0] and b[1] != a[0] for i, a in enumerate(shared) for b in shared[i + 1 :])


def changing_rest(corpus: Corpus) -> Iterator[Finding]:
    """「其他区市」 leaves over the same places wherever it stands."""
    for document in corpus.documents:
        lists = list(listings(corpus, document))
        uses: dict[str, list[tuple[Quote, Listing]]] = {}
        for clause in document.clauses.values():
            for match in _REST.finditer(clause.quote):
                here = corpus.words(clause.clause, match.start(), len(match[0]))
                ahead = [li for li in lists if li.quote.end <= here.start]
                if ahead:
                    uses.setdefault(match[0], []).append((here, ahead[-1]))
        for words, places in uses.items():
            if len({frozenset(li.places) for _, li in places}) > 1:
                message = f"「{words}」前面的名单不同,所余的地方也不同:" + ";".join(
                    f"{here.place}承接{len(li.places)}处({li.quote.place})" for here, li in places
                )
                yield Finding(
                    "P115", Severity.WARNING, message, tuple(q for here, li in places for q in (li.quote, here))
                )
