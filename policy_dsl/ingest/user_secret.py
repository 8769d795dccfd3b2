"""The secret of this user, by which files in a cache that others may write are known as this program's own.

It is made when it is first needed and kept in the user's state folder, never in the cache. It counts only where it is a file
of this user that nobody else can read or write.
"""

from __future__ import annotations

import contextlib
import os
from typing import Final

from policy_dsl.ingest.cache_folder import state_folder

NAME: Final = "cache.key"
"""The file of the secret, in the folder of what this program must not lose sight of."""
_SECRET_BYTES: Final = 32


def user_secret() -> bytes | None:
    """The secret of this user; None where there is none yet, or somebody else could have read or put it there."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    try:
        with open(os.open(os.path.join(state_folder(), NAME), flags), "rb") as file:
            status = os.fstat(file.fileno())
            content = file.read(_SECRET_BYTES + 1)
    except (OSError, ValueError):
        return None
    # Windows keeps others out of a user's own folders by rights that are not these bits.
    own = not hasattr(os, "geteuid") or (status.st_uid == os.geteuid() and not status.st_mode & 0o077)
    return content if own and len(content) == _SECRET_BYTES else None


def new_secret() -> bytes | None:
    """A secret made and kept; None where it cannot be kept. Of several starts at once all take that of the last."""
    from policy_dsl.ingest.atomic_write import make_folder, sync_folder

    folder = state_folder()
    path = os.path.join(folder, NAME)
    with contextlib.suppress(OSError, ValueError):
        make_folder(folder)
        with contextlib.suppress(FileNotFoundError):
            os.unlink(path)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        with open(os.open(path, flags, 0o600), "wb") as file:
            file.write(os.urandom(_SECRET_BYTES))
            file.flush()
            os.fsync(file.fileno())
        sync_folder(folder)
    return user_secret()
