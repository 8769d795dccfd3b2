"""Versions as people name them: `document@2023-07-30/3.1.p2`, in lists, searches, questions, checks and comparisons.

CONTRACT §6: 「An address without version means the version in force on the day, else the latest that had begun, else the only one;
document@2023-07-30/3.1.p2 names one; citations carry version」. All documents are invented.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from invented import BEDS, TRANSITION, RuleBase, base_of, load_driver, texts_of, version

from reasoner.cli.main import main
from reasoner.driver import current_rule_base

OLD, NEW, FAR = "2020-01-01", "2022-01-01", "2999-01-01"
VERSIONS = (
    version(1, "60%", OLD),
    version(2, "70%", NEW, replaces=OLD, transition=TRANSITION),
    version(3, "90%", FAR, replaces=NEW),
)


@pytest.fixture(scope="module")
def invented() -> RuleBase:
    return base_of(*VERSIONS)


@pytest.fixture(autouse=True)
def in_use(invented: RuleBase, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The invented documents in place of those in use."""
    load_driver()
    current_rule_base.reader.cache_clear()
    base = invented.on("2026-11-30")
    for module in ("current_rule_base", "clauses", "asking", "judging", "surveys", "window.texts", "window.cases"):
        monkeypatch.setattr(f"reasoner.driver.{module}.rule_base", lambda: base)
    monkeypatch.setattr("reasoner.driver.judging.official_texts", lambda: texts_of(*VERSIONS))
    monkeypatch.setattr("reasoner.driver.window.texts.official_texts", lambda: texts_of(*VERSIONS))
    yield
    current_rule_base.reader.cache_clear()


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    status = main([*arguments])
    out, err = capsys.readouterr()
    return status, out or err


def plain(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    status, out = run(capsys, *arguments)
    assert status == 0, out
    return json.loads(out)


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "甲.json"
    data = {
        "编号": "虚拟-1", "事项": "新增购买住院床位", "日期": "2021-12-31", "床位类别": "综合", "床位数": 100,
        "机构": {"名称": "虚拟医院", "类型": "综合医院", "等级": "二级", "所在地": "城阳区"},
        "指标": [{"地区": "城阳区", "名称": "床位使用率", "数值": "65%", "时点": "2020-12-31"}],
    }  # fmt: skip
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("query", "named", "threshold"),
    [
        (f"{BEDS}/p1", NEW, "70%"),
        (f"{BEDS}@{OLD}/p1", OLD, "60%"),
        (f"{BEDS}@{NEW}/p1", NEW, "70%"),
        (f"{BEDS}@{FAR}/p1", FAR, "90%"),
    ],
)
def test_an_address_may_name_a_version(
    capsys: pytest.CaptureFixture[str], query: str, named: str, threshold: str
) -> None:
    (clause,) = plain(capsys, "show", query, "--json")["clauses"]
    assert (clause["clause"], clause["version"]) == (f"{BEDS}/p1", named)
    assert f"低于{threshold}" in clause["quote"]
    year = named.partition("-")[0]
    assert f"{year}年1月1日版" in run(capsys, "show", query)[1]


@pytest.mark.parametrize(
    "command", [["show", f"{BEDS}@2021-01-01/p1"], ["clauses", "--document", f"{BEDS}@2021-01-01"]]
)
def test_a_version_that_is_not_held_is_named_with_those_that_are(
    capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    status, out = run(capsys, *command)
    assert status == 2
    assert "U103" in out
    assert "2021-01-01" in out
    for name in (OLD, NEW, FAR):
        assert f"{BEDS}@{name}" in out


@pytest.mark.parametrize(("name", "threshold"), [(BEDS, "70%"), (f"{BEDS}@{OLD}", "60%"), (f"{BEDS}@{FAR}", "90%")])
def test_the_list_of_clauses_of_a_version(capsys: pytest.CaptureFixture[str], name: str, threshold: str) -> None:
    clauses = plain(capsys, "clauses", "--document", name, "--json")
    assert [c["clause"] for c in clauses][:2] == [f"{BEDS}/title", f"{BEDS}/p1"]
    assert f"低于{threshold}" in clauses[1]["quote"]


def test_documents_lists_every_version_with_what_it_follows(capsys: pytest.CaptureFixture[str]) -> None:
    listed = plain(capsys, "documents", "--json")
    assert [(d["id"], d["version"]) for d in listed] == [(BEDS, OLD), (BEDS, NEW), (BEDS, FAR)]
    assert {tuple(d["versions"]) for d in listed} == {(OLD, NEW, FAR)}
    assert [d.get("replaces", "") for d in listed] == ["", OLD, NEW]
    assert [d.get("replaced_by", "") for d in listed] == [NEW, FAR, ""]
    assert listed[1]["transition"] == TRANSITION
    assert listed[1]["iri"] == f"https://w3id.org/tiaoli/document/{BEDS}@{NEW}"
    text = run(capsys, "documents")[1]
    squeezed = "".join(text.split())
    assert f"2022年1月1日版,接替2020年1月1日版,由2999年1月1日版接替;引用写{BEDS}@{NEW}" in squeezed.replace(
        "，", ","
    ).replace("；", ";")
    assert "本办法施行前已受理的申请" in squeezed


def test_a_question_may_name_a_version(capsys: pytest.CaptureFixture[str]) -> None:
    for words, threshold in ((f"{BEDS}@{OLD} 床位使用率", "60%"), (f"{BEDS} 床位使用率", "70%")):
        assert f"低于{threshold}" in run(capsys, "ask", words)[1]


@pytest.mark.parametrize(("day", "threshold"), [("2021-12-31", "60%"), (NEW, "70%")])
def test_a_question_of_a_day_is_answered_by_the_version_of_that_day(
    capsys: pytest.CaptureFixture[str], day: str, threshold: str
) -> None:
    fields = ["--region", "城阳区", "--type", "综合医院", "--matter", "新增购买住院床位"]
    answer = plain(capsys, "ask", *fields, "--as-of", day, "--json")
    assert f"低于{threshold}" in json.dumps(answer, ensure_ascii=False)


def test_a_check_of_a_version_and_its_verification(
    capsys: pytest.CaptureFixture[str], case: Path, tmp_path: Path
) -> None:
    kept = plain(capsys, "check", str(case), "--as-of", "2022-06-01", "--json")
    assert kept["outcome"] == "may_proceed"  # received before: by former rules
    named = plain(capsys, "check", str(case), "--as-of", "2022-06-01", "--document", f"{BEDS}@{NEW}", "--json")
    assert (named["outcome"], named["only"]) == ("out_of_force", [f"{BEDS}@{NEW}"])
    for number, verdict in enumerate((kept, named)):
        path = tmp_path / f"{number}.json"
        path.write_text(json.dumps(verdict, ensure_ascii=False), encoding="utf-8")
        assert run(capsys, "verify", str(path))[0] == 0
    text = run(capsys, "check", str(case), "--as-of", "2022-06-01", "--full")[1]
    assert "60%" in text
    assert "70%" not in text.replace(f"「{TRANSITION}」", "")


def test_two_versions_are_compared_without_folders(capsys: pytest.CaptureFixture[str]) -> None:
    names = [f"{BEDS}@{OLD}", f"{BEDS}@{NEW}"]
    compared = plain(capsys, "compare", *names, "--as-of", "2023-01-01", "--matter", "新增购买住院床位", "--json")
    assert compared["amended"]
    text = json.dumps(compared["amended"], ensure_ascii=False)
    assert "60%" in text
    assert "70%" in text
    results = [r for r in compared["results"] if r["type"] == "综合医院"]
    assert [r["relation"] for r in results] == ["A 更宽"]  # 「低于60%」 bars less than 「低于70%」


@pytest.mark.parametrize(("second", "code"), [(OLD, "U136"), ("2021-01-01", "U103"), ("draft", "U103")])
def test_what_cannot_be_compared_is_said(capsys: pytest.CaptureFixture[str], second: str, code: str) -> None:
    status, out = run(capsys, "compare", f"{BEDS}@{OLD}", f"{BEDS}@{second}")
    assert status == 2
    assert code in out


def test_pages_of_the_window_show_the_version_that_is_named() -> None:
    from reasoner.driver.window import texts

    for name, threshold, shown_as in ((BEDS, "70%", NEW), (f"{BEDS}@{OLD}", "60%", OLD)):
        whole = texts.document_text(name)
        assert whole is not None
        assert whole.summary.version == shown_as
        assert any(f"低于{threshold}" in p.text for p in whole.pieces)
        clause = texts.clause(name, "p1")
        assert clause is not None
        assert clause.version == shown_as
    assert texts.document_text(f"{BEDS}@2021-01-01") is None


def test_groups_compete_under_the_rule_of_their_own_version(invented: RuleBase) -> None:
    """Two hospitals of which each fits below a cap and both do not: by the cap of the version that judges them."""
    from invented import application

    from reasoner.batch.mutual_exclusion import GroupSearch
    from reasoner.interpreter.judge import judge

    search = GroupSearch(invented, {})
    for received in ("2021-12-31", "2022-01-01"):
        read = application(invented, "65%", received)
        verdict = judge(invented, read, "2022-06-01", advise=False)
        assert search.add(read, verdict) == ()  # occupancy is no cap of numbers: none keeps the other out
    assert search.groups() == []
