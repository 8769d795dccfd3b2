"""What an amendment changes in the texts, as people read it: documents, clauses before and after, rules, whom it concerns.

Pure: from what `reasoner.compare.text_diff` gives to entries and lines of text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple

from reasoner.compare.amendment import (
    ClauseChange,
    CoverageChange,
    DocumentChange,
    FieldChange,
    RegionName,
    RuleChange,
)
from reasoner.compare.relation_kinds import RuleKind, TextChange
from reasoner.compare.report.resting_readings import Rests
from reasoner.compare.result import Comparison

_UNKNOWN: Final[Rests] = MappingProxyType({})

HEADING: Final = "修改了什么"
COLUMNS: Final = ("条款", "修改前", "修改后", "规则和受影响的范围")
NONE, UNCHANGED = "(无)", "原文未改"

_FIELDS: Final = {"title": "题名", "number": "文号", "starts": "施行日期", "ends": "规划期届满之日"}
_DONE: Final = {TextChange.AMENDED: "修改", TextChange.STRUCK: "删去", TextChange.ADDED: "增加"}
_NOT_ALLOWED: Final = "限制失去依据,不等于可以办理"


class Row(NamedTuple):
    """A clause before and after, with what is said of its rules; `before` or `after` is empty where there is none."""

    place: str
    address: str
    before: str
    after: str
    rules: tuple[str, ...]


class Entry(NamedTuple):
    """A document: what became of it in sentences, and its clauses."""

    title: str
    sentences: tuple[str, ...]
    rows: tuple[Row, ...]


def entries(comparison: Comparison, rests: Rests = _UNKNOWN) -> list[Entry]:
    """The documents that an amendment changes, in their order. rests: on which readings rules rest."""
    return [
        Entry(_title(d), tuple(_document(d)), tuple(_row(c, rests) for c in d.clauses))
        for d in comparison.amended or ()
    ]


def lines(comparison: Comparison, rests: Rests = _UNKNOWN) -> Iterator[tuple[int, str]]:
    """Every sentence with its depth (0: a document, 1: a clause, 2: what is said of the clause)."""
    for entry in entries(comparison, rests):
        yield 0, f"{entry.title}:{''.join(entry.sentences)}"
        for row in entry.rows:
            yield 1, f"{row.place}({row.address})"
            if row.before == row.after:
                yield 2, f"{UNCHANGED}:{quoted(row.before)}"
            else:
                yield 2, f"{COLUMNS[1]}:{quoted(row.before)}"
                yield 2, f"{COLUMNS[2]}:{quoted(row.after)}"
            yield from ((2, sentence) for sentence in row.rules)


# --- documents ------------------------------------------------------------------------------------------------


def _title(document: DocumentChange) -> str:
    return f"《{document.title}》{f'({document.number})' if document.number else ''}"


def _document(document: DocumentChange) -> Iterator[str]:
    clauses, covers = document.clauses, document.covers
    kinds = Counter(rule.kind for c in clauses for rule in c.rules)
    counted = "、".join(f"{kind}{n}项" for kind, n in kinds.items()) or "没有"
    match document.change:
        case TextChange.REPEALED:
            yield f"修改后没有这份文件,视为废止,该文件不再有效。失去依据的规则:{counted}。"
            yield f"{_NOT_ALLOWED}。" if RuleKind.RESTRICTION in kinds else ""
        case TextChange.ADDED:
            yield f"修改前没有这份文件,视为新增。新设的规则:{counted}。"
        case _:
            done = Counter(c.change for c in clauses if c.before != c.after)
            phrases = [f"{word}{done[change]}条" for change, word in _DONE.items() if done[change]]
            rewritten = sum(c.before == c.after for c in clauses)
            phrases += [f"原文未改而规则改写的{rewritten}条"] if rewritten else []
            yield f"{'、'.join(phrases) or '条文没有改动'}。"
            yield from (_field(f) for f in document.fields)
            yield from _covers(covers) if covers is not None else ()


def _field(field: FieldChange) -> str:
    return f"{_FIELDS[field.field]}由{field.before or '未载'}改为{field.after or '未载'}。"


def _covers(covers: CoverageChange) -> Iterator[str]:
    if covers.before is not None and covers.after is not None:
        yield f"适用地区由{covers.before.name}改为{covers.after.name}。"
    if covers.lost:
        yield f"不再适用于{_names(covers.lost)};对这些地区该文件不再有规定,没有规定不等于可以办理。"
    if covers.gained:
        yield f"新适用于{_names(covers.gained)}。"


def _names(regions: Sequence[RegionName]) -> str:
    number = f"({len(regions)}个)" if len(regions) > 1 else ""
    return "、".join(r.name for r in regions) + number


# --- clauses --------------------------------------------------------------------------------------------------


def _row(clause: ClauseChange, rests: Rests) -> Row:
    before, after = ("".join((text or "").splitlines()) for text in (clause.before, clause.after))
    rules = tuple(
        sentence for rule in clause.rules for sentence in (*_rule(rule), *rests.get((clause.clause, rule.name), ()))
    )
    return Row(clause.place, clause.clause.partition("/")[2], before, after, rules)


def quoted(text: str) -> str:
    """The words of a clause in quotation marks, or that there are none."""
    return f"「{text}」" if text else NONE


def _rule(rule: RuleChange) -> Iterator[str]:
    name = f"“{rule.name}”({rule.kind})"
    if rule.after is None:
        yield f"{name}失去依据:{rule.before}"
    elif rule.before is None:
        yield f"新设{name}:{rule.after}"
    else:
        yield f"{name}修改前:{rule.before}"
        yield f"{name}修改后:{rule.after}"
    if rule.affected is not None:
        yield rule.affected.text
