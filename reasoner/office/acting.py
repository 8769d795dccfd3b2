"""Who acts: the one person of a window without accounts, or the account that signed in. Views ask here, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Final, NamedTuple, TypeAlias

from django.http import HttpRequest, HttpResponse

from reasoner.casework.roles import CASE_ROLES, Role
from reasoner.office.templating import page

ACTOR: Final = "tiaoli.actor"
"""Under which a request that was let in carries who acts."""


class Actor(NamedTuple):
    """Who sends a request."""

    account: int | None
    """The number of the account; None: a window without accounts, where nobody signs for anybody."""
    name: str
    """How the person is called in the record and on papers; empty without accounts."""
    organ: str
    """The organ for which the account works; empty without accounts."""
    roles: frozenset[Role]
    """What the person may do now, deputed roles included."""


ALONE: Final = Actor(None, "", "", CASE_ROLES | {Role.AUDITOR})
"""The one person of a window without accounts."""


def actor(request: HttpRequest) -> Actor:
    """Who sends a request that was let in."""
    acting = request.META.get(ACTOR, ALONE)
    assert isinstance(acting, Actor)
    return acting


Guarded: TypeAlias = Callable[..., HttpResponse]


def only(*roles: Role) -> Callable[[Guarded], Guarded]:
    """A view that answers only who has one of these roles; others get a page that says who may (403)."""

    def guarded(view: Guarded) -> Guarded:
        @wraps(view)
        def answered(request: HttpRequest, *parts: object, **named: object) -> HttpResponse:
            if actor(request).roles.isdisjoint(roles):
                values = {"roles": [role.value for role in roles]}
                return page(request, "not_allowed.html.jinja", values, status=HTTPStatus.FORBIDDEN)
            return view(request, *parts, **named)

        return answered

    return guarded
