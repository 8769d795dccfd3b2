"""The check character of a 统一社会信用代码 (GB 32100-2015, 4.2): whether 18 characters that look like one can be one."""

from __future__ import annotations

from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The 31 characters of a code: no I, O, S, V, Z."""
LENGTH: Final = 18
NOTE: Final = "统一社会信用代码「{code}」的校验位不对,可能写错了一位;按原样采用,请与登记证书核对。"
"""What staff are told of a code that cannot be right."""


def check_character(body: str) -> str:
    """The last character of the code of which `body` has the first 17: 31 less the sum weighted with powers of 3, modulo 31."""
    total = sum(ALPHABET.index(c) * pow(3, place, 31) for place, c in enumerate(body))
    return ALPHABET[-total % 31]


def is_misspelt(code: str) -> bool:
    """Whether something that looks like a code has another last character than it must; of what looks otherwise nothing is said."""
    plain = code.strip().upper()
    if len(plain) != LENGTH or not set(plain) <= set(ALPHABET):
        return False
    return plain[-1] != check_character(plain[:-1])


def note_on(code: str) -> str:
    """The note on a code that cannot be right; empty: there is none."""
    return NOTE.format(code=code.strip()) if is_misspelt(code) else ""
