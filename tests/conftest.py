"""Settings of the whole suite."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
import written_json
from hypothesis import settings

# What must hold before a change lands is tried on the same examples every time; at home each run tries others.
settings.register_profile("landing", derandomize=True)
if os.environ.get("TIAOLI_REQUIRE_ALL"):
    settings.load_profile("landing")


@pytest.fixture(autouse=True, scope="session")
def _written_json_fits() -> Iterator[None]:
    """Hold everything that commands write against its schema, and everything that intake accepts."""
    with pytest.MonkeyPatch.context() as patch:
        written_json.watch(patch)
        yield


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    counts = written_json.counts
    if counts:
        listed = ", ".join(f"{name} {number}" for name, number in sorted(counts.items()))
        terminalreporter.write_line(f"held against schemas: {counts.total()} ({listed})")
