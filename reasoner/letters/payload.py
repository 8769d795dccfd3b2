"""What a letter carries: its verdict and how the letter was made from it, as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

FORMAT: Final = "tiaoli-letter-1"
NAMESPACE: Final = "urn:tiaoli:letter:1"
ATTACHMENT: Final = "tiaoli-verdict.json"
LARGEST: Final = 16_000_000


@dataclass(frozen=True, slots=True)
class Payload:
    """The kind of letter, what the office found on exceptions, and the verdict."""

    kind: str
    consideration: str
    verdict: Mapping[str, Any]


def packed(payload: Payload) -> str:
    """As JSON in one line, ASCII only: it passes through XML, HTML and PDF unchanged."""
    data = {
        "format": FORMAT, "kind": payload.kind, "consideration": payload.consideration, "verdict": payload.verdict,
    }  # fmt: skip
    text = json.dumps(data, ensure_ascii=True, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def unpacked(text: str) -> Payload | None:
    """The payload in a text; None where it is none of ours."""
    if len(text) > LARGEST:
        return None
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict) or data.get("format") != FORMAT or not isinstance(data.get("verdict"), dict):
        return None
    kind, weighed = data.get("kind"), data.get("consideration")
    if not isinstance(kind, str) or not isinstance(weighed, str):
        return None
    return Payload(kind, weighed, data["verdict"])
