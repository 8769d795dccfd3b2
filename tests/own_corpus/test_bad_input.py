"""The bad inputs, each through the commands: named, explained, nothing lost, other documents unaffected."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from made_corpus import CITY, FOLDER, PLAN, Run, forget, plan, put, verdict

from policy_dsl.ingest.text_decoding import text_of
from reasoner.driver.current_rule_base import rule_base

TEXT = "潍坊市定点医疗机构资源配置规划\n一、任务\n床位使用率低于75%的区市,原则上不再新增购买住院床位。\n二、附则\n本规划由市医保局负责解释。\n"
OTHER = "潍坊市定点零售药店资源配置规划\n一、任务\n市医保经办机构应当建立台账。\n二、附则\n本规划由市医保局负责解释。\n"
TARGET = f"{CITY}/weifang-2026-9/2026-05-01"


def compound(stream: str) -> bytes:
    """The beginning of a file of the older container, broken off behind its head."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + stream.encode("utf-16-le") * 40


def archive(**parts: str) -> bytes:
    """An archive with these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return file.getvalue()


@pytest.fixture
def ingested(corpus: Path, run: Run, tmp_path: Path) -> Callable[[bytes], tuple[int, str, Path]]:
    """What `tiaoli ingest` makes of a file: its status, what it says, and the folder that it writes."""

    def made(content: bytes) -> tuple[int, str, Path]:
        source = tmp_path / "收到的文件"
        source.write_bytes(content)
        status, out, err = run("ingest", str(source), "-o", str(corpus / TARGET))
        assert source.read_bytes() == content, "the received file is never changed"
        return status, out + err, corpus / TARGET

    return made


REFUSED: dict[str, tuple[bytes, str, str]] = {
    "an empty file": (b"", "R101", "重新发送"),
    "white space alone": (b"\r\n \xef\xbb\xbf\n", "R101", "重新发送"),
    "a damaged archive": (b"PK\x03\x04" + b"x" * 200, "R103", "重新发送"),
    "a truncated PDF": (b"%PDF-1.7\n1 0 obj\n<<", "R103", "重新发送"),
    "a damaged older file": (compound("WordDocument"), "R103", "重新发送"),
    "an archive that is no document": (archive(**{"a.txt": "甲"}), "R102", ""),
    "a page all navigation": ("<html><body><nav>首页 政务公开</nav></body></html>".encode(), "R111", "正文页面"),
    "two encodings": (TEXT.encode() + OTHER.encode("gb18030"), "R106", "UTF-8"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_not_read_is_named_and_leaves_nothing(
    name: str, ingested: Callable[[bytes], tuple[int, str, Path]], corpus: Path, run: Run, tmp_path: Path
) -> None:
    content, code, hint = REFUSED[name]
    before = {p: p.read_bytes() for p in corpus.rglob("*") if p.is_file()}
    status, said, folder = ingested(content)
    assert status == 2
    assert code in said
    assert hint in said
    assert not folder.exists()
    assert {p: p.read_bytes() for p in corpus.rglob("*") if p.is_file()} == before
    assert verdict(run, tmp_path)["outcome"] == "barred"


TOLD: dict[str, tuple[str, str]] = {
    "a text that breaks off": (TEXT.partition("二、附则")[0] + "二、附则\n本规划由市医保", "R116"),
    "two documents in one file": (TEXT + OTHER, "R117"),
    "a number that jumps": (TEXT.replace("二、附则", "四、附则"), "R115"),
    "a number twice": (TEXT.replace("二、附则", "一、附则"), "R115"),
    "a character of another encoding": (TEXT.replace("任务", "任\ufffd务"), "R107"),
}


@pytest.mark.parametrize("name", TOLD)
def test_what_is_read_with_a_doubt_is_told_with_every_character_kept(
    name: str, ingested: Callable[[bytes], tuple[int, str, Path]], run: Run, tmp_path: Path
) -> None:
    words, code = TOLD[name]
    status, said, folder = ingested(words.encode())
    assert status == 0, said
    assert code in said
    assert code in (folder / "报告.txt").read_text(encoding="utf-8")
    assert text_of((folder / "text.txt").read_bytes()) == words
    forget()
    assert verdict(run, tmp_path)["outcome"] == "barred", "the other document of the city goes on"


def without_meta(root: Path) -> None:
    (root / CITY / "second" / "2026-01-01" / "meta.toml").unlink()


def of_one_id(root: Path) -> None:
    put(root, {p.replace("/second/", f"/{PLAN}/").replace(CITY, "370900"): t for p, t in plan(id_="second").items()})
    for path in (root / CITY / "second" / "2026-01-01").iterdir():
        path.unlink()
    (root / CITY / "second" / "2026-01-01").rmdir()


def unknown_place(root: Path) -> None:
    put(root, plan(id_="third", region="999900"))


def folder_for_a_file(root: Path) -> None:
    """A folder has the name of the rules: it cannot be read as a file."""
    rules = root / CITY / "second" / "2026-01-01" / "rules.tiao"
    rules.unlink()
    rules.mkdir()


CORPORA: dict[str, tuple[Callable[[Path], None], str]] = {
    "a folder without meta.toml": (without_meta, "C115"),
    "two documents of one id": (of_one_id, "C119"),
    "an unknown place": (unknown_place, "C117"),
    "a folder where a file belongs": (folder_for_a_file, "C115"),
}


@pytest.mark.parametrize("name", CORPORA)
def test_a_folder_that_is_not_right_is_set_aside_and_no_other(
    name: str, corpus: Path, run: Run, tmp_path: Path
) -> None:
    change, code = CORPORA[name]
    put(corpus, plan("70%", id_="second"))
    change(corpus)
    forget()
    judged = verdict(run, tmp_path)
    assert judged["outcome"] == "barred"
    assert f"{PLAN}/p1" in {c["clause"] for c in judged["citations"]}
    aside = {f.code for s in rule_base().compiled.set_aside for f in s.faults}
    assert code in aside
    status, out, _ = run("corpus", "check")
    assert status == 1
    assert code in out


def test_a_corpus_that_is_a_file_is_named(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that cannot be read: what comes with the program goes on, and the verdict says what it lacks."""
    file = tmp_path / "规则库.txt"
    file.write_text("不是目录", encoding="utf-8")
    monkeypatch.setenv("TIAOLI_CORPUS", str(file))
    forget()
    status, _, err = run("corpus", "check")
    assert status == 2
    assert "U190" in err
    here: dict[str, Any] = verdict(run, tmp_path, place="城阳区")
    assert "本单位规则库没有读出" in here["warnings"][0]


def test_an_unknown_issuer_is_told_and_the_document_stands(corpus: Path, run: Run, tmp_path: Path) -> None:
    """A misspelt organ: no determination of its document would be recognised as its own."""
    meta = corpus / FOLDER / "meta.toml"
    text = meta.read_text(encoding="utf-8")
    line = next(row for row in text.splitlines() if row.startswith("issuers"))
    meta.write_text(text.replace(line, 'issuers = ["潍坊市医疗保瘴局"]'), encoding="utf-8")
    forget()
    assert verdict(run, tmp_path)["outcome"] == "barred"
    _, out, _ = run("corpus", "check")
    assert "印发机关没有收录" in out
    assert "潍坊市医疗保瘴局" in "".join(out.split())
    meta.write_text(text.replace(line, 'issuers = ["潍坊市医疗保障局"]'), encoding="utf-8")
    forget()
    assert "印发机关没有收录" not in run("corpus", "check")[1]
