"""A clause with everything that belongs to it, or the list of clauses and documents that a query gave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from policy_dsl.compiled import Waiver
from policy_dsl.document_versions import version_words
from policy_dsl.reading import Reading, status_words
from reasoner.render.terminal.clause_list import document_lines
from reasoner.render.terminal.layout import Style, joined, shortened
from reasoner.survey.clause_detail import ClauseDetail, ClauseQuote, RuleDetail, Search
from reasoner.survey.statement_lines import pending_sentences, statement_sections

_MOST_LISTED: Final = 30


def search_text(search: Search, *, width: int = 80, colour: bool = False) -> str:
    """What a query gave: one clause in full, several in a list, or documents."""
    style = Style(width, colour)
    if search.documents:
        more = [["用 tiaoli clauses --document 文件 列出一个文件的条款。"]]
        return joined([*(document_lines(d, style) for d in search.documents), *more])
    if len(search.clauses) == 1:
        return joined(_clause(search.clauses[0], style))
    return joined(_several(search.clauses, style))


def _several(clauses: Sequence[ClauseDetail], style: Style) -> Iterator[list[str]]:
    yield [style.bold(f"找到{len(clauses)}条,写出带文件的地址可看其中一条:")]
    for clause in clauses[:_MOST_LISTED]:
        room = style.room() - 4
        yield [
            f"  {style.bold(clause.clause)}  {clause.place}",
            f"    {shortened(clause.quote, room)}",
        ]
    if len(clauses) > _MOST_LISTED:
        yield [f"  另有{len(clauses) - _MOST_LISTED}条,请写得更具体一些。"]


def _clause(clause: ClauseDetail, style: Style) -> Iterator[list[str]]:
    number = f"({clause.number})" if clause.number else ""
    lines = style.bold_lines(f"《{clause.document}》{number}")
    lines += style.lines(
        f"{clause.place} · {clause.clause} · {version_words(clause.version)} · 性质:{'、'.join(clause.natures)}"
    )
    if clause.heading:
        lines += style.lines(" › ".join("".join(h.split()) for h in clause.heading))
    yield lines
    yield style.lines(f"「{''.join(clause.quote.splitlines())}」", 2)
    yield style.section("规则大意", [_rule(r) for r in clause.rules])
    for title, statements in statement_sections(clause):
        yield style.section(title, [s.text for s in statements])
    yield style.section("说明", [clause.caveat] if clause.caveat else [])
    if clause.pending is not None:
        yield style.section("待写", pending_sentences(clause.pending))
    yield style.section("不决定申请,涉及", [f"{'、'.join(c.matters)}:{c.why}。" for c in clause.concerns])
    yield style.section("不涉及申请", [_sentence(clause.concerns_nobody)] if clause.concerns_nobody else [])
    yield style.section("条文理解", [_reading(r) for r in clause.readings])
    yield style.section("不计入规则的词", [_waived(w) for w in clause.waived])
    yield style.section("注", clause.notes)
    if clause.same_as:
        yield style.section("同", [clause.same_as])
    room = style.room() - 30
    yield style.section("其下各条", [_neighbour(b, room) for b in clause.below])
    near = (("前", clause.previous), ("后", clause.next))
    yield style.section("前后条款", [f"{name}:{_neighbour(c, room)}" for name, c in near if c is not None])


def _rule(rule: RuleDetail) -> str:
    marks = [] if rule.reviewed else ["未经法制复核"]
    if rule.alternative_of:
        marks.insert(0, f"另一种理解「{rule.alternative_of}」下的规则,不用于研判")
    if rule.supports:
        marks.insert(0, f"印证 {rule.supports}")
    if rule.readings:
        marks.append(f"据条文理解 {'、'.join(rule.readings)}")
    noted = f"[{';'.join(marks)}]" if marks else ""
    return f"{rule.name}:{rule.text}{noted}"


def _reading(reading: Reading) -> str:
    confirmed = status_words(reading.status)
    question = reading.question.strip().rstrip("?\uff1f。")
    return (
        f"{reading.name}({confirmed}):{question}?采用:{_sentence(reading.used)}"
        f"另一种理解:{_sentence(reading.alternative)}理由:{_sentence(reading.basis)}"
    )


def _sentence(text: str) -> str:
    return text.rstrip("。") + "。"


def _waived(waiver: Waiver) -> str:
    return f"「{'」「'.join(waiver.words)}」:{_sentence(waiver.reason)}"


def _neighbour(clause: ClauseQuote, room: int) -> str:
    return f"{clause.clause.partition('/')[2]}  {shortened(clause.quote, room)}"
