"""An application judged as if it lay in another city: its facts are rebound by role, 本区县 to 本区县, 全市 to 全市.

For comparison only. What was a fact of the applicant's county is taken as a fact of the other county; the verdict says so.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from msgspec.structs import replace

from reasoner.model.application import Application, Observation
from reasoner.model.place_binding import PLACES

_KEPT: Final = ("申请", "机构", "所在镇街")


def rebound(application: Application, region: str, roles: Mapping[str, str | None]) -> Application:
    """The application in another region, whose roles are given; what a word for a place read here, it reads there.

    城阳区 is county and management area in one; where the two are different places there, both get its facts. Where one
    place there is what are different places here, each word keeps facts of its own, those of `word:code`. What was said
    of the places there before is of no use: it is no fact of the applicant's own.
    """
    bound = [(r, application.roles.get(r), roles.get(r)) for r in PLACES]
    meant: dict[str, set[str]] = {}
    for _, old, new in bound:
        if old is not None and new is not None:
            meant.setdefault(new, set()).add(old)
    apart = {r: f"{r}:{new}" for r, old, new in bound if old is not None and new is not None and len(meant[new]) > 1}
    moved: dict[str, dict[str, None]] = {}
    for role, old, new in bound:
        if old is not None and new is not None:
            moved.setdefault(old, {})[apart.get(role, new)] = None
    facts: dict[tuple[str, str], tuple[Observation, ...]] = {}
    for (subject, term), observations in application.facts.items():
        for key in moved.get(subject, [] if subject in meant else [subject]):
            facts[key, term] = observations
    given = {subject for subject, _ in facts}
    apart = {role: key for role, key in apart.items() if key in given}
    kept = {role: application.roles.get(role) for role in _KEPT}
    return replace(application, region=region, roles=dict(roles) | kept, facts=facts, under=region, apart=apart)


def read_apart(application: Application, own: Collection[tuple[str, str]]) -> Application:
    """The application with only those words apart of whose own facts some rule can read one.

    own: role and term of every fact that can be read. What nobody reads must leave no trace in a verdict.
    """
    if not application.apart:
        return application
    apart = {
        role: key
        for role, key in application.apart.items()
        if any(r == role and (key, term) in application.facts for r, term in own)
    }
    return replace(application, apart=apart)
