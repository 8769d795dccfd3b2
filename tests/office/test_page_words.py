"""What the reasoner says of its command line is said on a page in the words of the page."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from reasoner.driver.window.wording import typed
from tests.office.client import ROOT, Client

COMMANDS = re.compile(r"tiaoli [a-z]|--[a-z]|TIAOLI_[A-Z]")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
OF_A_PAGE = ("ask", "explain", "graphs", "intake", "ledger", "letters", "render/pdf", "sheets", "survey")
"""Packages whose sentences pages print as they are."""
BESIDE = (
    "driver/clauses.py",
    "driver/side_lookup.py",
    "driver/knowledge.py",
    "driver/accepting.py",
    "driver/ingesting.py",
)
NO_PAGE = {
    "letters/letter_verification.py": "verify is a command of its own",
    "letters/settings.py": "the explanation of the file of settings",
    "driver/accepting.py": "the list of proposed rules is the command's",
    "driver/knowledge.py": "comparisons by topic are chosen from lists",
}  # fmt: skip
"""Modules with sentences that only the command line prints, and why."""


def sentences(path: Path) -> Iterator[str]:
    """The Chinese sentences of a module with its docstrings left out; what is put in stands as X."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    within = {id(v) for n in ast.walk(tree) if isinstance(n, ast.JoinedStr) for v in n.values}
    spoken = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            text = "".join(str(v.value) if isinstance(v, ast.Constant) else "X" for v in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in within | spoken:
            text = node.value
        else:
            continue
        if CHINESE.search(text):
            yield text


def modules() -> Iterator[Path]:
    """The modules whose sentences pages print."""
    for package in OF_A_PAGE:
        yield from sorted((ROOT / "reasoner" / package).rglob("*.py"))
    yield from (ROOT / "reasoner" / name for name in BESIDE)


def test_no_sentence_of_a_page_names_a_command_or_an_option() -> None:
    named = [
        (path.relative_to(ROOT / "reasoner").as_posix(), text)
        for path in modules()
        for text in sentences(path)
        if COMMANDS.search(text)
    ]
    assert len(named) > 15, "the command line has its words"
    left = [(p, text) for p, text in named if p not in NO_PAGE and COMMANDS.search(typed(text))]
    assert left == []
    assert {p for p, text in named if COMMANDS.search(typed(text))} == set(NO_PAGE), "each exception is one"


TEMPLATES = ROOT / "reasoner" / "office" / "templates"
OF_TEMPLATES = {
    "record.html.jinja": "whoever checks a record away from the window needs the command",
    "record_broken.html.jinja": "the same, where the window cannot check it",
}
"""Pages that name a command, and why."""


def test_no_words_of_a_template_name_a_command_an_option_or_the_command_line() -> None:
    """What stands in a page itself goes through no `typed` of the reasoner's sentences."""
    naming = {
        path.name
        for path in TEMPLATES.glob("*.jinja")
        if re.search(
            COMMANDS.pattern + "|命令行", re.sub(r"<!--.*?-->|\{#.*?#\}|var\(--[a-z-]+\)", "", path.read_text("utf-8"))
        )
    }
    assert naming == set(OF_TEMPLATES)


WINDOW_NO_PAGE = {"driver/window/wording.py": "the table of what takes the place of commands"}


def test_no_sentence_of_the_window_names_the_command_line() -> None:
    folders = ("driver/window", "office/views", "office/pages")
    places = [path for folder in folders for path in (ROOT / "reasoner" / folder).glob("*.py")]
    named = {
        (path.relative_to(ROOT / "reasoner").as_posix(), text)
        for path in places
        for text in sentences(path)
        if "命令行" in text or COMMANDS.search(typed(text))
    }
    assert {(p, text) for p, text in named if p not in WINDOW_NO_PAGE} == set()


def test_a_question_without_a_region_leads_to_where_the_bureau_is_named(client: Client) -> None:
    told = client.get("/ask?words=医院想加50张床").text
    assert "没有本单位所在的地区，按已收录文件的各地区分别回答" in told
    assert '<a href="/settle/bureau">写明本单位所在的地区</a>' in told


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("即墨区 综合医院 增加康复床位 2024年5月", "要按那一日回答的，在“按栏目问”里写明适用日期"),
        ("青岛市 医院想加50张床", "要就具体申请判断的，在“研判”里写一份申请"),
    ],
)
def test_a_question_is_answered_in_the_words_of_the_page(client: Client, question: str, told: str) -> None:
    page = client.get(f"/ask?words={question}")
    assert told in page.text
    assert not COMMANDS.search(re.sub(r"<[^>]*>", "", page.text))
    assert ("<details open>" in page.text.partition("按栏目问（")[0]) is ("2024年" in question), "the field stands open"
