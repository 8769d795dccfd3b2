"""What a reader must not overlook in a row: confusable words that the texts write differently, and other lists of values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

import msgspec

from policy_dsl.ir import Effect
from reasoner.topics.entries import AnyEntry, Cell, FigureEntry, RuleEntry, State
from reasoner.topics.false_friends import CONFUSABLE, Confusable


class WordDifference(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="words"):
    """Confusable words that the texts write differently."""

    words: tuple[str, ...]
    """The forms in which they are written, by sense."""
    why: str
    """Why the difference matters, in a sentence."""
    clauses: Mapping[str, Mapping[str, tuple[str, ...]]] = msgspec.field(name="found")
    """For each form, by the name of the region, the addresses of the clauses that write it."""


class ValueDifference(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="values"):
    """A fact of which rules of one effect accept other values in one region than in another."""

    effect: Effect
    """The effect of the rules."""
    fact: str
    """The fact, by label."""
    why: str
    """What differs, in a sentence."""
    values: Mapping[str, tuple[str, ...]] = msgspec.field(name="found")
    """The values accepted, by the name of the region."""
    read: tuple[str, ...]
    """The regions whose values rest on a reading."""


Difference = WordDifference | ValueDifference


def differences(cells: Sequence[Cell]) -> tuple[Difference, ...]:
    """The differences of a row: by their words, and by the values that rules of the regions accept of one fact."""
    by_words = (_words(pair, cells) for pair in CONFUSABLE)
    return (*(d for d in by_words if d is not None), *_values(cells))


def _words(pair: Confusable, cells: Sequence[Cell]) -> WordDifference | None:
    """Where each form of a pair is written, as it is written; None where nobody could take one sense for the other.

    Worth a word are senses of which the regions share none, and different senses of figures within one region.
    """
    clauses: dict[str, dict[str, dict[str, None]]] = {}
    regions: dict[int, set[str]] = {}
    figures: dict[str, set[int]] = {}
    for cell in cells:
        for entry in filter(_weighs, cell.entries):
            for form, sense in forms_in(entry.words, pair).items():
                clauses.setdefault(form, {}).setdefault(cell.region, {})[entry.clause] = None
                regions.setdefault(sense, set()).add(cell.region)
                if _counts(entry):
                    figures.setdefault(cell.region, set()).add(sense)
    using = set().union(*regions.values())
    apart = len(using) > 1 and using not in regions.values()
    if not apart and not any(len(senses) > 1 for senses in figures.values()):
        return None
    forms = tuple(form for sense in pair.senses for form in sense if form in clauses)
    by_form = {f: {region: tuple(c) for region, c in clauses[f].items()} for f in forms}
    return WordDifference(words=forms, why=pair.why, clauses=by_form)


def _weighs(entry: AnyEntry) -> bool:
    """Whether it matters how an entry words it: rules, figures, and what is left to others; elsewhere words just occur."""
    return entry.state in (State.STATED, State.DEFERS) or _counts(entry)


def _counts(entry: AnyEntry) -> bool:
    """Whether an entry has a figure."""
    if isinstance(entry, RuleEntry):
        return any(t.threshold for t in entry.tests)
    return isinstance(entry, FigureEntry)


def forms_in(pieces: Sequence[str], pair: Confusable) -> dict[str, int]:
    """The forms of a pair that some words write, each with the number of its sense.

    The longest form counts, so that 医保管理区域 is no 管理区 as well.
    """
    pattern, sense_of = _compiled(pair)
    return {m[0]: sense_of[m[0]] for piece in pieces for m in pattern.finditer("".join(piece.split()))}


@cache
def _compiled(pair: Confusable) -> tuple[re.Pattern[str], dict[str, int]]:
    sense_of = {form: number for number, forms in enumerate(pair.senses) for form in forms}
    ordered = sorted(sense_of, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, ordered))), sense_of


def _values(cells: Sequence[Cell]) -> Iterator[ValueDifference]:
    """Facts of which rules of one effect accept other values in one region than in another."""
    accepted: dict[tuple[Effect, str], dict[str, dict[str, None]]] = {}
    read: dict[tuple[Effect, str], dict[str, None]] = {}
    for cell in cells:
        for entry in (e for e in cell.entries if isinstance(e, RuleEntry)):
            for test in entry.tests:
                if test.values and test.operator == "包含":
                    key = (entry.effect, test.fact)
                    values = accepted.setdefault(key, {}).setdefault(cell.region, {})
                    values.update(dict.fromkeys(test.values))
                    if entry.readings:
                        read.setdefault(key, {})[cell.region] = None
    for (effect, fact), by_region in accepted.items():
        if len({tuple(sorted(v)) for v in by_region.values()}) > 1:
            yield ValueDifference(
                effect=effect,
                fact=fact,
                why=f"各地规则就{fact}所取的值不同。",
                values={region: tuple(values) for region, values in by_region.items()},
                read=tuple(read.get((effect, fact), {})),
            )
