"""A period that is left out, shortened, or a day off stands in no word of its clause: the compiler refuses every such rule."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[1] / "language"))

from language_examples import compiled
from vocabulary import VOCABULARY

from policy_dsl.source_text import Source
from policy_dsl.syntax.format import format_file
from policy_dsl.syntax.parse import parse

from .mutants import Mutant, menu_of, rule_mutants

CASES = {
    "2024年3月1日至2024年12月31日期间,": "期间 自 2024年3月1日 至 2024年12月31日",
    "自2025年起,": "期间 自 2025年",
    "2025年7月1日前,": "期间 至 2025年6月30日",
    "2025年底前,": "期间 至 2025年",
}


def _mutants(words: str, line: str) -> tuple[str, str, list[Mutant]]:
    text = f"{words}床位使用率低于75%的区(市),暂不新增购买住院床位。"
    rules = (
        f"文件 x\n\n条 1.p1 性质 限制\n「{text}」\n  规则 甲\n    凡 事项 是 新增购买住院床位\n    {line}\n"
        "    若 本区县 的 床位使用率 低于 75%\n    则 暂不新增\n"
    )
    assert compiled(f"{text}\n", rules).faults == ()
    file, _ = parse(Source("", rules))
    assert file is not None
    mutants = [m for m in rule_mutants("x", file, menu_of(VOCABULARY, "370200", ())) if m.kind == "period"]
    return f"{text}\n", rules, mutants


@pytest.mark.parametrize("words", CASES)
def test_the_compiler_refuses_every_other_period(words: str) -> None:
    text, rules, mutants = _mutants(words, CASES[words])
    assert len(mutants) == (7 if "自" in CASES[words] and "至" in CASES[words] else 3)
    file, _ = parse(Source("", rules))
    assert file is not None
    for mutant in mutants:
        assert mutant.rule is not None
        other = replace(file, entries=(replace(file.entries[0], items=(mutant.rule,)),))
        codes = {f.code for f in compiled(text, format_file(other)).faults}
        assert codes & {"L502", "L503"}, mutant.id
