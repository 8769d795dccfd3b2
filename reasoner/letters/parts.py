"""Pieces that several letters share: facts with date and source, grounds, exceptions, notes for staff."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from reasoner.explain import Background, Explanation, Point, source_of
from reasoner.explain.words import fact_name, provenance, stated
from reasoner.letters.argument import BLANK, ITEM, NOTE, PLAIN, QUOTE, SOURCE, Line, Office
from reasoner.letters.phrases import SHARED
from reasoner.letters.typeset import typeset, writable

Data = Mapping[str, Any]


@dataclass(frozen=True)
class Case:
    """All that a letter is made from: a verdict, what is said of it, and what the office adds."""

    verdict: Data
    said: Explanation
    context: Background
    office: Office
    uncertain: frozenset[str]
    """Ids of governing documents whose force is not known."""
    consideration: str = ""
    """What the office found on exceptions from a presumption; empty: to be filled."""

    @property
    def words(self) -> dict[str, str]:
        """What phrases are filled with."""
        v = self.verdict
        given = {t: value for subject, t, value, *_ in v["given"] if subject == "机构"}
        return {
            "matter": v["matter"], "id": writable(v["application"]), "received": day_words(v.get("received") or ""),
            "day": day_words(v["as_of"]), "label": v["label"],
            "name": writable(given.get("名称") or "") or SHARED["unnamed"],
            "code": writable(given.get("统一社会信用代码") or ""),
        }  # fmt: skip


def line(text: str, form: str = PLAIN, what: str = "") -> Line:
    """A line set in the marks of letters."""
    return Line(typeset(writable(text)), form, what)


def spaced(text: str, form: str = BLANK) -> Line:
    """A line whose blanks between parts are meant, as in a line for signatures."""
    return Line(typeset(text).replace("    ", "\u3000\u3000"), form)


def filled(phrase: str, words: Mapping[str, str], form: str = PLAIN, what: str = "") -> Line:
    """A phrase with its words; names stand in it as they were given, only our own marks are set."""
    return Line(typeset(phrase, braces=True).format(**words), form, what)


def day_words(day: str) -> str:
    """2024年5月1日: Arabic numerals without leading zeros (GB/T 9704-2012)."""
    year, month, date = (*day.split("-"), "", "")[:3]
    return f"{year}年{int(month)}月{int(date)}日" if date.isdigit() and month.isdigit() else day


def addressee(case: Case) -> str:
    """主送机关, flush left, ending in a colon."""
    words = case.words
    return typeset(SHARED["addressee" if words["code"] else "addressee_plain"], braces=True).format(**words)


def facts_of(points: Iterable[Point]) -> Iterator[Data]:
    """The known facts that these rules read, each once, in the order of the rules."""
    seen = set()
    for point in points:
        for rule in point.rules:
            for node in _facts([rule.get("scope"), rule.get("condition")]):
                key = node["fact"], node["of"], node.get("period", "")
                if key not in seen and node.get("value") is not None and "assumed" not in node:
                    seen.add(key)
                    yield node


def _facts(node: Any) -> Iterator[Data]:
    if isinstance(node, list | tuple):
        for part in node:
            yield from _facts(part)
    elif isinstance(node, dict):
        if "fact" in node:
            yield node
        else:
            for key, value in node.items():
                if key in ("parts", "read", "left", "right", "sum", "times"):
                    yield from _facts(value)


def fact_lines(facts: Iterable[Data], context: Background) -> tuple[Line, ...]:
    """One line a fact: what it is, as at when, from where."""
    return tuple(
        line(f"{number}. {stated(f, context.terms)}{origin(f)}。", ITEM, "事实") for number, f in enumerate(facts, 1)
    )


def origin(fact: Data) -> str:
    """What the words of a fact do not say of where it comes from: that the application says it."""
    own = fact["of"] in ("申请", "机构") and not provenance(fact)
    return SHARED["from_applicant"] if own else ""


def _unsourced(facts: Iterable[Data], context: Background) -> list[str]:
    """Facts, other than what the applicant says of itself, that lack a date or a source."""
    others = [f for f in facts if f["of"] not in ("申请", "机构") and not (f.get("source") and f.get("as_at"))]
    return list(dict.fromkeys(fact_name(f, context.terms) for f in others))


def quoted(point: Point) -> Line:
    """The clause word for word."""
    return line(f"「{''.join(point.citation['quote'].splitlines())}」", QUOTE, "引文")


def rule_lines(points: Iterable[Point], phrase: str) -> Iterator[Line]:
    """Each clause with document, number and place, and its words below; a clause is quoted once."""
    by_clause = {p.citation["clause"]: p for p in points}
    for number, point in enumerate(by_clause.values(), 1):
        mark = f"{number}. " if len(by_clause) > 1 else ""
        yield line(phrase.format(number=mark, source=source_of(point.citation)), SOURCE, "条款")
        yield quoted(point)


def exception_lines(points: Iterable[Point], phrase: str, *, headings: bool = False) -> Iterator[Line]:
    """Each exception with its words, and why it does not help, or how far it reaches.

    headings: with the catchwords of staff (例外·未主张), which applicants do not need.
    """
    quoted_already = set()
    for point in points:
        yield line(phrase.format(source=source_of(point.citation)), SOURCE, "条款")
        if point.citation["clause"] not in quoted_already:
            yield quoted(point)
        quoted_already.add(point.citation["clause"])
        for sentence in point.sentences:
            yield line(sentence if headings else re.sub(r"^例外·[^:]*:", "", sentence), PLAIN, "理由")


def staff_notes(case: Case, points: Iterable[Point]) -> tuple[Line, ...]:
    """What staff must know before a letter leaves: warnings, readings not confirmed, rules not reviewed."""
    said = case.said
    texts = [SHARED["warning"].format(warning=w) for w in said.warnings]
    texts += [SHARED["reading"].format(reading=r) for r in said.readings]
    points = list(points)
    unsourced = _unsourced(facts_of([*points, *said.exceptions]), case.context)
    texts += [SHARED["unsourced"].format(facts="、".join(unsourced))] if unsourced else []
    names = unreviewed(points)
    texts += [SHARED["unreviewed"].format(rules="、".join(names))] if names else []
    texts.append(said.closing)
    return tuple(line(f"{n}. {t}", NOTE) for n, t in enumerate(texts, 1))


def unreviewed(points: Iterable[Point]) -> list[str]:
    """The rules among the grounds that nobody has reviewed yet: place and name."""
    found = {
        f"{p.citation['place']}「{r['rule'].partition('#')[2]}」": None
        for p in points
        for r in p.rules
        if r.get("reviewed") is False
    }
    return list(found)
