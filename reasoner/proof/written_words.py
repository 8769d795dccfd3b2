"""Whether what stood in an application can mean what a verdict takes it for, by the proof checker's own reading."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from reasoner.proof.plain_vocabulary import Data, Vocabulary

_WIDE = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_AMOUNT = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?)\s*([万亿]?)\s*(%?)\D*")
_TIMES = {"": 1, "万": 10**4, "亿": 10**8}
_QUARTER_ENDS = {
    "一": "03-31",
    "1": "03-31",
    "二": "06-30",
    "2": "06-30",
    "三": "09-30",
    "3": "09-30",
    "四": "12-31",
    "4": "12-31",
}
OF = ("数值", "时点", "地区")


def narrow(text: str) -> str:
    """A text with its digits, letters and marks in the usual width."""
    return text.translate(_WIDE).strip()


def means_value(text: str, value: Any, term: Data, vocabulary: Vocabulary) -> bool:
    """Whether a text can have been written for a value of a term."""
    plain = "".join(narrow(text).split())
    if term["label"] == "所在地":
        return means_place(text, value, vocabulary)
    if term.get("datatype") in ("ratio", "count"):
        return isinstance(value, str) and _amount(narrow(text)) == Decimal(value)
    if isinstance(value, bool):
        return plain in (("是", "true", "True", "TRUE") if value else ("否", "false", "False", "FALSE"))
    if isinstance(value, list):
        if plain in ("否", "没有", "非重点", "不是"):
            return value == []
        return sorted(meaning for word in plain.split("、") for meaning in _meanings(word, term, vocabulary)) == sorted(
            value
        )
    if term.get("datatype") == "category":
        return _meanings(plain, term, vocabulary) == [value]
    return term.get("datatype") == "date" and means_period(text, str(value))


def means_place(text: str, code: Any, vocabulary: Vocabulary) -> bool:
    """Whether a text names a region, or an address that leads to it from above."""
    region = vocabulary.regions.get(code)
    plain = "".join(narrow(text).split())
    if region is None:
        return False
    return any(
        n in plain for n in (region["code"], region["name"], *region.get("aliases", ()), *region.get("written", ()))
    )


def means_matter(text: str, matter: str, vocabulary: Vocabulary) -> bool:
    """Whether a text is the name of a matter, or a way to write that one and no other."""
    plain = "".join(narrow(text).split())
    meant = [m for m in vocabulary.matters if plain == m or plain in vocabulary.written.get(m, ())]
    return meant == [matter] or plain == matter


def means_period(text: str, period: str) -> bool:
    """Whether a text can have been written for a day or period: with a time, a quarter, in another width."""
    plain = narrow(text)
    numbers = [int(n) for n in re.findall("[0-9]+", plain)]
    quarter = re.search(r"([一二三四1-4])季度|[Qq]([1-4])", plain)
    if quarter or "上半年" in plain:
        end = _QUARTER_ENDS[(quarter[1] or quarter[2]) if quarter else "2"]
        return bool(numbers) and period == f"{numbers[0]}-{end}"
    parts = [int(p) for p in period.split("-")]
    if "末" in plain or "底" in plain:
        return numbers == parts[: len(numbers)] and len(parts) == 3
    return numbers[: len(parts)] == parts


def _amount(text: str) -> Decimal | None:
    match = _AMOUNT.fullmatch(text.replace(",", ""))
    try:
        return None if match is None else Decimal(match[1]) * _TIMES[match[2]] / (100 if match[3] else 1)
    except InvalidOperation:
        return None


def _meanings(word: str, term: Data, vocabulary: Vocabulary) -> list[str]:
    """The values of a category that a word can mean."""
    types = term["label"] == "类型"
    values = vocabulary.types if types else term.get("values", ())
    if word in values:
        return [word]
    of_types = {t for t in vocabulary.types if word in vocabulary.written.get(t, ())}
    of_types |= {t for members, names in vocabulary.classes if word in names for t in members}
    meanings = (
        of_types
        if types
        else {v for v in values if v not in vocabulary.types and word in vocabulary.written.get(v, ())}
    )
    if not types and len(of_types) == 1:  # a founder or a service that bears the name of a type
        meanings |= of_types & {*values}
    return sorted(meanings)
