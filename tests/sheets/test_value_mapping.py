"""Values of a column are mapped as headers are: odd ones listed, and only what a person wrote beside them is used."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from policy_dsl.diagnostics import Faults
from reasoner.driver import letter_files, workbooks
from reasoner.driver.batch_input import BatchOptions

HEADERS = ["编号", "事项", "日期", "名称", "机构类型", "级别", "所在地", "床位类别", "床位数"]


def table(path: Path, kinds: list[str], matter: str = "新增床位") -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "申请"
    sheet.append(HEADERS)
    for number, kind in enumerate(kinds):
        sheet.append([f"A-{number}", matter, "2024-05-01", f"第{number}医院", kind, "三甲", "城阳区", "综合", 100])
    book.save(path)
    return path


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    return table(tmp_path / "名单.xlsx", ["民营医院"] * 300 + ["综合 医院(民营)"] * 199 + ["综和医院"])


def proposed(path: Path) -> tuple[str, dict[str, Any]]:
    lines = "".join(workbooks.propose([path]))
    return lines, json.loads(path.with_name(path.stem + ".列对应.json").read_text(encoding="utf-8"))


def test_odd_values_are_listed_once_with_what_they_may_be(odd: Path) -> None:
    lines, mapping = proposed(odd)
    assert "事项「新增床位」(500行) → 请写明(可以是:新增购买住院床位、新增购买院护床位、设置失智专区床位)" in lines
    assert "类型「民营医院」(300行) → 请写明(可以是:综合医院、中医医院" in lines
    assert "类型「综和医院」(1行) → 综合医院  建议,请确认" in lines
    assert mapping["取值"] == {
        "事项": {"新增床位": None},
        "类型": {"民营医院": None, "综合 医院(民营)": None, "综和医院": "综合医院"},
    }


def test_what_a_person_wrote_is_used_and_told(odd: Path) -> None:
    _, mapping = proposed(odd)
    mapping["取值"]["事项"]["新增床位"] = "新增购买住院床位"
    mapping["取值"]["类型"] |= {"民营医院": "综合医院", "综合 医院(民营)": "综合医院"}
    saved = odd.with_name("改好.json")
    saved.write_text(json.dumps(mapping, ensure_ascii=False), encoding="utf-8")
    batch = workbooks.gather([odd], options=BatchOptions(saved_mapping=saved))
    assert (len(batch.applications), batch.faults) == (500, [])
    assert {a.matter for a in batch.applications} == {"新增购买住院床位"}
    assert "名单.xlsx:类型「民营医院」按对应文件读作「综合医院」(300行)" in batch.notes
    assert "名单.xlsx:事项「新增床位」按对应文件读作「新增购买住院床位」(500行)" in batch.notes


def test_what_nobody_has_said_stays_a_fault(odd: Path) -> None:
    _, mapping = proposed(odd)
    mapping["取值"]["事项"]["新增床位"] = "新增购买住院床位"
    saved = odd.with_name("改好.json")
    saved.write_text(json.dumps(mapping, ensure_ascii=False), encoding="utf-8")
    batch = workbooks.gather([odd], options=BatchOptions(saved_mapping=saved))
    assert [a.id for a in batch.applications] == ["A-499"]  # its proposal was a slip of the pen, and left as it was
    assert {f.code for f in batch.faults} == {"F157", "F117"}


@pytest.mark.parametrize(
    ("values", "where"),
    [
        ({"类型": {"民营医院": "民营的"}}, "取值.类型.民营医院"), ({"床位数": {"一百": "100"}}, "取值.床位数"), ({"类型": 3}, "取值.类型"),
        ({"事项": {"新增床位": "火星"}}, "取值.事项.新增床位"), (3, "取值"), ({"类型": {"民营医院": 3}}, "取值.类型.民营医院"),
    ],
)  # fmt: skip
def test_a_value_that_is_none_is_a_fault_of_the_mapping(odd: Path, values: Any, where: str) -> None:
    saved = odd.with_name("改好.json")
    saved.write_text(json.dumps({"取值": values}, ensure_ascii=False), encoding="utf-8")
    with pytest.raises(Faults) as error:
        workbooks.gather([odd], options=BatchOptions(saved_mapping=saved))
    assert [(f.code, f.where.rpartition(": ")[2]) for f in error.value.diagnostics] == [("S114", where)]


def test_letters_and_results_are_made_with_the_same_mapping(tmp_path: Path) -> None:
    source = table(tmp_path / "名单.xlsx", ["民营医院"], "加床")
    with pytest.raises(Faults):
        letter_files.report([source], f"{tmp_path}/文书/")
    _, mapping = proposed(source)
    mapping["取值"]["类型"]["民营医院"] = "综合医院"
    saved = tmp_path / "改好.json"
    saved.write_text(json.dumps(mapping, ensure_ascii=False), encoding="utf-8")
    made = letter_files.report(
        [source], f"{tmp_path}/文书/", BatchOptions(saved_mapping=saved), results=tmp_path / "结果.xlsx"
    )
    assert (len(made.lines), made.faults) == (1, ())
    assert openpyxl.load_workbook(tmp_path / "结果.xlsx")["研判结果"]["C2"].value == "综合医院"
