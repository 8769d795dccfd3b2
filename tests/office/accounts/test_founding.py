"""The first three administrators, and that an office is founded once."""

from __future__ import annotations

import pytest

from reasoner.casework.roles import ADMINISTRATORS, Role
from tests.office.accounts.persons import founded, founder
from tests.office.noted import notes, size
from tests.office.team import NAMES, first


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
