"""The compiled rules in the cache are believed only where this user's installation compiled them.

「Replace 原则上 by 一律禁 in rules-*.json and recompute the SHA-256 of line 1: `check` then says
按规定不得新增」; 「a right hash and body "x" or {"a":1}: U199 on every start, never rebuilt」.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from policy_dsl.compiled import CompiledBase
from policy_dsl.ingest.user_secret import user_secret
from policy_dsl.source_files import fingerprint
from reasoner.driver import current_rule_base, rule_base_store
from reasoner.driver.rule_base_store import RULES, keep, load

posix = pytest.mark.skipif(os.name == "nt", reason="rights of POSIX")


@pytest.fixture(scope="module")
def base() -> CompiledBase:
    return current_rule_base.build()


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TIAOLI_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "local"))
    return tmp_path / "cache"


@pytest.fixture
def kept(cache: Path, base: CompiledBase) -> Path:
    """The file in the cache."""
    keep(RULES, fingerprint(), base)
    (path,) = cache.glob("rules-*")
    return path


def compiles(base: CompiledBase) -> tuple[Callable[[], CompiledBase], list[None]]:
    """What compiles, and how often it did."""
    count: list[None] = []

    def build() -> CompiledBase:
        count.append(None)
        return base

    return build, count


def loaded(base: CompiledBase) -> tuple[CompiledBase, int]:
    build, count = compiles(base)
    return load(build), len(count)


def test_what_was_compiled_here_is_believed(kept: Path, base: CompiledBase) -> None:
    again, count = loaded(base)
    assert (again.rules_digest, count) == (base.rules_digest, 0)


def forged(body: bytes) -> Iterator[bytes]:
    """Bodies with the seals that somebody without the secret can make."""
    key = fingerprint()
    yield f"{key} {hashlib.sha256(body).hexdigest()}\n".encode() + body
    yield f"{key} {hashlib.blake2b(body, digest_size=32).hexdigest()}\n".encode() + body
    keyed = hashlib.blake2b(key.encode(), digest_size=32)
    keyed.update(body)
    yield f"{key} {keyed.hexdigest()}\n".encode() + body
    keyed = hashlib.blake2b(key.encode(), digest_size=32, key=b"x" * 32)
    keyed.update(body)
    yield f"{key} {keyed.hexdigest()}\n".encode() + body


def test_a_forged_cache_changes_nothing_and_is_rebuilt(kept: Path, base: CompiledBase) -> None:
    body = msgspec.json.encode(base).replace("原则上".encode(), "一律禁".encode())
    assert body != msgspec.json.encode(base)
    good = kept.read_bytes()
    for content in (
        *forged(body),
        good.replace("原则上".encode(), "一律禁".encode()),
        good[:-1],
        good[: len(good) // 2],
    ):
        kept.write_bytes(content)
        again, count = loaded(base)
        assert (again.rules_digest, count) == (base.rules_digest, 1)
        assert kept.read_bytes() == good
        assert loaded(base)[1] == 0


@pytest.mark.parametrize("body", [b'"x"', b'{"a":1}', b"", b"null", b"[" * 100_000, b"\xff", b'{"format": 4}'])
def test_a_cache_of_a_wrong_shape_is_rebuilt(kept: Path, base: CompiledBase, body: bytes) -> None:
    secret = user_secret()
    assert secret is not None
    right = f"{fingerprint()} {rule_base_store._seal(body, fingerprint(), secret)}\n".encode() + body
    for content in (*forged(body), right):
        kept.write_bytes(content)
        assert loaded(base)[1] == 1
        assert loaded(base)[1] == 0


def test_the_seal_of_other_sources_is_none(kept: Path, base: CompiledBase) -> None:
    secret = user_secret()
    assert secret is not None
    head, _, body = kept.read_bytes().partition(b"\n")
    other = "0" * 64
    kept.write_bytes(head.replace(fingerprint().encode(), other.encode()) + b"\n" + body)
    assert rule_base_store._stored(str(kept), other, secret, CompiledBase) is None


@posix
def test_a_secret_that_others_could_read_or_put_there_is_none(kept: Path, base: CompiledBase, tmp_path: Path) -> None:
    (secret,) = (tmp_path / "state").rglob("cache.key")
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert len(secret.read_bytes()) == 32
    known = secret.read_bytes()
    for spoil in (
        lambda: secret.chmod(0o644),
        lambda: secret.chmod(0o660),
        lambda: secret.write_bytes(b"short"),
        lambda: secret.write_bytes(b""),
        lambda: (secret.rename(tmp_path / "away"), secret.symlink_to(tmp_path / "away")),
        secret.unlink,
    ):
        spoil()
        assert loaded(base)[1] == 1
        assert secret.read_bytes() != known
        assert stat.S_IMODE(secret.stat().st_mode) == 0o600
        assert loaded(base)[1] == 0


@posix
@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root can give files away")
def test_a_secret_of_another_user_is_none(kept: Path, base: CompiledBase, tmp_path: Path) -> None:
    (secret,) = (tmp_path / "state").rglob("cache.key")
    os.chown(secret, 12345, -1)
    assert loaded(base)[1] == 1


def test_without_a_place_for_the_secret_every_start_compiles_and_believes_nothing(
    kept: Path, base: CompiledBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_bytes(b"")
    for name in ("XDG_STATE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "file" / "state"))
    for _ in range(2):
        again, count = loaded(base)
        assert (again.rules_digest, count) == (base.rules_digest, 1)


@posix
def test_what_a_killed_start_left_in_the_cache_is_taken_away_by_one_that_reads(
    kept: Path, base: CompiledBase, cache: Path
) -> None:
    left = cache / ".tiaoli-0a1b2c3d"
    left.mkdir()
    assert loaded(base)[1] == 0
    assert not left.exists()
