"""Words that speak of the field of a topic, not of the topic: a region that writes them is not altogether silent.

Whoever looks for the districts of a city that have long-term care institutions enough wants to read that the city applied
to be a pilot of that insurance; that decides nothing, and lays no duty on anybody as far as institutions go. A topic on
something within the field (care beds, dementia wards) is not mentioned by who speaks of the field only.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec


class Field(msgspec.Struct, frozen=True):
    """A field of which texts speak."""

    topic: str
    """The topic that is about it at large."""
    words: tuple[str, ...]
    """The words by which texts speak of it."""


FIELDS: Final = (Field("长护饱和区", ("长期护理保险制度试点", "长期护理保险试点")),)


def aside_words(topic: str) -> Iterator[str]:
    """The words of the fields that a topic is about at large."""
    for field in FIELDS:
        if field.topic == topic:
            yield from field.words
