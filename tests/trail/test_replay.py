"""What was judged, judged again: who comes out otherwise, by which clause, from what to what."""

from __future__ import annotations

import io
import json
import shutil
import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "compare"))  # drafts are made there

from corpus_folders import folder_of
from openpyxl import load_workbook

from policy_dsl.diagnostics import Faults
from reasoner.cli.main import main
from reasoner.driver.auditing import replay
from reasoner.driver.current_rule_base import reader, rule_base
from reasoner.interpreter.judge import judge
from reasoner.interpreter.relocation import rebound
from tests.trail.records import judged, read, recorder

MEDICAL = "qingdao-2023-18-medical"
RULE = "3.1.p2"


def hospital(number: str, rate: str, district: str = "城阳区") -> dict[str, Any]:
    return {
        "编号": number, "事项": "新增购买住院床位", "日期": "2024-05-01", "床位类别": "综合", "床位数": 100,
        "机构": {"名称": f"{number}医院", "类型": "综合医院", "等级": "二级", "所在地": district, "重点建设项目": "无"},
        "指标": [
            {"地区": district, "名称": "床位使用率", "数值": rate, "时点": "2024-03-31"},
            {"地区": "青岛市", "名称": "医保购买住院床位数", "数值": 71293, "时点": "2022-12-31"},
            {"地区": "青岛市", "名称": "常住人口", "数值": 10342100, "时点": "2022-12-31"},
            {"地区": district, "名称": "医疗费用增长率", "数值": "4%", "时点": "2023"},
            {"地区": "青岛市", "名称": "医疗费用增长率", "数值": "5%", "时点": "2023"},
        ],
    }  # fmt: skip


@pytest.fixture
def year(tmp_path: Path) -> Path:
    """A record of three hospitals, one of which was judged twice, and once as if it lay elsewhere."""
    folder = tmp_path / "record"
    writer = recorder(folder)
    writer.record(judged([hospital("甲", "80%"), hospital("甲", "74%"), hospital("乙", "59%"), hospital("丙", "76%")]))
    moved = rebound(read([hospital("丙", "76%")])[0], *reader().place("滨州市"))
    writer.record([(moved, judge(rule_base(), moved))])
    return folder


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """The medical plan with three quarters amended to sixty per cent."""
    from drafting import BEDS, drafted

    folder = tmp_path / "draft"
    shutil.copytree(folder_of(MEDICAL), folder)
    return drafted(folder, *BEDS)


def test_by_the_same_rules_nobody_comes_out_otherwise(year: Path) -> None:
    replayed = replay(year)
    assert (replayed.judged, replayed.earlier, replayed.elsewhere) == (3, 1, 1)
    assert (replayed.flips, replayed.other_grounds, replayed.not_judged) == ((), (), ())


def test_a_draft_says_who_flips_by_which_clause_from_what_to_what(year: Path, draft: Path) -> None:
    # 「床位使用率低于75%的,原则上不予新增」 becomes sixty per cent: 74% is no longer below it, 59% still is.
    replayed = replay(year, draft)
    assert replayed.documents == (MEDICAL,)
    (flip,) = replayed.flips
    assert (flip.application, flip.institution, flip.region) == ("甲", "甲医院", "城阳区")
    assert (flip.before.outcome, flip.after.outcome) == ("presumptively_barred", "may_proceed")
    assert f"{MEDICAL}/{RULE}" in flip.by
    assert [(c.before, c.count) for c in replayed.counts] == [("原则上不予新增", 1)]
    assert f"{MEDICAL}/{RULE}" in {c.clause for c in replayed.clauses}
    # 乙 comes out the same by the clause with its new words.
    assert [f.application for f in replayed.other_grounds] == ["乙"]


def test_another_day_is_asked_of_all(year: Path) -> None:
    # The planning period ended 2025-12-31.
    replayed = replay(year, as_of="2026-06-01")
    assert {f.after.outcome for f in replayed.flips} == {"out_of_force"}
    assert len(replayed.flips) == 3


def test_only_what_was_recorded_within_the_days_counts(year: Path) -> None:
    assert replay(year, since="2026-12-01").judged == 0
    assert replay(year, until="2026-11-30").judged == 3


def run(*arguments: str) -> tuple[int, str]:
    with redirect_stdout(io.StringIO()) as out:
        status = main([*arguments])
    return status, out.getvalue()


def test_the_command_writes_text_json_and_a_workbook(year: Path, draft: Path, tmp_path: Path) -> None:
    status, text = run("replay", str(year), "--after", str(draft))
    assert status == 0
    assert "原则上不予新增 → " in text
    assert "内部测算" in text
    assert "甲 甲医院 城阳区" in text
    status, text = run("replay", str(year), "--after", str(draft), "--json")
    assert json.loads(text)["flips"][0]["application"] == "甲"
    target = tmp_path / "flips.xlsx"
    status, _ = run("replay", str(year), "--after", str(draft), "-o", str(target))
    assert status == 0
    book = load_workbook(target)
    assert book.sheetnames == ["概况", "结论不同", "结论相同依据不同"]
    assert [c.value for c in book["结论不同"][2]][:4] == ["甲", "甲医院", "城阳区", "新增购买住院床位"]


def test_a_record_with_a_false_line_is_not_replayed(year: Path) -> None:
    log = year / "record.jsonl"
    log.write_bytes(log.read_bytes().replace("甲医院".encode(), "丁医院".encode(), 1))
    with pytest.raises(Faults) as raised:
        replay(year)
    assert raised.value.diagnostics[0].code == "U208"


def test_no_record_is_told(tmp_path: Path) -> None:
    with pytest.raises(Faults) as raised:
        replay(tmp_path / "none")
    assert raised.value.diagnostics[0].code == "U204"


def test_a_draft_takes_the_place_of_its_own_documents_alone(draft: Path) -> None:
    from reasoner.driver.amended_rule_base import amended

    base, ids = amended(draft)
    assert ids == (MEDICAL,)
    now = {d.id: d for d in rule_base().every}
    assert [d.id for d in base.every] == [*now]
    assert [d.id for d in base.every if d is not now[d.id]] == [MEDICAL]


def test_what_is_no_draft_is_told(year: Path, tmp_path: Path) -> None:
    with pytest.raises(Faults) as raised:
        replay(year, tmp_path / "none")
    assert raised.value.diagnostics[0].code == "U140"
