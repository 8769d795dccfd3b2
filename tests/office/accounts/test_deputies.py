"""代理 with a period: within it alone, never for what one of the two handled."""

from __future__ import annotations

from datetime import timedelta

import pytest

from reasoner.casework.flow import ALWAYS_APART, Flow, faults_of_signers
from reasoner.casework.roles import Role
from tests.office.accounts.persons import TODAY, D, H, L, V, changed, day, founded, opened, refused
from tests.office.team import ORGAN


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
