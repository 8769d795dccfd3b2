"""The driver's part for comparisons in effect: regions, documents, versions and readings, asked of the solver.

Functions give comparisons (`reasoner.compare.result`); `text` gives what people read, those that take a path write a file
whole or not at all. They raise Faults with every fault.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

import msgspec
from msgspec.structs import replace

from policy_dsl.compiled import Document
from policy_dsl.diagnostics import Diagnostic, Faults, nearest
from policy_dsl.ingest.output_guard import Overwriting
from policy_dsl.reading import Reading
from policy_dsl.source_files import DRAFT, PACKAGE
from reasoner.analysis.rule_set import AFTER, BEFORE, Compared
from reasoner.driver import current_rule_base
from reasoner.driver.document_lookup import documents_named, not_held
from reasoner.driver.own_corpus import own_corpus
from reasoner.driver.side_lookup import side_named
from reasoner.model.rule_base import RuleBase

if TYPE_CHECKING:
    from reasoner.compare.result import Comparison

SECONDS: Final = 60.0
"""Time for one comparison with its readings; what is not answered by then is told as 未定, or as not found out."""

FORMS: Final = (".html", ".xlsx", ".docx")


class Request(msgspec.Struct, frozen=True):
    """What somebody asks of a comparison."""

    matters: tuple[str, ...] = ()
    """Matters by label; none: all."""
    kinds: tuple[str, ...] = ()
    """Kinds of institutions by label; none: all."""
    as_of: str | None = None
    """The day whose rules are compared, as people write it; None: one is chosen."""
    seconds: float = SECONDS
    """The time for one comparison with its readings, in seconds."""
    readings: bool = False
    """Whether to ask again with each reading taken the other way."""
    advice: bool = False
    """Whether the verdicts on examples say what would change them."""


ALL: Final = Request()

Pair = tuple[Compared, Compared]
T = TypeVar("T")
U = TypeVar("U")


def regions(names: Sequence[str], request: Request = ALL) -> list[Comparison]:
    """How regions, or documents, differ in effect: each of the names against each that follows it.

    Raises Faults: U134 for a name that is neither, U136 where fewer than two are left, U137 to U139 for what is asked.
    """
    few = Diagnostic(
        "U136",
        "tiaoli compare",
        "比较要有两个不同的地区或者文件",
        "名称、别名、代码;文件代号、题名或文号",
        "地区或者文件写在各选项前面,如 tiaoli compare 青岛市 河南省 --matter 事项;改动前后相比用 --before、--after",
    )
    sides, day = _both(lambda: _sides(current_rule_base.rule_base(), names, few), lambda: _checked(request))
    return _compare(list(combinations(sides, 2)), request, day)


def check_question(names: Sequence[str], reading: str, request: Request) -> None:
    """Raise Faults with everything in a question that cannot be compared, before anything is: as `regions` or `readings` does."""
    if reading:
        _both(lambda: _reading(reading, request), lambda: _checked(request))
        return
    few = Diagnostic(
        "U136", "比较", "比较要有两个不同的地区或者文件", "名称、别名、代码;文件标识、题名或文号", "再选一个"
    )
    _both(lambda: _sides(current_rule_base.rule_base(), names, few), lambda: _checked(request))


def handover(names: Sequence[str], path: Path, overwriting: Overwriting, request: Request = ALL) -> list[Comparison]:
    """Write the page that a colleague can be given: what regions say by topic, then the first of them against each other.

    The comparisons that stand in it. Raises Faults as `regions` does, and U107, U109, U110.
    """
    from reasoner.compare.report.page_building import handover_page
    from reasoner.driver.knowledge import compare_topics, write_file

    hint = "写作 tiaoli compare 青岛市 河南省 滨州市 --handover 青岛市.html"
    few = Diagnostic("U136", "--handover", "要有一个地区和与它比较的地区", "两个以上的地区", hint)
    sides, day = _both(lambda: _sides(current_rule_base.rule_base(), names, few), lambda: _checked(request))
    if any(side.only is not None for side in sides):
        raise Faults([few])
    pairs = [(sides[0], other) for other in sides[1:]]
    comparisons = _compare(pairs, replace(request, readings=True), day)
    write_file(path, handover_page(compare_topics(names), comparisons, current_rule_base.rule_base()), overwriting)
    return comparisons


def versions(before: Path, after: Path, request: Request = ALL) -> list[Comparison]:
    """Who would be judged differently after an amendment, and what it changes in the texts (`amended`): for each region
    that one of the documents governs, those within another not by themselves.

    Raises Faults: those of `reasoner.driver.amended_rule_base`, U137 to U139 for what is asked.
    """
    from reasoner.driver.amended_rule_base import versions as loaded

    (old, new, ids), day = _both(lambda: loaded(before, after), lambda: _checked(request))
    return _amended(old, new, ids, request, day)


def _amended(old: RuleBase, new: RuleBase, ids: tuple[str, ...], request: Request, day: str | None) -> list[Comparison]:
    """What an amendment of the documents of these ids changes; each rule base has one version of them."""
    from reasoner.compare.text_diff import amended

    concerned = {d.region: None for base in (old, new) for i in ids if (d := base.documents.get(i)) is not None}
    within = {r for r in concerned for above in old.vocabulary.chain(r)[1:] if above in concerned}
    pairs = [(Compared(BEFORE, old, r), Compared(AFTER, new, r)) for r in concerned if r not in within]
    comparisons = _compare(pairs, request, day)
    return [replace(c, amended=amended(*pair, ids)) for pair, c in zip(pairs, comparisons, strict=True)]


def of_one_document(names: Sequence[str]) -> bool:
    """Whether names are two versions of one document: id@2023-07-30 id@2026-01-01. One without a version is the one in use."""
    base = current_rule_base.rule_base()
    documents = [documents_named(base, name.partition("@")[0]) for name in names]
    same = len(names) == 2 and all(len(d) == 1 for d in documents) and documents[0] == documents[1]
    return same and any("@" in name for name in names)


def document_versions(names: Sequence[str], request: Request = ALL) -> list[Comparison]:
    """The same as `versions`, of two versions of one document that the rule base holds, or of its draft.

    Raises Faults: U103 for a version that is not held, U136 where both are the same, U137 to U139 for what is asked.
    """
    base = current_rule_base.rule_base()
    folders = [_folder_of(base, name) for name in names]
    if folders[0] == folders[1]:
        message = "比较要有同一份文件的两个版本"
        raise Faults([Diagnostic("U136", "tiaoli compare", message, "如 文件标识@2023-07-30 文件标识@2026-01-01")])
    known = [documents_named(base, name) for name in names]
    if not all(known):  # a draft is no part of the rule base: it is compiled where it lies
        return versions(folders[0], folders[1], request)
    (before,), (after,) = known
    return _amended(base.pinning(before), base.pinning(after), (before.id,), request, _checked(request))


def _folder_of(base: RuleBase, name: str) -> Path:
    """Where a version of a document lies. Raises Faults (U103) where it is neither held nor a draft."""
    known = documents_named(base, name)
    if known:
        return next(filter(Path.is_dir, _folders(known[0])), Path(PACKAGE, known[0].folder))
    (document,) = documents_named(base, name.partition("@")[0])
    draft = next(filter(Path.is_dir, (f.parent / DRAFT for f in _folders(document))), None)
    if name.partition("@")[2].strip() == DRAFT and draft is not None:
        return draft
    raise Faults([not_held(base, name, name)])


def _folders(document: Document) -> Iterator[Path]:
    """Where a version of a document may lie: in the bureau's own corpus, then in the package."""
    own = own_corpus()
    if own is not None:
        yield Path(own.root, document.folder.removeprefix("corpus/"))
    yield Path(PACKAGE, document.folder)


def readings(name: str, request: Request = ALL) -> list[Comparison]:
    """What turns on a reading: the rules as they are used, and with its alternative. `name` is 文件标识/解释名, or 解释名
    where one document alone has it. Raises Faults (U138 where there is none to run, U136, U137 and U139).
    """
    from reasoner.compare.result import ReadingInQuestion

    (document, reading), day = _both(lambda: _reading(name, request), lambda: _checked(request))
    base = current_rule_base.rule_base()
    other = base.variant(document.id, reading.name)
    sides = Compared("所采理解", base, document.region), Compared(f"另一种理解({reading.name})", other, document.region)
    (comparison,) = _compare([sides], request, day)
    question = ReadingInQuestion(
        document.id,
        document.title,
        reading.name,
        reading.question,
        reading.used,
        reading.alternative,
        reading.basis,
        reading.confirmed_by,
        reading.status,
    )
    return [replace(comparison, reading=question)]


def _reading(name: str, request: Request) -> tuple[Document, Reading]:
    """The one reading of this name that can be run, and its document."""
    documents = current_rule_base.rule_base().documents.values()
    known = {f"{d.id}/{r.name}": (d, r) for d in documents for r in d.readings if r.turns_rules}
    faults = []
    if request.readings:
        what = "--reading 已经换了一条条文理解的理解,不再用 --readings 逐条换一种理解"
        faults.append(Diagnostic("U136", "tiaoli compare", what, hint="分两次比较"))
    written = name.strip()
    meant = [k for k in known if written in (k, k.partition("/")[2])]
    if len(meant) != 1:
        near = nearest(written, [*known, *(k.partition("/")[2] for k in known)])
        hint = f"是否要写 {near[0]}?" if near and not meant else "写明文件:" + "、".join(meant) if meant else ""
        what = f"「{written}」在几份文件中都有" if meant else f"没有可以试算的条文理解「{written}」"
        faults.append(Diagnostic("U138", f"--reading {name}", what, "、".join(known), hint))
    if faults:
        raise Faults(faults)
    return known[meant[0]]


# --- what people read -----------------------------------------------------------------------------------------


def text(comparisons: Sequence[Comparison], *, full: bool = False, width: int = 80, colour: bool = False) -> str:
    """The comparisons as staff read them: first the matrix, then clause by clause."""
    from reasoner.compare.report.terminal_view import comparison_text

    return comparison_text(comparisons, current_rule_base.rule_base(), width=width, colour=colour, full=full)


def write(comparisons: Sequence[Comparison], path: Path, overwriting: Overwriting, *, commands: bool = True) -> None:
    """The comparisons as a page (.html), a workbook (.xlsx) or a document (.docx). commands: whether a page names commands.

    Raises Faults (U107, U109, U110, U137).
    """
    base = current_rule_base.rule_base()
    form = path.suffix.lower()
    if form in (".html", ".htm"):
        from reasoner.compare.report.page_building import comparison_page
        from reasoner.driver.knowledge import write_file

        write_file(path, comparison_page(comparisons, base, commands=commands), overwriting)
    elif form == ".xlsx":
        from reasoner.compare.report.xlsx import comparison_sheet

        comparison_sheet(comparisons, base, path, overwriting)
    elif form == ".docx":
        from reasoner.compare.report.document_building import comparison_document

        comparison_document(comparisons, base, path, overwriting)
    else:
        raise Faults([Diagnostic("U102", f"-o {path}", "不认识的文件类型", "、".join(FORMS), "改文件名的后缀")])


# --- sides, days ----------------------------------------------------------------------------------------------


def _sides(base: RuleBase, names: Sequence[str], few: Diagnostic) -> list[Compared]:
    """The sides of these names in order, each once; a document may be named by id, title or number.

    few: the fault where they are fewer than two.
    """
    sides: dict[tuple[str, frozenset[str] | None], Compared] = {}
    faults: list[Diagnostic] = []
    for name in names:
        try:
            side = side_named(base, name)
        except Faults as error:
            faults += error.diagnostics
            continue
        sides.setdefault((side.region, side.only), side)
    # With a name that is not known nobody can say that the others are too few.
    faults += [few] if len(set(names)) < 2 or (not faults and len(sides) < 2) else []
    if faults:
        raise Faults(faults)
    return list(sides.values())


def _compare(pairs: Iterable[Pair], request: Request, given: str | None) -> list[Comparison]:
    """The comparisons of these pairs on a day; none given: for each the day of `common_day`."""
    from reasoner.analysis.reference_date import common_day

    today = date.today().isoformat()
    compared = [(a, b, *((given, "") if given else common_day(a, b, today))) for a, b in pairs]
    return [_one(_on(a, day), _on(b, day), request, day, basis) for a, b, day, basis in compared]


def _on(side: Compared, day: str) -> Compared:
    """A side with the versions of a day: what a solver says of them is tried on them."""
    return replace(side, base=side.base.fixed(day)) if side.base.several else side


def _one(a: Compared, b: Compared, request: Request, day: str, basis: str) -> Comparison:
    """The comparison of two sides on a day; basis: why this day, where nobody named one."""
    from reasoner.compare.comparison import Examples, compare
    from reasoner.compare.reading_sensitivity import changed_readings, open_readings, turned

    started = time.process_time()
    comparison = compare(
        a,
        b,
        day,
        matters=request.matters,
        kinds=request.kinds,
        seconds=request.seconds,
        together=a.region == b.region,
        examples=Examples(advise=request.advice),
    )
    comparison = replace(comparison, as_of_basis=basis)
    if not request.readings:
        return comparison
    turning = list(turned(a, b, comparison, request.seconds - (time.process_time() - started)))
    readings = replace(comparison.readings, turning=changed_readings(turning), unanswered=open_readings(turning))
    return replace(comparison, readings=readings)


def _both(first: Callable[[], T], second: Callable[[], U]) -> tuple[T, U]:
    """What both give; raises Faults with those of both."""
    faults: list[Diagnostic] = []
    one = _tried(first, faults)
    other = _tried(second, faults)
    if faults:
        raise Faults(faults)
    return one[0], other[0]


def _tried(question: Callable[[], T], faults: list[Diagnostic]) -> list[T]:
    """The one answer; none where it raised Faults, which are then added to `faults`."""
    try:
        return [question()]
    except Faults as error:
        faults += error.diagnostics
        return []


def _checked(request: Request) -> str | None:
    """The day that is asked for, if any; raises Faults with everything in the question that cannot be: F-codes for the
    day, U137 a matter or kind, U139 the time.
    """
    _, day = _both(lambda: _check(request), lambda: current_rule_base.as_day(request.as_of))
    return day


def _check(request: Request) -> None:
    matters, types = current_rule_base.rule_base().vocabulary.matters, current_rule_base.rule_base().vocabulary.types
    faults = [
        Diagnostic("U137", f"{option} {name}", f"没有{what}「{name}」", "、".join(known), _near(name, known))
        for option, what, names, known in (
            ("--matter", "事项", request.matters, matters),
            ("--type", "机构类型", request.kinds, types),
        )
        for name in names
        if name not in known
    ]
    if not faults and request.kinds:
        may = {k for m in request.matters or matters for k in matters[m].members}
        allowed, hint = "、".join(sorted(may)), "核对事项和机构类型"
        faults = [
            Diagnostic("U137", f"--type {k}", f"「{k}」不能申请所写的事项", allowed, hint)
            for k in request.kinds
            if k not in may
        ]
    if not 0 < request.seconds < float("inf"):
        what, allowed = "计算时间应是大于零的秒数", "秒数,如 60"
        faults.append(Diagnostic("U139", f"--budget {request.seconds:g}", what, allowed, "不写时为 60 秒"))
    if faults:
        raise Faults(faults)


def _near(name: str, known: Iterable[str]) -> str:
    near = nearest(name, known)
    return f"是否要写「{near[0]}」?" if near else ""
