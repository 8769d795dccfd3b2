"""Words that our own sentences never use, and lines that a Chinese reader can read."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import reasoner
from policy_dsl.source_text import display_width
from reasoner.render.terminal.layout import Style, shortened, wrap
from reasoner.render.typeset import on_screen

FORBIDDEN = ("行政许可", "审批", "不予受理", "禁止", "一律", "不符合条件")
PACKAGE = Path(reasoner.__file__).parent
FILES = sorted(
    [
        *PACKAGE.glob("explain/*.py"),
        *PACKAGE.glob("report/*.py"),
        *PACKAGE.glob("cli/*.py"),
        PACKAGE / "model" / "messages.py",
    ]
)


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_no_forbidden_word_in_our_own_sentences(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            assert not [w for w in FORBIDDEN if w in node.value], node.value


CLAUSE = (
    "医保管理区域(市本级、崂山区、西海岸新区)内床位使用率低于75%的,原则上不再新增购买住院床位。《规划》(2023-2025年)"
)


@pytest.mark.parametrize("width", range(12, 60))
def test_lines_fit_and_keep_marks_with_their_words(width: int) -> None:
    lines = list(wrap(CLAUSE, width))
    assert "".join(lines) == on_screen(CLAUSE)
    for line in lines:
        assert display_width(line) <= width
        assert line[0] not in ",，、。)）》%"
        assert line[-1] not in "(（《"


def test_a_word_longer_than_a_line_is_cut() -> None:
    assert list(wrap("a" * 25, 10)) == ["a" * 10, "a" * 10, "a" * 5]


def test_indents_and_shortening() -> None:
    assert Style(40).lines("甲乙", 2) == ["  甲乙"]
    assert shortened("甲乙丙丁", 7) == "甲乙…"
    assert shortened("甲 乙", 7) == "甲 乙"
