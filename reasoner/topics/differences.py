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
    """Where each sense of a pair is written; None where nobody could take one for the other.

    Worth a word are senses of which the regions share none, and different senses of figures within one region.
    """
    found: dict[str, dict[str, list[str]]] = {}
    figures: dict[str, set[str]] = {}
    for cell in cells:
        for entry in cell["entries"]:
            for sense in senses_in("".join(entry["words"]), pair):
                clauses = found.setdefault(sense, {}).setdefault(cell["region"], [])
                clauses += [entry["clause"]] if entry["clause"] not in clauses else []
                if "figure" in entry or any(t["threshold"] for t in entry.get("tests", ())):
                    figures.setdefault(cell["region"], set()).add(sense)
    using = {region for regions in found.values() for region in regions}
    apart = len(using) > 1 and not any(set(regions) == using for regions in found.values())
    if not apart and not any(len(senses) > 1 for senses in figures.values()):
        return None
    senses = [forms[0] for forms in pair.senses if forms[0] in found]
    return {"kind": "words", "words": senses, "why": pair.why, "found": {s: found[s] for s in senses}}


def senses_in(quote: str, pair: Confusable) -> list[str]:
    """The senses of a pair that a quote writes; the longest form counts, so that 医保管理区域 is no 管理区 as well."""
    pattern, sense_of = _compiled(pair)
    flat = "".join(quote.split())
    return list(dict.fromkeys(sense_of[m[0]] for m in pattern.finditer(flat)))


@cache
def _compiled(pair: Confusable) -> tuple[re.Pattern[str], dict[str, str]]:
    sense_of = {form: forms[0] for forms in pair.senses for form in forms}
    ordered = sorted(sense_of, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, ordered))), sense_of


def _values(cells: Sequence[Mapping[str, Any]]) -> Iterator[Data]:
    """Facts of which rules of one effect accept other values in one region than in another."""
    accepted: dict[tuple[str, str], dict[str, list[str]]] = {}
    for cell in cells:
        for entry in cell["entries"]:
            for test in entry.get("tests", ()):
                if test.get("values") and test["operator"] == "包含":
                    held = accepted.setdefault((entry["effect"], test["fact"]), {}).setdefault(cell["region"], [])
                    held += [v for v in test["values"] if v not in held]
    for (effect, fact), by_region in accepted.items():
        if len({tuple(sorted(v)) for v in by_region.values()}) > 1:
            why = f"各地规则所要求的{fact}不同。"
            yield {"kind": "values", "effect": effect, "fact": fact, "why": why, "found": by_region}
