"""Which faults stop a whole table: every code of what is read, made in a table of three rows of which one is bad.

CONTRACT §1: "Of a table (xlsx, xls, csv) the good rows are judged and written, the bad ones marked and listed". A code is of
a row (`ROWS`), of the whole table for a stated reason (`WHOLE`), or of no row of a table (`ELSEWHERE`).
"""

from __future__ import annotations

import io
import json
import os
import re
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple

import openpyxl
import pytest
import xlwt

from policy_dsl.error_codes.applications import FACT_CODES
from policy_dsl.error_codes.sheets import SHEET_CODES
from tests.robustness.file_kinds import command

HEADERS: Final = ["编号", "事项", "日期", "机构名称", "类型", "所在地", "床位类别", "床位数"]
HOSPITAL: Final = ["新增购买住院床位", "2024-05-01", "示例医院", "综合医院"]
FIGURES: Final = ["地区", "名称", "数值", "时点"]
DETERMINED: Final = ["事项", "对象", "结论", "日期", "机关", "自", "至"]
ROWS_: Final[list[list[Any]]] = [
    ["城阳", *HOSPITAL, "城阳区", "综合", 100],
    ["崂山", *HOSPITAL, "崂山区", "综合", 100],
    ["护理", "新增居家照护定点", "2024-05-01", "某护理站", "护理站", "即墨区", None, None],
]
RATE: Final = ["城阳区", "床位使用率", "74%", "2024-03-31"]
CARE: Final = ["照护资源相对充足", "即墨区", "是", "2024-02-01"]


class Case(NamedTuple):
    """A table with one bad row."""

    sheets: Mapping[str, list[list[Any]]]
    """Its sheets."""
    judged: tuple[str, ...] = ("崂山", "护理")
    """The applications that are judged nevertheless."""
    shape: Callable[[Any], None] | None = None
    """What is done to the workbook besides."""
    form: str = "xlsx"
    """The form of the file."""


def row(**changed: object) -> Case:
    """The first row changed; by header."""
    return rows({0: changed})


def rows(changed: Mapping[int, Mapping[str, object]]) -> Case:
    """Rows changed, by index and header; a header that is not there yet is added."""
    headers = [*HEADERS, *dict.fromkeys(h for c in changed.values() for h in c if h not in HEADERS)]
    filled = [dict(zip(HEADERS, r, strict=True)) | changed.get(i, {}) for i, r in enumerate(ROWS_)]
    return Case({"申请": [headers, *([r.get(h) for h in headers] for r in filled)]})


def figure(*cells: object, headers: list[str] = FIGURES, judged: tuple[str, ...] = ("崂山", "护理")) -> Case:
    """A sheet 指标 with one row."""
    return Case({"申请": [HEADERS, *ROWS_], "指标": [headers, list(cells)]}, judged)


def determined(*cells: object, judged: tuple[str, ...] = ("城阳", "崂山"), headers: list[str] = DETERMINED) -> Case:
    """A sheet 认定 with one row."""
    return Case({"申请": [HEADERS, *ROWS_], "认定": [headers, [*cells, *[None] * (len(headers) - len(cells))]]}, judged)


FORCE: Final = ("文件效力", "青医保字〔2023〕1号", "是", "2024-01-01", "青岛市医疗保障局")

ROWS: Final[Mapping[str, tuple[Case, ...]]] = {
    "F102": (Case({"申请": [HEADERS, *ROWS_], "指标": [FIGURES, *(["城阳区", "床位使用率", "74%", f"{1950 + n // 12}-{n % 12 + 1:02d}"] for n in range(401))]}),),
    "F110": (row(床位类别="综​合"), figure("城阳区", "床位使​用率", "74%", "2024")),
    "F114": (row(编号=None), row(事项=None), figure(None, "床位使用率", "74%", "2024", judged=("护理",)),
        figure("城阳区", None, "74%", "2024"), figure("城阳区", "床位使用率", None, "2024"), determined("照护资源相对充足", None, "是")),
    "F115": (row(事项="新增飞机"),),
    "F116": (figure("城阳区", "床位实用律", "74%", "2024"), figure("城阳区", "床位数", 100, "2024"), determined("资源很足", "即墨区", "是")),
    "F117": (row(床位类别="豪华"),),
    "F118": (row(所在地="城阳去"), figure("城阳去", "床位使用率", "74%", "2024", judged=("护理",)), determined("照护资源相对充足", "即墨去", "是")),
    "F119": (Case({"申请": [[*HEADERS, "镇街"], *([*r, "中心街道"] for r in ROWS_)], "认定": [DETERMINED[:3], ["服务盲点区域", "中心街道", "是"]]}, ("城阳", "崂山")),),
    "F120": (row(所在地="山东省"),),
    "F121": (row(类型="零售药店"),),
    "F122": (row(床位数="很多"), figure("城阳区", "床位使用率", "很低", "2024")),
    "F123": (row(床位数="一百"), figure("城阳区", "床位使用率", "七成", "2024")),
    "F124": (row(床位数="100家"),),
    "F125": (figure("城阳区", "床位使用率", 74, "2024"),),
    "F126": (row(床位数="1.5"),),
    "F127": (row(连锁="也许"), determined("照护资源相对充足", "即墨区", "也许")),
    "F128": (row(日期="2024-02-30"), figure("城阳区", "床位使用率", "74%", "2024-13")),
    "F129": (row(地址="长" * 2001),),
    "F130": (row(重点建设项目="无、省级"),),
    "F131": (Case({"申请": [HEADERS, *ROWS_], "指标": [FIGURES, RATE, RATE]}),),
    "F132": (Case(rows({0: {"编号": "崂山"}}).sheets, ("护理",)),),
    "F133": (determined("服务盲点区域", "某街道", "是", judged=("城阳", "崂山", "护理")), determined("资质合规", "某公司", "是", judged=("城阳", "崂山", "护理"))),
    "F134": (row(经度=36.1, 纬度=120.4, 坐标系="WGS84"),),
    "F136": (rows({0: {"等级·来源": "执业许可"}}), figure("城阳区", None, "报表", headers=["地区", "床位使用率", "床位使用率·来源"]),
        figure("城阳区", None, "报表", "4%", headers=["地区", "床位使用率", "床位使用率·来源", "医疗费用增长率"])),
    "F137": (row(来源类型="听说"),),
    "F139": (figure(*RATE, "张三", headers=[*FIGURES, "确认人"]),),
    "F150": (determined(*CARE, None, "2023-01-01"),),
    "F151": (determined(*FORCE, "2027-12-31", "2023-01-01"),),
    "F152": (Case({"申请": [HEADERS, *ROWS_], "认定": [DETERMINED[:4], CARE, [*CARE[:2], "否", CARE[3]]]}, ("城阳", "崂山")),),
    "F153": (determined("规划延续执行", "青医保发〔2023〕18号", "是", judged=("城阳", "崂山", "护理")),),
    "F154": (determined("规划延续执行", "某规划", "是", judged=("城阳", "崂山", "护理")),),
    "F155": (determined(*CARE, "某某委员会"),),
    "F156": (determined(*CARE, "某某有限公司"),),
    "F157": (row(类型="医院"),),
    "F158": (row(类型="二级综合医院"),),
    "F160": (Case({"申请": [[*HEADERS, "已定点"], [*ROWS_[0], None], [*ROWS_[1], None], [*ROWS_[2], "居家照护"]]}, ("城阳", "崂山")),),
    "F161": (row(类型="康复医院"),),
    "F162": (Case({"申请": [[*HEADERS, "已定点", "所在镇街院护机构数"], [*ROWS_[0], None, None], [*ROWS_[1], None, None],
        ["院护", "新增购买院护床位", "2024-05-01", "某院", "养老机构", "即墨区", None, 50, "院护", 0]]}, ("城阳", "崂山")),),
    "S112": (Case({"申请": [[*HEADERS, "申请床位数"], [*ROWS_[0], 200], [*ROWS_[1], 100], [*ROWS_[2], None]]}),
        Case({"申请": [HEADERS, *ROWS_], "指标": [[*FIGURES, "统计期"], [*RATE, "2023-03-31"], ["崂山区", *RATE[1:], RATE[3]]]})),
    "S120": (row(床位数="#DIV/0!"), figure("城阳区", "床位使用率", "#DIV/0!", "2024")),
    "S121": (figure("城阳区", 0.74, headers=["地区", "床位使用率(%)"])._replace(form="xls"),),
    "S122": (row(床位数=date(2024, 5, 1)),),
    "S123": (row(统一社会信用代码=12345678901234567),),
    "S124": (row(床位数="=50+50"), figure("城阳区", "床位使用率", "=1/2", "2024")),
    "S125": (Case(row().sheets, ("城阳", "护理"), lambda book: book["申请"].merge_cells("H2:H3")),),
    "S126": (determined(*CARE, "无此号", headers=[*DETERMINED[:4], "申请编号"]), figure(*RATE, "无此号", headers=[*FIGURES, "申请编号"], judged=("崂山", "护理"))),
    "S127": (figure("城阳区", "床位使用率", "七成", "2024"),),
}  # fmt: skip
"""Codes of one row, or of one figure that some rows read, each with tables."""


def lines(sheets: Mapping[str, list[list[Any]]], last: bytes) -> bytes:
    """A csv of the first sheet and a line of bytes."""
    first = next(iter(sheets.values()))
    text = "\n".join(",".join("" if c is None else str(c) for c in line) for line in first)
    return text.encode() + b"\n" + last


PLAIN: Final[Mapping[str, list[list[Any]]]] = {"申请": [HEADERS, *ROWS_]}
MANY: Final[list[list[Any]]] = [[f"多{n}", *HOSPITAL, "城阳区", "豪华", 100] for n in range(1001)]

WHOLE: Final[Mapping[str, tuple[str, Callable[[], bytes], str]]] = {
    "F101": ("没有文件可读", lambda: b"", "没有.xlsx"),
    "F103": ("文字的编码不明,哪一格都不能确信读得对", lambda: lines(PLAIN, b"\xff\xfe\xfd,\xff"), "申请.csv"),
    "F111": ("一份申请也没有", lambda: book_of({"申请": [HEADERS]}), "申请.xlsx"),
    "F135": ("错误达到1000处,其后没有再读,好不好不知道", lambda: book_of({"申请": [HEADERS, *ROWS_, *MANY]}), "申请.xlsx"),
    "S101": ("文件损坏,或者不是表格", lambda: book_of(PLAIN)[:900], "申请.xlsx"),
    "S102": ("文件过大,没有读", lambda: book_of(PLAIN, lambda b: b["申请"].cell(1_000_000, 16_000, 1)), "申请.xlsx"),
    "S103": ("文件有密码,读不出内容", lambda: locked(book_of(PLAIN)), "申请.xlsx"),
    "S104": ("文件里有文档类型定义,没有读", lambda: with_a_dtd(book_of(PLAIN)), "申请.xlsx"),
    "S105": ("行数过多,没有读", lambda: lines({"申请": [HEADERS, *ROWS_ * 17_000]}, b""), "申请.csv"),
    "S110": ("没有表头,不知道各列是什么", lambda: book_of({"申请": ROWS_}), "申请.xlsx"),
    "S111": ("表头没有确认,这一列每一行都没有读", lambda: book_of({"申请": [[*HEADERS, "重点项目"], *([*r, "无"] for r in ROWS_)]}), "申请.xlsx"),
    "S112": ("两列没有一行相同,是两样东西,每一行都不知道以哪一列为准", lambda: book_of({"申请": [[*HEADERS, "申请床位数"], *([*r, 7] for r in ROWS_)]}), "申请.xlsx"),
    "S113": ("缺一列,每一行都缺", lambda: book_of({"申请": [HEADERS[1:], *(r[1:] for r in ROWS_)]}), "申请.xlsx"),
}  # fmt: skip
"""The codes that stop a whole table, each with the reason and a file: nothing else may."""

ELSEWHERE: Final[Mapping[str, str]] = {
    **dict.fromkeys(
        ("F104", "F105", "F106", "F107", "F108", "F112", "F113", "F138"), "只在 JSON、YAML 里:表格的格没有键,没有嵌套"
    ),
    "F109": "只在 JSON、YAML 里:表格里的数由表格程序存下",
    "F140": "研判结果是 JSON;结果工作簿的表不当作申请",
    "S114": "对应文件的错,不是表的错",
    "S130": "台账的错:tests/cli/test_bad_ledger_rows.py",
    "S131": "与台账不一致的行:tests/cli/test_bad_ledger_rows.py",
    **dict.fromkeys(("S140", "S141", "S142"), "写出的文件的错"),
}
"""The codes that no table of applications has, and why."""


def book_of(sheets: Mapping[str, list[list[Any]]], shape: Callable[[Any], Any] | None = None) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, content in sheets.items():
        sheet = book.create_sheet(title)
        for line in content:
            sheet.append(line)
    if shape is not None:
        shape(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def old_book_of(sheets: Mapping[str, list[list[Any]]]) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    for title, content in sheets.items():
        sheet = book.add_sheet(title)
        for r, line in enumerate(content):
            for c, value in enumerate(line):
                sheet.write(r, c, value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def repacked(raw: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            after.writestr(name, change(name, before.read(name)))
    return out.getvalue()


def with_a_dtd(raw: bytes) -> bytes:
    dtd = b"<!DOCTYPE workbook [<!ENTITY a 'b'>]><workbook "
    return repacked(raw, lambda name, part: part.replace(b"<workbook ", dtd, 1) if name == "xl/workbook.xml" else part)


def locked(raw: bytes) -> bytes:
    """The flag of a locked archive set on every part."""
    raw = bytearray(raw)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = raw.find(mark)
        while start >= 0:
            raw[start + at] |= 1
            start = raw.find(mark, start + 4)
    return bytes(raw)


def checked(folder: Path, name: str, raw: bytes) -> tuple[int, list[str], list[dict[str, str]]]:
    """Exit status, the applications that are judged, and the errors."""
    os.chdir(folder)
    if raw:
        (folder / name).write_bytes(raw)
    status, out, _ = command("check", name, "--json")
    answer = json.loads(out)
    verdicts = answer if isinstance(answer, list) else answer.get("verdicts", [])
    return status, [v["application"] for v in verdicts], [] if isinstance(answer, list) else answer["errors"]


def test_every_code_of_what_is_read_is_placed() -> None:
    codes = {*FACT_CODES, *SHEET_CODES}
    assert {*ROWS, *WHOLE, *ELSEWHERE} == codes
    assert not {*ELSEWHERE} & ({*ROWS} | {*WHOLE})
    assert {*ROWS} & {*WHOLE} == {
        "S112"
    }  # of the header where the columns agree in no row, else of the rows where they differ
    assert all(ROWS.values())


def test_the_table_without_a_bad_row_is_judged(tmp_path: Path) -> None:
    assert checked(tmp_path, "申请.xlsx", book_of(PLAIN)) == (0, ["城阳", "崂山", "护理"], [])


@pytest.mark.parametrize(("code", "case"), [(c, case) for c, cases in ROWS.items() for case in cases])
def test_the_fault_of_a_row_leaves_the_others_judged(code: str, case: Case, tmp_path: Path) -> None:
    raw = old_book_of(case.sheets) if case.form == "xls" else book_of(case.sheets, case.shape)
    status, judged, errors = checked(tmp_path, f"申请.{case.form}", raw)
    assert (status, judged) == (2, [*case.judged])
    assert code in {e["code"] for e in errors}


@pytest.mark.parametrize("code", WHOLE)
def test_only_what_is_of_the_whole_table_stops_it(code: str, tmp_path: Path) -> None:
    _, made, name = WHOLE[code]
    status, judged, errors = checked(tmp_path, name, made())
    assert (status, judged) == (2, [])
    assert code in {e["code"] for e in errors}


def test_the_guide_lists_what_stops_a_whole_table() -> None:
    guide = (Path(__file__).parents[2] / "docs/user-guide.md").read_text(encoding="utf-8")
    listed = dict(re.findall(r"^\| ([FS][0-9]{3}) \| (.+) \|$", guide, re.MULTILINE))
    assert listed == {code: reason for code, (reason, _, _) in WHOLE.items()}
