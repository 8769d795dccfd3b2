"""The document store: what is kept of each received file, what is known about it, and what the loader refuses."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from corpus_folders import CORPUS, folder_of, folders

from policy_dsl.diagnostics import Faults
from policy_dsl.source_text import MASK
from policy_dsl.texts.line_breaks import Line
from policy_dsl.texts.official_text import Document, load_document

ROOT = Path(__file__).parents[2]
RECEIVED = ROOT.parent / "shared" / "documents"
NAMES = (
    "binzhou-2022",
    "henan-2025",
    "qingdao-2023-1",
    "qingdao-2023-18-ltc",
    "qingdao-2023-18-medical",
    "qingdao-2023-18-notice",
    "quanzhou-2023-83",
)
QINGDAO_18 = [name for name in NAMES if name.startswith("qingdao-2023-18")]


def document(name: str) -> Document:
    folder = folder_of(name)
    # newline="": offsets count the characters of the file, whatever the platform.
    with (folder / "text.txt").open(encoding="utf-8", newline="") as file:
        text = file.read()
    return load_document(name, (folder / "meta.toml").read_text(encoding="utf-8"), text)


def masked_by(document: Document, at: int) -> str:
    return next((m.reason for m in document.masked if m.start <= at < m.end), "")


def test_the_corpus_has_the_seven_documents() -> None:
    assert folders().keys() >= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_text_is_the_received_file_except_for_what_is_masked(name: str) -> None:
    known = document(name)
    path = RECEIVED / known.received.file
    if not path.is_file():
        pytest.skip("the received files are not at hand (../shared/documents)")
    content = path.read_bytes()
    received = content.decode("utf-8")
    assert hashlib.sha256(content).hexdigest() == known.received.sha256
    assert len(received) == known.received.length == len(known.text)
    assert all(kept in (c, MASK) for kept, c in zip(known.text, received, strict=True))
    assert all(masked_by(known, i) for i, c in enumerate(known.text) if c == MASK)


def test_each_character_of_the_notice_and_its_plans_is_in_exactly_one_of_the_three_or_in_none_as_boilerplate() -> None:
    three = [document(name) for name in QINGDAO_18]
    assert len({d.received for d in three}) == 1
    for at in range(three[0].received.length):
        kept = [d.text[at] for d in three if d.text[at] != MASK]
        if len(kept) != 1 and not "".join(kept).isspace():
            reasons = {masked_by(d, at) for d in three}
            assert not kept
            assert len(reasons) == 1
            assert reasons <= {"网页广告和菜单", "网页重复的题名", "网页的相关链接"}


def test_no_advert_and_no_telephone_number_is_in_the_repository() -> None:
    for path in CORPUS.rglob("*"):
        if path.is_file():
            kept = path.read_text(encoding="utf-8")
            assert not re.search(
                r"(?<![0-9])1[0-9]{2}-?[0-9]{4}-?[0-9]{4}(?![0-9-])|加盟|产业园|招商|写字楼|扫一扫", kept
            ), path


def test_what_is_masked_and_what_is_kept_at_the_edges() -> None:
    assert document("henan-2025").text[:12] == MASK * 10 + "\n为"
    assert document("qingdao-2023-1").text.rstrip(MASK).endswith("完善定点评估\n")
    assert document("quanzhou-2023-83").text.startswith("- 索 引 号:")
    assert document("binzhou-2022").text.rstrip(MASK + "\n").endswith("2022年6月8日印发")


FORCE = {
    "binzhou-2022": ("2022-06-08", "2022-06-08", "印发之日", "2025-12-31", "规划期"),
    "henan-2025": ("2025-10-10", "2025-10-10", "印发之日", "", "未载"),
    "qingdao-2023-1": ("", "", "不明", "", "不明"),
    "qingdao-2023-18-ltc": ("2023-07-30", "2023-07-30", "印发之日", "2025-12-31", "规划期"),
    "qingdao-2023-18-medical": ("2023-07-30", "2023-07-30", "印发之日", "2025-12-31", "规划期"),
    "qingdao-2023-18-notice": ("2023-07-30", "2023-07-30", "印发之日", "", "未载"),
    "quanzhou-2023-83": ("2023-07-19", "2023-07-19", "印发之日", "", "未载"),
}
IDENTITY = {
    "binzhou-2022": (None, 2022, "规划", "市", "371600"),
    "henan-2025": (None, 2025, "指导意见", "省", "410000"),
    "qingdao-2023-1": ("青医保字〔2023〕1号", 2023, "意见", "市", "370200"),
    "qingdao-2023-18-ltc": ("青医保发〔2023〕18号", 2023, "规划", "市", "370200"),
    "qingdao-2023-18-medical": ("青医保发〔2023〕18号", 2023, "规划", "市", "370200"),
    "qingdao-2023-18-notice": ("青医保发〔2023〕18号", 2023, "通知", "市", "370200"),
    "quanzhou-2023-83": ("泉医保〔2023〕83号", 2023, "评估报告", "市", "350500"),
}


@pytest.mark.parametrize("name", NAMES)
def test_force_and_identity(name: str) -> None:
    d = document(name)
    assert (d.issued, d.starts, d.starts_basis, d.ends, d.ends_basis) == FORCE[name]
    assert (d.number, d.year, d.kind, d.issuer_level, d.region) == IDENTITY[name]
    assert d.force


def test_number_and_title_stand_in_the_text_where_the_text_has_them() -> None:
    for name in NAMES:
        d = document(name)
        plain = "".join(d.text.split())
        if name == "henan-2025":
            assert "题名未载" in d.title or "未载题名" in d.title
        else:
            assert "".join(d.title.split()) in plain
        # The plans are numbered by the notice that issues them.
        if d.number and name not in ("qingdao-2023-18-ltc", "qingdao-2023-18-medical"):
            assert d.number in plain


def test_missing_parts_are_named_with_their_places() -> None:
    annex = document("henan-2025").missing[0]
    assert "《河南省医保定点医药服务资源配置标准参考(试行)》" in annex.what
    assert "第三部分第(二)项第1点第一段第二句" in annex.where
    (rest,) = document("qingdao-2023-1").missing
    assert "有效期" in rest.what
    assert "第9点" in rest.where
    assert document("qingdao-2023-1").issuers == ("青岛市医疗保障局", "青岛市财政局")


# --- what the loader refuses -----------------------------------------------------------------------------

TEXT = "▒▒\n关于试点的通知\n各县:\n一、总则正文。"
META = {
    "title": '"关于试点的通知"',
    "year": "2024",
    "kind": '"通知"',
    "issuers": '["某市医疗保障局"]',
    "issuer_level": '"市"',
    "region": '"370200"',
    "addressees": '["各县"]',
    "issued": '"2024-02-01"',
    "lines": '[{ at = 19, kind = "段", words = "正文" }]',
    "force.starts": '"2024-02-01"',
    "force.starts_basis": '"印发之日"',
    "force.ends": '""',
    "force.ends_basis": '"未载"',
    "force.notes": '["未载有效期。"]',
    "received.file": '"a.txt"',
    "received.sha256": f'"{"0" * 64}"',
    "received.length": str(len(TEXT)),
    "masked": '[{ start = 0, end = 2, reason = "广告" }]',
    "missing": "[]",
}


def load(text: str = TEXT, name: str = "test-2024", **changed: str | None) -> Document:
    rows = META | {key.replace("__", "."): value for key, value in changed.items()}
    return load_document(name, "\n".join(f"{k} = {v}" for k, v in rows.items() if v is not None), text)


def test_a_small_document_loads() -> None:
    d = load()
    assert d.number is None
    assert d.lines == (Line(19, "段", "正文"),)
    assert d.masked[0].reason == "广告"


@pytest.mark.parametrize(
    ("code", "words", "changed"),
    [
        ("C101", "TOML", {"title": "没有引号"}),
        ("C102", "titel", {"titel": '"x"'}),
        ("C102", "starts_on", {"force__starts_on": '"x"'}),
        ("C103", "缺少 title", {"title": None}),
        ("C104", "应为文字", {"title": "7"}),
        ("C104", "应为整数", {"year": "true"}),
        ("C104", "issuers", {"issuers": "[1]"}),
        ("C104", "notes", {"force__notes": '[""]'}),
        ("C104", "不是表", {"masked": "[1]"}),
        ("C105", "没有“公告”", {"kind": '"公告"'}),
        ("C105", "没有“区”", {"issuer_level": '"区"'}),
        ("C105", "不是区划代码", {"region": '"青岛"'}),
        ("C105", "不是年份", {"year": "18"}),
        ("C105", "不能为空", {"issuers": "[]"}),
        ("C105", "没有“章”", {"lines": '[{ at = 19, kind = "章", words = "正文" }]'}),
        ("C106", "不是存在的日期", {"force__ends": '"2024-02-30"', "force__ends_basis": '"明文"'}),
        ("C106", "不是存在的日期", {"issued": '"20240201"'}),
        ("C106", "次序不对", {"force__ends": '"2023-12-31"', "force__ends_basis": '"明文"'}),
        ("C107", "理由却是“明文”", {"force__ends_basis": '"明文"'}),
        ("C107", "理由却是“不明”", {"force__starts_basis": '"不明"'}),
        ("C107", "不是印发之日", {"force__starts": '"2024-03-01"'}),
        ("C108", "SHA-256", {"received__sha256": '"abc"'}),
        ("C109", "收到的文本9字", {"received__length": "9"}),
        ("C110", "不在正文之内", {"masked": '[{ start = 0, end = 99, reason = "广告" }]'}),
        ("C110", "理由", {"masked": '[{ start = 0, end = 2, reason = "" }]'}),
        (
            "C111",
            "相重叠",
            {"masked": '[{ start = 0, end = 2, reason = "广告" }, { start = 1, end = 2, reason = "菜单" }]'},
        ),
        ("C112", "应遮盖而未遮盖", {"masked": '[{ start = 0, end = 4, reason = "广告" }]'}),
        ("C112", "没有对应的 masked 项", {"masked": "[]"}),
        ("C112", "没有对应的 masked 项", {"masked": '[{ start = 0, end = 1, reason = "广告" }]'}),
        (
            "C111",
            "次序颠倒",
            {"lines": '[{ at = 19, kind = "段", words = "正" }, { at = 3, kind = "段", words = "关" }]'},
        ),
        ("C113", "在第19字处", {"lines": '[{ at = 16, kind = "段", words = "正文" }]'}),
    ],
)
def test_each_fault_has_its_code_and_says_what_was_found(code: str, words: str, changed: dict[str, str | None]) -> None:
    with pytest.raises(Faults) as raised:
        load(**changed)
    assert any(d.code == code and words in d.render() for d in raised.value.diagnostics), str(raised.value)


def test_a_misspelt_key_is_answered_with_the_nearest_one() -> None:
    with pytest.raises(Faults, match="是否想写 region"):
        load(regions='"370200"')


def test_a_name_that_is_no_identifier_is_refused() -> None:
    with pytest.raises(Faults, match="C105"):
        load(name="../x")


def test_all_faults_are_reported_at_once() -> None:
    with pytest.raises(Faults) as raised:
        load(kind='"公告"', region='"1"', received__sha256='"x"', received__length="1", masked="[]", lines="[]")
    assert [d.code for d in raised.value.diagnostics] == ["C105", "C105", "C108", "C109", "C112"]
