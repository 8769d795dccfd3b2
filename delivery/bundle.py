"""Makes the offline bundle: every wheel for Windows x64 and Linux x64, with digests, install scripts and the list of what is in it.

    uv run --group dev python delivery/bundle.py OUT [--platform linux-x64] [--python 3.11] [--resolve-only]

Versions are those of the constraints in pyproject.toml; a distribution without a wheel for a platform ends it. What is resolved
for another system is not run there: the bundle of Windows is resolved, and said to be untried.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from sbom import Wheel, sbom_text, wheel_at

HERE = Path(__file__).parent
ROOT = HERE.parent
PYTHONS = ("3.11", "3.12")
PIP = "pip==26.3"
"""It installs the others, so that no machine need have it."""


class Platform(NamedTuple):
    """A kind of machine."""

    name: str
    resolver: str
    """How uv calls it."""
    tags: tuple[str, ...]
    """What wheels for it are marked with."""
    scripts: tuple[str, ...]
    """What is put beside the wheels."""


PLATFORMS = (
    Platform(
        "linux-x64",
        "x86_64-manylinux_2_28",
        (*(f"manylinux_2_{n}_x86_64" for n in range(28, 16, -1)), "manylinux2014_x86_64", "manylinux2010_x86_64", "manylinux1_x86_64"),
        ("install.sh", "rollback.sh", "tiaoli.service"),
    ),
    Platform("windows-x64", "x86_64-pc-windows-msvc", ("win_amd64",), ("install.ps1", "rollback.ps1", "service.ps1")),
)  # fmt: skip


def run(*command: str | Path) -> str:
    """Run a program; what it writes. Ends with its message where it fails."""
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, cwd=ROOT, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command[:4]))}: {done.stderr[-2000:]}")
    return done.stdout


def resolved(platform: Platform, python: str) -> str:
    """What is installed on a platform, to the version, with digests; only what has wheels there. Markers are those of the platform."""
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder, "wanted.in")
        wanted.write_text(f"{PIP}\n", encoding="utf-8")
        return run(
            "uv", "pip", "compile", "--quiet", "--no-header", "--no-annotate", "--generate-hashes", "--only-binary", ":all:",
            "--python-platform", platform.resolver, "--python-version", python, ROOT / "pyproject.toml", wanted,
        )  # fmt: skip


def names_in(requirements: str) -> dict[str, str]:
    """The distributions of a list of requirements, each with its version."""
    return dict(re.findall(r"^([a-z0-9][a-z0-9.-]*)==(\S+)", requirements, re.MULTILINE))


def download(platform: Platform, python: str, requirements: str, target: Path) -> list[Wheel]:
    """Bring the wheels of a list here, each with one of the digests that the list has for it."""
    target.mkdir(parents=True)
    listed = target / "requirements.txt"
    listed.write_text(requirements, encoding="utf-8")
    tags = [part for tag in platform.tags for part in ("--platform", tag)]
    run(
        "pip", "download", "--quiet", "--disable-pip-version-check", "--require-hashes", "--no-deps", "--only-binary=:all:", "--implementation", "cp",
        "--python-version", python, *tags, "--dest", target, "--requirement", listed,
    )  # fmt: skip
    listed.unlink()
    wheels = [wheel_at(p) for p in sorted(target.glob("*.whl"))]
    missing = names_in(requirements).keys() - {w.name for w in wheels}
    if missing:
        sys.exit(f"no wheel for {platform.name}, Python {python}: {', '.join(sorted(missing))}")
    return wheels


def requirements_of(wheels: list[Wheel]) -> str:
    """What an installation takes, each by the digest of the one wheel that is here."""
    lines = [f"{w.name}=={w.version} --hash=sha256:{w.sha256}" for w in sorted(wheels) if w.name != "pip"]
    return "\n".join(lines) + "\n"


def write_sums(folder: Path) -> None:
    """Write the digest of every file, as sha256sum reads it."""
    files = sorted(p for p in folder.rglob("*") if p.is_file() and p.name != "SHA256SUMS")
    lines = [f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.relative_to(folder).as_posix()}\n" for p in files]
    (folder / "SHA256SUMS").write_text("".join(lines), encoding="utf-8", newline="\n")


def bundle(out: Path, platforms: list[Platform], pythons: list[str]) -> None:
    """Make a folder for each platform."""
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        run("uv", "build", "--quiet", "--wheel", "--out-dir", work / "own")
        (own,) = (work / "own").glob("*.whl")
        for platform in platforms:
            folder = out / f"tiaoli-{wheel_at(own).version}-{platform.name}"
            (folder / "wheels").mkdir(parents=True)
            every: dict[str, Wheel] = {}
            for python in pythons:
                wheels = download(platform, python, resolved(platform, python), work / platform.name / python)
                wheels.append(wheel_at(own))
                for wheel in wheels:
                    shutil.copy(wheel.path, folder / "wheels")
                    every[wheel.path.name] = wheel
                listed = folder / f"requirements-cp{python.replace('.', '')}.txt"
                listed.write_text(requirements_of(wheels), encoding="utf-8", newline="\n")
            for script in (*platform.scripts, "README.txt"):
                shutil.copy(HERE / "scripts" / script, folder / script)
            (folder / "sbom.cdx.json").write_text(sbom_text(list(every.values())), encoding="utf-8")
            write_sums(folder)
            size = sum(p.stat().st_size for p in folder.rglob("*") if p.is_file())
            print(f"bundle: {folder.name}: {len(every)} wheels, {size / 2**20:.0f} MB")


def main() -> None:
    """Read the arguments, and make what they ask for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("out", type=Path, nargs="?")
    parser.add_argument("--platform", action="append", choices=[p.name for p in PLATFORMS])
    parser.add_argument("--python", action="append", choices=PYTHONS)
    parser.add_argument("--resolve-only", action="store_true")
    given = parser.parse_args()
    platforms = [p for p in PLATFORMS if p.name in (given.platform or [p.name])]
    pythons = given.python or list(PYTHONS)
    if given.resolve_only:
        for platform in platforms:
            for python in pythons:
                number = len(names_in(resolved(platform, python)))
                print(
                    f"bundle: {platform.name}, Python {python}: {number} distributions have wheels (resolved, not run)"
                )
    else:
        bundle(given.out, platforms, pythons)


if __name__ == "__main__":
    main()
