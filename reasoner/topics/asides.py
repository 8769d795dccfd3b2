"""Words that speak of the field of a topic, not of the topic: a region that writes them is not altogether silent.

Whoever looks for the cap on care beds of a city without long-term care insurance wants to read that it applied to be a
pilot; that decides nothing, and lays no duty on anybody as far as care beds go.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Field:
    """A field: the facts by which its topics are known, and the words by which texts speak of it at large."""

    facts: frozenset[str]
    words: tuple[str, ...]


FIELDS: Final = (
    Field(
        frozenset({"照护资源相对充足", "院护床位数", "失智专区床位数"}),
        ("长期护理保险制度试点", "长期护理保险试点", "机构照护型定点机构"),
    ),
    Field(frozenset({"精神科床位数", "医保购买康复床位数"}), ("精神心理科、康复等紧缺医疗服务",)),
)


def aside_words(facts: frozenset[str]) -> Iterator[str]:
    """The words of every field to which a topic with these facts belongs."""
    for field in FIELDS:
        if field.facts & facts:
            yield from field.words
