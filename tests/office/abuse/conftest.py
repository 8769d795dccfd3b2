"""A window with a district's workbook and a draft, for all that somebody tries on it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.office.abuse.hostile import FRAME
from tests.office.client import Client, Window
from tests.office.district_workbook import district_workbook


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Window, Client]]:
    window = Window(tmp_path_factory.mktemp("abused"))
    try:
        client = Client(window)
        client.upload("区市报送.xlsx", district_workbook())
        client.post("/judge/new", client.get("/judge/new").form("/judge/new") | FRAME)
        yield window, client
    finally:
        window.close()
