"""Targets and limits held against what was observed: reached or not, by how much, and what the document claims.

Only figures of one thing are compared: indicator, unit, denominator, people and place agree, or a registered reading
that both cite says that they do. Every other figure that a reader might compare is listed with the reason why not.
A target of 左右 has no tolerance in its text, and none is invented.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Final

import msgspec

from reasoner.survey.figure_words import FigureOperator, amount, period_words
from reasoner.survey.figures import SEAM, FigureKind, IndicatorFigure, TargetInWords, exact
from reasoner.survey.indicator_claims import Claim, judge_claim


class AuditStatus(StrEnum):
    """What comes of comparing a target, standard or limit with what was observed."""

    MET = "met"
    NOT_MET = "not_met"
    APPROXIMATE = "approximate"
    """The target is 左右: no verdict."""
    ABOVE = "above"
    """The target has no word of comparison."""
    BELOW = "below"
    UNCERTAIN = "uncertain"
    """The actual value is a bound that does not decide."""
    NOT_COMPARED = "not_compared"
    """Figures were observed, but none of the same thing."""
    NO_ACTUAL = "no_actual"


LABELS: Final = {
    AuditStatus.MET: "已达到",
    AuditStatus.NOT_MET: "尚未达到",
    AuditStatus.APPROXIMATE: "约数,不作结论",
    AuditStatus.ABOVE: "超过目标值",
    AuditStatus.BELOW: "低于目标值",
    AuditStatus.UNCERTAIN: "不能判断",
    AuditStatus.NOT_COMPARED: "不作比较",
    AuditStatus.NO_ACTUAL: "没有实际值",
}
_RULE_LABELS: Final = {
    FigureKind.LIMIT: {AuditStatus.MET: "在上限之内", AuditStatus.NOT_MET: "超过上限"},
    FigureKind.CONDITION: {AuditStatus.MET: "属于所列情形", AuditStatus.NOT_MET: "不属于所列情形"},
}
"""Labels for figures of rules, which nobody is to reach."""
Alternatives = Mapping[tuple[str, str], str]
"""By document and reading: what the words would mean under the reading not taken."""

WHY: Final = {
    "indicator": "指标用词不同(「{other}」与「{this}」),没有登记的条文理解说是同一指标",
    "unit": "单位不同:{other}与{this}",
    "rate": "一为数量({other}),一为比率({this});换算须有{need}的数,收录文件没有载明",
    "denominator": "分母不同:{other}与{this}",
    "population": "人口口径不同:{other}与{this}",
    "region": "地区不同:{other}与{this}",
    "period": "期间不同:实际值只是{other}的数量,目标值没有写明期间",
}
CAVEAT: Final = {
    "reading": "按条文理解“{reading}”,二者是同一指标;另一种理解:{alternative}",
    "part_year": "实际值是{period}的,不是全年的;目标值没有写明期间",
    "about": "原文“左右”(约数)没有写明幅度,不作是否达到的结论;如把目标值当作下限,则{result}",
    "no_word": "目标值没有写比较词,应当等于还是至少达到,原文没有说明",
    "bound": "实际值本身只有界限({actual}),不能断定",
    "after": "上限以批准后的数衡量;此处只列现状",
}


class NotCompared(msgspec.Struct, frozen=True):
    """An observation that is not compared with a target."""

    figure: IndicatorFigure
    """The observation."""
    why: tuple[str, ...]
    """Every reason why not, in words."""


class Audit(msgspec.Struct, frozen=True):
    """A target, standard or limit, what was observed of it, and what follows."""

    target: IndicatorFigure
    """The target, standard or limit."""
    actual: IndicatorFigure | None
    """The observation with which it is compared; None: there is none."""
    status: AuditStatus
    """The result."""
    label: str
    """The result in words."""
    difference: Decimal | None
    """Actual minus target in base units; None where the two are not compared."""
    by: str
    """By how much, in words: 低0.35个百分点; empty where nothing is compared."""
    claim: Claim | None
    """What the document says of its being reached; None: nothing, or nothing is compared."""
    caveats: tuple[str, ...]
    """What is not certain of the result, in words."""
    not_compared: tuple[NotCompared, ...]
    """The observations that a reader might compare and that are not compared."""


class IndicatorSurvey(msgspec.Struct, frozen=True):
    """All figures of some documents."""

    audits: tuple[Audit, ...]
    """Every target, standard and limit against what was observed."""
    figures: tuple[IndicatorFigure, ...]
    """Every figure, in document order."""
    in_words: tuple[TargetInWords, ...] = ()
    """Every target that is set without a number, in document order; nothing is compared with them."""


def audits(figures: Sequence[IndicatorFigure], alternatives: Alternatives) -> tuple[Audit, ...]:
    """Every target, standard and figure of a rule held against every observation.

    Observations of other origin (a bureau's own ledger of figures) need only be figures like these to take part.
    """
    observed = [f for f in figures if f.kind is FigureKind.OBSERVATION]
    return tuple(audit(f, observed, alternatives) for f in figures if f.kind is not FigureKind.OBSERVATION)


def _of_fractions(*figures: IndicatorFigure) -> tuple[str, ...]:
    return ("有一个数是写不成小数的分数",) if any(f.value is None for f in figures) else ()


def audit(target: IndicatorFigure, observed: Iterable[IndicatorFigure], alternatives: Alternatives) -> Audit:
    """One target against the observations; of several that may be compared, the latest counts."""
    near = [(o, tuple(_obstacles(target, o)) + _of_fractions(target, o)) for o in observed if _akin(target, o)]
    refused = tuple(NotCompared(o, why) for o, why in near if why)
    fit = sorted((o for o, why in near if not why), key=lambda o: o.as_at)
    if not fit:
        status = AuditStatus.NOT_COMPARED if refused else AuditStatus.NO_ACTUAL
        return Audit(target, None, status, LABELS[status], None, "", None, (), refused)
    actual = fit[-1]
    assert actual.value is not None  # else they are not compared
    assert target.value is not None
    difference = exact(actual.value - target.value)
    status = _status(target, actual, difference)
    decided, about = status is not AuditStatus.UNCERTAIN, target.op is FigureOperator.ABOUT
    return Audit(
        target=target,
        actual=actual,
        status=status,
        label=_RULE_LABELS.get(target.kind, LABELS).get(status, LABELS[status]),
        difference=difference,
        by=_by(target, actual, difference),
        claim=judge_claim(target.claim, decided, difference, about=about) if target.claim else None,
        caveats=(*_by_reading(target, actual, alternatives), *_caveats(target, actual, status, difference)),
        not_compared=refused,
    )


def _by(target: IndicatorFigure, actual: IndicatorFigure, difference: Decimal) -> str:
    """A difference in words: 低0.35个百分点; of things that are counted 少41种(目标单位为「个」), in the unit of what was counted."""
    if not difference:
        return "相等"
    if target.ratio or "/" in target.unit or not actual.unit:
        size = amount(difference, target.shown, "" if target.ratio else target.unit)
        return ("高" if difference > 0 else "低") + size
    other = "" if actual.unit == target.unit else f"(目标单位为「{target.unit}」)"
    return ("多" if difference > 0 else "少") + amount(difference, target.shown, actual.unit) + other


def _status(target: IndicatorFigure, actual: IndicatorFigure, difference: Decimal) -> AuditStatus:
    if actual.op not in (FigureOperator.EQ, target.op) and not _bound_decides(target, actual, difference):
        return AuditStatus.UNCERTAIN
    match target.op:
        case FigureOperator.ABOUT:
            return AuditStatus.APPROXIMATE
        case FigureOperator.GE | FigureOperator.OVER:
            met = difference >= 0
        case FigureOperator.GT:
            met = difference > 0
        case FigureOperator.LE:
            met = difference <= 0
        case FigureOperator.LT:
            met = difference < 0
        case FigureOperator.EQ:
            if difference:
                return AuditStatus.ABOVE if difference > 0 else AuditStatus.BELOW
            met = True
    return AuditStatus.MET if met else AuditStatus.NOT_MET


def _bound_decides(target: IndicatorFigure, actual: IndicatorFigure, difference: Decimal) -> bool:
    """Whether an actual value that is itself a bound settles the matter: below 50% is surely not 75% or more."""
    if actual.op in (FigureOperator.LT, FigureOperator.LE):
        return difference < 0 or (difference == 0 and actual.op is FigureOperator.LT)
    lower = (FigureOperator.GE, FigureOperator.GT, FigureOperator.OVER)
    return actual.op in lower and difference >= 0 and target.op in lower


def _by_reading(target: IndicatorFigure, actual: IndicatorFigure, alternatives: Alternatives) -> Iterator[str]:
    if bare(target.indicator) != bare(actual.indicator) or target.unit != actual.unit:
        for reading in _shared(target, actual):
            other = alternatives.get((target.document, reading), "")
            yield CAVEAT["reading"].format(reading=reading, alternative=other)


def _caveats(
    target: IndicatorFigure, actual: IndicatorFigure, status: AuditStatus, difference: Decimal
) -> Iterator[str]:
    if "/" in actual.as_at and target.ratio:
        yield CAVEAT["part_year"].format(period=period_words(actual.as_at))
    if status is AuditStatus.APPROXIMATE:
        yield CAVEAT["about"].format(result=LABELS[AuditStatus.MET if difference >= 0 else AuditStatus.NOT_MET])
    if status in (AuditStatus.ABOVE, AuditStatus.BELOW):
        yield CAVEAT["no_word"]
    if status is AuditStatus.UNCERTAIN:
        yield CAVEAT["bound"].format(actual=actual.written)
    if target.kind is FigureKind.LIMIT:
        yield CAVEAT["after"]


# --- which figures are of one thing ---------------------------------------------------------------------------

_BY_TERM: Final = (FigureKind.LIMIT, FigureKind.CONDITION, FigureKind.STANDARD)
"""Figures whose indicator is a term of the ontology, not words of the clause."""


def _shared(target: IndicatorFigure, actual: IndicatorFigure) -> tuple[str, ...]:
    """The readings that both cite: what the document's readers take the two to have in common."""
    return tuple(r for r in actual.readings if r in target.readings) if target.document == actual.document else ()


def bare(indicator: str) -> str:
    """An indicator without seams and bracketed additions."""
    return re.sub(r"\([^()]*\)", "", indicator.replace(SEAM, ""))


def abbreviates(short: str, long: str) -> bool:
    """Whether one name has the characters of another in their order, as Chinese shortens: 集采 for 集中带量采购."""
    rest = iter(long)
    return all(c in rest for c in short)


def _akin(target: IndicatorFigure, actual: IndicatorFigure) -> bool:
    """Whether a reader might compare the two."""
    if target.kind in _BY_TERM:
        return bool(target.term) and target.term == actual.term and target.document == actual.document
    a, b = bare(target.indicator), bare(actual.indicator)
    if target.document == actual.document:
        if target.clause == actual.clause and _shared(target, actual):
            return True
        return len(min(a, b, key=len)) >= 6 and (abbreviates(a, b) or abbreviates(b, a))
    return a == b and target.region == actual.region


def _obstacles(target: IndicatorFigure, actual: IndicatorFigure) -> Iterator[str]:
    """Every reason why the two must not be compared."""
    by_reading = bool(_shared(target, actual)) and target.clause == actual.clause

    def differing(key: str, other: str = "", this: str = "", need: str = "") -> str:
        return WHY[key].format(other=other, this=this, need=need)

    one = target.term if target.kind in _BY_TERM else ""
    if not by_reading and not one and target.indicator != actual.indicator:
        yield differing("indicator", other=actual.indicator, this=target.indicator)
    if target.denominator and not actual.denominator and actual.unit and actual.unit == target.unit:
        yield differing("rate", other=actual.shown, this=target.shown, need=target.population or target.denominator)
    elif target.denominator != actual.denominator:
        names = [f.denominator or "原文未写明" for f in (actual, target)]
        yield differing("denominator", *(n.removeprefix("人(").removesuffix(")") for n in names))
    elif target.population != actual.population and not by_reading:
        yield differing("population", other=actual.population or "原文未写明", this=target.population or "原文未写明")
    if target.unit != actual.unit and not by_reading:
        yield differing("unit", other=actual.unit or "比率", this=target.unit or "比率")
    if target.region != actual.region:
        yield differing("region", other=actual.region, this=target.region)
    if "/" in actual.as_at and actual.unit and not target.denominator:
        yield differing("period", other=period_words(actual.as_at))
