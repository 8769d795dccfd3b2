"""The schemas and their page in docs/ are those of the types, sound, strict and described."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from written_json import schemas

from reasoner.cli.main import main
from reasoner.driver.pages import reference_pages, write_reference
from reasoner.driver.schemas.outputs import OUTPUTS
from reasoner.driver.schemas.schema import BASE

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "json.md").read_text(encoding="utf-8")


def parts(schema: Any) -> Iterator[dict[str, Any]]:
    """Every schema in a schema."""
    if isinstance(schema, dict):
        yield schema
        for value in schema.values():
            yield from parts(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from parts(value)


def test_the_files_in_docs_are_fresh() -> None:
    assert write_reference(DOCS, check_only=True) == [], "uv run tiaoli pages"
    assert sorted(p.stem for p in (DOCS / "schema").iterdir()) == sorted(schemas())


def test_writing_mends_what_is_stale_and_takes_away_what_is_gone(tmp_path: Path) -> None:
    assert len(write_reference(tmp_path)) == len(reference_pages())
    old = '{\n "$id": "https://w3id.org/tiaoli/schema/old.json"\n}'  # as generated; others are not touched
    (tmp_path / "schema" / "verdict.json").write_text(old, encoding="utf-8")
    (tmp_path / "schema" / "gone.json").write_text(old, encoding="utf-8")
    (tmp_path / "schema" / "own.json").write_text("{}", encoding="utf-8")
    (tmp_path / "other.md").write_text("", encoding="utf-8")
    assert [p.name for p in write_reference(tmp_path)] == ["verdict.json", "gone.json"]
    assert write_reference(tmp_path, check_only=True) == []
    assert (tmp_path / "other.md").exists()
    assert (tmp_path / "schema" / "own.json").exists()


def test_the_command_writes_all_pages_or_those_of_documents_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["pages", "--check"]) == 1
    assert not (tmp_path / "docs").exists()
    assert main(["pages", "-o", "纸面"]) == 0
    assert [p.name for p in tmp_path.iterdir()] == ["纸面"]
    assert main(["pages"]) == 0
    assert {p.name for p in (tmp_path / "docs").iterdir()} == {"corpus", "schema", "json.md"}
    assert main(["pages", "--check"]) == 0
    (tmp_path / "docs" / "json.md").write_text("旧", encoding="utf-8")
    capsys.readouterr()
    assert main(["pages", "--check"]) == 1
    assert capsys.readouterr().out == "须重新生成：docs/json.md\n"


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert main(["pages", "-o", str(tmp_path / "file" / "docs")]) == 2
    assert "U107" in capsys.readouterr().err


@pytest.mark.parametrize("name", schemas())
def test_a_schema_is_sound_and_has_its_address(name: str) -> None:
    schema = schemas()[name]
    jsonschema_rs.meta.validate(schema)
    assert schema["$id"] == f"{BASE}{name}.json"
    assert BASE == "https://w3id.org/tiaoli/schema/"
    for part in parts(schema):
        target = str(part.get("$ref", "#/$defs"))
        if target.startswith("#"):
            assert target == "#/$defs" or target.removeprefix("#/$defs/") in schema["$defs"]
        else:
            assert target.removesuffix(".json") in schemas()


@pytest.mark.parametrize("name", schemas())
def test_every_object_is_closed(name: str) -> None:
    for part in parts(schemas()[name]):
        if part.get("type") == "object" and "properties" in part:
            assert part["additionalProperties"] is False
            assert set(part.get("required", ())) <= set(part["properties"])


@pytest.mark.parametrize("output", OUTPUTS, ids=lambda o: o.name)
def test_every_key_of_an_output_is_described(output: Any) -> None:
    for part in parts(schemas()[output.name]):
        if part.get("type") == "object" and "properties" in part:
            tags = {"is", "kind", "node"}  # the name of the kind of object itself
            silent = [k for k, p in part["properties"].items() if not p.get("description") and k not in tags]
            assert silent == []
            assert part["description"]


def test_a_schema_speaks_of_no_python() -> None:
    for schema in schemas().values():
        assert "None" not in json.dumps(schema)


@pytest.mark.parametrize("output", OUTPUTS, ids=lambda o: o.name)
def test_the_page_describes_every_output_and_every_key(output: Any) -> None:
    assert f"\n## {output.what}\n" in PAGE
    assert f"](schema/{output.name}.json)" in PAGE
    for part in parts(schemas()[output.name]):
        for key in part.get("properties", ()):
            assert f"| `{key}` | " in PAGE or f"`{key}`:" in PAGE, key


def test_the_page_has_every_fact_of_an_application() -> None:
    definitions = schemas()["application"]["$defs"]
    for name in ("application", "facility"):
        for key in definitions[name]["properties"]:
            assert f"| `{key}` | " in PAGE
    for label in definitions["indicator"]["properties"]["名称"]["anyOf"][0]["enum"]:
        assert f"| `{label}` | " in PAGE
