"""What other programs may ask of the office, as OpenAPI 3.1, made of the schemas of docs/schema.

Each stands among the components under its name, and each type of it behind that (`verdict.Outcome`): many readers of OpenAPI find
nothing that is defined inside a schema.
"""

from __future__ import annotations

from functools import cache
from typing import Final, NamedTuple

from policy_dsl.ir import JsonValue
from reasoner import ENGINE
from reasoner.driver.current_rule_base import rule_base
from reasoner.driver.schemas.application import application_schema
from reasoner.driver.schemas.outputs import OUTPUTS
from reasoner.driver.schemas.schema import Schema, output_schema


class Parameter(NamedTuple):
    """A parameter in the query."""

    name: str
    what: str
    """What it is, in Chinese."""
    many: bool = False
    """Whether it may be given several times."""


class Path(NamedTuple):
    """An address below /api/v1/."""

    what: str
    """What it answers, in Chinese."""
    parameters: tuple[Parameter, ...]
    answers: tuple[str, ...]
    """The schemas of what it answers."""
    body: str = ""
    """The schema of the body that it takes; empty: none."""


_AS_OF: Final = Parameter("as_of", "适用日期,如 2024-05-01;check 默认为收到申请之日,ask 默认为今天")
_DOCUMENT: Final = Parameter("document", "只看这些文件:标识、题名或者文号", many=True)
_READINGS: Final = Parameter("readings", "1:换一种理解试算")
_REGION: Final = Parameter("region", "地名、别名或者六位区划代码")
PATHS: Final = {
    "check": Path(
        "研判:请求体是一份或者几份申请,答复与 tiaoli check --json 逐字节相同;先记录、后答复,记录的序号在 Tiaoli-Record 一栏",
        (
            _AS_OF, Parameter("under", "比较用:按机构在这个地区研判"), _DOCUMENT, _READINGS,
            Parameter("ledger", "1:申请没有写的指标和认定取用本单位台账的,与 tiaoli check --ledger 台账 --json 相同;不写的只看申请"),
        ),
        ("verdict", "verdicts"),
        "application",
    ),
    "ask": Path(
        "哪些条款适用:某地的某类机构申请某事项,或者一句话的问题;与 tiaoli ask --json 相同",
        (
            Parameter("words", "一句话的问题"), _REGION, Parameter("type", "机构类型"), Parameter("matter", "事项"), _AS_OF,
        ),
        ("answer", "answers"),
    ),
    "clauses": Path(
        "条款;与 tiaoli clauses --json 相同",
        (_DOCUMENT, _REGION, Parameter("matter", "只看就这个事项作规定或者涉及它的条款"), Parameter("deciding", "1:只看决定申请的条款")),
        ("clauses",),
    ),
    "documents": Path("已收录的文件;与 tiaoli documents --json 相同", (), ("documents",)),
    "compare": Path(
        "比较规定的实际效果;与 tiaoli compare --json 相同。要几十秒,超过两分钟的停止并答 503",
        (
            Parameter("side", "地区或者文件,两个以上", many=True), Parameter("matter", "只比较这些事项", many=True),
            Parameter("type", "只比较这些机构", many=True), _AS_OF, _READINGS,
        ),
        ("comparison", "comparisons"),
    ),
    "openapi.json": Path("本说明", (), ()),
}  # fmt: skip
"""Every address, by its name below /api/v1/."""
MOST_REQUESTS: Final = 120
"""Requests by one token within a minute."""
_TOKEN: Final = "token"
_COMPONENTS: Final = "#/components/schemas/"
_REFUSALS: Final = {
    "400": "参数不认得", "401": "没有令牌,或者令牌不能用", "403": "令牌的主人没有这项权限", "413": "请求过大",
    "422": "内容有错,逐项列出", "429": "一个令牌一分钟里提问太多次;过 Retry-After 所写的秒数再问", "503": "太忙,或者花的时间太长",
}  # fmt: skip
_PROBLEM: Final[Schema] = {
    "description": "有什么错(RFC 9457):code 是本软件的错误代码,errors 是全部错误",
    "type": "object",
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string", "pattern": "^[A-Z]{1,2}[0-9]{3,4}$"},
        "errors": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "properties": {k: {"type": "string"} for k in ("code", "where", "message", "allowed", "hint")},
                "required": ["code", "where", "message"],
            },
        },
    },
    "required": ["type", "title", "status", "detail", "code", "errors"],
    "additionalProperties": False,
}


@cache
def description() -> Schema:
    """The whole description."""
    names = {a for p in PATHS.values() for a in p.answers} | {"verdict", "answer", "comparison"}
    schemas: Schema = {"Problem": _PROBLEM}
    reached = _reached(names)
    whole = {o.name: output_schema(o) for o in OUTPUTS if o.name in reached}
    for name, schema in (*whole.items(), ("application", application_schema(rule_base().vocabulary))):
        schemas |= _components(name, schema)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "条理",
            "version": ENGINE.rpartition(" ")[2],
            "description": f"其他程序向本单位的条理提问。凭令牌,不凭网页的登录;数据不出本机。一个令牌一分钟至多问{MOST_REQUESTS}次。",
        },
        "servers": [{"url": "/api/v1"}],
        "security": [{_TOKEN: []}],
        "paths": {f"/{name}": _path(name, path) for name, path in PATHS.items()},
        "components": {
            "schemas": schemas,
            "securitySchemes": {_TOKEN: {"type": "http", "scheme": "bearer", "description": "在“接口令牌”页上做"}},
        },
    }


def _components(name: str, schema: Schema) -> Schema:
    """A schema and the types that it defines, as components."""
    defined = schema.get("$defs", {})
    assert isinstance(defined, dict)
    root: Schema = {k: v for k, v in schema.items() if k not in ("$schema", "$id", "$defs")}
    return {name: _placed(name, root)} | {f"{name}.{kind}": _placed(name, one) for kind, one in defined.items()}


def _placed(name: str, part: JsonValue) -> JsonValue:
    """A part of a schema whose references lead to components."""
    if isinstance(part, list):
        return [_placed(name, item) for item in part]
    if not isinstance(part, dict):
        return part
    placed = {k: _placed(name, v) for k, v in part.items()}
    own = part.get("$ref")
    if isinstance(own, str):
        kind = own.removeprefix("#/$defs/")
        other = own.removesuffix(".json")
        placed["$ref"] = f"{_COMPONENTS}{f'{name}.{kind}' if kind != own else other}"
    return placed


def _reached(names: set[str]) -> set[str]:
    """The names of schemas, with those to which they refer."""
    by_name = {o.name: o for o in OUTPUTS}
    reached, waiting = set[str](), [*names]
    while waiting:
        name = waiting.pop()
        if name in by_name and name not in reached:
            reached.add(name)
            waiting += _references(output_schema(by_name[name]))
    return reached


def _references(part: JsonValue) -> list[str]:
    """The names of other schemas to which a schema refers."""
    if isinstance(part, dict):
        own = part.get("$ref")
        other = [own.removesuffix(".json")] if isinstance(own, str) and own.endswith(".json") else []
        return [*other, *(r for value in part.values() for r in _references(value))]
    return [r for value in part for r in _references(value)] if isinstance(part, list) else []


def _path(name: str, path: Path) -> Schema:
    responses: Schema = {
        status: {"description": what, "content": {"application/problem+json": {"schema": _ref("Problem")}}}
        for status, what in _REFUSALS.items()
    }
    too_many = responses["429"]
    assert isinstance(too_many, dict)
    seconds: Schema = {"description": "要等的秒数", "schema": {"type": "integer", "minimum": 1}}
    too_many["headers"] = {"Retry-After": seconds}
    schema: Schema = {"oneOf": [_ref(a) for a in path.answers]} if len(path.answers) > 1 else {"type": "object"}
    if len(path.answers) == 1:
        schema = _ref(path.answers[0])
    responses["200"] = {"description": path.what, "content": {"application/json": {"schema": schema}}}
    operation: Schema = {
        "operationId": name.partition(".")[0],
        "summary": path.what,
        "parameters": [_parameter(p) for p in path.parameters],
        "responses": responses,
    }
    if path.body:
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": _ref(path.body)}}}
    return {"post" if path.body else "get": operation}


def _parameter(parameter: Parameter) -> Schema:
    text: Schema = {"type": "string", "maxLength": 200}
    schema: Schema = {"type": "array", "items": text, "maxItems": 50} if parameter.many else text
    return {"name": parameter.name, "in": "query", "description": parameter.what, "schema": schema}


def _ref(name: str) -> Schema:
    return {"$ref": f"{_COMPONENTS}{name}"}
