"""Which visible line is which expected one: the pairing in order that keeps the most, what must stand first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from reasoner.letters.expected_lines import ExpectedLine

MOST_PAIRS: Final = 1_000_000
"""Above so many comparisons lines are paired greedily, in linear time."""


def aligned(expected: Sequence[ExpectedLine], lines: Sequence[str]) -> dict[int, int]:
    """By index of a visible line (bare), the index of its expected one."""
    start, end = 0, 0
    shortest = min(len(expected), len(lines))
    while start < shortest and _literal(expected[start], lines[start]):
        start += 1
    while end < shortest - start and _literal(expected[-1 - end], lines[-1 - end]):
        end += 1
    pairs = {i: i for i in range(start)}
    pairs |= {len(lines) - 1 - i: len(expected) - 1 - i for i in range(end)}
    inner, visible = expected[start : len(expected) - end], lines[start : len(lines) - end]
    pairing = _best if len(inner) * len(visible) <= MOST_PAIRS else _greedy
    return pairs | {v + start: e + start for v, e in pairing(inner, visible)}


def _literal(expected: ExpectedLine, line: str) -> bool:
    return len(expected.parts) == 1 and expected.captures(line) is not None


def _best(expected: Sequence[ExpectedLine], lines: Sequence[str]) -> list[tuple[int, int]]:
    """The heaviest pairing in order (weighted longest common subsequence)."""
    matches = [[e.captures(line) is not None for line in lines] for e in expected]
    weights = [[0] * (len(lines) + 1) for _ in range(len(expected) + 1)]
    for i in range(len(expected) - 1, -1, -1):
        row, below, weight = weights[i], weights[i + 1], expected[i].weight
        for j in range(len(lines) - 1, -1, -1):
            row[j] = max(below[j], row[j + 1], below[j + 1] + weight if matches[i][j] else 0)
    pairs = []
    i = j = 0
    while i < len(expected) and j < len(lines):
        if matches[i][j] and weights[i][j] == weights[i + 1][j + 1] + expected[i].weight:
            pairs.append((j, i))
            i, j = i + 1, j + 1
        elif weights[i][j] == weights[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _greedy(expected: Sequence[ExpectedLine], lines: Sequence[str]) -> list[tuple[int, int]]:
    """Each visible line paired with the next expected one that it is, if that is among the next few."""
    pairs, at = [], 0
    for index, line in enumerate(lines):
        for ahead in range(at, min(at + 40, len(expected))):
            if expected[ahead].captures(line) is not None:
                pairs.append((index, ahead))
                at = ahead + 1
                break
    return pairs
