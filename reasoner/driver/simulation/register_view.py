"""What a simulation asks of a register that was judged: who differs, what groups of applications there are, by the columns as they
were read. Of a workbook the applications themselves are looked at: it is small.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Final, NamedTuple

from reasoner.backends.columnar.statements import literal
from reasoner.driver.register.judge_register import RegisterRun
from reasoner.driver.register.outputs import quoted
from reasoner.model.application import Application, Observation

_LISTS: Final = ("possible", "decisive", "open")
_SIDE: Final = ("outcome", "label", *_LISTS)
KIND, NAME = "类型", "名称"


class Said(NamedTuple):
    """What the columns say of an application on one side."""

    outcome: str
    label: str
    possible: tuple[str, ...]
    decisive: tuple[str, ...]
    open: tuple[str, ...]


class Way(NamedTuple):
    """Applications that differ in one way, of one district, kind and matter."""

    before: Said
    after: Said
    matter: str
    region: str
    """The code of the place; empty: unknown."""
    kind: str
    number_of: int
    """How many they are."""
    example: str
    """The number of one of them."""


class Differing(NamedTuple):
    """An application that differs."""

    id: str
    name: str
    received: str
    way: Way


class Group(NamedTuple):
    """Applications that ask alike: of one place, matter and class on one day, for the same number."""

    region: str
    """The code of the place; empty: unknown."""
    matter: str
    classes: tuple[str, ...]
    """The facts of a class that were asked for, as they are written."""
    received: str
    number: Decimal | None
    number_of: int
    """How many they are."""
    example: str
    """The number of one of them."""


class RegisterView:
    """Both passes over a register, by the columns of the first."""

    def __init__(self, run: RegisterRun, outputs: tuple[Path, Path]) -> None:
        self._run, self._outputs = run, outputs

    # --- what both passes say -----------------------------------------------------------------------------------

    def labels(self, side: int) -> Mapping[str, int]:
        """By label how many come to it on a side."""
        rows = self._run.engine.rows(
            f"select cast(label as varchar), count(*) from {self._table(side)} group by 1 order by 2 desc, 1"
        )
        return {str(label): n for label, n in rows if isinstance(n, int)}

    def ways(self) -> list[Way]:
        """In which ways applications differ."""
        self._make_differing()
        rows = self._run.engine.rows(
            f"select {self._sides}, matter, place, kind, count(*), min(id) from differing group by all order by min(n)"
        )
        counts: dict[tuple[Said, Said, str, str, str], tuple[int, str]] = {}
        for row in rows:
            key = self._way(row)
            n, example = counts.get(key, (0, str(row[14])))
            counts[key] = n + (row[13] if isinstance(row[13], int) else 0), example
        return [Way(*key, *more) for key, more in counts.items()]

    def differing(self) -> Iterator[Differing]:
        """Each of them, in the order of the register."""
        self._make_differing()
        rows = self._run.engine.rows(
            f"select {self._sides}, matter, place, kind, id, name, cast(day as varchar) from differing order by n"
        )
        for row in rows:
            way = Way(*self._way(row), 1, str(row[13]))
            yield Differing(way.example, str(row[14] or ""), str(row[15] or ""), way)

    def applications(self, ids: Sequence[str]) -> Iterator[Application]:
        """The applications of these numbers, as intake reads them."""
        return self._run.applications(ids)

    @property
    def _sides(self) -> str:
        return ", ".join(f"{side}_{c}" for side in "ab" for c in _SIDE)

    def _way(self, row: Sequence[object]) -> tuple[Said, Said, str, str, str]:
        matter, place, kind = (str(v or "") for v in row[10:13])
        return _said(row[:5]), _said(row[5:10]), *self.meant(matter, place, kind)

    def _table(self, side: int) -> str:
        path = quoted(self._outputs[side])
        columns = ["cast(outcome as varchar) as outcome", "cast(label as varchar) as label"]
        columns += [f"cast({c} as varchar[]) as {c}" for c in _LISTS]
        return f"(select 编号 as id, {', '.join(columns)} from read_parquet('{path}'))"

    def _make_differing(self) -> None:
        differs = " or ".join(f"a.{c} is distinct from b.{c}" for c in _SIDE)
        columns = ", ".join(f"{side}.{c} as {side}_{c}" for side in "ab" for c in _SIDE)
        rows = f"select a.id, {columns} from {self._table(0)} a join {self._table(1)} b on a.id = b.id where {differs}"
        self._run.engine.run(
            f"create or replace temp table differing as select d.*, t.* exclude (id) from ({rows}) d join {self.written} t on t.id = d.id"
        )

    # --- how the register writes it -----------------------------------------------------------------------------

    @cached_property
    def written(self) -> str:
        """A table of the register: n, id, matter, place, kind, name, day."""
        read = self._run.read
        if read is None:
            rows = [
                (n, a.id, a.matter, a.region, text(a, KIND), text(a, NAME), a.received)
                for n, a in enumerate(self._run.judged_alone.values())
            ]
            names = ("n", "id", "matter", "place", "kind", "name", "day")
            columns = [(name, "bigint" if name == "n" else "varchar") for name in names]
            self._run.engine.table("written_rows", columns, rows)
            return "written_rows"
        of, reading = read
        columns_ = reading.columns
        kind = columns_.classes.get(KIND)
        header = next((c.header for c in reading.headers if c.label == NAME), None)
        name = "null" if header is None else 'a."' + header.replace('"', '""') + '"'
        return (
            f"(select {columns_.row} as n, trim({columns_.id}) as id, cast({columns_.matter} as varchar) as matter, "
            f"cast({columns_.place or 'null'} as varchar) as place, "
            f"cast({kind.column if kind is not None and kind.column else 'null'} as varchar) as kind, "
            f"trim(cast({name} as varchar)) as name, {columns_.day} as day from {of.source} a)"
        )

    def meant(self, matter: str, place: str, kind: str) -> tuple[str, str, str]:
        """The matter, the code of the place and the kind that are written so."""
        read = self._run.read
        if read is None:
            return matter, place, kind
        reading = read[1]
        index = reading.columns.places.get(place, -1)
        of_kind = reading.columns.classes.get(KIND)
        meant = of_kind.meant.get(kind) if of_kind is not None else None
        region = reading.places[index].region if index >= 0 else ""
        return reading.columns.matters.get(matter, matter), region, meant if isinstance(meant, str) else kind

    # --- groups -------------------------------------------------------------------------------------------------

    def last_day(self) -> str:
        """The last day on which one of those that were judged was received; empty: none is known."""
        ((day,),) = self._run.engine.rows(
            f"select max(cast(day as varchar)) from {self.written} t where id in (select id from {self._table(0)})"
        )
        return str(day or "")

    def regions(self) -> dict[str, str]:
        """By the code of each district of the register the number of an application there."""
        rows = self._run.engine.rows(
            f"select place, min(id) from {self.written} t where id in (select id from {self._table(0)}) group by 1 order by min(n)"
        )
        each: dict[str, str] = {}
        for place, id_ in rows:
            region = self.meant("", str(place or ""), "")[1]
            if region:
                each.setdefault(region, str(id_))
        return each

    def groups(self, matters: Sequence[str], classes: Sequence[str], number: str | None) -> list[Group]:
        """The applications for some matters by place, matter, facts of a class, day, and a number that they ask for."""
        read = self._run.read
        if read is None:
            return list(self._alone(matters, classes, number))
        of, reading = read
        columns = reading.columns
        texts = [text for text, matter in columns.matters.items() if matter in matters]
        if not texts:
            return []
        named = [
            c.column if (c := columns.classes.get(label)) is not None and c.column else "null" for label in classes
        ]
        counted = columns.numbers.get(number, "null") if number else "null"
        listed = ", ".join(
            [f"cast({columns.place or 'null'} as varchar)", f"cast({columns.matter} as varchar)", f"cast({columns.day} as varchar)",
             f"{counted}", *(f"cast({c} as varchar)" for c in named)]
        )  # fmt: skip
        rows = self._run.engine.rows(
            f"select {listed}, count(*), min(trim({columns.id})) from {of.source} a where cast({columns.matter} as varchar) in "
            f"({', '.join(map(literal, texts))}) and trim({columns.id}) in (select id from {self._table(0)}) group by all order by all"
        )
        return [self._group(row) for row in rows]

    def _group(self, row: Sequence[object]) -> Group:
        place, matter, day, number, *classes, count, example = row
        meant, region, _ = self.meant(str(matter), str(place or ""), "")
        requested = Decimal(number) if isinstance(number, int) and number >= 0 else None
        many = count if isinstance(count, int) else 0
        return Group(region, meant, tuple(str(c or "") for c in classes), str(day or ""), requested, many, str(example))

    def _alone(self, matters: Sequence[str], classes: Sequence[str], number: str | None) -> Iterator[Group]:
        counts: Counter[tuple[str, str, tuple[str, ...], str, Decimal | None]] = Counter()
        example: dict[object, str] = {}
        for a in self._run.judged_alone.values():
            if a.matter in matters:
                of = tuple(str([o.value for o in _own(a, label)]) for label in classes)
                requested = next(
                    (o.value for o in reversed(_own(a, number or "")) if isinstance(o.value, Decimal)), None
                )
                key = a.region or "", a.matter, of, a.received, requested
                counts[key] += 1
                example.setdefault(key, a.id)
        yield from (Group(*key, n, example[key]) for key, n in counts.items())


def _own(application: Application, label: str) -> Sequence[Observation]:
    return application.facts.get(("申请", label), ()) or application.facts.get(("机构", label), ())


def text(application: Application, label: str) -> str:
    """A text of the institution; empty where it is not known."""
    given = application.facts.get(("机构", label), ())
    return next((o.value for o in reversed(given) if isinstance(o.value, str)), "")


def _said(values: Sequence[object]) -> Said:
    outcome, label, *lists = values
    listed = [tuple(map(str, v)) if isinstance(v, list) else () for v in lists]
    return Said(str(outcome), str(label), *listed)
