"""Who lies near whom in a register: institutions of one kind within a straight line that a walk of 15 minutes may cover, by a grid.

Cells are so large that whoever is near lies in the same cell or in one beside it, so that every pair is looked at once. The distance is
that of `batch.distance` on the ellipsoid that WGS 84 and CGCS2000 share; other systems are refused with the reason. A straight line
can prove that nobody is within a walk, never that somebody is.
"""

from __future__ import annotations

import shutil
from codecs import BOM_UTF8
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.backends.columnar.statements import literal, name
from reasoner.batch.distance import AXIS, BAND, ECCENTRICITY, FARTHEST, LIKELY, how_near
from reasoner.driver.register.coordinate_systems import COMPARED, why_refused
from reasoner.driver.register.outputs import quoted
from reasoner.driver.register.reading import Reading
from reasoner.driver.register.tables import Relation
from reasoner.intake.coordinates import DEGREES
from reasoner.model.consistency import IN_TOWN, RESIDENTIAL
from reasoner.sheets.columns import POSITION

if TYPE_CHECKING:
    from reasoner.driver.register.judge_register import RegisterRun

WALK: Final = "步行15分钟内同类型定点机构数"
KIND: Final = "类型"
SERVICES: Final = "已定点"
_REACH: Final = FARTHEST + BAND
NORTH: Final = 0.012
"""The height of a cell in degrees: 1,326 m at least in China (110,574 m to a degree at the equator)."""
EAST: Final = 0.0205
"""Its width: 1,342 m at least south of 54° (65,500 m to a degree there)."""
_ROW: Final = 100_000
"""Cells from one row to the next."""
_KIND: Final = 1_000_000_000
_SURELY: Final = _REACH + 1
"""What is left out before the distance is worked out lies farther apart than this by a bound that is never above the distance."""
_NORTHWARD: Final = 110_574
"""Metres that a degree northward has at least: those at the equator; they grow towards the pole."""
_BASIS: Final = (("basis", "依据"), ("clause", "条款"), ("quote", "原文"))


def neighbours_of(run: RegisterRun) -> tuple[tuple[Path, ...], list[str]]:
    """The tables of neighbours, of places, and of positions that are not compared, as files; and what is to be said of them.

    Rows that have a fault are not compared. Raises Faults (B129).
    """
    return _Neighbours(run).written()


class _Neighbours:
    def __init__(self, run: RegisterRun) -> None:
        request = run.request
        if run.kept is None or not str(request.neighbours).lower().endswith((".csv", ".parquet")):
            form = "工作簿里的名册不比较远近" if run.kept is None else "邻近的表不能写成这种文件"
            raise Faults(
                [Diagnostic("B129", str(request.neighbours), form, "名册:Parquet、CSV、DuckDB;邻近:.csv、.parquet")]
            )
        self._run, self._engine = run, run.engine
        self._of: Relation = run.kept[0]
        self._reading: Reading = run.kept[1]
        self._by_label = {c.label: c.header for c in self._reading.headers if not c.aspect}
        lacking = [label for label in (KIND, *POSITION) if label not in self._by_label]
        if lacking:
            message = f"名册没有「{'、'.join(lacking)}」列"
            raise Faults([Diagnostic("B129", request.register, message, "、".join((KIND, *POSITION)))])

    def written(self) -> tuple[tuple[Path, ...], list[str]]:
        self._clauses()
        self._located()
        self._paired()
        files = (
            self._table(self._pairs()),
            self._csv("neighbour-areas", self._areas()),
            self._csv("neighbour-refused", self._refused()),
        )
        return files, list(self._notes())

    def _located(self) -> None:
        """The tables posed (all rows) and located: the positions that are compared, cell by cell. The register is read once."""
        reading = self._reading.columns
        kinds = [(t, str(v)) for t, v in reading.classes[KIND].meant.items() if v is not None]
        numbers = {kind: i for i, kind in enumerate(dict.fromkeys(kind for _, kind in kinds))}
        self._engine.table(
            "kind_of",
            [("text", "varchar"), ("kind", "varchar"), ("k", "integer")],
            [(t, v, numbers[v]) for t, v in kinds],
        )
        faulty = sorted({fault.row for fault in self._run.faults})
        self._engine.table("faulty", [("n", "bigint")], [(n,) for n in faulty])
        system = self._text(POSITION[2])
        east, north = (self._degrees(label) for label in POSITION[:2])
        given = " or ".join(f"{self._text(label)} is not null" for label in POSITION)
        place = "cast(null as varchar)" if reading.place is None else reading.place
        source = (
            f"select {reading.row} as n, trim({reading.id}) as id, {self._optional('名称')} as name, "
            f"{self._optional('所在地')} as place, {self._optional('镇街')} as town, {self._holds()} as residential, kind_of.kind as kind, "
            f"kind_of.k as k, place_of.i as i, spoken.c as c, {east} as east, {north} as north, trim({system}) as system, "
            f"({given}) as given, {'faulty.n is null' if faulty else 'true'} as judged from {self._of.source} a "
            f"left join kind_of on kind_of.text = {reading.classes[KIND].column} "
            f"left join place_of on place_of.text = {place} "
            f"left join clause_of spoken on spoken.fact = {literal(WALK)} and spoken.i = place_of.i and spoken.matter = {reading.matter}"
        )
        source += f" left join faulty on faulty.n = {reading.row}" if faulty else ""
        (low_e, high_e), (low_n, high_n) = DEGREES["经度"], DEGREES["纬度"]
        systems = ", ".join(map(literal, COMPARED))
        within = f"east between {low_e} and {high_e} and north between {low_n} and {high_n} and system in ({systems})"
        self._engine.run(
            f"create or replace temp table posed as select * exclude (system), case when not within then system end as system, "
            f"within and judged and kind is not null as compared from (select *, coalesce({within}, false) as within from ({source}))"
        )
        self._engine.run(
            f"create or replace temp table located as select n, north, east, {_wide('north')} as wide, k * {_KIND} + "
            f"cast(floor(north / {NORTH}) as bigint) * {_ROW} + cast(floor(east / {EAST}) as bigint) as cell from posed "
            "where compared order by cell"
        )

    def _paired(self) -> None:
        """The table pair: one, other and the metres between, each pair once, in the order of rows."""
        beside = ", ".join(f"({i})" for i in (0, 1, _ROW - 1, _ROW, _ROW + 1))
        along, across = (
            f"({part})" for part in (f"{_NORTHWARD} * (a.north - b.north)", "least(a.wide, b.wide) * (a.east - b.east)")
        )
        self._engine.run(
            "create or replace temp table pair as select least(a.n, b.n) as one, greatest(a.n, b.n) as other, radians((a.north + b.north) / 2) "
            "as middle, radians(a.north - b.north) as along, radians(a.east - b.east) as across "
            f"from (select *, cell + o as key from located, (values {beside}) v(o)) a join located b on b.cell = a.key "
            f"where (a.cell <> b.cell or a.n < b.n) and {along} * {along} + {across} * {across} <= {_SURELY**2}"
        )
        # Step by step: an expression that is written twice is worked out twice.
        steps = (
            "one, other, along, across, cos(middle) as slant, sin(middle) as lift from pair",
            f"*, 1 - {ECCENTRICITY!r} * lift * lift as part from",
            "*, sqrt(part) as root from",
            f"one, other, {AXIS * (1 - ECCENTRICITY)!r} / (part * root) * along as y, {AXIS!r} / root * slant * across as x from",
            "one, other, sqrt(y * y + x * x) as metres from",
        )
        statement = f"select {steps[0]}"
        for step in steps[1:]:
            statement = f"select {step} ({statement})"
        self._engine.run(f"create or replace temp table measured as {statement}")
        self._engine.run(
            f"create or replace temp table pair as select * from measured where metres <= {_REACH} order by one, other"
        )
        self._engine.run("drop table measured")

    def _clauses(self) -> None:
        """The tables place_of, the number of each place as it is written, and clause_of: by fact, matter and place the clauses that
        speak of it.
        """
        columns, base = self._reading.columns, self._run.base
        rows: list[tuple[object, ...]] = []
        for i, index in enumerate(columns.places.values()):
            if index < 0:
                continue
            norms = {
                fact: [n for d in base.held_for(self._reading.places[index].region) for n in d.all_norms if n.decides and
                       not n.alternative_of and any(f.term == fact for f in n.reads)]
                for fact in (WALK, IN_TOWN)
            }  # fmt: skip
            for fact, own in norms.items():
                for text, matter in columns.matters.items():
                    speaking = [n for n in own if matter in n.matters]
                    if speaking:
                        document = base.documents[speaking[0].document]
                        clause = document.clauses[speaking[0].clause]
                        basis = f"《{document.title}》{clause.place}"
                        rows.append((len(rows), fact, text, i, basis, speaking[0].clause, clause.quote))
        texts = [self._engine.texts(list(dict.fromkeys(str(row[i]) for row in rows))) for i in (4, 5, 6)]
        plain = [("c", "integer"), ("fact", "varchar"), ("matter", "varchar"), ("i", "integer")]
        self._engine.table(
            "place_of", [("text", "varchar"), ("i", "integer")], [(t, i) for i, t in enumerate(columns.places)]
        )
        self._engine.table(
            "clause_of", [*plain, *((n, kind) for (n, _), kind in zip(_BASIS, texts, strict=True))], rows
        )

    def _pairs(self) -> str:
        """Texts that stand in many rows are put beside them when rows are in order: they are sorted by their numbers."""
        near = f"case when metres <= {LIKELY} then '{how_near(LIKELY)}' when metres <= {FARTHEST} then '{how_near(FARTHEST)}' "
        near += f"else '直线距离略超过{FARTHEST}米' end"
        measured = " or ".join(f"abs(metres - {limit}) <= {BAND}" for limit in (LIKELY, FARTHEST))
        quotes = ", ".join(f"clause_of.{n} as {n}" for n, _ in _BASIS)
        self._engine.run(
            "create or replace temp table near as select a.id as id, a.name as name, a.kind as kind, a.place as place, b.id as id_b, "
            f"b.name as name_b, b.place as place_b, metres, {quotes} from pair join posed a on a.n = pair.one "
            "join posed b on b.n = pair.other left join clause_of on clause_of.c = coalesce(a.c, b.c) order by pair.one, pair.other"
        )
        basis = ", ".join(f"coalesce(cast({n} as varchar), '') as {header}" for n, header in _BASIS)
        return (
            "select id as 编号, name as 机构名称, kind as 类型, place as 所在地, id_b as 邻近编号, name_b as 邻近机构名称, "
            f"place_b as 邻近所在地, cast(floor(metres * 10 + 0.5) as bigint) / 10 as 直线距离米, "
            f"{near} || case when {measured} then ',接近界限,须实地测量' else '' end as 说明, {basis} from near"
        )

    def _areas(self) -> str:
        """By place and town how many lie there, how many have no neighbour, and whether one with residential care is in the register."""
        # A pair that has to be measured is none that is proved not to be near.
        near = "(select one as n from pair union select other from pair)"
        spoken = {
            fact: f"(select i, first(basis) as basis, first(quote) as quote from clause_of where fact = {literal(fact)} group by i)"
            for fact in (WALK, IN_TOWN)
        }
        counted = (
            "select place, town, any_value(i) as i, count(*) as every, count(*) filter (where compared) as compared, "
            "count(*) filter (where compared and near.n is null) as alone, count(*) filter (where residential) as residential "
            f"from posed left join {near} near on near.n = posed.n where judged group by place, town"
        )
        return (
            "select coalesce(p.place, '不详') as 所在地, coalesce(p.town, '') as 镇街, every as 机构数, compared as 参加比较, "
            "alone as 没有邻近的, residential as 院护机构, "
            "concat_ws(';', case when compared > 0 and alone = compared then '参加比较的机构步行范围内都没有同类机构' end, "
            f"case when p.town is not null and residential = 0 then '名册中这个镇街没有{RESIDENTIAL}机构' end, "
            "case when compared < every then '有的没有参加比较,不能说没有邻近' end) as 说明, "
            "coalesce(cast(w.basis as varchar), '') as 步行依据, coalesce(cast(w.quote as varchar), '') as 步行原文, "
            "coalesce(cast(t.basis as varchar), '') as 镇街依据, coalesce(cast(t.quote as varchar), '') as 镇街原文 "
            f"from ({counted}) p left join {spoken[IN_TOWN]} t on t.i = p.i left join {spoken[WALK]} w on w.i = p.i order by 1, 2"
        )

    def _refused(self) -> str:
        """The positions that are not compared, with row, column and reason."""
        systems = ", ".join(map(literal, COMPARED))
        outside = [
            f"when {column} is null or {column} not between {low} and {high} then '{label}'"
            for (label, (low, high)), column in zip(DEGREES.items(), ("east", "north"), strict=True)
        ]
        return (
            f"select n + 1 as 第几份, n + 2 as 行, case when system is null or system not in ({systems}) then '坐标系' "
            f"{' '.join(outside)} end as 列, id as 编号, coalesce(system, '') as 坐标系, "
            f"case when system in ({systems}) then '不是我国范围内的度数' else {why_refused('system')} end as 原因 "
            "from posed where given and not within order by n"
        )

    def _notes(self) -> Iterator[str]:
        counts = (
            ("count(*) filter (where not given)", "没有位置,不比较远近"),
            ("count(*) filter (where given and not within)", "位置不能比较,逐行写在 refused.csv"),
            ("count(*) filter (where within and not judged)", "有位置而没有研判,不比较远近"),
            ("count(*) filter (where within and judged and kind is null)", "类型不详,不比较远近"),
        )
        (row,) = self._engine.rows(f"select {', '.join(expression for expression, _ in counts)} from posed")
        yield from (f"{what}:{count}份" for (_, what), count in zip(counts, row, strict=True) if count)

    def _text(self, label: str) -> str:
        return f"cast(a.{name(self._by_label[label])} as varchar)"

    def _degrees(self, label: str) -> str:
        """Degrees as they are written, null where they are none; a double is read as it stands."""
        of = self._by_label[label]
        if dict(self._of.columns)[of] == "DOUBLE":
            return f"a.{name(of)}"
        return f"try_cast({self._text(label)} as double)"

    def _optional(self, label: str) -> str:
        return self._text(label) if label in self._by_label else "cast(null as varchar)"

    def _holds(self) -> str:
        """Whether a row holds residential care."""
        services = self._reading.columns.classes.get(SERVICES)
        if services is None or services.column is None:
            return "false"
        texts = [t for t, v in services.meant.items() if isinstance(v, tuple) and RESIDENTIAL in v]
        return f"coalesce({services.column} in ({', '.join(map(literal, texts))}), false)" if texts else "false"

    def _table(self, query: str) -> Path:
        """The table of pairs in its form: a few lines are read in CSV, millions kept in Parquet."""
        if str(self._run.request.neighbours).lower().endswith(".csv"):
            return self._csv("neighbours", query)
        made = self._run.scratch / "neighbours.parquet"
        self._engine.run(f"copy ({query}) to '{quoted(made)}' (format parquet)")
        return made

    def _csv(self, file: str, query: str) -> Path:
        made, bare = (self._run.scratch / f"{file}{suffix}" for suffix in (".csv", ".bare.csv"))
        self._engine.run(f"copy ({query}) to '{quoted(bare)}' (format csv, header)")
        with bare.open("rb") as rows, made.open("wb") as marked:
            marked.write(BOM_UTF8)
            shutil.copyfileobj(rows, marked)
        bare.unlink()
        return made


def _wide(north: str) -> str:
    """Metres to a degree eastward at a latitude; they grow less towards the pole, so that of two rows the lesser number is a lower bound."""
    lift = f"sin(radians({north}))"
    return f"{AXIS!r} / sqrt(1 - {ECCENTRICITY!r} * {lift} * {lift}) * cos(radians({north})) * radians(1.0::double)"
