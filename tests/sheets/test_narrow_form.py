"""The form for one place and one matter: only the columns and names that these need, the bureau's own apart."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from policy_dsl.diagnostics import Faults
from reasoner.driver import judging, workbooks
from reasoner.driver.current_rule_base import rule_base

WALK = "步行15分钟内同类型定点机构数"


def form(tmp_path: Path, region: str = "", matter: str = "") -> openpyxl.Workbook:
    path = tmp_path / "申请.xlsx"
    workbooks.write_template(path, region=region, matter=matter, force=True)
    return openpyxl.load_workbook(path)


def options(book: openpyxl.Workbook) -> dict[str, list[str]]:
    return {str(c[0].value): [str(x.value) for x in c[1:] if x.value is not None] for c in book["选项"].columns}


def test_a_pharmacy_in_chengyang(tmp_path: Path) -> None:
    # 青医保发〔2023〕18号 3.2.p1.s2: 步行15分钟 is found by 现场核查, not by the applicant.
    book = form(tmp_path, "城阳区", "药店定点")
    first, headers = ([c.value for c in row] for row in book["申请"].iter_rows(max_row=2))
    assert headers[:6] == ["编号", "事项", "日期", "名称", "类型", "所在地"]
    assert "床位数" not in headers
    assert "床位类别" not in headers
    walk = headers.index(WALK)
    assert headers[walk - 1 : walk + 2] == ["来源", WALK, f"{WALK}·来源"]
    assert first[0] == "按申请材料填写"
    assert first[walk] == "由本单位查询、核查后填写，不要求申请人提供"
    assert book["申请"].freeze_panes == "A3"
    lists = options(book)
    assert (lists["申请·事项"], lists["申请·所在地"]) == (["新增定点零售药店"], ["城阳区"])
    assert lists["申请·类型"] == ["零售药店", "不详"]
    assert set(lists["指标·地区"]) == {"青岛市", "城阳区"}  # figures of the whole city are compared with the county's
    assert "床位使用率" not in lists["指标·名称"]
    assert "医疗费用增长率" in lists["指标·名称"]


def test_beds_of_the_city(tmp_path: Path) -> None:
    book = form(tmp_path, "青岛市", "新增购买住院床位")
    headers = [c.value for c in book["申请"][1]]
    assert {"床位类别", "床位数", "重点建设项目", "来源"} <= {*headers}
    assert WALK not in headers
    lists = options(book)
    assert len(lists["申请·所在地"]) == 11  # 青岛市, and its ten counties
    assert "市本级" in lists["指标·地区"]
    assert not {"郑州市", "滨州市", "泉州市"} & {*lists["指标·地区"]}
    assert {"床位使用率", "医保购买住院床位数", "常住人口"} <= {*lists["指标·名称"]}


@pytest.mark.parametrize("matter", sorted(rule_base().vocabulary.matters))
def test_every_narrow_form_filled_in_is_read(tmp_path: Path, matter: str) -> None:
    book = form(tmp_path, "青岛市", matter)
    sheet = book["申请"]
    row = 2 if sheet.freeze_panes == "A3" else 1
    headers = [c.value for c in sheet[row]]
    kind = rule_base().vocabulary.matters[matter].members[0]
    given = {
        "编号": "A-1",
        "事项": matter,
        "日期": "2024-05-01",
        "名称": "甲",
        "类型": kind,
        "所在地": "城阳区",
        WALK: 0,
        f"{WALK}·来源": "现场",
    }
    for header, value in given.items():
        if header in headers:
            sheet.cell(row + 1, headers.index(header) + 1, value)
    path = tmp_path / "填好.xlsx"
    book.save(path)
    verdicts, _ = judging.check(path)
    assert [(v.application, v.matter, v.region) for v in verdicts] == [("A-1", matter, "370214")]
    # Whatever the rules ask of the applicant has a column; what they ask of others has one of the bureau's.
    facts = rule_base().vocabulary.facts
    own = {m.fact for v in verdicts for m in v.missing if facts[m.fact].subject in ("申请", "机构")}
    assert own <= {*headers}


def test_names_that_are_not_known_are_refused_and_nothing_is_written(tmp_path: Path) -> None:
    for region, matter, code in (("火星", "", "F118"), ("", "火星", "F115"), ("", "新增床位", "F157")):
        with pytest.raises(Faults) as error:
            form(tmp_path, region, matter)
        assert [(f.code, f.where) for f in error.value.diagnostics] == [(code, "--region" if region else "--matter")]
    assert not (tmp_path / "申请.xlsx").exists()
