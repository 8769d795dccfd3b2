"""`tiaoli report`, `tiaoli template` and `tiaoli verify` of letters, as their user runs them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from letter_making import of_outcome
from msgspec.structs import replace
from written_json import hold, writes_json

from reasoner.driver.current_rule_base import rule_base
from reasoner.letters.letter_desk import uncertain_in
from reasoner.letters.letter_types import OPINION, REFUSAL, default_kind, objections
from reasoner.model.kinds import Outcome, Role
from reasoner.model.verdict import Verdict

TIAOLI = str(Path(sys.executable).with_name("tiaoli"))
EXAMPLES = json.loads((Path(__file__).parent.parent / "conformance" / "examples.json").read_text(encoding="utf-8"))


def run(*arguments: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [TIAOLI, *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        cwd=cwd,
        check=False,
    )
    assert "Traceback" not in done.stderr
    assert "U199" not in done.stderr
    texts = [str(a) for a in arguments]
    if writes_json(texts):
        hold(texts, done.stdout, done.returncode)
    return done


@pytest.fixture
def one(tmp_path: Path) -> Path:
    return file_of(tmp_path / "申请.json", EXAMPLES[0]["application"])


def file_of(path: Path, data: object) -> Path:
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return path


def test_a_letter_and_its_proof(one: Path, tmp_path: Path, suffix: str) -> None:
    before = one.read_bytes()
    letter = tmp_path / f"告知书{suffix}"
    done = run("report", one, "-o", letter)
    assert done.returncode == 0, done.stderr
    assert "不予新增告知书" in done.stdout
    assert "草稿" in done.stdout
    assert one.read_bytes() == before
    checked = run("verify", letter)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "校验无误" in checked.stdout


def test_the_same_bytes_twice(one: Path, tmp_path: Path, suffix: str) -> None:
    for name in ("a", "b"):
        assert run("report", one, "-o", tmp_path / f"{name}{suffix}").returncode == 0
    assert (tmp_path / f"a{suffix}").read_bytes() == (tmp_path / f"b{suffix}").read_bytes()


def test_several_applications(tmp_path: Path) -> None:
    file = file_of(tmp_path / "多份.json", [e["application"] for e in EXAMPLES[:4]])
    assert run("report", file, "-o", tmp_path / "一份.docx").returncode == 2
    done = run("report", file, "-o", f"{tmp_path / '文书'}/")
    assert done.returncode == 0, done.stderr
    written = sorted((tmp_path / "文书").iterdir())
    assert len(written) == 4
    assert run("verify", *written).returncode == 0
    done = run("report", file, "-o", tmp_path / "{编号}.html")
    assert done.returncode == 0
    assert len(list(tmp_path.glob("*.html"))) == 4


def test_a_path_in_a_number_stays_in_the_directory(tmp_path: Path) -> None:
    file = file_of(
        tmp_path / "申请.json", [EXAMPLES[0]["application"] | {"编号": n} for n in ("../../a", "b/c", "../../a.")]
    )
    done = run("report", file, "-o", f"{tmp_path / '文书'}/")
    assert done.returncode == 0, done.stderr
    assert len(list((tmp_path / "文书").iterdir())) == 3
    assert {p.name for p in tmp_path.iterdir()} == {"申请.json", "文书"}


def test_a_refusal_of_what_nothing_bars(tmp_path: Path) -> None:
    for example in EXAMPLES:
        file = file_of(tmp_path / "申请.json", example["application"])
        outcome = json.loads(run("check", file, "--json").stdout)["outcome"]
        done = run("report", file, "-o", tmp_path / "x.docx", "--kind", "不予新增告知书")
        barred = outcome in ("barred", "presumptively_barred", "not_eligible")
        assert done.returncode == (0 if barred else 2), outcome
        assert ("T106" in done.stderr) == (not barred)
        assert (tmp_path / "x.docx").exists() == barred
        (tmp_path / "x.docx").unlink(missing_ok=True)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["-o", "x.txt"], "T109"),
        (["-o", "x"], "T109"),
        (["-o", "{号}.docx"], "T109"),
        (["-o", "{编号}/x.docx"], "T109"),
        (["-o", "x.docx", "--kind", "批准书"], "T106"),
        (["-o", "x.docx", "--kind", "现场核查任务单"], "T106"),
        (["-o", "x.docx", "--templates", "没有"], "T104"),
        (["-o", "x.pdf", "--font", "没有.ttf"], "T108"),
        (["-o", "x.pdf", "--font", "没有这种字体"], "T108"),
        (["-o", "申请.json/x.docx"], "U107"),
        (["-o", "x.docx", "--as-of", "昨天"], "F"),
        ([], "U102"),
    ],
)
def test_bad_usage(one: Path, tmp_path: Path, arguments: list[str], code: str) -> None:
    done = run("report", one, *arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert code in done.stderr
    assert [p.name for p in tmp_path.iterdir()] == ["申请.json"]


def test_the_application_is_never_overwritten(tmp_path: Path) -> None:
    file = file_of(tmp_path / "申请.html", EXAMPLES[0]["application"]).rename(tmp_path / "申请.json")
    link = tmp_path / "告知书.docx"
    link.symlink_to(file)
    before = file.read_bytes()
    done = run("report", file, "-o", link)
    assert done.returncode == 2
    assert "T109" in done.stderr
    assert file.read_bytes() == before


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_directory_that_may_not_be_written(one: Path, tmp_path: Path) -> None:
    folder = tmp_path / "只读"
    folder.mkdir(mode=0o500)
    done = run("report", one, "-o", folder / "x.docx")
    assert done.returncode == 2
    assert "U107" in done.stderr


def test_templates_of_an_office(one: Path, tmp_path: Path) -> None:
    assert run("template", "--letters", tmp_path / "模板").returncode == 0
    assert (tmp_path / "模板" / "字段说明.html").exists()
    assert run("report", one, "-o", tmp_path / "x.docx", "--templates", tmp_path / "模板").returncode == 0
    assert run("verify", tmp_path / "x.docx").returncode == 0
    # DESIGN §6: an existing file that is not our own unchanged output is refused.
    assert run("template", "--letters", tmp_path / "模板").returncode == 0
    with (tmp_path / "模板" / "字段说明.html").open("a", encoding="utf-8") as sheet:
        sheet.write("<!-- 本单位的话 -->")
    assert run("template", "--letters", tmp_path / "模板").returncode == 2


def test_an_edited_letter_is_status_1(one: Path, tmp_path: Path) -> None:
    page = tmp_path / "x.html"
    assert run("report", one, "-o", page).returncode == 0
    page.write_text(page.read_text(encoding="utf-8").replace("低于75%的", "低于60%的", 1), encoding="utf-8")
    done = run("verify", page)
    assert done.returncode == 1
    assert "引文" in done.stdout
    told = json.loads(run("verify", page, "--json").stdout)
    assert not told[0]["holds"]


def test_a_consideration_ends_the_draft(one: Path, tmp_path: Path) -> None:
    letter = tmp_path / "x.docx"
    done = run("report", one, "-o", letter, "--consideration", "经审查,未见应予例外的情形。")
    assert done.returncode == 0
    assert "例外考量" not in done.stdout
    assert "草稿:" in done.stdout  # rules nobody has reviewed, no remedies approved, nothing decided (DESIGN §6)
    assert run("verify", letter).returncode == 0


def test_a_document_of_unknown_force_carries_no_letter(verdicts: list[Verdict]) -> None:
    """青医保字〔2023〕1号 breaks off: nothing that leaves the office rests on it alone."""
    assert "qingdao-2023-1" in uncertain_in(rule_base())
    barred = of_outcome(verdicts, Outcome.BARRED)
    cited = next(c for c in barred.citations if c.role is Role.DECISIVE)
    alone = replace(barred, citations=(replace(cited, clause="qingdao-2023-1/8"),))
    uncertain = frozenset({"qingdao-2023-1"})
    assert default_kind(alone, uncertain) == OPINION
    (fault,) = objections(REFUSAL, alone, uncertain)
    assert fault.code == "T107"
    beside = replace(alone, citations=(*alone.citations, replace(cited, clause="qingdao-2023-18-ltc/3.1")))
    assert objections(REFUSAL, beside, uncertain) == []
