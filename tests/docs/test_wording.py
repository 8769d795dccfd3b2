"""docs/wording.toml is the one list of words: no sentence that the product can print uses a word that it gave up.

WORDING.md: "The glossary is adopted"; 我们自己的句子从不使用的词. The sentences are the literals of the code, the error
catalogue among them, the labels and definitions of the ontology, the templates of pages, and the guide.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]
TABLE: Final = tomllib.loads((ROOT / "docs" / "wording.toml").read_text(encoding="utf-8"))
REFUSED: Final = (*(w for term in TABLE["term"] for w in term["not"]), *TABLE["never"]["everywhere"])
HAN: Final = re.compile("[\u4e00-\u9fff]")
Sentence = tuple[str, int, str]
"""Path, line and words."""


def literals(path: Path) -> Iterator[tuple[int, str]]:
    """The Chinese literals of a module with their lines; what documents the code is no sentence for staff."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documenting = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in documenting
            and HAN.search(node.value)
        ):
            yield node.lineno, node.value


def sentences() -> Iterator[Sentence]:
    """Every sentence that the product can print, as far as it stands in the repository."""
    for root in ("policy_dsl", "reasoner"):
        for path in sorted((ROOT / root).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            yield from ((name, line, text) for line, text in literals(path))
        for path in sorted((ROOT / root).rglob("*.jinja")):
            yield path.relative_to(ROOT).as_posix(), 0, path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "ontology").glob("*.ttl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            yield from ((path.relative_to(ROOT).as_posix(), number, t) for t in re.findall(r'"([^"]*)"@zh', line))
    for name in ("README.md", "docs/user-guide.md"):
        for number, line in enumerate((ROOT / name).read_text(encoding="utf-8").splitlines(), 1):
            yield name, number, line


SENTENCES: Final = tuple(sentences())


def kept(word: str, path: str) -> bool:
    """Whether the table says that a word stands there as it is."""
    return any(
        path == where or (where.endswith("/") and path.startswith(where))
        for entry in TABLE["kept"]
        if entry["word"] == word
        for where in entry["where"]
    )


def found_in(listed: tuple[Sentence, ...], word: str) -> list[str]:
    return [f"{path}:{line} {text[:60]}" for path, line, text in listed if word in text and not kept(word, path)]


@pytest.mark.parametrize("word", REFUSED)
def test_no_sentence_uses_a_word_that_was_given_up(word: str) -> None:
    assert found_in(SENTENCES, word) == []


def test_there_are_sentences_and_a_wrong_one_is_caught() -> None:
    assert len(SENTENCES) > 3000
    assert {p.partition("/")[0] for p, _, _ in SENTENCES} >= {"policy_dsl", "reasoner", "ontology", "docs"}
    wrong = (("reasoner/explain/points.py", 1, "按基准日有效的规定"), ("reasoner/cli/main.py", 2, "供承办人参考"))
    assert len(found_in(wrong, "基准日")) == len(found_in(wrong, "承办人")) == 1


SPACED_COUNT: Final = re.compile(
    r"(?:\{\{[^{}]*\}\}|(?<![\w.:-])\d+) (?=[处条项份行个类家格层组位页]\b|[处条项份行个类家格层组位页][\u4e00-\u9fff，。；）<])"
)
"""A count with a space before its measure word: 共 4 处."""


def printed(path: Path) -> Iterator[tuple[int, str]]:
    """The literals of a module with the values of f-strings as {{}}."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.JoinedStr):
            parts = [p.value if isinstance(p, ast.Constant) else "{{}}" for p in node.values]
            yield node.lineno, "".join(map(str, parts))


def test_no_count_stands_apart_from_its_measure_word() -> None:
    """A count with blanks (共 4 处) is written otherwise everywhere else (共4处)."""
    texts = [
        (path.relative_to(ROOT).as_posix(), line, text)
        for root in ("policy_dsl", "reasoner")
        for path in sorted((ROOT / root).rglob("*.py"))
        for line, text in printed(path)
    ]
    texts += [s for s in SENTENCES if s[0].endswith((".jinja", ".py"))]
    assert len(texts) > 1000
    assert SPACED_COUNT.search("共{{}} 处不符")
    assert not SPACED_COUNT.search("共{{}}处不符")
    assert [f"{p}:{n} {t[:60]}" for p, n, t in texts if SPACED_COUNT.search(t)] == []


def test_each_term_is_said_once_and_each_exception_is_one() -> None:
    uses = [t["use"] for t in TABLE["term"]]
    assert len(uses) == len(set(uses))
    assert len(REFUSED) == len(set(REFUSED))
    assert all(t["meaning"] and t["identifier"] for t in TABLE["term"])
    for entry in TABLE["kept"]:
        assert entry["word"] in REFUSED, entry
        assert entry["why"]
        for where in entry["where"]:
            assert (ROOT / where).exists(), where


@pytest.mark.parametrize("entry", TABLE["kept"], ids=lambda e: e["word"])
def test_what_is_kept_is_needed(entry: dict[str, list[str]]) -> None:
    """An exception that nothing needs any more goes away."""
    needed = {p for p, _, text in SENTENCES if entry["word"] in text}
    assert [w for w in entry["where"] if not any(p == w or p.startswith(w) for p in needed)] == []
