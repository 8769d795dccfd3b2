"""A simulation as a page: its words in the order of the page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from policy_dsl.numerals import plain
from reasoner.batch.simulation import (
    CapRoom,
    NamedCount,
    PlaceTurning,
    RegisterResult,
    RoomLeft,
    SimulatedChange,
    Simulation,
    Sweep,
    TurningPoint,
)
from reasoner.driver.simulation.supposed_number import in_words, version_words
from reasoner.model.messages import LABELS
from reasoner.render.html.simulation_page_model import (
    Bar,
    ChangeRow,
    Chart,
    GroundLine,
    RoomRow,
    Side,
    SimulationPage,
    SupposedText,
    SweepChart,
    SweepRow,
)
from reasoner.render.terminal.answer_texts import day_words

LONGEST: Final = 600
"""The length of the longest bar."""
UNNAMED: Final = "没有写 --names:只有份数,不列出是谁。"
"""Why nobody is listed on the command line."""
_LEFT: Final = 170
_WIDE: Final = 540
"""Where in a drawing of values the least lies, and how far from it the greatest."""
_PARTS: Final = {"decisive": "决定", "open": "未定"}


def page_of(made: Simulation, unnamed: str = UNNAMED) -> SimulationPage:
    """The page of a simulation. unnamed: why nobody is listed, where nobody is."""
    day = f"适用日期:{made.as_of}。" if made.as_of else ""
    contracted = f"名册中{made.contracted}家已经定点,对它们是假设重新申请。" if made.contracted else ""
    lines = (
        *(f"{s}。" for s in made.supposed),
        f"名册{made.register}:研判{made.judged}份,有错没有研判{made.faulty}份。{day}{contracted}",
        f"结论不同{made.changed}份;结论相同、依据或者可能的结论不同{made.other_grounds}份{_where_listed(made)}。{_explained(made)}",
    )
    ways = tuple(NamedCount(f"{w.before} → {w.after}", w.count) for w in made.ways)
    charts = (
        ("结论怎样变化", ways), ("按条款", made.clauses), ("按地区", made.regions), ("按机构类型", made.kinds),
        ("按事项", made.matters),
    )  # fmt: skip
    return SimulationPage(
        title="名册测算:按假设的规则再研判一遍",
        watermark=made.watermark,
        heading=made.heading,
        lines=lines,
        rules=tuple(
            SupposedText(f"《{r.document}》{r.place}({r.rule.partition('#')[2]})", r.quote, r.text, r.supposed_text)
            for r in made.rules
        ),
        totals=tuple((t.label, t.before, t.after) for t in made.totals),
        charts=tuple(_chart(heading, counts) for heading, counts in charts if counts),
        rooms_lead=_rooms_lead(made),
        rooms=tuple(map(_room, made.rooms)),
        sweeps=tuple(map(_sweep, made.sweeps)),
        changes=tuple(_row(c) for c in made.changes),
        otherwise_grounded=tuple(_row(c) for c in made.otherwise_grounded),
        unnamed=unnamed if not made.named else _unlisted(made),
        not_answered=made.not_answered,
        notes=made.notes,
    )


def _where_listed(made: Simulation) -> str:
    return "(列在后面)" if made.named and made.other_grounds else ""


def _explained(made: Simulation) -> str:
    if not made.explained:
        return ""
    if made.explained == made.changed + made.other_grounds:
        return "每一份都逐份再研判过,与成批研判一致。"
    return f"前后结论和依据都相同的算一种,每一种取一份,共{made.explained}份逐份再研判过,与成批研判一致。"


def _unlisted(made: Simulation) -> str:
    left = made.changed - len(made.changes)
    return f"只列出前{len(made.changes)}份,另有{left}份没有列出。" if left else ""


def _rooms_lead(made: Simulation) -> str:
    if not made.rooms:
        day = day_words(made.rooms_on) if made.rooms_on else ""
        on = f"{day}(名册中最后一份的日期,或者所写的适用日期)" if day else "名册没有写明日期或者地区,"
        return (
            f"没有列出:{on}各地区没有已经施行、尚未届满而写有上限的文件。规划期已届满的,上限不再计算;"
            "要看届满以前的,适用日期写届满以前的一天再测算。"
        )
    return f"按{made.rooms_on}采用的数值计算,没有计入名册里的各份申请;一份申请不超过所列的数,就不超过该条的上限。"


def _room(room: CapRoom) -> RoomRow:
    shared = [d for d in room.districts if d != room.of]
    of = f"{room.of}({'、'.join(shared)}共用)" if shared else room.of
    return RoomRow(
        f"《{room.document}》{room.place}", room.now.text or room.supposed.text, of, _left(room.now),
        "与现行规则相同" if room.supposed == room.now else _left(room.supposed), _figures(room),
    )  # fmt: skip


def _left(left: RoomLeft) -> str:
    if not left.text:
        return "没有这一条"
    if left.fits is None:
        return f"不详:{'、'.join(left.unknown)}"
    if left.fits > 0:
        whole = "" if left.room == str(left.fits) else f"(差额{readable(left.room)})"
        return f"还可以新增{left.fits}张{whole}"
    return f"已超过上限{readable(left.room[1:])}张" if left.room.startswith("-") else "已没有余量"


def _figures(room: CapRoom) -> str:
    figures = dict.fromkeys((*room.now.figures, *room.supposed.figures))
    return "、".join(f"{f.of}{f.fact}{f.value}{f'({f.as_at})' if f.as_at else ''}" for f in figures if f.value)


def _sweep(sweep: Sweep) -> SweepChart:
    marks = [float(sweep.about[0]), float(sweep.about[1])]
    every = [*marks, *(float(p.about) for place in sweep.places for p in place.points)]
    low, span = min(every), max(every) - min(every)

    def at(value: str) -> int:
        return _LEFT + (round((float(value) - low) / span * _WIDE) if span else 0)

    rows = tuple(_sweep_row(place, [at(p.about) for p in place.points]) for place in sweep.places)
    heading = f"《{sweep.document}》{version_words(sweep.version)}{sweep.place}的“{in_words(sweep.value)}”改到哪个数,各地由适用变为不适用,或者相反"
    return SweepChart(
        heading, in_words(sweep.value), at(sweep.about[0]), in_words(sweep.supposed_value), at(sweep.about[1]), rows
    )


def _sweep_row(place: PlaceTurning, dots: Sequence[int]) -> SweepRow:
    notes = []
    if place.more:
        notes.append(f"中间还有{place.more}个值没有列出")
    if place.never:
        notes.append(f"{place.never}份不论改为多少都不变")
    if place.unsure:
        lacking = f":{'、'.join(place.unknown)}" if place.unknown else ":申请的数不详"
        notes.append(f"{place.unsure}份说不出在哪个值上变{lacking}")
    turns = tuple(f"{turn(p)}({p.count}份)" for p in place.points)
    ends = (min(dots), max(dots)) if dots else (0, 0)
    return SweepRow(place.region, place.count, turns, tuple(notes), *ends, tuple(dict.fromkeys(dots)))


_FRACTION: Final = re.compile(r"(-?)([0-9]+)/([0-9]+)(.*)")


def readable(value: str) -> str:
    """A number that no decimal holds as a rounded one, with the fraction beside; any other as it is."""
    match = _FRACTION.fullmatch(value)
    if match is None:
        return value
    sign, over, under, unit = match.groups()
    rounded = (Decimal(over) / Decimal(under)).quantize(Decimal("0.0001"))
    return f"约{sign}{plain(rounded)}{unit}(准确值{sign}{over}/{under})"


def turn(point: TurningPoint) -> str:
    """A value with where the clause applies."""
    value, applies = readable(in_words(point.value)), "适用" if point.above else "不适用"
    other = "不适用" if point.above else "适用"
    if point.below == point.above:
        return f"只有这个数改为{value}时,该条{'适用' if point.at else '不适用'}"
    if point.at == point.above:
        return f"这个数改到{value}以上(含)的,该条{applies};改到{value}以下(不含)的,{other}"
    return f"这个数改到高于{value}的,该条{applies};改到{value}以下(含)的,{other}"


def _chart(heading: str, counts: Sequence[NamedCount]) -> Chart:
    most = max(c.count for c in counts)
    return Chart(heading, tuple(Bar(_beside(c), c.count, max(1, c.count * LONGEST // most)) for c in counts))


def _beside(count: NamedCount) -> str:
    """What stands above a bar: the name, of a clause its document and place."""
    return count.name


def _row(change: SimulatedChange) -> ChangeRow:
    who = f"{change.application} {change.institution}".strip()
    what = "、".join(filter(None, (change.region, change.kind, change.matter)))
    return ChangeRow(who, what, _side(change.before), _side(change.after))


def _side(result: RegisterResult) -> Side:
    possible = "、".join(LABELS[o] for o in result.possible) if len(result.possible) > 1 else ""
    label = f"{result.label}(适用日期{result.as_of}" + (f";可能:{possible})" if possible else ")")
    return Side(
        label,
        tuple(
            GroundLine(
                f"{_PARTS[c.part]}:《{c.document}》{c.place}",
                c.quote,
                "这一条的数是假设的,原文没有改动" if c.supposed else "",
            )
            for c in result.clauses
        ),
    )
