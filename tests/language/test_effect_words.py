"""Words of effect live in the ontology: an edit there is the only one, and a word added later rests on a reading."""

from __future__ import annotations

from pathlib import Path

import pytest
from language_examples import compiled, document
from msgspec.structs import replace
from vocabulary import VOCABULARY

from policy_dsl.alignment.draft import Draft
from policy_dsl.compile import PASSES
from policy_dsl.ir import Effect, Strength
from policy_dsl.lowering.norms import word_reading
from policy_dsl.reading import ConfirmationState, status_words
from policy_dsl.syntax.parse import keywords
from policy_dsl.terminology.compile import compile_vocabulary
from policy_dsl.vocabulary import Vocabulary
from reasoner.model.messages import CONTROL_WORDS, LABELS, WORDED

ROOT = Path(__file__).parents[2]
FILES = {f"ontology/{p.name}": p.read_text(encoding="utf-8") for p in sorted((ROOT / "ontology").glob("*.ttl"))}
EFFECTS = "ontology/effects.ttl"


def changed(*pairs: tuple[str, str]) -> Vocabulary:
    text = FILES[EFFECTS]
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return Vocabulary(compile_vocabulary(FILES | {EFFECTS: text}))


def test_no_word_of_effect_is_a_word_of_the_grammar() -> None:
    assert not set(keywords().values()) & set(VOCABULARY.effect_words)


def test_every_pair_that_the_representation_has_is_told_in_words() -> None:
    pairs = {(w.effect, w.strength) for w in VOCABULARY.effect_words.values()}
    rest = {(Effect.CAP, Strength.IN_PRINCIPLE), (Effect.CAP, Strength.NOT_ABOVE), (Effect.REQUIRE, Strength.MUST)}
    assert pairs | rest == set(VOCABULARY.consequences)


def test_no_module_of_the_compiler_holds_a_word_of_effect() -> None:
    """以调整存量为主 stood in eight files; the compiler now has it from the ontology alone."""
    for path in (ROOT / "policy_dsl").rglob("*.py"):
        if path.parts[-2] != "corpus":
            assert "以调整存量为主" not in path.read_text(encoding="utf-8"), path
    for path in (ROOT / "reasoner").rglob("*.py"):
        quoted = path.read_text(encoding="utf-8").count('"以调整存量为主')
        assert quoted == (path.name == "messages.py"), path


@pytest.mark.parametrize("strength", [Strength.STRICTLY, Strength.EXISTING_STOCK])
def test_labels_of_verdicts_say_what_the_ontology_says(strength: Strength) -> None:
    """The checker of proofs holds a verdict's label to a table of its own; it says what the vocabulary says."""
    assert CONTROL_WORDS[strength] == VOCABULARY.consequences[Effect.CONTROL, strength]
    assert LABELS["presumptively_barred"] == VOCABULARY.consequences[Effect.PROHIBIT, Strength.IN_PRINCIPLE]
    for word in (Strength.FOR_NOW, Strength.MUST_NOT):
        told = VOCABULARY.consequences[Effect.PROHIBIT, word]
        assert WORDED.get(("barred", word), LABELS["barred"]).endswith(told)


TEXT = "床位使用率低于60%的区(市),以盘活存量为主。"
RULES = f"""文件 x

条 1.p1 性质 限制
「{TEXT}」
  规则 低使用率
    据 解释 住院床位
    凡 事项 是 新增购买住院床位
    若 本区县 的 床位使用率 低于 60%
    则 以盘活存量为主
"""
READING = """["住院床位"]
question = "指什么"
used = "住院床位"
alternative = "机构"
basis = "上文"
covers = ["新增购买住院床位"]
"""


def test_changing_a_word_is_an_edit_in_one_place() -> None:
    """The word in rules, its wording in texts and how it is told: one file, and a text that uses it compiles."""
    assert {"L216", "L503"} <= {f.code for f in compiled(TEXT, RULES, READING).faults}
    words = changed(("以调整存量为主", "以盘活存量为主")).data
    vocabulary = Vocabulary(replace(VOCABULARY.data, consequences=words.consequences, effect_words=words.effect_words))
    draft = Draft("x", {"rules.tiao": RULES, "readings.toml": READING}, vocabulary, document=document(TEXT))
    for step in PASSES[1:]:
        draft = step(draft)
    assert not draft.faults, [f.render() for f in draft.faults]
    (norm,) = draft.norms
    assert (norm.effect, norm.strength) == (Effect.CONTROL, Strength.EXISTING_STOCK)
    assert norm.text.endswith(",以盘活存量为主。")


STRICT = "床位使用率低于60%的区(市),{word}新增购买住院床位。"
STRICT_RULES = """文件 x

条 1.p1 性质 限制
「床位使用率低于60%的区(市),{word}新增购买住院床位。」
  规则 低使用率
    凡 事项 是 新增购买住院床位
    若 本区县 的 床位使用率 低于 60%
    则 严禁新增
"""


@pytest.mark.parametrize("word", ["严禁", "禁止"])
def test_a_word_added_later_rests_on_a_reading_that_waits_for_confirmation(word: str) -> None:
    draft = compiled(STRICT.format(word=word), STRICT_RULES.format(word=word))
    assert not draft.faults, [f.render() for f in draft.faults]
    (norm,) = draft.norms
    assert (norm.effect, norm.strength) == (Effect.PROHIBIT, Strength.MUST_NOT)
    assert draft.readings is not None
    (reading,) = draft.readings.values()
    assert norm.readings == (reading.name,)
    assert reading.used == "即不得新增"
    assert reading.basis
    assert reading.alternative
    assert status_words(reading.status) == "尚未确认"


def test_a_confirmed_word_says_by_whom() -> None:
    word = changed(
        (
            'tl:confirmedBy "" ;\n    skos:definition "原文写明“严禁',
            'tl:confirmedBy "张三" ;\n    skos:definition "原文写明“严禁',
        )
    )
    status = word_reading(word.effect_words["严禁新增"]).status
    assert status is not None
    assert (status.state, status.by) == (ConfirmationState.CONFIRMED, "张三")


def test_words_of_the_first_hour_rest_on_nothing() -> None:
    first = [w for w in VOCABULARY.effect_words.values() if not w.basis]
    assert [w.label for w in first] == [
        "不予新增", "暂不新增", "不得新增", "从严控制", "以调整存量为主", "可优先", "适当倾斜", "可纳入", "不受本文件限制",
    ]  # fmt: skip
