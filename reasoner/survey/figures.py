"""Every figure of the rule base as data: what was observed, aimed at, set as a standard, or made a limit by a rule.

Values are exact. What a value is a share of, of which people and of which place, stands beside it, because figures
that differ in any of these are never compared (`indicators`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Final

import msgspec

from policy_dsl import ir
from policy_dsl.compiled import Clause, Document
from policy_dsl.numerals import plain
from policy_dsl.statements import Figure, Standard, Target
from policy_dsl.vocabulary import Vocabulary
from reasoner.model.rule_base import RuleBase
from reasoner.survey.figure_words import QUALIFIERS, FigureOperator, qualified


class FigureKind(StrEnum):
    """What a figure is. A cap of a rule is a limit; a figure at which a restriction begins (使用率低于75%的) is a condition."""

    OBSERVATION = "observation"
    TARGET = "target"
    STANDARD = "standard"
    LIMIT = "limit"
    CONDITION = "condition"


_RULES: Final = {
    ir.Effect.CAP: FigureKind.LIMIT,
    ir.Effect.PROHIBIT: FigureKind.CONDITION,
    ir.Effect.CONTROL: FigureKind.CONDITION,
}

_POPULATION: Final = re.compile(r"(?:户籍|常住|常驻|参保|就业|老年|城镇|农村|城乡)人口")
_SHARE: Final = re.compile(r"占(.+?)的?(?:比例|比重|比率)")
_DENSITY: Final = re.compile(r"每[百千万]?\w{0,6}?(?:人口|人)")
SEAM: Final = "……"
"""Joins the pieces of an indicator whose words are not contiguous in the text."""


class IndicatorFigure(msgspec.Struct, frozen=True, kw_only=True):
    """One figure of a text with its words and everything on which a comparison with another depends."""

    id: str
    """Of a statement or rule: `document/clause#name`; behind it `.2` for the second figure of a rule."""
    kind: FigureKind
    """What it is."""
    document: str
    """The id of its document."""
    clause: str
    """The address of its clause."""
    place: str
    """The place of its clause in words."""
    name: str
    """Its name, or that of its rule."""
    indicator: str
    """What it is a figure of: in the clause's own words, or a term of the ontology."""
    term: str
    """The term of the ontology for that; empty where there is none."""
    value: Decimal | None
    """In base units: 1.2万张 is 12000, 75% is 0.75, 7.5张/千人 is 0.0075; None: a fraction that no decimal holds (2/3)."""
    shown: str
    """The number as the text writes it."""
    unit: str
    """Of what; empty for a ratio."""
    denominator: str
    """What one divides by, as far as the words say; else empty."""
    population: str
    """The people it speaks of; else empty."""
    region: str
    """A place, or the role that binds it (本区县)."""
    stated: bool
    """Whether the clause itself names the place."""
    as_at: str
    """The day or period of an observation, the time limit of a target (ISO); empty where none is written."""
    op: FigureOperator
    """How the text qualifies it."""
    qualifier: str
    """The word for that; empty for an exact figure."""
    target_kind: str
    """Of a target: 约束性, 预期性 …; else empty."""
    strength: str
    """Of a target or rule: the word that carries it; else empty."""
    claim: str
    """Of a target: what the document says of its being reached; else empty."""
    quote: str
    """The words it rests on."""
    spans: tuple[tuple[int, int], ...]
    """Their offsets in the received file."""
    readings: tuple[str, ...]
    """The readings on which it rests, by name."""

    @property
    def written(self) -> str:
        """The value with what qualifies it: 不低于96%, 70%左右, 10万余人."""
        return qualified(self.op, self.shown)

    @property
    def ratio(self) -> bool:
        """Whether it is a pure ratio, which people read in per cent."""
        return not self.unit and not self.denominator.startswith("人(")


class TargetInWords(msgspec.Struct, frozen=True, kw_only=True):
    """A target that its text sets without a number (全覆盖, 全部达标)."""

    id: str
    """`document/clause#name`."""
    document: str
    """The id of its document."""
    clause: str
    """The address of its clause."""
    place: str
    """The place of its clause in words."""
    name: str
    """Its name."""
    indicator: str
    """Of what it is a target, in the words of the clause."""
    aim: str
    """What is to be reached, in the words of the text."""
    region: str
    """A place, or the role that binds it."""
    as_at: str
    """Its time limit (ISO); empty where none is written."""
    target_kind: str
    """约束性, 预期性 …; else empty."""
    strength: str
    """The word that carries it; else empty."""
    claim: str
    """What the document says of its being reached; else empty."""
    quote: str
    """The words it rests on."""
    spans: tuple[tuple[int, int], ...]
    """Their offsets in the received file."""
    readings: tuple[str, ...]
    """The readings on which it rests, by name."""


def targets_in_words(base: RuleBase, documents: Iterable[Document]) -> tuple[TargetInWords, ...]:
    """All targets without a number of some documents, in document order."""
    return tuple(
        TargetInWords(
            id=target.id,
            document=document.id,
            clause=clause.clause,
            place=clause.place,
            name=target.name,
            indicator=target.indicator,
            aim=target.shown,
            region=_region(base, document, target.regions),
            as_at=target.as_at,
            target_kind=target.target_kind,
            strength=target.strength,
            claim=target.claim,
            quote=words_at(clause, target.spans),
            spans=target.spans,
            readings=target.readings,
        )
        for document in documents
        for clause in document.clauses.values()
        for target in clause.targets
        if target.value is None
    )


def figures(base: RuleBase, documents: Iterable[Document]) -> tuple[IndicatorFigure, ...]:
    """All figures of some documents, in document order, a clause's own before those of its rules."""
    return tuple(f for d in documents for c in d.clauses.values() for f in _of_clause(base, d, c))


def _of_clause(base: RuleBase, document: Document, clause: Clause) -> Iterator[IndicatorFigure]:
    for observation in clause.observations:
        if observation.value is not None:
            yield _stated(base, document, clause, observation, observation.value)
    for target in clause.targets:
        if target.value is not None:  # those in words alone: `targets_in_words`
            yield _stated(base, document, clause, target, target.value)
    for standard in clause.standards:
        yield _standard(base, document, clause, standard)
    for norm in document.norms_in_use:
        if norm.clause == clause.clause and norm.effect in _RULES:
            yield from _limits(base, document, clause, norm)


def words_at(clause: Clause, spans: Iterable[tuple[int, int]]) -> str:
    """The words of a clause at some offsets, pieces joined by ……; all of it where there are none."""
    return SEAM.join(clause.quote[a - clause.start : b - clause.start] for a, b in spans) or clause.quote


def _stated(base: RuleBase, document: Document, clause: Clause, figure: Figure, value: Decimal) -> IndicatorFigure:
    """An observation or target of a clause."""
    over, _, under = figure.unit.partition("/")
    target = figure if isinstance(figure, Target) else None
    op = FigureOperator(figure.op)
    return IndicatorFigure(
        id=figure.id,
        kind=FigureKind.OBSERVATION if target is None else FigureKind.TARGET,
        document=document.id,
        clause=clause.clause,
        place=clause.place,
        name=figure.name,
        indicator=figure.indicator,
        term=_term(base.vocabulary, figure.indicator),
        value=exact(value),
        shown=figure.shown,
        unit=over,
        denominator=under or _denominator(figure.indicator),
        population=_people(under) or _people_in(figure.indicator),
        region=_region(base, document, figure.regions),
        stated=bool(figure.regions),
        as_at=figure.as_at,
        op=op,
        qualifier=QUALIFIERS[op],
        target_kind="" if target is None else target.target_kind,
        strength="" if target is None else target.strength,
        claim="" if target is None else target.claim,
        quote=words_at(clause, figure.spans),
        spans=figure.spans,
        readings=figure.readings,
    )


def _standard(base: RuleBase, document: Document, clause: Clause, standard: Standard) -> IndicatorFigure:
    """A planning standard of a clause: the ratio of two terms."""
    over, under = standard.over.term, standard.under.term
    op = FigureOperator(standard.op)
    return IndicatorFigure(
        id=standard.id,
        kind=FigureKind.STANDARD,
        document=document.id,
        clause=clause.clause,
        place=clause.place,
        name=standard.name,
        indicator=f"{over}/{under}",
        term=_term(base.vocabulary, f"{over}/{under}"),
        value=exact(standard.value),
        shown=standard.shown,
        unit=_unit(base.vocabulary, over),
        denominator=under,
        population=_people(under) or _people_in(f"{over}/{under}"),
        region=_region(base, document, (standard.over.subject,)),
        stated=True,
        as_at="",
        op=op,
        qualifier=QUALIFIERS[op],
        target_kind="",
        strength="",
        claim="",
        quote=words_at(clause, standard.spans),
        spans=standard.spans,
        readings=standard.readings,
    )


def _limits(base: RuleBase, document: Document, clause: Clause, norm: ir.Norm) -> Iterator[IndicatorFigure]:
    """The figures that a norm compares with: a cap's is what must not be passed, a restriction's where it begins."""
    comparisons = [*_comparisons(norm.scope), *_comparisons(norm.condition)]
    for number, comparison in enumerate(comparisons, 1):
        left, right = comparison.left, comparison.right
        scale = right.of if isinstance(right, ir.Scaled) else None
        const = right.factor if isinstance(right, ir.Scaled) else right
        first = left.terms[0] if isinstance(left, ir.Sum) else left
        fraction = isinstance(first, ir.Scaled) and first.factor.shown == ir.MULTIPLIED_OUT
        first = first.of if isinstance(first, ir.Scaled) and fraction else first
        if not isinstance(const, ir.Const) or not isinstance(first, ir.Fact) or not const.value:
            continue  # neither a fact compared with a fact (全市平均水平) nor 有, 尚无 is a figure of the text
        people = "" if scale is None else base.vocabulary.facts[scale.term].unit
        op = FigureOperator(ir.OPPOSITE[comparison.op] if norm.effect is ir.Effect.CAP else comparison.op)
        yield IndicatorFigure(
            id=norm.id + (f".{number}" if len(comparisons) > 1 else ""),
            kind=_RULES[norm.effect],
            document=document.id,
            clause=clause.clause,
            place=clause.place,
            name=norm.name,
            indicator=first.term,
            term=first.term,
            value=None if fraction else exact(const.value),
            shown=const.shown,
            unit=_unit(base.vocabulary, first.term),
            denominator="" if scale is None else people if people.startswith("人(") else scale.term,
            population=_people(people),
            region=_region(base, document, (first.subject,)),
            stated=True,
            as_at="" if scale is None else scale.period or "",
            op=op,
            qualifier=QUALIFIERS[op],
            target_kind="",
            strength=norm.strength,
            claim="",
            quote=words_at(clause, norm.spans),
            spans=norm.spans,
            readings=norm.readings,
        )


def _comparisons(cond: ir.Cond) -> Iterator[ir.Compare]:
    """Every comparison in a condition."""
    match cond:
        case ir.Compare():
            yield cond
        case ir.And(parts) | ir.Or(parts):
            for part in parts:
                yield from _comparisons(part)
        case ir.Not(part):
            yield from _comparisons(part)


def exact(value: Decimal) -> Decimal:
    """A value in the digits in which it is written, without trailing zeros: 0.50 is 0.5, 1E+2 is 100."""
    return Decimal(plain(value))


def _unit(vocabulary: Vocabulary, term: str) -> str:
    unit = vocabulary.facts[term].unit
    return "" if unit == "1" else unit


def _region(base: RuleBase, document: Document, names: Sequence[str]) -> str:
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
