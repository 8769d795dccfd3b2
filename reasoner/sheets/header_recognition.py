"""Where in a workbook the tables are: which sheet is which, the header under its title rows, the rows that hold data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Final
from unicodedata import normalize

from policy_dsl.diagnostics import Diagnostic
from reasoner.sheets.columns import APPLICATIONS, ASPECTS, DETERMINATIONS, INDICATORS, KINDS, Column, Names
from reasoner.sheets.workbook import Grid, Workbook, cell_name

OURS: Final = ("研判结果", "竞争分组", "错误清单", "说明", "填写说明", "选项")
"""Sheets that this program writes, and those that explain a form; they hold no applications."""

_COPY: Final = re.compile(r"(.*?)\s*(?:\(\d+\)|(?:的)?副本)?")
_OURS_BY_CELLS: Final = (
    {"怎样填写"}, {"研判结论", "事实校验码"}, {"组号", "确定程度"}, {"位置", "问题", "可以写", "建议", "代码"},
    {"位置", "问题", "允许", "建议", "代码"},
)  # fmt: skip
"""Cells of one row that stand in our sheets alone, whatever somebody called these; the last are of older ones."""
_OURS_ROWS: Final = 3
_NO_TABLE: Final = re.compile(r"说明|须知|指南|示例|样例|样表|范例|例表")
"""In the name of a sheet: it explains how to fill in a form, and what it shows is an example."""
_HEADER_ROWS: Final = 30
_NEEDED: Final = {APPLICATIONS: ("编号", "事项"), INDICATORS: ("地区",), DETERMINATIONS: ("事项", "对象", "结论")}
_TOTAL: Final = re.compile(r"(?:本[页表])?(?:合计|小计|总计|共计|累计)[::]?.{0,12}")
_FOOT: Final = re.compile(r"(?:备?注|说明|填表|制表|审核|复核|负责人|填报|联系|单位负责|经办|打印|第?\d+页)")

Saved = Mapping[str, Mapping[str, str | None]]


@dataclass
class Table:
    """A table found in a sheet: its kind, the row of its header, its columns, and its rows of data."""

    kind: str
    grid: Grid
    header: int
    columns: list[Column]
    rows: list[int] = field(default_factory=list)
    skipped: list[tuple[int, str]] = field(default_factory=list)
    unequal: dict[int, list[tuple[Column, Column]]] = field(default_factory=dict)
    """By row of data the columns that are read with others of the same name that say something else there."""

    @cached_property
    def used(self) -> list[Column]:
        """The columns that are read; of several of one name the first that holds anything."""
        chosen: dict[str, Column] = {}
        for column in (c for c in self.columns if c.label and c.how != "near"):
            first = chosen.setdefault(column.label, column)
            if not _filled(self, first) and _filled(self, column):
                chosen[column.label] = column
        return sorted(chosen.values(), key=lambda c: c.index)

    @cached_property
    def saved(self) -> list[Column]:
        """The columns of which a person said what they are."""
        return [c for c in self.used if c.how == "saved"]

    @cached_property
    def repeated(self) -> list[tuple[Column, Column]]:
        """The columns that are read, each with another of the same name that holds something as well."""
        used = {c.label: c for c in self.used}
        others = (c for c in self.columns if c.label in used and c.how != "near" and c is not used[c.label])
        return [(used[c.label], c) for c in others if _filled(self, c)]


@dataclass
class SheetTables:
    """The tables of a workbook, what is wrong with their layout, and what was left out."""

    tables: list[Table] = field(default_factory=list)
    faults: list[Diagnostic] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def find_tables(
    book: Workbook, names: Names, saved: Saved, *, day_given: bool = False, lists_only: bool = False
) -> SheetTables:
    """The tables of a workbook. lists_only: look for 指标 and 认定 alone (the ledger of a bureau)."""
    tables = SheetTables()
    for grid in book.grids:
        if _ours(grid) or not any(c is not None for row in grid.rows for c in row):
            continue
        if grid.hidden:
            tables.notes.append(f"隐藏的工作表「{grid.name}」没有读")
            continue
        if len(book.grids) > 1 and _NO_TABLE.search(grid.name) and not _named(grid.name):
            tables.notes.append(f"工作表「{grid.name}」是填写说明或者示例,没有读;是申请的,改掉表名里的这几个字")
            continue
        table = _table(grid, names, saved, book.form == "csv", KINDS[1:] if lists_only else KINDS)
        if table is None:
            kind = _named(grid.name)
            if kind or len(book.grids) == 1:
                tables.faults.append(_no_header(book.name, grid, kind, names))
            else:
                tables.notes.append(f"工作表「{grid.name}」里没有找到申请、指标或认定的表头,没有读")
            continue
        tables.tables.append(table)
        _gather_rows(table)
        tables.faults += _column_faults(book.name, table, day_given)
        tables.notes += _left_out(table)
    kinds = {t.kind for t in tables.tables}
    if not tables.faults and (not kinds if lists_only else APPLICATIONS not in kinds):
        expected = "指标或认定" if lists_only else APPLICATIONS
        allowed = "表头用 tiaoli template 写出的名称"
        tables.faults.append(Diagnostic("S110", book.name, f"没有找到{expected}的表", allowed))
    return tables


def _ours(grid: Grid) -> bool:
    """Whether a sheet is one that this program writes, also under another name."""
    name = _COPY.fullmatch(normalize("NFKC", grid.name).strip())
    if name is not None and name[1] in OURS:
        return True
    return any(
        cells <= {*_texts(grid, row)} for row in range(min(_OURS_ROWS, len(grid.rows))) for cells in _OURS_BY_CELLS
    )


def _named(sheet: str) -> str:
    return next((k for k in (DETERMINATIONS, INDICATORS, APPLICATIONS) if k in sheet), "")


def _texts(grid: Grid, row: int) -> list[str]:
    width = max(len(grid.rows[row]), max((c + 1 for r, c in grid.merged if r == row), default=0))
    values = (grid.value(row, c) for c in range(width))
    return [v if isinstance(v, str) and len(v) <= 200 else "" for v in values]


def _table(grid: Grid, names: Names, saved: Saved, alone: bool, kinds: tuple[str, ...]) -> Table | None:
    """The table of a sheet: the row with most known headers, judged by the kind that the sheet's name tells, else by all."""
    kind_named = "" if alone else _named(grid.name)
    best: tuple[int, str, int] | None = None
    for row in range(min(len(grid.rows), _HEADER_ROWS)):
        headers = _texts(grid, row)
        if sum(bool(h) for h in headers) < 2:
            continue
        for kind in (kind_named,) if kind_named in kinds else kinds:
            plain_saved = {h for h in saved.get(kind, {}) if saved[kind][h]}
            score = names.score(kind, headers) + sum(" ".join(h.split()) in plain_saved for h in headers)
            least = 2 if kind == kind_named else 3
            if score >= least and (best is None or score > best[0]):
                best = (score, kind, row)
    if best is None:
        return None
    _, kind, row = best
    headers = _texts(grid, row)
    columns = [names.column(kind, i, h, saved.get(kind, {})) for i, h in enumerate(headers) if h.strip()]
    # A merged header over several columns names the first of them.
    columns = [c for c in columns if grid.merged.get((row, c.index), (row, c.index))[1] == c.index]
    # What another column is already is no proposal.
    taken = {c.label for c in columns if c.label}
    columns = [_open(c, taken) if c.how == "near" else c for c in columns]
    return Table(kind, grid, row, columns)


def _open(column: Column, taken: set[str]) -> Column:
    left = tuple(p for p in column.proposals if p not in taken)
    return replace(column, proposals=left, how="near" if left else "none")


def _no_header(name: str, grid: Grid, kind: str, names: Names) -> Diagnostic:
    kinds = [kind] if kind else list(KINDS)
    allowed = ";".join(f"{k}:{'、'.join(names.labels(k)[:6])}…" for k in kinds)
    hint = "表头照 tiaoli template 写出的表;表头不同的,用 --mapping 看怎样对应"
    message = f"前{_HEADER_ROWS}行里没有找到{kind or '申请、指标或认定'}的表头"
    return Diagnostic("S110", f"{name}: {grid.name}", message, allowed, hint)


def _column_faults(name: str, table: Table, day_given: bool) -> Iterator[Diagnostic]:
    sheet, row = table.grid.name, table.header
    for column in table.columns:
        if column.how == "near" and _filled(table, column):
            where = f"{name}: {cell_name(sheet, row, column.index)}"
            hint = f"确认或改正:tiaoli check {name} --mapping,再用 --mapping 文件"
            message = (
                f"表头「{column.header}」不在约定之内,可能是「{'」或「'.join(column.proposals)}」,没有确认以前不读"
            )
            yield Diagnostic("S111", where, message, "、".join(column.proposals), hint)
    for first, column in table.repeated:
        unequal = [r for r in table.rows if not _equal(table, r, first, column)]
        if len(unequal) < sum(_fills(table, r, first, column) for r in table.rows):
            for r in unequal:
                table.unequal.setdefault(r, []).append((first, column))
            continue
        where = f"{name}: {cell_name(sheet, row, column.index)}"
        message = f"「{column.header}」与 {cell_name(sheet, row, first.index)}「{first.header}」都是「{column.label}」"
        yield Diagnostic("S112", where, message, hint="只留一列,或用 --mapping 写明哪一列不用(null)")
    labels = {c.label for c in table.columns if c.label} | {p for c in table.columns for p in c.proposals[:1]}
    needed = list(_NEEDED[table.kind])
    if table.kind == APPLICATIONS and not day_given:
        needed.append("日期")
    if table.kind == INDICATORS and not wide(table):
        needed += ["名称", "数值"]
    lacking = [n for n in needed if n not in labels]
    if lacking:
        hint = "日期也可用 --as-of 指定" if lacking == ["日期"] else "补上这一列,或用 --mapping 对应"
        yield Diagnostic(
            "S113", f"{name}: {sheet}!第{row + 1}行", f"{table.kind}表缺少列「{'」「'.join(lacking)}」", hint=hint
        )


def wide(table: Table) -> bool:
    """Whether the table has a column for each indicator instead of 名称 and 数值."""
    labels = {c.label for c in table.used if not c.aspect}
    return table.kind == INDICATORS and "名称" not in labels and bool(labels - {"地区", *ASPECTS})


def _filled(table: Table, column: Column) -> bool:
    return any(table.grid.value(r, column.index) is not None for r in range(table.header + 1, len(table.grid.rows)))


def _fills(table: Table, row: int, *columns: Column) -> bool:
    return any(table.grid.value(row, c.index) is not None for c in columns)


def _equal(table: Table, row: int, one: Column, other: Column) -> bool:
    """Whether two columns say the same in a row."""
    first, second = (table.grid.value(row, c.index) for c in (one, other))
    if first is None or second is None:
        return first is second
    return one.unit == other.unit and " ".join(str(first).split()) == " ".join(str(second).split())


def _gather_rows(table: Table) -> None:
    """The rows of data: not empty, no total, no line for signatures, not the header printed again."""
    columns = [c.index for c in table.used]
    headers = [c.header for c in table.used]
    for row in range(table.header + 1, len(table.grid.rows)):
        cells = table.grid.rows[row]
        filled_cells = [c for c in cells if c is not None]
        if not filled_cells:
            continue
        own = [table.grid.value(row, i) for i in columns]
        filled = [v for v in own if v is not None]
        first = str(filled_cells[0]).strip()
        joined = "".join(first.split())
        if not filled:
            table.skipped.append((row, f"「{first[:20]}」不在表内"))
        elif _TOTAL.fullmatch(joined):
            table.skipped.append((row, f"「{joined[:12]}」行"))
        elif (
            isinstance(filled_cells[0], str)
            and _FOOT.match(joined)
            and len(set(map(str, filled))) <= max(2, len(columns) // 4)
        ):
            table.skipped.append((row, f"「{first[:20]}」"))
        elif [" ".join(str(v).split()) for v in own] == headers:
            table.skipped.append((row, "重复的表头"))
        elif all(isinstance(v, int) and not isinstance(v, date) for v in filled) and filled == list(
            range(1, len(own) + 1)
        ):
            table.skipped.append((row, "列号"))
        else:
            table.rows.append(row)


def _left_out(table: Table) -> Iterator[str]:
    sheet = table.grid.name
    if table.skipped:
        listed = "、".join(f"第{row + 1}行{what}" for row, what in table.skipped[:8])
        more = f" 等{len(table.skipped)}行" if len(table.skipped) > 8 else ""
        yield f"工作表「{sheet}」:没有作为数据读的行:{listed}{more}"
    unused = [c.header for c in table.columns if c.how == "none" and not c.proposals and _filled(table, c)]
    if unused:
        yield f"工作表「{sheet}」:没有采用的列:{'、'.join(unused[:20])}"
    of_places = [c.header for c in table.columns if c.how == "none" and c.proposals and _filled(table, c)]
    if of_places:
        headers = "、".join(of_places[:20])
        yield (
            f"工作表「{sheet}」:「{headers}」与地区的指标同名,没有读(也可能是机构自己的数);是所在地区的,写入指标表,"
            "或在对应文件里写明是哪一项指标"
        )
    nameless = _nameless(table)
    if nameless:
        yield f"工作表「{sheet}」:没有表头、没有采用的列:{'、'.join(nameless)}"


def _nameless(table: Table) -> list[str]:
    """Columns that hold data under no header."""
    named = {c.index for c in table.columns} | {i for (r, i), _ in table.grid.merged.items() if r == table.header}
    filled = {i for r in table.rows for i, v in enumerate(table.grid.rows[r]) if v is not None and i not in named}
    return [cell_name(table.grid.name, table.header, i).partition("!")[2] for i in sorted(filled)[:10]]
