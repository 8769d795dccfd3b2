"""A change of rights takes two administrators: 系统 proposes, 安全 agrees or does not; nobody touches own rights; each step is noted."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import Http404

from policy_dsl.ir import JsonValue
from reasoner.casework.flow import FOUR
from reasoner.casework.roles import Role
from reasoner.office import accounts, passwords, second_factor, sessions
from reasoner.office.account_models import Account, Deputy, OfficeSetting, OrganFlow, RightsChange, RoleGrant
from reasoner.office.handover import hand_over
from reasoner.office.keeping import now, to_text
from reasoner.office.rights_proposals import (
    Closing,
    Deputising,
    EndOfDeputising,
    FactorChange,
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
    Words,
    decoded,
    kind_of,
    proposal_faults,
    proposal_words,
)
from reasoner.office.trail import note


class Outcome(StrEnum):
    """What became of a proposal. The value is what staff read."""

    AGREED = "同意"
    REFUSED = "不同意"
    TAKEN_BACK = "撤回"


class NotAllowed(Exception):
    """A change of rights that cannot be; its words say why, in Chinese."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("".join(faults))
        self.faults = faults


class Carried(NamedTuple):
    """What came of a proposal that was agreed to."""

    account: Account | None
    """Whose rights were changed."""
    password: str = ""
    """The password that is to be given to the person, once; empty: none was made."""
    moved: int = 0
    """Of a handover, how many pieces of work."""


# --- the first administrators ----------------------------------------------------------------------------------


class Founder(NamedTuple):
    """One of the first three administrators, as the page of the first start has it."""

    role: Role
    login: str
    name: str
    password: str


def found_office(founders: tuple[Founder, Founder, Founder]) -> None:
    """Open the first three accounts, each with a role of its own. Raises NotAllowed, Http404 where there are accounts already."""
    faults = founder_faults(founders)
    if faults:
        raise NotAllowed(faults)
    digests = [passwords.digest_of(founder.password) for founder in founders]
    try:
        with transaction.atomic():
            if accounts.founded():
                raise Http404
            OfficeSetting.objects.create(name="founded", value=to_text(now()))
            for founder, digest in zip(founders, digests, strict=True):
                made = Account(
                    login=founder.login, name=founder.name, password=digest, password_at=now(), created=now()
                )
                made.save()
                RoleGrant.objects.create(account=made, role=founder.role.value, since=now())
            names = {f.role.value: f"{f.name}({f.login})" for f in founders}
            note("设立管理员", {**names}, "")
    except IntegrityError:
        raise Http404 from None


def founder_faults(founders: tuple[Founder, ...]) -> tuple[str, ...]:
    """What is wrong with the first administrators, in Chinese: three persons, each with a password of one's own."""
    faults = []
    for founder in founders:
        own = (
            *accounts.login_faults(founder.login),
            *accounts.name_faults(founder.name),
            *passwords.faults(founder.password, founder.login, founder.name, passwords.PasswordRules()),
        )
        faults += [f"{founder.role}:{fault}" for fault in own]
    for what, values in (
        ("姓名", [f.name for f in founders]),
        ("登录名", [f.login for f in founders]),
        ("密码", [passwords.usual(f.password) for f in founders]),
    ):
        given = [v for v in values if v]
        if len(set(given)) < len(given):
            faults.append(f"三位管理员必须是三个不同的人,{what}不能相同")
    return tuple(faults)


# --- two persons -----------------------------------------------------------------------------------------------


def propose(proposal: Proposal, kept: Account | None, reason: str, by: Account) -> RightsChange:
    """Keep a proposal, which changes nothing yet. Raises NotAllowed."""
    with transaction.atomic():
        if Role.SYSTEM not in accounts.roles_of(by):
            raise NotAllowed(("权限变更由系统管理员提出",))
        if kept is not None and kept.pk == by.pk:
            raise NotAllowed(("不能变更自己的权限,由另一位系统管理员提出",))
        faults = proposal_faults(proposal, kept)
        if faults:
            raise NotAllowed(faults)
        if any(decoded(c.payload) == proposal for c in waiting().filter(account=kept)):
            raise NotAllowed(("同样的变更已经提出,还在等安全管理员同意",))
        made = RightsChange.objects.create(
            kind=kind_of(proposal), account=kept, payload=to_text(proposal), reason=accounts.plain_line(reason)[:200],
            proposed_by=by, proposed_at=now(),
        )  # fmt: skip
        note("提出权限变更", _payload(made, proposal), by.name)
        return made


def waiting() -> QuerySet[RightsChange, RightsChange]:
    """The proposals that nobody has decided, the first first."""
    return RightsChange.objects.filter(outcome="").select_related("account", "proposed_by").order_by("id")


def in_words(changes: Iterable[RightsChange]) -> list[tuple[RightsChange, Words]]:
    """Each proposal with what it says, as staff read it."""
    return [(c, proposal_words(decoded(c.payload))) for c in changes]


def change(number: int) -> RightsChange:
    """A proposal; raises Http404 where there is none."""
    kept = RightsChange.objects.filter(pk=number).first() if number < 2**63 else None
    if kept is None:
        raise Http404
    return kept


def agree(number: int, by: Account) -> Carried:
    """Carry out a proposal. Raises NotAllowed, Http404."""
    with transaction.atomic():
        kept = _open_change(number)
        _check_second(kept, by)
        if Role.SYSTEM not in accounts.roles_of(kept.proposed_by):
            raise NotAllowed(("提出的人已经不是系统管理员,由现在的系统管理员重新提出",))
        proposal = decoded(kept.payload)
        faults = proposal_faults(proposal, kept.account)
        if faults:
            raise NotAllowed(faults)
        carried = _carried(proposal, kept.account)
        _decide(kept, Outcome.AGREED, by)
        note(
            "同意权限变更",
            _payload(kept, proposal) | {"移交件数": carried.moved} if carried.moved else _payload(kept, proposal),
            by.name,
        )
        return carried


def refuse(number: int, by: Account) -> None:
    """Do not agree to a proposal. Raises NotAllowed, Http404."""
    with transaction.atomic():
        kept = _open_change(number)
        _check_second(kept, by)
        _decide(kept, Outcome.REFUSED, by)
        note("不同意权限变更", _payload(kept, decoded(kept.payload)), by.name)


def take_back(number: int, by: Account) -> None:
    """Who proposed it does so no longer. Raises NotAllowed, Http404."""
    with transaction.atomic():
        kept = _open_change(number)
        if kept.proposed_by.pk != by.pk:
            raise NotAllowed(("只有提出的人能撤回",))
        _decide(kept, Outcome.TAKEN_BACK, by)
        note("撤回权限变更", _payload(kept, decoded(kept.payload)), by.name)


def _open_change(number: int) -> RightsChange:
    kept = RightsChange.objects.select_for_update().filter(pk=number).first() if number < 2**63 else None
    if kept is None:
        raise Http404
    if kept.outcome:
        raise NotAllowed((f"这项变更已经办过:{kept.outcome}",))
    return kept


def _check_second(kept: RightsChange, by: Account) -> None:
    if Role.SECURITY not in accounts.roles_of(by):
        raise NotAllowed(("权限变更由安全管理员同意",))
    if kept.proposed_by.pk == by.pk:
        raise NotAllowed(("提出的人不能自己同意",))
    if kept.account is not None and kept.account.pk == by.pk:
        raise NotAllowed(("不能变更自己的权限,由另一位安全管理员办理",))


def _decide(kept: RightsChange, outcome: Outcome, by: Account) -> None:
    kept.outcome, kept.decided_by, kept.decided_at = outcome.value, by, now()
    kept.save()


def _payload(kept: RightsChange, proposal: Proposal) -> dict[str, JsonValue]:
    whose = {} if kept.account is None else {"账号": f"{kept.account.name}({kept.account.login})"}
    return {"编号": kept.pk, "变更": kept.kind, **whose, **dict(proposal_words(proposal)), "理由": kept.reason}


# --- carried out -----------------------------------------------------------------------------------------------


def _carried(proposal: Proposal, kept: Account | None) -> Carried:
    match proposal:
        case Opening():
            return _open_account(proposal)
        case FlowChange():
            values = {
                "steps": to_text(proposal.steps),
                "apart": to_text([[role for role in FOUR if role in pair] for pair in proposal.apart]),
            }
            OrganFlow.objects.update_or_create(organ=proposal.organ, defaults=values)
            return Carried(None)
        case PasswordChange():
            passwords.keep_rules(proposal.rules)
            return Carried(None)
        case FactorChange():
            second_factor.keep_asking(proposal.organ, on=proposal.on)
            return Carried(None)
    assert kept is not None
    moment = now()
    match proposal:
        case Granting():
            RoleGrant.objects.create(account=kept, role=proposal.role.value, since=moment)
        case Withdrawal():
            RoleGrant.objects.filter(account=kept, role=proposal.role.value, until="").update(until=moment)
            Deputy.objects.filter(principal=kept, role=proposal.role.value, ended="").update(ended=moment)
        case Closing():
            _close(kept, moment)
        case FactorReset():
            second_factor.remove(kept)
            sessions.end_all(kept, "重置动态码")
        case NewPassword():
            password = passwords.first_password()
            passwords.replace(kept, password, by_other=True)
            sessions.end_all(kept, "重置密码")
            sessions.unlock(kept.login)
            return Carried(kept, password)
        case Renaming():
            kept.name, kept.organ = proposal.name, proposal.organ
            kept.save(update_fields=["name", "organ"])
        case Deputising():
            deputy = accounts.account(proposal.deputy)
            Deputy.objects.create(
                principal=kept, deputy=deputy, role=proposal.role.value, first=proposal.first, last=proposal.last
            )
        case EndOfDeputising():
            Deputy.objects.filter(pk=proposal.deputation).update(ended=moment)
        case Handover():
            return Carried(kept, moved=sum(hand_over(kept.pk, proposal.to).values()))
    return Carried(kept)


def _open_account(proposal: Opening) -> Carried:
    password = passwords.first_password()
    made = Account(
        login=proposal.login, name=proposal.name, organ=proposal.organ, password=passwords.digest_of(password),
        password_at=now(), created=now(),
    )  # fmt: skip
    made.save()
    for role in dict.fromkeys(proposal.roles):
        RoleGrant.objects.create(account=made, role=role.value, since=now())
    return Carried(made, password)


def _close(kept: Account, moment: str) -> None:
    kept.closed = moment
    kept.save(update_fields=["closed"])
    RoleGrant.objects.filter(account=kept, until="").update(until=moment)
    for rows in (Deputy.objects.filter(principal=kept, ended=""), Deputy.objects.filter(deputy=kept, ended="")):
        rows.update(ended=moment)
    sessions.end_all(kept, "账号关闭")
