"""Every address with every role: what the table says is what the office answers, and no address is forgotten (every
address × every role is tested for 403 or 404)."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator

import pytest

from reasoner.casework.roles import ADMINISTRATORS, CASE_ROLES, Role
from tests.office.team import LOGINS, NAMES, ORGAN, office_of_process

DONE = 200
LED_ON = 303
FORBIDDEN = 403
UNAUTHORIZED = 401
PROGRAMS = "/api/v1/"
"""Where a token counts and no cookie (test_programs.py)."""


@pytest.fixture(scope="module")
def tokens(tmp_path_factory: pytest.TempPathFactory) -> dict[Role | None, str]:
    """The cookie of a person of each role, and of one who has none."""
    office_of_process(tmp_path_factory.mktemp("office"))
    from reasoner.office import passwords, sessions
    from reasoner.office.account_models import Account, RoleGrant
    from reasoner.office.keeping import now

    made: dict[Role | None, str] = {}
    for role in (*Role, None):
        login = "wu" + "xx" if role is None else LOGINS[role]
        kept = Account(login=login, name="无" if role is None else NAMES[role], organ=ORGAN, password="", created=now())
        passwords.replace(kept, "nobody-asks-for-it")
        if role is not None:
            RoleGrant.objects.create(account=kept, role=role.value, since=now())
        made[role] = sessions.begin(kept, "127.0.0.1", "")
    return made


class Reached(Exception):
    """The guard let a request through to the view."""


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Thousands of refusals are not logged one by one."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def patterns() -> Iterator[tuple[str, object]]:
    from reasoner.office import urls

    for pattern in urls.urlpatterns:
        yield str(pattern.pattern), pattern


def address(route: str) -> str:
    """An address that a route answers."""
    filled = re.sub(r"<int:[a-z]+>", "1", route)
    return "/" + re.sub(r"<str:[a-z]+>", "x", filled)


def test_every_address_stands_in_the_table_and_the_table_has_no_other(tokens: dict[Role | None, str]) -> None:
    from reasoner.office.rights import RIGHTS

    routes = [route for route, _ in patterns()]
    assert len(routes) == len(set(routes)) > 80
    assert set(routes) == set(RIGHTS)


def answers(token: str | None, method: str, path: str) -> int:
    """What the office answers; 200 where the view was reached."""
    from django.conf import settings
    from django.test import Client

    browser = Client(enforce_csrf_checks=False)
    if token is not None:
        browser.cookies[settings.SESSION_COOKIE_NAME] = token
    try:
        return browser.generic(method, path).status_code
    except Reached:
        return DONE


@pytest.fixture
def views_replaced(tokens: dict[Role | None, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """No view answers: what is tried is who gets as far as one."""

    def reached(*parts: object, **named: object) -> None:
        raise Reached

    for _, pattern in patterns():
        monkeypatch.setattr(pattern, "callback", reached)


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "DELETE"])
@pytest.mark.usefixtures("views_replaced")
def test_every_address_answers_every_role_as_the_table_says(tokens: dict[Role | None, str], method: str) -> None:
    from reasoner.office.rights import RIGHTS

    reading = method in ("GET", "HEAD")
    for route, _ in patterns():
        right, path = RIGHTS[route], address(route)
        for role, token in tokens.items():
            roles = right.read if reading else right.write
            allowed = right.open or right.own or (role is not None and role in roles)
            expected = DONE if allowed else FORBIDDEN
            if route == "" and role not in CASE_ROLES:
                expected = LED_ON
            if path.startswith(PROGRAMS):
                expected = UNAUTHORIZED
            assert answers(token, method, path) == expected, (method, route, role)
        signed_out = (
            UNAUTHORIZED if path.startswith(PROGRAMS) else DONE if right.open else LED_ON if reading else FORBIDDEN
        )
        for stranger in (None, "", "wrong", "A" * 43):
            assert answers(stranger, method, path) == signed_out, (method, route, "signed out")


def test_what_answers_strangers_is_little_and_known(tokens: dict[Role | None, str]) -> None:
    from reasoner.office.rights import RIGHTS

    opened = {route for route, right in RIGHTS.items() if right.open and not route.startswith("api/v1/")}
    assert opened == {"healthz", "static/<str:digest>/<str:name>", "sign-in", "found"}


def test_an_address_that_is_not_in_the_table_answers_nobody(
    tokens: dict[Role | None, str], views_replaced: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reasoner.office.rights import RIGHTS

    monkeypatch.delitem(RIGHTS, "judge")
    for role, token in tokens.items():
        assert answers(token, "GET", "/judge") == FORBIDDEN, role


def test_what_is_no_address_tells_a_stranger_nothing(tokens: dict[Role | None, str]) -> None:
    assert answers(None, "GET", "/nothing") == answers(None, "GET", "/judge") == LED_ON
    assert answers(tokens[Role.HANDLER], "GET", "/nothing") == 404


def test_administrators_see_no_case_and_who_works_on_cases_no_account(tokens: dict[Role | None, str]) -> None:
    """roles.py: 系统 sees no case; the administrators stand apart from casework and from each other."""
    from reasoner.office.rights import RIGHTS

    of_cases = [route for route in RIGHTS if route.split("/")[0] in ("judge", "batch", "case", "ledger", "todo")]
    assert len(of_cases) > 30
    assert all(not (RIGHTS[r].read | RIGHTS[r].write) & ADMINISTRATORS for r in of_cases)
    of_office = [route for route in RIGHTS if route.split("/")[0] == "office"]
    assert all(not (RIGHTS[r].read | RIGHTS[r].write) & CASE_ROLES for r in of_office)
    assert all(RIGHTS[r].write <= {Role.SYSTEM} or RIGHTS[r].write <= {Role.SECURITY} for r in of_office)


def test_the_navigation_has_what_a_role_may_open_and_nothing_else(tokens: dict[Role | None, str]) -> None:
    from reasoner.office.account_guard import sections_of

    def names(*roles: Role) -> list[str]:
        return [name for _, _, name in sections_of(frozenset(roles))]

    assert "账号" not in names(Role.HANDLER)
    assert {"待办", "研判", "台账"} <= set(names(Role.HANDLER))
    for role in ADMINISTRATORS:
        assert "账号" in names(role)
        assert not {"待办", "研判", "台账", "比较"} & set(names(role))
    assert names() == []


def test_the_first_page_leads_administrators_on_to_theirs(tokens: dict[Role | None, str]) -> None:
    from django.conf import settings
    from django.test import Client

    for role, onward in ((Role.SYSTEM, "/office"), (Role.AUDITOR, "/office"), (None, "/account")):
        browser = Client()
        browser.cookies[settings.SESSION_COOKIE_NAME] = tokens[role]
        answer = browser.get("/")
        assert (answer.status_code, answer.headers["Location"]) == (LED_ON, onward)


def told(token: str, path: str, method: str = "GET") -> tuple[int, str]:
    """The status and the words of an answer."""
    from django.conf import settings
    from django.test import Client

    browser = Client(enforce_csrf_checks=False)
    browser.cookies[settings.SESSION_COOKIE_NAME] = token
    answer = browser.generic(method, path)
    return answer.status_code, re.sub(r"<[^>]+>", "", answer.content.decode())


GRANTED = "由系统管理员提出、安全管理员同意后授予"


def test_an_administrator_is_offered_no_right_that_the_role_can_never_get(tokens: dict[Role | None, str]) -> None:
    for role in sorted(ADMINISTRATORS):
        status, words = told(tokens[role], "/judge")
        assert status == FORBIDDEN
        assert "由“经办”、“复核”、“法制”、“负责人”办理" in words
        assert f"“{role.value}”的职责是" in words
        assert "不能授予你的账号" in words
        assert GRANTED not in words
    assert "你能打开：查条、模拟、记录、账号" in told(tokens[Role.AUDITOR], "/judge")[1]


def test_a_person_of_casework_is_told_which_rights_can_be_had(tokens: dict[Role | None, str]) -> None:
    status, words = told(tokens[Role.REVIEWER], "/judge/new", "POST")
    assert (status, GRANTED in words) == (FORBIDDEN, True)
    status, words = told(tokens[Role.REVIEWER], "/office")
    assert (status, GRANTED in words, "办案的角色不兼管理员" in words) == (FORBIDDEN, False, True)
    assert GRANTED in told(tokens[None], "/judge")[1], "who has no role may be given one"


def test_the_address_of_a_form_that_is_opened_by_itself_says_so_in_chinese(tokens: dict[Role | None, str]) -> None:
    for path, status in (("/file/1/step", FORBIDDEN), ("/files/tables/send", 405)):
        answered, words = told(tokens[Role.HANDLER], path)
        assert (answered, "这个地址不能直接打开" in words) == (status, True), path
