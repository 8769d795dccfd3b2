"""Letters from an office's own template verify with that template at hand, known by its digest; what else they say is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from edit_making import WordLetter

from reasoner.cli.main import main
from reasoner.letters.letter_types import REFUSAL
from reasoner.render.docx.package import read_package, write_package

EXAMPLES = json.loads((Path(__file__).parent.parent / "conformance" / "examples.json").read_text(encoding="utf-8"))
OWN_WORDS = "某某中心办理事项，请同意接收后签字"


@pytest.fixture
def application(tmp_path: Path) -> Path:
    file = tmp_path / "申请.json"
    file.write_text(json.dumps(EXAMPLES[0]["application"], ensure_ascii=False), encoding="utf-8")
    return file


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    """Templates of an office's own: a line above the title, with a word of decision and white on black."""
    folder = tmp_path / "模板"
    assert main(["template", "--letters", str(folder)]) == 0
    file = folder / f"{REFUSAL}.docx"
    parts = read_package(file.read_bytes())
    body = parts["word/document.xml"].decode()
    mark = '<w:rPr><w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="000000"/></w:rPr>'
    added = f"<w:p><w:r><w:t>{OWN_WORDS}</w:t></w:r></w:p><w:p><w:r>{mark}<w:t>存档联</w:t></w:r></w:p>"
    parts["word/document.xml"] = body.replace("<w:body>", f"<w:body>{added}", 1).encode()
    file.write_bytes(write_package(parts))
    return folder


def verified(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, object]]:
    capsys.readouterr()
    status = main(["verify", *arguments, "--json"])
    (report,) = json.loads(capsys.readouterr().out)
    return status, report


def test_with_its_template_at_hand(
    application: Path, templates: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    letter = tmp_path / "告知书.docx"
    assert main(["report", str(application), "-o", str(letter), "--templates", str(templates)]) == 0
    status, report = verified(capsys, str(letter), "--templates", str(templates))
    assert (status, report["faults"], report["added"]) == (0, [], [])
    file = WordLetter(letter.read_bytes())
    outcome = file.paragraph("审查结论")
    letter.write_bytes(file.edited(outcome, f"{outcome}<w:p><w:r><w:t>附件三份。</w:t></w:r></w:p>"))
    status, report = verified(capsys, str(letter), "--templates", str(templates))
    assert (status, report["added"]) == (0, ["附件三份。"])
    letter.write_bytes(file.edited(outcome, ""))
    status, report = verified(capsys, str(letter), "--templates", str(templates))
    assert status == 1
    assert "结论" in str(report["faults"])


def test_without_its_template(
    application: Path, templates: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The digest is in the letter, the template is not: nobody can tell which words are the template's."""
    letter = tmp_path / "告知书.docx"
    assert main(["report", str(application), "-o", str(letter), "--templates", str(templates)]) == 0
    status, report = verified(capsys, str(letter))
    assert status == 1
    assert "手边没有这个模板" in str(report["faults"])
    assert OWN_WORDS in str(report["added"])
    (templates / f"{REFUSAL}.docx").write_bytes((templates / "内部审核意见.docx").read_bytes())
    status, report = verified(capsys, str(letter), "--templates", str(templates))
    assert status == 1


def test_our_layout_verifies_where_the_office_has_templates_by_now(
    application: Path, templates: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    letter = tmp_path / "告知书.docx"
    assert main(["report", str(application), "-o", str(letter)]) == 0
    status, report = verified(capsys, str(letter), "--templates", str(templates))
    assert (status, report["faults"]) == (0, [])


def test_the_name_of_the_office_is_told_in_every_format(
    application: Path, tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = tmp_path / "设置.toml"
    settings.write_text('"经办机构" = "某某市医疗保障事业中心"\n"联系电话" = "0000"\n', encoding="utf-8")
    monkeypatch.setenv("TIAOLI_SETTINGS", str(settings))
    letter = tmp_path / f"告知书{suffix}"
    assert main(["report", str(application), "-o", str(letter), "--consideration", "未见应予例外的情形。"]) == 0
    monkeypatch.delenv("TIAOLI_SETTINGS")
    status, report = verified(capsys, str(letter))
    assert (status, report["faults"], report["added"]) == (0, [], [])
    assert "未见应予例外的情形。" in set(report["filled"])  # type: ignore[call-overload]
    assert {"某某市医疗保障事业中心", "0000"} <= set(report["settled"])  # type: ignore[call-overload]
    assert not {"某某市医疗保障事业中心", "0000"} & set(report["filled"])  # type: ignore[call-overload]


def test_a_name_of_an_office_that_decides_is_named(
    application: Path, tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = tmp_path / "设置.toml"
    settings.write_text('"联系人" = "同意新增"\n', encoding="utf-8")
    monkeypatch.setenv("TIAOLI_SETTINGS", str(settings))
    letter = tmp_path / f"告知书{suffix}"
    assert main(["report", str(application), "-o", str(letter)]) == 0
    status, report = verified(capsys, str(letter))
    assert status == 1
    assert "填写的文字写有决定用语「同意」" in str(report["faults"])


def test_the_terminal_lists_the_text_of_the_office(
    application: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It says what was compared and what was not, never that a letter is free of contradiction."""
    letter = tmp_path / "告知书.html"
    assert main(["report", str(application), "-o", str(letter)]) == 0
    page = letter.read_text(encoding="utf-8")
    letter.write_text(page.replace("</h1>", "</h1>\n<p>附件三份。</p>", 1), encoding="utf-8")
    capsys.readouterr()
    assert main(["verify", str(letter)]) == 0
    output = capsys.readouterr().out
    assert "本单位所加文字1段" in output
    assert "  附件三份。\n" in output
    assert "没有矛盾" not in output
