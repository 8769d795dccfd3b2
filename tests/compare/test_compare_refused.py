"""`tiaoli compare` as its user meets it: what it refuses, and how."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from compare_command import BEDS, LTC, run
from drafting import MEDICAL

from reasoner.cli.main import main
from reasoner.driver import comparisons


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
        (["--reading", "新增后口径", "--readings"], "U136"),
    ],
)
def test_bad_input_is_named(capsys: pytest.CaptureFixture[str], arguments: list[str], code: str) -> None:
    status, data, err = run(capsys, *arguments)
    assert (status, err) == (2, "")
    assert data["errors"][0]["code"] == code
    assert data["errors"][0]["message"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["青岛市", "河南省", "--matter", BEDS, "新增个人账户定点", "--type", "综合医院", "诊所"],
        ["--matter", BEDS, "新增个人账户定点", "--type", "综合医院", "诊所", "青岛市", "河南省"],
        ["--type", "综合医院", "--type", "诊所", "--matter", f"{BEDS}、新增个人账户定点", "青岛市", "河南省"],
        ["青岛市", "--type", "综合医院,诊所", "--matter", f"{BEDS},新增个人账户定点", "河南省"],
        ["--matter", BEDS, "青岛市", "新增个人账户定点", "河南省", "--type", "综合医院", "诊所"],
        ["--matter", f"{BEDS}、新增个人账户定点、青岛市", "--type", "综合医院、诊所", "河南省"],
    ],
)
def test_regions_behind_the_options_are_regions(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(comparisons, "regions", lambda *a: asked.extend(a) or [])
    assert run(capsys, *arguments)[:2] == (0, [])
    names, question = asked
    assert list(names) == ["青岛市", "河南省"]
    assert (question.matters, question.kinds) == ((BEDS, "新增个人账户定点"), ("综合医院", "诊所"))


def test_a_place_that_is_not_held_is_no_matter(capsys: pytest.CaptureFixture[str]) -> None:
    status, data, _ = run(capsys, "--matter", BEDS, "青岛市", "济南市")
    assert (status, [(e["code"], e["where"]) for e in data["errors"]]) == (2, [("U134", "济南市")])


@pytest.mark.parametrize("brackets", ["[]", "()", "（）", "【】", "〔〕", "［］"])
def test_a_number_in_any_brackets(capsys: pytest.CaptureFixture[str], brackets: str) -> None:
    left, right = brackets
    status, data, _ = run(
        capsys, f"青医保字{left}2023{right}1号", LTC, "--matter", "新增居家照护定点", "--type", "护理站"
    )
    assert status == 0
    assert "《青岛市医疗保障局 青岛市财政局关于推动长期护理保险" in data["a"]
    _, data, _ = run(capsys, f"青医保发{left}2023{right}18号", "河南省")
    (error,) = data["errors"]
    assert (error["code"], error["message"]) == ("U103", "文号「青医保发〔2023〕18号」由3份文件共用")
    assert all(name in error["allowed"] for name in (MEDICAL, LTC, "qingdao-2023-18-notice"))


def test_an_unknown_number_is_no_slip_for_another(capsys: pytest.CaptureFixture[str]) -> None:
    _, data, _ = run(capsys, "青医保发〔2023〕19号", "河南省")
    (error,) = data["errors"]
    assert error["code"] == "U103"
    assert "是否要写" not in error["hint"]
    assert "地区:泉州市、青岛市、滨州市、河南省" in error["allowed"]


@pytest.mark.parametrize("option", ["--html", "--handover", "-o"])
def test_a_place_where_nothing_can_be_written_is_known_before_solving(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, option: str
) -> None:
    def solving(*_: Any) -> Any:
        raise AssertionError("solved for nothing")

    monkeypatch.setattr(comparisons, "regions", solving)
    monkeypatch.setattr(comparisons, "handover", solving)
    (tmp_path / "目录.html").mkdir()
    for target, why in (
        (tmp_path / "没有" / "a.html", "所在的目录不存在"),
        (tmp_path / "目录.html", "它是目录,不是文件"),
        (tmp_path / f"{'长' * 200}.html", "名称过长"),
    ):
        assert main(["compare", "青岛市", "河南省", option, str(target)]) == 2
        err = capsys.readouterr().err
        assert "U107" in err
        assert f"文件不能写入：{why}" in err


def test_every_fault_of_the_command_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    _, data, _ = run(capsys, "青岛市", "河南省", "--matter", "买床", "--type", "大医院", "--budget", "0")
    assert [e["code"] for e in data["errors"]] == ["U137", "U137", "U139"]


@pytest.mark.parametrize(
    ("sides", "codes"),
    [
        (["火星", "河南省"], ["U134"]),
        (["火星"], ["U134", "U136"]),
        (["--before", "没有", "--after", "没有"], ["U140", "U140"]),
        (["--reading", "没有的解释", "--readings"], ["U136", "U138"]),
    ],
)
def test_what_is_compared_and_what_is_asked_are_checked_together(
    capsys: pytest.CaptureFixture[str], sides: list[str], codes: list[str]
) -> None:
    _, data, _ = run(capsys, *sides, "--matter", "甲", "--as-of", "x", "--budget", "0")
    assert [e["code"] for e in data["errors"]] == [*codes, "U137", "U139", "F128"]


def test_options_and_the_file_to_write_are_checked_together(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "青岛市", "--topics", "--matter", BEDS, "-o", "t.docx"]) == 2
    err = capsys.readouterr().err
    assert ("U136" in err, "U102" in err) == (True, True)


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
