"""The rows of a file as the window keeps them: judged anew, summed up in a workbook with their groups, written as letters.

Comes in as a file of lines: first what the rows share, then each row. A worker reads it, so that none of this is done where
the window answers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import msgspec

from policy_dsl.diagnostics import Diagnostic, Fault, Faults
from reasoner.batch.mutual_exclusion import GroupReport, GroupSearch
from reasoner.driver import current_rule_base
from reasoner.driver.window import letter_making
from reasoner.driver.window.cases import Plain, application_of, unpacked
from reasoner.driver.window.files import EntryOf, Item, JudgedRow, LedgerDrawing, judged_row, refused_row
from reasoner.explain.background import background
from reasoner.intake.application_parser import positions
from reasoner.intake.loaded_data import Loaded
from reasoner.model.application import Application
from reasoner.model.verdict import Verdict
from reasoner.sheets.result_workbook import Results
from reasoner.sheets.save import workbook_content

Progress = Callable[[int, int], None]
CLASH: Final = "S131"
"""The code of a row that contradicts the ledger: of all that is wrong with a cell this alone can be gone without a correction."""


class KeptRow(msgspec.Struct, frozen=True):
    """A row as it is kept."""

    data: dict[str, object]
    """The application as plain data."""
    faults: tuple[Fault, ...] = ()
    """What is wrong with it; then it is not judged."""
    verdict: bytes = b""
    """Its last verdict, compressed; empty: there is none, or it is not asked for."""
    decision: dict[str, object] | None = None
    """What was decided on it, as a file of decisions has it."""


class KeptFile(msgspec.Struct, frozen=True):
    """What the rows of a file share."""

    shared: dict[str, object] = {}
    """The lists 指标 and 认定."""
    notes: tuple[str, ...] = ()
    """What was read in another way than it stands."""
    suffix: str = ".docx"
    """The form of letters."""
    kind: str = ""
    """Of one letter its kind; empty: what outcome and decision call for."""
    written: dict[str, str] = {}
    """Of one letter what a person wrote into its blanks."""
    title: str = "文书"
    """Of several letters what their index is called."""
    final: bool = False
    """Whether one letter is to leave, so that nothing may be open."""


_HEAD: Final = msgspec.json.Decoder(KeptFile, float_hook=str)
_ROW: Final = msgspec.json.Decoder(KeptRow, float_hook=str)


def lines_of(head: KeptFile, rows: Iterable[KeptRow]) -> bytes:
    """The file of lines that a worker reads."""
    return b"\n".join(msgspec.json.encode(x) for x in (head, *rows))


def _read(path: Path) -> tuple[KeptFile, list[KeptRow]]:
    head, *rows = path.read_bytes().split(b"\n")
    return _HEAD.decode(head), [_ROW.decode(r) for r in rows]


class Summing(msgspec.Struct, frozen=True):
    """What the rows of a file come to together."""

    groups: tuple[GroupReport, ...]
    """The applications that compete."""
    workbook: bytes
    """The workbook of results."""


# --- one row --------------------------------------------------------------------------------------------------


def number_of(raw: Plain) -> str:
    """The number of an application as it is compared with others."""
    return " ".join(str(raw.get("编号") or "").split())


def double(number: str, index: int = 0) -> Diagnostic:
    """Says that another row has the number of a row."""
    message = f"编号「{number[:60]}」在同一文件的另一份申请已有"
    return Diagnostic("F132", f"申请[{index}].编号", message, hint="每份申请一个编号")


def reread(raw: dict[str, object], shared: Plain, as_of: str, *, taken: bool) -> Application:
    """One row of a file again. taken: whether another row has its number. Raises Faults with all that is wrong with it.

    What the row states itself takes the place of what the rows share.
    """
    shared = _not_restated(shared, raw)
    faults = [double(number_of(raw))] if taken else []
    reading = current_rule_base.reader().read_each(Loaded({"申请": [raw], **shared}, ""), as_of or None)
    sound = reading.applications
    if sound is None or sound.faulty:
        own = [f for f in reading.faults if f.where.startswith("申请[0]")]
        raise Faults([*faults, *(own or reading.faults)])
    if faults:
        raise Faults(faults)
    (application,) = sound
    return application


_KEYS: Final[Mapping[str, tuple[str, ...]]] = {"指标": ("名称", "地区", "时点"), "认定": ("事项", "对象", "日期")}
"""What tells one item of a list from another."""


def _not_restated(shared: Plain, raw: Plain) -> Plain:
    """What the rows share, without what a row states itself: the same figure of the same day, the same determination."""
    left: dict[str, object] = {}
    for section, value in shared.items():
        own = raw.get(section)
        keys = _KEYS.get(section, ())
        stated = {tuple(i.get(k) for k in keys) for i in own if isinstance(i, dict)} if isinstance(own, list) else set()
        if isinstance(value, list) and stated:
            left[section] = [i for i in value if not (isinstance(i, dict) and tuple(i.get(k) for k in keys) in stated)]
        else:
            left[section] = value
    return left


# --- the rows of a file ---------------------------------------------------------------------------------------


def judge_anew(
    path: Path,
    as_of: str,
    ledger: Plain,
    keep: Callable[[JudgedRow], None],
    progress: Progress,
    entry_of: EntryOf,
) -> Summing:
    """Judge every row again by the rules and the ledger of now; keep: is given each row in turn.

    A row that could not be read from its cells stays as it is until somebody corrects it. Raises Faults where the ledger is wrong.
    """
    head, rows = _read(path)
    day = current_rule_base.as_day(as_of or None)
    items = _items(rows, head.shared, day)
    drawing = LedgerDrawing(ledger, items, day)
    together = _Together(head, [r for r, i in zip(rows, items, strict=True) if isinstance(i, Application)])
    for number, (row, item) in enumerate(zip(rows, items, strict=True), 1):
        drawn = drawing.draw(item)
        if isinstance(drawn, Application):
            judged, verdict = judged_row(row.data, drawn, day, len(rows), entry_of)
            together.add(number, drawn, verdict)
            keep(judged)
        else:
            together.refuse(drawn)
            keep(refused_row(row.data, drawn))
        progress(number, len(rows))
    return together.sum()


def sum_up(path: Path, progress: Progress) -> Summing:
    """The workbook and the groups of verdicts as they are kept: nothing is judged."""
    head, rows = _read(path)
    together = _Together(head, [r for r in rows if r.verdict and not r.faults])
    for number, row in enumerate(rows, 1):
        if row.verdict and not row.faults:
            verdict = unpacked(row.verdict)
            together.add(number, application_of(verdict), verdict)
        else:
            together.refuse([_diagnostic(f) for f in row.faults])
        progress(number, len(rows))
    return together.sum()


def write_letters(path: Path) -> bytes:
    """The letters of kept verdicts, as a `letter_making.LetterArchive` in JSON. Raises Faults as `letter_making.archive` does."""
    head, rows = _read(path)
    verdicts = [unpacked(r.verdict) for r in rows]
    decided = [
        letter_making.decision_of(r.decision, v) if r.decision is not None else None
        for r, v in zip(rows, verdicts, strict=True)
    ]
    return msgspec.json.encode(letter_making.archive([*zip(verdicts, decided, strict=True)], head.suffix, head.title))


def write_letter(path: Path) -> bytes:
    """One letter on a kept verdict, as a `letter_making.LetterFile` in JSON. Raises Faults as `letter_making.letter` does."""
    head, (row,) = _read(path)
    verdict = unpacked(row.verdict)
    decision = letter_making.decision_of(row.decision, verdict) if row.decision is not None else None
    made = letter_making.letter(
        verdict, head.suffix, kind=head.kind, decision=decision, written=head.written, final=head.final
    )
    return msgspec.json.encode(made)


class _Together:
    """Verdicts of one file, gathered for its workbook and its groups. good: the rows that can be judged."""

    def __init__(self, head: KeptFile, good: Iterable[KeptRow]) -> None:
        base = current_rule_base.rule_base()
        self._notes = head.notes
        self._results = Results(background(base))
        self._search = GroupSearch(base, positions({"申请": [r.data for r in good]}))
        self._faults: list[Diagnostic] = []
        self._refused = 0

    def add(self, number: int, application: Application, verdict: Verdict) -> None:
        """Note a verdict. number: which row it is on, counted from 1."""
        application = msgspec.structs.replace(application, where=f"第{number}份")
        self._results.add(application, verdict)
        self._search.add(application, verdict)

    def refuse(self, faults: Iterable[Diagnostic]) -> None:
        """Note a row that is not judged."""
        self._refused += 1
        self._faults += faults

    def sum(self) -> Summing:
        """What they come to together."""
        groups = self._search.groups()
        sheets = self._results.sheets(groups, (), self._notes, self._faults, self._refused)
        return Summing(tuple(groups), workbook_content(Path("研判结果.xlsx"), sheets))


def _items(rows: Sequence[KeptRow], shared: Plain, day: str | None) -> list[Item]:
    """Each row in its order: its application, or what is wrong with it."""
    numbers = Counter(number_of(r.data) for r in rows)
    taken = [numbers[number_of(r.data)] > 1 and bool(number_of(r.data)) for r in rows]
    items: list[Item] = [tuple(map(_diagnostic, r.faults)) for r in rows]
    readable = [i for i, r in enumerate(rows) if not any(_of_cell(f) for f in r.faults)]
    plain = [i for i in readable if not taken[i]]
    reading = current_rule_base.reader().read_each(Loaded({"申请": [rows[i].data for i in plain], **shared}, ""), day)
    sound = reading.applications
    read: Iterator[Application] = iter(()) if sound is None else iter(sound)
    for at, index in enumerate(plain):
        if sound is not None and at not in sound.faulty:
            items[index] = next(read)
    done = {index for at, index in enumerate(plain) if sound is not None and at not in sound.faulty}
    for index in readable:
        if index not in done:
            try:
                items[index] = reread(rows[index].data, shared, day or "", taken=taken[index])
            except Faults as error:
                items[index] = error.diagnostics
    return items


def _of_cell(fault: Fault) -> bool:
    """Whether a fault is one of a cell, of which plain data show nothing any more."""
    return fault.code.startswith("S") and fault.code != CLASH


def _diagnostic(fault: Fault) -> Diagnostic:
    return Diagnostic(fault.code, fault.where, fault.message, fault.allowed, fault.hint)
