"""What was judged by a bureau's own documents is derived again from the record, whatever becomes of the documents."""

from __future__ import annotations

import gzip
import json
import shutil
from pathlib import Path

import pytest
from invented import version
from made_corpus import CITY, PLAN, Run, application, forget, plan, put


def judged(run: Run, folder: Path, *applications: dict[str, object]) -> Path:
    file = folder / "申请.json"
    file.write_text(json.dumps([*applications], ensure_ascii=False), encoding="utf-8")
    status, _, err = run("check", str(file), "--json", "--record", str(folder / "记录"))
    assert (status, err) == (0, "")
    return folder / "记录"


def outcomes(record: Path) -> list[str]:
    payloads = [json.loads(line)["payload"] for line in (record / "record.jsonl").read_bytes().splitlines()]
    return [p["verdict"]["outcome"] for p in payloads if "verdict" in p]


def test_a_verdict_outlives_the_document_it_rests_on(
    run: Run, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = judged(run, tmp_path, application())
    assert outcomes(record) == ["barred"]
    put(corpus, plan("50%"))  # corrected afterwards: by the words as they are now it would not be barred
    assert run("audit", str(record))[0] == 0
    shutil.rmtree(corpus)
    monkeypatch.delenv("TIAOLI_CORPUS")
    assert run("audit", str(record))[0] == 0


def test_each_verdict_is_derived_by_the_rules_it_was_made_with_and_a_replay_by_those_of_now(
    run: Run, corpus: Path, tmp_path: Path
) -> None:
    judged(run, tmp_path, application())
    put(corpus, plan("50%"))
    record = judged(run, tmp_path, application())
    assert outcomes(record) == ["barred", "may_proceed"]
    assert len([*(record / "rules").iterdir()]) == 2
    assert run("audit", str(record))[0] == 0
    put(corpus, plan("60%"))
    status, out, _ = run("replay", str(record), "--json")
    replayed = json.loads(out)
    assert status == 0
    assert (replayed["judged"], replayed["earlier"]) == (1, 1)
    assert [(f["before"]["outcome"], f["after"]["outcome"], f["by"]) for f in replayed["flips"]] == [
        ("may_proceed", "barred", [f"{PLAN}/p1"])
    ]


def test_several_versions_of_a_document_are_kept_and_each_day_is_derived_by_its_own(
    run: Run, corpus: Path, tmp_path: Path
) -> None:
    later = version(2, "50%", "2026-07-01", id_=PLAN, region=CITY, replaces="2026-01-01")
    put(corpus, {path.removeprefix("corpus/"): text for path, text in later.items()})
    record = judged(run, tmp_path, application(), application(编号="WF-2", 日期="2026-08-01"))
    assert outcomes(record) == ["barred", "may_proceed"]
    assert run("audit", str(record))[0] == 0
    status, out, _ = run("replay", str(record), "--json")
    assert (status, json.loads(out)["flips"]) == (0, [])


def test_what_is_set_aside_is_told_in_the_record_and_no_path_of_the_machine(
    run: Run, corpus: Path, tmp_path: Path
) -> None:
    broken = plan("70%", id_="half-done", starts="2026-02-01")
    put(corpus, {k: v for k, v in broken.items() if not k.endswith("text.txt")})
    forget()
    record = judged(run, tmp_path, application())
    assert run("audit", str(record))[0] == 0
    log = (record / "record.jsonl").read_text(encoding="utf-8")
    assert "half-done" in log
    kept = b"".join(gzip.decompress(p.read_bytes()) for p in (record / "rules").iterdir()).decode()
    assert str(corpus) not in log + kept
    assert str(tmp_path) not in log + kept
