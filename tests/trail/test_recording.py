"""What is kept of verdicts, decisions and letters, before anybody is told of them."""

from __future__ import annotations

import json
import multiprocessing
import os
import re
from pathlib import Path
from typing import Any

import pytest

from policy_dsl.diagnostics import Faults
from reasoner.driver.current_rule_base import reader, rule_base
from reasoner.interpreter.alternatives import with_readings
from reasoner.interpreter.judge import judge
from reasoner.interpreter.relocation import rebound
from reasoner.letters.decision import Decision, Handling
from reasoner.model.application import layers
from reasoner.record.audit import audit
from reasoner.record.folder import FolderStore
from reasoner.record.log_entry import Draft, read_line
from reasoner.record.recording import IssuedLetter
from reasoner.record.store import append
from tests.trail.records import APPLICATIONS, Ticking, judged, lines_of, read, record, recorder, write_lines


def payloads(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line)["payload"] for line in lines_of(folder)]


def test_a_verdict_is_in_the_record_when_it_is_given(tmp_path: Path) -> None:
    given = recorder(tmp_path).verdicts(iter(judged(APPLICATIONS)))
    for number, verdict in enumerate(given, 1):
        recorded = [p["verdict"]["application"] for p in payloads(tmp_path)[1:]]
        assert verdict.application in recorded
        assert len(recorded) >= number


def test_a_rule_base_is_kept_once_whatever_it_judges(tmp_path: Path) -> None:
    record(tmp_path, APPLICATIONS[:3])
    record(tmp_path, APPLICATIONS[3:5])
    assert len({p["rules"] for p in payloads(tmp_path)[1:]}) == 1
    assert [len([*(tmp_path / kind).iterdir()]) for kind in ("rules", "texts")] == [1, 1]


def test_figures_that_many_share_are_kept_once_and_their_verdicts_are_derived_again(tmp_path: Path) -> None:
    figure = {"地区": "城阳区", "名称": "床位使用率", "数值": "80%", "时点": "2024-03-31", "来源": "电话13812345678"}
    own = {k: v for k, v in APPLICATIONS[0].items() if k != "指标"}
    shared = {"申请": [own | {"编号": f"S{i}"} for i in range(5)], "指标": [figure]}
    source = tmp_path / "shared.json"
    source.write_text(json.dumps(shared, ensure_ascii=False), encoding="utf-8")
    from reasoner.driver.judging import applications

    read_applications = [*applications(source).applications]
    assert layers(read_applications[0].facts)[1]
    recorder(tmp_path / "r").record([(a, judge(rule_base(), a)) for a in read_applications])
    assert len([*(tmp_path / "r" / "facts").iterdir()]) == 1
    assert audit(FolderStore(tmp_path / "r"))[0].holds


def test_every_way_to_ask_is_derived_again(tmp_path: Path) -> None:
    base, applications = rule_base(), read(APPLICATIONS)
    only = frozenset([next(iter(base.documents))])
    there = reader().place("滨州市")
    ways = []
    for a in applications:
        ways += [
            (a, judge(base, a, "2026-03-01")),
            (a, judge(base, a, None, only)),
            (a, with_readings(base, a, judge(base, a))),
        ]
        moved = rebound(a, *there)
        ways.append((moved, judge(base, moved)))
    recorder(tmp_path).record(ways)
    report, _ = audit(FolderStore(tmp_path))
    assert report.verdicts.faults == ()
    assert report.verdicts.verdicts == 4 * len(applications)


NUMBERED = {
    "编号": "N-13812345678", "事项": "新增购买住院床位", "日期": "2024-05-01", "床位类别": "综合", "床位数": 90,
    "机构": {"名称": "甲医院(联系人身份证11010519491231002X)", "类型": "综合医院", "等级": "二级", "所在地": "城阳区",
             "地址": "某路1号,电话0532-85912345"},
    "指标": [{"地区": "城阳区", "名称": "床位使用率", "数值": "80%", "时点": "2024-03-31", "来源": "李四13912345678来电"}],
}  # fmt: skip


def test_no_telephone_and_no_identity_number_stands_in_the_record(tmp_path: Path) -> None:
    ((application, verdict),) = judged([NUMBERED])
    recorder(tmp_path, by="王五 13712345678").record([(application, verdict)])
    text = b"\n".join(lines_of(tmp_path)).decode()
    for number in ("13812345678", "13912345678", "13712345678", "85912345", "11010519491231002"):
        assert number not in text
    assert len(set(re.findall("〔(?:电话号码|身份证号) [a-p]{16}〕", text))) >= 4
    report, _ = audit(FolderStore(tmp_path))
    assert report.holds
    (payload,) = payloads(tmp_path)[1:]
    assert payload["verdict"]["outcome"] == verdict.outcome
    assert len(payload["answer"]) == 64


def test_a_decision_and_a_letter_name_what_they_rest_on(tmp_path: Path) -> None:
    pairs = judged(APPLICATIONS[:2])
    writer = recorder(tmp_path)
    verdicts = {v.application: e for (_, v), e in zip(pairs, writer.record(pairs), strict=True)}
    first, second = verdicts
    decision = Decision(application=first, handling=Handling.REFUSED, reason="已电话13812345678核实", day="2024-05-20")
    decided = writer.decisions([(decision, {"联系人": "赵六 13812345678"})], verdicts)
    letters = [IssuedLetter(n, "告知书", f"{n}.docx", b"content", "") for n in verdicts]
    writer.letters(letters, verdicts, decided)
    report, _ = audit(FolderStore(tmp_path))
    assert report.holds
    made, one, two = payloads(tmp_path)[3:]
    assert made["verdict"] == {"n": 2, "digest": verdicts[first].digest}
    assert "13812345678" not in json.dumps(made)
    assert one["decision"] == {"n": 4, "digest": decided[first].digest}
    assert "decision" not in two
    # A decision on another's verdict is found.
    from tests.trail.records import forged, rechained

    lines = lines_of(tmp_path)
    lines[3] = forged(lines[3], first, second)
    write_lines(tmp_path, rechained(lines))
    wrong, _ = audit(FolderStore(tmp_path))
    assert wrong.integrity.holds
    assert any("另一份申请" in f.message for f in wrong.verdicts.faults)


# --- appending --------------------------------------------------------------------------------------------------


def note(n: int) -> Draft:
    return Draft("note", "", {"number": n})


def identity() -> str:
    return "0" * 32


@pytest.mark.parametrize("torn", [b"{", b'{"at":"2026', b"\x00" * 5000, b"x" * 200_000])
def test_a_torn_last_line_is_taken_away_and_told(tmp_path: Path, torn: bytes) -> None:
    store = FolderStore(tmp_path)
    append(store, [note(1)], identity, Ticking())
    whole = store.log.read_bytes()
    with store.log.open("ab") as log:
        log.write(torn)
    report, _ = audit(store)
    assert report.holds
    assert "没有写完" in report.notes[-1].message
    append(store, [note(2)], identity, Ticking())
    assert store.log.read_bytes().startswith(whole)
    assert [read_line(line).kind for line in store.lines()] == ["opened", "note", "repaired", "note"]
    assert json.loads(lines_of(tmp_path)[2])["payload"]["bytes"] == len(torn)
    assert audit(store)[0].holds


def test_a_record_of_nothing_but_a_torn_line_begins_anew(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    store.log.write_bytes(b'{"at":')
    append(store, [note(1)], identity, Ticking())
    assert [read_line(line).kind for line in store.lines()] == ["opened", "repaired", "note"]


def test_nothing_is_appended_to_a_last_line_that_somebody_changed(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    append(store, [note(1)], identity, Ticking())
    lines = lines_of(tmp_path)
    write_lines(tmp_path, [lines[0], lines[1].replace(b"number", b"numbes")])
    before = store.log.read_bytes()
    with pytest.raises(Faults) as raised:
        append(store, [note(2)], identity, Ticking())
    assert raised.value.diagnostics[0].code == "U203"
    assert store.log.read_bytes() == before


def test_a_full_disk_leaves_the_record_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = FolderStore(tmp_path)
    append(store, [note(1)], identity, Ticking())
    before = store.log.read_bytes()
    real = os.write

    def full(descriptor: int, content: memoryview) -> int:
        real(descriptor, content[:10])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(Faults) as raised:
        append(store, [note(2)], identity, Ticking())
    monkeypatch.undo()
    assert raised.value.diagnostics[0].code == "U201"
    assert store.log.read_bytes() == before


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(Faults) as raised:
        append(FolderStore(tmp_path / "file" / "record"), [note(1)], identity)
    assert raised.value.diagnostics[0].code == "U201"


def _append_some(folder: str, first: int) -> None:
    for n in range(first, first + 20):
        append(FolderStore(Path(folder)), [note(n)], identity)


def test_several_writers_take_turns(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=_append_some, args=(str(tmp_path), 100 * i)) for i in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
        assert writer.exitcode == 0
    report, _ = audit(FolderStore(tmp_path))
    assert report.holds
    numbers = [p["number"] for p in payloads(tmp_path)[1:]]
    assert sorted(numbers) == [n for i in range(4) for n in range(100 * i, 100 * i + 20)]


def test_nothing_rests_on_a_kept_rule_base_that_somebody_changed(tmp_path: Path) -> None:
    record(tmp_path, APPLICATIONS[:1])
    (rules,) = (tmp_path / "rules").iterdir()
    rules.write_bytes(b"")
    with pytest.raises(Faults) as raised:
        recorder(tmp_path)
    assert [d.code for d in raised.value.diagnostics] == ["U203"]


def test_a_decision_on_an_application_whose_number_is_a_telephone_refers_to_its_verdict(tmp_path: Path) -> None:
    pairs, writer = judged([NUMBERED]), recorder(tmp_path)
    name = pairs[0][1].application
    verdicts = {name: writer.record(pairs)[0]}
    decided = writer.decisions([(Decision(application=name, handling=Handling.REFUSED), {})], verdicts)
    writer.letters([IssuedLetter(name, "告知书", f"{name}.docx", b"x", "")], verdicts, decided)
    assert audit(FolderStore(tmp_path))[0].holds
    assert "13812345678" not in FolderStore(tmp_path).log.read_text(encoding="utf-8")
