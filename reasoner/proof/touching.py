"""Statements that touch a case without deciding it, found again by the proof checker from the plain rule base.

Written from docs/semantics.md, not from the interpreter, with which it shares nothing.
"""

from __future__ import annotations

from reasoner.model.messages import TOUCHING
from reasoner.proof.applicability import Governance
from reasoner.proof.plain_vocabulary import Data

_OF_SOME = ("places", "others", "types")
_NATURES = (
    {"限制", "上限"}, {"要件", "义务", "标准", "程序"}, {"原则", "愿景", "目标"}, {"事实"}, {"鼓励", "优先", "豁免", "许可"},
)  # fmt: skip
"""What stands first, and so on to the last; a clause of several natures goes by the first of these that it has."""


def in_order(own: Governance, touching: list[Data]) -> list[Data]:
    """What documents in force say before what those say that may be; of each what restricts before what is required, facts,
    and what favours.
    """
    documents = own.documents_here()
    clauses = {c["clause"]: c for d in documents for c in d["clauses"]}
    perhaps = {d["id"]: own.force(d, own.day)[0] is None for d in documents}
    favours = {TOUCHING["prefer"], TOUCHING["exempt"]}

    def place(entry: Data) -> tuple[bool, int]:
        does = 4 if entry["why"] in favours else _place(clauses[entry["clause"]])
        return perhaps[entry["clause"].partition("/")[0]], does

    return sorted(touching, key=place)


def _place(clause: Data) -> int:
    return next((i for i, some in enumerate(_NATURES) if some & set(clause["natures"])), 2)


def statements(own: Governance) -> list[Data]:
    """What documents of the place, in force or perhaps, say of such a case without deciding it."""
    return [
        {key: clause[key] for key in ("clause", "quote", "place")} | {"why": concern["why"]}
        for in_force in (True, None)  # what is in force speaks before what may be
        for document in own.documents_here()
        if own.chosen(document) and own.force(document, own.day)[0] is in_force
        for clause, concern in _closest_first(own, document)
    ]


def _closest_first(own: Governance, document: Data) -> list[tuple[Data, Data]]:
    """The statements of a document that concern the case: by what they do, first what it says of such a place or kind."""
    spoken = [(c, n) for c in document["clauses"] for n in c.get("concerns", ()) if _speaks_of(own, n)]
    return sorted(spoken, key=lambda pair: (_place(pair[0]), not any(pair[1].get(k) for k in _OF_SOME)))


def as_a_basis(own: Governance, clause: Data, at_work: bool) -> str:
    """As what a clause is cited on whose words a reading relies; empty: it is not.

    at_work: whether the rule comes about that rests on the reading.
    """
    concerns = clause.get("concerns", ())
    if not concerns or any(_speaks_of(own, c) for c in concerns):
        return "reading"
    on_the_matter = any(own.given["matter"] in c["matters"] for c in concerns)
    return "reading_elsewhere" if at_work and on_the_matter else ""


def _speaks_of(own: Governance, concern: Data) -> bool:
    """Whether a statement speaks of the matter, the kind of institution and the place; what is unknown excludes nothing."""
    if own.given["matter"] not in concern["matters"]:
        return False
    given = own.facts.get(("机构", "类型"), ())
    kind = given[-1][0] if given else None
    if concern.get("types") and kind is not None and kind not in concern["types"]:
        return False
    around = own.vocabulary.chain(own.region)
    if set(around) & set(concern.get("others", ())):
        return False
    places = concern.get("places", ())
    return not places or any(p in around or own.region in own.vocabulary.chain(p) for p in places)
