"""The workbook of results: a row for each application, groups that exclude each other, and the source's sheets beside them."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import msgspec

from policy_dsl.diagnostics import Diagnostic
from reasoner.batch.mutual_exclusion import GroupReport, omitted
from reasoner.explain import Background, explain_in_short, source_of, warnings_on
from reasoner.explain.missing_sentences import ORDER, TITLES
from reasoner.explain.outcome_text import label_on
from reasoner.model.application import Application
from reasoner.model.kinds import Outcome
from reasoner.model.verdict import Verdict
from reasoner.render.typeset import on_screen
from reasoner.render.xlsx.cell_styles import HEADER, PLAIN, TEXT, Style
from reasoner.render.xlsx.sheet_model import Cell, Sheet, styled
from reasoner.sheets.annotated_copy import fault_list, marks_of
from reasoner.sheets.value_copy import copies
from reasoner.sheets.workbook import Workbook

RESULTS: Final = "研判结果"
GROUPS: Final = "竞争分组"

_TINTS: Final = {
    **dict.fromkeys((Outcome.CONFLICT, Outcome.BARRED, Outcome.PRESUMPTIVELY_BARRED), "F8D7D3"),
    **dict.fromkeys((Outcome.EXEMPT, Outcome.PRIORITY, Outcome.MAY_PROCEED), "DDEFD9"),
}
_OTHER_TINT: Final = "FCEFC7"
_COLUMNS: Final = (
    ("编号", 13), ("机构", 22), ("类型", 12), ("所在地", 11), ("事项", 20), ("适用日期", 11), ("研判结论", 22), ("结论说明", 34),
    ("决定条款", 40), ("条款原文", 56), ("理由", 56), *((TITLES[p], 34) for p in ORDER), ("结论可能变化的情形", 48),
    ("假定", 34), ("提示", 44), ("竞争分组", 16), ("来源", 20), ("事实校验码", 18),
)  # fmt: skip
_ID, _INSTITUTION, _MATTER, _LABEL, _GROUP = (
    [n for n, _ in _COLUMNS].index(n) for n in ("编号", "机构", "事项", "研判结论", GROUPS)
)
OWN: Final = tuple([n for n, _ in _COLUMNS].index(n) for n in ("编号", "机构", "适用日期", "来源", "事实校验码"))
"""The columns that speak of one application alone."""
_GROUP_COLUMNS: Final = (
    ("组号", 7), ("情形", 16), ("确定程度", 11), ("范围", 16), ("依据条款", 40), ("条款原文", 56), ("编号", 14), ("机构", 24),
    ("研判结论", 22), ("各自申请", 10), ("说明", 56),
)  # fmt: skip
_CHOOSE: Final = (
    "以下各组的申请按有关条款不能全部新增,由经办机构择优定点。分组只列明相互关系,不改变任何一份申请的研判结论。"
)
_DIGEST: Final = 16
_NARROW: Final = 9.0
_BLOCK: Final = 256
"""Rows that are compressed together."""


class ResultRow(msgspec.Struct, frozen=True, array_like=True):
    """A row of results."""

    tint: str
    """The fill of its outcome."""
    cells: list[str | None]
    """Its cells by `_COLUMNS`; the groups are filled in when the row is written."""

    @property
    def label(self) -> str:
        """The label of its outcome."""
        return self.cells[_LABEL] or ""


class _PackedResults:
    """Rows of results, kept as compressed blocks: those of a great many applications repeat each other's words."""

    def __init__(self) -> None:
        self._blocks: list[bytes] = []
        self._open: list[ResultRow] = []

    def add(self, row: ResultRow) -> None:
        """Keep a row."""
        self._open.append(row)
        if len(self._open) == _BLOCK:
            self._blocks.append(zlib.compress(msgspec.msgpack.encode(self._open), 1))
            self._open.clear()

    def __iter__(self) -> Iterator[ResultRow]:
        decoder = msgspec.msgpack.Decoder(list[ResultRow])
        for block in self._blocks:
            yield from decoder.decode(zlib.decompress(block))
        yield from self._open


class Results:
    """Rows gathered one by one as applications are judged; the sheets are made at the end."""

    def __init__(self, background: Background) -> None:
        self._background = background
        self._rows = _PackedResults()
        self._filled: set[int] = set()
        """The columns in which something stands."""
        self._judged: dict[str, tuple[str | None, str]] = {}
        """By 编号 the institution and the label of the verdict."""

    def add(self, application: Application, verdict: Verdict) -> ResultRow:
        """One application with its verdict; the row that it gets."""
        row = ResultRow(_TINTS.get(verdict.outcome, _OTHER_TINT), self._cells(application, verdict))
        self._add(row)
        return row

    def add_alike(self, application: Application, day: str, digest: str, row: ResultRow) -> None:
        """One application that is alike another in all that its row says, but for who asks and when.

        day: that on which it was judged. digest: of its facts. row: that of the other.
        """
        cells = [*row.cells]
        own = (application.id, called(application), day, _whence(application), digest[:_DIGEST])
        for column, cell in zip(OWN, own, strict=True):
            cells[column] = cell
        self._add(ResultRow(row.tint, cells))

    def _add(self, row: ResultRow) -> None:
        self._rows.add(row)
        self._filled.update(i for i, cell in enumerate(row.cells) if cell is not None)
        self._judged[row.cells[_ID] or ""] = (row.cells[_INSTITUTION], row.label)

    def sheets(
        self,
        groups: Sequence[GroupReport],
        sources: Sequence[Workbook],
        notes: Sequence[str] = (),
        faults: Sequence[Diagnostic] = (),
        refused: int = 0,
    ) -> Iterator[Sheet]:
        """The sheets of the workbook, one after the other. faults: of rows that were not judged; refused: how many these are."""
        filled = self._filled | ({_GROUP} if groups else set())
        # A column in which nothing stands needs no room; it stays, so that the columns are the same in every workbook.
        widths = {i: float(w) if i in filled else _NARROW for i, (_, w) in enumerate(_COLUMNS)}
        yield Sheet(RESULTS, self._result_rows(groups), widths, frozen=1, filtered=True, style=TEXT)
        if groups:
            widths = {i: float(w) for i, (_, w) in enumerate(_GROUP_COLUMNS)}
            yield Sheet(GROUPS, self._group_rows(groups, refused), widths, frozen=2, style=TEXT)
        if notes:
            lines = ["读取时没有采用的内容和需要留意的情况", *map(on_screen, notes)]
            yield Sheet("说明", [styled([t], PLAIN) for t in lines], {0: 100.0})
        if faults:
            title = f"共{len(faults)}处错误，所在的申请没有研判；来源各表的副本里已经标出。改正后重新研判。"
            yield fault_list(faults, title)
        yield from copies(sources, marks_of(sources, faults))

    def _result_rows(self, groups: Sequence[GroupReport]) -> Iterator[list[Cell]]:
        member: dict[str | None, list[str]] = {}
        for number, group in enumerate(groups, 1):
            for id_ in group.applications:
                member.setdefault(id_, []).append(f"第{number}组")
        tints = {t: Style(bold=True, wrap=True, border=True, fill=t) for t in (*_TINTS.values(), _OTHER_TINT)}
        yield styled((name for name, _ in _COLUMNS), HEADER)
        for row in self._rows:
            cells: list[Cell] = list(row.cells)
            label = label_on(row.label, row.cells[_MATTER] or "")
            cells[_LABEL] = (on_screen(label), tints[row.tint])
            cells[_GROUP] = "、".join(member.get(row.cells[_ID], ())) or None
            yield cells

    def _cells(self, application: Application, verdict: Verdict) -> list[str | None]:
        explanation = explain_in_short(verdict, self._background)
        head, decisive, missing = explanation.head, explanation.points, explanation.missing
        possible = f"可能的结论:{';'.join(explanation.possible)}。" if explanation.possible else ""
        return [
            head.application, head.facility, head.kind, head.place, head.matter, head.day,
            verdict.label, _lines([explanation.against, *explanation.meaning, possible, explanation.consideration]),
            _lines(source_of(p.citation) for p in decisive), _lines(f"「{_flat(p.citation.quote)}」" for p in decisive),
            _lines(s for p in decisive for s in p.sentences),
            *(_lines(missing.get(p, ())) for p in ORDER),
            _lines(explanation.changes), _lines(explanation.assumptions), _lines(warnings_on(verdict)), None,
            _whence(application), verdict.receipt.facts[:_DIGEST],
        ]  # fmt: skip

    def _group_rows(self, groups: Sequence[GroupReport], refused: int) -> Iterator[list[Cell]]:
        yield [(on_screen(_CHOOSE + (omitted(refused) if refused else "")), Style(bold=True))]
        yield styled((name for name, _ in _GROUP_COLUMNS), HEADER)
        for number, group in enumerate(groups, 1):
            for index, (application, quantity) in enumerate(zip(group.applications, group.asked, strict=True)):
                institution, label = self._judged[application]
                cited = on_screen(source_of(group)) if not index else None
                quote = on_screen(f"「{_flat(group.quote)}」") if not index else None
                sure = "已由所给数据确定" if group.sure else "可能，须核实"
                yield [
                    f"第{number}组", group.label, sure, group.of, cited, quote, application, institution, on_screen(label),
                    quantity, on_screen(group.why) if not index else None,
                ]  # fmt: skip


def _whence(application: Application) -> str | None:
    return application.where.partition(": ")[2] or application.where or None


def called(application: Application) -> str:
    """What an institution is called; empty where that was not given."""
    given = application.facts.get(("机构", "名称"), ())
    return given[-1].value if given and isinstance(given[-1].value, str) else ""


def _flat(quote: str) -> str:
    return "".join(quote.splitlines())


def _lines(texts: Iterable[str]) -> str | None:
    listed = [on_screen(t) for t in texts if t]
    if len(listed) < 2:
        return listed[0] if listed else None
    return "\n".join(f"{n}. {t}" for n, t in enumerate(listed, 1))
