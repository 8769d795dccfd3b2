"""docs/add-a-city.md (加一座城市): who follows it comes to a verdict, and every field of meta.toml is explained in it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from made_corpus import Run, application

from policy_dsl.own_corpus.meta_fields import FIELDS
from policy_dsl.own_corpus.name_entries import TABLES
from reasoner.driver.current_rule_base import rule_base

PAGE = (Path(__file__).parents[2] / "docs" / "add-a-city.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"^```\w+ (\S+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))
"""The files of the page by name."""


def test_every_field_of_meta_toml_stands_in_the_page() -> None:
    assert dict(re.findall(r"^\| `([a-z0-9_.]+)` \| (.+) \|$", PAGE, re.MULTILINE)) == FIELDS


def test_every_key_of_the_files_of_names_stands_in_the_page() -> None:
    for file, shapes in TABLES.items():
        for table, shape in shapes.items():
            block = FILES[file].partition(f'[["{table}"]]')[2].partition("\n[[")[0]
            assert {*re.findall(r'^"(.+?)" =', block, re.MULTILINE)} == {*shape}, table


def test_who_follows_the_page_comes_to_a_verdict(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "本单位"
    monkeypatch.setenv("TIAOLI_CORPUS", str(root))
    text = tmp_path / "样例.txt"
    text.write_text(FILES["样例.txt"], encoding="utf-8")
    (command,) = re.findall(r"^    tiaoli (corpus new .+)$", PAGE, re.MULTILINE)
    status, _, err = run(*command.replace("样例.txt", str(text)).split())
    assert (status, err) == (0, "")
    folder = root / "370700/weifang-sample/2026-01-01"
    status, out, _ = run("corpus", "check")
    assert status == 1
    assert "待填" in out
    laid_out = (folder / "meta.toml").read_text(encoding="utf-8")
    received = laid_out[laid_out.index("\n[received]") :].partition("\n# 以下各表")[0]
    (folder / "meta.toml").write_text(FILES["meta.toml"] + received, encoding="utf-8")
    for name in ("rules.tiao", "cases.yaml"):
        (folder / name).write_text(FILES[name], encoding="utf-8")
    for name in ("places.toml", "terms.toml", "organs.toml"):
        (root / name).write_text(FILES[name], encoding="utf-8")
    status, out, _ = run("corpus", "check", "--json")
    assert status == 0, out
    (document,) = json.loads(out)["documents"]
    assert (document["case_count"], document["entry"]["pending_count"]) == (2, 1)
    assert rule_base().compiled.set_aside == ()
    file = tmp_path / "申请.json"
    file.write_text(json.dumps(application(), ensure_ascii=False), encoding="utf-8")
    status, out, _ = run("check", str(file))
    assert status == 0
    assert "结论  原则上不予新增" in out
