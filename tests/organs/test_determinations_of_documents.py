"""文件效力 is declaratory, 规划延续执行 constitutive: of which days each speaks, and that both engines say the same.

The long-term care plan: 「(2023-2025年)」, issued 2023-07-30 by 青岛市医疗保障局. 1号: 「青岛市医疗保障局 青岛市财政局关于推动……的意见」.
"""

from __future__ import annotations

from typing import Any

import pytest

from reasoner.driver.current_rule_base import reader, rule_base
from reasoner.interpreter.document_determinations import continuation_determined, force_determined
from reasoner.interpreter.judge import judge
from reasoner.model.verdict import encode
from reasoner.proof.document_determinations import CONTINUED, FORCE, determined
from reasoner.proof.evaluator import Evaluator

BASE = rule_base()
LTC, ONE = "qingdao-2023-18-ltc", "qingdao-2023-1"
CITY, FINANCE = "青岛市医疗保障局", "青岛市财政局"
BOTH = [CITY, FINANCE]


def application(made: list[dict[str, Any]], day: str) -> Any:
    (one,) = reader().read({
        "编号": "A2", "事项": "新增居家照护定点", "日期": day,
        "机构": {"名称": "某", "类型": "护理站", "所在地": "李沧区"}, "认定": made,
    })  # fmt: skip
    return one


def answers(fact: str, document: str, day: str, *made: dict[str, Any]) -> bool | str | None:
    """What both engines make of determinations on a day: true, false, `open`, or None where nobody spoke of that day."""
    whole = application([{"事项": fact, "对象": document, "结论": True} | one for one in made], day)
    asked = continuation_determined if fact == CONTINUED else force_determined
    said = asked(BASE.documents[document], day, whole, BASE.vocabulary)
    mine = None if said is None else {"true": True, "false": False, "unknown": "open", None: None}[said.answer]
    import json

    own = Evaluator(json.loads(encode(judge(BASE, whole, advise=False))), BASE.plain)
    plain = next(d for d in BASE.plain["documents"] if d["id"] == document)  # type: ignore[union-attr,index,call-overload]  # JSON
    theirs = determined(own, fact, plain, day)  # type: ignore[arg-type]  # JSON
    without = theirs is None or theirs.ignored
    assert (None if without or theirs is None else "open" if theirs.answer is None else theirs.answer) == mine
    assert (said is None) == (theirs is None)
    if said is not None and theirs is not None:
        assert list(said.notes) == theirs.notes
    return mine


GOES_ON = [
    # (the day asked about, what was determined, what follows, why)
    ("2026-02-01", {"机关": CITY, "日期": "2025-12-30"}, True, "decided before the end, in force from the day after it"),
    ("2026-01-01", {"机关": CITY, "日期": "2025-12-31"}, True, "the first day after the period"),
    ("2026-02-01", {"机关": CITY, "日期": "2026-02-01"}, True, "on the day on which it was made"),
    ("2026-02-01", {"机关": CITY, "日期": "2026-02-02"}, None, "constitutive: not before it was made"),
    ("2026-02-01", {"机关": CITY, "日期": "2026-03-01", "自": "2026-01-01"}, True, "it says from when, and reaches back"),
    ("2026-01-15", {"机关": CITY, "日期": "2025-12-30", "自": "2026-02-01"}, None, "it says from when, and not yet"),
    ("2026-06-30", {"机关": CITY, "日期": "2025-12-30", "至": "2026-06-30"}, True, "the last day that it names"),
    ("2026-07-01", {"机关": CITY, "日期": "2025-12-30", "至": "2026-06-30"}, None, "the day after"),
    ("2026-02-01", {"机关": CITY, "日期": "2023-08-01"}, True, "an organ may decide while the plan is in force; it is told"),
    ("2026-02-01", {"机关": CITY, "日期": "2023-07-29"}, None, "nobody continues what has not been issued"),
    ("2026-02-01", {"日期": "2025-12-30"}, True, "without an organ it counts as stated"),
    ("2026-02-01", {"机关": FINANCE, "日期": "2025-12-30"}, "open", "another public organ"),
    ("2026-02-01", {"机关": "青岛市医疗保障局医药服务管理处", "日期": "2025-12-30"}, "open", "a department of the organ"),
    ("2026-02-01", {"机关": "洛阳市医疗保障局", "日期": "2025-12-30"}, None, "an organ of another place"),
    ("2026-02-01", {"机关": CITY, "日期": "2025-12-30", "结论": False}, False, "determined that it does not go on"),
    ("2026-02-01", {"机关": CITY, "日期": "2025-12-30", "结论": "不详"}, "open", "what was determined is not known"),
]  # fmt: skip


@pytest.mark.parametrize(("day", "made", "answer", "why"), GOES_ON)
def test_a_plan_goes_on(day: str, made: dict[str, Any], answer: bool | str | None, why: str) -> None:
    assert answers(CONTINUED, LTC, day, made) == answer, why


def test_the_later_of_two_determinations_counts_from_its_own_day() -> None:
    first, second = {"机关": CITY, "日期": "2025-12-30"}, {"机关": CITY, "日期": "2026-06-01", "结论": False}
    assert answers(CONTINUED, LTC, "2026-05-31", first, second) is True
    assert answers(CONTINUED, LTC, "2026-06-01", first, second) is False
    other = {"机关": FINANCE, "日期": "2026-06-01", "结论": False}
    assert answers(CONTINUED, LTC, "2026-06-02", first, other) is True


PERIOD = {"自": "2023-01-01", "至": "2027-12-31"}
IN_FORCE = [
    ("2026-02-01", PERIOD | {"机关": BOTH, "日期": "2026-03-01"}, True, "declaratory: whenever it was made"),
    ("2023-01-01", PERIOD | {"机关": BOTH, "日期": "2026-03-01"}, True, "its first day"),
    ("2022-12-31", PERIOD | {"机关": BOTH, "日期": "2026-03-01"}, None, "the day before"),
    ("2027-12-31", PERIOD | {"机关": BOTH, "日期": "2026-03-01"}, True, "its last day"),
    ("2028-01-01", PERIOD | {"机关": BOTH, "日期": "2026-03-01"}, None, "the day after"),
    ("2029-06-01", {"机关": BOTH, "日期": "2026-03-01"}, True, "no end is said"),
    ("2026-02-01", PERIOD | {"机关": BOTH, "日期": "2026-01-01", "结论": False}, False, "confirmed not to be in force"),
    ("2026-02-01", PERIOD | {"机关": CITY, "日期": "2026-01-01"}, "open", "by one of two issuers"),
    ("2026-02-01", PERIOD | {"机关": FINANCE, "日期": "2026-01-01"}, "open", "by the other"),
    ("2026-02-01", PERIOD | {"机关": "青岛市人民政府", "日期": "2026-01-01"}, "open", "another public organ"),
    ("2026-02-01", PERIOD, True, "without an organ it counts as stated"),
]


@pytest.mark.parametrize(("day", "made", "answer", "why"), IN_FORCE)
def test_a_document_is_in_force(day: str, made: dict[str, Any], answer: bool | str | None, why: str) -> None:
    assert answers(FORCE, ONE, day, made) == answer, why


def test_what_does_not_settle_it_is_told() -> None:
    notes = {
        "尚缺青岛市财政局的认定": (FORCE, ONE, PERIOD | {"机关": CITY}),
        "按所采理解为青岛市医疗保障局": (CONTINUED, LTC, {"机关": FINANCE, "日期": "2025-12-30"}),
        "内设机构不以自己的名义认定": (CONTINUED, LTC, {"机关": "青岛市医保局办公室", "日期": "2025-12-30"}),
        "没有写明由哪一机关作出": (CONTINUED, LTC, {"日期": "2025-12-30"}),
        "早于规划期届满(2025-12-31)一年以上": (CONTINUED, LTC, {"机关": CITY, "日期": "2023-08-01"}),
        "不知道自何时起有效": (CONTINUED, LTC, {"机关": CITY}),
    }
    for words, (fact, document, made) in notes.items():
        whole = application([{"事项": fact, "对象": document, "结论": True} | made], "2026-02-01")
        asked = continuation_determined if fact == CONTINUED else force_determined
        said = asked(BASE.documents[document], "2026-02-01", whole, BASE.vocabulary)
        assert said is not None
        assert any(words in note for note in said.notes), words
