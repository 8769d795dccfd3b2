"""What a reader of verdicts found said wrongly, each with the words that are to be said."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from reviewed import CITY, LTC, OPINION_1, TREASURY, Data, determined, explained, judged, letter, lines

from reasoner.cli.main import main

CLINIC_MATTER = "新增门诊统筹和门诊慢特病定点"
HOME_CARE = "新增居家照护定点"
BINZHOU = "binzhou-2022"
TITLE_1 = "青岛市医疗保障局 青岛市财政局关于推动长期护理保险提质增效实现高质量发展的意见"
TITLE_LTC = "青岛市长期护理保险定点护理服务资源配置规划(2023-2025年)"
TITLE_BINZHOU = "滨州市医疗保障事业发展“十四五”规划"


def application(day: str, kind: str, place: str, *made: Data, matter: str = HOME_CARE, **facility: object) -> Data:
    """An application of an institution of a kind at a place."""
    return {
        "编号": "W-1", "事项": matter, "日期": day,
        "机构": {"类型": kind, "所在地": place, **facility}, "认定": list(made),
    }  # fmt: skip


def continued_in_laoshan() -> Data:
    """L1f: the district bureau says that the city's plan goes on."""
    made = determined("规划延续执行", LTC, True, "崂山区医疗保障局", "2025-12-30")
    return application("2026-03-01", "护理站", "崂山区", made)


def in_force_by_jimo() -> Data:
    """Z4: the district bureau says that the paper of two city organs is in force."""
    made = determined("文件效力", OPINION_1, True, "即墨区医疗保障局", "2023-03-01", 自="2023-01-01", 至="2027-12-31")
    return application("2024-05-01", "护理站", "即墨区", made)


def continued_in_binzhou(organ: str) -> Data:
    """Z5 and Z5d: another organ than the issuing 滨州市人民政府办公室 says that its plan goes on."""
    made = determined("规划延续执行", BINZHOU, True, organ, "2025-12-30")
    return application("2026-02-01", "村卫生室", "滨城区", made, matter=CLINIC_MATTER, 符合定点条件=True)


def asked_of_document(given: Data, fact: str) -> str:
    """What is asked about a document."""
    items = (i.sentence for g in explained(judged(given)).missing for i in g.items)
    return next(s for s in items if s.startswith(f"「{fact}」"))


@pytest.mark.parametrize(
    ("given", "fact", "title", "issuers"),
    [
        (in_force_by_jimo(), "文件效力", TITLE_1, f"{CITY}、{TREASURY}"),
        (continued_in_laoshan(), "规划延续执行", TITLE_LTC, CITY),
        (continued_in_binzhou("滨州市医疗保障局"), "规划延续执行", TITLE_BINZHOU, "滨州市人民政府办公室"),
    ],
    ids=["Z4", "L1f", "Z5"],
)
def test_of_a_document_those_who_made_it_are_asked(given: Data, fact: str, title: str, issuers: str) -> None:
    """No text says who confirms its force: its makers are presumed to, and are named as what they are."""
    sentence = asked_of_document(given, fact)
    assert sentence.startswith(f"「{fact}」(《{title}》)由制定、印发机关({issuers})确认;文件未写明由谁确认,系推定。")
    assert "须由" not in sentence


def test_an_inquiry_about_a_document_names_it_and_how_it_stands() -> None:
    """Z5: no clause asks whether the plan goes on, so none is the basis; 「有关规定」 names nothing."""
    written = lines(letter(judged(continued_in_binzhou("滨州市医疗保障局")), kind="内部查询单"), "认定")
    (item,) = (text for text in written if "规划延续执行" in text)
    assert "有关规定" not in item
    assert f"《{TITLE_BINZHOU}》" in item.replace("‘", "“").replace("’", "”")
    assert "该文件规划期已于" in item
    assert "届满" in item


@pytest.mark.parametrize(
    ("given", "warning"),
    [
        (
            continued_in_laoshan(),
            f"《{TITLE_LTC}》的规划延续执行所附认定由青岛市崂山区医疗保障局作出,应由青岛市医疗保障局认定,本次不予采用。",
        ),
        (
            in_force_by_jimo(),
            f"《{TITLE_1}》的文件效力所附认定由青岛市即墨区医疗保障局作出,应由青岛市医疗保障局、青岛市财政局认定,本次不予采用。",
        ),
        (
            continued_in_binzhou("邹平市医疗保障局"),
            f"《{TITLE_BINZHOU}》的规划延续执行所附认定由邹平市医疗保障局作出,应由滨州市人民政府办公室认定,本次不予采用。",
        ),
    ],
    ids=["L1f", "Z4", "Z5d"],
)
def test_a_determination_of_a_document_by_a_lower_organ_is_told_as_unused(given: Data, warning: str) -> None:
    """What was attached does not vanish without a word; the verdict is as if it had not been attached."""
    verdict = judged(given)
    assert f"认定机关·不是制定机关:{warning}" in verdict.warnings
    assert verdict.outcome is judged(given | {"认定": []}).outcome


def preferred(tilt: bool) -> Data:
    """A nursing station in 平度市 whose area was determined to be short of care (倾斜), or its town a blind spot (优先)."""
    made = [
        determined("文件效力", OPINION_1, True, [CITY, TREASURY], "2023-03-01", 自="2023-01-01", 至="2027-12-31"),
        determined("照护资源相对充足", "平度市", False, CITY, "2024-02-01"),
        determined("照护资源不足地区", "平度市", True, CITY, "2024-02-01") if tilt
        else determined("服务盲点区域", "南村镇", True, CITY, "2024-02-01"),
    ]  # fmt: skip
    return application("2024-05-01", "护理站", "平度市", *made, 镇街="南村镇")


def test_what_favours_is_no_exemption_by_its_own_name() -> None:
    """ltc 2.3.i1.s2: 「给予倾斜」 is not 「优先」."""
    tilted = explained(judged(preferred(tilt=True)))
    assert tilted.label == "可适当倾斜,仍须评估"
    assert tilted.meaning == ("倾斜不是豁免,仍须按规定评估。",)


def test_the_agency_did_not_establish_what_nobody_stated() -> None:
    """L4f: 「经查」 is said of what was established; of a claim that was not made, that it is not stated."""
    sentences = [s for p in explained(judged(preferred(tilt=True))).points for s in p.sentences]
    assert "申请材料未载明集团化、连锁、品牌化,按没有该情形处理,不属于该条规定的情形。" in sentences
    assert not any("经查,申请人未主张" in s or ("经查" in s and "未载明" in s) for s in sentences)
    assert "申请材料载明机构所在地平度市不属于市南区、市北区、李沧区、崂山区,不属于该条规定的情形。" in sentences


def conditions_by_bureau() -> Data:
    """Z2b: medical 3.2.p1.s3 favours who meets the conditions; the agency finds so, here the district bureau did."""
    figures = [
        {"地区": place, "名称": "医疗费用增长率", "数值": value, "时点": "2023", "来源": "本局台账"}
        for place, value in (("城阳区", "5%"), ("青岛市", "6%"))
    ]
    made = determined("符合定点条件", "机构", True, "青岛市城阳区医疗保障局", "2024-02-01")
    facility = {"按卫生规划设立": True}
    given = application("2024-05-01", "社区卫生服务中心", "城阳区", made, matter=CLINIC_MATTER, **facility)
    return given | {"指标": figures, "步行15分钟内同类型定点机构数": 0}


def freed_by_bureau() -> Data:
    """X8d: the city's agency (ltc 4.1) is presumed to say whether places were freed; here the city's bureau did."""
    made = (
        determined("动态管理腾出名额", "青岛市", True, CITY, "2024-02-01"),
        determined("服务覆盖率相对较低镇街", "八大湖街道", True, CITY, "2024-02-01"),
    )
    return application("2024-05-01", "护理站", "市南区", *made, 镇街="八大湖街道")


@pytest.mark.parametrize(
    ("given", "facts"),
    [
        (conditions_by_bureau(), ("符合定点条件",)),
        (freed_by_bureau(), ("动态管理腾出名额", "服务覆盖率相对较低镇街")),
    ],
    ids=["Z2b", "X8d"],
)
def test_what_another_organ_determined_was_provided(
    given: Data, facts: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is not 「未提供」: it is attached, and who made it is to be confirmed before anything rests on it."""
    told = explained(judged(given)).assumptions
    for fact in facts:
        assert f"{fact}:已附认定,作出机关待确认,确认以前不按此给予优先。" in told
        assert not any(s.startswith(f"{fact}:未提供") for s in told)
    file = tmp_path / "W.json"
    file.write_text(json.dumps(given), encoding="utf-8")
    main(["check", str(file)])
    note = "".join(capsys.readouterr().out.split())
    for fact in facts:
        assert re.search(
            f"(?:是否属于“{fact}”的情形，尚无认定|“{fact}”尚未查明)[^。]*。已附认定的，作出机关待确认，确认以前不按此给予优先。(?!未提供)",
            note,
        )


def test_what_governing_documents_say_beside_stands_first() -> None:
    """L3c: a paper whose rules do not reach a home with a contract speaks after the plan that governs its beds."""
    made = determined("文件效力", OPINION_1, True, [CITY, TREASURY], "2023-03-01", 自="2023-01-01", 至="2027-12-31")
    given = application("2024-05-01", "养老机构", "市南区", made, matter="新增购买院护床位", 已定点=["居家照护"])
    figures = [
        {"地区": place, "名称": name, "数值": value, "时点": day, "来源": "本局台账"}
        for place, name, value, day in (
            ("青岛市", "院护床位数", 9000, "2024-03-31"),
            ("青岛市", "预期享受长护险待遇人数", 60000, "2025"),
            ("市南区", "院护床位使用率", "85%", "2024-03-31"),
        )
    ]
    verdict = judged(given | {"指标": figures, "床位数": 50})
    assert verdict.reasons.governing == (LTC,)
    titles = [s.whole.partition("》")[0].removeprefix("《") for s in explained(verdict).touching]
    assert sorted(titles, key=lambda t: t != TITLE_LTC) == titles
    assert TITLE_1 in titles
    assert len(set(titles)) == 2
