"""An entry of the bureau's names written from the fields of a form: what is read back is what was written, and faults are said before."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Final

import pytest
from made_corpus import Run, forget, put, verdict

from policy_dsl.diagnostics import Faults
from policy_dsl.own_corpus.entry_writing import EXPLAINED, entry_text, forms, with_entry
from policy_dsl.own_corpus.name_entries import TABLES
from reasoner.driver import own_names
from reasoner.driver.current_rule_base import rule_base

KIND: Final = {
    "名称": "康养驿站",
    "定义": "虚拟的机构类型。",
    "归入": ["专业护理机构"],
    "可申请": ["新增购买住院床位"],
    "申请中写作": "驿站、康养站",
    "依据": '会议"纪要"\n第3号',
}
MATTER: Final = {
    "名称": "新增安宁疗护床位",
    "定义": "虚拟的事项。",
    "申请的机构": ["综合医院"],
    "新增的服务": ["安宁疗护"],
    "依据": "虚拟",
}


def test_every_table_has_a_form_and_every_key_is_explained() -> None:
    assert set(own_names.tables()) == {table for tables in TABLES.values() for table in tables}
    for table in own_names.tables():
        assert [f.key for f in forms(table) if not f.explained] == []
    assert {key for tables in TABLES.values() for shape in tables.values() for key in shape} == set(EXPLAINED)


def test_what_is_written_is_read_back() -> None:
    text = with_entry('[["机构类型"]]\n"名称" = "甲"\n', "机构类型", KIND)
    first, second = tomllib.loads(text)["机构类型"]
    assert first == {"名称": "甲"}
    assert second == {**KIND, "申请中写作": ["驿站", "康养站"], "依据": '会议"纪要" 第3号'}


def test_fields_that_are_empty_are_left_out() -> None:
    assert "原文写作" not in entry_text("机构类型", {**KIND, "原文写作": ["", "  "]})
    assert with_entry("", "机构类型", KIND).startswith('[["机构类型"]]')


def test_a_kind_and_a_matter_by_form_are_in_use(corpus: Path, run: Run, tmp_path: Path) -> None:
    assert own_names.wrong_with("机构类型", KIND) == ()
    assert own_names.add_entry("机构类型", KIND) == corpus / "terms.toml"
    own_names.add_entry("事项", MATTER)
    forget()
    facility = {"名称": "虚拟驿站", "类型": "驿站", "所在地": "寿光市"}
    assert verdict(run, tmp_path, 机构=facility)["outcome"] == "barred"
    words = rule_base().vocabulary
    assert words.matters["新增安宁疗护床位"].members == ("综合医院",)
    assert "安宁疗护" in words.facts["已定点"].values
    assert rule_base().compiled.set_aside == ()


@pytest.mark.parametrize(
    ("table", "values", "code", "where"),
    [
        ("机构类型", {**KIND, "归入": ["养老服务机构"]}, "U191", "归入"),
        ("机构类型", {**KIND, "名称": "护理站"}, "U191", "名称"),
        ("机构类型", {**KIND, "依据": ""}, "U191", "依据"),
        ("事项", {**MATTER, "新增的服务": []}, "U191", "新增的服务"),
        ("事项", {**MATTER, "申请的机构": ["综合性医院"]}, "U191", "申请的机构"),
        ("机构种类", KIND, "U102", ""),
    ],
)
def test_an_entry_with_a_fault_is_not_written(
    corpus: Path, table: str, values: dict[str, str | list[str]], code: str, where: str
) -> None:
    put(corpus, {"terms.toml": "# 本局的名称\n"})
    with pytest.raises(Faults) as caught:
        own_names.add_entry(table, values)
    assert {d.code for d in caught.value.diagnostics} == {code}
    assert all(d.where.endswith(where) for d in caught.value.diagnostics)
    assert (corpus / "terms.toml").read_text(encoding="utf-8") == "# 本局的名称\n"


CLASHING: Final = {
    "名称": "机构床位利用率",
    "定义": "虚拟的指标。",
    "种类": "比率",
    "单位": "%",
    "提供方": "本局",
    "凭据": "统计",
    "原文写作": ["内床位使用率低于75"],
    "依据": "虚拟",
}
"""A wording that takes 床位使用率 and the figure of a rule of the package into a longer name of another figure."""


def test_a_name_with_which_the_package_does_not_compile_is_not_written(corpus: Path) -> None:
    with pytest.raises(Faults) as caught:
        own_names.add_entry("指标", CLASHING)
    assert {d.code for d in caught.value.diagnostics} == {"U195"}
    assert not (corpus / "terms.toml").exists()


def test_such_a_name_written_by_hand_keeps_no_other_name_out(corpus: Path, run: Run, tmp_path: Path) -> None:
    put(corpus, {"terms.toml": with_entry(entry_text("机构类型", KIND), "指标", CLASHING)})
    forget()
    facility = {"名称": "虚拟驿站", "类型": "康养驿站", "所在地": "寿光市"}
    assert verdict(run, tmp_path, 机构=facility)["outcome"] == "barred"
    ((fault,),) = [s.faults for s in rule_base().compiled.set_aside]
    assert fault.code == "U195"
    assert "指标 第1项" in fault.where
