"""A record of the verdicts of one build, made through its command line alone, and its comparison with another record.

Not collected by pytest; called from the root of a checkout:

    python -m tests.record.verdicts write --build DIR --inputs FOLDER --out FILE.jsonl
    python -m tests.record.verdicts compare OLD.jsonl NEW.jsonl [--ignore PATH…] [--strict] [--show N]

`write` judges all applications of FOLDER (made once, where it has none; see `inputs`) with `tiaoli check --json` of the
checkout DIR, run there by its own `.venv` (`--python` names another interpreter), and writes a verdict a line in the
order of the inputs. Use the same FOLDER for both builds. An application that the build refuses has a line of errors.
`compare` pairs the verdicts by application. What was decided to differ (`differences.DECIDED`) is translated or left
out; `--strict` compares everything as it stands. Exit status 1 where a difference remains.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.record.differences import DECIDED, Comparison, is_under

SEED = 20261129
"""The seed of the random applications."""

Data = dict[str, Any]


class Build:
    """One checkout, used through its command line alone."""

    def __init__(self, folder: Path, python: Path | None) -> None:
        self._folder = folder.resolve()
        self._python = python or self._folder / ".venv" / "bin" / "python"
        if not self._python.exists():
            raise SystemExit(
                f"no interpreter {self._python}: make the environment with `uv sync`, or name one by --python"
            )
        # Reviews, settings and a cache of whoever runs this are no part of the build.
        self._environment = {k: v for k, v in os.environ.items() if not k.startswith(("TIAOLI_", "PYTHON", "VIRTUAL_"))}
        self._environment |= {"PYTHONUTF8": "1"}

    def verdicts(self, applications: list[Data], options: Sequence[str]) -> list[Data]:
        """The verdicts on the applications of one file; for one that is refused, {"application", "errors"}.

        A fault refuses the whole file: it is halved until only the applications remain that have one.
        """
        status, output = self._check(applications, options)
        if status == 0:
            verdicts = [output] if isinstance(output, dict) else output
            if [v["application"] for v in verdicts] != [a["编号"] for a in applications]:
                raise SystemExit(f"{self._folder}: the verdicts are not those of the applications")
            return verdicts
        if len(applications) > 1:
            half = len(applications) // 2
            return self.verdicts(applications[:half], options) + self.verdicts(applications[half:], options)
        errors = [{"code": e["code"], "message": e["message"]} for e in output["errors"]]
        return [{"application": applications[0]["编号"], "errors": errors}]

    def _check(self, applications: list[Data], options: Sequence[str]) -> tuple[int, Any]:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "applications.json")
            file.write_text(json.dumps(applications, ensure_ascii=False), encoding="utf-8")
            done = subprocess.run(
                [self._python, "-m", "reasoner.cli.main", "check", file, "--json", *options],
                cwd=self._folder, env=self._environment, capture_output=True, encoding="utf-8", check=False,
            )  # fmt: skip
        try:
            return done.returncode, json.loads(done.stdout)
        except ValueError:
            raise SystemExit(f"{self._folder}: exit status {done.returncode}, no JSON\n{done.stderr}") from None


def write(build: Build, inputs: Path, out: Path) -> None:
    """Writes the record of a build; the inputs are made where the folder has none. A file is whole or not there."""
    if not (inputs / "runs.json").exists():
        from tests.record.inputs import write_inputs  # imports the reasoner of this checkout; a record does not need it

        write_inputs(inputs, SEED)
    unfinished, outcomes, began = out.with_name(out.name + ".part"), Counter[str](), time.monotonic()
    with unfinished.open("w", encoding="utf-8") as file:
        for verdict in _judged(build, inputs):
            outcomes[verdict.get("outcome", "refused")] += 1
            file.write(json.dumps(verdict, ensure_ascii=False, separators=(",", ":")) + "\n")
    unfinished.replace(out)
    print(f"{out}: {outcomes.total()} verdicts, {time.monotonic() - began:.0f} s")
    print(*(f"{number:6} {outcome}" for outcome, number in outcomes.most_common()), sep="\n")


def _judged(build: Build, inputs: Path) -> Iterator[Data]:
    for run in json.loads((inputs / "runs.json").read_text(encoding="utf-8")):
        applications = json.loads((inputs / run["applications"]).read_text(encoding="utf-8"))
        ledger = ["--ledger", str((inputs / run["ledger"]).resolve())] if run["ledger"] else []
        yield from build.verdicts(applications, [*ledger, *run["options"]])


def read_record(path: Path) -> dict[str, str]:
    """The lines of a record by application."""
    lines: dict[str, str] = {}
    with path.open(encoding="utf-8") as file:
        for line in file:
            name = json.loads(line)["application"]
            if name in lines:
                raise SystemExit(f"{path}: two verdicts on {name}")
            lines[name] = line
    return lines


def compare(old: Path, new: Path, ignored: Sequence[str], *, strict: bool, most: int) -> int:
    """Prints how many verdicts differ, the differences per path and the first of them; the exit status."""
    before, after = read_record(old), read_record(new)
    comparison = Comparison((json.loads(line) for line in before.values()), strict=strict)
    paths, first, differing = Counter[str](), list[str](), 0
    for name in dict.fromkeys((*before, *after)):
        if name not in before or name not in after:
            differing += 1
            paths["(verdict)"] += 1
            first.append(f"{name}: only in {old if name in before else new}")
            continue
        remaining = [
            d
            for d in comparison.differences(json.loads(before[name]), json.loads(after[name]))
            if not any(is_under(d.general, path) for path in ignored)
        ]
        differing += bool(remaining)
        paths.update(d.general for d in remaining)
        first += [f"{name}: {d}" for d in remaining[: most - len(first)]]
    print(f"{len(before)} verdicts in {old}, {len(after)} in {new}; {differing} differ")
    for title, number in comparison.applied.most_common():
        print(f"  decided: {title}: in {number} verdicts")
    if paths:
        print("differences per path:", *(f"{number:7} {path}" for path, number in paths.most_common()), sep="\n")
        print("the first:", *first[:most], sep="\n  ")
    return 1 if paths else 0


def main() -> int:
    """Run one command; the exit status."""
    lines = "\n".join(f"  {d.title}: {d.reason}" for d in DECIDED)
    parser = argparse.ArgumentParser(
        prog="python -m tests.record.verdicts",
        description=__doc__,
        epilog=f"decided to differ:\n{lines}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True)
    writing = commands.add_parser("write", help="judge all inputs with a build and store its verdicts")
    writing.add_argument("--build", type=Path, required=True, metavar="DIR", help="a checkout with its environment")
    writing.add_argument("--python", type=Path, metavar="FILE", help="an interpreter other than DIR/.venv/bin/python")
    writing.add_argument("--inputs", type=Path, required=True, metavar="FOLDER", help="the applications")
    writing.add_argument("--out", type=Path, required=True, metavar="FILE", help="the record, a verdict a line")
    comparing = commands.add_parser("compare", help="compare two records")
    comparing.add_argument("old", type=Path)
    comparing.add_argument("new", type=Path)
    comparing.add_argument(
        "--ignore",
        nargs="+",
        default=[],
        metavar="PATH",
        help="paths left out, with all below: warnings, facts[*].source",
    )
    comparing.add_argument("--strict", action="store_true", help="compare everything, decided or not")
    comparing.add_argument("--show", type=int, default=20, metavar="N", help="how many differences are printed (20)")
    options = parser.parse_args()
    if options.command == "compare":
        return compare(options.old, options.new, options.ignore, strict=options.strict, most=options.show)
    write(Build(options.build, options.python), options.inputs, options.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
