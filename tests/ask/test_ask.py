"""`tiaoli ask` (CONTRACT §5): by fields, its JSON, current figures, and input that cannot be asked."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from policy_dsl.diagnostics import Faults
from policy_dsl.ir import Effect
from reasoner.ask.answer import Answer
from reasoner.ask.question_words import names_of
from reasoner.cli.main import main
from reasoner.driver.asking import ask
from reasoner.driver.current_rule_base import rule_base
from reasoner.model.kinds import Status

CARE, MEDICAL, OPINION = "qingdao-2023-18-ltc", "qingdao-2023-18-medical", "qingdao-2023-1"
DAY = "2024-05-01"


def one(words: str = "", **fields: Any) -> Answer:
    (answer,) = ask(words, **{"as_of": DAY, **fields})
    return answer


def test_json_has_the_keys_of_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    command = "ask --region 城阳区 --type 养老机构 --matter 新增购买院护床位 --as-of 2024-05-01 --json"
    assert main(command.split()) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["region"] == "370214"
    assert (answer["type"], answer["matter"], answer["as_of"]) == ("养老机构", "新增购买院护床位", DAY)
    keys = {"documents", "rules", "touching", "materials", "not_examined"}
    assert keys <= answer.keys()
    assert all(d.keys() >= {"document", "governs", "why"} for d in answer["documents"])
    rule_keys = {"clause", "quote", "place", "effect", "strength", "reaches", "text", "reads", "readings"}
    assert all(r.keys() >= rule_keys for r in answer["rules"])
    assert {r["reaches"] for r in answer["rules"]} <= {"true", "unknown"}
    elsewhere = [r["clause"] for r in answer["rules"] if not r["of_the_place"]]
    assert elsewhere == [f"{CARE}/3.2.p1.s4"]  # 「在资源不足的其他区市」: 城阳区 is none of these
    assert all(f.keys() >= {"fact", "of", "provider"} for r in answer["rules"] for f in r["reads"])
    assert all(m.keys() == {"fact", "provider", "proof"} for m in answer["materials"])


def test_in_words_is_as_by_fields() -> None:
    by_fields = one(region="城阳区", kind="养老机构", matter="新增购买院护床位")
    in_words = one("城阳区 民办养老院 新增院护床位")
    assert in_words.rules == by_fields.rules
    assert in_words.documents == by_fields.documents
    assert in_words.materials == by_fields.materials


def test_what_decides_stands_first() -> None:
    rules = one("城阳区 养老院 院护").rules
    assert [r.decides for r in rules] == sorted((r.decides for r in rules), reverse=True)


def test_reach_is_told_apart_from_conditions() -> None:
    """1号 reaches only who is not yet contracted for care: not known of an institution of which nothing is said."""
    answer = one("城阳区 养老院 院护")
    standings = {d.id: d.governs for d in answer.documents}
    assert standings[CARE] is Status.TRUE
    assert standings[OPINION] is Status.UNKNOWN
    assert standings[MEDICAL] is Status.FALSE
    reaches = {r.clause: r.reaches for r in answer.rules}
    assert reaches[f"{CARE}/3.2.p1.s2"] is Status.TRUE
    assert reaches[f"{OPINION}/5.i8.s2"] is Status.UNKNOWN


def test_a_list_of_places_without_this_one_does_not_apply() -> None:
    """「在资源饱和的市南区、市北区、李沧区、崂山区,原则上不再新增定点机构」 says nothing of 即墨区."""
    applies = {r.clause: r.applies for r in one("即墨区 护理站 居家照护").rules}
    assert applies[f"{CARE}/3.1.p1.s2"] is Status.FALSE
    assert next(r.clause for r in one("即墨区 护理站 居家照护").rules) == f"{OPINION}/5.i8.s2"
    applies = {r.clause: r.applies for r in one("崂山区 护理站 居家照护").rules if r.effect is Effect.PROHIBIT}
    assert applies[f"{CARE}/3.1.p1.s2"] is Status.TRUE


def test_silence_on_a_burden_is_no_answer() -> None:
    """Nothing is said of a key project: the exemption may apply, and is shown."""
    exempt = [r for r in one("城阳区 综合医院 加床").rules if r.effect is Effect.EXEMPT]
    assert [(r.clause, r.applies) for r in exempt] == [(f"{MEDICAL}/3.3.p1", Status.UNKNOWN)]


def test_a_kind_of_beds_that_is_not_asked_for_is_left_out() -> None:
    texts = " ".join(r.text for r in one("青岛 综合医院 康复床").rules)
    assert "0.42张" in texts
    assert "0.78张" not in texts


def test_after_the_period_the_clauses_are_told_apart() -> None:
    """An ended plan permits nothing and forbids nothing: its clauses wait for a determination."""
    answer = one("城阳区 综合医院 加床", as_of="2026-03-01")
    assert answer.rules == ()
    assert f"{MEDICAL}/3.1.p2" in {r.clause for r in answer.ended}
    medical = next(d for d in answer.documents if d.id == MEDICAL)
    assert medical.governs is Status.FALSE
    assert "2025-12-31" in medical.why


def test_on_the_last_day_the_plan_is_in_force() -> None:
    assert one("城阳区 综合医院 加床", as_of="2025-12-31").ended == ()
    assert one("城阳区 综合医院 加床", as_of="2025-12-31").rules
    assert one("城阳区 综合医院 加床", as_of="2026-01-01").rules == ()


def test_without_a_matter_all_that_the_kind_can_ask_for() -> None:
    asked = [a.matter for a in ask("城阳区 药店", as_of=DAY)]
    assert asked == ["新增定点零售药店", "纳入双通道管理"]


def test_without_a_region_the_bureau_s_own() -> None:
    answer = one("养老院 院护")
    assert answer.region == "370200"
    assert any("青岛市" in note for note in answer.notes)


def test_without_a_region_and_settings_every_region_held(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TIAOLI_SETTINGS", "")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.delenv("APPDATA", raising=False)
    answers = ask("诊所 门诊统筹", as_of=DAY)
    assert {a.region for a in answers} == {"370200", "371600", "410000", "350500"}
    assert "没有写明地区" in answers[0].notes[0]


def test_applicants_hand_in_only_what_is_theirs() -> None:
    for answer in ask("城阳区 综合医院", as_of=DAY):
        assert {m.provider for m in answer.materials} <= {"申请人"}
        assert "床位使用率" not in {m.fact for m in answer.materials}


LEDGER = {
    "指标": [
        {"地区": "青岛市", "名称": "院护床位数", "数值": 11500, "时点": "2024-03-31", "来源": "台账"},
        {"地区": "城阳区", "名称": "院护床位使用率", "数值": "58%", "时点": "2024-03-31", "来源": "台账"},
        {"地区": "青岛市", "名称": "医保购买住院床位数", "数值": 71293, "时点": "2022-12-31", "来源": "台账"},
        {"地区": "青岛市", "名称": "医保购买康复床位数", "数值": 4000, "时点": "2022-12-31", "来源": "台账"},
        {"地区": "青岛市", "名称": "常住人口", "数值": 10342100, "时点": "2022-12-31", "来源": "台账"},
    ]
}


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "ledger.json"
    path.write_text(json.dumps(LEDGER, ensure_ascii=False), encoding="utf-8")
    return path


def now_of(answer: Answer, clause: str, fact: str) -> list[tuple[str, str, str | None]]:
    reads = [f for r in answer.rules if r.clause == clause for f in r.reads if f.fact == fact]
    return [(f.now.value, f.now.as_at, f.now.room) for f in reads if f.now is not None]


def test_a_ledger_gives_values_and_what_is_left_below_a_cap(ledger: Path) -> None:
    """1.2万张 - 11500张 = 500张; of the 20% nothing follows without the forecast."""
    answer = one("城阳区 养老院 院护", ledger=ledger)
    stocks = now_of(answer, f"{CARE}/3.2.p1.s1", "院护床位数")
    assert stocks == [("11500", "2024-03-31", None), ("11500", "2024-03-31", "500")]
    assert now_of(answer, f"{CARE}/3.2.p1.s2", "院护床位使用率") == [("58%", "2024-03-31", None)]


def test_room_is_exact(ledger: Path) -> None:
    """7.5张/千人×10342.1千人=77565.75张, less 71293张; 0.42张/千人×10342.1千人=4343.682张, less 4000张."""
    answer = one("城阳区 综合医院 康复床", ledger=ledger)
    assert now_of(answer, f"{MEDICAL}/3.1.p1.s1", "医保购买住院床位数") == [("71293", "2022-12-31", "6272.75")]
    assert now_of(answer, f"{MEDICAL}/3.1.p1.s1", "医保购买康复床位数") == [("4000", "2022-12-31", "343.682")]


def test_without_a_ledger_nothing_is_said_of_figures() -> None:
    assert all(f.now is None for r in one("城阳区 养老院 院护").rules for f in r.reads)


@pytest.mark.parametrize(
    ("words", "fields", "code", "told"),
    [
        ("城阳区 养老院 加床", {}, "U163", ("新增购买院护床位", "设置失智专区床位")),
        ("潍坊市 药店 新增药店", {}, "U161", ("潍坊市", "青岛市", "滨州市", "河南省", "泉州市")),
        ("床位", {}, "U163", ("新增购买住院床位", "新增购买院护床位", "设置失智专区床位")),
        ("长护险定点", {}, "U163", ("新增居家照护定点", "新增购买院护床位", "设置失智专区床位")),
        ("", {"region": "潍坊市", "kind": "零售药店"}, "U161", ("潍坊市",)),
        ("", {"region": "城阳区", "kind": "饭店"}, "U164", ("零售药店", "养老机构")),
        ("", {"region": "城阳区", "matter": "盖楼"}, "U164", ("新增购买住院床位",)),
        ("", {}, "U165", ("tiaoli ask",)),
        ("床位" * 501, {}, "U165", ("1002", "1000")),
    ],
)
def test_what_cannot_be_asked_is_told_with_what_can(
    words: str, fields: dict[str, str], code: str, told: tuple[str, ...]
) -> None:
    with pytest.raises(Faults) as caught:
        ask(words, as_of=DAY, **fields)
    fault = caught.value.diagnostics[0]
    assert fault.code == code
    everything = f"{fault.message}{fault.allowed}{fault.hint}"
    for part in told:
        assert part in everything


def test_a_word_of_several_meanings_is_settled_by_the_kind() -> None:
    """A general hospital can ask for beds of all three kinds; a clinic's 床位 are none; 养老院 leaves two."""
    with pytest.raises(Faults) as caught:
        ask("城阳区 养老院 床位", as_of=DAY)
    assert "可以指2个事项" in caught.value.diagnostics[0].message
    assert one("城阳区 急救中心 床位").matter == "新增购买住院床位"


def test_nothing_applies_is_no_error(capsys: pytest.CaptureFixture[str]) -> None:
    """The medical plan's rules on 双通道 reach pharmacies only."""
    assert main(["ask", "城阳区", "综合医院", "双通道", "--as-of", DAY, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["rules"] == []
    assert all(d["governs"] == "false" and d["why"] for d in answer["documents"])


def test_every_spoken_word_belongs_to_a_term() -> None:
    """A misspelt subject in ontology/questions.ttl would be read by nobody."""
    source = (Path(__file__).parents[2] / "ontology" / "questions.ttl").read_text(encoding="utf-8")
    subjects = {line.split()[0] for line in source.splitlines() if line.startswith("tl:") and "tl:spoken" in line}
    spoken = {t.iri.rpartition("#")[2] for t in rule_base().vocabulary.terms.values() if t.spoken}
    assert {s.removeprefix("tl:") for s in subjects} <= spoken


GENERAL = "场所面积、人员、设备等一般条件"
MENTIONS = {
    # where a text has a name of what is called unregulated, and why it says nothing of an application
    ("机构类别变更、升级", "binzhou-2022/0.p1.s1"): "「转型创新的关键攻坚期」",
    (
        "办理时限",
        "binzhou-2022/1.p5.s2",
    ): "「办理时限压缩76.74%」: what was done about services, no limit for a contract",
    (
        "不服处理的救济",
        "binzhou-2022/6.2.p3.s4",
    ): "「健全行政复议案件处理工作机制」: a task of the bureau; no time and no way is given",
    (
        "住院床位转作院护床位",
        "henan-2025/3.2.i2.i3.s3",
    ): "「推动基层空余床位置换为……院护床位」: 河南 is answered with it",
    ("办理时限", "binzhou-2022/6.1.p1.s2"): "「服务时限」 of windows is to be unified; none is given",
    (
        "协议的期限和续签",
        "quanzhou-2023-83/1.2.i7.i5.s2",
    ): "「建立与年度考核挂钩的续签协议工作机制」: 泉州 is answered with it",
    ("办理时限", "state-council-735/a11.p1"): "「拨付时限」: of payments to those that have a contract",
    ("不服处理的救济", "state-council-735/a13.p2"): "「依法申请行政复议」: of a contract that exists; no time is given",
    ("不服处理的救济", "state-council-735/a31"): "「申请行政复议」: of penalties; no time is given",
    (GENERAL, "binzhou-2022/3.2.p6.s2"): "「各方面积极性」: no area",
    (GENERAL, "binzhou-2022/5.3.p4.s1"): "「医保医师(药师、护师)」: credit, no condition",
    (GENERAL, "binzhou-2022/5.4.p2.s6"): "「发挥执业药师作用」: no condition of a contract",
    (GENERAL, "binzhou-2022/5.4.p3.s1"): "「药师协会」",
}

OWNERSHIP = "公立、民营的区别对待"
"""Two texts speak of 公立医疗机构 where they speak of procurement, prices and payment, and in no clause of contracts or beds; 河南
speaks of 「各种所有制」 (the term's wording) and is answered with that clause."""


def test_no_held_text_speaks_of_what_is_called_unregulated() -> None:
    """The whole list of the ontology against every clause: who adds a text that speaks of one removes the entry."""
    terms = [t for t in rule_base().vocabulary.terms.values() if t.kind == "unregulated"]
    assert len(terms) == 21
    clauses = [c for d in rule_base().documents.values() for c in d.clauses.values()]
    mentions = {
        (t.label, c.clause)
        for t in terms
        for c in clauses
        if any(name in "".join(c.quote.split()) for name in names_of(t))
    }
    by_ownership = {clause for label, clause in mentions if label == OWNERSHIP}
    assert {m for m in mentions if m[0] != OWNERSHIP} == set(MENTIONS)
    assert not [c for c in clauses if c.clause in by_ownership and c.rules]
    of_henan = {c for c in by_ownership if c.startswith("henan-2025/")}
    assert of_henan == {"henan-2025/4.p1"}
    assert {c.partition("/")[0] for c in by_ownership - of_henan} == {"binzhou-2022", "quanzhou-2023-83"}


def test_every_document_to_look_into_is_named_by_a_held_text_and_not_held() -> None:
    base = rule_base()
    texts = ["".join(c.quote.split()) for d in base.documents.values() for c in d.clauses.values()]
    for named in base.vocabulary.of_kind("named").values():
        assert any(named.label in text for text in texts), named.label
        assert named.label.strip("《》") not in {d.title for d in base.documents.values()}


def test_what_is_unregulated_is_answered_so_by_each_of_its_names() -> None:
    for term in (t for t in rule_base().vocabulary.terms.values() if t.kind == "unregulated"):
        for name in term.spoken:
            assert term.label in [s.subject for s in ask(name, region="青岛市", as_of=DAY)[0].silent], name


def test_the_parts_of_a_word_are_those_that_stand_in_the_texts_the_longest_first_however_long_it_is() -> None:
    """By trying every end, the longest first, as it is said; and a thousand characters take no longer than a moment."""
    from reasoner.ask import unrecognised_words as words

    base = rule_base()

    def tried(word: str) -> list[str]:
        parts, at = [], 0
        while at < len(word) - 1:
            ends = range(len(word), at + 1, -1)
            end = next((e for e in ends if words._stands(base, word[at:e])), 0)
            if end:
                parts.append(word[at:end])
            at = end or at + 1
        return parts

    for word in (
        "医疗费用增长率高于全市平均水平", "民办养老院院护床位使用率", "步行十五分钟范围内", "甲乙丙丁", "床", "", "00000000", "床位使用率低于75%的",
        "长护险长护险定点定点机构", "医保医保医保基金",
    ):  # fmt: skip
        assert list(words._parts(base, word)) == tried(word), word
    begun = time.process_time()
    list(words._parts(base, "0" * 1000))
    assert time.process_time() - begun < 5
