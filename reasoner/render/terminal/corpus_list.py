"""Lists of the bureau's own corpus for a terminal: what is held, and what a check has to say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from policy_dsl.diagnostics import Fault
from reasoner.render.terminal.layout import Style, joined
from reasoner.survey.corpus_entries import CheckedDocument, CorpusCheck, CorpusEntry, EntryState

STATES: Final = {
    EntryState.HELD: "收录",
    EntryState.DRAFT: "草案,不作研判依据",
    EntryState.SET_ASIDE: "搁置,没有参加研判",
}
_MOST_NAMED: Final = 12
"""So many clauses, rules or readings are named; of more the number."""


def corpus_list(entries: Iterable[CorpusEntry], *, width: int = 80, colour: bool = False) -> str:
    """Each version of each document: place, state, what is left to do, whose it is."""
    style = Style(width, colour)
    blocks = [entry_lines(e, style) for e in entries]
    return joined(blocks) if blocks else "没有收录文件。\n"


def entry_lines(entry: CorpusEntry, style: Style) -> list[str]:
    """One entry."""
    lines = style.bold_lines(_called(entry), 0, 2)
    whose = f"本单位规则库:{entry.path}" if entry.own else "软件自带"
    if entry.document:
        place = f"{entry.region_name}({entry.region})" if entry.region_name else entry.region or "不详"
        lines += style.lines(f"地区:{place};版本:{entry.version};{STATES[entry.state]}", 2, 4)
    if entry.state is EntryState.HELD:
        lines += style.lines(f"余下:{_left(entry)}", 2, 4)
    if entry.faults:
        lines += style.lines(
            f"错误{len(entry.faults)}处:{';'.join(f'{f.code} {f.message}' for f in entry.faults[:3])}", 2, 4
        )
    return [*lines, *style.lines(whose, 2, 4)]


def _called(entry: CorpusEntry) -> str:
    if not entry.document:
        return entry.path
    return f"《{entry.title}》({entry.document})" if entry.title else entry.document


def _left(entry: CorpusEntry) -> str:
    counts = (
        (entry.pending_count, "条待写"), (entry.proposed_count, "条规则待核"),
        (entry.proposed_duty_count, "项义务或建议待核"), (entry.unreviewed_count, "条规则未经法制复核"),
        (entry.unconfirmed_count, "项条文理解未确认"),
    )  # fmt: skip
    return "、".join(f"{count}{what}" for count, what in counts if count) or "无"


def check_report(checked: CorpusCheck, *, width: int = 80, colour: bool = False) -> str:
    """Faults by document, cases, and what is left in words and numbers."""
    return joined(_report(checked, Style(width, colour)))


def _report(checked: CorpusCheck, style: Style) -> Iterator[list[str]]:
    for document in checked.documents:
        yield [*_document(document, style)]
    anew = (
        f"重新编译{len(checked.compiled)}份({'、'.join(checked.compiled)})"
        if checked.compiled
        else "没有改动,未重新编译"
    )
    if not checked.documents:
        yield style.lines(f"{checked.folder} 里还没有文件。tiaoli corpus new 从原文排出一份。")
        return
    faulty = sum(bool(d.entry.faults or d.case_faults) for d in checked.documents)
    result = f"{faulty}份有错,改正以后重新检查" if faulty else "没有错误"
    yield style.lines(f"共{len(checked.documents)}项:{result};{anew}。")


def _document(document: CheckedDocument, style: Style) -> Iterator[str]:
    entry = document.entry
    yield from style.bold_lines(_called(entry), 0, 2)
    if entry.document:
        yield from style.lines(f"{entry.region_name or entry.region},{entry.version},{STATES[entry.state]}", 2)
    for fault in entry.faults:
        yield from _fault(fault, style)
    if entry.state is not EntryState.HELD:
        return
    for hint in document.hints:
        yield from _fault(hint, style, "提示,照常采用:")
    wrong = len({f.where.rpartition(" · ")[0] for f in document.case_faults})
    yield from style.lines(f"情形:{_cases(document.case_count, wrong)}", 2, 4)
    for fault in document.case_faults:
        yield from _fault(fault, style)
    yield from style.lines(f"余下:{_left(entry)}", 2, 4)
    pending = [f"{p.clause}({p.place}){':' + '、'.join(p.words) if p.words else ''}" for p in document.pending]
    silent = [f"{p.clause}({'、'.join(p.restricts_nobody)})" for p in document.pending if p.restricts_nobody]
    for what, names in (
        ("待写", pending),
        (
            "其中不当作限制,不使结论待定:性质如所写,也没有限制性的用词;可能限制申请的,改正性质,或者写 待写 事项 …",
            silent,
        ),
        ("未经法制复核", document.unreviewed),
        ("条文理解未确认", document.unconfirmed),
        ("印发机关没有收录,它的认定认不出来,核对名称,或者写进 organs.toml", document.unknown_issuers),
    ):
        yield from _named(what, names, style)


def _cases(count: int, wrong: int) -> str:
    if not count:
        return "没有写(cases.yaml)"
    return f"{count}个,{f'{wrong}个不合' if wrong else '都合'}"


def _named(what: str, names: Iterable[str], style: Style) -> Iterator[str]:
    listed = [*names]
    if listed:
        more = f"……共{len(listed)}项" if len(listed) > _MOST_NAMED else ""
        yield from style.lines(f"- {what}:{'、'.join(listed[:_MOST_NAMED])}{more}", 4, 6)


def _fault(fault: Fault, style: Style, lead: str = "× ") -> Iterator[str]:
    yield from style.lines(f"{lead}{fault.where}", 2, 4)
    yield from style.lines(f"{fault.message}(代码:{fault.code})", 4)
    if fault.allowed:
        yield from style.lines(fault.allowed_words("可以写"), 4)
    if fault.hint:
        yield from style.lines(f"建议:{fault.hint}", 4)
