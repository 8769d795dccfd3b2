"""Runs of `tiaoli compare` in this process."""

from __future__ import annotations

import json
from typing import Any

import pytest

from reasoner.cli.main import main

BEDS = "新增购买住院床位"
LTC = "qingdao-2023-18-ltc"
Run = tuple[int, Any, str]


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> Run:
    status = main(["compare", *arguments, "--json"])
    out, err = capsys.readouterr()
    return status, json.loads(out), err
