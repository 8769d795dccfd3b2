"""What the headers of a table mean: the contract's names however they are set, other usual names, and near ones.

A name that is certain is used at once. One that is only near is proposed and not used before a person has confirmed it
(`mapping`): a column read as something else would give a wrong verdict that looks right.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from unicodedata import normalize

from policy_dsl.diagnostics import nearest
from policy_dsl.vocabulary import Term, Vocabulary

APPLICATIONS: Final = "申请"
INDICATORS: Final = "指标"
DETERMINATIONS: Final = "认定"
KINDS: Final = (APPLICATIONS, INDICATORS, DETERMINATIONS)

POSITION: Final = ("经度", "纬度", "坐标系")
HELD: Final = ("确认人", "有效期至")
"""What the ledger of a bureau says of an entry besides."""

BESIDE: Final = {INDICATORS: ("单位", "申请编号"), DETERMINATIONS: ("申请编号",)}
"""Columns that a list may have besides: the unit of a value, and the one application that an entry belongs to."""

LISTS: Final = {
    INDICATORS: ("地区", "名称", "数值", "时点", "来源"),
    DETERMINATIONS: ("事项", "对象", "结论", "机关", "日期", "依据"),
}
LEADING: Final = ("编号", "事项", "日期", "名称", "类型", "等级", "所在地", "镇街", "床位类别", "床位数")
"""The columns of applications that come first, in the order in which a clerk thinks of them."""

USUAL: Final = {
    APPLICATIONS: {
        "编号": "申请编号 受理编号 受理号 案号 申请号",
        "事项": "申请事项 申报事项 申请业务",
        "日期": "申请日期 受理日期 收到日期 收件日期 申报日期",
        "名称": "机构名称 单位名称 申请机构 申请单位 医疗机构名称 医药机构名称 药店名称 机构全称",
        "类型": "机构类型 机构类别 医疗机构类别 单位类型",
        "等级": "机构等级 医院等级 医疗机构等级 医院级别",
        "所在地": "所在区县 区县 所属区县 所在区 所在区市 机构所在地 行政区划 区市 县区 县(市、区) 县市区",
        "镇街": "所在镇街 乡镇街道 镇(街道) 街道",
        "床位数": "申请床位数 新增床位数 拟新增床位数 申请新增床位数 申请床位",
        "床位类别": "申请床位类别 床位类型",
        "地址": "机构地址 详细地址 经营地址 服务场所地址",
        "统一社会信用代码": "信用代码 社会信用代码 机构信用代码",
        "步行15分钟内同类型定点机构数": "步行15分钟内同类定点机构数 15分钟步行范围内同类型定点机构数",
        "已定点": "是否定点 是否已定点 是否已经定点",
    },
    INDICATORS: {
        "地区": "区县 所属地区 统计地区",
        "名称": "指标名称 指标",
        "数值": "指标值 值 数据",
        "时点": "截至时点 统计时点 统计期 数据时点 截至日期",
        "来源": "数据来源",
    },
    DETERMINATIONS: {
        "事项": "认定事项",
        "对象": "认定对象",
        "结论": "认定结论 认定结果",
        "机关": "认定机关 认定单位",
        "日期": "认定日期",
        "依据": "认定依据 文件依据",
    },
}  # fmt: skip
"""Other names that can mean nothing else in such a table; bureaus write them every day."""

_UNIT: Final = re.compile(r"[%‰]|百分比|[百千万亿]*(?:张|家|人|个|所|处|床|张床位)?")
_COUNTERS: Final = {"个": "", "所": "", "处": "", "床": "", "张床位": "", "百分比": "%"}


@dataclass(frozen=True)
class Column:
    """A header and what it is taken for. how: exact, usual, saved, near (proposed only), none (not used)."""

    index: int
    header: str
    label: str
    how: str
    unit: str = ""
    proposals: tuple[str, ...] = ()


class Names:
    """The names that the columns of each kind of table may have."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        facts = vocabulary.facts
        own = [t.label for t in facts.values() if t.subject in ("申请", "机构")]
        first = [n for n in LEADING if n in own]
        self.facility = frozenset(t.label for t in facts.values() if t.subject == "机构")
        self.indicators = {t.label: t for t in facts.values() if t.subject in ("地区", "镇街", "文件")}
        self.facts = facts
        self._labels = {
            APPLICATIONS: (*first, *(n for n in own if n not in first), *POSITION),
            **LISTS,
        }
        self._usual = {
            kind: {plain(w): label for label, words in usual.items() for w in words.split()}
            for kind, usual in USUAL.items()
        }
        self._plain = {kind: {plain(n): n for n in labels} for kind, labels in self._labels.items()}

    def labels(self, kind: str) -> tuple[str, ...]:
        """The contract's names of a kind of table, in the order of the template."""
        return self._labels[kind]

    def column(self, kind: str, index: int, header: str, saved: Mapping[str, str | None]) -> Column:
        """What a header means in a table of this kind; `saved` are headers that a person has mapped."""
        shown = " ".join(header.split())
        name, unit = self._split(kind, header)
        if shown in saved:
            label = saved[shown]
            return Column(index, shown, label or "", "saved" if label else "none", unit)
        label, how = self._known(kind, name)
        if label:
            return Column(index, shown, label, how, unit)
        near = tuple(nearest(name, self._candidates(kind), 3)) if name and len(name) <= 40 else ()
        return Column(index, shown, "", "near" if near else "none", unit, near)

    def score(self, kind: str, headers: list[str]) -> int:
        """How many different headers of a row are known in tables of this kind."""
        return len({self._known(kind, self._split(kind, h)[0])[0] for h in headers} - {""})

    def _candidates(self, kind: str) -> tuple[str, ...]:
        return self._labels[kind] + (tuple(self.indicators) if kind == INDICATORS else ())

    def _known(self, kind: str, name: str) -> tuple[str, str]:
        if name in self._plain[kind]:
            return self._plain[kind][name], "exact"
        if name in self._usual[kind]:
            return self._usual[kind][name], "usual"
        if kind == INDICATORS and name in self.indicators:
            return name, "exact"
        if kind in LISTS and (name in HELD or name in BESIDE[kind]):
            return name, "exact"
        if kind == APPLICATIONS and name.startswith("机构"):
            inner = name[2:].lstrip(".")
            if inner in self.facility:
                return inner, "exact" if "." in name else "usual"
        return "", ""

    def _split(self, kind: str, header: str) -> tuple[str, str]:
        """A header without white space, marks and unit, and the unit; a remark in brackets that is no unit is dropped."""
        name = plain(header)
        if self._known(kind, name)[0]:
            return name, ""
        match = re.fullmatch(r"(.+?)\(([^()]*)\)", name)
        if match is None:
            return name, ""
        unit = match[2].removeprefix("单位:").removeprefix("单位")
        return match[1], _COUNTERS.get(unit, unit) if _UNIT.fullmatch(unit) else ""


def plain(header: str) -> str:
    """A header without what only its setting adds: white space, line breaks, full width, stars, colons."""
    return "".join(normalize("NFKC", header).split()).strip("*:※").replace("[", "(").replace("]", ")")


def numeric(term: Term | None) -> bool:
    """Whether a term's values are numbers."""
    return term is not None and term.datatype in ("ratio", "count")
