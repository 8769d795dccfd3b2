"""fsync before each acknowledgement, by a trace of the system's calls: `python -m tests.robustness.synced`.

Each command that writes runs under strace. Before it says on standard output that it wrote (or, where it says nothing, before
it ends) the content of every file that it renamed into place was brought to the disk, and so was, behind the renaming, the
folder with its new name; a folder that it made is brought to the disk with the folder above it. What it appended to a log
was brought to the disk, and so was the folder of a log that it made.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from tests.robustness.file_kinds import APPLICATIONS, DOCUMENT, bytes_of

RULE: Final = "3.1.p2#低使用率区域不新增床位"
TEMPORARY: Final = "/.tiaoli-"
LOG: Final = "/record.jsonl"
"""How the path of a log ends, to which lines are appended."""
CALLS: Final = "fsync,fdatasync,rename,renameat,renameat2,mkdir,mkdirat,openat,write"
_CALL: Final = re.compile(
    r"^(?:\d+ +)?(?P<name>\w+)\((?P<rest>.*)\) += +(?:0x)?[0-9a-f]+(?:<.*>)?$|^(?:\d+ +)?(?P<write>write)\((?P<to>\d+<(?:[^>\\]|\\.)*>).*$"
)
_UNFINISHED: Final = re.compile(r"^(?P<start>(?P<process>\d+) +(?P<name>\w+)\(.*) <unfinished \.\.\.>$")
_RESUMED: Final = re.compile(r"^(?P<process>\d+) +<\.\.\. (?P<name>\w+) resumed>(?P<end>.*)$")
_QUOTED: Final = re.compile(r'"((?:[^"\\]|\\.)*)"')
_FILE: Final = re.compile(r"^\d+<((?:[^>\\]|\\.)*)>")

COMMANDS: Final[Mapping[str, Sequence[str]]] = {
    "sign": ("review", "sign", RULE, "--document", DOCUMENT, "--by", "zhang", "--reviews", "own"),
    "sign again": ("review", "sign", RULE, "--document", DOCUMENT, "--by", "li", "--reviews", "own"),
    "confirm": ("review", "confirm", DOCUMENT, "分项各自为限", "--by", "zhang", "--reviews", "own"),
    "report": ("report", "many.json", "-o", "letters/a/", "--results", "all.xlsx"),
    "report again": ("report", "many.json", "-o", "letters/a/", "--results", "all.xlsx"),
    "results": ("check", "many.json", "-o", "results.xlsx"),
    "template": ("template", "-o", "form.xlsx", "--letters", "form"),
    "export": ("export", "application", "one.json", "-o", "one.ttl"),
    "validate": ("validate", "one.json", "--report", "report.ttl"),
    "pages": ("pages", "-o", "pages"),
    "record": ("check", "many.json", "--jsonl", "--record", "record"),
    "record again": ("check", "one.json", "--record", "record"),
    "record letters": ("report", "one.json", "-o", "letters/b/", "--record", "record"),
}


class Unsynced(NamedTuple):
    """Something that was not on the disk when it was said to be written."""

    command: str
    what: str


def check(only: Sequence[str] = tuple(COMMANDS)) -> tuple[list[Unsynced], int]:
    """What was not on the disk, and how many files were renamed into place. Raises FileNotFoundError without strace."""
    strace = shutil.which("strace")
    if strace is None:
        raise FileNotFoundError("strace")
    wrong: list[Unsynced] = []
    renamed = 0
    with tempfile.TemporaryDirectory() as made:
        folder = os.path.realpath(made)
        Path(folder, "one.json").write_bytes(bytes_of(APPLICATIONS[0]))
        Path(folder, "many.json").write_bytes(bytes_of(APPLICATIONS[:2]))
        kept = {k: v for k, v in os.environ.items() if not k.startswith("TIAOLI") or k == "TIAOLI_CACHE"}
        kept["PYTHONDONTWRITEBYTECODE"] = "1"  # the interpreter's own files are no matter of ours
        program = [str(Path(sys.executable).with_name("tiaoli"))]
        for name in only:
            trace = Path(folder, "trace")
            command = [
                strace,
                "-f",
                "-y",
                "-s",
                "300",
                "-e",
                f"trace={CALLS}",
                "-o",
                str(trace),
                *program,
                *COMMANDS[name],
            ]
            done = subprocess.run(command, cwd=folder, env=kept, capture_output=True, timeout=600)
            if done.returncode not in (0, 1):
                raise RuntimeError(f"{name}: {done.stderr.decode('utf-8', 'replace')}")
            lines = trace.read_text("utf-8", "replace").splitlines()
            faults, count = judged(lines, folder)
            wrong += [Unsynced(name, fault) for fault in faults]
            renamed += count
    return wrong, renamed


def judged(lines: Sequence[str], folder: str) -> tuple[list[str], int]:
    """What a trace shows not to have been on the disk at the first acknowledgement behind it, and the files renamed."""
    synced: set[str] = set()
    """Contents that are on the disk."""
    waiting: dict[str, set[str]] = {}
    """Folders that must be brought to the disk, with the names that are new in them."""
    appended: set[str] = set()
    """Logs to which lines were appended."""
    faults: list[str] = []
    renamed = 0
    for name, paths in calls(lines, folder):
        if name in ("fsync", "fdatasync"):
            synced |= {*paths}
            waiting.pop(paths[0], None)
        elif name.startswith("mkdir"):
            if TEMPORARY not in paths[0]:
                waiting.setdefault(os.path.dirname(paths[0]), set()).add(paths[0])
        elif name == "made":
            waiting.setdefault(os.path.dirname(paths[0]), set()).add(paths[0])
        elif name == "appended":
            synced -= {*paths}
            appended |= {*paths}
        elif name.startswith("rename"):
            renamed += 1
            old, new = paths
            if old not in synced:
                faults.append(f"{new}: its content was not brought to the disk before it was renamed")
            waiting.setdefault(os.path.dirname(new), set()).add(new)
        elif name in ("said", "end"):
            faults += [
                f"{new}: its folder was not brought to the disk" for names in waiting.values() for new in sorted(names)
            ]
            waiting.clear()
            faults += [f"{log}: what was appended was not brought to the disk" for log in sorted(appended - synced)]
            appended.clear()
    return faults, renamed


def calls(lines: Sequence[str], folder: str) -> Iterator[tuple[str, list[str]]]:
    """The calls of a trace that succeeded, with the paths that they are of; `said` is a write to standard output, `appended`
    one to a log, `made` the opening of a log that may not be there yet.

    folder: in which the command ran.
    """
    for line in _whole(lines):
        match = _CALL.match(line)
        if match is None:
            continue
        if match["write"] or match["name"] == "write":
            rest = match["rest"] or match["to"]
            of = _FILE.match(rest)
            if rest.startswith("1<"):
                yield "said", []
            elif of and of[1].endswith(LOG):
                yield "appended", [of[1]]
            continue
        name, rest = match["name"], match["rest"]
        if name == "openat":
            path = "".join(_QUOTED.findall(rest)[:1])
            if path.endswith(LOG) and "O_CREAT" in rest:
                yield "made", [path if path.startswith("/") else f"{folder}/{path}"]
        elif name in ("fsync", "fdatasync"):
            of = _FILE.match(rest)
            yield name, [of[1] if of else rest]
        else:
            yield name, [q if q.startswith("/") else f"{folder}/{q}" for q in _QUOTED.findall(rest)]
    yield "end", []


def _whole(lines: Sequence[str]) -> Iterator[str]:
    """Lines of which each is a whole call: one that another thread interrupted stands where it ended.

    A write stands where it began: nobody may be told before.
    """
    begun: dict[tuple[str, str], str] = {}
    for line in lines:
        if (cut := _UNFINISHED.match(line)) and cut["name"] != "write":
            begun[cut["process"], cut["name"]] = cut["start"]
        elif (rest := _RESUMED.match(line)) and (rest["process"], rest["name"]) in begun:
            yield begun.pop((rest["process"], rest["name"])) + rest["end"]
        else:
            yield line


def main() -> int:
    """Run as a command; 1 where something was not on the disk."""
    wrong, renamed = check()
    for one in wrong:
        print(f"{one.command}: {one.what}")
    print(f"{len(COMMANDS)} commands, {renamed} files renamed into place, {len(wrong)} not on the disk")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
