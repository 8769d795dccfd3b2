"""入库: what is refused at each step, beside the field, with what was written still there, and nothing of the draft changed."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import NamedTuple

import pytest
from PIL import Image

from tests.office.client import Client, Page, Window
from tests.office.invented_plan import LINES, word_plan
from tests.office.test_entry_journey import confirm, draft_folder, send, write_rules


class Sent(NamedTuple):
    """A file that is refused, and a word of why."""

    name: str
    content: bytes
    why: str


REFUSED = (
    Sent("空.docx", b"", "空"),
    Sent("坏.docx", word_plan()[:2000], "损坏"),
    Sent("程序.exe", b"MZ", "不认识的文件类型"),
    Sent("坏.pdf", b"%PDF-1.7\n1 0 obj", "损坏"),
    Sent("锁.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ""),
    Sent("空白.txt", b"\n \n", "空"),
    Sent(
        "导航.html", "<html><body><nav><a href='/'>首页</a><a href='/a'>机构</a></nav></body></html>".encode(), "没有"
    ),
)


@pytest.mark.parametrize("sent", REFUSED, ids=lambda s: s.name)
def test_a_file_that_cannot_be_read_is_named_and_nothing_is_made(client: Client, window: Window, sent: Sent) -> None:
    page = send(client, sent.name, sent.content, "weifang-bad")
    assert page.status == 422
    assert sent.why in page.text
    assert 'value="weifang-bad"' in page.text
    assert not draft_folder(window, "weifang-bad").exists()


@pytest.mark.parametrize(
    ("region", "document", "words"),
    [
        ("", "", ["没有写地区"]),
        ("乌有市", "BAD id", ["没有地区“乌有市”", "不能作文件标识"]),
        ("鼓楼区", "", ["可指"]),
        ("寿光市", "qingdao-2023-18-medical", ["已经是另一地区的文件的标识"]),
    ],
)
def test_region_and_id_are_refused_together(client: Client, region: str, document: str, words: list[str]) -> None:
    page = send(client, "规划.docx", word_plan(), document, region)
    assert page.status == 422
    for word in words:
        assert any(word in e for e in page.errors), (word, page.errors)


def test_an_id_is_made_where_none_is_written(client: Client) -> None:
    page = send(client, "规划.docx", word_plan(), "")
    assert page.address.startswith("/entry/370700-2026-")
    assert send(client, "规划.docx", word_plan(), page.address.split("/")[2]).errors[0].endswith("已有一份草稿")


@pytest.fixture(scope="module")
def draft(window: Window, client: Client) -> Client:
    assert send(client, "规划.docx", word_plan(), "weifang-draft").status == 200
    return client


BASE = "/entry/weifang-draft"


def unchanged(window: Window, before: dict[str, bytes]) -> bool:
    folder = draft_folder(window, "weifang-draft")
    return {p.name: p.read_bytes() for p in folder.iterdir()} == before


def files(window: Window) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in draft_folder(window, "weifang-draft").iterdir()}


def test_fields_without_a_name_stay_on_the_page(draft: Client, window: Window) -> None:
    before = files(window)
    page = confirm(draft, by="", document="weifang-draft", title="另一个题名")
    assert page.status == 422
    assert "没有写姓名" in page.errors
    assert "另一个题名" in page.text
    assert unchanged(window, before)


@pytest.mark.parametrize(
    ("field", "value", "word"),
    [
        ("year", "二六", "不是年份"),
        ("issued", "2026-13-45", "不是存在的日期"),
        ("force.ends", "2020-01-01", "日期次序"),
        ("issuers", "", "不能为空"),
    ],
)
def test_what_the_fields_say_wrongly_stands_beside_them(draft: Client, field: str, value: str, word: str) -> None:
    page = confirm(draft, document="weifang-draft", **{field: value})
    assert page.status == 200  # kept as the person wrote it, and marked: nobody can publish it so
    assert word in page.text
    assert "登记事项有错误" in draft.get(f"{BASE}/publish").text
    assert confirm(draft, document="weifang-draft", **RIGHT).status == 200


RIGHT = {
    "year": "2026", "issued": "2026-01-15", "force.ends": "2030-12-31", "issuers": "虚拟市医疗保障局", "title": LINES[0],
}  # fmt: skip


def test_a_page_that_was_opened_before_a_change_overwrites_nothing(draft: Client, window: Window) -> None:
    form = draft.get(f"{BASE}/correct?deed=clause&clause=2.1").form(f"{BASE}/correct")
    assert (
        correct(
            draft, "2.2", "(二)医疗费用增长率高于全市平均水平的区县,从严控制新增购买住院床位。" + "另行公布。"
        ).status
        == 200
    )
    before = files(window)
    page = draft.post(f"{BASE}/correct", {**form, "words": "另一句", "reason": "看错", "by": "张三"})
    assert page.status == 422
    assert "另有改动" in page.text
    assert "另一句" in page.text
    assert unchanged(window, before)


def correct(client: Client, address: str, words: str, **other: str) -> Page:
    form = client.get(f"{BASE}/correct?deed=clause&clause={address}").form(f"{BASE}/correct")
    return client.post(f"{BASE}/correct", {**form, "words": words, "reason": "原件如此", "by": "张三", **other})


def test_a_form_sent_twice_changes_once(draft: Client, window: Window) -> None:
    form = draft.get(f"{BASE}/correct?deed=clause&clause=4.1").form(f"{BASE}/correct")
    given = {**form, "words": "(一)各区县医疗保障局要加强组织实施。", "reason": "原件如此", "by": "张三"}
    assert draft.post(f"{BASE}/correct", given).status == 200
    before = files(window)
    assert draft.post(f"{BASE}/correct", given).status == 200
    assert unchanged(window, before)


def test_a_correction_is_recorded_and_the_received_file_stays(draft: Client, window: Window) -> None:
    received = files(window)["收到的文件.docx"]
    page = correct(draft, "2.1", "(一)本区县床位使用率低于65%的,原则上不再新增购买住院床位。")
    assert page.status == 200
    assert "低于60%" in page.text  # as it was, in the list of corrections
    after = files(window)
    assert after["收到的文件.docx"] == received
    assert "低于65%" in after["text.txt"].decode()
    assert "低于65%" in after["rules.tiao"].decode()
    entry = after["rules.tiao"].decode().partition("条 2.1 性质")[2].partition("\n条 ")[0]
    assert "待核" not in entry, "what was proposed for other words goes, and the clause waits"
    assert "  待写\n" in entry
    assert "条 2.3 性质" in after["rules.tiao"].decode()
    assert " 待核" in after["rules.tiao"].decode(), "what was proposed for clauses that stay as they are stays"
    for words, reason in (("", "原件如此"), ("▒", "原件如此"), ("别的话。", "")):
        refused = correct(draft, "2.1", words, reason=reason)
        assert refused.status == 422
        assert unchanged(window, after)


def test_rules_follow_their_clause_and_none_is_lost(draft: Client, window: Window) -> None:
    path = draft_folder(window, "weifang-draft") / "rules.tiao"
    rules = path.read_text(encoding="utf-8")
    path.write_text(rules.replace("  待写\n", "  待写 事项 新增定点零售药店\n"), encoding="utf-8")
    whole = files(window)["text.txt"].decode()
    # A paragraph more before the second part: its number is taken, and what follows has the next ones.
    after = whole.replace("二、住院床位", "(三)加强基金监管。\n二、住院床位")
    form = draft.get(f"{BASE}/correct?deed=whole").form(f"{BASE}/correct")
    page = draft.post(f"{BASE}/correct", {**form, "words": after, "reason": "漏读一段", "by": "张三"})
    assert page.status == 200, page.errors
    kept = path.read_text(encoding="utf-8")
    assert "条 1.3 性质" in kept
    assert kept.count("待写 事项 新增定点零售药店") == rules.count("  待写\n")


def test_a_clause_is_masked_and_taken_back(draft: Client, window: Window) -> None:
    form = draft.get(f"{BASE}/correct?deed=mask&clause=1.3").form(f"{BASE}/correct")
    assert draft.post(f"{BASE}/correct", {**form, "reason": "", "by": "张三"}).status == 422
    page = draft.post(f"{BASE}/correct", {**form, "reason": "网站附注", "by": "张三"})
    assert page.status == 200
    assert "网站附注" in page.text
    assert "▒" in files(window)["text.txt"].decode()
    assert "条 1.3 " not in files(window)["rules.tiao"].decode()
    form = draft.get(f"{BASE}/correct?deed=unmask&number=0").form(f"{BASE}/correct")
    assert draft.post(f"{BASE}/correct", {**form, "by": "张三"}).status == 200
    assert "(三)加强基金监管。" in files(window)["text.txt"].decode()
    assert "条 1.3 " in files(window)["rules.tiao"].decode()


def test_readings_and_cases_are_refused_beside_their_fields(draft: Client, window: Window) -> None:
    before = files(window)
    form = draft.get(f"{BASE}/readings").form(f"{BASE}/readings")
    page = draft.post(f"{BASE}/readings", {**form, "name": "「坏」", "question": "问什么", "by": "张三"})
    assert page.status == 422
    assert len(page.errors) == 4
    assert "问什么" in page.text
    form = draft.get(f"{BASE}/cases/new").form(f"{BASE}/cases/new")
    page = draft.post(
        f"{BASE}/cases/new",
        {**form, "事项": "新增购买住院床位", "日期": "昨天", "编号": "1", "所在地": "乌有", "clauses": "9.9"},
    )
    assert page.status == 422
    joined = " ".join(page.errors)
    for word in ("没有写情形的名称", "没有“", "文件里没有“9.9”这一条"):
        assert word in joined, (word, page.errors)
    assert unchanged(window, before)


def test_nothing_unready_is_signed_or_published_and_nobody_signs_twice(draft: Client, window: Window) -> None:
    rules = files(window)["rules.tiao"].decode()
    write_rules(draft, window, "文件 weifang-draft\n\n条 title 性质 题名\n「不是题名」\n", "weifang-draft")
    page = post(draft, "sign", by="张三")
    assert page.status == 422
    assert "规则和条文理解有错误" in page.text
    write_rules(draft, window, rules, "weifang-draft")
    assert post(draft, "sign", by="").status == 422
    early = post(draft, "publish", by="张三")
    assert early.status == 422
    assert "签署的有0人" in early.text
    assert post(draft, "sign", by="Zhang 三").status == 200
    latin = post(draft, "sign", by="ｚｈａｎｇ三")
    assert latin.status == 422
    assert "已经签署" in latin.text
    assert post(draft, "sign", by="张 三").status == 200
    again = post(draft, "sign", by="张三")
    assert again.status == 422
    assert "张三已经签署" in again.errors
    # What was signed is changed: the signature does not hold any more.
    assert correct(draft, "4.1", "(一)各区县医疗保障局要加强组织领导。").status == 200
    assert "签署以后有改动，不再算数" in draft.get(f"{BASE}/publish").text
    assert post(draft, "sign", by="张三").status == 200


def post(client: Client, deed: str, **given: str) -> Page:
    text = client.get(f"{BASE}/publish").text
    digest = text.split('name="digest" value="')[1].split('"')[0]
    token = text.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    fields = {"csrfmiddlewaretoken": token, "digest": digest, "deed": deed, **given}
    return client.post(f"{BASE}/publish", fields)


def test_a_damaged_folder_stops_no_other(draft: Client, window: Window) -> None:
    corpus = window.data / "规则库" / "370700"
    (corpus / "broken" / "2026-01-01").mkdir(parents=True)
    (corpus / "broken" / "2026-01-01" / "meta.toml").write_bytes(b"\xff\xfe broken")
    (corpus / "half" / "draft").mkdir(parents=True)
    (corpus / "half" / "draft" / "入库.json").write_text("{", encoding="utf-8")
    page = draft.get("/entry")
    assert page.status == 200
    assert "broken" in page.text
    assert "weifang-draft" in page.text
    unread = draft.get("/entry/half")
    assert unread.status == 422
    assert "入库的记录不能读取" in unread.text


def test_unknown_documents_are_no_pages(draft: Client) -> None:
    for path in (
        "/entry/nothing",
        "/entry/nothing/received",
        "/entry/a%2F..%2Fb/text",
        f"{BASE}/cases/7",
        f"{BASE}/at/2026-01-01",
    ):
        assert draft.get(path).status == 404, path


# --- two readings that differ, pictures, scans -----------------------------------------------------------------


def test_a_difference_is_settled_by_a_person(client: Client, window: Window) -> None:
    base = "/entry/weifang-differs"
    assert send(client, "规划.docx", word_plan(), "weifang-differs").status == 200
    # The readers agree on all that we can make; so the record says that the second reading has another figure.
    path = draft_folder(window, "weifang-differs") / "入库.json"
    record = json.loads(path.read_bytes())
    record["differences"] = [
        {"place": "正文第9段", "first": "低于60%", "second": "低于65%", "cause": ""},
        {"place": "正文第1段", "first": "的", "second": "之", "cause": ""},
    ]
    path.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    page = client.get(f"{base}/received")
    assert "两次读取的差别待核定2处" in client.get("/entry/weifang-differs").text
    form = {**page.form(f"{base}/settle"), "form": "difference", "number": "0"}
    for given, word in ((("", "张三"), "没有选采用哪一个"), (("second", ""), "没有写姓名")):
        refused = client.post(f"{base}/settle", {**form, "choice": given[0], "by": given[1]})
        assert refused.status == 422
        assert word in refused.text
    done = client.post(f"{base}/settle", {**form, "choice": "second", "by": "张三"})
    assert done.status == 200
    assert "张三核定：采用“低于65%”" in done.text
    assert "低于65%" in (draft_folder(window, "weifang-differs") / "text.txt").read_text(encoding="utf-8")
    # One of many places: a person has to say which, on the page of the text.
    form = {**done.form(f"{base}/settle"), "form": "difference", "number": "1"}
    refused = client.post(f"{base}/settle", {**form, "choice": "second", "by": "张三"})
    assert "正文里不能确定是哪一处" in refused.text
    done = client.post(f"{base}/settle", {**form, "key": "other", "choice": "first", "by": "李四"})
    assert "差别待核定" not in client.get("/entry/weifang-differs").text


def picture(words: int) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (60, 80 + words), "white").save(content, "PNG")
    return content.getvalue()


def test_a_scan_is_typed_by_one_and_proofread_by_another(client: Client, window: Window) -> None:
    base = "/entry/weifang-scan"
    page = send(client, "扫描.png", picture(0), "weifang-scan")
    assert page.address == f"{base}/scan"
    shown = client.get(f"{base}/page/1.png")
    assert shown.headers["Content-Type"] == "image/png"
    assert shown.content.startswith(b"\x89PNG")
    assert client.get(f"{base}/page/2.png").status == 404
    words = "\n".join(LINES)
    form = page.form(f"{base}/scan")
    assert client.post(f"{base}/scan", {**form, "words": "", "by": "张三", "action": "type"}).status == 422
    page = client.post(f"{base}/scan", {**form, "words": words, "by": "张三", "action": "type"})
    assert "校对第1页" in page.text
    form = page.form(f"{base}/scan")
    same = client.post(f"{base}/scan", {**form, "words": words, "by": "张三", "action": "proofread"})
    assert same.status == 422
    assert "校对人和录入人是同一个人" in same.errors
    page = client.post(f"{base}/scan", {**form, "words": words, "by": "李四", "action": "proofread"})
    assert page.address == f"{base}/received"
    assert "张三录入" in page.text
    assert "李四校对" in page.text
    folder = draft_folder(window, "weifang-scan")
    assert (folder / "text.txt").read_text(encoding="utf-8").strip() == words
    assert (folder / "收到的文件.png").read_bytes() == picture(0)


def test_a_bomb_of_an_archive_is_refused(client: Client, window: Window) -> None:
    import zipfile

    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b" " * 300_000_000)
    assert len(content.getvalue()) < 20 * 2**20
    page = send(client, "炸弹.docx", content.getvalue(), "weifang-bomb")
    assert page.status == 422
    assert not Path(draft_folder(window, "weifang-bomb")).exists()
