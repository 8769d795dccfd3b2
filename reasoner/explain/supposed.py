"""A verdict on an application that nobody made: what it reads was supposed, so no day and no authority stands behind it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

_PROVENANCE: Final = ("as_at", "source")


def supposed(verdict: Mapping[str, Any]) -> Mapping[str, Any]:
    """The verdict without the days and sources of the values in its proof; everything else as it was."""
    return {**verdict, "reasons": _bare(verdict["reasons"])}


def _bare(node: Any) -> Any:
    if isinstance(node, Mapping):
        return {key: _bare(value) for key, value in node.items() if key not in _PROVENANCE}
    if isinstance(node, list | tuple):
        return [_bare(part) for part in node]
    return node
