"""A bureau's own names: places, management areas, kinds of institution, figures, organs; each with its basis.

An entry with a fault is named by file, key and what is allowed, and keeps no other out; nothing of ontology/*.ttl is edited.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from made_corpus import CITY, FOLDER, PLAN, Run, application, plan, put, verdict

from policy_dsl.source_files import fingerprint
from reasoner.driver.current_rule_base import rule_base

NAMES: dict[str, str] = {
    "terms.toml": """
[["机构类型"]]
"名称" = "康养驿站"
"定义" = "虚拟的机构类型。"
"归入" = ["专业护理机构"]
"可申请" = ["新增购买住院床位"]
"依据" = "虚拟"
[["指标"]]
"名称" = "步行10分钟内同类型定点机构数"
"定义" = "虚拟的指标。"
"种类" = "数量"
"单位" = "家"
"提供方" = "现场核查"
"凭据" = "现场核查记录"
"属于" = "申请"
"依据" = "虚拟"
[["名称又称"]]
"名称" = "零售药店"
"申请中写作" = ["药铺"]
"提问时说" = ["抓药的铺子"]
"依据" = "虚拟"
""",
    "places.toml": """
[["地区又称"]]
"地区" = "寿光市"
"又称" = ["菜都"]
"依据" = "虚拟"
[["管理区域"]]
"代码" = "370700-sbj"
"名称" = "潍坊市本级"
"成员" = ["潍城区", "奎文区"]
"依据" = "虚拟"
[["行政区划"]]
"代码" = "370799"
"名称" = "虚拟新县"
"上级" = "潍坊市"
"依据" = "虚拟"
""",
    "organs.toml": """
[["机关"]]
"名称" = "潍坊市医保事业发展中心"
"类别" = "医疗保障经办机构"
"地区" = "潍坊市"
"又称" = ["潍坊医保发展中心"]
"依据" = "虚拟"
""",
}


@pytest.fixture
def named(corpus: Path, run: Run) -> Path:
    """A corpus with names of its own."""
    put(corpus, NAMES)
    return corpus


def faults() -> dict[str, list[tuple[str, str]]]:
    return {
        Path(s.path).name: [(f.code, f.where.partition(" · ")[2]) for f in s.faults]
        for s in rule_base().compiled.set_aside
        if not s.document
    }


def test_own_names_are_part_of_the_vocabulary(named: Path, run: Run, tmp_path: Path) -> None:
    before = fingerprint()
    assert verdict(run, tmp_path)["outcome"] == "barred"
    assert faults() == {}
    words = rule_base().vocabulary
    assert "康养驿站" in words.types
    assert "康养驿站" in words.terms["专业护理机构"].members
    assert "康养驿站" in words.matters["新增购买住院床位"].members
    assert words.area_of("370703") is None
    assert words.area_of("370702") == words.regions["370700-sbj"]
    assert words.organs.get("潍坊市医保事业发展中心") is not None
    assert fingerprint() == before


@pytest.mark.parametrize("place", ["菜都", "虚拟新县", "370799"])
def test_an_own_place_may_be_written(place: str, named: Path, run: Run, tmp_path: Path) -> None:
    assert verdict(run, tmp_path, place=place)["outcome"] == "barred"


def test_an_own_kind_may_apply(named: Path, run: Run, tmp_path: Path) -> None:
    facility = {"名称": "虚拟驿站", "类型": "康养驿站", "所在地": "寿光市"}
    assert verdict(run, tmp_path, 机构=facility)["outcome"] == "barred"


def test_an_own_spelling_is_read_and_announced(named: Path, run: Run, tmp_path: Path) -> None:
    facility = {"名称": "虚拟药房", "类型": "药铺", "所在地": "寿光市"}
    written = verdict(run, tmp_path, 事项="新增定点零售药店", 机构=facility, 指标=[], 床位数=None, 床位类别=None)
    assert "类型写的是「药铺」,按零售药店读,请核对。" in written["warnings"]


def test_an_own_figure_stands_in_rules_and_applications(named: Path, run: Run, tmp_path: Path) -> None:
    """「步行10分钟」 had no term: an engineer would have had to edit the ontology."""
    words = (
        "虚拟的零售药店办法(测试用)\n拟新增定点零售药店步行10分钟内同类型定点机构数不低于1家的,不得新增定点零售药店。\n"
    )
    sentence = words.splitlines()[1]
    rules = f"""文件 pharmacies

条 title 性质 题名
「虚拟的零售药店办法(测试用)」

条 p1 性质 限制
「{sentence}」
  规则 步行十分钟
    凡 事项 是 新增定点零售药店
    若 申请 的 步行10分钟内同类型定点机构数 不低于 1家
    则 不得新增
"""
    folder = f"{CITY}/pharmacies/2026-01-01"
    meta = plan()[f"{FOLDER}/meta.toml"]
    length = next(line for line in meta.splitlines() if line.startswith("length"))
    put(
        named,
        {
            f"{folder}/text.txt": words,
            f"{folder}/rules.tiao": rules,
            f"{folder}/meta.toml": meta.replace(length, f"length = {len(words)}"),
        },
    )
    facility = {"名称": "虚拟药房", "类型": "零售药店", "所在地": "寿光市"}
    pharmacy: dict[str, Any] = {
        "事项": "新增定点零售药店",
        "机构": facility,
        "指标": [],
        "床位数": None,
        "床位类别": None,
    }
    near = verdict(run, tmp_path, **pharmacy, 步行10分钟内同类型定点机构数=1)
    assert [s for s in rule_base().compiled.set_aside if s.document] == []
    assert (near["outcome"], near["citations"][0]["clause"]) == ("barred", "pharmacies/p1")
    assert verdict(run, tmp_path, **pharmacy, 步行10分钟内同类型定点机构数=0)["outcome"] == "may_proceed"


BAD: dict[str, tuple[str, str, str]] = {
    "no such table": ("terms.toml", '[["机构种类"]]\n"名称" = "甲"\n', "机构种类"),
    "no TOML": ("terms.toml", "名称 = 1\n", ""),
    "a key that is missing": ("terms.toml", NAMES["terms.toml"].replace('"定义" = "虚拟的机构类型。"\n', ""), "机构类型 第1项 · 定义"),
    "an unknown key": ("terms.toml", NAMES["terms.toml"].replace('"归入" =', '"属于类别" =', 1), "机构类型 第1项 · 属于类别"),
    "a class that is none": ("terms.toml", NAMES["terms.toml"].replace("专业护理机构", "养老服务机构"), "机构类型 第1项 · 归入"),
    "a name that is taken": ("terms.toml", NAMES["terms.toml"].replace("康养驿站", "护理站"), "机构类型 第1项 · 名称"),
    "a unit that is none": ("terms.toml", NAMES["terms.toml"].replace('"家"', '"户"'), "指标 第1项 · 单位"),
    "a spelling of another": ("terms.toml", NAMES["terms.toml"].replace('"药铺"', '"诊所"'), "名称又称 第1项 · 申请中写作"),
    "an unknown place": ("places.toml", NAMES["places.toml"].replace('"寿光市"', '"寿光县"'), "地区又称 第1项 · 地区"),
    "a place of another name": ("places.toml", NAMES["places.toml"].replace('"菜都"', '"青州市"'), "地区又称 第1项 · 又称"),
    "a member elsewhere": ("places.toml", NAMES["places.toml"].replace('"奎文区"', '"城阳区"'), "管理区域 第1项 · 成员"),
    "a code that is taken": ("places.toml", NAMES["places.toml"].replace('"370799"', '"370783"'), "行政区划 第1项 · 代码"),
    "an unknown organ": ("organs.toml", NAMES["organs.toml"].replace("医疗保障经办机构", "医保中心们"), "机关 第1项 · 类别"),
    "a place of an organ": ("organs.toml", NAMES["organs.toml"].replace('"潍坊市"\n', '"某某市"\n'), "机关 第1项 · 地区"),
    "a list that is a text": ("places.toml", NAMES["places.toml"].replace('["菜都"]', '"菜都"'), "地区又称 第1项 · 又称"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_faulty_entry_is_named_and_keeps_no_other_out(name: str, named: Path, run: Run, tmp_path: Path) -> None:
    file, text, where = BAD[name]
    put(named, {file: text})
    assert verdict(run, tmp_path)["outcome"] == "barred"
    named_faults = faults()
    assert {*named_faults} == {file}
    assert ("U191", where) in named_faults[file]
    status, out, _ = run("corpus", "check")
    assert status == 1
    assert "U191" in out
    if file != "organs.toml":
        assert rule_base().vocabulary.organs.get("潍坊市医保事业发展中心") is not None


def test_a_file_of_no_use_is_named(named: Path, run: Run, tmp_path: Path) -> None:
    put(named, {"place.toml": ""})
    assert verdict(run, tmp_path)["outcome"] == "barred"
    assert faults() == {"place.toml": [("C116", "")]}


def test_a_document_that_uses_a_faulty_name_is_set_aside_with_its_reason(named: Path, run: Run, tmp_path: Path) -> None:
    rules = plan()[f"{FOLDER}/rules.tiao"].replace(
        "凡 事项 是 新增购买住院床位", "凡 事项 是 新增购买住院床位\n         且 类型 是 康养驿站"
    )
    put(named, {f"{FOLDER}/rules.tiao": rules, "terms.toml": ""})
    run("documents")
    (part,) = [s for s in rule_base().compiled.set_aside if s.document == PLAN]
    assert any("康养驿站" in f.message for f in part.faults)


# --- records ------------------------------------------------------------------------------------------------


def test_reviews_and_confirmations_stand_in_the_corpus(named: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing inside the package is edited, an upgrade keeps all: signatures and confirmations are the bureau's."""
    monkeypatch.delenv("TIAOLI_REVIEWS", raising=False)
    assert run("review", "sign", f"{PLAN}/p1#低使用率不新增", "--by", "张三")[0] == 0
    assert run("review", "confirm", "qingdao-2023-18-medical", "市本级三区", "--by", "李四")[0] == 0
    written = {p.relative_to(named / "reviews").as_posix() for p in (named / "reviews").rglob("*.toml")}
    assert written == {f"{PLAN}/reviews.toml", "qingdao-2023-18-medical/confirmations.toml"}
    status, out, _ = run("corpus", "check")
    assert status == 0
    assert "未经法制复核" not in out
    assert "李四" in run("review", "readings", "--document", "qingdao-2023-18-medical")[1]


def test_a_damaged_record_beside_an_own_document_is_left_out_and_said(named: Path, run: Run, tmp_path: Path) -> None:
    put(named, {f"{FOLDER}/reviews.toml": "[[review]]\nnorm = 1\n"})
    file = tmp_path / "申请.json"
    import json

    file.write_text(json.dumps(application(), ensure_ascii=False), encoding="utf-8")
    status, out, err = run("check", str(file), "--json")
    assert (status, json.loads(out)["outcome"]) == (0, "barred")
    assert "U131" in err
    assert rule_base().compiled.set_aside == ()
