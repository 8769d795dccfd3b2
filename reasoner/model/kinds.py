"""The closed sets of codes in verdicts: outcomes, statuses, roles of citations, origins of values, powers of change."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Outcome(StrEnum):
    """What a verdict comes to. The members stand in the order in which the first to hold wins."""

    CONFLICT = "conflict"
    BARRED = "barred"
    PRESUMPTIVELY_BARRED = "presumptively_barred"
    NOT_ELIGIBLE = "not_eligible"
    STRICTLY_CONTROLLED = "strictly_controlled"
    EXEMPT = "exempt"
    PRIORITY = "priority"
    MAY_PROCEED = "may_proceed"
    OUT_OF_FORCE = "out_of_force"
    NOT_REGULATED = "not_regulated"
    UNDETERMINED = "undetermined"
    """None of the others: it says that several are open."""


class Status(StrEnum):
    """A truth value of strong Kleene logic."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"


class Role(StrEnum):
    """The part that a cited clause plays in a verdict. The members stand in the order in which they are shown."""

    DECISIVE = "decisive"
    """Of the winning strength."""
    SUPPORTING = "supporting"
    """Undefeated, but weaker than what decides."""
    DEFEATED = "defeated"
    """Overcome by an exemption, or by a text that prevails."""
    CONSIDERED = "considered"
    """Its condition fails or is unknown."""
    NOTE = "note"
    """A preference, permission or exemption that holds without deciding."""


class Origin(StrEnum):
    """Where a value comes from (来源类型)."""

    APPLICATION = "申请材料"
    LEDGER = "本局台账"
    QUERY = "本局查询"
    OTHER_OFFICE = "其他部门"
    ON_SITE = "现场核查"
    DETERMINATION = "有权机关认定"


class AuthorityStatus(StrEnum):
    """What the organ of a determination is to the fact that it determined."""

    COMPETENT = "competent"
    """The organ that the text names or that a reading infers: it counts."""
    UNSTATED = "unstated"
    """No organ is said: it counts as stated, is marked, and no final letter rests on it."""
    OTHER_ORGAN = "other_organ"
    """Another public organ of the area, where the organ is inferred, or not all issuers of a document: it leaves the fact open."""
    EXCLUDED = "excluded"
    """Another organ than the one that the text names, or one of another area: it does not count."""


class Power(StrEnum):
    """Who could change a fact. The members stand in the order in which advice is given."""

    APPLICANT = "applicant"
    AUTHORITY = "authority"
    REGION = "region"
    NOBODY = "nobody"


OUTCOMES: Final[tuple[Outcome, ...]] = tuple(o for o in Outcome if o is not Outcome.UNDETERMINED)
"""The outcomes, first come first served."""
RANK: Final[dict[Outcome, int]] = {o: i for i, o in enumerate(OUTCOMES)}
"""The place of an outcome in that order."""
