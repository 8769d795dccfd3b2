"""A window that is killed while it writes, and the system calls that bring to the disk what it answers; a few rounds of each.

Many rounds outside of this: `python -m tests.office.endurance.killed` and `…disk_trace`.
"""

from __future__ import annotations

import os
import random
import shutil
import sys
from pathlib import Path

import pytest

from tests.office.endurance.disk_trace import Event, events, proof, traced
from tests.office.endurance.killed import rounds
from tests.office.postgresql_cluster import Cluster, cluster

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals and traces of POSIX")


def test_what_was_answered_before_a_kill_is_there(tmp_path: Path) -> None:
    outcome = rounds(tmp_path / "data", 3, 240, None, random.Random(19))
    assert outcome.rounds == 3


def test_the_same_on_postgresql_whose_server_is_killed_too(tmp_path: Path) -> None:
    with cluster() as own:
        assert rounds(tmp_path / "data", 2, 240, own, random.Random(19)).rounds == 2


def needs_strace() -> None:
    if shutil.which("strace") is None or not sys.platform.startswith("linux"):
        assert os.environ.get("TIAOLI_REQUIRE_ALL") != "1", "needs Debian's package strace"
        pytest.skip("needs Debian's package strace")


def test_sqlite_has_it_on_the_disk_before_it_is_answered(tmp_path: Path) -> None:
    needs_strace()
    assert traced(tmp_path, None).written > 0


def test_postgresql_has_it_on_the_disk_before_it_is_answered(tmp_path: Path, postgresql: Cluster) -> None:
    needs_strace()
    assert traced(tmp_path, postgresql).written > 0


TRACE = """\
7  1.000 pwrite64(13</d/log>, "a"..., 24, 0) = 24
8  1.100 fdatasync(13</d/log> <unfinished ...>
7  {answered} sendto(11<socket:[1]>, "HTTP/1.1 303 See Other"..., 9, 0, NULL, 0) = 9
8  1.300 <... fdatasync resumed>) = 0
"""


def test_an_answer_that_does_not_wait_for_the_disk_is_seen() -> None:
    """The look itself can fail: an fsync that comes back after the answer, one before the last write, none at all."""
    good = events(TRACE.format(answered="1.400"))
    assert proof(good, good, "/d/log", 0.5).written == 1
    early = events(TRACE.format(answered="1.200"))
    with pytest.raises(AssertionError, match="not on the disk"):
        proof(early, early, "/d/log", 0.5)
    later_write = [*good, Event(1.35, 1.35, "pwrite64", "/d/log", "")]
    with pytest.raises(AssertionError, match="not on the disk"):
        proof(later_write, later_write, "/d/log", 0.5)
    with pytest.raises(AssertionError, match="nothing was written"):
        proof(good, good, "/d/other", 0.5)
