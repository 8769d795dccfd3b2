"""Qingdao read as the lawyer of a refused applicant would: whose a determination is, where a fact comes from, and what is said of
exceptions. The inputs are those of the review; what is expected rests on the words quoted and on DESIGN §5.
"""

from __future__ import annotations

import re

import pytest
from qingdao_inputs import A2, A2B, A3, A4, A8, CARE_BEDS, DEMENTIA, HOME_CARE, NEIGHBOURS, OUTPATIENT, PSYCHIATRIC
from reviewed import CITY, LTC, Data, asked, determined, figure, judged, letter, lines, refused, sentences

from reasoner.letters.letter_types import OPINION, REFUSAL

# --- F2: determinations need their authority --------------------------------------------------------------------


@pytest.mark.parametrize("application", [A2, A2B])
@pytest.mark.parametrize("organ", ["某护理站", "某村民委员会", "青岛某物业管理有限公司", "某大学附属医院"])
def test_who_is_no_organ_determines_nothing(application: Data, organ: str) -> None:
    made = application["认定"][0] | {"机关": organ}
    (fault,) = refused(application | {"认定": [made]})
    assert organ in fault.message


@pytest.mark.parametrize(
    "organ",
    ["青岛市即墨区医疗保障局", "青岛市民政局", "青岛市医保中心", "青岛市卫生健康委员会", "山东省医疗保障局"],
)
def test_what_another_organ_says_leaves_the_fact_open(organ: str) -> None:
    """1号 names nobody; the reading 认定机关推定 takes it to be the bureau of the city."""
    made = A2B["认定"][0] | {"机关": organ}
    try:
        verdict = judged(A2B | {"认定": [made]})
    except Exception:  # a name that no list holds is asked back, which settles nothing either
        assert refused(A2B | {"认定": [made]})
        return
    assert verdict.outcome == "undetermined"
    assert ("照护资源相对充足", "即墨区") in asked(verdict)
    assert organ in sentences(verdict)


@pytest.mark.parametrize("how", ["without an organ", "as a figure"])
def test_a_determination_by_nobody_is_marked(how: str) -> None:
    made = {k: v for k, v in A2B["认定"][0].items() if k != "机关"}
    given = (
        {"认定": [made]}
        if how == "without an organ"
        else {"认定": [], "指标": [figure("即墨区", "照护资源相对充足", True)]}
    )
    verdict = judged(A2B | given)
    assert any(w.startswith("认定机关未写明") for w in verdict.warnings)
    unsaid = re.sub(r"另一种理解:[^。]*。", "", sentences(verdict)).replace("认定机关", "")  # readings speak of others
    assert "经认定" not in unsaid


def test_a_continuation_dated_before_the_end_and_its_place_in_the_letter() -> None:
    """A letter under a plan that ended says that it ended and by what determination it goes on, in its body."""
    made = determined(
        "规划延续执行", LTC, True, CITY, "2025-12-30", 依据={"名称": "通知", "编号": "青医保发〔2025〕9号"}
    )
    verdict = judged(A2 | {"认定": [made]})
    assert verdict.outcome == "presumptively_barred"
    body = "".join(lines(letter(verdict, "经审查,未发现应予例外的情形。", REFUSAL)))
    assert "规划期已于2025年12月31日届满" in body
    assert "青医保发〔2025〕9号" in body
    unnumbered = letter(judged(A2 | {"认定": [{k: v for k, v in made.items() if k != "依据"}]}), "经审查,无。", REFUSAL)
    (basis,) = (n for n in unnumbered.lines() if "届满" in n.text)
    assert "2025年12月30日\uff08__________\uff09认定继续执行" in basis.text
    assert basis.form == "待填"


# --- F4: no source is invented ----------------------------------------------------------------------------------
@pytest.mark.parametrize("application", [A3, A4, PSYCHIATRIC, NEIGHBOURS])
def test_a_fact_without_source_has_a_blank(application: Data) -> None:
    verdict = judged(application)
    *facts, last = lines(letter(verdict, kind=REFUSAL), "事实")
    if application is not NEIGHBOURS:
        facts.append(last)
    else:  # WORDING: a walk is walked by somebody, on a day: a line for the office to write, blank too
        assert last == (
            "上述同类型定点医药机构的名称、地址，实际步行路线、步行时间，核查日期和核查人：____________________"
            "（由经办人员填写）。"
        )
    assert facts
    assert all("来源:____" in x.replace("\uff1a", ":") for x in facts), facts
    assert "申请材料)" not in "".join(facts)
    assert "申请材料）" not in "".join(facts)
    opinion = letter(verdict, kind=OPINION)
    (table,) = (s.table for s in opinion.sections if s.name == "事实")
    assert table is not None
    assert {row[3] for row in table.rows} == {"____"}
    notes = "".join(n.text for n in letter(verdict, kind=REFUSAL).notes)
    assert "未载明时点或者来源" in notes


def test_a_source_that_was_given_is_said() -> None:
    stated = {"数值": 3, "时点": "2024-04-20", "来源": "现场核查记录5号", "来源类型": "现场核查"}
    facts = lines(letter(judged(NEIGHBOURS | {"步行15分钟内同类型定点机构数": stated}), kind=REFUSAL), "事实")
    assert any("现场核查记录5号" in x and "2024年4月20日" in x for x in facts), facts


# --- F5: no exception is denied while one is quoted -------------------------------------------------------------
NONE = "未设可考虑的例外或者优先"


@pytest.mark.parametrize(
    "application",
    [
        HOME_CARE,
        A8,
        A2B | {"认定": [determined("照护资源相对充足", "即墨区", True)]},
        CARE_BEDS,
        OUTPATIENT,
        NEIGHBOURS,
        A3,
    ],
)
def test_no_exception_is_denied_where_the_plan_has_one(application: Data) -> None:
    """ltc 2.3.i2.s2 「给予适当倾斜」, 2.3.i1.s2 「对服务盲点区域优先安排定点」; medical 3.3.p1 「不受本规划限制」."""
    opinion = letter(judged(application), kind=OPINION)
    assert not any(NONE in x for x in lines(opinion))
    assert lines(opinion, "例外")


def test_where_the_plan_has_none_that_is_said() -> None:
    """ltc 3.2.p2 on 失智专区 has neither exemption nor preference."""
    ward = DEMENTIA | {"日期": "2024-06-03", "床位数": 50}
    assert any(NONE in x for x in lines(letter(judged(ward), kind=OPINION), "例外"))
