"""Accounts, and who changes whose rights (issue 19: administrators apart, a change of rights needs two of them; password rules in
Chinese; 代理 with period; bulk 移交; a closed account keeps its name in the record; flows set per organ)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from reasoner.casework.flow import ALWAYS_APART, FOUR, Flow, faults_of_signers
from reasoner.casework.roles import ADMINISTRATORS, CASE_ROLES, Role
from tests.office.noted import notes, size
from tests.office.team import KEYS, LOGINS, NAMES, ORGAN, first, office_of_process

if TYPE_CHECKING:
    from reasoner.office.account_models import Account
    from reasoner.office.rights_changes import Founder
    from reasoner.office.rights_proposals import Proposal

H, V, L, D = FOUR
TODAY = date.today()


def day(days: int) -> str:
    return (TODAY + timedelta(days=days)).isoformat()


@pytest.fixture(scope="module", autouse=True)
def office(tmp_path_factory: pytest.TempPathFactory) -> None:
    office_of_process(tmp_path_factory.mktemp("office"))


@pytest.fixture(autouse=True)
def empty(office: None) -> None:
    from reasoner.office import account_models as models

    for model in (
        models.RightsChange, models.Deputy, models.RoleGrant, models.PasswordBefore, models.SignIn, models.FailedSignIn,
        models.Account, models.OrganFlow, models.OfficeSetting,
    ):  # fmt: skip
        model.objects.all().delete()


def founder(role: Role, login: str = "", name: str = "", password: str = "") -> Founder:
    from reasoner.office.rights_changes import Founder

    login = login or LOGINS[role]
    return Founder(role, login, name or NAMES[role], password or first(login))


def founded() -> dict[Role, Account]:
    """The three administrators."""
    from reasoner.office.account_models import Account
    from reasoner.office.rights_changes import found_office

    system, security, auditor = (founder(role) for role in KEYS)
    found_office((system, security, auditor))
    return {role: Account.objects.get(login=LOGINS[role]) for role in KEYS}


def opened(login: str, *roles: Role, organ: str = ORGAN, name: str = "") -> Account:
    """An account that is there already."""
    from reasoner.office.account_models import Account, RoleGrant

    kept = Account.objects.create(
        login=login, name=name or f"人员{login}", organ=organ, password="x", password_at="2026-01-05", created="2026"
    )
    for role in roles:
        RoleGrant.objects.create(account=kept, role=role.value, since="2026")
    return kept


def changed(proposal: Proposal, kept: Account | None, by: dict[Role, Account]) -> str:
    """Carry a change through both administrators; the password that was made."""
    from reasoner.office import rights_changes

    number = rights_changes.propose(proposal, kept, "某理由", by[Role.SYSTEM]).pk
    return rights_changes.agree(number, by[Role.SECURITY]).password


def refused(proposal: Proposal, kept: Account | None, by: Account) -> str:
    """Why a proposal is not taken."""
    from reasoner.office import rights_changes

    with pytest.raises(rights_changes.NotAllowed) as error:
        rights_changes.propose(proposal, kept, "", by)
    return ";".join(error.value.faults)


# --- the first three -------------------------------------------------------------------------------------------


def test_the_first_three_are_three_persons_with_a_role_each() -> None:
    from reasoner.office import accounts

    before, made = size(), founded()
    assert {role: accounts.roles_of(kept) for role, kept in made.items()} == {r: {r} for r in ADMINISTRATORS}
    assert all(kept.must_change for kept in made.values())
    assert not any(first(kept.login) in kept.password for kept in made.values())
    assert [e.kind for e in notes(before)] == ["设立管理员"]


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"login": "xitong"}, "登录名不能相同"),
        ({"name": NAMES[Role.SYSTEM]}, "姓名不能相同"),
        ({"password": first("xitong")}, "密码不能相同"),
        ({"password": "short"}, "至少10个字符"),
        ({"login": "13800000000"}, "手机号"),
        ({"login": "37020219900101001x"}, "身份证号"),
        ({"login": "安全"}, "登录名要3至32个字符"),
        ({"name": "甲\x00"}, "不能用的字符"),
        ({"name": "<b>甲"}, "不能用的字符"),
    ],
)
def test_one_person_is_not_two_of_them(other: dict[str, str], words: str) -> None:
    from reasoner.office import accounts
    from reasoner.office.rights_changes import NotAllowed, found_office

    with pytest.raises(NotAllowed) as error:
        found_office((founder(Role.SYSTEM), founder(Role.SECURITY, **other), founder(Role.AUDITOR)))
    assert any(words in fault for fault in error.value.faults), error.value.faults
    assert not accounts.founded()


def test_an_office_is_founded_once() -> None:
    from django.http import Http404

    from reasoner.office.rights_changes import found_office

    founded()
    with pytest.raises(Http404):
        found_office(
            (
                founder(Role.SYSTEM, "xitonger", "某甲"),
                founder(Role.SECURITY, "anquaner", "某乙"),
                founder(Role.AUDITOR, "shenjier", "某丙"),
            )
        )


# --- two administrators ----------------------------------------------------------------------------------------


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


# --- deputies --------------------------------------------------------------------------------------------------


def test_a_deputy_has_the_role_within_the_period_alone() -> None:
    from reasoner.office import accounts
    from reasoner.office.rights_proposals import Deputising

    by = founded()
    head, deputy = opened("fuze", D), opened("fazhi", L)
    changed(Deputising(deputy.pk, D, day(1), day(3)), head, by)
    roles = [accounts.acting_account(deputy, TODAY + timedelta(days=n)).roles for n in range(5)]
    assert roles == [{L}, {L, D}, {L, D}, {L, D}, {L}]
    assert accounts.acting_account(head).roles == {D}, "who is represented keeps the role"


def test_a_deputy_signs_in_the_place_of_another_and_never_what_that_one_or_the_deputy_handled() -> None:
    from reasoner.office import accounts
    from reasoner.office.acting import signer
    from reasoner.office.rights_proposals import Deputising

    by = founded()
    flow = Flow(ORGAN, (H, D), frozenset({ALWAYS_APART}))
    handler, head, both = opened("jingban", H), opened("fuze", D), opened("fazhi", H, L)
    changed(Deputising(both.pk, D, day(0), day(0)), head, by)
    acting = accounts.acting_account(both)
    assert signer(acting, L).deputed_by is None
    assert (signer(acting, D).deputed_by, signer(acting, D).deputed_by_name) == (head.pk, head.name)
    by_other = signer(accounts.acting_account(handler), H)
    assert faults_of_signers(flow, (by_other, signer(acting, D))) == ()
    assert faults_of_signers(flow, (signer(acting, H), signer(acting, D))), "the deputy handled it"


def test_a_deputy_ends_with_the_role_of_who_is_represented_and_when_it_is_ended() -> None:
    from reasoner.office import accounts
    from reasoner.office.account_models import Deputy
    from reasoner.office.rights_proposals import Deputising, EndOfDeputising, Renaming, Withdrawal

    by = founded()
    head, deputy = opened("fuze", D, V), opened("fazhi", L)
    changed(Deputising(deputy.pk, D, day(0), day(9)), head, by)
    changed(Deputising(deputy.pk, V, day(0), day(9)), head, by)
    assert accounts.acting_account(deputy).roles == {L, D, V}
    changed(Withdrawal(D), head, by)
    assert accounts.acting_account(deputy).roles == {L, V}
    changed(EndOfDeputising(Deputy.objects.get(role=V.value).pk), head, by)
    assert accounts.acting_account(deputy).roles == {L}
    changed(Deputising(deputy.pk, V, day(0), day(9)), head, by)
    changed(Renaming(deputy.name, "另一单位"), deputy, by)
    deputy.refresh_from_db()
    assert accounts.acting_account(deputy).roles == {L}, "and with the organ that both worked for"


@pytest.mark.parametrize(
    ("role", "first_day", "last_day", "words"),
    [
        (D, day(3), day(1), "早于第一天"),
        (D, day(-9), day(-1), "已经过去"),
        (D, day(0), day(400), "最多366天"),
        (D, "昨天", day(1), "写成起止两天"),
        (D, "20260105", "20260106", "写成起止两天"),
        (D, "", "", "写成起止两天"),
        (V, day(0), day(1), "被代理人自己有的"),
        (Role.SYSTEM, day(0), day(1), "办案角色"),
    ],
)
def test_a_period_and_a_role_that_cannot_be(role: Role, first_day: str, last_day: str, words: str) -> None:
    from reasoner.office.rights_proposals import Deputising

    by = founded()
    head, deputy = opened("fuze", D), opened("fazhi", L)
    assert words in refused(Deputising(deputy.pk, role, first_day, last_day), head, by[Role.SYSTEM])


def test_who_cannot_be_a_deputy() -> None:
    from reasoner.office.rights_proposals import Deputising, Granting, Withdrawal

    by = founded()
    head, abroad, other = opened("fuze", D), opened("waidi", L, organ="另一单位"), opened("fuzer", D)
    for deputy, words in (
        (head, "自己"),
        (by[Role.AUDITOR], "管理员不能代理"),
        (abroad, "同一个单位"),
        (other, "自己就有"),
    ):
        assert words in refused(Deputising(deputy.pk, D, day(0), day(1)), head, by[Role.SYSTEM])
    assert "要选代理人" in refused(Deputising(0, D, day(0), day(1)), head, by[Role.SYSTEM])
    deputy = opened("fazhi", L)
    changed(Deputising(deputy.pk, D, day(0), day(1)), head, by)
    changed(Withdrawal(L), deputy, by)
    assert "还在代理别人" in refused(Granting(Role.AUDITOR), deputy, by[Role.SYSTEM])


# --- work that goes to another ---------------------------------------------------------------------------------


def test_all_open_work_goes_to_another_of_the_same_organ(monkeypatch: pytest.MonkeyPatch) -> None:
    from reasoner.office import handover, rights_changes
    from reasoner.office.rights_proposals import Handover

    by = founded()
    person, colleague, abroad = opened("jingban", H), opened("jingbaner", H), opened("waidi", H, organ="另一单位")
    moved: list[tuple[int, int]] = []
    monkeypatch.setattr(handover, "_HOOKS", {})
    handover.register_handover("案件", lambda a, b: moved.append((a, b)) or 3)
    handover.register_handover("草稿", lambda a, b: 2)
    for to, words in ((person, "另一个人"), (abroad, "同一个单位"), (by[Role.AUDITOR], "同一个单位")):
        assert words in refused(Handover(to.pk), person, by[Role.SYSTEM])
    made = rights_changes.propose(Handover(colleague.pk), person, "调离", by[Role.SYSTEM])
    assert moved == []
    assert rights_changes.agree(made.pk, by[Role.SECURITY]).moved == 5
    assert moved == [(person.pk, colleague.pk)]


def test_a_handover_that_breaks_off_moves_nothing_and_stays_open(monkeypatch: pytest.MonkeyPatch) -> None:
    from reasoner.office import handover, rights_changes
    from reasoner.office.account_models import Account
    from reasoner.office.rights_proposals import Handover

    by = founded()
    person, colleague = opened("jingban", H), opened("jingbaner", H)

    def renames(a: int, b: int) -> int:
        return Account.objects.filter(pk=a).update(name="移交过")

    def breaks(a: int, b: int) -> int:
        raise RuntimeError

    monkeypatch.setattr(handover, "_HOOKS", {"案件": renames, "草稿": breaks})
    made = rights_changes.propose(Handover(colleague.pk), person, "", by[Role.SYSTEM])
    with pytest.raises(RuntimeError):
        rights_changes.agree(made.pk, by[Role.SECURITY])
    person.refresh_from_db()
    made.refresh_from_db()
    assert (person.name, made.outcome) == ("人员jingban", "")


# --- flows -----------------------------------------------------------------------------------------------------


def test_an_organ_sets_its_flow_and_the_others_keep_four_persons() -> None:
    from reasoner.office import accounts
    from reasoner.office.rights_proposals import FlowChange

    by = founded()
    changed(FlowChange(ORGAN, (H, V, D), ((D, H), (H, V))), None, by)
    assert accounts.flow_of(ORGAN) == Flow(ORGAN, (H, V, D), frozenset({ALWAYS_APART, frozenset({H, V})}))
    assert accounts.flow_of("另一单位").steps == FOUR
    assert "必须由不同的人签署" in refused(FlowChange(ORGAN, (H, D), ()), None, by[Role.SYSTEM])
    assert "第一步" in refused(FlowChange(ORGAN, (V, D), ((H, D),)), None, by[Role.SYSTEM])


def test_what_belongs_to_another_organ_is_not_there() -> None:
    from django.http import Http404, HttpRequest

    from reasoner.office.acting import ACTOR, Actor, of_own_organ

    request = HttpRequest()
    of_own_organ(request, ORGAN)
    request.META[ACTOR] = Actor(1, "经办甲", ORGAN, CASE_ROLES)
    of_own_organ(request, ORGAN)
    with pytest.raises(Http404):
        of_own_organ(request, "另一单位")


# --- passwords -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("duan", "至少10个字符"),
        ("a" * 129, "最多128个字符"),
        ("wo-shi-jingban-a", "不要有登录名"),
        ("我就是经办甲这个人没错吧", "不要有登录名"),
        ("aaaaaaaaaaaa", "不同的字符至少5个"),
        ("1234567890", "常见的密码"),
        ("QWERTYUIOP", "常见的密码"),
        ("yi-ju-hao-ji\x00-de-hua", "不能用的字符"),
    ],
)
def test_a_password_that_cannot_be_is_refused_in_words(password: str, words: str) -> None:
    from reasoner.office.passwords import PasswordRules, faults

    assert any(words in fault for fault in faults(password, "jingban", "经办甲", PasswordRules()))


def test_a_long_sentence_is_enough_and_no_mixture_is_asked_for_unless_it_is_set() -> None:
    from reasoner.office.passwords import PasswordRules, faults

    for password in ("yi-ju-hao-ji-de-hua", "春眠不觉晓处处闻啼鸟", "correct horse battery"):
        assert faults(password, "jingban", "经办甲", PasswordRules()) == ()
    (fault,) = faults("yijuhaojidehua", "jingban", "经办甲", PasswordRules(kinds=3))
    assert "四类里至少要有3类" in fault
    assert faults("Yijuhaojidehua1", "jingban", "经办甲", PasswordRules(kinds=3)) == ()


def test_a_password_is_the_same_however_its_characters_were_typed() -> None:
    from reasoner.office import passwords

    kept = opened("jingban", H)
    passwords.replace(kept, "ｙｉ-ju-hao-ji-de-hua")
    assert passwords.is_right(kept, "yi-ju-hao-ji-de-hua")
    assert not passwords.is_right(kept, "yi-ju-hao-ji-de-hua ")


def test_the_last_five_passwords_are_not_taken_again() -> None:
    from reasoner.office import passwords

    kept = opened("jingban", H)
    spellings = [f"di-{n}-ju-hao-ji-de-hua" for n in "abcdefg"]
    for password in spellings:
        assert passwords.faults_of_change(kept, password) == ()
        passwords.replace(kept, password)
    for password in spellings[-5:]:
        assert "最近5个密码" in passwords.faults_of_change(kept, password)[0]
    assert passwords.faults_of_change(kept, spellings[0]) == ()


def test_rules_of_passwords_are_changed_by_two_within_bounds() -> None:
    from reasoner.office import passwords
    from reasoner.office.passwords import PasswordRules
    from reasoner.office.rights_proposals import PasswordChange

    by = founded()
    assert "最少字符数要在8至64之间" in refused(PasswordChange(PasswordRules(least=4)), None, by[Role.SYSTEM])
    changed(PasswordChange(PasswordRules(least=14, days=90)), None, by)
    assert passwords.rules() == PasswordRules(least=14, days=90)
    kept = opened("jingban", H)
    assert "至少14个字符" in passwords.faults_of_change(kept, "shi-er-ge-zi")[0]
    kept.must_change, kept.password_at = False, (TODAY - timedelta(days=91)).isoformat()
    assert passwords.must_change(kept)
    kept.password_at = (TODAY - timedelta(days=90)).isoformat()
    assert not passwords.must_change(kept)


# --- names -----------------------------------------------------------------------------------------------------


def test_a_name_is_one_line_that_runs_nothing() -> None:
    from reasoner.office import accounts

    assert accounts.plain_line(" 甲\r\nX-Bad: 1 ") == "甲 X-Bad: 1"
    for name in ("", "甲\x00", "甲\u202e乙", "<script>", 'a"b', "甲\u200b乙", "甲" * 41):
        assert accounts.name_faults(name), name
    for name in ("某某", "阿卜杜拉·某某", "O'Neil"):
        assert accounts.name_faults(name) == ()
