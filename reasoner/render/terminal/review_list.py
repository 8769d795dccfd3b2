"""The list of rules for reviewers: what changed since it was reviewed first, then what nobody reviewed yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from policy_dsl.reading import status_words
from policy_dsl.review.records import ReviewState
from reasoner.render.terminal.layout import Style, joined
from reasoner.survey.review_states import GoneReview, ReviewEntry

STATES: Final = {
    ReviewState.STALE: "复核之后有改动,须重新复核",
    ReviewState.UNREVIEWED: "未经法制复核",
    ReviewState.REVIEWED: "已经复核",
}


def review_list(entries: Sequence[ReviewEntry], *, width: int = 80, colour: bool = False) -> str:
    """Every rule under its state, with quote, back-translation, readings and who reviewed it."""
    style = Style(width, colour)
    return joined(_blocks(entries, style))


def _blocks(entries: Sequence[ReviewEntry], style: Style) -> Iterator[list[str]]:
    counts = {s: sum(e.state is s for e in entries) for s in STATES}
    parts = ",".join(f"{name}{counts[s]}条" for s, name in STATES.items())
    yield style.lines(f"共{len(entries)}条规则:{parts}。")
    for state, name in STATES.items():
        group = [e for e in entries if e.state is state]
        if group:
            yield [style.heading(name)]
            yield from (_rule(e, style) for e in group)
    if counts[ReviewState.STALE] or counts[ReviewState.UNREVIEWED]:
        yield style.lines(
            "对照原文复核后,用 tiaoli review sign 规则 --by 姓名 记录;有疑问的用 tiaoli review reopen 重开。"
        )


def _rule(entry: ReviewEntry, style: Style) -> list[str]:
    lines = style.bold_lines(entry.norm, 0, 2)
    if isinstance(entry, GoneReview):
        return [*lines, *style.lines(f"这条规则已不存在;{_signed(entry)}。", 2)]
    lines += style.lines(f"{entry.place} · 校验码 {entry.digest[:12]}", 2)
    lines += style.lines(f"原文:「{flat(entry.quote)}」", 2, 4)
    words = "……".join(flat(w) for w in entry.words)
    if words != flat(entry.quote):
        lines += style.lines(f"所据:「{words}」", 2, 4)
    lines += style.lines(f"规则:{entry.text}", 2, 4)
    for reading in entry.readings:
        lines += style.lines(
            f"条文理解:{reading.name}({status_words(reading.status)}):问:{reading.question} 答:{reading.used.rstrip('。')}。",
            2,
            4,
        )
    if entry.date:
        lines += style.lines(f"复核:{_signed(entry)}。", 2, 4)
    return lines


def _signed(entry: ReviewEntry) -> str:
    if entry.state is ReviewState.UNREVIEWED:
        who = f"{entry.reviewer}于" if entry.reviewer else ""
        return f"{who}{entry.date}重开" + _remark(entry)
    return f"{entry.reviewer}于{entry.date}复核" + _remark(entry)


def _remark(entry: ReviewEntry) -> str:
    return f",备注:{entry.remark.rstrip('。')}" if entry.remark else ""


def flat(text: str) -> str:
    """Text without its line breaks."""
    return "".join(text.splitlines())
