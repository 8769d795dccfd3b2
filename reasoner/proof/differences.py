"""Where a piece of plain data differs from what was derived, by path; what the data are of makes no difference here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

_letters: Final = json.JSONEncoder(sort_keys=True, check_circular=False).encode
"""Plain data as text: unlike ==, it tells true from 1."""


def differences(expected: object, actual: object, path: str) -> Iterator[tuple[str, str]]:
    """Where a piece of plain data differs from what was derived: altered, dropped or added."""
    alike = type(expected) is type(actual) and isinstance(expected, dict | list) and expected == actual
    # What is not equal needs no writing out; what is may still have 1 for true, which only its letters tell.
    if alike and _letters(expected) == _letters(actual):
        return  # the same to the letter; walking through both would come to nothing
    if isinstance(expected, dict) and isinstance(actual, dict):
        for key in {**expected, **actual}:
            here = f"{path}.{key}" if path else str(key)
            if key not in actual:
                yield here, "缺少这一项"
            elif key not in expected:
                yield here, "多出这一项"
            else:
                yield from differences(expected[key], actual[key], here)
    elif isinstance(expected, list) and isinstance(actual, list):
        if len(expected) != len(actual):
            yield path, f"应有{len(expected)}项,现有{len(actual)}项"
        for index, (a, b) in enumerate(zip(expected, actual, strict=False)):
            yield from differences(a, b, f"{path}[{index}]")
    elif type(expected) is not type(actual) or expected != actual:
        yield path, f"应为「{_clip(expected)}」,现为「{_clip(actual)}」"


def _clip(value: object) -> str:
    text = str(value)
    return text if len(text) <= 60 else text[:60] + "…"
