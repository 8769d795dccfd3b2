"""`indicators`, `duties`, `references` and `proofread` as people run them."""

from __future__ import annotations

import csv
import io

import pytest

from .conftest import Tiaoli

QUANZHOU = ("--document", "quanzhou-2023-83")


def test_indicators_tell_target_actual_result_and_claim(tiaoli: Tiaoli) -> None:
    done = tiaoli("indicators", *QUANZHOU)
    assert done.status == 0
    text = "".join(done.out.split())
    assert "目标：不低于96%（2025年、约束性）实际：95.65%（2023年6月30日）结果：尚未达到，低0.35个百分点" in text
    words = "“超过预期”“预期”原文没有给出数值，不说明目标值是否达到；如“预期”即目标值，则与数字不一致"
    assert words in text
    assert "“截至2023年6月30日，我市基本医疗保险户籍人口参保率95.65%”“超过预期（约束性指标，目标值96%以上）”" in text


def test_indicators_as_a_table(tiaoli: Tiaoli) -> None:
    done = tiaoli("indicators", "--csv", *QUANZHOU)
    assert done.status == 0
    assert done.out.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(done.out.removeprefix("\ufeff"))))
    [row] = [r for r in rows if r["条款"].endswith("/1.1.i7.s1") and r["种类"] == "目标"]
    assert (row["实际值"], row["结果"], row["相差"], row["自述"]) == ("494个", "尚未达到", "少6个", "超过预期")


def test_indicators_as_json(tiaoli: Tiaoli) -> None:
    data = tiaoli("indicators", "--json", "--document", "qingdao-2023-18-medical").json()
    assert set(data) == {"audits", "figures", "in_words"}
    assert {f["document"] for f in data["figures"]} == {"qingdao-2023-18-medical"}
    whys = [w for a in data["audits"] for r in a["not_compared"] for w in r["why"]]
    assert "分母不同:参保人口与常住人口" in whys


@pytest.mark.parametrize("command", ["indicators", "duties", "references", "proofread"])
def test_an_unknown_document_is_bad_input(tiaoli: Tiaoli, command: str) -> None:
    done = tiaoli(command, "--document", "henan-2024", "--json")
    assert done.status == 2
    assert [e["code"] for e in done.json()["errors"]] == ["U103"]


def test_duties_by_bearer_city_date_and_strength(tiaoli: Tiaoli) -> None:
    done = tiaoli("duties", "--bearer", "市医保经办机构", "--region", "青岛市", "--date", "2024-05-01", "--json")
    assert done.status == 0
    data = done.json()
    assert {tuple(d["bearers"]) for d in data["duties"]} == {("市级医保经办机构",)}
    assert any(d["act"] == "市内三区新增定点遴选工作" and d["strength"] == "负责" for d in data["duties"])
    late = tiaoli("duties", "--bearer", "市医保经办机构", "--date", "2026-01-01", "--json").json()
    assert {d["document"] for d in late["duties"]} == {"qingdao-2023-1"}
    assert {x["document"] for x in late["left_out"]} >= {"qingdao-2023-18-ltc", "qingdao-2023-18-medical"}


def test_duties_as_text_and_table(tiaoli: Tiaoli) -> None:
    text = tiaoli("duties", "--strength", "不得").out
    assert "[不得] 随意提高或降低参保人失能（失智）等级（对象：参保人）" in text
    rows = list(csv.DictReader(io.StringIO(tiaoli("duties", "--csv").out.removeprefix("\ufeff"))))
    assert rows[0]["主体"]
    assert len(rows) > 100


def test_bad_filters_of_duties_are_all_named(tiaoli: Tiaoli) -> None:
    done = tiaoli("duties", "--bearer", "县医院", "--region", "火星", "--strength", "必需")
    assert done.status == 2
    assert all(code in done.err for code in ("U141", "U142", "U143"))
    assert tiaoli("duties", "--date", "明天").status == 2


def test_references_tell_what_is_held(tiaoli: Tiaoli) -> None:
    text = tiaoli("references").out
    assert "（青政发〔2021〕6号） · 未收录" in text
    assert "已收录：qingdao-2023-18-ltc" in "".join(text.split())
    data = tiaoli("references", "--json", "--document", "henan-2025").json()
    assert [t["number"] for t in data[:2]] == ["中发〔2020〕5号", "国办发〔2021〕36号"]


def test_proofread_finds_and_says_what_is_unexplained(tiaoli: Tiaoli) -> None:
    done = tiaoli("proofread")
    assert done.status == 1
    assert "P116 一个文件两个名称" in done.out
    assert "没有登记说明" in done.out
    data = tiaoli("proofread", "--json", "--document", "qingdao-2023-18-notice").json()
    assert {d for f in data["findings"] for d in f["documents"]} == {"qingdao-2023-18-notice"}
    assert all(f["explanation"]["text"] for f in data["findings"])
    assert {c["code"] for c in data["checks"]} >= {f["code"] for f in data["findings"]}


def test_proofread_ends_well_where_everything_is_explained(tiaoli: Tiaoli) -> None:
    assert tiaoli("proofread", "--document", "qingdao-2023-18-notice").status == 0
