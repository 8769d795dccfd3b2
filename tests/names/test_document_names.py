"""A document as people name it in a determination: its number in any brackets and digits, its title without the period."""

from __future__ import annotations

from typing import Any

import pytest

from policy_dsl.diagnostics import Faults
from reasoner.driver.current_rule_base import reader

TITLE = "青岛市医疗保障定点医药服务资源配置规划"
MEDICAL = "qingdao-2023-18-medical"


def determination(name: str, matter: str) -> dict[str, Any]:
    made = {"事项": matter, "对象": name, "结论": True, "机关": "青岛市医疗保障局", "日期": "2026-01-05"}
    return {
        "编号": "A-1", "事项": "新增居家照护定点", "日期": "2026-02-01", "机构": {"类型": "护理站", "所在地": "即墨区"},
        "认定": [made],
    }  # fmt: skip


def subject(name: str, matter: str = "文件效力") -> str:
    (application,) = reader().read(determination(name, matter))
    return next(s for s, label in application.facts if label == matter)


def fault(name: str) -> tuple[str, str]:
    with pytest.raises(Faults) as error:
        reader().read(determination(name, "规划延续执行"))
    (only,) = error.value.diagnostics
    return only.code, only.hint


@pytest.mark.parametrize(
    "name",
    [
        "青医保字〔2023〕1号", "青医保字[2023]1号", "青医保字（2023）1号", "青医保字【2023】 1 号", "青医保字﹝2023﹞1号", "青医保字2023年1号",
        "青医保字〔２０２３〕１号", "青医保字〔2023〕第1号", "青医保字〔2023〕01号", "青医保字〔2023〕1号文", "「青医保字〔2023〕1号」",
    ],
)  # fmt: skip
def test_a_number_of_one_document(name: str) -> None:
    assert subject(name) == "文件:qingdao-2023-1"


@pytest.mark.parametrize(
    "name",
    [
        f"《{TITLE}(2023-2025年)》", f"{TITLE}（2023—2025年）", TITLE, f"《{TITLE}》", f"{TITLE}(青医保发〔2023〕18号)",
        f"《{TITLE}(2023-2025年)》(青医保发〔2023〕18号)",
    ],
)  # fmt: skip
def test_a_title_without_its_period_or_with_its_number(name: str) -> None:
    assert subject(name, "规划延续执行") == f"文件:{MEDICAL}"


@pytest.mark.parametrize(
    "name", ["青医保发〔2023〕18号", "青医保发(2023)18号", "青医保发2023年18号", "青医保发〔２０２３〕18号文"]
)
def test_a_number_that_several_share_names_them_all(name: str) -> None:
    # CONTRACT §1: "a number that several documents share is refused with all of them named".
    with pytest.raises(Faults) as error:
        reader().read(determination(name, "规划延续执行"))
    (only,) = error.value.diagnostics
    assert only.code == "F153"
    assert all(f"({i})" in only.allowed for i in (MEDICAL, "qingdao-2023-18-ltc", "qingdao-2023-18-notice"))


def test_a_number_without_its_organ_is_asked_for_whole() -> None:
    # Other organs' documents bear the same year and number: nothing is guessed.
    assert fault("〔2023〕1号") == ("F154", "写全发文机关代字;收录的同年同号文件:青医保字〔2023〕1号")
    assert fault("鲁医保发〔2023〕18号") == ("F154", "写全发文机关代字;收录的同年同号文件:青医保发〔2023〕18号")
    assert fault(f"{TITLE}(青医保字〔2023〕1号)")[0] == "F154"  # the number is that of another document
