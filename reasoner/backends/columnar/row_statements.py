"""The rows of a register as statements: what is read of their columns, the stretch of days of their place, their class and words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from reasoner.backends.columnar.class_codes import COMPARED, ClassCode
from reasoner.backends.columnar.class_truths import ClassTruths
from reasoner.backends.columnar.plan import WHOLE, Plan
from reasoner.backends.columnar.register_columns import Columns, Engine, Register
from reasoner.backends.columnar.row_words import RowWords, flag_name, number_name
from reasoner.backends.columnar.statements import MOST_LISTED, NOT_READ, code, looked_up


class Keys(NamedTuple):
    """How a place on a day is numbered: ((place · groups) + group of the matter) · days + day."""

    first_supposed: int
    """The number of the first place that is supposed where none is known."""
    supposed: int
    """How many are supposed."""
    groups: int
    """How many groups of matters there are."""
    group_of: Mapping[str, int]
    """By matter its group."""
    days: tuple[date, date]
    """The first and the last day on which anything can change."""
    clamped: tuple[bool, bool]
    """Whether rows may have an earlier day, and a later one."""
    lost: int
    """The key of rows that are not read."""

    @property
    def span(self) -> int:
        """How many days there are."""
        return (self.days[1] - self.days[0]).days + 1


class RowStatements:
    """The statements that give the rows of one register."""

    def __init__(
        self, engine: Engine, plan: Plan, classes: ClassTruths, register: Register, keys: Keys, codes: Sequence[ClassCode],
        matters: Mapping[str, int], *, asking: bool,
    ) -> None:  # fmt: skip
        """codes: those of the facts of a class; matters: of what is asked for. asking: what is asked for is wanted."""
        self._engine, self._plan, self._classes, self._register = engine, plan, classes, register
        self._keys, self._codes, self._matters, self._asking = keys, codes, matters, asking
        self.words = RowWords(plan, register.columns, matters)

    def make(self) -> None:
        """Make the table word: of each row, in their order, its class and words; and the table beside: the same of rows of which no
        place is known for each further place that is supposed.
        """
        asking = ["s.ask", "unknown"] if self._asking else []
        several = self._keys.supposed > 1
        nowhere = f"located >= {self._keys.first_supposed} as nowhere"
        kept = ["m", "d", *self._own(), *self._numbers()] if several else []
        lists = self._engine.keeps_lists
        own = ["n", "id", "r.class", "s.standing", *asking, nowhere, "omits", *(self._as_list(kept) if lists else kept)]
        own += self._words(self._register.sound)
        self._table("word", f"select {', '.join(own)} {self._placed(self.coded())}")
        if self._engine.keeps_order:
            self._in_order()
        if several:
            # Of rows without a place everything is kept that does not turn on it: nothing is read again.
            numbers = ", ".join(f"({i})" for i in range(1, self._keys.supposed))
            first = self._keys.first_supposed
            lost = ["n", "class", *(["unknown"] if self._asking else [])]
            if lists:
                # In a table of their own the engine knows how few they are, and joins them at a seventh of the cost.
                self._table("lost", f"select {', '.join((*lost, 'kept'))} from word where nowhere")
                lost += [f"kept[{i}] as {column}" for i, column in enumerate(kept, 1)]
                each = f"select {', '.join(lost)}, {first} + i as located from lost, (values {numbers}) supposed(i)"
            else:
                rows = f"select {', '.join((*lost, *kept))}, {first} + i as located from word"
                each = f"{rows}, (values {numbers}) supposed(i) where nowhere"
            further = ["n", "r.class", "s.standing", *asking, *self._words(())]
            self._table("beside", f"select {', '.join(further)} {self._placed(each)}")
        else:
            self._table("beside", "select * exclude (id, nowhere, omits) from word limit 0")

    def _as_list(self, kept: Sequence[str]) -> list[str]:
        """Columns that are kept of rows without a place alone, as one: a column for each takes as much room of all other rows, too."""
        values = ", ".join(f"cast({column} as bigint)" for column in kept)
        return [f"case when located >= {self._keys.first_supposed} then [{values}] end as kept"] if kept else []

    def _in_order(self) -> None:
        first = 0 if self._register.rows is None else self._register.rows[0]
        ((in_order,),) = self._engine.rows(f"select bool_and(n = rowid + {first}) from word")
        if in_order is False:
            self._table("word", "select * from word order by n")

    def _table(self, name: str, statement: str) -> None:
        self._engine.run(f"create or replace temp table {name} as {statement}")

    def _words(self, sound: Sequence[str]) -> list[str]:
        words = [f"{self.words.word(word)} as w{word}" for word in range(self._plan.words)]
        if sound:
            words[0] = f"(sound & {self.words.word(0)}) as w0"
        return words

    def _own(self) -> list[str]:
        return [f"own{word}" for word in range(self._plan.words)]

    def _numbers(self) -> list[str]:
        """The numbers that rules compare."""
        return [number_name(f) for f in dict.fromkeys(n.fact for n in self._plan.numbers) if f in self._columns.numbers]

    @property
    def _columns(self) -> Columns:
        return self._register.columns

    def _placed(self, coded: str) -> str:
        """Rows, r, and the stretch of days of their place, s. coded: what is read of their columns alone."""
        keys = self._keys
        key = f"((located * {keys.groups} + {self._group('m')}) * {keys.span} + d)"
        return (
            f"from (select *, coalesce({key}, {keys.lost}) as key from ({coded}) coded) r "
            "join pd on pd.key = r.key join stretch s on s.stretch = pd.stretch"
        )

    def coded(self) -> str:
        """Rows with their class, and what their own facts come to, whatever their places: a statement."""
        radix = "cast(m as bigint)"
        for i, (c, label) in enumerate(zip(self._codes, self._plan.classes, strict=True)):
            read = self._asked_of(label)
            of_some = f"case when m in ({', '.join(map(str, read))}) then c{i} else 0 end" if read else "0"
            radix = f"({radix} * {c.size} + {f'c{i}' if len(read) == len(self._matters) else of_some})"
        unknown = self.words.unknown() if self._asking else "0"
        own = ", ".join(f"{self.words.own(word)} as own{word}" for word in range(self._plan.words))
        return f"select *, {radix} as class, {unknown} as unknown, {own} from ({self._read()}) reading"

    def _read(self) -> str:
        """What is read of the columns of rows alone."""
        register, columns = self._register, self._columns
        source = f"{register.source} a"
        matters = {t: self._matters[m] for t, m in columns.matters.items()}
        coded = [f"{columns.row} as n", f"{code(columns.matter, matters, len(self._matters), len(self._matters))} as m"]
        coded += [f"{columns.numbers[label]} as {number_name(label)}" for label in columns.numbers]
        coded += [
            f"{columns.flags[label].column} as {flag_name(label)}"
            for label in self._plan.flags
            if columns.flags[label].column
        ]
        coded += [f"{c.expression} as c{i}" for i, c in enumerate(self._codes)]
        coded += [f"{self._place_of()} as located", f"{self._day_of()} as d"]
        coded += [f"{columns.id} as id", f"{register.omits} as omits"]
        if register.sound:
            coded.append(f"case when {' and '.join(register.sound)} then {WHOLE} else {NOT_READ} end as sound")
        for i, c in enumerate(self._codes):
            if c.texts:
                self._engine.table(f"code_{i}", [("text", "varchar"), ("code", "integer")], list(c.texts.items()))
                source += f" left join code_{i} on code_{i}.text = {c.column}"
        if len(columns.places) > MOST_LISTED:
            source += f" left join place on place.text = {columns.place}"
        return f"select {', '.join(coded)} from {source} {register.where}"

    def _asked_of(self, label: str) -> list[int]:
        """The codes of the matters on which something turns on a fact of a class."""
        at = self._plan.classes.index(label)
        every = label in COMPARED
        return [n for m, n in self._matters.items() if every or at in self._classes.read(m)]

    def _place_of(self) -> str:
        """The number of a row's place: that of the first supposed where none is known, null where it is not read."""
        columns = self._register.columns
        column, first = columns.place, self._keys.first_supposed
        if column is None:
            return str(first)
        numbers = {text: index if index >= 0 else first for text, index in columns.places.items()}
        if len(numbers) > MOST_LISTED:
            self._engine.table("place", [("text", "varchar"), ("place", "integer")], list(numbers.items()))
            return f"case when {column} is null then {first} else place.place end"
        return f"case when {column} is null then {first} else {looked_up(column, numbers)} end"

    def _day_of(self) -> str:
        """The number of the day, the first 0."""
        day, days = self._register.columns.day, self._keys.days
        if self._register.as_of is not None and self._keys.span == 1:
            return "0"
        below, above = self._keys.clamped
        low = f"when {day} < {_day(days[0])} then {_day(days[0])} " if below else ""
        high = f"when {day} > {_day(days[1])} then {_day(days[1])} " if above else ""
        day = f"case {low}{high}else {day} end" if below or above else day
        return f"({day} - {_day(days[0])})"

    def _group(self, matter: str) -> str:
        if self._keys.groups == 1:
            return "0"
        cases = " ".join(
            f"when {matter} = {number} then {self._keys.group_of[m]}" for m, number in self._matters.items()
        )
        return f"case {cases} else 0 end"


def _day(day: date) -> str:
    return f"date '{day.isoformat()}'"
