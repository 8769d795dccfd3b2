"""A damaged file of reviews stops reviewing, not judging, and is named; records go into a folder of the bureau's own.

「a damaged review file stops reviews, not checks, and is named」, 「`review sign` without a folder of the bureau's own
is refused」; a reviews.toml that tomllib choked on stopped every command, the file not named.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from corpus_folders import source_name

from policy_dsl import source_files
from policy_dsl.source_files import PACKAGE
from reasoner.cli.main import main
from reasoner.driver import current_rule_base

from .changed_documents import DOCUMENT, RULE

APPLICATION = {
    "编号": "Q-1", "事项": "新增购买住院床位", "日期": "2024-05-01", "床位数": 10, "床位类别": "综合",
    "机构": {"类型": "综合医院", "所在地": "城阳区"},
    "指标": [{"地区": "城阳区", "名称": "床位使用率", "数值": "74%"}],
}  # fmt: skip

DAMAGED = {
    "no key": (b"x y\n", "U131", "键的后面缺少“=”"),
    "an integer of 10,000 digits": (b"x = " + b"1" * 10_000, "U131", "数字超过1000位"),
    "nested thousands deep": (b"x = " + b"[" * 5_000 + b"]" * 5_000, "U131", "括号套了32层以上"),
    "half a record": (b'[[review]]\nnorm = "a"\n', "U131", "缺少"),
    "GB18030": ("[[review]]\nnorm = \"规则\"\n".encode("gb18030"), "U106", "不是 UTF-8"),
    "far too large": (b"#" * (2**20 + 1), "U106", "过大"),
}  # fmt: skip


@pytest.fixture(autouse=True)
def own_base() -> Iterator[None]:
    current_rule_base.rule_base.cache_clear()
    yield
    current_rule_base.rule_base.cache_clear()


@pytest.fixture
def application(tmp_path: Path) -> str:
    path = tmp_path / "申请.json"
    path.write_text(json.dumps(APPLICATION, ensure_ascii=False), encoding="utf-8")
    return str(path)


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    current_rule_base.rule_base.cache_clear()
    status = main([*arguments])
    captured = capsys.readouterr()
    return status, captured.out, captured.err


@pytest.mark.parametrize("name", ["reviews.toml", "confirmations.toml"])
@pytest.mark.parametrize("kind", DAMAGED)
def test_a_damaged_file_of_records_stops_reviews_and_not_checks(
    application: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    kind: str,
    name: str,
) -> None:
    content, code, words = DAMAGED[kind]
    if name == "confirmations.toml":
        content = content.replace(b"[[review]]", b"[[confirmation]]").replace(b"norm", b"reading")
    without = json.loads(run(capsys, "check", application, "--json")[1])
    folder = tmp_path / "复核"
    monkeypatch.setenv("TIAOLI_REVIEWS", str(folder))
    # Another document's records go on counting.
    assert run(capsys, "review", "sign", RULE, "--by", "张三", "--document", DOCUMENT)[0] == 0
    signed = json.loads(run(capsys, "check", application, "--json")[1])
    assert signed != without
    damaged = folder / "henan-2025" / name
    damaged.parent.mkdir()
    damaged.write_bytes(content)

    status, out, err = run(capsys, "check", application, "--json")
    assert status == 0
    assert json.loads(out) == signed
    assert err.startswith(f"提示：{damaged}")
    assert f"代码：{code}" in err
    assert words in err
    assert "一条也没有采用" in err
    for command in (("clauses",), ("verify", application), ("ask", "城阳区", "加床"), ("lint", "--document", "没有")):
        assert str(damaged) in run(capsys, *command)[2]

    for command in (
        ("review", "list"),
        ("review", "readings"),
        ("review", "sign", RULE, "--by", "李四", "--document", DOCUMENT),
        ("review", "reopen", RULE, "--document", DOCUMENT),
        ("review", "list", "--reviews", str(folder)),
    ):
        status, out, err = run(capsys, *command)
        assert (status, out) == (2, ""), command
        assert err.startswith(f"错误：{damaged}")
        assert f"代码：{code}" in err
    assert damaged.read_bytes() == content

    damaged.unlink()
    assert run(capsys, "review", "list")[0] == 0


def test_a_damaged_file_beside_the_rules_stops_reviews_and_not_checks(
    application: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("TIAOLI_REVIEWS", raising=False)
    expected = run(capsys, "check", application, "--json")[1]
    damaged = source_name(DOCUMENT, "reviews.toml")
    path = tmp_path / "reviews.toml"
    path.write_bytes(b"x y\n")
    files = source_files._corpus_files
    monkeypatch.setattr(
        source_files, "_corpus_files", lambda *e: [*files(*e), *[(damaged, str(path))] * (".toml" in e)]
    )
    monkeypatch.setenv("TIAOLI_CACHE", str(tmp_path / "cache"))
    for _ in range(2):  # it is not forgotten by the cache
        status, out, err = run(capsys, "check", application, "--json")
        assert (status, out) == (0, expected)
        assert err.startswith(f"提示：{damaged}:1")
        assert "代码：U131" in err
        assert list((tmp_path / "cache").glob("rules-*")) == []
    status, out, err = run(capsys, "review", "list")
    assert (status, out) == (2, "")
    assert err.startswith(f"错误：{damaged}:1")
    assert "代码：U131" in err


@pytest.mark.parametrize(
    "command",
    [
        ("review", "sign", RULE, "--by", "张三", "--document", DOCUMENT),
        ("review", "confirm", DOCUMENT, "分项各自为限", "--by", "张三"),
        ("review", "doubt", DOCUMENT, "分项各自为限", "--by", "张三"),
        ("lint", "acknowledge", "0" * 12, "--by", "张三", "--reason", "无异议"),
    ],
)
def test_records_are_never_written_into_the_software(
    command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def written() -> list[str]:
        return [str(p) for n in ("reviews.toml", "confirmations.toml", "lint.toml") for p in Path(PACKAGE).rglob(n)]

    before = written()
    for named in (None, "", "  "):
        if named is None:
            monkeypatch.delenv("TIAOLI_REVIEWS", raising=False)
        else:
            monkeypatch.setenv("TIAOLI_REVIEWS", named)
        status, out, err = run(capsys, *command)
        assert (status, out) == (2, "")
        assert "代码：U111" in err
        assert "TIAOLI_REVIEWS" in err
        assert "--reviews" in err
    assert written() == before


def test_what_a_killed_signature_left_is_taken_away_by_the_next_of_any_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "复核"
    left = folder / "henan-2025" / ".tiaoli-0a1b2c3d"
    left.mkdir(parents=True)
    lock = hashlib.sha256(os.uname().nodename.encode()).hexdigest()[:8]
    (left / f"{lock}.lock").write_bytes(b"")
    (left / "0").write_bytes(b"[[review]]")
    monkeypatch.setenv("TIAOLI_REVIEWS", str(folder))
    assert run(capsys, "review", "sign", RULE, "--by", "张三", "--document", DOCUMENT)[0] == 0
    assert sorted(p.name for p in folder.rglob("*")) == sorted(["henan-2025", DOCUMENT, "reviews.toml"])
