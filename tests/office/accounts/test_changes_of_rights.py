"""Who changes whose rights (administrators apart, a change of rights needs two of them; a closed account keeps its name)."""

from __future__ import annotations

import pytest

from reasoner.casework.roles import ADMINISTRATORS, Role
from tests.office.accounts.persons import D, H, L, V, changed, day, founded, opened, refused
from tests.office.noted import notes, size
from tests.office.team import NAMES, ORGAN


def test_a_change_of_rights_counts_when_two_administrators_stand_behind_it() -> None:
    from reasoner.office import accounts, rights_changes
    from reasoner.office.account_models import Account
    from reasoner.office.rights_proposals import Opening

    by, before = founded(), size()
    made = rights_changes.propose(Opening("jingban", "经办甲", ORGAN, (H,)), None, "新来", by[Role.SYSTEM])
    assert not Account.objects.filter(login="jingban").exists()
    carried = rights_changes.agree(made.pk, by[Role.SECURITY])
    assert carried.account is not None
    assert accounts.roles_of(carried.account) == {H}
    assert carried.account.must_change
    assert len(carried.password) >= 16
    assert [(e.kind, e.by) for e in notes(before)] == [
        ("提出权限变更", NAMES[Role.SYSTEM]),
        ("同意权限变更", NAMES[Role.SECURITY]),
    ]
    assert carried.password not in "".join(str(e.payload) for e in notes(before))


def test_nobody_does_both_and_nobody_else_does_either() -> None:
    from reasoner.office import rights_changes
    from reasoner.office.rights_proposals import Granting

    by = founded()
    person = opened("jingban", H)
    for other in (by[Role.SECURITY], by[Role.AUDITOR], person):
        assert "系统管理员提出" in refused(Granting(V), person, other)
    made = rights_changes.propose(Granting(V), person, "", by[Role.SYSTEM])
    for other in (by[Role.SYSTEM], by[Role.AUDITOR], person):
        for act in (rights_changes.agree, rights_changes.refuse):
            with pytest.raises(rights_changes.NotAllowed):
                act(made.pk, other)
    with pytest.raises(rights_changes.NotAllowed):
        rights_changes.take_back(made.pk, by[Role.SECURITY])


def test_nobody_alters_own_rights() -> None:
    from reasoner.office import rights_changes
    from reasoner.office.rights_proposals import Closing, NewPassword, Renaming, Withdrawal

    by = founded()
    second = opened("xitonger", Role.SYSTEM)
    opened("anquaner", Role.SECURITY)
    for proposal in (Withdrawal(Role.SYSTEM), Closing(), NewPassword(), Renaming("某", "")):
        assert "不能变更自己的权限" in refused(proposal, by[Role.SYSTEM], by[Role.SYSTEM])
    made = rights_changes.propose(Withdrawal(Role.SECURITY), by[Role.SECURITY], "", second)
    for act in (rights_changes.agree, rights_changes.refuse):
        with pytest.raises(rights_changes.NotAllowed, match="不能变更自己的权限"):
            act(made.pk, by[Role.SECURITY])


def test_a_proposal_is_decided_once_and_only_while_it_can_stand() -> None:
    from reasoner.office import rights_changes
    from reasoner.office.account_models import RoleGrant
    from reasoner.office.rights_proposals import Granting

    by = founded()
    person = opened("jingban", H)
    made = rights_changes.propose(Granting(V), person, "", by[Role.SYSTEM])
    assert "还在等安全管理员同意" in refused(Granting(V), person, by[Role.SYSTEM])
    rights_changes.refuse(made.pk, by[Role.SECURITY])
    with pytest.raises(rights_changes.NotAllowed, match="已经办过"):
        rights_changes.agree(made.pk, by[Role.SECURITY])
    later = rights_changes.propose(Granting(V), person, "", by[Role.SYSTEM])
    RoleGrant.objects.create(account=person, role=V.value, since="2026")
    with pytest.raises(rights_changes.NotAllowed, match="已经有这个角色"):
        rights_changes.agree(later.pk, by[Role.SECURITY])
    assert RoleGrant.objects.filter(account=person, role=V.value).count() == 1


def test_what_somebody_proposed_who_is_no_administrator_any_more_is_proposed_anew() -> None:
    from reasoner.office import rights_changes
    from reasoner.office.account_models import RoleGrant
    from reasoner.office.rights_proposals import Granting

    by = founded()
    person = opened("jingban", H)
    made = rights_changes.propose(Granting(D), person, "", by[Role.SYSTEM])
    RoleGrant.objects.filter(account=by[Role.SYSTEM]).update(until="2026")
    with pytest.raises(rights_changes.NotAllowed, match="重新提出"):
        rights_changes.agree(made.pk, by[Role.SECURITY])


def test_an_administrator_whose_role_is_withdrawn_between_page_and_form_agrees_to_nothing() -> None:
    from reasoner.office import rights_changes
    from reasoner.office.account_models import RoleGrant
    from reasoner.office.rights_proposals import Granting

    by = founded()
    made = rights_changes.propose(Granting(V), opened("jingban", H), "", by[Role.SYSTEM])
    RoleGrant.objects.filter(account=by[Role.SECURITY]).update(until="2026")
    with pytest.raises(rights_changes.NotAllowed, match="由安全管理员同意"):
        rights_changes.agree(made.pk, by[Role.SECURITY])


@pytest.mark.parametrize("role", sorted(ADMINISTRATORS))
def test_administrators_stand_apart_from_casework_and_from_one_another(role: Role) -> None:
    from reasoner.office.rights_proposals import Granting, Opening

    by = founded()
    person, keeper = opened("jingban", H), opened("guanli", role)
    assert "管理员不能同时办理案件" in refused(Granting(role), person, by[Role.SYSTEM])
    assert "管理员不能同时办理案件" in refused(Granting(H), keeper, by[Role.SYSTEM])
    other = next(r for r in ADMINISTRATORS if r is not role)
    assert "不能由一人兼任" in refused(Granting(other), keeper, by[Role.SYSTEM])
    assert "不能由一人兼任" in refused(Opening("xinren", "某", ORGAN, (role, other)), None, by[Role.SYSTEM])


def test_the_last_administrator_of_a_kind_stays() -> None:
    from reasoner.office.rights_proposals import Closing, Withdrawal

    by = founded()
    second = opened("xitonger", Role.SYSTEM)
    assert "唯一的安全管理员" in refused(Closing(), by[Role.SECURITY], by[Role.SYSTEM])
    assert "唯一的审计管理员" in refused(Withdrawal(Role.AUDITOR), by[Role.AUDITOR], by[Role.SYSTEM])
    changed(Closing(), by[Role.SYSTEM], {**by, Role.SYSTEM: second})


def test_a_new_account_is_refused_with_every_fault_at_once() -> None:
    from reasoner.office.rights_proposals import Opening

    by = founded()
    words = refused(Opening("13800000000", "", "", (H, Role.SYSTEM)), None, by[Role.SYSTEM])
    for expected in ("手机号", "要写姓名", "要写单位", "管理员不能同时办理案件"):
        assert expected in words
    assert "已经有人用" in refused(Opening("xitong", "某", ORGAN, (H,)), None, by[Role.SYSTEM])
    assert "至少选一个角色" in refused(Opening("xinren", "某", ORGAN, ()), None, by[Role.SYSTEM])


def test_a_closed_account_keeps_its_name_and_loses_all_else() -> None:
    from reasoner.office import accounts, sessions
    from reasoner.office.account_models import Account
    from reasoner.office.rights_proposals import Closing, Deputising, Granting, Opening

    by = founded()
    person, colleague = opened("jingban", H, V), opened("fuhe", L)
    changed(Deputising(colleague.pk, H, day(0), day(5)), person, by)
    token = sessions.begin(person, "", "")
    assert sessions.current(token) is not None
    changed(Closing(), person, by)
    person.refresh_from_db()
    assert person.name == "人员jingban"
    assert accounts.roles_of(person) == frozenset()
    assert sessions.current(token) is None
    assert accounts.acting_account(colleague).roles == {L}
    assert "已经关闭" in refused(Granting(L), person, by[Role.SYSTEM])
    assert "用过" in refused(Opening("jingban", "另一人", ORGAN, (H,)), None, by[Role.SYSTEM])
    assert Account.objects.filter(login="jingban").count() == 1


def test_a_password_that_was_forgotten_is_replaced_by_two_and_changed_by_its_owner() -> None:
    from reasoner.office import passwords, sessions
    from reasoner.office.rights_proposals import NewPassword

    by = founded()
    person = opened("jingban", H)
    token = sessions.begin(person, "", "")
    password = changed(NewPassword(), person, by)
    person.refresh_from_db()
    assert passwords.is_right(person, password)
    assert person.must_change
    assert sessions.current(token) is None
