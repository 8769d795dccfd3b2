"""The applications whose verdicts are checked: shared examples, variations that reach every outcome, and case sets."""

from __future__ import annotations

import copy
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reasoner.driver.current_rule_base import rule_base
from reasoner.intake.application_parser import Reader
from reasoner.model.application import Application

CONFORMANCE = Path(__file__).parent.parent / "conformance"
EXAMPLES = json.loads((CONFORMANCE / "examples.json").read_text(encoding="utf-8"))


def variations() -> list[tuple[dict[str, Any], str | None]]:
    """The shared examples, and variations of them that reach every outcome, each with the day on which it is judged."""
    beds, _, _, pharmacy, care, henan, *_ = (e["application"] for e in EXAMPLES)
    found: list[tuple[dict[str, Any], str | None]] = [(e["application"], None) for e in EXAMPLES]

    def vary(base: dict[str, Any], as_of: str | None = None, **changed: Any) -> None:
        made = copy.deepcopy(base) | {"编号": f"V-{len(found)}"}
        for key, value in changed.items():
            if isinstance(value, dict) and isinstance(made.get(key), dict):
                made[key] = made[key] | value
            else:
                made[key] = value
        found.append((made, as_of))

    rates = beds["指标"][1:]
    vary(beds, "2026-03-01")
    vary(beds, 机构={"重点建设项目": "未核实"})
    vary(beds, 机构={"所在地": "市南区"})
    vary(beds, 机构={"所在地": "不详"})
    vary(beds, 机构={"所在地": "青岛市"})
    vary(beds, 床位数="不详")
    vary(beds, 床位类别="精神", 指标=[*rates, {"地区": "青岛市", "名称": "医保购买精神床位数", "数值": 9506}])
    vary(
        beds,
        指标=[{"地区": "城阳区", "名称": "床位使用率", "数值": "80%", "时点": "2021-03-31", "来源": "年报"}, *rates],
    )
    vary(beds, 指标=[{"地区": "城阳区", "名称": "床位使用率", "数值": "80%", "时点": "2025-03-31"}, *rates])
    vary(
        beds,
        认定=[
            {
                "事项": "规划延续执行",
                "对象": "qingdao-2023-18-medical",
                "结论": True,
                "机关": "青岛市医疗保障局",
                "日期": "2025-12-30",
            }
        ],
        as_of="2026-02-01",
    )
    vary(pharmacy, 事项="纳入双通道管理", 机构={"已定点": True, "资质合规": True, "管理规范": False, "信誉良好": True})
    vary(
        pharmacy,
        步行15分钟内同类型定点机构数=0,
        指标=[{"地区": "市北区", "名称": "医疗费用增长率", "数值": "6%"}, *pharmacy["指标"][1:]],
    )
    vary(
        pharmacy,
        事项="新增门诊统筹和门诊慢特病定点",
        步行15分钟内同类型定点机构数=0,
        机构={"类型": "社区卫生服务站", "按卫生规划设立": True, "符合定点条件": True, "重点建设项目": "无"},
    )
    vary(care, 机构={"所在地": "胶州市", "连锁": True, "镇街": "铺集镇"})
    care_beds = [
        {"地区": "青岛市", "名称": "院护床位数", "数值": 11990, "时点": "2024-01-31"},
        {"地区": "青岛市", "名称": "预期享受长护险待遇人数", "数值": "6万", "时点": "2025"},
        {"地区": "平度市", "名称": "院护床位使用率", "数值": "59%", "时点": "2024-01-31"},
        {"地区": "平度市", "名称": "院护床位数", "数值": 1000},
        {"地区": "平度市", "名称": "失智专区床位数", "数值": 290},
    ]
    home = {"类型": "养老机构", "所在地": "平度市", "已定点": True}
    new_home = home | {"已定点": "居家照护"}  # who holds 院护 is itself an institution of its town
    vary(care, 事项="新增购买院护床位", 床位数=20, 机构=new_home, 所在镇街院护机构数=0, 指标=care_beds)
    vary(care, 事项="设置失智专区床位", 床位数=20, 机构=home, 指标=care_beds)
    vary(henan, 机构={"重点建设项目": ["省级", "国家级"]})
    vary(henan, 机构={"所在地": "济源市"})
    agencies = [
        {"地区": "青岛市", "名称": "60岁以上常住老年人口", "数值": "240万", "时点": "2022-12-31", "来源": "年报"},
        {"地区": "青岛市", "名称": "重度失能老人数", "数值": 60000, "时点": "2022-12-31"},
        {"地区": "青岛市", "名称": "居家照护定点机构数", "数值": 750, "时点": "2024-03-31"},
    ]
    vary(care, 指标=[*care.get("指标", []), *agencies])
    return found


@dataclass(frozen=True)
class Given:
    """One application of the test corpus, the day whose law is asked for, and the documents looked at (None: all)."""

    source: str
    name: str
    data: dict[str, Any]
    application: Application
    day: str | None = None
    only: frozenset[str] | None = None


def corpus() -> Iterator[Given]:
    """Every application of the test corpus: the examples with their variations, then every case of every case set."""
    base = rule_base()
    reader = Reader(base.vocabulary, base.document_names)
    for data, day in variations():
        yield Given("examples and variations", data["编号"], data, reader.read(data, day)[0], day)
    if str(CONFORMANCE) not in sys.path:
        sys.path += [str(CONFORMANCE), str(CONFORMANCE.parent)]
    from case_file import case_sets, plain_application

    for found in case_sets():
        for number, case in enumerate(found.cases):
            data = plain_application(case.application, f"{found.document}-{number}")
            (application,) = reader.read(data, case.as_of)
            yield Given(found.document, case.title, data, application, case.as_of, frozenset(case.scope))
