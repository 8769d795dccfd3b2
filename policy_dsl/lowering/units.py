"""Units and their denominators: 张/千常住人口 is not 张/千参保人口, 75% and 0.75 are one value.

A unit is a product of base units with exponents. Populations are base units of their own: 人(常住人口) and
人(参保人口) never cancel. A bare 人 in a literal's numerator fits any population, because the fact says which.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from policy_dsl.numerals import POWERS, Quantity, as_decimal, parse_fraction, parse_quantity, shifted
from policy_dsl.vocabulary import Vocabulary

_PROPORTION = re.compile(r"([0-9]{1,9}):([1-9][0-9]{0,8})")


@dataclass(frozen=True, slots=True)
class Unit:
    """Numerator and denominator as sorted tuples of base units; the empty unit is a pure number."""

    over: tuple[str, ...] = ()
    under: tuple[str, ...] = ()

    def divided_by(self, other: Unit) -> Unit:
        """The unit of a quotient, with equal base units cancelled."""
        over, under = [*self.over, *other.under], [*self.under, *other.over]
        for base in list(over):
            if base in under:
                over.remove(base)
                under.remove(base)
        return Unit(tuple(sorted(over)), tuple(sorted(under)))

    def __str__(self) -> str:
        if not self.over and not self.under:
            return "(纯数)"
        return "·".join(self.over) + ("/" + "·".join(self.under) if self.under else "")


PURE = Unit()


def fits(literal: Unit, measured: Unit) -> bool:
    """Whether a literal's unit fits what it is compared with."""
    if literal.under != measured.under or len(literal.over) != len(measured.over):
        return False
    return all(a == b or (a == "人" and b.startswith("人(")) for a, b in zip(literal.over, measured.over, strict=True))


def fact_unit(text: str) -> Unit:
    """The unit of a fact term: "1" or "" is a pure number."""
    return PURE if text in ("", "1") else Unit((text,))


@dataclass(frozen=True, slots=True)
class Literal:
    """An exact number of base units, and the pieces of the literal that the official words must show.

    times: what the other side of a comparison is multiplied by instead, where no decimal holds the number: 低于 2/3 is
    3 × what is compared < 2.
    """

    value: Decimal
    unit: Unit
    number: str
    unit_words: tuple[str, ...]
    times: int = 1


def read_literal(text: str, vocabulary: Vocabulary) -> Literal | str:
    """Read `7.5张/千常住人口`, `75%`, `1.2万张`, `2000人/家`, the fraction `2/3`, the proportion `2:1`; a string says what is wrong."""
    if proportion := _PROPORTION.fullmatch(text):
        whole, part = Decimal(proportion[1]), Decimal(proportion[2])
        quotient = whole / part
        return Literal(quotient, PURE, text, ()) if quotient * part == whole else f"不是可以除尽的比:{text}"
    if fraction := parse_fraction(text):
        exact = as_decimal(fraction)
        if exact is not None:
            return Literal(exact, PURE, text, ())
        return Literal(Decimal(fraction.numerator), PURE, text, (), fraction.denominator)
    quantity = parse_quantity(text)
    if quantity is None:
        return f"不是可读的数:{text}"
    over, slash, under = quantity.unit.partition("/")
    shift = 0
    bottom: tuple[str, ...] = ()
    if slash:
        multiplier = POWERS.get(under[:1], 0)
        shift = -multiplier
        base = _base(under[1:] if multiplier else under, vocabulary)
        if base is None:
            return f"不认识的分母:{under}"
        bottom = base
    top = _base(over, vocabulary) if over else ()
    if top is None:
        return f"不认识的单位:{over}"
    unit_words = tuple(w for w in (over, under) if w)
    return Literal(shifted(quantity.value, shift), Unit(top, bottom), _number_text(text, quantity), unit_words)


def _base(name: str, vocabulary: Vocabulary) -> tuple[str, ...] | None:
    if name == "人":
        return ("人",)
    term = vocabulary.terms.get(name)
    if term is None:
        return None
    if term.kind == "unit":
        return (term.label,)
    return fact_unit(term.unit).over or None


def _number_text(text: str, quantity: Quantity) -> str:
    return re.sub(re.escape(quantity.unit) + "$", "", text) if quantity.unit else text
