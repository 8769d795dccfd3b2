"""Each file of tests on cases has an office of its own, with the tables of days, on a day that is set."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.office.case_files.course import day_tables
from tests.office.desks import office, set_day


@pytest.fixture(scope="module", autouse=True)
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with office(tmp_path_factory.mktemp("office")):
        day_tables()
        yield


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    set_day(monkeypatch, "2024-06-28")
