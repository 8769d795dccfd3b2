"""What a person does who drafts an amendment, and what is then read and judged."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from corpus_folders import folder_of

from policy_dsl.diagnostics import Diagnostic, Faults
from reasoner.driver.amended_rule_base import versions
from reasoner.intake.application_parser import Reader
from reasoner.intake.loaded_data import Loaded
from reasoner.interpreter.judge import judge
from reasoner.model.rule_base import RuleBase

ROOT = Path(__file__).parents[2]
MEDICAL, CARE = "qingdao-2023-18-medical", "qingdao-2023-18-ltc"

HOSPITAL: dict[str, Any] = {
    "编号": "示例-1",
    "事项": "新增购买住院床位",
    "日期": "2024-05-01",
    "机构": {"名称": "示例医院", "类型": "综合医院", "等级": "二级", "所在地": "城阳区"},
    "床位类别": "综合",
    "床位数": 100,
    "指标": [
        {"地区": "青岛市", "名称": "医保购买住院床位数", "数值": 71293, "时点": "2022-12-31"},
        {"地区": "青岛市", "名称": "常住人口", "数值": 10342100, "时点": "2022-12-31"},
        {"地区": "城阳区", "名称": "医疗费用增长率", "数值": "4%", "时点": "2023"},
        {"地区": "青岛市", "名称": "医疗费用增长率", "数值": "5%", "时点": "2023"},
    ],
}


def occupied(rate: str) -> dict[str, Any]:
    """The hospital's application where its district uses its beds at this rate."""
    use = {"地区": "城阳区", "名称": "床位使用率", "数值": rate, "时点": "2024-03-31"}
    return {**HOSPITAL, "指标": [use, *HOSPITAL["指标"]]}


def outcome(base: RuleBase, data: dict[str, Any]) -> str:
    text = json.dumps(data, ensure_ascii=False)
    (application,) = Reader(base.vocabulary, base.document_names).read(Loaded(data, "x.json", text))
    return str(judge(base, application).outcome)


def copied(to: Path, document: str = MEDICAL) -> Path:
    """The folder of a document, copied."""
    shutil.copytree(folder_of(document), to)
    return to


def edit(path: Path, *changes: tuple[str, str]) -> None:
    """Replace words that stand in a file once or more; they must be there."""
    text = path.read_bytes().decode("utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    path.write_bytes(text.encode())


def drafted(folder: Path, *changes: tuple[str, str]) -> Path:
    """What a drafter does: the words changed in text and rules, the document marked as a draft without a received file."""
    for name in ("text.txt", "rules.tiao"):
        edit(folder / name, *(c for c in changes if c[0] in (folder / name).read_text(encoding="utf-8")))
    meta = (folder / "meta.toml").read_text(encoding="utf-8")
    kept = re.sub(r"\[received\].*?(?=\n\[|\Z)|\[\[masked\]\].*?(?=\n\[|\Z)", "", meta, flags=re.DOTALL)
    kept = re.sub(r"^lines = \[.*?^\]\n", "", kept, flags=re.DOTALL | re.MULTILINE)
    (folder / "meta.toml").write_text(f"draft = true\n{kept}", encoding="utf-8")
    return folder


BEDS = (("低于75%", "低于60%"), ("低于 75%", "低于 60%"))


EXEMPTION = "列入市政府重点建设项目的医疗机构,不受本规划限制,可按规定纳入医保定点评估范围。"


def exemption_struck(folder: Path) -> Path:
    """The medical plan as a draft without 3.3.p1, its exemption, and the readings that this alone cites."""
    rules, readings = folder / "rules.tiao", folder / "readings.toml"
    text = rules.read_text(encoding="utf-8")
    start = text.index("条 3.3.p1 性质")
    end = text.index("\n条 ", start) + 1
    rules.write_text(text[:start] + text[end:], encoding="utf-8")
    cited = tuple(f'{name}"]' for name in ("市政府", "豁免及于整个机构", "纳入评估的效力"))
    first, *entries = readings.read_text(encoding="utf-8").split('\n["')
    kept = [first, *(e for e in entries if not e.startswith(cited))]
    readings.write_text('\n["'.join(kept), encoding="utf-8")
    return drafted(folder, (EXEMPTION, ""))


def faults(before: Path, after: Path) -> list[Diagnostic]:
    with pytest.raises(Faults) as raised:
        versions(before, after)
    return list(raised.value.diagnostics)


def corpus_at(root: Path, inside: str, *folders: Callable[[Path], Path]) -> Path:
    for number, make in enumerate(folders):
        (root / inside).mkdir(parents=True, exist_ok=True)
        make(root / inside / f"文件{number}")
    return root
