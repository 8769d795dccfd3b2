"""The bureau's own corpus changes while the window runs: it is noticed, compiled in the background, told, and taken."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.office.client import ROOT, Client, Page, Window

sys.path.append(str(ROOT / "tests" / "versions"))
sys.path.append(str(ROOT / "tests" / "own_corpus"))

from made_corpus import FOLDER, PLAN, application, plan, put


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "规则库"
    put(root, plan())
    monkeypatch.setenv("TIAOLI_CORPUS", str(root))
    return root


@pytest.fixture
def window(tmp_path: Path, corpus: Path) -> Iterator[Window]:
    opened = Window(tmp_path / "data")
    yield opened
    if opened.process.poll() is None:
        opened.close()


def until(client: Client, path: str, shown: Callable[[Page], bool]) -> Page:
    """A page, asked for until it shows something."""
    for _ in range(150):
        page = client.get(path)
        if shown(page):
            return page
        time.sleep(0.2)
    raise AssertionError(page.text[-3000:])


def changed(root: Path, threshold: str = "50%") -> None:
    put(root, plan(threshold))


def judged(client: Client) -> Page:
    return client.upload("潍坊.json", json.dumps({"申请": [application()]}).encode())


def test_a_change_is_noticed_told_taken_and_kept_verdicts_say_what_changed(window: Window, corpus: Path) -> None:
    """「本区县床位使用率低于60%的,不得新增」 becomes 50%: 55% is then not below."""
    client = Client(window)
    judged(client)
    before = client.get("/case/1").text
    assert "按规定不得新增" in before
    assert "需重新研判" not in before
    assert "本单位1份" in before, "the page says by which rules"
    time.sleep(1.1)
    changed(corpus)
    seen: list[str] = []

    def marked(page: Page) -> bool:
        seen.append(page.text)
        return "需重新研判" in page.text

    after = until(client, "/case/1", marked)
    assert any("正在后台编译" in text for text in seen), "what goes on is told"
    assert "的规则、复核或者条文理解有改动" in after.text
    assert "按规定不得新增" in after.text, "the kept verdict stays"
    batch = client.get("/batch/1")
    assert "需重新研判" in batch.text
    assert "潍坊.json</a>：研判以后，台账或者规则库有改动" in client.get("/").text
    again = client.post("/case/1/again", after.form("/case/1/again"))
    assert "需重新研判" not in again.text
    assert "按规定不得新增" not in again.text.partition("以前的研判")[0]


def test_a_document_with_faults_is_set_aside_and_listed_with_them_until_it_is_mended(
    window: Window, corpus: Path
) -> None:
    client = Client(window)
    judged(client)
    assert "搁置" not in client.get("/doc").text
    time.sleep(1.1)
    rules = corpus / FOLDER / "rules.tiao"
    sound = rules.read_text(encoding="utf-8")
    rules.write_text(sound.replace("60%", "六成多"), encoding="utf-8")
    page = until(client, "/doc", lambda p: 'id="aside"' in p.text)
    aside = page.text.partition('id="aside"')[2]
    assert str(rules.parent) in aside or FOLDER in aside
    assert re.search(r'class="muted small">[A-Z]+[0-9]+<', aside), "every fault with its code"
    settle = client.get("/settle").text
    assert "处错误，没有采用" in settle
    assert 'href="/doc#aside"' in settle
    assert "规则库" in client.get("/").text
    assert "搁置1项" in client.get("/judge").text, "every page says so"
    assert "已经搁置" in client.get("/case/1").text, "and the verdict that rested on it"
    time.sleep(1.1)
    rules.write_text(sound, encoding="utf-8")
    mended = until(client, "/doc", lambda p: 'id="aside"' not in p.text)
    assert f"/doc/{PLAN}@2026-01-01" in mended.text
    assert "需重新研判" not in client.get("/case/1").text, "the same rules as before"


def test_a_new_document_is_taken_and_pages_of_its_clauses_answer(window: Window, corpus: Path) -> None:
    client = Client(window)
    judged(client)
    time.sleep(1.1)
    put(corpus, plan(id_="weifang-more", threshold="70%"))
    until(client, "/doc", lambda p: "/doc/weifang-more@" in p.text)
    assert client.get("/doc/weifang-more/p1").status == 200
    assert "新收录" in client.get("/case/1").text


def test_a_corpus_named_in_the_settings_while_the_window_runs_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TIAOLI_CORPUS", raising=False)
    put(tmp_path / "规则库", plan())
    window = Window(tmp_path / "data")
    try:
        client = Client(window)
        assert "没有另设规则库" in client.get("/doc").text
        time.sleep(1.1)
        settings = window.data / "settings.toml"
        settings.write_text(f'"规则库" = "{tmp_path / "规则库"}"\n', encoding="utf-8")
        page = until(client, "/doc", lambda p: f"/doc/{PLAN}@" in p.text)
        assert "规则库 指定" in page.text
        time.sleep(1.1)
        settings.write_text('"规则库" = \n', encoding="utf-8")
        broken = until(client, "/doc", lambda p: "T112" in p.text)
        assert "仍按原来的规则研判" in broken.text
        assert broken.status == 200
        assert client.get("/judge").status == 200, "no other page is stopped"
        time.sleep(1.1)
        settings.write_text(f'"规则库" = "{tmp_path / "规则库"}"\n', encoding="utf-8")
        until(client, "/doc", lambda p: "T112" not in p.text)
    finally:
        window.close()


@pytest.mark.skipif(os.name != "posix", reason="processes of POSIX")
def test_a_compiler_that_is_killed_leaves_the_rules_as_they_were_and_says_what_to_do(
    window: Window, corpus: Path
) -> None:
    client = Client(window)
    client.get("/doc")
    time.sleep(1.1)
    changed(corpus)
    client.get("/doc")
    for _ in range(400):
        listed = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(window.process.pid)], capture_output=True, text=True, check=False
        )
        if listed.stdout.strip():
            break
        time.sleep(0.01)
    os.kill(int(listed.stdout.split()[0]), signal.SIGKILL)
    page = until(client, "/doc", lambda p: "U173" in p.text)
    assert "仍按原来的规则研判" in page.text
    assert "按规定不得新增" in judged(client).text or "不得" in client.get("/case/1").text
    time.sleep(1.1)
    changed(corpus, "50.0%")
    until(client, "/doc", lambda p: "U173" not in p.text)


def test_a_signature_on_the_command_line_is_noticed(tmp_path: Path) -> None:
    window = Window(tmp_path / "data")
    try:
        client = Client(window)
        rule = "qingdao-2023-18-medical/3.1.p2#低使用率区域不新增床位"
        address = "/review/rule?id=" + rule.replace("#", "%23")
        before = client.get(address)
        assert "王法制" not in before.text
        digest = re.search(r"摘要([0-9a-f]{8})", before.text)
        assert digest is not None
        time.sleep(1.1)
        ended = subprocess.run(
            [sys.executable, "-m", "reasoner.cli.main", "review", "sign", rule, "--by", "王法制"],
            capture_output=True, text=True, cwd=ROOT, timeout=60, check=False,
            env={**os.environ, "TIAOLI_REVIEWS": str(window.data / "reviews")},
        )  # fmt: skip
        assert ended.returncode == 0, ended.stdout + ended.stderr
        page = until(client, address, lambda p: "王法制" in p.text)
        assert f"摘要{digest[1]}" not in page.text, "other rules than before"
    finally:
        window.close()


def test_a_look_at_the_files_sees_every_change_and_a_link_that_leads_nowhere_hides_none(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from reasoner.driver.window.rules_in_use import files_stamp

    monkeypatch.delenv("TIAOLI_REVIEWS", raising=False)
    stamps = [files_stamp()]

    def changes() -> bool:
        stamps.append(files_stamp())
        return stamps[-1] != stamps[-2]

    assert not changes()
    (corpus / FOLDER / "aaa").symlink_to(tmp_path / "nowhere")
    assert changes()
    rules = corpus / FOLDER / "rules.tiao"
    rules.write_text(rules.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert changes(), "behind the link too"
    (corpus / FOLDER / ".swp").write_text("x", encoding="utf-8")
    assert not changes(), "what an editor keeps beside it is none of the corpus"
    (corpus / "terms.toml").write_text("", encoding="utf-8")
    assert changes()
    (corpus / "reviews" / PLAN).mkdir(parents=True)
    (corpus / "reviews" / PLAN / "reviews.toml").write_text("", encoding="utf-8")
    assert changes(), "reviews within the corpus"
    (corpus / "loop").symlink_to(corpus)
    assert changes(), "and a loop ends"
    (corpus / "loop").unlink()
    rules.unlink()
    assert changes()
