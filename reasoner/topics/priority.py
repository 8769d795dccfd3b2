"""What a preference does not lift: restrictions that by a reading in use hold also for those whom it prefers.

A reading says so in its data, not in its name: the alternative of the restriction spares those whom the preference
prefers, or the reading accounts for the facts of the preference, which the restriction does not read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from policy_dsl import ir
from policy_dsl.compiled import Document
from reasoner.survey.reviews import words_of
from reasoner.topics.measures import measured, measured_in

Data = Mapping[str, Any]

_RESTRICTING: Final = ("prohibit", "control", "cap")


def not_lifted(document: Document, norm: Data) -> list[dict[str, Any]]:
    """The restrictions of its document that a preference does not lift; empty for a rule of another effect.

    words: what the restriction ends in, as the text words it; reading: on which it rests that it is not lifted.
    """
    if norm["effect"] != "prefer":
        return []
    wanted = set(measured_in(ir.from_data(norm).condition))
    return [
        {"rule": rule["id"], "words": _outcome(document, rule), "reading": reading}
        for rule in document.data["norms"]
        if rule["alternative_of"] is None
        and rule["effect"] in _RESTRICTING
        and not set(rule["matters"]).isdisjoint(norm["matters"])
        for reading in _readings(document, rule, wanted)
    ]


def _readings(document: Document, rule: Data, wanted: set[str]) -> Iterator[str]:
    """The readings of a restriction that bear on all that a preference reads and the restriction does not."""
    own = set(measured(ir.from_data(rule)))
    beyond = wanted - own
    instead = {n["id"]: n for n in document.data["norms"] if n["alternative_of"] in rule["readings"]}
    for reading in document.data["readings"]:
        if beyond and reading["name"] in rule["readings"]:
            others = [instead[i] for i in reading["instead"] if instead[i]["name"] == rule["name"]]
            spared = {term for other in others for term in measured(ir.from_data(other))}
            if beyond <= spared | set(reading["covers"]):
                yield reading["name"]


def _outcome(document: Document, rule: Data) -> str:
    """The last part of the words on which a restriction rests: its consequence stands there."""
    words = "".join("".join(words_of(document.clauses[rule["clause"]], rule)).split())
    return words.rstrip("。;").rpartition(",")[2]
