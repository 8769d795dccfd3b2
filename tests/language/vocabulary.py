"""A small vocabulary with each kind of term that the language treats differently."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from policy_dsl.ir import from_data
from policy_dsl.vocabulary import Vocabulary, VocabularyData
from reasoner.driver.current_rule_base import rule_base


def _term(kind: str, label: str, *words: str, **more: Any) -> dict[str, Any]:
    return {"label": label, "iri": f"x:{label}", "kind": kind, "words": list(words), **more}


def _fact(subject: str, datatype: str, label: str, *words: str, **more: Any) -> dict[str, Any]:
    return _term("fact", label, *words, subject=subject, datatype=datatype, **more)


HOSPITALS = ["综合医院", "中医医院"]
VILLAGE = ["村卫生室", "一体化村卫生室"]
NATURES = {
    "限制": "restriction", "豁免": "exemption", "优先": "preference", "许可": "permission", "上限": "cap", "要件": "requirement",
    "目标": "target", "标准": "standard", "定义": "definition", "义务": "duty", "程序": "procedure", "鼓励": "encouragement",
    "裁量": "discretion", "原则": "principle", "愿景": "goal", "事实": "fact", "题名": "title", "标题": "heading",
}  # fmt: skip

TERMS = [
    _fact("申请", "count", "床位数", unit="张"),
    _fact("申请", "category", "床位类别", "精神科床位", values=["综合", "精神"], reach=True),
    _fact("申请", "count", "步行15分钟内同类型定点机构数", "步行15分钟范围内有同类型定点机构", unit="家"),
    _fact("机构", "boolean", "已定点", reach=True),
    _fact("机构", "category", "类型", reach=True),
    _fact("机构", "boolean", "连锁", "连锁化"),
    _fact("机构", "boolean", "符合定点条件", "符合条件"),
    _fact("机构", "category", "重点建设项目", values=["省级", "市级"], multiple=True),
    _fact("地区", "ratio", "床位使用率", unit="1"),
    _fact("地区", "ratio", "院护床位使用率", unit="1"),
    _fact("地区", "ratio", "医疗费用增长率", unit="1"),
    _fact("地区", "count", "医保购买住院床位数", "住院床位总量", unit="张"),
    _fact("地区", "count", "常住人口", unit="人(常住人口)"),
    _fact("地区", "count", "参保人口", unit="人(参保人口)"),
    _fact("地区", "count", "定点机构数", "每家机构", unit="家"),
    _fact("地区", "count", "预期享受待遇人数", "享受待遇总人数", unit="人", forecast=True),
    _fact("地区", "boolean", "医保基金当期赤字", "当期赤字"),
    _fact("地区、镇街", "boolean", "照护资源相对充足"),
    *(_term("type", t) for t in (*HOSPITALS, *VILLAGE, "零售药店")),
    _term("class", "医疗机构", members=[*HOSPITALS, *VILLAGE]),
    _term("class", "医药机构", members=[*HOSPITALS, *VILLAGE, "零售药店"]),
    _term("matter", "新增购买住院床位", "新增购买", "住院床位总量", members=HOSPITALS),
    _term("matter", "新增定点零售药店", "定点药店", members=["零售药店"]),
    _term("matter", "新增门诊定点", "门诊定点", members=["村卫生室"]),
    _term("value", "综合"),
    _term("value", "精神", "精神科床位"),
    _term("value", "省级"),
    _term("value", "市级", "市政府重点建设项目"),
    _term("agent", "市级医保行政部门", "市医疗保障部门"),
    _term("agent", "医保经办机构", "经办机构"),
    _term("role", "全市", "我市"),
    _term("role", "本区县", "区(市)", "各区"),
    _term("role", "所在医保管理区域", "医保管理区域"),
    _term("role", "所在镇街", "镇街"),
    _term("unit", "张"),
    _term("unit", "家"),
    _term("unit", "元"),
    _term("unit", "人", "名"),
    *(_term("nature", label, code=code) for label, code in NATURES.items()),
]

REGIONS = [
    {"code": "370000", "name": "山东省", "level": "province"},
    {"code": "370200", "name": "青岛市", "level": "prefecture", "parent": "370000"},
    {"code": "370202", "name": "市南区", "level": "county", "parent": "370200"},
    {"code": "370203", "name": "市北区", "level": "county", "parent": "370200"},
    {"code": "370212", "name": "崂山区", "level": "county", "parent": "370200"},
    {"code": "370200-sbj", "name": "市本级", "level": "area", "parent": "370200", "members": ["370202", "370203"]},
    {"code": "371600", "name": "滨州市", "level": "prefecture", "parent": "370000"},
    {"code": "371621", "name": "惠民县", "level": "county", "parent": "371600"},
]

PAIRS = [
    {"figures": ["医疗费用增长率", "医疗费用增长率"], "likeness": "同一期间", "definition": "同期"},
    {"figures": ["医保购买住院床位数", "常住人口"], "likeness": "各取最近", "definition": "各自最近"},
    {"figures": ["医保购买住院床位数", "预期享受待遇人数"], "likeness": "条款所指期间", "definition": "预期数"},
]
"""Figures that rules may compare; of the others nothing is declared."""

_EFFECTS = rule_base().vocabulary.data

VOCABULARY = Vocabulary(
    replace(
        from_data({"terms": TERMS, "regions": REGIONS, "pairs": PAIRS}, VocabularyData),
        consequences=_EFFECTS.consequences,
        effect_words=_EFFECTS.effect_words,
    )
)
