"""Clauses against the official text, and rules against the words they quote, as the proof checker reads both."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from reasoner.proof.plain_vocabulary import Data


def check_document_text(document: Data, text: str) -> Iterator[str]:
    """The text is that of the digest, and every clause stands at its place."""
    if hashlib.sha256(text.encode()).hexdigest() != document["digest"]:
        yield f"{document['id']} 的文本与校验码不符"
    for clause in document["clauses"]:
        if text[clause["start"] : clause["end"]] != clause["quote"]:
            yield f"{clause['clause']} 的引文不在所称位置"
    waiting = [n for c in document["clauses"] for n in c.get("pending", {}).get("norms", ())]
    if waiting != [n["id"] for n in document["norms"] if n["condition"]["node"] == "Untranscribed"]:
        yield f"{document['id']} 所列的待写条款与规则不符"


def check_rule_words(document: Data, text: str, rules: set[str]) -> Iterator[str]:
    """Each rule used is said by its words."""
    for norm in document["norms"]:
        if norm["id"] in rules and not norm["alternative_of"]:
            yield from _check_words(norm, document, text)


def _check_words(norm: Data, document: Data, text: str) -> Iterator[str]:
    """Every number, place and strength of a rule stands in the words it rests on, or a reading it cites gives it."""
    if norm["condition"]["node"] == "Untranscribed":  # no rule: what its clause may turn out to be
        return
    words = "".join("".join(text[a:b].split()) for a, b in norm["spans"])
    covers = {w for r in document["readings"] if r["name"] in norm["readings"] for w in r["covers"]}
    spelt = set(_spelt_out(words))
    for literal, value in [*_literals(norm["scope"]), *_literals(norm["condition"])]:
        number = "".join(c for c in literal if c in "0123456789./%万亿") if literal[:1].isdigit() else literal
        number = number if _FRACTION.fullmatch(number) else number.replace("/", "")
        stands = number in words or value in spelt
        if number not in ("", "0") and not stands and not covers & {literal, number}:
            yield f"{norm['id']} 的「{literal}」不在所据原文中"
    before = "".join(text[: max((b for _, b in norm["spans"]), default=0)].split())
    plainly = before.replace("○", "〇").replace("零", "〇")
    for year in _years_of_period(norm["condition"]):
        written = {year, "".join(_SPELT_DIGITS[int(c)] for c in year), str(int(year) + 1)}
        covered = any(word.startswith(year) for word in covers)
        if not covered and not any(w + mark in plainly for w in written for mark in "年-—–~至到"):
            yield f"{norm['id']} 的期间({year}年)不在所据原文中"
    if (
        norm["effect"] in ("prohibit", "cap")
        and ("原则上" in words) != (norm["strength"] == "原则上")
        and "原则上" not in covers
    ):
        yield f"{norm['id']} 的强度与原文不符"


def _years_of_period(cond: Data) -> Iterator[str]:
    """The years of the first and last day of a rule's own period. Of one that ends before a year (某年前) the text has the next."""
    if cond["node"] == "During":
        yield from (day[:4] for day in (cond["begins"], cond["ends"]) if day)
    for part in (*cond.get("parts", ()), *([cond["part"]] if "part" in cond else [])):
        yield from _years_of_period(part)


_SPELT_DIGITS = "〇一二三四五六七八九"


def _literals(cond: Data) -> Iterator[tuple[str, Decimal | Fraction | None]]:
    """The numbers and places that a condition names, as they are shown; of a number its value.

    A number without words multiplies a comparison (低于 2/3 is 3 × the fact < 2): what it multiplies is divided by it again.
    """
    for part in (*cond.get("parts", ()), *([cond["part"]] if "part" in cond else [])):
        yield from _literals(part)
    if cond["node"] == "Within":
        yield from ((place, None) for place in cond["shown"])
    numbers = [n for side in ("left", "right") if side in cond for n in _numbers(cond[side])]
    times = {abs(value) for literal, value in numbers if not literal}
    if len(times) > 1 or times & {0}:
        yield "不同的倍数", None
        return
    for literal, value in numbers:
        fraction = _FRACTION.fullmatch(literal)
        exact = Fraction(value) / Fraction(next(iter(times), 1))
        if fraction and Fraction(int(fraction[1]), int(fraction[2])) != exact:
            yield f"{literal}(按{exact}算)", None
        elif literal:
            yield literal, exact


def _numbers(expr: Data) -> Iterator[tuple[str, Decimal]]:
    if expr["node"] == "Const":
        yield expr["shown"], Decimal(expr["value"])
    for part in (*expr.get("terms", ()), *([expr["factor"]] if "factor" in expr else [])):
        yield from _numbers(part)


_DIGIT = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_POWER = {"十": 10, "百": 100, "千": 1000}
_NUMERAL = "[零〇一二两三四五六七八九十百千万亿]"
_SPELT = re.compile(
    rf"(?<![第零〇一二两三四五六七八九十百千万亿])(?:(百|千)分之)?({_NUMERAL}+)(?:点([零〇一二三四五六七八九]+)(万|亿)?)?"
)


_FRACTION = re.compile(r"([1-9][0-9]*)/([1-9][0-9]*)")
_SHARE = re.compile(rf"(?<![第{_NUMERAL[1:-1]}])({_NUMERAL}+)分之({_NUMERAL}+)(?![点{_NUMERAL[1:-1]}])")


def _spelt_out(words: str) -> Iterator[Decimal | Fraction]:
    """The numbers that are written in Chinese numerals: 百分之七十五, 一点二万, 十二, 三分之二. Ordinals (第三) are none."""
    for parts in _SHARE.finditer(words):
        if parts[1] not in _POWER and (under := _whole(parts[1])):
            yield Fraction(_whole(parts[2]), under)
    for match in _SPELT.finditer(words):
        share, whole, fraction, scale = match.groups()
        value = Decimal(_whole(whole))
        if fraction:
            value += Decimal("0." + "".join(str(_DIGIT[c]) for c in fraction))
        value *= {"万": 10**4, "亿": 10**8}.get(scale, 1)
        yield value / _POWER[share] if share else value


def _whole(numeral: str) -> int:
    """二千三百万 as 23000000: what stands before 万 or 亿 counts that often."""
    for mark, times in (("亿", 10**8), ("万", 10**4)):
        before, sign, after = numeral.partition(mark)
        if sign:
            return (_whole(before) if before else 1) * times + (_whole(after) if after else 0)
    total, digit = 0, 0
    for c in numeral:
        if c in _POWER:
            total, digit = total + (digit or 1) * _POWER[c], 0
        else:
            digit = _DIGIT[c]
    return total + digit
