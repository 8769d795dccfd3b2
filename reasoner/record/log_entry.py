"""An entry of the record, and its one written form: canonical JSON on one line.

The form is that of RFC 8785 (JSON Canonicalization Scheme) for data without fractions: keys in the order of their UTF-16
code units, no blanks, the shortest escapes, UTF-8. Fractions, integers beyond 2^53-1 and lone surrogates are refused, so
that nothing depends on how a number is printed; figures are strings of digits. The digest of an entry is the SHA-256 of
this form without the digest itself.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Final

import msgspec

from policy_dsl.formats import Sha256
from policy_dsl.ir import JsonValue

MOST_INTEGER: Final = 2**53 - 1
"""The largest integer that every reader of JSON takes exactly."""
BEGINNING: Final = "0" * 64
"""What the first entry has for the digest of the one before it."""
LONGEST: Final = 64 * 2**20
"""Bytes of a line."""
_ASTRAL: Final = re.compile("[\U00010000-\U0010ffff]")
"""Characters that UTF-16 sorts otherwise than their numbers do."""
_HEX: Final = re.compile("[0-9a-f]{64}")

Payload = Mapping[str, JsonValue]


class Draft(msgspec.Struct, frozen=True):
    """What is to be recorded."""

    kind: str
    """What it is: `verdict`, `decision`, `letter`, or what another room records."""
    by: str
    """Who did it."""
    payload: Payload
    """What there is to say of it; telephone and identity numbers have no place in it."""
    written: bytes = b""
    """The payload in its canonical form, where another process has made it; empty: it is still to be written."""


class Entry(msgspec.Struct, frozen=True):
    """One entry of the record."""

    n: int
    """Its number; the first is 1."""
    at: str
    """When it was recorded: RFC 3339 with the offset of the place."""
    kind: str
    """What it is."""
    by: str
    """Who did it."""
    payload: Payload
    """What there is to say of it."""
    digest: Sha256
    """The digest of all the rest."""
    previous: Sha256
    """The digest of the entry before it; 64 zeros of the first."""


class BadLine(Exception):
    """A line that is no entry: why, in Chinese."""


def canonical(data: JsonValue | Payload) -> bytes:
    """Plain data in the canonical form. Raises ValueError for a fraction, too large an integer, or what is no text."""
    _check(data)
    return _written(data).encode()


def _written(data: object) -> str:
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    if _ASTRAL.search(text):
        text = json.dumps(_in_order(data), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text


def _in_order(data: object) -> object:
    """The same with the keys of every object in the order of their UTF-16 code units."""
    if isinstance(data, Mapping):
        return {k: _in_order(data[k]) for k in sorted(data, key=lambda key: key.encode("utf-16-be"))}
    return [_in_order(item) for item in data] if isinstance(data, (list, tuple)) else data


def _check(data: object) -> None:
    if isinstance(data, Mapping):
        for key, value in data.items():
            if not isinstance(key, str):
                raise ValueError(f"a key that is no text: {key!r}")
            _check(value)
    elif isinstance(data, (list, tuple)):
        for item in data:
            _check(item)
    elif isinstance(data, int):
        if abs(data) > MOST_INTEGER:
            raise ValueError(f"too large an integer: {data}")
    elif data is not None and not isinstance(data, str):
        raise ValueError(f"no JSON of a record: {data!r}")


def entry_of(n: int, at: str, draft: Draft, previous: str) -> tuple[Entry, bytes]:
    """The entry of a draft in its place, and its line without the newline. Raises ValueError as `canonical` does."""
    payload = draft.written or canonical(draft.payload)
    head = canonical({"at": at, "by": draft.by, "kind": draft.kind, "n": n})
    # `payload` comes behind `n` and before `previous` in the order of the keys, and all five are ASCII.
    body = b'%s,"payload":%s,"previous":"%s"}' % (head[:-1], payload, previous.encode())
    digest = sha256(body)
    return Entry(n, at, draft.kind, draft.by, draft.payload, digest, previous), _with_digest(at, draft.by, body, digest)


def _with_digest(at: str, by: str, body: bytes, digest: str) -> bytes:
    """The line of an entry, of which `body` is the canonical form without the digest.

    The keys before `digest` are `at` and `by`.
    """
    first = len(_written({"at": at, "by": by}).encode()) - 1
    return b'%s,"digest":"%s"%s' % (body[:first], digest.encode(), body[first:])


def read_line(line: bytes) -> Entry:
    """The entry of a line without its newline, which is in the canonical form and has its digest. Raises BadLine."""
    try:
        text = line.decode()
        plain = json.loads(text, parse_float=_no_fraction, parse_int=_integer, parse_constant=_no_fraction)
    except UnicodeDecodeError:
        raise BadLine("不是文字") from None
    except (ValueError, RecursionError):
        raise BadLine("不是一项记录") from None
    if not isinstance(plain, dict) or plain.keys() != {"n", "at", "kind", "by", "payload", "digest", "previous"}:
        raise BadLine("栏目不全,或者多出栏目")
    n, payload = plain["n"], plain["payload"]
    texts = [plain[k] for k in ("at", "kind", "by", "digest", "previous")]
    if type(n) is not int or not isinstance(payload, dict) or not all(isinstance(t, str) for t in texts):
        raise BadLine("栏目的写法不对")
    digest = plain.pop("digest")
    if not _HEX.fullmatch(digest) or not _HEX.fullmatch(plain["previous"]):
        raise BadLine("校验码的写法不对")
    try:
        body = _written(plain).encode()
    except (ValueError, RecursionError):
        raise BadLine("含有不是文字的字符") from None
    if line != _with_digest(plain["at"], plain["by"], body, digest):
        raise BadLine("不是规定的写法(同一内容只有一种写法)")
    if sha256(body) != digest:
        raise BadLine("内容与校验码不符")
    return Entry(n, plain["at"], plain["kind"], plain["by"], payload, digest, plain["previous"])


def _no_fraction(text: str) -> float:
    raise ValueError(text)


def _integer(text: str) -> int:
    number = int(text) if len(text) <= 17 else MOST_INTEGER + 1
    if abs(number) > MOST_INTEGER:
        raise ValueError(text)
    return number


def sha256(content: bytes) -> str:
    """SHA-256 in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()
