"""接口令牌: the tokens of the person who looks at the page, made, told once, and taken back."""

from __future__ import annotations

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from policy_dsl.diagnostics import Fault, Faults
from reasoner.casework.roles import CASE_ROLES
from reasoner.office import tokens as kept_tokens
from reasoner.office.acting import actor, only
from reasoner.office.keeping import form_key, made_before, once
from reasoner.office.pages.field import Field, with_faults
from reasoner.office.templating import page
from reasoner.office.views.redirect import see

_DAYS = "90"
_PLACES = {"用途": "name", "天数": "days"}


@only(*CASE_ROLES)
def tokens(request: HttpRequest) -> HttpResponse:
    """The tokens, and the form that makes one. The answer to that form is the one place where a token stands."""
    who = actor(request)
    given = {"name": request.POST.get("name", ""), "days": request.POST.get("days", _DAYS)}
    faults: tuple[Fault, ...] = ()
    made: list[kept_tokens.Made] = []
    key = request.POST.get("key", "")
    if request.method == "POST":
        if made_before(key):
            return see("/tokens")

        def make() -> str:
            made.append(kept_tokens.make(who.account, who.name, given["name"], given["days"]))
            return "/tokens"

        try:
            once(key, make)
        except Faults as error:
            faults = error.diagnostics
    fields, others = with_faults(
        [
            Field("name", "用途", values=(given["name"],), required=True, hint="如 收件系统每晚送申请"),
            Field("days", "几天以内有效", values=(given["days"],), required=True, hint=f"最多{kept_tokens.MOST_DAYS}天"),
        ],
        faults, _PLACES,
    )  # fmt: skip
    values = {
        "section": "", "tokens": kept_tokens.of(who.account), "made": made[-1] if made else None, "fields": fields,
        "faults": others, "any": bool(faults), "key": form_key(), "address": request.build_absolute_uri("/api/v1/"),
    }  # fmt: skip
    return page(
        request, "tokens.html.jinja", values, status=HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK
    )


@require_POST
@only(*CASE_ROLES)
def end(request: HttpRequest, number: int) -> HttpResponse:
    """Take a token back."""
    who = actor(request)
    if not kept_tokens.end(who.account, number, who.name):
        raise Http404
    return see("/tokens")
