"""Words: for up to 31 slots whether each is true and whether it is possible, in one integer."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from policy_dsl import ir
from reasoner.backends.columnar.kleene import FALSE, TRUE, UNKNOWN, Truth, every, negated, truth
from reasoner.backends.columnar.plan import READ, WORD, Plan
from reasoner.model.application import Value


def packed(truths: Sequence[Truth]) -> tuple[int, ...]:
    """Truth values of slots as words, all of them read."""
    words = []
    for start in range(0, max(1, len(truths)), WORD):
        word = READ
        for index, of_slot in enumerate(truths[start : start + WORD]):
            word |= (of_slot & 1) << index | (of_slot >> 1) << (WORD + index)
        words.append(word)
    return tuple(words)


def unpacked(words: Sequence[int], slot: int) -> Truth:
    """The truth value of a slot."""
    word, index = words[slot // WORD], slot % WORD
    return (word >> index & 1) | (word >> (WORD + index) & 1) << 1


def flag_words(plan: Plan, label: str, value: Value | None) -> tuple[int, ...]:
    """What a value of a fact of the application leaves true and possible of each slot; None: unknown."""
    return packed(
        [every(truth(cond, lambda leaf: _leaf(leaf, value)) for of, cond in s.flags if of == label) for s in plan.slots]
    )


def number_words(plan: Plan, index: int, holds: Truth) -> tuple[int, ...]:
    """What a comparison leaves true and possible of each slot."""
    return packed([every(holds if must else negated(holds) for n, must in s.numbers if n == index) for s in plan.slots])


def slots_mask(plan: Plan, slots: Collection[int]) -> tuple[int, ...]:
    """Words that leave of these slots everything, and nothing of all others."""
    return packed([TRUE if index in slots else FALSE for index in range(len(plan.slots))])


def _leaf(cond: ir.Cond, value: Value | None) -> Truth:
    match cond:
        case ir.OneOf(_, values):
            return UNKNOWN if value is None else TRUE if value in values else FALSE
        case ir.Contains(_, one):
            return UNKNOWN if not isinstance(value, tuple) else TRUE if one in value else FALSE
        case ir.Holds():
            return UNKNOWN if value is None else TRUE if value is True else FALSE
        case _:
            return UNKNOWN
