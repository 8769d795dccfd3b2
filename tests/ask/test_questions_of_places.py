"""Of which place a question is answered: no document, condition or district of another stands in for the asker's own.

A short title without a place means a document of the asker's region; a place to which something moves is the one asked about;
a condition that no document of the place contains is told to be absent.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from policy_dsl.ir import Effect
from reasoner.ask.answer import Answer
from reasoner.driver.asking import ask, ask_text
from reasoner.model.kinds import Status

AFTER = "2026-11-30"
WITHIN = "2024-06-03"
HENAN, MEDICAL, CARE, BINZHOU = "henan-2025", "qingdao-2023-18-medical", "qingdao-2023-18-ltc", "binzhou-2022"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    settings = tmp_path / "own.toml"
    settings.write_text(f'"地区" = "{request.param}"\n', encoding="utf-8")
    monkeypatch.setenv("TIAOLI_SETTINGS", str(settings))


luoyang = pytest.mark.parametrize("home", ["洛阳市"], indirect=True)
chengyang = pytest.mark.parametrize("home", ["城阳区"], indirect=True)


def asked(question: str, day: str = AFTER) -> list[Answer]:
    return ask(question, as_of=day)


def text(question: str, day: str = AFTER) -> str:
    return ask_text(asked(question, day), width=4000)


def documents_of(answers: list[Answer]) -> set[str]:
    clauses = {p.clause for a in answers for p in a.passages} | {
        r.clause for a in answers for r in (*a.rules, *a.ended)
    }
    return {c.partition("/")[0] for c in clauses} | {f.id for a in answers for f in a.forces}


# --- short titles ---------------------------------------------------------------------------------------------

OTHERS_DOCUMENTS = [
    # question, what it is called, a document so called that is another place's
    ("洛阳资源配置规划由谁编制", "资源配置规划", "青岛市医疗保障定点医药服务资源配置规划"),
    ("资源配置规划由谁编制", "资源配置规划", "青岛市医疗保障定点医药服务资源配置规划"),
    ("我们的定点规划什么时候到期", "定点规划", "青岛市医疗保障定点医药服务资源配置规划"),
    ("长护险规划现在还有效吗", "长护险规划", "青岛市长期护理保险定点护理服务资源配置规划"),
    ("洛阳市医保发展规划里药店怎么说", "医保发展规划", "滨州市医疗保障事业发展“十四五”规划"),
]


@luoyang
@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(("question", "name", "other"), OTHERS_DOCUMENTS)
def test_a_short_title_without_a_place_is_no_other_place_s_document(question: str, name: str, other: str) -> None:
    answers = asked(question)
    assert documents_of(answers) <= {HENAN}
    first = answers[0].notes[0]
    assert first.startswith(f"洛阳市的“{name}”未收录;")
    assert other in first
    assert "不及于洛阳市" in first


@luoyang
@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("question", ["洛阳资源配置规划由谁编制", "资源配置规划由谁编制"])
def test_who_draws_up_the_plan_is_in_the_document_of_the_place(question: str) -> None:
    """「市级医保行政部门负责编制本统筹区医保定点医药机构资源配置规划和年度配置目标」."""
    assert asked(question)[0].passages[0].clause == f"{HENAN}/4.p3.s1"


@chengyang
@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("question", "name"),
    [("医保事业发展规划里双通道怎么说", "医保事业发展规划"), ("指导意见里药店怎么说的", "指导意见")],
)
def test_in_qingdao_a_plan_of_binzhou_and_an_opinion_of_henan_are_not_held(question: str, name: str) -> None:
    answers = asked(question)
    assert answers[0].notes[0].startswith(f"城阳区的“{name}”未收录;")
    assert not documents_of(answers) & {BINZHOU, HENAN}


@luoyang
@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("question", "document"),
    [("滨州市规划是否仍然有效", BINZHOU), ("青岛市长护险规划还有效吗", CARE), ("河南省指导意见什么时候生效", HENAN)],
)
def test_a_short_title_with_a_place_is_that_place_s(question: str, document: str) -> None:
    assert {f.id for f in asked(question)[0].forces} == {document}


@chengyang
@pytest.mark.usefixtures("home")
def test_the_plans_of_the_own_place_answer_by_their_short_titles() -> None:
    assert {f.id for f in asked("资源配置规划现在还有效吗")[0].forces} == {MEDICAL, CARE}
    assert {f.id for f in asked("长护险规划现在还有效吗")[0].forces} == {CARE}


# --- where something comes or moves to ------------------------------------------------------------------------

CHENGYANG, SHINAN, LAOSHAN = "370214", "370202", "370212"
COMING = [
    # question, the place of the new site, the place it comes from
    ("市南的药店来我们区开新店", "城阳区", "市南区"),
    ("即墨的诊所想到我区加一个点", "城阳区", "即墨区"),
    ("市南区的护理站想来城阳开分店,算新增吗", "城阳区", "市南区"),
    ("市北区的药店搬到城阳来,要重新申请吗", "城阳区", "市北区"),
    ("药店想从李沧搬到咱区", "城阳区", "李沧区"),
    ("我们区的药店搬到市南", "市南区", "城阳区"),
]


@chengyang
@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(("question", "new", "old"), COMING)
def test_the_place_of_the_new_site_is_the_one_asked_about(question: str, new: str, old: str) -> None:
    """「拟新增定点周边步行15分钟范围内」: what counts is where the new site lies."""
    answers = asked(question, WITHIN)
    assert {a.region for a in answers} == {SHINAN if new == "市南区" else CHENGYANG}
    first = answers[0].notes[0]
    assert first.startswith(f"新的服务地点在{new},以下按{new}回答")
    assert f"不以{old}的情况判断" in first


@chengyang
@pytest.mark.usefixtures("home")
def test_the_listed_districts_do_not_reach_a_branch_in_another() -> None:
    """「在资源饱和的市南区、市北区、李沧区、崂山区,原则上不再新增定点机构」 says nothing of 城阳区."""
    (answer,) = asked("市南区的护理站想来城阳开分店,算新增吗", WITHIN)
    listed = [r for r in answer.rules if r.clause == f"{CARE}/3.1.p1.s2" and r.effect is Effect.PROHIBIT]
    assert [r.applies for r in listed] == [Status.FALSE]


@chengyang
@pytest.mark.usefixtures("home")
def test_our_district_beside_another_is_asked_about_first() -> None:
    answers = asked("崂山区的护理站 咱区的护理站", WITHIN)
    assert [a.region for a in answers] == [CHENGYANG, LAOSHAN]
    assert ("咱区", "山东省青岛市城阳区") in {(u.word, u.meaning) for u in answers[0].understood}


# --- conditions that no document of the place contains ---------------------------------------------------------

TOTAL, DEFICIT = f"{HENAN}/3.2.i1.p2.s1", f"{HENAN}/3.2.i1.p2.s2"
"""「现有医保定点医药机构资源数量超过本地区资源配置总量的,以调整存量为主」; 赤字地区「原则上不再增加定点医药机构数量」."""
ABSENT = [
    ("洛阳诊所15分钟内有别家还能定点吗", "15分钟", "新增门诊统筹和门诊慢特病定点"),
    ("床位使用率低于75%还能加床吗", "床位使用率", "新增购买住院床位"),
    ("洛阳新开药店要离多远才能定点", "离多远", "新增定点零售药店"),
    ("洛阳药店500米内有一家还能定点吗", "500米", "新增定点零售药店"),
]


@luoyang
@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(("question", "condition", "matter"), ABSENT)
def test_a_condition_of_another_place_is_told_to_be_absent(question: str, condition: str, matter: str) -> None:
    answers = asked(question)
    first = answers[0].notes[0]
    assert first.startswith(f"洛阳市适用的已收录文件没有以“{condition}”为条件的规定")
    assert answers[0].terms == ()
    (of_matter,) = (a for a in answers if a.matter == matter)
    assert {r.clause for r in of_matter.rules if r.decides} == {TOTAL, DEFICIT}


@chengyang
@pytest.mark.usefixtures("home")
def test_no_document_of_qingdao_speaks_of_a_deficit() -> None:
    (answer,) = (a for a in asked("基金赤字了药店还能批吗", WITHIN) if a.matter == "新增定点零售药店")
    assert answer.notes[0].startswith("城阳区适用的已收录文件没有以“基金赤字”为条件的规定")
    assert f"{MEDICAL}/3.2.p1.s2" in {r.clause for r in answer.rules}


@chengyang
@pytest.mark.usefixtures("home")
def test_metres_are_no_words_of_the_text() -> None:
    """「拟新增定点周边步行15分钟范围内」."""
    (answer,) = asked("500米内已经有一家了还能批吗")
    assert answer.notes[0].startswith("原文没有“500米”这样的距离,写的是步行15分钟范围内")
    assert answer.passages[0].clause == f"{MEDICAL}/3.2.p1.s2"


@luoyang
@pytest.mark.usefixtures("home")
def test_a_condition_of_the_own_document_is_not_called_absent() -> None:
    """「对当期赤字……的地区」 is 河南's own."""
    assert not [n for n in asked("基金赤字了药店还能批吗")[0].notes if "为条件的规定" in n]
