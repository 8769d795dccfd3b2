"""`tiaoli batch`: a register judged by the columnar plan, written whole or not at all, resumed where it was interrupted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

from msgspec.structs import replace

from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.ingest.output_guard import Overwriting, check, reason
from policy_dsl.ingest.temporary_folder import temporary_folder
from reasoner.backends.columnar.decisions import SERVICES
from reasoner.backends.columnar.duckdb_engine import PARQUET, Engine
from reasoner.backends.columnar.register_columns import Contradiction, Register, Said
from reasoner.backends.columnar.register_pass import Pass
from reasoner.backends.columnar.statements import literal
from reasoner.backends.columnar.version_plans import VersionPlan, read_together
from reasoner.driver import current_rule_base
from reasoner.driver.batch_input import names, reads_of
from reasoner.driver.register.engines import engine_elsewhere, named_faults, plans_of
from reasoner.driver.register.odd_rows import RowFault, look_at, of_sheet, written_otherwise
from reasoner.driver.register.outputs import (
    WHERE_TO_WRITE,
    Done,
    Outputs,
    Request,
    check_folders,
    outputs_of,
    quoted,
    said_of,
)
from reasoner.driver.register.parts import Parts, fingerprint
from reasoner.driver.register.place_figures import place_figures
from reasoner.driver.register.reading import Reader, Reading, counted, headers_of
from reasoner.driver.register.tables import DATABASES, PARQUETS, Relation, is_workbook, path_of, relation
from reasoner.intake.field_schema import Tables
from reasoner.interpreter.judge import judge_unsealed
from reasoner.model.application import Application, FactKey, LayeredFacts, Observation, SharedFacts, Value, layers
from reasoner.model.consistency import asks_twice
from reasoner.model.place_binding import TOWN
from reasoner.model.rule_base import RuleBase
from reasoner.sheets.table_reading import SheetInput, TableRows, read_table

if TYPE_CHECKING:  # what only some runs need is loaded by these
    from reasoner.backends.columnar.elsewhere import Elsewhere

CHUNK: Final = 1 << 20
"""Rows that are judged together; between them a run can be resumed."""
_OUR_FAULT: Final = "这是程序的错误,请把输入交给维护者"
Progress = Callable[[int, int], None]


def judge_register(request: Request, progress: Progress | None = None) -> Done:
    """Judge a register; raises Faults where nothing can be judged or written."""
    target = path_of(request.out)
    sources = [path_of(f) for f in (request.register, request.indicators, request.determinations) if f]
    outputs = outputs_of(request)
    database = request.out.rpartition("#")[0].lower().endswith(DATABASES)
    if not database and target.suffix.lower() not in (*PARQUETS, ".csv"):
        allowed = "结果.parquet、结果.csv 或 文件.duckdb#表名"
        raise Faults([Diagnostic("B103", request.out, "结果不能写成这种文件", allowed)])
    if len({p.absolute() for p in outputs}) < len(outputs):
        raise Faults([Diagnostic("B129", str(request.neighbours), "邻近的表与别的结果同名", hint="换一个文件名")])
    check([p for p in outputs if p is not None], Overwriting(tuple(sources), request.force))
    check_folders([p for p in outputs if p.parent.absolute() != target.parent.absolute()])
    only = current_rule_base.looked_at(request.documents)
    base = current_rule_base.rule_base()
    plans = plans_of(base, only, request.as_of, masks=request.masks)
    try:
        with temporary_folder(target.parent) as scratch, named_faults(request.register):
            run = RegisterRun(request, base, plans, only, Path(scratch), progress)
            with engine_elsewhere(request.engine, request.address, run.engine, Path(scratch)) as run.elsewhere:
                return run.run()
    except OSError as error:
        raise Faults([Diagnostic("U107", request.out, f"结果不能写出:{reason(error)}", hint=WHERE_TO_WRITE)]) from None


class RegisterRun:
    """One register judged by one rule base; what is asked for is written to the output of the request, which nobody has checked."""

    def __init__(
        self, request: Request, base: RuleBase, plans: Sequence[VersionPlan], only: frozenset[str] | None, scratch: Path,
        progress: Progress | None, on_file: Mapping[FactKey, tuple[Observation, ...]] | None = None,
    ) -> None:  # fmt: skip
        """on_file: what a ledger holds, besides the lists of the request."""
        self._on_file = on_file or {}
        self.request, self.base, self.only, self.scratch = request, base, only, scratch
        self.plans, self.plan = plans, read_together(plans)
        self.progress = progress or (lambda _done, _of: None)
        self.engine = Engine(scratch)
        self.elsewhere: Elsewhere | None = None
        self.names = names()
        self.tables = Tables(base.vocabulary, base.document_names, base.shared_numbers, base.issuers)
        self.faults: list[RowFault] = []
        self.kept: tuple[Relation, Reading, SharedFacts] | None = None
        """The register, how it is read and what is held of places; None: it is a workbook."""
        self._judged: dict[str, Application] = {}
        self._pass: Pass | None = None

    @property
    def read(self) -> tuple[Relation, Reading] | None:
        """The register and how its columns are read; None: of a workbook each application was judged for itself."""
        return None if self.kept is None else self.kept[:2]

    @property
    def judged_alone(self) -> Mapping[str, Application]:
        """By number the applications of a workbook that are sound."""
        return self._judged

    def run(self) -> Done:
        """Judge it; raises Faults, EngineFault, OSError."""
        engine = self.engine
        if is_workbook(self.request.register):
            return self._workbook()
        of, reading, facts = self._columns()
        ((total,),) = engine.rows(f"select count(*) from {of.source} a")
        assert isinstance(total, int)
        twice = self._same_numbers(of, reading)
        written = 0
        parts: list[Path] = []
        kept = self._parts() if total > CHUNK else None
        for start in range(0, max(total, 1), CHUNK):
            span = (start, start + CHUNK) if kept is not None else None
            known = None if kept is None else kept.known(start)
            if known is None:
                before, part = len(self.faults), self.scratch / f"part-{start}.parquet"
                rows = self._judge(of, reading, facts, span, twice, part)
                if kept is not None:
                    part = kept.keep(start, part, rows, self.faults[before:])
            else:
                part, rows, faults = known
                self.faults += faults
            written += rows
            parts.append(part)
            self.progress(min(start + CHUNK, total), total)
        if total == 0 or (not written and total):
            self._tell_all_faulty(total)
        notes = [*reading.remarks, *(f"{note}:{count}份" for note, count in counted(engine, of, reading.notes))]
        done = self._finish(parts, notes, written, total)
        if kept is not None:
            kept.forget()
        return done

    def read_only(self) -> None:
        """Read the register and what is held of places, and judge nothing; raises Faults, EngineFault, OSError."""
        if is_workbook(self.request.register):
            self._sheet()
        else:
            self._columns()

    def _columns(self) -> tuple[Relation, Reading, SharedFacts]:
        """The register, how its columns are read, and what is held of places."""
        request, engine = self.request, self.engine
        of = relation(engine, request.register, self.scratch, "register")
        headers, remarks = headers_of(engine, of, self.names, day_given=request.as_of is not None)
        facts = self._facts(of, [c.header for c in headers if c.label == "镇街"])
        towns = any(subject.startswith(TOWN) for subject, _ in facts)
        reading = Reader(engine, of, self.tables, self.names, self.plan).read(headers, remarks, request.as_of, towns)
        self.kept = of, reading, facts
        return self.kept

    def _facts(self, of: Relation | None, town: Sequence[str]) -> SharedFacts:
        listed = place_figures(self.engine, self.request, self.tables, self.names, self.scratch, of, town)
        return SharedFacts({**self._on_file, **listed}) if self._on_file else listed

    def applications(self, ids: Sequence[str]) -> Iterator[Application]:
        """The applications of these numbers, which were judged, as intake reads them, in the order of the register."""
        if self.kept is None:
            chosen = set(ids)
            yield from (a for id_, a in self._judged.items() if id_ in chosen)
            return
        of, reading, facts = self.kept
        self.engine.table("wanted", [("id", "varchar")], [(id_,) for id_ in ids])
        row, id_ = reading.columns.row, reading.columns.id
        rows = self.engine.rows(
            f"select {row} from {of.source} a where trim({id_}) in (select id from wanted) order by 1"
        )
        numbers = [n for (n,) in rows if isinstance(n, int)]
        as_of = self.request.as_of
        for looked in look_at(self.engine, of, numbers, reading.headers, self.tables, self.names, facts, as_of):
            if looked.application is not None:
                yield looked.application

    def contracted(self) -> int:
        """Of how many applications the institution holds a contract already."""
        if self.kept is None:
            return sum(_holds_contract(a.facts.get(("机构", SERVICES), ())) for a in self._judged.values())
        of, reading, _ = self.kept
        services = reading.columns.classes.get(SERVICES)
        if services is None or services.column is None:
            return 0
        holding = ", ".join(literal(text) for text, value in services.meant.items() if value)
        if not holding:
            return 0
        ((count,),) = self.engine.rows(f"select count(*) from {of.source} a where {services.column} in ({holding})")
        return count if isinstance(count, int) else 0

    def _parts(self) -> Parts:
        """What is done of this run, beside its output."""
        request = self.request
        files = [path_of(f) for f in (request.register, request.indicators, request.determinations) if f]
        of = fingerprint(
            files, request._replace(force=False, address=None, explain=(), neighbours=None), self.base.digest, CHUNK
        )
        return Parts(Path(f"{outputs_of(request)[0]}.parts"), of)

    def _sheet(self) -> tuple[SheetInput, TableRows]:
        """A workbook and its rows; the applications that are sound are kept with what is held of places."""
        request = self.request
        sheet = read_table(Path(request.register), self.names, day_given=request.as_of is not None)
        facts = self._facts(None, ())
        rows = sheet.rows(current_rule_base.reader(), reads_of(None, request.as_of), request.as_of, none_good=True)
        for application in rows.applications:
            own, shared = layers(application.facts)
            twice = [key for key in facts if key in shared]
            if twice:
                where = request.indicators or request.determinations or "本单位台账"
                message = f"「{twice[0][1]}」在{request.register}里已经给出"
                raise Faults([Diagnostic("F131", where, message, hint="只留一处")])
            self._judged[application.id] = replace(
                application, facts=LayeredFacts(own, SharedFacts({**shared, **facts}))
            )
        return sheet, rows

    def _workbook(self) -> Done:
        """A workbook: so small that each of its applications is read and judged for itself."""
        request = self.request
        sheet, rows = self._sheet()
        once = Pass(self.engine, self.base, self.plan, self.only, asking=not request.masks)
        made: list[tuple[int, str, Said]] = []
        for n, judged in enumerate(self._judged.values()):
            verdict = judge_unsealed(self.base, judged, request.as_of, self.only, advise=False)
            made.append((n, verdict.application, said_of(verdict, self.plan, asking=once.asking)))
            self.progress(n + 1, len(rows.applications))
        part = self.scratch / "part.parquet"
        self.engine.written(f"copy ({once.only(made, masks=request.masks)}) to '{quoted(part)}' ({PARQUET})")
        for refused in rows.refused:
            for fault in refused.faults:
                self.faults.append(of_sheet(fault, sheet))
        aside = [] if self.elsewhere is None else ["工作簿里的申请逐份研判,没有用别的引擎"]
        notes = [*aside, *sheet.notes, *written_otherwise(rows.applications, self.base.vocabulary)]
        return self._finish([part], notes, len(made), len(made) + len({f.row for f in self.faults}))

    # --- rows ---------------------------------------------------------------------------------------------------

    def _same_numbers(self, of: Relation, reading: Reading) -> Mapping[str, list[int]]:
        """The numbers that several applications bear, each with their rows."""
        id_, row = reading.columns.id, reading.columns.row
        ((rising,),) = self.engine.rows(
            f"select bool_and(id > before) from (select {id_} as id, lag({id_}) over () as before from {of.source} a) t where before is not null"
        )
        if rising:
            return {}
        results = self.engine.rows(
            f"select id, list(n) from (select trim({id_}) as id, {row} as n from {of.source} a where {id_} is not null) t group by id having count(*) > 1"
        )
        return {str(number): sorted(rows) for number, rows in results if isinstance(rows, list)}

    def _judge(
        self, of: Relation, reading: Reading, facts: SharedFacts, span: tuple[int, int] | None,
        twice: Mapping[str, list[int]], part: Path,
    ) -> int:  # fmt: skip
        """Judge some rows and write what they come to; how many were judged."""
        register = Register(
            of.source, reading.columns, reading.places, facts, self.request.as_of, reading.sound, reading.omits,
            self._contradicts, span,
        )  # fmt: skip
        repeated = {n: number for number, rows in twice.items() for n in rows if span is None or span[0] <= n < span[1]}
        for n, number in sorted(repeated.items()):
            other = next(m for m in twice[number] if m != n)
            message = f"编号「{number}」与第{other + 1}份申请相同"
            self.faults.append(
                RowFault(n, "编号", number, Diagnostic("F132", of.name, message, hint="每份申请一个编号"))
            )
        if len(self.plans) == 1:
            return self._judged_by(self.plans[0], register, reading, of, repeated, part)
        written, pieces = 0, []
        for index, (plan, received) in enumerate(self._stretches(register)):
            pieces.append(part.with_suffix(f".{index}.parquet"))
            piece = register._replace(received=received)
            written += self._judged_by(plan, piece, reading, of, repeated, pieces[-1], numbered=True)
        listed = ", ".join(f"'{quoted(p)}'" for p in pieces)
        ordered = f"select * exclude (n) from read_parquet([{listed}]) order by n"
        self.engine.written(f"copy ({ordered}) to '{quoted(part)}' ({PARQUET})")
        return written

    def _stretches(self, register: Register) -> list[tuple[VersionPlan, str]]:
        """The plans by which some row is judged, each with the condition of its rows; the first has those without a day, too."""
        day = register.columns.day
        counts = [f"count(*) filter (where {of.received(day)})" for of in self.plans]
        (row,) = self.engine.rows(f"select {', '.join(counts)} from {register.source} a {register.where}")
        judging = [(of, of.received(day)) for of, count in zip(self.plans, row, strict=True) if count]
        if not judging:
            self._no_day()
        return [(of, f"({cond} or {day} is null)" if not i else f"({cond})") for i, (of, cond) in enumerate(judging)]

    def _no_day(self) -> NoReturn:
        message = "没有一份申请写明日期"
        raise Faults([Diagnostic("B106", self.request.register, message, hint="补上日期,或用 --as-of 指定")])

    def _judged_by(
        self, plan: VersionPlan, register: Register, reading: Reading, of: Relation, repeated: Mapping[int, str],
        part: Path, *, numbered: bool = False,
    ) -> int:  # fmt: skip
        """Judge rows by one plan and write what they come to; how many were judged. repeated: those whose number others bear, too."""
        request, engine, there, facts = self.request, self.engine, self.elsewhere, register.facts
        asking = not request.masks
        if there is not None:
            from reasoner.backends.columnar.pass_elsewhere import PassElsewhere

            once: Pass = PassElsewhere(there, plan.base, plan.plan, plan.only, asking=asking)
        else:
            once = self._pass or Pass(engine, plan.base, plan.plan, plan.only, asking=asking)
            # By one plan all parts are judged; what a combination comes to is then worked out once.
            self._pass = once if len(self.plans) == 1 else None
        if not once.judge(register):
            self._no_day()
        odd = list(once.unread())
        extra: list[tuple[int, str, Said]] = []
        for looked in look_at(engine, of, odd, reading.headers, self.tables, self.names, facts, request.as_of):
            if looked.application is None:
                self.faults += looked.faults
            elif looked.row not in repeated:
                verdict = judge_unsealed(self.base, looked.application, request.as_of, self.only, advise=False)
                extra.append((looked.row, verdict.application, said_of(verdict, self.plan, asking=once.asking)))
        self.faults += self._contradictions(of, reading, once, facts)
        result = once.result(masks=request.masks, apart=extra, without=repeated, numbered=numbered)
        return engine.written(f"copy ({result}) to '{quoted(part)}' ({PARQUET})")

    def _contradictions(self, of: Relation, reading: Reading, once: Pass, facts: SharedFacts) -> Iterator[RowFault]:
        """The faults of rows whose values cannot stand beside each other: said by intake once for all that are alike."""
        results = once.contradictory()
        first: dict[Contradiction, int] = {}
        for n, _, what in results:
            first.setdefault(what, n)
        looked = look_at(
            self.engine, of, sorted(first.values()), reading.headers, self.tables, self.names, facts, self.request.as_of
        )
        by_row = {one.row: one.faults for one in looked}
        for n, id_, what in results:
            yield from (RowFault(n, fault.column, id_, fault.fault, fault.line) for fault in by_row[first[what]])

    def _contradicts(self, matter: str, values: Mapping[str, Value | None]) -> Contradiction:
        """What of a class and a matter cannot stand beside each other, as intake has it (F121, F160, F161)."""
        vocabulary = self.base.vocabulary
        term, kind, category = vocabulary.matters[matter], values.get("类型"), values.get("床位类别")
        wrong: list[object] = []
        if term.members and kind is not None and kind not in term.members:
            wrong += [matter, kind]
        beds = self.tables.values.get(str(category))
        if beds is not None and kind in beds.not_of:
            wrong += [kind, category]
        if asks_twice(term, values.get("已定点")):
            wrong += [matter]
        return tuple(wrong)

    # --- what is written ----------------------------------------------------------------------------------------

    def _finish(self, parts: Sequence[Path], notes: Sequence[str], written: int, total: int) -> Done:
        faulty = len({f.row for f in self.faults})
        if written + faulty != total:
            message = f"{total}份申请,研判{written}份,有错{faulty}份:对不上"
            raise Faults([Diagnostic("B107", self.request.register, message, hint=_OUR_FAULT)])
        explained = None
        if self.request.explain:
            from reasoner.driver.register.explained_rows import explained_rows

            explained = explained_rows(self, self.request.explain, parts)
        near: tuple[Path, ...] = ()
        if self.request.neighbours:
            from reasoner.driver.register.neighbours import neighbours_of

            near, counts = neighbours_of(self)
            notes = [*notes, *counts]
        files = Outputs(self.request, self.plan, self.engine, self.scratch).write(parts, notes, self.faults, near)
        return Done(written, faulty, tuple(notes), files, explained)

    def _tell_all_faulty(self, total: int) -> None:
        if total == 0:
            raise Faults([Diagnostic("F111", self.request.register, "没有任何申请")])
        raise Faults(
            [f.fault for f in self.faults[:1000]] or [Diagnostic("B106", self.request.register, "没有一份申请可以研判")]
        )


def _holds_contract(observations: Sequence[Observation]) -> bool:
    return any(o.value for o in observations)
