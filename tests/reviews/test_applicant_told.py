"""What an applicant's lawyer found told wrongly in verdicts and letters: each case with the words on which it rests."""

from __future__ import annotations

import re
from typing import Any, Final

import pytest
from reviewed import CITY, TREASURY, Data, asked, deciding, determined, explained, judged, letter, lines, sentences

from policy_dsl.diagnostics import Faults
from reasoner.driver.current_rule_base import rule_base
from reasoner.explain.background import background
from reasoner.letters.letter_types import OPINION, REFUSAL
from reasoner.model.kinds import Outcome
from reasoner.render.terminal.layout import Style
from reasoner.render.terminal.verdict_note import note

HOME_CARE, CARE_BEDS, DEMENTIA = "新增居家照护定点", "新增购买院护床位", "设置失智专区床位"
PHARMACY, OUTPATIENT = "新增定点零售药店", "新增门诊统筹和门诊慢特病定点"
PLENTY: Final = "照护资源相对充足"
NOTICE_1: Final = "青医保字〔2023〕1号"


def applied(matter: str, day: str, facility: Data, **more: Any) -> Data:
    """An application of the institution 甲."""
    return {"编号": "P-1", "事项": matter, "日期": day, "机构": {"名称": "甲", **facility}, **more}


def noted(application: Data) -> str:
    """The note that a terminal shows of an application, its broken lines joined."""
    return re.sub(r"\n\s+", "", note(judged(application), background(rule_base()), Style(100, False)))


# --- 3: force that was determined


def in_force(day: str) -> Data:
    """A station for home care in 即墨区, 照护资源相对充足, with 文件效力 of the opinion determined by both its issuers."""
    return applied(
        HOME_CARE,
        day,
        {"类型": "护理站", "所在地": "即墨区"},
        认定=[
            determined(PLENTY, "即墨区", True, day="2024-02-01", 依据="青医保函〔2024〕3号"),
            determined(
                "文件效力", NOTICE_1, True, [CITY, TREASURY], "2024-01-10", 自="2023-01-01", 至="2027-12-31", 依据="原件"
            ),
        ],
    )


def test_of_a_force_that_was_determined_only_the_missing_text_withholds_a_letter() -> None:
    """文件效力 recorded by 青岛市医疗保障局 and 青岛市财政局 自2023-01-01至2027-12-31; what is lacking is 第9点的其余部分."""
    verdict = judged(in_force("2024-06-03"))
    assert verdict.outcome is Outcome.PRESUMPTIVELY_BARRED
    whole = letter(verdict)
    text = "\n".join(lines(whole))
    assert whole.kind == OPINION
    assert "收录文本不完整" in text
    assert "不能单独作为对外文书的依据" in text
    assert "效力期限不明" not in text
    assert "确认效力" not in text
    with pytest.raises(Faults) as raised:
        letter(verdict, kind=REFUSAL)
    (fault,) = raised.value.diagnostics
    assert (fault.code, "不完整" in fault.message, "效力期限不明" in fault.message) == ("T107", True, False)
