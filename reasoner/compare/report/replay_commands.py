"""How the examples of a comparison can be judged again: the commands that lead to the outcomes shown."""

from __future__ import annotations

from reasoner.compare.relation_kinds import Party
from reasoner.compare.report import assumptions, wordings
from reasoner.compare.report.view_model import View
from reasoner.compare.result import PARTIES

_BOOK, _COMPARED = "本工作簿.xlsx", "比较.xlsx"
_DOCUMENT = "《"


def of_page(view: View) -> str:
    """Where the applications of the examples stand that a page has in words alone."""
    if not view.examples:
        return ""
    what = f"各例的申请、指标、认定在比较工作簿中:{_again(view)}"
    others = view.examples[0].number - 1
    numbered = f"(工作簿的{wordings.number(1)}即本页的{wordings.number(1 + others)},依次类推)" if others else ""
    return f"{what}{numbered}。{of_workbook(view, _COMPARED)}"


def _again(view: View) -> str:
    """The command that compares the same once more, as a workbook."""
    reading = view.comparison.reading
    if reading is not None:
        return f"tiaoli compare --reading {reading.document}/{reading.name} {view.question} -o {_COMPARED}"
    if view.changed:
        return f"tiaoli compare --before 修改前的目录 --after 修改后的目录 {view.question} -o {_COMPARED}"
    sides = " ".join(assumptions.written(view, party) for party in PARTIES)
    return f"tiaoli compare {sides} {view.question} -o {_COMPARED}"


def of_workbook(view: View, book: str = _BOOK) -> str:
    """For the workbook, whose sheets hold the applications of all examples. book: what it is called where this is said."""
    if view.changed and not view.reread:
        return _judged(view)
    same = "申请、指标、认定三张表与 tiaoli template 的表相同,可以把举例再研判一次"
    if view.reread:
        return f"{same}:{_readings(book)}"
    where = (
        ""
        if view.one_place
        else f"。地区代码见「{wordings.DIFFERENCES}」表「{view.b}{wordings.PLACE}」一列,代码不同的分次研判"
    )
    return f"{same}。{_each(view, book, '地区代码')}{where}。"


def _each(view: View, file: str, code: str) -> str:
    under = "" if view.one_place else f" --under {code}"
    a, b = (_only(view, party) for party in PARTIES)
    return f"按{view.a}:tiaoli check {file}{a};按{view.b}:tiaoli check {file}{b}{under}"


def _only(view: View, party: Party) -> str:
    """The documents alone that are a side, where it is no region."""
    ids = [d.id for d in view.comparison.documents.of(party)]
    return f" --document {' '.join(ids)}" if view.comparison.names.of(party).startswith(_DOCUMENT) else ""


def _readings(file: str) -> str:
    return f"tiaoli check {file} --readings,列出换一种理解时的结论。"


def _judged(view: View) -> str:
    return (
        f"比较时已由研判程序按{view.a}、{view.b}的规则各研判一次;草案须编入规则库后才能用 tiaoli check,"
        "现有规则库得出的结论与草案无关。"
    )
