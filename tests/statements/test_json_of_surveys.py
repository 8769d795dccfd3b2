"""What `--json` writes of the texts fits the schema that is made from its type, and nothing else does."""

from __future__ import annotations

import json

import jsonschema_rs
import pytest
from reasoner.driver.json_schemas import OUTPUTS, Output, schema

from policy_dsl.ir import JsonValue
from reasoner.cli.main import main

COMMANDS = {
    "clauses": ("clauses",),
    "documents": ("documents",),
    "search": ("show", "医保型定点医药机构"),
    "indicators": ("indicators",),
    "duties": ("duties", "--date", "2026-01-01"),
    "references": ("references",),
    "findings": ("proofread",),
    "topics": ("compare", "青岛市", "河南省", "泉州市", "--topics"),
}


def output(name: str) -> Output:
    return next(o for o in OUTPUTS if o.name == name)


def written(name: str, capsys: pytest.CaptureFixture[str]) -> JsonValue:
    assert main([*COMMANDS[name], "--json"]) in (0, 1)
    data: JsonValue = json.loads(capsys.readouterr().out)
    return data


@pytest.mark.parametrize("name", COMMANDS)
def test_an_output_fits_its_schema(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    validator = jsonschema_rs.validator_for(schema(output(name)))
    assert [e.message for e in validator.iter_errors(written(name, capsys))] == []
    assert not validator.is_valid({"errors": []})


@pytest.mark.parametrize("name", COMMANDS)
def test_a_key_that_no_type_has_does_not_fit(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    validator = jsonschema_rs.validator_for(schema(output(name)))
    data = written(name, capsys)
    first = data[0] if isinstance(data, list) else data
    assert isinstance(first, dict)
    first["unknown"] = 1
    assert not validator.is_valid(data)
