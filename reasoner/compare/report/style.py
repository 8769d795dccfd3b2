"""The colours of relations in workbooks and documents."""

from __future__ import annotations

from typing import Final

from reasoner.compare.relation_kinds import Relation
from reasoner.compare.report.view_model import Block

_TINTS: Final = {
    Relation.STRICTER: "FBDCD6",
    Relation.LOOSER: "D9E8FA",
    Relation.APART: "FDF0C4",
    Relation.EQUAL: "E0F0D9",
}
_SILENT, _OPEN = "ECECEC", "E8E0F5"


def tint(block: Block) -> str:
    """The colour of a relation, as RGB; grey where nothing is compared."""
    return _SILENT if block.silent else _TINTS.get(block.relation, _OPEN)
