"""A simulation as a page: its words in the order of the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from reasoner.batch.simulation import NamedCount, RegisterResult, SimulatedChange, Simulation
from reasoner.model.messages import LABELS
from reasoner.render.html.simulation_page_model import (
    Bar,
    ChangeRow,
    Chart,
    GroundLine,
    Side,
    SimulationPage,
    SupposedText,
)

LONGEST: Final = 600
"""The length of the longest bar."""
_PARTS: Final = {"decisive": "决定", "open": "未定"}


def page_of(made: Simulation) -> SimulationPage:
    """The page of a simulation."""
    day = f"适用日期:{made.as_of}。" if made.as_of else ""
    contracted = f"名册中{made.contracted}家已经定点,对它们是假设重新申请。" if made.contracted else ""
    lines = (
        *(f"{s}。" for s in made.supposed),
        f"名册{made.register}:研判{made.judged}份,有错没有研判{made.faulty}份。{day}{contracted}",
        f"结论不同{made.changed}份;结论相同、依据或者可能的结论不同{made.other_grounds}份。每一份都逐份再研判过,与成批研判一致。",
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
            SupposedText(f"《{r.document}》{r.place}({r.rule})", r.quote, r.text, r.supposed_text) for r in made.rules
        ),
        totals=tuple((t.label, t.before, t.after) for t in made.totals),
        charts=tuple(_chart(heading, counts) for heading, counts in charts if counts),
        changes=tuple(_row(c) for c in made.changes),
        unnamed="" if made.named else "没有写 --names:只有份数,不列出是谁。",
        not_answered=made.not_answered,
        notes=made.notes,
    )


def _chart(heading: str, counts: Sequence[NamedCount]) -> Chart:
    most = max(c.count for c in counts)
    return Chart(heading, tuple(Bar(_beside(c), c.count, max(1, c.count * LONGEST // most)) for c in counts))


def _beside(count: NamedCount) -> str:
    """What stands above a bar: the name, of a clause with its address."""
    return f"{count.name}({count.clause})" if count.clause else count.name


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
                f"{_PARTS[c.part]}:《{c.document}》{c.place}({c.clause})",
                c.quote,
                "这一条的数是假设的,原文没有改动" if c.supposed else "",
            )
            for c in result.clauses
        ),
    )
