"""Who acts: the one person of a window without accounts, or the account that signed in. Views ask here, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Final, NamedTuple, TypeAlias

from django.http import Http404, HttpRequest, HttpResponse

from reasoner.casework.flow import Signer
from reasoner.casework.roles import ADMINISTRATORS, CASE_ROLES, DUTIES, Role
from reasoner.office.templating import SECTIONS_OPEN, page

ACTOR: Final = "tiaoli.actor"
"""Under which a request that was let in carries who acts."""


class Deputation(NamedTuple):
    """A role that somebody has today only in the place of another."""

    role: Role
    principal: int
    """The number of the account in whose place."""
    name: str
    """How that one is called."""


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
    deputed: tuple[Deputation, ...] = ()
    """Of these roles, those that the person has not in the person's own right."""


ALONE: Final = Actor(None, "", "", CASE_ROLES | {Role.AUDITOR})
"""The one person of a window without accounts."""


def actor(request: HttpRequest) -> Actor:
    """Who sends a request that was let in."""
    acting = request.META.get(ACTOR, ALONE)
    assert isinstance(acting, Actor)
    return acting


def signer(acting: Actor, role: Role, principal: int | None = None) -> Signer:
    """The signature of who acts, in a role that the person has. principal: in whose place, where several may be represented."""
    assert acting.account is not None
    assert role in acting.roles
    for deputation in acting.deputed:
        if deputation.role is role and principal in (None, deputation.principal):
            return Signer(role, acting.account, acting.name, deputation.principal, deputation.name)
    return Signer(role, acting.account, acting.name)


def of_own_organ(request: HttpRequest, organ: str) -> None:
    """Raises Http404 where something belongs to another organ than the one for which who acts works."""
    acting = actor(request)
    if acting.account is not None and acting.organ != organ:
        raise Http404


def not_allowed(request: HttpRequest, roles: frozenset[Role]) -> HttpResponse:
    """The page for whoever may not do something (403): who can, what the reader can do, and whether the right can be had at all."""
    own = actor(request).roles
    kept_apart = bool(own & ADMINISTRATORS) or (bool(own) and roles <= ADMINISTRATORS)
    values = {
        "roles": [r.value for r in Role if r in roles],
        "own": [(r.value, DUTIES[r]) for r in Role if r in own],
        "sections": request.META.get(SECTIONS_OPEN, ()),
        "grantable": not kept_apart,
        "administrator": bool(own & ADMINISTRATORS),
    }
    return page(request, "not_allowed.html.jinja", values, status=HTTPStatus.FORBIDDEN)


Guarded: TypeAlias = Callable[..., HttpResponse]


def only(*roles: Role) -> Callable[[Guarded], Guarded]:
    """A view that answers only who has one of these roles; others get a page that says who may (403)."""

    def guarded(view: Guarded) -> Guarded:
        @wraps(view)
        def answered(request: HttpRequest, *parts: object, **named: object) -> HttpResponse:
            if actor(request).roles.isdisjoint(roles):
                return not_allowed(request, frozenset(roles))
            return view(request, *parts, **named)

        return answered

    return guarded
