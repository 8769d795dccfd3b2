"""What may be written for the value of a fact, as JSON Schema: the counterpart of `reasoner.intake.values`, case by case.

Each schema takes all that intake takes. Where intake knows more than a pattern can say (days that do not exist, bounds of
numbers written as text, characters that mislead), the schema is the wider of the two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from policy_dsl.ir import JsonValue
from policy_dsl.vocabulary import Term
from reasoner.driver.schemas.schema import Schema
from reasoner.intake.numbers import limits
from reasoner.intake.text_values import NONE, UNKNOWN, UNPROVED

"""Numbers beyond it are refused, whatever they count."""

# --- days and periods -------------------------------------------------------------------------------------------

_YEAR: Final = "(?:19|20|21)[0-9]{2}"
_MONTH: Final = "(?:0?[1-9]|1[0-2])"
_DAY: Final = "(?:0?[1-9]|[12][0-9]|3[01])"
_DAYS: Final = (
    *(f"{_YEAR}{mark}{_MONTH}{mark}{_DAY}" for mark in ("-", "/", "[.]")),
    f"{_YEAR}年{_MONTH}月{_DAY}[日号]",
)
_MONTHS: Final = (*(f"{_YEAR}{mark}{_MONTH}" for mark in ("-", "/", "[.]")), f"{_YEAR}年{_MONTH}月[末底]?")
_YEARS: Final = (f"{_YEAR}(?:年度?[末底]?)?",)


def whole(*alternatives: str) -> str:
    """The pattern of a text that is one of several, with white space around it."""
    return rf"^\s*(?:{'|'.join(alternatives)})\s*$"


DAY: Final[Schema] = {"type": "string", "pattern": whole(*_DAYS)}
PERIOD: Final[Schema] = {
    "type": ["string", "integer"],
    "pattern": whole(*_DAYS, *_MONTHS, *_YEARS),
    "minimum": 1900,
    "maximum": 2199,
}

# --- texts and names --------------------------------------------------------------------------------------------

TEXT: Final[Schema] = {"type": ["string", "integer"], "pattern": r"\S"}
"""A text in one line; a number used as a name is taken as its digits."""
UNKNOWN_VALUE: Final[Schema] = {"type": ["null", "string"], "pattern": whole(UNKNOWN)}
"""Stated to be unknown."""


def one_of(names: Iterable[str]) -> Schema:
    """One of several names; white space around it does not matter."""
    listed: list[JsonValue] = list(names)
    padded = whole(*(_literal(str(name)) for name in listed))
    return {"anyOf": [{"enum": listed}, {"type": "string", "pattern": padded}]}


def either(*schemas: Schema) -> Schema:
    """What fits one of several schemas."""
    return {"anyOf": [*schemas]}


def _literal(text: str) -> str:
    return re.sub(r"([\\^$.|?*+()\[\]{}])", r"\\\1", text)


# --- values -----------------------------------------------------------------------------------------------------

YES_NO: Final[Schema] = {
    "type": ["boolean", "string"],
    "pattern": whole("是", "否", "true", "True", "TRUE", "false", "False", "FALSE"),
}
"""What is said of a judgement, and alone of several values of which one is meant, or none."""
_NUMBER: Final = "(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:[.][0-9]+)?"
_SCALED: Final = rf"{_NUMBER}\s*[万亿]?"
_EXPONENT: Final = "[0-9]+(?:[.][0-9]+)?[eE][-+]?[0-9]{1,3}"
_ZERO: Final = "-0+(?:[.]0+)?"


def value_schema(term: Term) -> Schema:
    """What may stand for the value of a fact: a value, 不详 or null, and 未核实 where the fact is claimed."""
    claimed = term.burden or term.multiple
    words = [UNKNOWN, *([UNPROVED] if claimed else []), *([NONE] if term.multiple else [])]
    no_value: Schema = {"type": ["null", "string"], "pattern": whole(*words)}
    value = _value(term)
    if not claimed:
        return either(value, no_value)
    alone: Schema = {"type": "array", "items": {"anyOf": [value, no_value], "type": ["null", "string"]}}
    schemas = [value, no_value, alone | {"minItems": 1, "maxItems": 1}]
    if term.multiple:
        schemas.append({"type": "array", "items": one_of(term.values), "minItems": 2, "uniqueItems": True})
    return either(*schemas)


def _value(term: Term) -> Schema:
    match term.datatype:
        case "ratio":
            return _ratio(term)
        case "count":
            return _count(term)
        case "boolean":
            return YES_NO
        case "date":
            return DAY
        case "category" if term.yes_no:
            return either(one_of(term.values), YES_NO)
        case "category":
            return one_of(term.values)
    unproved: Schema = {"type": "string", "pattern": whole(UNPROVED)}
    return TEXT | {"not": unproved}


def _ratio(term: Term) -> Schema:
    """A ratio: 0.74 or 74%; a bare number beyond 1 only where the ratio cannot be far greater."""
    low, high = limits(term, bare=True)
    sign = "[-+]?" if low < 0 else "[+]?"
    text = whole(rf"{sign}(?:{_SCALED}|{_NUMBER}\s*[%‰\uff05]|{_EXPONENT})", rf"{_ZERO}\s*[%‰\uff05]?")
    bounds: Schema = {"minimum": float(low), "maximum": float(high)}
    return bounds | {"type": ["number", "string"], "pattern": text}


def _count(term: Term) -> Schema:
    """A count: a whole number, with the unit of the term or without."""
    base = term.unit.replace("\uff08", "(").split("(")[0]
    units = "|".join(_literal(u) for u in dict.fromkeys((term.unit, base)) if u not in ("", "1"))
    unit = rf"\s*(?:{units})?" if units else ""
    text = whole(f"[+]?(?:{_SCALED}|{_EXPONENT}){unit}", f"{_ZERO}{unit}")
    bounds: Schema = {"minimum": int(term.minimum), "maximum": int(term.maximum or 10**term.digits)}
    return bounds | {"type": ["integer", "string"], "pattern": text}
