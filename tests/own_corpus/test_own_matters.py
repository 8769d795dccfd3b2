"""A matter of the bureau's own (安宁疗护床位), asked for by a kind of institution of its own, governed by its own document.

Nothing of it is in the package: applications, form, questions, comparison and rules know it by one entry of terms.toml.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from made_corpus import CITY, FOLDER, PLAN, Run, forget, plan, put, verdict

from reasoner.driver.current_rule_base import rule_base

TERMS = """
[["机构类型"]]
"名称" = "康养驿站"
"定义" = "虚拟的机构类型。"
"原文写作" = ["康养驿站"]
"归入" = ["专业护理机构"]
"可申请" = ["新增安宁疗护床位"]
"申请中写作" = ["驿站"]
"依据" = "虚拟"
[["事项"]]
"名称" = "新增安宁疗护床位"
"定义" = "虚拟的事项。"
"原文写作" = ["安宁疗护床位"]
"申请的机构" = ["综合医院", "安宁疗护中心"]
"新增的服务" = ["安宁疗护"]
"床位类别" = ["安宁"]
"申请中写作" = ["安宁疗护"]
"依据" = "虚拟"
"""
HOSPICE = f"{CITY}/hospice/2026-01-01"
SENTENCE = "本区县床位使用率低于70%的,暂不新增安宁疗护床位。"


def hospice(sentence: str = SENTENCE) -> dict[str, str]:
    """A document on the matter."""
    words = f"虚拟的安宁疗护办法(测试用)\n{sentence}\n"
    rules = f"""文件 hospice

条 title 性质 题名
「虚拟的安宁疗护办法(测试用)」

条 p1 性质 限制
「{sentence}」
  规则 低使用率
    凡 事项 是 新增安宁疗护床位
    若 本区县 的 床位使用率 低于 70%
    则 暂不新增
"""
    meta = plan()[f"{FOLDER}/meta.toml"]
    length = next(line for line in meta.splitlines() if line.startswith("length"))
    return {
        f"{HOSPICE}/text.txt": words,
        f"{HOSPICE}/rules.tiao": rules,
        f"{HOSPICE}/meta.toml": meta.replace(length, f"length = {len(words)}").replace("床位管理办法", "安宁疗护办法"),
    }


@pytest.fixture
def own(corpus: Path) -> Path:
    put(corpus, {"terms.toml": TERMS, **hospice()})
    forget()
    return corpus


def asking(run: Run, tmp_path: Path, kind: str = "康养驿站", rate: str = "69%", **more: Any) -> dict[str, Any]:
    facility = {"名称": "虚拟驿站", "类型": kind, "所在地": "寿光市"} | more.pop("机构", {})
    asked: dict[str, Any] = {"事项": "新增安宁疗护床位", "机构": facility, "床位类别": "安宁"} | more
    return verdict(run, tmp_path, rate=rate, **asked)


def aside() -> list[str]:
    return [s.document or Path(s.path).name for s in rule_base().compiled.set_aside]


@pytest.mark.parametrize(("rate", "outcome"), [("69%", "barred"), ("70%", "may_proceed")])
def test_an_application_for_it_is_judged_by_its_document(
    own: Path, run: Run, tmp_path: Path, rate: str, outcome: str
) -> None:
    """低于70%的,暂不新增: 69% is below, 70% is not."""
    judged = asking(run, tmp_path, rate=rate)
    assert aside() == []
    assert judged["outcome"] == outcome
    if outcome == "barred":
        assert judged["citations"][0]["clause"] == "hospice/p1"


def test_it_does_not_change_what_other_matters_come_to(own: Path, run: Run, tmp_path: Path) -> None:
    assert verdict(run, tmp_path)["outcome"] == "barred"
    assert verdict(run, tmp_path, rate="80%")["outcome"] == "may_proceed"


def test_other_writings_of_kind_and_matter_are_read_and_announced(own: Path, run: Run, tmp_path: Path) -> None:
    judged = asking(run, tmp_path, kind="驿站", 事项="安宁疗护")
    assert judged["outcome"] == "barred"
    assert any("「驿站」" in w for w in judged["warnings"])


def test_who_may_not_ask_for_it_is_refused(own: Path, run: Run, tmp_path: Path) -> None:
    import json

    from made_corpus import application

    file = tmp_path / "申请.json"
    facility = {"名称": "虚拟药房", "类型": "零售药店", "所在地": "寿光市"}
    file.write_text(
        json.dumps(application(事项="新增安宁疗护床位", 机构=facility), ensure_ascii=False), encoding="utf-8"
    )
    status, out, err = run("check", str(file), "--json")
    assert status == 2
    assert "康养驿站" in out + err


def test_who_holds_the_service_already_is_asked_back(own: Path, run: Run, tmp_path: Path) -> None:
    """It adds the service 安宁疗护: who holds it has nothing to ask for (CONTRACT §1)."""
    import json

    from made_corpus import application

    file = tmp_path / "申请.json"
    facility = {"名称": "虚拟驿站", "类型": "康养驿站", "所在地": "寿光市", "已定点": ["安宁疗护"]}
    asked = application(事项="新增安宁疗护床位", 机构=facility, 床位类别="安宁")
    file.write_text(json.dumps(asked, ensure_ascii=False), encoding="utf-8")
    status, out, err = run("check", str(file), "--json")
    assert status == 2
    assert "安宁疗护" in out + err


def test_the_empty_form_offers_it(own: Path, run: Run, tmp_path: Path) -> None:
    form = tmp_path / "表.xlsx"
    assert run("template", "-o", str(form), "--matter", "新增安宁疗护床位")[0] == 0
    cells = [str(c.value) for s in openpyxl.load_workbook(form).worksheets for row in s.iter_rows() for c in row]
    assert any("新增安宁疗护床位" in c for c in cells)
    assert any("康养驿站" in c for c in cells)


def test_a_question_finds_the_clause(own: Path, run: Run) -> None:
    status, out, err = run("ask", "寿光市 康养驿站 新增安宁疗护床位")
    assert (status, err) == (0, "")
    assert "暂不新增安宁疗护床位" in out


def test_it_may_be_compared(own: Path, run: Run) -> None:
    status, out, err = run("compare", "hospice", PLAN, "--matter", "新增安宁疗护床位")
    assert status == 0, err
    assert "hospice" in out or "安宁疗护办法" in out


BAD: dict[str, tuple[str, str]] = {
    "no such institution": (TERMS.replace('"综合医院", ', '"综合性医院", '), "事项 第1项 · 申请的机构"),
    "no service": (TERMS.replace('"新增的服务" = ["安宁疗护"]\n', ""), "事项 第1项 · 新增的服务"),
    "adds to none": (TERMS.replace('"床位类别" = ["安宁"]', '"加于服务" = "安养"'), "事项 第1项 · 加于服务"),
    "a service that is another name": (TERMS.replace('["安宁疗护"]', '["零售药房", "综合医院"]', 1), "事项 第1项 · 新增的服务"),
    "a name that is taken": (TERMS.replace('"名称" = "新增安宁疗护床位"', '"名称" = "新增定点零售药店"'), "事项 第1项 · 名称"),
    "an unknown key": (TERMS.replace('"床位类别"', '"床位种类"'), "事项 第1项 · 床位种类"),
    "no basis": (TERMS.removesuffix('"依据" = "虚拟"\n'), "事项 第1项 · 依据"),
    "nobody may ask": (
        TERMS.replace('["综合医院", "安宁疗护中心"]', '["康养驿站"]').replace("专业护理机构", "养老服务机构"),
        "事项 第1项 · 申请的机构",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_fault_sets_aside_what_uses_it_and_nothing_else(name: str, own: Path, run: Run, tmp_path: Path) -> None:
    text, where = BAD[name]
    put(own, {"terms.toml": text})
    forget()
    assert verdict(run, tmp_path)["outcome"] == "barred", "the other document of the city goes on"
    faults = [f.where.partition(" · ")[2] for s in rule_base().compiled.set_aside if not s.document for f in s.faults]
    assert where in faults
    assert [s.document for s in rule_base().compiled.set_aside if s.document] == ["hospice"]
    assert run("corpus", "check")[0] == 1
