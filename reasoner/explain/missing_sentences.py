"""What is missing and whom to ask; what was assumed. Grouped by provider, because each group goes to one desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from policy_dsl.numerals import period_words
from reasoner.explain.outcome_text import open_label
from reasoner.explain.proof_text import UNPLACED, Terms, with_unit
from reasoner.model.kinds import Outcome
from reasoner.model.messages import (
    NOT_ADOPTED,
    NOT_CLAIMED,
    NOT_PROVED,
    NOT_VERIFIED,
    ORGAN_UNSETTLED,
    PLACE_UNSTATED,
    STATED_UNKNOWN,
)
from reasoner.model.verdict import Assumption, MissingFact, Verdict

_MOST_VALUES: Final = 8

APPLICANT: Final = "申请人"
OFFICE: Final = "本局"
"""The provider of a fact of which the ontology names none."""

ORDER: Final = ("申请人", OFFICE, "其他部门", "现场核查", "有权机关认定")

TITLES: Final = {
    "申请人": "请申请人补充",
    OFFICE: "由本单位查询",
    "其他部门": "由本单位向有关部门查询",
    "现场核查": "由本单位现场核查",
    "有权机关认定": "须由有权机关认定",
}


class MissingItem(msgspec.Struct, frozen=True):
    """What is said of one missing fact."""

    sentence: str
    """What is lacking and who provides it."""
    clauses: tuple[str, ...]
    """The clauses that ask for it, by address."""
    places: tuple[str, ...]
    """The same clauses as people cite them; only those that the verdict cites."""
    answers: str = ""
    """What would follow from its possible values; empty where none of them settles anything."""


class Group(msgspec.Struct, frozen=True):
    """The missing facts of one provider."""

    provider: str
    """Who provides them."""
    title: str
    """The heading above them."""
    items: tuple[MissingItem, ...]
    """The facts, in the order of the verdict."""


def provider_of(entry: MissingFact) -> str:
    """Who provides a missing fact."""
    return entry.provider or OFFICE


def missing_groups(verdict: Verdict, terms: Terms, authorities: Mapping[str, Sequence[str]]) -> tuple[Group, ...]:
    """The missing facts by provider, in the order in which staff would turn to them."""
    if not verdict.missing:
        return ()
    groups: dict[str, list[MissingItem]] = {}
    cited = _cited_places(verdict)
    for entry in verdict.missing:
        sentence = _sentence(entry, terms, authorities)
        places = tuple([cited[c] for c in entry.asked_by if c in cited])
        item = MissingItem(sentence, entry.asked_by, places, _answers(entry, verdict, terms))
        groups.setdefault(provider_of(entry), []).append(item)
    ordered = [p for p in ORDER if p in groups] + [p for p in groups if p not in ORDER]
    return tuple(Group(p, TITLES.get(p, p), tuple(groups[p])) for p in ordered)


def missing_by_provider(
    verdict: Verdict, terms: Terms, authorities: Mapping[str, Sequence[str]]
) -> Mapping[str, Sequence[str]]:
    """Of each missing fact the sentence alone, by who provides it."""
    sentences: dict[str, list[str]] = {}
    for entry in verdict.missing:
        sentences.setdefault(provider_of(entry), []).append(_sentence(entry, terms, authorities))
    return sentences


def places_of(entry: MissingFact, verdict: Verdict) -> tuple[str, ...]:
    """The clauses that ask for a fact, as people cite them, with their document where a verdict cites several."""
    cited = _cited_places(verdict)
    return tuple([cited[c] for c in entry.asked_by if c in cited])


def _cited_places(verdict: Verdict) -> Mapping[str, str]:
    """By address the places of the clauses that a verdict cites, with their document where it cites several."""
    several = len({c.document for c in verdict.citations}) > 1
    return {c.clause: (f"《{c.document}》" if several else "") + c.place for c in verdict.citations}


def about_words(entry: MissingFact) -> tuple[str, str]:
    """Whose a missing fact is, empty for the applicant's own, and of which period it is sought, empty for any."""
    about = "" if entry.of in ("申请", "机构") else entry.of
    if entry.apart and not entry.as_at:
        return about, f"已有的{entry.apart}未注明时点,请补写"
    if entry.apart:
        return about, f"{period_words(entry.period)},已有的{entry.apart}是{period_words(entry.as_at)}的"
    return about, period_words(entry.period) if entry.period else "适用日期前最近一期" if about else ""


def _answers(entry: MissingFact, verdict: Verdict, terms: Terms) -> str:
    """What would follow from each answer, favourable or not; empty where no answer alone leaves less open than now."""
    answers, term = entry.answers or (), terms.get(entry.fact)
    if not answers:
        return ""
    if verdict.outcome is not Outcome.UNDETERMINED and all(a.outcome is verdict.outcome for a in answers):
        return f"查明后,研判结论仍为「{verdict.label}」。"
    possible = frozenset(verdict.possible)
    if all(possible == frozenset(a.possible) for a in answers):
        return ""
    alike: dict[tuple[Outcome, tuple[Outcome, ...]], list[str]] = {}
    for answer in answers:
        value = with_unit(answer.value, term)
        key = answer.outcome, answer.possible
        alike.setdefault(key, []).append(f"「{value}」" if value in ("是", "否", "无") else value)
    sentences = [f"为{_values(v)}的,{_leads_to(*key, verdict)}" for key, v in alike.items()]
    sample = "例如" if term is not None and term.datatype in ("ratio", "count", "category") else ""
    return f"{sample}{';'.join(sentences)}。"


def _values(values: Sequence[str]) -> str:
    """The answers that lead to the same, the first of them where they are many."""
    more = f"等{len(values)}种之一" if len(values) > _MOST_VALUES else ""
    return "、".join(values[:_MOST_VALUES]) + more


def _leads_to(outcome: Outcome, possible: Sequence[Outcome], verdict: Verdict) -> str:
    if outcome is not Outcome.UNDETERMINED:
        return f"研判结论为「{open_label(outcome, verdict)}」"
    labels = ";".join(f"「{open_label(o, verdict)}」" for o in possible)
    return f"仍有几种可能的结论:{labels}"


def _sentence(entry: MissingFact, terms: Terms, authorities: Mapping[str, Sequence[str]]) -> str:
    fact, provider = entry.fact, entry.provider
    about, when = about_words(entry)
    if entry.record:
        return _of_document(entry, about)
    if provider == "有权机关认定":
        named = dict.fromkeys(a for c in entry.asked_by for a in authorities.get(c, ()))
        who = entry.authority.agent if entry.authority is not None else "、".join(named) or "有权机关"
        if entry.authority is not None and entry.authority.organs:
            who += f"({'、'.join(entry.authority.organs)})"
        return f"「{fact}」{f'({about})' if about else ''}须由{who}认定,系统不作推定。"
    if provider == "申请人":
        paper = f";证明材料:{entry.proof}" if entry.proof and entry.proof != fact else ""
        return f"申请材料没有写明{fact},请申请人补写{paper}。"
    detail = "、".join(x for x in (about, when) if x)
    by = {
        "其他部门": "由本单位向有关部门查询",
        "现场核查": "由本单位现场核查",
    }.get(provider, "由本单位相关科室查询")
    basis = f"(见{entry.proof})" if entry.proof else ""
    term = terms.get(fact)
    label = f"「{fact}」" if term is not None and term.datatype == "boolean" else fact
    label = f"「{fact}」的是哪几项服务" if term is not None and term.yes_no else label
    return f"尚缺{label}{f'({detail})' if detail else ''},{by}{basis},不要求申请人提供。"


def _of_document(entry: MissingFact, title: str) -> str:
    """Who says of a document whether it is in force or goes on: those who made it, as far as one may presume."""
    authority = entry.authority
    organs = "" if authority is None else "、".join(authority.organs)
    presumed = "" if authority is not None and authority.clause else ";文件未写明由谁确认,系推定"
    return (
        f"「{entry.fact}」(《{title}》)由制定、印发机关{f'({organs})' if organs else ''}确认{presumed}。{entry.record}"
    )


def assumption_sentences(verdict: Verdict) -> tuple[str, ...]:
    """Each fact that was taken as not claimed, and what would prove it."""
    return tuple(_assumed(a) for a in verdict.assumptions)


UNSETTLED: Final = "作出机关待确认,确认以前不按此给予优先"
"""Of a determination that is attached, by an organ of which it is not clear that it may make it."""


_FOUND_OUT: Final = {
    "有权机关认定": "须由有权机关认定",
    "其他部门": "由本单位向有关部门查询",
    "现场核查": "由本单位现场核查",
}
"""By provider how that is found out for which an applicant is not asked; else the office looks it up."""


def _whose(entry: Assumption) -> str:
    """By whom a fact is found out that the applicant does not hold: the organs by name where some determine it."""
    if entry.authority is not None:
        return f"须由{'或者'.join(entry.authority.organs) or entry.authority.agent}认定"
    return _FOUND_OUT.get(entry.provider, "由本单位查询")


def _assumed(entry: Assumption) -> str:
    fact = entry.fact
    if entry.assumed == ORGAN_UNSETTLED:
        return f"{fact}:已附认定,{UNSETTLED}。"
    if entry.assumed == PLACE_UNSTATED:
        place = UNPLACED.get(entry.of, "所在地")
        return f"{fact}:机构所在的{place}未写明,不能判断当地是否属于已认定的情形,本次按没有该情形处理;请补充所在的{place}。"
    if entry.assumed == NOT_ADOPTED:
        return f"{fact}:所附认定不予采用,本次按没有该情形处理;如有有权机关的认定,请提供。"
    if entry.assumed == STATED_UNKNOWN:
        return f"{fact}:写明不详,本次按没有该情形处理;查明为有的,请补充{entry.proof or '有关材料'}。"
    if entry.assumed == NOT_PROVED and entry.provider not in ("申请人", ""):
        return f"{fact}:尚未核实,本次没有据以认定;{_whose(entry)}(见{entry.proof or '有关材料'}),不须申请人补充。"
    if entry.assumed == NOT_PROVED:
        return f"{fact}:尚未核实,本次没有据以认定;如属实,请提供{entry.proof or '证明材料'}。"
    if entry.assumed == NOT_VERIFIED:
        return f"{fact}:申请人主张,尚未核实,本次暂不计入优先;请补充{entry.proof or '证明材料'}。"
    if entry.assumed != NOT_CLAIMED:
        return f"{fact}:申请材料未载明,按{entry.assumed}处理;如与事实不符,请更正后重新研判。"
    if entry.provider not in ("申请人", ""):
        return f"{fact}:尚无认定或者记录,本次按没有该情形处理;{_whose(entry)}(见{entry.proof or '有关材料'}),不须申请人补充。"
    return f"{fact}:申请材料未载明,本次按没有该情形处理;如有,请提供{entry.proof or '证明材料'}。"
