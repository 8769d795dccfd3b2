"""Where this program keeps what it may lose (compiled rules, the digests of what it wrote), and what nobody else may read."""

from __future__ import annotations

import os
import sys


def cache_folder() -> str:
    """The user's cache directory for this program: TIAOLI_CACHE, or what the system calls its cache."""
    named = os.environ.get("TIAOLI_CACHE")
    if named:
        return named
    if sys.platform == "win32":
        return _local("tiaoli")
    return os.path.join(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "tiaoli")


def state_folder() -> str:
    """The user's own directory for what this program must be able to trust; never the cache, which may be shared."""
    if sys.platform == "win32":
        return _local("tiaoli-state")
    return os.path.join(os.environ.get("XDG_STATE_HOME") or os.path.expanduser("~/.local/state"), "tiaoli")


def _local(name: str) -> str:
    return os.path.join(os.environ.get("LOCALAPPDATA") or os.path.expanduser("~\\AppData\\Local"), name)
