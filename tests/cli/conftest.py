"""The command as people run it: a process of its own, with its own standard output."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from written_json import hold, writes_json

SCRIPT = Path(sys.executable).with_name("tiaoli.exe" if os.name == "nt" else "tiaoli")
COMMAND = [str(SCRIPT)] if SCRIPT.exists() else [sys.executable, "-m", "reasoner.cli.main"]

APPLICATION: dict[str, Any] = {
    "编号": "QD-001",
    "事项": "新增购买住院床位",
    "日期": "2024-05-01",
    "机构": {"名称": "示例医院", "类型": "综合医院", "等级": "二级", "所在地": "城阳区"},
    "床位类别": "综合",
    "床位数": 100,
    "指标": [
        {"地区": "城阳区", "名称": "床位使用率", "数值": "74%", "时点": "2024-03-31", "来源": "结算数据"},
        {"地区": "青岛市", "名称": "医保购买住院床位数", "数值": 71293, "时点": "2022-12-31"},
        {"地区": "青岛市", "名称": "常住人口", "数值": 10342100, "时点": "2022-12-31"},
        {"地区": "城阳区", "名称": "医疗费用增长率", "数值": "4%", "时点": "2023"},
        {"地区": "青岛市", "名称": "医疗费用增长率", "数值": "5%", "时点": "2023"},
    ],
}


@dataclass(frozen=True)
class Done:
    """What a run left behind."""

    status: int
    raw: bytes
    raw_error: bytes

    @property
    def out(self) -> str:
        return self.raw.decode("utf-8")

    @property
    def err(self) -> str:
        return self.raw_error.decode("utf-8")

    def json(self) -> Any:
        return json.loads(self.raw)


Tiaoli = Callable[..., Done]


@pytest.fixture(scope="session")
def environment(made_once: Callable[[str, Callable[[Path], None]], Path]) -> dict[str, str]:
    """One cache of the compiled rules for all runs, and nothing of the machine's own settings."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "PYTHONIO", "TIAOLI", "NO_COLOR"))}
    kept |= {"PYTHONUTF8": "1", "COLUMNS": "80"}

    def compiled(cache: Path) -> None:
        subprocess.run(
            [*COMMAND, "documents"], env=kept | {"TIAOLI_CACHE": str(cache)}, capture_output=True, check=True
        )

    return kept | {"TIAOLI_CACHE": str(made_once("cache-of-commands", compiled))}


@pytest.fixture
def tiaoli(environment: dict[str, str], tmp_path: Path) -> Tiaoli:
    def run(*arguments: str | Path, env: dict[str, str] | None = None) -> Done:
        texts = [str(a) for a in arguments]
        done = subprocess.run(
            [*COMMAND, *texts],
            capture_output=True,
            cwd=tmp_path,
            env=environment | (env or {}),
            timeout=120,
            check=False,
        )
        assert b"Traceback" not in done.stderr, done.stderr.decode("utf-8", "replace")
        if writes_json(texts) and done.stdout:
            hold(texts, done.stdout.decode((env or {}).get("PYTHONIOENCODING", "utf-8")), done.returncode)
        return Done(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture
def application(tmp_path: Path) -> Callable[..., Path]:
    """Writes an application like `APPLICATION`, with some keys changed, and gives its file."""

    def write(name: str = "申请.json", **changed: Any) -> Path:
        data = {k: v for k, v in (APPLICATION | changed).items() if v is not ...}
        path = tmp_path / name
        path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        return path

    return write
