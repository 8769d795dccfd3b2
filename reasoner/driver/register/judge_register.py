"""`tiaoli batch`: a register judged by the columnar plan, written whole or not at all, resumed where it was interrupted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.ingest.output_guard import Overwriting, check, reason
from policy_dsl.ingest.temporary_folder import temporary_folder
from reasoner.backends.columnar.compile_plan import compile_plan
from reasoner.backends.columnar.decisions import SERVICES
from reasoner.backends.columnar.duckdb_engine import Engine, EngineFault
from reasoner.backends.columnar.elsewhere import Elsewhere
from reasoner.backends.columnar.pass_elsewhere import PassElsewhere
from reasoner.backends.columnar.plan import WHY, Plan
from reasoner.backends.columnar.register_columns import Contradiction, Register, Said
from reasoner.backends.columnar.register_pass import Pass
from reasoner.backends.columnar.statements import literal
from reasoner.driver import current_rule_base
from reasoner.driver.batch_input import names, reads_of
from reasoner.driver.register.engines import engine_elsewhere
from reasoner.driver.register.odd_rows import RowFault, look_at, of_sheet, written_otherwise
from reasoner.driver.register.outputs import Done, Outputs, Request, outputs_of, quoted, said_of
from reasoner.driver.register.parts import Parts, fingerprint
from reasoner.driver.register.reading import Reader, Reading, counted, headers_of
from reasoner.driver.register.tables import DATABASES, PARQUET, Relation, is_workbook, path_of, relation, workbook
from reasoner.intake.application_run import Run
from reasoner.intake.checked_applications import Items
from reasoner.intake.diagnostics_collector import Complaints, Enough
from reasoner.intake.field_schema import Tables
from reasoner.interpreter.judge import judge_unsealed
from reasoner.model.application import Application, LayeredFacts, Observation, SharedFacts, Value, layers
from reasoner.model.consistency import asks_twice
from reasoner.model.place_binding import TOWN
from reasoner.model.rule_base import RuleBase
from reasoner.sheets.columns import DETERMINATIONS, INDICATORS
from reasoner.sheets.mapping import SavedMapping
from reasoner.sheets.table_reading import SheetInput, read_sheets, read_table

CHUNK: Final = 1 << 20
"""Rows that are judged together; between them a run can be resumed."""
_OUR_FAULT: Final = "这是程序的错误,请把输入交给维护者"
_ITEM: Final = re.compile(r"(?P<kind>指标|认定)\[(?P<index>[0-9]+)\]")
Progress = Callable[[int, int], None]


def judge_register(request: Request, progress: Progress | None = None) -> Done:
    """Judge a register; raises Faults where nothing can be judged or written."""
    target = path_of(request.out)
    sources = [path_of(f) for f in (request.register, request.indicators, request.determinations) if f]
    outputs = outputs_of(request)
    database = request.out.rpartition("#")[0].lower().endswith(DATABASES)
    if not database and target.suffix.lower() not in (*PARQUET, ".csv"):
        allowed = "结果.parquet、结果.csv 或 文件.duckdb#表名"
        raise Faults([Diagnostic("B103", request.out, "结果不能写成这种文件", allowed)])
    check([p for p in outputs if p is not None], Overwriting(tuple(sources), request.force))
    only = current_rule_base.looked_at(request.documents)
    base = current_rule_base.rule_base()
    plan = plan_of(base, only, masks=request.masks)
    try:
        with temporary_folder(target.parent) as scratch:
            run = RegisterRun(request, base, plan, only, Path(scratch), progress)
            with engine_elsewhere(request.engine, request.address, run.engine, Path(scratch)) as run.elsewhere:
                return run.run()
    except EngineFault as fault:
        if fault.interrupted:
            raise KeyboardInterrupt from None
        if fault.ours:
            raise Faults([Diagnostic("B107", request.register, "研判的语句不能执行", hint=_OUR_FAULT)]) from fault
        message = "计算没有完成:磁盘或者内存不够,或者计算中断"
        raise Faults([Diagnostic("B104", request.register, message, hint="腾出磁盘或内存后重新运行")]) from None
    except OSError as error:
        raise Faults([Diagnostic("U107", request.out, f"结果不能写出:{reason(error)}")]) from None


def plan_of(base: RuleBase, only: frozenset[str] | None, *, masks: bool) -> Plan:
    """The plan of the documents looked at; raises Faults (B105) where it cannot say all of them."""
    plan = compile_plan([d for d in base.documents.values() if only is None or d.id in only], base.vocabulary)
    faults = [
        Diagnostic("B105", r.what, f"按列研判表达不了:{WHY[r.why]}", hint="用 tiaoli check 研判") for r in plan.refusals
    ]
    faults += [
        Diagnostic("B105", id_, f"按列研判表达不了:{WHY['versions']}", hint="用 tiaoli check 研判")
        for id_ in base.several
    ]
    faults += [] if masks else [Diagnostic("B105", id_, f"按列研判表达不了:{WHY['nested']}") for id_ in plan.nested]
    if faults:
        raise Faults(faults)
    return plan


class RegisterRun:
    """One register judged by one rule base; what is asked for is written to the output of the request, which nobody has checked."""

    def __init__(
        self, request: Request, base: RuleBase, plan: Plan, only: frozenset[str] | None, scratch: Path,
        progress: Progress | None,
    ) -> None:  # fmt: skip
        self.request, self.base, self.plan, self.only, self.scratch = request, base, plan, only, scratch
        self.progress = progress or (lambda _done, _of: None)
        self.engine = Engine(scratch)
        self.elsewhere: Elsewhere | None = None
        self.names = names()
        self.tables = Tables(base.vocabulary, base.document_names, base.shared_numbers, base.issuers)
        self.faults: list[RowFault] = []
        self._kept: tuple[Relation, Reading, SharedFacts] | None = None
        self._judged: dict[str, Application] = {}
        self._pass: Pass | None = None

    def run(self) -> Done:
        """Judge it; raises Faults, EngineFault, OSError."""
        request, engine = self.request, self.engine
        if is_workbook(request.register):
            return self._workbook()
        of = relation(engine, request.register, self.scratch, "register")
        headers, remarks = headers_of(engine, of, self.names, day_given=request.as_of is not None)
        facts = self._facts(of, [c.header for c in headers if c.label == "镇街"])
        towns = any(subject.startswith(TOWN) for subject, _ in facts)
        reading = Reader(engine, of, self.tables, self.names, self.plan).read(headers, remarks, request.as_of, towns)
        self._kept = of, reading, facts
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

    def applications(self, ids: Sequence[str]) -> Iterator[Application]:
        """The applications of these numbers, which were judged, as intake reads them, in the order of the register."""
        if self._kept is None:
            chosen = set(ids)
            yield from (a for id_, a in self._judged.items() if id_ in chosen)
            return
        of, reading, facts = self._kept
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
        if self._kept is None:
            return sum(_holds_contract(a.facts.get(("机构", SERVICES), ())) for a in self._judged.values())
        of, reading, _ = self._kept
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
        of = fingerprint(files, request._replace(force=False, address=None), self.base.digest, CHUNK)
        return Parts(Path(f"{outputs_of(request)[0]}.parts"), of)

    def _workbook(self) -> Done:
        """A workbook: so small that each of its applications is read and judged for itself."""
        request = self.request
        sheet = read_table(Path(request.register), self.names, day_given=request.as_of is not None)
        facts = self._facts(None, ())
        rows = sheet.rows(current_rule_base.reader(), reads_of(None, request.as_of), request.as_of, none_good=True)
        once = Pass(self.engine, self.base, self.plan, self.only, asking=not request.masks)
        made: list[tuple[int, str, Said]] = []
        for n, application in enumerate(rows.applications):
            own, shared = layers(application.facts)
            twice = [key for key in facts if key in shared]
            if twice:
                where = request.indicators or request.determinations or ""
                message = f"「{twice[0][1]}」在{request.register}里已经给出"
                raise Faults([Diagnostic("F131", where, message, hint="只留一处")])
            judged = replace(application, facts=LayeredFacts(own, SharedFacts({**shared, **facts})))
            verdict = judge_unsealed(self.base, judged, request.as_of, self.only, advise=False)
            self._judged[verdict.application] = judged
            made.append((n, verdict.application, said_of(verdict, self.plan, asking=once.asking)))
            self.progress(n + 1, len(rows.applications))
        part = self.scratch / "part.parquet"
        self.engine.written(f"copy ({once.only(made, masks=request.masks)}) to '{quoted(part)}' (format parquet)")
        for refused in rows.refused:
            for fault in refused.faults:
                self.faults.append(of_sheet(fault, sheet))
        aside = [] if self.elsewhere is None else ["工作簿里的申请逐份研判,没有用别的引擎"]
        notes = [*aside, *sheet.notes, *written_otherwise(rows.applications, self.base.vocabulary)]
        return self._finish([part], notes, len(made), len(made) + len({f.row for f in self.faults}))

    # --- what is held of places -------------------------------------------------------------------------------

    def _facts(self, of: Relation | None, town: Sequence[str]) -> SharedFacts:
        """What the lists of figures and determinations say; raises Faults with every fault of theirs."""
        lists: dict[str, object] = {}
        faults: list[Diagnostic] = []
        sheets: list[tuple[str, int, int, SheetInput]] = []
        for given, kind, name in (
            (self.request.indicators, INDICATORS, "indicators"),
            (self.request.determinations, DETERMINATIONS, "determinations"),
        ):
            if given is None:
                continue
            sheet = read_sheets(
                workbook(self.engine, given, self.scratch, kind, name), self.names, SavedMapping(), ledger=True
            )
            faults += sheet.faults
            for key, rows in sheet.data.items():
                listed = lists.setdefault(key, [])
                assert isinstance(listed, list)
                sheets.append((key, len(listed), len(listed) + len(rows), sheet))
                listed += rows
        complaints = Complaints("")
        run = Run(self.tables, complaints, self.request.as_of, Items(self._towns(of, town)))
        with suppress(Enough):
            run.share(lists)
        for fault in complaints.listed():
            faults.append(_at_cell(fault, sheets))
        if faults:
            raise Faults(faults)
        return run.shared

    def _towns(self, of: Relation | None, town: Sequence[str]) -> list[dict[str, object]]:
        """The towns of the register with the places in which they lie."""
        places = [] if of is None else [c for c, _ in of.columns if c == "所在地"]
        if of is None or not town or not places:
            return []
        results = self.engine.rows(
            f'select distinct "{places[0]}", "{town[0]}" from {of.source} a where "{town[0]}" is not null'
        )
        return [{"机构": {"所在地": place, "镇街": name}} for place, name in results]

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
        request, engine = self.request, self.engine
        asking, there = not request.masks, self.elsewhere
        if there is not None:
            once: Pass = PassElsewhere(there, self.base, self.plan, self.only, asking=asking)
        else:
            once = self._pass = self._pass or Pass(engine, self.base, self.plan, self.only, asking=asking)
        register = Register(
            of.source,
            reading.columns,
            reading.places,
            facts,
            request.as_of,
            reading.sound,
            reading.omits,
            self._contradicts,
            span,
        )
        if not once.judge(register):
            raise Faults(
                [Diagnostic("B106", request.register, "没有一份申请写明日期", hint="补上日期,或用 --as-of 指定")]
            )
        repeated = {n: number for number, rows in twice.items() for n in rows if span is None or span[0] <= n < span[1]}
        odd = list(once.unread())
        extra: list[tuple[int, str, Said]] = []
        for looked in look_at(engine, of, odd, reading.headers, self.tables, self.names, facts, request.as_of):
            if looked.application is None:
                self.faults += looked.faults
            elif looked.row not in repeated:
                verdict = judge_unsealed(self.base, looked.application, request.as_of, self.only, advise=False)
                extra.append((looked.row, verdict.application, said_of(verdict, self.plan, asking=once.asking)))
        self.faults += self._contradictions(of, reading, once, facts)
        for n, number in sorted(repeated.items()):
            other = next(m for m in twice[number] if m != n)
            message = f"编号「{number}」与第{other + 1}份申请相同"
            self.faults.append(
                RowFault(n, "编号", number, Diagnostic("F132", of.name, message, hint="每份申请一个编号"))
            )
        result = once.result(masks=request.masks, apart=extra, without=repeated)
        return engine.written(f"copy ({result}) to '{quoted(part)}' (format parquet)")

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
            yield from (fault._replace(row=n, id=id_) for fault in by_row[first[what]])

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
        files = Outputs(self.request, self.plan, self.engine, self.scratch).write(parts, notes, self.faults)
        return Done(written, faulty, tuple(notes), files)

    def _tell_all_faulty(self, total: int) -> None:
        if total == 0:
            raise Faults([Diagnostic("F111", self.request.register, "没有任何申请")])
        raise Faults(
            [f.fault for f in self.faults[:1000]] or [Diagnostic("B106", self.request.register, "没有一份申请可以研判")]
        )


def _holds_contract(observations: Sequence[Observation]) -> bool:
    return any(o.value for o in observations)


def _at_cell(fault: Diagnostic, lists: Sequence[tuple[str, int, int, SheetInput]]) -> Diagnostic:
    """A fault of an item of the lists at its cell. lists: for each kind and sheet the first of its items and that behind the last."""
    match = _ITEM.match(fault.where)
    for kind, first, behind, sheet in lists:
        if match is not None and match["kind"] == kind and first <= int(match["index"]) < behind:
            where = f"{sheet.book.name}: {kind}[{int(match['index']) - first}]{fault.where[match.end() :]}"
            (named,) = sheet.places.named([replace(fault, where=where)])
            return named
    return fault
