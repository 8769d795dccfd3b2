"""The table of commands says what the modules really add."""

from __future__ import annotations

import argparse

import pytest

from reasoner.cli.main import _ELSEWHERE, _HERE, _parser


def test_every_command_of_the_table_is_there_and_no_other() -> None:
    _, commands = _parser("")
    named = [*_HERE, *(name for names in _ELSEWHERE.values() for name in names)]
    assert sorted(commands) == sorted(named)
    assert len(set(named)) == len(named)


@pytest.mark.parametrize("names", _ELSEWHERE.values())
def test_a_called_command_loads_its_own_module_only(names: tuple[str, ...]) -> None:
    for name in names:
        _, commands = _parser(name)
        assert set(commands) == {*_HERE, *names}
        assert isinstance(commands[name], argparse.ArgumentParser)
