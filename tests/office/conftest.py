"""One window for the tests of a file, each with a folder of its own, and a PostgreSQL server where one is asked for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.office.client import Client, Window
from tests.office.postgresql_cluster import Cluster, cluster


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """The tests of a marked file run on both databases."""
    if "window" in metafunc.fixturenames and metafunc.definition.get_closest_marker("both_databases"):
        metafunc.parametrize("window", ["sqlite", "postgresql"], indirect=True, scope="module")


@pytest.fixture(scope="module")
def window(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Window]:
    wanted = getattr(request, "param", "sqlite")
    database = request.getfixturevalue("postgresql").new_database() if wanted == "postgresql" else ""
    opened = Window(tmp_path_factory.mktemp("window"), database=database)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def client(window: Window) -> Client:
    return Client(window)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Cluster]:
    with cluster() as made:
        yield made
