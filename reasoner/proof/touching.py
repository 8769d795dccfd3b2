"""Statements that touch a case without deciding it, found again by the proof checker from the plain rule base.

Written from docs/semantics.md, not from the interpreter, with which it shares nothing.
"""

from __future__ import annotations

from reasoner.proof.applicability import Governance
from reasoner.proof.plain_vocabulary import Data

_OF_SOME, _WEAK = ("places", "others", "types"), ("fact", "encouragement")


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
    """The statements of a document that concern the case: first what it says of such a place or kind, facts last."""
    spoken = [(c, n) for c in document["clauses"] for n in c.get("concerns", ()) if _speaks_of(own, n)]
    return sorted(spoken, key=lambda pair: (not any(pair[1].get(k) for k in _OF_SOME), pair[0]["nature"] in _WEAK))


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
