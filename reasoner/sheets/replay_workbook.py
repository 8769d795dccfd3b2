"""A replay as a workbook: what came of it, who comes out otherwise, who by other clauses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from reasoner.record.replay import Conclusion, Flip, Replay
from reasoner.render.xlsx.cell_styles import HEADER, PLAIN, TEXT, TITLE
from reasoner.render.xlsx.sheet_model import Cell, Sheet, styled, worded

_COLUMNS: Final = (
    ("编号", 14), ("机构", 24), ("所在地", 12), ("事项", 22), ("适用日期", 12), ("原来的结论", 22), ("现在的结论", 22),
    ("原来的依据", 44), ("现在的依据", 44), ("不同的条款", 40), ("记录条号", 9),
)  # fmt: skip


def replay_sheets(replay: Replay) -> Iterator[Sheet]:
    """The sheets of a replay."""
    yield Sheet("概况", [*map(worded, _overview(replay))], {0: 44.0, 1: 26.0, 2: 12.0}, style=TEXT)
    yield _flips("结论不同", replay.flips)
    if replay.other_grounds:
        yield _flips("结论相同依据不同", replay.other_grounds)
    if replay.not_judged:
        yield Sheet("没有重新研判", [styled([t], PLAIN) for t in replay.not_judged], {0: 100.0})


def _overview(replay: Replay) -> Iterator[list[Cell]]:
    yield [("重新研判:内部测算,不作依据", TITLE)]
    yield ["重新研判的申请", replay.judged]
    yield ["结论不同", len(replay.flips)]
    yield ["结论相同、依据不同", len(replay.other_grounds)]
    yield ["没有列入:同一申请较早的研判", replay.earlier]
    yield ["没有列入:假设在别处的研判", replay.elsewhere]
    yield ["没有重新研判", len(replay.not_judged)]
    yield ["草案中的文件", "、".join(replay.documents) or "无"]
    yield ["适用日期", replay.as_of or "各份原来的适用日期"]
    yield ["记录日期", f"{replay.since or '起首'}至{replay.until or '末尾'}"]
    yield []
    yield styled(("原来的结论", "现在的结论", "份数"), HEADER)
    for count in replay.counts:
        yield [count.before, count.after, count.count]
    yield []
    yield styled(("因为哪一条", "位置", "份数"), HEADER)
    for clause in replay.clauses:
        yield [f"《{clause.document}》{clause.clause}", clause.place, clause.count]


def _flips(name: str, flips: Sequence[Flip]) -> Sheet:
    rows: list[list[Cell]] = [styled((c for c, _ in _COLUMNS), HEADER)]
    for f in flips:
        sides = [f.before.label, f.after.label, _grounds(f.before), _grounds(f.after), "\n".join(f.by)]
        rows.append([f.application, f.institution, *worded([f.region, f.matter]), f.day, *worded(sides), f.n])
    return Sheet(name, rows, {i: float(w) for i, (_, w) in enumerate(_COLUMNS)}, frozen=1, filtered=True, style=TEXT)


def _grounds(conclusion: Conclusion) -> str:
    return "\n".join(f"《{c.document}》{c.place}" for c in conclusion.clauses)
