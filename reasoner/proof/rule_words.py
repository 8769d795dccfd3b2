"""Two parts of the proof checker that need no judging: differences by path, and rules against their quoted words."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

Data = dict[str, Any]


def differences(expected: object, actual: object, path: str) -> Iterator[tuple[str, str]]:
    """Where a piece of plain data differs from what was derived: altered, dropped or added."""
    if type(expected) is type(actual) and isinstance(expected, dict | list) and _letters(expected) == _letters(actual):
        return  # the same to the letter; walking through both would come to nothing
    if isinstance(expected, dict) and isinstance(actual, dict):
        for key in {**expected, **actual}:
            here = f"{path}.{key}" if path else str(key)
            if key not in actual:
                yield here, "缺少这一项"
            elif key not in expected:
                yield here, "多出这一项"
            else:
                yield from differences(expected[key], actual[key], here)
    elif isinstance(expected, list) and isinstance(actual, list):
        if len(expected) != len(actual):
            yield path, f"应有 {len(expected)} 项,现有 {len(actual)} 项"
        for index, (a, b) in enumerate(zip(expected, actual, strict=False)):
            yield from differences(a, b, f"{path}[{index}]")
    elif type(expected) is not type(actual) or expected != actual:
        yield path, f"应为「{_clip(expected)}」,现为「{_clip(actual)}」"


def _letters(value: object) -> str:
    """Plain data as text: unlike ==, it tells true from 1."""
    return json.dumps(value, sort_keys=True)


def _clip(value: object) -> str:
    text = str(value)
    return text if len(text) <= 60 else text[:60] + "…"


def check_base(base: Data) -> list[str]:
    """The rules in use are those of the digest that the rule base carries; once for a rule base, not for each verdict."""
    norms = [list(d["norms"]) for d in base["documents"]]
    canonical = json.dumps(norms, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    same = hashlib.sha256(canonical.encode()).hexdigest() == base["rules_digest"]
    return [] if same else ["规则与规则库的校验码不符"]


def check_document_text(document: Data, text: str) -> Iterator[str]:
    """The text is that of the digest, and every clause stands at its place."""
    if hashlib.sha256(text.encode()).hexdigest() != document["digest"]:
        yield f"{document['id']} 的文本与校验码不符"
    for clause in document["clauses"]:
        if text[clause["start"] : clause["end"]] != clause["quote"]:
            yield f"{clause['clause']} 的引文不在所称位置"
    waiting = [n for c in document["clauses"] for n in c.get("pending", {}).get("norms", ())]
    if waiting != [n["id"] for n in document["norms"] if n["condition"]["node"] == "Untranscribed"]:
        yield f"{document['id']} 所列的待写条款与规则不符"


def check_rule_words(document: Data, text: str, rules: set[str]) -> Iterator[str]:
    """Each rule used is said by its words."""
    for norm in document["norms"]:
        if norm["id"] in rules and not norm["alternative_of"]:
            yield from _check_words(norm, document, text)


def _check_words(norm: Data, document: Data, text: str) -> Iterator[str]:
    """Every number, place and strength of a rule stands in the words it rests on, or a reading it cites gives it."""
    if norm["condition"]["node"] == "Untranscribed":  # no rule: what its clause may turn out to be
        return
    words = "".join("".join(text[a:b].split()) for a, b in norm["spans"])
    covers = {w for r in document["readings"] if r["name"] in norm["readings"] for w in r["covers"]}
    for literal in [*_literals(norm["scope"]), *_literals(norm["condition"])]:
        number = "".join(c for c in literal if c in "0123456789.%万亿") if literal[:1].isdigit() else literal
        if number not in ("", "0") and number not in words and not covers & {literal, number}:
            yield f"{norm['id']} 的「{literal}」不在所据原文中"
    if (
        norm["effect"] in ("prohibit", "cap")
        and ("原则上" in words) != (norm["strength"] == "原则上")
        and "原则上" not in covers
    ):
        yield f"{norm['id']} 的强度与原文不符"


def _literals(cond: Data) -> Iterator[str]:
    """The numbers and places that a condition names."""
    for part in (*cond.get("parts", ()), *([cond["part"]] if "part" in cond else [])):
        yield from _literals(part)
    if cond["node"] == "Within":
        yield from cond["shown"]
    for side in ("left", "right"):
        if side in cond:
            yield from _numbers(cond[side])


def _numbers(expr: Data) -> Iterator[str]:
    if expr["node"] == "Const":
        yield expr["shown"]
    for part in (*expr.get("terms", ()), *([expr["factor"]] if "factor" in expr else [])):
        yield from _numbers(part)
