"""What is filled in on the paper (signatures, replies, who goes and until when) stands in a final letter; what an office must
have written keeps it back.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from edit_making import compared
from test_decisions import APPLICATION, write
from test_signing import BLANK, CITY, DISTRICT, in_place

from reasoner.cli.main import main

INSPECTION, INQUIRY = "现场核查任务单", "内部查询单"
# 3.2.p1.s2 of the medical plan: 「步行15分钟范围内有同类型定点医药机构的」 is looked at on the spot.
PHARMACY: dict[str, Any] = {
    "编号": "H-1", "事项": "新增定点零售药店", "日期": "2024-05-06",
    "机构": {"名称": "某某大药房(城阳店)", "类型": "零售药店", "所在地": "城阳区", "地址": "青岛市城阳区正阳路1号"},
    "指标": [{"地区": p, "名称": "医疗费用增长率", "数值": v, "时点": "2023", "来源": "结算"} for p, v in (("城阳区", "4%"), ("青岛市", "5%"))],
}  # fmt: skip
NO_FIGURES = APPLICATION | {"编号": "H-2", "指标": []}


def report(folder: Path, application: dict[str, Any], kind: str, suffix: str, *options: str) -> tuple[int, Path]:
    target, source = folder / f"文书{suffix}", write(folder / "a.json", application)
    kinds = ("--kind", kind) if kind else ()
    return main(["report", str(source), "-o", str(target), *kinds, *options]), target


@pytest.mark.parametrize("suffix", [".html", ".docx", ".pdf"])
@pytest.mark.parametrize(("kind", "application"), [(INSPECTION, PHARMACY), (INQUIRY, NO_FIGURES)])
def test_orders_and_inquiries_can_be_final(
    tmp_path: Path, kind: str, application: dict[str, Any], suffix: str, request: pytest.FixtureRequest
) -> None:
    if suffix == ".pdf":
        request.getfixturevalue("chinese_font")
    code, path = report(tmp_path, application, kind, suffix, "--final")
    assert code == 0
    assert main(["verify", str(path)]) == 0
    if suffix == ".html":
        text = path.read_text(encoding="utf-8").partition("<script")[0].partition("</style>")[2]
        assert "blank" not in text
        lines = ("受领人：________", "核查日期：") if kind == INSPECTION else ("回复人：________", "回复日期：")
        assert all(f'<p class="hand">{line}' in text or line in text for line in lines)
        assert application["机构"]["名称"] in text


def test_an_order_without_a_place_is_no_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    nowhere = PHARMACY | {"机构": {k: v for k, v in PHARMACY["机构"].items() if k != "地址"}}
    code, path = report(tmp_path, nowhere, INSPECTION, ".html", "--final")
    assert (code, path.exists()) == (1, False)
    assert "核查地点" in capsys.readouterr().out


def test_a_receipt_of_delivery_waits_for_nobody(tmp_path: Path) -> None:
    code, path = report(tmp_path, APPLICATION, "送达回证", ".html", "--final")
    assert code == 0
    assert main(["verify", str(path)]) == 0


# --- the organ that somebody writes where a letter is signed


def signed(path: Path, name: str, *, seal: bool = True) -> tuple[str, ...]:
    page = path.read_text(encoding="utf-8")
    assert BLANK in page
    return compared(page.replace(BLANK, name + "（印章）" * seal).encode(), ".html").faults


@pytest.mark.parametrize("seal", [True, False])
@pytest.mark.parametrize(
    ("place", "name", "may"),
    [
        # The care plan, 4.1.p1.s2: 市医保经办机构 for 市内三区, 区(市)医保经办机构 elsewhere.
        ("城阳区", DISTRICT, True), ("城阳区", CITY, False), ("城阳区", "青岛市城阳区医疗保障局", False), ("市南区", CITY, True),
        ("市南区", "青岛市市南区医疗保障服务中心", False), ("城阳区", "青岛市崂山区医疗保障服务中心", False),
    ],
)  # fmt: skip
def test_where_a_text_says_whose_the_selection_is(tmp_path: Path, place: str, name: str, may: bool, seal: bool) -> None:
    _, path = report(tmp_path, in_place(place), "", ".html")
    faults = [f for f in signed(path, name, seal=seal) if f.startswith(f"落款的「{name}」没有就")]
    assert bool(faults) is not may


@pytest.mark.parametrize("seal", [True, False])
@pytest.mark.parametrize(
    ("name", "may"),
    [
        (DISTRICT, True), (CITY, True), ("青岛市医疗保障局", True), ("某某市医疗保障事业中心", True), ("青岛市财政局", False),
        ("青岛市崂山区医疗保障服务中心", False), ("滨州市医疗保障局", False), ("山东省医疗保障局", False), ("崂山区医保中心", False),
    ],
)  # fmt: skip
def test_where_none_does_its_name_must_not_speak_against_it(tmp_path: Path, name: str, may: bool, seal: bool) -> None:
    _, path = report(tmp_path, APPLICATION, "", ".html")
    faults = [f for f in signed(path, name, seal=seal) if f.startswith(f"落款的「{name}」没有就")]
    assert bool(faults) is not may


def test_a_table_that_names_an_organ_of_another_place_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text('[["机关"]]\n"名称" = "滨州市医疗保障局"\n', encoding="utf-8")
    monkeypatch.setenv("TIAOLI_SETTINGS", str(settings))
    code, path = report(tmp_path, APPLICATION, "", ".html")
    printed = capsys.readouterr()
    assert (code, path.exists()) == (2, False)
    assert "T125" in printed.out + printed.err
