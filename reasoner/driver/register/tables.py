"""Tables of any form as relations of the engine, and as cells where somebody has to look at each."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from pathlib import Path
from typing import Final

from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.ingest.output_guard import reason
from policy_dsl.ingest.text_decoding import NotText, pieces_of_text
from reasoner.backends.columnar.duckdb_engine import Engine, EngineFault
from reasoner.sheets.workbook import Cell, Grid, Workbook, read_workbook

PARQUETS: Final = (".parquet", ".pq")
DATABASES: Final = (".duckdb", ".ddb", ".db")
SHEETS: Final = (".xlsx", ".xls")
_PIECE: Final = 1 << 20
ALLOWED: Final = "Parquet、CSV(UTF-8、GB18030)、xlsx,或 文件.duckdb#表名"


@dataclass(frozen=True)
class Relation:
    """A table of an input: what stands behind `from`, and its columns with their types.

    name: the input as messages call it. header: whether its header is a row of the file, so that data begin in the second.
    """

    name: str
    source: str
    columns: tuple[tuple[str, str], ...]
    header: bool


def path_of(given: str) -> Path:
    """The file of an input; of FILE.duckdb#TABLE the database."""
    head, mark, _ = given.rpartition("#")
    return Path(head) if mark and head.lower().endswith(DATABASES) else Path(given)


def is_workbook(given: str) -> bool:
    """Whether an input is a workbook."""
    return given.lower().endswith(SHEETS)


def relation(engine: Engine, given: str, scratch: Path, name: str) -> Relation:
    """The relation of an input; raises Faults: U106 it cannot be read, B101 it has no form that is read, B102 it is damaged.

    name: under which the engine keeps what it has to copy.
    """
    path = path_of(given)
    if not path.is_file():
        raise Faults([Diagnostic("U106", given, "没有这个文件", hint="核对文件名和所在的文件夹")])
    suffix = path.suffix.lower()
    try:
        if suffix in PARQUETS:
            source, header = f"read_parquet({_text(path)}, file_row_number = true)", False
        elif suffix in DATABASES:
            source, header = _of_database(engine, given, path, scratch, name), False
        elif suffix in (".csv", ".tsv", ".txt"):
            source, header = _of_csv(engine, path, scratch, name), True
        else:
            raise Faults([Diagnostic("B101", given, "不是成批研判能读的文件", ALLOWED)])
        columns = tuple((str(r[0]), str(r[1])) for r in engine.rows(f"describe select * from {source}"))
    except EngineFault:
        # The words of the engine are English, and name what staff cannot mend.
        what = "不是完整的 Parquet 文件" if suffix in PARQUETS else "不是完整的 CSV 文件"
        what = "不是 DuckDB 数据库,或者里面没有这张表" if suffix in DATABASES else what
        hint = "重新取得或另存这个文件;传输中断的,重新传送"
        raise Faults([Diagnostic("B102", given, f"文件读不出来:{what}", ALLOWED, hint)]) from None
    except OSError as error:
        raise Faults([Diagnostic("U106", given, f"文件不能读取:{reason(error)}")]) from None
    return Relation(given, source, tuple(c for c in columns if c[0] != "file_row_number"), header)


def _of_database(engine: Engine, given: str, path: Path, scratch: Path, name: str) -> str:
    table = given.rpartition("#")[2]
    if "#" not in given or not table:
        raise Faults([Diagnostic("B101", given, "没有写明是哪一张表", "文件.duckdb#表名")])
    engine.run(f"attach {_text(path)} as {name} (read_only)")
    try:
        tables = [
            str(r[0]) for r in engine.rows("select table_name from duckdb_tables() where database_name = ?", [name])
        ]
        if table not in tables:
            raise Faults([Diagnostic("B101", given, f"没有「{table}」这张表", "、".join(tables) or "库里没有表")])
        return _copied(engine, f"{name}.{_name(table)}", scratch, name)
    finally:
        engine.run(f"detach {name}")


def _copied(engine: Engine, source: str, scratch: Path, name: str) -> str:
    """The relation of a copy, whose rows have numbers."""
    copy = scratch / f"{name}.parquet"
    engine.run(f"copy (select * from {source}) to {_text(copy)} (format parquet)")
    return f"read_parquet({_text(copy)}, file_row_number = true)"


def _of_csv(engine: Engine, path: Path, scratch: Path, name: str) -> str:
    plain, head = scratch / f"{name}.csv", ""
    with path.open("rb") as raw, plain.open("w", encoding="utf-8", newline="") as out:
        try:
            for piece in pieces_of_text(raw, _PIECE):
                head = head or piece[:_PIECE]
                out.write(piece)
        except NotText:
            raise Faults([Diagnostic("S101", str(path), "文件不是文本表格", "UTF-8 或 GB18030 的 CSV")]) from None
    first = head.lstrip("\ufeff").split("\n", 1)[0]
    mark = max(",;\t", key=first.count)
    headers = next(csv.reader(io.StringIO(head.lstrip("\ufeff"), newline=""), delimiter=mark), [])
    if len(headers) < 2:
        raise Faults([Diagnostic("S110", str(path), "第一行不是表头", "表头用 tiaoli template 写出的名称")])
    names = [h.strip() or f"第{i + 1}列" for i, h in enumerate(headers)]
    twice = sorted({n for n in names if names.count(n) > 1})
    if twice:
        raise Faults([Diagnostic("S112", str(path), f"有几列都叫「{twice[0]}」", hint="只留一列")])
    columns = ", ".join(f"{_text(n)}: 'VARCHAR'" for n in names)
    read = (
        f"read_csv({_text(plain)}, delim = {_text(mark)}, quote = '\"', escape = '\"', header = true, auto_detect = false, "
        f"columns = {{{columns}}})"
    )
    nothing = ", ".join(f"nullif({_name(n)}, '') as {_name(n)}" for n in names)
    return _copied(engine, f"(select {nothing} from {read})", scratch, name)


def cells(engine: Engine, of: Relation, where: str = "", columns: Sequence[str] = ()) -> Iterator[list[Cell]]:
    """The rows of a relation as cells, as a workbook has them."""
    names = ", ".join(map(_name, columns or [c for c, _ in of.columns]))
    for row in engine.rows(f"select {names} from {of.source} a {where}"):
        yield [cell(value) for value in row]


def cell(value: object) -> Cell:
    """A value as the cell of a workbook; of a double the shortest decimal that it is nearest to."""
    if value is None or isinstance(value, bool | int | Decimal | date | datetime):
        return value
    if isinstance(value, float):
        if not isfinite(value):
            return str(value)
        exact = Decimal(repr(value))
        return int(exact) if exact == exact.to_integral_value() and abs(exact) < 10**15 else exact
    if isinstance(value, list | tuple):
        return "、".join(str(v) for v in value)
    return str(value)


def book(engine: Engine, of: Relation, sheet: str) -> Workbook:
    """A whole table as a workbook of one sheet."""
    headers: list[Cell] = [name for name, _ in of.columns]
    return Workbook(of.name, "parquet", [Grid(sheet, [headers, *cells(engine, of)])])


def workbook(engine: Engine, given: str, scratch: Path, sheet: str, name: str) -> Workbook:
    """Any input as a workbook."""
    if is_workbook(given):
        return read_workbook(given)
    return book(engine, relation(engine, given, scratch, name), sheet)


def _text(value: str | os.PathLike[str]) -> str:
    return "'" + os.fspath(value).replace("'", "''") + "'"


def _name(value: str) -> str:
    return '"' + value.replace('"', '""') + '"'
