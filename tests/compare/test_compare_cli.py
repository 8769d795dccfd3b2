"""`tiaoli compare` as its user meets it: what it prints, what it refuses and how."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from drafting import BEDS as THRESHOLD
from drafting import MEDICAL, copied, drafted

from reasoner.cli.main import main
from reasoner.compare import replay
from reasoner.compare.sides import Compared
from reasoner.driver.comparisons import common_day
from reasoner.driver.in_use import rule_base

BEDS = "新增购买住院床位"
Run = tuple[int, Any, str]


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> Run:
    status = main(["compare", *arguments, "--json"])
    out, err = capsys.readouterr()
    return status, json.loads(out), err


def test_the_shape_of_the_answer(capsys: pytest.CaptureFixture[str]) -> None:
    status, data, _ = run(capsys, "青岛市", "河南省", "--matter", BEDS, "--type", "综合医院", "--as-of", "2025-11-01")
    assert status == 0
    assert (data["a"], data["b"], data["as_of"]) == ("青岛市", "河南省", "2025-11-01")
    assert {"results", "analysed", "open", "timed_out"} <= data.keys()
    (result,) = data["results"]
    assert (result["matter"], result["type"], result["relation"]) == (BEDS, "综合医院", "不可比")
    for witness in result["witnesses"]:
        assert witness["application"]["编号"] == witness["a"]["application"] == witness["b"]["application"]
        assert witness["a"]["label"] != witness["b"]["label"]
        assert witness["a"]["citations"]
        assert witness["b"]["citations"]


def test_a_witness_can_be_checked_by_hand(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """What is printed as application goes into `tiaoli check`, here and `--under` the other region."""
    _, data, _ = run(capsys, "青岛市", "河南省", "--matter", BEDS, "--type", "中医医院", "--as-of", "2025-11-01")
    for witness in data["results"][0]["witnesses"]:
        file = tmp_path / "a.json"
        file.write_text(json.dumps(witness["application"], ensure_ascii=False), encoding="utf-8")
        assert main(["check", str(file), "--json"]) == 0
        here = json.loads(capsys.readouterr().out)
        assert main(["check", str(file), "--under", witness["places"]["b"], "--json"]) == 0
        there = json.loads(capsys.readouterr().out)
        assert (here["outcome"], there["outcome"]) == (witness["a"]["outcome"], witness["b"]["outcome"])


def test_several_regions_are_compared_in_pairs(capsys: pytest.CaptureFixture[str]) -> None:
    status, data, _ = run(capsys, "青岛市", "河南省", "滨州市", "--matter", "新增定点零售药店")
    assert status == 0
    assert [(d["a"], d["b"]) for d in data] == [("青岛市", "河南省"), ("青岛市", "滨州市"), ("河南省", "滨州市")]


def test_documents_are_compared_alone(capsys: pytest.CaptureFixture[str]) -> None:
    """1号 restrains where resources are sufficient, the plan in four districts: within one city, on one place."""
    status, data, _ = run(
        capsys, "qingdao-2023-1", "qingdao-2023-18-ltc", "--matter", "新增居家照护定点", "--type", "护理站"
    )
    assert status == 0
    assert data["one_place"]
    assert data["results"][0]["relation"] == "不可比"
    assert all(w["a"]["only"] == ["qingdao-2023-1"] for w in data["results"][0]["witnesses"])


def test_a_reading_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    status, data, _ = run(capsys, "--reading", "新增后口径", "--matter", BEDS, "--type", "综合医院")
    assert status == 0
    assert data["a"] == "现用读法"
    assert data["results"][0]["relation"] == "A 更严"


def test_an_amended_threshold(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """60% for 75%: whose region lies between is no longer restrained, and nobody else is judged differently."""
    before, after = copied(tmp_path / "旧"), drafted(copied(tmp_path / "新"), *THRESHOLD)
    status, data, _ = run(capsys, "--before", str(before), "--after", str(after))
    assert status == 0
    assert (data["a"], data["b"], data["one_place"]) == ("修改前", "修改后", True)
    assert {r["relation"] for r in data["results"] if r["matter"] == BEDS} == {"A 更严"}
    assert {r["relation"] for r in data["results"] if r["matter"] != BEDS} == {"等价"}
    shown = [w for r in data["results"] for w in r["witnesses"]]
    assert {w["clauses"]["a"] for w in shown} == {f"{MEDICAL}/3.1.p2"}
    for witness in shown:
        (rate,) = (f["数值"] for f in witness["application"]["指标"] if f["名称"] == "床位使用率")
        assert 60 <= float(rate.rstrip("%")) < 75


def test_an_exemption_struck(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Without 3.3 the projects of the city are restrained as all others are; who loses is told by that clause."""
    before, after = copied(tmp_path / "旧"), copied(tmp_path / "新")
    rules = (after / "rules.tiao").read_text(encoding="utf-8")
    start = rules.index("条 3.3.p1 性质")
    end = rules.index("\n条 ", start) + 1
    readings = (after / "readings.toml").read_text(encoding="utf-8")
    (after / "rules.tiao").write_text(rules[:start] + rules[end:], encoding="utf-8")
    (after / "readings.toml").write_text(
        _without(readings, "市政府", "豁免及于整个机构", "纳入评估的效力"), encoding="utf-8"
    )
    drafted(after, ("列入市政府重点建设项目的医疗机构,不受本规划限制,可按规定纳入医保定点评估范围。", ""))
    status, data, err = run(capsys, "--before", str(before), "--after", str(after), "--matter", BEDS)
    assert status == 0, (data, err)
    assert {r["relation"] for r in data["results"]} == {"A 更宽"}
    shown = [w for r in data["results"] for w in r["witnesses"]]
    assert {w["clauses"]["a"] for w in shown} == {f"{MEDICAL}/3.3.p1"}
    assert all(w["application"]["机构"]["重点建设项目"] == "市级" for w in shown)
    assert None in {w["clauses"]["b"] for w in shown}
    assert f"{MEDICAL}/3.1.p2" in {w["clauses"]["b"] for w in shown}


def _without(readings: str, *names: str) -> str:
    first, *entries = readings.split('\n["')
    return '\n["'.join([first, *(e for e in entries if not e.startswith(tuple(f'{n}"]' for n in names)))])


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([], "U136"),
        (["青岛市"], "U136"),
        (["青岛市", "青岛市"], "U136"),
        (["青岛市", "无此地"], "U134"),
        (["青岛市", "济南市"], "U134"),
        (["青岛市", "市本级"], "U134"),
        (["青岛市", "河南省", "--matter", "买床"], "U137"),
        (["青岛市", "河南省", "--type", "大医院"], "U137"),
        (["青岛市", "河南省", "--matter", BEDS, "--type", "零售药店"], "U137"),
        (["青岛市", "河南省", "--budget", "0"], "U139"),
        (["青岛市", "河南省", "--budget", "-3"], "U139"),
        (["青岛市", "河南省", "--budget", "nan"], "U139"),
        (["青岛市", "河南省", "--as-of", "2025-02-30"], "F128"),
        (["--reading", "没有的解释"], "U138"),
        (["--reading", "已定点不增加机构数"], "U138"),
        (["--before", "x"], "U136"),
        (["青岛市", "--before", "x", "--after", "y"], "U136"),
        (["--before", "没有", "--after", "没有"], "U140"),
        (["青岛市", "河南省", "--budget", "快"], "U102"),
        (["青岛市", "河南省", "--budget", "inf"], "U139"),
        (["qingdao-2023-99", "河南省"], "U103"),
        (["青医保发〔2023〕18号", "河南省"], "U103"),
        (["青岛市", "河南省", "--topics", "--matter", BEDS], "U136"),
    ],
)
def test_bad_input_is_named(capsys: pytest.CaptureFixture[str], arguments: list[str], code: str) -> None:
    status, data, err = run(capsys, *arguments)
    assert (status, err) == (2, "")
    assert data["errors"][0]["code"] == code
    assert data["errors"][0]["message"]


def test_every_fault_of_the_command_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    _, data, _ = run(capsys, "青岛市", "河南省", "--matter", "买床", "--type", "大医院", "--budget", "0")
    assert [e["code"] for e in data["errors"]] == ["U137", "U137", "U139"]


def test_time_that_is_not_enough_is_no_error(capsys: pytest.CaptureFixture[str]) -> None:
    status, data, _ = run(capsys, "青岛市", "河南省", "--matter", BEDS, "--budget", "1e-9")
    assert status == 0
    assert {r["relation"] for r in data["results"]} == {"未定"}
    assert data["timed_out"] == len(data["results"])


def test_an_engine_that_disagrees_is_an_internal_error(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = replay.judge
    monkeypatch.setattr(replay, "judge", lambda *a, **k: {**real(*a, **k), "outcome": "barred", "citations": []})
    status, data, _ = run(capsys, "青岛市", "河南省", "--matter", BEDS, "--type", "综合医院")
    assert status == 2
    assert data["errors"][0]["code"] == "U199"
    assert "results" not in data


@pytest.mark.parametrize(
    ("a", "b", "today", "day"),
    [
        ("370200", "410000", "2026-11-22", "2025-12-31"),  # both plans of Qingdao and Henan's text
        ("370200", "410000", "2025-11-01", "2025-11-01"),  # all are in force
        ("370200", "371600", "2026-11-22", "2025-12-31"),
        ("410000", "350500", "2026-11-22", "2026-11-22"),  # no end is stated
    ],
)
def test_the_day_where_nobody_names_one(a: str, b: str, today: str, day: str) -> None:
    base = rule_base()
    found, why = common_day(Compared("甲", base, a), Compared("乙", base, b), today)
    assert found == day
    assert today in why
    assert ("届满" in why) == (day != today)


def test_the_data_says_why_that_day(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    _, data, _ = run(capsys, "青岛市", "滨州市", "--matter", "新增个人账户定点", "--type", "诊所")
    assert data["as_of_basis"].startswith("未指定基准日")
    _, data, _ = run(
        capsys, "青岛市", "滨州市", "--matter", "新增个人账户定点", "--type", "诊所", "--as-of", "2025-12-31"
    )
    assert "as_of_basis" not in data


def test_comparisons_do_not_burden_a_check() -> None:
    """z3 is loaded by a comparison only."""
    import subprocess
    import sys

    script = "import sys; import reasoner.cli.main as c; c.main(['demo']); print('z3' in sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "False"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--topics", "--handover", "t.html"], "U136"),
        (["--reading", "新增后口径", "--handover", "t.html"], "U136"),
        (["--before", "x", "--after", "y", "--handover", "t.html"], "U136"),
        (["--handover", "t.docx"], "U102"),
        (["--html", "t.docx"], "U102"),
        (["-o", "t"], "U102"),
        (["-o", "t.pdf"], "U102"),
        (["-o", ""], "U102"),
        (["--topics", "-o", "t.docx"], "U102"),
        (["--budget", "快"], "U102"),
    ],
)
def test_no_option_is_passed_over_and_nothing_is_written(
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    code: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["compare", "青岛市", "河南省", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert code in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("option", ["--html", "--handover"])
def test_a_name_without_suffix_is_a_page(capsys: pytest.CaptureFixture[str], tmp_path: Path, option: str) -> None:
    target = tmp_path / "比较"
    assert main(["compare", "青岛市", "泉州市", "--matter", BEDS, "--type", "综合医院", option, str(target)]) == 0
    assert str(target.with_suffix(".html")) in capsys.readouterr().out
    assert target.with_suffix(".html").is_file()


def test_a_folder_that_is_not_there_is_not_made(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for name in ("没有/a.html", "没有/a.xlsx", "没有/a.docx"):
        assert main(["compare", "青岛市", "泉州市", "--matter", BEDS, "-o", str(tmp_path / name)]) == 2
    assert list(tmp_path.iterdir()) == []
