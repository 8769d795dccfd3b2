"""Every figure of the rule base as data: what was observed, aimed at, set as a standard, or made a limit by a rule.

Values are exact. What a value is a share of, of which people and of which place, stands beside it, because figures
that differ in any of these are never compared (`indicators`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from policy_dsl.compiled import Document
from policy_dsl.numerals import plain
from policy_dsl.vocabulary import Vocabulary
from reasoner.model.rule_base import RuleBase
from reasoner.survey.figure_words import QUALIFIERS, qualified

OBSERVATION: Final = "observation"
TARGET: Final = "target"
STANDARD: Final = "standard"
LIMIT: Final = "limit"
CONDITION: Final = "condition"
"""A cap of a rule is a limit; a figure at which a restriction begins (使用率低于75%的) is a condition."""

KINDS: Final = {"observations": OBSERVATION, "targets": TARGET, "standards": STANDARD}
"""Where the clauses of a compiled document keep their figures, and what these are."""

_KEPT: Final = {"lt": "ge", "le": "gt", "gt": "le", "ge": "lt"}
"""The operator that keeps a cap, for the one whose truth breaks it."""
_RULES: Final = {"cap": LIMIT, "prohibit": CONDITION, "control": CONDITION}

_POPULATION: Final = re.compile(r"(?:户籍|常住|常驻|参保|就业|老年|城镇|农村|城乡)人口")
_SHARE: Final = re.compile(r"占(.+?)的?(?:比例|比重|比率)")
_DENSITY: Final = re.compile(r"每[百千万]?\w{0,6}?(?:人口|人)")
SEAM: Final = "……"
"""Joins the pieces of an indicator whose words are not contiguous in the text."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure with its words.

    indicator: in the clause's own words, or a term of the ontology; `term` is that term where there is one.
    value: in base units (1.2万张 is 12000, 75% is 0.75, 7.5张/千人 is 0.0075). unit: of what; empty for a ratio.
    denominator: what one divides by, as far as the words say; population: the people it speaks of, else empty.
    region: a place, or the role that binds it (本区县). stated: whether the clause itself names the place.
    as_at: the day or period of an observation, the time limit of a target (ISO); empty where none is written.
    spans: offsets in the received file.
    """

    id: str
    kind: str
    document: str
    clause: str
    place: str
    name: str
    indicator: str
    term: str
    value: Decimal
    shown: str
    unit: str
    denominator: str
    population: str
    region: str
    stated: bool
    as_at: str
    op: str
    target_kind: str
    strength: str
    claim: str
    quote: str
    spans: tuple[tuple[int, int], ...]
    readings: tuple[str, ...]

    @property
    def written(self) -> str:
        """The value with what qualifies it: 不低于96%, 70%左右, 10万余人."""
        return qualified(self.op, self.shown)

    @property
    def ratio(self) -> bool:
        """Whether it is a pure ratio, which people read in per cent."""
        return not self.unit and not self.denominator.startswith("人(")

    def to_data(self) -> dict[str, Any]:
        """Plain data, decimals as digits."""
        data = {name: getattr(self, name) for name in self.__dataclass_fields__}
        data |= {"value": plain(self.value), "qualifier": QUALIFIERS[self.op], "spans": [list(s) for s in self.spans]}
        return data | {"readings": list(self.readings)}


def figures(base: RuleBase, documents: Iterable[Document]) -> tuple[Figure, ...]:
    """All figures of some documents, in document order, a clause's own before those of its rules."""
    return tuple(f for d in documents for c in d.clauses.values() for f in _of_clause(base, d, c))


def _of_clause(base: RuleBase, document: Document, clause: Mapping[str, Any]) -> Iterator[Figure]:
    for key, kind in KINDS.items():
        for statement in clause.get(key, ()):
            if "value" in statement:  # a target set in words alone (全覆盖) has none
                yield _statement(base, document, clause, statement, kind)
    for norm in document.data["norms"]:
        if norm["clause"] == clause["clause"] and norm["alternative_of"] is None and norm["effect"] in _RULES:
            yield from _limits(base, document, clause, norm)


def words_at(clause: Mapping[str, Any], spans: Iterable[Iterable[int]]) -> str:
    """The words of a clause at some offsets, pieces joined by ……; all of it where there are none."""
    quote, start = str(clause["quote"]), int(clause["start"])
    return SEAM.join(quote[a - start : b - start] for a, b in spans) or quote


def _statement(
    base: RuleBase, document: Document, clause: Mapping[str, Any], said: Mapping[str, Any], kind: str
) -> Figure:
    indicator = said.get("indicator", "")
    over, _, under = str(said.get("unit", "")).partition("/")
    regions = said.get("regions", [])
    if kind == STANDARD:
        top, bottom = said["over"], said["under"]
        indicator, regions = f"{top['term']}/{bottom['term']}", [top["subject"]]
        over, under = _unit(base.vocabulary, top["term"]), bottom["term"]
    return Figure(
        id=said["id"],
        kind=kind,
        document=document.id,
        clause=clause["clause"],
        place=clause["place"],
        name=said["name"],
        indicator=indicator,
        term=_term(base.vocabulary, indicator),
        value=Decimal(said["value"]),
        shown=said["shown"],
        unit=over,
        denominator=under or _denominator(indicator),
        population=_people(under) or _people_in(indicator),
        region=_region(base, document, regions),
        stated=bool(regions),
        as_at=said.get("as_at", ""),
        op=said.get("op", "eq"),
        target_kind=said.get("target_kind", ""),
        strength=said.get("strength", ""),
        claim=said.get("claim", ""),
        quote=words_at(clause, said["spans"]),
        spans=tuple((a, b) for a, b in said["spans"]),
        readings=tuple(said.get("readings", ())),
    )


def _limits(base: RuleBase, document: Document, clause: Mapping[str, Any], norm: Mapping[str, Any]) -> Iterator[Figure]:
    """The figures that a norm compares with: a cap's is what must not be passed, a restriction's where it begins."""
    found = [*_compared(norm["scope"]), *_compared(norm["condition"])]
    for number, (op, left, right) in enumerate(found, 1):
        const, under = (right["factor"], right["of"]["term"]) if right["node"] == "Scaled" else (right, "")
        first = left["terms"][0] if left["node"] == "Sum" else left
        if const["node"] != "Const" or first["node"] != "Fact" or not Decimal(const["value"]):
            continue  # neither a fact compared with a fact (全市平均水平) nor 有, 尚无 is a figure of the text
        people = base.vocabulary.facts[under].unit if under else ""
        yield Figure(
            id=norm["id"] + (f".{number}" if len(found) > 1 else ""),
            kind=_RULES[norm["effect"]],
            document=document.id,
            clause=clause["clause"],
            place=clause["place"],
            name=norm["name"],
            indicator=first["term"],
            term=first["term"],
            value=Decimal(const["value"]),
            shown=const["shown"],
            unit=_unit(base.vocabulary, first["term"]),
            denominator=people if people.startswith("人(") else under,
            population=_people(people),
            region=_region(base, document, [first["subject"]]),
            stated=True,
            as_at=right["of"]["period"] or "" if right["node"] == "Scaled" else "",
            op=_KEPT.get(op, op) if norm["effect"] == "cap" else op,
            target_kind="",
            strength=norm["strength"],
            claim="",
            quote=words_at(clause, norm["spans"]),
            spans=tuple((a, b) for a, b in norm["spans"]),
            readings=tuple(norm["readings"]),
        )


def _compared(cond: Any) -> Iterator[tuple[str, Any, Any]]:
    """Every comparison in a condition (IR as plain data)."""
    match cond["node"]:
        case "Compare":
            yield cond["op"], cond["left"], cond["right"]
        case "And" | "Or":
            for part in cond["parts"]:
                yield from _compared(part)
        case "Not":
            yield from _compared(cond["part"])


def _unit(vocabulary: Vocabulary, term: str) -> str:
    unit = vocabulary.facts[term].unit
    return "" if unit == "1" else unit


def _region(base: RuleBase, document: Document, names: list[str]) -> str:
    place = base.vocabulary.regions[document.region].name
    return "、".join(place if n in ("全市", "本统筹区") else n for n in names) or place


def _term(vocabulary: Vocabulary, indicator: str) -> str:
    """The number of the ontology that an indicator names, a density aside: 每千参保人口住院床位数 is 住院床位数."""
    bare = _DENSITY.sub("", indicator)
    for fact in vocabulary.facts.values():
        if fact.datatype in ("count", "ratio") and (bare in (fact.label, *fact.words) or _ends(fact.label, bare)):
            return fact.label
    return ""


def _ends(label: str, bare: str) -> bool:
    return len(bare) >= 4 and label.endswith(bare)


def _denominator(indicator: str) -> str:
    """What the words say that a share is a share of; empty where they do not."""
    share = _SHARE.search(indicator)
    if share:
        return share[1]
    first, _, last = indicator.partition(SEAM)
    return last if first and last.endswith("总数") else ""


def _people(unit: str) -> str:
    match = re.fullmatch(r"人\((.+)\)", unit)
    return match[1] if match else ""


def _people_in(indicator: str) -> str:
    match = _POPULATION.search(indicator)
    return match[0] if match else ""
