"""The lexicon of forms, and the good examples with one word changed."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from language_examples import compiled, examples, faults_of
from vocabulary import VOCABULARY

from policy_dsl.texts.lexicon import FORMS, segments

# --- the lexicon ----------------------------------------------------------------------------------------------------


def test_every_form_of_an_operator_or_action_is_found_whole() -> None:
    deciding = VOCABULARY.deciding
    assert {"不再新增", "暂不新增", "以调整存量为主", "不受本规划限制", "严禁新增"} <= deciding
    assert not {"优先", "纳入", "适当倾斜"} & deciding
    for form in (*deciding, *(form for forms in FORMS.values() for form in forms)):
        inside = [w for (start, end), w in segments(form, deciding).items() if (start, end) == (0, len(form))]
        assert inside == [form], form


@given(st.text("不低于超过未达到可以优先应当原则上新增再75%张", max_size=20))
def test_words_of_the_lexicon_never_overlap(text: str) -> None:
    spans = sorted(segments(text))
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


# --- the good examples under mutation ---------------------------------------------------------------------------------

_SWAPS = {"低于": "高于", "高于": "低于", "不超过": "低于", "达到": "低于", "暂不新增": "不得新增", "不得新增": "暂不新增", "从严控制": "以调整存量为主",
          "市南区": "市北区", "市级": "省级", "可优先": "适当倾斜", "零售药店": "综合医院", "医疗机构": "医药机构"}  # fmt: skip


def _mutants() -> list[tuple[str, str, str]]:
    found = []
    for example in examples("good"):
        rules = example.sections.get("rules", "")
        for line in dict.fromkeys(s for s in rules.splitlines() if re.match(r"    (凡|若|则|须) ", s)):
            swaps = [(old, new) for old, new in _SWAPS.items() if f" {old}" in line]
            numbers = re.findall(r" (\d[\d.]*)(?=[%万张家])", line)
            for old, new in (
                swaps + [(n, n + "1") for n in numbers] + [(n, n[:-1] + str((int(n[-1]) + 1) % 10)) for n in numbers]
            ):
                found.append((example.name, line, line.replace(f" {old}", f" {new}", 1)))
    return found


@pytest.mark.parametrize(("name", "old", "new"), _mutants())
def test_a_good_example_changed_is_bad(name: str, old: str, new: str) -> None:
    example = next(e for e in examples("good") if e.name == name)
    rules = example.sections["rules"].replace(old, new)
    draft = compiled(example.sections["text"], rules, example.sections.get("readings", ""))
    assert draft.faults, f"{old.strip()} → {new.strip()}\n{faults_of(draft)}"


def test_the_vocabulary_of_the_tests_has_no_two_terms_of_one_name() -> None:
    labels = [t.label for t in VOCABULARY.data.terms]
    assert len(labels) == len(set(labels))
