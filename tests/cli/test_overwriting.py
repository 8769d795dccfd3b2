"""DESIGN §6: nothing a person wrote is ever overwritten: an existing file that is not our own unchanged output is refused
(`--force` says otherwise), a source never. CONTRACT §4: nothing is half-written. Every command that writes files is here.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from corpus_folders import folder_of
from openpyxl import Workbook, load_workbook

from .conftest import Done, Tiaoli

ROOT = Path(__file__).parents[2]
PERSON = "有人写的话\n".encode()

Application = Callable[..., Path]


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def refused(done: Done, code: str, *names: str) -> None:
    """The command ended with 2, names these files and says what to try."""
    assert done.status == 2, done.out + done.err
    assert f"代码：{code}" in done.err
    for name in names:
        assert name in done.err
    assert "建议：" in done.err
    assert not done.out


def table(path: Path, **changed: object) -> Path:
    """A table with one application that can be read."""
    row = {
        "编号": "QD-001", "事项": "新增购买住院床位", "日期": "2024-05-01", "机构名称": "示例医院", "机构类型": "综合医院",
        "等级": "二级", "所在地": "城阳区", "床位类别": "综合", "床位数": 100,
    }  # fmt: skip
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "申请"
    row |= changed
    sheet.append(list(row))
    sheet.append(list(row.values()))
    book.save(path)
    return path


# --- every writer: new, again, changed by a person, forced ----------------------------------------------------

WRITERS = {
    "check -o": ("check", "申请.json", "-o", "出.xlsx"),
    "check --marked": ("check", "错.xlsx", "--marked", "出.xlsx"),
    "report docx": ("report", "申请.json", "-o", "出.docx"),
    "report html": ("report", "申请.json", "-o", "出.html"),
    "report --results": ("report", "申请.json", "-o", "文书.html", "--results", "出.xlsx"),
    "template": ("template", "-o", "出.xlsx"),
    "export application": ("export", "application", "申请.json", "-o", "出.ttl"),
    "export verdict": ("export", "verdict", "申请.json", "-o", "出.jsonld", "--format", "jsonld"),
    "export context": ("export", "context", "-o", "出.jsonld"),
    "export ontology": ("export", "ontology", "-o", "出.ttl"),
    "validate --report": ("validate", "申请.json", "--report", "出.ttl"),
    "compare --topics": ("compare", "青岛市", "河南省", "--topics", "-o", "出.html"),
}


@pytest.mark.parametrize("name", WRITERS)
def test_a_file_of_a_person_stands_in_the_way_until_they_say_otherwise(
    tiaoli: Tiaoli, application: Application, tmp_path: Path, name: str
) -> None:
    command = WRITERS[name]
    application()
    table(tmp_path / "错.xlsx", 床位数="许多")
    status = 2 if "--marked" in command else 0
    target = tmp_path / next(a for a in command if a.startswith("出."))
    target.write_bytes(PERSON)
    before = contents(tmp_path)
    refused(tiaoli(*command), "U109", target.name, "--force", "没有写出任何文件")
    assert contents(tmp_path) == before
    assert tiaoli(*command, "--force").status == status
    made = target.read_bytes()
    assert made != PERSON

    # Our own unchanged output is no obstacle: the same again, and another in its place.
    assert tiaoli(*command).status == status
    assert target.read_bytes() == made
    target.unlink()
    assert tiaoli(*command).status == status
    assert target.read_bytes() == made

    # One more byte, and it is somebody's.
    target.write_bytes(made + b"\n")
    before = contents(tmp_path)
    refused(tiaoli(*command), "U109", target.name)
    assert contents(tmp_path) == before


def test_our_own_unchanged_output_is_replaced_when_the_input_changed(
    tiaoli: Tiaoli, application: Application, tmp_path: Path
) -> None:
    application()
    for target in ("出.html", "出.docx"):
        assert tiaoli("report", "申请.json", "-o", target).status == 0
    assert tiaoli("check", "申请.json", "-o", "出.xlsx").status == 0
    before = contents(tmp_path)
    application(床位数=80)
    for target in ("出.html", "出.docx"):
        assert tiaoli("report", "申请.json", "-o", target).status == 0
    assert tiaoli("check", "申请.json", "-o", "出.xlsx").status == 0
    after = contents(tmp_path)
    assert all(before[name] != after[name] for name in after)


def test_on_another_machine_what_is_not_known_is_refused_and_the_same_content_is_no_obstacle(
    tiaoli: Tiaoli, application: Application, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = {"TIAOLI_CACHE": str(tmp_path_factory.mktemp("cache"))}
    application()
    assert tiaoli("report", "申请.json", "-o", "出.html").status == 0
    assert tiaoli("export", "context", "-o", "出.jsonld").status == 0
    assert tiaoli("report", "申请.json", "-o", "出.html", env=elsewhere).status == 0
    assert tiaoli("export", "context", "-o", "出.jsonld", env=elsewhere).status == 0
    application(床位数=80)
    other = {"TIAOLI_CACHE": str(tmp_path_factory.mktemp("cache"))}
    done = tiaoli("report", "申请.json", "-o", "出.html", env=other)
    refused(done, "U109", "出.html", "看来是条理写出的网页", "不是在这台电脑上写出的")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空文件"),
        (PERSON, "文本文件"),
        (b'{"a": 1}', "JSON 文件"),
        (b"%PDF-1.7\n", "PDF 文件"),
        (b"PK\x03\x04", "压缩文件"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"x", "旧版 Office 文件"),
        (b"\xff\xfe\x00", "内容不明的文件"),
    ],
)
def test_what_stands_in_the_way_is_named(tiaoli: Tiaoli, tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "出").write_bytes(content)
    refused(tiaoli("export", "context", "-o", "出"), "U109", "文件已经存在，看来是", words)
    assert (tmp_path / "出").read_bytes() == content


# --- the lines of the review ----------------------------------------------------------------------------------


def test_a_form_that_was_filled_in_keeps_its_rows(tiaoli: Tiaoli, tmp_path: Path) -> None:
    assert tiaoli("template", "-o", "申请.xlsx").status == 0
    book = load_workbook(tmp_path / "申请.xlsx")
    book["申请"]["A2"] = "QD-001"
    book.save(tmp_path / "申请.xlsx")
    refused(tiaoli("template", "-o", "申请.xlsx"), "U109", "申请.xlsx", "Excel 工作簿")
    assert load_workbook(tmp_path / "申请.xlsx")["申请"]["A2"].value == "QD-001"
    refused(tiaoli("template", "-o", "申请.xlsx", "--letters", "模板"), "U109", "申请.xlsx")
    assert not (tmp_path / "模板").exists()


def test_a_letter_that_was_filled_in_is_kept_and_with_it_the_whole_set(
    tiaoli: Tiaoli, application: Application, tmp_path: Path
) -> None:
    application()
    assert tiaoli("report", "申请.json", "-o", "文书/").status == 0
    (letter,) = (tmp_path / "文书").iterdir()
    with letter.open("ab") as file:
        file.write(b"\0")  # as a program for texts that saves it
    table(tmp_path / "二.xlsx", 编号="QD-002")
    before = contents(tmp_path)
    refused(tiaoli("report", "申请.json", "二.xlsx", "-o", "文书/"), "U109", letter.name, "条理写出的 Word 文档")
    assert contents(tmp_path) == before


def test_no_letter_is_written_where_the_workbook_of_results_is_refused(
    tiaoli: Tiaoli, application: Application, tmp_path: Path
) -> None:
    application()
    (tmp_path / "结果.xlsx").write_bytes(PERSON)
    refused(tiaoli("report", "申请.json", "-o", "文书/", "--results", "结果.xlsx"), "U109", "结果.xlsx")
    assert sorted(os.listdir(tmp_path)) == ["申请.json", "结果.xlsx"]
    (tmp_path / "结果.xlsx").unlink()
    (tmp_path / "告知书.docx").write_bytes(PERSON)
    refused(tiaoli("report", "申请.json", "-o", "告知书.docx", "--results", "结果.xlsx"), "U109", "告知书.docx")
    assert sorted(os.listdir(tmp_path)) == ["告知书.docx", "申请.json"]


def test_templates_of_the_office_are_kept(tiaoli: Tiaoli, application: Application, tmp_path: Path) -> None:
    application()
    assert tiaoli("template", "--letters", "模板").status == 0
    target = "模板/不予新增告知书.docx"
    for force in ((), ("--force",)):
        done = tiaoli("report", "申请.json", "-o", target, "--templates", "模板", *force)
        refused(done, "U110", "不予新增告知书.docx")
    assert tiaoli("template", "--letters", "模板").status == 0  # unchanged
    (tmp_path / target).write_bytes(PERSON)
    before = contents(tmp_path)
    refused(tiaoli("template", "--letters", "模板"), "U109", "不予新增告知书.docx")
    assert contents(tmp_path) == before
    assert tiaoli("template", "--letters", "模板", "--force").status == 0


def test_a_corrected_mapping_is_kept(tiaoli: Tiaoli, tmp_path: Path) -> None:
    table(tmp_path / "甲.xlsx")
    table(tmp_path / "乙.xlsx")
    assert tiaoli("check", "甲.xlsx", "--mapping").status == 0
    mapping = tmp_path / "甲.列对应.json"
    assert tiaoli("check", "甲.xlsx", "--mapping").status == 0  # nothing changed
    corrected = mapping.read_bytes().replace(b"{", b"{ ", 1)
    mapping.write_bytes(corrected)
    refused(tiaoli("check", "乙.xlsx", "甲.xlsx", "--mapping"), "U109", "甲.列对应.json", "JSON 文件", "--force")
    assert mapping.read_bytes() == corrected
    assert not (tmp_path / "乙.列对应.json").exists()
    assert tiaoli("check", "甲.xlsx", "--mapping", "--force").status == 0
    assert mapping.read_bytes() != corrected


def test_neither_ledger_nor_mapping_becomes_the_marked_copy(tiaoli: Tiaoli, tmp_path: Path) -> None:
    wrong = table(tmp_path / "错.xlsx", 床位数="许多")
    ledger = shutil.copy(wrong, tmp_path / "台账.xlsx")
    before = contents(tmp_path)
    for force in ((), ("--force",)):
        refused(tiaoli("check", wrong, "--ledger", ledger, "--marked", ledger, *force), "S141", "台账.xlsx")
        refused(tiaoli("check", wrong, "--marked", wrong, *force), "S141", "错.xlsx")
        refused(tiaoli("check", wrong, "--ledger", ledger, "-o", ledger, *force), "S141", "台账.xlsx")
        assert contents(tmp_path) == before


def test_two_outputs_in_one_file_are_none(tiaoli: Tiaoli, application: Application, tmp_path: Path) -> None:
    application()
    refused(tiaoli("check", "申请.json", "-o", "出.xlsx", "--marked", "./出.xlsx"), "U102", "出.xlsx")
    assert os.listdir(tmp_path) == ["申请.json"]


# --- sources, by whatever name, forced or not -----------------------------------------------------------------

READERS = {
    "export application": (("export", "application"), "-o", "U110"),
    "export verdict": (("export", "verdict"), "-o", "U110"),
    "validate": (("validate",), "--report", "U110"),
    "check -o": (("check",), "-o", "S141"),
    "check --marked": (("check",), "--marked", "S141"),
    "report -o": (("report",), "-o", "T109"),
    "report --results": (("report", "-o", "文书/"), "--results", "S141"),
}


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("name", READERS)
def test_a_source_is_never_written(
    tiaoli: Tiaoli, application: Application, tmp_path: Path, name: str, force: bool
) -> None:
    command, option, code = READERS[name]
    suffix = {"S141": ".xlsx", "T109": ".html"}.get(code, ".json")
    source = application()
    if suffix == ".xlsx":
        source = table(tmp_path / "申请.xlsx")
    folder = tmp_path / "别处"
    folder.mkdir()
    (folder / f"链接{suffix}").symlink_to(source)
    os.link(source, folder / f"硬链接{suffix}")
    ways = [folder / f"链接{suffix}", folder / f"硬链接{suffix}"]
    if suffix == source.suffix:
        ways += [source, f"别处/../{source.name}", f"./{source.name}"]  # type: ignore[list-item]  # as it is written
    before = contents(tmp_path)
    for way in ways:
        done = tiaoli(*command, source, option, way, *(["--force"] if force else []))
        assert done.status == 2
        assert f"代码：{code}" in done.err, done.err
        assert contents(tmp_path) == before


@pytest.mark.parametrize("force", [False, True])
def test_a_version_that_is_compared_is_never_written(tiaoli: Tiaoli, tmp_path: Path, force: bool) -> None:
    for version in ("前", "后"):
        shutil.copytree(folder_of("henan-2025"), tmp_path / version / "henan-2025")
    os.link(tmp_path / "前" / "henan-2025" / "rules.tiao", tmp_path / "出.html")
    before = contents(tmp_path)
    done = tiaoli("compare", "--before", "前", "--after", "后", "-o", "出.html", *(["--force"] if force else []))
    refused(done, "U110", "出.html", "rules.tiao")
    assert contents(tmp_path) == before


def test_a_comparison_is_refused_before_anything_is_solved(tiaoli: Tiaoli, tmp_path: Path) -> None:
    for option, name in (
        ("-o", "出.html"),
        ("-o", "出.xlsx"),
        ("-o", "出.docx"),
        ("--html", "出.html"),
        ("--handover", "出.html"),
    ):
        (tmp_path / name).write_bytes(PERSON)
        refused(tiaoli("compare", "青岛市", "河南省", option, name), "U109", name)
        assert (tmp_path / name).read_bytes() == PERSON


# --- links, loops, devices ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["出.xlsx", "出.html"])
def test_a_link_is_followed_and_what_it_names_is_guarded(
    tiaoli: Tiaoli, application: Application, tmp_path: Path, name: str
) -> None:
    application()
    command = ("check", "申请.json", "-o", name) if name.endswith("xlsx") else ("report", "申请.json", "-o", name)
    away = tmp_path / "别处"
    away.mkdir()
    (tmp_path / name).symlink_to(away / name)
    (away / name).write_bytes(PERSON)
    refused(tiaoli(*command), "U109", name)
    assert (away / name).read_bytes() == PERSON
    assert tiaoli(*command, "--force").status == 0
    assert (tmp_path / name).is_symlink()
    assert (away / name).read_bytes() != PERSON


@pytest.mark.skipif(os.name == "nt", reason="pipes with names of POSIX")
def test_a_link_to_itself_and_a_pipe_are_refused_in_words(
    tiaoli: Tiaoli, application: Application, tmp_path: Path
) -> None:
    application()
    (tmp_path / "圈.xlsx").symlink_to("圈.xlsx")
    refused(tiaoli("check", "申请.json", "-o", "圈.xlsx"), "S140", "链接绕回了自己")
    os.mkfifo(tmp_path / "管道.xlsx")
    done = tiaoli("check", "申请.json", "-o", "管道.xlsx", "--force")
    refused(done, "U109", "管道.xlsx", "不是文件")


# --- what goes on as before -----------------------------------------------------------------------------------


def test_pages_are_generated_again_and_what_is_no_page_stays(tiaoli: Tiaoli, tmp_path: Path) -> None:
    assert tiaoli("pages", "-o", "页").status == 0
    index = tmp_path / "页" / "index.md"
    made = index.read_bytes()
    index.write_bytes(made + "手改\n".encode())
    (tmp_path / "页" / "旧文件.md").write_bytes(made)
    (tmp_path / "页" / "笔记.md").write_bytes(PERSON)
    assert tiaoli("pages", "-o", "页").status == 0
    assert index.read_bytes() == made
    assert not (tmp_path / "页" / "旧文件.md").exists()
    assert (tmp_path / "页" / "笔记.md").read_bytes() == PERSON
    index.write_bytes(PERSON)
    (tmp_path / "页" / "henan-2025.md").unlink()
    before = contents(tmp_path)
    refused(tiaoli("pages", "-o", "页"), "U109", "index.md")
    assert contents(tmp_path) == before


def test_format_rewrites_the_rules_that_it_is_given(tiaoli: Tiaoli, tmp_path: Path) -> None:
    rules = tmp_path / "rules.tiao"
    laid_out = (folder_of("henan-2025") / "rules.tiao").read_bytes()
    rules.write_bytes(laid_out + b"\n\n")
    assert tiaoli("format", rules).status == 0
    assert rules.read_bytes() == laid_out


def test_records_are_added_to(tiaoli: Tiaoli, tmp_path: Path) -> None:
    env = {"TIAOLI_REVIEWS": str(tmp_path / "复核")}
    for name in ("张三", "李四"):
        sign = ("review", "sign", "3.1.p2", "--document", "qingdao-2023-18-medical", "--by", name, "--remark", "无异议")
        assert tiaoli(*sign, env=env).status == 0
    (record,) = (tmp_path / "复核").rglob("reviews.toml")
    assert record.read_text(encoding="utf-8").count("无异议") == 2
