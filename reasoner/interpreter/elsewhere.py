"""An application judged as if it lay in another city: its facts are rebound by role, 本区县 to 本区县, 全市 to 全市.

For comparison only. What was a fact of the applicant's county is taken as a fact of the other county; the verdict says so.
"""

from __future__ import annotations

from dataclasses import replace

from reasoner.facts import Application, Observation

_BOUND = ("本区县", "所在医保管理区域", "全市", "本统筹区")


def rebound(application: Application, region: str, roles: dict[str, str | None]) -> Application:
    """The application in another region, whose roles are given; facts of the old places become facts of the new ones."""
    move: dict[str, list[str]] = {}
    for role in _BOUND:
        old, new = application.roles.get(role), roles.get(role)
        # 城阳区 is county and management area in one; elsewhere the two may be different subjects, and both get the fact.
        if old is not None and new is not None and new not in move.setdefault(old, []):
            move[old].append(new)
    facts: dict[tuple[str, str], tuple[Observation, ...]] = {}
    for (subject, term), seen in application.facts.items():
        for key in move.get(subject) or [subject]:
            facts[key, term] = (*facts.get((key, term), ()), *seen)
    kept = {role: application.roles.get(role) for role in ("申请", "机构", "所在镇街")}
    return replace(application, region=region, roles=dict(roles) | kept, facts=facts, under=region)
