"""What an administrator may propose to change of rights, and why a proposal cannot stand."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final, TypeAlias

import msgspec
from django.db.models import Q

from reasoner.casework.flow import Flow, Pair, flow_faults
from reasoner.casework.roles import ADMINISTRATORS, CASE_ROLES, Role
from reasoner.office import accounts, second_factor
from reasoner.office.account_models import Account, Deputy
from reasoner.office.office_clock import day_now
from reasoner.office.passwords import BOUNDS, PasswordRules

MOST_DAYS: Final = 366
"""Days for which one person may represent another at most."""


class Opening(msgspec.Struct, frozen=True, tag_field="kind", tag="开户"):
    """A new account."""

    login: str
    name: str
    organ: str
    roles: tuple[Role, ...]


class Granting(msgspec.Struct, frozen=True, tag_field="kind", tag="授予角色"):
    """A further role."""

    role: Role


class Withdrawal(msgspec.Struct, frozen=True, tag_field="kind", tag="收回角色"):
    """A role less."""

    role: Role


class Closing(msgspec.Struct, frozen=True, tag_field="kind", tag="关闭账号"):
    """An account is closed; its name stays in what it did."""


class NewPassword(msgspec.Struct, frozen=True, tag_field="kind", tag="重置密码"):
    """A password in the place of one that was forgotten."""


class Renaming(msgspec.Struct, frozen=True, tag_field="kind", tag="更改姓名单位"):
    """Another name, or another organ."""

    name: str
    organ: str


class Deputising(msgspec.Struct, frozen=True, tag_field="kind", tag="代理"):
    """Another acts in the place of the account, in one role."""

    deputy: int
    role: Role
    first: str
    last: str


class EndOfDeputising(msgspec.Struct, frozen=True, tag_field="kind", tag="结束代理"):
    """Before its last day."""

    deputation: int


class Handover(msgspec.Struct, frozen=True, tag_field="kind", tag="移交"):
    """The open work of the account goes to another."""

    to: int


class FlowChange(msgspec.Struct, frozen=True, tag_field="kind", tag="签署流程"):
    """In which order an organ signs."""

    organ: str
    steps: tuple[Role, ...]
    apart: tuple[tuple[Role, ...], ...]

    def flow(self) -> Flow:
        """The same as a flow."""
        return Flow(self.organ, self.steps, frozenset(map(frozenset, self.apart)))


class PasswordChange(msgspec.Struct, frozen=True, tag_field="kind", tag="密码规则"):
    """What is asked of passwords."""

    rules: PasswordRules


class FactorChange(msgspec.Struct, frozen=True, tag_field="kind", tag="动态码"):
    """Whether an organ asks for a second factor at sign-in."""

    organ: str
    """Empty: of accounts that work for none, the administrators."""
    on: bool


class FactorReset(msgspec.Struct, frozen=True, tag_field="kind", tag="重置动态码"):
    """The account sets up another second factor: the old one was lost."""


Proposal: TypeAlias = (
    Opening
    | Granting
    | Withdrawal
    | Closing
    | NewPassword
    | Renaming
    | Deputising
    | EndOfDeputising
    | Handover
    | FlowChange
    | PasswordChange
    | FactorChange
    | FactorReset
)
Words: TypeAlias = list[tuple[str, str]]


def kind_of(proposal: Proposal) -> str:
    """What a proposal is called."""
    tag = type(proposal).__struct_config__.tag
    assert isinstance(tag, str)
    return tag


def decoded(text: str) -> Proposal:
    """A proposal as it is kept."""
    return msgspec.json.decode(text, type=Proposal)


# --- why it cannot stand --------------------------------------------------------------------------------------


def proposal_faults(proposal: Proposal, kept: Account | None) -> tuple[str, ...]:
    """Why a proposal cannot stand as things are now, in Chinese; empty: it can. kept: the account whose rights it changes."""
    match proposal:
        case Opening():
            return _opening_faults(proposal)
        case FlowChange():
            return (*accounts.name_faults(proposal.organ, accounts.MOST_ORGAN, "单位"), *flow_faults(proposal.flow()))
        case PasswordChange():
            return _rules_faults(proposal.rules)
        case FactorChange():
            return _factor_faults(proposal)
    assert kept is not None
    if kept.closed:
        return ("这个账号已经关闭",)
    match proposal:
        case Granting():
            return _granting_faults(proposal.role, kept)
        case Withdrawal():
            return (
                _last_faults(kept, proposal.role)
                if proposal.role in accounts.roles_of(kept)
                else ("没有这个角色,不用收回",)
            )
        case Closing():
            return tuple(f for role in accounts.roles_of(kept) for f in _last_faults(kept, role))
        case Renaming():
            return (
                *accounts.name_faults(proposal.name),
                *accounts.name_faults(proposal.organ or "-", accounts.MOST_ORGAN, "单位"),
            )
        case Deputising():
            return _deputy_faults(proposal, kept)
        case EndOfDeputising():
            known = Deputy.objects.filter(pk=proposal.deputation, ended="").filter(Q(principal=kept) | Q(deputy=kept))
            return () if known.exists() else ("没有这项代理,或者已经结束",)
        case Handover():
            return _handover_faults(proposal, kept)
        case FactorReset():
            return () if second_factor.of_account(kept) else ("这个账号没有设置动态码,不用重置",)
        case NewPassword():
            return ()


def _opening_faults(proposal: Opening) -> tuple[str, ...]:
    faults = [*accounts.login_faults(proposal.login), *accounts.name_faults(proposal.name)]
    if frozenset(proposal.roles) & CASE_ROLES or proposal.organ:
        faults += accounts.name_faults(proposal.organ, accounts.MOST_ORGAN, "单位")
    if not proposal.roles:
        faults.append("至少选一个角色")
    return (*faults, *accounts.roles_faults(proposal.roles))


def _granting_faults(role: Role, kept: Account) -> tuple[str, ...]:
    own = accounts.roles_of(kept)
    if role in own:
        return ("已经有这个角色",)
    faults = list(accounts.roles_faults(own | {role}))
    if role in ADMINISTRATORS and accounts.involving(kept).filter(last__gte=day_now().isoformat()).exists():
        faults.append("还在代理别人,或者由别人代理,不能作管理员")
    if role in CASE_ROLES and not kept.organ:
        faults.append("先写明所在单位")
    return tuple(faults)


def _last_faults(kept: Account, role: Role) -> tuple[str, ...]:
    if role in ADMINISTRATORS and all(a.pk == kept.pk for a in accounts.with_role(role)):
        return (f"这是唯一的{role},先另设一人",)
    return ()


def _deputy_faults(proposal: Deputising, kept: Account) -> tuple[str, ...]:
    deputy = Account.objects.filter(pk=proposal.deputy, closed="").first()
    faults = []
    if proposal.role not in CASE_ROLES or proposal.role not in accounts.roles_of(kept):
        faults.append("只能代理被代理人自己有的办案角色")
    if deputy is None:
        faults.append("要选代理人")
    elif deputy.pk == kept.pk:
        faults.append("不能代理自己")
    elif not accounts.roles_of(deputy) & CASE_ROLES:
        faults.append("代理人要是办理案件的人,管理员不能代理")
    elif deputy.organ != kept.organ:
        faults.append("代理人要是同一个单位的")
    elif proposal.role in accounts.roles_of(deputy):
        faults.append("代理人自己就有这个角色,不用代理")
    return (*faults, *_period_faults(proposal.first, proposal.last))


def _period_faults(first: str, last: str) -> tuple[str, ...]:
    try:
        begin, end = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        return ("期限写成起止两天,如 2026-01-05",)
    if begin.isoformat() != first or end.isoformat() != last:
        return ("期限写成起止两天,如 2026-01-05",)
    if end < begin:
        return ("最后一天早于第一天",)
    if end < day_now():
        return ("期限已经过去",)
    if end - begin >= timedelta(days=MOST_DAYS):
        return (f"一次代理最多{MOST_DAYS}天",)
    return ()


def _handover_faults(proposal: Handover, kept: Account) -> tuple[str, ...]:
    to = Account.objects.filter(pk=proposal.to, closed="").first()
    if to is None or to.pk == kept.pk:
        return ("要选接手的另一个人",)
    if to.organ != kept.organ:
        return ("接手的人要是同一个单位的",)
    if not accounts.roles_of(to) & CASE_ROLES:
        return ("接手的人要是办理案件的人",)
    return ()


def _factor_faults(proposal: FactorChange) -> tuple[str, ...]:
    if proposal.organ and proposal.organ not in accounts.organs():
        return ("没有这个单位",)
    if proposal.on == (proposal.organ in second_factor.organs_asking()):
        return ("这个单位已经启用" if proposal.on else "这个单位没有启用",)
    return ()


def _rules_faults(made: PasswordRules) -> tuple[str, ...]:
    values = msgspec.to_builtins(made)
    labels = {"least": "最少字符数", "kinds": "字符类数", "remembered": "记住的密码个数", "days": "更换天数"}
    return tuple(
        f"{labels[name]}要在{low}至{high}之间"
        for name, (low, high) in BOUNDS.items()
        if not low <= values[name] <= high
    )


# --- what it says ---------------------------------------------------------------------------------------------


def proposal_words(proposal: Proposal) -> Words:
    """What a proposal says, for who has to agree: each point with its value, in Chinese."""
    match proposal:
        case Opening():
            return [
                ("登录名", proposal.login),
                ("姓名", proposal.name),
                ("单位", proposal.organ or "无"),
                ("角色", "、".join(proposal.roles)),
            ]
        case Granting() | Withdrawal():
            return [("角色", proposal.role)]
        case Renaming():
            return [("姓名", proposal.name), ("单位", proposal.organ or "无")]
        case Deputising():
            period = f"{proposal.first}至{proposal.last}"
            return [("代理人", _name(proposal.deputy)), ("角色", proposal.role), ("期限", period)]
        case EndOfDeputising():
            row = Deputy.objects.select_related("principal", "deputy").filter(pk=proposal.deputation).first()
            return (
                []
                if row is None
                else [("代理", f"{row.deputy.name}代理{row.principal.name},“{row.role}”,至{row.last}")]
            )
        case Handover():
            return [("接手的人", _name(proposal.to))]
        case FlowChange():
            return [("单位", proposal.organ), *flow_words(proposal.flow())]
        case PasswordChange():
            return rules_words(proposal.rules)
        case FactorChange():
            return [
                ("单位", proposal.organ or second_factor.NO_ORGAN),
                ("登录时", "要动态码" if proposal.on else "不要动态码"),
            ]
        case Closing() | NewPassword() | FactorReset():
            return []


def flow_words(flow: Flow) -> Words:
    """What a flow says."""
    pairs = sorted(
        (_in_order(pair) for pair in flow.apart), key=lambda names: [list(Role).index(Role(n)) for n in names]
    )
    return [("签署次序", " → ".join(flow.steps)), ("必须是不同的人", ";".join("、".join(p) for p in pairs))]


def _in_order(pair: Pair) -> list[str]:
    return [role.value for role in Role if role in pair]


def rules_words(made: PasswordRules) -> Words:
    """What rules of passwords say."""
    return [
        ("最少字符数", str(made.least)),
        ("字符类数", f"四类里至少{made.kinds}类" if made.kinds > 1 else "不要求"),
        ("不能再用", f"最近{made.remembered}个" if made.remembered else "不限"),
        ("更换", f"每{made.days}天" if made.days else "不要求定期更换"),
    ]


def _name(number: int) -> str:
    kept = Account.objects.filter(pk=number).first()
    return "" if kept is None else f"{kept.name}({kept.login})"
