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
from reasoner.intake.joined_facts import JUDGED
from reasoner.intake.places import Places
from reasoner.intake.text_values import NONE, UNKNOWN, UNPROVED

APPLICATIONS: Final = "申请"
INDICATORS: Final = "指标"
DETERMINATIONS: Final = "认定"
KINDS: Final = (APPLICATIONS, INDICATORS, DETERMINATIONS)

POSITION: Final = ("经度", "纬度", "坐标系")
ASPECTS: Final = ("来源", "来源类型", "时点", "确认人", "有效期至", "依据")
"""What a column may say of one fact: `床位数·来源`."""

OF_ROW: Final = ("来源", "来源类型")
"""Columns of applications that speak of all facts of the row that have no source of their own."""

BESIDE: Final = {
    APPLICATIONS: OF_ROW,
    INDICATORS: ("单位", "申请编号", "来源类型", "确认人", "有效期至", "依据"),
    DETERMINATIONS: ("申请编号", "来源", "来源类型", "确认人", "有效期至"),
}
"""Columns that a table may have besides: where values come from, the unit of a value, the application that an entry is of."""

LISTS: Final = {
    INDICATORS: ("地区", "名称", "数值", "时点", "来源"),
    DETERMINATIONS: ("事项", "对象", "结论", "机关", "日期", "自", "至", "依据"),
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
        "等级": "机构等级 医院等级 医疗机构等级 医院级别 级别",
        "所在地": "所在区县 区县 所属区县 所在区 所在区市 所属区市 所在县区 所属县区 机构所在地 行政区划 区市 县区 县(市、区) 县市区",
        "镇街": "所在镇街 乡镇街道 镇(街道) 街道",
        "床位数": "申请床位数 新增床位数 拟新增床位数 申请新增床位数 申请床位",
        "床位类别": "申请床位类别 床位类型 床位种类",
        "地址": "机构地址 详细地址 经营地址 服务场所地址",
        "统一社会信用代码": "信用代码 社会信用代码 机构信用代码",
        "步行15分钟内同类型定点机构数": "步行15分钟内同类定点机构数 15分钟步行范围内同类型定点机构数",
        "已定点": "是否定点 是否已定点 是否已经定点",
    },
    INDICATORS: {
        "地区": "区县 区市 县区 县市区 所属地区 统计地区",
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
        "自": "起始日期 生效日期 施行日期",
        "至": "截止日期 终止日期 失效日期",
        "依据": "认定依据 文件依据",
    },
}  # fmt: skip
"""Other names that can mean nothing else in such a table; bureaus write them every day."""

_UNIT: Final = re.compile(r"[%‰]|百分比|[百千万亿]*(?:张|家|人|个|所|处|床|张床位)?")
_DOTS: Final = str.maketrans(dict.fromkeys("・•‧∙⋅", "·"))
_COUNTERS: Final = {"个": "", "所": "", "处": "", "床": "", "张床位": "", "百分比": "%"}


@dataclass(frozen=True)
class Column:
    """A header and what it is taken for. how: exact, usual, saved, near (proposed only), none (not used).

    label: a fact or key of the table, or a fact with what is said of it: `床位数·来源`.
    """

    index: int
    header: str
    label: str
    how: str
    unit: str = ""
    proposals: tuple[str, ...] = ()

    @property
    def fact(self) -> str:
        """The fact that it gives, or of which it says something."""
        return self.label.partition("·")[0]

    @property
    def aspect(self) -> str:
        """What it says of a fact; empty where it gives the fact itself."""
        return self.label.partition("·")[2]


class Names:
    """The names that the columns of each kind of table may have."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        facts = vocabulary.facts
        own = [t.label for t in facts.values() if t.subject in ("申请", "机构")]
        first = [n for n in LEADING if n in own]
        self.facility = frozenset(t.label for t in facts.values() if t.subject == "机构")
        self.indicators = {t.label: t for t in facts.values() if t.subject in ("地区", "镇街", "文件")}
        self.figures = tuple(t.label for t in facts.values() if t.subject == "地区" and t.provider != JUDGED)
        """The figures of regions, which a column of applications may give of the places where they lie: if a person says so."""
        self.places = Places(vocabulary, {})
        self.facts = facts
        self._matters, self._types = tuple(vocabulary.matters), tuple(vocabulary.types)
        self._labels = {
            APPLICATIONS: (*first, *(n for n in own if n not in first), *POSITION),
            **LISTS,
        }
        self._usual = {
            kind: {plain(w): label for label, words in usual.items() for w in words.split()}
            for kind, usual in USUAL.items()
        }
        self._plain = {kind: {plain(n): n for n in labels} for kind, labels in self._labels.items()}

    def values(self, term: Term) -> tuple[str, ...]:
        """The names that a value of a fact may have; empty where they are looked up otherwise (places)."""
        if term.label == "事项":
            return self._matters
        if term.datatype == "boolean":
            return ("是", "否", UNKNOWN)
        values = term.values or (self._types if term.label == "类型" else ())
        return (*values, *((NONE, UNPROVED) if term.multiple else ()), UNKNOWN) if values else ()

    def labels(self, kind: str) -> tuple[str, ...]:
        """The contract's names of a kind of table, in the order of the template."""
        return self._labels[kind]

    def column(self, kind: str, index: int, header: str, saved: Mapping[str, str | None]) -> Column:
        """What a header means in a table of this kind; `saved` are headers that a person has mapped."""
        heading = " ".join(header.split())
        name, unit = self._split(kind, header)
        if heading in saved:
            label = saved[heading]
            return Column(index, heading, label or "", "saved" if label else "none", unit)
        label, how = self._known(kind, name)
        if label:
            return Column(index, heading, label, how, unit)
        if kind == APPLICATIONS and self._of_place(name):
            # It may as well be the institution's own: a person is to say whose it is.
            return Column(index, heading, "", "none", unit, (name,))
        near = self._near(kind, name) if name and len(name) <= 40 else ()
        return Column(index, heading, "", "near" if near else "none", unit, near)

    def may_be(self, kind: str) -> tuple[str, ...]:
        """What a person may say that a column is."""
        more = {APPLICATIONS: self.figures, INDICATORS: tuple(self.indicators)}
        return self._labels[kind] + more.get(kind, ())

    def has(self, kind: str, label: str) -> bool:
        """Whether a person may say that a column is this."""
        return self._known(kind, plain(label))[0] == label or (kind == APPLICATIONS and self._of_place(label))

    def _of_place(self, label: str) -> bool:
        fact, mark, aspect = label.partition("·")
        return fact in self.figures and (not mark or aspect in ASPECTS)

    def score(self, kind: str, headers: list[str]) -> int:
        """How many different headers of a row are known in tables of this kind."""
        return len({self._known(kind, self._split(kind, h)[0])[0] for h in headers} - {""})

    def _candidates(self, kind: str) -> tuple[str, ...]:
        return self._labels[kind] + (tuple(self.indicators) if kind == INDICATORS else ())

    def _near(self, kind: str, name: str) -> tuple[str, ...]:
        fact, mark, aspect = name.rpartition("·")
        if not mark:
            return self._near_labels(kind, name)
        facts = [label for label in [self._fact(kind, fact)] if label] or nearest(fact, self._facts_of(kind), 3)
        return tuple(f"{label}·{a}" for label in facts for a in nearest(aspect, ASPECTS, 1))

    def _near_labels(self, kind: str, name: str) -> tuple[str, ...]:
        """The labels whose names, or whose other usual names, are near."""
        labels = {plain(n): n for n in self._candidates(kind)}
        names = nearest(name, [*labels, *(n for n in self._usual[kind] if n not in labels)], 3)
        return tuple(dict.fromkeys(labels.get(n) or self._usual[kind][n] for n in names))

    def _facts_of(self, kind: str) -> tuple[str, ...]:
        """The facts of which a column of its own may say something."""
        if kind == APPLICATIONS:
            return tuple(n for n in self._labels[kind] if n not in (*POSITION, "编号", "事项", "日期"))
        return tuple(self.indicators) if kind == INDICATORS else ()

    def _fact(self, kind: str, name: str) -> str:
        label = self._known(kind, self._split(kind, name)[0])[0]
        return label if label in self._facts_of(kind) else ""

    def _known(self, kind: str, name: str) -> tuple[str, str]:
        if name in self._plain[kind]:
            return self._plain[kind][name], "exact"
        if name in self._usual[kind]:
            return self._usual[kind][name], "usual"
        if kind == INDICATORS and name in self.indicators:
            return name, "exact"
        if name in BESIDE[kind]:
            return name, "exact"
        fact, mark, aspect = name.rpartition("·")
        if mark and aspect in ASPECTS:
            label = self._fact(kind, fact)
            return (f"{label}·{aspect}", "exact") if label else ("", "")
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
    text = "".join(normalize("NFKC", header).split()).strip("*:※")
    return text.replace("[", "(").replace("]", ")").translate(_DOTS)


def numeric(term: Term | None) -> bool:
    """Whether a term's values are numbers."""
    return term is not None and term.datatype in ("ratio", "count")
