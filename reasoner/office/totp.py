"""Codes of a second factor by the clock (TOTP, RFC 6238 on HOTP, RFC 4226): SHA-1, thirty seconds, six digits, as authenticators take them."""

from __future__ import annotations

import base64
import hmac
import secrets
from typing import Final
from urllib.parse import quote, urlencode

STEP: Final = 30
"""Seconds for which a code stands (RFC 6238, 4.1: X)."""
DIGITS: Final = 6
WINDOW: Final = 1
"""Steps before and behind that of now whose code is taken too (5.2: at most one for the delay of the network)."""
_BYTES: Final = 20
"""Of a secret: as long as the digest (RFC 4226, 4: 160 bits are recommended)."""
_GROUP: Final = 4
_ISSUER: Final = "条理"


def hotp(key: bytes, counter: int, digits: int = DIGITS) -> str:
    """The code of a counter (RFC 4226, 5.3)."""
    digest = hmac.digest(key, counter.to_bytes(8, "big"), "sha1")
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFF_FFFF
    return str(number % 10**digits).zfill(digits)


def step_of(moment: float) -> int:
    """Which step a moment is in (RFC 6238, 4.2: T, with T0 = 0). moment: seconds since 1970 UTC."""
    return int(moment) // STEP


def matching_step(secret: str, code: str, moment: float, last: int) -> int | None:
    """The step whose code somebody gives; None: of none that may be taken.

    last: the step of the last code that was taken; a code counts once (RFC 6238, 5.2), so only later ones do.
    """
    key, now = key_of(secret), step_of(moment)
    matching = [
        step
        for step in range(now - WINDOW, now + WINDOW + 1)
        if hmac.compare_digest(hotp(key, step).encode(), code.encode("utf-8", "replace"))
    ]
    return next((step for step in matching if step > last), None)


def new_secret() -> str:
    """A secret, as authenticators take it."""
    return base64.b32encode(secrets.token_bytes(_BYTES)).decode()


def key_of(secret: str) -> bytes:
    """The bytes of a secret."""
    return base64.b32decode(secret)


def grouped(secret: str) -> str:
    """A secret as a person types it, in groups of four."""
    return " ".join(secret[at : at + _GROUP] for at in range(0, len(secret), _GROUP))


def address_of(secret: str, login: str) -> str:
    """The otpauth address of a secret, which some authenticators take in the place of a picture."""
    label = f"{quote(_ISSUER)}:{quote(login)}"
    query = urlencode(
        {"secret": secret, "issuer": _ISSUER, "algorithm": "SHA1", "digits": DIGITS, "period": STEP}, quote_via=quote
    )
    return f"otpauth://totp/{label}?{query}"
