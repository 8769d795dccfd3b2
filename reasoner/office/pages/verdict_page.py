"""A verdict as its page shows it: grounds on one side, the official words on the other, each leading to the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from reasoner.explain.explanation import Explanation, Point, PointRole
from reasoner.model.kinds import Outcome
from reasoner.model.verdict import ClauseCitation, Verdict

WordsOf = Callable[[str], tuple[tuple[int, int], ...]]

GROUNDS: Final = (
    (PointRole.DECISIVE, "决定理由"),
    (PointRole.SUPPORTING, "同时适用的规定"),
    (PointRole.NOTE, "可供考虑的规定"),
    (PointRole.DEFEATED, "因豁免本次不适用的限制"),
    (PointRole.MET, "所列情形已经符合、效力尚待确认的规定"),
    (PointRole.OPEN, "尚不能判断的规定"),
)
_BESIDE: Final = (
    PointRole.CHECKED,
    PointRole.UNVERIFIED,
    PointRole.UNCLAIMED,
    PointRole.UNREACHED,
    PointRole.CONSIDERED,
)
_BESIDE_TITLES: Final = {
    PointRole.CHECKED: "已核对、不属于所列情形", PointRole.UNVERIFIED: "主张尚未核实", PointRole.UNCLAIMED: "没有主张的优先或倾斜",
    PointRole.UNREACHED: "适用对象不含本次申请", PointRole.CONSIDERED: "已考虑",
}  # fmt: skip


class Ground(NamedTuple):
    """A ground with its number on the page."""

    number: int
    clause: str
    """The address of its clause."""
    text: int
    """The number of its official text on the page."""
    source: str
    """Where the clause stands, in words."""
    document: str
    sentences: tuple[str, ...]
    rules: tuple[str, ...]
    """Its rules told back."""


class GroundGroup(NamedTuple):
    """Grounds that play one part."""

    title: str
    grounds: tuple[Ground, ...]
    main: bool
    """Whether they stand open on the page."""


class Words(NamedTuple):
    """Some words of an official text."""

    text: str
    lit: bool
    """Whether a rule that is cited rests on them."""


class Cited(NamedTuple):
    """An official text that is cited."""

    number: int
    clause: str
    """Its address below /doc."""
    document: str
    document_number: str
    place: str
    heading: tuple[str, ...]
    words: tuple[Words, ...]
    grounds: tuple[int, ...]
    """The numbers of the grounds that rest on it."""


class VerdictPage(NamedTuple):
    """A verdict as its page shows it."""

    groups: tuple[GroundGroup, ...]
    texts: tuple[Cited, ...]
    decided: bool
    """Whether nothing that is lacking touches the outcome."""


def verdict_page(
    verdict: Verdict, explanation: Explanation, words_of: WordsOf, page_of: Callable[[str], str] = str
) -> VerdictPage:
    """The grounds of a verdict, numbered, and the official texts on which they rest."""
    numbers: dict[str, int] = {}
    citations: dict[str, ClauseCitation] = {}
    by_text: dict[str, list[int]] = {}
    rules_of: dict[str, list[str]] = {}
    count = 0

    def grounds(points: Iterable[Point]) -> Iterator[Ground]:
        nonlocal count
        for point in points:
            clause = point.citation.clause
            count += 1
            numbers.setdefault(clause, len(numbers) + 1)
            citations.setdefault(clause, point.citation)
            by_text.setdefault(clause, []).append(count)
            rules_of.setdefault(clause, []).extend(r.rule for r in point.rules)
            rules = tuple(dict.fromkeys(r.text for r in point.rules))
            yield Ground(
                count, clause, numbers[clause], point.citation.place, point.citation.document, point.sentences, rules
            )

    undecided = verdict.outcome is Outcome.UNDETERMINED
    decided = not (undecided or verdict.outcome is Outcome.OUT_OF_FORCE or explanation.possible)
    groups: list[GroundGroup] = []
    for role, title in GROUNDS:
        named = "所列情形已经符合的规定" if undecided and role is PointRole.SUPPORTING else title
        groups.append(GroundGroup(named, tuple(grounds(explanation.of(role))), main=True))
    groups.append(GroundGroup("例外和豁免", tuple(grounds(explanation.exceptions)), main=True))
    groups += [GroundGroup(_BESIDE_TITLES[r], tuple(grounds(explanation.of(r))), main=False) for r in _BESIDE]
    texts = tuple(
        Cited(
            number, page_of(clause), citations[clause].document, citations[clause].number or "", citations[clause].place,
            citations[clause].heading, tuple(_words(citations[clause], rules_of[clause], words_of)), tuple(by_text[clause]),
        )
        for clause, number in numbers.items()
    )  # fmt: skip
    return VerdictPage(tuple(g for g in groups if g.grounds), texts, decided)


def _words(citation: ClauseCitation, rules: Sequence[str], words_of: WordsOf) -> Iterator[Words]:
    """The words of a clause, those lit on which one of the rules rests."""
    length = len(citation.quote)
    lit = [False] * length
    for start, end in (span for rule in dict.fromkeys(rules) for span in words_of(rule)):
        for index in range(max(start - citation.start, 0), min(end - citation.start, length)):
            lit[index] = True
    at = 0
    for index in range(1, length + 1):
        if index == length or lit[index] != lit[at]:
            yield Words(citation.quote[at:index], lit[at])
            at = index
