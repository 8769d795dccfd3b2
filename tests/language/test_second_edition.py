"""Files of the first edition in the second: every copy a difference, nothing lost, nothing said otherwise."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from syntax_trees import rules

from policy_dsl.diagnostics import Faults
from policy_dsl.source_files import read_sources
from policy_dsl.source_text import Source, display_width
from policy_dsl.syntax import ast
from policy_dsl.syntax.alternatives import alternative, idle_lines, left_out, spread
from policy_dsl.syntax.first_edition import second_edition
from policy_dsl.syntax.format import WIDTH, format_file
from policy_dsl.syntax.parse import keywords, parse
from policy_dsl.syntax.rewrite import formatted, removed_rules

RULES = {name: text for name, text in read_sources().items() if name.endswith("rules.tiao")}
names = pytest.mark.parametrize("name", RULES)


def tree(text: str, name: str = "rules.tiao") -> ast.File:
    file, faults = parse(Source(name, text))
    assert not faults, [f.render() for f in faults]
    assert file is not None
    return file


def first_edition(file: ast.File) -> ast.File:
    """The file as the first edition wrote it: a copy for each alternative, marked by 异读 as its last line."""

    def copy(item: ast.Item) -> ast.Item:
        if not isinstance(item, ast.Rule) or item.variant is None:
            return item
        return replace(item, variant=None, differences=(ast.Difference(item.variant),))

    entries = map(spread, file.entries)
    return replace(file, entries=tuple(replace(e, items=tuple(map(copy, e.items))) for e in entries))


@names
def test_the_corpus_in_the_first_edition_comes_back_the_same(name: str) -> None:
    file = tree(RULES[name])
    old = format_file(first_edition(file))
    back = second_edition(tree(old), left_out(file))
    assert [*map(spread, back.entries)] == [*map(spread, file.entries)]
    assert left_out(back) == left_out(file)
    assert second_edition(file) == file


@names
def test_no_rule_of_the_corpus_stands_twice(name: str) -> None:
    for entry in tree(RULES[name]).entries:
        own = [item for item in entry.items if isinstance(item, ast.Rule)]
        bodies = [replace(r, name=ast.Name(""), variant=None, differences=()) for r in own]
        assert all(body not in bodies[:i] for i, body in enumerate(bodies)), entry.address
        standing = [r.name.text for r in own if r.variant is None]
        assert len(standing) == len(set(standing)), entry.address
        for rule in own:
            assert all(not idle_lines(rule, d) for d in rule.differences)


@names
def test_the_corpus_is_laid_out_and_no_line_is_too_wide(name: str) -> None:
    assert format_file(tree(RULES[name])) == RULES[name]
    for line in RULES[name].splitlines():
        if display_width(line) > WIDTH:  # a quotation that is too wide by itself, behind one word at most
            words = line.strip()
            assert words.count("「") == 1, line
            assert words.endswith("」"), line
            assert " " not in words[: words.index("「")].strip(), line


def test_every_keyword_is_used() -> None:
    """In the corpus or the examples of tests/language/good: no word of the language waits for somebody to need it."""
    examples = "\n".join(p.read_text(encoding="utf-8") for p in (Path(__file__).parent / "good").glob("*.tiao"))
    used = set(f"{examples} {' '.join(RULES.values())}".split())
    assert not set(keywords().values()) - used


@settings(deadline=None, max_examples=60)
@given(rules)
def test_a_difference_changes_its_lines_and_leaves_the_others(rule: ast.Rule) -> None:
    for difference in (d for d in rule.differences if not d.without_rule):
        other = alternative(rule, difference)
        assert (other.kind, other.name, other.proposed, other.variant) == (
            rule.kind, rule.name, rule.proposed, difference.reading,
        )  # fmt: skip
        if not difference.quotes and "据" not in difference.removed:
            assert other.anchors.quotes == rule.anchors.quotes
        if difference.condition is not None:
            assert other.condition == difference.condition
        elif "若" not in difference.removed:
            assert other.condition == rule.condition
        if not difference.scope and "凡" not in difference.removed:
            assert sorted(map(repr, other.scope)) == sorted(map(repr, rule.scope))


HEAD = """文件 x

条 1.p1 性质 限制
「床位使用率低于75%的区(市),暂不新增购买住院床位。」
  规则 低使用率暂不新增
    据 解释 区(市)
    凡 事项 是 新增购买住院床位
    若 本区县 的 床位使用率 低于 75%
    则 暂不新增
"""


def written(folder: Path, rules: str, readings: str = "") -> Path:
    (folder / "rules.tiao").write_text(rules, encoding="utf-8")
    if readings:
        (folder / "readings.toml").write_text(readings, encoding="utf-8")
    return folder / "rules.tiao"


def test_removes_becomes_a_difference_and_leaves_the_rest_of_the_readings_as_they_are(tmp_path: Path) -> None:
    readings = (
        '# 说明\n["区(市)"]\nquestion = "问"\nremoves = [\n  "1.p1#低使用率暂不新增", # 一条\n]\nused = "甲"  # 注\n'
    )
    rules, beside = formatted(written(tmp_path, HEAD, readings))
    assert rules.after == HEAD + "    异读 区(市) 删去\n"
    assert beside.after == '# 说明\n["区(市)"]\nquestion = "问"\nused = "甲"  # 注\n'


@pytest.mark.parametrize("rule", ["1.p1#没有的", "9.p9#低使用率暂不新增", "低使用率暂不新增"])
def test_removes_of_a_rule_that_is_not_there_is_named(tmp_path: Path, rule: str) -> None:
    with pytest.raises(Faults) as error:
        formatted(written(tmp_path, HEAD, f'["区(市)"]\nremoves = ["{rule}"]\n'))
    (fault,) = error.value.diagnostics
    assert fault.code == "L418"
    assert rule in fault.message
    assert "readings.toml" in fault.where


def test_a_copy_that_says_the_same_stays_for_the_compiler_to_refuse() -> None:
    copy = HEAD + "".join(HEAD.splitlines(keepends=True)[4:]) + "    异读 区(市)\n"
    once = format_file(second_edition(tree(copy)))
    assert once == copy
    assert format_file(second_edition(tree(once))) == once


def test_readings_that_cannot_be_read_list_nothing() -> None:
    assert removed_rules("[甲\nremoves = 3") == {}
