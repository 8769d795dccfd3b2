"""parse∘format is the identity, format is idempotent, and no text whatever breaks the parser."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from syntax_trees import conditions, files, items

from policy_dsl.source_text import Source
from policy_dsl.syntax import ast
from policy_dsl.syntax.format import condition, format_file
from policy_dsl.syntax.parse import keywords, parse

quick = settings(deadline=None, max_examples=60)


@quick
@given(files)
def test_parsing_a_formatted_file_gives_the_same_tree(file: ast.File) -> None:
    text = format_file(file)
    found, faults = parse(Source("", text))
    assert not faults, text
    assert found == file
    assert format_file(found) == text


@quick
@given(items)
def test_each_item_alone(item: ast.Item) -> None:
    file = ast.File(ast.Name("x"), (ast.Entry(ast.Name("1"), (ast.Name("限制"),), (ast.Quote("甲"),), (item,)),))
    assert parse(Source("", format_file(file))) == (file, [])


@quick
@given(conditions)
def test_white_space_means_nothing(cond: ast.Cond) -> None:
    line = f"文件 x 条 1 性质 限制 「甲」 规则 甲 若 {condition(cond)} 则 暂不新增"
    spread = "\n\t" + "\u3000\n".join(line.split(" ")) + "\n"
    assert parse(Source("", spread))[0] == parse(Source("", line))[0] or "『" in line  # names keep their blanks


_soup = st.lists(
    st.sampled_from([*keywords().values(), "「", "」", "『", "』", "(", ")", "、", "甲", "75%", "\n", "\u202e", "\uff11", ":", "条 1 性质 限制 「甲」"]),
    max_size=25,
)  # fmt: skip


@quick
@given(_soup.map(" ".join) | _soup.map("".join) | st.text(max_size=60))
def test_no_text_breaks_the_parser(text: str) -> None:
    file, faults = parse(Source("rules.tiao", "文件 x\n" + text))
    assert file is not None or faults
    for fault in faults:
        assert fault.code[:2] == "L1"
        assert fault.hint or fault.allowed, fault.render()
