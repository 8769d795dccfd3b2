"""`tiaoli ingest` as people run it."""

from __future__ import annotations

import json
from pathlib import Path

from .conftest import Tiaoli

PLAN = """青岛市定点医疗机构资源配置规划

一、总则
床位使用率低于75%的,原则上不再新增住院床位。
二、附则
本规划自2026年1月1日起施行,有效期至2028年12月31日。
"""


def test_a_text_becomes_a_folder_and_the_command_tells_what_is_left(tiaoli: Tiaoli, tmp_path: Path) -> None:
    source, folder = tmp_path / "来件.txt", tmp_path / "qingdao-2026-5"
    source.write_bytes(PLAN.encode("gb18030"))
    done = tiaoli("ingest", source, "-o", folder)
    assert done.status == 0, done.err
    assert "只读取了一次" in done.out
    assert "待写1条" in done.out
    assert (folder / "text.txt").read_text(encoding="utf-8") == PLAN
    assert "床位使用率低于75%的" in (folder / "rules.tiao").read_text(encoding="utf-8")
    assert 'ends = "2028-12-31"' in (folder / "meta.toml").read_text(encoding="utf-8")


def test_the_json_is_the_report_of_the_folder(tiaoli: Tiaoli, tmp_path: Path) -> None:
    source, folder = tmp_path / "来件.txt", tmp_path / "qingdao-2026-5"
    source.write_text(PLAN, encoding="utf-8")
    done = tiaoli("ingest", source, "-o", folder, "--json")
    assert json.loads(done.out) == json.loads((folder / "报告.json").read_text(encoding="utf-8"))


def test_what_is_not_read_is_an_error_and_leaves_nothing(tiaoli: Tiaoli, tmp_path: Path) -> None:
    source = tmp_path / "来件.docx"
    source.write_bytes(b"PK\x03\x04")
    done = tiaoli("ingest", source, "-o", tmp_path / "a-1")
    assert done.status == 2
    assert "R103" in done.err
    assert "重新发送" in done.err
    assert [p.name for p in tmp_path.iterdir()] == ["来件.docx"]
