"""Files of all kinds, changed at random, given to the program: `python -m tests.robustness.fuzz --count 20000 --seed 1`.

Every run must end with 0, 1 or 2, without an internal error, without a sentence of a library, within a minute. The inputs are
made anew from the seed and never stored. Workers run them in process; one that dies (a library that aborts, or a killed
run) is told with the number of its input, and the next goes on behind it. `--only NUMBER` runs one input again.
"""

from __future__ import annotations

import argparse
import collections
import gc
import multiprocessing
import os
import re
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Collection, Iterator, Mapping
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from typing import Final, NamedTuple

from reasoner.driver import current_rule_base
from tests.robustness.file_kinds import Kind, Run, command, kinds
from tests.robustness.mutations import mutated

MOST_SECONDS: Final = 60
MOST_MEMORY: Final = 6 * 2**30
MOST_INPUTS: Final = 1000
"""Of one worker: commands are processes of their own for people, and keep in memory what they end with."""
MUCH: Final = 300
"""Megabytes that a run may keep without being told."""
SENTENCE: Final = re.compile(r"[A-Za-z][a-z']+(?: (?:[a-z][a-z']+|[A-Z][a-z']+)){3,}")
"""Four English words in a row: staff read none, unless the file itself says them."""


class TooLong(BaseException):
    """A run takes longer than it may."""


class Result(NamedTuple):
    """What became of one input."""

    kind: str
    """Its kind."""
    status: int | str
    """The exit status; else what happened."""
    seconds: float
    """How long it took."""
    wrong: str = ""
    """What should not have happened; empty: all is well."""
    kept: int = 0
    """Megabytes that it kept in memory."""


def chosen(all_kinds: Mapping[str, Kind], seed: int, number: int) -> tuple[str, Kind, Run, bytes]:
    """The input of a number: its kind, how it is given, and its bytes."""
    random = Random(f"{seed}/{number}")
    name = random.choices([*all_kinds], [k.weight for k in all_kinds.values()])[0]
    kind = all_kinds[name]
    raw = mutated(random.choice(kind.good), random.choice(kind.good), random)
    return name, kind, random.choice(kind.runs), raw


def tried(all_kinds: Mapping[str, Kind], folder: Path, seed: int, number: int) -> Result:
    """Run one input in a folder that holds the good files."""
    name, kind, run, raw = chosen(all_kinds, seed, number)
    path = folder / kind.name
    path.parent.mkdir(exist_ok=True)
    kept = path.read_bytes() if path.exists() else None
    path.write_bytes(raw)
    begun = time.monotonic()
    signal.alarm(MOST_SECONDS)
    try:
        status, text = _run(run, kind.name, raw)
    except TooLong:
        return Result(name, "hangs", time.monotonic() - begun, f"not done after {MOST_SECONDS} s")
    except Exception as error:
        return Result(name, "raises", time.monotonic() - begun, f"{type(error).__name__}: {str(error)[:200]}")
    finally:
        signal.alarm(0)
        path.unlink(missing_ok=True)
        if kept is not None:
            path.write_bytes(kept)
    return Result(name, status, time.monotonic() - begun, _wrong(status, text, raw))


def _run(run: Run, name: str, raw: bytes) -> tuple[int, str]:
    if run.call is not None:
        try:
            text = raw.decode()
        except UnicodeDecodeError:
            return 2, ""
        faults = run.call(text)
        return (2 if faults else 0), "\n".join(f.render() for f in faults)
    before = {key: os.environ.get(key) for key in run.environment}
    os.environ |= {key: value.replace("FILE", name) for key, value in run.environment.items()}
    own = "TIAOLI_REVIEWS" in run.environment
    if own:
        current_rule_base.rule_base.cache_clear()
    try:
        status, out, err = command(*(a.replace("FILE", name) for a in run.arguments))
    finally:
        for key, value in before.items():
            if value is None:
                del os.environ[key]
            else:
                os.environ[key] = value
        if own:
            current_rule_base.rule_base.cache_clear()
    return status, err + (out if status == 2 else "")


def _wrong(status: int, text: str, raw: bytes) -> str:
    if status not in (0, 1, 2):
        return f"exit status {status}"
    if "U199" in text:
        return text[text.index("U199") :][:300]
    if "Traceback" in text:
        return "a traceback"
    said = SENTENCE.search(text)
    if said and said[0].encode() not in raw:
        return f"a sentence of a library: {said[0][:100]}"
    return ""


# --- workers ----------------------------------------------------------------------------------------------------


def _work(numbers: range, seed: int, pipe: Connection, only: Collection[str], below: str) -> None:
    def end(*_: object) -> None:
        raise TooLong

    signal.signal(signal.SIGALRM, end)
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with tempfile.TemporaryDirectory(dir=below) as name:
        folder = Path(name)
        alone(folder)
        all_kinds = {n: k for n, k in kinds(folder).items() if not only or n in only}
        os.chdir(folder)
        for number in numbers:
            pipe.send((number, None))
            before = _memory()
            result = tried(all_kinds, folder, seed, number)
            if _memory() - before > MUCH:
                gc.collect()
            pipe.send((number, result._replace(kept=_memory() - before)))
        os.chdir("/")
    pipe.close()


def _memory() -> int:
    """Megabytes of this process."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() // 2**20


def alone(folder: Path) -> None:
    """Nothing of this machine's settings; the cache of the compiled rules stays."""
    for key in [k for k in os.environ if k.startswith("TIAOLI") and k != "TIAOLI_CACHE"]:
        del os.environ[key]
    os.environ |= {"XDG_CONFIG_HOME": str(folder / "no"), "COLUMNS": "80", "NO_COLOR": "1"}


Running = dict[Connection, tuple[multiprocessing.process.BaseProcess, range, int]]
"""The workers by their pipes, each with its share of the numbers and the one at which it is (-1: none)."""


def results(
    numbers: range, seed: int, workers: int, only: Collection[str] = (), *, seconds: float | None = None
) -> Iterator[tuple[int, Result]]:
    """What became of every input, in the order in which they end. only: the kinds of files; none: all.

    seconds: after so many the workers are ended, wherever they are; None: when all is done.
    """
    deadline = None if seconds is None else time.monotonic() + seconds
    current_rule_base.rule_base()  # loaded once, before the workers are parted
    running: Running = {}
    with tempfile.TemporaryDirectory() as below:  # outlives a worker that is ended
        try:
            yield from _results(running, numbers, seed, workers, only, deadline, below)
        finally:
            for process, _, _ in running.values():
                process.kill()
            for process, _, _ in running.values():
                process.join()


def _results(
    running: Running,
    numbers: range,
    seed: int,
    workers: int,
    only: Collection[str],
    deadline: float | None,
    below: str,
) -> Iterator[tuple[int, Result]]:
    context = multiprocessing.get_context("fork")
    step = workers * MOST_INPUTS
    parts = [numbers[start : start + step] for start in range(0, len(numbers), step)]
    waiting = [part[n::workers] for part in reversed(parts) for n in range(workers) if part[n::workers]]
    while waiting or running:
        left = None if deadline is None else deadline - time.monotonic()
        if left is not None and left <= 0:
            return
        while waiting and len(running) < workers:
            share = waiting.pop()
            ours, theirs = context.Pipe(duplex=False)
            process = context.Process(target=_work, args=(share, seed, theirs, only, below))
            process.start()
            theirs.close()
            running[ours] = process, share, -1
        for pipe in multiprocessing.connection.wait([*running], left):
            assert isinstance(pipe, Connection)
            process, share, at = running[pipe]
            try:
                number, result = pipe.recv()
            except EOFError:
                process.join()
                del running[pipe]
                if at >= 0:
                    wrong = f"the process died ({process.exitcode})"
                    yield at, Result("?", "dies", 0, wrong)
                    rest = share[share.index(at) + 1 :]
                    waiting += [rest] if rest else []
                elif process.exitcode:
                    raise RuntimeError("a worker died before its first input") from None
                continue
            running[pipe] = process, share, number if result is None else -1
            if result is not None:
                yield number, result


def main(argv: list[str] | None = None) -> int:
    """Run as a command; 1 where something should not have happened."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--only", type=int)
    parser.add_argument("--kinds", nargs="+", help="only files of these kinds")
    parser.add_argument("--seconds", type=float, default=3600, help="stop after so many, whatever is left")
    options = parser.parse_args(argv)
    numbers = range(options.count) if options.only is None else range(options.only, options.only + 1)
    statuses: dict[str, collections.Counter[int | str]] = collections.defaultdict(collections.Counter)
    spent: collections.Counter[str] = collections.Counter()
    longest: tuple[float, str, int] = (0.0, "", 0)
    bad = 0
    begun = time.monotonic()
    workers = options.workers if options.only is None else 1
    for number, result in results(numbers, options.seed, workers, options.kinds or (), seconds=options.seconds):
        statuses[result.kind][result.status] += 1
        spent[result.kind] += result.seconds  # type: ignore[assignment]  # seconds are counted like anything else
        longest = max(longest, (result.seconds, result.kind, number))
        if result.kept > MUCH:
            print(f"{number} {result.kind}: kept {result.kept} MB", flush=True)
        if result.wrong:
            bad += 1
            print(f"{number} {result.kind}: {result.wrong}", flush=True)
    total = sum(c.total() for c in statuses.values())
    for kind, counts in sorted(statuses.items()):
        print(f"{kind:18} {counts.total():6} {dict(sorted(counts.items(), key=str))} {spent[kind]:.0f} s")
    ended = "" if total == len(numbers) else f" of {len(numbers)}, out of time"
    slowest = f"longest {longest[0]:.1f} s ({longest[1]} {longest[2]})"
    every = sum(statuses.values(), collections.Counter())
    print(f"exit status {dict(sorted(every.items(), key=str))}")
    print(f"{total} inputs{ended}, {bad} wrong, {time.monotonic() - begun:.0f} s, {slowest}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
