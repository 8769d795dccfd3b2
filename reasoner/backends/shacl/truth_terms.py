"""Conditions as SPARQL expressions over numbers: 0 false, 1 unknown, 2 true.

SPARQL has a third truth value of its own, the error; engines differ about it (rdflib takes `error && false` for an error).
So no expression here can fail: what is not bound is asked for with bound(), and and, or, not are minimum, maximum and 2 - x.
There is no division and no floating point: sums of xsd:decimal and xsd:integer alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from policy_dsl.ir import (
    And,
    Compare,
    Cond,
    Const,
    Contains,
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
from policy_dsl.rdf_namespaces import TL
from policy_dsl.vocabulary import Term, Vocabulary

FALSE, UNKNOWN, TRUE = 0, 1, 2
_OPERATORS: Final[dict[Operator, str]] = {"lt": "<", "le": "<=", "gt": ">", "ge": ">=", "eq": "="}
_ABOVE: Final = ("gt", "ge")
PLACES: Final = {"全市": "city", "本统筹区": "city", "本区县": "county", "所在医保管理区域": "area", "所在镇街": "town"}
"""The variable that each word for a place is bound to."""
_OWN: Final = {"申请": "this", "机构": "facility"}
SAME_NAME: Final = {("举办主体", "养老机构"): "careHomeSponsor", ("已定点", "零售药店"): "pharmacyService"}
"""Values that bear the name of another term."""


class NotExported(Exception):
    """A condition that is not said in SHACL; the message says why, in words for people."""


@dataclass
class Query:
    """The patterns of a query in their order, and what has been bound already."""

    vocabulary: Vocabulary
    patterns: list[str] = field(default_factory=list)
    bound: dict[tuple[str, ...], str] = field(default_factory=dict)

    def name(self, stem: str) -> str:
        """A variable that nothing bears yet."""
        return f"?{stem}{len(self.bound)}"

    def chosen(self, cases: Sequence[tuple[str, str]], otherwise: str) -> str:
        """A variable bound to the value of the first case whose test holds.

        A step for each: expressions in one another are read by some parsers in exponential time.
        """
        value = otherwise
        for test, result in reversed(cases):
            value = self.bind(f"IF({test}, {result}, {value})")
        return value if cases else self.bind(otherwise)

    def bind(self, expression: str) -> str:
        """A variable bound to an expression."""
        name = self.name("t")
        self.bound[("expression", name)] = name
        self.patterns.append(f"BIND ({expression} AS {name})")
        return name


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
            value = _value(fact, query)
            return query.chosen(
                [(f"bound({value}) && {value} = true", "2"), (f"bound({value})", "0")], _silence(fact, query)
            )
        case OneOf(fact, values, _):
            value = _value(fact, query)
            listed = ", ".join(_value_iri(query.vocabulary, fact.term, v) for v in values)
            listed_one = f"bound({value}) && {value} IN ({listed})"
            cases = [(listed_one, "2"), (f"bound({value})", "0")]
            if fact.term == KIND:
                return query.chosen([*cases, *_of_any_kind(values, query.vocabulary)], "1")
            return query.chosen(cases, _silence(fact, query))
        case Contains(fact, value):
            return _contained(fact, value, query)
        case Within(subject, values, _):
            place = f"?{PLACES[subject]}"
            listed = ", ".join(f"r:{code}" for code in values)
            return query.chosen([(f"bound({place}) && {place} IN ({listed})", "2"), (f"bound({place})", "0")], "1")
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


KIND: Final = "类型"
"""The kind of institution; whoever asks is of one that may ask for the matter."""


def _of_any_kind(listed: Sequence[str], vocabulary: Vocabulary) -> list[tuple[str, str]]:
    """What a list of kinds is of one that nobody knows: true on matters for which none but these may ask, false on those for
    which none of these may.
    """
    asking = {label: [kind in listed for kind in matter.members] for label, matter in vocabulary.matters.items()}
    sure = (
        ([m for m, among in asking.items() if all(among)], "2"),
        ([m for m, among in asking.items() if not any(among)], "0"),
    )
    return [(f"?matter IN ({_iris(vocabulary.matters[m] for m in named)})", result) for named, result in sure if named]


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
    a, b = (f"?a{_value(fact, query)[1:]}" for fact in (pair.a, pair.b))
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
                linear.parts.append((factor.value, _value(of, query)))
            case Fact():
                variable = _value(term, query)
                linear.parts.append((Decimal(1), variable))
                if term.subject == "申请":
                    linear.least[variable] = decimal(Decimal(query.vocabulary.facts[term.term].minimum or 0))
            case Sum():
                raise AssertionError("a sum holds no sum")
    return linear


# --- facts ----------------------------------------------------------------------------------------------------


def property_name(term: Term) -> str:
    """A term as a query names it."""
    return f"tl:{term.iri.removeprefix(TL)}" if term.iri.startswith(TL) else f"<{term.iri}>"


def _value_iri(vocabulary: Vocabulary, fact: str, value: str) -> str:
    """The IRI of a category's value."""
    other = SAME_NAME.get((fact, value))
    return f"tl:{other}" if other else property_name(vocabulary.terms[value])


def _value(fact: Fact, query: Query) -> str:
    """The variable of a fact's value; its patterns are added once. It is left unbound where nothing is known."""
    key = (fact.subject, fact.term, fact.period or "")
    if key in query.bound:
        return query.bound[key]
    variable = query.bound[key] = query.name("v")
    term = query.vocabulary.facts[fact.term]
    if fact.subject in PLACES:
        query.patterns.append(_latest(variable, term, f"?{PLACES[fact.subject]}", fact.period))
    elif fact.term == KIND:
        query.patterns.append(f'OPTIONAL {{ ?facility a {variable} . {variable} tl:kind "type" }}')
    else:
        query.patterns.append(f"OPTIONAL {{ {_holder(fact)} {property_name(term)} {variable} }}")
    return variable


def _holder(fact: Fact) -> str:
    return "$this" if _OWN[fact.subject] == "this" else "?facility"


def _latest(value: str, term: Term, place: str, period: str | None) -> str:
    """The value that counts of a figure of a place: the latest whose period has ended by the day, else an undated one.

    Of a forecast it is that for the period which the clause names. What a plan set for a period counts from its first day.
    """
    stem = value[1:]
    first, later = f"?o{stem}", f"?p{stem}"
    at, then = f"?a{stem}", f"?b{stem}"
    return (
        f"OPTIONAL {{ {first} sosa:observedProperty {property_name(term)} ; sosa:hasFeatureOfInterest {place} . "
        f"{_seen_by(first)} {_dated(first, at)} FILTER ({_speaks(at, term, period)}) "
        f"FILTER NOT EXISTS {{ {later} sosa:observedProperty {property_name(term)} ; sosa:hasFeatureOfInterest {place} . "
        f"{_seen_by(later)} {_dated(later, then)} FILTER ({_speaks(then, term, period)}) "
        f"FILTER ({_rank(then)} > {_rank(at)}) }} OPTIONAL {{ {first} sosa:hasSimpleResult {value} }} }}"
    )


def _seen_by(observation: str) -> str:
    """An observation speaks for the application that points to it, or for all where nobody does."""
    return f"FILTER (EXISTS {{ $this tl:observed {observation} }} || NOT EXISTS {{ ?n{observation[1:]} tl:observed {observation} }})"


def _dated(observation: str, at: str) -> str:
    given = f"?g{at[1:]}"
    return f'OPTIONAL {{ {observation} tl:asAt {given} }} BIND (COALESCE(str({given}), "") AS {at})'


def _speaks(at: str, term: Term, period: str | None) -> str:
    """Whether a value of a period counts on the day: its period has ended by then. ?need is how exactly a period that ends on
    the day itself has to be dated (a year where the day is the last of its year, a month where it is the last of its month).
    """
    if period is not None:
        return f'{at} = "" || strstarts({at}, "{period}")'
    same = f"substr(?day, 1, strlen({at}))"
    if term.planned:
        return f"{at} <= {same}"
    return f'{at} = "" || {at} < {same} || ({at} = {same} && strlen({at}) >= ?need)'


NEED: Final = (
    'BIND (IF(strends(?day, "-12-31"), 4, IF(regex(?day, "-(0[13578]|1[02])-31$|-(0[469]|11)-30$|-02-29$") || '
    '(strends(?day, "-02-28") && !regex(?day, "^([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)")), '
    "7, 10)) AS ?need)"
)
"""How exactly a period that ends on ?day has to be dated to have ended: the number of characters."""


def _rank(at: str) -> str:
    """The later its end, and then the more exactly it is dated, the higher; undated lowest. A month and a day in it are outside
    the profile, so that its last day may be called the 31st.
    """
    pad = f'IF(strlen({at}) = 4, "-12-31", IF(strlen({at}) = 7, "-31", ""))'
    return f"concat({at}, {pad}, str(strlen({at})))"


def _silence(fact: Fact, query: Query) -> str:
    """What it is where nothing is said of a fact: false where the applicant has to claim it, unless said to be unknown."""
    term = query.vocabulary.facts[fact.term]
    if fact.subject in PLACES or not term.burden:
        return str(UNKNOWN)
    return query.bind(f"IF(bound({_doubted(fact, query)}), 1, 0)")


def _doubted(fact: Fact, query: Query) -> str:
    """A variable that is bound where a fact is said to be unknown or unproved."""
    key = ("doubt", fact.subject, fact.term)
    if key not in query.bound:
        variable = query.bound[key] = query.name("u")
        term = property_name(query.vocabulary.facts[fact.term])
        query.patterns.append(
            f"OPTIONAL {{ {_holder(fact)} tl:unknown|tl:unproved {term} . BIND (true AS {variable}) }}"
        )
    return query.bound[key]


def _contained(fact: Fact, value: str, query: Query) -> str:
    """Whether a fact of several values has one of them."""
    term = query.vocabulary.facts[fact.term]
    owned, given, empty = query.name("h"), query.name("w"), query.name("e")
    query.bound[("owned", fact.term, value, owned)] = owned
    name, holder = property_name(term), _holder(fact)
    iri = _value_iri(query.vocabulary, fact.term, value)
    query.patterns += [
        f"OPTIONAL {{ {holder} {name} {iri} . BIND (true AS {owned}) }}",
        f"OPTIONAL {{ {holder} {name} {given}s . BIND (true AS {given}) }}",
        f"OPTIONAL {{ {holder} tl:none {name} . BIND (true AS {empty}) }}",
    ]
    silent = query.chosen([(f"bound({_doubted(fact, query)})", "1")], _silent_service(term, query))
    cases = [(f"bound({owned})", "2")]
    if term.yes_no:
        yes, no = query.name("y"), query.name("z")
        query.patterns += [
            f'OPTIONAL {{ {holder} {name} {yes}s . FILTER (str({yes}s) IN ("true", "1")) BIND (true AS {yes}) }}',
            f'OPTIONAL {{ {holder} {name} {no}s . FILTER (str({no}s) IN ("false", "0")) BIND (true AS {no}) }}',
        ]
        cases += [(f"bound({no})", "0"), *_meaning_of_yes(f"bound({yes})", value, query.vocabulary)]
    return query.chosen([*cases, (f"bound({given}) || bound({empty})", "0")], silent)


def _silent_service(term: Term, query: Query) -> str:
    """What silence is: no, where the applicant has to claim it; for services held, where a new designation is asked for."""
    if term.burden:
        return str(FALSE)
    if term.label != "已定点":
        return str(UNKNOWN)
    new = [m for label, m in query.vocabulary.matters.items() if label.startswith("新增") and "定点" in label]
    return f"IF(?matter IN ({_iris(new)}), 0, 1)"


def _iris(terms: Iterable[Term]) -> str:
    return ", ".join(property_name(t) for t in terms)


def _meaning_of_yes(yes: str, value: str, vocabulary: Vocabulary) -> list[tuple[str, str]]:
    """What a bare yes says of one service, matter by matter: the cases in which it says so, says nothing, and says no."""
    meant = {label: vocabulary.meant_by_yes(label) for label in vocabulary.matters}
    true = [vocabulary.matters[m] for m, values in meant.items() if values is not None and value in values]
    unclear = [vocabulary.matters[m] for m, values in meant.items() if values is None]
    cases = [
        (f"{yes} && ?matter IN ({_iris(named)})", result) for named, result in ((true, "2"), (unclear, "1")) if named
    ]
    return [*cases, (yes, "0")]
