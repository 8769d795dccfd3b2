"""The workbook of results: a row for each application, groups that exclude each other, and the source's sheets beside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from reasoner.batch.mutual_exclusion import KINDS, Group
from reasoner.explain import Background, explain, source_of
from reasoner.explain.missing_sentences import ORDER, TITLES
from reasoner.model.application import Application
from reasoner.model.kinds import Outcome
from reasoner.model.verdict import ClauseCitation, Verdict
from reasoner.render.xlsx.cell_styles import HEADER, PLAIN, TEXT, Style
from reasoner.sheets.value_copy import copies
from reasoner.sheets.workbook import Workbook
from reasoner.sheets.xlsx_writer import Cell, Sheet, styled, written

RESULTS: Final = "研判结果"
GROUPS: Final = "竞争分组"

_TINTS: Final = {
    **dict.fromkeys((Outcome.CONFLICT, Outcome.BARRED, Outcome.PRESUMPTIVELY_BARRED), "F8D7D3"),
    **dict.fromkeys((Outcome.EXEMPT, Outcome.PRIORITY, Outcome.MAY_PROCEED), "DDEFD9"),
}
_OTHER_TINT: Final = "FCEFC7"
_COLUMNS: Final = (
    ("编号", 13), ("机构", 22), ("类型", 12), ("所在地", 11), ("事项", 20), ("基准日", 11), ("研判结论", 22), ("结论说明", 34),
    ("决定条款", 40), ("条款原文", 56), ("理由", 56), *((TITLES[p], 34) for p in ORDER), ("改变条件", 48),
    ("假定", 34), ("提示", 44), ("竞争分组", 16), ("来源", 20), ("事实校验码", 18),
)  # fmt: skip
_GROUP_COLUMNS: Final = (
    ("组号", 7), ("情形", 16), ("确定程度", 11), ("范围", 16), ("依据条款", 40), ("条款原文", 56), ("编号", 14), ("机构", 24),
    ("研判结论", 22), ("各自申请", 10), ("说明", 56),
)  # fmt: skip
_CHOOSE: Final = (
    "以下各组的申请按有关条款不能全部新增,由经办机构择优定点。分组只列明相互关系,不改变任何一份申请的研判结论。"
)
_DIGEST: Final = 16
_NARROW: Final = 9.0


class Results:
    """Rows gathered one by one as applications are judged; the workbook is made at the end."""

    def __init__(self, background: Background) -> None:
        self._background = background
        self._rows: list[tuple[Application, Verdict, list[Cell]]] = []

    def add(self, application: Application, verdict: Verdict, elsewhere: Iterable[ClauseCitation] = ()) -> None:
        """One application with its verdict; `elsewhere` are exemptions of documents that do not govern."""
        self._rows.append((application, verdict, self._row(application, verdict, elsewhere)))

    def workbook(self, groups: Sequence[Group], sources: Sequence[Workbook], notes: Sequence[str] = ()) -> bytes:
        """The bytes of the workbook."""
        member: dict[str, list[str]] = {}
        for number, group in enumerate(groups, 1):
            for id_ in group.applications:
                member.setdefault(id_, []).append(f"第{number}组")
        at = [name for name, _ in _COLUMNS].index(GROUPS)
        for application, _, row in self._rows:
            row[at] = "、".join(member.get(application.id, ())) or None
        head: list[Cell] = styled((name for name, _ in _COLUMNS), HEADER)
        sheet = Sheet(RESULTS, [head, *(r for _, _, r in self._rows)], frozen=1, filtered=True, style=TEXT)
        # A column in which nothing stands needs no room; it stays, so that the columns are the same in every workbook.
        held = {i for _, _, row in self._rows for i, cell in enumerate(row) if cell is not None}
        sheet.widths = {i: float(w) if i in held else _NARROW for i, (_, w) in enumerate(_COLUMNS)}
        first = [sheet, self._groups(groups)] if groups else [sheet]
        if notes:
            told = ["读取时没有采用的内容和需要留意的情况", *notes]
            first.append(Sheet("说明", [styled([t], PLAIN) for t in told], {0: 100.0}))
        return written([*first, *copies(sources)])

    def _row(self, application: Application, verdict: Verdict, elsewhere: Iterable[ClauseCitation]) -> list[Cell]:
        explanation = explain(verdict, self._background, elsewhere)
        head = explanation.head
        decisive = explanation.of("decisive") or explanation.of("open")
        missing = {g.provider: [i.sentence for i in g.items] for g in explanation.missing}
        tint = Style(bold=True, wrap=True, border=True, fill=_TINTS.get(verdict.outcome, _OTHER_TINT))
        possible = f"可能的结论:{'、'.join(explanation.possible)}。" if explanation.possible else ""
        return [
            head.application, head.facility, head.kind, head.place, head.matter, head.day,
            (explanation.label, tint), _lines([*explanation.meaning, possible, explanation.consideration]),
            _lines(source_of(p.citation) for p in decisive), _lines(f"「{_flat(p.citation.quote)}」" for p in decisive),
            _lines(s for p in decisive for s in p.sentences),
            *(_lines(missing.get(p, ())) for p in ORDER),
            _lines(explanation.changes), _lines(explanation.assumptions), _lines(explanation.warnings), None,
            application.where.partition(": ")[2] or application.where or None, verdict.receipt.facts[:_DIGEST],
        ]  # fmt: skip

    def _groups(self, groups: Sequence[Group]) -> Sheet:
        by_id = {a.id: (v, row) for a, v, row in self._rows}
        rows: list[list[Cell]] = []
        for number, group in enumerate(groups, 1):
            for index, (application, asked) in enumerate(zip(group.applications, group.asked, strict=True)):
                verdict, row = by_id[application]
                cited = source_of(group.citation) if not index else None
                quote = f"「{_flat(group.citation.quote)}」" if not index else None
                sure = "已由所给数据确定" if group.sure else "可能,须核实"
                rows.append([
                    f"第{number}组", KINDS[group.kind], sure, group.of, cited, quote, application, row[1], verdict.label,
                    asked, group.why if not index else None,
                ])  # fmt: skip
        head: list[Cell] = styled((name for name, _ in _GROUP_COLUMNS), HEADER)
        title: list[Cell] = [(_CHOOSE, Style(bold=True))]
        sheet = Sheet(GROUPS, [title, head, *rows], frozen=2, style=TEXT)
        sheet.widths = {i: float(w) for i, (_, w) in enumerate(_GROUP_COLUMNS)}
        return sheet


def _flat(quote: str) -> str:
    return "".join(quote.splitlines())


def _lines(texts: Iterable[str]) -> str | None:
    listed = [t for t in texts if t]
    if len(listed) < 2:
        return listed[0] if listed else None
    return "\n".join(f"{n}. {t}" for n, t in enumerate(listed, 1))
