"""How soon faults stand beside rules of 300 clauses that somebody types. Nothing fails by the clock.

Run with `uv run --group dev pytest tests/benchmarks/test_entry_rules.py --benchmark-enable -s`. The budget is one second from the
last key: the script waits a quarter of one, the rest is the server's. Of each text the processor time of the server stands beside
the clock, for on a machine that others use the clock says little. Without the option a few clauses are tried.
"""

from __future__ import annotations

import os
import statistics
import time
from pathlib import Path

import pytest

from tests.office.client import Client
from tests.office.draft_rules import META, TITLE, window_with

DOCUMENT = "weifang-large"
PAGE = f"/entry/{DOCUMENT}/rules"
CLAUSES, RUNS = 300, 10
SOME = 12


def files(clauses: int) -> dict[str, str]:
    """An invented document in which every other clause restricts beds by a figure of its own, and the others are duties."""
    lines, entries = [TITLE], [f"文件 {DOCUMENT}", f"条 title 性质 题名\n「{TITLE}」"]
    for number in range(1, clauses):
        if number % 2:
            words = f"本区县床位使用率低于{20 + number / 10:.1f}%的,原则上不再新增购买住院床位。"
            below = (
                f"  规则 低于{number}\n    凡 事项 是 新增购买住院床位\n    若 本区县 的 床位使用率 低于 {20 + number / 10:.1f}%\n"
                "    则 原则上 不予新增"
            )
            nature = "限制"
        else:
            words = f"市医疗保障行政部门应当公布第{number}批名单,并说明所依据的情况和理由。"
            below, nature = f"  义务 公布{number}\n    强度 应当", "义务"
        lines.append(words)
        entries.append(f"条 p{number} 性质 {nature}\n「{words}」\n{below}")
    text, rules = "\n".join(lines) + "\n", "\n\n".join(entries) + "\n"
    return {"text.txt": text, "meta.toml": META, "rules.tiao": rules, "readings.toml": ""}


def typed_texts(rules: str) -> dict[str, str]:
    """What somebody may have typed when they stop."""
    middle = rules.index("则 原则上", len(rules) // 2)
    many = rules.replace("低于 2", "低于2", 20)
    return {
        "sound": rules, "one unknown word": rules[:middle] + "则 不再增设\n" + rules[middle + len("则 原则上 不予新增\n") :],
        "half a line": rules[:middle] + "则 原" + rules[middle + len("则 原则上 不予新增") :],
        "20 syntax errors": many,
    }  # fmt: skip


def test_faults_stand_beside_what_is_typed(
    request: pytest.FixtureRequest, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    measured = request.config.getoption("--benchmark-enable")
    document = files(CLAUSES if measured else SOME)
    folder = tmp_path / "规则库" / "370700" / DOCUMENT / "draft"
    folder.mkdir(parents=True)
    for name, text in document.items():
        (folder / name).write_text(text, encoding="utf-8")
    with window_with(tmp_path / "规则库", tmp_path / "window") as window:
        client = Client(window)
        page = client.get(PAGE)
        assert "没有错误" in page.text, "the document is sound"
        hidden, number = page.form(PAGE), 0
        lines = [
            f"{document['rules.tiao'].count('条 ')} clauses, {len(document['rules.tiao'])} characters; load {os.getloadavg()[0]:.1f}"
        ]
        for name, text in typed_texts(document["rules.tiao"]).items():
            clock, processor = [], []
            for run in range(RUNS if measured else 1):
                number += 1
                used, begun = window.processor_seconds(), time.perf_counter()
                sent = {"text": text + "\n" * run, "number": str(number), "editor": "benchmark"}
                answer = client.post(f"{PAGE}/live", hidden | sent)
                clock.append(time.perf_counter() - begun)
                processor.append(window.processor_seconds() - used)
                assert answer.status == 200
                assert ('"marks": []' in answer.text) is (name == "sound")
            lines.append(
                f"{name}: {statistics.median(clock):.2f} s by the clock, {max(clock):.2f} s at most,"
                f" {statistics.median(processor):.2f} s of processor, {len(answer.content) // 1000} kB"
            )
    if measured:
        with capsys.disabled():
            print("\n" + "\n".join(lines))
