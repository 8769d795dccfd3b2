"""One window for the tests of a file, each with a folder of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.office.client import Client, Window


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Window]:
    opened = Window(tmp_path_factory.mktemp("window"))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def client(window: Window) -> Client:
    return Client(window)
