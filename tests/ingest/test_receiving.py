"""A file dropped into the window: read in a process of its own, laid into the bureau's corpus, nothing written where it is refused."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from policy_dsl.diagnostics import Faults
from policy_dsl.ingest.own_corpus_folder import VARIABLE
from reasoner.driver.window import worker
from reasoner.driver.window.receiving import ReceivedFile, Receiving, lay_out

TEXT = """潍坊市医疗保障定点资源配置规划
潍医保发〔2026〕5号
一、总体要求
(一)统筹规划医保定点资源。
二、具体措施
(一)床位使用率低于60%的区县,原则上不再新增购买住院床位。
潍坊市医疗保障局
2026年1月20日
"""


def read_apart(folder: Path, content: bytes, name: str, receiving: Receiving) -> ReceivedFile | worker.Failed:
    """What the worker makes of a file."""
    sent = "sent" + Path(name).suffix
    (folder / sent).write_bytes(content)
    job = worker.Job(file=sent, task=worker.Task.INGEST, name=name, receiving=receiving)
    (folder / worker.JOB).write_bytes(msgspec.json.encode(job))
    subprocess.run([sys.executable, "-m", "reasoner.driver.window.worker", str(folder)], timeout=120, check=True)
    if (folder / worker.FAILED).is_file():
        return msgspec.json.decode((folder / worker.FAILED).read_bytes(), type=worker.Failed)
    return msgspec.json.decode((folder / worker.RESULT).read_bytes(), type=ReceivedFile)


def test_a_file_is_read_apart_and_laid_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work, corpus = tmp_path / "work", tmp_path / "规则库"
    work.mkdir()
    corpus.mkdir()
    monkeypatch.setenv(VARIABLE, str(corpus))
    received = read_apart(work, TEXT.encode(), "收到的规划.txt", Receiving(region="370700"))
    assert isinstance(received, ReceivedFile)
    # Nobody gave an id: it is made of region, year and number of 潍医保发〔2026〕5号.
    assert received.report.document == "370700-2026-5"
    assert received.report.file == "收到的规划.txt"
    assert received.files["text.txt"] == TEXT
    assert 'region = "370700"' in received.files["meta.toml"]
    assert list(corpus.iterdir()) == []
    folder = lay_out(received, "370700", "2026-01-20")
    assert folder == corpus / "370700" / "370700-2026-5" / "2026-01-20"
    assert {p.name: p.read_text(encoding="utf-8") for p in folder.iterdir()} == received.files
    with pytest.raises(Faults) as refused:
        lay_out(received, "370700", "2026-01-20")
    assert [d.code for d in refused.value.diagnostics] == ["U192"]


@pytest.mark.parametrize(
    ("content", "receiving", "code"),
    [
        (b"", Receiving(), "R101"),
        (b"PK\x03\x04broken", Receiving(), "R103"),
        (b"%PDF-1.7 broken", Receiving(), "R103"),
        (TEXT.encode(), Receiving(document="潍坊"), "U108"),
        (b"\x89PNG", Receiving(typed="录入的文字。", by="张三", proofread_by="张三"), "R112"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, content: bytes, receiving: Receiving, code: str) -> None:
    failed = read_apart(tmp_path, content, "收到.bin", receiving)
    assert isinstance(failed, worker.Failed)
    assert [f.code for f in failed.faults] == [code]


def test_typed_text_is_recorded_with_both_names(tmp_path: Path) -> None:
    receiving = Receiving("weifang-2026-5", "370700", TEXT, "张三", "李四")
    received = read_apart(tmp_path, b"\x89PNG scan", "扫描.png", receiving)
    assert isinstance(received, ReceivedFile)
    assert 'typed_by = "张三"' in received.files["meta.toml"]
    assert 'proofread_by = "李四"' in received.files["meta.toml"]
    assert 'file = "扫描.png"' in received.files["meta.toml"]
