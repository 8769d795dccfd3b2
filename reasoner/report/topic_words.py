"""The words of the matrix of topics: what a cell, an entry and a difference say, whatever shows them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from reasoner.survey.figure_words import qualified

Data = Mapping[str, Any]

STATES: Final = {
    "stated": "有规定",
    "mentioned": "提到,未见可据以研判的规定",
    "defers": "未作具体规定,指向其他文件或者机关",
    "missing": "文本缺失",
    "silent": "未作规定",
}
_EFFECTS: Final = {
    ("prohibit", "原则上"): "原则上不予新增", ("prohibit", "暂不"): "暂不新增", ("prohibit", "不得"): "不得新增",
    ("control", "从严"): "从严控制", ("control", "存量"): "以调整存量为主", ("exempt", ""): "不受限制",
    ("prefer", "可优先"): "可优先", ("prefer", "倾斜"): "适当倾斜", ("permit", "可"): "可纳入",
    ("cap", "原则上"): "原则上不超过", ("cap", "不超过"): "不超过", ("require", "须"): "须具备",
}  # fmt: skip
_KINDS: Final = {
    "duty": "义务", "standard": "规划标准", "target": "目标", "observation": "数据", "text": "表述", "missing": "缺文",
}  # fmt: skip
_REFERENCES: Final = {"text": "文件", "annex": "附件", "authority": "机关"}


def said(cell: Data) -> str:
    """A cell in a few words: each rule in short, or what kind of answer it is."""
    rules = list(dict.fromkeys(short(e) for e in cell["entries"] if e["state"] == "stated"))
    if rules:
        return ";".join(rules)
    names = dict.fromkeys(r["name"] for e in cell["entries"] for r in e.get("refers_to", ()))
    if cell["state"] == "defers":
        return f"指向:{'、'.join(names)}"
    return STATES[cell["state"]]


def short(entry: Data) -> str:
    """A rule in a few words: what is tested and what follows; anything else by its kind."""
    if entry["kind"] != "norm":
        return label(entry)
    effect = _EFFECTS[entry["effect"], entry["strength"]]
    tests = list(
        dict.fromkeys(_test(t, entry["effect"]) for t in _merged(entry["tests"], _JOINED.get(entry["joined_by"], "、")))
    )
    whom = _whom(entry["scope"])
    if entry["effect"] == "cap":
        return f"{whom}{effect}{'、'.join(tests)}"
    goal = "(目标性规定)" if entry["supports"] else ""
    told = _JOINED.get(entry["joined_by"], "、").join(tests)
    said = f"须{told}" if entry["effect"] == "require" else f"{told}:{effect}" if told else effect
    return whom + said + goal


def _whom(scope: str) -> str:
    """Whom a rule reaches, without what the names stand for: 医疗机构, not the list of its types."""
    return f"{re.sub(r'[(].*?[)]', '', scope).removeprefix('机构为')}," if scope else ""


_JOINED: Final = {"and": "且", "or": "或"}


def _merged(tests: Sequence[Data], joint: str) -> Iterator[Data]:
    """The tests, those of which values one fact has joined in one."""
    merged: list[dict[str, Any]] = []
    for test in tests:
        same = [
            m for m in merged if test["operator"] == "包含" and (m["fact"], m["operator"]) == (test["fact"], "包含")
        ]
        if same:
            same[0]["threshold"] += f"{joint}{test['threshold']}"
        else:
            merged.append(dict(test))
    yield from merged


def _test(test: Data, effect: str) -> str:
    if effect == "cap" and test["operator"] == "不超过":
        return str(test["threshold"])
    if test["operator"] in ("成立", "不成立"):
        return f"{'' if test['operator'] == '成立' else '非'}{test['fact']}"
    if test["operator"] == "位于":
        return f"位于{test['threshold']}"
    if test["operator"] in ("有", "尚无"):
        return f"{test['operator']}{test['fact']}"
    return f"{test['fact']}{test['operator']}{test['threshold']}"


def label(entry: Data) -> str:
    """What a statement is: its kind, and its figure or strength."""
    kind = _KINDS[entry["kind"]]
    if entry["kind"] == "text":
        return str(entry["natures"][0])
    if "figure" in entry:
        return f"{kind} {qualified(entry['operator'], entry['figure'])}"
    strength = entry.get("strength", "")
    return f"{kind}({strength})" if strength and strength != "陈述" else kind


def told(entry: Data) -> Iterator[str]:
    """What else there is to say of an entry: the rule in a sentence, what it refers to, whether it was reviewed."""
    if entry["kind"] == "norm":
        yield f"规则:{entry['text']}" + ("" if entry["reviewed"] else "[未经复核]")
        yield f"事项:{'、'.join(entry['matters'])}" + (f";对象:{entry['scope']}" if entry["scope"] else "")
    for reference in entry.get("refers_to", ()):
        held = "已收录" if reference["held"] else "未收录"
        kind = _REFERENCES[reference["kind"]]
        named = reference["name"] if reference["kind"] == "authority" else f"《{reference['name']}》"
        yield f"指向{kind}:{named}" + ("" if reference["kind"] == "authority" else f"({held})")
    yield from entry.get("notes", ())


def incomplete(cell: Data) -> Iterator[str]:
    """A silent cell is silence only of the text that was received."""
    if cell["state"] == "silent":
        for document in cell["incomplete"]:
            yield f"《{document['title']}》收录文本缺{'、'.join(document['missing'])},所缺部分有无规定不详。"


def difference(found: Data) -> str:
    """A difference in one sentence: who writes which word, and why it matters."""
    if found["kind"] == "values":
        by = ";".join(f"{region}:{'、'.join(values)}" for region, values in found["found"].items())
        return f"{found['why']}{by}。"
    by = ";".join(f"「{word}」见于{'、'.join(found['found'][word])}" for word in found["words"])
    return f"{' / '.join(found['words'])}:{by}。{found['why']}"
