"""Templates and files that mean harm, or are merely broken: a clear message, and nothing done."""

from __future__ import annotations

import io
import re
import time
import zipfile
from pathlib import Path

import pytest
from letter_making import letter

from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.ingest.output_guard import Overwriting
from policy_dsl.ingest.xml_tree import NotWellFormed, parse
from reasoner.driver.current_rule_base import official_texts, rule_base
from reasoner.letters import letter_desk, letter_verification
from reasoner.letters.letter_types import KINDS, REFUSAL
from reasoner.letters.output_paths import safe, write_all
from reasoner.letters.settings import Settings, read_settings
from reasoner.letters.word_text import visible_in_word
from reasoner.model.verdict import Verdict
from reasoner.render.docx.package import BadPackage, read_package, write_package


def own_template(folder: Path, text: str, old: str = "{{ 标题 }}") -> Settings:
    """The office's directory, its refusal with `text` in the place of the title."""
    letter_desk.write_templates(folder)
    file = folder / f"{REFUSAL}.docx"
    parts = read_package(file.read_bytes())
    assert old in parts["word/document.xml"].decode()
    parts["word/document.xml"] = parts["word/document.xml"].decode().replace(old, text).encode()
    file.write_bytes(write_package(parts))
    return Settings(templates=folder)


def faults_of(verdict: Verdict, settings: Settings) -> list[Diagnostic]:
    with pytest.raises(Faults) as error:
        letter_desk.render(letter(verdict, REFUSAL), "{}", ".docx", settings)
    return list(error.value.diagnostics)


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("{{ 标 题 }}", "T101", "标 题"),
        ("{{ 标题名 }}", "T102", "标题名"),
        ("{{ 标题 }}{{ 条款.没有.这个 }}", "T102", "没有"),
        ("{% for x in 条款 %}", "T101", "没有写完"),
        ("{% endfor %}", "T101", "endfor"),
        ("{{ 标题", "T101", "标题"),
        ("{{ 标题.__class__ }}", "T103", "内部属性"),
        ("{{ ''['__class__'] }}", "T103", "内部属性"),
        ("{{ 标题['__class' + '__'] }}", "T103", "不能"),
        ("{{ 标题|attr('__class__') }}", "T103", "筛选器 attr"),
        ("{{ cycler.__init__.__globals__ }}", "T103", "内部属性"),
        ("{% for i in range(1000000000) %}x{% endfor %}", "T103", "循环字段以外"),
        ("{% for i in 'a' * 1000000000 %}x{% endfor %}", "T103", "循环字段以外"),
        ("{{ 'a' * 1000000000 }}", "T103", "运算"),
        ("{{ 9 ** 9 ** 9 }}", "T103", "运算"),
        ("{{ '%1000000000d' % 1 }}", "T103", "运算"),
        ("{{ 标题|center(1000000000) }}", "T103", "筛选器 center"),
        ("{% include '/etc/passwd' %}", "T103", "引入"),
        ("{% import 'x' as y %}", "T103", "引入"),
        ("{% extends 'x' %}", "T103", "继承"),
        ("{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}", "T103", "宏"),
        ("{% set x = 1 %}", "T103", "赋值"),
        ("{{ lipsum(1000000) }}", "T103", "调用函数"),
        ("{{ 标题.upper() }}", "T103", "调用函数"),
        ("{% for a in 条款 %}{% for b in 条款 %}{% for c in 条款 %}x{% endfor %}{% endfor %}{% endfor %}", "T103", "最多套2层"),
        ("{% for a in 条款 recursive %}{{ loop(条款) }}{% endfor %}", "T103", "不能"),
    ],
)  # fmt: skip
def test_a_bad_template_is_named(verdicts: list[Verdict], tmp_path: Path, text: str, code: str, said: str) -> None:
    settings = own_template(tmp_path / "模板", text.replace("<", "&lt;"))
    start = time.process_time()
    faults = faults_of(verdicts[0], settings)
    assert time.process_time() - start < 5
    assert {f.code for f in faults} == {code}
    assert any(said in f.message + f.where for f in faults), faults
    assert f"{REFUSAL}.docx" in faults[0].where


def test_the_place_of_a_fault(verdicts: list[Verdict], tmp_path: Path) -> None:
    (fault,) = faults_of(verdicts[0], own_template(tmp_path / "模板", "标题是{{ 题目 }}"))
    assert "正文 第1段「标题是{{ 题目 }}」" in fault.where
    assert "标题" in fault.allowed


def test_a_template_that_loses_a_ground(verdicts: list[Verdict], tmp_path: Path) -> None:
    faults = faults_of(
        verdicts[0], own_template(tmp_path / "模板", "{%p for 段 in 事实.段 %}", "{%p for 段 in 规定.段 %}")
    )
    assert {f.code for f in faults} == {"T105"}
    assert any("引文" in f.message for f in faults)


def test_an_office_may_change_words_and_layout(verdicts: list[Verdict], tmp_path: Path) -> None:
    text = "某某中心文件 {{ 机构 }} {{ 结论|trim }}{% for 条 in 条款 %}({{ 条.文号 }}){% endfor %}{{ 标题 }}"
    settings = own_template(tmp_path / "模板", text)
    data = letter_desk.render(letter(verdicts[0], REFUSAL), "{}", ".docx", settings)
    assert "某某中心文件" in "".join(visible_in_word(data).paragraphs)


def test_a_template_that_is_no_template(verdicts: list[Verdict], tmp_path: Path) -> None:
    folder = tmp_path / "模板"
    letter_desk.write_templates(folder)
    for data in (b"", b"x", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", bomb()):
        (folder / f"{REFUSAL}.docx").write_bytes(data)
        assert {f.code for f in faults_of(verdicts[0], Settings(templates=folder))} == {"T104"}
    assert {f.code for f in faults_of(verdicts[0], Settings(templates=tmp_path / "没有"))} == {"T104"}


def test_a_template_of_which_a_part_is_no_xml_is_refused_with_the_part(verdicts: list[Verdict], tmp_path: Path) -> None:
    """Of parts that nothing is filled into, too: the letter made of it would be a file that Word does not open."""
    folder = tmp_path / "模板"
    letter_desk.write_templates(folder)
    file = folder / f"{REFUSAL}.docx"
    clean = read_package(file.read_bytes())
    for name in ("word/settings.xml", "word/styles.xml", "word/_rels/document.xml.rels"):
        file.write_bytes(write_package(clean | {name: clean[name].replace(b"</", b"<", 1)}))
        (fault,) = faults_of(verdicts[0], Settings(templates=folder))
        assert fault.code == "T104"
        assert name in fault.message
        assert re.search("第[0-9]+行第[0-9]+列不合 XML 写法", fault.message)
        assert not re.search("[a-z]{3,} [a-z]{3,}", fault.message)


def test_a_template_with_macros_or_outside_links(verdicts: list[Verdict], tmp_path: Path) -> None:
    folder = tmp_path / "模板"
    letter_desk.write_templates(folder)
    file = folder / f"{REFUSAL}.docx"
    clean = read_package(file.read_bytes())
    rels = "word/_rels/document.xml.rels"
    link = b'<Relationship Id="x" Type="http://x/attachedTemplate" Target="http://example.invalid/" TargetMode="External"/>'
    for name, content in (
        ("word/vbaProject.bin", b"x"),
        ("word/embeddings/oleObject1.bin", b"x"),
        (rels, clean[rels].replace(b"</Relationships>", link + b"</Relationships>")),
    ):
        file.write_bytes(write_package(clean | {name: content}))
        assert {f.code for f in faults_of(verdicts[0], Settings(templates=folder))} == {"T104"}


def bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"0" * 200_000_000)
    return buffer.getvalue()


@pytest.fixture(scope="module")
def zip_bomb() -> bytes:
    return bomb()


def test_bombs_are_not_unpacked(zip_bomb: bytes, tmp_path: Path) -> None:
    file = tmp_path / "x.docx"
    lol = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><x>&b;</x>'
    many = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<x/>"} | {f"a{i}": b"" for i in range(500)}
    for data in (
        zip_bomb,
        write_package({"[Content_Types].xml": b"<Types/>", "word/document.xml": lol}),
        write_package(many),
    ):
        file.write_bytes(data)
        start = time.process_time()
        with pytest.raises(Faults) as error:
            letter_verification.verify_letter(file, rule_base(), official_texts())
        assert {d.code for d in error.value.diagnostics} == {"T110"}
        assert time.process_time() - start < 3


def test_a_locked_file_says_so() -> None:
    with pytest.raises(BadPackage, match="密码"):
        read_package(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512)


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "a/b\\c:d*e?", "..", "", "con", "NUL.txt", "x" * 500, "\x00\n", "{{x}}"]
)
def test_names_of_files_stay_in_their_directory(name: str, tmp_path: Path) -> None:
    made = safe(name)
    assert made
    assert len(made) <= 61
    assert (tmp_path / f"{made}.docx").parent == tmp_path
    (tmp_path / f"{made}.docx").write_bytes(b"")


def test_all_files_or_none(tmp_path: Path) -> None:
    (tmp_path / "b.docx").mkdir()
    with pytest.raises(Faults) as error:
        write_all({tmp_path / "a.docx": b"a", tmp_path / "b.docx": b"b"})
    assert error.value.diagnostics[0].code == "U107"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["b.docx"]


def test_a_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.docx"
    file.write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(Faults, match="磁盘已满"):
        write_all({file: b"new"}, Overwriting(force=True))
    assert file.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [file]


def test_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "设置.toml"
    monkeypatch.setenv("TIAOLI_SETTINGS", str(file))
    file.write_text('"经办机构" = "某某市医疗保障事业中心"\n"模板目录" = "模板"\n', encoding="utf-8")
    settings = read_settings()
    assert settings.office.name == "某某市医疗保障事业中心"
    assert settings.templates == tmp_path / "模板"
    assert read_settings("别处", "字体.ttf").font == "字体.ttf"
    file.write_text('"经办机购" = "x"\n"字体" = 1\n', encoding="utf-8")
    with pytest.raises(Faults) as error:
        read_settings()
    assert len(error.value.diagnostics) == 2
    assert "经办机构" in error.value.diagnostics[0].hint
    file.write_text("= =", encoding="utf-8")
    with pytest.raises(Faults, match="T112"):
        read_settings()


def test_the_sheet_names_every_field(verdicts: list[Verdict], tmp_path: Path) -> None:
    from reasoner.render.docx.letter import fields_of

    letter_desk.write_templates(tmp_path / "模板")
    page = (tmp_path / "模板" / "字段说明.html").read_text(encoding="utf-8")
    for field in fields_of(letter(verdicts[0], REFUSAL)):
        assert f"<code>{field}</code>" in page or f"<code>{field}.段" in page
    assert all(kind in page for kind in KINDS)
    (tmp_path / "模板" / "字段说明.html").write_text(page + "\n", encoding="utf-8")  # no more our own unchanged output
    with pytest.raises(Faults, match="文件已经存在"):
        letter_desk.write_templates(tmp_path / "模板")


# --- XML ------------------------------------------------------------------------------------------------------


def test_no_entity_is_resolved(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("secret")
    declared = f'<!DOCTYPE a [<!ENTITY near "near"><!ENTITY far SYSTEM "{outside.as_uri()}">]>'
    for huge in (False, True):
        root = parse(f"{declared}<a>&near;&far;</a>".encode(), huge=huge)
        assert "".join(root.itertext(tag="*")) == ""
        assert [str(part) for part in root] == ["&near;", "&far;"]


def test_text_above_ten_megabytes_is_read_only_where_it_may_be() -> None:
    large = b"<a>" + b"x" * 10_000_001 + b"</a>"
    with pytest.raises(NotWellFormed):
        parse(large)
    assert len(parse(large, huge=True).text or "") == 10_000_001
