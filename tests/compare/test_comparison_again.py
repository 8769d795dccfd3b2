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


def noted(data: Any) -> list[tuple[str, dict[str, Any]]]:
    """What stands above the application of each example, and the application."""
    tree = lxml_html.document_fromstring(comparison_page(typed(data), rule_base()))
    found = tree.xpath("//pre[@class='application']")
    return [(p.getprevious().text_content(), json.loads(p.text_content())) for p in found]


@pytest.mark.parametrize("number", [0, 1])
def test_the_commands_of_documents_as_sides_lead_to_the_outcomes_shown(
    number: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = documents()[number]
    wanted = witnesses(data)
    assert wanted
    for (told, application), w in zip(noted(data), wanted, strict=True):
        (tmp_path / "申请.json").write_text(json.dumps(application, ensure_ascii=False), encoding="utf-8")
        commands = re.findall(r"tiaoli (check 申请\.json[^;。(]*)", told)
        assert len(commands) == 2
        for command, side in zip(commands, "ab", strict=True):
            given = command.strip().replace("申请.json", str(tmp_path / "申请.json")).split()
            assert main([*given, "--json"]) == 0
            assert json.loads(capsys.readouterr().out)["outcome"] == w[side]["outcome"], command


def test_only_documents_that_are_sides_are_named() -> None:
    """A region is judged by all that govern there."""
    assert all("--document" not in told for told, _ in noted(beds()))
    (henan, *_), (plans, *_) = ([told for told, _ in noted(d)] for d in documents())
    assert henan.count("--document") == 1
    assert plans.count("--document") == 2
    assert "--under" not in plans


def test_of_versions_no_command_is_named_and_of_readings_one() -> None:
    versions = reading() | {"a": "修改前", "b": "修改后"}
    for told, _ in noted(versions):
        assert told.startswith("比较时已由研判程序按修改前、修改后的规则各研判一次;")
        assert DRAFTED in told
    assert [told for told, _ in noted(reading()) if "tiaoli check 申请.json --readings" not in told] == []


def sheet_of(data: Any, folder: Path, name: str) -> list[tuple[Any, ...]]:
    comparison_sheet(typed(data), rule_base(), folder / "比较.xlsx")
    return list(openpyxl.load_workbook(folder / "比较.xlsx")[name].iter_rows(values_only=True))


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (beds, "按青岛市:tiaoli check 本工作簿.xlsx;按河南省:tiaoli check 本工作簿.xlsx --under 地区代码"),
        (lambda: documents()[0], f"tiaoli check 本工作簿.xlsx --document {MEDICAL};"),
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
            assert flat(row[column]).endswith(f"{place}({code})")
            assert [r.code for r in rule_base().vocabulary.find_regions(code)] == [code]
