"""Reading tables with the vocabulary in use."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from workbooks_made import write

from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.driver import judging
from reasoner.model.verdict import Verdict

Made = bytes | openpyxl.Workbook


@pytest.fixture
def verdicts(tmp_path: Path) -> Callable[..., list[Verdict]]:
    def judge(content: Made, name: str = "表.xlsx", as_of: str | None = None) -> list[Verdict]:
        return judging.check(write(tmp_path / name, content), as_of)[0]

    return judge


@pytest.fixture
def faults(tmp_path: Path) -> Callable[..., list[Diagnostic]]:
    """The faults of a table, with the folder taken from their places."""

    def found(content: Made, name: str = "表.xlsx") -> list[Diagnostic]:
        path = write(tmp_path / name, content)
        before = path.read_bytes()
        with pytest.raises(Faults) as error:
            judging.check(path)
        assert path.read_bytes() == before
        return list(error.value.diagnostics)

    return found
