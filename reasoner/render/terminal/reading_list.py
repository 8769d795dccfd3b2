"""The list of readings for those who confirm them: what was changed or doubted first, then what nobody confirmed yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from policy_dsl.reading import ConfirmationState, status_words
from reasoner.render.terminal.layout import Style, joined
from reasoner.survey.reading_states import ReadingState

_GROUPS: Final[tuple[tuple[ConfirmationState | None, str], ...]] = (
    (ConfirmationState.STALE, "确认之后文字有改动,须重新确认"),
    (ConfirmationState.DOUBTED, "有人存疑"),
    (None, "尚未确认"),
    (ConfirmationState.CONFIRMED, "已经确认"),
)


def reading_list(entries: Sequence[ReadingState], *, width: int = 80, colour: bool = False) -> str:
    """Every reading under how it stands, with question, both readings and the reason."""
    style = Style(width, colour)
    return joined(_blocks(entries, style))


def _blocks(entries: Sequence[ReadingState], style: Style) -> Iterator[list[str]]:
    groups = {state: [e for e in entries if _state(e) is state] for state, _ in _GROUPS}
    parts = ",".join(f"{name}{len(groups[state])}条" for state, name in _GROUPS)
    yield style.lines(f"共{len(entries)}条条文理解:{parts}。")
    for state, name in _GROUPS:
        if groups[state]:
            yield [style.heading(name)]
            yield from (_reading(e, style) for e in groups[state])
    if len(groups[ConfirmationState.CONFIRMED]) < len(entries):
        yield style.lines(
            "确认的,用 tiaoli review confirm 文件 条文理解 --by 姓名 记录;认为可能应采另一种理解的,用 tiaoli review doubt。"
        )


def _state(entry: ReadingState) -> ConfirmationState | None:
    return None if entry.status is None else entry.status.state


def _reading(entry: ReadingState, style: Style) -> list[str]:
    lines = style.bold_lines(f"{entry.document} {entry.reading}({status_words(entry.status)})", 0, 2)
    if entry.kinds:
        lines += style.lines(f"类别:{'、'.join(entry.kinds)}", 2, 4)
    run = "" if entry.runnable else "(不能试算)"
    for name, text in (
        ("问题", entry.question),
        ("采用", entry.used),
        (f"另一种理解{run}", entry.alternative),
        ("理由", entry.basis),
    ):
        lines += style.lines(f"{name}:{text.rstrip('。?')}{'?' if name == '问题' else '。'}", 2, 4)
    return lines
