"""The commands by which a comparison says that its examples can be judged again lead to the outcomes that it shows."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from compared import DAY, beds, flat, reading, typed, witnesses
from lxml import html as lxml_html

from policy_dsl.ir import to_data
from reasoner.analysis.rule_set import Compared
from reasoner.cli.main import main
from reasoner.compare.comparison import compare
from reasoner.compare.report.page_building import comparison_page
from reasoner.compare.report.xlsx import comparison_sheet
from reasoner.driver.current_rule_base import rule_base

CARE, MEDICAL = "qingdao-2023-18-ltc", "qingdao-2023-18-medical"
DRAFTED = "草案须编入规则库后才能用 tiaoli check"


@cache
def _documents() -> str:
    """Beds under the medical plan alone and in Henan; home care under the opinion of 2023 alone and the care plan alone."""
    base = rule_base()

    def alone(name: str) -> Compared:
        return Compared(f"《{base.documents[name].title}》", base, "370200", frozenset((name,)))

    beds_asked: Any = {"matters": ["新增购买住院床位"], "kinds": ["综合医院"]}
    care_asked: Any = {"matters": ["新增居家照护定点"], "kinds": ["社区卫生服务中心"]}
    return json.dumps(
        [
            to_data(compare(alone(MEDICAL), Compared("河南省", base, "410000"), DAY, **beds_asked)),
            to_data(compare(alone("qingdao-2023-1"), alone(CARE), DAY, together=True, **care_asked)),
        ],
        ensure_ascii=False,
    )


def documents() -> list[dict[str, Any]]:
    return list(json.loads(_documents()))


def noted(data: Any) -> str:
    """What a page says of how its examples are judged again."""
    tree = lxml_html.document_fromstring(comparison_page(typed(data), rule_base()))
    (note,) = [
        p.text_content() for p in tree.xpath("//section[@id='p1']/p[@class='note']") if "比较.xlsx" in p.text_content()
    ]
    return str(note)


@pytest.mark.parametrize("number", [0, 1])
def test_the_commands_of_documents_as_sides_lead_to_the_outcomes_shown(
    number: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The applications stand in the workbook that the page names; an example of each place is judged as the page says."""
    data = documents()[number]
    wanted = witnesses(data)
    assert wanted
    comparison_sheet(typed(data), rule_base(), tmp_path / "比较.xlsx")
    commands = re.findall(r"tiaoli (check 比较\.xlsx[^；。（]*)", noted(data))
    assert len(commands) == 2
    for command, side in zip(commands, "ab", strict=True):
        for code in dict.fromkeys(w[side]["region"] for w in wanted):
            given = command.strip().replace("比较.xlsx", str(tmp_path / "比较.xlsx")).replace("地区代码", code).split()
            assert main([*given, "--jsonl"]) == 0
            verdicts = {v["application"]: v for v in map(json.loads, capsys.readouterr().out.splitlines())}
            for w in wanted:
                if w[side]["region"] == code:
                    assert verdicts[w["application"]["编号"]]["outcome"] == w[side]["outcome"], command


def test_only_documents_that_are_sides_are_named() -> None:
    """A region is judged by all that govern there."""
    checks = [noted(d).partition("可以把举例再研判一次")[2] for d in (beds(), *documents())]
    assert [c.count("--document") for c in checks] == [0, 1, 2]
    assert "--under" not in checks[2]


def test_the_command_of_the_workbook_compares_the_same_once_more() -> None:
    assert (
        f"tiaoli compare 青岛市 河南省 --matter 新增购买住院床位 --type 综合医院 康复医院 护理院 --as-of {DAY} -o 比较.xlsx"
        in (noted(beds()))
    )
    assert "tiaoli compare --before 修改前的目录 --after 修改后的目录" in noted(
        reading() | {"a": "修改前", "b": "修改后"}
    )


def test_of_versions_no_command_is_named_and_of_readings_one() -> None:
    versions = reading() | {"a": "修改前", "b": "修改后"}
    assert "比较时已由研判程序按修改前、修改后的规则各研判一次；" in noted(versions)
    assert DRAFTED in noted(versions)
    assert "tiaoli check 比较.xlsx --readings" in noted(reading())


def sheet_of(data: Any, folder: Path, name: str) -> list[tuple[Any, ...]]:
    comparison_sheet(typed(data), rule_base(), folder / "比较.xlsx")
    return list(openpyxl.load_workbook(folder / "比较.xlsx")[name].iter_rows(values_only=True))


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (beds, "按青岛市：tiaoli check 本工作簿.xlsx；按河南省：tiaoli check 本工作簿.xlsx --under 地区代码"),
        (lambda: documents()[0], f"tiaoli check 本工作簿.xlsx --document {MEDICAL}；"),
        (reading, "tiaoli check 本工作簿.xlsx --readings"),
        (lambda: reading() | {"a": "修改前", "b": "修改后"}, DRAFTED),
    ],
)
def test_the_notes_of_the_workbook_say_the_same(data: Any, told: str, tmp_path: Path) -> None:
    (found,) = (row[1] for row in sheet_of(data(), tmp_path, "说明") if row[0] == "再研判一次")
    assert told in found


def test_beside_a_place_stands_the_code_that_is_to_be_written(tmp_path: Path) -> None:
    head, *rows = sheet_of(beds(), tmp_path, "差异")
    for side, name in (("a", "青岛市所在地点"), ("b", "河南省所在地点")):
        column = head.index(name)
        for row, w in zip(rows, witnesses(beds()), strict=True):
            code, place = w[side]["region"], w["places"][side]
            assert flat(row[column]).endswith(f"{place}（{code}）")
            assert [r.code for r in rule_base().vocabulary.find_regions(code)] == [code]
