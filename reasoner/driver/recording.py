"""The record on the command line: opened for commands that judge and decide (`--record DIR`)."""

from __future__ import annotations

from pathlib import Path

from reasoner.driver.current_rule_base import official_texts, rule_base
from reasoner.record.folder import FolderStore
from reasoner.record.recording import Recorder
from reasoner.record.store import Store


def recorder(folder: Path, by: str = "") -> Recorder:
    """What appends to the record in a folder. by: who judges; empty: the user of this machine.

    Raises Faults (U201), also where the folder cannot be written.
    """
    return recorder_on(FolderStore(folder), by or _user())


def recorder_on(store: Store, by: str) -> Recorder:
    """What appends to the record in any store, by the rule base in use."""
    return Recorder(store, rule_base(), official_texts(), by)


def _user() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
