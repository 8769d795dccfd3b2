"""What a lawyer asked in free words: force, documents by name, who decides, readings, words of a plan that are no determination.

Expected values come from the metadata of the documents and from their words, which each case quotes.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from reasoner.ask.answer import Answer
from reasoner.ask.text_answer import PassageKind
from reasoner.cli.main import main
from reasoner.driver.asking import ask, ask_text
from reasoner.driver.current_rule_base import rule_base
from reasoner.interpreter.document_force import ForceStatus
from reasoner.model.kinds import Status

CARE, MEDICAL, NOTICE, OPINION = (
    "qingdao-2023-18-ltc", "qingdao-2023-18-medical", "qingdao-2023-18-notice", "qingdao-2023-1",
)  # fmt: skip
HENAN, BINZHOU = "henan-2025", "binzhou-2022"
AFTER = "2026-11-30"
"""A day after both plans of 青岛市 (「2023-2025年」)."""
WITHIN = "2024-06-03"


def one(question: str, day: str = AFTER, **fields: Any) -> Answer:
    (answer,) = ask(question, as_of=day, **fields)
    return answer


def text(question: str, day: str = AFTER) -> str:
    return ask_text(ask(question, as_of=day), width=4000)


def stated(answer: Answer) -> dict[str, ForceStatus]:
    return {f.id: f.on[0].status for f in answer.forces}


# --- every passage says whether its document is in force ------------------------------------------------------

OF_ENDED_PLANS = [
    ("医疗费用增长率高于全市平均水平怎么办", f"{MEDICAL}/2.3.i1.s4"),  # 「从严控制新增定点医药机构资源配置」
    ("医保管理区域有哪些", f"{MEDICAL}/3.1.p2"),  # 「市本级、崂山区、西海岸新区、……」
    ("床位使用率低于75%还能新增吗", f"{MEDICAL}/3.1.p2"),  # 「原则上不再新增购买住院床位」
    ("精神科床位还能新增购买吗", f"{MEDICAL}/3.1.p1.s2"),  # 「暂不新增购买」
]


@pytest.mark.parametrize(("question", "clause"), OF_ENDED_PLANS)
def test_a_rule_of_an_ended_plan_is_marked(question: str, clause: str) -> None:
    (passage, *_) = [p for p in one(question).passages if p.clause == clause]
    assert passage.force is ForceStatus.ENDED
    assert "2025-12-31" in passage.force_why
    told = text(question)
    assert told.index("规划期已于2025年12月31日届满") < told.index(clause)
    assert "（规划期已届满）" in told
    assert {p.force for p in one(question, WITHIN).passages if p.clause == clause} == {ForceStatus.IN_FORCE}


def test_a_passage_of_a_text_of_unknown_force_is_marked() -> None:
    """1号: 「收到的文本在第9点中断」, from when and until when nobody knows."""
    answer = one("照护资源相对充足由谁认定")
    assert {p.force for p in answer.passages if p.clause.startswith(OPINION)} == {ForceStatus.UNKNOWN}
    assert "效力不明" in text("照护资源相对充足由谁认定")


def test_json_has_the_force_of_every_passage_and_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "精神科床位还能新增购买吗", "--as-of", AFTER, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert {p["force"] for p in answer["passages"]} == {"ended"}
    assert all(p["force_why"] for p in answer["passages"])
    assert {r["force"] for r in answer["ended"]} == {"ended"}


# --- a document by its number, title or a short of it, and its force --------------------------------------------

THE_18 = {CARE: ForceStatus.ENDED, MEDICAL: ForceStatus.ENDED, NOTICE: ForceStatus.IN_FORCE}
"""18号 is the number of the notice and of both plans; the notice has no period of its own (「未载」)."""
THE_1 = {OPINION: ForceStatus.UNKNOWN}
NAMED = [
    ("青岛市长期护理保险规划2025年12月31日以后还能用吗", {CARE: ForceStatus.ENDED}),
    ("青医保发〔2023〕18号现在有效吗", THE_18),
    ("青医保发〔2023〕18号", THE_18),
    ("青医保发〔2023〕18号2026年还执行吗", THE_18),
    ("青医保发[2023]18号什么时候到期", THE_18),
    ("18号文什么时候到期", THE_18),
    ("青医保字〔2023〕1号", THE_1),
    ("青医保字〔2023〕1号现在还有效吗", THE_1),
    ("青医保字〔2023〕1号的效力", THE_1),
    ("1号文现在还有效吗", THE_1),
    ("河南省指导意见什么时候生效", {HENAN: ForceStatus.IN_FORCE}),
    ("滨州市规划是否仍然有效", {BINZHOU: ForceStatus.ENDED}),
    ("长护规划还能用吗", {CARE: ForceStatus.ENDED}),
    ("医药规划过期了吗", {MEDICAL: ForceStatus.ENDED}),
    ("青岛市规划还有效吗", {CARE: ForceStatus.ENDED, MEDICAL: ForceStatus.ENDED}),
    ("《青岛市医疗保障定点医药服务资源配置规划(2023-2025年)》还有效吗", {MEDICAL: ForceStatus.ENDED}),
    ("规划到期了还能用吗", {CARE: ForceStatus.ENDED, MEDICAL: ForceStatus.ENDED}),
]


@pytest.mark.parametrize(("question", "force"), NAMED, ids=[q for q, _ in NAMED])
def test_a_document_is_answered_with_its_force(question: str, force: dict[str, ForceStatus]) -> None:
    answer = one(question)
    assert stated(answer) == force
    assert (answer.passages, answer.rules) == ((), ())
    for document in answer.forces:
        held = rule_base().documents[document.id]
        assert (document.starts, document.ends) == (held.starts, held.ends)
        assert document.issuers == held.issuers
    assert "没有认出" not in text(question)


def test_days_of_force_are_those_of_the_metadata() -> None:
    """「印发之日」 2023年7月30日 to 「规划期」 2025年12月31日; 河南省 from 2025年10月10日; of 1号 both are 「不明」."""
    assert [(f.starts, f.ends) for f in one("长护规划还能用吗").forces] == [("2023-07-30", "2025-12-31")]
    assert "2025年10月10日（印发之日）" in text("河南省指导意见什么时候生效")
    (opinion,) = one("青医保字〔2023〕1号的效力").forces
    assert (opinion.starts, opinion.starts_basis, opinion.ends, opinion.ends_basis) == ("", "不明", "", "不明")
    assert "施行日期" in opinion.on[0].why
    assert opinion.missing


def test_the_day_that_a_question_names_is_answered_too() -> None:
    """On 2024-06-03 the plan is in force; asked is what holds after its last day."""
    (plan,) = one("青岛市长期护理保险规划2025年12月31日以后还能用吗", WITHIN).forces
    assert [(o.day, o.status) for o in plan.on] == [
        (WITHIN, ForceStatus.IN_FORCE),
        ("2026-01-01", ForceStatus.ENDED),
    ]
    assert [o.day for o in one("医药规划(2023-2025年)还有效吗", WITHIN).forces[0].on] == [WITHIN]


def test_the_day_of_a_question_on_rules_is_told_to_be_unused() -> None:
    assert any("--as-of" in n for n in one("城阳区 综合医院 加床 2024年5月1日").notes)


@pytest.mark.parametrize("number", ["青医保发〔2024〕5号", "鲁医保发〔2023〕18号"])
def test_a_number_that_is_not_held_is_no_other_document(number: str) -> None:
    answer = one(f"{number}有效吗")
    assert (answer.forces, answer.passages) == ((), ())
    assert any(f"没有收录文号为“{number}”" in n for n in answer.notes)


def test_a_number_that_is_only_cited_is_told_so() -> None:
    """「关于扩大长期护理保险制度试点的指导意见》 ( 医保发〔2020〕37号)」."""
    answer = one("医保发〔2020〕37号有效吗")
    assert answer.forces == ()
    assert any("没有收录“医保发〔2020〕37号”" in n for n in answer.notes)
    assert {p.clause for p in answer.passages} >= {f"{CARE}/0.p1", f"{OPINION}/0.p1"}


# --- who confirms -----------------------------------------------------------------------------------------------


def test_who_continues_a_plan_is_a_reading() -> None:
    """效力由制定机关确认: 「由制定、印发本规划的青岛市医疗保障局确认」."""
    answer = one("继续执行规划由谁决定")
    assert stated(answer) == {CARE: ForceStatus.ENDED, MEDICAL: ForceStatus.ENDED}
    for plan in answer.forces:
        assert plan.determination == "规划延续执行"
        assert plan.authority is not None
        assert plan.authority.organs == ("青岛市医疗保障局",)
        assert [(r.reading, r.confirmed_by) for r in plan.readings] == [("效力由制定机关确认", "")]
        assert plan.id in plan.record


def test_one_of_two_issuers_does_not_confirm_alone() -> None:
    """「由联合印发本文件的青岛市医疗保障局、青岛市财政局共同确认」."""
    question = "青岛市医疗保障局能不能单独确认青医保字〔2023〕1号有效"
    (opinion,) = one(question).forces
    assert opinion.determination == "文件效力"
    assert opinion.authority is not None
    assert opinion.authority.organs == ("青岛市医疗保障局", "青岛市财政局")
    told = text(question)
    assert "由青岛市医疗保障局、青岛市财政局共同确认" in told
    assert "单独确认的，不算" in told


# --- who decides, who does --------------------------------------------------------------------------------------


def test_who_determines_the_conditions_of_a_matter() -> None:
    """3.2.p2.s2 「管理规范、信誉良好、安全供应、布局合理」: by the reading 认定机关推定 the agency, nothing of another region."""
    answer = one("双通道药店由谁认定")
    assert [d.fact for d in answer.decided_by] == ["管理规范", "信誉良好", "安全供应", "布局合理"]
    assert {d.authority.agent for d in answer.decided_by if d.authority} == {"医保经办机构"}
    assert {r.reading for d in answer.decided_by for r in d.readings} == {"认定机关推定"}
    assert {p.clause for p in answer.passages} == {f"{MEDICAL}/3.2.p2.s2"}


@pytest.mark.parametrize("question", ["市南区新增居家照护定点谁来遴选", "青岛市新增居家照护定点由谁遴选"])
def test_who_selects_is_a_duty_of_the_plan(question: str) -> None:
    """4.1.p1.s2 「市医保经办机构……负责市内三区新增定点遴选工作;区(市)医保经办机构……辖区内新增定点遴选工作」."""
    answer = one(question)
    assert [(p.clause, p.kind) for p in answer.passages] == [(f"{CARE}/4.1.p1.s2", PassageKind.DUTY)] * 2
    assert answer.passages[0].text.startswith("市级医保经办机构(负责):市内三区新增定点遴选工作")
    assert answer.passages[1].text.startswith("区(市)医保经办机构:")
    assert "没有认出" not in text(question)


def test_who_may_adjust_a_plan() -> None:
    """4.3.p2 「市医疗保障行政部门可根据……进行适当调整」, of both plans."""
    answer = one("谁可以调整规划")
    assert {p.clause for p in answer.passages} == {f"{CARE}/4.3.p2", f"{MEDICAL}/4.3.p2"}
    assert all(p.text.startswith("市级医保行政部门(可):") for p in answer.passages)
    assert "没有认出" not in text("谁可以调整规划")


def test_what_no_text_says_who_determines() -> None:
    """3.3.p1 「列入市政府重点建设项目的医疗机构」: nobody is named who determines it; 市政府 is a reading."""
    answer = one("重点建设项目由谁认定")
    assert [(d.fact, d.authority, d.provider) for d in answer.decided_by] == [("重点建设项目", None, "申请人")]
    assert {p.clause for p in answer.passages} == {f"{MEDICAL}/3.3.p1"}
    assert "市政府" in {r.reading for r in answer.readings}
    assert "没有写明由谁认定" in text("重点建设项目由谁认定")


def test_who_determines_a_fact_of_a_region() -> None:
    """1号's reading 认定机关推定: 「由市级医保行政部门认定」."""
    (decided,) = one("照护资源相对充足由谁认定").decided_by
    assert decided.authority is not None
    assert (decided.authority.agent, decided.authority.organs) == ("市级医保行政部门", ("青岛市医疗保障局",))
    assert [r.reading for r in decided.readings] == ["认定机关推定"]


# --- readings ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "reading", "document"),
    [
        ("直接适用于个案", "直接适用于个案", HENAN),
        ("规划判断不代替认定是什么意思", "规划判断不代替认定", OPINION),
        ("河南省指导意见对个案有没有约束力", "直接适用于个案", HENAN),
        ("河南省的指导意见能不能直接作为拒绝的依据", "直接适用于个案", HENAN),
    ],
)
def test_a_reading_is_answered_with_who_confirmed_it(question: str, reading: str, document: str) -> None:
    answer = one(question)
    first = answer.readings[0]
    assert (first.reading, first.id, first.confirmation) == (reading, document, "尚未确认")
    held = rule_base().documents[document].readings_by_name[reading]
    assert (first.used, first.alternative, first.basis) == (held.used, held.alternative, held.basis)
    assert f"{reading}（尚未确认）" in text(question)


def test_the_name_of_a_reading_of_several_documents_gives_those_at_home() -> None:
    assert {r.id for r in one("效力由制定机关确认").readings} == {CARE, MEDICAL, OPINION}


def test_what_a_reading_is() -> None:
    (term,) = one("什么是解释").terms
    assert term.fact == "解释"
    assert "不是有权机关的解释" in term.note
    assert "已经确认的0项" in term.note


def test_no_reading_ends_in_two_stops() -> None:
    for question in (
        "直接适用于个案",
        "什么叫同类型",
        "城阳区是不是资源饱和区",
        "医疗费用增长率高于全市平均水平怎么办",
    ):
        assert "。。" not in text(question)


# --- words of a plan, matters, places ---------------------------------------------------------------------------


@pytest.mark.parametrize("question", ["城阳区是不是资源饱和区", "城阳区资源饱和吗", "城阳区饱和了吗"])
def test_saturation_is_no_determination(question: str) -> None:
    """3.1.p1.s2 lists four districts; 3.2.p1.s3 five, with 城阳区; neither is 「照护资源相对充足」."""
    answer = one(question)
    assert answer.terms[0].fact == "用语:资源饱和"
    assert "照护资源相对充足" not in {t.fact for t in answer.terms}
    listed = {p.clause: p.lists_place for p in answer.passages}
    assert listed[f"{CARE}/3.2.p1.s3"] is True
    assert listed[f"{CARE}/3.1.p1.s2"] is False
    assert {"规划判断不代替认定", "院护饱和不代替认定", "资源饱和是描述"} <= {r.reading for r in answer.readings}
    assert answer.passages[0].clause == f"{CARE}/3.2.p1.s3"


def test_where_the_matter_is_known_no_passage_is_on_another() -> None:
    """3.2.p2 「失智专区床位数原则上按照各区(市)院护床位总数的30%核定」 answers, no rule on 居家照护 or 精神科."""
    question = "崂山区养老院失智专区能新增多少床位"
    answer = one(question, WITHIN)
    assert answer.matter == "设置失智专区床位"
    assert f"{CARE}/3.2.p2" in {r.clause for r in answer.rules}
    assert answer.passages == ()
    assert f"{CARE}/3.2.p2" in {r.clause for r in one(question).ended}


def test_passages_beside_a_matter_are_on_it_or_on_none() -> None:
    matters = {"新增购买院护床位"}
    answer = one("城阳区 护理院 新增购买院护床位 使用率怎么算", WITHIN)
    for passage in answer.passages:
        document = rule_base().documents[passage.clause.partition("/")[0]]
        clause = document.clauses[passage.clause]
        spoken = {m for n in document.norms_in_use if n.clause == passage.clause for m in n.matters}
        spoken |= {m for c in clause.concerns for m in c.matters}
        assert not spoken or spoken & matters, passage.clause


def test_a_preference_of_other_places_is_listed_apart() -> None:
    """3.2.p1.s4 「在资源不足的其他区市……优先在尚无院护机构的镇街安排布点」: 城阳区 is none of these."""
    answers = ask("", region="城阳区", kind="护理院", matter="新增购买院护床位", as_of=WITHIN)
    clause = f"{CARE}/3.2.p1.s4"
    assert {r.applies for r in answers[0].rules if r.clause == clause} == {Status.FALSE}
    told = ask_text(answers, width=4000)
    apart = told.index("不及于本地区的豁免和优先")
    assert told.index("【豁免和优先】") < apart < told.index(clause)
    assert clause not in told[:apart]


# --- key projects; what an ended plan means --------------------------------------------------------------------


def test_a_key_project_is_answered_by_its_exemption_first() -> None:
    """「列入市政府重点建设项目的医疗机构,不受本规划限制,可按规定纳入医保定点评估范围」."""
    first, *others = one("市里重点项目的医院是不是不用管规划").passages
    assert (first.clause, first.kind) == (f"{MEDICAL}/3.3.p1", PassageKind.RULE)
    assert {p.clause for p in others} <= {f"{MEDICAL}/3.3.p1"}


def test_a_key_project_in_a_place_with_a_deficit_has_both_clauses() -> None:
    """河南「列入国家、省级和市级重点建设项目的医药机构,不受规划限制」, behind 「对……赤字的地区,原则上不再增加」."""
    (answer,) = ask("省重点项目的医院赤字地区能进吗", region="洛阳市", as_of=AFTER)
    rules = [p.clause for p in answer.passages if p.kind is PassageKind.RULE]
    assert rules[:2] == [f"{HENAN}/3.2.i1.p2.s3", f"{HENAN}/3.2.i1.p2.s2"]


def test_a_short_number_behind_its_year_is_a_document() -> None:
    """青医保字〔2023〕1号."""
    assert stated(one("长护险规划过期了,23年1号文还管用吗")) == {
        CARE: ForceStatus.ENDED,
        OPINION: ForceStatus.UNKNOWN,
    }
    assert stated(one("2023年1号文还管用吗")) == THE_1


@pytest.mark.parametrize(
    "question", ["2023-2025的规划已经到期了,现在新来的药店按什么办", "规划到期以后还能不能用来拒绝药店"]
)
def test_an_ended_plan_neither_refuses_nor_frees(question: str) -> None:
    """A plan on long-term care has nothing for a pharmacy."""
    answer = one(question)
    assert stated(answer) == {MEDICAL: ForceStatus.ENDED}
    assert answer.notes[0].endswith("既不能据以拒绝,也不等于没有限制。")
