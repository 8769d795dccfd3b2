"""The documents that a question names: by identifier, number (文号), title, or a short of the title (河南省指导意见).

What names a document is taken out of the question, so that no word of a title is read as a matter or place. A short title is
the kind of a document after words that all stand in its title or name its region.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from policy_dsl.compiled import Document
from policy_dsl.vocabulary import Vocabulary
from reasoner.ask.question_words import folded
from reasoner.model.rule_base import RuleBase


class NamedDocuments(NamedTuple):
    """What of a question names documents, and the rest of it."""

    documents: tuple[Document, ...]
    """The documents, in the order of the rule base."""
    words: tuple[tuple[str, str], ...]
    """The words that name them, each with what they name."""
    rest: str
    """The question without these words."""
    kinds: tuple[str, ...] = ()
    """Kinds of document that it names without saying which (规划)."""
    cited: tuple[str, ...] = ()
    """Numbers that no held document has and a held text cites."""
    unknown: tuple[str, ...] = ()
    """Numbers that no held document has and no held text cites."""
    elsewhere: tuple[tuple[str, tuple[Document, ...]], ...] = ()
    """Short titles without a place that fit documents of other places alone, each with these; none of these is meant."""

    @property
    def unheld(self) -> bool:
        """Whether all that it names by number is not held."""
        return bool(self.cited or self.unknown) and not self.documents


_OPEN: Final = r"[\[(【〔［]"
_CLOSE: Final = r"[\])】〕］]"
_ANY_NUMBER: Final = re.compile(rf"[一-鿿]{{2,8}}{_OPEN}\d{{4}}{_CLOSE}\d+号")
_BEHIND: Final = re.compile(r"\([^()]*\)$")
_SHORT: Final = {"长护险": "长期护理保险", "长护": "长期护理保险"}
"""Shorts of words of titles (「长期护理保险(以下简称“长护险”)」) and how people shorten them further."""
_ALSO: Final = {"意见": ("意见", "指导意见"), "报告": ("评估报告",)}
"""Kinds that a word for a document may mean, where it means more than one."""


def named_documents(base: RuleBase, question: str, regions: Sequence[str] = ()) -> NamedDocuments:
    """The documents that a question names. regions: the codes of the places that count where a short title fits several."""
    text = unicodedata.normalize("NFKC", question)
    named: dict[str, Document] = {}
    words: list[tuple[str, str]] = []
    by_span = [*_by_title(base, text), *_by_number(base, text)]
    taken: list[tuple[int, int]] = []
    for start, end, documents in sorted(by_span, key=lambda s: (s[0] - s[1], s[0])):
        if all(end <= a or start >= b for a, b in taken):
            taken.append((start, end))
            named |= {d.id: d for d in documents}
            words.append((text[start:end], "、".join(f"《{d.title}》" for d in documents)))
    rest = _without(text, taken)
    rest, more, kinds, elsewhere = _by_short_title(base, rest, regions)
    for word, documents in more:
        named |= {d.id: d for d in documents}
        words.append((word, "、".join(f"《{d.title}》" for d in documents)))
    numbers = [m[0] for m in _ANY_NUMBER.finditer(rest)]
    cited = tuple(n for n in numbers if _cited(base, n))
    unknown = tuple(n for n in numbers if n not in cited)
    for number in unknown:
        rest = rest.replace(number, " ")
    ordered = tuple(d for d in base.documents.values() if d.id in named)
    return NamedDocuments(ordered, tuple(words), rest, kinds, cited, unknown, elsewhere)


def _without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]} {text[end:]}"
    return text


def _cited(base: RuleBase, number: str) -> bool:
    """Whether a held text cites a number, which may have words before it."""
    quotes = (c.quote for d in base.documents.values() for c in d.clauses.values())
    texts = "\n".join("".join(unicodedata.normalize("NFKC", q).split()) for q in quotes)
    at = next(i for i, c in enumerate(number) if not "一" <= c <= "鿿")
    return any(re.search(rf"(?<![一-鿿]){re.escape(number[i:])}", texts) for i in range(at - 1))


# --- by title and number --------------------------------------------------------------------------------------


def _by_title(base: RuleBase, text: str) -> Iterator[tuple[int, int, tuple[Document, ...]]]:
    """Where a question has a title, with or without the years behind it, or an identifier."""
    plain = folded(text)
    hits = [(name, document) for name, document in _titles(base) if name in plain]
    if not hits:
        return
    kept = [i for i, c in enumerate(text) if folded(c)]
    for name, document in hits:
        at = plain.find(name)
        follows = plain[at + len(name) : at + len(name) + 1]
        if not (name.isascii() and re.match(r"[\w-]", follows, re.ASCII)):
            yield kept[at], kept[at + len(name) - 1] + 1, (document,)


@lru_cache(maxsize=8)
def _titles(base: RuleBase) -> tuple[tuple[str, Document], ...]:
    """The folded titles, with and without the years behind them, and identifiers."""
    return tuple(
        (folded(name), d)
        for d in base.documents.values()
        for name in dict.fromkeys((d.title, _BEHIND.sub("", unicodedata.normalize("NFKC", d.title)), d.id))
    )


def _by_number(base: RuleBase, text: str) -> Iterator[tuple[int, int, tuple[Document, ...]]]:
    """Where a question has a number, in any brackets, or a short of it: 18号, 18号文."""
    if "号" in text:
        for pattern, documents in _numbers(base):
            for match in pattern.finditer(text):
                yield match.start(), match.end(), documents


@lru_cache(maxsize=8)
def _numbers(base: RuleBase) -> tuple[tuple[re.Pattern[str], tuple[Document, ...]], ...]:
    """How each number is written, with the documents that have it."""
    sharing: dict[str, list[Document]] = {}
    for document in base.documents.values():
        if document.number:
            sharing.setdefault(document.number, []).append(document)
    parted = ((re.fullmatch(r"(.+?)〔(\d+)〕(\d+)号", number), documents) for number, documents in sharing.items())
    return tuple((_number_pattern(*m.groups()), tuple(documents)) for m, documents in parted if m is not None)


def _number_pattern(prefix: str, year: str, count: str) -> re.Pattern[str]:
    bracketed = rf"\s*{_OPEN}?\s*{year}\s*(?:{_CLOSE}|年)?\s*"
    before = (
        f"(?:{prefix}{bracketed}|{prefix}|(?<![一-鿿]){_OPEN}{year}{_CLOSE}|(?<![\\d第月年令发字函办保\\])】〕］]))"
    )
    by_year = rf"(?<!\d)(?:{year[:2]})?{year[2:]}年\s*第?{count}\s*号(?:文件|文)"
    return re.compile(rf"{by_year}|{before}(?<!\d){count}\s*号(?:文件|文)?")


# --- by a short of the title ----------------------------------------------------------------------------------


class _ShortTitles(NamedTuple):
    """What the short titles of a question come to."""

    rest: str
    """The question without those that name documents."""
    named: list[tuple[str, tuple[Document, ...]]]
    """Each with its documents."""
    kinds: tuple[str, ...]
    """The kinds that stand for no particular one."""
    elsewhere: tuple[tuple[str, tuple[Document, ...]], ...]
    """Those that fit documents of other places alone."""


def _by_short_title(base: RuleBase, text: str, regions: Sequence[str]) -> _ShortTitles:
    """The short titles of a question. One without a place means a document of the asker's region: another's is not meant."""
    kinds = {k: _ALSO.get(k, (k,)) for k in ("指导意见", "评估报告", "规划", "意见", "通知", "报告")}
    named: list[tuple[str, tuple[Document, ...]]] = []
    elsewhere: list[tuple[str, tuple[Document, ...]]] = []
    bare: list[str] = []
    spans: list[tuple[int, int]] = []
    for match in re.finditer("|".join(kinds), text):
        run = re.search(r"[一-鿿“”\d]*$", text[: match.start()])
        before = (run[0] if run else "").removesuffix("的")
        dropped = len(run[0]) - len(before) if run else 0
        of_kind = [d for d in base.documents.values() if d.kind in kinds[match[0]]]
        for start in range(len(before) - 1):
            fits = tuple(d for d in of_kind if _describes(before, start, d, base.vocabulary))
            if not fits:
                continue
            general = _GENERAL.search(before[:start])
            begin = match.start() - dropped - len(before) + (general.start() if general else start)
            name = text[begin : match.end()]
            here = _meant(base, name, fits, regions)
            if here:
                named.append((name, here))
            else:
                elsewhere.append((name, fits))
                bare += kinds[match[0]]
            if here or not _used_here(base, name, regions):
                spans.append((begin, match.end()))
            break
        else:
            bare += kinds[match[0]]
            if match[0] == _BY_OTHERS and regions:
                here = tuple(d for d in of_kind if _concerns(d, regions, base.vocabulary))
                (named if here else elsewhere).append((match[0], here or tuple(of_kind)))
                spans.append((match.start(), match.end()))
    return _ShortTitles(_without(text, spans), named, tuple(dict.fromkeys(bare)), tuple(elsewhere))


_GENERAL: Final = re.compile("(?:医保|医疗保障)(?:事业)?$")
"""Words before a short title that belong to it and are in the title otherwise (医保发展规划)."""
_BY_OTHERS: Final = "指导意见"
"""The kind that is told apart by itself, where no document of the place is of it: it is no word of daily use."""


def _meant(base: RuleBase, name: str, fits: Sequence[Document], regions: Sequence[str]) -> tuple[Document, ...]:
    """Which of the documents that a short title fits it means: those whose place it has, else those of the places asked."""
    placed = tuple(d for d in fits if any(folded(p) in folded(name) for p in _place_names(d, base.vocabulary)))
    if placed:
        return placed
    here = tuple(d for d in fits if _concerns(d, regions, base.vocabulary))
    return here if regions else tuple(fits)


def _used_here(base: RuleBase, name: str, regions: Sequence[str]) -> bool:
    """Whether a document of the places asked has a name among its own words (河南:「资源配置规划」)."""
    own = (d for d in base.documents.values() if _concerns(d, regions, base.vocabulary))
    return any(folded(name) in folded(c.quote) for d in own for c in d.clauses.values())


def _concerns(document: Document, regions: Sequence[str], vocabulary: Vocabulary) -> bool:
    return any(document.region in vocabulary.around(r) for r in regions)


def _describes(before: str, start: int, document: Document, vocabulary: Vocabulary) -> bool:
    """Whether the words from a place on all stand in a title or name its region, and what precedes names no other region."""
    places = _place_names(document, vocabulary)
    if start and any(before[:start].endswith(ending) for ending in ("省", "市", "区", "县")):
        return False
    words = folded(before)
    return len(words) == len(before) and _made_of(words[start:], folded(document.title), places)


def _made_of(words: str, title: str, places: frozenset[str]) -> bool:
    """Whether words are made of pieces of a title and of names of places, however they are parted."""
    ends = range(len(words), 1, -1)
    return not words or any(_stands(words[:e], title, places) and _made_of(words[e:], title, places) for e in ends)


def _stands(piece: str, title: str, places: frozenset[str]) -> bool:
    return piece in title or piece in places or (piece in _SHORT and _SHORT[piece] in title)


def _place_names(document: Document, vocabulary: Vocabulary) -> frozenset[str]:
    region = vocabulary.regions[document.region]
    bare = region.name.removesuffix("省").removesuffix("市")
    return frozenset((region.name, bare, *region.aliases, *(f"{n}的" for n in (region.name, bare))))


# --- the day that a question names ----------------------------------------------------------------------------

OF_FORCE: Final = re.compile("有效|生效|施行|执行|到期|届满|过期|失效|废止|作废|还能用|确认")
"""Words by which a question asks for the force of documents."""
_DAY: Final = re.compile(
    r"(?<![\d—~至-])(?P<year>20\d{2})(?:年(?:(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})[日号])?)?|-(?P<m>\d{2})-(?P<d>\d{2}))(?P<after>以?后|之后)?"
)


def day_named(text: str) -> tuple[str, str]:
    """The first day of which a question speaks (2025年12月31日以后: the day after), empty for none; and the rest of it."""
    from datetime import date, timedelta

    match = _DAY.search(text)
    if match is None:
        return "", text
    month, day = match["month"] or match["m"], match["day"] or match["d"]
    try:
        named = date(int(match["year"]), int(month or 1), int(day or 1))
    except ValueError:
        return "", text
    if match["after"]:
        named = date(named.year + 1, 1, 1) if not month else named + timedelta(days=1 if day else 31)
    return named.isoformat(), f"{text[: match.start()]} {text[match.end() :]}"
