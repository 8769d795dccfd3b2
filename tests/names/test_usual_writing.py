"""Full addresses, former names, full-width digits, days with a time, quarters; told in the verdict and held by the proof checker."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from policy_dsl.diagnostics import Faults
from policy_dsl.numerals import plain
from reasoner.driver.current_rule_base import rule_base
from reasoner.intake.application_parser import Reader
from reasoner.interpreter.judge import judge
from reasoner.sheets.workbook import _cell

APPLICATION: dict[str, Any] = {
    "编号": "FZ-1", "事项": "新增购买住院床位", "日期": "2024-05-01 09:30",
    "机构": {"名称": "示例医院", "类型": "中医院", "等级": "二级甲等", "所在地": "青岛市城阳区流亭街道", "重点建设项目": "没有", "已定点": ["门统", "个账"]},
    "床位类别": "中医床位", "床位数": "１００张",
    "指标": [{"地区": "青岛市城阳区", "名称": "床位使用率", "数值": "７４％", "时点": "2024年第一季度"}],
}  # fmt: skip
TOLD = [
    "日期写的是「2024-05-01 09:30」,按2024-05-01读,请核对。",
    "城阳区的床位使用率写的是「７４％」,按74%读,请核对。",
    "城阳区的床位使用率的时点写的是「2024年第一季度」,按2024-03-31读,请核对。",
    "城阳区的床位使用率的地区写的是「青岛市城阳区」,按城阳区读,请核对。",
    "已定点写的是「门统、个账」,按门诊统筹、个人账户读,请核对。",
    "所在地写的是「青岛市城阳区流亭街道」,按城阳区读,请核对。",
    "等级写的是「二级甲等」,按二级(等次甲等)读,请核对。",
    "类型写的是「中医院」,按中医医院读,请核对。",
    "重点建设项目写的是「没有」,按无读,请核对。",
    "床位数写的是「１００张」,按100读,请核对。",
    "床位类别写的是「中医床位」,按中医读,请核对。",
]


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(rule_base().vocabulary)


def place(reader: Reader, text: str) -> str | None:
    (read,) = reader.read({**APPLICATION, "机构": {"所在地": text}, "指标": []})
    return read.region


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("青岛市城阳区", "370214"), ("山东省青岛市城阳区", "370214"), ("山东青岛城阳区", "370214"), ("城阳区流亭街道", "370214"),
        ("青岛市城阳区流亭街道某某路1号", "370214"), ("青岛市南区", "370202"), ("青岛市市南区", "370202"), ("青岛市西海岸新区", "370211"),
        ("３７０２１４", "370214"), ("山东省青岛市", "370200"), ("河南省开封市鼓楼区", "410204"),
        # 民政部县级以上行政区划变更情况: all of the former division lies in the present one
        ("胶南市", "370211"), ("即墨市", "370215"), ("青岛市即墨市", "370215"), ("沾化县", "371603"), ("邹平县", "371681"),
    ],
)  # fmt: skip
def test_addresses_and_former_names(reader: Reader, text: str, code: str) -> None:
    assert place(reader, text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [("高新区", "F118"), ("青岛市高新区", "F118"), ("城阳区高新区", "F118"), ("滨州市城阳区", "F118"), ("青岛市香港中路1号", "F118"),
     ("山东省", "F120"), ("城阳区和崂山区", "F118")],
)  # fmt: skip
def test_what_is_no_place_of_one_county(reader: Reader, text: str, code: str) -> None:
    with pytest.raises(Faults) as raised:
        place(reader, text)
    (diagnostic,) = raised.value.diagnostics
    assert diagnostic.code == code
    assert "新华区" not in diagnostic.message
    assert "胶州市" not in diagnostic.message


@pytest.mark.parametrize(
    ("raw", "day"),
    [("2024-05-01 09:30", "2024-05-01"), ("2024-05-01T09:30:00", "2024-05-01"), ("２０２４年５月１日", "2024-05-01"),
     ("2024年 5月 1日", "2024-05-01"), ("2024年5月1日 上午", None), ("2024-05-01 25:00", None), ("2024年第一季度", None), ("截至2024年5月1日", "2024-05-01")],
)  # fmt: skip
def test_days(reader: Reader, raw: str, day: str | None) -> None:
    given = {**APPLICATION, "日期": raw}
    if day is None:
        with pytest.raises(Faults, match="F128"):
            reader.read(given)
        return
    assert reader.read(given)[0].received == day


@pytest.mark.parametrize(
    ("raw", "period"),
    [("2024年第一季度", "2024-03-31"), ("2024年一季度", "2024-03-31"), ("2024年第2季度", "2024-06-30"), ("2023年三季度末", "2023-09-30"),
     ("2023Q4", "2023-12-31"), ("2024年上半年", "2024-06-30"), ("截至2024年3月31日", "2024-03-31"), ("２０２３年末", "2023-12-31")],
)  # fmt: skip
def test_periods(reader: Reader, raw: str, period: str) -> None:
    figure = {"地区": "城阳区", "名称": "床位使用率", "数值": "74%", "时点": raw}
    (read,) = reader.read({**APPLICATION, "日期": "2024-08-01", "指标": [figure]})
    ((observation),) = read.facts["370214", "床位使用率"]
    assert observation.as_at == period
    assert [w.text for w in observation.written] == [raw]


def verdict(reader: Reader) -> dict[str, Any]:
    (application,) = reader.read(APPLICATION)
    data: dict[str, Any] = json.loads(msgspec.json.encode(judge(rule_base(), application)))
    return data


def test_what_is_read_otherwise_is_told_and_the_canonical_name_decides(reader: Reader) -> None:
    made = verdict(reader)
    assert made["warnings"][: len(TOLD)] == TOLD
    plain = {
        **APPLICATION, "日期": "2024-05-01", "床位类别": "中医", "床位数": 100,
        "机构": {"名称": "示例医院", "类型": "中医医院", "等级": "二级", "所在地": "城阳区", "重点建设项目": "无", "已定点": ["门诊统筹", "个人账户"]},
        "指标": [{"地区": "城阳区", "名称": "床位使用率", "数值": "74%", "时点": "2024-03-31"}],
    }  # fmt: skip
    (application,) = reader.read(plain)
    usual = json.loads(msgspec.json.encode(judge(rule_base(), application)))
    assert {k: made[k] for k in ("outcome", "possible", "citations", "reasons", "missing", "changes", "region")} == {
        k: usual[k] for k in ("outcome", "possible", "citations", "reasons", "missing", "changes", "region")
    }
    assert not any("写的是" in w for w in usual["warnings"])


@pytest.mark.parametrize(
    ("stored", "read"),
    [
        # CONTRACT §1: a stored spreadsheet number counts with 15 significant digits, as the person saw it
        (0.7499999999999999, "0.75"), (0.7500000000000001, "0.75"), (0.1 + 0.2, "0.3"), (0.74, "0.74"), (0.123456789012345, "0.123456789012345"),
        (0.74999999999999, "0.74999999999999"), (100.00000000000001, "100"), (1e-7, "0.0000001"),
    ],
)  # fmt: skip
def test_numbers_of_a_spreadsheet_have_fifteen_digits(stored: float, read: str) -> None:
    cell = _cell(stored)
    assert isinstance(cell, (int, Decimal))
    assert plain(Decimal(cell)) == read
