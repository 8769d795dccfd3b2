"""The closed sets of codes in comparisons: sides, relations, kinds of difference, what an amendment does."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from policy_dsl.ir import Effect


class Party(StrEnum):
    """Which side of a comparison is meant."""

    A = "a"
    B = "b"
    BOTH = "both"


class Relation(StrEnum):
    """How two sides relate on a matter for a kind of institution."""

    EQUAL = "等价"
    STRICTER = "A 更严"
    LOOSER = "A 更宽"
    APART = "不可比"
    """Each restrains what the other lets proceed; or nothing is compared, because a side is silent."""
    FORCE = "视文件效力而定"
    """It depends on documents of which nobody knows whether they are in force; `by_force` has each way."""
    OPEN = "未定"
    """The solver gave no answer in time, or there is no application on which both sides come to a conclusion."""


class DifferenceKind(StrEnum):
    """How two sides differ on one application. The members stand in the order in which differences are shown."""

    A_PROCEEDS = "a_proceeds"
    """A lets proceed what B restrains."""
    B_PROCEEDS = "b_proceeds"
    """B lets proceed what A restrains."""
    STRENGTH = "strength"
    """Both let proceed, or both restrain, with another outcome or other words for it."""


class TextChange(StrEnum):
    """What became of a document or a clause from one version to the next."""

    AMENDED = "amended"
    REPEALED = "repealed"
    """Of a document: the later version lacks it."""
    STRUCK = "struck"
    """Of a clause: the later version lacks it."""
    ADDED = "added"


class RuleKind(StrEnum):
    """What kind of rule an effect makes, in the words of staff."""

    RESTRICTION = "限制"
    CONDITION = "条件"
    PREFERENCE = "优先"
    EXEMPTION = "豁免"
    PERMISSION = "可纳入"

    @property
    def decides(self) -> bool:
        """Whether such a rule makes its document govern whom it reaches; to prefer or to exempt alone does not."""
        return self not in (RuleKind.PREFERENCE, RuleKind.EXEMPTION)


RULE_KINDS: Final = {
    Effect.PROHIBIT: RuleKind.RESTRICTION,
    Effect.CAP: RuleKind.RESTRICTION,
    Effect.CONTROL: RuleKind.RESTRICTION,
    Effect.REQUIRE: RuleKind.CONDITION,
    Effect.PREFER: RuleKind.PREFERENCE,
    Effect.EXEMPT: RuleKind.EXEMPTION,
    Effect.PERMIT: RuleKind.PERMISSION,
}
"""What kind of rule an effect makes."""
