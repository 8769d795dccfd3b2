"""The reviewed list of survivors: mutants that no reader of a verdict could tell from the rule, each with the reason."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from .killers import Fate

LISTED = Path(__file__).with_name("equivalent.toml")


def equivalents() -> dict[str, str]:
    """The reason by the id of the mutant."""
    data = tomllib.loads(LISTED.read_text(encoding="utf-8"))
    return {mutant: group["reason"] for group in data["equivalent"] for mutant in group["mutants"]}


def disputes(fates: Iterable[Fate], listed: Mapping[str, str], *, whole: bool) -> Iterator[str]:
    """Survivors that are not listed, and listed ones that are noticed, or (where all were tried) do not exist."""
    seen = set()
    for fate in fates:
        seen.add(fate.mutant.id)
        if not fate.killer and fate.mutant.id not in listed:
            yield f"nothing notices it, and it is not listed: {fate.mutant.id}"
        if fate.killer and fate.mutant.id in listed:
            said = fate.said[fate.killer]
            yield f"listed as equivalent, but {fate.killer} notices it: {fate.mutant.id} ({said})"
    for id_ in listed if whole else ():
        if id_ not in seen:
            yield f"listed as equivalent, but there is no such mutant: {id_}"
