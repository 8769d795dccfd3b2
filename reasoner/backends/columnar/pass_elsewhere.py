"""A pass whose statements run in another engine: DuckDB reads the files and hands over rows of codes, days and whole numbers, and takes
back of each row the number of what it comes to.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final, TypeVar

from reasoner.backends.columnar.elsewhere import Elsewhere
from reasoner.backends.columnar.plan import Plan
from reasoner.backends.columnar.register_columns import Columns, Contradiction, Engine, Register, Row, Said
from reasoner.backends.columnar.register_pass import Pass
from reasoner.backends.columnar.statements import Written, name
from reasoner.model.rule_base import RuleBase

APPLICATIONS: Final = "applications"
"""The table of rows that are handed over."""
UNREAD: Final = "?"
"""The code of a text that is not read."""
V = TypeVar("V")


class PassElsewhere(Pass):
    """One pass over a register by one plan, judged by another engine."""

    def __init__(
        self, engine: Elsewhere, base: RuleBase, plan: Plan, only: frozenset[str] | None, *, asking: bool = False
    ) -> None:
        super().__init__(engine, base, plan, only, asking=asking)
        self._elsewhere = engine

    def judge(self, register: Register) -> bool:
        """Hand the rows over, and judge them; False where there is nothing but rows without a day."""
        return super().judge(self._handed_over(register))

    def contradictory(self) -> list[tuple[int, str, Contradiction]]:
        """The rows whose values cannot stand beside each other, with their numbers."""
        results = super().contradictory()
        numbers = ", ".join(str(n) for n, _, _ in results) or "-1"
        rows = self._elsewhere.here.rows(f"select n, id from application_id where n in ({numbers})")
        ids: dict[object, str] = {n: str(id_) for n, id_ in rows}
        return [(n, ids[n], what) for n, _, what in results]

    def result(
        self, *, masks: bool, apart: Sequence[tuple[int, str, Said]] = (), without: Collection[int] = (),
        numbered: bool = False,
    ) -> str:  # fmt: skip
        """The statement that gives, in DuckDB, what each row comes to."""
        there, here = self._elsewhere, self._elsewhere.here
        numbers = super().result(masks=masks, apart=[(n, str(n), what) for n, _, what in apart], without=without)
        there.give("come_to", ("n", "said"), numbers)
        super()._said_table(here)
        here.table("judged_apart", [("n", "bigint"), ("id", "varchar")], [(n, id_) for n, id_, _ in apart])
        columns = super()._told(masks=masks)
        return (
            f"select {'come_to.n as n, ' if numbered else ''}coalesce(judged_apart.id, application_id.id) as 编号, {columns} from come_to "
            "join application_id on application_id.n = come_to.n left join judged_apart on judged_apart.n = come_to.n "
            "join said on said.said = come_to.said order by come_to.n"
        )

    def _told(self, *, masks: bool) -> str:
        """There the number alone."""
        del masks
        return "said.said"

    def _said_table(self, engine: Engine | None = None) -> None:
        """There the numbers alone; what they stand for is joined here."""
        assert engine is None
        self._elsewhere.table("said", [("said", "bigint")], [(number,) for number in self._said.values()])

    def _handed_over(self, register: Register) -> Register:
        columns, there = register.columns, self._elsewhere
        coded = _Coded(there.here, register)
        matter, matters = coded.text("matter", columns.matter, columns.matters)
        place, places = (None, {}) if columns.place is None else coded.text("place", columns.place, columns.places)
        classes = {label: coded.written(f"c_{i}", of) for i, (label, of) in enumerate(columns.classes.items())}
        flags = {label: coded.written(f"f_{i}", of) for i, (label, of) in enumerate(columns.flags.items())}
        numbers = {label: coded.own(f"n_{i}", "bigint", of) for i, (label, of) in enumerate(columns.numbers.items())}
        sound = " and ".join(register.sound) or "true"
        own = Columns(
            row=coded.own("n", "bigint", columns.row),
            id=coded.own("id", "varchar", f"cast({columns.row} as varchar)"),
            day=coded.own("day", "date", columns.day),
            matter=matter,
            matters=matters,
            place=place,
            places=places,
            classes=classes,
            flags=flags,
            numbers=numbers,
        )
        checked = coded.own("sound", "bigint", f"case when {sound} then 1 else 0 end")
        omits = coded.own("omits", "bigint", f"case when {register.omits} then 1 else 0 end")
        there.take(APPLICATIONS, coded.kinds, coded.statement())
        source = f"{register.source} a {register.where}"
        there.here.run(
            f"create or replace temp table application_id as select {columns.row} as n, {columns.id} as id from {source}"
        )
        return register._replace(
            source=APPLICATIONS,
            columns=own,
            sound=(f"{checked} = 1",),
            omits=f"({omits} = 1)",
            rows=None,
            received="",
        )


class _Coded:
    """The columns that are handed over, each text as a code of a few letters of ASCII: no engine compares texts otherwise."""

    def __init__(self, here: Engine, register: Register) -> None:
        self._here, self._register = here, register
        self.kinds: list[tuple[str, str]] = []
        self._expressions: list[str] = []
        self._joins: list[str] = []

    def own(self, column: str, kind: str, expression: str) -> str:
        """A column as it is; how it is called there."""
        self.kinds.append((column, kind))
        self._expressions.append(f"cast({expression} as {kind}) as {name(column)}")
        return f"a.{name(column)}"

    def text(self, column: str, expression: str, meant: Mapping[str, V]) -> tuple[str, dict[str, V]]:
        """A column of texts; how it is called there, and what its codes mean."""
        codes: dict[V, str] = {}
        rows: list[Row] = [(text, codes.setdefault(value, f"c{len(codes)}")) for text, value in meant.items()]
        table = f"coded_{column}"
        self._here.table(table, [("text", "varchar"), ("code", "varchar")], rows)
        self._joins.append(f"left join {table} on {table}.text = {expression}")
        of = self.own(
            column, "varchar", f"case when {expression} is null then null else coalesce({table}.code, '{UNREAD}') end"
        )
        return of, {code: value for value, code in codes.items()}

    def written(self, column: str, of: Written) -> Written:
        """A column of a fact."""
        if of.column is None:
            return of
        there, meant = self.text(column, of.column, of.meant)
        return Written(there, meant, of.silence)

    def statement(self) -> str:
        """What gives the rows."""
        register = self._register
        joins = " ".join(self._joins)
        return f"select {', '.join(self._expressions)} from {register.source} a {joins} {register.where}"
