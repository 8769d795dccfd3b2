"""The roles of an office: the four of a case, and the three administrators who stand apart from it and from each other."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """What an account may be. The value is what staff read."""

    HANDLER = "经办"
    """Takes applications in, collects facts, proposes an opinion."""
    REVIEWER = "复核"
    """Checks what the handler proposes."""
    LEGAL = "法制"
    """Checks it in law: exceptions, deviations, remedies; confirms rules and readings."""
    HEAD = "负责人"
    """Decides and signs."""
    SYSTEM = "系统管理员"
    """Opens and closes accounts, keeps backups; sees no case."""
    SECURITY = "安全管理员"
    """Grants roles, unlocks accounts; sees no case."""
    AUDITOR = "审计管理员"
    """Reads the record; changes nothing."""


CASE_ROLES: Final = frozenset({Role.HANDLER, Role.REVIEWER, Role.LEGAL, Role.HEAD})
"""The roles that work on cases."""
ADMINISTRATORS: Final = frozenset({Role.SYSTEM, Role.SECURITY, Role.AUDITOR})
"""The roles that keep the office; nobody has one of these and one of `CASE_ROLES`, or two of these."""
