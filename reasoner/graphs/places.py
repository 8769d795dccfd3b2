"""Where in a graph each part of the plain data came from, so that faults of the intake name node and property."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from policy_dsl.diagnostics import Diagnostic

from . import names as n
from .names import compact

_PATH = re.compile(
    r"(?:申请\[(?P<application>[0-9]+)\]\.?)?"
    r"(?:(?P<list>指标|认定)\[(?P<item>[0-9]+)\]|(?P<part>机构|位置))?\.?"
    r"(?P<key>[^.\[\]]*)(?:\[[0-9]+\])?"
)
_KEYS = {
    "地区": n.OF, "对象": n.OF, "名称": n.INDICATOR, "事项": n.INDICATOR, "数值": n.VALUE, "结论": n.VALUE,
    "时点": n.AS_AT, "日期": n.AS_AT, "来源": n.SOURCE, "依据": n.SOURCE, "机关": n.ATTRIBUTED,
}  # fmt: skip


_QUOTED = re.compile(r"「((?:申请\[[0-9]+\]|指标\[|认定\[)[^」]*)」")
_UNKNOWN = ("写「不详」", "写 tl:unknown")
_SPELLINGS = {"如 100 或 1.2万": "如 100", "如 74% 或 0.74": "如 0.74"}


def _in_graph(allowed: str) -> str:
    """What is allowed, without the spellings that a graph has no use for."""
    for said, meant in _SPELLINGS.items():
        allowed = allowed.replace(said, meant)
    return allowed


@dataclass
class Item:
    """The nodes of one application by their names in messages: itself, its institution, its lists of observations."""

    node: str = ""
    facility: str = ""
    lists: dict[str, list[str]] = field(default_factory=lambda: {"指标": [], "认定": []})


@dataclass
class Places:
    """The nodes of the plain data. `properties` are the IRIs of facts by subject and label."""

    name: str
    properties: dict[tuple[str, str], str]
    applications: list[Item] = field(default_factory=list)
    shared: Item = field(default_factory=Item)

    def where(self, node: str, predicate: str = "", label: str = "") -> str:
        """`graph.ttl: tl:x tl:bedsRequested(床位数)`."""
        said = compact(predicate) + (f"({label})" if label else "") if predicate else ""
        path = " ".join(p for p in (node, said) if p)
        return f"{self.name}: {path}" if self.name and path else self.name or path

    def named(self, faults: Iterable[Diagnostic]) -> list[Diagnostic]:
        """Faults with nodes and properties in the place of paths; what a fault of the graph explains is left out."""
        listed = list(faults)
        graph = {f.where for f in listed if f.code.startswith("G")}
        found = []
        for fault in dict.fromkeys(listed):
            where = fault.where if fault.code.startswith("G") else self._found(fault.where)
            if fault.code == "F114" and where in graph:
                continue
            message = _QUOTED.sub(lambda m: f"「{self._found(m[1]).removeprefix(f'{self.name}: ')}」", fault.message)
            hint = fault.hint.replace(_UNKNOWN[0], _UNKNOWN[1])
            found.append(replace(fault, where=where, message=message, allowed=_in_graph(fault.allowed), hint=hint))
        return found

    def _found(self, where: str) -> str:
        path = where.removeprefix(f"{self.name}: ") if self.name else where
        match = _PATH.fullmatch(path)
        if match is None:
            return where
        number = match["application"]
        item = self.applications[int(number)] if number else self.shared
        key = match["key"]
        if match["list"]:
            return self.where(item.lists[match["list"]][int(match["item"])], _KEYS.get(key, ""), key)
        if not number:
            return where
        if match["part"] == "机构":
            return self.where(item.facility or item.node, self.properties.get(("机构", key), n.APPLICANT), key)
        if match["part"] == "位置":
            return self.where(item.facility or item.node, n.POSITION, key)
        return self.where(item.node, self.properties.get(("申请", key), ""), key)
