"""Letters of the example verdicts, in every format that this machine can make."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "proof"))

from proof_applications import variations

from policy_dsl.diagnostics import Faults
from reasoner.driver.current_rule_base import reader, rule_base
from reasoner.interpreter.judge import judge
from reasoner.model.verdict import Verdict
from reasoner.render.pdf.fonts import faces


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing of the machine's own settings."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "no-config"))
    for name in ("TIAOLI_SETTINGS", "TIAOLI_FONT", "APPDATA"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def verdicts() -> list[Verdict]:
    return [judge(rule_base(), reader().read(data)[0], as_of) for data, as_of in variations()]


@pytest.fixture(scope="session")
def chinese_font() -> str:
    """Skips where the machine has no Chinese font; with TIAOLI_REQUIRE_ALL=1 that fails."""
    try:
        return faces().body[0]
    except Faults as error:
        if os.environ.get("TIAOLI_REQUIRE_ALL") == "1":
            raise
        pytest.skip(f"no Chinese font on this machine: {error.diagnostics[0].message}")


@pytest.fixture(params=[".docx", ".html", ".pdf"])
def suffix(request: pytest.FixtureRequest) -> str:
    if request.param == ".pdf":
        request.getfixturevalue("chinese_font")
    return str(request.param)
