"""What a reader must not overlook in a row: confusable words that the texts write differently, and other lists of values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from reasoner.topics.confusable import CONFUSABLE, Confusable

Data = dict[str, Any]


def differences(cells: Sequence[Mapping[str, Any]]) -> list[Data]:
    """The differences of a row: by their words, and by the values that rules of the regions accept of one fact."""
    return [*(d for pair in CONFUSABLE if (d := _words(pair, cells)) is not None), *_values(cells)]


def _words(pair: Confusable, cells: Sequence[Mapping[str, Any]]) -> Data | None:
    """Where each form of a pair is written, as it is written; None where nobody could take one sense for the other.

    Worth a word are senses of which the regions share none, and different senses of figures within one region.
    """
    found: dict[str, dict[str, list[str]]] = {}
    regions: dict[int, set[str]] = {}
    figures: dict[str, set[int]] = {}
    for cell in cells:
        for entry in filter(_weighs, cell["entries"]):
            for form, sense in forms_in(entry["words"], pair).items():
                clauses = found.setdefault(form, {}).setdefault(cell["region"], [])
                clauses += [entry["clause"]] if entry["clause"] not in clauses else []
                regions.setdefault(sense, set()).add(cell["region"])
                if _counts(entry):
                    figures.setdefault(cell["region"], set()).add(sense)
    using = set().union(*regions.values())
    apart = len(using) > 1 and using not in regions.values()
    if not apart and not any(len(senses) > 1 for senses in figures.values()):
        return None
    forms = [form for sense in pair.senses for form in sense if form in found]
    return {"kind": "words", "words": forms, "why": pair.why, "found": {f: found[f] for f in forms}}


def _weighs(entry: Mapping[str, Any]) -> bool:
    """Whether it matters how an entry words it: rules, figures, and what is left to others; elsewhere words just occur."""
    return entry["state"] in ("stated", "defers") or _counts(entry)


def _counts(entry: Mapping[str, Any]) -> bool:
    return "figure" in entry or any(t["threshold"] for t in entry.get("tests", ()))


def forms_in(pieces: Sequence[str], pair: Confusable) -> dict[str, int]:
    """The forms of a pair that some words write, each with the number of its sense.

    The longest form counts, so that 医保管理区域 is no 管理区 as well.
    """
    pattern, sense_of = _compiled(pair)
    return {m[0]: sense_of[m[0]] for piece in pieces for m in pattern.finditer("".join(piece.split()))}


@cache
def _compiled(pair: Confusable) -> tuple[re.Pattern[str], dict[str, int]]:
    sense_of = {form: number for number, forms in enumerate(pair.senses) for form in forms}
    ordered = sorted(sense_of, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, ordered))), sense_of


def _values(cells: Sequence[Mapping[str, Any]]) -> Iterator[Data]:
    """Facts of which rules of one effect accept other values in one region than in another.

    `read` lists the regions whose values rest on a reading.
    """
    accepted: dict[tuple[str, str], dict[str, list[str]]] = {}
    read: dict[tuple[str, str], list[str]] = {}
    for cell in cells:
        for entry in cell["entries"]:
            for test in entry.get("tests", ()):
                if test.get("values") and test["operator"] == "包含":
                    key = (entry["effect"], test["fact"])
                    held = accepted.setdefault(key, {}).setdefault(cell["region"], [])
                    held += [v for v in test["values"] if v not in held]
                    if entry["readings"] and cell["region"] not in read.setdefault(key, []):
                        read[key].append(cell["region"])
    for (effect, fact), by_region in accepted.items():
        if len({tuple(sorted(v)) for v in by_region.values()}) > 1:
            why = f"各地规则就{fact}所取的值不同。"
            yield {
                "kind": "values",
                "effect": effect,
                "fact": fact,
                "why": why,
                "found": by_region,
                "read": read.get((effect, fact), []),
            }
