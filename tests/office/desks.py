"""The window within the process of a test, with a desk for each person: what a browser sends, answered by the views themselves.

Who sits at a desk is given, so that roles and persons can be tried without signing in; signing in has tests of its own.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from reasoner.casework.roles import CASE_ROLES, Role
from tests.office.client import Page
from tests.office.team import office_of_process

ORGAN = "某市医疗保障事业中心"


@contextmanager
def office(folder: Path) -> Iterator[None]:
    """An office with an empty database in a folder."""
    from reasoner.driver.current_rule_base import rule_base

    before = {k: os.environ.get(k) for k in ("TIAOLI_REVIEWS", "TIAOLI_SETTINGS")}
    os.environ["TIAOLI_REVIEWS"] = str(folder / "reviews")
    (folder / "settings.toml").touch()
    os.environ["TIAOLI_SETTINGS"] = str(folder / "settings.toml")
    office_of_process(folder)
    from django.db import connection

    try:
        rule_base()
        yield
    finally:
        connection.close()
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


class Desk:
    """Where one person works. account 0: a window for one person."""

    def __init__(self, account: int, name: str, *roles: Role, organ: str = ORGAN) -> None:
        from reasoner.office.acting import ALONE, Actor

        self.actor = ALONE if account == 0 else Actor(account, name, organ, frozenset(roles))

    def _answer(self, method: str, path: str, data: Mapping[str, object]) -> Page:
        from django.core.exceptions import PermissionDenied
        from django.http import Http404
        from django.test import RequestFactory
        from django.urls import resolve

        from reasoner.office.acting import ACTOR

        factory = RequestFactory()
        request = factory.get(path) if method == "GET" else factory.post(path, dict(data))
        request.META[ACTOR] = self.actor
        found = resolve(path.partition("?")[0].partition("#")[0])
        try:
            response = found.func(request, *found.args, **found.kwargs)
        except Http404:
            return Page(404, path, "", {}, b"")
        except PermissionDenied:
            return Page(403, path, "", {}, b"")
        if response.status_code == 303:
            return self.get(response.headers["Location"])
        content = response.content
        return Page(response.status_code, path, content.decode("utf-8", "replace"), dict(response.headers), content)

    def get(self, path: str) -> Page:
        return self._answer("GET", path.partition("#")[0], {})

    def post(self, path: str, fields: Mapping[str, object]) -> Page:
        return self._answer("POST", path.partition("#")[0], fields)

    def letter(self, address: str) -> Page:
        """A letter: the address of its form, behind ? what is filled in (form=docx&kind=…)."""
        path, _, filled = address.partition("?")
        return self.post(path, dict(parse_qsl(filled)))

    def step(self, page: Page, step: str, **fields: str) -> Page:
        """Send the form of a step as it stands on a page, with what is filled in."""
        hidden = form_of(page, step)
        address = page.address.partition("#")[0].removesuffix("/step").removesuffix("/attach")
        return self.post(f"{address}/step", hidden | fields)


def form_of(page: Page, step: str) -> dict[str, str]:
    """The hidden fields of the form of a step."""
    import re
    from html import unescape

    from tests.office.client import FORM, HIDDEN

    for form in FORM.findall(page.text):
        hidden = {unescape(k): unescape(v) for k, v in HIDDEN.findall(form)}
        if hidden.get("step") == step:
            days = re.findall(r'name="办理日期"[^>]*value="([^"]*)"', form)
            return hidden | ({"办理日期": days[0]} if days else {})
    raise AssertionError(f"no form of {step} on {page.address}: {page.text[-3000:]}")


def four() -> tuple[Desk, Desk, Desk, Desk]:
    """The four persons of the usual flow."""
    return (
        Desk(1, "经办甲", Role.HANDLER), Desk(2, "复核甲", Role.REVIEWER), Desk(3, "法制甲", Role.LEGAL), Desk(4, "负责人甲", Role.HEAD),
    )  # fmt: skip


def alone() -> Desk:
    """A window for one person."""
    assert CASE_ROLES
    return Desk(0, "")


def set_day(patch: pytest.MonkeyPatch, day: str) -> None:
    """Let the office have a day for today."""
    from reasoner.office.office_clock import CLOCK

    patch.setattr(CLOCK, "day", lambda: date.fromisoformat(day))
