"""Codes by the clock against the test vectors of RFC 6238 (Appendix B) and RFC 4226 (Appendix D)."""

from __future__ import annotations

import base64
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from reasoner.office import totp

KEY = b"12345678901234567890"
"""The secret of both appendices."""
SECRET = base64.b32encode(KEY).decode()


@pytest.mark.parametrize(
    ("moment", "code"),
    [
        (59, "94287082"), (1111111109, "07081804"), (1111111111, "14050471"), (1234567890, "89005924"),
        (2000000000, "69279037"), (20000000000, "65353130"),
    ],
)  # fmt: skip
def test_the_vectors_of_rfc_6238(moment: int, code: str) -> None:
    assert totp.hotp(KEY, totp.step_of(moment), 8) == code
    assert totp.matching_step(SECRET, code[-6:], moment, 0) == moment // 30, "six digits are the last of eight"


@pytest.mark.parametrize(
    ("counter", "code"),
    [*enumerate(("755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"))],
)
def test_the_vectors_of_rfc_4226(counter: int, code: str) -> None:
    assert totp.hotp(KEY, counter) == code


def test_a_code_of_the_step_before_or_behind_is_taken_and_no_other() -> None:
    at = 1111111109
    for away, taken in ((-2, False), (-1, True), (0, True), (1, True), (2, False)):
        step = totp.step_of(at) + away
        assert (totp.matching_step(SECRET, totp.hotp(KEY, step), at, 0) == step) is taken


def test_a_code_counts_once() -> None:
    """RFC 6238, 5.2: the verifier must not accept the second attempt of the code."""
    at = 1111111109
    step = totp.step_of(at)
    assert totp.matching_step(SECRET, "081804", at, step) is None
    assert totp.matching_step(SECRET, "081804", at, step - 1) == step


@pytest.mark.parametrize("code", ["", "08180", "0818040", "０８１８０４", "abcdef", "é" * 6])
def test_what_is_no_code_is_none(code: str) -> None:
    assert totp.matching_step(SECRET, code, 1111111109, 0) is None


def test_a_secret_is_new_each_time_and_told_in_groups_and_as_an_address() -> None:
    first, second = totp.new_secret(), totp.new_secret()
    assert first != second
    assert len(totp.key_of(first)) == 20
    assert totp.grouped(first).replace(" ", "") == first
    assert {len(g) for g in totp.grouped(first).split()} == {4}
    address = urlsplit(totp.address_of(first, "jing.ban_1"))
    assert (address.scheme, address.netloc, unquote(address.path)) == ("otpauth", "totp", "/条理:jing.ban_1")
    assert parse_qs(address.query) == {
        "secret": [first], "issuer": ["条理"], "algorithm": ["SHA1"], "digits": ["6"], "period": ["30"],
    }  # fmt: skip
