"""入库: bad input of every kind is named and explained where it is looked at, nothing is lost, and other documents go on."""

from __future__ import annotations

import os
import stat
from html import unescape
from typing import NamedTuple

import pytest

from tests.office.client import Client, Window
from tests.office.invented_plan import LINES, word_plan
from tests.office.test_entry_journey import confirm, draft_folder, send

TEXT = "\n".join(LINES)


class Odd(NamedTuple):
    """A file that can be read and is not what it should be."""

    document: str
    name: str
    content: bytes
    words: tuple[str, ...]
    """What the page of the received file says of it."""


BROKEN = TEXT.partition("有同类型定点医药机构")[0]
JUMPING = TEXT.replace("(二)拟新增定点零售药店的", "(五)拟新增定点零售药店的")
TWO = TEXT + "\n\n" + TEXT.replace("住院床位", "院护床位")
MIXED = TEXT.encode().replace("应当符合".encode(), "应当符合".encode("gb18030"))
ODD = (
    Odd("weifang-broken", "中断.txt", BROKEN.encode(), ("R116", "到此中断")),
    Odd("weifang-jumping", "跳号.txt", JUMPING.encode(), ("R115", "编号")),
    Odd("weifang-two", "两份.txt", TWO.encode(), ("R117", "请分开入库")),
)


@pytest.mark.parametrize("odd", ODD, ids=lambda o: o.document)
def test_what_is_odd_in_a_file_is_said_beside_its_fields_and_nothing_is_lost(
    client: Client, window: Window, odd: Odd
) -> None:
    page = send(client, odd.name, odd.content, odd.document)
    assert page.address == f"/entry/{odd.document}/received", page.text
    aside = unescape(page.text.partition("<aside")[2])
    for words in odd.words:
        assert words in aside, aside
    text = (draft_folder(window, odd.document) / "text.txt").read_text(encoding="utf-8")
    assert "".join(text.split()) == "".join(odd.content.decode().split())
    assert client.get(f"/entry/{odd.document}/file").content == odd.content
    for step in ("text", "rules", "publish"):
        assert client.get(f"/entry/{odd.document}/{step}").status == 200


def test_mixed_encodings_are_named_and_what_can_be_read_stays(client: Client, window: Window) -> None:
    page = send(client, "混合.txt", MIXED, "weifang-mixed")
    words = unescape(page.text)
    assert "编码" in words
    assert (page.status == 422) == (not draft_folder(window, "weifang-mixed").exists())
    if page.status == 200:
        assert "R107" in words


def test_an_organ_that_is_not_known_is_told_before_anybody_signs(client: Client) -> None:
    assert send(client, "规划.docx", word_plan(), "weifang-organ").status == 200
    assert "印发机关没有收录" in unescape(client.get("/entry/weifang-organ/received").text)
    assert confirm(client, document="weifang-organ", issuers="潍坊市医疗保障局").status == 200
    assert "印发机关没有收录" not in client.get("/entry/weifang-organ/received").text


def test_an_id_that_another_draft_has_is_refused_and_the_draft_stays(client: Client, window: Window) -> None:
    before = (draft_folder(window, "weifang-organ") / "text.txt").read_bytes()
    page = send(client, "另一份.docx", word_plan(LINES[:9]), "weifang-organ")
    assert page.status == 422
    assert any("已有一份草稿" in e for e in page.errors)
    assert (draft_folder(window, "weifang-organ") / "text.txt").read_bytes() == before


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser reads every folder")
def test_a_folder_that_cannot_be_read_is_named(client: Client, window: Window) -> None:
    corpus = window.data / "规则库"
    corpus.chmod(0)
    try:
        page = client.get("/entry")
        assert page.status == 422
        assert "不能读取" in page.text
        assert client.get("/judge").status == 200
    finally:
        corpus.chmod(stat.S_IRWXU)
