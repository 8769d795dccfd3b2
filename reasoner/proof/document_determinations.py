"""The proof checker's own view of determinations about documents: their force, and the continuation of an ended plan.

Written from docs/semantics.md, not from the interpreter, with which it shares nothing. Truth is True, False or None.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from reasoner.model.messages import NO_ORGAN, PERIOD_DETERMINED, UNDATED, WARNINGS
from reasoner.proof.evaluator import Evaluator, provenance
from reasoner.proof.figure_pairs import Counted, last_day
from reasoner.proof.plain_vocabulary import Data

CONTINUED, FORCE = "规划延续执行", "文件效力"


class Said(NamedTuple):
    """What determinations say of a document on a day."""

    answer: bool | None
    """None: only organs that cannot settle it have spoken."""
    cited: list[Data]
    notes: list[str]
    ignored: bool = False
    """Those that have spoken do not count: it is as if nobody had."""


def determined(own: Evaluator, label: str, document: Data, day: str) -> Said | None:
    """What was determined of a document that speaks of a day; None: nothing."""
    made = own.facts.get((f"文件:{document['id']}", label), [])
    if label not in own.terms or not made:
        return None
    register, term, place = own.vocabulary.register, own.terms[label], document["region"]

    def standing(one: Counted) -> str | None:
        return register.standing(term, one[2].get("determined_by", []), place, document)

    speaking = [o for o in made if speaks(label, document, o, day)]
    settled = [o for o in speaking if standing(o) not in ("other_organ", "excluded")]
    notes = list(unsettled(own, label, document, speaking))
    if settled:
        value, as_at, entry = last = max(settled, key=lambda o: (last_day(o[1]), o[2].get("starts", "")))
        if value is None:
            return Said(None, [], notes)
        node = {"fact": label, "of": document["title"], "value": "是" if value else "否"} | provenance(last)
        authority = register.authority(term, place)
        if authority is not None:
            kind = standing(last)
            node |= {"standing": kind} if kind else {}
            node["authority"] = register.basis(authority, place, document)
        name = f"《{document['title']}》的{label}"
        doubts = [WARNINGS["organ_unstated"].format(fact=name)] if node.get("standing") == "unstated" else []
        if label == CONTINUED and not as_at and not entry.get("starts"):
            doubts.append(WARNINGS["continued_undated"].format(fact=name))
        if (
            label == CONTINUED
            and as_at
            and document["ends"]
            and last_day(as_at) < f"{int(document['ends'][:4]) - 1}{document['ends'][4:]}"
        ):
            doubts.append(WARNINGS["continued_early"].format(fact=name, made=as_at, ends=document["ends"]))
        earlier = later_counts(own, name, label, last, settled)
        return Said(value, [node], [*doubts, *ledger_doubts(name, node, day), *earlier, *notes])
    ignored = all(standing(o) == "excluded" for o in speaking)
    return Said(None, [], notes, ignored) if notes else None


def at_other_times(own: Evaluator, label: str, document: Data, day: str) -> list[str]:
    """What those whose word counts determined of a document without speaking of the day."""
    register, phrases = own.vocabulary.register, []
    for value, as_at, entry in own.facts.get((f"文件:{document['id']}", label), []) if label in own.terms else []:
        if value is None or speaks(label, document, (value, as_at, entry), day):
            continue
        if register.standing(own.terms[label], entry.get("determined_by", []), document["region"], document) in (
            "other_organ",
            "excluded",
        ):
            continue
        by = by_whom(provenance((value, as_at, entry)))
        period = "".join(f"{word}{entry[key]}" for word, key in (("自", "starts"), ("至", "ends")) if entry.get(key))
        phrase = PERIOD_DETERMINED[label, bool(value)].format(by=by, period=period)
        phrases += [] if phrase in phrases else [phrase]
    return phrases


def by_whom(node: Data) -> str:
    """By whom, when and with which paper a determination was made."""
    paper = node.get("evidence", {})
    number = f"({paper['number']})" if paper.get("number") else ""
    return (
        f"{'、'.join(node.get('determined_by', [])) or NO_ORGAN}{node.get('as_at', '')}{paper.get('name', '')}{number}"
    )


def speaks(label: str, document: Data, made: Counted, day: str) -> bool:
    """Whether a determination speaks of a day: its own period; of a continuation from when it was made, unless it says."""
    _, as_at, entry = made
    starts, ends = entry.get("starts", ""), entry.get("ends", "")
    before_issue = bool(document["issued"] and as_at) and last_day(as_at) < document["issued"]
    if before_issue or (ends and ends < day) or day < starts:
        return False
    if label == FORCE:
        return True
    return day > document["ends"] and (bool(starts) or not as_at or day >= last_day(as_at))


def unsettled(own: Evaluator, label: str, document: Data, made: list[Counted]) -> Iterator[str]:
    """Why determinations that speak of the day do not settle it."""
    register, place, name = own.vocabulary.register, document["region"], f"《{document['title']}》的{label}"
    authority = register.authority(own.terms[label], place)
    if authority is None:
        return
    issuers = document["issuers"]
    basis = register.basis(authority, place, document)
    for one in made:
        organs = one[2].get("determined_by", [])
        kind = register.standing(own.terms[label], organs, place, document)
        absent = [i for i in issuers if not register.complete({"issuers": [i]}, organs)]
        if kind == "other_organ" and len(absent) < len(issuers):
            words = {"fact": name, "issuers": "、".join(issuers), "organs": "、".join(organs)}
            yield WARNINGS["organ_joint"].format(title=document["title"], lacking="、".join(absent), **words)
        elif kind == "excluded" and not basis.get("clause"):
            right = "、".join(basis["organs"]) or basis["agent"]
            yield WARNINGS["organ_not_issuer"].format(fact=name, organs="、".join(organs), authority=right)
        elif kind in ("other_organ", "excluded"):
            yield register.unused(name, str(kind), organs, basis)


def later_counts(own: Evaluator, fact: str, name: str, last: Counted | None, made: list[Counted]) -> list[str]:
    """Determinations of one thing that say something else than the one that counts, which is the latest."""
    if last is None or last[0] is None:
        return []

    def whose(one: Counted) -> str:
        return ("、".join(one[2].get("determined_by", ())) or NO_ORGAN) + (one[1] or UNDATED)

    others = [o for o in made if o[0] is not None and o[0] != last[0]]
    counts = {"fact": fact, "later": whose(last), "value": own.show(name, last[0])}
    return [WARNINGS["superseded"].format(earlier=whose(o), other=own.show(name, o[0]), **counts) for o in others]


def ledger_doubts(fact: str, node: Data, day: str) -> list[str]:
    """A value from the bureau's ledger that nobody confirmed there, or whose time is over."""
    if node.get("origin") != "本局台账":
        return []
    until = node.get("valid_until", "")
    doubts = [] if node.get("confirmed_by") else [WARNINGS["unconfirmed"].format(fact=fact)]
    return doubts + ([WARNINGS["expired"].format(fact=fact, until=until, day=day)] if until and until < day else [])
