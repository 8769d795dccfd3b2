"""Where in a graph each part of the plain data came from, so that faults of the intake name node and property."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from msgspec.structs import replace

from policy_dsl.diagnostics import Diagnostic
from reasoner.graphs import namespaces as n
from reasoner.graphs.namespaces import compact

_PATH = re.compile(
    r"(?:申请\[(?P<application>[0-9]+)\]\.?)?"
    r"(?:(?P<list>指标|认定)\[(?P<item>[0-9]+)\]|(?P<part>机构|位置))?\.?"
    r"(?P<key>[^.\[\]]*)(?:\.(?P<aspect>[^.\[\]]+))?(?:\.[^.\[\]]+)?(?:\[[0-9]+\])?"
)
_KEYS = {
    "地区": n.OF, "对象": n.OF, "名称": n.INDICATOR, "事项": n.INDICATOR, "数值": n.VALUE, "结论": n.VALUE,
    "时点": n.AS_AT, "日期": n.AS_AT, "来源": n.SOURCE, "依据": n.EVIDENCE, "机关": n.ATTRIBUTED, "来源类型": n.ORIGIN,
    "自": n.EFFECTIVE_FROM, "至": n.EFFECTIVE_UNTIL, "确认人": n.CONFIRMED_BY, "有效期至": n.VALID_UNTIL,
}  # fmt: skip


_QUOTED = re.compile(r"「((?:申请\[[0-9]+\]|指标\[|认定\[)[^」]*)」")
_UNKNOWN = ("写「不详」", "写 tl:unknown")
_SPELLINGS = {"如 100 或 1.2万": "如 100", "如 74% 或 0.74": "如 0.74"}


def _in_graph(allowed: str) -> str:
    """What is allowed, without the spellings that a graph has no use for."""
    for spelling, meant in _SPELLINGS.items():
        allowed = allowed.replace(spelling, meant)
    return allowed


@dataclass
class Item:
    """The nodes of one application by their names in messages: itself, its institution, its lists of observations.

    observed: by subject and fact the observation that tells where a fact of the application or institution comes from.
    """

    node: str = ""
    facility: str = ""
    lists: dict[str, list[str]] = field(default_factory=lambda: {"指标": [], "认定": []})
    observed: dict[tuple[str, str], str] = field(default_factory=dict)


@dataclass
class Places:
    """The nodes of the plain data. `properties` are the IRIs of facts by subject and label.

    times: by node the property that gives its day, where that is not tl:asAt. names: the one that gives its name, where
    that is not tl:name.
    """

    name: str
    properties: dict[tuple[str, str], str]
    times: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    applications: list[Item] = field(default_factory=list)
    shared: Item = field(default_factory=Item)

    def where(self, node: str, predicate: str = "", label: str = "") -> str:
        """`graph.ttl: tl:x tl:bedsRequested(床位数)`."""
        property_name = compact(predicate) + (f"({label})" if label else "") if predicate else ""
        path = " ".join(p for p in (node, property_name) if p)
        return f"{self.name}: {path}" if self.name and path else self.name or path

    def named(self, faults: Iterable[Diagnostic]) -> list[Diagnostic]:
        """Faults with nodes and properties in the place of paths; what a fault of the graph explains is left out."""
        listed = list(faults)
        graph = {f.where for f in listed if f.code.startswith("G")}
        labels = []
        for fault in dict.fromkeys(listed):
            where = fault.where if fault.code.startswith("G") else self._found(fault.where)
            if fault.code == "F114" and where in graph:
                continue
            message = _QUOTED.sub(lambda m: f"「{self._found(m[1]).removeprefix(f'{self.name}: ')}」", fault.message)
            hint = fault.hint.replace(_UNKNOWN[0], _UNKNOWN[1])
            labels.append(replace(fault, where=where, message=message, allowed=_in_graph(fault.allowed), hint=hint))
        return labels

    def _found(self, where: str) -> str:
        path = where.removeprefix(f"{self.name}: ") if self.name else where
        match = _PATH.fullmatch(path)
        if match is None:
            return where
        number = match["application"]
        item = self.applications[int(number)] if number else self.shared
        key = match["key"]
        if match["list"]:
            return self._at(item.lists[match["list"]][int(match["item"])], key)
        if not number:
            return where
        subject = match["part"] or "申请"
        if subject == "位置":
            return self.where(item.facility or item.node, n.POSITION, key)
        observation = item.observed.get((subject, key))
        if observation is not None:
            return self._at(observation, match["aspect"] or "数值", key)
        node, usual = (item.facility or item.node, n.APPLICANT) if subject == "机构" else (item.node, "")
        predicate = self.properties.get((subject, key), usual)
        return self.where(node, self.names.get(node, predicate) if key == "名称" else predicate, key)

    def _at(self, node: str, key: str, label: str = "") -> str:
        """The place of a key of an observation; `label`: the fact of which it is the value."""
        predicate = _KEYS.get(key, "")
        if predicate == n.AS_AT:
            predicate = self.times.get(node, predicate)
        return self.where(node, predicate, label if label and predicate == n.VALUE else key)
