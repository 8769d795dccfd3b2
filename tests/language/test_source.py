"""Excerpts: the caret stands under what is meant, whatever the characters before it."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wcwidth import wcwidth

from policy_dsl.source_text import _USUAL, Source, Span, clip, display_width


def caret(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands in the columns above the carets, and the line of carets itself."""
    line, marks = Source("x", text).excerpt(Span(start, end)).split("\n")
    column = len(marks) - len(marks.lstrip(" │"))
    under, used = "", 0
    for char in line:
        if used >= column and used < display_width(marks):
            under += char
        used += display_width(char)
    return under, marks


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("若 床位使用率 低于 75%", "低于"),
        ("abc低于def", "低于"),
        ("\t\t若\t低于 75%", "低于"),
        ("e\u0301e\u0301 低于", "低于"),
        ("「\u202e低于」", "低于"),
        ("甲\n乙 低于 丙\n丁", "低于"),
        ("甲\r\n乙 低于 丙\r\n", "低于"),
        ("床" * 500 + "低于" + "床" * 500, "低于"),
        ("x" * 100_000 + " 低于 " + "y" * 100_000, "低于"),
        ("\U00020000\U00020000低于", "低于"),
        ("\uff21\uff22低于", "低于"),
    ],
)
def test_the_caret_stands_under_the_word(text: str, word: str) -> None:
    start = text.index(word)
    assert caret(text, start, start + len(word))[0] == word


def test_a_letter_keeps_its_combining_mark_under_the_caret() -> None:
    assert caret("a e\u0301 b", 2, 4)[0].startswith("e")
    assert caret("a e\u0301 b", 2, 4)[1].endswith("│   ^")


def test_a_cut_never_separates_a_letter_from_its_mark() -> None:
    text = "e\u0301" * 200
    line = Source("x", text).excerpt(Span(300, 302)).split("\n")[0]
    assert line.split("│ ")[1].startswith("…e")


def test_the_excerpt_of_a_span_over_several_lines_is_its_first_line() -> None:
    excerpt = Source("x", "甲乙\n丙丁").excerpt(Span(1, 5))
    assert excerpt == "    1 │ 甲乙\n      │   ^^"


def test_a_place_at_the_end_of_the_text_has_a_caret() -> None:
    assert Source("x", "").excerpt(Span(0, 0)) == "    1 │ \n      │ ^"
    assert Source("x", "甲\n").excerpt(Span(2, 2)) == "    2 │ \n      │ ^"
    assert Source("x", "甲\r\n").excerpt(Span(2, 3)).endswith("│   ^")


def test_nothing_printed_moves_the_cursor() -> None:
    excerpt = Source("x", "甲\x1b[31m\x07\u202e\u200b\ufeff乙").excerpt(Span(0, 1))
    assert all(c == "\n" or c.isprintable() for c in excerpt)


def test_columns_count_characters() -> None:
    assert Source("rules.tiao", "甲\n乙 丙").where(4) == "rules.tiao:2:3"


@settings(deadline=None, max_examples=80)
@given(st.text("床位e\u0301\t \n\u202e\uff21a\U00020000", max_size=120), st.data())
def test_carets_are_as_wide_as_the_word_that_is_shown(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    line, marks = Source("x", text).excerpt(Span(start, end)).split("\n")
    assert "\n" not in marks
    assert marks.count("^") >= 1
    assert display_width(line) <= 76 + 9 + 76
    word = text[start : max(end, start + 1)].partition("\n")[0]  # an empty place is shown by the character there
    assert marks.count("^") <= max(1, sum(max(1, display_width(c)) for c in word))


@given(st.text("床e\u0301a", max_size=40), st.integers(0, 20))
def test_clipping_is_the_longest_beginning_that_fits(text: str, width: int) -> None:
    shown = clip(text, width)
    assert text.startswith(shown)
    assert display_width(shown) <= width
    assert shown == text or display_width(text[: len(shown) + 1]) > width


def test_widths_are_those_of_wcwidth() -> None:
    """Of every character that is known without asking it, and of a sample of the others."""
    every = [chr(c) for first, last, _ in _USUAL for c in range(ord(first), ord(last) + 1)]
    others = "·\u00a0\u00ade\u0301\u200b\u200d\ufe0f\u302a\u30fb\u3220\uac00\U0001f600\U00020000\uff71"
    assert [c for c in (*every, *others) if display_width(c) != wcwidth(c)] == []


def test_usual_text_does_not_load_wcwidth() -> None:
    code = "import sys; from policy_dsl.source_text import display_width as d; d('「床位」≥75%×2 · ……'); print('wcwidth' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "False\n"
