"""How data are kept: JSON texts, moments, and a form that was sent twice making one thing."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

import msgspec
from django.db import IntegrityError, transaction

from policy_dsl.ir import JsonValue
from reasoner.office.models import Submission


def now() -> str:
    """The moment, ISO, to the second, by the clock of this machine."""
    return datetime.now().isoformat(timespec="seconds")


_DECODER: Final = msgspec.json.Decoder(float_hook=str)


def to_text(data: object) -> str:
    """Plain data as JSON."""
    return msgspec.json.encode(data).decode()


def from_text(text: str) -> object:
    """JSON as plain data; numbers with a point stay exact."""
    return _DECODER.decode(text)


def plain_json(data: Mapping[str, object]) -> dict[str, JsonValue]:
    """Data as plain JSON in which nothing is a fraction, as the record takes them."""
    plain: dict[str, JsonValue] = _DECODER.decode(msgspec.json.encode(data))
    return plain


def table(text: str) -> dict[str, object]:
    """A JSON object as plain data."""
    data = from_text(text)
    assert isinstance(data, dict)
    return data


def rows(text: str) -> list[dict[str, object]]:
    """A JSON list of objects."""
    data = from_text(text)
    assert isinstance(data, list)
    return data


def form_key() -> str:
    """The number of a form, by which it is known when it is sent twice."""
    return secrets.token_urlsafe(16)


def once(key: str, make: Callable[[], str]) -> str:
    """The address of what a form makes; a form sent again makes nothing, and leads to what it made the first time.

    All that is made stands together or not at all. Raises what `make` raises, and then nothing is kept.
    """
    key = key[:64]
    try:
        with transaction.atomic():
            before = Submission.objects.filter(key=key).first() if key else None
            if before is not None:
                return before.made
            made = make()
            if key:
                Submission.objects.create(key=key, at=now(), made=made)
            return made
    except IntegrityError:
        return Submission.objects.get(key=key).made


def made_before(key: str) -> str:
    """The address of what a form made when it was sent before; empty: it was not."""
    before = Submission.objects.filter(key=key[:64]).first() if key else None
    return "" if before is None else before.made


Plain = Mapping[str, object]
"""Plain data with the keys of files."""
