"""The case sets of documents (`cases.yaml`): read, merged, and expanded into single cases.

A case is an application and what the official text makes of it. The keys are Chinese, because lawyers review them;
the head of the first case set explains them. Scalars stay text, an unknown key or a key given twice is an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from corpus_folders import folder_of, folders

from reasoner.intake.yaml_text import load_yaml

STATUS = {
    "发生": "true",
    "不发生": "false",
    "不能判断": "unknown",
    "不研判": "absent",
    "印证": "cited",
    "不印证": "uncited",
    "触及": "touching",
    "不触及": "apart",
}
"""What becomes of a rule: its effect comes about or not, cannot be told, or the rule is not judged at all.

A goal sentence that a task makes concrete is cited beside that task, or not. A rule that alone makes no document govern
touches an application that it reaches, or does not.
"""

REMOVED = "未提供"
"""A fact that the application does not contain; 不详, in contrast, is written into it."""

OUTCOMES = {
    "规定不一致,待有权机关明确": "conflict",
    "按规定暂不新增": "barred",
    "按规定不得新增": "barred",
    "原则上不予新增": "presumptively_barred",
    "尚未满足所列条件": "not_eligible",
    "从严控制,需个案研究": "strictly_controlled",
    "以调整存量为主,需个案研究": "strictly_controlled",
    "不受规划限制,可按规定纳入评估范围": "exempt",
    "可优先纳入,仍须评估": "priority",
    "可适当倾斜,仍须评估": "priority",
    "已收录文件中未见限制,可进入后续程序": "may_proceed",
    "依据未施行或规划期已届满,须确认现行依据": "out_of_force",
    "已收录文件未作规定": "not_regulated",
    "所作规定不及于此类机构": "not_regulated",
    "只收录评估报告,有无规定不详": "not_regulated",
    "尚未收录本地区文件": "not_regulated",
    "事实或认定不足,暂不能判断": "undetermined",
}
"""Each label and its outcome, kept here apart from the program's own table. A bare code stands for any of its labels."""

_FAVOURABLE = ("exempt", "priority", "may_proceed")
_FULL_WIDTH = str.maketrans("\uff0c\uff1b\uff1a\uff08\uff09", ",;:()")
_EXPECTATIONS = frozenset(
    {
        "结论",
        "可能",
        "决定",
        "支持",
        "被豁免",
        "参考",
        "缺",
        "缺认定",
        "假定",
        "提示",
        "不提示",
        "不适用",
        "不提及",
        "规划标准",
    }
)
_CASE = frozenset({"名", "基准", "改", "基准日", "后果", "他条", "算", "据"}) | _EXPECTATIONS


_LISTS = {"指标": ("地区", "名称", "数值", "时点"), "认定": ("对象", "事项", "结论", "日期")}


class CaseFileError(Exception):
    """A case set that cannot be read."""


@dataclass(frozen=True)
class Case:
    """One application, the rule that the case is about (empty: several), and what the official text makes of it.

    statuses: by full rule id. `expects`: the expectations by their Chinese keys, addresses completed.
    words: (clause id, words of the official text) on which they rest. `sums`: the arithmetic, as written.
    """

    document: str
    scope: tuple[str, ...]
    rule: str
    name: str
    application: Mapping[str, Any]
    as_of: str | None
    statuses: Mapping[str, str]
    expects: Mapping[str, Any]
    words: tuple[tuple[str, str], ...]
    sums: str = ""

    @property
    def title(self) -> str:
        """How messages call the case."""
        return f"{self.rule or self.document} | {self.name}"


@dataclass(frozen=True)
class CaseSet:
    """The cases of one document: those written for rules, those that follow for every rule, and combinations."""

    document: str
    cases: tuple[Case, ...]
    exemption: str = ""
    """The id of the exemption of the document that its general part names."""


@dataclass
class _Reader:
    document: str
    data: Mapping[str, Any]
    bases: dict[str, dict[str, Any]] = field(default_factory=dict)

    def read(self) -> CaseSet:
        _only(self.data, "文件 文件范围 基准 通则 规则 组合", "case set")
        if self.data["文件"] != self.document:
            raise CaseFileError(f"文件 {self.data['文件']} stands in the folder of {self.document}")
        general = self.data.get("通则", {})
        _only(general, "期间 豁免", "通则")
        cases: list[Case] = []
        for address, rule in self.data["规则"].items():
            cases += self._rule(self._full(address), rule, general)
        cases += [self._case("", item, {}) for item in self.data.get("组合", ())]
        names = [c.title for c in cases]
        twice = {n for n in names if names.count(n) > 1}
        if twice:
            raise CaseFileError(f"given twice: {twice}")
        exemption = general.get("豁免")
        return CaseSet(self.document, tuple(cases), self._full(exemption["条"]) if exemption else "")

    def _rule(self, rule: str, entry: Mapping[str, Any], general: Mapping[str, Any]) -> Iterator[Case]:
        _only(entry, "基准 据 豁免及于 情形", rule)
        written = [self._case(rule, item, entry) for given in entry["情形"] for item in _each(given)]
        yield from written
        model = next((c for c in written if c.statuses[rule] in ("true", "cited", "touching")), None)
        if model is None:
            raise CaseFileError(f"{rule}: no case in which it comes about")
        for item in general.get("期间", ()):
            yield self._on_day(model, item)
        if "豁免" in general and general["豁免"]["条"] != rule.partition("/")[2]:
            for item in general["豁免"]["情形"]:
                yield self._exempted(model, item, general["豁免"], entry.get("豁免及于", "本限制"))

    def _on_day(self, model: Case, item: Mapping[str, Any]) -> Case:
        """The model case on another day: as it is where the document is in force, else without any rule."""
        _only(item, "名 日期 在效 结论 据", item["名"])
        case = replace(
            model,
            name=f"{item['名']}({model.name})",
            application=merged(model.application, {"日期": item["日期"]}),
            words=self._words(item["据"], ""),
            sums="",
        )
        if item["在效"] == "是":
            return case
        if model.statuses[model.rule] == "touching":
            return replace(case, statuses=dict.fromkeys(model.statuses, "apart"))
        return replace(
            case, statuses=dict.fromkeys(model.statuses, "absent"), expects={"结论": half_width(item["结论"])}
        )

    def _exempted(self, model: Case, item: Mapping[str, Any], exemption: Mapping[str, Any], reach: str) -> Case:
        """The model case with the exemption claimed, not claimed, or claimed without proof.

        It lifts a restriction; a preference stays and the applicant is exempt; a pharmacy it does not reach.
        """
        _only(exemption, "条 事实 提供方 情形", "豁免")
        _only(item, "名 改 成立 据", item["名"])
        if reach not in ("本限制", "申请人", "不及"):
            raise CaseFileError(f"{model.rule}: 豁免及于 {reach}")
        case = replace(
            model,
            name=f"{item['名']}({model.name})",
            application=merged(model.application, item["改"]),
            words=self._words(item["据"], ""),
            sums="",
        )
        by, outcome = self._full(exemption["条"]), "不受规划限制,可按规定纳入评估范围"
        if reach == "不及" or item["成立"] == "否":
            return case
        if item["成立"] == "是":
            role = {"被豁免": (model.rule,)} if reach == "本限制" else {"参考": (model.rule,)}
            return replace(case, expects={"结论": outcome, "决定": (by,), **role})
        if (
            OUTCOMES[model.expects["结论"]] in _FAVOURABLE
        ):  # both lets it proceed: the weaker of them, and the claim is told
            expects = {
                **model.expects,
                "可能": (model.expects["结论"], outcome),
                "假定": {exemption["事实"]: "尚未核实"},
            }
            return replace(case, expects=expects)
        return replace(
            case,
            expects={
                "结论": "事实或认定不足,暂不能判断",
                "可能": (model.expects["结论"], outcome),
                "决定": (),
                "缺": {exemption["事实"]: exemption["提供方"]},
            },
        )

    def _case(self, rule: str, item: Mapping[str, Any], entry: Mapping[str, Any]) -> Case:
        unknown = item.keys() - _CASE
        if unknown:
            raise CaseFileError(f"{rule} {item.get('名')}: unknown keys {unknown}")
        application = merged(self._base(item.get("基准") or entry["基准"]), item["改"])
        statuses = {self._full(r): STATUS[s] for r, s in item.get("他条", {}).items()}
        if rule:
            statuses[rule] = STATUS[item["后果"]]
        expects = {k: v for k, v in item.items() if k in _EXPECTATIONS}
        for key in ("决定", "支持", "被豁免", "参考"):
            if key in expects:
                expects[key] = tuple(self._full(a) for a in expects[key])
        if "可能" in expects:
            expects["可能"] = tuple(half_width(x) for x in expects["可能"])
        expects["结论"] = half_width(item["结论"])
        clause = rule.partition("#")[0]
        return Case(
            self.document,
            tuple(self.data["文件范围"]),
            rule,
            half_width(item["名"]),
            application,
            item.get("基准日"),
            statuses,
            expects,
            self._words(item.get("据") or entry["据"], clause),
            item.get("算", ""),
        )

    def _base(self, name: str) -> dict[str, Any]:
        if name not in self.bases:
            data = self.data["基准"][name]
            self.bases[name] = merged(self._base(data["自"]), data["改"]) if "自" in data else data
        return self.bases[name]

    def _words(self, given: Any, clause: str) -> tuple[tuple[str, str], ...]:
        if isinstance(given, Mapping):
            return tuple(pair for c, words in given.items() for pair in self._words(words, self._full(c)))
        return tuple((clause, w) for w in ([given] if isinstance(given, str) else given))

    def _full(self, address: str) -> str:
        return address if "/" in address else f"{self.document}/{address}"


def _each(item: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The cases for which one entry stands: 逐一 gives a fact several values in turn."""
    if "逐一" not in item:
        yield item
        return
    ((path, values),) = item["逐一"].items()
    common = {k: v for k, v in item.items() if k != "逐一"}
    for value in values:
        change: Any = value
        for key in reversed(path.split(".")):
            change = {key: change}
        yield common | {"名": f"{item['名']}:{value}", "改": merged(item["改"], change)}


def _only(data: Mapping[str, Any], keys: str, where: str) -> None:
    unknown = data.keys() - set(keys.split())
    if unknown:
        raise CaseFileError(f"{where}: unknown keys {unknown}")


def merged(base: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """The base with the changes: mappings are merged, 未提供 removes a fact, anything else replaces."""
    result = dict(base)
    for key, value in changes.items():
        if value == REMOVED:
            result.pop(key, None)
        elif isinstance(value, Mapping):
            result[key] = merged(result.get(key, {}), value)
        else:
            result[key] = value
    return result


def plain_application(application: Mapping[str, Any], id_: str) -> dict[str, Any]:
    """The application in the form of CONTRACT §1: 指标 and 认定 as lists."""
    data = {"编号": id_, **application}
    for section, (about, name, value, when) in _LISTS.items():
        if section in data:
            items = []
            for key, given in data[section].items():
                of, what, on = _key(key)
                stated = given if isinstance(given, Mapping) else {value: given}
                items.append({about: of, name: what, **stated} | ({when: on} if on else {}))
            data[section] = items
    return data


def _key(key: str) -> tuple[str, str, str]:
    match = re.fullmatch(r"(\S+) (\S+)(?: 于 (\S+))?", key)
    if match is None:
        raise CaseFileError(f"not 地区 名称 [于 时点]: {key}")
    return match[1], match[2], match[3] or ""


def half_width(text: str) -> str:
    """The text with the half-width punctuation of the official texts, white space removed."""
    return "".join(text.split()).translate(_FULL_WIDTH)


def read_case_set(document: str) -> CaseSet:
    """The case set of a document."""
    path = folder_of(document) / "cases.yaml"
    return case_set(document, path.read_text(encoding="utf-8"), str(path))


def case_set(document: str, text: str, name: str = "") -> CaseSet:
    """The case set of a document from its text."""
    loaded = load_yaml(text, name)
    if loaded.faults:
        raise CaseFileError("\n".join(str(f) for f in loaded.faults))
    return _Reader(document, loaded.data).read()


def case_sets() -> list[CaseSet]:
    """The case sets of all documents that have one."""
    return [read_case_set(name) for name in sorted(folders("cases.yaml"))]
