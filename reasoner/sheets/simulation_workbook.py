"""A simulation as a workbook: what came of it, by what, and who comes out otherwise. Each sheet begins with the watermark."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from reasoner.batch.simulation import NamedCount, RegisterResult, RoomLeft, Simulation
from reasoner.render.xlsx.cell_styles import HEADER, TEXT, TITLE
from reasoner.render.xlsx.sheet_model import Cell, Sheet, styled, worded

_COLUMNS: Final = (
    ("编号", 14), ("机构", 24), ("所在地", 12), ("类型", 18), ("事项", 22), ("现行规则的结论", 24), ("假设的结论", 24),
    ("现行规则的依据", 44), ("假设的依据", 44), ("不同的条款", 40),
)  # fmt: skip
_ROOM: Final[Sequence[int]] = (40, 34, 60, 12, 24, 14, 16, 16, 16, 44, 30)
_SWEEP: Final[Sequence[int]] = (40, 34, 12, 12, 12, 14, 18, 10, 10, 10, 8, 34)


def simulation_sheets(made: Simulation) -> Iterator[Sheet]:
    """The sheets of a simulation."""
    mark = "  ".join(filter(None, (made.watermark, made.heading)))
    yield Sheet("概况", [[(mark, TITLE)], *map(worded, _overview(made))], {0: 60.0, 1: 40.0, 2: 12.0}, style=TEXT)
    for name, lines, wide in (("离上限还有多少", _rooms(made), _ROOM), ("各地在哪个值上变化", _sweeps(made), _SWEEP)):
        listed = list(lines)
        if len(listed) > 1:
            columns = {i: float(w) for i, w in enumerate(wide)}
            yield Sheet(name, [[(mark, TITLE)], *listed], columns, frozen=2, filtered=True, style=TEXT)
    if made.named:
        rows: list[list[Cell]] = [[(mark, TITLE)], styled((c for c, _ in _COLUMNS), HEADER)]
        for c in made.changes:
            sides = [c.before.label, c.after.label, _grounds(c.before), _grounds(c.after), "\n".join(c.by)]
            rows.append([c.application, c.institution, *worded([c.region, c.kind, c.matter, *sides])])
        widths = {i: float(w) for i, (_, w) in enumerate(_COLUMNS)}
        yield Sheet("结论不同", rows, widths, frozen=2, filtered=True, style=TEXT)


def _rooms(made: Simulation) -> Iterator[list[Cell]]:
    heads = (
        "条款",
        "地址",
        "规则",
        "地区",
        "共用的地区",
        "现有余量(差额)",
        "现在最多可以新增",
        "假设的余量(差额)",
        "假设最多可以新增",
        "数值",
        "不详",
    )
    yield styled(heads, HEADER)
    for room in made.rooms:
        figures = dict.fromkeys((*room.now.figures, *room.supposed.figures))
        figures_told = "\n".join(
            f"{f.of}{f.fact}{f.value or '不详'}{f'({f.as_at})' if f.as_at else ''}" for f in figures
        )
        unknown = "\n".join(dict.fromkeys((*room.now.unknown, *room.supposed.unknown)))
        yield [
            *worded([f"《{room.document}》{room.place}"]), room.clause, *worded([room.now.text or room.supposed.text, room.of, "、".join(room.districts)]),
            room.now.room, _fits(room.now), room.supposed.room, _fits(room.supposed), *worded([figures_told, unknown]),
        ]  # fmt: skip


def _fits(left: RoomLeft) -> Cell:
    return ("不详" if left.text else "没有这一条") if left.fits is None else left.fits


def _sweeps(made: Simulation) -> Iterator[list[Cell]]:
    yield styled(
        (
            "条款",
            "地址",
            "原来的数",
            "假设的数",
            "地区",
            "该条所及的申请",
            "变化的值",
            "低于此值",
            "等于此值",
            "高于此值",
            "份数",
            "说明",
        ),
        HEADER,
    )
    applies = {True: "适用", False: "不适用"}
    for sweep in made.sweeps:
        head = [
            *worded([f"《{sweep.document}》{f'({sweep.version}版)' if sweep.version else ''}{sweep.place}"]),
            sweep.clause,
            sweep.value,
            sweep.supposed_value,
        ]
        for place in sweep.places:
            for p in place.points:
                sides = [applies[p.below], applies[p.at], applies[p.above]]
                yield [*head, place.region, place.count, p.value, *sides, p.count, ""]
            for count, why in (
                (place.more, "中间没有列出的值"), (place.never, "不论改为多少都不变"),
                (place.unsure, f"说不出在哪个值上变:{'、'.join(place.unknown) or '申请的数不详'}"),
            ):  # fmt: skip
                if count:
                    yield [*head, place.region, place.count, "", "", "", "", count, *worded([why])]


def _overview(made: Simulation) -> Iterator[list[Cell]]:
    for sentence in made.supposed:
        yield [sentence]
    for rule in made.rules:
        yield ["原文", rule.quote]
        yield ["现行规则", rule.text]
        yield ["假设的规则", rule.supposed_text]
    yield ["名册", made.register]
    yield ["适用日期", made.as_of or "各份收到申请之日,或者假设所写的日期"]
    yield ["研判", made.judged]
    yield ["有错没有研判", made.faulty]
    yield ["已经定点", made.contracted]
    yield ["结论不同", made.changed]
    yield ["结论相同,依据或者可能的结论不同", made.other_grounds]
    yield []
    yield styled(("结论", "现行规则", "假设"), HEADER)
    for total in made.totals:
        yield [total.label, total.before, total.after]
    yield []
    yield styled(("原来的结论", "假设的结论", "份数"), HEADER)
    for way in made.ways:
        yield [way.before, way.after, way.count]
    each = (("条款", made.clauses), ("地区", made.regions), ("机构类型", made.kinds), ("事项", made.matters))
    for heading, counts in each:
        yield from _counts(heading, counts)
    yield []
    yield styled(("不回答什么",), HEADER)
    for line in made.not_answered:
        yield [line]
    for note in made.notes:
        yield [note]


def _counts(heading: str, counts: Sequence[NamedCount]) -> Iterator[list[Cell]]:
    yield []
    yield styled((heading, "地址" if heading == "条款" else "", "份数"), HEADER)
    for count in counts:
        yield [count.name, count.clause, count.count]


def _grounds(result: RegisterResult) -> str:
    return "\n".join(f"{'决定' if c.part == 'decisive' else '未定'}:《{c.document}》{c.place}" for c in result.clauses)
