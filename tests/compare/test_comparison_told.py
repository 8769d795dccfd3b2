"""What a reader who comes new to a comparison has to be told once, and only where it is so."""

from __future__ import annotations

import json
import re
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from compared import BEDS, DAY, beds, care, flat, reading, silent, text, typed, witnesses
from msgspec.structs import replace

from policy_dsl.ir import to_data
from reasoner.analysis.rule_set import Compared
from reasoner.compare.comparison import compare
from reasoner.compare.report import wordings
from reasoner.compare.report.document_building import comparison_document
from reasoner.compare.report.page_building import comparison_page
from reasoner.compare.report.reasons import context, reasons
from reasoner.compare.report.view_model import Half
from reasoner.compare.report.xlsx import comparison_sheet
from reasoner.driver.current_rule_base import rule_base
from reasoner.model.kinds import Outcome
from reasoner.model.verdict import verdict_from_data

SHOPS = "纳入双通道管理"
CODES = {
    "青岛市": "370200", "河南省": "410000", "滨州市": "371600", "泉州市": "350500", "城阳区": "370214", "胶州市": "370281",
    "崂山区": "370212",
}  # fmt: skip


@cache
def _compared(a: str, b: str, matter: str, *kinds: str) -> str:
    base = rule_base()
    sides = Compared(a, base, CODES[a]), Compared(b, base, CODES[b])
    return json.dumps(to_data(compare(*sides, DAY, matters=[matter], kinds=kinds)), ensure_ascii=False)


def compared(a: str, b: str, matter: str = SHOPS, *kinds: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_compared(a, b, matter, *kinds))
    return found


# --- the clauses of one side alone ----------------------------------------------------------------------------


def test_a_clause_that_reaches_the_kinds_on_neither_side_is_no_clause_of_one_side() -> None:
    """3.2.p2.s2 of the medical plan is about 定点药店; of hospitals it says nothing in either district."""
    shown = text(compared("城阳区", "胶州市", SHOPS, "综合医院", "诊所", "零售药店"))
    assert "双方的规定均不适用于此类机构" in flat(shown)
    assert "未作比较的条款" not in shown


def test_for_whom_alone_one_side_has_a_clause_is_said() -> None:
    """Henan has nothing on 双通道; in Qingdao the sentence is about 定点药店 alone."""
    shown = flat(text(compared("青岛市", "河南省", SHOPS, "综合医院", "诊所", "零售药店")))
    (told,) = re.findall(r"未作比较的条款】(.*?)【", shown)
    assert told.startswith("青岛市，就零售药店：《青岛市医疗保障定点医药服务资源配置规划（2023-2025年）》")
    assert "不及于" not in told
    assert told.count("3.2.p2.s2") == 1


# --- examples -------------------------------------------------------------------------------------------------


def test_rules_that_were_left_undecided_stand_under_a_heading_of_their_own() -> None:
    parts = re.split(
        r"(已核对、不属于所列情形的规定：|因事实未查明而未判断的规定，不影响本例结论：|理由：|例\d+某)",
        flat(text(beds(), full=True)),
    )
    under = {head: "".join(t for h, t in pairwise(parts) if h == head) for head in set(parts[1::2])}
    assert "尚不能判断" in under["因事实未查明而未判断的规定，不影响本例结论："]
    assert "尚不能判断" not in under["已核对、不属于所列情形的规定："]


def test_a_preference_that_might_hold_is_not_said_to_change_nothing() -> None:
    """Where nothing restrains, a preference of which nothing is known would lead to another outcome."""
    with_preference = next(
        w[side]
        for w in witnesses(beds())
        for side in "ab"
        if any(r["effect"] == "prefer" and r["status"] == "unknown" for r in w[side]["reasons"]["rules"])
    )
    known = context(rule_base())
    verdict = verdict_from_data(with_preference)
    restrained = Half(side="某地", place="某地", outcome=verdict.outcome, label="", deciding=(), verdict=verdict)
    assert restrained.outcome is not Outcome.MAY_PROCEED
    assert reasons(restrained, known).undecided
    assert reasons(restrained, known).unclaimed == ()
    proceeding = reasons(replace(restrained, outcome=Outcome.MAY_PROCEED), known)
    assert proceeding.unclaimed
    assert not set(proceeding.unclaimed) & {*proceeding.undecided, *proceeding.checked}


def test_another_place_than_usual_is_told_with_the_usual_one() -> None:
    shown = flat(text(care(), full=True))
    told = re.findall(r"(?:例：|事实：|；|、)所在地※?(\w+区)(?:（假设值：(\w+)）)?", shown)
    assert told
    assert all(usual and usual != place for place, usual in told)


def test_the_mark_of_unusual_facts_is_explained_where_it_is_used() -> None:
    brief, full = text(beds()), text(beds(), full=True)
    assert "※" not in brief
    assert "※：举例中偏离假设值的事实" in flat(full)
    assert "※（假设值" in flat(full)


@pytest.mark.parametrize(
    ("side", "place", "told"),
    [
        ("胶州市", "青岛市胶州市", "胶州市"), ("城阳区", "城阳区", "城阳区"), ("青岛市", "黄岛区", "青岛市(黄岛区)"),
        ("河南省", "郑州市中原区", "河南省(郑州市中原区)"),
    ],
)  # fmt: skip
def test_a_county_is_not_told_twice(side: str, place: str, told: str) -> None:
    verdict = typed(beds()).results[0].witnesses[0].a
    half = Half(side=side, place=place, outcome=Outcome.MAY_PROCEED, label="", deciding=(), verdict=verdict)
    assert wordings.half(half) == told


# --- institutions ---------------------------------------------------------------------------------------------


def hospitals() -> dict[str, Any]:
    """Five kinds that the rules on beds do not tell apart, so that they are told by the first and their number."""
    return compared("青岛市", "河南省", BEDS, "综合医院", "其他专科医院", "妇幼保健院", "急救中心", "护理院")


def test_the_kinds_told_by_their_number_are_listed_once_at_the_end(tmp_path: Path) -> None:
    every = "综合医院等5类：综合医院、其他专科医院、妇幼保健院、急救中心、护理院"
    for full in (False, True):
        shown = flat(text(hospitals(), full=full))
        assert shown.count(every) == 1
        assert f"【机构类别】1.{every}" in shown
    comparison_document(typed(hospitals()), rule_base(), tmp_path / "比较.docx")
    told = [p.text for p in docx.Document(str(tmp_path / "比较.docx")).paragraphs]
    assert len([t for t in told if "综合医院等5类：综合医院、其他专科医院" in t]) == 1
    comparison_sheet(typed(hospitals()), rule_base(), tmp_path / "比较.xlsx")
    notes = [row[1] for row in openpyxl.load_workbook(tmp_path / "比较.xlsx")["说明"].iter_rows(values_only=True)]
    assert notes.count(every) == 1
    page = comparison_page(typed(hospitals()), rule_base())
    assert f"<li>{every}</li>" in page.partition('<details class="every-kind">')[2].partition("</details>")[0]


def test_one_short_name_for_two_lists_is_told_with_the_matter() -> None:
    shown = flat(
        text([hospitals(), compared("青岛市", "河南省", SHOPS, "综合医院", "诊所", "门诊部", "护理院", "村卫生室")])
    )
    assert f"综合医院等5类（{BEDS}）：综合医院、其他专科医院、" in shown
    (others,) = re.findall(rf"综合医院等5类（{SHOPS}）：([^\d]*)\d?", shown)
    assert set(others.partition("【")[0].split("、")) == {"综合医院", "诊所", "门诊部", "护理院", "村卫生室"}


# --- sides and documents --------------------------------------------------------------------------------------


def test_a_city_beside_its_own_district_is_told_as_that() -> None:
    for a, b in (("青岛市", "城阳区"), ("城阳区", "青岛市")):
        head = flat(text(compared(a, b, SHOPS, "零售药店"))).partition("适用日期：")[0]
        assert "城阳区在青岛市之内，青岛市的规定同样适用于城阳区，双方不是两套规定。" in head
        assert "机构设在青岛市各地与设在城阳区，同样的申请结论是否不同" in head
    for apart in (compared("城阳区", "胶州市", SHOPS, "零售药店"), beds(), reading()):
        assert "之内" not in flat(text(apart)).partition("适用日期")[0]


def test_documents_that_several_regions_share_are_listed_once_with_their_names() -> None:
    pairs = [
        compared(a, b, SHOPS, "零售药店") for a, b in (("城阳区", "胶州市"), ("城阳区", "崂山区"), ("胶州市", "崂山区"))
    ]
    shown = flat(text(pairs))
    assert shown.count("适用日期有效的有") == 1
    assert "城阳区、胶州市、崂山区：适用日期有效的有" in shown
    assert shown.count("【所依据的文件】城阳区、胶州市、崂山区：") == 1
    assert shown.count("规划期至2025年12月31日，适用日期为最后一日") == 2  # one for each of the two plans


def test_versions_of_several_regions_are_named_with_them() -> None:
    one = reading() | {"a": "修改前", "b": "修改后"}
    two = json.loads(json.dumps(one)) | {"regions": {"a": "410000", "b": "410000"}}
    two["documents"] = {side: beds()["documents"]["b"] for side in "ab"}
    head = flat(text([one, two])).partition("【各对比较总览】")[0]
    assert "青岛市（修改前、修改后）：适用日期有效的有" in head
    assert "河南省（修改前、修改后）：适用日期有效的有" in head


def test_what_is_to_be_known_of_a_document_is_told_once() -> None:
    """青医保字〔2023〕1号 breaks off in item 9; the text of Henan is guidance."""
    for full in (False, True):
        shown = flat(text(beds(), full=full))
        assert shown.count("文本不完整：《青岛市医疗保障局青岛市财政局关于推动") == 1
        assert shown.count("指导意见：河南省医疗保障局指导意见") == 1


def test_rows_of_one_matter_are_explained_only_where_they_say_the_same() -> None:
    note = "同一事项分行列出的机构"
    assert note in text(beds())
    assert note not in text(compared("青岛市", "河南省", SHOPS, "综合医院", "诊所", "零售药店"))
    assert note not in text(silent())
