"""Files are replaced whole: whoever reads one sees what it was or what it is, never a part."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from policy_dsl.os_errors import NO_FOLDER, refusal


def put(path: Path, content: bytes) -> None:
    """Write a file, or replace it; its permissions stay.

    Raises OSError, of which strerror says why in Chinese, and then leaves everything as it was.
    """
    try:
        _put(path.resolve(), content)
    except FileNotFoundError as error:
        raise OSError(error.errno, NO_FOLDER) from None
    except (OSError, ValueError) as error:
        # OSError makes of the number the class of the error again.
        raise OSError(getattr(error, "errno", None) or 0, refusal(error)) from None


def unwritable(path: Path) -> str:
    """Why a file cannot be put there, as far as can be known without trying; empty: nothing speaks against it."""
    try:
        folder = path.resolve().parent
        if path.is_dir():
            return "它是目录,不是文件"
        if not folder.is_dir():
            return NO_FOLDER
    except (OSError, ValueError, RuntimeError) as error:
        return refusal(error) if isinstance(error, OSError | ValueError) else "链接绕回了自己"
    return "" if os.access(folder, os.W_OK | os.X_OK) else "所在的目录没有写入权限"


def _put(target: Path, content: bytes) -> None:
    descriptor, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.stem}"[:32])
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask())
        os.replace(temporary, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


def _umask() -> int:
    """What the user keeps from others; it can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
