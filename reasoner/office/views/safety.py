"""What 安全 and 审计 look after: which organs ask for a second factor, and which requests were refused."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import Final, NamedTuple
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse

from reasoner.casework.roles import Role
from reasoner.office import accounts, refusals, rights_changes, second_factor
from reasoner.office.account_guard import sign_in_of
from reasoner.office.account_models import Account, RefusedAccess, RightsChange, SecondFactor
from reasoner.office.rights_changes import NotAllowed
from reasoner.office.rights_proposals import FactorChange
from reasoner.office.templating import page
from reasoner.office.views.redirect import see

_ROWS: Final = 100
_MOST_DIGITS: Final = 9
_MONTHS: Final = 6
"""For which logs are kept at least."""
_WORDS: Final = {
    HTTPStatus.UNAUTHORIZED: "令牌不对", HTTPStatus.FORBIDDEN: "没有权限", HTTPStatus.NOT_FOUND: "没有，或者不归本人看",
    HTTPStatus.TOO_MANY_REQUESTS: "太多次",
}  # fmt: skip


def _tab(request: HttpRequest, tab: str) -> dict[str, object]:
    proposes = Role.SYSTEM in accounts.roles_of(sign_in_of(request).account)
    waiting = RightsChange.objects.filter(outcome="").count()
    return {"section": "office", "tab": tab, "proposes": proposes, "number_waiting": waiting}


class AskingOrgan(NamedTuple):
    """How an organ stands to the second factor."""

    organ: str
    name: str
    on: bool
    accounts: int
    set_up: int


def _organs() -> list[AskingOrgan]:
    asking = second_factor.organs_asking()
    with_factor = {*SecondFactor.objects.exclude(confirmed="").values_list("account", flat=True)}
    listed = []
    for organ in ("", *accounts.organs()):
        numbers = Account.objects.filter(organ=organ, closed="").values_list("pk", flat=True)
        own = sum(n in with_factor for n in numbers)
        listed.append(AskingOrgan(organ, organ or second_factor.NO_ORGAN, organ in asking, len(numbers), own))
    return listed


def second_factors(request: HttpRequest) -> HttpResponse:
    """Which organs ask for a second factor; to switch it on or off is proposed here."""
    given = {k: accounts.plain_line(request.POST.get(k, "")) for k in ("organ", "on", "reason")}
    faults: tuple[str, ...] = ()
    if request.method == "POST":
        try:
            proposal = FactorChange(given["organ"], given["on"] == "1")
            rights_changes.propose(proposal, None, given["reason"], sign_in_of(request).account)
            return see("/office/changes?done=1")
        except NotAllowed as error:
            faults = error.faults
    values = {**_tab(request, "second"), "organs": _organs(), "given": given, "faults": faults}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK
    return page(request, "second_factors.html.jinja", values, status=status)


def refused_accesses(request: HttpRequest) -> HttpResponse:
    """The requests that were refused, the last day first."""
    refusals.COUNTING.write()
    by = {k: request.GET.get(k, "").strip()[:20] for k in ("from", "to", "who")}
    every = RefusedAccess.objects.select_related("account").order_by("-day", "-number", "pk")
    if _is_day(by["from"]):
        every = every.filter(day__gte=by["from"])
    if _is_day(by["to"]):
        every = every.filter(day__lte=by["to"])
    if by["who"].isascii() and by["who"].isdecimal() and len(by["who"]) <= _MOST_DIGITS:
        every = every.filter(account=int(by["who"]) or None)
    people = Account.objects.filter(pk__in=RefusedAccess.objects.values("account"))
    values = {
        **_tab(request, "refusals"), "rows": Paginator(every, _ROWS).get_page(request.GET.get("page")), "by": by,
        "number": every.aggregate(n=Sum("number"))["n"] or 0, "people": people, "words": _WORDS, "rest": refusals.REST,
        "query": urlencode({k: v for k, v in by.items() if v}), "kept": refusals.KEPT_DAYS, "months": _MONTHS,
    }  # fmt: skip
    return page(request, "refusals.html.jinja", values)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
