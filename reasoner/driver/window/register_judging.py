"""A register that the window judges: by the columns in a worker, with the bureau's ledger; and one of its rows by the interpreter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.ingest.output_guard import reason
from reasoner.driver import current_rule_base
from reasoner.driver.register.engines import named_faults, plans_of
from reasoner.driver.register.explained_rows import explained_rows
from reasoner.driver.register.judge_register import RegisterRun
from reasoner.driver.register.outputs import Request, quoted
from reasoner.driver.simulation.register_view import RegisterView
from reasoner.driver.window.cases import complete, ledger_entries, rules_digest
from reasoner.driver.window.register_tables import (
    FAULTS,
    RESULT,
    ROWS,
    TABLES,
    RegisterFiles,
    RegisterQuestion,
    RegisterSummary,
    RegisterTotal,
    clause_words,
)
from reasoner.model.application import FactKey, Observation
from reasoner.model.verdict import encode

Progress = Callable[[int, int], None]
_ON_FILE: Final = (("indicators", "指标"), ("determinations", "认定"))
_UNKNOWN: Final = "不详"
_JUDGED: Final = 90
"""Per cent of the work that is done when every row is judged."""
_LISTS: Final = ("possible", "decisive", "open", "missing")


def judged_register(
    question: RegisterQuestion, files: RegisterFiles, folder: Path, progress: Progress
) -> RegisterSummary:
    """Judge a register and leave its three tables in a folder. Raises Faults."""
    progress(0, 100)
    run = _run(question, files, folder, lambda done, of: progress(done * _JUDGED // max(of, 1), 100))
    with named_faults(question.register):
        try:
            done = run.run()
            _write_rows(run, folder / TABLES)
        except OSError as error:
            raise Faults([Diagnostic("U107", "结果", f"结果不能写出:{reason(error)}")]) from None
        _write_faults(run, folder / TABLES)
        labels, clauses, places, matters = _totals_of(run, folder / TABLES)
    run.engine.close()
    progress(100, 100)
    return RegisterSummary(done.rows, done.faulty, done.notes, labels, clauses, places, matters, rules_digest())


def explained_row(question: RegisterQuestion, files: RegisterFiles, folder: Path) -> bytes:
    """The verdict of the interpreter on a row, as JSON. Raises Faults: B124 where the columns said something else."""
    run = _run(question, files, folder, None)
    kept = folder / TABLES / f"kept-{RESULT}"
    kept.write_bytes(files.result)
    with named_faults(question.register):
        run.read_only()
        (verdict,) = explained_rows(run, [files.number], [kept]).verdicts
    run.engine.close()
    return encode(complete(verdict))


def _run(question: RegisterQuestion, files: RegisterFiles, folder: Path, progress: Progress | None) -> RegisterRun:
    scratch = folder / TABLES
    scratch.mkdir()
    tables: dict[str, str] = {}
    for name in ("register", "indicators", "determinations"):
        content: bytes = getattr(files, name)
        if content:
            path = folder / getattr(question, name)
            path.write_bytes(content)
            tables[name] = str(path)
    kept = {s: items for name, s in _ON_FILE if name not in tables and (items := files.ledger.get(s))}
    on_file: dict[FactKey, tuple[Observation, ...]] = {}
    for entry in sorted(ledger_entries(kept), key=lambda e: e.observation.as_at):
        on_file[entry.key] = (*on_file.get(entry.key, ()), entry.observation)
    day = current_rule_base.as_day(question.as_of or None)
    base = current_rule_base.rule_base()
    request = Request(
        tables["register"], str(scratch / RESULT), tables.get("indicators"), tables.get("determinations"), as_of=day,
        force=True,
    )  # fmt: skip
    return RegisterRun(request, base, plans_of(base, None, day, masks=False), None, scratch, progress, on_file)


def _write_rows(run: RegisterRun, folder: Path) -> None:
    """The rows that were judged, as the register names them, with what they come to."""
    engine, result = run.engine, quoted(folder / RESULT)
    view = RegisterView(run, (folder / RESULT, folder / RESULT))
    regions = run.base.vocabulary.regions
    meant: list[tuple[str, str, str, str, str, str]] = []
    for row in engine.rows(f"select distinct matter, place, kind from {view.written} w"):
        written = tuple(str(v or "") for v in row)
        matter, region, kind = view.meant(*written)
        meant.append((*written, matter, regions[region].name if region else _UNKNOWN, kind))  # type: ignore[arg-type]
    names = ("of_matter", "of_place", "of_kind", "matter", "place", "kind")
    engine.table("meant", [(name, "varchar") for name in names], meant)
    lists = ", ".join(f"cast(r.{c} as varchar[]) as {c}" for c in _LISTS)
    same = " and ".join(f"m.of_{c} = coalesce(w.{c}, '')" for c in ("matter", "place", "kind"))
    engine.written(
        f"copy (select w.n, w.id, coalesce(w.name, '') as name, m.kind, m.place, m.matter, "
        f"coalesce(cast(w.day as varchar), '') as day, cast(r.outcome as varchar) as outcome, "
        f"cast(r.label as varchar) as label, {lists} from {view.written} w join read_parquet('{result}') r on r.编号 = w.id "
        f"join meant m on {same} order by w.n) to '{quoted(folder / ROWS)}' (format parquet)"
    )


def _write_faults(run: RegisterRun, folder: Path) -> None:
    columns = ("n", "line", "header", "id", "code", "message", "allowed", "hint")
    kinds = [(name, "bigint" if name in ("n", "line") else "varchar") for name in columns]
    rows = [
        (f.row, f.line or f.row + 2, f.column, f.id, f.fault.code, f.fault.message, f.fault.allowed, f.fault.hint)
        for f in sorted(run.faults, key=lambda f: (f.row, f.column))
    ]
    run.engine.table("faults", kinds, rows)
    run.engine.written(f"copy (select * from faults) to '{quoted(folder / FAULTS)}' (format parquet)")


def _totals_of(run: RegisterRun, folder: Path) -> Iterable[tuple[RegisterTotal, ...]]:
    """How many come to each label, how many each clause decides, and how many lie in each district and ask for each matter."""
    rows = f"read_parquet('{quoted(folder / ROWS)}')"
    labels = run.engine.rows(f"select label, outcome, count(*) from {rows} group by all")
    clauses = run.engine.rows(f"select c, '', count(*) from (select unnest(decisive) as c from {rows}) group by all")
    places = run.engine.rows(f"select place, '', count(*) from {rows} group by all")
    matters = run.engine.rows(f"select matter, '', count(*) from {rows} group by all")
    yield _totals(labels)
    yield tuple(RegisterTotal(t.name, t.number_of, words=clause_words(t.name)) for t in _totals(clauses))
    yield _totals(places)
    yield _totals(matters)


def _totals(rows: Sequence[Sequence[object]]) -> tuple[RegisterTotal, ...]:
    counts = Counter({(str(name), str(outcome)): int(str(n)) for name, outcome, n in rows})
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(RegisterTotal(name, n, outcome) for (name, outcome), n in ordered)
