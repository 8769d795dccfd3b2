"""A draft in the bureau's own corpus against the version in force, by the command line: what an officer reads."""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path

import pytest
from made_corpus import FOLDER, PLAN, Run

sys.path.append(str(Path(__file__).parents[1] / "compare"))

from drafting import copied, drafted

HELD, DRAFT = f"{PLAN}@2026-01-01", f"{PLAN}@draft"
DAY = ("--as-of", "2026-05-01", "--matter", "新增购买住院床位")


def flat(text: str) -> str:
    """The text in one line, as it is read."""
    return re.sub(r"\s+", "", text)


@pytest.fixture
def draft(corpus: Path) -> Path:
    """「低于60%的,不得新增」 of the plan amended to 70%, beside the version in force."""
    folder = (corpus / FOLDER).parent / "draft"
    shutil.copytree(corpus / FOLDER, folder)
    return drafted(folder, ("低于60%", "低于70%"), ("低于 60%", "低于 70%"))


@pytest.mark.usefixtures("draft")
def test_an_officer_reads_who_is_judged_otherwise_and_by_which_words(run: Run) -> None:
    status, out, err = run("compare", HELD, DRAFT, *DAY)
    shown = flat(out)
    assert (status, err) == (0, "")
    assert "谁的结论会改变：潍坊市，修改前与修改后" in shown
    assert "修改前：“本区县床位使用率低于60%的，不得新增购买住院床位。”" in shown
    assert "修改后：“本区县床位使用率低于70%的，不得新增购买住院床位。”" in shown
    assert "本区县的床位使用率在60%以上（含60%）、不足70%的受影响：修改前不适用这条规则，修改后适用" in shown
    assert "新增购买住院床位：修改后较严" in shown
    assert "修改后：草案，假定有效的有《虚拟的床位管理办法（第1稿，测试用）》" in shown
    assert "不是处理决定" in shown


@pytest.mark.usefixtures("draft")
@pytest.mark.parametrize("sides", [(PLAN, DRAFT), (DRAFT,)])
def test_the_version_in_use_need_not_be_named(sides: tuple[str, ...], run: Run) -> None:
    named = run("compare", HELD, DRAFT, *DAY)
    assert run("compare", *sides, *DAY) == named


@pytest.mark.usefixtures("draft")
def test_the_other_way_round_it_is_looser(run: Run) -> None:
    status, out, _ = run("compare", DRAFT, HELD, *DAY)
    shown = flat(out)
    assert status == 0
    assert "新增购买住院床位：修改后较宽" in shown
    assert "修改前：草案，假定有效的有" in shown


@pytest.mark.usefixtures("draft")
def test_every_example_lies_between_the_two_figures(run: Run) -> None:
    """Each is judged by both: below 70% it is barred by the draft, from 60% on it may proceed by the version in force."""
    status, out, _ = run("compare", HELD, DRAFT, *DAY, "--json")
    data = json.loads(out)
    witnesses = [w for r in data["results"] for w in r["witnesses"]]
    assert status == 0
    assert witnesses
    for w in witnesses:
        (rate,) = (f["数值"] for f in w["application"]["指标"] if f["名称"] == "床位使用率")
        assert 60 <= float(rate.removesuffix("%")) < 70
        assert (w["a"]["outcome"], w["b"]["outcome"]) == ("may_proceed", "barred")


@pytest.mark.usefixtures("draft")
def test_the_draft_judges_nobody_meanwhile(run: Run, tmp_path: Path) -> None:
    """A draft has been issued by nobody: 65% may proceed by the version in force."""
    file = tmp_path / "申请.json"
    application = {
        "编号": "WF-1", "事项": "新增购买住院床位", "日期": "2026-05-01", "床位类别": "综合", "床位数": 10,
        "机构": {"名称": "虚拟医院", "类型": "综合医院", "等级": "二级", "所在地": "寿光市"},
        "指标": [{"地区": "寿光市", "名称": "床位使用率", "数值": "65%", "时点": "2026-03-31"}],
    }  # fmt: skip
    file.write_text(json.dumps(application, ensure_ascii=False), encoding="utf-8")
    _, out, _ = run("check", str(file), "--json")
    assert json.loads(out)["outcome"] == "may_proceed"


def test_a_draft_that_is_not_there_is_named_with_what_is_held(run: Run) -> None:
    status, _, err = run("compare", HELD, DRAFT, *DAY)
    assert status == 2
    assert "没有收录版本“draft”" in err
    assert f"可以写：{HELD}" in flat(err)


def test_a_draft_of_a_document_of_the_package_may_lie_in_the_own_corpus(corpus: Path, run: Run) -> None:
    medical = "qingdao-2023-18-medical"
    folder = corpus / "370200" / medical
    folder.mkdir(parents=True)
    drafted(copied(folder / "draft"), ("低于75%", "低于60%"), ("低于 75%", "低于 60%"))
    status, out, err = run(
        "compare", f"{medical}@2023-07-30", f"{medical}@draft", "--as-of", "2024-05-01",
        "--matter", "新增购买住院床位", "--type", "综合医院",
    )  # fmt: skip
    assert (status, err) == (0, "")
    assert "新增购买住院床位：修改后较宽" in flat(out)
