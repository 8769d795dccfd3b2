"""How the columns of a register are read: each different text is looked at once, and what intake would not read is left to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from policy_dsl.diagnostics import Faults
from policy_dsl.vocabulary import Term
from reasoner.backends.columnar.duckdb_engine import Engine
from reasoner.backends.columnar.plan import Plan
from reasoner.backends.columnar.register_columns import Bound, Columns
from reasoner.backends.columnar.statements import Written, literal, name
from reasoner.driver.register.meanings import (
    MOST_TEXTS,
    Meaning,
    day_meanings,
    fact_meanings,
    matter_meanings,
    place_meanings,
)
from reasoner.driver.register.tables import Relation, cells
from reasoner.intake.coordinates import DEGREES, SYSTEMS
from reasoner.intake.field_schema import Tables
from reasoner.model.application import Value, show
from reasoner.model.consistency import IN_TOWN, RESIDENTIAL
from reasoner.model.place_binding import TOWN
from reasoner.sheets.columns import APPLICATIONS, POSITION, Column, Names
from reasoner.sheets.header_recognition import find_tables
from reasoner.sheets.workbook import Grid, Workbook

_SAMPLE: Final = 40
_TOGETHER: Final = 1 << 20
"""So many rows are looked at together: their texts have to fit into the memory of the engine."""
_PIECE: Final = 15
"""The texts of so many rows, as a power of two, are one: they still lie in the cache of the processor when they are looked at."""
LONGEST: Final = 200
"""So many characters a text may have that is not looked at for itself."""
OF_ID: Final = "[0-9A-Za-z\u4e00-\u8be5\u8be7-\u9fa5()\uff08\uff09\u3014\u3015._/-]"
"""What stands in a number of an application that is as it is read; without 详 (U+8BE6), since 不详 is no number."""
OF_TEXT: Final = "[0-9A-Za-z\u4e00-\u9fa5()\uff08\uff09\u3014\u3015·、,\uff0c.#-]"
"""The same of a text in which nothing can mislead."""
_UNITS: Final = ("", "张", "家", "人")
_WHOLE: Final = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER")


@dataclass(frozen=True)
class Reading:
    """How a register is read.

    sound: conditions of a row that needs no look of its own. notes: what is written otherwise, with the condition under which a row has it.
    headers: the columns of the input with what they are taken for.
    """

    columns: Columns
    places: tuple[Bound, ...]
    sound: tuple[str, ...]
    omits: str
    """The condition under which a row leaves out itself in the number of its town."""
    notes: tuple[tuple[str, str], ...]
    headers: tuple[Column, ...]
    remarks: tuple[str, ...]
    """What is to be said of the layout."""


def headers_of(
    engine: Engine, of: Relation, names: Names, *, day_given: bool
) -> tuple[tuple[Column, ...], tuple[str, ...]]:
    """What the columns of a register are taken for, and what is to be said of that; raises Faults (S110 to S113)."""
    first: list = [c for c, _ in of.columns]  # type: ignore[type-arg]
    rows = [first, *cells(engine, of, f"limit {_SAMPLE}")]
    tables = find_tables(Workbook(of.name, "parquet", [Grid(APPLICATIONS, rows)]), names, {}, day_given=day_given)
    if tables.faults:
        raise Faults(tables.faults)
    (table,) = [t for t in tables.tables if t.kind == APPLICATIONS]
    unused = [c.header for c in table.columns if not c.label]
    notes = [f"没有采用的列:{'、'.join(unused[:20])}"] if unused else []
    return tuple(table.used), tuple(notes)


class Reader:
    """Reads the columns of one register."""

    def __init__(self, engine: Engine, of: Relation, tables: Tables, names: Names, plan: Plan) -> None:
        self._engine, self._of, self._tables, self._names, self._plan = engine, of, tables, names, plan
        self._types = dict(of.columns)
        self._sound: list[str] = []
        self._notes: list[tuple[str, str]] = []
        self._terms: Mapping[str, Term] = tables.terms

    def read(self, headers: Sequence[Column], remarks: tuple[str, ...], as_of: str | None, towns: bool) -> Reading:
        """How the columns are read. towns: something is known of towns, so that a place is a region and a town."""
        by_label = {c.label: c for c in headers if not c.aspect}
        for column in headers:
            if column.aspect or column.label in ("来源", "来源类型"):
                self._sound.append(f"a.{name(column.header)} is null")
        self._sound += self._positions([c for c in headers if c.label in POSITION and not c.aspect])
        facts = {label: self._fact(column) for label, column in by_label.items() if self._is_choice(label)}
        numbers = {label: self._number(column) for label, column in by_label.items() if self._is_number(label)}
        for label in ("名称", "地址", "统一社会信用代码", "镇街"):
            if label in by_label:
                expression = self._text(by_label[label])
                if not self._all_plain(expression, OF_TEXT):
                    self._sound.append(f"({expression} is null or {_plain(expression, OF_TEXT)})")
        id_ = self._text(by_label["编号"])
        if not self._all_plain(id_, OF_ID, given=True):
            self._sound.append(f"coalesce({_plain(id_, OF_ID)}, false)")
        matter = self._text(by_label["事项"])
        meant = matter_meanings(self._tables, self._texts(matter))
        self._otherwise("事项", matter, meant)
        omits = "false"
        if IN_TOWN in numbers and "已定点" in facts:
            omits = self._omission(numbers[IN_TOWN], facts["已定点"], matter, meant)
        place, places, bound = self._place(by_label, towns)
        columns = Columns(
            row="a.file_row_number",
            id=id_,
            day=self._day(by_label.get("日期"), as_of),
            matter=matter,
            matters={text: str(m.value) for text, m in meant.items()},
            place=place,
            places=places,
            classes={label: facts.get(label) or self._silent(label) for label in self._plan.classes},
            flags={label: facts.get(label) or self._silent(label) for label in self._plan.flags},
            numbers=numbers,
        )
        return Reading(columns, bound, tuple(self._sound), omits, tuple(self._notes), tuple(headers), remarks)

    def _positions(self, columns: Sequence[Column]) -> list[str]:
        """Conditions of a row that has no position, or one that is read as it stands: degrees in China, and a system that has a name."""
        nothing = " and ".join(f"a.{name(c.header)} is null" for c in columns)
        if len(columns) < len(POSITION):
            return [f"({nothing})"] if columns else []
        by_label = {c.label: self._text(c) for c in columns}
        read = [f"{by_label['坐标系']} in ({', '.join(map(literal, SYSTEMS))})"]
        for label, (low, high) in DEGREES.items():
            text = by_label[label]
            read.append(f"regexp_full_match({text}, '[0-9]{{1,3}}([.][0-9]{{1,15}})?')")
            read.append(f"try_cast({text} as double) between {low} and {high}")
        return [f"(({nothing}) or coalesce({' and '.join(read)}, false))"]

    def _is_choice(self, label: str) -> bool:
        term = self._terms.get(label)
        return term is not None and label != "事项" and term.datatype in ("category", "boolean")

    def _is_number(self, label: str) -> bool:
        term = self._terms.get(label)
        return term is not None and term.datatype in ("count", "ratio")

    def _text(self, column: Column) -> str:
        """A column as text."""
        kind, expression = self._types[column.header], f"a.{name(column.header)}"
        if kind == "VARCHAR":
            return expression
        if kind == "BOOLEAN":
            return f"(case when {expression} then '是' when not {expression} then '否' end)"
        if kind.endswith("[]"):
            return f"array_to_string({expression}, '、')"
        return f"cast({expression} as varchar)"

    def _texts(self, expression: str) -> list[str]:
        """The different texts of a column, so many as are looked at."""
        # Nothing is asked of a row but its text: asked to leave out nulls, the engine would look at each.
        rows = self._engine.rows(f"select distinct {expression} from {self._of.source} a limit {MOST_TEXTS + 2}")
        return [str(text) for (text,) in rows if text is not None]

    def _all_plain(self, expression: str, plain: str, *, given: bool = False) -> bool:
        """Whether no text of a column is empty, too long, or of other characters; given: and whether there is one in every row.

        Many texts are looked at as one: that takes half the time of looking at each.
        """
        lengths = f"min(strlen({expression})) as least, max(strlen({expression})) as most, count({expression}) as texts, count(*) as rows"
        joined = f"regexp_full_match(string_agg({expression}, ''), {literal(f'{plain}*')}) as plain"
        every = "min(least), max(most), sum(texts)::bigint, sum(rows)::bigint, bool_and(coalesce(plain, true))"
        start = 0
        while True:
            span = f"a.file_row_number >= {start} and a.file_row_number < {start + _TOGETHER}"
            pieces = f"select {lengths}, {joined} from {self._of.source} a where {span} group by a.file_row_number >> {_PIECE}"
            ((least, most, texts, rows, matches),) = self._engine.rows(f"select {every} from ({pieces})")
            if not rows:
                return True
            if texts and not (matches is True and isinstance(least, int) and least and _at_most(most, LONGEST)):
                return False
            if given and texts != rows:
                return False
            start += _TOGETHER

    def _fact(self, column: Column) -> Written:
        """A choice: what its texts mean."""
        expression = self._text(column)
        texts = self._texts(expression)
        meanings = fact_meanings(self._tables, self._names, column, texts)
        self._must_be(expression, texts, meanings)
        self._otherwise(column.label, expression, meanings)
        return Written(expression, {t: m.value for t, m in meanings.items()}, self._silence(column.label))

    def _must_be(self, expression: str, texts: Sequence[str], meanings: Mapping[str, object]) -> None:
        if len(meanings) == len(texts) <= MOST_TEXTS:
            return
        listed = ", ".join(map(literal, meanings))
        among = f"{expression} in ({listed})" if listed else "false"
        self._sound.append(f"({expression} is null or {among})")

    def _otherwise(self, label: str, expression: str, meanings: Mapping[str, Meaning]) -> None:
        """Note what is written otherwise than it is read."""
        term = self._terms.get(label)
        for text, meaning in meanings.items():
            if meaning.written:
                value = meaning.value if label in ("事项", "所在地") else show(meaning.value, term)
                if label == "所在地" and isinstance(value, str):
                    value = self._tables.vocabulary.regions[value].name
                self._notes.append((f"{label}「{text}」读作「{value}」", f"{expression} = {literal(text)}"))

    def _silent(self, label: str) -> Written:
        return Written(None, {}, self._silence(label))

    def _silence(self, label: str) -> Value | None:
        term = self._terms[label]
        if not term.burden:
            return None
        return () if term.multiple else False if term.datatype == "boolean" else ""

    def _number(self, column: Column) -> str:
        """A whole number; null where it is not known, -1 where it has to be looked at."""
        term, kind, expression = self._terms[column.label], self._types[column.header], f"a.{name(column.header)}"
        least = int(term.minimum or 0)
        if column.unit not in _UNITS or term.datatype != "count":
            read = f"(case when {expression} is null then null else -1 end)"
        elif kind in _WHOLE:
            read = f"cast({expression} as bigint)"
        elif kind == "VARCHAR":
            whole = f"regexp_matches({expression}, '^[1-9][0-9]{{0,14}}$|^0$')"
            read = f"(case when {expression} is null or {expression} = '不详' then null when {whole} then cast({expression} as bigint) else -1 end)"
        elif kind in ("DOUBLE", "FLOAT") or kind.startswith("DECIMAL"):
            whole = f"{expression} >= 0 and {expression} < 1e15 and {expression} = floor({expression})"
            read = (
                f"(case when {expression} is null then null when {whole} then cast({expression} as bigint) else -1 end)"
            )
        else:
            read = f"(case when {expression} is null then null else -1 end)"
        ((low, high),) = self._engine.rows(f"select min({read}), max({read}) from {self._of.source} a")
        if (isinstance(low, int) and low < least) or (isinstance(high, int) and high >= 10**15):
            self._sound.append(f"coalesce({read} between {least} and {10**15}, true)")
        return read

    def _omission(self, in_town: str, services: Written, matter: str, matters: Mapping[str, Meaning]) -> str:
        """Where a town is said to have no institution with residential care, though the applicant is one."""
        named = [t for t, v in services.meant.items() if isinstance(v, tuple) and RESIDENTIAL in v]
        bare = [t for t, v in services.meant.items() if v is True]
        adding = [t for t, m in matters.items() if self._tables.matters[str(m.value)].adds_to == RESIDENTIAL]
        cases = [f"coalesce({services.column} in ({', '.join(map(literal, named))}), false)"] if named else []
        if bare and adding:
            listed = [", ".join(map(literal, texts)) for texts in (bare, adding)]
            cases.append(f"coalesce({services.column} in ({listed[0]}) and {matter} in ({listed[1]}), false)")
        return f"case when {in_town} = 0 then {' or '.join(cases)} else false end" if cases else "false"

    def _day(self, column: Column | None, as_of: str | None) -> str:
        """The day of receipt."""
        given = "null" if as_of is None else f"date {literal(as_of)}"
        if column is None:
            return f"cast({given} as date)"
        kind, expression = self._types[column.header], f"a.{name(column.header)}"
        if kind == "DATE":
            read = expression
        else:
            text = expression if kind == "VARCHAR" else f"cast({expression} as varchar)"
            texts = self._texts(text)
            days = day_meanings(texts)
            self._must_be(text, texts, days)
            self._notes += [
                (f"日期「{t}」读作「{d.isoformat()}」", f"{text} = {literal(t)}")
                for t, (d, written) in days.items()
                if written
            ]
            rows = [(t, d) for t, (d, _) in days.items()]
            self._engine.table("day_of", [("text", "varchar"), ("day", "date")], rows)
            read = f"(select day from day_of where day_of.text = {text})"
        within = f"{read} between date '1900-01-01' and date '2199-12-31'"
        ((every,),) = self._engine.rows(f"select bool_and(coalesce({within}, false)) from {self._of.source} a")
        if not every:
            self._sound.append(f"coalesce({within}, {'false' if as_of is None else 'true'})")
        return read if as_of is None else f"coalesce({read}, {given})"

    def _place(
        self, by_label: Mapping[str, Column], towns: bool
    ) -> tuple[str | None, dict[str, int], tuple[Bound, ...]]:
        """The text of a place, the index of each, and the places; -1: not known."""
        if "所在地" not in by_label:
            return None, {}, ()
        expression = self._text(by_label["所在地"])
        meanings = place_meanings(self._tables, self._texts(expression))
        self._otherwise("所在地", expression, meanings)
        town = self._text(by_label["镇街"]) if towns and "镇街" in by_label else None
        if town is None:
            return self._regions(expression, meanings)
        joined = f"(coalesce({expression}, '') || '|' || coalesce({town}, ''))"
        self._sound.append(f"({expression} is not null or {town} is null)")
        places: list[Bound] = []
        index: dict[str, int] = {}
        for text in self._texts(joined):
            region, _, in_town = text.rpartition("|")
            meaning = meanings.get(region)
            if meaning is not None and isinstance(meaning.value, str):
                roles = self._tables.places.roles(meaning.value)
                bound = Bound(meaning.value, {**roles, "所在镇街": TOWN + in_town} if in_town else roles)
                if bound not in places:
                    places.append(bound)
                index[text] = places.index(bound)
            elif not in_town and (not region or meaning is not None):
                index[text] = -1
        return joined, index, tuple(places)

    def _regions(
        self, expression: str, meanings: Mapping[str, Meaning]
    ) -> tuple[str, dict[str, int], tuple[Bound, ...]]:
        codes = list(dict.fromkeys(str(m.value) for m in meanings.values() if m.value is not None))
        index = {t: -1 if m.value is None else codes.index(str(m.value)) for t, m in meanings.items()}
        return expression, index, tuple(Bound(code, self._tables.places.roles(code)) for code in codes)


def _at_most(number: object, most: int) -> bool:
    return isinstance(number, int) and number <= most


def _plain(expression: str, plain: str) -> str:
    """That a text is not empty nor too long, and consists of some characters."""
    return f"regexp_full_match({expression}, {literal(f'{plain}{{1,{LONGEST}}}')})"


def counted(engine: Engine, of: Relation, notes: Sequence[tuple[str, str]]) -> Iterator[tuple[str, int]]:
    """Each note with the number of rows that it is about."""
    if notes:
        counts = ", ".join(f"count(*) filter (where {condition})" for _, condition in notes)
        (row,) = engine.rows(f"select {counts} from {of.source} a")
        yield from ((note, n) for (note, _), n in zip(notes, row, strict=True) if isinstance(n, int) and n)
