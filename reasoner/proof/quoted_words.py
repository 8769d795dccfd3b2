"""Clauses against the official text, and rules against the words they quote, as the proof checker reads both."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from reasoner.proof.plain_vocabulary import Data


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
