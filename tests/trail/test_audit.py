"""A forged, a cut and a rewritten record are each found, and an honest one holds."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from reasoner.driver.current_rule_base import rule_base
from reasoner.record.audit import AuditReport, audit
from reasoner.record.folder import FolderStore
from reasoner.record.head import Head
from reasoner.record.recording import rules_content
from reasoner.record.store import Kept
from tests.trail.records import (
    APPLICATIONS,
    Ticking,
    forged,
    judged,
    lines_of,
    rechained,
    record,
    recorder,
    write_lines,
)


@dataclass(frozen=True)
class Honest:
    folder: Path
    lines: list[bytes]
    head: Head


@pytest.fixture(scope="module")
def honest(tmp_path_factory: pytest.TempPathFactory) -> Honest:
    folder = tmp_path_factory.mktemp("honest")
    report, _ = audit(record(folder))
    assert report.head is not None
    return Honest(folder, lines_of(folder), report.head)


@pytest.fixture
def folder(honest: Honest, tmp_path: Path) -> Path:
    for kept in honest.folder.rglob("*.gz"):
        place = tmp_path / kept.relative_to(honest.folder)
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(kept.read_bytes())
    write_lines(tmp_path, honest.lines)
    return tmp_path


def audited(folder: Path, *heads: Head) -> AuditReport:
    return audit(FolderStore(folder), [(f"head {i}", h) for i, h in enumerate(heads)])[0]


def test_an_honest_record_holds_and_every_verdict_is_derived_again(folder: Path, honest: Honest) -> None:
    report = audited(folder, honest.head)
    assert report.holds
    assert (report.integrity.holds, report.completeness.holds, report.verdicts.holds) == (True, True, True)
    assert (report.entries, report.verdicts.verdicts, report.verdicts.not_derived) == (
        len(APPLICATIONS) + 1,
        len(APPLICATIONS),
        0,
    )
    assert report.notes == ()


def test_without_a_head_nobody_says_that_a_record_is_complete(folder: Path) -> None:
    assert audited(folder).completeness.holds is None


@pytest.mark.parametrize("position", [0.02, 0.3, 0.5, 0.9, 0.999])
def test_a_changed_byte_is_found(folder: Path, honest: Honest, position: float) -> None:
    for place, line in enumerate(honest.lines):
        at = int(len(line) * position)
        changed = line[:at] + bytes([line[at] ^ 1]) + line[at + 1 :]
        if b"\n" in changed:
            continue
        lines = [*honest.lines]
        lines[place] = changed
        write_lines(folder, lines)
        report = audit(FolderStore(folder), verdicts=False)[0]
        assert not report.integrity.holds
        assert report.integrity.faults[0].line == place + 1


def test_a_record_without_its_last_entry_is_whole_and_not_complete(folder: Path, honest: Honest) -> None:
    write_lines(folder, honest.lines[:-1])
    report = audited(folder, honest.head)
    assert report.integrity.holds
    assert report.verdicts.holds
    assert report.completeness.holds is False
    assert "截去" in report.completeness.heads[0].message
    assert not report.holds


def test_an_entry_that_was_taken_out_leaves_a_gap(folder: Path, honest: Honest) -> None:
    write_lines(folder, [*honest.lines[:3], *honest.lines[4:]])
    report = audited(folder)
    assert not report.integrity.holds
    assert report.integrity.faults[0].line == 4


def test_an_entry_that_was_taken_out_with_the_rest_chained_anew_is_found_by_a_head(
    folder: Path, honest: Honest
) -> None:
    write_lines(folder, rechained([*honest.lines[:3], *honest.lines[4:]]))
    assert audited(folder).integrity.holds
    assert audited(folder, honest.head).completeness.holds is False


def test_an_entry_put_in_is_found_by_a_head_though_the_record_grew(folder: Path, honest: Honest) -> None:
    write_lines(folder, rechained([*honest.lines[:3], honest.lines[5], *honest.lines[3:]]))
    report = audited(folder, honest.head)
    assert report.integrity.holds
    assert report.completeness.holds is False


def test_a_record_that_was_written_anew_is_found_by_an_older_head(folder: Path, honest: Honest, tmp_path: Path) -> None:
    older = audited(folder).head
    assert older is not None
    recorder(folder, Ticking("2026-12-01T09:00:00")).record(judged(APPLICATIONS[:2]))
    assert audited(folder, older).completeness.holds
    # All of it made anew, with other times and the name that the record called itself.
    write_lines(folder, rechained([lines_of(folder)[0], *lines_of(folder)[:0:-1]]))
    report = audited(folder, older)
    assert report.integrity.holds
    assert report.completeness.holds is False
    other = tmp_path / "other"
    record(other)
    assert audited(other, older).completeness.heads[0].message.startswith("存根是另一份记录的")


def test_two_entries_in_each_other_s_place_are_found(folder: Path, honest: Honest) -> None:
    lines = [*honest.lines]
    lines[2], lines[3] = lines[3], lines[2]
    write_lines(folder, lines)
    assert not audited(folder).integrity.holds
    write_lines(folder, rechained(lines))
    assert audited(folder).integrity.holds
    assert audited(folder, honest.head).completeness.holds is False


def test_an_entry_that_stands_twice_is_found(folder: Path, honest: Honest) -> None:
    lines = [*honest.lines[:3], honest.lines[2], *honest.lines[3:]]
    write_lines(folder, lines)
    assert not audited(folder).integrity.holds
    write_lines(folder, rechained(lines))
    assert audited(folder, honest.head).completeness.holds is False


def test_a_line_that_is_empty_or_nothing_is_found(folder: Path, honest: Honest) -> None:
    for line in (b"", b"\x00" * 100, b"{}"):
        write_lines(folder, [*honest.lines[:2], line, *honest.lines[2:]])
        assert not audit(FolderStore(folder), verdicts=False)[0].integrity.holds


FORGERIES: list[tuple[str, str]] = [
    ('"outcome": "presumptively_barred"', '"outcome": "may_proceed"'),
    ('"outcome": "', '"outcome": "not_'),
    ('"received": "2024', '"received": "2023'),
    ('"matter": "新增', '"matter": "另增'),
    ('"verdict": {', '"verdict": {"more": 1, '),
    ('"facts": [{', '"facts": [], "more": [{'),
    ('"rules": "', '"rules": "0'),
]


@pytest.mark.parametrize(("old", "new"), FORGERIES)
def test_a_forged_verdict_that_is_chained_anew_is_derived_otherwise(
    folder: Path, honest: Honest, old: str, new: str
) -> None:
    place = next(
        i
        for i, line in enumerate(honest.lines)
        if i and old in json.dumps(json.loads(line)["payload"], ensure_ascii=False)
    )
    lines = [*honest.lines]
    lines[place] = forged(lines[place], old, new)
    write_lines(folder, rechained(lines))
    report = audited(folder)
    assert report.integrity.holds
    assert report.verdicts.holds is False
    assert {f.n for f in report.verdicts.faults} == {place + 1}


def test_an_honest_verdict_on_other_facts_is_found_by_a_head_alone(
    folder: Path, honest: Honest, tmp_path: Path
) -> None:
    # Whoever forges the facts and judges anew makes a verdict that follows from them.
    other = tmp_path / "other"
    record(other, [APPLICATIONS[0] | {"日期": "2024-06-03"}])
    write_lines(folder, rechained([honest.lines[0], lines_of(other)[1], *honest.lines[2:]]))
    report = audited(folder, honest.head)
    assert (report.integrity.holds, report.verdicts.holds) == (True, True)
    assert report.completeness.holds is False


def test_a_kept_rule_base_that_was_changed_is_found(folder: Path) -> None:
    import gzip

    (rules,) = (folder / "rules").iterdir()
    content = gzip.decompress(rules.read_bytes())
    rules.write_bytes(gzip.compress(content.replace("原则上".encode(), "一般不".encode()), mtime=0))
    report = audited(folder)
    assert report.verdicts.holds is False
    assert "改动过" in report.verdicts.faults[0].message
    rules.unlink()
    assert "没有了" in audited(folder).verdicts.faults[0].message


def test_a_rule_base_that_was_forged_with_its_digest_is_no_rule_base_of_the_verdict(
    folder: Path, honest: Honest
) -> None:
    base = rule_base()
    content = rules_content(base).replace(b'"3/4"', b'"1/4"').replace(b'"0.75"', b'"0.25"')
    assert content != rules_content(base)
    digest = FolderStore(folder).keep(Kept.RULES, content)
    old = json.loads(honest.lines[1])["payload"]["rules"]
    write_lines(folder, rechained([honest.lines[0], *(forged(line, old, digest) for line in honest.lines[1:])]))
    assert audited(folder).verdicts.holds is False


def test_a_rule_base_of_another_form_is_told_apart_from_a_false_verdict(folder: Path, honest: Honest) -> None:
    content = msgspec.json.encode(
        replace(msgspec.json.decode(rules_content(rule_base()), type=type(rule_base().compiled)), format=1)
    )
    digest = FolderStore(folder).keep(Kept.RULES, content)
    old = json.loads(honest.lines[1])["payload"]["rules"]
    write_lines(folder, rechained([honest.lines[0], *(forged(line, old, digest) for line in honest.lines[1:])]))
    report = audited(folder)
    assert (report.verdicts.holds, report.verdicts.not_derived) == (None, len(APPLICATIONS))
    assert "另一版程序" in report.notes[0].message


def test_a_clock_that_was_set_back_is_told_and_no_fault(tmp_path: Path) -> None:
    recorder(tmp_path, Ticking("2026-11-30T09:00:00")).record(judged(APPLICATIONS[:1]))
    recorder(tmp_path, Ticking("2026-11-29T09:00:00")).record(judged(APPLICATIONS[:1]))
    report = audited(tmp_path)
    assert report.holds
    assert [n.n for n in report.notes] == [3]
    assert "时钟" in report.notes[0].message


def mutated(change: Callable[[dict[str, object]], None], line: bytes) -> bytes:
    plain = json.loads(line)
    change(plain)
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def test_an_entry_with_other_columns_is_none(folder: Path, honest: Honest) -> None:
    for change in (
        lambda p: p.update(more=1),
        lambda p: p.pop("by"),
        lambda p: p.update(n="2"),
        lambda p: p.update(payload=[]),
    ):
        write_lines(folder, [honest.lines[0], mutated(change, honest.lines[1]), *honest.lines[2:]])
        assert not audit(FolderStore(folder), verdicts=False)[0].integrity.holds


def test_the_audit_stops_at_no_nonsense(folder: Path, honest: Honest) -> None:
    payloads: list[object] = [
        {},
        {"verdict": 1},
        {"application": {}, "verdict": {"receipt": 1}},
        {"verdict": {"n": True, "digest": None}},
    ]
    for kind in ("verdict", "decision", "letter", "another"):
        lines = [
            honest.lines[0],
            *(mutated(lambda p, k=kind, x=x: p.update(kind=k, payload=x), honest.lines[1]) for x in payloads),
        ]  # type: ignore[misc]
        again: list[bytes] = []
        for line in lines:
            plain = json.loads(line)
            plain.pop("digest")
            from reasoner.record.log_entry import Draft, entry_of

            previous = json.loads(again[-1])["digest"] if again else "0" * 64
            again.append(entry_of(len(again) + 1, plain["at"], Draft(plain["kind"], "", plain["payload"]), previous)[1])
        write_lines(folder, again)
        report = audited(folder)
        assert report.integrity.holds
        assert report.verdicts.holds is (kind == "another")


@pytest.mark.parametrize("digest", ["../../outside", "x" * 64, "", "0" * 63, "0" * 64])
def test_a_digest_that_is_none_reads_no_other_file(folder: Path, honest: Honest, digest: str) -> None:
    import gzip

    (folder.parent / "outside.json.gz").write_bytes(gzip.compress(b"{}"))
    assert FolderStore(folder).kept(Kept.RULES, digest) is None
    old = json.loads(honest.lines[1])["payload"]["rules"]
    write_lines(folder, rechained([honest.lines[0], forged(honest.lines[1], old, digest)]))
    assert audited(folder).verdicts.holds is False


def test_a_verdict_of_another_version_with_another_form_is_told_apart(folder: Path, honest: Honest) -> None:
    line = forged(honest.lines[1], '"engine": "tiaoli ', '"engine": "tiaoli 9.')
    write_lines(folder, rechained([honest.lines[0], line, *honest.lines[2:]]))
    report = audited(folder)  # it is derived all the same, where it can be
    assert (report.verdicts.holds, report.verdicts.not_derived) == (True, 0)
    more = forged(line, '"verdict": {', '"verdict": {"more": 1, ')
    write_lines(folder, rechained([honest.lines[0], more, *honest.lines[2:]]))
    report = audited(folder)
    assert (report.verdicts.holds, report.verdicts.not_derived) == (True, 1)
    assert "tiaoli 9." in report.notes[0].message
    false = forged(line, '"outcome": "', '"outcome": "not_')
    write_lines(folder, rechained([honest.lines[0], false, *honest.lines[2:]]))
    assert audited(folder).verdicts.not_derived == 1  # no outcome of ours: of another version, as far as anybody knows


# --- what is said of verdicts -----------------------------------------------------------------------------------


def said(folder: Path) -> str:
    """What is said of verdicts in the terminal."""
    from reasoner.driver.auditing import audit_text

    text = audit_text(audited(folder), width=400)
    return text[text.index("研判") :]


def unreadable(lines: list[bytes]) -> list[bytes]:
    return [line.replace(b'"outcome":"', b'"outcome":"x', 1) for line in lines]


def test_where_no_line_can_be_read_nothing_was_derived_and_that_is_said(folder: Path, honest: Honest) -> None:
    write_lines(folder, [honest.lines[0], *unreadable(honest.lines[1:])])
    report = audited(folder)
    assert (report.holds, report.integrity.unread, report.verdicts.verdicts) == (False, len(APPLICATIONS), 0)
    assert report.verdicts.holds is None, "nobody can say"
    assert f"一份也没有重新推导。有{len(APPLICATIONS)}行读不出来" in said(folder)
    assert "都与所记相同" not in said(folder)


def test_of_the_lines_that_can_be_read_it_is_said_how_many_were_derived_and_that_others_were_not(
    folder: Path, honest: Honest
) -> None:
    write_lines(folder, [*honest.lines[:2], *unreadable(honest.lines[2:])])
    report = audited(folder)
    assert (report.verdicts.holds, report.verdicts.verdicts) == (True, 1)
    assert "1份都由当时的规则库重新推导" in said(folder)
    assert f"有{len(APPLICATIONS) - 1}行读不出来" in said(folder)


def test_an_honest_record_tells_of_no_line_that_cannot_be_read(folder: Path) -> None:
    assert "读不出来" not in said(folder)
    assert f"{len(APPLICATIONS)}份都由当时的规则库重新推导" in said(folder)


def test_where_all_are_of_another_version_nobody_says_that_they_hold(folder: Path, honest: Honest) -> None:
    lines = [
        forged(forged(line, '"engine": "tiaoli ', '"engine": "tiaoli 9.'), '"verdict": {', '"verdict": {"more": 1, ')
        for line in honest.lines[1:]
    ]
    write_lines(folder, rechained([honest.lines[0], *lines]))
    report = audited(folder)
    assert (report.verdicts.holds, report.verdicts.not_derived) == (None, len(APPLICATIONS))
    assert "一份也没有重新推导" in said(folder)
