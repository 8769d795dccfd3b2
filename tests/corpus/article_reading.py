"""Texts in articles as tests read them: entries that cover every character once, their addresses, what is doubted."""

from __future__ import annotations

from pathlib import Path

from policy_dsl.addresses import parse_address, parse_place, place
from policy_dsl.source_text import MASK
from policy_dsl.texts.segment import Clause, segment

TEXTS = Path(__file__).parent / "statutes"


def read(name: str) -> tuple[str, tuple[Clause, ...]]:
    text = (TEXTS / name).read_text(encoding="utf-8")
    return text, segment(text)


def covered_once(text: str, entries: tuple[Clause, ...]) -> None:
    at = 0
    for entry in entries:
        assert at <= entry.start < entry.end
        assert not text[at : entry.start].replace(MASK, "").strip()
        at = entry.end
    assert not text[at:].replace(MASK, "").strip()
    addresses = [e.address for e in entries]
    assert len(set(addresses)) == len(addresses)
    for address in addresses:
        assert str(parse_address(address)) == address
        assert str(parse_place(place(address))) == address


def spelt(text: str) -> list[str]:
    entries = segment(text)
    covered_once(text, entries)
    return [f"{e.address} {text[e.start : e.end]}" for e in entries]


def addresses(text: str) -> list[str]:
    return [line.split(" ", 1)[0] for line in spelt(text)]


def doubts(text: str) -> dict[str, str]:
    return {e.address: e.doubt for e in segment(text) if e.doubt}
