"""`tiaoli check` and `tiaoli demo`, from file to note."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

from .conftest import APPLICATION, Tiaoli

Write = Callable[..., Path]
MEDICAL = "qingdao-2023-18-medical"


def flat(text: str) -> str:
    """A note without its line breaks and indents."""
    return "".join(text.split())


def test_a_note_has_the_clause_word_for_word_and_the_comparison(tiaoli: Tiaoli, application: Write) -> None:
    done = tiaoli("check", application(), "--full")
    assert done.status == 0
    note = flat(done.out)
    for said in (
        "编号QD-001·新增购买住院床位",
        "机构示例医院（综合医院，青岛市城阳区）·适用日期2024年5月1日",
        "原则上不予新增",
        "第三部分第（一）项第二段（3.1.p2）规定：",
        "内床位使用率低于75%的，原则上不再新增购买住院床位。”",
        "经查，城阳区床位使用率为74%（截至2024年3月31日，来源：结算数据），低于75%，属于该条规定的情形。",
        "71293+100=71393张，未超过7.5张/千常住人口×10342.1千人=77565.75张",
        "豁免·未载明：申请材料未载明重点建设项目（市级），本次不适用该项豁免；如有，请提供列入政府重点建设项目的文件。",
        "写明有无应予例外的情形及其理由，再出具告知书",
        "供经办人员参考，不代替评估，也不是处理决定。",
    ):
        assert said in note, said


def test_documents_left_out_are_not_said_to_be_silent(tiaoli: Tiaoli, application: Write, tmp_path: Path) -> None:
    for chosen, why in (
        ("qingdao-2023-18-ltc", "本次所选的本地区文件均未就「新增购买住院床位」作规定,未选入的文件不在其内"),
        ("henan-2025", "本次所选文件不含机构所在地区的文件"),
    ):
        done = tiaoli("check", application(), "--document", chosen, "--json")
        verdict = json.loads(done.out)
        assert (verdict["outcome"], verdict["label"], verdict["why"]) == ("not_regulated", "本次所选文件未作规定", why)
        kept = tmp_path / f"{chosen}.json"
        kept.write_text(done.out, encoding="utf-8")
        assert tiaoli("verify", kept).status == 0


def test_an_exemption_shows_what_it_defeats(tiaoli: Tiaoli, application: Write) -> None:
    note = flat(tiaoli("check", application(机构=APPLICATION["机构"] | {"重点建设项目": "市级"})).out)
    assert "不受规划限制，可按规定纳入评估范围" in note
    assert "因第三部分第（三）项第一段规定的豁免，该条限制本次不适用。" in note


def test_an_exemption_of_another_plan_is_told_not_to_reach(tiaoli: Tiaoli, application: Write) -> None:
    path = application(
        事项="新增购买院护床位",
        机构={"名称": "示例护理院", "类型": "护理院", "所在地": "市南区", "重点建设项目": "市级"},
        床位类别=...,
        指标=[{"地区": "市南区", "名称": "院护床位使用率", "数值": "50%"}],
    )
    note = flat(tiaoli("check", path).out)
    assert "豁免·范围不及：该条限于“本规划”，不及于《青岛市长期护理保险定点护理服务资源配置规划" in note


def test_a_pharmacy_is_no_medical_institution(tiaoli: Tiaoli, application: Write) -> None:
    path = application(
        事项="新增定点零售药店",
        机构={"类型": "零售药店", "所在地": "370203", "重点建设项目": "市级"},
        步行15分钟内同类型定点机构数=2,
        床位类别=...,
        床位数=...,
        指标=[
            {"地区": "市北区", "名称": "医疗费用增长率", "数值": "4%"},
            {"地区": "青岛市", "名称": "医疗费用增长率", "数值": "5%"},
        ],
    )
    note = flat(tiaoli("check", path).out)
    assert "豁免·对象不符：该条适用于医疗机构；申请人为零售药店，不属于该条所称医疗机构。" in note
    assert "步行15分钟内同类型定点机构数为2家，即已有这类机构，属于该条规定的情形。" in note


def test_what_is_missing_goes_to_who_can_answer(tiaoli: Tiaoli, application: Write) -> None:
    path = application(指标=APPLICATION["指标"][1:], 机构=APPLICATION["机构"] | {"重点建设项目": "未核实"})
    short = flat(tiaoli("check", path).out)
    assert "由本单位查询：城阳区床位使用率" in short
    assert "请申请人补充：重点建设项目（列入政府重点建设项目的文件）。" in short
    note = flat(tiaoli("check", path, "--full").out)
    assert "可能的结论：原则上不予新增；不受规划限制，可按规定纳入评估范围；已收录文件中未见限制" in note
    assert "由本单位查询：-尚缺床位使用率（城阳区、适用日期前最近一期）" in note
    assert "不要求申请人提供。所涉条款：第三部分第（一）项第二段。" in note
    path = application(指标=APPLICATION["指标"][1:])
    assert "例如为74%的，研判结论为“原则上不予新增”；为75%的，研判结论为“已收录文件中未见限制" in flat(
        tiaoli("check", path, "--full").out
    )
    assert "请申请人补充：-申请材料没有写明重点建设项目，请申请人补写；证明材料：列入政府重点建设项目的文件。" in note
    assert (
        "豁免·待核实：重点建设项目（市级）尚未核实，暂不能认定；申请人主张的，请提供列入政府重点建设项目的文件" in note
    )


def test_an_ended_plan(tiaoli: Tiaoli, application: Write) -> None:
    note = flat(tiaoli("check", application(), "--as-of", "2026年3月1日").out)
    assert "适用日期2026年3月1日" in note
    assert "规划期已于2025年12月31日届满" in note


def test_full_has_every_rule_its_proof_and_the_receipt(tiaoli: Tiaoli, application: Write) -> None:
    path = application()
    verdict = tiaoli("check", path, "--json").json()
    note = tiaoli("check", path, "--full").out
    for rule in verdict["reasons"]["rules"]:
        clause, _, name = rule["rule"].partition("#")
        assert f"{name}（" in flat(note)
        assert clause in flat(note)
    assert verdict["receipt"]["facts"] in note
    assert "不是精神" in flat(note)


def test_json_is_one_object_for_one_application_and_an_array_for_several(
    tiaoli: Tiaoli, application: Write, tmp_path: Path
) -> None:
    one, two = application("一.json"), application("二.json", 编号="QD-002")
    verdict = tiaoli("check", one, "--json").json()
    assert verdict["outcome"] == "presumptively_barred"
    assert verdict["citations"][0]["clause"] == f"{MEDICAL}/3.1.p2"
    assert [v["application"] for v in tiaoli("check", one, two, "--json").json()] == ["QD-001", "QD-002"]
    listed = tmp_path / "表.json"
    listed.write_text(json.dumps([APPLICATION], ensure_ascii=False), encoding="utf-8")
    assert tiaoli("check", listed, "--json").json()["application"] == "QD-001"
    assert "共2份申请" in tiaoli("check", one, two).out


def test_only_some_documents(tiaoli: Tiaoli, application: Write) -> None:
    verdict = tiaoli("check", application(), "--json", "--document", "qingdao-2023-18-ltc").json()
    assert verdict["outcome"] == "not_regulated"
    by_title = tiaoli("check", application(), "--json", "--document", verdict["not_governing"][0]["document"])
    assert by_title.status == 0


def test_a_person_would_see_no_word_of_a_licence(tiaoli: Tiaoli, application: Write) -> None:
    note = re.sub("“[^”]*”", "", tiaoli("check", application(), "--full").out)  # what texts say is theirs
    for word in ("行政许可", "审批", "不予受理", "禁止", "一律", "不符合条件"):
        assert word not in note


def test_demo_runs_the_main_job(tiaoli: Tiaoli) -> None:
    done = tiaoli("demo")
    assert done.status == 0
    assert "原则上不予新增" in done.out
    assert "tiaoli check 申请.json" in done.out
