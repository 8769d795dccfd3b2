"""Who lies near whom in a register: institutions of one kind within a straight line that a walk of 15 minutes may cover, by a grid.

Cells are so large that whoever is near lies in the same cell or in one beside it, so that every pair is looked at once. The distance is
that of `batch.distance` on the ellipsoid that WGS 84 and CGCS2000 share; other systems are refused with the reason. A straight line
can prove that nobody is within a walk, never that somebody is.
"""

from __future__ import annotations

import shutil
from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.backends.columnar.statements import literal, name
from reasoner.batch.distance import AXIS, BAND, ECCENTRICITY, FARTHEST, LIKELY, how_near
from reasoner.driver.register.outputs import quoted
from reasoner.driver.register.reading import Reading
from reasoner.driver.register.tables import Relation
from reasoner.intake.coordinates import DEGREES
from reasoner.model.consistency import IN_TOWN, RESIDENTIAL
from reasoner.sheets.columns import POSITION

if TYPE_CHECKING:
    from reasoner.driver.register.judge_register import RegisterRun

COMPARED: Final = ("WGS-84", "CGCS2000")
"""The systems whose positions are compared: they lie within a metre of each other."""
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
_WHY: Final = (
    ("%GCJ%", "GCJ-02(火星坐标)加了偏移,没有公开的准确换算,偏差可达700米"),
    ("%BD%", "BD-09(百度坐标)加了偏移,没有公开的准确换算,偏差可达上千米"),
    ("%54%", "北京54是参心坐标系,换算要有当地的转换参数"),
    ("%80%", "西安80是参心坐标系,换算要有当地的转换参数"),
)


def neighbours_of(run: RegisterRun, parts: Sequence[Path]) -> tuple[tuple[Path, ...], list[str]]:
    """The tables of neighbours, of places, and of positions that are not compared, as files; and what is to be said of them.

    parts: the rows that were judged, as Parquet: others are not compared. Raises Faults (B129).
    """
    return _Neighbours(run).written(parts)


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

    def written(self, parts: Sequence[Path]) -> tuple[tuple[Path, ...], list[str]]:
        self._located(parts)
        self._paired()
        self._clauses()
        files = (
            self._table(self._pairs()),
            self._csv("neighbour-areas", self._areas()),
            self._csv("neighbour-refused", self._refused()),
        )
        return files, list(self._notes())

    def _located(self, parts: Sequence[Path]) -> None:
        """The table located: the rows that are compared. Read once, by their numbers."""
        reading = self._reading.columns
        kinds = [(t, str(v)) for t, v in reading.classes[KIND].meant.items() if v is not None]
        numbers = {kind: i for i, kind in enumerate(dict.fromkeys(kind for _, kind in kinds))}
        self._engine.table(
            "kind_of",
            [("text", "varchar"), ("kind", "varchar"), ("k", "integer")],
            [(t, v, numbers[v]) for t, v in kinds],
        )
        east, north, system = (self._text(label) for label in POSITION)
        listed = ", ".join(f"'{quoted(p)}'" for p in parts)
        self._engine.run(f"create or replace temp table judged as select 编号 as id from read_parquet([{listed}])")
        self._engine.run(
            f"create or replace temp table posed as select {reading.row} as n, trim({reading.id}) as id, "
            f"{self._optional('名称')} as name, {reading.matter} as matter, {self._optional('所在地')} as place, "
            f"{self._optional('镇街')} as town, {self._holds()} as residential, kind_of.kind as kind, kind_of.k as k, "
            f"try_cast({east} as double) as east, try_cast({north} as double) as north, trim({system}) as system, "
            f"({east} is not null or {north} is not null or {system} is not null) as given, "
            f"judged.id is not null as judged from {self._of.source} a "
            f"left join kind_of on kind_of.text = {reading.classes[KIND].column} "
            f"left join judged on judged.id = trim({reading.id})"
        )
        (low_e, high_e), (low_n, high_n) = DEGREES["经度"], DEGREES["纬度"]
        systems = ", ".join(map(literal, COMPARED))
        within = f"east between {low_e} and {high_e} and north between {low_n} and {high_n} and system in ({systems})"
        self._within = f"coalesce({within}, false)"
        self._engine.run(
            f"create or replace temp table located as select *, k * {_KIND} + cast(floor(north / {NORTH}) as bigint) * {_ROW} "
            f"+ cast(floor(east / {EAST}) as bigint) as cell from posed where judged and kind is not null and {self._within}"
        )

    def _paired(self) -> None:
        """The table pair: one, other and the metres between, each pair once."""
        beside = ", ".join(f"({i})" for i in (0, 1, _ROW - 1, _ROW, _ROW + 1))
        middle = "radians((a.north + b.north) / 2)"
        part = f"(1 - {ECCENTRICITY!r} * sin({middle}) * sin({middle}))"
        along = f"({AXIS * (1 - ECCENTRICITY)!r} / ({part} * sqrt({part})) * radians(a.north - b.north))"
        across = f"({AXIS!r} / sqrt({part}) * cos({middle}) * radians(a.east - b.east))"
        distance = f"sqrt({along} * {along} + {across} * {across})"
        self._engine.run(
            f"create or replace temp table pair as select * from (select least(a.n, b.n) as one, greatest(a.n, b.n) as other, {distance} as metres "
            f"from (select n, north, east, cell, cell + o as key from located, (values {beside}) v(o)) a "
            "join (select n, north, east, cell from located) b on b.cell = a.key "
            f"where (a.cell <> b.cell or a.n < b.n) and abs(a.north - b.north) < {NORTH} and abs(a.east - b.east) < {EAST}) "
            f"where metres <= {_REACH}"
        )

    def _clauses(self) -> None:
        """The table clause_of: by fact, matter and place, as they are written, the clauses that speak of it."""
        columns, base = self._reading.columns, self._run.base
        rows: list[tuple[object, ...]] = []
        for place, index in columns.places.items():
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
                        rows.append(
                            (fact, text, place, f"《{document.title}》{clause.place}", speaking[0].clause, clause.quote)
                        )
        names = ("fact", "matter", "place", "basis", "clause", "quote")
        self._engine.table("clause_of", [(n, "varchar") for n in names], rows)

    def _pairs(self) -> str:
        near = f"case when metres <= {LIKELY} then '{how_near(LIKELY)}' when metres <= {FARTHEST} then '{how_near(FARTHEST)}' "
        near += f"else '直线距离略超过{FARTHEST}米' end"
        measured = " or ".join(f"abs(metres - {limit}) <= {BAND}" for limit in (LIKELY, FARTHEST))
        basis = ", ".join(
            f"coalesce(c.{n}, d.{n}, '') as {header}"
            for n, header in (("basis", "依据"), ("clause", "条款"), ("quote", "原文"))
        )
        joins = " ".join(
            f"left join clause_of {c} on {c}.fact = {literal(WALK)} and {c}.matter = {row}.matter and {c}.place = {row}.place"
            for c, row in (("c", "a"), ("d", "b"))
        )
        return (
            "select a.id as 编号, a.name as 机构名称, a.kind as 类型, a.place as 所在地, b.id as 邻近编号, b.name as 邻近机构名称, "
            f"b.place as 邻近所在地, cast(floor(metres * 10 + 0.5) as bigint) / 10 as 直线距离米, "
            f"{near} || case when {measured} then ',接近界限,须实地测量' else '' end as 说明, {basis} from pair "
            f"join located a on a.n = pair.one join located b on b.n = pair.other {joins} order by a.n, b.n"
        )

    def _areas(self) -> str:
        """By place and town how many lie there, how many have no neighbour, and whether one with residential care is in the register."""
        # A pair that has to be measured is none that is proved not to be near.
        near = "(select one as n from pair union select other from pair)"
        spoken = {
            fact: f"(select place, first(basis) as basis, first(quote) as quote from clause_of where fact = {literal(fact)} group by place)"
            for fact in (WALK, IN_TOWN)
        }
        return (
            "select coalesce(p.place, '不详') as 所在地, coalesce(p.town, '') as 镇街, count(*) as 机构数, "
            "count(l.n) as 参加比较, count(l.n) filter (where near.n is null) as 没有邻近的, "
            "count(*) filter (where p.residential) as 院护机构, "
            "concat_ws(';', case when count(l.n) > 0 and count(near.n) = 0 then '参加比较的机构步行范围内都没有同类机构' end, "
            f"case when p.town is not null and count(*) filter (where p.residential) = 0 then '名册中这个镇街没有{RESIDENTIAL}机构' end, "
            "case when count(l.n) < count(*) then '有的没有参加比较,不能说没有邻近' end) as 说明, "
            "coalesce(any_value(w.basis), '') as 步行依据, coalesce(any_value(w.quote), '') as 步行原文, "
            "coalesce(any_value(t.basis), '') as 镇街依据, coalesce(any_value(t.quote), '') as 镇街原文 "
            f"from posed p left join located l on l.n = p.n left join {near} near on near.n = p.n "
            f"left join {spoken[IN_TOWN]} t on t.place = p.place left join {spoken[WALK]} w "
            "on w.place = p.place where p.judged group by p.place, p.town order by 1, 2"
        )

    def _refused(self) -> str:
        """The positions that are not compared, with row, column and reason."""
        system = " ".join(f"when upper(system) like '{like}' then {literal(why)}" for like, why in _WHY)
        systems = ", ".join(map(literal, COMPARED))
        outside = [
            f"when {column} is null or {column} not between {low} and {high} then '{label}'"
            for (label, (low, high)), column in zip(DEGREES.items(), ("east", "north"), strict=True)
        ]
        return (
            f"select n + 1 as 第几份, n + 2 as 行, case when system is null or system not in ({systems}) then '坐标系' "
            f"{' '.join(outside)} end as 列, id as 编号, coalesce(system, '') as 坐标系, "
            f"case when system is null or system = '' then '没有写明坐标系,各坐标系之间可以相差上千米' when system in ({systems}) "
            f"then '不是我国范围内的度数' {system} else '不认得的坐标系' end as 原因 from posed where given and not {self._within} order by n"
        )

    def _notes(self) -> Iterator[str]:
        counts = (
            ("count(*) filter (where not given)", "没有位置,不比较远近"),
            (f"count(*) filter (where given and not {self._within})", "位置不能比较,逐行写在 refused.csv"),
            (f"count(*) filter (where {self._within} and not judged)", "有位置而没有研判,不比较远近"),
            (f"count(*) filter (where {self._within} and judged and kind is null)", "类型不详,不比较远近"),
        )
        (row,) = self._engine.rows(f"select {', '.join(expression for expression, _ in counts)} from posed")
        yield from (f"{what}:{count}份" for (_, what), count in zip(counts, row, strict=True) if count)

    def _text(self, label: str) -> str:
        return f"cast(a.{name(self._by_label[label])} as varchar)"

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
