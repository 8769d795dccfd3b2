"""Each file of tests on cases has an office of its own, with the tables of days, on a day that is set."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.office.case_files.course import HOLIDAYS, TERMS
from tests.office.desks import four, office, set_day


@pytest.fixture(scope="module", autouse=True)
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with office(tmp_path_factory.mktemp("office")):
        for key, kind, text in (("t", "期限", TERMS), ("h", "节假日", HOLIDAYS)):
            assert four()[2].post("/files/tables/send", {"key": key, "kind": kind, "text": text}).status == 200
        yield


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    set_day(monkeypatch, "2024-06-28")
