"""Sums, shares and counts: what the figures of a sentence say of one another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from policy_dsl.numerals import parse_chinese, percent, plain
from policy_dsl.source_text import fold
from reasoner.proofread.proofread_finding import Corpus, Finding, Severity
from reasoner.survey.figures import SEAM, FigureKind, IndicatorFigure

_SCALE: Final = {"%": -2, "‰": -3, "万": 4, "亿": 8}
_ITEM: Final = r"[^、,。;:()“”\s]{1,16}"
_LISTED: Final = re.compile(
    rf"((?:{_ITEM}、)+{_ITEM}?|(?:“[^”]+”、?)+“[^”]+”)\s*(等)?(?<!\d)(\d+|[二三四五六七八九十]+)个(?!百分点)"
)
_MOVES: Final = re.compile(
    r"由([\d.]+)([万亿]?%?)[^\d,。;]{0,3}?(增至|增加到|升至|提高至|提高到|扩大至|降至|降低到|下降到|减至|减少到)([\d.]+)([万亿]?%?)"
)


def step(figure: IndicatorFigure) -> Decimal:
    """Half of the last digit that a figure shows: 5.2万 may stand for anything within 0.05万 of it; 1070家 is exact."""
    match = re.match(r"[\d,]*(?:\.(\d+))?([%‰万亿]?)", figure.shown)
    assert match is not None  # every part of the pattern may be empty
    if not match[1] and not match[2]:
        return Decimal(0)
    size = Decimal(1).scaleb(_SCALE.get(match[2], 0) - len(match[1] or "")) / 2
    over = re.search(r"/([百千万])", figure.shown)
    return size.scaleb(-{"百": 2, "千": 3, "万": 4}[over[1]]) if over else size


def wholes(corpus: Corpus) -> Iterator[tuple[IndicatorFigure, tuple[IndicatorFigure, ...]]]:
    """A total and the parts that its sentence lists behind 其中: figures of one unit, up to the end of the sentence."""
    for clause in corpus.clauses.values():
        mine = [f for f in corpus.figures if f.clause == clause.clause and f.kind is FigureKind.OBSERVATION and f.unit]
        for match in re.finditer("其中", clause.quote):
            at = clause.start + match.start()
            stop = clause.quote.find("。", match.end())
            end = clause.start + (stop if stop >= 0 else len(clause.quote))
            before = [f for f in mine if f.spans[-1][1] <= at]
            whole = before[-1] if before else None
            parts = tuple(f for f in mine if at <= f.spans[0][0] < end)
            if whole is not None:
                parts = tuple(p for p in parts if (p.unit, p.denominator) == (whole.unit, whole.denominator))
                if len(parts) > 1 and not whole.denominator:
                    yield whole, parts


def sums(corpus: Corpus) -> Iterator[Finding]:
    """Parts listed behind 其中 add up to their total."""
    for whole, parts in wholes(corpus):
        total = sum((_value(p) for p in parts), Decimal(0))
        if total == _value(whole):
            continue
        margin = sum((step(f) for f in (whole, *parts)), Decimal(0))
        message = f"{'+'.join(p.shown for p in parts)}为{plain(total)}{whole.unit},总数写作{whole.shown}"
        if abs(total - _value(whole)) <= margin:
            severity, more = Severity.NOTE, "相差在取整误差之内"
        elif total > _value(whole):
            severity, more = Severity.ERROR, "各部分之和大于总数"
        else:
            severity, more = Severity.WARNING, "各部分之和小于总数,或有未列的部分"
        quotes = tuple(corpus.figure(f) for f in (whole, *parts))
        yield Finding("P101", severity, f"{message};{more}", quotes)


def _value(figure: IndicatorFigure) -> Decimal:
    """The value of a figure that a statement gives: a decimal holds it."""
    assert figure.value is not None
    return figure.value


def shares(corpus: Corpus) -> Iterator[Finding]:
    """A share (占比) is what its part and total give, and the shares of all parts make up the whole."""
    for whole, parts in wholes(corpus):
        shares_of = {p.id: s for p in parts for s in corpus.figures if _share_of(s, p)}
        for part in parts:
            share = shares_of.get(part.id)
            if share is None or _rounds_to(_value(part) / _value(whole), share):
                continue
            low = (_value(part) - step(part)) / (_value(whole) + step(whole))
            high = (_value(part) + step(part)) / (_value(whole) - step(whole))
            within = low <= _value(share) + step(share) and _value(share) - step(share) <= high
            message = f"{part.shown}除以{whole.shown}约为{_per_cent(_value(part) / _value(whole))},写作{share.shown}"
            more = "所列的数是取整的,相差在取整误差之内" if within else "与所列的数不符"
            quotes = tuple(corpus.figure(f) for f in (whole, part, share))
            yield Finding("P102", Severity.NOTE if within else Severity.ERROR, f"{message};{more}", quotes)
        total = sum((_value(s) for s in shares_of.values()), Decimal(0))
        if len(shares_of) == len(parts) and abs(total - 1) > sum(map(step, shares_of.values()), Decimal(0)):
            message = f"{'+'.join(s.shown for s in shares_of.values())}为{percent(total)},不是100%"
            yield Finding("P102", Severity.ERROR, message, tuple(corpus.figure(s) for s in shares_of.values()))


def _share_of(share: IndicatorFigure, part: IndicatorFigure) -> bool:
    return share.clause == part.clause and share.ratio and share.indicator == f"{part.indicator}{SEAM}占比"


def _rounds_to(exact: Decimal, share: IndicatorFigure) -> bool:
    return abs(exact - _value(share)) <= step(share)


def _per_cent(ratio: Decimal) -> str:
    return percent(ratio.quantize(Decimal("0.001")))


def subsets(corpus: Corpus) -> Iterator[tuple[IndicatorFigure, IndicatorFigure]]:
    """A part that is larger than what it is named a part of: 「院护机构……设置失智专区」 of 「院护机构」."""
    observed = [f for f in corpus.figures if f.kind is FigureKind.OBSERVATION and f.unit and not f.denominator]
    for part in observed:
        head, seam, _ = part.indicator.partition(SEAM)
        for whole in observed if seam else ():
            one = (whole.document, whole.unit, whole.region, whole.as_at, whole.indicator)
            if one == (part.document, part.unit, part.region, part.as_at, head) and _value(part) > _value(whole):
                yield part, whole


def parts_too_large(corpus: Corpus) -> Iterator[Finding]:
    """A part is no larger than its whole (a defined term's is reported as use against the definition)."""
    defined = {(d.id, s.name) for d in corpus.documents for c in d.clauses.values() for s in c.definitions}
    for part, whole in subsets(corpus):
        if (whole.document, whole.indicator) not in defined:
            message = f"「{part.indicator}」为{part.shown},大于「{whole.indicator}」的{whole.shown}"
            yield Finding("P103", Severity.ERROR, message, (corpus.figure(whole), corpus.figure(part)))


def listed(corpus: Corpus) -> Iterator[Finding]:
    """A list is as long as the number behind it says: 「A、B、C3个」; with 等 it may be shorter."""
    for name, clause in corpus.clauses.items():
        for match in _LISTED.finditer(fold(clause.quote)):
            items = re.findall(r"“[^”]+”", match[1]) if match[1].startswith("“") else match[1].split("、")
            number = int(match[3]) if match[3].isdecimal() else parse_chinese(match[3])
            counts = {len(items), len(items) + len(re.findall("和|以及|及", items[-1]))}
            if number is None or number in counts or (match[2] and min(counts) <= number):
                continue
            message = f"列举了{len(items)}项,写作{match[3]}个"
            yield Finding(
                "P104", Severity.WARNING, message, (corpus.words(name, match.start(), match.end() - match.start()),)
            )


def moves(corpus: Corpus) -> Iterator[Finding]:
    """「由A增至B」 rises, 「由A降至B」 falls."""
    for name, clause in corpus.clauses.items():
        for match in _MOVES.finditer(fold(clause.quote)):
            if match[2] != match[5]:
                continue
            rises = match[3][0] in "增升提扩"
            before, after = Decimal(match[1]), Decimal(match[4])
            if (after > before) != rises or after == before:
                message = f"说「{match[3]}」,而数字由{match[1]}变为{match[4]}"
                yield Finding(
                    "P105", Severity.ERROR, message, (corpus.words(name, match.start(), match.end() - match.start()),)
                )
