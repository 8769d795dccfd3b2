"""A file is what it was or what it is, whatever interrupts the writer; what a killed writer left is removed later."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from policy_dsl.diagnostics import Faults
from policy_dsl.ingest import temporary_folder as temporary
from policy_dsl.ingest.atomic_write import NotWritten, make_folder, write_file, write_files, write_if
from policy_dsl.ingest.output_guard import Overwriting
from policy_dsl.ingest.temporary_folder import remove_stale, temporary_folder
from policy_dsl.review.files import extend
from reasoner.letters.output_paths import write_all

posix = pytest.mark.skipif(os.name == "nt", reason="signals and links of POSIX")


def names(folder: Path) -> list[str]:
    return sorted(os.listdir(folder))


# The writer kills itself at the call of this name: before the content is on the disk, before the renaming, after it.
KILLED = """
import os, signal, sys
from pathlib import Path
from policy_dsl.ingest.atomic_write import write_file, write_files
name, number, folder = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
real, calls = getattr(os, name), []
def dying(*arguments, **named):
    calls.append(name)
    if len(calls) == number:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(*arguments, **named)
setattr(os, name, dying)
if sys.argv[4] == "one":
    write_file(folder / "a", b"new" * 100_000)
else:
    write_files({folder / "a": b"new" * 100_000, folder / "b": b"new" * 100_000})
"""


@posix
@pytest.mark.parametrize(
    ("call", "number", "count", "expected"),
    [
        ("fsync", 1, "one", {"old"}),
        ("replace", 1, "one", {"old"}),
        ("fsync", 2, "one", {"new"}),
        ("fsync", 2, "two", {"old"}),
        ("replace", 1, "two", {"old"}),
        ("fsync", 3, "two", {"new"}),
    ],
)
def test_a_killed_writer_leaves_the_old_or_the_new(
    tmp_path: Path, call: str, number: int, count: str, expected: set[str]
) -> None:
    content = {"old": b"old", "new": b"new" * 100_000}
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "b").write_bytes(b"old" if count == "two" else content[expected.copy().pop()])
    command = [sys.executable, "-c", KILLED, call, str(number), str(tmp_path), count]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    assert {(tmp_path / name).read_bytes() for name in "ab"} == {content[key] for key in expected}
    left = [name for name in names(tmp_path) if name not in ("a", "b")]
    assert all(name.startswith(".tiaoli-") for name in left)
    assert bool(left) == (expected == {"old"})


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EIO])
def test_a_full_disk_leaves_everything_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    (tmp_path / "a").write_bytes(b"old")

    def full(descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match=r"[\u4e00-\u9fff]"):
        write_file(tmp_path / "a", b"new")
    with pytest.raises(NotWritten):
        write_files({tmp_path / "b": b"new", tmp_path / "a": b"new"})
    with pytest.raises(Faults) as caught:
        extend(tmp_path / "a", lambda text: text + "new")
    assert [d.code for d in caught.value.diagnostics] == ["U107"]
    assert names(tmp_path) == ["a"]
    assert (tmp_path / "a").read_bytes() == b"old"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(PermissionError, match="没有权限"):
            write_file(tmp_path / "a", b"new")
        with pytest.raises(Faults, match="没有写入权限"):
            write_all({tmp_path / "a": b"new"}, Overwriting(force=True))
    finally:
        tmp_path.chmod(0o700)
    assert (tmp_path / "a").read_bytes() == b"old"


@posix
@pytest.mark.parametrize("way", ["write_file", "write_files", "write_if", "extend"])
def test_a_link_is_followed_by_every_writer(tmp_path: Path, way: str) -> None:
    """「`check -o` writes through a symlink, `report -o` replaces the link」: alike everywhere."""

    def put(path: Path, content: str) -> None:
        if way == "write_files":
            write_files({path: content.encode()})
        elif way == "extend":
            extend(path, lambda _: content)
        elif way == "write_if":
            write_if(path, content.encode(), lambda: True)
        else:
            write_file(path, content.encode())

    (tmp_path / "away").mkdir()
    (tmp_path / "away" / "real").write_bytes(b"old")
    link = tmp_path / "link"
    link.symlink_to("away/real")
    put(link, "new")
    assert link.is_symlink()
    assert (tmp_path / "away" / "real").read_bytes() == b"new"
    assert names(tmp_path / "away") == ["real"]
    loop = tmp_path / "loop"
    loop.symlink_to("loop")
    with pytest.raises((OSError, NotWritten, Faults)) as caught:
        put(loop, "new")
    error = getattr(caught.value, "error", caught.value)
    assert isinstance(error, Faults) or error.errno == errno.ELOOP
    assert way in ("write_files", "write_if") or "链接绕回了自己" in str(error)
    assert loop.is_symlink()


@posix
def test_rights_stay_and_new_files_have_those_of_the_user(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_file(tmp_path / "new", b"x")
    finally:
        os.umask(before)
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o640
    (tmp_path / "new").chmod(0o604)
    write_file(tmp_path / "new", b"y")
    write_files({tmp_path / "new": b"z"})
    assert write_if(tmp_path / "new", b"w", lambda: True)
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o604


def test_a_set_is_put_back_where_one_cannot_be_renamed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_bytes(b"old")
    real, calls = os.replace, []

    def refused(source: str, target: Path) -> None:
        calls.append(target)
        if len(calls) == 3:
            raise PermissionError(errno.EACCES, "in use")
        real(source, target)

    monkeypatch.setattr(os, "replace", refused)
    with pytest.raises(NotWritten) as caught:
        write_files({tmp_path / name: b"new" for name in "abc"})
    assert caught.value.path == tmp_path / "c"
    assert names(tmp_path) == ["a"]
    assert (tmp_path / "a").read_bytes() == b"old"


def test_what_changed_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    assert not write_if(tmp_path / "a", b"x", lambda: False)
    assert names(tmp_path) == []


# --- what killed runs leave -----------------------------------------------------------------------------------


def test_only_what_nobody_holds_is_taken_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = [".tiaoli-0a1b2c3d", ".tiaoli-abcdefg_"]
    others = [".tiaoli-0a1b2c3d.docx", ".tiaoli-", "tiaoli-0a1b2c3d", ".reviews", "rules-0a1b2c3d", "告知书.docx"]
    for name in own + others:
        (tmp_path / name).write_bytes(b"")
    (tmp_path / ".tiaoli-folder__").mkdir()  # without a lock: of an earlier version
    (tmp_path / ".tiaoli-folder__" / "tmp1").write_bytes(b"")
    (tmp_path / ".tiaoli-0a1b2c3e" / "folder").mkdir(parents=True)  # not as we leave one
    (tmp_path / ".tiaoli-elsewher").mkdir()  # of another machine
    (tmp_path / ".tiaoli-elsewher" / "01234567.lock").write_bytes(b"")
    own += [".tiaoli-folder__", ".tiaoli-elsewher"]
    kept = sorted([*others, ".tiaoli-0a1b2c3e"])
    (tmp_path / ".tiaoli-emptyone").mkdir()  # killed before it was held
    remove_stale(str(tmp_path))
    assert names(tmp_path) == sorted([*own, *kept])
    later = time.time() + temporary.STALE_AFTER + 60
    monkeypatch.setattr(time, "time", lambda: later)
    with temporary_folder(tmp_path) as living:
        Path(living, "0").write_bytes(b"x")
        write_file(tmp_path / "告知书.docx", b"x")
        assert names(tmp_path) == sorted([*kept, Path(living).name])
        assert Path(living, "0").read_bytes() == b"x"
    assert names(tmp_path) == kept
    remove_stale(str(tmp_path / "没有"))


# A run that stops while it writes, until it is killed.
STOPPED = """
import os, sys, time
from pathlib import Path
from policy_dsl.ingest.atomic_write import write_files
def wait(*_):
    print("ready", flush=True)
    time.sleep(60)
os.replace = wait
write_files({Path(sys.argv[1], name): b"new" for name in "ab"})
"""


@posix
def test_what_another_living_run_writes_stays_and_what_a_killed_one_left_goes_at_once(tmp_path: Path) -> None:
    """「temporary files of a killed run are gone after the next run」, and of that run alone."""
    with subprocess.Popen([sys.executable, "-c", STOPPED, str(tmp_path)], stdout=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == b"ready\n"
        (folder,) = names(tmp_path)
        there = names(tmp_path / folder)
        assert len(there) == 3
        write_file(tmp_path / "c", b"x")
        assert names(tmp_path) == [folder, "c"]
        assert names(tmp_path / folder) == there
        running.kill()
        running.wait()
        assert names(tmp_path) == [folder, "c"]
        write_file(tmp_path / "c", b"y")
        assert names(tmp_path) == ["c"]


@posix
def test_a_folder_that_is_taken_away_before_it_is_held_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, made = os.mkdir, []

    def mkdir(path: str, mode: int) -> None:
        real(path, mode)
        made.append(path)
        if len(made) < 3:
            remove_stale(str(tmp_path))

    monkeypatch.setattr(os, "mkdir", mkdir)
    with temporary_folder(tmp_path) as folder:
        assert folder == made[2]
        assert names(tmp_path) == [Path(folder).name]
    assert names(tmp_path) == []


# --- on the disk before anybody says so -----------------------------------------------------------------------


def synced(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """Device and inode of everything that is brought to the disk from now on."""
    real, seen = os.fsync, list[tuple[int, int]]()

    def fsync(descriptor: int) -> None:
        status = os.fstat(descriptor)
        seen.append((status.st_dev, status.st_ino))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    return seen


def identity(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_dev, status.st_ino


@posix
def test_a_new_folder_a_file_and_its_folder_are_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = synced(monkeypatch)
    make_folder(tmp_path / "a" / "b")
    assert seen == [identity(tmp_path), identity(tmp_path / "a")]
    seen.clear()
    write_file(tmp_path / "a" / "b" / "c", b"x")
    assert seen == [identity(tmp_path / "a" / "b" / "c"), identity(tmp_path / "a" / "b")]
    seen.clear()
    write_all({tmp_path / "new" / "c": b"x"})
    assert seen == [identity(p) for p in (tmp_path, tmp_path / "new" / "c", tmp_path / "new")]
    # A file that is there already may be one that a killed run had not yet brought to the disk.
    seen.clear()
    write_all({tmp_path / "new" / "c": b"x"})
    assert seen == [identity(p) for p in (tmp_path / "new" / "c", tmp_path / "new")]
    seen.clear()
    extend(tmp_path / "own" / "d" / "reviews.toml", lambda _: "# x\n")
    assert seen == [
        identity(p)
        for p in (tmp_path, tmp_path / "own", tmp_path / "own" / "d" / "reviews.toml", tmp_path / "own" / "d")
    ]
