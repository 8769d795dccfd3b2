"""`tiaoli compare` as its user meets it: what it prints."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from compare_command import BEDS, run
from drafting import BEDS as THRESHOLD
from drafting import MEDICAL, copied, drafted, edit, exemption_struck
from msgspec.structs import replace

from reasoner.analysis.reference_date import common_day
from reasoner.analysis.rule_set import Compared
from reasoner.cli.main import main
from reasoner.compare import reading_sensitivity as turned_module
from reasoner.compare import witness_check
from reasoner.driver.amended_rule_base import versions
from reasoner.driver.current_rule_base import rule_base
from reasoner.model.kinds import Outcome


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
    """1号 restrains where resources are sufficient, the plan in four districts: within one city, on one place. Nobody knows
    whether 1号 is in force.
    """
    status, data, _ = run(
        capsys, "qingdao-2023-1", "qingdao-2023-18-ltc", "--matter", "新增居家照护定点", "--type", "护理站"
    )
    assert status == 0
    assert data["one_place"]
    (one,) = data["results"]
    assert one["relation"] == "视文件效力而定"
    assert [way["label"] for way in one["by_force"]] == ["互有宽严", "不可比"]
    assert all(w["a"]["only"] == ["qingdao-2023-1"] for w in data["results"][0]["witnesses"])


def test_a_reading_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    status, data, _ = run(capsys, "--reading", "新增后口径", "--matter", BEDS, "--type", "综合医院")
    assert status == 0
    assert data["a"] == "所采理解"
    assert data["results"][0]["relation"] == "A 更严"


def turning(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    status, data, _ = run(capsys, *arguments, "--as-of", "2025-12-01", "--readings")
    assert status == 0
    return dict(data["readings"])


def test_a_document_of_both_sides_is_read_in_one_way(capsys: pytest.CaptureFixture[str]) -> None:
    """Two districts of one city, whose plan names neither alone on beds: read either way, it says the same of both."""
    found = turning(capsys, "城阳区", "崂山区")
    assert {t["side"] for t in found["turning"]} <= {"both"}
    told = [(t["document"], t["reading"], t["matter"]) for t in found["turning"]]
    assert all(told.count(t) == 1 for t in told)
    assert not [t for t in told if t[2] == BEDS]
    assert found["unanswered"] == []
    left = turning(capsys, "城阳区", "崂山区", "--matter", BEDS, "--budget", "1e-9")["unanswered"]
    assert {t["side"] for t in left} == {"both"}
    assert [t["reading"] for t in left].count("床位分类口径") == 1


def test_a_document_read_otherwise_is_so_in_its_region(capsys: pytest.CaptureFixture[str]) -> None:
    found = turning(capsys, MEDICAL, "青岛市")
    assert not [t for t in found["turning"] if t["document"] == MEDICAL]


def test_what_is_not_known_of_readings_in_time_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    _, data, _ = run(
        capsys, "青岛市", "河南省", "--matter", BEDS, "--as-of", "2025-12-01", "--readings", "--budget", "1e-9"
    )
    assert data["readings"]["turning"] == []
    left = {(t["document"], t["reading"]) for t in data["readings"]["unanswered"]}
    assert (MEDICAL, "新增后口径") in left
    assert all(t["matter"] == BEDS and t["types"] for t in data["readings"]["unanswered"])


def test_all_readings_have_one_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a second each, of one second in all: two are asked, the others told as not answered."""
    base, clock, given = rule_base(), [0.0], list[float]()
    real = turned_module.compare
    both = Compared("甲", base, "370200"), Compared("乙", base, "410000")
    found = real(*both, "2025-12-01", matters=[BEDS])

    def slow(*sides: Any, seconds: float, **more: Any) -> Any:
        given.append(seconds)
        clock[0] += 0.5
        return real(*sides, seconds=60, **more)

    monkeypatch.setattr(turned_module, "compare", slow)
    monkeypatch.setattr(turned_module.time, "process_time", lambda: clock[0])
    told = list(turned_module.turned(*both, found, 1.0))
    assert given == [1.0, 0.5]
    assert any(not t.answered for t in told)


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
    before, after = copied(tmp_path / "旧"), exemption_struck(copied(tmp_path / "新"))
    status, data, err = run(capsys, "--before", str(before), "--after", str(after), "--matter", BEDS)
    assert status == 0, (data, err)
    assert {r["relation"] for r in data["results"]} == {"A 更宽"}
    shown = [w for r in data["results"] for w in r["witnesses"]]
    assert {w["clauses"]["a"] for w in shown} == {f"{MEDICAL}/3.3.p1"}
    assert all(w["application"]["机构"]["重点建设项目"] == "市级" for w in shown)
    assert None in {w["clauses"]["b"] for w in shown}
    assert f"{MEDICAL}/3.1.p2" in {w["clauses"]["b"] for w in shown}


def test_time_that_is_not_enough_is_no_error(capsys: pytest.CaptureFixture[str]) -> None:
    status, data, _ = run(capsys, "青岛市", "河南省", "--matter", BEDS, "--budget", "1e-9")
    assert status == 0
    assert {r["relation"] for r in data["results"]} == {"未定"}
    assert data["timed_out"] == len(data["results"])


def test_an_engine_that_disagrees_is_an_internal_error(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = witness_check.judge
    wrong = {"outcome": Outcome.BARRED, "citations": ()}
    monkeypatch.setattr(witness_check, "judge", lambda *a, **k: replace(real(*a, **k), **wrong))
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


def test_the_day_does_not_turn_on_which_side_is_named_first(tmp_path: Path) -> None:
    """A plan to the end of 2025 that is amended to 2030: in 2025 both texts are in force, in 2026 one."""
    after = drafted(copied(tmp_path / "新"))
    edit(after / "meta.toml", ('ends = "2025-12-31"', 'ends = "2030-12-31"'))
    old, new, _ = versions(copied(tmp_path / "旧"), after)
    a, b = Compared("修改前", old, "370200"), Compared("修改后", new, "370200")
    alone = (replace(a, only=frozenset({MEDICAL})), replace(b, only=frozenset({MEDICAL})))
    for pair in ((a, b), alone):
        found = [common_day(*sides, "2026-11-22") for sides in (pair, pair[::-1])]
        assert [day for day, _ in found] == ["2025-12-31"] * 2
        assert all("修改前的《青岛市医疗保障定点医药服务资源配置规划(2023-2025年)》" in why for _, why in found)
        assert not any("修改后的《" in why for _, why in found)


def test_the_data_says_why_that_day(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    _, data, _ = run(capsys, "青岛市", "滨州市", "--matter", "新增个人账户定点", "--type", "诊所")
    assert data["as_of_basis"].startswith("未指定适用日期")
    _, data, _ = run(
        capsys, "青岛市", "滨州市", "--matter", "新增个人账户定点", "--type", "诊所", "--as-of", "2025-12-31"
    )
    assert "as_of_basis" not in data


def test_comparisons_and_letters_do_not_burden_a_check() -> None:
    """z3 is loaded by a comparison only, and what reads, writes and sets letters by letters only."""
    import subprocess
    import sys

    heavy = ("z3", "lxml", "docx", "docxtpl", "typst")
    script = f"import sys; import reasoner.cli.main as c; c.main(['demo']); print({{*{heavy}}} & sys.modules.keys(), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "set()"
