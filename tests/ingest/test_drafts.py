"""`tiaoli ingest` says of a draft that it is one: by the folder that it is written into, or by what the text calls itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from policy_dsl.ingest.toml_text import toml_tables
from policy_dsl.texts.official_text import load_document
from reasoner.cli.main import main
from reasoner.driver.draft_folders import Folder
from reasoner.driver.ingesting import Request, ingest
from reasoner.driver.window.entry_laid_out import laid_out

BODY = "一、任务\n各区县应当加强管理。\n床位使用率低于60%的,原则上不再新增购买住院床位。\n"
PLAIN = "潍坊市定点医疗机构资源配置规划"


def written(tmp_path: Path, title: str = PLAIN, below: str = "370700/a-2026/draft", suffix: str = ".txt") -> Path:
    source = tmp_path / f"来文{suffix}"
    body = BODY if suffix == ".txt" else "".join(f"<p>{line}</p>" for line in BODY.splitlines())
    whole = f"{title}\n{body}" if suffix == ".txt" else f"<nav><a>首页</a></nav><h1>{title}</h1>{body}"
    source.write_text(whole, encoding="utf-8")
    folder = tmp_path / "规则库" / below
    ingest(Request(source, folder))
    return folder


def field(folder: Path) -> tuple[str, str, str] | None:
    fields = json.loads((folder / "报告.json").read_text(encoding="utf-8"))["fields"]
    return next(((f["value"], f["state"], f["basis"]) for f in fields if f["name"] == "draft"), None)


def meta(folder: Path) -> dict[str, object]:
    return dict(toml_tables((folder / "meta.toml").read_text(encoding="utf-8")))


def test_the_folder_of_a_draft_says_so(tmp_path: Path) -> None:
    folder = written(tmp_path)
    assert field(folder) == ("true", "所给", "写入的目录 draft")
    assert meta(folder)["draft"] is True
    assert "# 经办人员所给:写入的目录 draft\ndraft = true\n" in (folder / "meta.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "title",
    [
        f"{PLAIN}(征求意见稿)", f"{PLAIN}（征求意见稿）", f"{PLAIN}(草案)", f"{PLAIN}(送审稿)", f"{PLAIN}(修订草案征求意见稿)",
        f"{PLAIN}征求意见稿", f"{PLAIN}\n(征求意见稿)", f"{PLAIN}(第二次征求意见稿)",
    ],
)  # fmt: skip
def test_a_text_that_calls_itself_a_draft_is_one(title: str, tmp_path: Path) -> None:
    folder = written(tmp_path, title, "370700/a-2026/2026-01-01")
    value = field(folder)
    assert value is not None
    assert value[:2] == ("true", "拟")
    assert title.splitlines()[-1] in value[2], "with the words on which it rests"
    assert meta(folder)["draft"] is True
    assert "从不作研判依据" in (folder / "报告.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "title",
    [PLAIN, "关于公开征求意见有关事项的通知", "潍坊市医疗保障局关于征求意见情况的报告", "重大行政决策草案公示办法"],
)
def test_a_text_that_only_speaks_of_drafts_is_none(title: str, tmp_path: Path) -> None:
    folder = written(tmp_path, title, "370700/a-2026/2026-01-01")
    assert field(folder) is None
    assert "draft" not in meta(folder)
    assert "received" in meta(folder)


@pytest.mark.parametrize("suffix", [".txt", ".html"])
def test_its_meta_says_nothing_of_a_received_text_and_compiles(suffix: str, tmp_path: Path) -> None:
    """C114 followed: a draft has no received text, and one in the folder of drafts that does not call itself so is none."""
    folder = written(tmp_path, suffix=suffix)
    assert not {"received", "masked", "lines"} & meta(folder).keys()
    text = (folder / "meta.toml").read_text(encoding="utf-8")
    assert f"来文{suffix},SHA-256 " in text, "what was received is told in words"
    filled = text.replace("year = 0", "year = 2026").replace('issuer_level = ""', 'issuer_level = "市"')
    filled = filled.replace("issuers = []", 'issuers = ["潍坊市医疗保障局"]')
    made = load_document("a-2026", filled, (folder / "text.txt").read_text(encoding="utf-8"))
    assert made.draft


def test_corpus_check_finds_no_draft_that_is_not_called_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    written(tmp_path, f"{PLAIN}(征求意见稿)")
    monkeypatch.setenv("TIAOLI_CORPUS", str(tmp_path / "规则库"))
    main(["corpus", "check"])
    out = capsys.readouterr().out
    assert "a-2026" in out
    assert "C114" not in out
    assert "草案，不作研判依据" in out


def test_the_window_opens_it_with_what_was_received_and_what_is_masked(tmp_path: Path) -> None:
    folder = written(tmp_path, f"{PLAIN}(征求意见稿)", suffix=".html")
    texts = {p.name: p.read_text(encoding="utf-8") for p in folder.iterdir() if p.suffix in (".txt", ".toml", ".tiao")}
    record = laid_out(Folder("370700", "a-2026", "draft", folder), texts).record
    assert record.file == "来文.html"
    assert len(record.sha256) == 64
    assert [m.words for m in record.masked] == ["首页"]
    (mask,) = record.masked
    assert {*texts["text.txt"][mask.start : mask.end]} == {"▒"}
    assert "draft" not in record.fields
