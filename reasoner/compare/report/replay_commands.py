"""How the examples of a comparison can be judged again: the commands that lead to the outcomes shown."""

from __future__ import annotations

from reasoner.compare.relation_kinds import Party
from reasoner.compare.report import wordings
from reasoner.compare.report.view_model import Example, View
from reasoner.compare.result import PARTIES

_FILE, _BOOK = "申请.json", "本工作簿.xlsx"
_DOCUMENT = "《"


def of_example(view: View, e: Example) -> str:
    """For the application of an example, saved as a file."""
    if view.reread:
        return f"存为 {_FILE} 后可以再研判一次:{_readings(_FILE)}"
    if view.changed:
        return _judged(view)
    there = "" if view.one_place else f"(视同设在{e.b.place})"
    return f"存为 {_FILE} 后可以再研判一次。{_each(view, _FILE, e.b.code)}{there}。"


def of_workbook(view: View) -> str:
    """For the workbook, whose sheets hold the applications of all examples."""
    if view.changed and not view.reread:
        return _judged(view)
    same = "申请、指标、认定三张表与 tiaoli template 的表相同,可以把举例再研判一次"
    if view.reread:
        return f"{same}:{_readings(_BOOK)}"
    where = (
        ""
        if view.one_place
        else f"。地区代码见「{wordings.DIFFERENCES}」表「{view.b}{wordings.PLACE}」一列,代码不同的分次研判"
    )
    return f"{same}。{_each(view, _BOOK, '地区代码')}{where}。"


def _each(view: View, file: str, code: str) -> str:
    under = "" if view.one_place else f" --under {code}"
    a, b = (_only(view, party) for party in PARTIES)
    return f"按{view.a}:tiaoli check {file}{a};按{view.b}:tiaoli check {file}{b}{under}"


def _only(view: View, party: Party) -> str:
    """The documents alone that are a side, where it is no region."""
    ids = [d.id for d in view.comparison.documents.of(party)]
    return f" --document {' '.join(ids)}" if view.comparison.names.of(party).startswith(_DOCUMENT) else ""


def _readings(file: str) -> str:
    return f"tiaoli check {file} --readings,列出换一种读法时的结论。"


def _judged(view: View) -> str:
    return (
        f"比较时已由研判程序按{view.a}、{view.b}的规则各研判一次;草案须编入规则库后才能用 tiaoli check,"
        "现有规则库得出的结论与草案无关。"
    )
