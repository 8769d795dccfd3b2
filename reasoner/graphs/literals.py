"""Literals as the plain values that the intake reads: exact decimals, true and false, days and periods, texts.

The datatype must be the right one and the text a proper form of it; what the value may be, the intake says.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final, TypeGuard

from policy_dsl.vocabulary import Term
from reasoner.graphs.namespaces import RDF, XSD, compact, printable
from reasoner.intake.diagnostics_collector import Unreadable

if TYPE_CHECKING:
    from rdflib.term import Literal, Node

DECIMAL: Final = XSD + "decimal"
INTEGERS: Final[dict[str, tuple[int | None, int | None]]] = {
    XSD + name: bounds
    for name, bounds in {
        "integer": (None, None),
        "nonNegativeInteger": (0, None),
        "positiveInteger": (1, None),
        "nonPositiveInteger": (None, 0),
        "negativeInteger": (None, -1),
        "long": (-(2**63), 2**63 - 1),
        "int": (-(2**31), 2**31 - 1),
        "short": (-(2**15), 2**15 - 1),
        "byte": (-128, 127),
        "unsignedLong": (0, 2**64 - 1),
        "unsignedInt": (0, 2**32 - 1),
        "unsignedShort": (0, 2**16 - 1),
        "unsignedByte": (0, 255),
    }.items()
}
"""The datatypes of whole numbers with the least and the greatest number of each."""
_FLOATS: Final = (XSD + "double", XSD + "float")
BOOLEAN: Final = XSD + "boolean"
_TEXTS: Final = (XSD + "string", RDF + "langString")
_PERIODS: Final = {
    XSD + "date": r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
    XSD + "gYearMonth": r"[0-9]{4}-[0-9]{2}",
    XSD + "gYear": r"[0-9]{4}",
}
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_INTEGER = re.compile(r"[+-]?[0-9]+")
_BOOLEAN: Final = {"true": True, "1": True, "false": False, "0": False}
_MOST_DIGITS = 60


def is_literal(node: Node) -> TypeGuard[Literal]:
    """Whether a value is a literal."""
    return type(node).__name__ == "Literal"


def plain(node: Literal, term: Term) -> Decimal | bool | str:
    """The value of a fact: a Decimal, a boolean or a text; raises `Unreadable` (G106 a double, G107, G108)."""
    match term.datatype:
        case "ratio" | "count":
            return decimal(node, term.label)
        case "boolean" | "category":  # of a category 是 or 否 alone, where that may be said
            return _boolean(node, term.label)
        case "date":
            return period(node, term.label, (XSD + "date",))
        case _:
            return text(node, term.label)


def decimal(node: Literal, label: str) -> Decimal:
    """An exact number."""
    datatype, written = datatype_of(node), str(node)
    if datatype in _FLOATS:
        near = f"{written}" if _DECIMAL.fullmatch(written) else "0.74"
        raise Unreadable(
            "G106",
            f"「{label}」的「{printable(written)}」是 {compact(datatype)},二进制浮点数不能精确保存小数",
            allowed="xsd:decimal、xsd:integer",
            hint=f'写作 "{printable(near)}"^^xsd:decimal;Turtle 里写 0.74,不带指数 e',
        )
    if datatype != DECIMAL and datatype not in INTEGERS:
        raise _wrong(label, node, "xsd:decimal、xsd:integer(不加引号,如 0.74、100)")
    form = _DECIMAL if datatype == DECIMAL else _INTEGER
    if not form.fullmatch(written) or len(written) > _MOST_DIGITS:
        raise malformed(label, node, "半角数字、至多一个小数点,如 0.74、100")
    number = Decimal(written)
    least, most = INTEGERS.get(datatype, (None, None))
    if (least is not None and number < least) or (most is not None and number > most):
        raise malformed(label, node, "xsd:decimal、xsd:integer(不加引号,如 0.74、100)")
    return number


def _boolean(node: Literal, label: str) -> bool:
    if datatype_of(node) != XSD + "boolean":
        raise _wrong(label, node, "xsd:boolean(true 或 false,不加引号)")
    truth = _BOOLEAN.get(str(node))
    if truth is None:
        raise malformed(label, node, "true 或 false")
    return truth


def period(node: Literal, label: str, datatypes: tuple[str, ...] = tuple(_PERIODS)) -> str:
    """A day or period, in the form the intake reads; whether there is such a day, it says."""
    allowed = "、".join(f'"{_EXAMPLES[d]}"^^{compact(d)}' for d in datatypes)
    datatype = datatype_of(node)
    if datatype not in datatypes:
        raise _wrong(label, node, allowed)
    if not re.fullmatch(_PERIODS[datatype], str(node)):
        raise malformed(label, node, f"{allowed},不带时区")
    return str(node)


_EXAMPLES: Final = {XSD + "date": "2024-03-31", XSD + "gYearMonth": "2024-03", XSD + "gYear": "2024"}


def text(node: Literal, label: str) -> str:
    """A text, with or without a language."""
    if datatype_of(node) not in _TEXTS:
        raise _wrong(label, node, '文字("…" 或 "…"@zh)')
    return str(node)


def datatype_of(node: Literal) -> str:
    """The IRI of a literal's datatype."""
    if node.language:
        return RDF + "langString"
    return str(node.datatype or XSD + "string")


def _wrong(label: str, node: Literal, allowed: str) -> Unreadable:
    message = f"「{label}」的「{printable(str(node))}」数据类型是 {compact(datatype_of(node))}"
    return Unreadable("G107", message, allowed=allowed)


def malformed(label: str, node: Literal, allowed: str) -> Unreadable:
    """What to say of a literal whose text is no form of its datatype."""
    message = f"「{label}」的「{printable(str(node))}」不是 {compact(datatype_of(node))} 的写法"
    return Unreadable("G108", message, allowed=allowed)
