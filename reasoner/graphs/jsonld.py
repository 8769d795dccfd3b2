"""JSON-LD before it becomes triples: nothing to fetch, no number that would turn into a double, no named graph.

Our own context stands in the package; a file may name it, or carry a context of its own.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Final

import msgspec

from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.graphs.context import Context, ContextFile
from reasoner.graphs.namespaces import ROOT, compact
from reasoner.intake.diagnostics_collector import MOST, step
from reasoner.intake.json_text import load_json

CONTEXT: Final = ROOT + "context.jsonld"
"""The name of our context; it is never fetched."""

_FILE = Path(__file__).with_name("context.jsonld")


def context_file() -> str:
    """The text of our context."""
    return _FILE.read_text(encoding="utf-8")


@cache
def context() -> Context:
    """Our context: Chinese keys and names of values for the terms of the ontology."""
    return msgspec.json.decode(context_file(), type=ContextFile)["@context"]


def load(text: str, name: str) -> object:
    """The data of a JSON-LD text with our context put in where it is named.

    Raises Faults: what the JSON reader finds, G104 a remote context, G105 a named graph, G106 a number with fraction.
    """
    loaded = load_json(text, name)
    faults = list(loaded.faults)
    data = _walk(loaded.data, "", name, faults, in_context=False)
    if faults:
        raise Faults(faults)
    return data


def _walk(data: object, path: str, name: str, faults: list[Diagnostic], *, in_context: bool) -> object:
    """A copy fit for the parser. The JSON reader has bounded the nesting."""
    if len(faults) >= MOST:
        return None
    if isinstance(data, list):
        return [_walk(x, step(path, i), name, faults, in_context=in_context) for i, x in enumerate(data)]
    if isinstance(data, Decimal) and not in_context:
        hint = f'加上引号:"{data}",或 {{"@value": "{data}", "@type": "xsd:decimal"}}'
        message = f"JSON-LD 把小数 {data} 当作双精度浮点数(xsd:double),不能精确保存"
        faults.append(Diagnostic("G106", f"{name}: {path}", message, "xsd:decimal", hint))
        return str(data)
    if not isinstance(data, dict):
        return data
    if not in_context and "@graph" in data and "@id" in data:
        message = "有名称的图(@graph 与 @id 并列)说不清哪些陈述算数"
        faults.append(Diagnostic("G105", f"{name}: {step(path, '@graph')}", message, hint="去掉 @graph 旁的 @id"))
    copy: dict[str, object] = {}
    for key, value in data.items():
        here = step(path, key)
        if key == "@context":
            copy[key] = _local(value, here, name, faults)
        elif key == "@import":
            faults.append(remote(f"{name}: {here}", str(value)))
        else:
            copy[key] = _walk(value, here, name, faults, in_context=in_context)
    return copy


def _local(value: object, path: str, name: str, faults: list[Diagnostic]) -> object:
    """A context as objects; one that is only named must be ours."""
    if isinstance(value, list):
        return [_local(x, step(path, i), name, faults) for i, x in enumerate(value)]
    if isinstance(value, str):
        if value == CONTEXT:
            return context()
        faults.append(remote(f"{name}: {path}", value))
        return {}
    return _walk(value, path, name, faults, in_context=True)


def remote(where: str, address: str) -> Diagnostic:
    """What to say of a graph that asks for something outside itself."""
    return Diagnostic(
        "G104",
        where,
        f"图要求取得外部内容 {compact(address)};本程序从不取用网络或其他文件",
        hint="把所需的内容写进文件;词汇用 tiaoli export ontology 的说明,JSON-LD 的 @context 写成对象",
    )
