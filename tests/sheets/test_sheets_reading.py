"""The same application gives the same verdict bytes in every form; what cannot be read is named by its cell."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import workbooks_made as made
import xlwt

from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.driver import judging, workbooks
from reasoner.driver.batch_input import BatchOptions
from reasoner.model.application import GivenFact
from reasoner.model.verdict import Verdict
from reasoner.sheets.workbook import workbook_of

Verdicts = Callable[..., list[Verdict]]
Found = Callable[..., list[Diagnostic]]


def as_json(tmp_path: Path, data: Any = made.SHARED) -> bytes:
    path = tmp_path / "同一申请.json"
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return made.as_json(judging.check(path)[0])


def old_book() -> bytes:
    import io

    book = xlwt.Workbook(encoding="utf-8")
    for name, rows in (
        ("申请", [made.HEADERS, made.ROW]),
        ("指标", [made.LIST, *([i.get(k) for k in made.LIST] for i in made.INDICATORS)]),
    ):
        sheet = book.add_sheet(name)
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                if value is not None:
                    sheet.write(r, c, value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("book", [made.plain_book, made.titled, made.wide])
def test_every_layout_gives_the_same_bytes(
    book: Callable[[], openpyxl.Workbook], verdicts: Verdicts, tmp_path: Path
) -> None:
    assert made.as_json(verdicts(book())) == as_json(tmp_path)


def test_the_old_format_gives_the_same_bytes(verdicts: Verdicts, tmp_path: Path) -> None:
    assert made.as_json(verdicts(old_book(), "表.xls")) == as_json(tmp_path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_csv_gives_the_same_bytes(encoding: str, mark: str, verdicts: Verdicts, tmp_path: Path) -> None:
    text = made.csv_text([made.HEADERS, made.ROW]).replace(",", mark)
    assert made.as_json(verdicts(text.encode(encoding), "表.csv")) == as_json(tmp_path, made.APPLICATION)


def test_faults_are_named_by_cell_all_at_once(faults: Found) -> None:
    book = made.plain_book()
    sheet = book["申请"]
    sheet["B2"], sheet["I2"], sheet["G2"] = "迁址", "一百", "城羊区"
    sheet.append(["QD-001", *made.ROW[1:]])
    book["指标"]["C2"] = 740
    found = faults(book)
    assert {(f.code, f.where.rpartition(": ")[2]) for f in found} == {
        ("F115", "申请!B2"), ("F123", "申请!I2"), ("F118", "申请!G2"), ("F132", "申请!A3"), ("F125", "指标!C2"),
    }  # fmt: skip
    assert any("申请!A2" in f.message for f in found if f.code == "F132")


def test_a_missing_value_names_its_row(faults: Found) -> None:
    book = made.plain_book()
    book["申请"]["A2"] = None
    assert [(f.code, f.where.rpartition(": ")[2]) for f in faults(book)] == [("F114", "申请!A2")]


def test_a_near_header_is_proposed_and_not_used(faults: Found, tmp_path: Path) -> None:
    book = made.plain_book()
    book["申请"]["J1"] = "重点项目"
    (fault,) = faults(book)
    assert fault.code == "S111"
    assert fault.where.endswith("申请!J1")
    assert "重点建设项目" in fault.message
    path = tmp_path / "表.xlsx"
    told = "".join(workbooks.propose([path]))
    assert "重点项目 → 重点建设项目" in told
    saved = path.with_name("表.列对应.json")
    assert json.loads(saved.read_text(encoding="utf-8"))["申请"]["重点项目"] == "重点建设项目"
    verdicts, _, _ = workbooks.check([path], BatchOptions(saved_mapping=saved))
    assert made.as_json(list(verdicts)) == as_json(tmp_path)


def test_a_mapping_to_unknown_names_is_refused(tmp_path: Path) -> None:
    path = made.write(tmp_path / "表.xlsx", made.plain_book())
    saved = tmp_path / "对应.json"
    saved.write_text('{"申请": {"x": "床位"}, "别的": {}}', encoding="utf-8")
    with pytest.raises(Faults) as error:
        workbooks.check([path], BatchOptions(saved_mapping=saved))
    assert [f.code for f in error.value.diagnostics] == ["S114", "S114"]


def test_columns_not_used_are_told(tmp_path: Path) -> None:
    book = made.plain_book()
    book["申请"]["K1"], book["申请"]["K2"], book["申请"]["L2"] = "备注", "无", "游离"
    path = made.write(tmp_path / "表.xlsx", book)
    _, _, batch = workbooks.check([path])
    assert any("没有采用的列:备注" in n for n in batch.notes)
    assert any("没有表头" in n and "L1" in n for n in batch.notes)


def test_determinations_reach_the_application_they_name(verdicts: Verdicts, tmp_path: Path) -> None:
    book = made.plain_book()
    book["申请"]["B2"], book["申请"]["E2"] = "纳入双通道管理", "零售药店"
    for column in "FHI":
        book["申请"][f"{column}2"] = None
    sheet = book.create_sheet("认定")
    sheet.append(["事项", "对象", "结论", "机关", "日期", "依据"])
    sheet.append(["信誉良好", "示例医院", "是", "青岛市医疗保障局", "2024-04-01", None])
    (verdict,) = verdicts(book)
    (standing,) = made.given(verdict, "信誉良好")
    assert (standing.subject, standing.value, standing.as_at) == ("机构", True, "2024-04-01")
    assert (standing.determined_by, standing.source, standing.origin) == (("青岛市医疗保障局",), None, None)


@pytest.mark.parametrize(("value", "shown", "header", "read"), [
    (0.74, "0%", "床位使用率(%)", "0.74"), (74, None, "床位使用率(%)", "0.74"), ("74", None, "床位使用率（%）", "0.74"),
    ("74%", None, "床位使用率", "0.74"), (0.74, None, "床位使用率", "0.74"), (1.74, None, "床位使用率(%)", "0.0174"),
])  # fmt: skip
def test_per_cents(value: Any, shown: str | None, header: str, read: str, verdicts: Verdicts) -> None:
    book = made.plain_book()
    del book["指标"]
    rates = book.create_sheet("指标")
    rates.append(["地区", header, "时点"])
    rates.append(["城阳区", value, "2024-03-31"])
    if shown:
        rates["B2"].number_format = shown
    (verdict,) = verdicts(book)
    assert made.given(verdict, "床位使用率") == [
        GivenFact(subject="370214", fact="床位使用率", value=read, as_at="2024-03-31")
    ]


def test_a_share_in_a_column_of_per_cents_is_asked_back(faults: Callable[..., list[Diagnostic]]) -> None:
    """A hospital whose beds are used to 0.74% has none in use: 74% was meant, and may not bar anybody as 0.74%."""
    book = made.plain_book()
    del book["指标"]
    rates = book.create_sheet("指标")
    rates.append(["地区", "床位使用率(%)", "时点"])
    rates.append(["城阳区", 0.74, "2024-03-31"])
    (fault,) = faults(book)
    assert (fault.code, fault.where.rpartition(": ")[2]) == ("F125", "指标!B2")


def test_own_results_are_not_read_as_applications(verdicts: Verdicts, tmp_path: Path) -> None:
    path = made.write(tmp_path / "源.xlsx", made.plain_book())
    target = tmp_path / "结果.xlsx"
    workbooks.check_to_workbook([path], target)
    assert made.as_json(verdicts(target.read_bytes())) == as_json(tmp_path)


NOISE = [(0.7499999999999999, "0.75"), (0.7000000000000001, "0.7"), (71293.00000000001, "71293")]


@pytest.mark.parametrize(("stored", "read"), NOISE)
def test_a_number_of_which_the_last_digits_were_not_read_is_told(stored: float, read: str) -> None:
    """As the person saw it (CONTRACT §1): the average of six months at 70% and 80% is 75%, whatever binary sums leave."""
    book = made.plain_book()
    book["指标"]["C2"] = stored
    assert workbook_of(made.saved(book), "表.xlsx").notes == (
        f"数按15位有效数字读,即表上看到的数:指标!C2 存的是 {stored!r},读作 {read}",
    )


@pytest.mark.parametrize("stored", [0.74, 2 / 3, 0.123456789012345, 71293.0, 100, 0.0075, 1.5e300])
def test_a_number_that_is_read_as_it_is_stored_or_names_no_limit_is_not_told(stored: float) -> None:
    book = made.plain_book()
    book["指标"]["C2"] = stored
    assert workbook_of(made.saved(book), "表.xlsx").notes == ()


def test_many_such_numbers_are_counted() -> None:
    book = made.plain_book()
    for row in range(2, 12):
        book["申请"][f"T{row}"] = 0.7499999999999999
    (note,) = workbook_of(made.saved(book), "表.xlsx").notes
    assert note.count("读作") == 3
    assert note.endswith("等共10格")


def test_the_threshold_is_not_missed_by_binary_noise(verdicts: Verdicts) -> None:
    """「低于75%」 is not met by 75%."""
    book = made.plain_book()
    outcomes = []
    for stored in (0.75, 0.7499999999999999, 0.7499):
        book["指标"]["C2"] = stored
        outcomes.append(verdicts(book)[0].outcome.value)
    assert outcomes[0] == outcomes[1] != outcomes[2] == "presumptively_barred"


def test_a_misspelt_usual_header_is_proposed_and_not_read(tmp_path: Path) -> None:
    """机构类形 is near 机构类型, one of the usual names of 类型; 申请事由 near 申请事项. Near names are proposed, never used."""
    from reasoner.driver.batch_input import names
    from reasoner.sheets.mapping import SavedMapping
    from reasoner.sheets.table_reading import read_sheets
    from reasoner.sheets.workbook import read_workbook

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["受理编号", "申请事由", "申请日期", "机构类形", "级别", "所属区市", "床位种类", "申请床位数"])
    sheet.append(["1", "加床", "2024-05-01", "综合医院", "二级", "城阳区", "综合", 10])
    reading = read_sheets(read_workbook(made.write(tmp_path / "表.xlsx", book)), names(), SavedMapping())
    (table,) = reading.layout.tables
    assert {c.header: (c.label, c.how, c.proposals) for c in table.columns} == {
        "受理编号": ("编号", "usual", ()),
        "申请事由": ("", "near", ("事项",)),
        "申请日期": ("日期", "usual", ()),
        "机构类形": ("", "near", ("类型",)),
        "级别": ("等级", "usual", ()),
        "所属区市": ("所在地", "usual", ()),
        "床位种类": ("床位类别", "usual", ()),
        "申请床位数": ("床位数", "usual", ()),
    }
