"""What a letter carries: its verdict and how the letter was made from it, as JSON."""

from __future__ import annotations

import json
from typing import Final

import msgspec

from policy_dsl.ir import JsonValue, to_data
from reasoner.letters.decision import Decision
from reasoner.model.verdict import Verdict
from reasoner.render.letter_model import Office, Settled

FORMAT: Final = "tiaoli-letter-1"
NAMESPACE: Final = "urn:tiaoli:letter:1"
ATTACHMENT: Final = "tiaoli-verdict.json"
CARRIER: Final = "tiaoli-verdict"
"""The id of the element of a page that holds the payload."""
LARGEST: Final = 16_000_000
"""Characters of a payload; a longer one is none of ours."""


class Decided(msgspec.Struct, frozen=True):
    """Another application of the same receipt that the letter answers."""

    verdict: Verdict
    """The verdict on it."""
    decision: Decision
    """The decision on it."""
    written: dict[str, str] = {}
    """What a person wrote into the blanks of its part, by their names."""


class CarriedDecided(msgspec.Struct, frozen=True):
    """The same as a file carries it."""

    verdict: JsonValue
    """The verdict as plain data."""
    decision: Decision
    """The decision."""
    written: dict[str, str] = {}
    """What a person wrote into the blanks of its part."""


class Payload(msgspec.Struct, frozen=True):
    """What a letter was made from."""

    kind: str
    """The kind of letter."""
    consideration: str
    """What the office found on exceptions; empty: nothing."""
    verdict: Verdict
    """The verdict."""
    template: str = ""
    """SHA-256 of the office's own template (Word); empty: ours."""
    office: Office | None = None
    """What the settings said of the office, as far as the letter cannot be made anew without (PDF)."""
    decision: Decision | None = None
    """What was decided; None: the letter is a draft that follows the verdict."""
    joined: tuple[Decided, ...] = ()
    """The other applications of the same receipt."""
    final: bool = False
    """Whether it was made without notes and marks."""
    settled: Settled | None = None
    """What the bureau has settled and the letter says: remedies, titles, who signs."""
    written: dict[str, str] = {}
    """What a person wrote into its blanks, by their names."""


class Carried(msgspec.Struct, frozen=True):
    """A payload as a file carries it; its verdict may be of any form, or none."""

    kind: str
    """The kind of letter."""
    consideration: str
    """What the office found on exceptions; empty: nothing."""
    verdict: JsonValue
    """The verdict as plain data."""
    template: str = ""
    """SHA-256 of the office's own template."""
    office: Office | None = None
    """What the settings said of the office."""
    decision: Decision | None = None
    """What was decided."""
    joined: tuple[CarriedDecided, ...] = ()
    """The other applications of the same receipt."""
    final: bool = False
    """Whether it was made without notes and marks."""
    settled: Settled | None = None
    """What the bureau has settled and the letter says."""
    written: dict[str, str] = {}
    """What a person wrote into its blanks."""


class _EnvelopeDecided(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    verdict: msgspec.Raw
    decision: Decision
    written: dict[str, str] = {}


class _Envelope(msgspec.Struct, frozen=True, omit_defaults=True):
    format: str
    kind: str
    consideration: str
    verdict: msgspec.Raw
    template: str = ""
    office: Office | None = None
    decision: Decision | None = None
    joined: tuple[_EnvelopeDecided, ...] = ()
    final: bool = False
    settled: Settled | None = None
    written: dict[str, str] = {}


def packed(payload: Payload) -> str:
    """As JSON in one line, ASCII only: it passes through XML, HTML and PDF unchanged."""
    verdict = msgspec.Raw(msgspec.json.encode(payload.verdict))
    joined = tuple(
        _EnvelopeDecided(msgspec.Raw(msgspec.json.encode(d.verdict)), d.decision, d.written) for d in payload.joined
    )
    envelope = _Envelope(
        FORMAT, payload.kind, payload.consideration, verdict, payload.template, payload.office, payload.decision, joined,
        payload.final, payload.settled, payload.written,
    )  # fmt: skip
    data = to_data(envelope)
    text = json.dumps(data, ensure_ascii=True, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def unpacked(text: str) -> Carried | None:
    """The payload in a text; None where it is none of ours."""
    if len(text) > LARGEST:
        return None
    try:
        envelope = msgspec.json.decode(text.encode(), type=_Envelope)
        verdict = to_data(envelope.verdict)
        joined = tuple(CarriedDecided(to_data(d.verdict), d.decision, d.written) for d in envelope.joined)
    except (ValueError, RecursionError):
        return None
    if envelope.format != FORMAT or not isinstance(verdict, dict):
        return None
    return Carried(
        envelope.kind, envelope.consideration, verdict, envelope.template, envelope.office, envelope.decision, joined,
        envelope.final, envelope.settled, envelope.written,
    )  # fmt: skip
