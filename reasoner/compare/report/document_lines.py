"""The documents of the sides: what they are, whether they are in force on the day, and what the day means for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from policy_dsl.compiled import Document
from reasoner.compare.report.view_facts import REPORT, SideDocument
from reasoner.compare.report.view_model import View
from reasoner.compare.result import ComparedDocument
from reasoner.model.rule_base import RuleBase

_OF_ISSUE: Final = "印发之日"

NO_DOCUMENTS: Final = "没有收录文件"
NO_NUMBER: Final = "(未见文号)"
DRAFT: Final = "草案,假定有效"


def side_documents(listed: Iterable[ComparedDocument], base: RuleBase) -> tuple[SideDocument, ...]:
    """The documents of a side with what the rule base knows of them."""
    return tuple(_side_document(d, base) for d in listed)


def _side_document(d: ComparedDocument, base: RuleBase) -> SideDocument:
    known = base.documents.get(d.id)
    known = known if known is not None and _same(known, d) else None
    return SideDocument(
        title=d.title,
        number=d.number or "",
        matters=d.matters,
        starts=d.starts,
        ends=d.ends,
        in_force=d.in_force,
        draft=d.draft,
        notes=d.notes,
        kind=known.kind if known is not None else "",
        issued=known.issued if known is not None else "",
        starts_basis=known.starts_basis if known is not None else "",
        ends_basis=known.ends_basis if known is not None else "",
    )


def _same(known: Document, d: ComparedDocument) -> bool:
    """Whether the rule base has the very document that was compared; a draft may be another of the same name."""
    return (known.title, known.number, known.starts, known.ends) == (d.title, d.number, d.starts, d.ends)


def only_reports(listed: Sequence[ComparedDocument]) -> int:
    """How many documents of its own a side has, where all of them only report and no law of the nation says more; else 0."""
    own = [d for d in listed if d.matters or not d.of_nation]
    return len(own) if all(d.kind == REPORT for d in own) else 0


def sides(view: View) -> list[tuple[str, tuple[SideDocument, ...]]]:
    """The documents by side; where both have the same, once."""
    a, b = view.documents.each
    return [("、".join(view.names), a)] if a == b and a else [(view.names[0], a), (view.names[1], b)]


def each(pairs: Sequence[View]) -> list[tuple[str, tuple[SideDocument, ...], str]]:
    """The sides of all pairs with their documents and the day: those of the same documents together, each once. Among
    several pairs a version is named with its place.
    """
    days = {view.day for view in pairs}
    listed: dict[tuple[tuple[SideDocument, ...], str, str], dict[str, None]] = {}
    for view in pairs:
        place = view.region if len(pairs) > 1 else ""
        for name, of in zip(view.names, view.documents.each, strict=True):
            # Two sides without documents have nothing in common.
            names = listed.setdefault((of, view.day, place if of or place else name), {})
            names[name] = None
    entries = []
    for (of, day, place), names in listed.items():
        version = bool(place) and place not in names
        more = ["、".join(names)] if version else []
        more += [f"适用日期{day}"] if len(days) > 1 else []
        called = place if version else "、".join(names)
        entries.append((f"{called}({','.join(more)})" if more else called, of, day))
    return entries


# --- the day --------------------------------------------------------------------------------------------------


def periods(pairs: Sequence[View]) -> list[str]:
    """Whose planning period ends with the day that is compared, or has ended before it. From the documents alone: today
    does not matter.
    """
    last: dict[tuple[str, str], dict[str, None]] = {}
    for view in pairs:
        for name, documents in sides(view):
            for d in documents:
                if d.matters and d.ends and d.ends <= view.day:
                    last.setdefault((d.ends, view.day), {})[view.region if view.changed else name] = None
    return [_period("、".join(names), ends, day) for (ends, day), names in last.items()]


def _period(names: str, ends: str, day: str) -> str:
    if ends == day:
        return f"{names}规划期至{ends}届满,本次按该日有效的规定比较;此后的依据须另行确认。"
    return f"{names}规划期已于{ends}届满,本次按{day}有效的规定比较;届满不当然等于废止,现行依据须另行确认。"


def standing(documents: Sequence[SideDocument], day: str) -> str:
    """Which of the documents of a side are in force on a day, in one sentence."""
    drafts = [d for d in documents if d.draft]
    rest = [d for d in documents if not d.draft]
    force = [d for d in rest if d.in_force is not False]
    ended = [d for d in rest if d.in_force is False and d.ends and d.ends < day]
    groups = (
        (DRAFT, drafts),
        ("适用日期有效", [d for d in force if not d.doubtful and not d.report]),
        ("是否有效不明、按有效与无效各作比较", [d for d in force if d.doubtful]),
        ("不具规范效力(评估报告)", [d for d in force if d.report and not d.doubtful]),
        ("规划期已届满", ended),
        ("尚未施行", [d for d in rest if d.in_force is False and d not in ended]),
    )
    states = (f"{state}的有{'、'.join(_titled(d, day) for d in listed)}" for state, listed in groups if listed)
    return ";".join(states) or NO_DOCUMENTS


def _titled(d: SideDocument, day: str) -> str:
    if not d.ends:
        return f"《{d.title}》"
    if not d.draft and d.ends < day:
        return f"《{d.title}》({d.ends}届满,须确认现行依据)"
    return f"《{d.title}》" + ("(规划期于适用日期当日届满)" if d.ends == day else f"(规划期至{d.ends})")


# --- one document ---------------------------------------------------------------------------------------------


def sources(pairs: Sequence[View]) -> Iterator[tuple[str, list[str]]]:
    """For each side of all pairs its documents in sentences, each once."""
    for name, documents, day in each(pairs):
        yield name, [sentence(d, day) for d in documents] or [NO_DOCUMENTS]


def sentence(d: SideDocument, day: str) -> str:
    """A document, whether it is in force on the day, and whether it decides applications."""
    silent = "" if d.matters or d.report else ";没有规定申请事项的规则"
    return f"《{d.title}》{f'({d.number})' if d.number else NO_NUMBER}:{_state(d, day)}{silent}"


def _state(d: SideDocument, day: str) -> str:
    last = ",适用日期为最后一日" if d.ends == day else ""
    until = f"规划期至{d.ends}{last}" if d.ends else ""
    if d.draft:
        return DRAFT + (f"({until})" if until else "")
    if d.report:
        return f"{d.issued}成文;评估报告,不具规范效力"
    details = ";".join(x for x in (_begins(d), until) if x)
    if d.in_force is None:
        return f"是否有效不明,按有效与无效各作比较({details})"
    if d.in_force:
        return f"有效({details})"
    if d.ends and d.ends < day:
        return f"规划期已于{d.ends}届满,届满不当然等于废止"
    return f"尚未施行({details})"


def _begins(d: SideDocument) -> str:
    """Since when, or on which day that is counted where the text names none."""
    if not d.starts:
        return "施行日期不明"
    if d.starts_basis == _OF_ISSUE:
        return f"未载施行日期,按印发(落款)日{d.starts}起算"
    return f"自{d.starts}起施行"


def doubtful(documents: Sequence[SideDocument], matter: str) -> bool:
    """Whether all that a side has in force on a matter is of unknown force."""
    governing = [d for d in documents if d.in_force is not False and not d.draft and matter in d.matters]
    return bool(governing) and all(d.doubtful for d in governing)
