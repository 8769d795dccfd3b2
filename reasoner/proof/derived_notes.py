"""What the proof checker re-derives beside the outcome: planning standards with actual ratios, and warnings about facts."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from reasoner.model.messages import CHECKED, CHECKED_BY, WARNINGS
from reasoner.proof.document_determinations import later_counts, ledger_doubts
from reasoner.proof.evaluator import digits
from reasoner.proof.figure_pairs import EACH_LATEST, age, differs, last_day
from reasoner.proof.outcome import FAVOURABLE, Derivation, Judgement, judged
from reasoner.proof.plain_vocabulary import Data

CONDITIONS = ("机构", "符合定点条件")
"""The finding on the conditions that these documents do not set."""


def standards_of(governing: list[Data], own: Derivation) -> Iterator[Data]:
    """Planning standards with the actual ratio to two places; they decide nothing."""
    for document in governing:
        for clause, standard in [(c["clause"], s) for c in document["clauses"] for s in c.get("standards", ())]:
            (a, over), (b, under) = own.read(standard["over"]), own.read(standard["under"])
            if isinstance(a, Decimal) and isinstance(b, Decimal):
                fields = {
                    "clause": clause,
                    "name": standard["name"],
                    "standard": standard["shown"],
                    "over": over,
                    "under": under,
                }
                yield fields | {"actual": digits((a / b).quantize(Decimal("0.01"))) if b else None}


def input_warnings(own: Derivation) -> Iterator[str]:
    """What is said of 已定点 that names no service or one that is asked for, and of conditions found not to be met."""
    matter = own.vocabulary.matters.get(own.given["matter"], {})
    adds_to = matter.get("adds_to", "")
    contracts = own.counting(("机构", "已定点"), None)
    if contracts and contracts[0] is True and own.terms["已定点"].get("yes_no"):
        kind = "bare_yes" if adds_to else "bare_unknown"
        yield WARNINGS[kind].format(fact="已定点", matter=own.given["matter"], meant=adds_to)
    elif contracts and isinstance(contracts[0], tuple) and adds_to:
        for service in matter.get("adds", ()):
            if service in contracts[0]:
                yield WARNINGS["asked_twice"].format(fact="已定点", matter=own.given["matter"], value=service)
    attached = [o for o in own.facts.get(CONDITIONS, ()) if own.speaks(CONDITIONS[1], o[1], None)]
    if (
        attached and max(attached, key=lambda o: age(o[1]))[0] is False
    ):  # whoever found it: it is told of the attachment
        yield WARNINGS["conditions"]


def written_warnings(own: Derivation) -> Iterator[str]:
    """What is said of a day or fact that was written otherwise than it is read."""
    if own.given.get("matter_written"):
        yield WARNINGS["written"].format(fact="事项", text=own.given["matter_written"], value=own.given["matter"])
    if own.given.get("received_written"):
        yield WARNINGS["written"].format(fact="日期", text=own.given["received_written"], value=own.given["received"])
    for entry in own.given["given"]:
        name, value = entry["fact"], entry["value"]
        place = own.regions[entry["subject"]]["name"] if entry["subject"] in own.regions else ""
        whose = f"{place}的{name}" if place else name
        for writing in entry.get("written", ()):
            if writing["of"] == "地区":
                whole, read = f"{whose}的地区", place
            elif writing["of"] == "时点":
                whole, read = f"{whose}的时点", entry["as_at"]
            elif name == "所在地":
                whole, read = whose, own.regions[value]["name"]
            else:
                number = own.terms[name].get("datatype") in ("ratio", "count")
                raw = tuple(value) if isinstance(value, list) else Decimal(value) if number else value
                rank = next((r for r in ("甲", "乙") if name == "等级" and r in writing["text"]), "")
                whole, read = whose, own.show(name, raw) + (f"(等次{rank}等)" if rank else "")
            yield WARNINGS["written"].format(fact=whole, text=writing["text"], value=read)


def pending_of(governing: list[Data], matter: str) -> Iterator[Data]:
    """The clauses of governing documents that are not yet written as rules, on whatever matter."""
    for clause in (c for d in governing for c in d["clauses"] if "pending" in c):
        waiting = clause["pending"]
        entry = {k: clause[k] for k in ("clause", "document", "place", "quote")}
        entry |= {"concerns": matter in waiting["matters"] and waiting["norms"] != []}
        yield entry | ({"reason": waiting["reason"]} if waiting.get("reason") else {})


def waiting_of(own: Derivation, live: dict[str, Data]) -> Data:
    """The clauses that are not yet written as rules: of documents that may govern all, of others of the place that are or may be
    in force those that may speak of the matter and restrict nobody.
    """
    matter = own.given["matter"]
    waiting = [*pending_of(list(live.values()), matter)]
    for document in own.documents_here() if own.region else ():
        if document["id"] not in live and own.chosen(document) and own.force(document, own.day)[0] is not False:
            clauses = {c["clause"]: c["pending"] for c in document["clauses"] if "pending" in c}
            silent = {i for i, p in clauses.items() if p["norms"] == [] and matter in p["matters"]}
            waiting += [entry for entry in pending_of([document], matter) if entry["clause"] in silent]
    return {"pending": waiting} if waiting else {}


def set_aside_of(verdict: Data) -> list[Data]:
    """The documents that had faults when a verdict was made, as it records them; what else stands there is none of it."""
    shape = {"document": str, "title": str, "faults": int}
    recorded = verdict.get("set_aside", [])
    return [{key: of(entry[key]) for key, of in shape.items()} for entry in recorded]


def set_aside_warning(aside: Data) -> str:
    """What is said of such a document."""
    if aside["document"] == "":
        return WARNINGS["set_aside_all"]
    called = f"《{aside['title']}》({aside['document']})" if aside["title"] else aside["document"]
    return WARNINGS["set_aside"].format(document=called, count=aside["faults"])


def pending_warnings(governing: list[Data]) -> Iterator[str]:
    """That a document has such clauses."""
    for document in governing:
        places = [c["place"] for c in document["clauses"] if "pending" in c]
        details = {"title": document["title"], "count": len(places), "places": "、".join(places)}
        yield from [WARNINGS["pending"].format(**details)] if places else []


def period_warnings(own: Derivation, governing: dict[str, Data], rules: list[tuple[Data, Any, Data]]) -> list[str]:
    """That a rule which would reach the applicant has a period of its own, in which the day of its law is not."""
    sentences = []
    for norm, _, node in rules:
        parts = norm["condition"].get("parts") or [norm["condition"]]
        period = parts[0].get("part", parts[0])
        if period["node"] != "During" or node["scope"]["status"] == "false":
            continue
        day, begins, ends = own.law_day_of(norm["document"]), period["begins"], period["ends"]
        if begins <= day <= (ends or day):
            continue
        span = f"{begins}至{ends}" if begins and ends else f"自{begins}起" if begins else f"至{ends}止"
        document = governing[norm["document"]]
        (place,) = {c["place"] for c in document["clauses"] if c["clause"] == norm["clause"]}
        details = {"title": document["title"], "place": place, "period": span, "day": day}
        sentences.append(WARNINGS["out_of_period"].format(**details))
    return list(dict.fromkeys(sentences))


def applicant_only(judgement: Judgement) -> Iterator[str]:
    """What a favourable outcome would not be without, which stands in the application's papers alone and which the agency or
    another office would have to provide.
    """
    own, outcome = judgement.own, judgement.outcome
    for ref, node in list(own.read_nodes.items()) if outcome in FAVOURABLE else ():
        check = CHECKED_BY.get(own.terms[ref.term]["provider"], CHECKED)
        if not check or node["origin"] != "申请材料" or node.get("confirmed_by") or node["value"] is None:
            continue
        there = own.supposing([(ref, None)])
        if judged(there, there.govern()).outcome != outcome:
            name = ref.term if ref.role in ("申请", "机构") else f"{node['of']}的{ref.term}"
            yield WARNINGS["applicant_only"].format(fact=name, value=node["value"], check=check)


def fact_warnings(own: Derivation) -> Iterator[str]:
    """Old facts, undated forecasts, and values that could not be used on the day."""
    limit = f"{int(own.day[:4]) - 2:04d}{own.day[4:]}"
    for ref, node in own.read_nodes.items():
        subject, name, period = ref
        value, counted = own.read_values[ref]
        fact = f"{node['of']}的{name}"
        if counted and counted[1] and not period and last_day(counted[1]) < limit:
            yield WARNINGS["stale"].format(fact=fact, as_at=counted[1])
        if counted and period and not counted[1] and value is not None:
            yield WARNINGS["undated"].format(fact=fact, period=_period_words(period))
        yield from ledger_doubts(fact, node, own.day)
        key = (own.subjects.get(subject) or "", name)
        yield from authority_warnings(own, key, fact, node)
        made = [o for o in own.facts.get(key, ()) if not o[1] or last_day(o[1]) <= own.day]
        if counted is None and "assumed" not in node and not ("authority" in node and made):
            for raw, as_at, _ in own.facts.get(key, ()):
                written = "不详" if raw is None else own.show(name, raw)
                kind = "other_period" if period else "too_new"
                yield WARNINGS[kind].format(
                    fact=fact, value=written, as_at=as_at, day=own.day, period=_period_words(period)
                )
    yield from _beside_each_other(own)


def _beside_each_other(own: Derivation) -> Iterator[str]:
    """Figures that were compared undated or as of two days, and those that were not compared for that reason."""
    for (likeness, one, other), pair in own.compared.items():
        stated = [own.stated(pair["a"]), own.stated(pair["b"])]
        known = [(s, ref) for s, ref in zip(stated, (one, other), strict=True) if s and s[0] is not None]
        if len(known) < 2:
            continue
        (first, first_ref), (second, second_ref) = sorted(known, key=lambda k: age(k[0][1]))
        days = first[1], second[1]
        if not all(days):
            kind = "one_undated" if any(days) else "both_undated"
        elif differs(likeness, first, second):
            kind = "unlike"
        elif likeness == EACH_LATEST and last_day(days[0]) != last_day(days[1]):
            kind = "other_days"
        else:
            continue
        yield WARNINGS[kind].format(
            fact=f"{own.read_nodes[first_ref]['of']}的{first_ref.term}",
            other=f"{own.read_nodes[second_ref]['of']}的{second_ref.term}",
            as_at=_period_words(days[0]), other_as_at=_period_words(days[1]), likeness=likeness,
        )  # fmt: skip


def authority_warnings(own: Derivation, key: tuple[str, str], fact: str, node: Data) -> Iterator[str]:
    """Determinations that counted without an organ, and those that did not count for the sake of theirs."""
    if "authority" not in node:
        return
    if node["value"] is not None and node.get("standing") == "unstated":
        yield WARNINGS["organ_unstated"].format(fact=fact)
    settling = [o for o in own.facts.get(key, ()) if own.standing(key, o) not in ("other_organ", "excluded")]
    by_then = [o for o in settling if not o[1] or last_day(o[1]) <= own.day]
    latest = max(by_then, key=lambda o: (last_day(o[1]), len(o[1])), default=None)
    yield from later_counts(own, fact, key[1], latest, by_then)
    for made in own.facts.get(key, ()):
        standing = own.standing(key, made)
        if standing in ("other_organ", "excluded") and (not made[1] or last_day(made[1]) <= own.day):
            organs = made[2]["determined_by"]
            yield own.vocabulary.register.unused(fact, standing, organs, node["authority"])


def _period_words(period: str | None) -> str:
    """A period as people write it."""
    return "".join(f"{int(n)}{mark}" for n, mark in zip((period or "").split("-"), "年月日", strict=False) if n)
