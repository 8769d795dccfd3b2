"""Where this program keeps what it may lose: compiled rules, and the digests of what it wrote."""

from __future__ import annotations

import os
import sys


def cache_folder() -> str:
    """The user's cache directory for this program: TIAOLI_CACHE, or what the system calls its cache."""
    named = os.environ.get("TIAOLI_CACHE")
    if named:
        return named
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA") or os.path.expanduser("~\\AppData\\Local")
        return os.path.join(local, "tiaoli")
    return os.path.join(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "tiaoli")
