"""What people decided about findings: kept, counted, and told where it no longer fits."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from policy_dsl.diagnostics import Faults
from reasoner.cli.main import main
from reasoner.driver import current_rule_base, linting
from reasoner.lint.baseline import Record, read, read_all, stale, written
from reasoner.lint.result import StaleState

from .made import Small, bar, document, found, of

RECORD = Record("0123456789ab", "张三", "2026-11-22", "有意为之“如此”", "K05", "界限被遮蔽", ("a/1.p1#甲",), "x")


@pytest.fixture
def rules(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The rule base of the driver replaced by a small one."""

    def use(*documents: Any) -> None:
        base = Small(*documents).base
        monkeypatch.setattr(current_rule_base, "rule_base", lambda: base)

    use(document("a", bar(60), bar(75)))
    return use


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A bureau's own folder, still empty."""
    path = tmp_path / "复核"
    path.mkdir()
    monkeypatch.setenv("TIAOLI_REVIEWS", str(path))
    return path


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    status = main(["lint", *arguments])
    out, err = capsys.readouterr()
    return status, out or err


def findings(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, Any]]:
    return list(json.loads(run(capsys, "--json", *arguments)[1])["findings"])


# --- the file -----------------------------------------------------------------------------------------------


def test_what_is_written_is_read_again() -> None:
    records, faults = read("x", written([RECORD]))
    assert (records, faults) == ([RECORD], [])


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("x", "TOML 无法读取"),
        ("[acknowledged]\n", "登记的写法不对"),
        ("[[other]]\n", "登记的写法不对"),
        ("acknowledged = [1]\n", "不是一个表"),
        ('[[acknowledged]]\nname = "x"\n', "不认识的字段:name"),
        ("[[acknowledged]]\nhash = 1\n", "加引号的文字"),
        ('[[acknowledged]]\nrules = "x"\n', "rules 应是规则名的列表"),
        ('[[acknowledged]]\nhash = "xyz"\n', "不是12位校验码"),
        ('[[acknowledged]]\nhash = "0123456789ab"\nby = "张三"\nreason = "好"\n', "日期「」不是"),
        ('[[acknowledged]]\nhash = "0123456789ab"\ndate = "2026-11-22"\nreason = "好"\n', "没有写明由谁登记"),
        ('[[acknowledged]]\nhash = "0123456789ab"\ndate = "2026-11-22"\nby = "张三"\n', "没有写明理由"),
        (f'[[acknowledged]]\nhash = "0123456789ab"\ndate = "2026-11-22"\nby = "{"张" * 61}"\nreason = "好"\n', "60字"),
    ],
)
def test_faults_of_a_file_are_named(text: str, why: str) -> None:
    _, (fault,) = read("lint.toml", text)
    assert fault.code == "U153"
    assert why in fault.message


def test_every_file_and_every_fault_is_named(tmp_path: Path) -> None:
    paths = [tmp_path / "a.toml", tmp_path / "b.toml", tmp_path / "none.toml"]
    for path in paths[:2]:
        path.write_text("[[acknowledged]]\n[[acknowledged]]\n", encoding="utf-8")
    with pytest.raises(Faults) as caught:
        read_all(paths)
    assert [f.where for f in caught.value.diagnostics] == [f"{p} 第{n}条" for p in paths[:2] for n in (1, 2)]


def test_the_last_record_counts(tmp_path: Path) -> None:
    path = tmp_path / "lint.toml"
    path.write_text(written([RECORD, replace(RECORD, by="李四")]), encoding="utf-8")
    assert read_all([path])[RECORD.hash].by == "李四"


# --- the command --------------------------------------------------------------------------------------------


def test_acknowledged_findings_no_longer_count(rules: Any, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, text = run(capsys)
    assert status == 1
    assert "尚有1项问题或者提示未登记处理意见" in text
    (masked,) = [f for f in findings(capsys) if f["level"] != "信息"]
    done, said = run(capsys, "acknowledge", masked["hash"], "--by", " 张三 ", "--reason", "重申上位规定")
    assert done == 0
    assert str(folder / "lint.toml") in said
    status, text = run(capsys)
    assert status == 0
    assert "已登记：重申上位规定（张三，" in text
    assert "问题和提示都已登记" in text
    (now,) = [f for f in findings(capsys) if f["code"] == "K05"]
    assert {k: now["acknowledged"][k] for k in ("by", "reason")} == {"by": "张三", "reason": "重申上位规定"}


def test_an_acknowledgement_of_what_has_changed_is_stale(
    rules: Any, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (masked,) = [f for f in findings(capsys) if f["code"] == "K05"]
    run(capsys, "acknowledge", masked["hash"], "--by", "张三", "--reason", "重申")
    rules(document("a", bar(60), bar(76, name="低于75暂不")))
    status, text = run(capsys)
    assert status == 1
    assert "规则已改动，现在的发现是" in text
    (old,) = json.loads(run(capsys, "--json")[1])["stale"]
    (now,) = [f for f in findings(capsys) if f["code"] == "K05"]
    assert (old["hash"], old["state"], old["now"]) == (masked["hash"], StaleState.CHANGED, [now["hash"]])
    rules(document("a", bar(60)))
    status, text = run(capsys)
    assert status == 0  # nothing is left to decide
    assert "登记已无对应的发现" in text
    (old,) = json.loads(run(capsys, "--json")[1])["stale"]
    assert (old["state"], old["now"]) == (StaleState.GONE, [])


def test_what_was_not_looked_at_is_not_called_stale(
    rules: Any, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (masked,) = [f for f in findings(capsys) if f["code"] == "K05"]
    run(capsys, "acknowledge", masked["hash"], "--by", "张三", "--reason", "重申")
    for narrower in (["--matter", "纳入双通道管理"], ["--region", "城阳区"], ["--as-of", "2019-01-01"]):
        assert json.loads(run(capsys, "--json", *narrower)[1])["stale"] == []


def test_records_beside_the_rules_and_of_the_bureau(
    rules: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Records that come with the software stand beside the rules; a bureau's own counts after them and stands in its folder."""
    monkeypatch.delenv("TIAOLI_REVIEWS", raising=False)
    monkeypatch.setattr("reasoner.lint.baseline.PACKAGE", str(tmp_path / "package"))
    (masked,) = [f for f in findings(capsys) if f["code"] == "K05"]
    folder = current_rule_base.rule_base().documents["a"].folder
    shipped, own = tmp_path / "package" / folder, tmp_path / "本局"
    assert run(capsys, "acknowledge", masked["hash"], "--by", "张三", "--reason", "随软件")[0] == 2
    run(capsys, "acknowledge", masked["hash"], "--by", "张三", "--reason", "随软件", "--reviews", str(shipped))
    assert (shipped / "lint.toml").is_file()
    run(capsys, "acknowledge", masked["hash"], "--by", "李四", "--reason", "本局", "--reviews", str(own))
    assert (own / "lint.toml").is_file()
    by = {tuple(a): [f["acknowledged"]["by"] for f in findings(capsys, *a) if f["code"] == "K05"]
          for a in ([], ["--reviews", str(own)])}  # fmt: skip
    assert by == {(): ["张三"], ("--reviews", str(own)): ["李四"]}


def test_a_folder_that_is_not_there_is_no_folder_without_records(
    rules: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Misspelt, it would hide every decision of the bureau; told with all else that is wrong in the question."""
    monkeypatch.delenv("TIAOLI_REVIEWS", raising=False)
    missing, file = tmp_path / "没有", tmp_path / "文件"
    file.write_text("", encoding="utf-8")
    errors = {}
    for path in (missing, file):
        status, out = run(capsys, "--json", "--reviews", str(path), "--matter", "买床")
        assert status == 2
        errors[path] = {e["code"]: e for e in json.loads(out)["errors"]}
        assert errors[path].keys() == {"U137", "U157"}
        assert errors[path]["U157"]["where"] == f"--reviews {path}"
    assert errors[missing]["U157"]["message"] == "没有这个目录"
    assert errors[file]["U157"]["message"] == "它是文件,不是目录"
    monkeypatch.setenv("TIAOLI_REVIEWS", str(missing))
    status, out = run(capsys, "--json")
    assert (status, [e["where"] for e in json.loads(out)["errors"]]) == (2, [f"TIAOLI_REVIEWS={missing}"])
    assert not missing.exists()


def test_only_documents_of_the_region_asked_for_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    """The text of Henan is of another province, whatever the day; that of Qingdao holds in 城阳区."""
    for region in ("青岛市", "城阳区"):
        days = json.loads(run(capsys, "--json", "--region", region, "--as-of", "2024-05-01")[1])["days"]
        assert {d["document"] for d in days} == {
            "qingdao-2023-1", "qingdao-2023-18-medical", "qingdao-2023-18-ltc",
        }  # fmt: skip
    assert "河南" not in run(capsys, "--region", "青岛市", "--as-of", "2024-05-01")[1].partition("【")[0]


def test_options_before_the_action_hold_too(
    rules: Any, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (masked,) = [f for f in findings(capsys) if f["code"] == "K05"]
    own, record = tmp_path / "本局", ("acknowledge", masked["hash"], "--by", "张三", "--reason", "重申")
    assert run(capsys, "--as-of", "2019-01-01", *record)[0] == 2  # nothing is found on that day
    assert run(capsys, "--reviews", str(own), *record)[0] == 0
    assert (own / "lint.toml").is_file()
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "codes"),
    [
        (("0123456789ab", "--by", "张三", "--reason", "好"), ["U154"]),
        (("", "--by", "张三", "--reason", "好"), ["U154"]),
        (("0123456789ab", "--by", " ", "--reason", "\n"), ["U155", "U155"]),
        (("0123456789ab", "--by", "张" * 61, "--reason", "好" * 501), ["U155", "U155"]),
        (("0123456789ab", "--by", "张三", "--reason", "一\n二"), ["U155"]),
        (("0123456789ab", "--by", "张三", "--reason", "好", "--budget", "0"), ["U139"]),
        (("0123456789ab", "--by", "张三", "--reason", "好", "--budget", "0.000001"), ["U156"]),
    ],
)
def test_what_cannot_be_recorded(rules: Any, folder: Path, arguments: tuple[str, ...], codes: list[str]) -> None:
    with pytest.raises(Faults) as caught:
        _acknowledge(arguments)
    assert [d.code for d in caught.value.diagnostics] == codes
    assert list(folder.iterdir()) == []


def _acknowledge(arguments: tuple[str, ...]) -> None:
    hash_, _, by, _, reason, *more = arguments
    linting.acknowledge(hash_, by, reason, linting.Request(seconds=float(more[1]) if more else 60))


def test_a_file_that_cannot_be_read_stops_everything(
    rules: Any, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "lint.toml").write_text("[[acknowledged]]\n", encoding="utf-8")
    assert run(capsys)[0] == 2
    status, text = run(capsys, "--json")
    assert status == 2
    assert [e["code"] for e in json.loads(text)["errors"]] == ["U153"]
    assert (folder / "lint.toml").read_text(encoding="utf-8") == "[[acknowledged]]\n"


def test_information_may_be_acknowledged_too(rules: Any, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (gap,) = [f for f in findings(capsys) if f["code"] == "K09"]
    assert run(capsys, "acknowledge", gap["hash"].upper(), "--by", "张三", "--reason", "知悉")[0] == 0


def test_stale_says_nothing_of_what_is_acknowledged_itself() -> None:
    linted = found(document("a", bar(60), bar(75)))
    (masked,) = of(linted, "K05")
    old = Record("0" * 12, "张三", "2026-11-22", "好", "K05", "", (masked.rules[0].id,))
    new = Record(masked.hash, "张三", "2026-11-22", "好")
    (gone,) = stale({old.hash: old, new.hash: new}, linted.findings)
    assert (gone.state, gone.now) == (StaleState.GONE, ())
