"""The settings of a bureau in 青岛市, for every question that names no place."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def own_region(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text('"地区" = "青岛市"\n', encoding="utf-8")
    monkeypatch.setenv("TIAOLI_SETTINGS", str(settings))
