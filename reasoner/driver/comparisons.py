"""The driver's part for comparisons in effect: regions, documents, versions and readings, asked of the solver.

Functions give plain data (`reasoner.compare.data`); those whose name ends in `_text` give what people read, those that take
a path write a file whole or not at all. They raise Faults with every fault.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any, Final

from policy_dsl.diagnostics import Diagnostic, Faults, nearest
from reasoner.compare.sides import Compared
from reasoner.driver import in_use
from reasoner.facts import Application
from reasoner.interpreter.force import IN_FORCE, force_on
from reasoner.rulebase import Document, RuleBase, runnable
from reasoner.topics.matrix import regions_named

Data = dict[str, Any]

SECONDS: Final = 60.0
"""Time for one comparison; what is not answered by then is told as 未定."""

FORMS: Final = (".html", ".xlsx", ".docx")

BEFORE, AFTER = "修改前", "修改后"


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks of a comparison: matters, kinds of institutions, day (all, or chosen, where none is named), time."""

    matters: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    as_of: str | None = None
    seconds: float = SECONDS
    readings: bool = False
    """Whether to ask again with each reading taken the other way."""


Pair = tuple[Compared, Compared]


def regions(names: Sequence[str], asked: Asked = Asked()) -> list[Data]:
    """How regions, or documents, differ in effect: each of the names against each that follows it.

    Raises Faults: U134 for a name that is neither, U136 where fewer than two are left, U137 to U139 for what is asked.
    """
    base = in_use.rule_base()
    sides = _sides(base, names)
    if len(sides) < 2:
        hint = "写作 tiaoli compare 青岛市 河南省;改动前后相比用 --before、--after"
        raise Faults(
            [
                Diagnostic(
                    "U136",
                    "tiaoli compare",
                    "比较要有两个不同的地区或者文件",
                    "名称、别名、代码;文件标识、题名或文号",
                    hint,
                )
            ]
        )
    return _compare(list(combinations(sides, 2)), asked)


def handover(names: Sequence[str], path: Path, asked: Asked = Asked()) -> list[Data]:
    """Write the page that a colleague can be given: what regions say by topic, then the first of them against each other.

    The comparisons that stand in it. Raises Faults as `regions` does, and U107.
    """
    from reasoner.compare.report.handover import handover_page
    from reasoner.driver.knowledge import compare_topics, write_file

    sides = _sides(in_use.rule_base(), names)
    if len(sides) < 2 or any(side.only is not None for side in sides):
        hint = "写作 tiaoli compare 青岛市 河南省 滨州市 --handover 青岛市.html"
        raise Faults([Diagnostic("U136", "--handover", "要有一个地区和与它比较的地区", "两个以上的地区", hint)])
    found = _compare([(sides[0], other) for other in sides[1:]], replace(asked, readings=True))
    write_file(path, handover_page(compare_topics(names), found, in_use.rule_base()))
    return found


def versions(before: Path, after: Path, asked: Asked = Asked()) -> list[Data]:
    """Who would be judged differently after an amendment: for each region that a changed document governs.

    Raises Faults: those of `reasoner.driver.versions`, U137 to U139 for what is asked.
    """
    from reasoner.driver.versions import versions as loaded

    old, new, ids = loaded(before, after)
    concerned = {d.region: None for base in (old, new) for i in ids if (d := base.documents.get(i)) is not None}
    return _compare([(Compared(BEFORE, old, r), Compared(AFTER, new, r)) for r in concerned], asked)


def readings(name: str, asked: Asked = Asked()) -> list[Data]:
    """What turns on a reading: the rules as they are used, and with its alternative. `name` is 文件标识/解释名, or 解释名
    where one document alone has it. Raises Faults (U138 where there is none to run, U137 and U139).
    """
    base = in_use.rule_base()
    known = {
        f"{d.id}/{r['name']}": (d, r["name"])
        for d in base.documents.values()
        for r in d.data["readings"]
        if runnable(r)
    }
    wanted = name.strip()
    found = [k for k in known if wanted in (k, k.partition("/")[2])]
    if len(found) != 1:
        near = nearest(wanted, [*known, *(k.partition("/")[2] for k in known)])
        hint = f"是否要写 {near[0]}?" if near and not found else "写明文件:" + "、".join(found) if found else ""
        what = f"「{wanted}」在几份文件中都有" if found else f"没有可以试算的解释「{wanted}」"
        raise Faults([Diagnostic("U138", f"--reading {name}", what, "、".join(known), hint)])
    document, reading = known[found[0]]
    other = base.variant(document.id, reading)
    sides = Compared("现用读法", base, document.region), Compared(f"另一种读法({reading})", other, document.region)
    (data,) = _compare([sides], asked)
    told = next(r for r in document.data["readings"] if r["name"] == reading)
    keys = ("name", "question", "used", "alternative", "basis", "confirmed_by")
    return [data | {"reading": {"document": document.id, "title": document.title, **{k: told[k] for k in keys}}}]


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


def _sides(base: RuleBase, names: Sequence[str]) -> list[Compared]:
    """The sides of these names in order, each once; a document may be named by id, title or number."""
    found: dict[tuple[str, frozenset[str] | None], Compared] = {}
    faults: list[Diagnostic] = []
    for name in names:
        document = base.document_names.get(name.strip().strip("《》"))
        try:
            side = _document_side(base, document) if document else _region_side(base, name)
        except Faults as error:
            faults += error.diagnostics
            continue
        found.setdefault((side.region, side.only), side)
    if faults:
        raise Faults(faults)
    return list(found.values())


def _document_side(base: RuleBase, document: str) -> Compared:
    title = base.documents[document].title
    return Compared(f"《{title}》", base, base.documents[document].region, frozenset((document,)))


def _region_side(base: RuleBase, name: str) -> Compared:
    if not base.vocabulary.find_regions(name):
        _no_document(base, name)
    region = regions_named(base, [name])[0]
    if region.level == "area":
        counties = "、".join(base.vocabulary.regions[c].name for c in region.members)
        raise Faults(
            [Diagnostic("U134", name, f"「{name}」是医保管理区域,机构不设在其中而设在区县", counties, "写区县")]
        )
    return Compared(region.name, base, region.code)


def _no_document(base: RuleBase, name: str) -> None:
    """Raise Faults (U103) where a name looks like that of a document: a number that several share, or nearly a name."""
    numbered = [d.id for d in base.documents.values() if d.number and d.number == name.strip()]
    near = nearest(name, base.document_names)
    if numbered:
        what, hint = f"文号「{name}」下有几份文件", "写其中一份的标识"
    elif near or not all("\u4e00" <= c <= "\u9fff" for c in name.strip()):
        numbered = [d.id for d in base.documents.values() if d.regulates]
        what = f"没有收录文件「{name}」,也没有这个地区"
        hint = f"是否要写 {base.document_names[near[0]]}?" if near else "地区写名称、别名或六位区划代码"
    else:
        return
    raise Faults([Diagnostic("U103", name or "(空)", what, "、".join(numbered), hint)])


def _compare(pairs: Iterable[Pair], asked: Asked) -> list[Data]:
    from reasoner.compare.data import to_data
    from reasoner.compare.effect import compare
    from reasoner.compare.turned import turned

    _check(asked)
    given = in_use.as_day(asked.as_of)
    found = []
    for a, b in pairs:
        day, basis = (given, "") if given else common_day(a, b, date.today().isoformat())
        compared = compare(
            a, b, day, matters=asked.matters, kinds=asked.kinds, seconds=asked.seconds, together=a.region == b.region
        )
        turning = list(turned(compared, asked.seconds)) if asked.readings else None
        found.append(to_data(compared, basis, turning))
    return found


def _check(asked: Asked) -> None:
    """Raise Faults with everything in the question that cannot be: U137 a matter or kind, U139 the time."""
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
    if not 0 < asked.seconds < float("inf"):
        faults.append(
            Diagnostic(
                "U139", f"--budget {asked.seconds:g}", "求解时间应是大于零的秒数", "秒数,如 60", "不写时为 60 秒"
            )
        )
    if not faults and asked.kinds:
        may = {k for m in asked.matters or matters for k in matters[m].members}
        faults = [
            Diagnostic(
                "U137", f"--type {k}", f"「{k}」不能申请所写的事项", "、".join(sorted(may)), "核对事项和机构类型"
            )
            for k in asked.kinds
            if k not in may
        ]
    if faults:
        raise Faults(faults)


def _near(name: str, known: Iterable[str]) -> str:
    near = nearest(name, known)
    return f"是否要写「{near[0]}」?" if near else ""


def common_day(a: Compared, b: Compared, today: str) -> tuple[str, str]:
    """The day that a comparison is for where nobody names one: the latest, not after today, on which most of the documents
    that both sides have on the matters are in force; and a sentence that says so.
    """
    documents = {d.id: d for side in (a, b) for d in side.documents if d.regulates}.values()
    days = {today, *(d.ends for d in documents if d.ends and d.ends < today)}
    day = max(days, key=lambda on: (sum(_in_force(d, on) for d in documents), on))
    if day == today:
        return day, f"未指定基准日,按今日({today})"
    ended = "、".join(f"《{d.title}》" for d in documents if _in_force(d, day) and not _in_force(d, today))
    return (
        day,
        f"未指定基准日,取不晚于今日、有效文件最多的最近一日;至今日({today}),{ended}规划期已届满,现行依据须另行确认",
    )


def _in_force(document: Document, day: str) -> bool:
    return force_on(document, day, Application("", "", day, None, {}, {})).status == IN_FORCE
