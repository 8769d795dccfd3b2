"""The archive package of a case, and what is found in one that was changed."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from policy_dsl.diagnostics import Faults
from reasoner.letters.decision import KEYS, Decision, Handling
from reasoner.record.audit import audit
from reasoner.record.folder import FolderStore
from reasoner.record.head import ExportedHead, with_proofs
from reasoner.record.package import DECISION_WORDS, package
from reasoner.record.package_check import PackageReport, check_package
from reasoner.record.recording import IssuedLetter
from tests.trail.records import APPLICATIONS, Ticking, judged, lines_of, recorder

LETTER = b"a letter"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record in which the case of the second application has a verdict, a decision, an opinion and a letter."""
    folder = tmp_path_factory.mktemp("record")
    writer, pairs = recorder(folder), judged(APPLICATIONS[:5])
    verdicts = {v.application: e for (_, v), e in zip(pairs, writer.record(pairs), strict=True)}
    name = case()
    decided = writer.decisions([(Decision(application=name, handling=Handling.REFUSED, organ="某中心"), {})], verdicts)
    writer.by("李四").note("opinion", {"application": name, "text": "同意,电话13812345678"})
    writer.letters([IssuedLetter(name, "告知书", "告知书.docx", LETTER, "")], verdicts, decided)
    writer.record(judged(APPLICATIONS[5:7]))
    return folder


def case() -> str:
    return str(APPLICATIONS[1]["编号"])


@pytest.fixture(scope="module")
def content(folder: Path) -> bytes:
    return package(FolderStore(folder), case(), {"告知书.docx": LETTER}, "record")


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def remade(parts: dict[str, bytes]) -> bytes:
    """With a manifest that fits."""
    manifest = json.loads(parts["清单.json"])
    manifest["files"] = [
        {"name": n, "bytes": len(p), "sha256": hashlib.sha256(p).hexdigest()}
        for n, p in sorted(parts.items())
        if n != "清单.json"
    ]
    return zipped(parts | {"清单.json": json.dumps(manifest).encode()})


def checked(content: bytes, *heads: ExportedHead) -> PackageReport:
    return check_package(content, "x.zip", [(f"head {i}", h) for i, h in enumerate(heads)])


def test_a_package_holds_and_says_what_it_holds(content: bytes) -> None:
    report = checked(content)
    assert report.holds
    assert (report.application, report.entries, report.verdicts, report.notes) == (case(), 4, 1, ())
    parts = parts_of(content)
    assert {"说明.txt", "清单.json", "研判.json", "事实.csv", "决定和意见.json", "校验凭据.json", "记录.jsonl", "包含证明.json",
            "存根.json", "存根.txt", "文书/告知书.docx"} <= parts.keys()  # fmt: skip
    assert [p.split("/")[0] for p in sorted(parts) if p.startswith(("规则", "原文"))] == ["原文", "规则"]
    assert "13812345678" not in parts["决定和意见.json"].decode()
    opinions = json.loads(parts["决定和意见.json"])
    assert [o["种类"] for o in opinions] == ["决定", "opinion"]
    assert opinions[1]["经办人"] == "李四"
    assert opinions[0]["内容"]["编号"] == case()
    assert opinions[0]["内容"]["所据研判"].keys() == {"序号", "校验码"}
    assert {"编号", "处理"} <= opinions[0]["内容"]["决定"].keys() <= KEYS.keys()


def test_the_parts_of_a_decision_are_called_as_in_a_file_of_decisions() -> None:
    assert {field: name for name, field in KEYS.items()} == DECISION_WORDS


def test_the_facts_have_their_holders(content: bytes) -> None:
    rows = [*csv.DictReader(io.StringIO(parts_of(content)["事实.csv"].decode("utf-8-sig")))]
    providers = {r["事实"]: r["提供方"] for r in rows}
    assert set(providers.values()) <= {"申请人", "本局", "其他部门", "现场核查", "有权机关认定"}
    assert "本局" in providers.values()


def test_the_same_case_gives_the_same_bytes(folder: Path, content: bytes) -> None:
    assert package(FolderStore(folder), case(), {"告知书.docx": LETTER}, "record") == content


def test_somebody_without_this_program_can_check_it_as_the_page_says(content: bytes) -> None:
    # Only what 说明.txt says, by SHA-256 alone.
    parts = parts_of(content)
    for file in json.loads(parts["清单.json"])["files"]:
        assert hashlib.sha256(parts[file["name"]]).hexdigest() == file["sha256"]
    root = json.loads(parts["存根.json"])["root"]
    assert root in parts["说明.txt"].decode("utf-8-sig")
    proofs = {p["n"]: p["proof"] for p in json.loads(parts["包含证明.json"])}
    lines = parts["记录.jsonl"].split(b"\n")[:-1]
    assert len(lines) == 4
    for line in lines:
        digest, rest = _without_digest(line)
        assert hashlib.sha256(rest).hexdigest() == digest
        reached = hashlib.sha256(b"\0" + line).digest()
        for step in proofs[json.loads(line)["n"]]:
            other = bytes.fromhex(step["hash"])
            reached = hashlib.sha256(b"\1" + (other + reached if step["side"] == "left" else reached + other)).digest()
        assert reached.hex() == root
    (letter,) = [json.loads(line)["payload"] for line in lines if json.loads(line)["kind"] == "letter"]
    assert hashlib.sha256(parts["文书/告知书.docx"]).hexdigest() == letter["sha256"]


def _without_digest(line: bytes) -> tuple[str, bytes]:
    match = re.search(rb'"digest":"([0-9a-f]{64})",', line)
    assert match
    return match[1].decode(), line[: match.start()] + line[match.end() :]


def test_a_changed_file_is_found(content: bytes) -> None:
    parts = parts_of(content)
    for name in parts:
        if name == "清单.json":
            continue
        changed = parts | {name: parts[name][:-2] + b"x" + parts[name][-1:]}
        if name in ("存根.json", "包含证明.json"):  # no JSON any more
            with pytest.raises(Faults, match="读不懂"):
                checked(zipped(changed))
        else:
            assert not checked(zipped(changed)).holds, name


def test_files_that_are_missing_or_too_many_are_found(content: bytes) -> None:
    parts = parts_of(content)
    assert checked(zipped(parts | {"更多.txt": b"x"})).files == ("更多.txt:包内有,清单没有列",)
    assert "清单列有" in checked(zipped({n: p for n, p in parts.items() if n != "事实.csv"})).files[0]


def forge_line(parts: dict[str, bytes]) -> dict[str, bytes]:
    from tests.trail.records import forged

    lines = parts["记录.jsonl"].split(b"\n")[:-1]
    lines[1] = forged(lines[1], "某中心", "某局")
    return {"记录.jsonl": b"".join(line + b"\n" for line in lines)}


def forge_proof(parts: dict[str, bytes]) -> dict[str, bytes]:
    proofs = json.loads(parts["包含证明.json"])
    proofs[0]["proof"][0]["hash"] = "0" * 64
    return {"包含证明.json": json.dumps(proofs).encode()}


def drop_proof(parts: dict[str, bytes]) -> dict[str, bytes]:
    return {"包含证明.json": json.dumps(json.loads(parts["包含证明.json"])[1:]).encode()}


def turn_side(parts: dict[str, bytes]) -> dict[str, bytes]:
    proofs = json.loads(parts["包含证明.json"])
    proofs[0]["proof"][0]["side"] = {"left": "right", "right": "left"}[proofs[0]["proof"][0]["side"]]
    return {"包含证明.json": json.dumps(proofs).encode()}


def other_letter(parts: dict[str, bytes]) -> dict[str, bytes]:
    return {"文书/告知书.docx": b"another letter"}


def other_head(parts: dict[str, bytes]) -> dict[str, bytes]:
    return {"存根.json": json.dumps(json.loads(parts["存根.json"]) | {"root": "0" * 64}).encode()}


@pytest.mark.parametrize("forge", [forge_line, forge_proof, drop_proof, turn_side, other_letter, other_head])
def test_what_is_forged_with_a_manifest_that_fits_is_found(
    content: bytes, forge: Callable[[dict[str, bytes]], dict[str, bytes]]
) -> None:
    parts = parts_of(content)
    report = checked(remade(parts | forge(parts)))
    assert report.files == ()
    assert not report.holds


def test_a_package_made_all_anew_is_found_by_a_head(folder: Path, content: bytes, tmp_path: Path) -> None:
    report, _ = audit(FolderStore(folder), verdicts=False)
    assert report.head is not None
    head = with_proofs(report.head, (), ())
    assert checked(content, head).holds
    forged = ExportedHead(head.form, head.record, head.size, "0" * 64, head.last, head.day)
    assert not checked(content, forged).holds
    # A later head shows it by the proof that it carries, and by nothing else.
    for kind in ("rules", "texts"):
        (tmp_path / kind).mkdir()
        for file in (folder / kind).iterdir():
            (tmp_path / kind / file.name).write_bytes(file.read_bytes())
    (tmp_path / "record.jsonl").write_bytes(b"".join(line + b"\n" for line in lines_of(folder)))
    recorder(tmp_path, Ticking("2026-12-01T09:00:00")).record(judged(APPLICATIONS[:1]))
    later, longer = audit(FolderStore(tmp_path), verdicts=False)
    assert later.head is not None
    assert not checked(content, with_proofs(later.head, (), ())).holds
    assert checked(content, with_proofs(later.head, [head], longer.leaves)).holds


def test_a_letter_that_was_changed_goes_into_no_package(folder: Path) -> None:
    with pytest.raises(Faults) as raised:
        package(FolderStore(folder), case(), {"告知书.docx": LETTER + b"!"}, "record")
    assert [d.code for d in raised.value.diagnostics] == ["U207"]


def test_a_letter_that_is_left_out_is_told(folder: Path) -> None:
    report = checked(package(FolderStore(folder), case(), {}, "record"))
    assert report.holds
    assert "没有归入本包" in report.notes[0]


def test_no_such_case_and_a_false_record_give_no_package(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(Faults) as raised:
        package(FolderStore(folder), "没有这个编号", {}, "record")
    assert [d.code for d in raised.value.diagnostics] == ["U207"]
    (tmp_path / "record.jsonl").write_bytes(
        (folder / "record.jsonl").read_bytes().replace("某中心".encode(), "某部门".encode())
    )
    with pytest.raises(Faults) as raised:
        package(FolderStore(tmp_path), case(), {}, "record")
    assert [d.code for d in raised.value.diagnostics] == ["U208"]


NONSENSE: list[Any] = [
    b"",
    b"PK\x03\x04",
    zipped({}),
    zipped({"清单.json": b"{}"}),
    zipped({"清单.json": b"[" * 10_000}),
]


@pytest.mark.parametrize("nonsense", NONSENSE)
def test_what_is_no_package_is_told(nonsense: bytes) -> None:
    with pytest.raises(Faults) as raised:
        checked(nonsense)
    assert [d.code for d in raised.value.diagnostics] == ["U209"]


def test_a_package_with_lines_of_nothing_ends_in_faults(content: bytes) -> None:
    parts = parts_of(content)
    for lines in (b"", b"\n\n", b"{}\n", b"\x00\n", parts["记录.jsonl"] * 2):
        assert not checked(remade(parts | {"记录.jsonl": lines})).holds


def test_a_letter_on_several_applications_stands_in_the_package_of_each(tmp_path: Path) -> None:
    writer, pairs = recorder(tmp_path), judged(APPLICATIONS[:3])
    verdicts = {v.application: e for (_, v), e in zip(pairs, writer.record(pairs), strict=True)}
    first, second, third = verdicts
    writer.letters([IssuedLetter(first, "告知书", "告知书.docx", LETTER, "", (second,))], verdicts, {})
    for name in (first, second):
        report = checked(package(FolderStore(tmp_path), name, {"告知书.docx": LETTER}, "record"))
        assert (report.holds, report.entries) == (True, 2)
    with pytest.raises(Faults):
        package(FolderStore(tmp_path), third, {"告知书.docx": LETTER}, "record")


def test_a_false_verdict_goes_into_no_package(folder: Path, tmp_path: Path) -> None:
    from tests.trail.records import forged, rechained

    for kind in ("rules", "texts"):
        (tmp_path / kind).mkdir()
        for file in (folder / kind).iterdir():
            (tmp_path / kind / file.name).write_bytes(file.read_bytes())
    lines = lines_of(folder)
    lines[2] = forged(lines[2], '"outcome": "', '"outcome": "not_')
    (tmp_path / "record.jsonl").write_bytes(b"".join(line + b"\n" for line in rechained(lines)))
    with pytest.raises(Faults) as raised:
        package(FolderStore(tmp_path), case(), {}, "record")
    assert [d.code for d in raised.value.diagnostics] == ["U208"]
