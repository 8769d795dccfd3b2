"""Every JSON that a command writes in a test is held against its schema, and every application that intake accepts.

`watch` puts this between the command line and its output, and behind intake, for the whole suite; runs of the command in a
process of its own are held by whoever starts them (`tests/cli/conftest.py`).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import jsonschema_rs
import pytest

from policy_dsl.vocabulary import Vocabulary
from reasoner.cli import console, main
from reasoner.driver.current_rule_base import build
from reasoner.driver.rule_base_store import load
from reasoner.driver.schemas.application import application_schema
from reasoner.driver.schemas.outputs import OUTPUTS
from reasoner.driver.schemas.schema import BASE, Schema, output_schema
from reasoner.intake.application_parser import Reader
from reasoner.intake.loaded_data import Loaded
from reasoner.model.application import Application

MOST = 300
"""Of the applications of one input so many are held against the schema."""

BY_COMMAND = {
    "clauses": "clauses",
    "corpus": "corpus",
    "documents": "documents",
    "duties": "duties",
    "ingest": "ingest",
    "lint": "lint",
    "proofread": "proofread",
    "references": "references",
    "replay": "replay",
    "review": "reviews",
    "show": "search",
    "validate": "validation",
    "verify": "verifications",
}
"""The kind of output of the commands that have one."""

counts: Counter[str] = Counter()
"""How many outputs of each kind were held against their schema in this session."""


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary in use, whatever rule base a test has put in its place."""
    return Vocabulary(load(build).vocabulary)


@cache
def schemas() -> dict[str, Schema]:
    """The schemas by name."""
    return {o.name: output_schema(o) for o in OUTPUTS} | {"application": application_schema(vocabulary())}


@cache
def registry() -> jsonschema_rs.Registry:
    return jsonschema_rs.Registry([(f"{BASE}{name}.json", schema) for name, schema in schemas().items()])


@cache
def validator(name: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(schemas()[name], registry=registry())


def faults(name: str, data: Any) -> list[str]:
    """Where data does not fit a schema."""
    return ["/".join(map(str, e.instance_path)) + ": " + e.message[:300] for e in validator(name).iter_errors(data)]


def kind_of(arguments: Sequence[str], data: Any) -> str:
    """The kind of output that a call has written."""
    if isinstance(data, dict) and set(data) == {"errors"}:
        return "errors"
    match arguments[0]:
        case "ask":
            return "answers" if isinstance(data, list) else "answer"
        case "check":
            if "--groups" in arguments:
                return "groups"
            if isinstance(data, dict) and "errors" in data:
                return "rows"
            return "verdicts" if isinstance(data, list) else "verdict"
        case "compare":
            if "--topics" in arguments:
                return "topics"
            return "comparisons" if isinstance(data, list) else "comparison"
        case "corpus":
            return "corpus-check" if "check" in arguments else "corpus"
        case "review" if "changed" in arguments:
            return "changes"
        case "audit":
            return "audit" if "integrity" in data else "package"
        case "indicators":
            return "ledger" if "--ledger" in arguments else "indicators"
    return BY_COMMAND[arguments[0]]


def hold(arguments: Sequence[str], written: str, status: int) -> None:
    """Fail where what a call with --json or --jsonl wrote does not fit its schema."""
    with_errors = False
    for text in written.splitlines() if "--jsonl" in arguments else [written]:
        data = json.loads(text)
        name = kind_of(arguments, data)
        wrong = faults(name, data)
        assert not wrong, f"tiaoli {' '.join(arguments)}: {name}.json: " + "\n".join(wrong[:5])
        with_errors = with_errors or (isinstance(data, dict) and "errors" in data)
        counts[name] += 1
    assert with_errors == (status == 2)


def writes_json(arguments: Sequence[str]) -> bool:
    return "--json" in arguments or "--jsonl" in arguments


def watch(patch: pytest.MonkeyPatch) -> None:
    """Hold all that commands of this process write, and all applications that intake accepts."""
    written: list[str] = []
    write, guarded, check = console.write, main._guarded, Reader._check

    def keep(text: str) -> None:
        written.append(text)
        write(text)

    def run(arguments: list[str]) -> int:
        written.clear()
        status = guarded(arguments)
        if writes_json(arguments) and written:
            hold(arguments, "".join(written), status)
        return status

    def accept(self: Reader, data: Any, *given: Any) -> Any:
        accepted = check(self, data, *given)
        if self._tables.terms == vocabulary().facts:
            run, items = accepted
            hold_application(
                data.data if isinstance(data, Loaded) else data, lambda: any(map(read_otherwise, run.read(items)))
            )
        return accepted

    patch.setattr(console, "write", keep)
    patch.setattr(main, "_guarded", run)
    patch.setattr(Reader, "_check", accept)


def read_otherwise(application: Application | None) -> bool:
    """Whether something was written otherwise than it is read: the schema describes how programs write."""
    if application is None:
        return False
    return bool(application.received_written or application.matter_written) or any(
        o.written for of in application.facts.values() for o in of
    )


def hold_application(data: Any, otherwise: Callable[[], bool] = lambda: False) -> None:
    """Fail where an application that intake accepts as it is written does not fit the schema."""
    items = data.get("申请", data) if isinstance(data, dict) else data
    if isinstance(items, list) and len(items) > MOST:
        data = data | {"申请": items[:MOST]} if isinstance(data, dict) else items[:MOST]
    wrong = faults("application", data)
    if wrong and otherwise():
        return
    assert not wrong, "\n".join(wrong[:5])
    counts["application"] += 1
