"""Telephone and identity numbers stay out of the record: in their place stands a mark with a keyed digest.

A digest of a number of eleven digits protects nothing by itself: there are some 10^10 of them, and a machine tries them
all within minutes, with salt or without. So the digest is an HMAC-SHA-256 under a key that is kept apart from the record.
With the key one can show that a number stood there, to somebody who has the number; without it the mark says nothing but
that the same number stands in two places. The number itself is kept nowhere.

What counts as one: a mobile telephone (1 and ten digits, also with +86, blanks or hyphens), a landline with its area code,
seven or eight digits behind 电话, 手机, 传真; an identity number of 18 digits with a true birthday and check digit
(GB 11643-1999), or of 15 with a true birthday. Full-width digits count as digits.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Final

from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.ingest.cache_folder import state_folder
from policy_dsl.os_errors import refusal

KEY_FILE: Final = "record.key"
VARIABLE: Final = "TIAOLI_RECORD_KEY"
"""Names the file of the key; else it stands in the user's own folder for what must not be lost sight of."""
_KEY_BYTES: Final = 32
_SHOWN: Final = 16
"""Hexadecimal digits of a mark: enough to tell numbers apart."""
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK: Final = "10X98765432"
_PROVINCES: Final = frozenset(
    ("11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43", "44", "45",
     "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82", "83")
)  # fmt: skip
_GAP: Final = r"[\s\-‐-―－]?"
_IDENTITY: Final = re.compile(rf"(?<!\d)(?:(?:\d{_GAP}){{17}}[\dXxＸｘ]|(?:\d{_GAP}){{14}}\d)(?![\dXxＸｘ])")
_TELEPHONE: Final = re.compile(
    rf"(?<!\d)(?:[+＋]?[8８][6６]{_GAP})?(?P<mobile>[1１][3-9３-９]{_GAP}(?:\d{_GAP}){{8}}\d)(?!\d)"
    rf"|(?<!\d)(?P<landline>[(（]?[0０]\d{{2,3}}[)）]?{_GAP}\d{{4}}{_GAP}\d{{3,4}})(?!\d)"
    r"|(?P<named>(?:电话|手机|传真|座机)(?:号码?)?[\s:\uff1a为是]*)(?P<local>\d{4}[\s\-－]?\d{3,4})(?!\d)"
)
_LETTERS: Final = str.maketrans("0123456789abcdef", "abcdefghijklmnop")
"""A mark has no digits, so that none of it can be taken for a number."""

Keyed = Callable[[], bytes]
"""Gives the key; asked only where there is a number."""


def without_numbers(text: str, key: Keyed) -> str:
    """A text with a mark in the place of each telephone or identity number; the same text where it has none."""
    if sum(map(str.isdigit, text)) < 7:
        return text

    def identity(match: re.Match[str]) -> str:
        digits = _plain(match[0])
        return _mark("身份证号", digits, key) if is_identity_number(digits) else match[0]

    def telephone(match: re.Match[str]) -> str:
        number = match["mobile"] or match["landline"] or match["local"]
        return f"{match['named'] or ''}{_mark('电话号码', _plain(number), key)}"

    return _TELEPHONE.sub(telephone, _IDENTITY.sub(identity, text))


def _mark(kind: str, digits: str, key: Keyed) -> str:
    """What stands in the place of a number: its kind, and the beginning of its keyed digest with a to p for 0 to f."""
    return f"〔{kind} {keyed_digest(digits.encode(), key)[:_SHOWN].translate(_LETTERS)}〕"


def is_identity_number(digits: str) -> bool:
    """Whether 18 or 15 digits can be the number of an identity card: province, birthday, check digit."""
    if digits[:2] not in _PROVINCES:
        return False
    birthday = digits[6:14] if len(digits) == 18 else f"19{digits[6:12]}"
    try:
        day = date(int(birthday[:4]), int(birthday[4:6]), int(birthday[6:8]))
    except ValueError:
        return False
    if not 1850 <= day.year < 2150:
        return False
    if len(digits) == 15:
        return True
    return _CHECK[sum(w * int(d) for w, d in zip(_WEIGHTS, digits[:17], strict=True)) % 11] == digits[17]


def keyed_digest(content: bytes, key: Keyed) -> str:
    """HMAC-SHA-256 under the key, in hexadecimal digits."""
    return hmac.new(key(), content, hashlib.sha256).hexdigest()


def _plain(text: str) -> str:
    """The digits of a number as ASCII, and its X."""
    return "".join(str(unicodedata.digit(c)) if c.isdigit() else "X" for c in text if c.isdigit() or c in "XxＸｘ")


def key_of_user() -> bytes:
    """The key of this user, made where there is none yet. Raises Faults (U205)."""
    path = os.environ.get(VARIABLE) or os.path.join(state_folder(), KEY_FILE)
    try:
        try:
            with open(path, "rb") as file:
                key = file.read(_KEY_BYTES + 1)
        except FileNotFoundError:
            key = _new_key(path)
    except (OSError, ValueError) as error:
        raise _no_key(path, f"记录的密钥不能读写:{refusal(error)}") from None
    if len(key) != _KEY_BYTES:
        raise _no_key(path, f"记录的密钥应有{_KEY_BYTES}个字节")
    return key


def _new_key(path: str) -> bytes:
    from policy_dsl.ingest.atomic_write import make_folder, sync_folder

    make_folder(os.path.dirname(path))
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    key = os.urandom(_KEY_BYTES)
    with open(os.open(path, flags, 0o600), "wb") as file:
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    sync_folder(os.path.dirname(path))
    return key


def _no_key(path: str, message: str) -> Faults:
    hint = f"电话号码和身份证号在记录里只留用密钥算出的校验码;核对文件权限,或者用 {VARIABLE} 另指一个文件"
    return Faults([Diagnostic("U205", path, message, hint=hint)])
