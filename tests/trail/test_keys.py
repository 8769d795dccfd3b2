"""The key of the marks: made once, kept apart from the record, read by nobody else."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from policy_dsl.diagnostics import Faults
from reasoner.record.personal_numbers import KEY_FILE, VARIABLE, key_of_user
from tests.trail.records import judged, lines_of
from tests.trail.test_recording import NUMBERED


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv(VARIABLE, raising=False)
    for name in ("XDG_STATE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "state"))
    return tmp_path / "state"


def test_a_key_is_made_once_and_for_this_user_alone(state: Path) -> None:
    key = key_of_user()
    (file,) = state.rglob(KEY_FILE)
    assert (len(key), key_of_user()) == (32, key)
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_file_of_the_bureau_s_own_may_hold_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, state: Path) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "shared" / "key"))
    assert key_of_user() == (tmp_path / "shared" / "key").read_bytes()
    assert not [*state.rglob(KEY_FILE)]


@pytest.mark.parametrize("content", [b"", b"short", b"x" * 33])
def test_what_is_no_key_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    file = tmp_path / "key"
    file.write_bytes(content)
    monkeypatch.setenv(VARIABLE, str(file))
    with pytest.raises(Faults) as raised:
        key_of_user()
    assert [d.code for d in raised.value.diagnostics] == ["U205"]


def test_a_folder_is_no_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    with pytest.raises(Faults):
        key_of_user()


def test_no_key_is_made_where_there_is_no_number_and_none_lies_in_the_record(tmp_path: Path, state: Path) -> None:
    from reasoner.driver.recording import recorder

    writer = recorder(tmp_path / "record", "张三")
    writer.record(
        judged([NUMBERED | {"编号": "N", "机构": NUMBERED["机构"] | {"名称": "甲医院", "地址": "某路1号"}, "指标": []}])
    )
    assert not [*state.rglob(KEY_FILE)]
    writer.record(judged([NUMBERED]))
    (file,) = state.rglob(KEY_FILE)
    key = file.read_bytes()
    assert all(key.hex().encode() not in line and key not in line for line in lines_of(tmp_path / "record"))
    assert not [*(tmp_path / "record").rglob(KEY_FILE)]
