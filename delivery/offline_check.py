"""Installs a bundle where there is no network, and uses it: `unshare --net python3 delivery/offline_check.py BUNDLE`.

The same version is then installed beside the first one under another name, as an upgrade is, and left again. Nothing here needs
more than Python itself.
"""

from __future__ import annotations

import fcntl
import json
import re
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

_SIOCSIFFLAGS = 0x8914
_UP = 0x1 | 0x40


def raise_loopback() -> None:
    """A new namespace has the interface of this machine alone, and that is down."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, _SIOCSIFFLAGS, struct.pack("16sh", b"lo", _UP))
    interfaces = [name for _, name in socket.if_nameindex()]
    assert "lo" in interfaces, interfaces
    with open("/proc/net/route", encoding="ascii") as file:
        assert len(file.readlines()) <= 1, "there is a way out"


def run(*command: str | Path) -> str:
    """Run a program; what it writes."""
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def use(tiaoli: Path, data: Path) -> None:
    """The main job, and the window."""
    assert "原则上不予新增" in run(tiaoli, "demo")
    command = [str(tiaoli), "serve", "--port", "0", "--data", str(data)]
    window = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert window.stdout is not None
    address = window.stdout.readline().strip()
    try:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor())
        opener.open(address, timeout=120)
        base = address.partition("/?")[0]
        assert "需确认事项" in opener.open(f"{base}/", timeout=120).read().decode()
    finally:
        window.terminate()
        window.wait(30)


def check_sbom(bundle: Path, python: Path) -> int:
    """Whether the list of what is in the bundle covers everything that was installed; how many."""
    code = "import importlib.metadata as m; print(*sorted({f'{d.name}=={d.version}' for d in m.distributions()}))"
    installed = {
        re.sub(r"[-_.]+", "-", i.partition("==")[0]).lower() + "==" + i.partition("==")[2]
        for i in run(python, "-c", code).split()
    }
    bom = json.loads((bundle / "sbom.cdx.json").read_text(encoding="utf-8"))
    listed = {f"{c['name']}=={c['version']}" for c in (*bom["components"], bom["metadata"]["component"])}
    assert installed <= listed, installed - listed
    return len(installed)


def main(bundle: Path) -> None:
    """Install, use, upgrade, go back."""
    raise_loopback()
    with tempfile.TemporaryDirectory() as name:
        to, data = Path(name, "opt"), Path(name, "data")
        install = ["sh", bundle / "install.sh", "--to", to, "--data", data, "--python", sys.executable]
        run(*install)
        use(to / "current" / "bin" / "tiaoli", data)
        number = check_sbom(bundle, to / "current" / "bin" / "python")
        print(f"bundle: installed without a network, {number} distributions; tiaoli demo and serve run")
        assert "已经装好" in run(*install)

        first = (to / "current").readlink()
        earlier = to / "versions" / "earlier"
        shutil.copytree(to / first, earlier, symlinks=True)
        (to / "current").unlink()
        (to / "current").symlink_to("versions/earlier")
        told = run(*install)
        assert "rollback.sh" in told, told
        assert len(list(data.parent.glob("data.升级以前-*.zip"))) == 1, "the earlier version has made a backup"
        assert (to / "current").readlink() == first
        run("sh", bundle / "rollback.sh", "--to", to)
        assert (to / "current").readlink() == Path("versions/earlier")
        print("bundle: an upgrade backs up first, and leads back")

        damaged = Path(name, "damaged")
        shutil.copytree(bundle, damaged)
        wheel = sorted((damaged / "wheels").glob("waitress-*.whl"))[0]
        wheel.write_bytes(wheel.read_bytes()[:-1] + b"!")
        refused = subprocess.run(
            ["sh", damaged / "install.sh", "--to", to / "other"],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert refused.returncode == 1, refused.stdout
        assert not (to / "other").exists()
        print("bundle: a damaged one is not installed")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
