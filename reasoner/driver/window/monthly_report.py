"""The monthly table as a workbook and as a document; and which decisions rest on what is now in doubt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from policy_dsl.reading import ConfirmationState
from policy_dsl.review.records import ReviewState
from reasoner.casework.monthly_statistics import MonthTable, cells, columns, definitions, outside_cells
from reasoner.driver import knowledge
from reasoner.driver.current_rule_base import rule_base
from reasoner.driver.window.cases import changes_since, verdict_json
from reasoner.model.kinds import Role
from reasoner.model.rule_base import RuleBase
from reasoner.model.verdict import Verdict
from reasoner.render.docx.report_model import DocumentPart, Small, Table, Title, cell
from reasoner.render.docx.report_writer import document_bytes
from reasoner.render.typeset import typeset
from reasoner.render.xlsx.cell_styles import HEADER, TEXT, TITLE
from reasoner.render.xlsx.sheet_model import Cell, Sheet, styled, worded
from reasoner.sheets.save import workbook_content
from reasoner.survey.review_states import RuleReview

NOTE: Final = (
    "收件、办结、逾期、复议、诉讼按案件计,结论、处理、例外按事项计。收件、办结、签发在本月的计入本月;"
    "天数自收件至办结,按日历日,含补正期间;逾期按本单位登记的期限表,没有登记的不计。"
    "本月有任何一天,本单位的一项期限已过最后一日而应办的一步还没有办的案件,计入本月的逾期,后来补办的也计,一件只计一次;"
    "申请人补正、申请复议和起诉的期限不计。"
    "本单位撤销的,复议、诉讼结果是撤销、确认无效、责令重作的决定,不再计入结论、处理、例外。"
    "没有收件立案、直接在研判结果旁记下的决定,多人办公的另列一行,只计结论、处理、例外,不在合计内;"
    "单机使用的按申请日期计收件、按决定日期计办结,在合计内。"
)
"""What the table counts, in Chinese."""
_ACROSS: Final = 6
"""Districts beside each other in a document."""


class DoubtfulDecision(NamedTuple):
    """A decision that rests on what is in doubt now."""

    number: str
    """The number of its application (编号)."""
    facility: str
    matter: str
    handling: str
    day: str
    """The day of the decision."""
    why: tuple[str, ...]
    """What is in doubt, a sentence each."""
    case: int
    """The number of its page."""


class _Labelled(msgspec.Struct, frozen=True):
    label: str


def label_of(content: bytes) -> str:
    """The label of a kept verdict."""
    return msgspec.json.decode(verdict_json(content), type=_Labelled).label


# --- what is in doubt -----------------------------------------------------------------------------------------


class _Doubts(NamedTuple):
    """What of the rule base in use is in doubt."""

    rules: dict[str, str]
    """Rules whose review was opened again, or counts no longer, each with why."""
    readings: dict[tuple[str, str], str]
    """Readings that somebody doubts, or whose confirmation counts no longer, by document and name, each with why."""
    resting: dict[str, tuple[str, ...]]
    """The readings on which each rule rests."""


@lru_cache(maxsize=1)
def _doubts(base: RuleBase) -> _Doubts:
    rules: dict[str, str] = {}
    for entry in knowledge.reviews(()):
        if not isinstance(entry, RuleReview) or not entry.date:
            continue
        if entry.state is ReviewState.STALE:
            rules[entry.norm] = f"{entry.place}的规则在复核以后有改动"
        elif entry.state is ReviewState.UNREVIEWED:
            rules[entry.norm] = f"{entry.place}的规则已重开复核"
    words = {ConfirmationState.DOUBTED: "存疑", ConfirmationState.STALE: "确认以后文字有改动"}
    readings = {
        (r.document, r.reading): f"条文理解“{r.reading}”{words[r.status.state]}"
        for r in knowledge.readings(())
        if r.status is not None and r.status.state in words
    }
    return _Doubts(rules, readings, {n.id: tuple(n.readings) for d in base.every for n in d.all_norms})


def in_doubt(verdict: Verdict) -> tuple[str, ...]:
    """What of the grounds of a verdict is in doubt now, in sentences; none: nothing."""
    doubts = _doubts(rule_base())
    why: list[str] = []
    for citation in verdict.citations:
        if citation.role not in (Role.DECISIVE, Role.SUPPORTING):
            continue
        document = citation.clause.partition("/")[0]
        if citation.rule in doubts.rules:
            why.append(doubts.rules[citation.rule])
        named = ((document, name) for name in doubts.resting.get(citation.rule, ()))
        why += [doubts.readings[key] for key in named if key in doubts.readings]
    return tuple(dict.fromkeys((*why, *changes_since(verdict))))


# --- files ----------------------------------------------------------------------------------------------------


def _title(table: MonthTable) -> str:
    year, month = table.month.split("-")
    return f"{year}年{int(month)}月定点办理统计"


def workbook(table: MonthTable, doubtful: Sequence[DoubtfulDecision]) -> bytes:
    """The table as a workbook, with the decisions that rest on what is in doubt."""
    return workbook_content(Path("统计.xlsx"), _sheets(table, doubtful))


def _sheets(table: MonthTable, doubtful: Sequence[DoubtfulDecision]) -> Iterator[Sheet]:
    heads = columns(table)
    rows: list[list[Cell]] = [[(_title(table), TITLE)], styled(map(typeset, heads), HEADER)]
    rows += [worded([*cells(row)]) for row in table.rows]
    if table.outside is not None:
        rows.append(worded([*outside_cells(table.outside)]))
    rows += [
        [],
        styled(("列", "计什么"), HEADER),
        *(worded([typeset(name), typeset(text)]) for name, text in definitions(table)),
    ]
    rows += [[], worded([NOTE])]
    yield Sheet("统计", rows, {0: 16.0, **dict.fromkeys(range(1, len(heads)), 11.0)}, frozen=2, style=TEXT)
    if doubtful:
        listed = [styled(("编号", "机构", "事项", "处理", "决定日期", "现在的疑问"), HEADER)]
        listed += [worded([d.number, d.facility, d.matter, d.handling, d.day, "\n".join(d.why)]) for d in doubtful]
        widths = {0: 14.0, 1: 26.0, 2: 24.0, 3: 14.0, 4: 12.0, 5: 60.0}
        yield Sheet("依据有疑问的决定", listed, widths, frozen=1, filtered=True, style=TEXT)


def document(table: MonthTable, doubtful: Sequence[DoubtfulDecision]) -> bytes:
    """The table as a document: what is counted line by line, the districts beside each other."""
    return document_bytes(_parts(table, doubtful))


def _parts(table: MonthTable, doubtful: Sequence[DoubtfulDecision]) -> Iterator[DocumentPart]:
    yield Title(_title(table))
    names = [typeset(name) for name in columns(table)[1:]]
    *districts, total = [cells(row) for row in table.rows]
    apart = [] if table.outside is None else [outside_cells(table.outside)]
    for start in range(0, max(len(districts), 1), _ACROSS):
        across = [*districts[start : start + _ACROSS], total, *apart]
        rows = tuple((cell(name), *(cell(_text(row[place])) for row in across)) for place, name in enumerate(names, 1))
        yield Table(("项目", *(str(row[0]) for row in across)), rows, (3, *(1 for _ in across)))
    defined = tuple((cell(typeset(name)), cell(typeset(text))) for name, text in definitions(table))
    yield Table(("列", "计什么"), defined, (2, 7))
    yield Small(typeset(NOTE))
    if doubtful:
        yield Small(
            typeset(f"下列{len(doubtful)}项决定所依据的规则、条文理解或者文件现在有疑问,请逐项核对:"), bold=True
        )
        doubts = tuple(
            tuple(cell(typeset(t)) for t in (d.number, d.facility, d.matter, d.handling, d.day, ";".join(d.why)))
            for d in doubtful
        )
        yield Table(("编号", "机构", "事项", "处理", "决定日期", "现在的疑问"), doubts, (2, 3, 3, 2, 2, 5))


def _text(value: str | int | Decimal) -> str:
    return str(value)
