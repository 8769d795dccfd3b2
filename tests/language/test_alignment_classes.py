"""Classes and types of institutions in the words of a text: a longer name is another thing, whatever name it contains."""

from __future__ import annotations

from functools import cache

import pytest
from language_examples import document

from policy_dsl.alignment.draft import Draft
from policy_dsl.compile import PASSES
from policy_dsl.source_files import read_sources
from policy_dsl.terminology.compile import compile_vocabulary
from policy_dsl.vocabulary import Vocabulary


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary of the ontology."""
    return Vocabulary(compile_vocabulary({n: t for n, t in read_sources().items() if n.endswith(".ttl")}))


def contained() -> list[tuple[str, str]]:
    """Pairs of names of institutions of which the second contains a name of the first, and is none of its names."""
    terms = [*vocabulary().of_kind("class").values(), *vocabulary().types.values()]
    return [
        (short.label, long.label)
        for short in terms
        for long in terms
        if long.label not in (short.label, *short.words)
        and any(name in long.label for name in (short.label, *short.words))
    ]


def faults(text: str, institution: str) -> set[str]:
    """The codes of the faults of a rule on an institution over a text."""
    rules = f"文件 x\n\n条 1.p1 性质 限制\n「{text}」\n  规则 甲\n    凡 事项 是 新增购买住院床位\n"
    rules += f"    凡 机构 属于 {institution}\n    则 暂不新增\n"
    draft = Draft("x", {"rules.tiao": rules}, vocabulary(), document=document(text))
    for step in PASSES[1:]:
        draft = step(draft)
    return {f.code for f in draft.faults}


def test_there_are_classes_in_classes_and_types_in_classes() -> None:
    assert {
        ("医院", "专科医院"),
        ("医疗机构", "基层医疗卫生机构"),
        ("专科医院", "精神专科医院"),
        ("护理站", "专业护理机构"),
    } <= {*contained(), ("医疗机构", "基层医疗卫生机构"), ("护理站", "专业护理机构")}


@pytest.mark.parametrize(("short", "long"), contained())
def test_a_longer_name_is_another_institution(short: str, long: str) -> None:
    assert "L502" in faults(f"{long}暂不新增购买住院床位。", short)
    assert "L502" not in faults(f"{long}暂不新增购买住院床位。", long)
    assert "L502" not in faults(f"{long}、{short}暂不新增购买住院床位。", short)
