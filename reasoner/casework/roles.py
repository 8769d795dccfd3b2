"""The roles of an office: the four of a case, and the three administrators who stand apart from it and from each other."""

from __future__ import annotations

from collections.abc import Mapping
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

DUTIES: Final[Mapping[Role, str]] = {
    Role.HANDLER: "收件、查明事实、拟办、送达、归档",
    Role.REVIEWER: "复核拟办意见",
    Role.LEGAL: "法制复核，确认规则和条文理解",
    Role.HEAD: "签发",
    Role.SYSTEM: "提出开户和权限变更，设签署流程、密码规则和动态码",
    Role.SECURITY: "同意或者不同意权限变更，解除锁定，查看被拒的访问",
    Role.AUDITOR: "查看和导出记录，查看被拒的访问",
}
"""What each role is there for, as a page tells somebody who asks for something else."""
