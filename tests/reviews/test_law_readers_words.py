"""What a reader of verdicts found said wrongly, each with the words that are to be said."""

from __future__ import annotations

import pytest
from reviewed import CITY, LTC, OPINION_1, TREASURY, Data, determined, explained, judged, letter, lines

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
    assert f"所涉文件：《{TITLE_BINZHOU}》，规划期已于" in item
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
