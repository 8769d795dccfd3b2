"""What an application says of a fact, as patterns of a query and as variables: the value that counts, the truth of silence.

Where nothing is known the variable of a value is left unbound; nothing here can fail.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from policy_dsl.ir import Fact
from policy_dsl.rdf_namespaces import TL
from policy_dsl.vocabulary import Term, Vocabulary

FALSE, UNKNOWN, TRUE = 0, 1, 2
PLACES: Final = {"全市": "city", "本统筹区": "city", "本区县": "county", "所在医保管理区域": "area", "所在镇街": "town"}
"""The variable that each word for a place is bound to."""
_OWN: Final = {"申请": "this", "机构": "facility"}
SAME_NAME: Final = {("举办主体", "养老机构"): "careHomeSponsor", ("已定点", "零售药店"): "pharmacyService"}
"""Values that bear the name of another term."""


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


KIND: Final = "类型"
"""The kind of institution; whoever asks is of one that may ask for the matter."""


def _written(iri: str) -> str:
    """An IRI as a query names it.

    pySHACL takes a prefixed name that ends in Service for the keyword, and refuses the shape; such a name stands in full.
    """
    return f"tl:{iri.removeprefix(TL)}" if iri.startswith(TL) and not iri.endswith("Service") else f"<{iri}>"


def property_name(term: Term) -> str:
    """A term as a query names it."""
    return _written(term.iri)


def value_iri(vocabulary: Vocabulary, fact: str, value: str) -> str:
    """The IRI of a category's value."""
    other = SAME_NAME.get((fact, value))
    return _written(TL + other) if other else property_name(vocabulary.terms[value])


def value_of(fact: Fact, query: Query) -> str:
    """The variable of a fact's value; its patterns are added once. It is left unbound where nothing is known."""
    key = (fact.subject, fact.term, fact.period or "")
    if key in query.bound:
        return query.bound[key]
    variable = query.bound[key] = query.name("v")
    term = query.vocabulary.facts[fact.term]
    if fact.subject in PLACES:
        query.patterns.append(_latest(variable, term, f"?{PLACES[fact.subject]}", fact.period))
    elif fact.term == KIND:
        query.patterns.append(f"OPTIONAL {{ ?facility a {variable} . {variable} skos:inScheme tl:facilityTypes }}")
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
        f"OPTIONAL {{ {_observed(first, term, place)} {_dated(first, at)} FILTER ({_speaks(at, term, period)}) "
        f"FILTER NOT EXISTS {{ {_observed(later, term, place)} {_dated(later, then)} FILTER ({_speaks(then, term, period)}) "
        f"FILTER ({_rank(then)} > {_rank(at)}) }} OPTIONAL {{ {first} sosa:hasSimpleResult {value} }} }}"
    )


def _observed(observation: str, term: Term, place: str) -> str:
    """The observations of a figure of a place: those that the application points to, and those that speak for all where nobody does.

    The two apart, not as one pattern with a condition: pyrudof 0.3.35 then goes through the few of an application first, and takes
    a twentieth of the time for a hundred applications.
    """
    figure = f"{observation} sosa:observedProperty {property_name(term)} ; sosa:hasFeatureOfInterest {place}"
    nobody = f"FILTER NOT EXISTS {{ ?n{observation[1:]} tl:observed {observation} }}"
    return f"{{ $this tl:observed {observation} . {figure} }} UNION {{ {figure} . {nobody} }}"


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


def silence(fact: Fact, query: Query) -> str:
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


def contained(fact: Fact, value: str, query: Query) -> str:
    """Whether a fact of several values has one of them."""
    term = query.vocabulary.facts[fact.term]
    owned, given, empty = query.name("h"), query.name("w"), query.name("e")
    query.bound[("owned", fact.term, value, owned)] = owned
    name, holder = property_name(term), _holder(fact)
    iri = value_iri(query.vocabulary, fact.term, value)
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
    return f"IF(?matter IN ({iris(new)}), 0, 1)"


def iris(terms: Iterable[Term]) -> str:
    """Terms as a query lists them."""
    return ", ".join(property_name(t) for t in terms)


def _meaning_of_yes(yes: str, value: str, vocabulary: Vocabulary) -> list[tuple[str, str]]:
    """What a bare yes says of one service, matter by matter: the cases in which it says so, says nothing, and says no."""
    meant = {label: vocabulary.meant_by_yes(label) for label in vocabulary.matters}
    true = [vocabulary.matters[m] for m, values in meant.items() if values is not None and value in values]
    unclear = [vocabulary.matters[m] for m, values in meant.items() if values is None]
    cases = [
        (f"{yes} && ?matter IN ({iris(named)})", result) for named, result in ((true, "2"), (unclear, "1")) if named
    ]
    return [*cases, (yes, "0")]


def of_any_kind(listed: Sequence[str], vocabulary: Vocabulary) -> list[tuple[str, str]]:
    """What a list of kinds is of one that nobody knows: true on matters for which none but these may ask, false on those for
    which none of these may.
    """
    asking = {label: [kind in listed for kind in matter.members] for label, matter in vocabulary.matters.items()}
    sure = (
        ([m for m, among in asking.items() if all(among)], "2"),
        ([m for m, among in asking.items() if not any(among)], "0"),
    )
    return [(f"?matter IN ({iris(vocabulary.matters[m] for m in named)})", result) for named, result in sure if named]
