"""The record of the window: what is judged and decided is recorded with it, and a forged, cut or rewritten record is found out."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from reasoner.driver import auditing
from reasoner.record.audit import AuditReport
from reasoner.record.log_entry import BEGINNING, Draft, Entry, entry_of, read_line
from reasoner.record.package_check import check_package
from reasoner.record.table_file import DATABASE
from tests.office.client import ROOT, Client, Page, Window

EXAMPLES = [e["application"] for e in json.loads((ROOT / "tests/conformance/examples.json").read_text("utf-8"))]
TELEPHONE = "13912345678"
DECISION = {
    "处理": "不予", "例外": "否", "例外理由": f"经审查没有应予例外的情形,电话{TELEPHONE}", "决定日期": "2024-05-20",
    "决定机关": "青岛市医疗保障局",
}  # fmt: skip


def post(client: Client, path: str, action: str, fields: dict[str, str]) -> Page:
    return client.post(action, client.get(path).form(action) | fields)


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The data folder of a window in which a file was judged, a case decided, a letter made, a rule signed; it still runs."""
    data = tmp_path_factory.mktemp("worked")
    window = Window(data)
    try:
        client = Client(window)
        page = client.upload("申请.json", json.dumps(EXAMPLES, ensure_ascii=False).encode())
        assert page.status == 200
        assert "记下的决定" in post(client, "/case/1", "/case/1/decide", DECISION).text
        letter = client.letter("/case/1/letter?form=docx&kind=不予新增告知书")
        assert letter.content[:2] == b"PK"
        (data / "告知书.docx").write_bytes(letter.content)
        assert client.letter("/case/1/letter?form=docx&kind=不予新增告知书").status == 200
        assert post(client, "/case/1", "/case/1/again", {}).status == 200
        rule = "/review/rule?id=qingdao-2023-18-medical/3.1.p2%23低使用率区域不新增床位"
        assert post(client, rule, "/review/rule", {"by": "法制甲", "action": "sign"}).status == 200
        yield data
    finally:
        window.close()


@pytest.fixture
def copied(worked: Path, tmp_path: Path) -> Path:
    """A copy of its database, as a backup has it."""
    folder = tmp_path / "copied"
    folder.mkdir()
    with closing(sqlite3.connect(worked / DATABASE)) as one, closing(sqlite3.connect(folder / DATABASE)) as other:
        one.backup(other)
    return folder


def entries(folder: Path) -> list[Entry]:
    return [read_line(line) for line in auditing.record_in(folder)[0].lines()]


def audited(folder: Path, *heads: Path) -> AuditReport:
    return auditing.audit(folder, heads)


def test_what_was_done_is_recorded_in_its_order_and_derived_again_while_the_window_runs(worked: Path) -> None:
    """Verdicts, decisions, confirmations appended before the answer; the same letter twice is one entry."""
    assert [e.kind for e in entries(worked)] == [
        "opened", *["verdict"] * len(EXAMPLES), "decision", "letter", "verdict", "签署规则复核",
    ]  # fmt: skip
    report = audited(worked)
    assert report.holds, report
    assert report.verdicts.verdicts == len(EXAMPLES) + 1
    with closing(sqlite3.connect(worked / DATABASE)) as database:
        assert database.execute("SELECT count(*) FROM office_judgement WHERE entry IS NULL").fetchone() == (0,)
        assert database.execute("SELECT count(*) FROM office_decisionrecord WHERE entry IS NULL").fetchone() == (0,)


def test_nobody_signs_in_a_window_for_one_person(worked: Path) -> None:
    assert {e.by for e in entries(worked)} == {""}


def test_a_telephone_number_stays_out_of_the_lines(worked: Path) -> None:
    lines = [*auditing.record_in(worked)[0].lines()]
    assert not [line for line in lines if TELEPHONE.encode() in line]
    assert sum("〔电话号码".encode() in line for line in lines) == 1


def test_the_command_line_audits_replays_and_packs_the_folder_of_an_office(worked: Path, tmp_path: Path) -> None:
    def ran(*options: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "reasoner.cli.main", *options]
        return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=100, check=False)

    audit = ran("audit", str(worked), "--export-head", str(tmp_path / "存根.json"))
    assert (audit.returncode, "完好" in audit.stdout) == (0, True), audit.stderr
    assert ran("audit", str(worked), "--head", str(tmp_path / "存根.json"), "--chain-only").returncode == 0
    replay = ran("replay", str(worked), "--json")
    assert json.loads(replay.stdout)["judged"] == len(EXAMPLES)
    number = EXAMPLES[0]["编号"]
    package = tmp_path / "案.zip"
    assert (
        ran(
            "audit", str(worked), "--package", number, "-o", str(package), "--letter", str(worked / "告知书.docx")
        ).returncode
        == 0
    )
    checked = check_package(package.read_bytes(), "x")
    assert (checked.holds, checked.notes) == (True, ())


# --- what a forger does ---------------------------------------------------------------------------------------


def rewrite(folder: Path, change: Callable[[list[Entry]], list[Entry]]) -> None:
    """Change entries, and chain all of them anew, with their columns and the head: as somebody does who knows how."""
    kept = change(entries(folder))
    previous = BEGINNING
    with closing(sqlite3.connect(folder / DATABASE)) as database:
        abouts = dict(database.execute("SELECT n, about FROM office_recordentry"))
        database.execute("DELETE FROM office_recordentry")
        for n, e in enumerate(kept, 1):
            made, line = entry_of(n, e.at, Draft(e.kind, e.by, e.payload), previous)
            previous = made.digest
            row = (n, e.at, e.kind, e.by, abouts[e.n], made.digest, zlib.compress(line))
            database.execute(
                'INSERT INTO office_recordentry (n, at, kind, "by", about, digest, line) VALUES (?, ?, ?, ?, ?, ?, ?)',
                row,
            )
        database.execute("UPDATE office_recordhead SET size = ?, digest = ?", (len(kept), previous))
        database.commit()


def sql(folder: Path, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(folder / DATABASE)) as database:
        database.execute(statement, values)
        database.commit()


def head(folder: Path, path: Path) -> Path:
    auditing.audit(folder, export=path)
    return path


def test_an_untouched_copy_holds(copied: Path, tmp_path: Path) -> None:
    report = audited(copied, head(copied, tmp_path / "存根.json"))
    assert (report.holds, report.completeness.holds) == (True, True)


def test_a_line_that_was_changed_is_found(copied: Path) -> None:
    with closing(sqlite3.connect(copied / DATABASE)) as database:
        (line,) = database.execute("SELECT line FROM office_recordentry WHERE kind = 'decision'").fetchone()
    forged = zlib.compress(zlib.decompress(line).replace("不予".encode(), "同意".encode()))
    sql(copied, "UPDATE office_recordentry SET line = ? WHERE kind = 'decision'", forged)
    report = audited(copied)
    assert not report.integrity.holds
    assert any("内容与校验码不符" in f.message for f in report.integrity.faults)


@pytest.mark.parametrize("column", ["at", '"by"', "kind", "digest"])
def test_a_column_that_says_otherwise_than_its_line_is_found(copied: Path, column: str) -> None:
    sql(copied, f"UPDATE office_recordentry SET {column} = '甲' WHERE n = 3")
    (fault,) = audited(copied).integrity.faults
    assert "第3条旁边供查找的栏目与这一条不同" in fault.message


def test_a_verdict_that_pages_show_otherwise_than_it_was_recorded_is_found(copied: Path) -> None:
    with closing(sqlite3.connect(copied / DATABASE)) as database:
        (verdict,) = database.execute("SELECT verdict FROM office_judgement WHERE entry = 2").fetchone()
    plain = json.loads(zlib.decompress(verdict)) | {"outcome": "may_proceed"}
    sql(copied, "UPDATE office_judgement SET verdict = ? WHERE entry = 2", zlib.compress(json.dumps(plain).encode()))
    (fault,) = audited(copied).integrity.faults
    assert "窗口里的研判与所记的第2条不同" in fault.message


def test_a_verdict_without_an_entry_behind_recorded_ones_is_found(copied: Path) -> None:
    sql(
        copied,
        "INSERT INTO office_judgement (case_id, data, verdict, at, basis) SELECT case_id, data, verdict, at, basis FROM office_judgement WHERE entry = 2",
    )
    (fault,) = audited(copied).integrity.faults
    assert "窗口里有1份研判没有记录" in fault.message


def test_last_rows_that_were_cut_are_found_by_the_head_of_the_tables(copied: Path) -> None:
    sql(copied, "DELETE FROM office_recordentry WHERE n > 10")
    assert any("末尾的记录被截去" in f.message for f in audited(copied).integrity.faults)


def test_where_the_head_was_moved_too_a_head_exported_before_finds_it(copied: Path, tmp_path: Path) -> None:
    before = head(copied, tmp_path / "存根.json")
    rewrite(copied, lambda kept: kept[:-1])
    report = audited(copied, before)
    assert report.integrity.holds, "no record can say of itself that its end was cut off"
    assert report.completeness.holds is False
    assert "末尾的记录被截去" in report.completeness.heads[0].message


def test_a_verdict_taken_out_and_the_chain_rewritten_is_found(copied: Path, tmp_path: Path) -> None:
    before = head(copied, tmp_path / "存根.json")
    rewrite(copied, lambda kept: [e for e in kept if e.n != 4])
    report = audited(copied, before)
    assert not report.holds
    assert report.completeness.holds is False


def test_a_verdict_changed_and_the_chain_rewritten_is_found_without_any_head(copied: Path) -> None:
    def change(kept: list[Entry]) -> list[Entry]:
        plain = json.loads(json.dumps(kept[1].payload))
        plain["verdict"]["outcome"] = "may_proceed"
        changed = Entry(kept[1].n, kept[1].at, kept[1].kind, kept[1].by, plain, kept[1].digest, kept[1].previous)
        return [kept[0], changed, *kept[2:]]

    rewrite(copied, change)
    report = audited(copied)
    assert report.verdicts.holds is False, "it does not follow from its facts"


def test_rules_that_were_exchanged_are_found(copied: Path) -> None:
    sql(copied, "UPDATE office_recordkept SET content = ? WHERE kind = 'rules'", zlib.compress(b"{}"))
    report = audited(copied)
    assert report.verdicts.holds is False
    assert "与校验码不符" in report.verdicts.faults[0].message


def test_a_file_that_is_no_database_of_an_office_is_told(tmp_path: Path) -> None:
    from policy_dsl.diagnostics import Faults

    for content in (b"no database", b""):
        (tmp_path / DATABASE).write_bytes(content)
        with pytest.raises(Faults) as error:
            audited(tmp_path)
        assert [d.code for d in error.value.diagnostics] == ["U204"]


# --- one transaction ------------------------------------------------------------------------------------------

ROLLED_BACK = """
import sys
from pathlib import Path
from reasoner.office.configuration import configure
configure(Path(sys.argv[1]), ('127.0.0.1',), 'x')
from django.db import transaction
from django.core.management import call_command
call_command('migrate', verbosity=0)
from reasoner.driver.window import cases
from reasoner.office import store, trail
from reasoner.office.models import Case, Judgement
from reasoner.record.audit import audit
import json
data = json.loads(sys.argv[2])
judged = cases.judged_with(data, {})

def number():
    return Case.objects.count(), Judgement.objects.count(), sum(1 for _ in trail.STORE.lines())

class Stop(Exception):
    pass

print(number())
try:
    with transaction.atomic():
        store.new_case(data, judged, '经办甲')
        trail.note('某事', {'甲': '乙'}, '经办甲')
        raise Stop
except Stop:
    print(number())
try:
    with transaction.atomic():
        store.new_case(data, judged, '经办甲')
        trail.note('某事', {'甲': 0.5}, '经办甲')
except ValueError:
    print(number())
kept = store.new_case(data, judged, '经办甲')
print(number())
report, _ = audit(trail.STORE)
print(report.holds, report.verdicts.verdicts)
print([e.by for e in map(__import__('reasoner.record.log_entry').record.log_entry.read_line, trail.STORE.lines())])
"""


def test_what_is_rolled_back_leaves_no_entry_and_what_stands_has_one(tmp_path: Path) -> None:
    """The trail is written in the same transaction by the service functions (DESIGN 7)."""
    command = [sys.executable, "-c", ROLLED_BACK, str(tmp_path), json.dumps(EXAMPLES[0])]
    ran = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=100, check=False)
    assert ran.stdout.splitlines() == [
        "(0, 0, 0)", "(0, 0, 0)", "(0, 0, 0)", "(1, 1, 2)", "True 1", "['', '经办甲']",
    ], ran.stderr  # fmt: skip


def test_a_copy_is_no_use_to_a_forger_who_shuffles_it(copied: Path) -> None:
    """Two entries in each other's place."""
    sql(copied, "UPDATE office_recordentry SET n = -n WHERE n IN (3, 4)")
    sql(copied, "UPDATE office_recordentry SET n = 7 + n WHERE n IN (-3, -4)")
    assert not audited(copied).integrity.holds
    shutil.rmtree(copied)
