"""What `tiaoli corpus check` costs after a change beside compiling everything anew. Nothing fails by the clock.

Run with `uv run --group dev pytest tests/benchmarks/test_corpus_check.py --benchmark-enable -s`. The budget is 0.3 × of a full
compilation. Processor time is compared, for on a machine that others use the clock says little. Without the option it is tried
with a few clauses.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks.test_entry_rules import CLAUSES, SOME, files

TIAOLI = [sys.executable, "-c", "from reasoner.cli.main import main; raise SystemExit(main())"]
SMALL = 6
"""Documents of the corpus beside the large one."""


def spent(arguments: list[str], corpus: Path, cache: Path) -> float:
    """Seconds of processor time of a command as another start would run it."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    around = {**os.environ, "TIAOLI_CORPUS": str(corpus), "XDG_CACHE_HOME": str(cache)}
    subprocess.run([*TIAOLI, *arguments], env=around, check=True, capture_output=True, timeout=600)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def laid_out(root: Path, clauses: int) -> Path:
    """A corpus of a large document and some small ones; the rules of one of the small ones."""
    for number in range(SMALL + 1):
        name = f"weifang-{number}"
        made = files(clauses if number == 0 else SOME)
        folder = root / "370700" / name / "2026-01-01"
        folder.mkdir(parents=True)
        for file, text in made.items():
            issued = text.replace('issued = ""\ndraft = true', 'issued = "2026-01-01"')
            issued = issued.replace(
                'starts = ""\nstarts_basis = "不明"', 'starts = "2026-01-01"\nstarts_basis = "印发之日"'
            )
            if file == "meta.toml":
                issued += f'\n[received]\nfile = "a.txt"\nsha256 = "{"0" * 64}"\nlength = {len(made["text.txt"])}\n'
            (folder / file).write_text(issued.replace("文件 weifang-large", f"文件 {name}"), encoding="utf-8")
    return root / "370700" / "weifang-1" / "2026-01-01" / "rules.tiao"


def test_a_check_after_a_change(
    request: pytest.FixtureRequest, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus, cache = tmp_path / "规则库", tmp_path / "cache"
    rules = laid_out(corpus, CLAUSES if request.config.getoption("benchmark_enable") else SOME)
    whole = spent(["corpus", "check"], corpus, cache)
    rules.write_text(rules.read_text(encoding="utf-8") + "  注 「改动」\n", encoding="utf-8")
    again = spent(["corpus", "check"], corpus, cache)
    largest = corpus / "370700" / "weifang-0" / "2026-01-01" / "rules.tiao"
    largest.write_text(largest.read_text(encoding="utf-8") + "  注 「改动」\n", encoding="utf-8")
    large = spent(["corpus", "check"], corpus, cache)
    nothing = spent(["corpus", "check"], corpus, cache)
    with capsys.disabled():
        print(
            f"\nall compiled {whole:.2f} s, a small document changed {again:.2f} s ({again / whole:.2f} ×), the "
            f"largest {large:.2f} s ({large / whole:.2f} ×), nothing changed "
            f"{nothing:.2f} s ({nothing / whole:.2f} ×) of processor time"
        )
    assert max(again, large) < whole
