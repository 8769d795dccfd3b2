"""What `check --readings` says in a note: under which other reading of the words the verdict would be another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from reasoner.explain.meaning import open_label
from reasoner.report.layout import Style

Entry = Mapping[str, Any]


def reading_section(verdict: Mapping[str, Any], titles: Mapping[str, str], style: Style) -> list[str]:
    """The section, empty where the verdict was made without --readings. `titles` are document titles by id."""
    if "readings" not in verdict:
        return []
    lines = [style.bold("【换一种读法】")]
    if not verdict["readings"]:
        return [*lines, *style.lines("本次结论所依据的规则没有登记另有读法的解释。", 2)]
    entries = verdict["readings"]
    changing = [e for e in entries if e["changes"]]
    steady = [e for e in entries if e["runnable"] and not e["changes"]]
    lines += style.lines(_summary(len(changing), len(steady), len(entries)), 2)
    groups: tuple[tuple[str, Iterable[Entry], Callable[[Entry], str]], ...] = (
        ("改换后结论不同", changing, lambda e: _becomes(e, verdict)),
        ("改换后结论相同", steady, lambda e: _stays(e, verdict)),
        ("另一种读法没有写成规则,不能试算", [e for e in entries if not e["runnable"]], lambda _: "须由人判断。"),
    )
    for title, group, told in groups:
        listed = list(group)
        lines += style.lines(f"{title}:", 2) if listed else []
        for entry in listed:
            lines += style.lines(f"- {_which(entry, titles)}", 4, 6)
            lines += [x for text in (*_sides(entry), told(entry)) for x in style.lines(text, 6)]
    return lines


def _summary(changing: int, steady: int, total: int) -> str:
    left = total - changing - steady
    told = f"共涉及{total}项解释,逐项改换(不作组合):{changing}项改换后结论不同,{steady}项相同"
    return told + (f",{left}项不能试算。" if left else "。")


def _which(entry: Entry, titles: Mapping[str, str]) -> str:
    confirmed = f"由{entry['confirmed_by']}确认" if entry["confirmed_by"] else "尚未确认"
    return f"《{titles[entry['document']]}》「{entry['reading']}」({confirmed})"


def _sides(entry: Entry) -> tuple[str, ...]:
    sides = (("采用", entry["used"]), ("另一种读法", entry["alternative"]), ("采用的理由", entry["basis"]))
    return tuple(f"{name}:{text.rstrip('。')}。" for name, text in sides)


def _becomes(entry: Entry, verdict: Mapping[str, Any]) -> str:
    return f"如改采另一种读法,结论将由「{verdict['label']}」变为「{entry['label']}」{_open(entry, verdict)}。"


def _stays(entry: Entry, verdict: Mapping[str, Any]) -> str:
    if entry["possible"] == verdict["possible"]:
        return f"如改采另一种读法,结论仍为「{verdict['label']}」。"
    return f"如改采另一种读法,结论仍为「{entry['label']}」,但可能的结论改为:{_labels(entry, verdict)}。"


def _open(entry: Entry, verdict: Mapping[str, Any]) -> str:
    return f"(可能的结论:{_labels(entry, verdict)})" if len(entry["possible"]) > 1 else ""


def _labels(entry: Entry, verdict: Mapping[str, Any]) -> str:
    return "、".join(open_label(o, verdict) for o in entry["possible"])
