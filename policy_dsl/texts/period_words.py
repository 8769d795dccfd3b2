"""The words of a clause that bound in time what it says (自…起, 至…止, 某年底前, 过渡期内), and the days that they mean.

Both ends are days of the period: 起, 至, 止, 届满 and 底前 include the day that they name, 前 excludes it. What two lawyers may
read in two ways (以前, 以后, 后) and what names no day (过渡期) has no days: a registered reading gives them, or nothing does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final, NamedTuple

from policy_dsl.numerals import canonical_period

_DIGITS: Final = {c: str(n) for n, c in enumerate("零一二三四五六七八九")} | {"〇": "0", "○": "0"}
_YEAR: Final = r"(?:20[0-9]{2}|二[〇○零][〇○零一二三四五六七八九]{2})年"
_MONTH: Final = r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})月"
_DATE: Final = r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})日"
_DAY: Final = rf"{_YEAR}{_MONTH}(?:{_DATE})?"
_PART: Final = "(?:第[一二三四]季度|[上下]半年|底|末)"
_BOUND: Final = "(?:之日)?起|止|为止|届满|之?前|以前|之?后|以后|底前|年?内|期间"
_PERIOD: Final = re.compile(
    rf"(?:自|从|至|到)?(?P<from>{_DAY}|{_YEAR}{_PART}?)(?:之日)?起?[至到—–~-]+"
    rf"(?P<until>{_DAY}底?|{_YEAR}底?|{_MONTH}(?:{_DATE})?)(?:止|为止|期间)?"
    rf"|(?<![0-9])(?P<years>20[0-9]{{2}})[至到—–~-]+(?P<last>{_YEAR})(?:期间)?"
    rf"|(?:自|从)(?P<since>{_DAY}|{_YEAR})(?:之?日?起)?|(?:至|到|截至)(?P<till>{_DAY}底?|{_YEAR}[底末])(?:止|为止|届满)?"
    rf"|(?P<named>{_DAY}|{_YEAR}{_PART}?)(?P<bound>{_BOUND})|(?P<part>{_YEAR}(?:第[一二三四]季度|[上下]半年))"
    r"|过渡期(?:内|间|满)|(?<!有效)(?<!规划)期间"
)
_NAMED_WORK: Final = re.compile("《[^《》]*》")
_BEHIND: Final = re.compile("之?前|以前|之?后|以后|底前")
"""Right behind a day that a period ends with: it says otherwise when that is."""
_OF_RECEIPT: Final = re.compile("[已所曾]?(?:经)?(?:受理|收到|提交|提出|递交|申报|报送)(?:的|申请)")


class BoundWords(NamedTuple):
    """Words at [start, end) of a clause without white space that bound it in time; begins, ends: the first and the last day
    (ISO dates) that they mean; empty: they name none.
    """

    word: str
    start: int
    end: int
    begins: str = ""
    ends: str = ""


def period_words(clause: str) -> Iterator[BoundWords]:
    """The words of a clause that bound in time what it says, what stands in the titles of works apart."""
    plain = _NAMED_WORK.sub(lambda m: "\0" * len(m[0]), clause)
    for match in _PERIOD.finditer(plain):
        behind = plain[match.end() :]
        named = _OF_RECEIPT.match(behind) is None and _BEHIND.match(behind) is None
        begins, ends = _days(match) if named else ("", "")
        yield BoundWords(match[0], match.start(), match.end(), begins, ends)


def of_receipt(clause: str, words: BoundWords) -> bool:
    """Whether they bound when an application was handed in or accepted (某日前受理的), and not when the clause applies."""
    return _OF_RECEIPT.match(clause, words.end) is not None


def first_day(period: str) -> str:
    """The first day of a year, month or day as facts are dated (2025, 2025-03, 2025-03-01)."""
    return f"{period}-01-01"[:10]


def last_day(period: str) -> str:
    """The last day of the same."""
    first = date.fromisoformat(first_day(period))
    if len(period) == len("2025-03-01"):
        return period
    following = (
        (first.year + 1, 1) if len(period) == len("2025") or first.month == 12 else (first.year, first.month + 1)
    )
    return (date(*following, 1) - timedelta(1)).isoformat()


def _days(match: re.Match[str]) -> tuple[str, str]:
    """The first and the last day that the words mean."""
    if since := match["from"]:
        year = since[:5]
        until = match["until"] if re.match(_YEAR, match["until"]) else year + match["until"]
        return _both(_first(since), _last(until))
    if match["years"]:
        return _both(_first(f"{match['years']}年"), _last(match["last"]))
    if match["since"]:
        return _first(match["since"]), ""
    if match["till"]:
        return "", _last(match["till"])
    if match["part"]:
        return _both(_first(match["part"]), _last(match["part"]))
    return _bounded(match["named"], match["bound"]) if match["named"] else ("", "")


def _bounded(named: str, bound: str) -> tuple[str, str]:
    """The first and the last day of what is named with a bound behind it: 2025年底前, 2024年3月1日起."""
    if bound.endswith("起"):
        return _first(named), ""
    if bound in ("止", "为止", "届满", "底前"):
        return "", _last(named)
    if bound in ("前", "之前"):
        return "", _last(named) if named[-1] in "底末" else _before(_first(named))
    if bound in ("内", "年内", "期间"):
        return _both(_first(named), _last(named))
    return "", ""


def _both(begins: str, ends: str) -> tuple[str, str]:
    return (begins, ends) if begins and ends and begins <= ends else ("", "")


def _before(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(1)).isoformat() if day else ""


def _first(named: str) -> str:
    span = _span(named) if named[-1] not in "底末" else None  # from which day on a year is at its end nobody says
    return first_day(span[0]) if span else ""


def _last(named: str) -> str:
    span = _span(named)
    return last_day(span[1]) if span else ""


_PARTS: Final = {
    "上半年": ("01", "06"), "下半年": ("07", "12"), "第一季度": ("01", "03"), "第二季度": ("04", "06"),
    "第三季度": ("07", "09"), "第四季度": ("10", "12"),
}  # fmt: skip


def _span(named: str) -> tuple[str, str] | None:
    """What is named as its first and last year, month or day; None: there is no such day."""
    year, behind = named[:4], named[5:]
    number = "".join(_DIGITS.get(c, c) for c in year)
    if behind in _PARTS:
        return f"{number}-{_PARTS[behind][0]}", f"{number}-{_PARTS[behind][1]}"
    parts = re.fullmatch(r"(?:(?P<month>[^月]+)月(?:(?P<day>[^日]+)日)?)?(?P<end>[底末]?)", behind)
    if parts is None:
        return None
    month, day = (_number(parts[name]) if parts[name] else "" for name in ("month", "day"))
    text = f"{number}年" + (f"{month}月" if month else "") + (f"{day}日" if day else "") + parts["end"]
    period = canonical_period(text)
    return (period, period) if period else None


def _number(text: str) -> str:
    """A month or a day in digits: 三十一 is 31; anything that is none is given back."""
    if text.isdigit() and text.isascii():
        return text
    tens, ten, ones = text.partition("十")
    if not ten:
        return _DIGITS.get(text, text)
    return f"{_DIGITS.get(tens, '1' if not tens else 'x')}{_DIGITS.get(ones, '0' if not ones else 'x')}"
