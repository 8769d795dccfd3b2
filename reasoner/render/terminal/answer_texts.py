"""What the texts say of a question, as staff read it: passages with the force of their documents, documents, readings, who decides."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from policy_dsl.vocabulary import Vocabulary
from reasoner.ask.answer import Answer
from reasoner.ask.text_answer import (
    DecidedBy,
    DocumentForce,
    Passage,
    ReadingAsked,
    ReadingInUse,
    Silence,
    TermAsked,
)
from reasoner.interpreter.document_force import ForceStatus
from reasoner.render.terminal.layout import Style
from reasoner.render.typeset import typeset

_ISO: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_WITHIN: Final = re.compile("「[^「」]*」")
"""What our sentences quote; quotation marks within it are single."""
_INNER: Final = str.maketrans("“”", "‘’")
_INNER_TITLE: Final = str.maketrans("《》", "〈〉")
_QUOTES: Final = str.maketrans("「」『』", "“”‘’")
OFFICE: Final = {"本局": "本单位"}
"""How staff read a provider."""
_FORCE: Final = {
    ForceStatus.IN_FORCE: "在有效期内",
    ForceStatus.NOT_YET: "尚未施行",
    ForceStatus.ENDED: "规划期已届满",
    ForceStatus.DENIED: "认定不具效力",
    ForceStatus.UNKNOWN: "效力不明",
}
_BINDING: Final = "问法:对个案的效力"
_WHOSE: Final = {"文件效力": "是否有效", "规划延续执行": "规划期届满以后是否继续执行"}


def typed(text: str) -> str:
    """A text with the marks and dates that staff read: “”, full width, 2024年5月1日."""
    joined = "".join(text.split("\n"))
    if "「" in joined and "“" in joined:
        joined = _WITHIN.sub(lambda m: m[0].translate(_INNER), joined)
    return typeset(_ISO.sub(lambda m: day_words(m[0]), joined.translate(_QUOTES)))


def quoted(text: str) -> str:
    """Official words in quotation marks; those within them are single."""
    return f"“{text.translate(_INNER)}”"


def titled(title: str) -> str:
    """A title in 《》; one within it in 〈〉."""
    return f"《{title.translate(_INNER_TITLE)}》"


def lines_of(style: Style, text: str, indent: int = 0, hang: int | None = None) -> list[str]:
    """The lines of a text as staff read it."""
    return style.lines(typed(text), indent, hang)


def day_words(day: str) -> str:
    """A day, month or year in words."""
    parts = day.split("-")
    return "".join(f"{int(p)}{unit}" for p, unit in zip(parts, "年月日", strict=False)) if parts[0].isdigit() else day


def reading_line(reading: ReadingInUse) -> str:
    """A reading on which something rests, with who confirmed it."""
    confirmed = f"由{reading.confirmed_by}确认" if reading.confirmed_by else "尚未确认"
    return f"条文理解“{reading.reading}”({confirmed}):{reading.used.rstrip('。')}"


def force_mark(force: ForceStatus) -> str:
    """What is set beside words of a document that is not certainly in force."""
    return "" if force is ForceStatus.IN_FORCE else f"({_FORCE[force]})"


def text_blocks(answer: Answer, vocabulary: Vocabulary, style: Style) -> Iterator[list[str]]:
    """What the texts say of the words of a question that name no case."""
    for silence in answer.silent:
        yield _silence(silence, vocabulary, style)
    of_meaning = not answer.passages or any(u.kind in ("问法", "文中用语") for u in answer.understood)
    terms = [_term(term, style) for term in answer.terms]
    yield from terms if of_meaning else ()
    readings = [[style.heading("条文理解")], *(_asked(r, style) for r in answer.readings)] if answer.readings else []
    of_binding = any(u.meaning == _BINDING for u in answer.understood)
    yield from readings if of_binding else ()
    if answer.forces:
        yield [style.heading("文件效力")]
        yield from (_document(f, style) for f in answer.forces)
    if answer.decided_by:
        yield [style.heading("由谁认定")]
        yield from (_decided(d, style) for d in answer.decided_by)
    if answer.passages:
        yield [style.heading("原文怎么说")]
        yield from _standing(answer.passages, answer.as_of, style)
        yield from (_passage(p, style) for p in answer.passages)
    yield from () if of_meaning else terms
    yield from () if of_binding else readings
    if not (answer.matter or answer.silent or answer.terms or answer.passages or answer.forces or answer.readings
            or answer.decided_by):  # fmt: skip
        yield lines_of(
            style, "已收录文件中没有找到与所问词语相应的条款;换一个说法,或者用 tiaoli clauses 列出全部条款。"
        )


def _term(term: TermAsked, style: Style) -> list[str]:
    lines = style.bold_lines(typed(term.fact)) + lines_of(style, term.definition, 2)
    if term.provider:
        who = f"由{term.authority}认定" if term.authority else f"由{OFFICE.get(term.provider, term.provider)}提供"
        lines += lines_of(style, f"{who};证明:{term.proof}。" if term.proof else f"{who}。", 2)
    return lines + (lines_of(style, f"注:{term.note}" if term.provider else term.note, 2) if term.note else [])


def _silence(silence: Silence, vocabulary: Vocabulary, style: Style) -> list[str]:
    lines = style.bold_lines(typed(f"{silence.subject}:{silence.answer}"))
    term = vocabulary.terms.get(silence.subject)
    lines += lines_of(style, term.note, 2) if term is not None else []
    for passage in silence.named:
        where = f"引用它的是{titled(passage.document)}{passage.place} {passage.clause}"
        lines += lines_of(style, f"- {passage.text}({where};{_FORCE[passage.force]})", 2, 4)
    return lines


# --- passages -------------------------------------------------------------------------------------------------


def _standing(passages: Sequence[Passage], day: str, style: Style) -> Iterator[list[str]]:
    """The documents of passages that are not certainly in force, before any of their words."""
    open_ = {p.document: p for p in passages if p.force is not ForceStatus.IN_FORCE}
    if open_:
        lines = lines_of(style, f"以下原文所在的文件,在适用日期{day}不能直接作为依据:")
        for title, passage in open_.items():
            lines += lines_of(style, f"- {titled(title)}:{passage.force_why.rstrip('。')}。", 0, 2)
        yield lines


def _passage(passage: Passage, style: Style) -> list[str]:
    head = f"{passage.kind}{force_mark(passage.force)} · {titled(passage.document)}{passage.place}  {passage.clause}"
    lines = style.bold_lines(typed(head))
    if passage.text:
        unconfirmed = "(尚未确认)" if passage.confirmed_by == "" else ""
        lines += lines_of(style, f"{passage.text}{unconfirmed}", 2)
    if passage.lists_place is not None:
        listed = "该条所列地区有所问的地区。" if passage.lists_place else "该条所列地区没有所问的地区。"
        lines += lines_of(style, listed, 2)
    return lines + lines_of(style, quoted(passage.quote), 2)


# --- documents, who decides, readings -------------------------------------------------------------------------


def _document(force: DocumentForce, style: Style) -> list[str]:
    number = f"({force.number})" if force.number else ""
    lines = style.bold_lines(typed(f"{titled(force.document)}{number}"))
    for on in force.on:
        lines += lines_of(style, f"{on.day}:{_FORCE[on.status]}。{on.why.rstrip('。')}。", 2)
    starts = f"{force.starts}({force.starts_basis})" if force.starts else f"{force.starts_basis}"
    ends = f"{force.ends}({force.ends_basis})" if force.ends else f"{force.ends_basis}"
    lines += lines_of(style, f"施行日期:{starts};截止日期:{ends};制定机关:{'、'.join(force.issuers)}。", 2)
    for note in force.notes:
        lines += lines_of(style, f"- {note}", 2, 4)
    if force.missing:
        lines += lines_of(style, f"收到的文本缺:{';'.join(force.missing)}。", 2)
    if force.authority is not None:
        lines += lines_of(style, _confirming(force), 2)
        if force.authority.note:
            lines += lines_of(style, force.authority.note, 2)
        lines += [line for r in force.readings for line in lines_of(style, reading_line(r), 2, 4)]
    return lines + (lines_of(style, force.record, 2) if force.record else [])


def _confirming(force: DocumentForce) -> str:
    organs = force.authority.organs if force.authority is not None else ()
    whose = _WHOSE.get(force.determination, "是否有效")
    joint = "共同" if len(organs) > 1 else ""
    alone = "联合印发,其中一个机关单独确认的,不算。" if joint else ""
    return f"{whose},由{'、'.join(organs)}{joint}确认。{alone}"


def _decided(decided: DecidedBy, style: Style) -> list[str]:
    lines = style.bold_lines(typed(f"{decided.of}{decided.fact}" if decided.of else decided.fact))
    authority = decided.authority
    if authority is None:
        proof = f",证明:{decided.proof}" if decided.proof else ""
        provider = OFFICE.get(decided.provider, decided.provider)
        return lines + lines_of(style, f"已收录文件没有写明由谁认定;由{provider}提供{proof}。", 2)
    organs = f"({'、'.join(authority.organs)})" if authority.organs else ""
    basis = f"依{authority.clause}:{quoted(authority.quote)}" if authority.clause else "文件没有写明,依下列条文理解推定"
    lines += lines_of(style, f"由{authority.agent}{organs}认定;{basis}。", 2)
    if authority.note:
        lines += lines_of(style, authority.note, 2)
    return [*lines, *(line for r in decided.readings for line in lines_of(style, reading_line(r), 2, 4))]


def _asked(reading: ReadingAsked, style: Style) -> list[str]:
    lines = style.bold_lines(typed(f"{reading.reading}({reading.confirmation}) · {titled(reading.document)}"))
    lines += lines_of(style, f"问题:{reading.question}", 2, 4)
    lines += lines_of(style, f"采用:{_ended(reading.used)}", 2, 4)
    lines += lines_of(style, f"另一种理解:{_ended(reading.alternative)}", 2, 4)
    lines += lines_of(style, f"理由:{_ended(reading.basis)}", 2, 4)
    return lines + (lines_of(style, f"所及条款:{'、'.join(reading.clauses)}", 2, 4) if reading.clauses else [])


def _ended(text: str) -> str:
    return text.rstrip("。") + "。"
