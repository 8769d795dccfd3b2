"""What is missing and whom to ask; what was assumed. Grouped by provider, because each group goes to one desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from policy_dsl.numerals import period_words
from reasoner.explain.meaning import open_label
from reasoner.explain.words import Terms, valued

_MOST_ANSWERS: Final = 4

ORDER: Final = ("申请人", "本局", "其他部门", "现场核查", "有权机关认定")

TITLES: Final = {
    "申请人": "请申请人补充",
    "本局": "由本局查询",
    "其他部门": "由本局向有关部门查询",
    "现场核查": "由本局现场核查",
    "有权机关认定": "须由有权机关认定",
}


class Asked(NamedTuple):
    """One missing fact: what is said, the clauses that ask for it (ids, and how people cite them), what answers decide."""

    sentence: str
    clauses: tuple[str, ...]
    places: tuple[str, ...]
    answers: str = ""


class Group(NamedTuple):
    """The missing facts of one provider."""

    provider: str
    title: str
    items: tuple[Asked, ...]


def missing_groups(
    verdict: Mapping[str, Any], terms: Terms, authorities: Mapping[str, Sequence[str]]
) -> tuple[Group, ...]:
    """The missing facts by provider, in the order in which staff would turn to them."""
    places = {c["clause"]: c for c in verdict["citations"]}
    several = len({c["document"] for c in verdict["citations"]}) > 1
    found: dict[str, list[Asked]] = {}
    for entry in verdict["missing"]:
        asked_by = tuple(entry["asked_by"])
        cited = [places[c] for c in asked_by if c in places]
        named = tuple((f"《{c['document']}》" if several else "") + c["place"] for c in cited)
        asked = Asked(_sentence(entry, terms, authorities), asked_by, named, _answers(entry, verdict, terms))
        found.setdefault(entry["provider"] or "本局", []).append(asked)
    known = [p for p in ORDER if p in found] + [p for p in found if p not in ORDER]
    return tuple(Group(p, TITLES.get(p, p), tuple(found[p])) for p in known)


def _answers(entry: Mapping[str, Any], verdict: Mapping[str, Any], terms: Terms) -> str:
    """What would follow from each answer; empty where no answer alone settles anything."""
    settled = [a for a in entry.get("answers", ()) if a["outcome"] != "undetermined"]
    if settled and all(a["outcome"] == verdict["outcome"] for a in settled):
        return f"查明后,研判结论仍为「{verdict['label']}」。"
    told = []
    for answer in settled[:_MOST_ANSWERS]:
        value = valued({"fact": entry["fact"], "value": answer["value"]}, "value", terms)
        value = f"「{value}」" if value in ("是", "否") else value
        told.append(f"为{value}的,研判结论为「{open_label(answer['outcome'], verdict)}」")
    return f"例如{';'.join(told)}。" if told else ""


def _sentence(entry: Mapping[str, Any], terms: Terms, authorities: Mapping[str, Sequence[str]]) -> str:
    fact, provider = entry["fact"], entry["provider"]
    material = entry.get("proof") or fact
    about = "" if entry["of"] in ("申请", "机构") else entry["of"]
    if provider == "有权机关认定":
        named = dict.fromkeys(a for c in entry["asked_by"] for a in authorities.get(c, ()))
        who = "、".join(named) or "有权机关"
        return f"「{fact}」{f'({about})' if about else ''}须由{who}认定,系统不作推定。"
    if provider == "申请人":
        named_fact = "" if material == fact else f"{fact}:"
        return f"{named_fact}尚缺{material},请申请人补充。"
    when = period_words(entry["period"]) if entry.get("period") else "基准日前最近一期" if about else ""
    detail = "、".join(x for x in (about, when) if x)
    by = {
        "其他部门": "由本局向有关部门查询",
        "现场核查": "由本局现场核查",
    }.get(provider, "由本局相关科室查询")
    basis = f"(见{entry['proof']})" if entry.get("proof") else ""
    term = terms.get(fact)
    fact = f"「{fact}」" if term is not None and term.datatype == "boolean" else fact
    return f"尚缺{fact}{f'({detail})' if detail else ''},{by}{basis},不要求申请人提供。"


def assumption_sentences(verdict: Mapping[str, Any], terms: Terms) -> tuple[str, ...]:
    """Each fact that was taken as not claimed, and what would prove it."""
    return tuple(_assumed(a, terms) for a in verdict["assumptions"])


def _assumed(entry: Mapping[str, Any], terms: Terms) -> str:
    fact, term = entry["fact"], terms.get(entry["fact"])
    if entry["assumed"] != "未主张":
        return f"{fact}:申请材料未载明,按{entry['assumed']}处理;如与事实不符,请更正后重新研判。"
    if term is not None and term.provider not in ("申请人", ""):
        return f"{fact}:未提供,本次按没有处理;如有,请补充{entry.get('proof') or '有关材料'}。"
    return f"{fact}:申请人未主张,本次按未主张处理;如有,请提供{entry.get('proof') or '证明材料'}。"
