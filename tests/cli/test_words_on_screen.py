"""What staff read on screen and in workbooks is punctuated and quoted as documents are (WORDING.md, GB/T 15834-2011), its
arithmetic is true as printed, and what is to be copied — names of files, JSON — stays as it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import openpyxl
import pytest

from .conftest import APPLICATION, Tiaoli

HALF: Final = re.compile(
    r"(?<=[\u4e00-\u9fff”’》）])[,;:?!()]|[,;:?!()](?=[\u4e00-\u9fff“‘《（])|[「」『』]|》、《|《[^》]*《|“[^”]*“"
)
"""Half-width marks beside Chinese, brackets of the rule language, a list mark between titles, a mark within its like."""
KEPT: Final = re.compile(r"\S*\.(?:json|xlsx|docx|tiao|toml|ttl|csv)(?::\d+)?|\{.*?\}")
COMMANDS: Final = (
    "demo", "check", "verify", "clauses", "documents", "show", "format", "scaffold", "ask", "report", "template",
    "indicators", "duties", "references", "proofread", "review", "pages", "compare", "lint", "validate", "export", "ingest",
)  # fmt: skip


def half_width(text: str) -> list[str]:
    """The places of a text, paragraph by paragraph, that are not set as documents are."""
    lines = [KEPT.sub("", line) for line in text.splitlines()]
    return [line for line in lines if HALF.search(line)]


def written(path: Path, *applications: dict[str, Any]) -> Path:
    path.write_text(json.dumps(applications, ensure_ascii=False), encoding="utf-8")
    return path


REST: Final = APPLICATION | {"编号": "QD-2", "指标": []}
PHARMACY: Final = {
    "编号": "QD-3", "事项": "新增定点零售药店", "日期": "2024-05-01", "步行15分钟内同类型定点机构数": 0,
    "机构": {"名称": "某药店", "类型": "零售药店", "所在地": "市北区"},
    "指标": [
        {"地区": "市北区", "名称": "医疗费用增长率", "数值": "4%", "时点": "2023"},
        {"地区": "青岛市", "名称": "医疗费用增长率", "数值": "5%", "时点": "2023"},
    ],
}  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_help(tiaoli: Tiaoli, command: str) -> None:
    assert half_width(tiaoli(command, "--help").out) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("documents",), ("clauses", "--document", "qingdao-2023-18-medical", "--deciding"), ("show", "3.1.p2"),
        ("duties", "--region", "青岛市"), ("indicators", "--document", "quanzhou-2023-83"), ("references",),
        ("proofread", "--document", "qingdao-2023-18-medical"), ("review", "list"), ("review", "readings"),
        ("compare", "青岛市", "河南省", "--topics"), ("ask", "城阳区", "养老机构"), ("--help",),
    ],
    ids=" ".join,
)  # fmt: skip
def test_lists(tiaoli: Tiaoli, arguments: tuple[str, ...]) -> None:
    done = tiaoli(*arguments)
    assert done.out
    assert half_width(done.out + done.err) == []


@pytest.mark.parametrize("full", [(), ("--full",)], ids=["short", "full"])
@pytest.mark.parametrize("application", [APPLICATION, REST, PHARMACY], ids=["barred", "open", "favourable"])
def test_a_verdict(tiaoli: Tiaoli, tmp_path: Path, application: dict[str, Any], full: tuple[str, ...]) -> None:
    text = tiaoli("check", written(tmp_path / "甲(1).json", application), *full).out
    assert half_width(text) == []
    # 2024年5月1日; a day beside nothing Chinese is a cell or a value of the JSON
    assert re.findall(r"[\u4e00-\u9fff（]\d{4}-\d\d-\d\d", text) == []


def test_many_verdicts(tiaoli: Tiaoli, tmp_path: Path) -> None:
    out = tiaoli("check", written(tmp_path / "a.json", APPLICATION, REST, PHARMACY)).out
    assert half_width(out) == []
    assert out.startswith("共3份申请，均按2024年5月1日有效的规定研判")


def test_faults_say_what_to_write_and_their_code_last(tiaoli: Tiaoli, tmp_path: Path) -> None:
    # The code last; 键, 从零数, 允许 and 时点 in the words of staff
    file = written(
        tmp_path / "乙(2).json",
        APPLICATION | {"医院名": 1, "日期": "昨天", "指标": [{"地区": "甲乙丙", "名称": "常住人口", "数值": 1}]},
    )
    done = tiaoli("check", file)
    assert half_width(done.err) == []
    assert "乙(2).json" in done.err
    assert "没有“医院名”这一项" in done.err
    assert "日期“昨天”不能识别" in done.err
    assert "第1项指标的地区" in done.err
    assert re.search(r"\n  可以写：[^\n]+\n(?:  建议：[^\n]+\n)?  代码：F\d+\n", done.err)
    assert not re.search(r"允许|键|\[0\]", done.err)


def test_json_keeps_its_marks(tiaoli: Tiaoli, tmp_path: Path) -> None:
    # "Keywords, JSON keys and JSON values stay as they are; renderers print full-width marks."
    source = written(tmp_path / "a.json", APPLICATION)
    verdict = tiaoli("check", source, "--json").json()
    assert ",原则上不再新增购买住院床位。" in verdict["citations"][0]["quote"]
    demo = tiaoli("demo").out
    sample = re.search(r"^  \{\n.*?^  \}$", demo, re.M | re.S)
    assert sample is not None
    assert json.loads(sample[0])["机构"]["名称"] == "示例医院"


def cells(path: Path, *names: str) -> Iterator[str]:
    """The texts of sheets, comments among them."""
    book = openpyxl.load_workbook(path)
    for name in names or book.sheetnames:
        for row in book[name].iter_rows():
            for cell in row:
                yield from (t for t in (cell.value, cell.comment and cell.comment.text) if isinstance(t, str))


def test_the_workbook_of_results(tiaoli: Tiaoli, tmp_path: Path) -> None:
    named = APPLICATION | {"机构": APPLICATION["机构"] | {"名称": "示例(集团)医院"}}
    tiaoli("check", written(tmp_path / "a.json", named, REST, PHARMACY), "-o", "r.xlsx")
    texts = list(cells(tmp_path / "r.xlsx", "研判结果"))
    assert "示例(集团)医院" in texts  # a name is the applicant's own
    assert [t for t in texts if t != "示例(集团)医院" and half_width(t)] == []
    assert "适用日期" in texts
    # C43: labels hold commas, so they are parted by semicolons
    assert any(re.search("可能的结论：.*，需个案研究；", t) for t in texts)


def test_the_empty_form(tiaoli: Tiaoli, tmp_path: Path) -> None:
    tiaoli("template", "-o", "t.xlsx", "--region", "青岛市", "--matter", "新增购买住院床位")
    texts = list(cells(tmp_path / "t.xlsx"))
    assert [t for t in texts if half_width(t)] == []
    assert any("所涉条款" in t for t in texts)
    assert not any("问到" in t or "滨州" in t for t in texts)  # X2, X5


# --- arithmetic -----------------------------------------------------------------------------------------------------

EQUATION: Final = re.compile(r"((?:[\d.]+[^\d\s，。；：（）=]*[×+])+[\d.]+[^\d\s，。；：（）=×+]*)=(-?[\d.]+)")
SCALES: Final = {"千": 1000, "万": 10000}


def value_of(part: str, per: str) -> Decimal:
    """A number as printed: a percentage, or one of thousands or ten thousands, unless the rate beside it is per as many."""
    match = re.fullmatch(r"([\d.]+)(%?)(.*)", part)
    assert match is not None, part
    number = Decimal(match[1]) / (100 if match[2] else 1)
    scale = match[3][:1]
    return number if scale == per else number * SCALES.get(scale, 1)


def untrue(text: str) -> list[str]:
    """The equations of a text that are not true as printed."""
    flat = "".join(text.split())
    wrong = []
    for left, right in EQUATION.findall(flat):
        total = Decimal(0)
        for term in left.split("+"):
            product, rate = Decimal(1), re.search("/([千万])", term)
            for factor in term.split("×"):
                product *= value_of(factor, rate[1] if rate else "")
            total += product
        if total != Decimal(right):
            wrong.append(f"{left}={right}")
    return wrong


def test_the_reader_of_equations_reads_them() -> None:
    assert untrue("71293+100=71393张，未超过7.5张/千常住人口×10342.1千人=77565.75张") == []
    assert untrue("10000+5000=15000张，超过20%×60000=12000张") == []
    assert untrue("7.5张/千常住人口×10342100=77565.75张") == ["7.5张/千常住人口×10342100=77565.75"]  # C1
    assert untrue("71293+100=71392张") == ["71293+100=71392"]


def beds(kind: str, facility: str, **figures: int) -> dict[str, Any]:
    listed = [{"地区": "青岛市", "名称": n, "数值": v, "时点": "2023-12-31"} for n, v in figures.items()]
    return {
        "编号": kind, "事项": "新增购买住院床位", "日期": "2024-05-01", "床位类别": kind, "床位数": 51,
        "机构": {"名称": "某", "类型": facility, "所在地": "城阳区"}, "指标": listed,
    }  # fmt: skip


ADDED_UP: Final = (
    beds("综合", "综合医院", 医保购买住院床位数=77600, 常住人口=10342100),
    beds("康复", "康复医院", 医保购买住院床位数=71293, 常住人口=10342101, 医保购买康复床位数=4343),
    beds("精神", "精神专科医院", 医保购买住院床位数=71293, 常住人口=10342307, 医保购买精神床位数=8067),
    {
        "编号": "院护", "事项": "新增购买院护床位", "日期": "2024-05-01", "床位数": 5000,
        "机构": {"名称": "某", "类型": "护理院", "所在地": "即墨区", "已定点": ["院护"]},
        "指标": [
            {"地区": "青岛市", "名称": "院护床位数", "数值": 10000, "时点": "2023-12-31"},
            {"地区": "青岛市", "名称": "预期享受长护险待遇人数", "数值": 60001, "时点": "2025"},
        ],
    },
)  # fmt: skip


@pytest.mark.parametrize("application", ADDED_UP, ids=lambda a: a["编号"])
def test_arithmetic_is_true_as_printed(tiaoli: Tiaoli, tmp_path: Path, application: dict[str, Any]) -> None:
    text = tiaoli("check", written(tmp_path / "a.json", application), "--full").out
    assert "=" in text
    assert "×" in text
    assert untrue(text) == []
    if application["编号"] == "院护":  # C24: an expected figure is not one of a day that is past
        assert "60001人（2025年预测数）" in "".join(text.split())
        assert "截至2025" not in text


def test_arithmetic_is_true_in_the_workbook(tiaoli: Tiaoli, tmp_path: Path) -> None:
    tiaoli("check", written(tmp_path / "a.json", *ADDED_UP), "-o", "r.xlsx")
    assert untrue("\n".join(cells(tmp_path / "r.xlsx", "研判结果"))) == []
