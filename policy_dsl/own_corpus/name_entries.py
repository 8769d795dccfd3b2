"""The entries of a bureau's files of names: which tables there are, which keys each has, and what is wrong with one.

The keys are Chinese, and in TOML quoted: `"名称" = "…"`. An entry with a fault is left out, and keeps no other out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple

from policy_dsl.diagnostics import Diagnostic, nearest
from policy_dsl.ingest.toml_text import BadToml, toml_tables

Shape = Mapping[str, tuple[type, bool]]
"""By key the type of its value, and whether it is needed."""

_ALIAS: Final[Shape] = {
    "名称": (str, True),
    "申请中写作": (list, False),
    "提问时说": (list, False),
    "依据": (str, True),
}
_TYPE: Final[Shape] = {
    "名称": (str, True), "定义": (str, True), "原文写作": (list, False), "归入": (list, True), "可申请": (list, True),
    "申请中写作": (list, False), "提问时说": (list, False), "依据": (str, True),
}  # fmt: skip
_MATTER: Final[Shape] = {
    "名称": (str, True), "定义": (str, True), "原文写作": (list, False), "申请的机构": (list, True),
    "新增的服务": (list, False), "加于服务": (str, False), "床位类别": (list, False), "申请中写作": (list, False),
    "提问时说": (list, False), "依据": (str, True),
}  # fmt: skip
_FIGURE: Final[Shape] = {
    "名称": (str, True), "定义": (str, True), "种类": (str, True), "单位": (str, True), "提供方": (str, True),
    "凭据": (str, True), "属于": (str, False), "原文写作": (list, False), "依据": (str, True),
}  # fmt: skip
_EFFECT_WORD: Final[Shape] = {
    "名称": (str, True), "结果": (str, True), "原文写作": (list, True), "定义": (str, True), "依据": (str, True),
    "另一种理解": (str, True), "确认人": (str, False),
}  # fmt: skip
_PLACE_NAME: Final[Shape] = {"地区": (str, True), "又称": (list, True), "依据": (str, True)}
_AREA: Final[Shape] = {
    "代码": (str, True), "名称": (str, True), "成员": (list, True), "又称": (list, False), "依据": (str, True),
}  # fmt: skip
_DIVISION: Final[Shape] = {
    "代码": (str, True), "名称": (str, True), "上级": (str, True), "又称": (list, False), "依据": (str, True),
}  # fmt: skip
_ORGAN: Final[Shape] = {
    "名称": (str, True), "类别": (str, True), "地区": (str, True), "又称": (list, False), "曾用名": (list, False),
    "依据": (str, True),
}  # fmt: skip
TABLES: Final[Mapping[str, Mapping[str, Shape]]] = {
    "places.toml": {"行政区划": _DIVISION, "地区又称": _PLACE_NAME, "管理区域": _AREA},
    "terms.toml": {"事项": _MATTER, "机构类型": _TYPE, "指标": _FIGURE, "名称又称": _ALIAS, "结果用词": _EFFECT_WORD},
    "organs.toml": {"机关": _ORGAN},
}
"""By file its tables, in the order in which they are read: a later one may use what an earlier one defines."""
_TYPES: Final[Mapping[type, str]] = {str: "带引号的文字", list: '文字的列表,如 ["甲", "乙"]'}


class Entry(NamedTuple):
    """An entry of the right shape."""

    table: str
    where: str
    """As messages call it: terms.toml · 机构类型 第1项。"""
    texts: Mapping[str, str]
    lists: Mapping[str, tuple[str, ...]]

    def text(self, key: str) -> str:
        """The text under a key; empty where there is none."""
        return self.texts.get(key, "")

    def names(self, key: str) -> tuple[str, ...]:
        """The texts under a key; none where there is no such key."""
        return self.lists.get(key, ())

    def fault(self, key: str, message: str, allowed: str = "", hint: str = "") -> Diagnostic:
        """A fault of the value under a key."""
        return Diagnostic("U191", f"{self.where} · {key}", message, allowed, hint)


def entries(file: str, where: str, text: str, report: Callable[[Diagnostic], None]) -> Iterator[Entry]:
    """The entries of a file (terms.toml …) that are of the right shape, table by table; what is wrong is reported."""
    shapes = TABLES[file]
    try:
        tables = toml_tables(text)
    except BadToml as error:
        report(Diagnostic("U191", error.at(where), f"TOML 读不出来:{error}", hint='键用引号:"名称" = "…"'))
        return
    for name in tables.keys() - shapes.keys():
        near = nearest(name, shapes)
        report(
            Diagnostic(
                "U191", f"{where} · {name[:40]}", "没有这种表", _listed(shapes), f"是否要写 {near[0]}?" if near else ""
            )
        )
    for name, shape in shapes.items():
        rows = tables.get(name, [])
        if not isinstance(rows, list):
            report(Diagnostic("U191", f"{where} · {name}", "每一项单独写一个表", f'[["{name}"]]'))
            continue
        for number, row in enumerate(rows, 1):
            here = f"{where} · {name} 第{number}项"
            if not isinstance(row, dict):
                report(Diagnostic("U191", here, "不是一个表", f'[["{name}"]]'))
                continue
            faults = [*_faults(here, row, shape)]
            for fault in faults:
                report(fault)
            if not faults:
                texts = {k: " ".join(v.split()) for k, v in row.items() if isinstance(v, str)}
                lists = {k: tuple(" ".join(i.split()) for i in v) for k, v in row.items() if isinstance(v, list)}
                yield Entry(name, here, texts, lists)


def _faults(where: str, row: Mapping[str, object], shape: Shape) -> Iterator[Diagnostic]:
    for key in row.keys() - shape.keys():
        near = nearest(key, shape)
        hint = f"是否要写 {near[0]}?" if near else ""
        yield Diagnostic("U191", f"{where} · {key[:40]}", "不认识的键", "、".join(shape), hint)
    for key, (kind, needed) in shape.items():
        value = row.get(key)
        if value is None and key not in row:
            if needed:
                yield Diagnostic("U191", f"{where} · {key}", "缺少这一项", _TYPES[kind])
            continue
        if not isinstance(value, kind) or (isinstance(value, list) and not all(isinstance(v, str) for v in value)):
            yield Diagnostic("U191", f"{where} · {key}", "值的种类不对", _TYPES[kind])
        elif needed and not (value.strip() if isinstance(value, str) else value):
            yield Diagnostic("U191", f"{where} · {key}", "没有写内容", _TYPES[kind])
        elif isinstance(value, list) and not all(v.strip() for v in value):
            yield Diagnostic("U191", f"{where} · {key}", "列表里有空的文字", _TYPES[kind])


def _listed(shapes: Mapping[str, Shape]) -> str:
    return "、".join(f'[["{name}"]]' for name in shapes)
