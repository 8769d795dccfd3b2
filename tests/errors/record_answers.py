"""Records what another build answers: run with its Python, `python record_answers.py ITS_ROOT`; it writes recorded.json here."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from error_answers import answer

HERE = Path(__file__).parent


def main(root: Path) -> None:
    """Answer every input and write the answers."""
    inputs = json.loads((HERE / "inputs.json").read_text(encoding="utf-8"))
    recorded = {}
    for name, given in inputs.items():
        with tempfile.TemporaryDirectory() as folder:
            recorded[name] = answer(given, Path(folder).resolve(), root)
    text = json.dumps(recorded, ensure_ascii=False, indent=1) + "\n"
    (HERE / "recorded.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.path.insert(0, sys.argv[1])
    main(Path(sys.argv[1]).resolve())
