"""What `batch` writes: the table of outcomes, the faults, the notes, and which bit is which rule. Made apart, then put in place.

Each CSV begins with the mark of UTF-8: without it Excel on a Chinese desk shows other characters.
"""

from __future__ import annotations

import contextlib
import csv
import errno
import json
import os
import shutil
from codecs import BOM_UTF8
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.ingest.output_guard import reason
from policy_dsl.ingest.own_outputs import digest_of_file, remember
from policy_dsl.ingest.temporary_folder import temporary_folder
from reasoner.backends.columnar.decisions import Decision
from reasoner.backends.columnar.duckdb_engine import PARQUET, Engine
from reasoner.backends.columnar.plan import MASK_BITS, Plan
from reasoner.backends.columnar.register_columns import Said
from reasoner.driver.register.odd_rows import RowFault
from reasoner.model.kinds import Role, Status
from reasoner.model.verdict import Verdict

if TYPE_CHECKING:
    from reasoner.driver.register.explained_rows import ExplainedRows

WHERE_TO_WRITE: Final = "检查目录是否存在、有没有写入权限,或者换一个目录"
"""What helps where nothing can be written."""


class Request(NamedTuple):
    """What is asked for."""

    register: str
    """The table of applications."""
    out: str
    """The table of what they come to."""
    indicators: str | None = None
    determinations: str | None = None
    documents: Sequence[str] = ()
    """The names of the documents looked at; none: all."""
    masks: bool = False
    """Whether masks of rules are wanted in place of lists."""
    as_of: str | None = None
    """The day on which all are judged; None: each on that of its receipt."""
    force: bool = False
    """Whether files of others may be replaced."""
    engine: str = "duckdb"
    """What judges: of ENGINES."""
    address: str | None = None
    """Where that is; None: what the environment says."""
    explain: Sequence[str] = ()
    """The numbers of the applications of which the whole verdict is wanted."""
    neighbours: str | None = None
    """The table of institutions of one kind that lie near each other; None: it is not wanted."""


class Done(NamedTuple):
    """What was written."""

    rows: int
    """The applications that were judged."""
    faulty: int
    """Those that were left out."""
    notes: tuple[str, ...]
    files: tuple[str, ...]
    explained: ExplainedRows | None = None
    """What is to be said of the rows that were asked for; None: none was."""


NEAR: Final = (".areas.csv", ".refused.csv")
"""What is written beside the table of neighbours: the same by place, and positions that are not compared."""


def outputs_of(request: Request) -> list[Path]:
    """The files that are written."""
    name = request.out.replace("#", ".") if "#" in request.out else request.out
    beside = [f"{name}.faults.csv", f"{name}.notes.csv", *([f"{name}.rules.json"] if request.masks else [])]
    own = [] if "#" in request.out else [request.out]
    near = [request.neighbours] if request.neighbours else []
    return [Path(p) for p in (*own, *beside, *(n + suffix for n in near for suffix in ("", *NEAR)))]


def rules_of(plan: Plan) -> list[dict[str, str | int]]:
    """Which bit of which column (`true_N` and `unknown_N`) is which rule; of which (`unknown_N`) a document of unknown force."""
    rules: list[dict[str, str | int]] = [
        {"rule": id_, "column": i // MASK_BITS, "bit": i % MASK_BITS} for i, id_ in enumerate(plan.bits)
    ]
    first = len(plan.bits)
    return rules + [
        {"document": id_, "column": (first + i) // MASK_BITS, "bit": (first + i) % MASK_BITS}
        for i, id_ in enumerate(plan.unknown_force)
    ]


def said_of(verdict: Verdict, plan: Plan, *, asking: bool) -> Said:
    """What the interpreter says of a row, as the plan says it."""
    position = {id_: i for i, id_ in enumerate((*plan.bits, *plan.unknown_force))}
    true = sum(1 << position[r.rule] for r in verdict.reasons.rules if r.status is Status.TRUE)
    unknown = sum(1 << position[r.rule] for r in verdict.reasons.rules if r.status is Status.UNKNOWN)
    unknown |= sum(1 << position[d] for d in verdict.reasons.unsettled if d in plan.unknown_force)
    decisive = dict.fromkeys(c.clause for c in verdict.citations if c.role is Role.DECISIVE) if asking else ()
    opened = dict.fromkeys(r.clause for r in verdict.reasons.rules if r.status is Status.UNKNOWN) if asking else ()
    decision = Decision(true, unknown, verdict.outcome, verdict.label, verdict.possible, tuple(decisive), tuple(opened))
    return Said(decision, tuple(dict.fromkeys(m.fact for m in verdict.missing)) if asking else ())


def quoted(path: Path) -> str:
    """A path within the quotation marks of a statement."""
    return os.fspath(path).replace("'", "''")


class Outputs:
    """The outputs of one request. scratch: the folder in which they are made."""

    def __init__(self, request: Request, plan: Plan, engine: Engine, scratch: Path) -> None:
        self._request, self._plan, self._engine, self._scratch = request, plan, engine, scratch

    def write(
        self, parts: Sequence[Path], notes: Sequence[str], faults: Sequence[RowFault], near: Sequence[Path] = ()
    ) -> tuple[str, ...]:
        """Write all of them; their names. parts: the table of outcomes in pieces, each Parquet. near: the tables of neighbours."""
        listed = ", ".join(f"'{quoted(p)}'" for p in parts)
        source = f"read_parquet([{listed}])"
        outputs = outputs_of(self._request)
        made = [self._faults(faults), self._notes(notes), *([self._rules()] if self._request.masks else []), *near]
        database = "#" in self._request.out
        if not database:
            made = [self._table(outputs[0].suffix.lower(), parts, source), *made]
        remember(digest_of_file(path) for path in made)
        with contextlib.ExitStack() as staged:
            # Whatever goes to another folder is laid beside its target first: what can fail there fails before anything is in place.
            ready = [self._beside(path, target, staged) for path, target in zip(made, outputs, strict=True)]
            if database:
                self._into_database(source)
            for path, target in zip(ready, outputs, strict=True):
                os.replace(path, target)
        return tuple(str(p) for p in outputs)

    def _beside(self, made: Path, target: Path, staged: contextlib.ExitStack) -> Path:
        """A file that was made, on the disk of its target; raises OSError where nothing can be written there."""
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
        if target.parent.absolute() == self._scratch.parent.absolute():
            return made
        return Path(shutil.move(made, Path(staged.enter_context(temporary_folder(target.parent))) / "output"))

    def _table(self, suffix: str, parts: Sequence[Path], source: str) -> Path:
        made = self._scratch / f"out{suffix}"
        if suffix == ".csv":
            columns = [(str(r[0]), str(r[1])) for r in self._engine.rows(f"describe select * from {source}")]
            joined = ", ".join(
                f"array_to_string({c}, '、') as {c}" if kind.endswith("[]") else c for c, kind in columns
            )
            bare = self._scratch / "bare.csv"
            self._engine.written(f"copy (select {joined} from {source}) to '{quoted(bare)}' (format csv, header)")
            with bare.open("rb") as rows, made.open("wb") as marked:
                marked.write(BOM_UTF8)
                shutil.copyfileobj(rows, marked)
            bare.unlink()
        elif len(parts) == 1:
            return parts[0]
        else:
            self._engine.written(f"copy (select * from {source}) to '{quoted(made)}' ({PARQUET})")
        return made

    def _into_database(self, source: str) -> None:
        head, _, table = self._request.out.rpartition("#")
        name = '"' + table.replace('"', '""') + '"'
        self._engine.run(f"attach '{quoted(Path(head))}' as target")
        try:
            tables = self._engine.rows("select table_name from duckdb_tables() where database_name = 'target'")
            if (table,) in tables and not self._request.force:
                hint = "换一个表名,或用 --force 替换"
                raise Faults([Diagnostic("U109", self._request.out, "已经有这张表", hint=hint)])
            self._engine.run(f"create or replace table target.{name} as select * from {source}")
        finally:
            self._engine.run("detach target")

    def _faults(self, faults: Iterable[RowFault]) -> Path:
        made = self._scratch / "faults.csv"
        with made.open("w", encoding="utf-8-sig", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(("第几份", "行", "列", "编号", "代码", "问题", "允许", "建议"))
            for row, column, id_, fault, line in sorted(faults, key=lambda f: (f.row, f.column)):
                writer.writerow(
                    (row + 1, line or row + 2, column, id_, fault.code, fault.message, fault.allowed, fault.hint)
                )
        return made

    def _notes(self, notes: Iterable[str]) -> Path:
        made = self._scratch / "notes.csv"
        with made.open("w", encoding="utf-8-sig", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(("说明",))
            writer.writerows((note,) for note in notes)
        return made

    def _rules(self) -> Path:
        made = self._scratch / "rules.json"
        made.write_text(json.dumps(rules_of(self._plan), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        return made


def check_folders(outputs: Sequence[Path]) -> None:
    """Raise Faults (U107) before hours of work where the folder of an output is none, or lets nothing be written."""
    for output in outputs:
        try:
            with temporary_folder(output.parent):
                pass
        except OSError as error:
            raise Faults(
                [Diagnostic("U107", str(output), f"结果不能写出:{reason(error)}", hint=WHERE_TO_WRITE)]
            ) from None
