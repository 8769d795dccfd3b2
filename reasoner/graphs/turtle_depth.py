"""How deep brackets are nested in Turtle, told before a recursive parser sees them."""

from __future__ import annotations

import re
from typing import Final

MOST_DEPTH: Final = 32
"""Levels of `[ … ]` and `( … )`; an application needs three."""

# Strings, IRIs and comments are passed over whole. Possessive, and IRIs end at a blank: an open one costs no second look.
_TOKEN = re.compile(
    r'"""(?:[^"\\]++|\\.|"(?!""))*+"""'
    r"|'''(?:[^'\\]++|\\.|'(?!''))*+'''"
    r'|"(?:[^"\\\n]++|\\.)*+"'
    r"|'(?:[^'\\\n]++|\\.)*+'"
    r"|<[^<>\s]*+>"
    r"|\#[^\n]*+"
    r"|\\."
    r"|(?P<open>[\[(])|(?P<close>[\])])",
    re.DOTALL,
)


def too_deep(text: str) -> int | None:
    """The offset of the first bracket that is nested too deep; None where none is."""
    depth = 0
    for token in _TOKEN.finditer(text):
        if token["open"]:
            depth += 1
            if depth > MOST_DEPTH:
                return token.start()
        elif token["close"]:
            depth -= 1
    return None
