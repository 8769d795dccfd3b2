"""How fast letters are made, from a cold start. Budgets: Word 1.5 s, PDF 2.5 s; printed, never asserted."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

EXAMPLES = json.loads((Path(__file__).parent.parent / "conformance" / "examples.json").read_text(encoding="utf-8"))
TIAOLI = str(Path(sys.executable).with_name("tiaoli"))


@pytest.mark.parametrize("suffix", [".docx", ".html", ".pdf"])
def test_cold_report(tmp_path: Path, suffix: str, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "申请.json"
    file.write_text(json.dumps(EXAMPLES[0]["application"], ensure_ascii=False), encoding="utf-8")
    command = [TIAOLI, "report", str(file), "-o", str(tmp_path / f"x{suffix}")]
    first = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    if first.returncode and "T108" in first.stderr:
        pytest.skip("no Chinese font on this machine")
    times = []
    for _ in range(5):
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        times.append(time.perf_counter() - start)
    with capsys.disabled():
        print(f"\ncold report to {suffix}: {statistics.median(times) * 1000:.0f} ms")
    assert times
