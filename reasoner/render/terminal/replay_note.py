"""A replay as staff read it: how many come out otherwise, how, by which clause, and who."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from reasoner.record.replay import Conclusion, Flip, Replay
from reasoner.render.terminal.layout import Style

_LISTED: Final = 30


def replay_text(replay: Replay, style: Style) -> str:
    """The replay of a record."""
    rules = f"现行规则和草案({'、'.join(replay.documents)})" if replay.documents else "现行规则"
    day = f"按{replay.as_of}有效的规定" if replay.as_of else "按各份原来的适用日期"
    span = f",记录日期{replay.since or '起首'}至{replay.until or '末尾'}" if replay.since or replay.until else ""
    lines = [style.bold(f"用{rules}重新研判{replay.judged}份申请")]
    lines += style.lines(f"{day}{span}。内部测算,不作依据;原来的研判和决定不因此改变。", 2, 2)
    left = [f"同一申请较早的研判{replay.earlier}份"] if replay.earlier else []
    left += [f"假设在别处的研判{replay.elsewhere}份"] if replay.elsewhere else []
    lines += style.lines(f"没有列入:{'、'.join(left)}。", 2, 2) if left else []
    if not replay.flips:
        lines += style.lines("结论没有一份不同。")
    else:
        lines += ["", style.bold(f"结论不同{len(replay.flips)}份")]
        lines += style.each((f"{c.before} → {c.after}:{c.count}份" for c in replay.counts), 2, 4)
        lines += ["", style.bold("因为哪一条")]
        lines += style.each((f"《{c.document}》{c.place}({c.clause}):{c.count}份" for c in replay.clauses), 2, 4)
        lines += ["", style.bold("哪些申请")]
        lines += _who(replay.flips, style)
    if replay.other_grounds:
        lines += ["", style.bold(f"结论相同、依据不同{len(replay.other_grounds)}份")]
        lines += _who(replay.other_grounds, style)
    if replay.not_judged:
        lines += ["", style.bold(f"没有重新研判{len(replay.not_judged)}份")]
        lines += style.each(replay.not_judged[:_LISTED], 2, 4)
    return "\n".join(lines) + "\n"


def _who(flips: Sequence[Flip], style: Style) -> list[str]:
    lines: list[str] = []
    for flip in flips[:_LISTED]:
        who = " ".join(x for x in (flip.application, flip.institution, flip.region) if x)
        lines += style.lines(f"{who} · {flip.matter}", 2, 4)
        lines += style.lines(f"原来:{_told(flip.before)}", 4, 6)
        lines += style.lines(f"现在:{_told(flip.after)}", 4, 6)
    rest = len(flips) - _LISTED
    return [*lines, *(style.lines(f"其余{rest}份见 --json 或者 -o 结果.xlsx", 2) if rest > 0 else [])]


def _told(conclusion: Conclusion) -> str:
    clauses = "、".join(f"{c.place}({c.clause})" for c in conclusion.clauses)
    return f"{conclusion.label}{f',依据{clauses}' if clauses else ''}"
