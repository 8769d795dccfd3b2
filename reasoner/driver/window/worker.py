"""Long work in a process of its own, which can be killed: files that are read and judged, letters, regions that are compared.

`python -m reasoner.driver.window.worker FOLDER` reads job.json in a folder and writes its results there; time and memory are
bounded. Whatever happens to it, the window goes on.
"""

from __future__ import annotations

import contextlib
import sys
import time
from enum import StrEnum
from pathlib import Path
from typing import Final

import msgspec

from policy_dsl.diagnostics import Diagnostic, Fault, Faults
from reasoner.driver.window.comparison_answer import Question
from reasoner.driver.window.receiving import Receiving, receive
from reasoner.driver.window.register_tables import RegisterFiles, RegisterQuestion
from reasoner.driver.window.simulation_question import SimulationFiles, SimulationQuestion
from reasoner.driver.window.table_columns import TableUses

JOB: Final = "job.json"
PROGRESS: Final = "progress.txt"
RESULT: Final = "result.json"
ROWS: Final = "rows.jsonl"
KEPT: Final = "kept.jsonl"
"""Rows as they are kept, where they are what is read."""
WORKBOOK: Final = "results.xlsx"
MARKED: Final = "marked.xlsx"
PAGE: Final = "page.html"
MOST_MEMORY: Final = 3 * 2**30
"""Bytes of address space."""
MOST_SECONDS: Final = 1800
"""Of the processor, for long work."""
_EVERY: Final = 0.2
"""Seconds between two notes of progress."""


class Task(StrEnum):
    """What a worker can do."""

    FILE = "file"
    """Judge a file of applications."""
    ANEW = "anew"
    """Judge the rows of such a file again, as they are kept."""
    SUMMARY = "summary"
    """Make the workbook of results and the groups of rows as they are kept."""
    LETTERS = "letters"
    """Write the letters of rows as they are kept."""
    LETTER = "letter"
    """Write one letter."""
    VALUES = "values"
    """Read a file of the ledger."""
    PREVIEW = "preview"
    """Say what values that wait would change in the ledger."""
    REGISTER = "register"
    """Read a list of contracted institutions."""
    RULES = "rules"
    """Compile what changed of the rules, so that the window can take it from the cache."""
    COMPARISON = "comparison"
    """Compare regions, documents or readings."""
    COMPARED = "compared"
    """The same for another program, as the command line answers it."""
    SIMULATION = "simulation"
    """Judge a register under a supposition."""
    WHOLE = "whole"
    """Judge a whole register by columns."""
    ROW = "row"
    """Judge one row of a register by the interpreter."""
    INGEST = "ingest"
    """Read a received document."""
    PICTURE = "picture"
    """Make a picture of a page of one, or say how many pages it has."""
    TABLE = "table"
    """Read the rows of a table of days or plans."""


ADVICE: Final = {
    Task.LETTER: "再试一次;仍然不行的,换一种格式(Word 或者 PDF),或者把这条信息交给维护人员",
    Task.LETTERS: "先用条件筛选,分几次打包",
    Task.SIMULATION: "名册拆成几份以后再试",
    Task.WHOLE: "名册拆成几份以后再试",
    Task.ROW: "再试一次;仍然不行的,把这条信息和名册交给维护人员",
    Task.RULES: "核对规则库里新近改动的文件:过大的拆开,再保存一次",
    Task.PREVIEW: "再试一次;仍然不行的,把要采用的数值拆成几份",
}
"""What to try where a process was stopped, by what it did; of everything else `SPLIT`."""
SPLIT: Final = "拆成几份以后再试"


class Job(msgspec.Struct, frozen=True):
    """What is to be done."""

    file: str = ""
    """The name under which the file that is read stands beside the job; empty: none is."""
    task: Task = Task.FILE
    as_of: str = ""
    """The day whose law is asked for; empty: that of receipt."""
    ledger: dict[str, object] = {}
    """The bureau's ledger."""
    name: str = ""
    """The name that the person who sent the file knows it by."""
    mapping: dict[str, object] = {}
    """Of a table, what a person said of its headers and values."""
    compare: Question | None = None
    """What is to be compared."""
    simulate: SimulationQuestion = SimulationQuestion()
    """What is supposed of a register."""
    whole: RegisterQuestion = RegisterQuestion()
    """Which register is judged by columns."""
    receiving: Receiving = Receiving()
    """Of a received document, what a person said of it."""
    page: int = 0
    """The page that is pictured; 0: they are counted."""
    columns: tuple[str, ...] = ()
    """Of a table of days or plans, the names of its columns."""
    seconds: int = MOST_SECONDS
    """Of the processor, after which it is ended."""


class Failed(msgspec.Struct, frozen=True):
    """Why nothing came of it."""

    faults: tuple[Fault, ...]
    uses: TableUses = TableUses()
    """Of a table the columns and values of which a person may say what they are."""


FAILED: Final = "failed.json"


def main(folder: Path) -> None:
    """Do the work of a folder. What is wrong is written beside it."""
    job = msgspec.json.decode((folder / JOB).read_bytes(), type=Job)
    _bound(job.seconds)
    progress = _Progress(folder / PROGRESS)
    try:
        if job.compare is not None and job.task is Task.COMPARED:
            from reasoner.driver.window.programs import comparison

            (folder / RESULT).write_bytes(comparison(job.compare))
        elif job.compare is not None:
            _compare(job.compare, folder, progress)
        elif job.task is Task.PICTURE:
            _picture(job, folder)
        elif job.task in (Task.VALUES, Task.PREVIEW, Task.REGISTER):
            _read(job, folder)
        elif job.task is Task.INGEST:
            received = receive(_named(job, folder), job.receiving)
            (folder / RESULT).write_bytes(msgspec.json.encode(received))
        elif job.task is Task.SIMULATION:
            _simulate(job, folder, progress)
        elif job.task in (Task.WHOLE, Task.ROW):
            _whole(job, folder, progress)
        elif job.task is Task.TABLE:
            _table(job, folder)
        elif job.task is Task.RULES:
            _compile(folder)
        elif job.task is Task.FILE:
            _judge(job, folder, progress)
        else:
            _go_on(job, folder, progress)
    except Faults as error:
        _failed(folder, tuple(f.fault for f in error.diagnostics), _uses(job, folder))
    except MemoryError:
        _failed(
            folder,
            (
                Diagnostic(
                    "U173", job.name or "窗口", "内容过多,内存不够,没有完成", hint=ADVICE.get(job.task, SPLIT)
                ).fault,
            ),
        )


def _judge(job: Job, folder: Path, progress: _Progress) -> None:
    from reasoner.driver.window.files import JudgedRow, judge_file, row_line
    from reasoner.driver.window.row_entries import entries_of

    path = _named(job, folder)
    with (folder / ROWS).open("wb") as rows:

        def keep(row: JudgedRow) -> None:
            rows.write(row_line(row))

        judged = judge_file(path, job.as_of, job.ledger, keep, progress.note, job.mapping, entries_of(folder))
    (folder / WORKBOOK).write_bytes(judged.workbook)
    (folder / MARKED).write_bytes(judged.marked)
    (folder / RESULT).write_bytes(msgspec.json.encode(judged.result))


def _go_on(job: Job, folder: Path, progress: _Progress) -> None:
    """Work on rows that were judged before."""
    from reasoner.driver.window import kept_rows
    from reasoner.driver.window.files import JudgedRow, row_line
    from reasoner.driver.window.row_entries import entries_of

    path = folder / job.file
    if job.task in (Task.LETTERS, Task.LETTER):
        write = kept_rows.write_letters if job.task is Task.LETTERS else kept_rows.write_letter
        (folder / RESULT).write_bytes(write(path))
        return
    if job.task is Task.SUMMARY:
        together = kept_rows.sum_up(path, progress.note)
    else:
        with (folder / ROWS).open("wb") as rows:

            def keep(row: JudgedRow) -> None:
                rows.write(row_line(row))

            together = kept_rows.judge_anew(path, job.as_of, job.ledger, keep, progress.note, entries_of(folder))
    (folder / WORKBOOK).write_bytes(together.workbook)
    (folder / RESULT).write_bytes(msgspec.json.encode(together.groups))


def _read(job: Job, folder: Path) -> None:
    from reasoner.driver.window.ledger_values import previewed, read_ledger
    from reasoner.driver.window.register import read_register

    read = {Task.REGISTER: read_register, Task.PREVIEW: previewed}.get(job.task, read_ledger)
    path = folder / job.file if job.task is Task.PREVIEW else _named(job, folder)
    (folder / RESULT).write_bytes(msgspec.json.encode(read(path)))


def _table(job: Job, folder: Path) -> None:
    from reasoner.driver.window.table_rows import read_rows

    (folder / RESULT).write_bytes(msgspec.json.encode(read_rows(_named(job, folder), job.columns)))


def _compile(folder: Path) -> None:
    from reasoner.driver.current_rule_base import rule_base

    (folder / RESULT).write_bytes(msgspec.json.encode(rule_base().digest))


def _picture(job: Job, folder: Path) -> None:
    from reasoner.driver.ingesting import page_count, picture

    path = _named(job, folder)
    content = picture(path, job.page) if job.page else msgspec.json.encode(page_count(path))
    (folder / RESULT).write_bytes(content)


def _named(job: Job, folder: Path) -> Path:
    """The file under the name that its sender knows, which messages then have."""
    path = folder / safe_name(job.name, job.file)
    (folder / job.file).rename(path)
    return path


def safe_name(name: str, otherwise: str) -> str:
    """A name under which a file may stand in a folder, its kind that of another name."""
    from reasoner.letters.output_paths import safe

    stem, suffix = Path(name).stem, Path(otherwise).suffix
    return f"{safe(stem)}{suffix}" if stem else otherwise


def _compare(question: Question, folder: Path, progress: _Progress) -> None:
    from reasoner.driver.window.comparing import compared

    answer = compared(question, folder / PAGE, progress.note)
    (folder / RESULT).write_bytes(msgspec.json.encode(answer))


def _simulate(job: Job, folder: Path, progress: _Progress) -> None:
    from reasoner.driver.window.simulating import simulated

    files = msgspec.msgpack.decode((folder / job.file).read_bytes(), type=SimulationFiles)
    (folder / job.file).unlink()
    (folder / RESULT).write_bytes(msgspec.json.encode(simulated(job.simulate, files, folder, progress.note)))


def _whole(job: Job, folder: Path, progress: _Progress) -> None:
    from reasoner.driver.window.register_judging import explained_row, judged_register

    files = msgspec.msgpack.decode((folder / job.file).read_bytes(), type=RegisterFiles)
    (folder / job.file).unlink()
    if job.task is Task.ROW:
        (folder / RESULT).write_bytes(explained_row(job.whole, files, folder))
    else:
        summary = judged_register(job.whole, files, folder, progress.note)
        (folder / RESULT).write_bytes(msgspec.json.encode(summary))


class _Progress:
    """Notes how far the work is, now and then."""

    def __init__(self, path: Path) -> None:
        self._path, self._last = path, 0.0

    def note(self, done: int, total: int) -> None:
        """So many are done, of so many."""
        moment = time.monotonic()
        if done == total or moment - self._last > _EVERY:
            self._last = moment
            self._path.write_text(f"{done} {total}", encoding="ascii")


def _uses(job: Job, folder: Path) -> TableUses:
    """What a person may say of a table of which nothing could be judged."""
    if job.task is not Task.FILE or job.compare is not None:
        return TableUses()
    from reasoner.driver.window.table_columns import uses_of

    return uses_of(folder / safe_name(job.name, job.file), job.as_of, job.mapping)


def _failed(folder: Path, faults: tuple[Fault, ...], uses: TableUses | None = None) -> None:
    """Note why nothing came of it; the folder itself is nobody's business."""
    faults = tuple(
        msgspec.structs.replace(f, where=f.where.replace(f"{folder}/", ""), message=f.message.replace(f"{folder}/", ""))
        for f in faults
    )
    (folder / FAILED).write_bytes(msgspec.json.encode(Failed(faults, uses or TableUses())))


def _bound(seconds: int) -> None:
    """Bound memory and time, where the system can."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
