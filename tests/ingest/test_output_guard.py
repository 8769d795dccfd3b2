"""The guard of outputs, without commands: what is known as ours, how sources are recognised, what a killed run leaves."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from policy_dsl.diagnostics import Diagnostic, Faults
from policy_dsl.ingest import own_outputs
from policy_dsl.ingest.cache_folder import state_folder
from policy_dsl.ingest.output_guard import NEW_ONLY, Overwriting, check, sources_among, write
from policy_dsl.ingest.own_outputs import digest, own_digests, remember
from policy_dsl.ingest.user_secret import NAME, new_secret, user_secret

posix = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")


@pytest.fixture(autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("TIAOLI_CACHE", str(folder))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
    return folder


def unwritten(path: Path, error: OSError | ValueError) -> Diagnostic:
    return Diagnostic("U107", str(path), str(error))


def codes(error: pytest.ExceptionInfo[Faults]) -> list[str]:
    return [d.code for d in error.value.diagnostics]


def test_ours_is_replaced_until_somebody_changed_it(tmp_path: Path) -> None:
    file = tmp_path / "a"
    for content in (b"1", b"2", b"2"):
        write({file: content}, NEW_ONLY, unwritten)
        assert file.read_bytes() == content
    file.write_bytes(b"3")
    with pytest.raises(Faults) as error:
        write({file: b"4"}, NEW_ONLY, unwritten)
    assert codes(error) == ["U109"]
    write({file: b"3"}, NEW_ONLY, unwritten)  # what is there already
    write({file: b"4"}, NEW_ONLY, unwritten)  # and so ours from then on
    file.write_bytes(b"5")
    write({file: b"6"}, Overwriting(force=True), unwritten)
    assert file.read_bytes() == b"6"


def test_a_set_is_written_all_or_none_and_every_file_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(b"person")
    (tmp_path / "c").write_bytes(b"person")
    files = {tmp_path / name: b"new" for name in "abc"}
    with pytest.raises(Faults) as error:
        write(files, NEW_ONLY, unwritten)
    assert [(d.code, Path(d.where).name) for d in error.value.diagnostics] == [("U109", "b"), ("U109", "c")]
    assert not (tmp_path / "a").exists()
    with pytest.raises(Faults) as error:
        write({tmp_path / "无" / "a": b"", tmp_path / "b": b"new"}, NEW_ONLY, unwritten, make_folders=True)
    assert codes(error) == ["U109"]
    assert not (tmp_path / "无").exists()


def test_two_outputs_in_one_place(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("a")
    for second in (tmp_path / "a", tmp_path / "x" / ".." / "a", tmp_path / "link"):
        with pytest.raises(Faults) as error:
            check([tmp_path / "a", second], NEW_ONLY)
        assert codes(error) == ["U102"]


def test_a_source_is_one_by_any_name(tmp_path: Path) -> None:
    source = tmp_path / "a"
    source.write_bytes(b"")
    (tmp_path / "link").symlink_to("a")
    (tmp_path / "far").symlink_to("link")
    os.link(source, tmp_path / "hard")
    (tmp_path / "folder").mkdir()
    for name in ("a", "link", "far", "hard", "folder/../a"):
        assert sources_among([tmp_path / name], [source]) == {tmp_path / name: source}
        assert sources_among([source], [tmp_path / name])
        with pytest.raises(Faults) as error:
            write({tmp_path / name: b"new"}, Overwriting((source,), force=True), unwritten)
        assert codes(error) == ["U110"]
    assert sources_among([tmp_path / "none"], [source, tmp_path / "none"]) == {}
    (tmp_path / "other").write_bytes(b"")
    assert sources_among([tmp_path / "other"], [source]) == {}


def test_without_a_cache_nothing_is_known(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write({tmp_path / "a": b"1"}, NEW_ONLY, unwritten)
    monkeypatch.setenv("TIAOLI_CACHE", str(tmp_path / "a"))  # a file: nothing can be put there
    with pytest.raises(Faults):
        write({tmp_path / "a": b"2"}, NEW_ONLY, unwritten)
    write({tmp_path / "b": b"2"}, NEW_ONLY, unwritten)
    monkeypatch.setenv("TIAOLI_CACHE", str(cache))
    (cache / own_outputs.NAME).write_bytes(b"\xff\n\n\n" + digest(b"1")[:40].encode())  # damaged
    assert digest(b"1") not in own_digests()


def test_the_record_does_not_grow_for_ever(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_outputs, "MOST_BYTES", 6500)
    digests = [digest(str(n).encode()) for n in range(101)]
    remember(digests[:1])
    for later in digests[1:]:
        remember([later])
    record = (cache / own_outputs.NAME).read_text(encoding="ascii").splitlines()
    secret = user_secret()
    assert secret is not None
    assert record == [own_outputs.note(d, secret) for d in digests[-len(record) :]]
    assert 50 <= len(record) <= 51
    assert digests[-1] in own_digests()
    assert digests[0] not in own_digests()


def test_a_changed_file_says_neither_name_nor_content_in_the_record(tmp_path: Path, cache: Path) -> None:
    write({tmp_path / "某某医院": "不予新增".encode()}, NEW_ONLY, unwritten)
    secret = user_secret()
    assert secret is not None
    assert (cache / own_outputs.NAME).read_text() == own_outputs.note(digest("不予新增".encode()), secret) + "\n"
    assert os.name == "nt" or (cache / own_outputs.NAME).stat().st_mode & 0o077 == 0


def test_who_can_write_the_record_makes_no_file_ours(tmp_path: Path, cache: Path) -> None:
    filled = tmp_path / "填过的申请表.xlsx"
    filled.write_bytes(b"what a person wrote")
    write({tmp_path / "own": b"1"}, NEW_ONLY, unwritten)
    with (cache / own_outputs.NAME).open("a", encoding="ascii") as record:
        record.write(digest(filled.read_bytes()) + "\n")  # what the record held before it was keyed
        record.write(own_outputs.note(digest(filled.read_bytes()), bytes(32)) + "\n")
    with pytest.raises(Faults) as error:
        write({filled: b"new"}, NEW_ONLY, unwritten)
    assert codes(error) == ["U109"]
    write({tmp_path / "own": b"2"}, NEW_ONLY, unwritten)
    Path(state_folder(), NAME).unlink()  # another user, or another machine
    with pytest.raises(Faults):
        write({tmp_path / "own": b"3"}, NEW_ONLY, unwritten)


# --- runs that are killed -------------------------------------------------------------------------------------

WAITING = """
import sys, time
from pathlib import Path
from policy_dsl.ingest.temporary_folder import temporary_folder
with temporary_folder(Path(sys.argv[1])) as folder:
    Path(folder, "rows").write_text("x")
    print("ready", flush=True)
    time.sleep(60)
"""


@posix
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_run_that_is_told_to_end_leaves_no_folder(tmp_path: Path, number: int) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WAITING, str(tmp_path)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == b"ready\n"
        assert len(list(tmp_path.iterdir())) == 1
        running.send_signal(number)
        assert running.wait(30) != 0
    assert list(tmp_path.iterdir()) == []


@posix
def test_what_kill_9_leaves_is_removed_by_the_next_workbook(tmp_path: Path) -> None:
    from reasoner.sheets.save import save_workbook

    with subprocess.Popen([sys.executable, "-c", WAITING, str(tmp_path)], stdout=subprocess.PIPE) as running:
        assert running.stdout is not None
        running.stdout.readline()
        (left,) = tmp_path.iterdir()
        save_workbook(tmp_path / "a.xlsx", [])
        assert sorted(os.listdir(left))[-1] == "rows"  # that run is still at work
        running.kill()
    assert left.is_dir()
    save_workbook(tmp_path / "b.xlsx", [])
    assert sorted(os.listdir(tmp_path)) == ["a.xlsx", "b.xlsx"]


@posix
def test_a_run_that_was_killed_behind_the_renaming_knows_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it wrote is replaced next time, though it never said that it was written, and nothing is left beside it."""

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    assert new_secret() is not None  # there since an earlier run
    with monkeypatch.context() as patch:
        patch.setattr("policy_dsl.ingest.atomic_write.sync_folder", killed)
        with pytest.raises(KeyboardInterrupt):
            write({tmp_path / "a": b"1"}, NEW_ONLY, unwritten)
    assert (tmp_path / "a").read_bytes() == b"1"
    write({tmp_path / "a": b"2"}, NEW_ONLY, unwritten)
    assert os.listdir(tmp_path) == ["a"]
