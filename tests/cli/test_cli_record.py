"""--record, audit and replay as people call them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reasoner.driver.current_rule_base import rule_base

from .conftest import APPLICATION, Tiaoli


def kinds(folder: Path) -> list[str]:
    return [json.loads(line)["kind"] for line in (folder / "record.jsonl").read_bytes().splitlines()]


def payloads(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line)["payload"] for line in (folder / "record.jsonl").read_bytes().splitlines()]


@pytest.mark.parametrize(
    "form", [["--json"], ["--jsonl"], ["--full"], ["--readings"], [], ["--groups"], ["-o", "结果.xlsx"]]
)
def test_check_records_what_it_answers_in_every_form(
    tiaoli: Tiaoli, application: Callable[..., Path], tmp_path: Path, form: list[str]
) -> None:
    both = tmp_path / "both.json"
    both.write_text(json.dumps([APPLICATION, APPLICATION | {"编号": "QD-002"}], ensure_ascii=False), encoding="utf-8")
    plain = tiaoli("check", both, *form[:1], *form[1:], "--force")
    done = tiaoli("check", both, *form, "--force", "--record", "记录", "--by", "张三")
    assert (done.status, done.raw) == (0, plain.raw)
    assert kinds(tmp_path / "记录") == ["opened", "verdict", "verdict"]
    assert tiaoli("audit", "记录").status == 0


def test_a_verdict_has_the_same_bytes_as_in_the_record(
    tiaoli: Tiaoli, application: Callable[..., Path], tmp_path: Path
) -> None:
    answered = tiaoli("check", application(), "--json", "--record", "记录").json()
    assert payloads(tmp_path / "记录")[1]["verdict"] == answered


def test_a_bad_file_is_not_recorded(tiaoli: Tiaoli, application: Callable[..., Path], tmp_path: Path) -> None:
    assert tiaoli("check", application(事项="无此事项"), "--record", "记录").status == 2
    assert not (tmp_path / "记录" / "record.jsonl").exists()


def test_a_record_that_cannot_be_written_gives_no_answer(
    tiaoli: Tiaoli, application: Callable[..., Path], tmp_path: Path
) -> None:
    (tmp_path / "占用").write_bytes(b"")
    done = tiaoli("check", application(), "--json", "--record", "占用")
    assert done.status == 2
    assert [e["code"] for e in done.json()["errors"]] == ["U201"]
    done = tiaoli("report", application(), "-o", "信.docx", "--record", "占用")
    assert done.status == 2
    assert not (tmp_path / "信.docx").exists()


def decided(tiaoli: Tiaoli, application: Callable[..., Path]) -> None:
    options = ["--handling", "不予", "--exception", "否", "--exception-reason", "没有特殊情形", "--organ", "青岛市医疗保险事业中心",
               "--decided-on", "2024-05-20"]  # fmt: skip
    done = tiaoli("report", application(), "-o", "信.docx", *options, "--record", "记录", "--by", "张三")
    assert done.status == 0, done.err


def test_report_records_verdict_decision_and_letter(
    tiaoli: Tiaoli, application: Callable[..., Path], tmp_path: Path
) -> None:
    import hashlib

    decided(tiaoli, application)
    assert kinds(tmp_path / "记录") == ["opened", "verdict", "decision", "letter"]
    _, _, decision, letter = payloads(tmp_path / "记录")
    assert decision["decision"]["handling"] == "不予"
    assert letter["sha256"] == hashlib.sha256((tmp_path / "信.docx").read_bytes()).hexdigest()
    assert tiaoli("audit", "记录").status == 0


def test_a_final_letter_that_is_refused_is_not_recorded(
    tiaoli: Tiaoli, application: Callable[..., Path], tmp_path: Path
) -> None:
    assert tiaoli("report", application(), "-o", "信.docx", "--final", "--record", "记录").status == 1
    assert not (tmp_path / "记录" / "record.jsonl").exists()


def test_a_month_of_heads(tiaoli: Tiaoli, application: Callable[..., Path], tmp_path: Path) -> None:
    tiaoli("check", application(), "--record", "记录")
    assert tiaoli("audit", "记录", "--export-head", "十一月.txt").status == 0
    tiaoli("check", application(), "--record", "记录")
    done = tiaoli("audit", "记录", "--head", "十一月.txt", "--export-head", "十二月.json")
    assert done.status == 0
    assert "前2条与存根一致" in done.out
    printed = (tmp_path / "十一月.txt").read_text(encoding="utf-8")
    assert "记录条数：2" in printed
    head = json.loads((tmp_path / "十二月.json").read_text(encoding="utf-8"))
    assert [p["size"] for p in head["grown_from"]] == [2]
    # A head says nothing of what came after it, whether the end is there or was cut away right behind it.
    assert "最后一份存根以后另有1条:末尾有没有被截去" in "".join(done.out.split()).replace("：", ":")
    log = tmp_path / "记录" / "record.jsonl"
    whole = log.read_bytes()
    log.write_bytes(b"".join(whole.splitlines(keepends=True)[:2]))
    done = tiaoli("audit", "记录", "--head", "十一月.txt")
    assert done.status == 0
    said = "".join(done.out.split()).replace("：", ":")
    assert "齐全:到存根为止与存根一致" in said
    assert "最后一份存根以后没有记录:末尾有没有被截去" in said
    log.write_bytes(whole)
    # Cut behind the first head.
    log = tmp_path / "记录" / "record.jsonl"
    log.write_bytes(b"\n".join(log.read_bytes().split(b"\n")[:2]) + b"\n")
    done = tiaoli("audit", "记录", "--head", "十一月.txt", "十二月.json")
    assert done.status == 1
    assert "截去" in done.out
    # Nothing is exported of it.
    assert tiaoli("audit", "记录", "--head", "十二月.json", "--export-head", "新.json").status == 2
    assert not (tmp_path / "新.json").exists()


def test_the_printed_head_is_read_as_a_person_types_it(
    tiaoli: Tiaoli, application: Callable[..., Path], tmp_path: Path
) -> None:
    tiaoli("check", application(), "--record", "记录")
    tiaoli("audit", "记录", "--export-head", "存根.txt")
    text = (tmp_path / "存根.txt").read_text(encoding="utf-8")
    (tmp_path / "录入.txt").write_text(text.replace("：", ":  ").replace("\n", "\r\n"), encoding="utf-8-sig")
    assert tiaoli("audit", "记录", "--head", "录入.txt").status == 0
    (tmp_path / "录入.txt").write_text(text.replace("记录条数：2", "记录条数：1"), encoding="utf-8")
    assert tiaoli("audit", "记录", "--head", "录入.txt").status == 1
    for bad in ("", "记录条数：2\n", "{}", "[1]", text.replace("树根：", "树根：g")):
        (tmp_path / "坏.txt").write_text(bad, encoding="utf-8")
        done = tiaoli("audit", "记录", "--head", "坏.txt", "--json")
        assert [e["code"] for e in done.json()["errors"]] == ["U206"]


def test_a_forged_record_ends_with_1_in_text_and_json(
    tiaoli: Tiaoli, application: Callable[..., Path], tmp_path: Path
) -> None:
    tiaoli("check", application(), "--record", "记录")
    log = tmp_path / "记录" / "record.jsonl"
    log.write_bytes(log.read_bytes().replace(b"74%", b"76%"))
    done = tiaoli("audit", "记录")
    assert done.status == 1
    assert "完整性：有1处不符" in done.out
    assert "第2行" in done.out
    done = tiaoli("audit", "记录", "--json")
    assert (done.status, done.json()["integrity"]["holds"]) == (1, False)


def test_without_deriving_it_says_so(tiaoli: Tiaoli, application: Callable[..., Path]) -> None:
    tiaoli("check", application(), "--record", "记录")
    done = tiaoli("audit", "记录", "--chain-only")
    assert done.status == 0
    assert "没有重新推导" in done.out


RULE = "qingdao-2023-18-medical/3.1.p2#低使用率区域不新增床位"


@pytest.mark.parametrize(
    ("action", "kind", "named"),
    [
        (("sign", RULE), "签署规则复核", "规则"),
        (("confirm", "qingdao-2023-18-medical", "READING"), "确认条文理解", "条文理解"),
        (("doubt", "qingdao-2023-18-medical", "READING"), "条文理解存疑", "条文理解"),
    ],
)
def test_reviews_and_confirmations_are_recorded_first(
    tiaoli: Tiaoli, tmp_path: Path, action: tuple[str, ...], kind: str, named: str
) -> None:
    """Confirmations are recorded as verdicts are."""
    reading = rule_base().documents["qingdao-2023-18-medical"].readings[0].name
    words = [reading if a == "READING" else a for a in action]
    done = tiaoli("review", *words, "--by", "法制甲", "--reviews", "复核", "--record", "记录")
    assert done.status == 0, done.err
    assert kinds(tmp_path / "记录") == ["opened", kind]
    assert payloads(tmp_path / "记录")[1][named] == words[-1]
    audit = tiaoli("audit", "记录")
    assert audit.status == 0
    assert "研判：记录里没有研判，没有要重新推导的" in audit.out
    assert "0份" not in audit.out


def test_a_review_that_cannot_be_recorded_is_not_written(tiaoli: Tiaoli, tmp_path: Path) -> None:
    (tmp_path / "占用").write_bytes(b"")
    done = tiaoli("review", "sign", RULE, "--by", "法制甲", "--reviews", "复核", "--record", "占用")
    assert done.status == 2
    assert "U201" in done.err
    assert not (tmp_path / "复核").exists()


def test_a_review_that_is_refused_is_not_recorded(tiaoli: Tiaoli, tmp_path: Path) -> None:
    assert tiaoli("review", "sign", "没有的规则", "--by", "法制甲", "--reviews", "复核", "--record", "记录").status == 2
    assert not (tmp_path / "记录" / "record.jsonl").exists()


def test_the_package_of_a_case(tiaoli: Tiaoli, application: Callable[..., Path], tmp_path: Path) -> None:
    decided(tiaoli, application)
    done = tiaoli("audit", "记录", "--package", "QD-001", "-o", "案.zip", "--letter", "信.docx")
    assert done.status == 0, done.err
    done = tiaoli("audit", "案.zip")
    assert done.status == 0
    assert "文书：都是记录在案的原件" in done.out
    assert tiaoli("audit", "案.zip", "--json").json()["application"] == "QD-001"
    tiaoli("audit", "记录", "--export-head", "存根.json")
    assert tiaoli("audit", "案.zip", "--head", "存根.json").status == 0
    # A package taken later beside a head kept before: with --head its own head carries the proof of RFC 6962, section 2.1.2.
    tiaoli("check", application(), "--record", "记录")
    assert tiaoli("audit", "记录", "--package", "QD-001", "-o", "无证明.zip", "--letter", "信.docx").status == 0
    done = tiaoli("audit", "无证明.zip", "--head", "存根.json")
    assert done.status == 1
    assert "没有附前后相承的证明" in "".join(done.out.split())
    taken = ("audit", "记录", "--package", "QD-001", "-o", "有证明.zip", "--letter", "信.docx", "--head", "存根.json")
    assert tiaoli(*taken).status == 0
    done = tiaoli("audit", "有证明.zip", "--head", "存根.json")
    assert done.status == 0
    assert "与包内的存根前后相承" in "".join(done.out.split())
    other = json.loads((tmp_path / "存根.json").read_text(encoding="utf-8")) | {"root": "0" * 64}
    (tmp_path / "别的.json").write_text(json.dumps(other), encoding="utf-8")
    done = tiaoli("audit", "记录", "--package", "QD-001", "-o", "又.zip", "--head", "别的.json")
    assert done.status == 2
    assert "U208" in done.err
    assert not (tmp_path / "又.zip").exists()
    # Both heads at hand, the newer with the proof: the record is not wanted.
    tiaoli("audit", "记录", "--head", "存根.json", "--export-head", "新存根.json")
    assert tiaoli("audit", "无证明.zip", "--head", "存根.json", "--head", "新存根.json").status == 0
    content = (tmp_path / "案.zip").read_bytes()
    (tmp_path / "案.zip").write_bytes(content[:-30])
    assert tiaoli("audit", "案.zip").status == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ["记录", "--package", "QD-001"],
        ["记录", "-o", "案.zip"],
        ["记录", "--letter", "信.docx"],
        ["记录", "--package", "QD-001", "-o", "案.zip", "--json"],
        ["申请.json", "--export-head", "存根.json"],
    ],
)
def test_options_that_do_not_go_together(
    tiaoli: Tiaoli, application: Callable[..., Path], arguments: list[str]
) -> None:
    tiaoli("check", application(), "--record", "记录")
    done = tiaoli("audit", *arguments)
    assert done.status == 2
    assert "U102" in done.err + done.out


def test_nothing_of_the_record_is_written_over(
    tiaoli: Tiaoli, application: Callable[..., Path], tmp_path: Path
) -> None:
    tiaoli("check", application(), "--record", "记录")
    log = tmp_path / "记录" / "record.jsonl"
    before = log.read_bytes()
    assert tiaoli("audit", "记录", "--export-head", log, "--force").status == 2
    assert tiaoli("audit", "记录", "--package", "QD-001", "-o", log, "--force").status == 2
    assert log.read_bytes() == before
    (tmp_path / "存根.json").write_text("mine", encoding="utf-8")
    assert tiaoli("audit", "记录", "--export-head", "存根.json").status == 2
    assert (tmp_path / "存根.json").read_text(encoding="utf-8") == "mine"


def test_no_record_is_told(tiaoli: Tiaoli) -> None:
    for command in ("audit", "replay"):
        done = tiaoli(command, "没有", "--json")
        assert [e["code"] for e in done.json()["errors"]] == ["U204"]


def test_replay_says_that_nobody_comes_out_otherwise(tiaoli: Tiaoli, application: Callable[..., Path]) -> None:
    tiaoli("check", application(), "--record", "记录")
    done = tiaoli("replay", "记录")
    assert done.status == 0
    assert "结论没有一份不同" in done.out
    assert (
        tiaoli("replay", "记录", "--as-of", "2026-06-01", "--json").json()["flips"][0]["after"]["outcome"]
        == "out_of_force"
    )
    assert tiaoli("replay", "记录", "--since", "昨天", "--json").json()["errors"][0]["where"] == "--since"
