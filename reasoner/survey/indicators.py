"""Targets and limits held against what was observed: reached or not, by how much, and what the document claims.

Only figures of one thing are compared: indicator, unit, denominator, people and place agree, or a registered reading
that both cite says that they do. Every other figure that a reader might compare is listed with the reason why not.
A target of 左右 has no tolerance in its text, and none is invented.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from policy_dsl.numerals import plain
from reasoner.survey.claims import Claim, judge_claim
from reasoner.survey.figure_words import amount, period_words
from reasoner.survey.figures import CONDITION, LIMIT, OBSERVATION, SEAM, STANDARD, Figure

MET: Final = "met"
NOT_MET: Final = "not_met"
ABOUT: Final = "approximate"
ABOVE: Final = "above"
BELOW: Final = "below"
UNCERTAIN: Final = "uncertain"
NOT_COMPARED: Final = "not_compared"
NO_ACTUAL: Final = "no_actual"

LABELS: Final = {
    MET: "已达到",
    NOT_MET: "尚未达到",
    ABOUT: "约数,不作结论",
    ABOVE: "高于目标值",
    BELOW: "低于目标值",
    UNCERTAIN: "不能判断",
    NOT_COMPARED: "不作比较",
    NO_ACTUAL: "没有实际值",
}
RULED: Final = {
    LIMIT: {MET: "在上限之内", NOT_MET: "超过上限"},
    CONDITION: {MET: "属于所列情形", NOT_MET: "不属于所列情形"},
}
"""Labels for figures of rules, which nobody is to reach."""
Alternatives = Mapping[tuple[str, str], str]
"""By document and reading: what the words would mean under the reading not taken."""

WHY: Final = {
    "indicator": "指标用词不同(「{other}」与「{this}」),没有登记的解释说是同一指标",
    "unit": "单位不同:{other}与{this}",
    "rate": "一为数量({other}),一为比率({this});换算须有{need}的数,收录文件没有载明",
    "denominator": "分母不同:{other}与{this}",
    "population": "人口口径不同:{other}与{this}",
    "region": "地区不同:{other}与{this}",
    "period": "期间不同:实际值只是{other}的数量,目标值没有写明期间",
}
CAVEAT: Final = {
    "reading": "按解释“{reading}”,二者是同一指标;另一种读法:{alternative}",
    "part_year": "实际值是{period}的,不是全年的;目标值没有写明期间",
    "about": "原文“左右”(约数)没有写明幅度,不作是否达到的结论;如把目标值当作下限,则{result}",
    "no_word": "目标值没有写比较词,应当等于还是至少达到,原文没有说明",
    "bound": "实际值本身只有界限({actual}),不能断定",
    "after": "上限以批准后的数衡量;此处只列现状",
}


@dataclass(frozen=True, slots=True)
class Refused:
    """An observation that is not compared with a target, and every reason why."""

    figure: Figure
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Audit:
    """A target, standard or limit, what was observed of it, and what follows.

    difference: actual minus target in base units; None where the two are not compared.
    """

    target: Figure
    status: str
    actual: Figure | None = None
    difference: Decimal | None = None
    claim: Claim | None = None
    caveats: tuple[str, ...] = ()
    refused: tuple[Refused, ...] = ()

    @property
    def label(self) -> str:
        """The status in words."""
        return RULED.get(self.target.kind, LABELS).get(self.status, LABELS[self.status])

    @property
    def by(self) -> str:
        """By how much, in words: 低0.35个百分点; empty where nothing is compared or nothing differs."""
        if not self.difference:
            return "相等" if self.difference is not None else ""
        return ("高" if self.difference > 0 else "低") + amount(
            self.difference, self.target.shown, "" if self.target.ratio else self.target.unit
        )

    def to_data(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "target": self.target.to_data(),
            "actual": None if self.actual is None else self.actual.to_data(),
            "status": self.status,
            "label": self.label,
            "difference": None if self.difference is None else plain(self.difference),
            "by": self.by,
            "claim": None if self.claim is None else self.claim.to_data(),
            "caveats": list(self.caveats),
            "not_compared": [{"figure": r.figure.to_data(), "why": list(r.why)} for r in self.refused],
        }


def audits(figures: Sequence[Figure], alternatives: Alternatives) -> tuple[Audit, ...]:
    """Every target, standard and figure of a rule held against every observation.

    Observations of other origin (a bureau's own ledger of figures) need only be figures like these to take part.
    """
    observed = [f for f in figures if f.kind == OBSERVATION]
    return tuple(audit(f, observed, alternatives) for f in figures if f.kind != OBSERVATION)


def audit(target: Figure, observed: Iterable[Figure], alternatives: Alternatives) -> Audit:
    """One target against the observations; of several that may be compared, the latest counts."""
    near = [o for o in observed if _akin(target, o)]
    refused = tuple(Refused(o, why) for o in near if (why := tuple(_obstacles(target, o))))
    fit = sorted((o for o in near if not any(o is r.figure for r in refused)), key=lambda o: o.as_at)
    if not fit:
        return Audit(target, NOT_COMPARED if refused else NO_ACTUAL, refused=refused)
    actual = fit[-1]
    difference = actual.value - target.value
    status = _status(target, actual, difference)
    claim = judge_claim(target.claim, status, difference, about=target.op == "about") if target.claim else None
    caveats = (*_by_reading(target, actual, alternatives), *_caveats(target, actual, status, difference))
    return Audit(target, status, actual, difference, claim, caveats, refused)


def _status(target: Figure, actual: Figure, difference: Decimal) -> str:
    if actual.op not in ("eq", target.op) and not _bound_decides(target, actual, difference):
        return UNCERTAIN
    match target.op:
        case "about":
            return ABOUT
        case "ge" | "over":
            return MET if difference >= 0 else NOT_MET
        case "gt":
            return MET if difference > 0 else NOT_MET
        case "le":
            return MET if difference <= 0 else NOT_MET
        case "lt":
            return MET if difference < 0 else NOT_MET
    return MET if difference == 0 else ABOVE if difference > 0 else BELOW


def _bound_decides(target: Figure, actual: Figure, difference: Decimal) -> bool:
    """Whether an actual value that is itself a bound settles the matter: below 50% is surely not 75% or more."""
    if actual.op in ("lt", "le"):
        return difference < 0 or (difference == 0 and actual.op == "lt")
    return actual.op in ("gt", "ge", "over") and difference >= 0 and target.op in ("ge", "gt", "over")


def _by_reading(target: Figure, actual: Figure, alternatives: Alternatives) -> Iterator[str]:
    if bare(target.indicator) != bare(actual.indicator) or target.unit != actual.unit:
        for reading in _shared(target, actual):
            other = alternatives.get((target.document, reading), "")
            yield CAVEAT["reading"].format(reading=reading, alternative=other)


def _caveats(target: Figure, actual: Figure, status: str, difference: Decimal) -> Iterator[str]:
    if "/" in actual.as_at and target.ratio:
        yield CAVEAT["part_year"].format(period=period_words(actual.as_at))
    if status == ABOUT:
        yield CAVEAT["about"].format(result=LABELS[MET if difference >= 0 else NOT_MET])
    if status in (ABOVE, BELOW):
        yield CAVEAT["no_word"]
    if status == UNCERTAIN:
        yield CAVEAT["bound"].format(actual=actual.written)
    if target.kind == LIMIT:
        yield CAVEAT["after"]


# --- which figures are of one thing ---------------------------------------------------------------------------

_BY_TERM: Final = (LIMIT, CONDITION, STANDARD)
"""Figures whose indicator is a term of the ontology, not words of the clause."""


def _shared(target: Figure, actual: Figure) -> tuple[str, ...]:
    """The readings that both cite: what the document's readers take the two to have in common."""
    return tuple(r for r in actual.readings if r in target.readings) if target.document == actual.document else ()


def bare(indicator: str) -> str:
    """An indicator without seams and bracketed additions."""
    return re.sub(r"\([^()]*\)", "", indicator.replace(SEAM, ""))


def abbreviates(short: str, long: str) -> bool:
    """Whether one name has the characters of another in their order, as Chinese shortens: 集采 for 集中带量采购."""
    rest = iter(long)
    return all(c in rest for c in short)


def _akin(target: Figure, actual: Figure) -> bool:
    """Whether a reader might compare the two."""
    if target.kind in _BY_TERM:
        return bool(target.term) and target.term == actual.term and target.document == actual.document
    a, b = bare(target.indicator), bare(actual.indicator)
    if target.document == actual.document:
        if target.clause == actual.clause and _shared(target, actual):
            return True
        return len(min(a, b, key=len)) >= 6 and (abbreviates(a, b) or abbreviates(b, a))
    return a == b and target.region == actual.region


def _obstacles(target: Figure, actual: Figure) -> Iterator[str]:
    """Every reason why the two must not be compared."""
    said = bool(_shared(target, actual)) and target.clause == actual.clause

    def differing(key: str, **more: str) -> str:
        return WHY[key].format(**{"other": "", "this": ""} | more)

    one = target.term if target.kind in _BY_TERM else ""
    if not said and not one and target.indicator != actual.indicator:
        yield differing("indicator", other=actual.indicator, this=target.indicator)
    if target.denominator and not actual.denominator and actual.unit and actual.unit == target.unit:
        yield differing("rate", other=actual.shown, this=target.shown, need=target.population or target.denominator)
    elif target.denominator != actual.denominator:
        names = {"other": actual.denominator or "原文未写明", "this": target.denominator or "原文未写明"}
        yield differing("denominator", **{k: v.removeprefix("人(").removesuffix(")") for k, v in names.items()})
    elif target.population != actual.population and not said:
        yield differing("population", other=actual.population or "原文未写明", this=target.population or "原文未写明")
    if target.unit != actual.unit and not said:
        yield differing("unit", other=actual.unit or "比率", this=target.unit or "比率")
    if target.region != actual.region:
        yield differing("region", other=actual.region, this=target.region)
    if "/" in actual.as_at and actual.unit and not target.denominator:
        yield differing("period", other=period_words(actual.as_at))
