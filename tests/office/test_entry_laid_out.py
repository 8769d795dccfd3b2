"""入库: drafts that the command line or a person laid out are opened at the step where they are; what is lacking is made, or said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reasoner.driver.ingesting import Request, ingest
from tests.office.client import Client, Window
from tests.office.draft_rules import META, TEXT, window_with
from tests.office.invented_plan import TITLE, word_plan
from tests.office.test_entry_journey import values
from tests.office.test_entry_standing import deed


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("规则库")
    (root.parent / "规划.docx").write_bytes(word_plan())
    for folder in ("weifang-a/draft", "weifang-b/undated-2026"):
        ingest(Request(root.parent / "规划.docx", root / "370700" / folder))
    meta = root / "370700/weifang-b/undated-2026/meta.toml"
    written = meta.read_text(encoding="utf-8")
    meta.write_text(
        written.replace('starts = "2026-02-01"', 'starts = "待填"').replace('"虚拟市医疗保障局"', '"待填"'),
        encoding="utf-8",
    )
    for folder, files in {
        "weifang-c/draft": {"text.txt": TEXT},
        "weifang-d/draft": {"meta.toml": META},
        "weifang-e/draft": {"text.txt": TEXT, "meta.toml": "title = \n"},
    }.items():
        place = root / "370700" / folder
        place.mkdir(parents=True)
        for name, text in files.items():
            (place / name).write_text(text, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def window(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Window]:
    with window_with(corpus, tmp_path_factory.mktemp("window")) as opened:
        yield opened


@pytest.fixture(scope="module")
def client(window: Window) -> Client:
    return Client(window)


def files_of(corpus: Path, folder: str) -> set[str]:
    return {p.name for p in (corpus / "370700" / folder).iterdir()}


def test_what_the_command_line_laid_out_opens_at_every_step_and_is_published(client: Client, corpus: Path) -> None:
    base, before = "/entry/weifang-a", files_of(corpus, "weifang-a/draft")
    assert f'href="{base}">接着做' in client.get("/entry").text
    overview = client.get(base).text
    assert TITLE in overview
    assert "登记事项待确认" in overview
    received = client.get(f"{base}/received")
    assert "拟：<b>虚医保发〔2026〕9号</b>" in received.text, "the report of ingestion says on what each field rests"
    assert "逐字相同" in received.text
    assert "不在规则库里" in received.text
    for step in ("text", "rules", "readings", "cases", "publish"):
        assert client.get(f"{base}/{step}").status == 200, step
    assert "条 2.1 性质 限制" in client.get(f"{base}/rules").text
    assert files_of(corpus, "weifang-a/draft") == before, "whoever looks writes nothing"
    page = client.post(f"{base}/received", {**values(received, f"{base}/received"), "by": "张三"})
    assert page.status == 200
    assert {"入库.json", "rules.tiao"} <= files_of(corpus, "weifang-a/draft")
    form, plan = client.get(f"{base}/received").form(f"{base}/give"), (corpus.parent / "规划.docx").read_bytes()
    wrong = client.send(f"{base}/give", {**form, "by": "张三"}, "规划.docx", word_plan((TITLE,)))
    assert wrong.status == 422
    assert "不是登记的那一份文件" in wrong.text
    right = client.send(f"{base}/give", {**form, "by": "张三"}, "规划.docx", plan)
    assert right.status == 200, right.text
    assert client.get(f"{base}/file").content == plan
    for name in ("张三", "李四"):
        assert deed(client, f"{base}/publish", "sign", by=name).status == 200
    page = deed(client, f"{base}/publish", "publish", by="张三")
    assert page.address == f"{base}/at/2026-02-01"
    assert TITLE[:6] in client.get("/doc/weifang-a").text


def test_what_is_set_aside_with_fields_to_fill_goes_on_in_the_window(client: Client, corpus: Path) -> None:
    at = "/entry/weifang-b/at/undated-2026"
    assert f'href="{at}">接着写' in client.get("/entry").text
    assert "接着写：更正正文、登记或者规则" in client.get(at).text
    page = deed(client, at, "correct", by="张三", reason="登记没有填完")
    assert page.address == "/entry/weifang-b"
    assert "登记事项待确认" in page.text, "nobody has confirmed what is to be filled"
    received = client.get("/entry/weifang-b/received")
    given = values(received, "/entry/weifang-b/received")
    assert given["force.starts"] == "", "待填 is no day"
    assert given["issuers"] == ""
    given |= {"by": "张三", "force.starts": "2026-02-01", "issuers": "虚拟市医疗保障局"}
    assert client.post("/entry/weifang-b/received", given).status == 200
    for name in ("张三", "李四"):
        assert deed(client, "/entry/weifang-b/publish", "sign", by=name).status == 200
    page = deed(client, "/entry/weifang-b/publish", "publish", by="张三")
    assert page.address.startswith("/entry/weifang-b/at/2026-02-01"), page.text
    assert not (corpus / "370700/weifang-b/undated-2026").exists()


def test_missing_files_are_made_and_said(client: Client, corpus: Path) -> None:
    base = "/entry/weifang-c"
    received = client.get(f"{base}/received").text
    for name in ("meta.toml", "rules.tiao", "readings.toml", "cases.yaml"):
        assert f"目录里没有 {name}" in received
    rules = client.get(f"{base}/rules")
    assert "床位使用率低于60%" in rules.text
    assert "待写2条" in rules.text
    assert client.get(f"{base}/cases").status == 200
    page = client.get(f"{base}/publish").text
    assert "收到的文件还没有补上" in page
    assert "登记事项还没有人确认" in page
    assert files_of(corpus, "weifang-c/draft") == {"text.txt"}
    form = client.get(f"{base}/text").form(f"{base}/text")
    assert client.post(f"{base}/text", {**form, "n:p1": "上限", "by": "张三"}).status == 200
    assert {"rules.tiao", "readings.toml", "cases.yaml", "meta.toml"} <= files_of(corpus, "weifang-c/draft")
    assert "条 p1 性质 上限" in (corpus / "370700/weifang-c/draft/rules.tiao").read_text(encoding="utf-8")


def test_without_a_text_the_draft_says_so_and_can_be_given_up(client: Client) -> None:
    overview = client.get("/entry/weifang-d")
    assert "目录里没有正文（text.txt）" in overview.text
    assert client.get("/entry/weifang-d/received").address == "/entry/weifang-d"
    assert client.get("/entry/weifang-d/rules").status == 404
    form = overview.form("/entry/weifang-d/leave")
    assert client.post("/entry/weifang-d/leave", {**form, "by": "张三", "reason": "没有正文"}).address == "/entry"


def test_fields_that_cannot_be_read_are_said_and_the_text_opens(client: Client) -> None:
    assert "meta.toml 不能读取" in client.get("/entry/weifang-e/received").text
    assert client.get("/entry/weifang-e/text").status == 200
