"""The bureau's ledger: applications draw on it, verdicts freeze its values, doubts are told and proved."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import openpyxl
import pytest
import workbooks_made as made

from policy_dsl.diagnostics import Faults
from reasoner.driver import current_rule_base, workbooks
from reasoner.driver.batch_input import BatchOptions
from reasoner.ledger.entries import Ledger
from reasoner.model.application import Evidence, GivenFact, LayeredFacts, SharedFacts
from reasoner.model.kinds import Origin
from reasoner.model.verdict import Verdict
from reasoner.proof.check_proof import check_proof

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


def judged(tmp_path: Path, application: Any, ledger: Any = LEDGER, as_of: str | None = None) -> list[Verdict]:
    verdicts, _, _ = workbooks.check(
        [write(tmp_path / "申请.json", application)], BatchOptions(as_of, ledger=write(tmp_path / "台账.json", ledger))
    )
    return list(verdicts)


RATE = GivenFact(
    subject="370214",
    fact="床位使用率",
    value="0.74",
    as_at="2024-03-31",
    origin=Origin.LEDGER,
    source="结算数据",
    valid_until="2024-04-30",
)


def wrong(data: dict[str, Any]) -> list[str]:
    """What the proof checker finds wrong with a verdict."""
    return check_proof(data, current_rule_base.rule_base().plain, current_rule_base.official_texts())


def test_values_are_frozen_with_their_origin_and_doubts_are_told(tmp_path: Path) -> None:
    (verdict,) = judged(tmp_path, made.APPLICATION, as_of="2026-02-01")
    assert made.given(verdict, "医保购买住院床位数") == [
        GivenFact(
            subject="370200",
            fact="医保购买住院床位数",
            value="71293",
            as_at="2022-12-31",
            origin=Origin.LEDGER,
            confirmed_by="经办甲",
        )
    ]
    assert made.given(verdict, "床位使用率") == [RATE]
    assert not any(g.subject == "410100" for g in verdict.given)
    warnings = "\n".join(verdict.warnings)
    assert "台账未确认:城阳区的床位使用率" in warnings
    assert "台账已过期:城阳区的床位使用率取自本单位台账,有效期至2024-04-30,适用日期为2026-02-01" in warnings
    assert "规划延续执行取自本单位台账,没有写明确认人" in warnings
    assert "台账未确认:青岛市的医保购买住院床位数" not in warnings
    assert "数据陈旧:青岛市的医保购买住院床位数" in warnings
    data = json.loads(msgspec.json.encode(verdict))
    assert wrong(data) == []
    data["warnings"] = [w for w in data["warnings"] if "台账未确认" not in w]
    assert wrong(data) != []


def test_equal_values_are_one_and_others_clash(tmp_path: Path) -> None:
    own = made.APPLICATION | {"指标": [made.INDICATORS[0]]}
    (verdict,) = judged(tmp_path, own)
    assert made.given(verdict, "床位使用率") == [RATE]
    other = made.APPLICATION | {"指标": [made.INDICATORS[0] | {"数值": "75%"}]}
    for data in (other, {"申请": [made.APPLICATION], "指标": other["指标"]}):
        with pytest.raises(Faults) as error:
            judged(tmp_path, data)
        (fault,) = error.value.diagnostics
        assert fault.code == "S131"
        assert "75%" in fault.message
        assert "74%" in fault.message
    earlier = made.APPLICATION | {"指标": [made.INDICATORS[0] | {"数值": "80%", "时点": "2023-03-31"}]}
    (verdict,) = judged(tmp_path, earlier)
    assert [g.value for g in made.given(verdict, "床位使用率")] == ["0.8", "0.74"]
    assert [g.origin for g in made.given(verdict, "床位使用率")] == [None, Origin.LEDGER]


@pytest.mark.parametrize(
    "source",
    ["本局台账", "本局台账:甲(确认人乙)", "本局台账:结算数据(确认人某某,有效期至2020-12-31)", "本局台账(未确认)"],
)
def test_a_source_that_looks_like_the_ledger_is_free_text(source: str, tmp_path: Path) -> None:
    """A forged mark gives no origin and no warning, with a ledger and without."""
    forged = made.INDICATORS[1] | {"时点": "2023-12-31", "来源": source}
    for ledger in (LEDGER, {"指标": LEDGER["指标"][2:]}):
        (verdict,) = judged(tmp_path, made.APPLICATION | {"指标": [forged]}, ledger)
        frozen = made.given(verdict, "医保购买住院床位数")[-1]
        assert (frozen.source, frozen.origin, frozen.confirmed_by, frozen.valid_until) == (source, None, "", "")
        assert not any("台账" in w and "医保购买住院床位数" in w for w in verdict.warnings)


def test_what_all_draw_is_one_mapping(tmp_path: Path) -> None:
    """Figures of a ledger are not copied into each application; what one has of its own stands above them."""
    applications = [made.APPLICATION | {"编号": str(n)} for n in range(5)]
    applications[4] = applications[4] | {"指标": [made.INDICATORS[0] | {"数值": "80%", "时点": "2023-03-31"}]}
    shared = [{"地区": "青岛市", "名称": "常住人口", "数值": 10342100, "时点": "2022-12-31"}]
    for data in (applications, {"申请": applications, "指标": shared}):
        read = current_rule_base.reader().read(data)
        entries = workbooks.ledger_entries(write(tmp_path / "台账.json", LEDGER))
        ledger = Ledger(entries, current_rule_base.rule_base())
        layers = [ledger.draw(a).facts for a in read]
        assert all(isinstance(facts, LayeredFacts) and type(facts.below) is SharedFacts for facts in layers)
        assert len({id(facts.below) for facts in layers if isinstance(facts, LayeredFacts)}) == 1
        key = ("370214", "床位使用率")
        assert [o.as_at for o in layers[4][key]] == ["2023-03-31", "2024-03-31"]
        assert [o.as_at for o in layers[0][key]] == ["2024-03-31"]


def test_an_entry_tells_where_the_ledger_has_it_from(tmp_path: Path) -> None:
    item = LEDGER["指标"][0] | {"依据": {"名称": "结算月报", "编号": "3"}, "来源类型": "本局台账"}
    ruling = LEDGER["认定"][0] | {
        "机关": ["青岛市医疗保障局", "青岛市财政局"],
        "依据": "青医保字〔2025〕9号",
        "来源": "收文登记",
    }
    (verdict,) = judged(tmp_path, made.APPLICATION, {"指标": [item], "认定": [ruling]}, "2026-02-01")
    (rate,) = made.given(verdict, "床位使用率")
    assert rate == msgspec.structs.replace(RATE, evidence=Evidence("结算月报", "3"))
    (continued,) = made.given(verdict, "规划延续执行")
    assert continued.determined_by == ("青岛市医疗保障局", "青岛市财政局")
    assert (continued.source, continued.evidence) == ("收文登记", Evidence("青医保字〔2025〕9号"))
    assert continued.origin is Origin.LEDGER


def test_nobody_else_s_kind_of_source_stands_in_a_ledger(tmp_path: Path) -> None:
    """A value that is drawn comes from the ledger; where the ledger has it from is its source."""
    with pytest.raises(Faults) as error:
        judged(tmp_path, made.APPLICATION, {"指标": [LEDGER["指标"][0] | {"来源类型": "其他部门"}]})
    assert [(f.code, f.where.rpartition(": ")[2]) for f in error.value.diagnostics] == [("S130", "指标[0].来源类型")]


def test_every_fault_of_a_ledger_is_named(tmp_path: Path) -> None:
    bad = {"指标": [
        {"地区": "城羊区", "名称": "床位使用率", "数值": "74%"}, {"地区": "城阳区", "名称": "床位使用率", "数值": 740, "有效期至": "明年"},
        {"地区": "城阳区", "名称": "床位使用率", "数值": "74%", "确认人": "甲(乙)"}, {"地区": "城阳区", "名称": "床位使用率", "数值": "74%", "有效期至": "2024"},
        {"地区": "城阳区", "名称": "床位使用率", "数值": "74%", "确认人": "甲"},
    ]}  # fmt: skip
    with pytest.raises(Faults) as error:
        judged(tmp_path, made.APPLICATION, bad)
    assert {f.code for f in error.value.diagnostics} == {"F118", "F125", "S130", "F128", "F131"}


def test_a_ledger_may_be_a_table(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "指标"
    sheet.append(["本局指标台账"])
    sheet.append(["地区", "名称", "数值", "时点", "来源", "来源类型", "确认人", "有效期至", "依据"])
    for item in LEDGER["指标"]:
        sheet.append([item.get(c.value) for c in sheet[2]])
    ruled = book.create_sheet("认定")
    ruled.append(["事项", "对象", "结论", "机关", "日期", "依据", "确认人", "有效期至"])
    ruled.append(["规划延续执行", "qingdao-2023-18-medical", "是", "青岛市医疗保障局", "2025-12-30"])
    path = made.write(tmp_path / "台账.xlsx", book)
    source = write(tmp_path / "申请.json", made.APPLICATION)
    verdicts, _, _ = workbooks.check([source], BatchOptions("2026-02-01", ledger=path))
    assert list(verdicts) == judged(tmp_path, made.APPLICATION, as_of="2026-02-01")
    sheet["C3"], sheet["F3"] = 740, "统计局"
    made.write(path, book)
    with pytest.raises(Faults) as error:
        workbooks.check([source], BatchOptions(ledger=path))
    cells = [(f.code, f.where.rpartition(": ")[2]) for f in error.value.diagnostics]
    assert cells == [("F125", "指标!C3"), ("F137", "指标!F3")]


def test_the_ledger_as_a_list(tmp_path: Path) -> None:
    path = write(tmp_path / "台账.json", LEDGER)
    data = json.loads(msgspec.json.encode(workbooks.ledger_report(path, "2024-05-01")))
    assert [r["状况"] for r in data["held"]] == ["未确认、已过有效期", "有效", "有效", "未确认"]
    assert [r["来源"] for r in data["held"]] == ["结算数据", "", "", "青岛市医疗保障局"]
    (touched,) = [t for t in data["touched"] if t["region"] == "城阳区"]
    assert touched["holds"]
    assert "床位使用率低于75%" in touched["quote"]
    assert "未确认" in workbooks.ledger_text(path, "2024-05-01")
    header, first, *_ = workbooks.ledger_csv(path, "2024-05-01").splitlines()
    assert header == "对象,名称,数值,时点,来源,确认人,有效期至,状况"
    assert first == "城阳区,床位使用率,74%,2024-03-31,结算数据,,2024-04-30,未确认、已过有效期"
