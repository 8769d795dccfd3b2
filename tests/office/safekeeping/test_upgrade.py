"""An upgrade backs up first; an office of a later version is left alone."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.office.client import ROOT, Client, Window
from tests.office.postgresql_cluster import Cluster
from tests.office.safekeeping.archives import LIST, Ended, contents


def first_form(data: Path, database: str = "") -> None:
    """An office as the first version left it, with a case and a verdict."""
    code = (
        "import sys; from pathlib import Path\n"
        "from reasoner.office.configuration import configure\n"
        f"configure(Path({str(data)!r}), (), 'x', {database!r})\n"
        "from django.db import connection\n"
        "from django.db.migrations.executor import MigrationExecutor\n"
        "executor = MigrationExecutor(connection)\n"
        "state = executor.migrate([('office', '0001_initial')])\n"
        "Case = state.apps.get_model('office', 'Case')\n"
        "made = Case.objects.create(data='{}', number='旧-1', changed='2024-05-01T00:00:00')\n"
        "state.apps.get_model('office', 'Judgement').objects.create(case=made, data='{}', verdict=b'x', at='2024-05-01T00:00:00')\n"
    )
    data.mkdir()
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT, timeout=120)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_an_upgrade_backs_up_first_and_tells_the_way_back(tmp_path: Path, postgresql: Cluster, kind: str) -> None:
    data, address = tmp_path / "data", postgresql.new_database() if kind == "postgresql" else ""
    first_form(data, address)
    ended = Ended("upgrade", "--data", str(data), database=address)
    assert ended.status == 0, ended.text
    assert "0002_basis_of_judgements" in ended.text
    (backup,) = (data / "备份").iterdir()
    assert f"tiaoli office restore {backup}" in ended.text
    with zipfile.ZipFile(backup) as file:
        forms = json.loads(file.read(LIST))["结构"]
        assert ["office", "0001_initial"] in forms
        assert ["office", "0002_basis_of_judgements"] not in forms, "it is as the earlier version can read it"
    again = Ended("upgrade", "--data", str(data), database=address)
    assert again.status == 0
    assert len(list((data / "备份").iterdir())) == 1, "nothing to be done, nothing done"
    restored = Ended("restore", str(backup), "--data", str(tmp_path / "restored"))
    assert restored.status == 0, restored.text
    assert len(contents(tmp_path / "restored")["office_judgement"]) == 1
    assert not (tmp_path / "restored" / "备份").exists(), "backups hold no backups"


def test_a_window_that_opens_an_earlier_office_backs_up_first(tmp_path: Path) -> None:
    data = tmp_path / "data"
    first_form(data)
    window = Window(data)
    try:
        assert "旧-1" in Client(window).get("/judge?text=旧-1").text
        assert len(list((data / "备份").iterdir())) == 1
        assert "U171" in Ended("upgrade", "--data", str(data)).text, "not while a window is open"
    finally:
        window.close()


def test_an_office_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    data = tmp_path / "data"
    Window(data).close()
    with sqlite3.connect(data / "tiaoli.sqlite3") as file:
        file.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('office', '9999_later', '2030-01-01 00:00:00')"
        )
    for command in (("upgrade",), ("backup", "-o", str(tmp_path / "x.zip"))):
        ended = Ended(*command, "--data", str(data))
        assert "U234" in ended.text
    assert not (tmp_path / "x.zip").exists()
    window = Window(data)
    assert window.address == ""
    assert window.process.stderr is not None
    assert "U234" in window.process.stderr.read()
    assert window.close() == 2
