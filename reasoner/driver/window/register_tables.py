"""名册 of the window: what is asked for, what of a judged register is kept, and its pages.

What is kept are tables of our own: the outcomes as `batch` writes them, the rows with what they come to, and the faults. A page asks
them, and nobody judges anything for it. Apart from `register_judging`, which brings all of judging a register along.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

import msgspec

from reasoner.backends.columnar.duckdb_engine import Engine
from reasoner.driver.current_rule_base import rule_base
from reasoner.explain.next_step import SHORT
from reasoner.model.kinds import Outcome

TABLES: Final = "tables"
"""The folder in which a worker leaves what a register came to, apart from the files that were sent."""
RESULT: Final = "result.parquet"
ROWS: Final = "rows.parquet"
FAULTS: Final = "faults.parquet"
"""Its three tables."""
_MEMORY: Final = "200MiB"
"""What a page may take of it."""
_HEADERS: Final = (
    ("n + 1", "第几份"), ("id", "编号"), ("name", "机构"), ("kind", "类型"), ("place", "所在地"), ("matter", "事项"),
    ("day", "日期"), ("label", "结论"), ("possible", "可能的结论"), ("decisive", "决定的条款"), ("open", "不明的条款"),
    ("missing", "尚缺的事实"),
)  # fmt: skip
"""The columns of the rows with their headers."""
_FAULT_HEADERS: Final = (
    ("n + 1", "第几份"), ("line", "行"), ("header", "列"), ("id", "编号"), ("code", "代码"), ("message", "问题"),
    ("allowed", "允许"), ("hint", "建议"),
)  # fmt: skip


class RegisterQuestion(msgspec.Struct, frozen=True):
    """Which register is judged, and how."""

    register: str = ""
    """The name of the file of applications."""
    indicators: str = ""
    """The name of the file of figures; empty: those of the ledger."""
    determinations: str = ""
    """The name of the file of determinations; empty: those of the ledger."""
    as_of: str = ""
    """The day whose law is asked for; empty: that of receipt."""


class RegisterFiles(msgspec.Struct, frozen=True):
    """The files of a register that is judged, or of which a row is explained."""

    register: bytes
    indicators: bytes = b""
    determinations: bytes = b""
    ledger: dict[str, object] = {}
    """The bureau's ledger, as a file has it, as far as no file takes its place."""
    number: str = ""
    """The 编号 of the row that is explained; empty: the register is judged."""
    result: bytes = b""
    """What the columns say, with which the explanation must agree."""


class RegisterTotal(msgspec.Struct, frozen=True):
    """So many rows come to the same."""

    name: str
    """The label, the address of a clause, a district, a matter."""
    number_of: int
    outcome: str = ""
    """Of a label its outcome."""
    words: str = ""
    """Of a clause its place in words."""


class RegisterSummary(msgspec.Struct, frozen=True):
    """What a register came to, in numbers."""

    rows: int
    """The applications that were judged."""
    faulty: int
    """Those that were left out."""
    notes: tuple[str, ...] = ()
    labels: tuple[RegisterTotal, ...] = ()
    clauses: tuple[RegisterTotal, ...] = ()
    """By clause how many it decides."""
    places: tuple[RegisterTotal, ...] = ()
    matters: tuple[RegisterTotal, ...] = ()
    rules: str = ""
    """The digest of the rules by which it was judged."""


class Chosen(NamedTuple):
    """By what rows of a register are chosen; empty: any."""

    label: str = ""
    clause: str = ""
    """The address of a clause that decides."""
    place: str = ""
    matter: str = ""
    text: str = ""
    """A part of the number or of the name."""


class RegisterRow(NamedTuple):
    """A row as its page shows it."""

    position: int
    """The number of its row, the first 0."""
    number: str
    name: str
    kind: str
    place: str
    matter: str
    day: str
    outcome: str
    label: str
    possible: tuple[str, ...]
    """The short labels of all outcomes that are open."""
    decisive: tuple[str, ...]
    open: tuple[str, ...]
    missing: tuple[str, ...]


class FaultRow(NamedTuple):
    """What is wrong with a row."""

    position: int
    line: int
    header: str
    """The header of the column; empty: the row."""
    number: str
    code: str
    message: str
    allowed: str
    hint: str


class KeptRegister:
    """The tables of a judged register, open for a page."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self._engine, self._folder = engine, folder

    def count(self, chosen: Chosen) -> int:
        """How many rows are chosen."""
        where, given = _where(chosen)
        return self._count(f"{self._of(ROWS)} {where}", given)

    def rows(self, chosen: Chosen, start: int, most: int) -> list[RegisterRow]:
        """Some of the chosen rows, in the order of the register."""
        where, given = _where(chosen)
        columns = "n, id, name, kind, place, matter, day, outcome, label, possible, decisive, open, missing"
        query = f"select {columns} from {self._of(ROWS)} {where} order by n limit {most} offset {start}"
        return [_row(row) for row in self._engine.rows(query, given)]

    def row(self, position: int) -> RegisterRow | None:
        """The row of a number."""
        columns = "n, id, name, kind, place, matter, day, outcome, label, possible, decisive, open, missing"
        rows = self._engine.rows(f"select {columns} from {self._of(ROWS)} where n = ?", [position])
        return _row(rows[0]) if rows else None

    def fault_count(self) -> int:
        """How many faults there are."""
        return self._count(self._of(FAULTS), [])

    def faults(self, start: int, most: int) -> list[FaultRow]:
        """Some of the faults, in the order of the register."""
        query = f"select * from {self._of(FAULTS)} limit {most} offset {start}"
        return [
            FaultRow(int(str(n)), int(str(line)), *(str(v or "") for v in more))
            for n, line, *more in self._engine.rows(query)
        ]

    def rows_file(self, chosen: Chosen) -> bytes:
        """The chosen rows as CSV with Chinese headers."""
        where, given = _where(chosen)
        return self._file(_HEADERS, f"{self._of(ROWS)} {where} order by n", given)

    def faults_file(self) -> bytes:
        """The faults as CSV with Chinese headers."""
        return self._file(_FAULT_HEADERS, self._of(FAULTS), [])

    def _file(self, headers: Sequence[tuple[str, str]], source: str, given: Sequence[str]) -> bytes:
        lists = ("possible", "decisive", "open", "missing")
        joined = {c: f"array_to_string({c}, '、')" for c in lists}
        columns = ", ".join(f"{joined.get(c, c)} as {name}" for c, name in headers)
        path = self._folder / "out.csv"
        self._engine.run(f"copy (select {columns} from {source}) to '{path}' (format csv, header)", given)
        return BOM_UTF8 + path.read_bytes()

    def _count(self, source: str, given: Sequence[str]) -> int:
        ((count,),) = self._engine.rows(f"select count(*) from {source}", given)
        return count if isinstance(count, int) else 0

    def _of(self, name: str) -> str:
        return f"read_parquet('{self._folder / name}')"


@contextmanager
def kept_register(rows: bytes = b"", faults: bytes = b"") -> Iterator[KeptRegister]:
    """The kept tables of a register, as far as they are given, until the page is made."""
    with TemporaryDirectory(prefix="tiaoli-") as name:
        folder = Path(name)
        for called, content in ((ROWS, rows), (FAULTS, faults)):
            if content:
                (folder / called).write_bytes(content)
        engine = Engine(folder, memory=_MEMORY)
        try:
            yield KeptRegister(engine, folder)
        finally:
            engine.close()


def _where(chosen: Chosen) -> tuple[str, list[str]]:
    conditions = {
        "label = ?": chosen.label, "list_contains(decisive, ?)": chosen.clause, "place = ?": chosen.place,
        "matter = ?": chosen.matter,
    }  # fmt: skip
    given = [value for value in conditions.values() if value]
    parts = [condition for condition, value in conditions.items() if value]
    if chosen.text:
        parts.append("(contains(id, ?) or contains(name, ?))")
        given += [chosen.text, chosen.text]
    return f"where {' and '.join(parts)}" if parts else "", given


def _row(row: Sequence[object]) -> RegisterRow:
    n, *texts, possible, decisive, opened, missing = row
    words = [str(v or "") for v in texts]
    labels = tuple(SHORT[Outcome(o)] for o in _listed(possible))
    return RegisterRow(int(str(n)), *words, labels, _listed(decisive), _listed(opened), _listed(missing))  # type: ignore[arg-type, call-arg]


def _listed(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()


def clause_words(address: str) -> str:
    """The document and the place of a clause, in words; the address where no document in use has it."""
    for document in (*rule_base().documents.values(), *rule_base().every):
        clause = document.clauses.get(address)
        if clause is not None:
            return f"《{document.title}》{clause.place}"
    return address
