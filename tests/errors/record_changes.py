"""Takes over what is said now where it was meant to change: `python tests/errors/record_changes.py REASON`.

Every input whose answer is neither that of the recorded build nor the change listed gets the present answer and the
reason in changed.json; a change that has gone is taken away. Read the difference before it is kept.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parents[1])]

from error_answers import answer  # noqa: E402 - the path must be set before

CHANGED = HERE / "changed.json"


def main(reason: str) -> None:
    """Compare every answer with the recorded one and write what changed."""
    inputs, recorded, changed = (
        json.loads((HERE / name).read_text(encoding="utf-8")) for name in ("inputs.json", "recorded.json", CHANGED.name)
    )
    for name, given in inputs.items():
        with tempfile.TemporaryDirectory() as folder:
            now = answer(given, Path(folder).resolve())
        if now == recorded[name]:
            changed.pop(name, None)
        elif name not in changed or changed[name]["now"] != now:
            changed[name] = {"reason": reason, "now": now}
            print(name)
    ordered = {name: changed[name] for name in inputs if name in changed}
    CHANGED.write_text(json.dumps(ordered, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
