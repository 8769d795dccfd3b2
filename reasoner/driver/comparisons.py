"""The driver's part for comparisons in effect: regions, documents, versions and readings, asked of the solver.

Functions give plain data (`reasoner.compare.data`); those whose name ends in `_text` give what people read, those that take
a path write a file whole or not at all. They raise Faults with every fault.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any, Final, TypeVar

from policy_dsl.compiled import Document
from policy_dsl.diagnostics import Diagnostic, Faults, nearest
from reasoner.compare.sides import AFTER, BEFORE, Compared
from reasoner.driver import in_use
from reasoner.driver.sides import side_named
from reasoner.model.rule_base import RuleBase, runnable

Data = dict[str, Any]

SECONDS: Final = 60.0
"""Time for one comparison with its readings; what is not answered by then is told as 未定, or as not found out."""

FORMS: Final = (".html", ".xlsx", ".docx")


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks of a comparison: matters, kinds of institutions, day (all, or chosen, where none is named), time."""

    matters: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    as_of: str | None = None
    seconds: float = SECONDS
    readings: bool = False
    """Whether to ask again with each reading taken the other way."""
    advice: bool = False
    """Whether the verdicts on examples say what would change them."""


Pair = tuple[Compared, Compared]
T = TypeVar("T")
U = TypeVar("U")


def regions(names: Sequence[str], asked: Asked = Asked()) -> list[Data]:
    """How regions, or documents, differ in effect: each of the names against each that follows it.

    Raises Faults: U134 for a name that is neither, U136 where fewer than two are left, U137 to U139 for what is asked.
    """
    few = Diagnostic(
        "U136",
        "tiaoli compare",
        "比较要有两个不同的地区或者文件",
        "名称、别名、代码;文件标识、题名或文号",
        "地区或者文件写在各选项前面,如 tiaoli compare 青岛市 河南省 --matter 事项;改动前后相比用 --before、--after",
    )
    sides, day = _both(lambda: _sides(in_use.rule_base(), names, few), lambda: _checked(asked))
    return _compare(list(combinations(sides, 2)), asked, day)


def handover(names: Sequence[str], path: Path, asked: Asked = Asked()) -> list[Data]:
    """Write the page that a colleague can be given: what regions say by topic, then the first of them against each other.

    The comparisons that stand in it. Raises Faults as `regions` does, and U107.
    """
    from reasoner.compare.report.handover import handover_page
    from reasoner.driver.knowledge import compare_topics, write_file

    hint = "写作 tiaoli compare 青岛市 河南省 滨州市 --handover 青岛市.html"
    few = Diagnostic("U136", "--handover", "要有一个地区和与它比较的地区", "两个以上的地区", hint)
    sides, day = _both(lambda: _sides(in_use.rule_base(), names, few), lambda: _checked(asked))
    if any(side.only is not None for side in sides):
        raise Faults([few])
    found = _compare([(sides[0], other) for other in sides[1:]], replace(asked, readings=True), day)
    write_file(path, handover_page(compare_topics(names), found, in_use.rule_base()))
    return found


def versions(before: Path, after: Path, asked: Asked = Asked()) -> list[Data]:
    """Who would be judged differently after an amendment, and what it changes in the texts (`amended`): for each region
    that one of the documents governs, those within another not by themselves.

    Raises Faults: those of `reasoner.driver.versions`, U137 to U139 for what is asked.
    """
    from reasoner.compare.amended import amended
    from reasoner.driver.versions import versions as loaded

    (old, new, ids), day = _both(lambda: loaded(before, after), lambda: _checked(asked))
    concerned = {d.region: None for base in (old, new) for i in ids if (d := base.documents.get(i)) is not None}
    within = {r for r in concerned for above in old.vocabulary.chain(r)[1:] if above in concerned}
    pairs = [(Compared(BEFORE, old, r), Compared(AFTER, new, r)) for r in concerned if r not in within]
    return [d | {"amended": amended(*pair, ids)} for pair, d in zip(pairs, _compare(pairs, asked, day), strict=True)]


def readings(name: str, asked: Asked = Asked()) -> list[Data]:
    """What turns on a reading: the rules as they are used, and with its alternative. `name` is 文件标识/解释名, or 解释名
    where one document alone has it. Raises Faults (U138 where there is none to run, U136, U137 and U139).
    """
    (document, told), day = _both(lambda: _reading(name, asked), lambda: _checked(asked))
    base, reading = in_use.rule_base(), told["name"]
    other = base.variant(document.id, reading)
    sides = Compared("现用读法", base, document.region), Compared(f"另一种读法({reading})", other, document.region)
    (data,) = _compare([sides], asked, day)
    keys = ("name", "question", "used", "alternative", "basis", "confirmed_by")
    return [data | {"reading": {"document": document.id, "title": document.title, **{k: told[k] for k in keys}}}]


def _reading(name: str, asked: Asked) -> tuple[Document, Data]:
    """The one reading of this name that can be run, and its document."""
    known = {
        f"{d.id}/{r['name']}": (d, r)
        for d in in_use.rule_base().documents.values()
        for r in d.data["readings"]
        if runnable(r)
    }
    faults = []
    if asked.readings:
        what = "--reading 已经换了一条解释的读法,不再用 --readings 逐条换读"
        faults.append(Diagnostic("U136", "tiaoli compare", what, hint="分两次比较"))
    wanted = name.strip()
    found = [k for k in known if wanted in (k, k.partition("/")[2])]
    if len(found) != 1:
        near = nearest(wanted, [*known, *(k.partition("/")[2] for k in known)])
        hint = f"是否要写 {near[0]}?" if near and not found else "写明文件:" + "、".join(found) if found else ""
        what = f"「{wanted}」在几份文件中都有" if found else f"没有可以试算的解释「{wanted}」"
        faults.append(Diagnostic("U138", f"--reading {name}", what, "、".join(known), hint))
    if faults:
        raise Faults(faults)
    return known[found[0]]


# --- what people read -----------------------------------------------------------------------------------------


def text(found: Sequence[Data], *, full: bool = False, width: int = 80, colour: bool = False) -> str:
    """The comparisons as staff read them: first the matrix, then clause by clause."""
    from reasoner.compare.report.terminal import comparison_text

    return comparison_text(found, in_use.rule_base(), width=width, colour=colour, full=full)


def write(found: Sequence[Data], path: Path) -> None:
    """The comparisons as a page (.html), a workbook (.xlsx) or a document (.docx). Raises Faults (U107, U137)."""
    base = in_use.rule_base()
    form = path.suffix.lower()
    if form in (".html", ".htm"):
        from reasoner.compare.report.html import comparison_page
        from reasoner.driver.knowledge import write_file

        write_file(path, comparison_page(found, base))
    elif form == ".xlsx":
        from reasoner.compare.report.sheet import comparison_sheet

        comparison_sheet(found, base, path)
    elif form == ".docx":
        from reasoner.compare.report.word import comparison_document

        comparison_document(found, base, path)
    else:
        raise Faults([Diagnostic("U102", f"-o {path}", "不认识的文件类型", "、".join(FORMS), "改文件名的后缀")])


# --- sides, days ----------------------------------------------------------------------------------------------


def _sides(base: RuleBase, names: Sequence[str], few: Diagnostic) -> list[Compared]:
    """The sides of these names in order, each once; a document may be named by id, title or number.

    few: the fault where they are fewer than two.
    """
    found: dict[tuple[str, frozenset[str] | None], Compared] = {}
    faults: list[Diagnostic] = []
    for name in names:
        try:
            side = side_named(base, name)
        except Faults as error:
            faults += error.diagnostics
            continue
        found.setdefault((side.region, side.only), side)
    # With a name that is not known nobody can say that the others are too few.
    faults += [few] if len(set(names)) < 2 or (not faults and len(found) < 2) else []
    if faults:
        raise Faults(faults)
    return list(found.values())


def _compare(pairs: Iterable[Pair], asked: Asked, given: str | None) -> list[Data]:
    """The comparisons of these pairs on a day; none given: for each the day of `common_day`."""
    from reasoner.compare.data import to_data
    from reasoner.compare.day import common_day
    from reasoner.compare.effect import Examples, compare
    from reasoner.compare.turned import turned, unanswered

    found = []
    for a, b in pairs:
        day, basis = (given, "") if given else common_day(a, b, date.today().isoformat())
        started = time.monotonic()
        compared = compare(
            a, b, day, matters=asked.matters, kinds=asked.kinds, seconds=asked.seconds, together=a.region == b.region,
            examples=Examples(advise=asked.advice),
        )  # fmt: skip
        if not asked.readings:
            found.append(to_data(compared, basis))
            continue
        turning = list(turned(compared, asked.seconds - (time.monotonic() - started)))
        data = to_data(compared, basis, [t for t in turning if t.answered])
        data["readings"]["unanswered"] = unanswered(turning)
        found.append(data)
    return found


def _both(first: Callable[[], T], second: Callable[[], U]) -> tuple[T, U]:
    """What both give; raises Faults with those of both."""
    faults: list[Diagnostic] = []
    found: list[Any] = []
    for asked in (first, second):
        try:
            found.append(asked())
        except Faults as error:
            faults += error.diagnostics
    if faults:
        raise Faults(faults)
    return found[0], found[1]


def _checked(asked: Asked) -> str | None:
    """The day that is asked for, if any; raises Faults with everything in the question that cannot be: F-codes for the
    day, U137 a matter or kind, U139 the time.
    """
    _, day = _both(lambda: _check(asked), lambda: in_use.as_day(asked.as_of))
    return day


def _check(asked: Asked) -> None:
    matters, types = in_use.rule_base().vocabulary.matters, in_use.rule_base().vocabulary.types
    faults = [
        Diagnostic("U137", f"{option} {name}", f"没有{what}「{name}」", "、".join(known), _near(name, known))
        for option, what, names, known in (
            ("--matter", "事项", asked.matters, matters),
            ("--type", "机构类型", asked.kinds, types),
        )
        for name in names
        if name not in known
    ]
    if not faults and asked.kinds:
        may = {k for m in asked.matters or matters for k in matters[m].members}
        allowed, hint = "、".join(sorted(may)), "核对事项和机构类型"
        faults = [
            Diagnostic("U137", f"--type {k}", f"「{k}」不能申请所写的事项", allowed, hint)
            for k in asked.kinds
            if k not in may
        ]
    if not 0 < asked.seconds < float("inf"):
        what, allowed = "求解时间应是大于零的秒数", "秒数,如 60"
        faults.append(Diagnostic("U139", f"--budget {asked.seconds:g}", what, allowed, "不写时为 60 秒"))
    if faults:
        raise Faults(faults)


def _near(name: str, known: Iterable[str]) -> str:
    near = nearest(name, known)
    return f"是否要写「{near[0]}」?" if near else ""
