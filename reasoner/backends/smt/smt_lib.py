"""Formulas as SMT-LIB 2, which every solver reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reasoner.backends.smt.formulas import And, Comparison, Compound, Const, Not, Or, Term, Var, in_order, variables


def script(asserted: Iterable[Term], named: Mapping[str, Term]) -> str:
    """SMT-LIB 2: the formulas asserted, and a boolean for each named one that makes it hold where it is assumed."""
    asserted = list(asserted)
    terms = [*asserted, *named.values()]
    lines = [f"(declare-const {_symbol(n)} {sort})" for n, sort in variables(terms).items()]
    written: dict[int, str] = {}
    for number_, term in enumerate(in_order(terms)):
        text = _text(term, written)
        if isinstance(term, And | Or | Comparison):
            name = f"_{number_}"  # a symbol that begins with a dot is the solver's own
            lines.append(f"(define-fun {name} () Bool {text})")
            text = name
        written[id(term)] = text
    lines += [f"(assert {written[id(t)]})" for t in asserted]
    for name, term in named.items():
        lines.append(f"(declare-const {_symbol(name)} Bool)")
        lines.append(f"(assert (=> {_symbol(name)} {written[id(term)]}))")
    return "\n".join(lines)


def _text(term: Term, written: Mapping[int, str]) -> str:
    match term:
        case Const(true):
            return "true" if true else "false"
        case Var(name):
            return _symbol(name)
        case Compound(parts):
            op = "not" if isinstance(term, Not) else "and" if isinstance(term, And) else "or"
            return f"({op} {' '.join(written[id(p)] for p in parts)})"
        case Comparison(op, coefficients, constant):
            products = [_product(n, c) for n, c in coefficients]
            total = products[0] if len(products) == 1 else f"(+ {' '.join(products)})"
            return f"({ {'lt': '<', 'le': '<=', 'eq': '='}[op] } {total} {_integer(-constant)})"
    raise TypeError(term)


def _product(name: str, factor: int) -> str:
    return _symbol(name) if factor == 1 else f"(* {_integer(factor)} {_symbol(name)})"


def _integer(value: int) -> str:
    return str(value) if value >= 0 else f"(- {-value})"


def symbol(name: str) -> str:
    """What a variable or a named formula is called in a script: its name without the characters that quote or escape."""
    return name.replace("%", "%25").replace("|", "%7C").replace("\\", "%5C")


def _symbol(name: str) -> str:
    return f"|{symbol(name)}|"
