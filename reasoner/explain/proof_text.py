"""Facts of a proof in Chinese words: whose they are, their values with units, the day and the source that were given.

Pure: typed nodes of `reasoner.model.proof` in, parts of sentences out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final, Protocol

from policy_dsl.numerals import period_words, plain
from policy_dsl.vocabulary import Term
from reasoner.model import proof
from reasoner.model.application import Evidence
from reasoner.model.kinds import Origin

Terms = Mapping[str, Term]
"""The fact terms by label: unit, provider and what proves them."""

_MOST_LISTED: Final = 10
_TEN_THOUSAND: Final = 10_000
"""From here on official texts count people in 万 (GB/T 15835), as long as two decimals say the number exactly."""

UNPLACED: Final = {"本区县": "县(市、区)", "所在医保管理区域": "县(市、区)", "所在镇街": "镇街"}
"""By the word that stands for a place while nobody knows which it is: what an applicant has to state of where it lies."""


class FactName(Protocol):
    """What names a fact: of a proof, of a list of missing facts, of an offered change."""

    @property
    def fact(self) -> str:
        """The term, by label."""

    @property
    def of(self) -> str:
        """Whose it is, as people call it."""

    @property
    def period(self) -> str:
        """Of a forecast: the period that the clause names; empty: none."""


def fact_name(fact: FactName, terms: Terms) -> str:
    """A fact with whose it is: 城阳区床位使用率, 机构等级, 申请的床位数, 青岛市2025年预期享受长护险待遇人数."""
    term = terms.get(fact.fact)
    if fact.of == "申请":
        # What the applicant asks for is its own; what is measured around it (步行15分钟内…) is not.
        return f"申请的{fact.fact}" if term is not None and term.provider == "申请人" else fact.fact
    period = period_words(fact.period) if fact.period else ""
    label = f"「{fact.fact}」" if term is not None and term.datatype == "boolean" else fact.fact
    return f"{fact.of}{period}{label}"


def amount(fact: proof.FactFields, terms: Terms) -> str:
    """A known value with its unit: 74%, 71293张, 10342100人; 不详 where it is unknown."""
    return "不详" if fact.value is None else with_unit(fact.value, terms.get(fact.fact))


def with_unit(value: str, term: Term | None) -> str:
    """A value of a fact as people write it, with the fact's unit behind a number: 71293张, 1034.21万人."""
    unit = unit_word(term)
    if unit == "人" and value.isdigit() and int(value) >= _TEN_THOUSAND and int(value) % 100 == 0:
        return f"{plain(Decimal(value) / _TEN_THOUSAND)}万人"
    return f"{value}{unit}" if value[-1:].isdigit() else value


def unit_word(term: Term | None) -> str:
    """The unit as it stands after a number: the kind of population a head belongs to is said by the fact's name."""
    return "" if term is None or term.datatype != "count" or term.unit == "1" else term.unit.partition("(")[0]


def source_words(fact: proof.FactFields) -> str:
    """Where a value comes from, as far as it was given, organs that determined it among it; empty where nothing was."""
    made = determined_words(fact)
    words = _other_source(fact)
    return f"{made};{words}" if made and words else made or words


def determined_words(fact: proof.FactFields) -> str:
    """By whom and when it was determined: 由青岛市医疗保障局于2024-02-01认定; empty where no organ is named.

    An organ that determines a fact is no source of it, and the day of its determination is not that of a figure.
    """
    if not fact.determined_by:
        return ""
    return f"由{'、'.join(fact.determined_by)}{f'于{fact.as_at}' if fact.as_at else ''}认定"


def _other_source(fact: proof.FactFields, *, desk: bool = True) -> str:
    """Where a value comes from besides the organ that determined it; empty where nothing was given.

    The kind of source with what else is known of it in brackets: 本局台账(结算数据;确认人某某;有效期至2025-12-31),
    本局台账(未确认). Words that say the kind already, and what goes with a determination, need no kind before them.
    desk: with who confirmed it and until when it may be used, which only staff read.
    """
    if fact.origin is None and fact.evidence is None and not (fact.source or fact.confirmed_by or fact.valid_until):
        return ""
    paper = "" if fact.evidence is None else evidence_words(fact.evidence)
    basis = ",".join(x for x in (fact.source or "", paper) if x)
    confirmed = f"确认人{fact.confirmed_by}" if fact.confirmed_by else ""
    if fact.origin is Origin.LEDGER and not confirmed:
        confirmed = "未确认"
    until = f"有效期至{fact.valid_until}" if fact.valid_until else ""
    kind = fact.origin.value if fact.origin is not None else ""
    if fact.origin is Origin.DETERMINATION and fact.determined_by:
        kind = ""
    elif basis and (basis.startswith(kind) or fact.origin is Origin.DETERMINATION):
        kind, basis = basis, ""
    details = ";".join(x for x in (basis, *((confirmed, until) if desk else ())) if x)
    return f"{kind}({details})" if kind and details else kind or details


def evidence_words(evidence: Evidence) -> str:
    """A paper with its number and page: 床位使用情况表(2024-3号,第2页)."""
    page = f"第{evidence.page}页" if evidence.page.isdigit() else evidence.page
    place = ",".join(x for x in (evidence.number, page) if x)
    return f"{evidence.name}({place})" if place else evidence.name


def provenance(fact: proof.FactFields, blank: str = "", *, desk: bool = True) -> str:
    """(截至2024-03-31,来源:…), of a determination (由…于2024-02-01认定,来源:…); empty where nothing is known.

    blank: what stands for a source that was not given. desk: as staff read it, with who confirmed it and until when.
    """
    made = determined_words(fact)
    if made:
        words = _other_source(fact, desk=desk)
        return f"({made}{f',来源:{words}' if words else ''})"
    forecast = fact.period and fact.as_at.startswith(
        fact.period
    )  # a figure that is expected is not one of a day that is past
    when = f"{fact.as_at}年" if len(fact.as_at) == 4 else f"截至{fact.as_at}" if fact.as_at else ""
    when = f"{period_words(fact.period)}预测数" if forecast else when
    words = _other_source(fact, desk=desk) or blank  # no organ determined it
    source = f"来源:{words}" if words else ""
    return f"({when}{',' if when and source else ''}{source})" if when or source else ""


def stated(fact: proof.FactFields, terms: Terms) -> str:
    """One fact as a sentence part: 城阳区床位使用率为74%(截至…,来源:…)."""
    known = fact.value is not None and not fact.assumed and fact.fact != "类型"
    return value_stated(fact, terms) + (provenance(fact) if known else "")


def value_stated(fact: proof.FactFields, terms: Terms) -> str:
    """The same without day and source: 城阳区床位使用率为74%."""
    name = fact_name(fact, terms)
    term = terms.get(fact.fact)
    if fact.assumed:
        return f"{name}未载明,按{fact.assumed}处理"
    if fact.value is None:
        return f"{name}不详"
    if term is not None and term.datatype == "boolean" and term.provider == "有权机关认定" and fact.determined_by:
        return f"{name}{'已经认定' if fact.value == '是' else '经认定不成立'}"
    if fact.fact == "类型":
        return f"申请人为{fact.value}"
    if fact.fact == "已定点" and term is not None and term.multiple:
        return f"{fact.of}{'尚未定点' if fact.value == '无' else f'已定点{fact.value}'}"
    if fact.fact == "已定点":
        return f"{fact.of}{'已经' if fact.value == '是' else '尚未'}定点"
    if fact.fact == "床位类别" and fact.of == "申请":
        return f"申请的是{fact.value}床位"
    if term is not None and term.datatype == "boolean" and fact.value in ("是", "否"):
        lacking = "" if fact.value == "是" else "不"
        if fact.fact.startswith("符合"):
            return f"{fact.of}{lacking}{fact.fact}"
        return f"{fact.of}{lacking}具备「{fact.fact}」这一情形"
    return f"{name}为{amount(fact, terms) or '无'}"


def listed(names: Sequence[str]) -> str:
    """Names with 、 between them, a long list cut with its count."""
    if len(names) <= _MOST_LISTED:
        return "、".join(names)
    return f"{'、'.join(names[:_MOST_LISTED])}等{len(names)}项"
