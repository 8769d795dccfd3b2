"""The bureau's ledger: applications draw on it, verdicts freeze its values, doubts are told and proved."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import workbooks_made as made
from hypothesis import given
from hypothesis import strategies as st
from reasoner.origin import origin_warnings, told_source

from policy_dsl.diagnostics import Faults
from reasoner.driver import in_use, workbooks
from reasoner.proof.check_proof import check_proof
from reasoner.proof.derivation import ledger_doubts

LEDGER: dict[str, Any] = {
    "指标": [
        {"地区": "城阳区", "名称": "床位使用率", "数值": "74%", "时点": "2024-03-31", "来源": "结算数据", "有效期至": "2024-04-30"},
        {"地区": "青岛市", "名称": "医保购买住院床位数", "数值": 71293, "时点": "2022-12-31", "确认人": "经办甲"},
        {"地区": "郑州市", "名称": "定点医药机构数", "数值": 100, "时点": "2022-12-31", "确认人": "经办甲"},
    ],
    "认定": [{"事项": "规划延续执行", "对象": "qingdao-2023-18-medical", "结论": "是", "机关": "青岛市医疗保障局", "日期": "2025-12-30"}],
}  # fmt: skip


def write(path: Path, data: Any) -> Path:
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return path


def judged(tmp_path: Path, application: Any, ledger: Any = LEDGER, as_of: str | None = None) -> list[dict[str, Any]]:
    verdicts, _, _ = workbooks.check(
        [write(tmp_path / "申请.json", application)], as_of, ledger=write(tmp_path / "台账.json", ledger)
    )
    return list(verdicts)


def test_values_are_frozen_with_their_origin_and_doubts_are_told(tmp_path: Path) -> None:
    (verdict,) = judged(tmp_path, made.APPLICATION, as_of="2026-02-01")
    assert ["370200", "医保购买住院床位数", "71293", "2022-12-31", "本局台账(确认人经办甲)"] in verdict["given"]
    assert ["370214", "床位使用率", "0.74", "2024-03-31", "本局台账:结算数据(未确认,有效期至2024-04-30)"] in verdict[
        "given"
    ]
    assert not any(g[0] == "410100" for g in verdict["given"])
    told = "\n".join(verdict["warnings"])
    assert "台账未确认:城阳区的床位使用率" in told
    assert "台账已过期:城阳区的床位使用率取自本局台账,有效期至2024-04-30,基准日为2026-02-01" in told
    assert "规划延续执行取自本局台账,没有写明确认人" in told
    assert "台账未确认:青岛市的医保购买住院床位数" not in told
    assert "数据陈旧:青岛市的医保购买住院床位数" in told
    found = json.loads(json.dumps(verdict, ensure_ascii=False))
    assert check_proof(found, in_use.rule_base().data, in_use.official_texts()) == []
    found["warnings"] = [w for w in found["warnings"] if "台账未确认" not in w]
    assert check_proof(found, in_use.rule_base().data, in_use.official_texts()) != []


def test_equal_values_are_one_and_others_clash(tmp_path: Path) -> None:
    own = made.APPLICATION | {"指标": [made.INDICATORS[0]]}
    (verdict,) = judged(tmp_path, own)
    assert [g[4] for g in verdict["given"] if g[1] == "床位使用率"] == ["本局台账:结算数据(未确认,有效期至2024-04-30)"]
    other = made.APPLICATION | {"指标": [made.INDICATORS[0] | {"数值": "75%"}]}
    with pytest.raises(Faults) as error:
        judged(tmp_path, other)
    (fault,) = error.value.diagnostics
    assert fault.code == "S131"
    assert "75%" in fault.message
    assert "74%" in fault.message
    earlier = made.APPLICATION | {"指标": [made.INDICATORS[0] | {"数值": "80%", "时点": "2023-03-31"}]}
    (verdict,) = judged(tmp_path, earlier)
    assert [g[2] for g in verdict["given"] if g[1] == "床位使用率"] == ["0.8", "0.74"]


def test_an_application_cannot_pass_for_the_ledger(tmp_path: Path) -> None:
    own = made.APPLICATION | {"指标": [made.INDICATORS[1] | {"时点": "2021-12-31", "来源": "本局台账:甲(确认人乙)"}]}
    with pytest.raises(Faults) as error:
        judged(tmp_path, own)
    assert error.value.diagnostics[0].code == "S132"


def test_every_fault_of_a_ledger_is_named(tmp_path: Path) -> None:
    bad = {"指标": [
        {"地区": "城羊区", "名称": "床位使用率", "数值": "74%"}, {"地区": "城阳区", "名称": "床位使用率", "数值": 740, "有效期至": "明年"},
        {"地区": "城阳区", "名称": "床位使用率", "数值": "74%", "确认人": "甲(乙)"}, {"地区": "城阳区", "名称": "床位使用率", "数值": "74%", "有效期至": "2024"},
    ]}  # fmt: skip
    with pytest.raises(Faults) as error:
        judged(tmp_path, made.APPLICATION, bad)
    assert {f.code for f in error.value.diagnostics} == {"F118", "F125", "S130", "F128", "F131"}


def test_a_ledger_may_be_a_table(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "指标"
    sheet.append(["本局指标台账"])
    sheet.append(["地区", "名称", "数值", "时点", "来源", "确认人", "有效期至"])
    for item in LEDGER["指标"]:
        sheet.append([item.get(c.value) for c in sheet[2]])
    ruled = book.create_sheet("认定")
    ruled.append(["事项", "对象", "结论", "机关", "日期", "依据", "确认人", "有效期至"])
    ruled.append(["规划延续执行", "qingdao-2023-18-medical", "是", "青岛市医疗保障局", "2025-12-30"])
    path = made.write(tmp_path / "台账.xlsx", book)
    source = write(tmp_path / "申请.json", made.APPLICATION)
    verdicts, _, _ = workbooks.check([source], "2026-02-01", ledger=path)
    assert list(verdicts) == judged(tmp_path, made.APPLICATION, as_of="2026-02-01")
    sheet["C3"] = 740
    made.write(path, book)
    with pytest.raises(Faults) as error:
        workbooks.check([source], ledger=path)
    assert error.value.diagnostics[0].where.endswith("台账.xlsx: 指标!C3")


def test_the_ledger_as_a_list(tmp_path: Path) -> None:
    data = workbooks.ledger_data(write(tmp_path / "台账.json", LEDGER), "2024-05-01")
    assert [r["状况"] for r in data["held"]] == ["未确认、已过有效期", "有效", "有效", "未确认"]
    (touched,) = [t for t in data["touched"] if t["region"] == "城阳区"]
    assert touched["holds"]
    assert "床位使用率低于75%" in touched["quote"]
    assert "未确认" in workbooks.ledger_text(tmp_path / "台账.json", "2024-05-01")


_BITS = st.lists(
    st.sampled_from(
        [
            "本局台账",
            ":",
            "(",
            ")",
            ",",
            "未确认",
            "确认人",
            "甲",
            "有效期至",
            ",有效期至",
            "2024-01-01",
            "2024-1-1",
            "结算",
        ]
    ),
    max_size=9,
).map("".join)


@given(
    st.one_of(
        _BITS,
        st.builds(told_source, _BITS, st.sampled_from(["", "甲"]), st.sampled_from(["", "2024-01-01", "2026-01-01"])),
    )
)
def test_both_engines_read_the_same_of_a_source(source: str) -> None:
    assert ledger_doubts("某数", source, "2025-01-01") == list(origin_warnings("某数", source, "2025-01-01"))
