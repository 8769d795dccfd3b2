"""DESIGN §5.9: figures that cannot both be are told and asked for, and no outcome rests on either.

A part is no greater than its whole, and a district has no more than its city, on one day. Which of two such figures is
wrong nobody knows: both are unknown. `validate` and `check` go by one definition.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from reviewed import Data, asked, figure, judged, possible, sentences
from test_advice_to_follow import hospital

from reasoner.driver.current_rule_base import official_texts, reader, rule_base
from reasoner.driver.exports import validate
from reasoner.interpreter.judge import judge
from reasoner.model.verdict import encode
from reasoner.proof.check_proof import check_proof

DAY = "2024-03-31"


def with_figures(application: Data, **values: Any) -> Data:
    """The application with other figures of the city."""
    kept = [i for i in application["指标"] if i["地区"] != "青岛市" or i["名称"] not in values]
    return application | {"指标": [*kept, *(figure("青岛市", n, v, DAY) for n, v in values.items())]}


def care_beds(district: int, city: int, day: str = DAY) -> Data:
    """ltc 3.2.p1.s1: 「不超过2025年全市预期享受长护险待遇总人数20%」, asked for where a district is said to have beds of its own."""
    return {
        "编号": "L149", "事项": "新增购买院护床位", "日期": "2024-05-01",
        "机构": {"类型": "养老机构", "所在地": "平度市", "已定点": ["院护"]}, "床位数": 10,
        "指标": [
            figure("青岛市", "院护床位数", city, DAY), figure("青岛市", "预期享受长护险待遇人数", 60000, "2025-12-31"),
            figure("平度市", "院护床位使用率", "70%", DAY), figure("平度市", "院护床位数", district, day),
        ],
    }  # fmt: skip


def found_by_validate(application: Data, folder: Path) -> list[str]:
    """The codes of what `validate` finds in an application."""
    file = folder / "申请.json"
    file.write_text(json.dumps(application, ensure_ascii=False), encoding="utf-8")
    return [f.code for f in validate(file).findings]


def test_parts_above_their_whole_decide_nothing(tmp_path: Path) -> None:
    """147: 3000 beds in all, and 4000, 8000 and 7000 of them; medical 3.1.p1.s1 asks for the whole and for 康复."""
    application = with_figures(hospital("5%"), 医保购买住院床位数=3000) | {"床位类别": "康复"}
    verdict = judged(application)
    assert verdict.outcome == "undetermined"
    assert {("医保购买住院床位数", "青岛市"), ("医保购买康复床位数", "青岛市")} <= asked(verdict)
    told = [w for w in verdict.warnings if "大于同一时点的" in w]
    assert len(told) == 3
    assert any("青岛市的医保购买康复床位数为4000" in w and "青岛市的医保购买住院床位数3000" in w for w in told)
    assert not [f for f in verdict.facts if f.fact in ("医保购买住院床位数", "医保购买康复床位数")]
    assert "3000" in sentences(verdict)
    assert found_by_validate(application, tmp_path) == ["G119"] * 3


def test_purchased_beds_are_part_of_all_psychiatric_beds(tmp_path: Path) -> None:
    """141: 7000 of 6000; the reading 精神科床位口径: those purchased are a part of all."""
    application = with_figures(hospital("5%"), 精神科床位数=6000) | {"床位类别": "精神"}
    application["机构"] |= {"类型": "精神专科医院"}
    verdict = judged(application)
    assert (verdict.outcome, "may_proceed" in possible(verdict)) == ("undetermined", True)
    assert {("医保购买精神床位数", "青岛市"), ("精神科床位数", "青岛市")} <= asked(verdict)
    assert any("7000" in w and "6000" in w for w in verdict.warnings)
    assert found_by_validate(application, tmp_path) == ["G119"]


def test_a_district_has_no_more_than_its_city(tmp_path: Path) -> None:
    """149: 平度市 2000, 青岛市 1500 on one day."""
    application = care_beds(2000, 1500)
    verdict = judged(application)
    assert verdict.outcome == "undetermined"
    assert ("院护床位数", "青岛市") in asked(verdict)
    assert [w for w in verdict.warnings if "平度市的院护床位数为2000" in w and "青岛市的院护床位数1500" in w]
    assert found_by_validate(application, tmp_path) == ["G119"]


@pytest.mark.parametrize(("district", "city", "day"), [(1500, 1500, DAY), (2000, 1500, "2023-12-31")])
def test_equal_figures_and_those_of_other_days_contradict_nothing(
    district: int, city: int, day: str, tmp_path: Path
) -> None:
    """A district may have all beds of its city, and may have had more before: nothing is said, and the cap is far."""
    application = care_beds(district, city, day)
    verdict = judged(application)
    assert verdict.outcome == "may_proceed"
    assert not [w for w in verdict.warnings if "大于同一时点的" in w]
    assert found_by_validate(application, tmp_path) == []


def test_an_older_figure_does_not_take_the_place_of_a_contradictory_one() -> None:
    """5.4: never back to an older period over which a cap looks kept."""
    application = care_beds(2000, 1500)
    application["指标"].append(figure("青岛市", "院护床位数", 1000, "2023-06-30"))
    verdict = judged(application)
    assert verdict.outcome == "undetermined"
    assert ("院护床位数", "青岛市") in asked(verdict)


def test_figures_that_no_rule_on_the_matter_reads_are_not_spoken_of() -> None:
    """Beds of institutions for care are no matter of hospital beds."""
    application = hospital("5%")
    application["指标"] += [figure("青岛市", "院护床位数", 10, DAY), figure("城阳区", "院护床位数", 20, DAY)]
    verdict = judged(application)
    assert verdict.outcome == "may_proceed"
    assert not [w for w in verdict.warnings if "大于同一时点的" in w]


def test_shared_figures_contradict_each_other_as_well() -> None:
    """What many applications share is looked at for each of them."""
    one = care_beds(2000, 1500)
    shared = {"申请": [{k: v for k, v in one.items() if k != "指标"}], "指标": one["指标"]}
    (application,) = reader().read(shared, None)
    verdict = judge(rule_base(), application)
    alone = judged(one)
    assert (verdict.given, verdict.warnings, verdict.missing) == (alone.given, alone.warnings, alone.missing)
    assert (verdict.outcome, verdict.possible) == ("undetermined", alone.possible)
    assert check_proof(msgspec.json.decode(encode(verdict)), rule_base().plain, official_texts()) == []


def test_a_favourable_verdict_on_impossible_figures_is_refused_by_the_checker() -> None:
    """The checker derives that both are unknown; a verdict that rests on them is no proof."""
    possible_ones, impossible = (msgspec.json.decode(encode(judged(care_beds(d, 1500)))) for d in (1000, 2000))
    given = impossible["given"]
    forged = possible_ones | {"given": given, "receipt": impossible["receipt"]}
    assert check_proof(forged, rule_base().plain, official_texts()) != []
