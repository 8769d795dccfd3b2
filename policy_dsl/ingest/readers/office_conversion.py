"""Files of older programs (.doc, .wps, .rtf) made into .docx by LibreOffice, where it is installed.

It runs in a folder and with a profile of its own, for a limited time, and is ended with all that it started.
"""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from policy_dsl.ingest.readers.extraction import Unreadable

SECONDS: Final = 90
"""Less than whoever waits for this process waits, so that no process of LibreOffice is left behind."""
PROGRAMS: Final = ("soffice", "libreoffice")
_ENCRYPTED: Final = 0x0100
"""The bit of a Word file's head that says that it is under a password."""
_HINT: Final = "在 Word 或 WPS 里打开,另存为 .docx 再试"


def locked(raw: bytes) -> bool:
    """Whether a file of the older container is under a password. Raises Unreadable (R102, R103): no document."""
    if not raw.startswith(b"\xd0\xcf\x11\xe0"):
        return False
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(raw)) as container:
            if container.exists("EncryptedPackage"):
                return True
            if container.exists("Workbook") or container.exists("Book"):
                raise Unreadable("R102", "这是表格,不是文件正文", _HINT)
            if not container.exists("WordDocument"):
                raise Unreadable("R102", "不是 Word 或 WPS 的文档", _HINT)
            head = container.openstream("WordDocument").read(12)
            return bool(int.from_bytes(head[10:12], "little") & _ENCRYPTED)
    except (OSError, ValueError, IndexError, TypeError, AttributeError):
        raise Unreadable("R103", "文件已经损坏,或者没有传完", "请来文单位重新发送") from None


def as_word(raw: bytes, name: str) -> bytes:
    """The file as .docx. Raises Unreadable (R110): no LibreOffice, too slow, not converted."""
    program = next((path for name in PROGRAMS if (path := shutil.which(name))), None)
    if program is None:
        raise Unreadable("R110", "这台电脑没有 LibreOffice,不能读 .doc、.wps 和 .rtf", _HINT)
    suffix = ".rtf" if raw.startswith(b"{\\rtf") else ".doc"
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        source = Path(folder, f"source{suffix}")
        source.write_bytes(raw)
        target = Path(folder, "out", "source.docx")
        call = [
            program, f"-env:UserInstallation={Path(folder, 'profile').as_uri()}", "--headless", "--norestore", "--nolockcheck",
            "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(target.parent), str(source),
        ]  # fmt: skip
        if not _ran(call, folder):
            raise Unreadable("R110", f"LibreOffice 在{SECONDS} 秒内没有转换完,已经停止", _HINT)
        if not target.is_file():
            raise Unreadable("R110", f"LibreOffice 没有转换成功({name[-60:]})", _HINT)
        return target.read_bytes()


def _ran(call: list[str], folder: str) -> bool:
    """Whether a program ended in time; one that did not is ended with all that it started."""
    environment = {**os.environ, "HOME": folder}
    with subprocess.Popen(
        call, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment,
        start_new_session=os.name == "posix",
    ) as process:  # fmt: skip
        try:
            process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            return False
        finally:
            if process.poll() is None or os.name == "posix":
                _end(process)
    return True


def _end(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
