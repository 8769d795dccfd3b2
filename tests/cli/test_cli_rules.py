"""`format` and `scaffold`."""

from __future__ import annotations

from pathlib import Path

from .conftest import Tiaoli

UNTIDY = "文件 x 条 1.p1   性质 事实\n「甲。」\n条 1.p2 性质 事实 「乙。」"
TIDY = "文件 x\n\n条 1.p1 性质 事实\n「甲。」\n\n条 1.p2 性质 事实\n「乙。」\n"


def test_format_check_finds_and_format_mends(tiaoli: Tiaoli, tmp_path: Path) -> None:
    path = tmp_path / "rules.tiao"
    path.write_text(UNTIDY, encoding="utf-8")
    done = tiaoli("format", "--check", path)
    assert done.status == 1
    assert "rules.tiao" in done.out
    assert path.read_text(encoding="utf-8") == UNTIDY
    assert tiaoli("format", path).status == 0
    assert path.read_bytes() == TIDY.encode()
    assert tiaoli("format", "--check", path).status == 0
    assert list(tmp_path.iterdir()) == [path]


def test_a_syntax_error_leaves_every_file_as_it_was(tiaoli: Tiaoli, tmp_path: Path) -> None:
    good, bad = tmp_path / "a.tiao", tmp_path / "b.tiao"
    good.write_text(UNTIDY, encoding="utf-8")
    bad.write_text("文件 x 条 1.p1 性质", encoding="utf-8")
    done = tiaoli("format", good, bad)
    assert done.status == 2
    assert "b.tiao" in done.err
    assert good.read_text(encoding="utf-8") == UNTIDY


def test_scaffold_quotes_every_clause_and_is_in_canonical_layout(tiaoli: Tiaoli, tmp_path: Path) -> None:
    text = tmp_path / "新文件.txt"
    text.write_bytes("关于某事的通知\r\n\r\n一、任务\r\n床位使用率低于70%的,不再新增床位。\r\n".encode("gb18030"))
    done = tiaoli("scaffold", text, "--id", "some-2026")
    assert done.status == 0
    assert done.out.startswith("文件 some-2026\n")
    assert "「床位使用率低于70%的,不再新增床位。」" in done.out
    assert "待写" in done.out
    rules = tmp_path / "rules.tiao"
    rules.write_bytes(done.raw)
    assert tiaoli("format", "--check", rules).status == 0
