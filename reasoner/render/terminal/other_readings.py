"""What `check --readings` says in a note: under which other reading of the words the verdict would be another."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from reasoner.explain.outcome_text import open_label
from reasoner.model.verdict import ReadingOutcome, Verdict
from reasoner.render.terminal.layout import Style


def reading_section(verdict: Verdict, titles: Mapping[str, str], style: Style) -> list[str]:
    """The section, empty where the verdict was made without --readings. `titles` are document titles by id."""
    entries = verdict.readings
    if entries is None:
        return []
    lines = [style.bold("【换一种读法】")]
    if not entries:
        return [*lines, *style.lines("本次结论所依据的规则没有登记另有读法的解释。", 2)]
    changing = [e for e in entries if e.changes]
    steady = [e for e in entries if e.runnable and not e.changes]
    lines += style.lines(_summary(len(changing), len(steady), len(entries)), 2)
    groups: tuple[tuple[str, Sequence[ReadingOutcome], Callable[[ReadingOutcome, Verdict], str]], ...] = (
        ("改换后结论不同", changing, _becomes),
        ("改换后结论相同", steady, _stays),
        ("另一种读法没有写成规则,不能试算", [e for e in entries if not e.runnable], _undecided),
    )
    for title, group, sentence in groups:
        lines += style.lines(f"{title}:", 2) if group else []
        for entry in group:
            lines += style.lines(f"- {_which(entry, titles)}", 4, 6)
            lines += [x for text in (*_sides(entry), sentence(entry, verdict)) for x in style.lines(text, 6)]
    return lines


def _summary(changing: int, steady: int, total: int) -> str:
    left = total - changing - steady
    sentence = f"共涉及{total}项解释,逐项改换(不作组合):{changing}项改换后结论不同,{steady}项相同"
    return sentence + (f",{left}项不能试算。" if left else "。")


def _which(entry: ReadingOutcome, titles: Mapping[str, str]) -> str:
    confirmed = f"由{entry.confirmed_by}确认" if entry.confirmed_by else "尚未确认"
    return f"《{titles[entry.document]}》「{entry.reading}」({confirmed})"


def _sides(entry: ReadingOutcome) -> tuple[str, ...]:
    sides = (("采用", entry.used), ("另一种读法", entry.alternative), ("采用的理由", entry.basis))
    return tuple(f"{name}:{text.rstrip('。')}。" for name, text in sides)


def _becomes(entry: ReadingOutcome, verdict: Verdict) -> str:
    possible = f"(可能的结论:{_labels(entry, verdict)})" if len(entry.possible or ()) > 1 else ""
    return f"如改采另一种读法,结论将由「{verdict.label}」变为「{entry.label}」{possible}。"


def _stays(entry: ReadingOutcome, verdict: Verdict) -> str:
    if entry.possible == verdict.possible:
        return f"如改采另一种读法,结论仍为「{verdict.label}」。"
    return f"如改采另一种读法,结论仍为「{entry.label}」,但可能的结论改为:{_labels(entry, verdict)}。"


def _undecided(entry: ReadingOutcome, verdict: Verdict) -> str:
    return "须由人判断。"


def _labels(entry: ReadingOutcome, verdict: Verdict) -> str:
    return "、".join(open_label(o, verdict) for o in entry.possible or ())
