"""The list of rules for reviewers: what changed since it was reviewed first, then what nobody reviewed yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from policy_dsl.reading import status_words
from policy_dsl.review.records import ReviewState
from reasoner.render.terminal.layout import Style, joined
from reasoner.survey.review_states import GoneReview, ReviewEntry
from reasoner.survey.rule_changes import Change, RuleChange

STATES: Final = {
    ReviewState.STALE: "复核之后有改动,须重新复核",
    ReviewState.UNREVIEWED: "未经法制复核",
    ReviewState.REVIEWED: "已经复核",
}


def review_list(entries: Sequence[ReviewEntry], *, width: int = 80, colour: bool = False) -> str:
    """Every rule under its state, with quote, back-translation, readings and who reviewed it."""
    style = Style(width, colour)
    return joined(_blocks(entries, style))


CHANGES: Final = {Change.CHANGED: "有改动", Change.ADDED: "新写的规则", Change.REMOVED: "删去的规则"}


def change_list(changes: Sequence[RuleChange], *, width: int = 80, colour: bool = False) -> str:
    """The rules whose digest is another than before, each with what of it is another and whether it is reviewed."""
    style = Style(width, colour)
    if not changes:
        return "没有规则的校验码改变。\n"
    counts = "、".join(
        f"{name}{n}条" for change, name in CHANGES.items() if (n := sum(c.change is change for c in changes))
    )
    return joined([style.lines(f"{len(changes)}条规则的校验码改变:{counts}。"), *(_changed(c, style) for c in changes)])


def _changed(change: RuleChange, style: Style) -> list[str]:
    lines = style.bold_lines(change.norm, 0, 2)
    parts = f"({'、'.join(change.parts)})" if change.parts else ""
    lines += style.lines(f"{change.place} · {CHANGES[change.change]}{parts} · {STATES[change.review]}", 2)
    digests = [d[:12] for d in (change.before, change.after) if d]
    lines += style.lines(f"校验码 {' → '.join(digests)}", 2)
    same = change.text_before == change.text_after
    for name, text in (("以前", change.text_before), ("现在", change.text_after)):
        lines += style.lines(f"{name}:{text}", 2, 4) if text and not same else []
    return lines


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
