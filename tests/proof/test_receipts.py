"""The same facts give the same bytes: in any order and form, under any hash seed, on every Python supported."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from proof_applications import Given
from verdict_bytes import Manifest, digests

from policy_dsl.ingest.cache_folder import cache_folder
from policy_dsl.source_files import fingerprint
from reasoner.driver.current_rule_base import rule_base
from reasoner.driver.rule_base_store import RULES, keep

ROOT = Path(__file__).parents[2]
WORKER = Path(__file__).with_name("verdict_bytes.py")
SUPPORTED = [(3, minor) for minor in range(11, 15)]

Data = dict[str, Any]
Group = tuple[str | None, tuple[str, ...] | None]


def _groups(every_application: list[Given]) -> dict[Group, list[Data]]:
    """The applications as plain data, by the day and the documents with which they are judged."""
    found: dict[Group, list[Data]] = {}
    for given in every_application:
        only = None if given.only is None else tuple(sorted(given.only))
        found.setdefault((given.day, only), []).append(given.data)
    return found


def _written(folder: Path, groups: dict[Group, list[Data]], ending: str, form: Callable[[list[Data]], str]) -> Manifest:
    """Each group in files of one form; the manifest says how they are judged."""
    manifest: Manifest = []
    for number, ((day, only), applications) in enumerate(groups.items()):
        path = folder / f"{number}{ending}"
        path.write_text(form(applications), encoding="utf-8")
        manifest.append((str(path), day, None if only is None else list(only)))
    return manifest


@pytest.fixture(scope="module")
def groups(every_application: list[Given]) -> dict[Group, list[Data]]:
    return _groups(every_application)


@pytest.fixture(scope="module")
def manifest(groups: dict[Group, list[Data]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("receipts")
    path = folder / "manifest.json"
    path.write_text(json.dumps(_written(folder, groups, ".json", _json)), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def expected(manifest: Path) -> dict[str, str]:
    """The digest of each verdict, judged here."""
    return dict(digests(json.loads(manifest.read_text(encoding="utf-8"))))


# --- order and form -------------------------------------------------------------------------------------------


def _json(applications: list[Data]) -> str:
    return json.dumps(applications, ensure_ascii=False)


def _lines(applications: list[Data]) -> str:
    return "".join(json.dumps(a) + "\n" for a in applications)


def _yaml(applications: list[Data]) -> str:
    # Through JSON, so that no part is shared: the dumper would write an anchor, which our reader refuses.
    return yaml.safe_dump(json.loads(_json(applications)), allow_unicode=True, sort_keys=False)


def _shuffled(data: Any, chance: random.Random) -> Any:
    """The same data with keys and list items in another order; the order of several values of a fact included."""
    if isinstance(data, dict):
        keys = list(data)
        chance.shuffle(keys)
        return {k: _shuffled(data[k], chance) for k in keys}
    if isinstance(data, list):
        items = [_shuffled(x, chance) for x in data]
        chance.shuffle(items)
        return items
    return data


def _restated(data: Any, key: str = "") -> Any:
    """The same facts written otherwise: 75% as 0.75, 12000 as 1.2万, 是 as true, a district by its code."""
    if isinstance(data, dict):
        return {k: _restated(v, k) for k, v in data.items()}
    if isinstance(data, list):
        return [_restated(x, key) for x in data]
    if data in ("是", "否"):
        return data == "是"
    if key in ("地区", "所在地") and isinstance(data, str):
        found = rule_base().vocabulary.find_regions(data)
        return found[0].code if len(found) == 1 else data
    if key in ("数值", "床位数"):
        return _number(str(data))
    return data


def _number(text: str) -> Any:
    try:
        if text.endswith("%"):
            return format(Decimal(text[:-1]).scaleb(-2), "f")
        return f"{format(Decimal(text).scaleb(-4), 'f')}万"
    except InvalidOperation:
        return text


FORMS: dict[str, tuple[str, Callable[[list[Data]], str]]] = {
    "keys and lists in another order": (".json", lambda a: _json([_shuffled(x, random.Random(1)) for x in a])),
    "JSON Lines, escaped": (".jsonl", _lines),
    "YAML": (".yaml", _yaml),
    "numbers, answers and places written otherwise": (".json", lambda a: _json([_restated(x) for x in a])),
    "all of it": (".yaml", lambda a: _yaml([_shuffled(_restated(x), random.Random(2)) for x in a])),
}


@pytest.mark.parametrize("form", FORMS)
def test_the_same_facts_in_another_form_give_the_same_bytes(
    form: str, groups: dict[Group, list[Data]], expected: dict[str, str], tmp_path: Path
) -> None:
    found = dict(digests(_written(tmp_path, groups, *FORMS[form])))
    assert {k for k in expected if found.get(k) != expected[k]} == set()
    assert len(found) == len(expected)


def test_shared_figures_give_the_same_bytes(
    groups: dict[Group, list[Data]], expected: dict[str, str], tmp_path: Path
) -> None:
    """What an application says of its region may stand in the list that all applications of the file share."""
    tried = 0
    for (day, only), applications in groups.items():
        for data in applications[:40]:
            shared = {k: data[k] for k in ("指标",) if k in data}
            towns = any(rule_base().vocabulary.find_regions(i["地区"]) == () for i in shared.get("指标", ()))
            if not shared or towns:
                continue
            path = tmp_path / f"{tried}.json"
            own = {k: v for k, v in data.items() if k not in shared}
            path.write_text(json.dumps({"申请": [own], **shared}, ensure_ascii=False), encoding="utf-8")
            ((name, found),) = digests([(str(path), day, None if only is None else list(only))])
            assert found == expected[name], name
            tried += 1
    assert tried > 50


def test_another_fact_gives_other_bytes(
    groups: dict[Group, list[Data]], expected: dict[str, str], tmp_path: Path
) -> None:
    """The digest sees the last digit of one fact, also of one that no rule reads."""
    (day, only), applications = next(iter(groups.items()))
    data = json.loads(json.dumps(applications[0]))
    data["机构"]["名称"] += "二院"
    path = tmp_path / "other.json"
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    ((name, found),) = digests([(str(path), day, None if only is None else list(only))])
    assert found != expected[name]


# --- interpreters ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder with the compiled rule base, so that the worker needs no compiler."""
    folder = tmp_path_factory.mktemp("cache")
    key = fingerprint()
    assert cache_folder() != str(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TIAOLI_CACHE", str(folder))
        keep(RULES, key, rule_base().compiled)
    return folder


def _run(python: str, cache: Path, *arguments: str, seed: str = "random", path: str = "") -> str:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL_ENV"))}
    environment |= {"PYTHONPATH": f"{ROOT}{path}", "PYTHONHASHSEED": seed, "TIAOLI_CACHE": str(cache)}
    environment |= {"PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [python, str(WORKER), *arguments], env=environment, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def _told(expected: dict[str, str]) -> str:
    return "".join(f"{digest} {name.encode('unicode_escape').decode()}\n" for name, digest in expected.items())


@pytest.mark.parametrize("seed", ["0", "1", "4711"])
def test_the_same_bytes_under_any_hash_seed(seed: str, manifest: Path, expected: dict[str, str], cache: Path) -> None:
    assert _run(sys.executable, cache, str(manifest), seed=seed) == _told(expected)


def _interpreters() -> Iterator[tuple[tuple[int, int], str]]:
    """Pythons of other supported versions that this machine has, and what uv can provide where everything must run."""
    for version in SUPPORTED:
        if version == sys.version_info[:2]:
            continue
        name = f"{version[0]}.{version[1]}"
        kept = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
        candidates = [str(p) for p in sorted(kept.glob(f"{name}.*/bin/python{name}"))]
        candidates += [p for p in [shutil.which(f"python{name}")] if p]
        candidates += _from_uv("find", name)
        for candidate in candidates:
            if _version(candidate) == version:
                yield version, candidate
                break


def _from_uv(*arguments: str, **more: str) -> list[str]:
    uv = shutil.which("uv")
    if uv is None:
        return []
    environment = os.environ | {"UV_PYTHON_DOWNLOADS": "never"} | more
    try:
        done = subprocess.run(
            [uv, "python", *arguments], env=environment, capture_output=True, text=True, timeout=180, cwd=ROOT.anchor
        )
    except (OSError, subprocess.TimeoutExpired):
        return []
    return done.stdout.split()[:1] if done.returncode == 0 else []


def _version(python: str) -> tuple[int, ...]:
    try:
        told = "import sys; print(*sys.version_info[:2])"
        done = subprocess.run([python, "-c", told], capture_output=True, text=True, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return ()
    return tuple(int(x) for x in done.stdout.split()) if done.returncode == 0 else ()


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Other Pythons (at least one; else why there is none), each with the folder of its msgspec, which is no pure Python."""
    pythons = dict(_interpreters())
    if not pythons and os.environ.get("TIAOLI_REQUIRE_ALL") == "1":
        version = "3.13" if sys.version_info[:2] != (3, 13) else "3.12"
        folder = str(tmp_path_factory.mktemp("python"))
        more = {"UV_PYTHON_DOWNLOADS": "manual", "UV_PYTHON_INSTALL_DIR": folder}
        _from_uv("install", "--no-bin", version, **more)
        pythons = {(3, int(version[2:])): p for p in _from_uv("find", version, UV_PYTHON_INSTALL_DIR=folder)}
    if not pythons:
        pytest.skip("no other supported Python here, and uv can provide none")
    equipped = {p: str(tmp_path_factory.mktemp("msgspec")) for p in pythons.values()}
    equipped = {p: folder for p, folder in equipped.items() if _equip(p, folder)}
    if not equipped:
        assert os.environ.get("TIAOLI_REQUIRE_ALL") != "1", "msgspec cannot be had for another Python"
        pytest.skip("msgspec cannot be had for another Python")
    return equipped


def _equip(python: str, folder: str) -> bool:
    """Puts the msgspec of this version for another Python into a folder: what was fetched before, else from the registry."""
    uv = shutil.which("uv")
    command = [
        str(uv),
        "pip",
        "install",
        "-q",
        "--python",
        python,
        "--target",
        folder,
        f"msgspec=={msgspec.__version__}",
    ]
    for more in (["--offline"], []):
        try:
            if uv and subprocess.run([*command, *more], capture_output=True, timeout=180, cwd=folder).returncode == 0:
                return True
        except (OSError, subprocess.TimeoutExpired):
            continue
    return False


def test_the_same_bytes_on_another_python(
    others: dict[str, str],
    manifest: Path,
    expected: dict[str, str],
    cache: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for python, folder in others.items():
        assert _run(python, cache, str(manifest), path=os.pathsep + folder) == _told(expected)
    with capsys.disabled():
        versions = "、".join(".".join(map(str, v)) for v in [sys.version_info[:2], *map(_version, others)])
        print(f"\nreceipts: {len(expected)} verdicts, the same bytes on Python {versions}")


def test_the_same_rules_compiled_on_another_python(others: dict[str, str], tmp_path: Path) -> None:
    """Lark and rdflib are pure Python: the other interpreter reads them where this one has them."""
    libraries = "".join(f"{os.pathsep}{p}" for p in sys.path if p.endswith("site-packages"))
    here = _run(sys.executable, tmp_path, "--rules", seed="1")
    for python, folder in others.items():
        assert _run(python, tmp_path, "--rules", seed="2", path=f"{os.pathsep}{folder}{libraries}") == here
