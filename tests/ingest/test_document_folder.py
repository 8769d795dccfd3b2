"""A received file made into the folder of a document: metadata with their basis, rules to write, a report, all or nothing."""

from __future__ import annotations

import hashlib
import json
import tomllib
from pathlib import Path

import msgspec
import pytest
from word_files import paragraph, row_of, word_file

from policy_dsl.alignment.whole_document import _NEEDED
from policy_dsl.compile import compile_base
from policy_dsl.diagnostics import Faults
from policy_dsl.document_record import Received
from policy_dsl.drafting.document_folder import draft
from policy_dsl.drafting.ingest_report import Differing, IngestReport, report_text
from policy_dsl.drafting.metadata import Field, day_of, propose
from policy_dsl.ingest.readers.extraction import Unreadable
from policy_dsl.ingest.readers.received_file import read_received
from policy_dsl.source_files import read_sources
from policy_dsl.source_text import Source
from policy_dsl.syntax.format import format_file
from policy_dsl.syntax.parse import parse
from policy_dsl.texts.official_text import load_document
from policy_dsl.texts.scaffold import WAITING_NATURES
from policy_dsl.texts.segment import segment
from reasoner.driver.ingesting import Request, ingest

ROOT = Path(__file__).parents[2]

NOTICE = """潍坊市医疗保障局
关于印发潍坊市定点医疗机构资源配置规划的通知
潍医保发〔2026〕5号
各县市区医疗保障局,市直各定点医疗机构:
现将《潍坊市定点医疗机构资源配置规划》印发给你们,请遵照执行。本通知自2026年2月1日起施行,有效期五年。
潍坊市医疗保障局
二〇二六年一月十五日
"""


def nowhere(_: str) -> tuple[str, str]:
    return "", ""


def fields(text: str) -> dict[str, Field]:
    return {f.name: f for f in propose(text, segment(text), nowhere)}


# --- metadata --------------------------------------------------------------------------------------------------------


def test_what_a_text_says_of_itself_is_proposed_with_the_words_and_their_place() -> None:
    of = fields(NOTICE)
    assert of["number"].value == "潍医保发〔2026〕5号"
    assert of["number"].basis.endswith("“潍医保发〔2026〕5号”")
    assert of["year"].value == 2026
    assert of["issuers"].value == ("潍坊市医疗保障局",)
    assert of["issuer_level"].value == "市"
    assert of["addressees"].value == ("各县市区医疗保障局", "市直各定点医疗机构")
    assert of["issued"].value == "2026-01-15"
    assert "二〇二六年一月十五日" in of["issued"].basis
    assert (of["force.starts"].value, of["force.starts_basis"].value) == ("2026-02-01", "明文")
    assert "自2026年2月1日起施行" in of["force.starts"].basis
    assert (of["force.ends"].value, of["force.ends_basis"].value) == ("2031-01-31", "明文")
    assert "有效期五年" in of["force.ends"].basis
    assert of["kind"].value == "通知"


def test_what_a_text_does_not_say_is_blank_and_never_taken_from_elsewhere() -> None:
    of = fields("第一条 甲应当乙。\n第二条 丙可以丁。")
    assert all(f.blank for f in of.values()), [f for f in of.values() if not f.blank]


def test_force_is_proposed_only_from_words_of_force() -> None:
    on_issue = fields(NOTICE.replace("自2026年2月1日起施行,有效期五年", "自印发之日起施行,有效期至2028年12月31日"))
    assert (on_issue["force.starts"].value, on_issue["force.starts_basis"].value) == ("2026-01-15", "印发之日")
    assert on_issue["force.ends"].value == "2028-12-31"
    silent = fields(NOTICE.replace("本通知自2026年2月1日起施行,有效期五年。", ""))
    assert silent["force.starts"].blank
    assert silent["force.ends"].blank
    plan = fields("某市资源配置规划(2023-2025年)\n一、总则\n甲应当乙。")
    assert (plan["force.ends"].value, plan["force.ends_basis"].value) == ("2025-12-31", "规划期")


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2023年7月30日", "2023-07-30"), ("二〇二三年七月三十日", "2023-07-30"), ("二○二六年十二月十一日", "2026-12-11"),
        ("2023年2月30日", ""), ("七月三十日", ""),
    ],
)  # fmt: skip
def test_days_are_read_in_digits_and_in_words(words: str, day: str) -> None:
    assert day_of(words) == day


@pytest.mark.parametrize(
    ("issuer", "level"),
    [
        ("国家医疗保障局", "国家"), ("国务院", "国家"), ("河南省医疗保障局", "省"), ("宁夏回族自治区医疗保障局", "省"),
        ("上海市医疗保障局", "省"), ("青岛市医疗保障局", "市"), ("博尔塔拉蒙古自治州医疗保障局", "市"),
        ("自治区医疗保障局", "省"), ("市医疗保障局", "市"), ("自治州医疗保障局", "市"), ("广州市医疗保障局", "市"), ("青岛市市南区医疗保障局", "县"),
        ("青岛市城阳区医疗保障局", "县"), ("山东省青岛市财政局", "市"), ("上海市浦东新区医疗保障局", ""), ("医疗保障局", ""),
    ],
)  # fmt: skip
def test_the_level_of_an_organ_is_that_which_its_name_shows(issuer: str, level: str) -> None:
    of = fields(NOTICE.replace("\n潍坊市医疗保障局\n", f"\n{issuer}\n"))
    assert of["issuers"].value == (issuer,)
    assert of["issuer_level"].value == level


# --- the folder ------------------------------------------------------------------------------------------------------


def drafted(words: str, name: str = "来件.txt") -> tuple[dict[str, str], IngestReport]:
    raw = words.encode()
    result = draft(
        name,
        raw,
        read_received(raw, name),
        "weifang-2026-5",
        lambda w: ("370700", "潍坊市") if "潍坊" in w else ("", ""),
    )
    return {n: content.decode() for n, content in result.files.items()}, result.report


def test_the_metadata_are_loaded_as_they_are_where_nothing_is_blank() -> None:
    files, _ = drafted(NOTICE)
    document = load_document("weifang-2026-5", files["meta.toml"], files["text.txt"])
    assert document.number == "潍医保发〔2026〕5号"
    assert document.region == "370700"
    assert document.received == Received("来件.txt", hashlib.sha256(NOTICE.encode()).hexdigest(), len(NOTICE))
    assert files["meta.toml"].count("# 拟:") == 13


def test_blank_fields_are_marked_and_the_loader_names_them_one_and_all() -> None:
    files, report = drafted("第一条 甲应当乙。\n第二条 丙可以丁。")
    assert files["meta.toml"].count("# 待填:") == report.left.fields == 13
    assert tomllib.loads(files["meta.toml"])["force"]["starts_basis"] == "不明"  # unknown force permits nothing
    with pytest.raises(Faults) as caught:
        load_document("weifang-2026-5", files["meta.toml"], files["text.txt"])
    named = " ".join(d.where for d in caught.value.diagnostics)
    assert all(key in named for key in ("title", "kind", "issuers", "issuer_level", "region", "year"))


def test_what_a_text_holds_cannot_break_the_metadata() -> None:
    files, _ = drafted('关于"引号"和\\反斜线\x7f的通知\n\n一、甲\n乙应当丙。')
    assert "反斜线" in tomllib.loads(files["meta.toml"])["title"]


def test_rules_are_a_scaffold_in_canonical_layout_and_what_is_left_is_counted() -> None:
    files, report = drafted(NOTICE)
    file, faults = parse(Source("rules.tiao", files["rules.tiao"]))
    assert not faults
    assert file is not None
    assert format_file(file) == files["rules.tiao"]
    assert report.left.clauses == len(segment(NOTICE))
    assert report.left.to_write == files["rules.tiao"].count("待写:") > 0
    assert tomllib.loads(files["readings.toml"]) == {}


@pytest.mark.parametrize("path", sorted((ROOT / "tests/corpus/statutes").glob("*.txt")), ids=lambda p: p.stem)
def test_the_folder_compiles_as_it_is_once_its_metadata_are_written(path: Path) -> None:
    # What is not yet a rule is 待写: an unknown restriction, which verdicts count with.
    written = {
        "title": "某规划", "year": 2026, "kind": "规划", "issuers": ("青岛市医疗保障局",), "issuer_level": "市", "region": "370200",
        "addressees": (), "issued": "", "force.starts": "", "force.starts_basis": "不明", "force.ends": "", "force.ends_basis": "不明",
    }  # fmt: skip
    given = [Field(name, value, "经办人员", given=True) for name, value in written.items()]
    raw = path.read_bytes()
    result = draft(path.name, raw, read_received(raw, path.name), "qd-2026", nowhere, given)
    folder = "corpus/370200/qd-2026/undated-2026"
    own = {f"{folder}/{n}": result.files[n].decode() for n in ("text.txt", "meta.toml", "rules.tiao", "readings.toml")}
    base = compile_base({n: t for n, t in read_sources().items() if n.startswith("ontology/")} | own)
    (document,) = base.documents
    pending = [c.clause for c in document.clauses.values() if c.pending]
    assert len(pending) == result.report.left.to_write > 0
    # A clause whose nature or words restrict waits for its rule.
    assert {c.clause for c in document.clauses.values() if {"限制", "上限"} & set(c.natures)} <= set(pending)


def test_natures_that_wait_for_a_rule_are_those_of_which_the_compiler_asks_one() -> None:
    assert frozenset(_NEEDED) == WAITING_NATURES


def test_every_character_is_in_the_text_or_told_and_the_sums_are_right() -> None:
    raw = word_file(
        paragraph("甲应当乙。")
        + '<w:p><w:r><w:t>丙</w:t></w:r><w:del w:id="1" w:author="a"><w:r><w:delText>丁戊</w:delText></w:r></w:del></w:p>'
        + f"<w:tbl>{row_of(paragraph('己'), paragraph('庚'))}</w:tbl>"
    )
    result = draft("a.docx", raw, read_received(raw, "a.docx"), "a-1", nowhere)
    characters = result.report.characters
    text = result.files["text.txt"].decode()
    assert characters.total == sum(c.count for c in characters.by_origin) == len("".join(text.split())) == 8
    assert [(c.what, c.count) for c in characters.left_out] == [("修订删除的文字", 2)]
    assert [(t.words, t.note, t.place) for t in result.report.left_out] == [("丁戊", "修订删除的文字", "正文第2段")]


def test_masks_and_missing_parts_stand_in_the_metadata() -> None:
    page = "<html><body><nav><a>首页</a></nav><p>第一条 甲应当乙。</p><p>见<img alt='图'></p><p>第二条 没有写完</p></body></html>"
    raw = page.encode()
    result = draft("a.html", raw, read_received(raw, "a.html"), "a-1", nowhere)
    text = result.files["text.txt"].decode()
    meta = tomllib.loads(result.files["meta.toml"].decode())
    assert text.split("\n")[0] == "▒▒"
    assert meta["masked"] == [{"start": 0, "end": 2, "reason": "网页的 <nav> 部分"}]
    assert "首页" in result.files["meta.toml"].decode()  # what is hidden can be read
    assert [m["what"].partition(":")[0] for m in meta["missing"]] == ["〔图片1〕", "中断处以后的内容"]
    assert [t.note[:4] for t in result.report.notices if t.note.startswith("R")] == ["R116"]


# --- what is told ----------------------------------------------------------------------------------------------------


def codes(words: str) -> list[str]:
    return [t.note[:4] for t in drafted(words)[1].notices]


def test_numbers_that_jump_texts_that_break_off_and_second_documents_are_told() -> None:
    assert codes("一、甲\n乙应当丙。\n二、丁\n戊应当己。") == []
    assert "R115" in codes("一、甲\n乙应当丙。\n一、丁\n戊应当己。")
    assert codes("一、甲\n乙应当丙") == ["R116"]
    second = NOTICE + "\n潍坊市定点医疗机构资源配置规划\n\n一、总则\n甲应当乙。\n二、任务\n丙应当丁。\n"
    assert "R117" in codes(second)
    assert "R117" in codes("一、甲\n乙应当丙。\n二、丁\n戊应当己。\n一、庚\n辛应当壬。")


def test_two_statutes_in_one_file_are_told() -> None:
    statutes = ROOT / "tests" / "corpus" / "statutes"
    one, other = ((statutes / f"{n}.txt").read_text(encoding="utf-8") for n in STATUTES)
    assert codes(one) == []
    assert codes(other) == []
    joined = codes(f"{one}\n{other}")
    assert joined.count("R117") == 1
    assert 1 < joined.count("R115") < 20  # fifty articles come again: they are counted, not all listed
    skipped = one.replace("第十条", "", 1)
    assert "R115" in codes(skipped)


STATUTES = ("social-insurance-agencies-2023", "state-council-735-fund-supervision")


def test_control_characters_are_told_with_their_line() -> None:
    _, report = drafted("甲应当乙。\n丙\x01丁。")
    assert [(t.note[:4], t.place) for t in report.notices] == [("R107", "第2行")]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "R101"), (b" \r\n\xef\xbb\xbf", "R101"), ("全▒半".encode(), "R109"),
        ("甲乙".encode() + "丙".encode("gb18030"), "R106"), (b"\xff\xfe\x00", "R106"), (b"\x89PNG\r\n\x1a\n", "R108"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "R103"), (b"PK\x03\x04xx", "R103"),
        ("<html><body><nav>首页</nav></body></html>".encode(), "R111"),
    ],
)  # fmt: skip
def test_files_that_are_not_read_are_named(raw: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as caught:
        draft("a", raw, read_received(raw, "a"), "a-1", nowhere)
    assert caught.value.code == code
    assert caught.value.hint


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_text_is_the_same_in_each_encoding_and_with_each_line_end(encoding: str, end: str) -> None:
    raw = NOTICE.replace("\n", end).encode(encoding)
    extraction = read_received(raw, "a.txt").extraction
    assert extraction.text == NOTICE
    assert bool(extraction.notices) == (end != "\n")


def test_a_comma_that_two_readings_have_in_two_forms_stands_in_the_report_as_it_is() -> None:
    raw = word_file(paragraph("甲,乙。"))
    report = draft("a.docx", raw, read_received(raw, "a.docx"), "a-1", nowhere).report
    differing = msgspec.structs.replace(report, differences=(Differing("正文第1段", ",", "，", ""),))
    assert "正文第1段：第一次“,”，第二次“，”" in report_text(differing)


# --- written whole or not at all -------------------------------------------------------------------------------------


def test_the_folder_is_written_whole_and_nothing_is_overwritten(tmp_path: Path) -> None:
    source, folder = tmp_path / "来件.txt", tmp_path / "370700" / "weifang-2026-5" / "draft"
    source.write_text(NOTICE, encoding="utf-8")
    report = ingest(Request(source, folder))
    assert report.document == "weifang-2026-5"  # the folder of a version lies in that of its document
    names = {"text.txt", "meta.toml", "rules.tiao", "readings.toml", "cases.yaml", "报告.txt", "报告.json"}
    assert {p.name for p in folder.iterdir()} == names
    assert {p.name for p in folder.parent.iterdir()} == {"draft"}
    assert json.loads((folder / "报告.json").read_text(encoding="utf-8"))["sha256"] == report.sha256
    ingest(Request(source, folder))  # our own unchanged output is replaced
    rules = folder / "rules.tiao"
    rules.write_text("我写的", encoding="utf-8")
    before = {p.name: p.read_bytes() for p in folder.iterdir()}
    with pytest.raises(Faults) as caught:
        ingest(Request(source, folder))
    assert [d.code for d in caught.value.diagnostics] == ["U109"]
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == before
    ingest(Request(source, folder, force=True))
    assert rules.read_text(encoding="utf-8") != "我写的"
    assert source.read_text(encoding="utf-8") == NOTICE


def test_nothing_is_written_where_the_file_is_not_read_or_the_folder_cannot_be(tmp_path: Path) -> None:
    source = tmp_path / "a.docx"
    source.write_bytes(b"PK\x03\x04")
    with pytest.raises(Faults) as caught:
        ingest(Request(source, tmp_path / "a-1"))
    assert [d.code for d in caught.value.diagnostics] == ["R103"]
    assert list(tmp_path.iterdir()) == [source]
    text = tmp_path / "a.txt"
    text.write_text(NOTICE, encoding="utf-8")
    with pytest.raises(Faults) as caught:
        ingest(Request(text, source / "a-1"))
    assert [d.code for d in caught.value.diagnostics] == ["R119"]
    with pytest.raises(Faults) as caught:
        ingest(Request(text, tmp_path / "规划"))
    assert [d.code for d in caught.value.diagnostics] == ["U108"]
    with pytest.raises(Faults) as caught:
        ingest(Request(tmp_path / "none.txt", tmp_path / "a-1"))
    assert [d.code for d in caught.value.diagnostics] == ["U106"]
    assert sorted(tmp_path.iterdir()) == sorted([source, text])


def test_a_typed_scan_names_who_typed_and_who_proofread_it_and_these_are_two(tmp_path: Path) -> None:
    scan, typed = tmp_path / "扫描.png", tmp_path / "录入.txt"
    scan.write_bytes(b"\x89PNG\r\n\x1a\n")
    typed.write_text(NOTICE, encoding="utf-8")
    folder = tmp_path / "weifang-2026-5"
    for by, other in (("张三", "张三"), ("张三", " 张三 "), ("", "李四"), ("张三", "")):
        with pytest.raises(Faults) as caught:
            ingest(Request(scan, folder, typed=typed, by=by, proofread_by=other))
        assert [d.code for d in caught.value.diagnostics] == ["R112"]
    with pytest.raises(Faults) as caught:
        ingest(Request(scan, folder, by="张三", proofread_by="李四"))
    assert [d.code for d in caught.value.diagnostics] == ["R112"]
    report = ingest(Request(scan, folder, typed=typed, by="张三", proofread_by="李四"))
    assert "人工录入:张三录入,李四校对" in report.entered
    assert hashlib.sha256(typed.read_bytes()).hexdigest() in report.entered
    assert report.sha256 == hashlib.sha256(scan.read_bytes()).hexdigest()  # what was received is the scan
    assert (folder / "text.txt").read_text(encoding="utf-8") == NOTICE
    meta = (folder / "meta.toml").read_text(encoding="utf-8")
    assert "人工录入" in meta
    received = load_document("weifang-2026-5", meta.replace('region = ""', 'region = "370700"'), NOTICE).received
    assert (received.typed_by, received.proofread_by) == ("张三", "李四")
    for wrong in ('proofread_by = "张三"', 'proofread_by = ""'):
        with pytest.raises(Faults) as caught:
            load_document("weifang-2026-5", meta.replace('proofread_by = "李四"', wrong), NOTICE)
        assert "received.proofread_by" in " ".join(d.where for d in caught.value.diagnostics)


def test_the_region_is_that_of_the_words_or_the_one_given(tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text(NOTICE.replace("潍坊", "青岛"), encoding="utf-8")
    assert {f.name: f.value for f in ingest(Request(source, tmp_path / "a-1")).fields}["region"] == "370200"
    given = ingest(Request(source, tmp_path / "a-2", region="城阳区"))
    assert [(f.value, f.state) for f in given.fields if f.name == "region"] == [("370214", "所给")]
    assert {f.name: f.value for f in ingest(Request(source, tmp_path / "a-3", region="370700")).fields}[
        "region"
    ] == "370700"
    with pytest.raises(Faults) as caught:
        ingest(Request(source, tmp_path / "a-4", region="无此市"))
    assert [d.code for d in caught.value.diagnostics] == ["F118"]


def test_the_day_of_issue_that_a_page_prints_is_proposed_and_the_day_of_putting_up_is_not() -> None:
    """宁医保规发〔2026〕3号 as its page has it: 发布时间 is the site's, 成文时间 the document's."""
    words = (Path(__file__).parents[1] / "corpus/statutes/ningxia-2026-guidance-fragment.txt").read_text(
        encoding="utf-8"
    )
    of = fields(words)
    assert (of["issued"].value, of["issuer_level"].value) == ("2026-01-04", "省")
    assert "成文时间" in of["issued"].basis
    without = fields("\n".join(line for line in words.split("\n") if not line.startswith("成文时间")))
    assert without["issued"].value == ""
