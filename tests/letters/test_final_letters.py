"""DESIGN §6: 「`--final` leaves out notes and markings and is refused while … is open, and says which」; settings of the bureau."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from edit_making import WordLetter, compared

from reasoner.cli.main import main
from reasoner.driver import current_rule_base

SOURCED = {"时点": "2024-04-20", "来源": "申请表", "来源类型": "申请材料"}
# 2.3.i1.s1.. of the medical plan: 3.1.p2 bars in principle below 75 %.
APPLICATION: dict[str, Any] = {
    "编号": "F-1", "事项": "新增购买住院床位", "日期": "2024-05-06", "床位类别": {"数值": "综合"} | SOURCED, "床位数": {"数值": 100} | SOURCED,
    "机构": {"名称": "甲医院", "类型": {"数值": "综合医院"} | SOURCED, "所在地": "城阳区", "重点建设项目": {"数值": "无"} | SOURCED,
             "统一社会信用代码": "123702140000000001"},
    "指标": [{"地区": "城阳区", "名称": "床位使用率", "数值": "74%", "时点": "2024-03-31", "来源": "住院结算数据"},
             {"地区": "城阳区", "名称": "医疗费用增长率", "数值": "4%", "时点": "2023", "来源": "结算数据"},
             {"地区": "青岛市", "名称": "医疗费用增长率", "数值": "5%", "时点": "2023", "来源": "结算数据"}],
}  # fmt: skip
DECISION = {
    "编号": "F-1", "处理": "不予", "例外": False, "例外理由": "所述情形不属于个案例外",
    "决定机关": "青岛市城阳区医疗保障经办机构", "决定日期": "2024-05-20",
}  # fmt: skip
SETTINGS = """
"联系人" = "丙"
"联系电话" = "0532-0000"
[[机关]]
名称 = "青岛市城阳区医疗保障服务中心"
地区 = ["城阳区"]
事项 = ["新增购买住院床位"]
[救济]
文字 = "如对本告知有异议,可以依法申请行政复议或者提起行政诉讼。"
法制 = "王五"
日期 = "2024-01-05"
"""
OPEN = ("未经法制复核", "救济一段", "尚无处理决定", "例外考量")


@pytest.fixture(autouse=True)
def own_base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TIAOLI_REVIEWS", str(tmp_path / "复核"))
    current_rule_base.rule_base.cache_clear()
    yield
    current_rule_base.rule_base.cache_clear()


def settings(folder: Path, monkeypatch: pytest.MonkeyPatch, text: str = SETTINGS) -> None:
    path = folder / "settings.toml"
    path.write_text(text.replace("[救济]\n文字", "[救济]\n\"文字\"").replace("\n名称", '\n"名称"').replace("\n地区", '\n"地区"')
                    .replace("\n事项", '\n"事项"').replace("\n法制", '\n"法制"').replace("\n日期", '\n"日期"')
                    .replace("[[机关]]", '[["机关"]]').replace("[救济]", '["救济"]'), encoding="utf-8")  # fmt: skip
    monkeypatch.setenv("TIAOLI_SETTINGS", str(path))


def report(folder: Path, *options: str, suffix: str = ".html", decided: bool = True) -> tuple[int, Path]:
    target = folder / f"文书{suffix}"
    (folder / "a.json").write_text(json.dumps(APPLICATION, ensure_ascii=False), encoding="utf-8")
    (folder / "d.json").write_text(json.dumps(DECISION, ensure_ascii=False), encoding="utf-8")
    decision = ("--decision", str(folder / "d.json")) if decided else ()
    return main(["report", str(folder / "a.json"), "-o", str(target), *decision, *options]), target


def review(place: str) -> None:
    assert main(["review", "sign", place, "--by", "法制处甲"]) == 0


def test_a_final_letter_is_refused_and_says_what_is_open(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, path = report(tmp_path, "--final", decided=False)
    printed = capsys.readouterr().out
    assert (code, path.exists()) == (1, False)
    for words in OPEN:
        assert words in printed
    assert "联系人" in printed


def test_a_final_letter_tells_on_the_screen_what_its_notes_would(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A value of the ledger that nobody confirmed is none of the things that DESIGN §6 lists: it is told, not refused."""
    settings(tmp_path, monkeypatch)
    review("qingdao-2023-18-medical/3.1.p2")
    rates = [{**f, "来源类型": "本局台账"} for f in APPLICATION["指标"]]
    monkeypatch.setitem(APPLICATION, "指标", rates)
    capsys.readouterr()
    code, path = report(tmp_path, "--final")
    printed = capsys.readouterr().out
    assert code == 0, printed
    assert "提示:台账未确认:城阳区的床位使用率取自本单位台账,没有写明确认人,请先确认。" in printed.replace(
        "\uff0c", ","
    ).replace("\uff1a", ":")
    assert "未确认" not in path.read_text(encoding="utf-8").partition("<body")[2]


@pytest.mark.parametrize("suffix", [".html", ".docx"])
def test_a_final_letter_has_no_notes_and_no_marks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], suffix: str
) -> None:
    settings(tmp_path, monkeypatch)
    review("qingdao-2023-18-medical/3.1.p2")
    capsys.readouterr()
    code, path = report(tmp_path, "--final", suffix=suffix)
    printed = capsys.readouterr()
    assert code == 0, printed.out
    assert main(["verify", str(path)]) == 0, capsys.readouterr()
    if suffix == ".docx":
        file = WordLetter(path.read_bytes())
        assert "草稿——" not in "".join(file.parts.values())
        assert "经办提示" not in file.body
        assert compared(file.edited("行政诉讼", "民事诉讼"), ".docx").faults
        return
    text = path.read_text(encoding="utf-8")
    number = '<p class="number">____〔____〕____号</p>'  # filled in after signing (DESIGN §6)
    assert number in text
    text = text.replace(number, "")
    for absent in ("草稿", "经办提示", 'class="blank"', 'class="review"', "待法制审核", "（印章）", "____"):
        assert absent not in text.partition("<script")[0].partition("</style>")[2], absent
    assert "青岛市城阳区医疗保障服务中心" in text
    assert "如对本告知有异议，可以依法申请行政复议或者提起行政诉讼。" in text


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ('[["机关"]]\n"名称" = "甲"\n"地区" = ["火星区"]', "火星区"), ('[["机关"]]\n"地区" = ["城阳区"]', "名称"),
        ('[["机关"]]\n"名称" = "甲"\n"事项" = ["办证"]', "办证"), ('["救济"]\n"文字" = "x____"\n"法制" = "甲"\n"日期" = "2024-01-01"', "空白"),
        ('["救济"]\n"文字" = "x"\n"日期" = "昨天"', "法制"), ('["救济"]\n"文字" = "x"\n"法制" = "甲"\n"日期" = "昨天"', "不是日期"),
        ('[["文件"]]\n"代号" = "火星"\n"题名" = "x"\n"来源" = "y"\n"确认人" = "甲"', "火星"),
        ('[["文件"]]\n"代号" = "qingdao-2023-18-ltc"\n"题名" = "x"\n"来源" = "y"\n"确认人" = "甲"', "已载明"),
        ('[["文件"]]\n"代号" = "henan-2025"\n"题名" = "x"', "确认人"), ('"机关" = "甲"', "机关"),
    ],
)  # fmt: skip
def test_faults_of_the_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], wrong: str, words: str
) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(wrong, encoding="utf-8")
    monkeypatch.setenv("TIAOLI_SETTINGS", str(path))
    code, letter = report(tmp_path)
    printed = capsys.readouterr()
    assert (code, letter.exists()) == (2, False)
    assert "T112" in printed.out + printed.err
    assert words in printed.out + printed.err
