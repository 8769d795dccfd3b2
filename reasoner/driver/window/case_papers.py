"""Papers of a case that are no letters: the receipt (收件回执) and the index of its file (卷内目录), as Word files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from reasoner.casework.file_index import IndexRow
from reasoner.driver.window.wording import day_words
from reasoner.render.docx.report_model import DocumentPart, Small, Table, Title, cell
from reasoner.render.docx.report_writer import document_bytes

_BLANK: Final = "＿＿＿＿"
RECEIPT_NOTE: Final = "本回执只证明收到上列申请和材料，不代表受理，也不代表对申请结果的判断。"


class Receipt(NamedTuple):
    """What a receipt says."""

    number: str
    facility: str
    credit_code: str
    matters: tuple[tuple[str, str], ...]
    """Each with the number of its application."""
    received: str
    """ISO."""
    giver: str
    """Who handed it in; empty: not said."""
    papers: tuple[str, ...]
    """The papers that came."""
    office: str
    """The full name of the office, from its settings; empty: not set."""
    taker: str
    """Who received it; empty: a window for one person, where it is filled in by hand."""


def receipt_file(receipt: Receipt) -> bytes:
    """A receipt as a Word file."""
    rows = [
        ("收件编号", receipt.number),
        ("申请单位", receipt.facility or _BLANK),
        ("统一社会信用代码", receipt.credit_code or _BLANK),
        ("申请事项", "；".join(f"{matter}（申请编号{number}）" for matter, number in receipt.matters)),
        ("收到日期", day_words(receipt.received)),
        ("递交人", receipt.giver or _BLANK),
        ("收到的材料", "；".join(receipt.papers) or _BLANK),
        ("收件人", receipt.taker or _BLANK),
        ("收件单位", f"{receipt.office or _BLANK}（印章）"),
    ]
    table = Table(("项目", "内容"), tuple((cell(a), cell(b)) for a, b in rows), (3, 9))
    return document_bytes([Title("收件回执"), table, Small(RECEIPT_NOTE)])


URGE_HEADS: Final = ("收件编号", "机构", "现在的步骤", "由谁办理", "自何日", "期限", "最后一日", "情形", "依据")
URGE_NOTE: Final = "期限、最后一日和依据按本单位登记的期限表、节假日表计算，截至出具之日；表里没有写依据的照写。本单只催办，不改变任何期限。"
"""What the paper by which cases are urged rests on."""


class UrgeLine(NamedTuple):
    """A line of the paper by which cases are urged: one deadline of one case."""

    number: str
    facility: str
    step: str
    """Where the case stands."""
    holder: str
    """Who holds it."""
    since: str
    """ISO."""
    term: str
    """The deadline with its length, and with what it began."""
    last: str
    """ISO."""
    state: str
    """How it stands to the last day."""
    basis: str
    """As the table of the bureau says."""

    @property
    def cells(self) -> tuple[str, ...]:
        """The line below `URGE_HEADS`."""
        return (*self[:4], day_words(self.since), self.term, day_words(self.last), *self[7:])


def urge_title(number: int) -> str:
    """What the paper is called."""
    return f"催办单（第{number}号）"


def urge_file(number: int, scope: str, at: str, by: str, office: str, lines: Sequence[UrgeLine]) -> bytes:
    """The paper by which cases are urged, as a Word file. at: the day on which it was issued, ISO. by: empty: one person alone."""
    rows = tuple(tuple(cell(text) for text in line.cells) for line in lines)
    issued_by = f"出具人：{by or _BLANK}；出具单位：{office or _BLANK}；{day_words(at)}"
    parts: list[DocumentPart] = [
        Title(urge_title(number)), Small(f"范围：{scope}"), Table(URGE_HEADS, rows, (3, 4, 2, 3, 3, 4, 3, 3, 4)), Small(URGE_NOTE),
        Small(issued_by),
    ]  # fmt: skip
    return document_bytes(parts)


def index_file(number: str, facility: str, rows: Sequence[IndexRow]) -> bytes:
    """The index of the file of a case as a Word file; pages that are not counted are filled in by hand."""
    cells = tuple(
        (
            cell(str(r.place)), cell(r.paper.number), cell(r.paper.by), cell(r.paper.title),
            cell(day_words(r.paper.day) if r.paper.day else ""), cell(r.pages),
        )
        for r in rows
    )  # fmt: skip
    heads = ("顺序号", "文号或者证据编号", "责任者", "题名", "日期", "页号")
    table = Table(heads, cells, (2, 4, 3, 7, 4, 2))
    return document_bytes([Title(f"卷内目录（{number}）"), Small(facility), table])
