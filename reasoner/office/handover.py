"""移交: the work of one person goes to another. Whoever keeps work by account registers here how it is moved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

Hook: TypeAlias = Callable[[int, int], int]
"""Moves the open work of the first account to the second, inside the transaction of the caller; how many pieces it moved."""

_HOOKS: Final[dict[str, Hook]] = {}


def register_handover(name: str, handed_over: Hook) -> None:
    """Have work moved with the rest. name: what the work is called in Chinese, as 案件; a name again takes the place of the first."""
    _HOOKS[name] = handed_over


def hand_over(from_account: int, to_account: int) -> dict[str, int]:
    """Move all open work of one account to another; how many pieces of each name. Called inside a transaction."""
    return {name: hook(from_account, to_account) for name, hook in _HOOKS.items()}
