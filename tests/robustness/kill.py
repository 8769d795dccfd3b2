"""kill -9 at random moments: `python -m tests.robustness.kill --count 1000 --seed 1`; `--only record` for the record alone.

A run is killed at a random time, or at a random one of its calls that write; then nothing acknowledged may be lost and no file
be half of one, and after the next run nothing may be left. Runs are forked from one process that has loaded everything, so
that most of their time is what they write. The first start with an empty cache is run with the compiled rules at hand.
"""

from __future__ import annotations

import argparse
import collections
import contextlib
import json
import os
import signal
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Final, NamedTuple

from policy_dsl.ingest.cache_folder import cache_folder, state_folder
from policy_dsl.source_files import fingerprint
from reasoner.cli.main import main as tiaoli
from reasoner.driver import current_rule_base, rule_base_store
from reasoner.record.chain_check import ChainCheck
from reasoner.record.folder import FolderStore
from tests.robustness.file_kinds import APPLICATIONS, DOCUMENT, bytes_of

RULE: Final = "3.1.p2#低使用率区域不新增床位"
CALLS: Final = frozenset(
    ("os.mkdir", "os.rename", "os.link", "os.remove", "os.rmdir", "os.chmod", "fcntl.flock", "fsync")
)
"""The audited calls that a writer makes; opening for writing besides, and fsync, of which Python says nothing itself."""
WRITING: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class Scenario(NamedTuple):
    """A command that writes, and what must hold of what it wrote."""

    name: str
    run: Callable[[int], int]
    """Runs it in this process, the n-th time; its exit status."""
    lost: Callable[[list[int]], str]
    """Given the numbers of the runs that were acknowledged: what is lost or half written; empty: nothing."""


def scenarios() -> Iterator[Scenario]:
    """Every command whose loss would be felt; the working directory is empty."""
    Path("one.json").write_bytes(bytes_of(APPLICATIONS[0]))
    Path("many.json").write_bytes(bytes_of(APPLICATIONS[:3]))
    compiled = current_rule_base.rule_base().compiled
    # Signing reads the rule base again and again, which is not what is tried here.
    current_rule_base.load = lambda *_: compiled

    def sign(number: int) -> int:
        return tiaoli(
            [
                "review",
                "sign",
                RULE,
                "--document",
                DOCUMENT,
                "--by",
                "张三",
                "--remark",
                f"n{number}.",
                "--reviews",
                "own",
            ]
        )

    def confirm(number: int) -> int:
        return tiaoli(
            [
                "review",
                "confirm",
                DOCUMENT,
                "分项各自为限",
                "--by",
                "张三",
                "--remark",
                f"n{number}.",
                "--reviews",
                "own",
            ]
        )

    def first_start(_: int) -> int:
        for name in os.listdir(cache_folder()):
            if name.startswith("rules-"):
                os.unlink(os.path.join(cache_folder(), name))
        return 0 if rule_base_store.load(lambda: compiled).rules_digest == compiled.rules_digest else 1

    yield Scenario("sign", sign, lambda told: _missing("own", "reviews.toml", told))
    yield Scenario("confirm", confirm, lambda told: _missing("own", "confirmations.toml", told))
    yield Scenario("report", lambda _: tiaoli(["report", "many.json", "-o", "letters/", "--results", "all.xlsx"]),
                   lambda told: _broken("letters", 3 if told else 0))  # fmt: skip
    yield Scenario("results", lambda n: tiaoli(["check", "many.json" if n % 2 else "one.json", "-o", "results.xlsx"]),
                   lambda told: _broken(".", 1 if told else 0))  # fmt: skip
    yield Scenario("template", lambda _: tiaoli(["template", "-o", "form.xlsx", "--letters", "form"]),
                   lambda told: _broken("form", 3 if told else 0))  # fmt: skip
    yield Scenario("first start", first_start, lambda _: "")
    record = ["--jsonl", "--record", "record", "--by"]
    yield Scenario(
        "record", lambda n: tiaoli(["check", "many.json" if n % 3 else "one.json", *record, f"n{n}."]), _unrecorded
    )
    letters = ["-o", "recorded/", "--force", "--record", "record", "--by"]
    yield Scenario("record letters", lambda n: tiaoli(["report", "one.json", *letters, f"n{n}."]), _unrecorded)


def _unrecorded(told: list[int]) -> str:
    """Which acknowledged verdicts the record lacks, or what is wrong with it; a torn line that is still there is nothing."""
    store = FolderStore(Path("record"))
    if not store.exists:
        return "there is no record" if told else ""
    by: set[str] = set()
    chain = ChainCheck()
    for _, _, entry in chain.entries(store.lines()):
        by.add("" if entry is None else entry.by)
    wrong = [f"line {f.line}: {f.message}" for f in chain.faults]
    return "; ".join([*wrong, *(f"record {n} is lost" for n in told if f"n{n}." not in by)])


def _missing(folder: str, name: str, told: list[int]) -> str:
    """Which acknowledged records a file lacks, or that it cannot be read."""
    import tomllib

    path = Path(folder, DOCUMENT, name)
    try:
        records = tomllib.loads(path.read_text("utf-8")) if path.exists() else {}
    except ValueError:
        return f"{path} is half written"
    remarks = {r["remark"] for rows in records.values() for r in rows}
    return ", ".join(f"record {n} is lost" for n in told if f"n{n}." not in remarks)


def _broken(folder: str, at_least: int) -> str:
    """Which office files of a folder are no whole ones, or that some are missing."""
    files = [p for p in Path(folder).glob("*") if p.suffix in (".docx", ".xlsx")]
    for path in files:
        with contextlib.suppress(zipfile.BadZipFile), zipfile.ZipFile(path) as archive:
            if archive.testzip() is None:
                continue
        return f"{path} is half written"
    return f"{len(files)} files in {folder}" if len(files) < at_least else ""


# --- a run that is killed ---------------------------------------------------------------------------------------


def forked(run: Callable[[], int], at: float | None, events: bool) -> tuple[int, bytes, float, int]:
    """Exit status (negative: the signal), standard output, seconds, and calls of a run that is killed at some time or call."""
    reading, writing = os.pipe()
    counting, counted = os.pipe()
    begun = time.monotonic()
    process = os.fork()
    if process == 0:
        os.close(reading)
        _become(run, writing, counted, int(at) if events and at is not None else None)
    os.close(writing)
    os.close(counted)
    if at is not None and not events:
        time.sleep(at)
        os.kill(process, signal.SIGKILL)
    with open(reading, "rb") as out:
        text = out.read()
    with open(counting, "rb") as calls:
        made = calls.read()
    _, status = os.waitpid(process, 0)
    return os.waitstatus_to_exitcode(status), text, time.monotonic() - begun, int(made or b"0")


def _become(run: Callable[[], int], output: int, counted: int, last: int | None) -> None:
    """The child: its output goes to a pipe; it kills itself at the call of a number."""
    status = 99
    try:
        os.dup2(output, 1)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - open as long as the process
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - open as long as the process
        calls = 0

        def count(event: str, arguments: tuple[object, ...] = ()) -> None:
            nonlocal calls
            if event in CALLS or (event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITING):
                calls += 1
                if calls == last:
                    os.kill(os.getpid(), signal.SIGKILL)

        real = os.fsync

        def fsync(descriptor: int) -> None:
            count("fsync")
            real(descriptor)
            count("fsync")

        written = os.write

        def write(descriptor: int, content: bytes) -> int:
            """What writes the log; killed there it leaves half a line."""
            nonlocal calls
            calls += 1
            if calls == last:
                written(descriptor, content[: len(content) // 2])
                os.kill(os.getpid(), signal.SIGKILL)
            return written(descriptor, content)

        os.fsync, os.write = fsync, write  # type: ignore[assignment]
        sys.addaudithook(count)
        status = run()
        sys.stdout.flush()
        written(counted, str(calls).encode())
    finally:
        os._exit(status)


def left() -> list[str]:
    """What lies about of runs that were killed: in the working directory, in the cache, beside the secret."""
    places = (Path(), Path(cache_folder()), Path(state_folder()))
    return [str(p) for place in places for p in place.rglob(".tiaoli-*")]


def tried(count: int, seed: int, only: str = "", report: Callable[[str], None] = print) -> int:
    """Kill so many runs; how many things were lost, broken or left. The working directory must be empty.

    only: how the names of the scenarios begin that are tried; empty: all.
    """
    random = Random(seed)
    all_scenarios = [s for s in scenarios() if s.name.startswith(only)]
    told: dict[str, list[int]] = collections.defaultdict(list)
    with open(os.devnull, "w", encoding="utf-8") as nowhere, contextlib.redirect_stdout(nowhere):
        for scenario in all_scenarios:  # whatever they load is loaded before they are forked
            assert scenario.run(0) == 0, scenario.name
            told[scenario.name].append(0)
    measured = {s.name: forked(lambda s=s: s.run(0), None, False) for s in all_scenarios}  # type: ignore[misc]
    kills: collections.Counter[str] = collections.Counter()
    found: collections.Counter[str] = collections.Counter()
    faults = 0
    for scenario in all_scenarios:
        status, text, seconds, calls = measured[scenario.name]
        assert status == 0, (scenario.name, status, text)
        report(f"{scenario.name}: {seconds:.3f} s, {calls} calls")
    for number in range(1, count + 1):
        scenario = all_scenarios[number % len(all_scenarios)]
        _, _, seconds, calls = measured[scenario.name]
        events = random.random() < 0.6
        at = float(random.randint(1, calls)) if events else random.uniform(0, seconds * 1.1)
        status, text, _, _ = forked(lambda: scenario.run(number), at, events)  # noqa: B023 - called at once
        kills[scenario.name] += status == -signal.SIGKILL
        if text:
            told[scenario.name].append(number)
        wrong = [w for w in (scenario.lost(told[scenario.name]),) if w]
        found[scenario.name] += bool(left())
        again = forked(lambda: scenario.run(-number), None, False)[0]  # noqa: B023 - called at once
        told[scenario.name] += [-number] * (again == 0)
        wrong += [f"the next run ends with {again}"] * (again != 0)
        wrong += [f"the next run leaves {', '.join(left())}"] * bool(left())
        wrong += [w for w in (scenario.lost(told[scenario.name]),) if w]
        if wrong:
            faults += 1
            report(f"{number} {scenario.name} killed at {'call' if events else 'second'} {at:.4g}: {'; '.join(wrong)}")
    for name in (s.name for s in all_scenarios):
        report(f"{name}: {kills[name]} killed, {found[name]} of them left something, {len(told[name])} acknowledged")
    return faults


@contextlib.contextmanager
def place() -> Iterator[None]:
    """An empty working directory with a cache and settings of its own."""
    before, here = dict(os.environ), os.getcwd()
    current_rule_base.rule_base()
    with tempfile.TemporaryDirectory() as folder:
        for name in [n for n in os.environ if n.startswith("TIAOLI")]:
            del os.environ[name]
        names = ("TIAOLI_CACHE", "XDG_STATE_HOME", "XDG_CONFIG_HOME")
        os.environ |= {name: os.path.join(folder, "own", name) for name in names}
        os.makedirs(os.path.join(folder, "own", "TIAOLI_CACHE"))
        work = os.path.join(folder, "work")
        os.mkdir(work)
        os.chdir(work)
        rule_base_store.keep(rule_base_store.RULES, fingerprint(), current_rule_base.rule_base().compiled)
        try:
            yield
        finally:
            os.chdir(here)
            os.environ.clear()
            os.environ.update(before)


def main(argv: list[str] | None = None) -> int:
    """Run as a command; 1 where anything was lost, broken or left."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="")
    options = parser.parse_args(argv)
    begun = time.monotonic()
    with place():
        faults = tried(options.count, options.seed, options.only)
    print(json.dumps({"kills": options.count, "faults": faults, "seconds": round(time.monotonic() - begun)}))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
