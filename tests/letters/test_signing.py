"""青医保发〔2023〕18号, care plan, 4.1.p1.s2: 「市医保经办机构…负责市内三区新增定点遴选工作;区(市)医保经办机构…组织开展辖区内新增定点
遴选工作」: it binds who signs as well as who decides; and marks of a draft that an editor takes away while they hold.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from edit_making import WordLetter, compared
from test_decisions import APPLICATION, CARE, write
from test_guidance_letters import DEFICIT

from reasoner.cli.main import main

BLANK = "____________________（印章）"
OPEN = "由有权遴选的经办机构落款"


def report(folder: Path, application: dict[str, Any], *options: str, suffix: str = ".html") -> tuple[int, Path]:
    target = folder / f"文书{suffix}"
    return main(["report", str(write(folder / "a.json", application)), "-o", str(target), *options]), target


def in_place(place: str) -> dict[str, Any]:
    care: dict[str, Any] = CARE
    figures: list[dict[str, Any]] = [dict(f) for f in care["指标"]]
    for figure in figures:
        figure["地区"] = place if figure["地区"] == "城阳区" else figure["地区"]
    return care | {"机构": care["机构"] | {"所在地": place}, "指标": figures}


def settings(folder: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    path = folder / "settings.toml"
    path.write_text(text, encoding="utf-8")
    monkeypatch.setenv("TIAOLI_SETTINGS", str(path))


def table(name: str) -> str:
    return f'[["机关"]]\n"名称" = "{name}"\n'


CITY, DISTRICT = "青岛市医疗保险事业中心", "青岛市城阳区医疗保障服务中心"


@pytest.mark.parametrize(
    ("place", "text", "signed"),
    [
        ("城阳区", f'"经办机构" = "{DISTRICT}"', f"{DISTRICT}（印章）"), ("城阳区", f'"经办机构" = "{CITY}"', BLANK),
        ("城阳区", '"经办机构" = "青岛市城阳区医疗保障局"', BLANK), ("城阳区", "", BLANK), ("市南区", f'"经办机构" = "{CITY}"', f"{CITY}（印章）"),
        ("市南区", '"经办机构" = "青岛市市南区医疗保障服务中心"', BLANK), ("市南区", table(CITY), f"{CITY}（印章）"),
        ("城阳区", table(DISTRICT), f"{DISTRICT}（印章）"),
    ],
)  # fmt: skip
def test_who_selects_signs(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    place: str,
    text: str,
    signed: str,
) -> None:
    settings(tmp_path, monkeypatch, text)
    code, path = report(tmp_path, in_place(place))
    assert code == 0
    page = path.read_text(encoding="utf-8")
    assert signed in page
    assert (OPEN in page.partition("<script")[0]) is (signed == BLANK)
    assert main(["verify", str(path)]) == 0
    capsys.readouterr()
    code, _ = report(tmp_path, in_place(place), "--final", "--force")
    assert code == 1
    assert (OPEN in capsys.readouterr().out) is (signed == BLANK)


@pytest.mark.parametrize(
    ("place", "name"), [("城阳区", CITY), ("市南区", DISTRICT), ("城阳区", "青岛市城阳区医疗保障局")]
)
def test_another_organ_of_the_table_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], place: str, name: str
) -> None:
    settings(tmp_path, monkeypatch, table(name))
    code, path = report(tmp_path, in_place(place))
    printed = capsys.readouterr()
    assert (code, path.exists()) == (2, False)
    told = printed.out + printed.err
    assert "T125" in told
    assert ("市内三区由市医保经办机构遴选" if place == "市南区" else "由区（市）医保经办机构遴选") in told


def test_the_medical_plan_leaves_it_to_the_office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings(tmp_path, monkeypatch, f'"经办机构" = "{CITY}"')
    code, path = report(tmp_path, APPLICATION)
    assert code == 0
    assert f"{CITY}（印章）" in path.read_text(encoding="utf-8")


# --- marks that an editor takes away


UNDECIDED, PART_OPEN, UNTITLED = "尚无处理决定", "申请中可以容纳的部分", "题名或者文号尚待填写"


def without_mark(path: Path, begins: str) -> bytes:
    """The letter with one mark of its draft taken away on every page."""
    if path.suffix == ".html":
        head, script, rest = path.read_text(encoding="utf-8").partition("<script")
        text, count = re.subn(f"；[^；<]*{begins}[^；<]*|[^；<—]*{begins}[^；<]*；?", "", head)
        assert count
        return (text + script + rest).encode()
    letter = WordLetter(path.read_bytes())
    changed = {}
    for name, text in letter.parts.items():
        if name.startswith("word/"):
            new = re.sub(f"；[^；<]*{begins}[^；<]*|(?<=—)[^；<—]*{begins}[^；<]*；?", "", text)
            if new != text:
                changed[name] = new
    assert changed
    return letter.with_parts(changed)


@pytest.mark.parametrize("suffix", [".html", ".docx"])
@pytest.mark.parametrize(
    ("application", "mark"),
    [(APPLICATION, UNDECIDED), (CARE, UNDECIDED), (CARE, PART_OPEN), (CARE, OPEN), (DEFICIT, UNTITLED)],
)
def test_a_mark_taken_away_is_told(tmp_path: Path, application: dict[str, Any], mark: str, suffix: str) -> None:
    code, path = report(tmp_path, application, suffix=suffix)
    assert code == 0
    assert not compared(path.read_bytes(), suffix).faults
    faults = compared(without_mark(path, mark), suffix).faults
    assert any(mark in f and "「草稿」字样已被删去" in f for f in faults), faults


@pytest.mark.parametrize("suffix", [".html", ".docx"])
def test_the_mark_of_a_part_goes_when_its_blank_is_filled(tmp_path: Path, suffix: str) -> None:
    _, path = report(tmp_path, CARE, suffix=suffix)
    data = without_mark(path, PART_OPEN).decode("latin-1") if suffix == ".html" else ""
    if suffix == ".html":
        text = data.encode("latin-1").decode()
        edited = re.sub("处理：_{20}（[^）]*）", "处理：按100张办理", text).encode()
    else:
        letter = WordLetter(without_mark(path, PART_OPEN))
        edited = letter.with_part(
            "word/document.xml", re.sub("处理：_{20}（[^）]*）", "处理：按100张办理", letter.body)
        )
    assert not any(PART_OPEN in f for f in compared(edited, suffix).faults)
