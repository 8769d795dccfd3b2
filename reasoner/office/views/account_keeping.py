"""The pages of the administrators: accounts, changes of rights that wait and that were decided, flows of organs, rules of passwords."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from reasoner.casework.flow import ALWAYS_APART, FOUR, every_pair
from reasoner.casework.roles import CASE_ROLES, Role
from reasoner.office import accounts, passwords, rights_changes, second_factor, sessions
from reasoner.office.account_guard import sign_in_of
from reasoner.office.account_models import Account, RightsChange, RoleGrant
from reasoner.office.passwords import BOUNDS, PasswordRules
from reasoner.office.rights_changes import NotAllowed
from reasoner.office.rights_proposals import (
    Closing,
    Deputising,
    EndOfDeputising,
    FactorReset,
    FlowChange,
    Granting,
    Handover,
    NewPassword,
    Opening,
    PasswordChange,
    Proposal,
    Renaming,
    Withdrawal,
    flow_words,
    rules_words,
)
from reasoner.office.templating import page
from reasoner.office.trail import note
from reasoner.office.views.redirect import see

_UNPROCESSABLE: Final = HTTPStatus.UNPROCESSABLE_ENTITY
_RECENT: Final = 200
_MOST_DIGITS: Final = 9
Given = Mapping[str, str]
_OF_CHANGE: Final = ("kind", "role", "name", "organ", "deputy", "first", "last", "deputation", "to", "reason")
"""The fields of the forms that propose a change for an account."""


def _given(request: HttpRequest, *names: str) -> dict[str, str]:
    return {name: accounts.plain_line(request.POST.get(name, "")) for name in names}


def _number(text: str) -> int:
    """A number of a form; 0, which nothing has, for what is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS else 0


def _role(text: str) -> Role:
    """Raises Http404 for what no form of ours sends."""
    try:
        return Role(text)
    except ValueError:
        raise Http404 from None


def _tab(request: HttpRequest, tab: str) -> dict[str, object]:
    roles = accounts.roles_of(sign_in_of(request).account)
    return {
        "section": "office", "tab": tab, "proposes": Role.SYSTEM in roles, "agrees": Role.SECURITY in roles,
        "number_waiting": RightsChange.objects.filter(outcome="").count(),
    }  # fmt: skip


# --- accounts --------------------------------------------------------------------------------------------------


def office(request: HttpRequest) -> HttpResponse:
    """Every account with its roles and its state."""
    by_account: dict[int, list[str]] = {}
    for number, role in RoleGrant.objects.filter(until="").values_list("account", "role"):
        by_account.setdefault(number, []).append(role)
    rows = [(kept, by_account.get(kept.pk, []), sessions.minutes_to_wait(kept.login)) for kept in Account.objects.all()]
    return page(request, "accounts.html.jinja", {**_tab(request, "accounts"), "rows": rows})


def one(request: HttpRequest, number: int) -> HttpResponse:
    """An account, with what may be proposed for it."""
    return _one(request, accounts.account(number), {}, ())


def _one(request: HttpRequest, kept: Account, given: Given, faults: tuple[str, ...]) -> HttpResponse:
    own, factor = accounts.roles_of(kept), second_factor.of_account(kept)
    colleagues = Account.objects.filter(
        closed="", organ=kept.organ, grants__until="", grants__role__in=[r.value for r in CASE_ROLES]
    )
    values = {
        **_tab(request, "accounts"), "kept": kept, "own": [r.value for r in Role if r in own], "others": [r.value for r in Role if r not in own],
        "case_own": [r.value for r in FOUR if r in own], "involving": accounts.involving(kept),
        "grants": RoleGrant.objects.filter(account=kept).order_by("id"), "open_ones": sessions.open_ones(kept),
        "minutes": sessions.minutes_to_wait(kept.login), "colleagues": colleagues.exclude(pk=kept.pk).distinct(),
        "waiting": rights_changes.in_words(rights_changes.waiting().filter(account=kept)),
        "mine": kept.pk == sign_in_of(request).account.pk, "given": dict.fromkeys(_OF_CHANGE, "") | dict(given), "faults": faults, "done": request.GET.get("done", ""),
        "organs": accounts.organs(), "factor": factor, "recovery": 0 if factor is None else second_factor.recovery_left(factor),
    }  # fmt: skip
    return page(request, "account_one.html.jinja", values, status=_UNPROCESSABLE if faults else HTTPStatus.OK)


def new(request: HttpRequest) -> HttpResponse:
    """Propose a new account."""
    given = _given(request, "login", "name", "organ", "reason")
    roles = [r for r in request.POST.getlist("role") if r in set(Role)]
    faults: tuple[str, ...] = ()
    if request.method == "POST":
        opening = Opening(
            accounts.login_of(given["login"]), given["name"], given["organ"], tuple(r for r in Role if r in roles)
        )
        try:
            rights_changes.propose(opening, None, given["reason"], sign_in_of(request).account)
            return see("/office/changes?done=1")
        except NotAllowed as error:
            faults = error.faults
    values = {
        **_tab(request, "accounts"), "given": given, "roles": roles, "all_roles": [r.value for r in Role], "organs": accounts.organs(),
        "faults": faults,
    }  # fmt: skip
    return page(request, "account_new.html.jinja", values, status=_UNPROCESSABLE if faults else HTTPStatus.OK)


@require_POST
def propose(request: HttpRequest, number: int) -> HttpResponse:
    """Propose a change for an account; what was written stays where it cannot be."""
    kept = accounts.account(number)
    given = _given(request, *_OF_CHANGE)
    try:
        rights_changes.propose(_proposal(given), kept, given["reason"], sign_in_of(request).account)
    except NotAllowed as error:
        return _one(request, kept, given, error.faults)
    return see(f"/office/account/{number}?done=1")


def _proposal(given: Given) -> Proposal:
    match given["kind"]:
        case "授予角色":
            return Granting(_role(given["role"]))
        case "收回角色":
            return Withdrawal(_role(given["role"]))
        case "关闭账号":
            return Closing()
        case "重置密码":
            return NewPassword()
        case "重置动态码":
            return FactorReset()
        case "更改姓名单位":
            return Renaming(given["name"], given["organ"])
        case "代理":
            return Deputising(_number(given["deputy"]), _role(given["role"]), given["first"], given["last"])
        case "结束代理":
            return EndOfDeputising(_number(given["deputation"]))
        case "移交":
            return Handover(_number(given["to"]))
    raise Http404


@require_POST
def unlock(request: HttpRequest, number: int) -> HttpResponse:
    """Let somebody sign in at once who would have to wait. Nobody does so for oneself."""
    kept, by = accounts.account(number), sign_in_of(request).account
    if kept.pk == by.pk:
        return _one(request, kept, {}, ("不能给自己解锁,由另一位安全管理员办理",))
    with transaction.atomic():
        sessions.unlock(kept.login)
        note("解锁", {"登录名": kept.login}, by.name)
    return see(f"/office/account/{number}?done=unlocked")


@require_POST
def sign_out_account(request: HttpRequest, number: int) -> HttpResponse:
    """Sign out every browser of an account."""
    kept, by = accounts.account(number), sign_in_of(request).account
    with transaction.atomic():
        note("强制退出", {"登录名": kept.login, "浏览器": sessions.end_all(kept, "强制退出")}, by.name)
    return see(f"/office/account/{number}?done=out")


# --- two persons -----------------------------------------------------------------------------------------------


def changes(request: HttpRequest) -> HttpResponse:
    """What waits for the second administrator, and what was decided last."""
    return _changes(request, ())


def _changes(request: HttpRequest, faults: tuple[str, ...]) -> HttpResponse:
    decided = (
        RightsChange.objects.exclude(outcome="")
        .select_related("account", "proposed_by", "decided_by")
        .order_by("-id")[:_RECENT]
    )
    values = {
        **_tab(request, "changes"), "waiting": rights_changes.in_words(rights_changes.waiting()),
        "decided": rights_changes.in_words(decided), "faults": faults, "me": sign_in_of(request).account.pk,
        "done": request.GET.get("done", ""),
    }  # fmt: skip
    return page(request, "rights_changes.html.jinja", values, status=_UNPROCESSABLE if faults else HTTPStatus.OK)


@require_POST
def agree(request: HttpRequest, number: int) -> HttpResponse:
    """Carry out what was proposed. A password that is made stands on this answer alone."""
    try:
        carried = rights_changes.agree(number, sign_in_of(request).account)
    except NotAllowed as error:
        return _changes(request, error.faults)
    if carried.password:
        return page(
            request,
            "first_password.html.jinja",
            {**_tab(request, "changes"), "kept": carried.account, "password": carried.password},
        )
    return see("/office/changes?done=2")


@require_POST
def refuse(request: HttpRequest, number: int) -> HttpResponse:
    """Do not agree."""
    try:
        rights_changes.refuse(number, sign_in_of(request).account)
    except NotAllowed as error:
        return _changes(request, error.faults)
    return see("/office/changes?done=3")


@require_POST
def take_back(request: HttpRequest, number: int) -> HttpResponse:
    """Who proposed it takes it back."""
    try:
        rights_changes.take_back(number, sign_in_of(request).account)
    except NotAllowed as error:
        return _changes(request, error.faults)
    return see("/office/changes?done=4")


# --- what holds for an organ, and for all ----------------------------------------------------------------------


def flows(request: HttpRequest) -> HttpResponse:
    """How each organ signs; another flow is proposed here."""
    given = _given(request, "organ", "reason")
    steps = [role for role in FOUR if role.value in request.POST.getlist("step")]
    pairs = sorted(
        (sorted(pair, key=FOUR.index) for pair in every_pair(FOUR)), key=lambda pair: [FOUR.index(r) for r in pair]
    )
    ticked = [
        pair for pair in pairs if "-".join(pair) in request.POST.getlist("apart") or frozenset(pair) == ALWAYS_APART
    ]
    faults: tuple[str, ...] = ()
    if request.method == "POST":
        try:
            proposal = FlowChange(
                given["organ"],
                tuple(steps),
                tuple(tuple(p) for p in ticked if set(p) <= set(steps) or frozenset(p) == ALWAYS_APART),
            )
            rights_changes.propose(proposal, None, given["reason"], sign_in_of(request).account)
            return see("/office/changes?done=1")
        except NotAllowed as error:
            faults = error.faults
    else:
        steps, ticked = list(FOUR), pairs
    values = {
        **_tab(request, "flows"), "flows": [(organ, flow_words(accounts.flow_of(organ))) for organ in accounts.organs()],
        "four": [r.value for r in FOUR], "steps": [r.value for r in steps],
        "pairs": [("-".join(p), "、".join(p), p in ticked, frozenset(p) == ALWAYS_APART) for p in pairs],
        "given": given, "faults": faults, "organs": accounts.organs(),
    }  # fmt: skip
    return page(request, "flows.html.jinja", values, status=_UNPROCESSABLE if faults else HTTPStatus.OK)


def password_rules(request: HttpRequest) -> HttpResponse:
    """What is asked of passwords; other rules are proposed here."""
    rules = passwords.rules()
    given = {name: str(getattr(rules, name)) for name in BOUNDS} | {"reason": ""}
    faults: tuple[str, ...] = ()
    if request.method == "POST":
        given = _given(request, *BOUNDS, "reason")
        try:
            if not all(
                given[name].isascii() and given[name].isdecimal() and len(given[name]) < _MOST_DIGITS for name in BOUNDS
            ):
                raise NotAllowed(("每一项都写整数",))
            made = PasswordRules(**{name: int(given[name]) for name in BOUNDS})
            rights_changes.propose(PasswordChange(made), None, given["reason"], sign_in_of(request).account)
            return see("/office/changes?done=1")
        except NotAllowed as error:
            faults = error.faults
    values = {
        **_tab(request, "passwords"),
        "given": given,
        "faults": faults,
        "words": rules_words(rules),
        "bounds": BOUNDS,
    }
    return page(request, "password_rules.html.jinja", values, status=_UNPROCESSABLE if faults else HTTPStatus.OK)
