"""The list of what is in the bundle: it has the form of CycloneDX 1.6, and every distribution with its licence and digests."""

from __future__ import annotations

import hashlib
import json
import re
import sys
import tomllib
import zipfile
from importlib import metadata, resources
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from tests.office.client import ROOT

SCHEMAS = resources.files("cyclonedx.schema") / "_res"


@pytest.fixture(autouse=True)
def _delivery(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "delivery"))


def schema(name: str) -> dict[str, Any]:
    return dict(json.loads((SCHEMAS / name).read_text(encoding="utf-8")))


def validator() -> Any:
    """The schema of CycloneDX 1.6, with the schemas that it names."""
    bom = schema("bom-1.6.SNAPSHOT.schema.json")
    base = bom["$id"].rpartition("/")[0]
    others = {f"{base}/{n}": schema(n) for n in ("spdx.SNAPSHOT.schema.json", "jsf-0.82.SNAPSHOT.schema.json")}
    registry = jsonschema_rs.Registry(list(others.items()) + [(s["$id"], s) for s in others.values() if "$id" in s])
    return jsonschema_rs.validator_for(bom, registry=registry)


def wheel_of(folder: Path, distribution: metadata.Distribution, tag: str = "py3-none-any") -> Path:
    """A wheel that has what an installed distribution says of itself."""
    name = re.sub(r"[-.]+", "_", distribution.metadata["Name"]).lower()
    path = folder / f"{name}-{distribution.version}-{tag}.whl"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(f"{name}-{distribution.version}.dist-info/METADATA", str(distribution.read_text("METADATA")))
        file.writestr("content", tag)
    return path


def closure() -> dict[str, metadata.Distribution]:
    """What is installed because the program needs it."""
    from sbom import plain, requires

    found: dict[str, metadata.Distribution] = {}
    waiting = ["tiaoli", "psycopg", "psycopg-binary"]
    while waiting:
        name = plain(waiting.pop())
        if name in found:
            continue
        try:
            found[name] = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue  # of another platform
        waiting += requires(found[name].metadata)  # type: ignore[arg-type]
    return found


def test_the_list_of_everything_installed_is_valid_and_whole(tmp_path: Path) -> None:
    from sbom import sbom_text, wheel_at

    installed = closure()
    assert {"django", "psycopg", "psycopg-binary", "z3-solver", "lxml", "waitress"} <= installed.keys()
    wheels = [wheel_at(wheel_of(tmp_path, d)) for d in installed.values()]
    wheels.append(wheel_at(wheel_of(tmp_path, installed["lxml"], "cp312-cp312-win_amd64")))
    bom = json.loads(sbom_text(wheels))
    errors = [str(e) for e in validator().iter_errors(bom)]
    assert not errors, errors[:3]
    assert (bom["bomFormat"], bom["specVersion"]) == ("CycloneDX", "1.6")
    listed = {c["name"]: c for c in (*bom["components"], bom["metadata"]["component"])}
    assert listed.keys() == installed.keys()
    assert len(bom["components"]) == len(installed) - 1, "each once"
    for name, component in listed.items():
        assert component["version"] == installed[name].version
        assert component["licenses"], name
        for reference in component["externalReferences"]:
            content = (tmp_path / Path(reference["url"]).name).read_bytes()
            assert reference["hashes"] == [{"alg": "SHA-256", "content": hashlib.sha256(content).hexdigest()}]
    assert len(listed["lxml"]["externalReferences"]) == 2
    rests = {d["ref"]: d.get("dependsOn", []) for d in bom["dependencies"]}
    assert any(r.startswith("sqlparse==") for r in rests[f"django=={installed['django'].version}"])


def test_a_list_that_is_not_valid_is_seen() -> None:
    assert list(
        validator().iter_errors({"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [{"name": "a"}]})
    )


def test_what_is_installed_is_pinned_on_every_platform() -> None:
    """Two bundles of one version are the same: each distribution has one version in the constraints."""
    from sbom import plain

    with (ROOT / "pyproject.toml").open("rb") as file:
        pins = dict(c.split("==") for c in tomllib.load(file)["tool"]["uv"]["constraint-dependencies"])
    assert {n: v.version for n, v in closure().items() if n != "tiaoli"}.items() <= {
        plain(k): v for k, v in pins.items()
    }.items()
    assert "tzdata" in pins, "Django and psycopg need it on Windows"


def test_requirements_are_by_the_digest_of_the_wheel_that_is_there(tmp_path: Path) -> None:
    from bundle import names_in, requirements_of, write_sums
    from sbom import wheel_at

    (tmp_path / "wheels").mkdir()
    wheels = [wheel_at(wheel_of(tmp_path / "wheels", metadata.distribution(n))) for n in ("django", "waitress")]
    text = requirements_of(wheels)
    assert names_in(text) == {w.name: w.version for w in wheels}
    assert all(f"--hash=sha256:{w.sha256}" in text for w in wheels)
    write_sums(tmp_path)
    lines = (tmp_path / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    assert lines == [f"{w.sha256}  wheels/{w.path.name}" for w in wheels]


def test_scripts_are_put_into_each_bundle_and_say_what_was_not_tried() -> None:
    from bundle import HERE, PLATFORMS

    named = {s for p in PLATFORMS for s in p.scripts} | {"README.txt"}
    assert {p.name for p in (HERE / "scripts").iterdir()} == named
    for name in named:
        content = (HERE / "scripts" / name).read_bytes()
        if name.endswith(".ps1"):
            assert content.startswith(b"\xef\xbb\xbf"), "PowerShell 5 reads others in the encoding of the machine"
            assert "未在 Windows 上试过" in content.decode()
    assert sys.version_info >= (3, 11)
