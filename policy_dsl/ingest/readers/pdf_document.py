"""A PDF with text, read by pdfium, and page by page by pdfplumber: paragraphs from the lines of the layout.

A page holds characters at places; what a paragraph is has to be told from where lines begin and end. Headers, footers
and page numbers are left out with their words (or kept where nothing is to be masked). A page without words, or with the
invisible words of a recognised scan, is a mark: nobody has read it.
"""

from __future__ import annotations

import io
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Final

from policy_dsl.ingest.readers.compatibility_forms import common
from policy_dsl.ingest.readers.extraction import Extraction, LeftOut, Notice, Origin, ReadLine, Run, Unreadable
from policy_dsl.ingest.readers.page_furniture import furniture
from policy_dsl.ingest.readers.reconciliation import Reconciliation, reconcile_pages

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

MOST_PAGES: Final = 1000
SECOND: Final = "pdfplumber"
SECONDS: Final = 600
"""For the second reading, which takes a twentieth of a second for a usual page."""
_TOLERANCE: Final = 2.5
"""How many characters a full line may fall short of the margin: a mark may not begin a line."""
_INDENT: Final = 0.8
"""Characters from which on a line is indented."""
_WIDE: Final = 0.6
"""Characters from which on a gap between words is a blank that somebody put there."""
_PICTURE: Final = 1700
"""Points of a picture of a page, on its longer side."""
_FINEST: Final = 4.0
_COLUMN: Final = 2.0
"""Characters from which on a gap parts the cells of a table."""
_NARROWEST: Final = 0.75
"""Of the width of a page: where no line reaches as far, none is full."""
_CHINESE: Final = re.compile("[\u2018-\u201d\u2026\u2014\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]")

_ENDED: Final = tuple("。;；:：!！?？")
_MARKED: Final = re.compile(
    r"第[零〇一二三四五六七八九十百千0-9]{1,7}(?:[章节条编]|分编)|[一二三四五六七八九十]{1,3}[、是]|[(（][一二三四五六七八九十0-9]{1,3}[)）]"
    r"|[0-9]{1,2}[.．、](?![0-9])|[\u2460-\u249b\u3220-\u3229]"
)
"""How what is numbered begins; behind the end of a sentence that is a paragraph of its own."""


@dataclass(frozen=True)
class PageLine:
    """A line of a page: its words, where it begins and ends, its height on the page, in points; size of its characters.

    columns: it has a gap as between the cells of a table.
    """

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float
    columns: bool = False


def read_pdf(raw: bytes, *, masks: bool = True) -> tuple[Extraction, Reconciliation | None]:
    """A PDF as read, and how the second reading differs. Raises Unreadable: R103 damaged, R104 locked, R108 a scan."""
    extraction = Extraction("PDF", "pdfium")
    folds: Counter[str] = Counter()
    pages, sizes = _pages(raw, extraction, folds)
    extraction.folds.update(sorted(folds.items()))
    if not any(pages):
        raise Unreadable(
            "R108", f"{len(pages)}页都是扫描图,没有文字可读",
            "对着原件录入文字,由另一人校对:--typed 录入的文字.txt --by 录入人 --proofread-by 校对人",
        )  # fmt: skip
    aside = furniture(pages, [height for _, height in sizes]) if masks else {}
    for n, lines in aside.items():
        extraction.left_out += [LeftOut("页眉、页脚和页码", pages[n][i].text, f"第{n + 1}页") for i in sorted(lines)]
    _paragraphs(extraction, pages, aside, max(width for width, _ in sizes))
    whole = [
        [ReadLine((Run(line.text),), f"第{n}页第{i}行") for i, line in enumerate(page, 1)]
        for n, page in enumerate(pages, 1)
    ]
    second = _second(raw)
    if second is None:
        message = f"第二次读取({SECOND})没有成功,或者{SECONDS}秒内没有读完,没有逐字核对,请对照原件"
        extraction.notices.append(Notice(message, "", "R118"))
        return extraction, None
    return extraction, reconcile_pages(whole, second, (extraction.reader, SECOND))


# --- pictures of pages -----------------------------------------------------------------------------------------------


def page_count(raw: bytes) -> int:
    """How many pages a PDF has. Raises Unreadable (R103, R104)."""
    document = _opened(raw)
    try:
        return len(document)
    finally:
        document.close()


def page_picture(raw: bytes, number: int) -> bytes:
    """A page (from 1) as a picture in PNG. Raises Unreadable (R103, R104), IndexError where there is no such page."""
    from pypdfium2 import PdfiumError

    document = _opened(raw)
    try:
        if not 1 <= number <= len(document):
            raise IndexError(number)
        page = document[number - 1]
        width, height = page.get_size()
        content = io.BytesIO()
        page.render(scale=min(_PICTURE / max(width, height, 1.0), _FINEST)).to_pil().save(content, "PNG")
        return content.getvalue()
    except PdfiumError:
        raise Unreadable("R103", "有一页读不出来,文件已经损坏", "请来文单位重新发送") from None
    finally:
        document.close()


def _opened(raw: bytes) -> PdfDocument:
    import pypdfium2
    from pypdfium2 import PdfiumError

    try:
        return pypdfium2.PdfDocument(raw)
    except PdfiumError as error:
        if "password" in str(error).lower():
            raise Unreadable("R104", "文件有密码", "请来文单位取消密码,另存一份") from None
        raise Unreadable("R103", "文件已经损坏,或者没有传完", "请来文单位重新发送") from None


# --- the first reading -----------------------------------------------------------------------------------------------


def _pages(
    raw: bytes, extraction: Extraction, folds: Counter[str]
) -> tuple[list[list[PageLine]], list[tuple[float, float]]]:
    """The lines of each page, and its width and height. Pages without words are told."""
    from pypdfium2 import PdfiumError

    document = _opened(raw)
    try:
        if len(document) > MOST_PAGES:
            raise Unreadable("R105", f"有{len(document)}页,超过{MOST_PAGES}页", "把正文和附件分开")
        return _each(document, extraction, folds)
    except PdfiumError:
        raise Unreadable("R103", "有一页读不出来,文件已经损坏", "请来文单位重新发送") from None
    finally:
        document.close()


def _each(
    document: PdfDocument, extraction: Extraction, folds: Counter[str]
) -> tuple[list[list[PageLine]], list[tuple[float, float]]]:
    pages: list[list[PageLine]] = []
    sizes: list[tuple[float, float]] = []
    for number in range(len(document)):
        page = document[number]
        place = f"第{number + 1}页"
        lines = list(_lines(page, folds))
        pictures, hidden = _objects(page)
        if lines and hidden and pictures:
            extraction.left_out.append(LeftOut("扫描页上识别所得的文字", "".join(x.text for x in lines), place))
            lines = []
        if not lines and pictures:
            mark = extraction.placed("扫描页", "整页是图,没有文字,或者只有识别所得的文字", place)
            extraction.notices.append(Notice(f"整页是扫描图,没有读,正文中以{mark}占位", place, "R108"))
        elif pictures:
            for _ in range(pictures):
                extraction.placed("图片", "页上的图片(印章、图表),正文中没有占位", place)
        pages.append(lines)
        sizes.append(page.get_size())
        page.close()
    return pages, sizes


def _objects(page: PdfPage) -> tuple[int, bool]:
    """How many pictures a page has, and whether all its words are invisible."""
    import pypdfium2.raw as pdfium

    pictures, visible, hidden = 0, 0, 0
    for item in page.get_objects(max_depth=4):
        if item.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            pictures += 1
        elif item.type == pdfium.FPDF_PAGEOBJ_TEXT:
            invisible = pdfium.FPDFTextObj_GetTextRenderMode(item.raw) == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
            hidden, visible = hidden + invisible, visible + (not invisible)
    return pictures, hidden > 0 and visible == 0


def _lines(page: PdfPage, folds: Counter[str]) -> Iterator[PageLine]:
    """The lines of a page in the order of its content, with common characters, without the blanks of the layout."""
    words = page.get_textpage()
    try:
        text = words.get_text_range()
        if len(text) != words.count_chars():  # characters beyond the first plane: places by index do not hold
            for piece in re.split(r"[\r\n]+", text):
                if piece.strip():
                    yield PageLine(common(piece.strip(), folds), 0, 0, 0, 0, 0)
            return
        for match in re.finditer(r"[^\r\n]+", text):
            start, end = match.start(), match.end()
            solid = [i for i in range(start, end) if not text[i].isspace()]
            if not solid:
                continue
            first, last = words.get_charbox(solid[0], loose=True), words.get_charbox(solid[-1], loose=True)
            pieces, columns = [], False
            for i in range(solid[0], solid[-1] + 1):
                if text[i].isspace():
                    gap = words.get_charbox(min(i + 1, end - 1))[0] - words.get_charbox(max(i - 1, start))[2]
                    columns = columns or gap > _COLUMN * (first[3] - first[1])
                    if _of_layout(text, i, start, end) and gap < _WIDE * (first[3] - first[1]):
                        continue
                pieces.append("" if text[i] in "\ufffe\x02" else " " if text[i] == "\xa0" else text[i])
            yield PageLine(
                common("".join(pieces), folds),
                first[0],
                last[2],
                first[1],
                first[3],
                max(first[3] - first[1], 1.0),
                columns,
            )
    finally:
        words.close()


def _of_layout(text: str, at: int, start: int, end: int) -> bool:
    """Whether a blank stands beside a Chinese character: layouts put blanks between these and digits."""
    before, after = text[at - 1 : at] if at > start else "", text[at + 1 : at + 2] if at + 1 < end else ""
    return bool(_CHINESE.match(before) or _CHINESE.match(after))


# --- paragraphs ------------------------------------------------------------------------------------------------------


def _margins(pages: Sequence[Sequence[PageLine]], aside: dict[int, frozenset[int]]) -> tuple[float, float]:
    """Where full lines begin and end: by the places at which most lines do."""
    lines = [line for n, page in enumerate(pages) for i, line in enumerate(page) if i not in aside.get(n, ())]
    if not lines:
        return 0, 0
    lefts = Counter(round(line.left / 4) for line in lines)
    most = max(lefts.values())
    left = min(place for place, count in lefts.items() if count * 5 >= most) * 4.0
    return left, max(line.right for line in lines)


def _paragraphs(
    extraction: Extraction, pages: Sequence[Sequence[PageLine]], aside: dict[int, frozenset[int]], width: float
) -> None:
    """Add the lines of the pages to the text; one that goes on with a paragraph, also over a page's end, is joined to it."""
    left, right = _margins(pages, aside)
    right = max(right, _NARROWEST * width)
    scans = {p.place: p.mark for p in extraction.placeholders if p.mark.startswith("〔扫描页")}
    above: PageLine | None = None
    for number, page in enumerate(pages, 1):
        place = f"第{number}页"
        if place in scans:
            extraction.lines.append(ReadLine((Run(scans[place], Origin.PLACEHOLDER),), place))
            above = None
        lines = [line for i, line in enumerate(page) if i not in aside.get(number - 1, ())]
        usual = _usual_gap(lines)
        for i, line in enumerate(lines):
            if above is not None and _goes_on(above, line, left, right, usual if i else 0):
                before = extraction.lines[-1]
                blank = "" if _CHINESE.match(before.text[-1:]) or _CHINESE.match(line.text) else " "
                extraction.lines[-1] = ReadLine((Run(before.text + blank + line.text),), before.place)
            else:
                extraction.lines.append(ReadLine((Run(line.text),), place))
            above = line


def _usual_gap(lines: Sequence[PageLine]) -> float:
    gaps = [above.bottom - below.bottom for above, below in pairwise(lines) if above.bottom > below.bottom]
    return median(gaps) if gaps else 0


def _goes_on(above: PageLine, line: PageLine, left: float, right: float, usual: float) -> bool:
    """Whether a line goes on with the paragraph of the line above it: that is full, and this one is not indented."""
    if above.size == 0 or line.size == 0 or above.columns or line.columns:
        return False
    em = max(above.size, line.size)
    if right - above.right > _TOLERANCE * em or abs(above.size - line.size) > 0.25 * em:
        return False
    if above.text.endswith(_ENDED) and _MARKED.match(line.text):
        return False
    if usual and above.bottom - line.bottom > 1.4 * usual:
        return False
    return line.left - left < _INDENT * em or abs(line.left - above.left) < 0.3 * em


# --- the second reading ----------------------------------------------------------------------------------------------


def _second(raw: bytes) -> list[str] | None:
    """The words of each page as pdfplumber has them; None where it cannot read the file, or not in time."""
    import pdfplumber

    end = time.monotonic() + SECONDS
    try:
        with pdfplumber.open(io.BytesIO(raw)) as document:
            pages = []
            for page in document.pages:
                pages.append(common(page.extract_text() or ""))
                page.close()
                if time.monotonic() > end:
                    return None
            return pages
    except Exception:  # it raises whatever its parser meets
        return None
