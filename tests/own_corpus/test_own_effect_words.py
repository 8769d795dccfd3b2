"""A word of effect of the bureau's own: it means a consequence that there is already, and rests on a reading that says so.

Alignment, verdicts, proofs, lists and exports know it; nothing of ontology/*.ttl is edited, and no entry adds a consequence.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from invented import version
from made_corpus import CITY, FOLDER, PLAN, Run, forget, plan, put, verdict
from rdflib import RDF, RDFS, SKOS, Graph, Literal, URIRef

from policy_dsl.corpus_folders import Place
from policy_dsl.drafting.clause_choices import choices
from policy_dsl.ir import Effect, Strength
from policy_dsl.texts.lexicon import calling, occurrences
from reasoner.driver.current_rule_base import official_texts, package_base, rule_base

TL = "https://w3id.org/tiaoli/ns#"
WORD = {
    "名称": "停批新增", "结果": "暂不新增", "原文写作": ["停批"], "定义": "虚拟的用词。", "依据": "虚拟:停批是在条件持续期间不予新增",
    "另一种理解": "只是对下级机关的要求",
}  # fmt: skip


def entry(**other: str | list[str]) -> str:
    """An entry of terms.toml with some keys otherwise; a key of no words is left out."""
    lines = [f'"{key}" = {json.dumps(value, ensure_ascii=False)}' for key, value in (WORD | other).items() if value]
    return "\n".join(['[["结果用词"]]', *lines, ""])


def stopping(words: str = "停批购买住院床位。", outcome: str = "则 停批新增") -> dict[str, str]:
    """The plan in other words: below 60% 停批."""
    old, new = "不得新增购买住院床位。", words
    files = {path: text.replace(old, new).replace("则 不得新增", outcome) for path, text in plan().items()}
    meta, length = files[f"{FOLDER}/meta.toml"], len(files[f"{FOLDER}/text.txt"])
    before = next(line for line in meta.splitlines() if line.startswith("length"))
    return files | {f"{FOLDER}/meta.toml": meta.replace(before, f"length = {length}")}


def with_last(words: str, below: str = "") -> dict[str, str]:
    """The plan with a second paragraph that is called a fact, and what stands below it."""
    made = version(1, "60%", "2026-01-01", id_=PLAN, region=CITY, last=words)
    files = {path.removeprefix("corpus/"): text for path, text in made.items()}
    return files | {f"{FOLDER}/rules.tiao": files[f"{FOLDER}/rules.tiao"] + below}


def resting_on(files: dict[str, str]) -> dict[str, str]:
    """The same with a reading for what the words 停批购买住院床位 leave out of the matter's name."""
    path = f"{FOLDER}/rules.tiao"
    rules = files[path].replace("    凡 事项 是", "    据 解释 住院床位\n    凡 事项 是")
    reading = """["住院床位"]
question = "停批的是什么"
used = "新增购买住院床位"
alternative = "机构"
basis = "上文"
covers = ["新增购买住院床位"]
"""
    return files | {path: rules, f"{FOLDER}/readings.toml": reading}


@pytest.fixture
def own(corpus: Path) -> Path:
    put(corpus, {"terms.toml": entry(), **resting_on(stopping())})
    forget()
    return corpus


def aside() -> list[tuple[str, str]]:
    return [(f.code, f.where) for s in rule_base().compiled.set_aside for f in s.faults]


def test_a_rule_states_the_consequence_in_the_documents_own_word(own: Path, run: Run, tmp_path: Path) -> None:
    barred = verdict(run, tmp_path)
    assert aside() == []
    (norm,) = rule_base().documents[PLAN].norms_in_use
    assert (norm.effect, norm.strength) == (Effect.PROHIBIT, Strength.FOR_NOW)
    assert norm.text.endswith(",暂不新增(原文用词“停批新增”)。"), (
        "told by the consequence that it means, with the word of the text"
    )
    assert barred["outcome"] == "barred"
    assert barred["label"] == "按规定暂不新增"
    assert verdict(run, tmp_path, rate="60%")["outcome"] != "barred", "60% is not below 60%"


def test_the_rule_rests_on_a_reading_that_somebody_may_confirm(own: Path, run: Run, tmp_path: Path) -> None:
    name = "“停批新增”的结果"
    verdict(run, tmp_path)
    reading = next(r for r in rule_base().documents[PLAN].readings if r.name == name)
    assert (reading.used, reading.alternative) == ("即暂不新增", "只是对下级机关的要求")
    assert reading.basis == "虚拟:停批是在条件持续期间不予新增"
    assert reading.status is None or reading.status.by == ""
    (listed,) = [d for d in json.loads(run("corpus", "list", "--json")[1]) if d["document"] == PLAN]
    assert listed["unconfirmed_count"] == 2, "the reading of the document and that of the word"
    put(own, {"terms.toml": entry(确认人="法制复核人")})
    (listed,) = [d for d in json.loads(run("corpus", "list", "--json")[1]) if d["document"] == PLAN]
    assert listed["unconfirmed_count"] == 1


def test_a_proof_with_the_word_is_checked_again(own: Path, run: Run, tmp_path: Path) -> None:
    honest = verdict(run, tmp_path)
    for name, data, status in (("真", honest, 0), ("假", honest | {"label": "按规定不得新增"}, 1)):
        file = tmp_path / f"{name}.json"
        file.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        assert run("verify", str(file))[0] == status, name


def test_the_words_call_for_a_rule_once_they_are_entered(own: Path, run: Run) -> None:
    """A clause that says 停批 and is called a fact would decide nothing: the alignment names the word."""
    put(own, with_last("停批新设机构。"))
    (own / FOLDER / "readings.toml").unlink()
    status, out, _ = run("corpus", "check")
    assert status == 1
    assert "L503" in out
    assert "停批" in out
    put(own, {"terms.toml": ""})
    assert run("corpus", "check")[0] == 0, "without the entry nothing is known of the word"


def test_a_clause_not_yet_written_may_be_as_strong_as_the_word(own: Path, run: Run, tmp_path: Path) -> None:
    put(own, with_last("停批新设机构。", "  待写 事项 新增购买住院床位 因 「虚拟」\n"))
    (own / FOLDER / "readings.toml").unlink()
    open_ = verdict(run, tmp_path, rate="70%")
    assert aside() == []
    unknown = [n for n in rule_base().documents[PLAN].all_norms if n.pending]
    assert [(n.effect, n.strength) for n in unknown] == [(Effect.PROHIBIT, Strength.MUST_NOT)]
    assert open_["outcome"] == "undetermined"


def test_a_word_that_bars_in_principle_stands_behind_in_principle(corpus: Path, run: Run, tmp_path: Path) -> None:
    put(corpus, {"terms.toml": entry(结果="原则上不予新增")})
    put(corpus, resting_on(stopping("原则上停批购买住院床位。", "则 原则上 停批新增")))
    assert verdict(run, tmp_path)["outcome"] == "presumptively_barred"
    put(corpus, resting_on(stopping("停批购买住院床位。", "则 原则上 停批新增")))
    assert "L502" in run("corpus", "check")[1], "原则上 does not stand in the words"
    put(corpus, resting_on(stopping("停批购买住院床位。", "则 停批新增")))
    assert "L208" in run("corpus", "check")[1]


def test_the_form_of_a_rule_offers_it(own: Path) -> None:
    sentence = "本区县床位使用率低于60%的,停批新增购买住院床位。"
    files = {"text.txt": f"{sentence}\n", "rules.tiao": f"文件 x\n\n条 p1 性质 限制\n「{sentence}」\n"}
    form = choices(Place("x", "draft", CITY), files, rule_base().vocabulary, "p1")
    assert form is not None
    assert form.effects == ("停批新增",)


def test_the_ontology_of_the_rule_base_says_what_it_means(own: Path, run: Run) -> None:
    graph = Graph().parse(data=run("export", "ontology")[1], format="turtle")
    (word,) = (s for s in graph.subjects(RDFS.label, Literal("停批新增", lang="zh")) if isinstance(s, URIRef))
    assert word.startswith("https://w3id.org/tiaoli/own/")
    assert graph.value(word, RDF.type) == URIRef(TL + "EffectWord")
    assert graph.value(word, URIRef(TL + "hasConsequence")) == URIRef(TL + "notAddedForNow")
    assert graph.value(word, URIRef(TL + "wording")) == Literal("停批")
    assert graph.value(word, URIRef(TL + "basis")) == Literal(WORD["依据"])
    assert graph.value(word, SKOS.definition) == Literal(WORD["定义"], lang="zh")


def test_documents_of_the_package_are_read_as_before(own: Path) -> None:
    """Each wording of the package holds a normative word already: an entry alone makes a word call for a rule."""
    package = package_base().vocabulary
    words = {form for w in package.effect_words for form in w.forms}
    deciding = rule_base().vocabulary.deciding
    assert calling(deciding) == {"停批"}
    assert calling(frozenset(deciding & words)) == frozenset()
    for text in official_texts().values():
        assert [*occurrences(text[:2000], deciding - {"停批"})] == [*occurrences(text[:2000])]


@pytest.mark.parametrize(
    ("other", "key", "words"),
    [
        ({"结果": "停批新增"}, "结果", "没有「停批新增」这种结果"),
        ({"结果": "不得新增床位"}, "结果", "是否要写"),
        ({"结果": "方可办理"}, "结果", "没有"),
        ({"名称": "不得新增"}, "名称", "已是结果用词,指不得新增"),
        ({"名称": "护理院"}, "名称", "已是"),
        ({"名称": "寿光市"}, "名称", "地区"),
        ({"名称": "原则上"}, "名称", "规则语言"),
        ({"名称": "待写"}, "名称", "规则语言"),
        ({"名称": "停批 新增"}, "名称", "不能写在"),
        ({"名称": "3停批"}, "名称", "不能写在"),
        ({"原文写作": ["停"]}, "原文写作", "两个字"),
        ({"原文写作": ["停批75%"]}, "原文写作", "数字"),
        ({"原文写作": ["原则上停批"]}, "原文写作", "原则上"),
        ({"原文写作": ["低于"]}, "原文写作", "另有意思"),
        ({"原文写作": ["鼓励"]}, "原文写作", "另有意思"),
        ({"原文写作": ["应当"]}, "原文写作", "另有意思"),
        ({"原文写作": ["床位使用率"]}, "原文写作", "已指床位使用率"),
        ({"原文写作": ["寿光市"]}, "原文写作", "地区"),
        ({"原文写作": ["停批", "不得新增"]}, "原文写作", "指不得新增"),
        ({"原文写作": ["暂不新增"]}, "原文写作", "用不着再写"),
        ({"原文写作": ["一概不得新增"]}, "原文写作", "与「不得新增」相混"),
        ({"原文写作": ["受理"]}, "原文写作", "与「不予受理」相混"),
        ({"原文写作": ["不受此限制"]}, "原文写作", "不受限制"),
        ({"原文写作": ["停止受理"], "结果": "从严控制"}, "原文写作", "不予新增"),
        ({"原文写作": ["停止受理"], "结果": "可纳入"}, "原文写作", "不予新增"),
        ({"原文写作": ["严控增量"], "结果": "不得新增"}, "原文写作", "控制"),
        ({"原文写作": ["放开设置"], "结果": "可纳入", "依据": ""}, "依据", "缺少"),
        ({"另一种理解": ""}, "另一种理解", "缺少"),
    ],
)  # fmt: skip
def test_what_means_otherwise_is_refused_and_keeps_no_other_out(
    other: dict[str, str | list[str]], key: str, words: str, corpus: Path, run: Run
) -> None:
    put(corpus, {"terms.toml": entry(**other) + entry(名称="缓批新增", 原文写作=["缓批"])})
    forget()
    (fault,) = [f for s in rule_base().compiled.set_aside for f in s.faults]
    assert fault.code == "U191"
    assert fault.where.endswith(f"结果用词 第1项 · {key}")
    assert words in fault.render()
    assert [w.label for w in rule_base().vocabulary.data.effect_words][-1] == "缓批新增"


@pytest.mark.parametrize(
    ("words", "meaning", "effect"),
    [
        ("停止受理", "不得新增", Effect.PROHIBIT), ("不再纳入", "暂不新增", Effect.PROHIBIT), ("严控增量", "从严控制", Effect.CONTROL),
        ("放开设置", "可纳入", Effect.PERMIT), ("免于布局限制", "不受本文件限制", Effect.EXEMPT), ("给予照顾", "给予适当倾斜", Effect.PREFER),
    ],
)  # fmt: skip
def test_a_word_may_mean_any_consequence_that_a_word_can_state(
    words: str, meaning: str, effect: Effect, corpus: Path
) -> None:
    put(corpus, {"terms.toml": entry(结果=meaning, 原文写作=[words])})
    forget()
    assert aside() == []
    assert rule_base().vocabulary.effect_words["停批新增"].effect is effect


def test_two_entries_of_one_word_are_not_both_taken(corpus: Path) -> None:
    put(corpus, {"terms.toml": entry() + entry(结果="不得新增") + entry(名称="停批设置", 结果="不得新增")})
    forget()
    assert [where.rpartition(" · ")[0][-3:] for _, where in aside()] == ["第2项", "第2项", "第3项"]
    assert rule_base().vocabulary.effect_words["停批新增"].consequence == "暂不新增"


def test_by_command_it_is_in_use_at_once(corpus: Path, run: Run) -> None:
    given = [f"{k}={'、'.join(v) if isinstance(v, list) else v}" for k, v in WORD.items()]
    assert run("corpus", "name", "结果用词", *given)[0] == 0
    forget()
    assert "停批新增" in rule_base().vocabulary.effect_words
    status, out, _ = run("corpus", "name", "结果用词")
    assert status == 0
    assert "原则上不予新增、" in out
    assert "方可办理" not in out
    before = (corpus / "terms.toml").read_bytes()
    assert run("corpus", "name", "结果用词", *given)[0] == 2
    assert (corpus / "terms.toml").read_bytes() == before
