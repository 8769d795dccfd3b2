"""JSON Schemas of what the program writes, made from the types: strict, every field described in the words of its type.

`OUTPUTS` lists each kind of output with its type and the command that writes it. The schemas stand under docs/schema/ and
are made anew by `tiaoli pages`; a test holds that none is stale and that real outputs fit them and nothing else.
"""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final, NamedTuple

import msgspec

from policy_dsl.compiled import Clause
from policy_dsl.diagnostics import Fault
from policy_dsl.ir import JsonValue
from reasoner.model.verdict import Verdict
from reasoner.proofread.explained import ProofreadReport
from reasoner.survey.clause_detail import Search
from reasoner.survey.documents import DocumentSummary
from reasoner.survey.duties import DutySelection
from reasoner.survey.indicators import IndicatorSurvey
from reasoner.survey.references import ReferencedDocument
from reasoner.topics.matrix import TopicMatrix

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
BASE: Final = "https://w3id.org/tiaoli/schema/"

Schema = dict[str, JsonValue]


class FaultReport(msgspec.Struct, frozen=True):
    """What is written in place of results where the input has faults."""

    errors: tuple[Fault, ...]
    """Every fault of the input."""


class Output(NamedTuple):
    """A kind of output: its name (the file of its schema), its type, the command that writes it, and what it is."""

    name: str
    kind: object
    command: str
    what: str


OUTPUTS: Final = (
    Output("verdict", Verdict, "tiaoli check 文件 --json,--jsonl 的每一行", "对一份申请的研判结果"),
    Output("verdicts", tuple[Verdict, ...], "tiaoli check 文件 --json(多份申请)", "多份申请的研判结果"),
    Output("clauses", tuple[Clause, ...], "tiaoli clauses --json", "条款清单"),
    Output("documents", tuple[DocumentSummary, ...], "tiaoli documents --json", "已收录的文件"),
    Output("search", Search, "tiaoli show 查询 --json", "查到的条款或者文件"),
    Output("indicators", IndicatorSurvey, "tiaoli indicators --json", "文件中的全部数字,目标与实际值的对照"),
    Output("duties", DutySelection, "tiaoli duties --json", "义务清单"),
    Output("references", tuple[ReferencedDocument, ...], "tiaoli references --json", "文件之间的引用"),
    Output("findings", ProofreadReport, "tiaoli proofread --json", "校读所见"),
    Output("topics", TopicMatrix, "tiaoli compare 地区 --topics --json", "各地文件按主题的比较"),
    Output("errors", FaultReport, "各命令加 --json,输入有误时", "输入的全部错误"),
)


def schema(output: Output) -> Schema:
    """The schema of one kind of output."""
    (root,), components = msgspec.json.schema_components((output.kind,), ref_template="#/$defs/{name}")
    structs = dict(_structs(output.kind))
    definitions: Schema = {}
    for name, component in sorted(components.items()):
        definitions[name] = _strict(component, structs.get(name))
    top: Schema = {"$schema": DIALECT, "$id": f"{BASE}{output.name}.json", "title": output.name}
    return top | {"description": output.what} | root | {"$defs": definitions}


def _structs(kind: object) -> Iterator[tuple[str, type]]:
    """The Structs in a type by the names that their schemas have; those that share a name are named with their module."""
    kinds = set(_reached(msgspec.inspect.type_info(kind)))
    by_name: dict[str, list[type]] = {}
    for one in kinds:
        by_name.setdefault(one.__name__, []).append(one)
    for name, several in by_name.items():
        for one in several:
            yield (name if len(several) == 1 else f"{one.__module__}.{one.__qualname__}".replace(".", "_")), one


def _reached(info: msgspec.inspect.Type, known: set[type] | None = None) -> Iterator[type]:
    known = set() if known is None else known
    match info:
        case msgspec.inspect.StructType(cls=cls, fields=fields):
            if cls in known:
                return
            known.add(cls)
            yield cls
            for field in fields:
                yield from _reached(field.type, known)
        case msgspec.inspect.UnionType(types=types) | msgspec.inspect.TupleType(item_types=types):
            for one in types:
                yield from _reached(one, known)
        case msgspec.inspect.VarTupleType(item_type=item) | msgspec.inspect.ListType(item_type=item):
            yield from _reached(item, known)
        case msgspec.inspect.DictType(value_type=item):
            yield from _reached(item, known)


def _strict(component: Mapping[str, JsonValue], kind: type | None) -> Schema:
    """A component that admits no other keys, with each key described."""
    made = {k: v for k, v in component.items() if k != "title"}
    properties = component.get("properties")
    if kind is None or not isinstance(properties, dict):
        return made
    words = field_words(kind)
    names = {f.encode_name: f.name for f in msgspec.structs.fields(kind)}  
    described: Schema = {}
    for key, value in properties.items():
        assert isinstance(value, dict)
        text = words.get(names.get(key, ""), "")
        described[key] = value | {"description": text} if text else value
    return made | {"properties": described, "additionalProperties": False}


@cache
def field_words(kind: type) -> dict[str, str]:
    """What each field of a Struct means: the string that stands below it in the source, also in the types it extends."""
    words: dict[str, str] = {}
    for one in reversed(kind.__mro__):
        if one.__module__.startswith(("policy_dsl", "reasoner")):
            words |= _module_words(one.__module__).get(one.__qualname__, {})
    return words


@cache
def _module_words(module: str) -> dict[str, dict[str, str]]:
    tree = ast.parse(inspect.getsource(sys.modules[module]))
    return {
        node.name: {
            field.target.id: " ".join(below.value.value.split())
            for field, below in zip(node.body, node.body[1:], strict=False)
            if isinstance(field, ast.AnnAssign)
            and isinstance(field.target, ast.Name)
            and isinstance(below, ast.Expr)
            and isinstance(below.value, ast.Constant)
            and isinstance(below.value.value, str)
        }
        for node in tree.body
        if isinstance(node, ast.ClassDef)
    }
