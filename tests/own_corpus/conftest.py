"""A corpus of the test's own, and commands that read it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1] / "versions"))

from made_corpus import Run, forget, plan, put, runner


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A corpus with one invented plan, in use."""
    root = tmp_path / "规则库"
    put(root, plan())
    monkeypatch.setenv("TIAOLI_CORPUS", str(root))
    forget()
    yield root
    forget()


@pytest.fixture
def run(corpus: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """What runs a command."""
    return runner(capsys)
