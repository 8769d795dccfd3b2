"""An office that was filled, and its backup."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tests.office.client import Window
from tests.office.safekeeping.archives import Ended, fill


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an office with a draft, a file of two rows, a setting, a review and a corpus of its own."""
    data = tmp_path_factory.mktemp("office") / "data"
    window = Window(data)
    fill(window)
    window.close()
    return data


@pytest.fixture(scope="module")
def archive(office: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("archive") / "备份.zip"
    made = Ended("backup", "-o", str(target), "--data", str(office))
    assert made.status == 0, made.text
    assert hashlib.sha256(target.read_bytes()).hexdigest() in made.text
    return target
