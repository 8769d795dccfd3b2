"""`tiaoli simulate`: a register judged twice by the columns; whoever comes out otherwise is judged by the interpreter, too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from itertools import islice
from pathlib import Path
from typing import Final, Literal, NamedTuple, TypeVar

import msgspec

from policy_dsl.compiled import Clause, Document
from policy_dsl.diagnostics import Diagnostic, Faults, nearest
from policy_dsl.ingest.output_guard import Overwriting, reason
from policy_dsl.ingest.temporary_folder import temporary_folder
from reasoner.batch.simulation import (
    APPLYING_ANEW,
    NOT_ANSWERED,
    WATERMARK,
    CapRoom,
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
from reasoner.driver.register.engines import named_faults, plans_of
from reasoner.driver.register.judge_register import RegisterRun
from reasoner.driver.register.outputs import Request
from reasoner.driver.register.tables import path_of
from reasoner.driver.simulation.register_view import Differing, RegisterView, Said, Way
from reasoner.driver.simulation.room_left import Side, rooms
from reasoner.driver.simulation.supposed_number import in_words, version_words, with_numbers
from reasoner.driver.simulation.turning_values import sweeps
from reasoner.interpreter.judge import judge_unsealed
from reasoner.model.application import FactKey, Observation
from reasoner.model.kinds import Outcome, Role, Status
from reasoner.model.rule_base import RuleBase
from reasoner.model.verdict import Verdict
from reasoner.sheets.save import check_target, save, save_workbook

FORMS: Final = (".html", ".xlsx", ".json")
"""The forms of a simulation."""
MOST_EXPLAINED: Final = 500
"""Of so many that differ each is judged by the interpreter, too; of more one of each way to differ."""
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
    most: int = 0
    """The first so many are listed; 0: all."""
    force: bool = False
    """Whether files of others may be replaced."""
    on_file: Mapping[FactKey, tuple[Observation, ...]] = {}
    """What a ledger holds besides."""


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
    after, rules, sentences = supposed_base(base, supposition, day)
    only = current_rule_base.looked_at(supposition.documents)
    alone = not (supposition.numbers or supposition.after or supposition.reading)
    days = (None if alone else day), day
    try:
        # A folder for each pass: both keep files of the same names.
        with (
            named_faults(supposition.register),
            temporary_folder(supposition.output.parent) as scratch,
            temporary_folder(scratch) as one,
            temporary_folder(scratch) as other,
        ):
            folders = Path(one), Path(other)
            return _Comparison(supposition, (base, after), days, only, folders, progress).made(rules, sentences)
    except OSError as error:
        hint = "检查目录是否存在、有没有写入权限,或者换一个目录"
        raise Faults(
            [Diagnostic("U107", str(supposition.output), f"结果不能写出:{reason(error)}", hint=hint)]
        ) from None


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


def supposed_base(
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
        bare = {g.rpartition("=")[2].strip() for g in supposition.numbers} - {r.supposed_value for r in rules}
        as_read = "(所写的数没有单位,按原文的单位)" if any(b[-1:].isdigit() for b in bare) else ""
        each = tuple(
            f"《{r.document}》{version_words(r.version)}{r.place}的“{in_words(r.value)}”假设改为“{in_words(r.supposed_value)}”{as_read}"
            for r in rules
        )
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
        self._only, self._bases, self._days = only, bases, days
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
        plans = plans_of(base, self._only, day, masks=False)
        return RegisterRun(request, base, plans, self._only, folder, None, supposition.on_file)

    def made(self, rules: tuple[SupposedRule, ...], sentences: tuple[str, ...]) -> Simulation:
        """The simulation."""
        done = [run.run() for run in self._runs]
        view = RegisterView(self._runs[0], (self._folders[0] / _OUT, self._folders[1] / _OUT))
        ways = view.ways()
        explained = self._explain(view, ways)
        changed = [w for w in ways if w.before.label != w.after.label]
        contracted = self._runs[0].contracted()
        supposition, as_of = self._supposition, self._runs[0].request.as_of
        supposed = frozenset(r.clause for r in rules)
        grounds_of = GroundsOf(self._bases, self._days, self._only, supposed)
        rooms_on, rooms = self._rooms(view)
        vocabulary = self._bases[0].vocabulary
        differing = list(view.differing()) if supposition.names else []
        changing = (d for d in differing if d.way.before.label != d.way.after.label)
        others = (d for d in differing if d.way.before.label == d.way.after.label)
        listed = islice(changing, supposition.most or None)
        return Simulation(
            watermark=WATERMARK, heading=APPLYING_ANEW if contracted else "", register=path_of(supposition.register).name,
            supposed=sentences, rules=rules, as_of=as_of or "", judged=done[0].rows, faulty=done[0].faulty,
            contracted=contracted, changed=sum(w.number_of for w in changed), other_grounds=sum(w.number_of for w in ways if w not in changed),
            totals=_totals(view.labels(0), view.labels(1)),
            ways=tuple(ChangeCount(b, a, n) for (b, a), n in _most(_counts(((w.before.label, w.after.label), w.number_of) for w in changed))),
            clauses=tuple(NamedCount(grounds_of.name(c), n, c) for c, n in _most(_counts((c, w.number_of) for w in changed for c in by(w)))),
            regions=_counted((vocabulary.regions[w.region].name if w.region else "", w.number_of) for w in changed),
            kinds=_counted((w.kind, w.number_of) for w in changed), matters=_counted((w.matter, w.number_of) for w in changed),
            named=supposition.names, explained=explained, rooms_on=rooms_on, rooms=rooms,
            sweeps=tuple(sweeps(view, self._bases, rules, as_of, self._only)),
            changes=tuple(map(grounds_of.change, listed)),
            otherwise_grounded=tuple(map(grounds_of.change, islice(others, supposition.most or None))),
            notes=done[0].notes, not_answered=NOT_ANSWERED,
        )  # fmt: skip

    def _rooms(self, view: RegisterView) -> tuple[str, tuple[CapRoom, ...]]:
        """The day whose figures count, and what is left below each cap on that day."""
        day = self._days[0] or view.last_day()
        there = view.regions()
        if not day or not there:
            return day, ()
        read = {a.id: a for a in view.applications(list(there.values()))}
        by_region = {region: read[id_] for region, id_ in there.items() if id_ in read}
        days = (day, self._days[1] or day)
        one, other = (
            Side(base.for_case(on, on, self._only)[0], on, self._only)
            for base, on in zip(self._bases, days, strict=True)
        )
        return day, rooms((one, other), by_region)

    def _explain(self, view: RegisterView, ways: Sequence[Way]) -> int:
        """Judge by the interpreter whoever differs, or of many one of each way to differ; how many were.

        Raises Faults (B124) where it does not say what the columns say.
        """
        every = sum(w.number_of for w in ways) <= MOST_EXPLAINED
        each: dict[str, Way] = {}
        if every:
            each = {d.id: d.way for d in view.differing()} if ways else {}
        else:
            alike: dict[tuple[Said, Said], Way] = {}
            for way in ways:
                alike.setdefault((way.before, way.after), way)
            each = {w.example: w for w in alike.values()}
        if not each:
            return 0
        before, after = self._runs
        ids = list(each)
        for n, (one, other) in enumerate(zip(before.applications(ids), after.applications(ids), strict=True), 1):
            self._progress(n, len(ids))
            way = each[one.id]
            for run, application, result in zip(self._runs, (one, other), (way.before, way.after), strict=True):
                _agree(judge_unsealed(run.base, application, run.request.as_of, self._only, advise=False), result)
        return len(ids)


def _agree(verdict: Verdict, row: Said) -> None:
    """Raise Faults (B124) where the interpreter does not say what the columns say."""
    decisive = dict.fromkeys(c.clause for c in verdict.citations if c.role is Role.DECISIVE)
    opened = dict.fromkeys(r.clause for r in verdict.reasons.rules if r.status is Status.UNKNOWN)
    own = Said(str(verdict.outcome), verdict.label, tuple(map(str, verdict.possible)), tuple(decisive), tuple(opened))
    if own != row:
        message = f"按列研判是「{_told(row)}」,逐份研判是「{_told(own)}」"
        raise Faults([Diagnostic("B124", verdict.application, message, hint="这是程序的错误,请把输入交给维护者")])


def _told(row: Said) -> str:
    return ";".join(
        (row.label, "、".join(row.possible), "决定" + "、".join(row.decisive), "未定" + "、".join(row.open))
    )


class GroundsOf:
    """Tells what the columns say with the clauses of each side."""

    def __init__(
        self, bases: tuple[RuleBase, RuleBase], days: tuple[str | None, str | None], only: frozenset[str] | None,
        supposed: Set[str],
    ) -> None:  # fmt: skip
        self._bases, self._days, self._only, self._supposed = bases, days, only, supposed

    def name(self, address: str) -> str:
        """The document and the place of a clause, in words."""
        every = (d for base in self._bases for d in (*base.documents.values(), *base.every))
        clause = next(c for d in every if (c := _clause_of(d, address)) is not None)
        return f"《{clause[0].title}》{clause[1].place}"

    def change(self, of: Differing) -> SimulatedChange:
        """An application that comes out otherwise."""
        region = self._bases[0].vocabulary.regions.get(of.way.region)
        sides = [
            self._result(result, side, self._days[side] or of.received, of.received)
            for side, result in enumerate((of.way.before, of.way.after))
        ]
        return SimulatedChange(
            of.id, of.name, of.way.matter, region.name if region else "", of.way.kind, sides[0], sides[1], by(of.way)
        )

    def _result(self, result: Said, side: int, day: str, received: str) -> RegisterResult:
        grounds = []
        documents = self._bases[side].for_case(day, received, self._only)[0].documents
        for address in dict.fromkeys((*result.decisive, *result.open)):
            located = _clause_of(documents[address.partition("/")[0]], address)
            assert located is not None, address
            document, clause = located
            part: Literal["decisive", "open"] = "decisive" if address in result.decisive else "open"
            supposed = side == 1 and address in self._supposed
            grounds.append(GroundClause(address, document.title, clause.place, clause.quote, part, supposed))
        possible = tuple(Outcome(o) for o in result.possible)
        return RegisterResult(Outcome(result.outcome), result.label, possible, day, tuple(grounds))


def _clause_of(document: Document, address: str) -> tuple[Document, Clause] | None:
    clause = document.clauses.get(address)
    return None if clause is None else (document, clause)


def by(way: Way) -> tuple[str, ...]:
    """The clauses that play another part on the other side."""
    parts = [
        {c: "decisive" if c in side.decisive else "open" for c in (*side.decisive, *side.open)}
        for side in (way.before, way.after)
    ]
    return tuple(c for c in {**parts[0], **parts[1]} if parts[0].get(c) != parts[1].get(c))


def _totals(before: Mapping[str, int], after: Mapping[str, int]) -> tuple[OutcomeTotal, ...]:
    return tuple(OutcomeTotal(label, before.get(label, 0), after.get(label, 0)) for label in {**before, **after})


def _counted(counts: Iterable[tuple[str, int]]) -> tuple[NamedCount, ...]:
    return tuple(NamedCount(name, n) for name, n in _most(_counts((name or _UNKNOWN, n) for name, n in counts)))


def _counts(each: Iterable[tuple[_Counted, int]]) -> Counter[_Counted]:
    counts: Counter[_Counted] = Counter()
    for key, n in each:
        counts[key] += n
    return counts


def _most(counter: Counter[_Counted]) -> list[tuple[_Counted, int]]:
    return sorted(counter.items(), key=lambda item: (-item[1], str(item[0])))
