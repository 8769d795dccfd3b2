"""`tiaoli simulate`: a register judged twice by the columns; whoever comes out otherwise is judged by the interpreter, too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence, Set
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

import msgspec

from policy_dsl.compiled import Document
from policy_dsl.diagnostics import Diagnostic, Faults, nearest
from policy_dsl.ingest.output_guard import Overwriting, reason
from policy_dsl.ingest.temporary_folder import temporary_folder
from reasoner.backends.columnar.duckdb_engine import EngineFault
from reasoner.batch.simulation import (
    APPLYING_ANEW,
    NOT_ANSWERED,
    WATERMARK,
    ChangeCount,
    GroundClause,
    NamedCount,
    OutcomeTotal,
    RegisterResult,
    SimulatedChange,
    Simulation,
    SupposedRule,
)
from reasoner.driver import current_rule_base
from reasoner.driver.register.judge_register import RegisterRun, plans_of
from reasoner.driver.register.outputs import Request, quoted
from reasoner.driver.register.tables import path_of
from reasoner.driver.simulation.supposed_number import with_numbers
from reasoner.interpreter.judge import judge_unsealed
from reasoner.model.application import Application
from reasoner.model.kinds import Role, Status
from reasoner.model.rule_base import RuleBase
from reasoner.model.verdict import Verdict
from reasoner.sheets.save import check_target, save, save_workbook

FORMS: Final = (".html", ".xlsx", ".json")
"""The forms of a simulation."""
_UNKNOWN: Final = "不详"
_OUT: Final = "simulated.parquet"
_Counted = TypeVar("_Counted")
Progress = Callable[[int, int], None]


class Supposition(NamedTuple):
    """What is asked for."""

    register: str
    """The table of applications."""
    output: Path
    """The file to write: .html, .xlsx or .json."""
    numbers: Sequence[str] = ()
    """Numbers that are supposed, each `document/clause=number`."""
    after: Path | None = None
    """The folder of a draft."""
    reading: str | None = None
    """A reading that is taken the other way: its name, or `document/name`."""
    as_of: str | None = None
    """The day on which all are judged; where nothing else is supposed, on the other side alone."""
    indicators: str | None = None
    determinations: str | None = None
    documents: Sequence[str] = ()
    """The names of the documents looked at; none: all."""
    names: bool = False
    """Whether the applications are listed with their numbers and institutions."""
    force: bool = False
    """Whether files of others may be replaced."""


class _Row(NamedTuple):
    """What the columns say of an application."""

    outcome: str
    label: str
    possible: tuple[str, ...]
    decisive: tuple[str, ...]
    open: tuple[str, ...]


def simulate(supposition: Supposition, progress: Progress | None = None) -> Simulation:
    """Judge a register by the rules in use and under a supposition, without writing anything.

    Raises Faults: B121 to B123 of the supposition, B124 the columns and the interpreter differ, those of `batch`, of drafts and of
    the output.
    """
    if supposition.output.suffix.lower() not in FORMS:
        raise Faults([Diagnostic("B126", str(supposition.output), "测算不能写成这种文件", "、".join(FORMS))])
    check_target(supposition.output, overwriting_of(supposition), FORMS)
    day = current_rule_base.as_day(supposition.as_of)
    base = current_rule_base.rule_base()
    after, rules, sentences = _supposed(base, supposition, day)
    only = current_rule_base.looked_at(supposition.documents)
    alone = not (supposition.numbers or supposition.after or supposition.reading)
    days = (None if alone else day), day
    try:
        # A folder for each pass: both keep files of the same names.
        with (
            temporary_folder(supposition.output.parent) as scratch,
            temporary_folder(scratch) as one,
            temporary_folder(scratch) as other,
        ):
            folders = Path(one), Path(other)
            return _Comparison(supposition, (base, after), days, only, folders, progress).made(rules, sentences)
    except EngineFault as fault:
        if fault.interrupted:
            raise KeyboardInterrupt from None
        code, message = ("B107", "研判的语句不能执行") if fault.ours else ("B104", "计算没有完成:磁盘或者内存不够")
        raise Faults([Diagnostic(code, supposition.register, message)]) from None
    except OSError as error:
        raise Faults([Diagnostic("U107", str(supposition.output), f"结果不能写出:{reason(error)}")]) from None


def write_simulation(made: Simulation, supposition: Supposition) -> None:
    """Write a simulation to its file. Raises Faults: S140, U109, U110."""
    suffix, overwriting = supposition.output.suffix.lower(), overwriting_of(supposition)
    if suffix == ".xlsx":
        from reasoner.sheets.simulation_workbook import simulation_sheets

        save_workbook(supposition.output, simulation_sheets(made), overwriting)
    elif suffix == ".html":
        from reasoner.driver.simulation.page import page_of
        from reasoner.render.html.pages import simulation_page

        save(supposition.output, simulation_page(page_of(made)).encode(), overwriting)
    else:
        save(supposition.output, msgspec.json.format(msgspec.json.encode(made), indent=2) + b"\n", overwriting)


def overwriting_of(supposition: Supposition) -> Overwriting:
    """What the output may be put over."""
    read = [path_of(f) for f in (supposition.register, supposition.indicators, supposition.determinations) if f]
    return Overwriting((*read, *([supposition.after] if supposition.after else [])), supposition.force)


def _supposed(
    base: RuleBase, supposition: Supposition, day: str | None
) -> tuple[RuleBase, tuple[SupposedRule, ...], tuple[str, ...]]:
    """The rule base of the other side, its rules with other numbers, and what is supposed in sentences."""
    kinds = sum(map(bool, (supposition.numbers, supposition.after, supposition.reading)))
    if kinds > 1 or (not kinds and day is None):
        message = "一次测算只假设一种变化" if kinds else "没有写明假设什么变化"
        allowed = "--set、--after、--reading 中的一种,或者只用 --as-of"
        raise Faults([Diagnostic("B125", "tiaoli simulate", message, allowed)])
    if supposition.numbers:
        after, rules = with_numbers(base, supposition.numbers)
        each = tuple(f"《{r.document}》{r.place}的「{r.value}」假设改为「{r.supposed_value}」" for r in rules)
        return after, rules, each
    if supposition.after is not None:
        from reasoner.driver.amended_rule_base import amended

        after, ids = amended(supposition.after)
        return after, (), tuple(f"《{after.documents[i].title}》假设按草案" for i in ids)
    if supposition.reading is not None:
        document, name = _reading(base, supposition.reading)
        return base.variant(document.id, name), (), (f"《{document.title}》的条文理解“{name}”假设按另一种理解",)
    return base, (), (f"适用日期假设为{day}",)


def _reading(base: RuleBase, given: str) -> tuple[Document, str]:
    """The reading of a name; raises Faults (B127) where it is none, that of several documents, or has no alternative to run."""
    document, _, name = given.strip().rpartition("/")
    each = [(d, r) for d in base.documents.values() for r in d.readings if r.runnable]
    named = [(d, r) for d, r in each if r.name == name and document in ("", d.id)]
    if len(named) == 1:
        return named[0][0], name
    ids = [f"{d.id}/{r.name}" for d, r in named or each]
    near = ids if named else nearest(given, ids, 5)
    allowed = "、".join(near) if near else f"{'、'.join(ids[:5])}等{len(ids)}个"
    message = "几份文件都有这个条文理解" if named else "没有这个条文理解,或者它没有可以运行的另一种理解"
    raise Faults([Diagnostic("B127", f"--reading {given}", message, allowed)])


class _Comparison:
    """Both passes, and what differs between them."""

    def __init__(
        self, supposition: Supposition, bases: tuple[RuleBase, RuleBase], days: tuple[str | None, str | None],
        only: frozenset[str] | None, folders: tuple[Path, Path], progress: Progress | None,
    ) -> None:  # fmt: skip
        self._supposition, self._folders, self._progress = supposition, folders, progress or (lambda _done, _of: None)
        self._only = only
        self._runs = [self._run(*each) for each in zip(folders, bases, days, strict=True)]

    def _run(self, folder: Path, base: RuleBase, day: str | None) -> RegisterRun:
        supposition = self._supposition
        out = str(folder / _OUT)
        request = Request(
            supposition.register,
            out,
            supposition.indicators,
            supposition.determinations,
            supposition.documents,
            as_of=day,
            force=True,
        )
        return RegisterRun(request, base, plans_of(base, self._only, day, masks=False), self._only, folder, None)

    def made(self, rules: tuple[SupposedRule, ...], sentences: tuple[str, ...]) -> Simulation:
        """The simulation."""
        done = [run.run() for run in self._runs]
        differing = self._differing()
        supposed = {r.clause for r in rules}
        changes: list[SimulatedChange] = []
        grounds = 0
        clauses: Counter[tuple[str, str]] = Counter()
        for number, change in enumerate(self._explained(differing, supposed), 1):
            self._progress(number, len(differing))
            if change.before.label == change.after.label:
                grounds += 1
                continue
            changes.append(change)
            named = {c.clause: f"《{c.document}》{c.place}" for c in (*change.before.clauses, *change.after.clauses)}
            clauses.update((named[c], c) for c in change.by)
        contracted = self._runs[0].contracted()
        supposition, as_of = self._supposition, self._runs[0].request.as_of
        return Simulation(
            watermark=WATERMARK, heading=APPLYING_ANEW if contracted else "", register=path_of(supposition.register).name,
            supposed=sentences, rules=rules, as_of=as_of or "", judged=done[0].rows, faulty=done[0].faulty,
            contracted=contracted, changed=len(changes), other_grounds=grounds, totals=tuple(self._totals()),
            ways=tuple(ChangeCount(b, a, n) for (b, a), n in _most(Counter((c.before.label, c.after.label) for c in changes))),
            clauses=tuple(NamedCount(name, n, clause) for (name, clause), n in _most(clauses)),
            regions=_counted(c.region for c in changes), kinds=_counted(c.kind for c in changes),
            matters=_counted(c.matter for c in changes), named=supposition.names, changes=tuple(changes) if supposition.names else (),
            notes=done[0].notes, not_answered=NOT_ANSWERED,
        )  # fmt: skip

    def _totals(self) -> Iterator[OutcomeTotal]:
        sides = [dict(self._labels(side)) for side in "ab"]
        for label in dict.fromkeys(label for side in sides for label in side):
            yield OutcomeTotal(label, *(side.get(label, 0) for side in sides))

    def _labels(self, side: str) -> Iterator[tuple[str, int]]:
        rows = self._runs[0].engine.rows(
            f"select cast(label as varchar), count(*) from {self._table(side)} group by label order by 2 desc, 1"
        )
        yield from ((str(label), n) for label, n in rows if isinstance(n, int))

    def _table(self, side: str) -> str:
        path = quoted(self._folders["ab".index(side)] / _OUT)
        columns = ["cast(outcome as varchar) as outcome", "cast(label as varchar) as label"]
        columns += [f"cast({c} as varchar[]) as {c}" for c in ("possible", "decisive", "open")]
        return f"(select 编号, {', '.join(columns)} from read_parquet('{path}'))"

    def _differing(self) -> dict[str, tuple[_Row, _Row]]:
        """By 编号 what both sides say, where that differs."""
        columns = ("outcome", "label", "possible", "decisive", "open")
        listed = ", ".join(f"{side}.{c}" for side in "ab" for c in columns)
        differs = " or ".join(f"a.{c} is distinct from b.{c}" for c in columns)
        rows = self._runs[0].engine.rows(
            f"select a.编号, {listed} from {self._table('a')} a join {self._table('b')} b on a.编号 = b.编号 where {differs}"
        )
        return {str(id_): (_row(more[:5]), _row(more[5:])) for id_, *more in rows}

    def _explained(self, differing: dict[str, tuple[_Row, _Row]], supposed: Set[str]) -> Iterator[SimulatedChange]:
        """Each of them as the interpreter judges it; raises Faults (B124) where it does not say what the columns say."""
        before, after = self._runs
        ids = list(differing)
        if not ids:
            return
        for one, other in zip(before.applications(ids), after.applications(ids), strict=True):
            rows = differing[one.id]
            verdicts = [self._judged(run, a) for run, a in zip(self._runs, (one, other), strict=True)]
            for verdict, row in zip(verdicts, rows, strict=True):
                _agree(verdict, row)
            sides = (
                _result(verdicts[0], self._view(before, one), rows[0].open, frozenset()),
                _result(verdicts[1], self._view(after, other), rows[1].open, supposed),
            )
            parts = [{(c.clause, c.part) for c in side.clauses} for side in sides]
            by = tuple(
                dict.fromkeys(
                    c.clause for side in sides for c in side.clauses if (c.clause, c.part) in parts[0] ^ parts[1]
                )
            )
            region = before.base.vocabulary.regions.get(one.region or "")
            yield SimulatedChange(
                one.id,
                _text(one, "名称"),
                one.matter,
                region.name if region else "",
                _text(one, "类型"),
                sides[0],
                sides[1],
                by,
            )

    def _view(self, run: RegisterRun, application: Application) -> RuleBase:
        """The rule base with the versions by which an application is judged."""
        received = application.received
        return run.base.for_case(run.request.as_of or received, received, self._only)[0]

    def _judged(self, run: RegisterRun, application: Application) -> Verdict:
        return judge_unsealed(run.base, application, run.request.as_of, self._only, advise=False)


def _agree(verdict: Verdict, row: _Row) -> None:
    """Raise Faults (B124) where the interpreter does not say what the columns say."""
    decisive = dict.fromkeys(c.clause for c in verdict.citations if c.role is Role.DECISIVE)
    opened = dict.fromkeys(r.clause for r in verdict.reasons.rules if r.status is Status.UNKNOWN)
    own = _Row(str(verdict.outcome), verdict.label, tuple(map(str, verdict.possible)), tuple(decisive), tuple(opened))
    if own != row:
        message = f"按列研判是「{_told(row)}」,逐份研判是「{_told(own)}」"
        raise Faults([Diagnostic("B124", verdict.application, message, hint="这是程序的错误,请把输入交给维护者")])


def _told(row: _Row) -> str:
    return ";".join(
        (row.label, "、".join(row.possible), "决定" + "、".join(row.decisive), "未定" + "、".join(row.open))
    )


def _result(verdict: Verdict, base: RuleBase, opened: Sequence[str], supposed: Set[str]) -> RegisterResult:
    decisive = dict.fromkeys(c.clause for c in verdict.citations if c.role is Role.DECISIVE)
    grounds = []
    for address in dict.fromkeys((*decisive, *opened)):
        document = base.documents[address.partition("/")[0]]
        clause = document.clauses[address]
        part = "decisive" if address in decisive else "open"
        grounds.append(
            GroundClause(address, document.title, clause.place, clause.quote, part, address in supposed)  # type: ignore[arg-type]
        )
    return RegisterResult(verdict.outcome, verdict.label, verdict.possible, verdict.as_of, tuple(grounds))


def _row(values: Sequence[object]) -> _Row:
    outcome, label, *lists = values
    listed = [tuple(map(str, v)) if isinstance(v, list) else () for v in lists]
    return _Row(str(outcome), str(label), *listed)


def _text(application: Application, label: str) -> str:
    """A text of the institution; empty where it is not known."""
    given = application.facts.get(("机构", label), ())
    return next((o.value for o in reversed(given) if isinstance(o.value, str)), "")


def _counted(names: Iterator[str] | Sequence[str]) -> tuple[NamedCount, ...]:
    return tuple(NamedCount(name, n) for name, n in _most(Counter(name or _UNKNOWN for name in names)))


def _most(counter: Counter[_Counted]) -> list[tuple[_Counted, int]]:
    return sorted(counter.items(), key=lambda item: (-item[1], str(item[0])))
