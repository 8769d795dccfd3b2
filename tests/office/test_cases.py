"""A case as the driver gives it to the window: kept, read again, completed; plain data edited by paths."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from reasoner.driver.current_rule_base import reader
from reasoner.driver.window import cases, ledger_values, settling
from reasoner.office.pages.plain_paths import edited, fault_path, flat, text_of
from tests.office.client import ROOT

EXAMPLES = json.loads((ROOT / "tests" / "conformance" / "examples.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e["application"]["编号"])
def test_readings_that_were_not_asked_for_are_added_as_if_they_had_been(example: dict[str, object]) -> None:
    (read,) = reader().read(example["application"])
    whole = cases.verdict_on(read, None)
    bare = cases.unpacked(cases.packed(cases.verdict_on(read, None, readings=False)))
    assert bare.readings is None
    assert cases.complete(bare) == whole


def test_a_verdict_of_other_rules_is_not_completed() -> None:
    (read,) = reader().read(EXAMPLES[0]["application"])
    verdict = cases.verdict_on(read, None, readings=False)
    other = replace(verdict, label="另一个结论")
    assert cases.complete(other) is other


def test_a_kept_verdict_is_the_one_that_was_made() -> None:
    verdict = cases.judged(EXAMPLES[0]["application"], {})
    assert cases.unpacked(cases.packed(verdict)) == verdict
    assert cases.changes_since(verdict) == ()
    digests = dict.fromkeys(verdict.receipt.documents, "0" * 64)
    changed = cases.changes_since(replace(verdict, receipt=replace(verdict.receipt, documents=digests)))
    assert any("有改动" in c for c in changed)


DATA = {
    "编号": "1",
    "机构": {"名称": "甲", "已定点": ["住院", "门诊统筹"]},
    "床位数": {"数值": 100, "来源": "表"},
    "指标": [{"地区": "城阳区", "数值": 0.5}],
}


def test_plain_data_are_flat_texts_by_path_and_edited_by_them() -> None:
    assert dict(flat(DATA)) == {
        "编号": "1", "机构.名称": "甲", "机构.已定点": "住院、门诊统筹", "床位数.数值": "100", "床位数.来源": "表",
        "指标.0.地区": "城阳区", "指标.0.数值": "0.5",
    }  # fmt: skip
    assert edited(DATA, dict(flat(DATA))) == DATA, "what was not changed stays as it was, numbers too"
    made = edited(
        DATA, {"机构.名称": "乙", "机构.类型": "诊所", "床位数.来源": "", "指标.0.数值": "51%", "指标.7.数值": "1"}
    )
    assert made["机构"] == {"名称": "乙", "已定点": ["住院", "门诊统筹"], "类型": "诊所"}
    assert made["床位数"] == {"数值": 100}
    assert made["指标"] == [{"地区": "城阳区", "数值": "51%"}]
    assert DATA["机构"]["名称"] == "甲"  # type: ignore[index]


@pytest.mark.parametrize(
    ("where", "path"),
    [
        ("申请.json: [2].指标[0].数值", "指标.0.数值"),
        ("申请[7].机构.类型", "机构.类型"),
        ("机构.类型", "机构.类型"),
        ("编号", "编号"),
        ("", ""),
    ],
)
def test_the_place_of_a_fault_is_the_path_of_a_field(where: str, path: str) -> None:
    assert fault_path(where) == path


def test_a_ledger_that_cannot_be_read_any_more_is_told_and_stops_no_page() -> None:
    broken = {"指标": [{"名称": "从前的指标", "地区": "城阳区", "数值": "1"}], "认定": []}
    texts = [p.text for g in settling.groups(broken, "2024-05-01") for p in g.points]
    assert any("台账不能采用" in t for t in texts)
    assert any("台账不能采用" in line for line in settling.expiring(broken, "2024-05-01"))
    sound = {"指标": [{"名称": "床位使用率", "地区": "城阳区", "数值": "74%", "时点": "2024-03-31"}], "认定": []}
    assert [c.after for c in ledger_values.clause_changes(broken, sound, "2024-05-01")] == ["属于该条所列情形"]


TEMPLATES = sorted((ROOT / "reasoner" / "office" / "templates").glob("*.jinja"))
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff“”《》（）][,;:!?]|[,;:!?][\u4e00-\u9fff“”《》（）]|「|」")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.name)
def test_what_staff_read_has_full_width_marks_and_no_page_has_script_or_style_of_its_own(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    plain = re.sub(r"\{\{.*?\}\}|\{%.*?%\}|<[^>]*>", "", text, flags=re.DOTALL)
    assert HALF_WIDTH.findall(plain) == []
    # The editor of rules is a file of its own; only its page may name one.
    named = (
        r"""(?! src="\{\{ static\('\w+\.js'\) \}\}" defer></script>)""" if path.name == "entry_rules.html.jinja" else ""
    )
    assert not re.search(rf"<script{named}|<style|\sstyle=|\son[a-z]+=|https?://|\|\s*safe", text)


def test_of_a_value_with_its_source_the_value_is_told() -> None:
    """A row of a table with 来源 has its values so; a list of the rows tells what stands in their cells."""
    assert text_of({"数值": "城阳区康复医院", "来源": "执业许可证", "来源类型": "申请人"}) == "城阳区康复医院"
    assert text_of({"数值": ["住院", "门诊统筹"], "来源": "协议"}) == "住院、门诊统筹"
    assert text_of({"数值": None, "来源": "申请表"}) == ""
