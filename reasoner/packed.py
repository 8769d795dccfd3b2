"""Lists that stay text until somebody looks into them: most commands touch a few documents of many.

A rule base on disk holds the clauses and the norms of each document as one JSON text. Parsing them all would cost
a cold start more than everything else.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final, overload

PACKED: Final = ("clauses", "norms")
"""The keys of a document that are kept as text on disk."""


class Packed(Sequence[Any]):
    """A JSON list, parsed when its first item is asked for."""

    __slots__ = ("_items", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._items: list[Any] | None = None

    @property
    def items(self) -> list[Any]:
        """The parsed list, the same object every time."""
        if self._items is None:
            self._items = json.loads(self._text)
            self._text = ""
        return self._items

    @overload
    def __getitem__(self, index: int) -> Any: ...
    @overload
    def __getitem__(self, index: slice) -> list[Any]: ...
    def __getitem__(self, index: int | slice) -> Any:
        return self.items[index]

    def __len__(self) -> int:
        return len(self.items)

    def __eq__(self, other: object) -> bool:
        return self.items == (other.items if isinstance(other, Packed) else other)

    __hash__ = None  # type: ignore[assignment]


def pack(data: dict[str, Any]) -> dict[str, Any]:
    """The form for the disk: the lists of every document as text."""
    documents = [{k: _text(v) if k in PACKED else v for k, v in document.items()} for document in data["documents"]]
    return {**data, "documents": documents}


def unpack(data: dict[str, Any]) -> dict[str, Any]:
    """The form for use: texts become lists when they are looked into."""

    def value(key: str, found: Any) -> Any:
        return Packed(found) if key in PACKED and isinstance(found, str) else found

    return {**data, "documents": [{k: value(k, v) for k, v in d.items()} for d in data["documents"]]}


def _text(items: Sequence[Any]) -> str:
    return json.dumps(list(items), ensure_ascii=False, separators=(",", ":"))
