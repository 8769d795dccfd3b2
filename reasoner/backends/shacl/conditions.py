"""Conditions as SPARQL expressions over numbers: 0 false, 1 unknown, 2 true.

SPARQL has a third truth value of its own, the error; engines differ about it (rdflib takes `error && false` for an error).
So no expression here can fail: what is not bound is asked for with bound(), and and, or, not are minimum, maximum and 2 - x.
There is no division and no floating point: sums of xsd:decimal and xsd:integer alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from policy_dsl.ir import (
    And,
    Compare,
    Cond,
    Const,
    Contains,
    During,
    Expr,
    Fact,
    Holds,
    Likeness,
    Not,
    OneOf,
    Operator,
    Or,
    Pair,
    Scaled,
    Sum,
    Untranscribed,
    Within,
)
from policy_dsl.numerals import plain
from reasoner.backends.shacl.facts import (
    FALSE,
    KIND,
    PLACES,
    TRUE,
    Query,
    contained,
    of_any_kind,
    silence,
    value_iri,
    value_of,
)

_OPERATORS: Final[dict[Operator, str]] = {"lt": "<", "le": "<=", "gt": ">", "ge": ">=", "eq": "="}
_ABOVE: Final = ("gt", "ge")


class NotExported(Exception):
    """A condition that is not said in SHACL; the message says why, in words for people."""


def truth(cond: Cond, query: Query) -> str:
    """The variable that holds the truth of a condition. Raises NotExported."""
    match cond:
        case And(parts):
            return _folded(parts, query, "<", TRUE)
        case Or(parts):
            return _folded(parts, query, ">", FALSE)
        case Not(part):
            return query.bind(f"2 - {truth(part, query)}")
        case Compare():
            return _compared(cond, query)
        case Holds(fact):
            value = value_of(fact, query)
            return query.chosen(
                [(f"bound({value}) && {value} = true", "2"), (f"bound({value})", "0")], silence(fact, query)
            )
        case OneOf(fact, values, _):
            value = value_of(fact, query)
            listed = ", ".join(value_iri(query.vocabulary, fact.term, v) for v in values)
            listed_one = f"bound({value}) && {value} IN ({listed})"
            cases = [(listed_one, "2"), (f"bound({value})", "0")]
            if fact.term == KIND:
                return query.chosen([*cases, *of_any_kind(values, query.vocabulary)], "1")
            return query.chosen(cases, silence(fact, query))
        case Contains(fact, value):
            return contained(fact, value, query)
        case Within(subject, values, _):
            place = f"?{PLACES[subject]}"
            listed = ", ".join(f"r:{code}" for code in values)
            return query.chosen([(f"bound({place}) && {place} IN ({listed})", "2"), (f"bound({place})", "0")], "1")
        case During(_, begins, ends):
            tests = [f'?day >= "{begins}"'] * bool(begins) + [f'?day <= "{ends}"'] * bool(ends)
            return query.chosen([(" && ".join(tests), "2")], "0")
        case Untranscribed():
            raise NotExported("条款尚未写成规则")


def conjunction(one: str, other: str) -> str:
    """The lesser of two truths."""
    return f"IF({one} < {other}, {one}, {other})"


def _folded(parts: Sequence[Cond], query: Query, keeps: str, empty: int) -> str:
    if not parts:
        return query.bind(str(empty))
    folded = truth(parts[0], query)
    for part in parts[1:]:
        other = truth(part, query)
        folded = query.bind(f"IF({folded} {keeps} {other}, {folded}, {other})")
    return folded


# --- numbers --------------------------------------------------------------------------------------------------


def _compared(cond: Compare, query: Query) -> str:
    """A comparison. Where only what is asked for is unknown, it is at least what it must be: a cap that is passed without it."""
    left, right = _terms(cond.left, query), _terms(cond.right, query)
    operator = _OPERATORS[cond.op]
    known = " && ".join(f"bound({v})" for v in (*left.variables, *right.variables)) or "true"
    cases = [(f"{known} && {left.sum()} {operator} {right.sum()}", "2"), (known, "0")]
    if cond.op in _ABOVE and left.least:
        others = [f"bound({v})" for v in (*left.variables, *right.variables) if v not in left.least]
        cases.append((" && ".join([*others, f"{left.sum(least=True)} {operator} {right.sum()}"]), "2"))
    unlike = [(_unlike(pair, query), "1") for pair in cond.pairs if pair.likeness is not Likeness.NAMED]
    return query.chosen([*unlike, *cases], "1")


def _unlike(pair: Pair, query: Query) -> str:
    """Whether two figures may not be compared: of other periods, of other days, or one of them undated."""
    a, b = (f"?a{value_of(fact, query)[1:]}" for fact in (pair.a, pair.b))
    if pair.likeness is Likeness.SAME_PERIOD:
        differs = f"{a} != {b}"
    elif pair.likeness is Likeness.SAME_DAY:
        differs = f"{_last_day(a, query)} != {_last_day(b, query)}"
    else:
        differs = f'(({a} = "" && {b} != "") || ({a} != "" && {b} = ""))'
    return f"bound({a}) && bound({b}) && {differs}"


def _last_day(at: str, query: Query) -> str:
    """A variable of the last day of a period as text: 2023 is 2023-12-31, 2023-02 is 2023-02-28."""
    date = query.bind(f'COALESCE({at}, "")')
    leap = query.chosen(
        [(f'regex({date}, "^([0-9]{{2}}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)")', '"-29"')],
        '"-28"',
    )
    month = query.bind(f"substr({date}, 6, 2)")
    day = query.chosen([(f'{month} IN ("04", "06", "09", "11")', '"-30"'), (f'{month} = "02"', leap)], '"-31"')
    ends = [(f"strlen({date}) = 4", f'concat({date}, "-12-31")'), (f"strlen({date}) = 7", f"concat({date}, {day})")]
    return query.chosen(ends, date)


@dataclass
class _Linear:
    """A sum of numbers and of numbers times variables; `least` has the least value of those of the application."""

    parts: list[tuple[Decimal, str]]
    least: dict[str, str]

    @property
    def variables(self) -> list[str]:
        return [v for _, v in self.parts if v]

    def sum(self, *, least: bool = False) -> str:
        written = []
        for factor, variable in self.parts:
            value = self.least[variable] if least and variable in self.least else variable
            number = decimal(factor)
            written.append(number if not value else value if factor == 1 else f"({number} * {value})")
        return f"({' + '.join(written)})"


def decimal(value: Decimal) -> str:
    """A number written in full, as a decimal."""
    digits = plain(value)
    return digits if "." in digits else f"{digits}.0"


def _terms(expr: Expr, query: Query) -> _Linear:
    linear = _Linear([], {})
    for term in expr.terms if isinstance(expr, Sum) else (expr,):
        match term:
            case Const():
                linear.parts.append((term.value, ""))
            case Scaled(factor, of):
                linear.parts.append((factor.value, value_of(of, query)))
            case Fact():
                variable = value_of(term, query)
                linear.parts.append((Decimal(1), variable))
                if term.subject == "申请":
                    linear.least[variable] = decimal(Decimal(query.vocabulary.facts[term.term].minimum or 0))
            case Sum():
                raise AssertionError("a sum holds no sum")
    return linear
